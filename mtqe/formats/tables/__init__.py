"""Pairs in tables and records: `tsv`, `csv`, `xlsx` (`table`), `jsonl`, `dataset` (`arrow_tables`).

`columns` recognises columns.
"""
