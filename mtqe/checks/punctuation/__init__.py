"""Quotation marks, brackets, and the marks of a language or script.

- `quotation_marks`: the checks of marks of another language (LOC101, LOC105, LOC106) and of lost ones (MRK102).
- `mark_width`: the checks of narrow and full-width marks (LOC108, LOC111).
- `missing_inverted_mark` in Spanish, `sharp_s` in Swiss German.
- `unbalanced_pairs` checks brackets and quotation marks without a partner, which `bracket_pairs` finds.
"""
