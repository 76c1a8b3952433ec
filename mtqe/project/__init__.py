"""Data that a project keeps between runs.

- `history` keeps a line for each run, and `trend` analyses these lines. `suppressions` are accepted findings,
  `allowed_words` accepts those of words that a team allows.
- `lock` reads and writes `mtqe.lock`, which records what was translated from what.
- `calibrate` proposes limits from translations that were shipped, `separating` measures them on translations that were
  not. `policy_file` changes the policy.
- `seals` shows whether a stored report is as mtqe wrote it.
- `status` finds translations that are older than their source.
"""
