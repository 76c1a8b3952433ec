"""The gate: it judges a report by a policy and gives a verdict with reasons. It reads, runs and prints nothing.

- `verdicts` judges; its docstring says how each rule of the policy is applied. `parts` assigns documents to rules,
  `limits` applies the limits on findings and `floors` those on scores (`score_index` finds the scores). `needed` names
  the areas that were not looked for, `tolerated` what a verdict let pass, `relaxed` what the configuration switched off
  or lowered, `documents` the outcome of each document.
- `releases` judges the reports of several languages together.
- `score_keys` refuses limits that do not suit their metric: a floor where lower is better, a number out of range.
- `idle` names rules that govern nothing, a setting without a floor and floors that say little.
- `wording` formats the reasons, `explain` gives the arithmetic.
"""
