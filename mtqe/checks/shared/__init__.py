"""Code that checks of two or more families use. This folder has no checks.

- Languages: `asking`, `calendar_years`, `foreign_words`, `locales`.
- Word forms: `lemmas`, `lemma_data`, `german_lemmas`, `separable_verbs`, `listed_words`.
- Kinds of texts: `explained_terms`, `guides`, `program_texts`.
- Parts of a text: `addresses`, `capitals`, `counted`, `dangling`, `kept_originals`, `kept_tokens`, `repeated_units`,
  `spelled_out`.
- Evidence: `coverage` by the encoder, `lengths`, `moved_words`, `said_nearby`.
- Form: `rules` with an example each, `confidence` in levels.
- Limits of a check: `encoder_pairs`, `measured`, `not_run`.
- From run to run: `kept_values`.
"""
