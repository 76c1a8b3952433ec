"""The gate: a report and a policy in, a verdict with its reasons out. Pure: nothing is read, run or printed.

- `verdicts` judges, and its docstring says how each rule of the policy is applied. `parts` says which rules judge which
  documents, `limits` applies those on findings and `floors` those on scores (`score_index` finds the scores).
- `wording` words the reasons, `explain` prints the arithmetic.
"""
