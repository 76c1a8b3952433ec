"""One file per check. `registry.checks` finds every `Check` in the modules here; sub-packages hold what they share."""
