"""Views inside a notebook: the cards of a report, a comparison or an alignment, as HTML with a style of its own.

The style changes nothing outside of the view, follows the light or dark theme of the notebook, and needs no script.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mtqe.model import Bead, Finding, Mqm, Problem, Report, Segment, Severity, Side
from mtqe.model.comparison import Comparison
from mtqe.registry import metric_table
from mtqe.report import causes, comparison_html, html, outcome, spots, view
from mtqe.report import comparison_view as words
from mtqe.report.assets import embedded, write
from mtqe.report.causes import Cause
from mtqe.report.layout import direction, tag

SHOWN = 12
"""Entries: causes of findings that are shown."""
SHOWN_OF_EACH = 4
"""Entries: causes that are shown of each system, if there are several."""
BEADS = 20
"""Entries: beads that are shown."""
SENTENCES = 4
"""Entries: systems whose outcome the line of a comparison says."""
LONGEST = 240
"""Characters: of a text around its marks."""
VOID: dict[Side, str] = {"source": "not in the source", "target": "not translated"}
_RANKS = {"match": None, "omission": Severity.MAJOR.rank, "addition": Severity.MAJOR.rank}


@dataclass(frozen=True)
class Piece:
    """A part of a text; `rank` is that of the worst finding that marks it, and `bare` says that it shows no ink."""

    text: str
    rank: int | None = None
    is_code: bool = False
    bare: bool = False


@dataclass(frozen=True)
class Shown:
    """One side of a segment or bead."""

    label: str
    lang: str | None
    direction: str
    pieces: tuple[Piece, ...]
    void: str


@dataclass(frozen=True)
class Item:
    """A cause of findings."""

    rank: int
    severity: str
    name: str
    check: str
    where: str
    message: str
    suggestion: str
    remarks: tuple[str, ...]
    sides: tuple[Shown, ...]


def summary(report: Report) -> str:
    """A report in one line: `FAIL · en → de, 21 segments, 1 critical, 3 major`."""
    parts = [
        " → ".join(filter(None, (report.run.source_lang, report.run.target_lang))),
        _size(report),
        view.count(len(report.run.systems), "system") if len(report.run.systems) > 1 else "",
        view.tally(report.findings) if view.checked(report) else "",
        *_corpus(report),
        f"{len(report.failures)} could not run" if report.failures else "",
    ]
    label = outcome.label(report.verdict)
    return (f"{label} · " if label else "") + view.visible(", ".join(filter(None, parts)))


def _corpus(report: Report) -> list[str]:
    """The corpus scores of a report without findings and with one system, in words."""
    facts = metric_table.facts(report)
    table = view.corpus_scores(report)
    if view.checked(report) or len(report.run.systems) > 1:
        return []
    return [
        f"{facts[metric].title} {view.figure(facts[metric], score.value)}"
        for metric, by_system in table.items()
        for score in by_system.values()
    ]


def summary_of_comparison(comparison: Comparison) -> str:
    """A comparison in one line: `new is better than old by chrF`."""
    sentences = list(words.outcome(comparison)) or [view.count(len(comparison.systems), "system")]
    more = len(sentences) - SENTENCES
    return view.visible("; ".join([*sentences[:SENTENCES], *([f"and {more:,} more"] if more > 0 else [])]))


def of_report(report: Report) -> str:
    """The cards of a report: verdict, scores, and the worst findings with their marks."""
    facts = metric_table.facts(report)
    lanes: list[str | None] = list(dict.fromkeys(segment.system for segment in report.segments))
    state = outcome.word(report.verdict).lower() or "none"
    items, hidden = _items(report)
    return _written(
        report=report,
        state=state,
        headline=html.HEADLINES[state][0] if report.verdict else "",
        remark=outcome.remark(report.verdict),
        subject=_subject(report),
        lists=[(heading, _visible(lines)) for heading, lines in outcome.lists(report)],
        failures=_failures(report.failures),
        mqm=html.mqm_cards(report, lanes),
        metrics=html.metric_cards(report.scores, facts),
        mqm_score=outcome.mqm_score,
        counts=_counts,
        too_short=outcome.TOO_SHORT,
        checked=view.checked(report),
        tally=view.tally(report.findings),
        findings=items,
        hidden=hidden,
        remarks=_visible([*report.remarks, *view.undirected(facts, view.corpus_scores(report))]),
    )


def of_comparison(comparison: Comparison) -> str:
    """The cards of a comparison: the outcome, and a card for each metric."""
    first, *others = (system.name for system in comparison.systems)
    return _written(
        comparison=comparison,
        title=view.visible(f"{words.joined(others)} compared with {first}" if others else first),
        pair=" → ".join(filter(None, (comparison.source_lang, comparison.target_lang))),
        outcome=_visible(words.outcome(comparison)),
        cards=[comparison_html.metric_card(comparison, result) for result in comparison.metrics],
        changes=comparison.changes,
        failures=_failures(problem for problem in comparison.problems if problem.incomplete),
        remarks=_visible(words.remarks(comparison)),
    )


def of_beads(beads: Sequence[Bead], source_lang: str, target_lang: str, notes: Sequence[str] = ()) -> str:
    """The first beads of an alignment."""
    shown = [
        {
            "kind": bead.kind,
            "rank": _RANKS[bead.kind],
            "sides": [
                _shown("source", source_lang, source_lang, _plain(bead.source_text)),
                _shown("target", target_lang, target_lang, _plain(bead.target_text)),
            ],
        }
        for bead in beads[:BEADS]
    ]
    return _written(
        beads=shown,
        number=len(beads),
        subject=f"{source_lang} → {target_lang}",
        remarks=[view.visible(n) for n in notes],
    )


def _visible(lines: Iterable[str]) -> list[str]:
    return [view.visible(line) for line in lines]


def _failures(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(view.visible(problem.what), view.visible(problem.why)) for problem in problems]


def _written(**variables: Any) -> str:
    out = io.StringIO()
    write("cards.html.j2", out, {"style": embedded(), "visible": lambda name: view.visible(name or ""), **variables})
    return out.getvalue()


def _subject(report: Report) -> str:
    spoken = view.count(report.run.source_words, "source word") if report.run.source_words else ""
    return view.visible(" · ".join(filter(None, (view.subject(report), _size(report), spoken))))


def _size(report: Report) -> str:
    """The number of segments; those that several systems translated count once."""
    return view.count(len({(segment.doc, segment.id) for segment in report.segments}), "segment")


def _counts(total: Mqm) -> str:
    """The findings behind an MQM score, such as `1 critical, 3 major`."""
    worst_first = [severity.value for severity in reversed(Severity)]
    parts = [f"{total.counts[name]:,} {name}" for name in worst_first if total.counts.get(name)]
    return ", ".join(parts) or "no findings"


def _items(report: Report) -> tuple[list[Item], int]:
    """The worst causes, and the number of the others."""
    names = view.systems(report)
    limit = SHOWN if len(names) == 1 else SHOWN_OF_EACH
    segments = view.segments_by_id(report)
    items: list[Item] = []
    hidden = 0
    for system in names:
        found = causes.causes(report, system)
        hidden += max(0, len(found) - limit)
        where = spots.spots(report, (finding for cause in found[:limit] for finding in cause.findings))
        items += [_item(report, cause, where, segments.get((system, cause.first.segment))) for cause in found[:limit]]
    return items, hidden


def _item(report: Report, cause: Cause, places: Mapping[int, str], segment: Segment | None) -> Item:
    finding = cause.first
    where = places[id(finding)]
    remarks = (view.uncounted(finding), *spots.remarks(cause, places))
    tags = view.tags(report)
    langs: dict[Side, str | None] = {"source": report.run.source_lang, "target": report.run.target_lang}
    shown = segment is not None and (segment.source or segment.target)
    sides = tuple(
        _shown(side, tags[side], langs[side], _pieces(segment, side, [finding])) for side in tags if segment and shown
    )
    return Item(
        rank=finding.severity.rank,
        severity=finding.severity.value,
        name=cause.name,
        check=finding.check,
        where=f"{where} · {view.visible(finding.system)}" if finding.system else where,
        message=view.visible(cause.message),
        suggestion=view.visible(cause.suggestion),
        remarks=tuple(view.visible(line) for line in remarks if line),
        sides=sides,
    )


def _pieces(segment: Segment, side: Side, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    cut = view.apart(view.cropped(segment, side, findings, LONGEST), segment, side)
    return tuple(
        Piece(
            view.visible(piece.text),
            piece.severity.rank if piece.severity else None,
            is_code,
            not any(char.isprintable() and not char.isspace() for char in piece.text),
        )
        for piece, is_code in cut
    )


def _plain(text: str) -> tuple[Piece, ...]:
    shown = view.crop([view.Piece(text)], LONGEST, 0.0) if text else ()
    return tuple(Piece(view.visible(piece.text)) for piece in shown)


def _shown(side: Side, label: str, lang: str | None, pieces: tuple[Piece, ...]) -> Shown:
    return Shown(label, tag(lang), direction(lang), pieces, VOID[side])
