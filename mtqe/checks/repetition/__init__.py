"""The translation repeats text that the source does not repeat.

- Checks: `repeated_phrase`, `runaway_text`.
- Kinds of repetition: `in_a_row` (a phrase follows itself), `joined` (*change and change*), `repeats` (all others).
"""
