"""The flow for Python and notebooks: texts, tables and paths go in, typed reports come out.

- `calls` has the functions. `results` has what they return; `tables` makes their data frames, `plots` their plots, and
  `meters` shows how far slow work is.
- `given` says what a value is. `inputs` makes segments of what is given: `frames` of tables, `list_pairs` of lists,
  `text_inputs` of texts, `file_inputs` of files. `reference_lists` has the references, `terms` the glossary.
- `identified` finds the languages.
"""
