"""The checks: each finds one kind of error and marks it. One room a family.

- Values and names: `numbers`, `names`, `terms`.
- Meaning: `meaning`, `negation`, `omission`, `untranslated`, `repetition`.
- Form: `markup`, `units`, `subtitles`, `sentences`, `punctuation`, `spacing`, `artifacts`.
- A team's own rules: `team`.
- `shared` has what two or more families use.
- `runner` runs the chosen checks over the segments of a system. `check_run` is one check in a run, with short messages.
  `check_time` limits the time of a check. `stages` groups the checks by the units of text that they get. `segmentwise`
  runs those that judge one segment at a time, on all cores; `reading_order` divides the text for the other checks.
  `kept_results` keeps what checks found from run to run. `dedupe` keeps one finding where two checks marked the same
  words. `covered` says how far each area was looked at.
"""
