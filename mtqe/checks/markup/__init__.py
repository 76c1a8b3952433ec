"""What must come out of a translation as it went in: tags, placeholders, addresses, codes.

- Checks: `accelerator_mismatch`, `address_mismatch`, `code_mismatch`, `escape_mismatch`, `handle_mismatch`,
  `placeholder_mismatch`, `tag_mismatch`.
- `markup_tags` and `placeholders` find the tokens; `mtqe.checks.shared.kept_tokens` compares both sides.
"""
