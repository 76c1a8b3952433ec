"""Quotation marks, brackets, and characters that a language or script requires or avoids.

- `quotation_marks` checks quotation marks of another language (LOC101, LOC105, LOC106) and lost ones (MRK102).
- `mark_width` checks half-width and full-width punctuation (LOC108, LOC111).
- `missing_inverted_mark` checks Spanish questions and exclamations, `sharp_s` Swiss German.
- `unbalanced_pairs` checks brackets and quotation marks without a partner, which `bracket_pairs` finds.
"""
