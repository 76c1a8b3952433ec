"""What a team decides: the settings of a run.

- `config` has them, `policy` those of the gate, `team_rules` a team's own rules.
- `sources` reads them from `mtqe.toml` and environment, `rule_tables` reads tables of rules.
"""
