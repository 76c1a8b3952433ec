"""The history of a project: a file with one line of JSON for each run; lines are only appended.

`entries` makes the lines of a report, `line` formats one, `read` reads a file. A line has numbers only, no text of the
translation, so the file can be kept in a repository or an artifact store for years. A power failure or a full disk can
leave half a line; `read` leaves it out and names it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.language import codes
from mtqe.machine import bounded_read
from mtqe.model import Interval, Report, State, comparable
from mtqe.stats.mqm import mqm

_NAMED = 3


class Point(msgspec.Struct, frozen=True, omit_defaults=True):
    """A score in the history.

    Args:
        value: The score in the metric's unit.
        interval: Its confidence interval.
        n: Number of segments behind it.
        signature: Hash of the metric's signature; scores with different ones cannot be compared.
    """

    value: float
    interval: Interval | None = None
    n: int = 0
    signature: str = ""


class HistoryEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the history: one for each system of a run, and one for each domain if the project has domains.

    Args:
        created: UTC time of the run, ISO 8601.
        version: Version of mtqe.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        system: Name of the translation system if a run has several.
        domain: Domain that the line is about; `None` for the whole run.
        outcome: Outcome of the gate for the whole run; `None` if it was not judged.
        documents: Number of documents.
        segments: Number of segments.
        words: Words of the source text.
        scores: Score by metric; for a domain the mean of its documents' scores, weighted by their segments.
        findings: Number of findings that count, by severity; all four severities if checks ran, else empty.
        suppressed: Number of findings that were suppressed.
        per_1000: MQM penalty per 1,000 source words of the findings that count; `None` if no check ran.
        checks: Hash of the checks that ran; counts of findings under different ones cannot be compared.
    """

    created: str
    version: str
    source_lang: str | None = None
    target_lang: str | None = None
    system: str | None = None
    domain: str | None = None
    outcome: State | None = None
    documents: int = 0
    segments: int = 0
    words: int = 0
    scores: dict[str, Point] = {}
    findings: dict[str, int] = {}
    suppressed: int = 0
    per_1000: float | None = None
    checks: str = ""


def entries(report: Report) -> Iterator[HistoryEntry]:
    """The lines of a report: for each system one for all documents, then one for each domain."""
    domains = sorted({document.domain for document in report.documents if document.domain})
    for system in report.run.systems or (None,):
        yield _entry(report, system, None)
        for domain in domains:
            yield _entry(report, system, domain)


def line(entry: HistoryEntry) -> str:
    """An entry as a line of JSON, with its end of line."""
    return msgspec.json.encode(entry).decode() + "\n"


class History(msgspec.Struct, frozen=True):
    """The content of a history file.

    Args:
        entries: The entries, oldest first.
        damage: What could not be read, and what to do about it, in one line; empty if all lines are whole.
    """

    entries: tuple[HistoryEntry, ...]
    damage: str = ""


def read(path: Path) -> History:
    """Read a history file.

    Raises:
        InputError: The file cannot be read, or a complete line is not an entry.
    """
    try:
        lines = bounded_read.read(path).splitlines()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}", "give a file that mtqe evaluate --history wrote"
        ) from error
    parsed = []
    broken = []
    for number, text in enumerate(lines, 1):
        if text.strip():
            try:
                parsed.append(msgspec.json.decode(text, type=HistoryEntry))
            except msgspec.ValidationError as error:
                raise InputError(
                    f"{path}: line {number} is not a history entry: {error}", "remove that line"
                ) from error
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                broken.append(number)
    return History(tuple(parsed), _damage(path, broken))


def _damage(path: Path, broken: Sequence[int]) -> str:
    if not broken:
        return ""
    named = ", ".join(map(str, broken[:_NAMED])) + (f" and {len(broken) - _NAMED} more" if len(broken) > _NAMED else "")
    if len(broken) == 1:
        return f"{path}: line {named} is only part of an entry, left by an interrupted run or a full disk; delete it"
    return f"{path}: lines {named} are only parts of entries, left by interrupted runs or a full disk; delete them"


def _entry(report: Report, system: str | None, domain: str | None) -> HistoryEntry:
    documents = {document.id: document for document in report.documents}
    inside = {
        segment.id: segment
        for segment in report.segments
        if segment.system == system
        and (domain is None or (segment.doc in documents and documents[segment.doc].domain == domain))
    }
    findings = [finding for finding in report.findings if finding.system == system and finding.segment in inside]
    lang = report.run.source_lang or ""
    words = report.run.source_words if domain is None else codes.source_words(inside.values(), lang)
    ran = sorted(item.id for item in report.run.checks if item.state == "ran")
    total = mqm(findings, words)
    return HistoryEntry(
        created=report.run.created,
        version=report.run.version,
        source_lang=report.run.source_lang,
        target_lang=report.run.target_lang,
        system=system,
        domain=domain,
        outcome=report.verdict.outcome if report.verdict else None,
        documents=len({segment.doc for segment in inside.values()}),
        segments=len(inside),
        words=words,
        scores=_points(report, system, None if domain is None else {s.doc for s in inside.values()}),
        findings=total.counts if ran else {},
        suppressed=sum(finding.suppressed is not None for finding in findings),
        per_1000=total.per_1000 if ran else None,
        checks=_hash(",".join(ran)) if ran else "",
    )


def _points(report: Report, system: str | None, docs: set[str | None] | None) -> dict[str, Point]:
    """Scores by metric: those of the corpus, or the means over `docs`, weighted by their segments."""
    scored = [score for score in report.scores if score.system == system and score.value is not None]
    signatures = {score.metric: _hash(comparable(score.signature)) for score in scored if score.level == "corpus"}
    points = {}
    for metric in dict.fromkeys(score.metric for score in scored if score.level == "corpus"):
        level = "corpus" if docs is None else "document"
        used = [
            score
            for score in scored
            if (score.metric, score.level) == (metric, level) and (docs is None or score.doc in docs)
        ]
        n = sum(score.n for score in used)
        if n:
            value = sum((score.value or 0.0) * score.n for score in used) / n
            points[metric] = Point(value, used[0].interval if len(used) == 1 else None, n, signatures[metric])
    return points


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
