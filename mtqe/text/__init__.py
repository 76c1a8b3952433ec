"""Reads text without judging it.

- `words` and `sentences` cut it; `identify` says which language it is in; `sound` spells words as they sound.
- `language_tags` knows the language tags.
- `boilerplate` recognises lines that belong to a web page, `misplaced` sentences that belong to another segment.
- `prefilter` finds the rules that can match a text, so that the others are not tried.
"""
