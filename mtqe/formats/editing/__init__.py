"""Files that are changed in place.

- `places` finds each translation in its file (`raw_places` those of documents), `patch` changes characters.
- Findings in files: `its_issues` (XLIFF), `po_comments`; `annotated_places` finds the units.
"""
