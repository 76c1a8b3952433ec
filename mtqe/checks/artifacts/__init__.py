"""What translation systems and file conversions leave behind.

- Checks: `broken_characters`, `broken_words`, `markup_residue`, `model_chatter`, `page_furniture`, `stray_mark`.
- `pattern_rules` runs rules that are data. `word_fragments` finds the pieces of words that fell apart.
"""
