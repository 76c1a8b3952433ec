"""What must come out of a translation as it went in: tags, placeholders, addresses, codes.

- `markup_tags`: the check of tags (MRK103), and how they are read.
- `placeholders`: the check of placeholders and ICU messages (MRK104), and how they are read.
- `verbatim`: the checks of addresses, handles, escape sequences, keys of labels and code (MRK105 to MRK109).

`mtqe.checks.shared.kept_tokens` compares the tokens of both sides for all of them.
"""
