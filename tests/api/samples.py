"""Texts for the tests of the calls for Python."""

from __future__ import annotations

EN = [
    "The library opens its new reading room on 3 March.",
    "Work on the roof cost 1.9 million pounds.",
    "Nobody had expected that.",
]
DE = [
    "Die Bibliothek öffnet ihren neuen Lesesaal am 3. März.",
    "Die Arbeiten am Dach kosteten 2,9 Millionen Pfund.",
    "Damit hatte niemand gerechnet.",
]
"""The second has a wrong number."""
LANGUAGES = {"source_lang": "en", "target_lang": "de"}
NUMBERS = "number-mismatch"
