"""A report of a file of messages with inline codes, keys and plural forms; all texts are written for these tests."""

from __future__ import annotations

import coded
import msgspec

from mtqe.checks import runner
from mtqe.model import SCHEMA, Document, Report, Run, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

CHECKS = ("MRK103", "MRK104", "MRK105", "MRK109", "MRK111")
MESSAGES = (
    ("harbour.title", "", "⟦<b>⟧Harbour⟦</b>⟧ of ⟦{town}⟧", "⟦<b>⟧Hafen⟦</b>⟧ von ⟦{town}⟧"),
    ("harbour.ships", "one", "⟦{count}⟧ ship is in port.", "⟦{count}⟧ Schiff liegt im Hafen."),
    ("harbour.ships", "other", "⟦{count}⟧ ships are in port.", "Einige Schiffe liegen im Hafen."),
    ("pilot.call", "", "Call the pilot, ⟦{name}⟧ , at once!", "{name} muss sofort den Lotsen rufen!"),
    (
        "tides.help",
        "",
        'Read ⟦<a href="help/tides.md">⟧about ⟦<i>⟧tides⟦</i>⟧⟦</a>⟧ and run ⟦`tide --low`⟧.',
        'Lesen Sie ⟦<a href="help/ships.md">⟧über ⟦</i>⟧Gezeiten⟦<i>⟧⟦</a>⟧ und führen Sie ⟦`ebbe --niedrig`⟧ aus.',
    ),
    (
        "tides.warning",
        "",
        '⟦<g id="1">⟧Warning:⟦</g>⟧ the tide is ⟦<g id="2">⟧high⟦</g>⟧⟦<br>⟧ since ⟦<x id="3"/>⟧.',
        "Warnung: Das Wasser steht hoch.",
    ),
    (
        "tides.long",
        "",
        'At ⟦{time}⟧ the water in the old port stood at ⟦<ph id="depth" equiv-text="depth of the water" type="m"/>⟧ '
        "metres, so that ⟦{ships}⟧ could not leave.",
        'Um ⟦{time}⟧ stand das Wasser im alten Hafen ⟦<ph id="depth" equiv-text="depth of the water" type="m"/>⟧ '
        "Meter hoch, sodass ⟦{schiffe}⟧ nicht auslaufen konnten.",
    ),
    ("plain", "", "The port is open.", "Der Hafen ist offen."),
)  # fmt: skip


def sample() -> Report:
    """The report, with the findings of the checks of markup. The columns are those of the texts in the file."""
    segments = []
    for line, (unit, form, source, target) in enumerate(MESSAGES, 1):
        name = f"{unit}[{form}]" if form else unit
        meta = {"unit": unit, "source_line": 4 * line, "source_column": 9, "target_line": 4 * line + 1}
        meta |= {"target_column": 9} | ({"form": form} if form else {})
        segments.append(msgspec.structs.replace(coded.segment(name, source, target, "messages"), meta=meta))
    return report(segments)


def report(segments: list[Segment]) -> Report:
    """A report of these segments."""
    table = check_table.checks()
    outcome = runner.run([table[name] for name in CHECKS], segments, Context("en", "de"))
    assert outcome.problems == ()
    run = Run("0.1.0", "2026-11-24T14:05:00+00:00", 0.2, "en", "de", (), outcome.items, source_words=48)
    documents = (Document("messages", "en", "de", (), "app/messages.de.xlf", None, "app/messages.de.xlf"),)
    return Report(SCHEMA, run, documents, tuple(segments), (), outcome.findings)
