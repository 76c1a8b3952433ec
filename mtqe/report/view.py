"""Shared by the reporters: marked text, places, scores and counts as text. No reporter judges."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from mtqe.model import (
    CheckItem,
    Document,
    Finding,
    MetricFacts,
    MetricItem,
    Report,
    Run,
    RunItem,
    Score,
    Segment,
    Severity,
    Side,
    other_side,
)
from mtqe.prose import count as count  # the reporters call them view.count and view.visible
from mtqe.prose import visible as visible

NAMED_RULES = 5
"""Greatest number of rules of a team that did not run for one reason and are named."""


class Mark(NamedTuple):
    """A part of one side's text that a finding marks: code points, half-open."""

    start: int
    end: int
    finding: Finding


class Piece(NamedTuple):
    """A part of a text in which every character is marked by the same findings.

    Args:
        text: The text of the piece.
        severity: The worst severity of the findings that mark it, `None` if none does.
        findings: The findings that mark it, worst first.
    """

    text: str
    severity: Severity | None = None
    findings: tuple[Finding, ...] = ()


def marks(findings: Iterable[Finding], side: Side) -> list[Mark]:
    """The marks of a segment's findings on one side."""
    return [Mark(span.start, span.end, finding) for finding in findings for span in finding.spans if span.side == side]


def pieces(text: str, marked: Iterable[Mark]) -> list[Piece]:
    """Cut a text into marked and unmarked pieces; where marks overlap, a piece has the findings of all of them.

    The pieces join to the text, and none is empty.
    """
    stretches = [mark for mark in marked if mark.start < mark.end]
    cuts = sorted({0, len(text)} | {cut for mark in stretches for cut in (mark.start, mark.end) if cut < len(text)})
    result = []
    for start, end in itertools.pairwise(cuts):
        over = [mark.finding for mark in stretches if mark.start <= start and end <= mark.end]
        over.sort(key=lambda finding: -finding.severity.rank)
        unique = tuple(dict.fromkeys(over))
        result.append(Piece(text[start:end], unique[0].severity if unique else None, unique))
    return result


