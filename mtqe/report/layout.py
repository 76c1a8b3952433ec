"""The layout of the HTML page: documents, rows, marks, findings, maps.

Only the markup of marked texts is made here; the template has all other markup.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import msgspec

from mtqe.language.lang import language
from mtqe.model import Code, Document, Finding, MetricFacts, Report, Score, Segment, Severity, Side
from mtqe.registry import metric_table
from mtqe.report import document_map, view
from mtqe.report.figures import Scale, scale
from mtqe.report.wrong_files import wrong_files

if TYPE_CHECKING:
    from markupsafe import Markup

CHUNK = 25
"""Number of segments that the browser lays out together when they come near the window."""
UNBROKEN = 24
"""Characters: of the longest inline code that is not broken over two lines."""
RTL_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})

Key = tuple[str | None, str]
"""A system and the id of one of its segments."""
State = Literal["counted", "new", "known", "accepted", "preview", "follows"]
"""With a baseline a finding that counts is `new` or `known`; without one it is `counted`. One that only follows from a
wrong file is not listed unless someone asks for it."""


@dataclass(frozen=True)
class Spot:
    """The position of a segment: anchor of its row, place in reading order, block and lane."""

    anchor: str
    order: int
    block: int
    lane: int
    segment: Segment


@dataclass(frozen=True)
class Quote:
    """A text that a finding marks, or all inline codes that it marks side by side."""

    side: Side
    texts: tuple[str, ...]
    is_code: bool


@dataclass(frozen=True)
class Card:
    """A finding, numbered from 1 in the order of the page: worst first, then in reading order; accepted ones last.

    `spot` is `None` if the report does not have the finding's segment. `state` says whether the finding counts and,
    with a baseline, whether the baseline has it.
    """

    n: int
    finding: Finding
    spot: Spot | None
    place: str
    quotes: tuple[Quote, ...]
    state: State


@dataclass(frozen=True)
class Cell:
    """One translation in a row; `text` is `None` if there is none, and `scores` are empty beside a serious error."""

    lane: int
    system: str | None
    text: Markup | None
    cards: tuple[Card, ...]
    scores: str


@dataclass(frozen=True)
class Row:
    """One source text with its translations; `rank` is that of the worst finding not accepted, or -1.

    `number` is the id of the segment if it is short or names a unit, and otherwise its place in the page.
    """

    anchor: str
    number: str
    id: str
    source: Markup | None
    cells: tuple[Cell, ...]
    references: tuple[str, ...]
    rank: int


@dataclass(frozen=True)
class Block:
    """A document; `system` is set if the systems are aligned differently and each has its own block."""

    n: int
    title: str
    document: Document | None
    system: str | None
    source_lang: str | None
    target_lang: str | None
    chunks: tuple[tuple[Row, ...], ...]
    strips: tuple[document_map.Strip, ...]


@dataclass(frozen=True)
class Layout:
    """The page's content, in reading order."""

    lanes: tuple[str | None, ...]
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class _Group:
    """The rows of one document, each a tuple of segments, one for each lane."""

    doc: str | None
    system: str | None
    rows: tuple[tuple[Segment, ...], ...]


def lay_out(report: Report, baseline: Report | None = None) -> Layout:
    """Arrange a report.

    Systems with the same source segments share rows; otherwise each system has its own blocks.

    Args:
        report: The report.
        baseline: An earlier report; its findings are `known`.
    """
    lanes: tuple[str | None, ...] = tuple(dict.fromkeys(segment.system for segment in report.segments))
    groups = _groups(report.segments, lanes)
    spots = _spots(groups, lanes)
    cards = _cards(report, spots, baseline)
    by_key: dict[Key, list[Card]] = defaultdict(list)
    for card in cards:
        by_key[card.finding.system, card.finding.segment].append(card)
    facts = metric_table.facts(report)
    figures = {
        level: _figures([score for score in report.scores if score.level == level], facts)
        for level in ("segment", "document")
    }
    lanes_of_risk = document_map.lanes(report.scores, facts)
    risks = document_map.risks(report.scores, lanes_of_risk)
    risk_names = {lane: facts[metric].title for lane, metric in lanes_of_risk.items()}
    documents = {document.id: document for document in report.documents}
    blocks = []
    for n, group in enumerate(groups):
        rows = [_row(segments, spots, by_key, figures["segment"]) for segments in group.rows]
        document = documents.get(group.doc or "")
        blocks.append(
            Block(
                n=n,
                title=group.doc or (document.path if document and document.path else "All segments"),
                document=document,
                system=group.system,
                source_lang=tag((document and document.source_lang) or report.run.source_lang),
                target_lang=tag((document and document.target_lang) or report.run.target_lang),
                chunks=tuple(tuple(rows[i : i + CHUNK]) for i in range(0, len(rows), CHUNK)),
                strips=_strips(group, rows, figures["document"], risks, risk_names),
            )
        )
    return Layout(lanes, tuple(blocks), cards)


