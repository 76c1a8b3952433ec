"""Changes translations in their files.

- `findings` mends findings whose correction is sure, `translations` writes new translations.
- `files` changes files in place, and writes findings into them.
"""
