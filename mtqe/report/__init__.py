"""Reporters: one file per view of a report. A reporter never decides pass or fail.

- For people: `console`, `html`, `pdf`, `markdown`, `review`.
- For tools: `json`, `csv`, `parquet`, `sarif`, `junit`, `github`, `gitlab`, `xliff`.
- For research: `marot`, `esa` (what `annotators` has), `mtme`.
- Views of a release of several languages: `release_console`, `release_html`, `release_markdown`, and `release_exports`
  for tools; they share `release_matrix` and `release_view`.
- Views of a comparison: `comparison_console`, `comparison_html`, `comparison_markdown`.
- Views of an agreement with raters: `agreement_views`; of `mtqe status`: `status_views`.
- What they share: `view`, `outcome`, `causes`, `locations`, `comparison_view`; `files` has the table of files, `spots`
  the places that an editor opens, `wrong_files` the files that are wrong as a whole.
- What views for people say, without saying how it looks: `document`. How it looks: `document_console` and
  `document_markdown`.
- For notebooks: `cards`.
- The HTML page: `layout`, `assets`, `figures`, `document_map`, `check_manual`, `trends`, `reasons`, and for paper
  `briefs`.
"""
