"""Reporters: one file per view of a report. A reporter never decides pass or fail.

- For people: `console`, `html`, `markdown`, `review`.
- For tools: `json`, `csv`, `parquet`, `sarif`, `junit`, `github`, `gitlab`, `xliff`.
- For research: `marot`, `esa` (what `annotators` has), `mtme`.
- Views of a comparison: `comparison_console`, `comparison_html`, `comparison_json`, `comparison_markdown`.
- Views of an agreement with raters: `agreement_view` has the parts, `agreement_console`, `agreement_json` and
  `agreement_markdown` show them.
- Views of `mtqe status`: `status_views`.
- What they share: `view`, `outcome`, `causes`, `locations`, `comparison_view`.
- For notebooks: `cards`.
- The HTML page: `layout`, `assets`, `figures`, `document_map`, `check_manual`, `trends`.
"""
