"""Text that the translation repeats and the source does not.

- Checks: `repeated_phrase`, `runaway_text`.
- `repeats` finds repeated words and phrases.
"""
