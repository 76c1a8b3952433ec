"""Data that a project keeps between runs.

- `history` keeps a line for each run, and `trend` analyses these lines. `suppressions` are accepted findings.
- `calibrate` proposes limits from translations that were shipped.
- `cache` keeps scores on this machine, and `workers` spreads work over its cores.
"""
