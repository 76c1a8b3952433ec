"""The rules of a team, which stand in `mtqe.toml` and in rule files, as checks.

`mtqe.settings.team_rules` has their keys.

- `rule_checks` makes a check of each rule, `rule_engine` runs all rules over a segment, `rule_kinds` is what each kind
  finds, `rule_examples` runs the examples of rules.
- `pattern_syntax` reads patterns, `linear_patterns` searches with RE2, `phrase_finder` finds many phrases at once.
- `text_forms` is the text as it is searched, `word_characters` what words are made of, `text_measures` how long it is.
- `written_numbers` reads numbers, `address_forms` finds *du* and *Sie*, `rule_wording` writes the sentences.
"""