def tag(lang: str | None) -> str | None:
    """The language tag if it is valid, else `None`: the attribute `lang` allows only valid tags."""
    return lang if lang and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", lang) else None


def direction(lang: str | None) -> str:
    """`rtl` for a right-to-left language, `auto` without a language, else `ltr`; a script subtag decides."""
    if not lang:
        return "auto"
    first, *subtags = lang.lower().replace("_", "-").split("-")
    script = next((part for part in subtags if len(part) == 4 and part.isalpha()), None)
    return "rtl" if (script in RTL_SCRIPTS if script else language(first).rtl) else "ltr"


def scales(scores: Sequence[Score], facts: Mapping[str, MetricFacts]) -> dict[str, Scale]:
    """The axis of each metric, over all its scores and intervals, in the order of the report."""
    values: dict[str, list[float]] = {}
    for score in scores:
        metric_values = values.setdefault(score.metric, [])
        metric_values += [score.value] if score.value is not None else []
        metric_values += [score.interval.low, score.interval.high] if score.interval else []
    return {metric: scale(metric_values, facts[metric].scale == "0-100") for metric, metric_values in values.items()}


def _groups(segments: Sequence[Segment], lanes: Sequence[str | None]) -> list[_Group]:
    by_lane = [[segment for segment in segments if segment.system == lane] for lane in lanes]
    sources = [[(segment.id, segment.source) for segment in lane_segments] for lane_segments in by_lane]
    if all(lane_sources == sources[0] for lane_sources in sources):
        rows = list(zip(*by_lane, strict=True))
        return [_Group(doc, None, tuple(doc_rows)) for doc, doc_rows in groupby(rows, key=lambda row: row[0].doc)]
    return [
        _Group(doc, lane, tuple((segment,) for segment in doc_segments))
        for lane, lane_segments in zip(lanes, by_lane, strict=True)
        for doc, doc_segments in groupby(lane_segments, key=lambda segment: segment.doc)
    ]


def _spots(groups: Sequence[_Group], lanes: Sequence[str | None]) -> dict[Key, Spot]:
    lane_of = {lane: number for number, lane in enumerate(lanes)}
    spots: dict[Key, Spot] = {}
    order = 0
    for n, group in enumerate(groups):
        for row in group.rows:
            order += 1
            for segment in row:
                spots[segment.system, segment.id] = Spot(f"s{order}", order, n, lane_of[segment.system], segment)
    return spots


def _states(report: Report, baseline: Report | None, following: Set[int]) -> list[State]:
    """The state of each finding. A fingerprint is `known` as many times as the baseline has it.

    `following` has the `id()` of the findings that follow from a wrong file.
    """
    seen = Counter((finding.system, finding.fingerprint) for finding in baseline.findings) if baseline else Counter()
    states: list[State] = []
    for finding in report.findings:
        key = (finding.system, finding.fingerprint)
        known = seen[key] > 0
        seen[key] -= known
        if finding.counts and id(finding) in following:
            states.append("follows")
        elif finding.counts:
            states.append("counted" if baseline is None else "known" if known else "new")
        else:
            states.append("preview" if finding.suppressed is None else "accepted")
    return states


def _cards(report: Report, spots: Mapping[Key, Spot], baseline: Report | None) -> tuple[Card, ...]:
    """The cards; a wrong file has one card, before all others, and the findings that follow from it are the last."""
    wrong = {id(one.findings[0]): one for one in wrong_files(report).values()}
    following = {id(finding) for one in wrong.values() for finding in (*one.findings[1:], *one.following)}
    states = _states(report, baseline, following)

    def order(finding: Finding) -> tuple[bool, bool, bool, int, bool, int]:
        spot = spots.get((finding.system, finding.segment))
        return (
            id(finding) not in wrong,
            id(finding) in following,
            finding.suppressed is not None,
            -finding.severity.rank,
            not finding.counts,
            spot.order if spot else len(spots) + 1,
        )

    cards = []
    ordered = sorted(zip(report.findings, states, strict=True), key=lambda pair: order(pair[0]))
    for n, (finding, state) in enumerate(ordered, 1):
        spot = spots.get((finding.system, finding.segment))
        where = view.place(spot.segment) if spot else f"segment {finding.segment}"
        if one := wrong.get(id(finding)):
            message = "; ".join(filter(None, (one.message, one.others)))
            suggestion = one.suggestion or finding.suggestion
            finding = msgspec.structs.replace(finding, name=one.name, message=message, suggestion=suggestion)
        cards.append(Card(n, finding, spot, where, tuple(_quotes(finding, spot)), state))
    return tuple(cards)


def _quotes(finding: Finding, spot: Spot | None) -> Iterator[Quote]:
    """What a finding marks, in order."""
    codes = {(code.side, code.start, code.end) for code in spot.segment.codes} if spot else set()
    pairs = zip(finding.spans, finding.marked, strict=False)
    for (side, is_code), group in groupby(
        pairs, lambda pair: (pair[0].side, msgspec.structs.astuple(pair[0]) in codes)
    ):
        texts = tuple(view.visible(text) for _, text in group)
        yield from [Quote(side, texts, True)] if is_code else (Quote(side, (text,), False) for text in texts)


