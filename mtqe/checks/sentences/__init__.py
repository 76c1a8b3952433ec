"""How sentences begin and end.

- `beginnings`: the checks of torn sentences (ART113) and of a small letter at the beginning (MRK113).
- `lost_capitals`: the check of texts in small letters or capitals. `small_label`: the check of labels of programs that
  begin with a small letter.
- `sentence_ends`: the checks of ends that break off (ART105), lost a mark (MRK110) or became a question (ACC122).
  `broken_off` finds where a text breaks off.
- Checks inside a sentence: `broken_seam`, `dangling_word`. Between two sentences: `gender_switch`.
"""
