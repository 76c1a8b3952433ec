"""Lost and gained negations, and words of direction that became their opposite.

- Checks: `negation_mismatch`, `direction_mismatch`, `hedge_mismatch`, `modality_mismatch`.
- `negation_words` finds the negations of a text, `unmatched` those without a counterpart, `lost_negations` those that
  the encoder confirms. `evidence` weighs negations clause by clause, and `literal` tells a
  clause that is said freely. `directions` has the pairs of opposites, and
  `nearest` pairs their words by the encoder. `demands` knows messages of which one side says what is wrong, and the
  other side what must be.
- `echo` asks the encoder whether words of the two sides correspond.
- `hedge_words` finds words of doubt, permission and limits, `unmatched_hedges` those without a counterpart, and
  `lost_hedges` those that the encoder confirms.
"""
