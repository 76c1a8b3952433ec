"""Readers and writers of files.

- `dispatch` finds the reader of a file; `endings` says which endings it may have. `arguments` completes and rejects
  paths; `beside` finds the source that stands beside a translation.
- Documents, one side per file: `text`, `markdown` (`front_matter`), `html`, `docx`. Line-aligned files: `lines`.
- Of pages: `html_content` says what their content is, `html_pieces` joins it with the main text (`html_search`),
  `html_inline` reads markup, `inline_text` builds texts with inline codes. `html_limits` refuses those that are too
  large.
- Pairs: `tsv`, `csv`, `xlsx` (`table`), `jsonl`, `dataset`, `xliff` (`xliff_1`, `xliff_2`), `tmx` (`tmx_codes`).
  `columns` recognises columns by name, `records` makes segments from records.
- Files of translation tools and programs: `values` keeps the place of each text in its file, `keyed` joins two files of
  one language each. `json_places` reads JSON and `xml_places` XML with the place of each character; `escapes` has what
  several share, `language_choice` chooses a language. `xml_values` makes values of XML, `code_kinds` tells the kind of
  a code. On the web: `json_i18n`, `arb`, `yaml_i18n` (`yaml_places`); `text_tree` makes units of nested keys, `choices`
  of messages with branches. Of gettext: `po` (`po_syntax`, `po_plurals`), `po_keys`. Of Android: `android`
  (`android_text`). Of Apple: `apple_strings`, `stringsdict` (`plist`), `xcstrings`. Of Java: `properties`. Of .NET:
  `resx`. Of Mozilla: `fluent` (`fluent_patterns`). Subtitles: `srt`, `vtt` (`cues`).
- Changing files: `places` finds each translation in its file (`raw_places` those of pages), `patch` changes characters.
- Findings in files: `its_issues` (XLIFF), `po_comments`; `annotated_places` finds the units.
- Terms: `glossary`, `tbx`. Alignments: `beads`. Candidates for ranking: `candidates`.
- Test sets: `wmt_xml`, `sgm`, `mtme_folder`; `testsets` finds those of sacreBLEU.
- `left_out` says what readers left out of a text. `files` reads any file strictly, `zip_guard` refuses Office files
  that are too large when unpacked. `folders` and `path_patterns` pair files, `git_changes` finds changed files.
"""
