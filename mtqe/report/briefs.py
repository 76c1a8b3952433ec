"""The summary for paper: one page for each language, with the verdict of each file, the worst sentences and what to do.

The HTML page prints it, and the PDF is it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.language.language_tags import name as language_name
from mtqe.model import Finding, Report, Segment, Severity, Side
from mtqe.report import causes, files, outcome, view
from mtqe.report.causes import Cause
from mtqe.report.files import File
from mtqe.report.layout import direction, tag

FILES = 14
"""Entries: files that fit on a page."""
SENTENCES = 3
"""Entries: sentences that a page shows."""
LONGEST = 220
"""Characters: of one side of a sentence around its marks."""
_SERIOUS = (Severity.CRITICAL, Severity.MAJOR)


@dataclass(frozen=True)
class Text:
    """One side of a sentence, in pieces `(text, marked)`."""

    label: str
    lang: str | None
    direction: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence with an error: the worst of its kind, `times` in all."""

    rank: int
    severity: str
    message: str
    suggestion: str
    where: str
    times: int
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Brief:
    """The page of a language.

    Args:
        language: Its name.
        word: `PASS`, `FAIL` ...; empty without a verdict.
        tally: Errors by severity, in words.
        words: Number of words of the source.
        files: The files that fit, the worst first.
        hidden: What is left out, such as `and 12 more: 12 PASS`; empty if nothing is.
        sentences: The worst sentences.
        actions: What to do, one sentence each.
    """

    language: str
    word: str
    tally: str
    words: int
    files: tuple[File, ...]
    hidden: str
    sentences: tuple[Sentence, ...]
    actions: tuple[str, ...]


def briefs(report: Report) -> list[Brief]:
    """The pages, those of languages that fail first."""
    rows = files.rows(report)
    by_lang: dict[str, list[File]] = {}
    for row in rows:
        by_lang.setdefault(row.lang or report.run.target_lang or "", []).append(row)
    made = [_brief(report, lang, group, alone=len(by_lang) == 1) for lang, group in by_lang.items()]
    return sorted(made, key=lambda one: files.ORDER.index(one.word))


def _brief(report: Report, lang: str, rows: Sequence[File], *, alone: bool) -> Brief:
    found = list(_causes(report, {row.document for row in rows}))
    counts: Counter[Severity] = Counter()
    for row in rows:
        counts.update(row.counts)
    word = outcome.word(report.verdict) if alone else min((row.word for row in rows), key=files.ORDER.index)
    hidden = rows[FILES:]
    return Brief(
        language=language_name(lang) if lang else "",
        word=word,
        tally=_tally(counts),
        words=sum(row.words or 0 for row in rows),
        files=tuple(rows[:FILES]),
        hidden=f"and {len(hidden):,} more: {files.tally(hidden)}" if hidden else "",
        sentences=tuple(_sentences(report, found)),
        actions=tuple(_actions(report, word, counts, found)),
    )


def _tally(counts: Counter[Severity]) -> str:
    """The number of errors by severity, such as `1 critical and 4 minor errors`."""
    named = [f"{counts[one]:,} {one.value}" for one in files.SEVERITIES if counts[one]]
    if not named:
        return "no errors"
    words = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return f"{words} error{'s' if counts.total() > 1 else ''}"


def _causes(report: Report, documents: set[str | None]) -> Iterator[Cause]:
    """The causes that count in some documents, the worst first."""
    doc_of = {(segment.system, segment.id): segment.doc for segment in report.segments}
    for system in view.systems(report):
        for cause in causes.causes(report, system):
            if cause.first.counts and doc_of.get((system, cause.first.segment)) in documents:
                yield cause


def _sentences(report: Report, found: Sequence[Cause]) -> Iterator[Sentence]:
    """The worst causes, each in a segment of its own."""
    segments = view.segments_by_id(report)
    shown: set[tuple[str | None, str]] = set()
    for cause in sorted(found, key=lambda one: -one.severity.rank):
        first = cause.first
        key = (first.system, first.segment)
        if key in shown or key not in segments:
            continue
        shown.add(key)
        yield _sentence(report, cause, segments[key])
        if len(shown) == SENTENCES:
            return


def _sentence(report: Report, cause: Cause, segment: Segment) -> Sentence:
    first = cause.first
    langs: dict[Side, str | None] = {"source": report.run.source_lang, "target": report.run.target_lang}
    for document in report.documents:
        if document.id == segment.doc:
            langs = {
                "source": document.source_lang or langs["source"],
                "target": document.target_lang or langs["target"],
            }
    return Sentence(
        rank=first.severity.rank,
        severity=first.severity.value,
        message=cause.message,
        suggestion=cause.suggestion,
        where=" · ".join(filter(None, (*_place(segment), segment.system))),
        times=len(cause.findings),
        texts=tuple(
            Text(langs[side] or side, tag(langs[side]), direction(langs[side]), _pieces(segment, side, first))
            for side in langs
            if segment.text(side)
        ),
    )


def _place(segment: Segment) -> Iterator[str | None]:
    """The lines of a segment, and its document if they do not name it."""
    place = view.place(segment)
    yield place
    if not (segment.doc and place.startswith(f"{segment.doc},")):
        yield segment.doc


def _pieces(segment: Segment, side: Side, finding: Finding) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (view.visible(piece.text), piece.severity is not None)
        for piece in view.cropped(segment, side, [finding], LONGEST)
    )


def _actions(report: Report, word: str, counts: Counter[Severity], found: Sequence[Cause]) -> Iterator[str]:
    """What to do, the most urgent first."""
    wrong = [cause for cause in found if cause.wrong]
    for message, suggestion in dict.fromkeys((cause.message, cause.suggestion) for cause in wrong):
        yield f"Correct the input and evaluate again: {message}{f' ({suggestion})' if suggestion else ''}"
    # The errors of a wrong file are not for a translator: its next evaluation shows which errors it has.
    counts = counts - Counter(one.severity for cause in wrong for one in (*cause.findings, *cause.also) if one.counts)
    serious = sum(counts[severity] for severity in _SERIOUS)
    if serious:
        named = " and ".join(severity.value for severity in _SERIOUS if counts[severity])
        yield f"Have a translator correct the {_all(serious, f'{named} error')}: mtqe review REPORT.json"
    mendable = sum(bool(one.changes) and one.counts for cause in found for one in cause.findings)
    if mendable:
        yield f"Correct {view.count(mendable, 'error')} automatically: mtqe fix REPORT.json"
    if report.failures:
        yield f"Run again what could not run: {', '.join(problem.what for problem in report.failures[:3])}"
    missed = outcome.gaps(report)[0]
    if missed:
        yield f"Have a person look for what mtqe did not check ({missed})"
    if counts[Severity.MINOR] and not serious:
        yield f"Correct the {_all(counts[Severity.MINOR], 'minor error')} when there is time"
    if word == "PASS":
        yield "Publish: the translation meets every rule of the gate"


def _all(number: int, noun: str) -> str:
    """What follows *the*: `3 minor errors`, but `minor error`."""
    return noun if number == 1 else view.count(number, noun)
