"""How sentences begin and end.

- Checks of the beginning: `small_beginning`, `lost_capitals`, `torn_sentence`.
- Checks of the end: `lost_end_mark`, `gained_question`, `truncated_end`. `broken_off` finds where a text breaks off.
- Checks of what is inside: `broken_seam`, `dangling_word`.
"""
