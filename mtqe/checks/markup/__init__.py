"""Tokens that a translation must keep unchanged: tags, placeholders, addresses, code.

- `code_faults` compares the inline codes of both sides, `code_order` their nesting and order (both for MRK103).
- `markup_tags` reads tags and checks them (MRK103).
- `placeholders` reads placeholders and checks them and the arguments of ICU messages (MRK104). `plural_texts` has what
  the text of a single plural form may leave out, `free_placeholders` those in which a translation may differ.
- `verbatim` checks addresses, handles, escape sequences and access keys (MRK105 to MRK108).
- `code_mismatch` checks code (MRK109), `roles` reads the roles of Sphinx in it, and `stand_ins` finds the words of code
  that may be translated.
- `changed_codes` compares the figures of codes that have an id (ART124).
- `page_structure` compares headings, tables, blocks of code and images of whole pages (MRK115).

The others compare the tokens of both sides with `mtqe.checks.shared.kept_tokens`.
"""
