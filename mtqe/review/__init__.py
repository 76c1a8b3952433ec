"""People review a report: a page with its findings, and what they say of them.

- `sheet` is what the page shows, `entries` what a rater says of a segment and whether it can be so. `chosen`
  are the segments beside those with findings, `finding_sentences` keeps what is said of each in
  English.
- `journal` keeps the entries while the rater works, one file a rater. `collection` reads journals and the files that
  the page exports.
- `outcomes` turns entries into ratings, accepted findings and changed translations.
- `routes` has the addresses of the local server, `entrance` decides who may ask, `hosting` listens.
- `page_assets` makes the page, one self-contained file. Its style and scripts are in the folder page.

Starlette and uvicorn come with the extra `mtqe[review]`. Only `routes` and `hosting` import them.
"""
