"""Terminology: glossary terms, capitals of names, repeated phrases.

- Checks that need a glossary: `term_missing`, `term_forbidden`, `inconsistent_term`, `protected_term_changed`.
- A check that needs a translation memory: `differs_from_memory`.
- Checks that run without one: `inconsistent_phrase`, `term_drift` (`phrases` finds the phrases), `same_translation`,
  `inconsistent_translation` (`word_differences` compares two translations), `wrong_casing`.
- `glossary_terms` compares the terms of a segment with their renderings. `source_terms` finds the terms in the source;
  `english_terms` tells English nouns from verbs. `renderings` finds the renderings in the translation. `occurrences`
  finds a name in any spelling. `inflected` writes a rendering as its place wants it.
  `evidence` decides from a whole text whether an entry is the term.
"""
