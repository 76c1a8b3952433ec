"""Files that are changed in place.

- `places` finds each translation in its file (`raw_places` those of documents), `patch` changes characters, those of
  several texts (`shared_text`) in each of them. `steps` does the same in the segments.
- `kept_space` refuses texts of which a format would not keep the white space.
- Findings in files: `its_issues` (XLIFF), `po_comments`; `annotated_places` finds the units.
"""