def crop(cut: Sequence[Piece], limit: int, focus: float = 0.5) -> list[Piece]:
    """Shorten a text to about `limit` code points around its marked pieces; `…` replaces omitted text.

    Args:
        cut: The pieces of the text.
        limit: Intended length; a text that is only slightly longer is kept whole.
        focus: Which part of a text without marks to keep, from 0 (start) to 1 (end).
    """
    if sum(len(piece.text) for piece in cut) <= limit * 1.15:
        return list(cut)
    if all(piece.severity is None for piece in cut):
        text = "".join(piece.text for piece in cut)
        start = round(max(0.0, min(len(text) - limit, focus * len(text) - limit / 2)))
        window = _head(text[start:], limit) if start + limit < len(text) else text[start:]
        return [Piece(window if start == 0 else _tail("…" + window, len(window)))]
    room = _room(cut, limit)
    result = []
    for number, (piece, size) in enumerate(zip(cut, room, strict=True)):
        if len(piece.text) <= size + 3:
            text = piece.text
        elif piece.severity or 0 < number < len(cut) - 1:
            text = _head(piece.text, size // 2) + _tail(piece.text, size - size // 2).removeprefix("…")
        else:
            text = _tail(piece.text, size) if number == 0 else _head(piece.text, size)
        result.append(piece._replace(text=text))
    return result


def cropped(segment: Segment, side: Side, findings: Sequence[Finding], limit: int) -> list[Piece]:
    """One side of a segment, cut at the marks of findings and shortened to about `limit` code points.

    A side without marks is shown around the position that corresponds to the marks on the other side.
    """
    opposite = other_side(side)
    there = marks(findings, opposite)
    middles = [(mark.start + mark.end) / 2 / len(segment.text(opposite)) for mark in there if segment.text(opposite)]
    focus = sum(middles) / len(middles) if middles else 0.0
    return crop(pieces(segment.text(side), marks(findings, side)), limit, focus)


def apart(cut: Sequence[Piece], segment: Segment, side: Side) -> Iterator[tuple[Piece, bool]]:
    """The pieces with each inline code as a piece of its own, and whether it is one.

    In a shortened text codes are not told apart.
    """
    whole = "".join(piece.text for piece in cut) == segment.text(side)
    codes = [code for code in segment.codes if code.side == side] if whole else []
    start = 0
    for piece in cut:
        end = start + len(piece.text)
        bounds = {bound for code in codes for bound in (code.start, code.end) if start < bound < end}
        for first, last in itertools.pairwise(sorted({start, *bounds, end})):
            is_code = any(code.start <= first and last <= code.end for code in codes)
            yield piece._replace(text=piece.text[first - start : last - start]), is_code
        start = end


def _room(cut: Sequence[Piece], limit: int) -> list[int]:
    """How many characters of each piece to show: marked pieces get up to three quarters, context the remainder."""
    marked = [number for number, piece in enumerate(cut) if piece.severity]
    plain = [number for number, piece in enumerate(cut) if not piece.severity]
    room = [0] * len(cut)
    for number, size in zip(marked, _share([len(cut[n].text) for n in marked], limit * 3 // 4), strict=True):
        room[number] = size
    for number, size in zip(plain, _share([len(cut[n].text) for n in plain], limit - sum(room)), strict=True):
        room[number] = size
    return room


def _share(needs: Sequence[int], budget: int) -> list[int]:
    """Divide a budget evenly; what small needs leave over goes to the larger ones."""
    granted = [0] * len(needs)
    for remaining, index in zip(
        range(len(needs), 0, -1), sorted(range(len(needs)), key=needs.__getitem__), strict=True
    ):
        granted[index] = min(needs[index], max(12, budget // remaining))
        budget -= granted[index]
    return granted


def _head(text: str, size: int) -> str:
    if size >= len(text):
        return text
    space = text.rfind(" ", max(0, size - 15), size + 1)
    cut = space + 1 if space > 0 else size
    while 0 < cut < len(text) and unicodedata.combining(text[cut]):
        cut -= 1
    return text[:cut] + "…"


def _tail(text: str, size: int) -> str:
    if size >= len(text):
        return text
    start = len(text) - size
    space = text.find(" ", start, start + 15)
    cut = space if space > 0 else start
    while 0 < cut < len(text) and unicodedata.combining(text[cut]):
        cut -= 1
    return "…" + text[cut:]


def systems(report: Report) -> tuple[str | None, ...]:
    """The names of the systems; `(None,)` if there is one system without a name."""
    named = [*report.run.systems, *(finding.system for finding in report.findings)]
    return tuple(dict.fromkeys(named)) or (None,)


def segments_by_id(report: Report) -> dict[tuple[str | None, str], Segment]:
    """The segments by system and id."""
    return {(segment.system, segment.id): segment for segment in report.segments}


def corpus_scores(report: Report) -> dict[str, dict[str | None, Score]]:
    """The scores of the whole corpus: metric, in the order of the report, then system."""
    table: dict[str, dict[str | None, Score]] = {}
    for score in report.scores:
        if score.level == "corpus":
            table.setdefault(score.metric, {})[score.system] = score
    return table


def place(segment: Segment) -> str:
    """The place of a segment in words: `line 12`, or `segment 21 (source line 9, target line 11)`.

    Unit and plural form are named if the id does not have them, and the column if it is known: `line 12:5`. In one of
    several files a segment with a number has the name of the file and its line: `court.txt, line 19`.
    """
    sides: tuple[Side, Side] = ("source", "target")
    places = {side: segment.place(side) for side in sides}
    lines = {side: place.line for side, place in places.items() if place.line}
    columns = {side: places[side].column for side in lines}
    words = {side: f"line {line}" + (f":{columns[side]}" if columns[side] else "") for side, line in lines.items()}
    words = words or {side: within(segment, side) for side in sides if within(segment, side)}
    names = _unit(segment)
    if not names and set(map(str, lines.values())) == {segment.id} and not any(columns.values()):
        return visible(f"line {segment.id}")
    if len(words) == 2 and len(set(words.values())) == 1:
        where = [words["source"]]
    else:
        where = [f"{side} {text}" for side, text in words.items()]
    where = [*names, *where]
    if where and not names and segment.doc and re.fullmatch(re.escape(f"{segment.doc}:") + r"\d+", segment.id):
        return visible(f"{segment.doc}, {', '.join(where)}")
    return visible(f"segment {segment.id} ({', '.join(where)})" if where else f"segment {segment.id}")


def within(segment: Segment, side: Side) -> str:
    """The place of one side in a file without lines, such as `Sheet1!B7`; empty if it is not known."""
    return segment.place(side).cell or ""


def unit(segment: Segment) -> str:
    """The unit of a segment in words, if it is one of a file with ids or keys: `shop.items[one]`; else empty."""
    if not segment.unit.id and not segment.unit.form:
        return ""
    return visible(", ".join([segment.id, *_unit(segment)]))


def key(segment: Segment) -> str:
    """The key of a segment in its file, with the plural form: `shop.items, form one`; empty if the file has no keys."""
    form = segment.unit.form
    parts = [segment.unit.id, f"form {form}" if form and form not in (segment.unit.id or "") else ""]
    return ", ".join(part for part in parts if part)


def _unit(segment: Segment) -> list[str]:
    """Unit and form of a segment, each unless its id has them."""
    named = [("unit", segment.unit.id), ("form", segment.unit.form)]
    return [
        f"{name} {text}"
        for name, text in named
        if text and not re.search(rf"(?<!\w){re.escape(text)}(?!\w)", segment.id)
    ]


def sentence(finding: Finding) -> str:
    """The message of a finding and its suggestion, on one line."""
    return visible(finding.message + (f" → {finding.suggestion}" if finding.suggestion else ""))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by severity, those that do not count last; otherwise in the order of the report."""
    return sorted(findings, key=lambda finding: (not finding.counts, -finding.severity.rank))


def uncounted(finding: Finding) -> str:
    """Why a finding does not count, such as `preview: does not count`; empty if it can count."""
    if finding.suppressed is not None:
        return visible(f"accepted: {finding.suppressed}")
    return "preview: does not count" if finding.preview else ""


def figure(facts: MetricFacts, value: float | None) -> str:
    """A score as text with the decimals of its metric, such as `34.1` or `0.8123`; `not scored` for `None`."""
    if value is None:
        return "not scored"
    digits = min(1, facts.digits) if facts.scale == "open" and abs(value) >= 10 else facts.digits
    return f"{value:.{digits}f}"


def interval(facts: MetricFacts, score: Score) -> str:
    """The confidence interval as text, such as `29.8–38.2`; empty if there is none."""
    bounds = score.interval
    return f"{figure(facts, bounds.low)}–{figure(facts, bounds.high)}" if bounds else ""


def with_range(facts: MetricFacts, score: Score) -> str:
    """A score of a segment or document with its interval in brackets, such as `learned 0.7100 (0.42–1.00)`.

    `ranges` says what the interval is. A single score is so uncertain that two decimals of the interval are enough. The
    space before the bracket breaks no line.
    """
    brackets = interval(msgspec.structs.replace(facts, digits=min(facts.digits, 2)), score)
    return f"{facts.title} {figure(facts, score.value)}" + (f"\u00a0({brackets})" if brackets else "")


def ranges(facts: Mapping[str, MetricFacts], scores: Iterable[Score], run: Run) -> list[str]:
    """What the intervals in brackets are: a sentence for each metric with intervals of segments or documents."""
    bracketed: dict[str, list[Score]] = {}
    for score in scores:
        if score.level != "corpus" and score.value is not None and score.interval:
            bracketed.setdefault(score.metric, []).append(score)
    sentences = []
    for metric, group in bracketed.items():
        known, share = facts[metric], level(group)
        what, unrated = f"{share} interval", ""
        if known.interval_of and all(score.level == "segment" for score in group):
            what = f"range in which {share} of {known.interval_of} lie"
            unrated = known.unrated(run.source_lang, run.target_lang)
        sentences.append(f"In brackets behind {known.title}: the {what}{f' ({unrated})' if unrated else ''}.")
    return sentences


def undirected(facts: Mapping[str, MetricFacts], metrics: Iterable[str]) -> list[str]:
    """Notes on the metrics for which it is unknown whether a higher score is better."""
    return [
        f"{metric}: it is not known whether a higher score is better; install its plugin, or evaluate again with it"
        for metric in metrics
        if facts[metric].higher_is_better is None
    ]


def coverage(facts: MetricFacts, score: Score) -> list[str]:
    """The segments behind a score, such as `19 of 21 segments scored` and `0.8034 without the empty segment`.

    The second part gives the score without its guarded segments, for which a neural score means little.
    """
    parts = []
    if score.n_unscored:
        parts.append(f"{score.n:,} of {count(score.n + score.n_unscored, 'segment')} scored")
    if score.guarded is not None:
        sizes = {reason: len(ids) for reason, ids in score.guarded.segments.items()}
        kinds = [f"the {reason}" if number == 1 else f"the {number:,} {reason}" for reason, number in sizes.items()]
        noun = "segment" if list(sizes.values())[-1] == 1 else "segments"
        parts.append(f"{figure(facts, score.guarded.value)} without {' and '.join(kinds)} {noun}")
    return parts


def details(score: Score) -> list[str]:
    """The numbers behind a BLEU score as sacreBLEU prints them; empty for other scores."""
    known = score.details
    if "brevity_penalty" not in known:
        return []
    precisions = "/".join(f"{precision:.1f}" for precision in known["precisions"])
    lengths = f"hyp_len = {known['hypothesis_length']:,}, ref_len = {known['reference_length']:,}"
    return [f"{precisions} (BP = {known['brevity_penalty']:.3f}, ratio = {known['ratio']:.3f}, {lengths})"]


def level(scores: Iterable[Score]) -> str:
    """The level of the intervals as text, such as `95 %`; empty without intervals."""
    levels = dict.fromkeys(f"{score.interval.level * 100:g} %" for score in scores if score.interval)
    return ", ".join(levels)


def tally(findings: Iterable[Finding]) -> str:
    """The number of findings by severity, such as `1 critical, 3 major (1 accepted, not counted)`, or `no findings`."""
    every = list(findings)
    words = [
        f"{number:,} {severity.value}"
        for severity in reversed(Severity)
        if (number := sum(finding.severity == severity for finding in every))
    ]
    accepted = sum(finding.suppressed is not None for finding in every)
    preview = sum(finding.preview and finding.suppressed is None for finding in every)
    uncounted_parts = [
        f"{number:,} {label}" for number, label in ((preview, "in preview"), (accepted, "accepted")) if number
    ]
    return (", ".join(words) or "no findings") + (
        f" ({', '.join(uncounted_parts)}, not counted)" if uncounted_parts else ""
    )


def subject(report: Report) -> str:
    """What was evaluated: the file of the translation or the number of documents, and the language pair."""
    documents: Sequence[Document] = report.documents
    names = ["standard input" if document.path == "-" else document.path or document.id for document in documents]
    evaluated = "" if not names else names[0] if len(names) == 1 else count(len(names), "document")
    if len(report.run.systems) > 1:
        evaluated = count(len(report.run.systems), "system")
    pair = " → ".join(lang for lang in (report.run.source_lang, report.run.target_lang) if lang not in (None, "und"))
    return " · ".join(part for part in (evaluated, pair) if part)


def checked(report: Report) -> bool:
    """Whether a check ran."""
    return bool(report.findings) or any(item.state == "ran" for item in report.run.checks)


def tags(report: Report) -> dict[Side, str]:
    """Labels of the two sides: their language tags if they differ, else `source` and `translation`."""
    source, target = report.run.source_lang, report.run.target_lang
    if source and target and source != target:
        return {"source": source, "target": target}
    return {"source": "source", "target": "translation"}


def pair(report: Report) -> str:
    """The language pair as WMT writes it, with `-` only between the languages: `en-de`, `en-pt_BR`."""
    return "-".join((lang or "und").replace("-", "_") for lang in (report.run.source_lang, report.run.target_lang))


def has_mqm(report: Report) -> bool:
    """Whether an MQM score can be given: a check ran and the source has words."""
    return checked(report) and report.run.source_words > 0


def not_run(report: Report, checks: bool = True) -> list[str]:
    """The metrics, and the checks if wanted, that did not run, by reason: `bleu, chrf (no reference was given)`.

    The rules of a team, which may be thousands, are not named but counted if there are many. A metric is left out if a
    note says what it needs.
    """
    reasons: dict[str, list[str]] = {}
    rules: Counter[str] = Counter()
    told = {note.partition(" needs ")[0] for note in report.run.notes}
    for item in (*report.run.metrics, *(report.run.checks if checks else ())):
        if item.state == "not run" and _title(item) not in told:
            why = item.why or "no reason given"
            is_rule = isinstance(item, CheckItem) and item.rule is not None
            rules[why] += is_rule
            if not is_rule or rules[why] <= NAMED_RULES:
                reasons.setdefault(why, []).append(item.name)
    more = {why: f" and {number - NAMED_RULES:,} more" for why, number in rules.items() if number > NAMED_RULES}
    return [f"{', '.join(dict.fromkeys(names))}{more.get(why, '')} ({why})" for why, names in reasons.items()]


def _title(item: RunItem) -> str:
    """The name by which a note speaks of a metric."""
    return item.facts.title if isinstance(item, MetricItem) and item.facts else item.name
