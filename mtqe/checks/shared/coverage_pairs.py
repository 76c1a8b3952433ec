"""The language pairs that checks with evidence from `coverage` run on; loads nothing heavy."""

from __future__ import annotations

from mtqe.checks.shared import measured

MANUALS = measured.with_english("cs", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")
"""Pairs of the translated documentation that these checks were measured on."""
MEASURED = ("et-en", "ro-en", *MANUALS)
"""Pairs for which `tests/bench/critic.py` has both good translations and translations with a missing part."""
limits = measured.only(*MEASURED)
MEASURED_ON = """\
It was measured on news and encyclopaedias between English and German, between English and Chinese, and from
  Estonian, French, Romanian, Russian and Spanish into English. It was also measured on manuals between English and
  eleven languages: German, Chinese, French, Russian, Spanish, Czech, Dutch, Italian, Japanese, Polish and Portuguese.
  It does not run on other pairs"""
"""The same for the manuals of these checks, as an item of a list."""
