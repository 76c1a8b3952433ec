"""Spaces at marks and edges.

- `missing_spaces`: the checks of missing and of breaking spaces (MRK111, MRK112, LOC104, LOC110).
- `stray_spaces`: the checks of spaces where none belong (ART103, ART109).
- `function_calls` finds calls such as `SUM(A1;B2)`, which have the spacing of a program.
"""
