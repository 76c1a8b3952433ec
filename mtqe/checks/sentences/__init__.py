"""How sentences begin and end.

- `small_letters`: the checks of a small letter at the beginning (MRK113) and of lost capitals (MRK114).
- `sentence_ends`: the checks of ends that break off (ART105), lost a mark (MRK110) or became a question (ACC122).
  `broken_off` finds where a text breaks off.
- `torn_sentence`: the check of sentences that were torn in two.
- Checks inside a sentence: `broken_seam`, `dangling_word`. Between two sentences: `gender_switch`.
"""
