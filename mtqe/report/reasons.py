"""The reasons of a verdict as a page lists them: a sentence each, with a link for each finding that it names.

The gate names the worst findings of a reason in brackets: `3 major errors (number-mismatch in line 8 and 2 more)`. A
name that does not stand for exactly one place of the page stays in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtqe.language.late_patterns import late
from mtqe.model import Document, Report
from mtqe.report.layout import Card
from mtqe.report.wrong_files import wrong_files

_INTERVAL = late(r" \((\d[\d.]* % interval [^()]{1,60})\)")
_BRACKETS = late(r" \(([^()]+)\)$")
_MORE = late(r" and (\d[\d,]*) more$")


@dataclass(frozen=True)
class Place:
    """A finding that a reason names: its card, the name of its check, and where it is."""

    card: int
    name: str
    where: str


@dataclass(frozen=True)
class Reason:
    """A reason in parts.

    Args:
        text: The sentence without the findings that `places` has.
        places: The findings that it names.
        more: How many more findings there are; empty if all are named.
        note: The interval of a rate, or what to do about a file that is wrong as a whole; empty without one.
    """

    text: str
    places: tuple[Place, ...] = ()
    more: str = ""
    note: str = ""


def listed(lines: Sequence[str], report: Report, cards: Sequence[Card]) -> list[Reason]:
    """Each line in parts.

    Args:
        lines: Sentences of the verdict.
        report: Its report.
        cards: The findings on the page.
    """
    places = _places(report, cards)
    wrong = dict(_wrong_files(report, cards))
    return [wrong.get(line) or _reason(line, places) for line in lines]


def _wrong_files(report: Report, cards: Sequence[Card]) -> Iterator[tuple[str, Reason]]:
    """The reason for each file that is wrong as a whole, with what to do, and a link to its first finding."""
    card_of = {(card.finding.system, card.finding.segment, card.finding.check): card for card in reversed(cards)}
    for (_, doc), one in wrong_files(report).items():
        text = one.message if len(report.documents) < 2 else f"{doc}: {one.message}"
        first = one.findings[0]
        shown = [card for card in (card_of.get((first.system, first.segment, first.check)),) if card]
        places = tuple(Place(card.n, card.finding.name, where) for card in shown for where in _where(card, report))
        yield text, Reason(text, places, note=one.suggestion)


def _where(card: Card, report: Report) -> Sequence[str]:
    """The place of a finding in words, as reasons have it; a line if it has one."""
    wheres = list(_wheres(card, {document.id: document for document in report.documents}))
    return wheres[1:2] or wheres[:1]


def _reason(line: str, places: Mapping[str, Place]) -> Reason:
    interval = _INTERVAL.search(line)
    text = line.replace(interval[0], "", 1) if interval else line
    note = interval[1] if interval else ""
    brackets = _BRACKETS.search(text)
    if brackets is None:
        return Reason(text, note=note)
    more = _MORE.search(brackets[1])
    named = (brackets[1][: more.start()] if more else brackets[1]).split(", ")
    if not all(name in places for name in named):
        return Reason(text, note=note)
    found = dict.fromkeys(places[name] for name in named)
    return Reason(text[: brackets.start()], tuple(found), more[1] if more else "", note)


def _places(report: Report, cards: Sequence[Card]) -> dict[str, Place]:
    """The first card of each name that a reason may have for a finding."""
    documents = {document.id: document for document in report.documents}
    places: dict[str, Place] = {}
    for card in cards:
        for where in _wheres(card, documents):
            places.setdefault(f"{card.finding.name} in {where}", Place(card.n, card.finding.name, where))
    return places


def _wheres(card: Card, documents: Mapping[str, Document]) -> Iterator[str]:
    """The places of a finding, as reasons may write them."""
    yield f"segment {card.finding.segment}"
    if card.spot is None:
        return
    segment = card.spot.segment
    document = documents.get(segment.doc or "")
    line, source_line = segment.place("target").line, segment.place("source").line
    if line:
        yield f"line {line}"
        if document and document.path:
            yield f"{document.path}:{line}"
    elif source_line:
        yield f"source line {source_line}"
        if document and document.source_path:
            yield f"{document.source_path}:{source_line}"
