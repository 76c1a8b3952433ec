"""What a project remembers from run to run.

- `history` keeps a line for each run and `trend` reads them. `suppressions` are findings that somebody accepted.
- `calibrate` proposes limits from translations that were shipped.
- `cache` keeps scores on this machine. `workers` spread work over its cores.
"""
