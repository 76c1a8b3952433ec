"""Traces of translation systems and file conversions.

- Checks: `broken_characters`, `broken_words`, `markup_residue`, `model_chatter`, `page_furniture`, `stray_mark`.
- `pattern_rules` applies rules from data files. `word_fragments` finds the pieces of broken words.
"""
