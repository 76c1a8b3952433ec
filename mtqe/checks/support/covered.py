"""The language pairs that the checks of coverage may judge; loads nothing heavy."""

from __future__ import annotations

from mtqe.checks.support import measured

MEASURED = ("de-en", "en-de", "en-zh", "es-en", "et-en", "fr-en", "ro-en", "ru-en", "zh-en")
"""Pairs on which `tests/bench/critic.py` has good translations to flag and others with a part missing to find."""
limits = measured.only(*MEASURED)
