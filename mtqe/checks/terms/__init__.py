"""Terminology: glossary terms, capitals of names, phrases that recur.

- Checks of the glossary: `term_missing`, `term_forbidden`, `inconsistent_term`, `protected_term_changed`.
- Checks without a glossary: `inconsistent_phrase` (`phrases` finds the phrases), `wrong_casing`.
- `glossary_terms` compares the terms of a segment. `source_terms` finds them in the source, with what `english_terms`
  knows of English; `renderings` finds them in the translation; `occurrences` finds a text in any spelling.
"""
