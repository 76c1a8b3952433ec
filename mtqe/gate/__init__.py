"""The gate: it judges a report by a policy and gives a verdict with reasons. It reads, runs and prints nothing.

- `verdicts` judges; its docstring says how each rule of the policy is applied. `parts` assigns documents to rules,
  `limits` applies the limits on findings and `floors` those on scores (`score_index` finds the scores). `needed` names
  the areas that were not looked for, `tolerated` what a verdict let pass.
- `score_keys` refuses a floor where lower is better. `idle` names limits that never fail and rules that govern nothing.
- `wording` formats the reasons, `explain` gives the arithmetic.
"""
