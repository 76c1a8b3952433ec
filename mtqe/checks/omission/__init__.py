"""Sentences without a counterpart, and translations of an unlikely length.

- Checks: `omitted_text`, `added_text`, `empty_target`, `text_too_long`, `text_too_short`.
- `one_sided` looks at segments with one empty side and their neighbours.
"""
