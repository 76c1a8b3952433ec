"""Spaces at marks and edges.

- Checks: `breaking_space`, `edge_space`, `missing_space`, `missing_french_space`, `spaced_ellipsis`, `stray_spacing`.
- `function_calls` finds calls such as `SUM(A1;B2)`, which have the spacing of a program.
"""
