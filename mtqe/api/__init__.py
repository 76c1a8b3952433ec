"""The flow for Python and notebooks: texts, tables and paths go in, typed reports come out.

- `calls` has the functions. `results` has what they return; `tables` makes their data frames, `plots` their plots, and
  `meters` shows how far slow work is.
- `given` says what a value is, `inputs` what it is to `mtqe.intake`. `frames` makes segments of tables.
  `reference_lists` has the references, `row_labels` the index of the caller, `terms` the glossary.
- `identified` finds the languages.
"""
