"""What several checks share: tokens, lemmas, numbers. No check stands here."""
