"""The language pairs that the checks of coverage may judge; loads nothing heavy."""

from __future__ import annotations

from mtqe.checks.shared import measured

MANUALS = measured.with_english("cs", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")
"""Pairs of the translated documentation on which they were measured."""
MEASURED = ("et-en", "ro-en", *MANUALS)
"""Pairs on which `tests/bench/critic.py` has good translations to flag and others with a part missing to find."""
limits = measured.only(*MEASURED)
