"""The language pairs that the checks of coverage may judge; loads nothing heavy."""

from __future__ import annotations

from mtqe.checks.shared import measured

MANUALS = ("cs", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")
"""Languages of the translated documentation on which they were measured, both ways with English."""
MEASURED = ("et-en", "ro-en", *(pair for lang in MANUALS for pair in (f"en-{lang}", f"{lang}-en")))
"""Pairs on which `tests/bench/critic.py` has good translations to flag and others with a part missing to find."""
limits = measured.only(*MEASURED)
