"""A release as a document, for the terminal and for Markdown: the languages, the files, and why languages fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.language import language_tags
from mtqe.language.late_patterns import late
from mtqe.model import Finding, Report, Severity
from mtqe.model.release import Release
from mtqe.report import causes, document, files, outcome, release_matrix, view
from mtqe.report.document import Block, Bullets, Column, Heading, Line, Piece, Row, Style, Table
from mtqe.report.release_matrix import Language, languages, rows, tally
from mtqe.report.spots import spots

OUTCOMES: dict[str, Style] = {"PASS": "better", "FAIL": "worse", "INCOMPLETE": "worse", "CHECK": "bold"}
HEADS = {Severity.CRITICAL: "crit"}
GRAVE = (Severity.CRITICAL, Severity.MAJOR)
"""The severities whose errors a cell counts, and that are listed."""
FILES = 30
"""Rows of the matrix that are shown."""
REASONS = 5
"""Reasons shown for a language."""
ERRORS = 8
"""Errors shown for a language."""
NONE = "–"
_PLACES = late(r" \([^()]* in [^()]*\)$")


def facts(release: Release) -> str:
    """What the release is of: `en → de, fr · 2 languages · 3 source files`."""
    found = languages(release)
    sources = dict.fromkeys(column.one.report.run.source_lang or "?" for column in found)
    parts = [
        f"{', '.join(sources)} → {', '.join(column.one.name for column in found)}",
        view.count(len(found), "language"),
        view.count(len(rows(found)), "source file"),
    ]
    return " · ".join(parts)


def blocks(release: Release, per_table: int = 0) -> Iterator[Block]:
    """The document below its first line.

    Args:
        release: The release.
        per_table: Languages in one table of files; 0 puts all into one.
    """
    found = languages(release)
    yield Heading("Languages", tally(found))
    yield _languages(found)
    if absent := release_matrix.absent(release, found):
        yield Bullets(absent)
    matrix = rows(found)
    if len(matrix) > 1:
        yield Heading("Files", f"with the number of {' and '.join(GRAVE)} errors")
        size = per_table or len(found)
        for start in range(0, len(found), size):
            yield _matrix(matrix, found, range(start, min(start + size, len(found))))
    for column in found:
        if not column.passes:
            yield from _why(column)


def _languages(found: Sequence[Language]) -> Table:
    counted = [severity for severity in files.SEVERITIES if any(column.counts[severity] for column in found)]
    heads = [HEADS.get(severity, severity.value) for severity in counted]
    columns = [Column("language"), Column("verdict"), *document.figures(*heads, "words"), Column("main reason")]
    lines: list[Row] = []
    for column in found:
        duty = f" ({column.duty})" if column.duty else ""
        cells: list[Line] = [column.one.name, (Piece(column.word, OUTCOMES.get(column.word, "")), duty)]
        cells += [f"{column.counts[severity]:,}" for severity in counted]
        remark = outcome.remark(column.one.report.verdict)
        lines.append([*cells, f"{column.one.report.run.source_words:,}", column.reason or remark])
    return Table(columns, lines)


def _matrix(matrix: Sequence[release_matrix.Row], found: Sequence[Language], numbers: range) -> Table:
    columns = [Column("source"), *(Column(found[number].one.name) for number in numbers)]
    lines: list[Row] = [[row.name, *(_cell(row.cells.get(number)) for number in numbers)] for row in matrix[:FILES]]
    hidden = len(matrix) - FILES
    return Table(columns, lines, f"and {hidden:,} more, which are no worse" if hidden > 0 else "")


def _cell(file: files.File | None) -> Line:
    if file is None:
        return NONE
    grave = sum(file.counts[severity] for severity in GRAVE)
    return (Piece(file.word or "judged", OUTCOMES.get(file.word, "")), f" {grave:,}" if grave else "")


def _why(column: Language) -> Iterator[Block]:
    """The reasons of a language, and its worst errors, each in one line."""
    verdict = column.one.report.verdict
    assert verdict is not None
    lang = column.one.report.run.target_lang or ""
    yield Heading(f"{language_tags.name(lang)} ({column.one.name})", outcome.label(verdict), style="bold")
    hidden = len(verdict.reasons) - REASONS
    more = [f"and {hidden:,} more reasons"] if hidden > 0 else []
    yield Bullets([*map(_unplaced, verdict.reasons[:REASONS]), *more])
    yield from _errors(column.one.report)


def _errors(report: Report) -> Iterator[Block]:
    grave = [
        cause
        for system in view.systems(report)
        for severity, group in causes.by_severity(report, system).items()
        if severity in GRAVE
        for cause in group
        if cause.first.counts
    ]
    if not grave:
        return
    where = spots(report, [cause.first for cause in grave[:ERRORS]])
    lines = [_error(cause.first, cause.name, cause.message, where[id(cause.first)]) for cause in grave[:ERRORS]]
    hidden = len(grave) - ERRORS
    yield Bullets([*lines, *([f"and {hidden:,} more"] if hidden > 0 else [])], dashes=False)


def _error(finding: Finding, name: str, message: str, place: str) -> str:
    return f"{place}: {finding.severity.value}: {name}: {message}"


def _unplaced(reason: str) -> str:
    """A reason without the places of errors, which stand in the list of errors below it."""
    return _PLACES.sub("", reason)
