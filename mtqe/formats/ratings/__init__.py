"""Readers of ratings, one file a tool: each makes `mtqe.model.ratings.Rating` of them, with offsets in code points.

`rating_files` finds the reader of a file by its content. `mqm_tables`: Marot and WMT's MQM tables. `esa_lines`: WMT's
error span annotations. `mtme_ratings`: mt-metrics-eval. `label_studio`, `pearmut`: exports of these tools. Shared:
`rating_names` (categories and severities), `code_units` (offsets in UTF-16), `json_fields` (values of a type in JSON).
"""
