"""A run from segments to a report.

- `pipeline` is the whole flow on one screen. `plan` has the values that its stages hand on, and `results` is where the
  results of a run come from.
- `shards` is what a part of a run keeps, `merging` makes one report of all parts.
- `costs` says what a run would cost or send to another machine, before it does.
"""
