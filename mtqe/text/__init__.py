"""Reads text without judging it.

- `words` and `sentences` divide text; `identify` identifies its language; `sound` spells words as they sound.
- `scripts` has the letters of each script, `western_digits` replaces their digits. `language_tags` checks and names
  language tags.
- `codes` removes the text of inline codes from segments, and puts spans back into the stored text. `program_code`
  says what of a block of code a translator may change. `icu` reads messages of ICU MessageFormat.
- `boilerplate` recognises lines that belong to a web page, `misplaced` sentences that belong to another segment.
- `prefilter` selects the rules that can match a text, so that the other rules are not tried.
"""
