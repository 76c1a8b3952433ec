"""What the code knows of each language, and reading text without judging it.

- `lang` reads the file of a language, such as `tables/de.toml`: `facts` has the keys for writing and grammar,
  `sections` and `number_sections` those of the word lists, `forms` how a file writes lists of words and opposites.
- `words` and `sentences` divide text; `identify` identifies its language; `sound` spells words as they sound,
  `consonants` by their consonants, in any script. `transliteration` says whether a word transcribes a Latin name.
- `scripts` has the letters of each script, `western_digits` replaces their digits. `language_tags` checks and names
  language tags, and `path_tags` finds them in paths.
- `codes` removes the text of inline codes from segments, and puts spans back into the stored text. `program_code`
  says what of a block of code a translator may change. `icu` reads messages of ICU MessageFormat,
  `qt_values` knows the places of values in messages of Qt, `hiding` says how markup hides a text.
- `boilerplate` recognises lines that belong to a web page, `misplaced` sentences that belong to another segment.
- `prefilter` selects the rules that can match a text, so that the other rules are not tried. `late_patterns` compiles
  patterns at their first use.
"""
