"""How sentences begin and end.

- `small_letters`: the checks of small letters at the beginning (MRK113) and everywhere (MRK114).
- `sentence_ends`: the checks of ends that break off (ART105), lost a mark (MRK110) or became a question (ACC122).
  `broken_off` finds where a text breaks off.
- `torn_sentence`: the check of sentences that were torn in two.
- Checks of what is inside: `broken_seam`, `dangling_word`.
"""
