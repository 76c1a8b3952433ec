"""Traces of translation systems and file conversions.

- Checks: `broken_characters`, `broken_words`, `markup_residue`, `misspelt_word`, `model_chatter`,
  `model_response`, `page_furniture`, `stray_mark`, `struck_letters`.
- `pattern_rules` applies rules from data files. `speech_acts` tells what a text does. `word_fragments` finds the pieces
  of broken words.
"""