def _figures(scores: Sequence[Score], facts: Mapping[str, MetricFacts]) -> dict[Key, str]:
    """Scores in words, such as `chrF 54.2 · learned 0.7100 (0.42–1.00)`, by system and id of segment or document."""
    parts: dict[Key, list[str]] = defaultdict(list)
    for score in scores:
        if score.value is not None:
            parts[score.system, score.segment or score.doc or ""].append(view.with_range(facts[score.metric], score))
    return {key: " · ".join(phrases) for key, phrases in parts.items()}


def _row(
    segments: Sequence[Segment],
    spots: Mapping[Key, Spot],
    by_key: Mapping[Key, list[Card]],
    scores: Mapping[Key, str],
) -> Row:
    cells = []
    everything: list[Card] = []
    for segment in segments:
        key = (segment.system, segment.id)
        cell_cards = tuple(by_key.get(key, ()))
        everything += cell_cards
        text = marked(segment, cell_cards, "target")
        figures = "" if any(map(_is_serious, cell_cards)) else scores.get(key, "")
        cells.append(Cell(spots[key].lane, segment.system, text, cell_cards, figures))
    first = segments[0]
    spot = spots[first.system, first.id]
    return Row(
        anchor=spot.anchor,
        number=first.id if len(first.id) <= 5 or first.unit.id is not None else str(spot.order),
        id=first.id,
        source=marked(first, everything, "source"),
        cells=tuple(cells),
        references=next((segment.references for segment in segments if segment.references), ()),
        rank=max((card.finding.severity.rank for card in everything if card.state != "accepted"), default=-1),
    )


def _is_serious(card: Card) -> bool:
    """Whether a finding is an error that a good score must not stand beside."""
    return card.finding.counts and card.finding.severity.rank >= Severity.MAJOR.rank


def marked(segment: Segment, cards: Sequence[Card], side: Side) -> Markup | None:
    """The escaped text of one side with its marks and inline codes, or `None` if the text is empty.

    Where findings overlap, one mark names all of them in `data-f`, worst first.
    """
    from markupsafe import Markup, escape

    text = segment.text(side)
    if not text:
        return None
    codes = [code for code in segment.codes if code.side == side]
    numbers = {id(card.finding): card.n for card in cards}
    parts = []
    start = 0
    for piece in view.pieces(text, view.marks((card.finding for card in cards), side)):
        inside = _with_codes(piece.text, start, codes)
        start += len(piece.text)
        if piece.severity is None:
            parts.append(inside)
            continue
        card_numbers = " ".join(str(numbers[id(finding)]) for finding in piece.findings)
        title = escape("\n".join(f"{finding.severity.value}: {finding.message}" for finding in piece.findings))
        # Marked spaces and invisible characters get some padding, so that the mark can be seen.
        bare = "" if any(char.isprintable() and not char.isspace() for char in piece.text) else " bare"
        accepted = all(finding.suppressed is not None for finding in piece.findings)
        rank = ("accepted" if accepted else f"r{piece.severity.rank}") + bare
        parts.append(f'<mark class="{rank}" data-f="{card_numbers}" title="{title}">{inside}</mark>')
    return Markup("".join(parts))


def _with_codes(text: str, offset: int, codes: Sequence[Code]) -> str:
    """A part of a text, escaped, with each inline code in it as an element."""
    from markupsafe import escape

    parts = []
    done = 0
    for code in codes:
        start, end = max(done, code.start - offset), min(len(text), code.end - offset)
        if start < end:
            words = ["code", code.kind, code.role, *(["whole"] if end - start <= UNBROKEN else [])]
            parts.append(str(escape(text[done:start])))
            parts.append(f'<code class="{" ".join(words)}">{escape(text[start:end])}</code>')
            done = end
    return "".join([*parts, str(escape(text[done:]))])


def _strips(
    group: _Group,
    rows: Sequence[Row],
    scores: Mapping[Key, str],
    risks: Mapping[Key, Mapping[int, float]],
    risk_names: Mapping[int, str],
) -> tuple[document_map.Strip, ...]:
    """The map of each system's translation of a document."""
    strips = []
    for position, first in enumerate(group.rows[0]):
        places = [
            document_map.Place(
                row.anchor,
                row.number,
                tuple(card.finding for card in row.cells[position].cards if card.state != "accepted"),
                risks.get((segments[position].system, segments[position].id), {}),
            )
            for row, segments in zip(rows, group.rows, strict=True)
        ]
        words = scores.get((first.system, first.doc or ""), "")
        strips.append(document_map.strip(places, rows[0].cells[position].lane, first.system, words, risk_names))
    return tuple(strips)
