"""The tables of what mtqe consists of, one module a kind, and how plugins join them.

- `contracts` says what a check, format, metric and reporter is. `metric_capabilities` and `format_capabilities` say
  what a metric or format may have besides.
- `check_table` finds the checks: every `Check` in the family rooms of `mtqe.checks`.
- `rule_files` reads the rules of a team.
- `format_table`, `metric_table` and `reporter_table` have a row for each format, metric and reporter. A row names its
  object as `module:attribute`; the module is imported when the object is used.
- `table_rows` has the rows and functions that these three tables share. `plugins` finds the entry points of other
  packages. `suggest` finds the closest known name for an unknown name.
- `measurement_table` has what was measured: recall on planted errors and false alarms, by language pair and area.
  `system_agreement` has how often the learned metric and COMET-22 prefer the same of two systems, by pair.
- `metric_choice` chooses the metrics of a run.

Plugins add to each kind through the entry-point groups `mtqe.formats`, `mtqe.metrics`, `mtqe.checks` and
`mtqe.reporters`, and rule files through `mtqe.rules`. `MTQE_NO_PLUGINS=1` leaves them out.
"""
