"""Readers and writers of files.

- `dispatch` finds the reader of a file by its ending. `arguments` rejects paths that do not match.
- Documents, one side per file: `text`, `markdown`, `html` (`html_content`), `docx`. Line-aligned files: `lines`.
- Pairs: `tsv`, `csv` (`table`), `jsonl`, `xliff`, `tmx` (`xmlfile`), `dataset`. `columns` recognises columns by name,
  `records` makes segments from records.
- Files of translation tools and programs: `values` keeps the place of each text in its file, `keyed` joins two files
  of one language each. `json_i18n` and `arb` are JSON (`json_places`), `yaml_i18n` is YAML (`yaml_places`), `fluent`
  is Fluent (`fluent_patterns`). `text_tree` makes units of nested keys, `choices` of messages with branches.
- Subtitles: `srt`, `vtt` (`cues`).
- Terms: `glossary`, `tbx`. Alignments: `beads`. Candidates for ranking: `candidates`. Test sets: `testsets`.
- `left_out` says what readers left out of a text. `files` reads any file strictly. `folders` and `path_patterns` pair
  files, `git_changes` finds changed files.
"""
