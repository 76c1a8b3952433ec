"""Quotation marks, brackets, and the marks of a language or script.

- Checks of quotation marks: `foreign_opening_mark`, `foreign_quotation_marks`, `mixed_quotation_marks`,
  `lost_quotation`.
- Checks of the marks of a script or language: `full_width_punctuation`, `half_width_punctuation`,
  `missing_inverted_mark`, `sharp_s`.
- `unbalanced_pairs` checks brackets and quotation marks without a partner, which `bracket_pairs` finds.
"""
