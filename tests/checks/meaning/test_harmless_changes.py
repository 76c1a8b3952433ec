"""Changes that mislead no reader make a finding minor."""

from __future__ import annotations

import pytest

from mtqe.checks.meaning import harmless_changes
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context

SOURCE = "The Sea Rescue Society of Norland thanked Hedda Almqvist."


def _span(side: Side, text: str, part: str) -> Span:
    return Span(side, text.index(part), text.index(part) + len(part))


@pytest.mark.parametrize(
    ("source", "target", "marks", "severity"),
    [
        (SOURCE, "Die Sea Rescue Society of Norland (SRSN) dankte ihr.", ("", "SRSN"), Severity.MINOR),
        (SOURCE, "Die Sea Rescue Society of Norland (BBC) dankte ihr.", ("", "BBC"), Severity.MAJOR),
        (SOURCE, "Die Seenotretter dankten Hedda Almqvists.", ("", "Almqvists"), Severity.MINOR),
        (SOURCE, "Die Seenotretter dankten Hedda Almqvistinnen.", ("", "Almqvistinnen"), Severity.MAJOR),
        (SOURCE, "Die Seenotretter dankten Hedda Almqivst.", ("Almqvist", "Almqivst"), Severity.MINOR),
        (SOURCE, "Die Seenotretter dankten Hedda Alster.", ("Almqvist", "Alster"), Severity.MAJOR),
        (SOURCE, "Die Seenotretter dankten Hedda nicht.", ("", "nicht"), Severity.MAJOR),
        (SOURCE, "Die Seenotretter dankten.", ("Hedda Almqvist", ""), Severity.MAJOR),
        ("Then Mrs Almqvist's son left.", "Dann ging der Sohn von Hedda Almqvist.", ("", "Hedda"), Severity.MINOR),
        ("Then Almqvist's son left.", "Dann ging der Sohn der Mörderin Almqvist.", ("", "Mörderin"), Severity.MAJOR),
        ("It rains, according to SRSN.", "Laut SRSN regnet es.", ("according to SRSN", "SRSN"), Severity.MINOR),
        ("It rains, according to SRSN.", "Laut BBC regnet es.", ("according to SRSN", "BBC"), Severity.MAJOR),
        ("It rains, as if SRSN had said it.", "Laut SRSN regnet es.", ("as if SRSN had", "SRSN"), Severity.MAJOR),
        ("It rains, according to Jan SRSN.", "Laut SRSN regnet es.", ("Jan SRSN", "SRSN"), Severity.MAJOR),
        ("It rains, according to him.", "Laut ihm regnet es.", ("according to him", "ihm"), Severity.MAJOR),
        (
            "See the tides.",
            "Siehe Gezeiten: http://example.org/tides",
            ("", "http://example.org/tides"),
            Severity.MINOR,
        ),
        ("See the tides.", "Siehe Gezeiten: http://a.de und Flut", ("", "http://a.de und Flut"), Severity.MAJOR),
        ("It costs 10000.", "Es kostet 10001.", ("10000", "10001"), Severity.MAJOR),
    ],
)
def test_harmless_changes_are_minor(source: str, target: str, marks: tuple[str, str], severity: Severity) -> None:
    spans = [_span("source", source, marks[0])] if marks[0] else []
    spans += [_span("target", target, marks[1])] if marks[1] else []
    hit = Hit("", tuple(spans), Severity.MAJOR)
    [(_, changed)] = harmless_changes.harmless_as_minor([(Segment("1", source, target), hit)])
    assert changed.severity == severity and changed.spans == hit.spans


@pytest.mark.parametrize(
    ("target", "added", "severity"),
    [
        ("„Es regnet“, sagte Almqvist.", "Almqvist", Severity.MINOR),
        ("„Es regnet“, sagte sie nicht.", "nicht", Severity.MAJOR),
        ("„Es regnet“, sagte sie 1987.", "1987", Severity.MAJOR),
        ("„Es regnet“, sagte die verurteilte Almqvist.", "verurteilte Almqvist", Severity.MAJOR),
    ],
)
def test_a_single_added_word_is_minor(target: str, added: str, severity: Severity) -> None:
    hit = Hit("", (_span("target", target, added),), Severity.MAJOR)
    segment = Segment("1", "“It rains,” she said.", target)
    context = Context(source_lang="en", target_lang="de")
    [(_, changed)] = harmless_changes.added_word_as_minor([(segment, hit)], context)
    assert changed.severity == severity and changed.spans == hit.spans
