"""Readers and writers of files.

- `dispatch` finds the reader of a file by its ending.
- Documents, one side each: `text`, `markdown`, `html`, `docx`. Lines: `lines`.
- Pairs: `tsv`, `csv` (`table`), `jsonl`, `xliff`, `tmx` (`xmlfile`), `dataset`. `columns` knows their columns,
  `records` makes segments of them.
- Terms: `glossary`, `tbx`. Alignments: `beads`. Candidates for ranking: `candidates`. Test sets: `testsets`.
- `files` reads any file strictly. `folders` and `path_patterns` pair files, `git_changes` finds the changed ones.
"""
