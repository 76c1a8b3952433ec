"""Text in a language that the translation should not be in.

- Checks: `untranslated_segment`, `untranslated_words`, `bracketed_residue`, `wrong_language`, `foreign_script`.
- `copied_words` finds words copied from the source, and `literals` knows those that stay. `identifiable` says whether
  the languages can be told apart, and `pooled` judges the language of short texts together.
"""
