"""Text that the translation repeats and the source does not.

- Checks: `repeated_phrase`, `runaway_text`.
- `in_a_row` finds words and phrases that follow themselves, `repeats` all other repetitions.
"""
