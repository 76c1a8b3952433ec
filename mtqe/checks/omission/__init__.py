"""Sentences without a counterpart, and translations of an unlikely length.

- `one_sided`: the checks of text without a counterpart (ACC105, ACC106), with the runs of such segments.
- `text_length`: the checks of translations that are far too short or too long (ACC107, ACC108).
- `message_length`: the same for texts of programs (ACC107).
- `empty_target`: the check of segments that have no translation.
- `unlike_others`: the check of labels that lack a word that all other texts of their file have, or their end.
- `cut_short`: what the lengths and ends of the texts of a file say of a text that may lack its end.
- `text_without_source`: the check of keys that only the file of the translation has.
"""
