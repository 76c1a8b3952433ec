"""Review: people say what they think of findings and segments, in a page.

- `page_assets` makes the page, one self-contained file. Its style and scripts are in the folder page.
"""
