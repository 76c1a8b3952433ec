"""Sheets for the tests of the review page. The texts are written for these tests."""

from __future__ import annotations

import itertools
from typing import Any

NUMBERS = itertools.count(1)

CATEGORIES = (
    ("accuracy", "Accuracy"),
    ("accuracy/addition", "Accuracy › Addition"),
    ("accuracy/mistranslation", "Accuracy › Mistranslation"),
    ("accuracy/mistranslation/number", "Accuracy › Mistranslation › Number"),
    ("accuracy/omission", "Accuracy › Omission"),
    ("terminology", "Terminology"),
    ("terminology/wrong-term", "Terminology › Wrong term"),
    ("linguistic-conventions", "Linguistic conventions"),
    ("linguistic-conventions/grammar", "Linguistic conventions › Grammar"),
    ("linguistic-conventions/punctuation", "Linguistic conventions › Punctuation"),
    ("linguistic-conventions/spelling", "Linguistic conventions › Spelling"),
    ("style", "Style"),
    ("style/awkward", "Style › Awkward"),
    ("locale-conventions", "Locale conventions"),
    ("locale-conventions/number-format", "Locale conventions › Number format"),
    ("other", "Other"),
)
TEXTS = (
    ("Lock keepers raise the alarm", "Schleusenwärter schlagen Alarm"),
    (
        "The lift at Oderwick carried 1.2 million tonnes of gravel last year, more than in any of the ten years.",
        "Das Hebewerk in Oderwick hob im letzten Jahr 1,2 Milliarden Tonnen Kies, mehr als in jedem der zehn Jahre.",
    ),
    (
        "It stood still for eleven days in March while divers looked for a lost anchor.",
        "Im März stand es elf Tage still, während Taucher nach einem verlorenen Anker suchten.",
    ),
    ("See you at the quay 👩🏽‍🚒 cafe\u0301 at noon!", "Bis zum Kai 👩🏽‍🚒 Cafe\u0301 um zwölf!"),
    (
        "The keepers do not expect more ships before June.",
        "Die Wärter erwarten mehr Schiffe vor dem Juni.",
    ),
    ("The harbour office did not answer.", "Das Hafenamt antwortete nicht."),
    ("Tickets cost 4.50 euros.", "Karten kosten 4.50 Euro."),
    ("Children under six travel free.", "Kinder unter sechs Jahren fahren umsonst mit."),
)


def finding(number: int, segment: int, name: str, severity: str, message: str, **more: Any) -> dict[str, Any]:
    """A finding; `marks` are texts of the two sides."""
    source, target = TEXTS[segment]
    marks = more.pop("marks", ())
    spans = []
    for side, mark in marks:
        text = source if side == "source" else target
        start = text.index(mark)
        spans.append({"side": side, "start": start, "end": start + len(mark)})
    return {
        "fingerprint": f"{number:016x}",
        "check": f"ACC10{number}",
        "name": name,
        "category": "accuracy/mistranslation",
        "severity": severity,
        "message": message,
        "spans": spans,
        "suggestion": None,
        "changes": [],
        "confidence": None,
        "suppressed": None,
        "preview": False,
        "explanation": "",
        **more,
    }


def findings() -> dict[int, list[dict[str, Any]]]:
    """The findings of each segment."""
    return {
        1: [
            finding(
                1, 1, "number-mismatch", "critical", "1.2 million is 1,2 Milliarden in the translation",
                marks=(("source", "1.2 million"), ("target", "1,2 Milliarden")),
                explanation="The source says 1.2 million; the translation says 1.2 billion.",
            ),
            finding(
                2, 1, "wrong-term", "minor", "The glossary has “transportierte” for “carried”",
                marks=(("source", "carried"), ("target", "hob")), suggestion="transportierte",
                changes=[[TEXTS[1][1].index("hob"), TEXTS[1][1].index("hob") + 3, "transportierte"]],
            ),
        ],
        4: [
            finding(
                3, 4, "polarity-flip", "major", "The negation “not” is not in the translation",
                marks=(("source", "do not expect"), ("target", "erwarten")),
                explanation="The source says that they do not expect it; the translation says that they do.",
            )
        ],
        6: [
            finding(
                4, 6, "number-format", "minor", "German writes 4,50", marks=(("target", "4.50"),), suggestion="4,50",
                changes=[[TEXTS[6][1].index("4.50"), TEXTS[6][1].index("4.50") + 4, "4,50"]],
            ),
            finding(5, 6, "spacing", "minor", "Accepted long ago", suppressed="the house writes it so"),
        ],
    }  # fmt: skip


def sheet(**more: Any) -> dict[str, Any]:
    """A sheet of eight segments: three with findings, two in the sample."""
    found = findings()
    segments = [
        {
            "key": str(place), "id": str(place + 1), "doc": "harbour.md", "system": None, "source": source,
            "target": target, "references": [target] if place == 2 else [],
            "scores": [{"metric": "learned", "value": 0.81 - place / 20, "interval": [0.6, 0.9]}],
            "sampled": place in (3, 7), "locked": False, "origin": f"harbour.de.md, line {place + 1}",
            "findings": found.get(place, []),
        }
        for place, (source, target) in enumerate(TEXTS)
    ]  # fmt: skip
    return {
        "schema": "mtqe.review/1",
        "report": {"id": "ab" * 32, "name": "report.json", "created": "2026-11-30T08:00:00+00:00", "version": "0.2.0"},
        "source_lang": "en",
        "target_lang": "de",
        "directions": ["ltr", "ltr"],
        "rater": "ana",
        "rights": True,
        "rights_why": "",
        "categories": [{"path": path, "title": title} for path, title in CATEGORIES],
        "severities": ["minor", "major", "critical"],
        "segments": segments,
        "walk": ["1", "4", "6", "3", "7"],
        "entries": {},
        **more,
    }


def fresh(**more: Any) -> dict[str, Any]:
    """A sheet of a report of its own, so that the browser has nothing stored for it."""
    report = {
        "id": f"{next(NUMBERS):064x}",
        "name": "report.json",
        "created": "2026-11-30T08:00:00+00:00",
        "version": "0.2.0",
    }
    return sheet(**{"report": report, **more})
