"""The language pairs that the checks of coverage may judge; loads nothing heavy."""

from __future__ import annotations

from mtqe.checks.shared import measured

MANUALS = measured.with_english("cs", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")
"""Pairs of the translated documentation on which they were measured."""
MEASURED = ("et-en", "ro-en", *MANUALS)
"""Pairs on which `tests/bench/critic.py` has good translations to flag and others with a part missing to find."""
limits = measured.only(*MEASURED)
MEASURED_ON = """\
It was measured on news and encyclopaedias between English and German and Chinese, and from Estonian, French,
  Romanian, Russian and Spanish into English, and on manuals between English and eleven languages: German, Chinese,
  French, Russian, Spanish, Czech, Dutch, Italian, Japanese, Polish and Portuguese. It runs on no
  other pair"""
"""What their manuals say of it, in an item of a list."""
