"""Spaces at punctuation marks and at the edges of a text.

- `missing_spaces` checks missing spaces, and spaces that break a line (MRK111, MRK112, LOC104, LOC110).
- `stray_spaces` checks spaces that do not belong in the text (ART103, ART109).
- `double_spaces` checks two spaces in a row in texts of programs (ART120).
- `function_calls` finds calls such as `SUM(A1;B2)`, in which the spacing of programs is right.
"""
