"""Changes translations in their files.

- `findings` mends findings whose correction is sure, `translations` writes new translations.
- `identifiers` says where a correction would change a part of an identifier or code, which `findings` leaves.
- `files` changes files in place, and writes findings into them.
"""
