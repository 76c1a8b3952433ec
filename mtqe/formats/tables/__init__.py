"""Pairs in tables and records: `tsv`, `csv`, `xlsx` (`table`), `jsonl`, `dataset`. `columns` recognises columns."""
