"""The matrix of a release: a row for each source file, a column for each language. No cell judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mtqe.language import path_tags
from mtqe.model import Document, Severity
from mtqe.model.release import LanguageReport, Release
from mtqe.report import files, outcome, view
from mtqe.report.files import File


@dataclass(frozen=True)
class Language:
    """A language, in the order of the release.

    Args:
        one: Its report.
        rows: Its files, the worst first.
        counts: Number of findings that count, by severity.
        reason: The main reason why it does not pass, and the number of the others; empty if it passes.
    """

    one: LanguageReport
    rows: tuple[File, ...]
    counts: Counter[Severity]
    reason: str

    @property
    def word(self) -> str:
        """`PASS`, `FAIL` or `INCOMPLETE`; empty without a verdict."""
        return outcome.word(self.one.report.verdict)

    @property
    def duty(self) -> str:
        """`may fail` if the release does not need the language to pass, else empty."""
        return "" if self.one.required else "may fail"

    @property
    def passes(self) -> bool:
        """Whether it passes, or was not judged."""
        return self.one.report.verdict is None or self.one.report.verdict.passed


@dataclass(frozen=True)
class Row:
    """A source file.

    Args:
        name: Its path; that of the translation, with `*` for the language, if both sides are in one file.
        cells: What became of its translations, by the number of the language; a language without one has no cell.
    """

    name: str
    cells: Mapping[int, File]

    @property
    def rank(self) -> tuple[int, ...]:
        """The worse the row is, the lower."""
        return min(map(files.rank, self.cells.values()))


def languages(release: Release) -> list[Language]:
    """The languages of a release."""
    return [_language(one) for one in release.languages]


def rows(found: Iterable[Language]) -> list[Row]:
    """The rows, the worst first; then in the order of the first report that has the file."""
    columns = list(found)
    cells: dict[str, dict[int, File]] = {}
    names: dict[str, str] = {}
    for number, column in enumerate(columns):
        documents = {document.id: document for document in column.one.report.documents}
        sources = _sources(column.one)
        for file in column.rows:
            document = documents.get(file.document or "")
            key, name = _key(file, document, column.one, sources)
            names.setdefault(key, name)
            cells.setdefault(key, {}).setdefault(number, file)  # the worst of several systems comes first
    return sorted((Row(names[key], of_row) for key, of_row in cells.items()), key=lambda row: row.rank)


def absent(release: Release, found: Iterable[Language]) -> list[str]:
    """The reasons of the verdict that are not of a language of the release: no report is of the language."""
    named = {column.one.name for column in found}
    reasons = release.verdict.reasons if release.verdict else ()
    return [reason for reason in reasons if reason.partition(":")[0] not in named]


def tally(found: Iterable[Language]) -> str:
    """The number of languages by outcome, such as `1 FAIL, 2 PASS`."""
    counts = Counter(column.word for column in found)
    return ", ".join(f"{counts[word]:,} {word or 'without a verdict'}" for word in files.ORDER if counts[word])


def _language(one: LanguageReport) -> Language:
    report = one.report
    counts = Counter(finding.severity for finding in report.findings if finding.counts)
    return Language(one, tuple(files.rows(report)), counts, _reason(one))


def _reason(one: LanguageReport) -> str:
    reasons = one.report.verdict.reasons if one.report.verdict else ()
    if not reasons:
        return ""
    more = f" (and {view.count(len(reasons) - 1, 'more reason')})" if len(reasons) > 1 else ""
    return files.brief(reasons[0]) + more


def _sources(one: LanguageReport) -> dict[str, str]:
    """The paths of the sources of a report, by their paths without a language."""
    paths = (document.source_path for document in one.report.documents)
    return {_neutral(path, one.report.run.source_lang): path for path in paths if path}


def _key(file: File, document: Document | None, one: LanguageReport, sources: Mapping[str, str]) -> tuple[str, str]:
    """What the translations of one source have in common, and the name of the row."""
    run = one.report.run
    if document and document.source_path and document.source_path != document.path:
        return _neutral(document.source_path, run.source_lang), document.source_path
    if document is None and (key := _neutral(file.name, run.source_lang)) != file.name:
        return key, file.name  # a source without a translation
    key = _neutral(file.name, run.target_lang)
    return key, sources.get(key, key)


def _neutral(path: str, lang: str | None) -> str:
    return path_tags.without_language(path, lang) if lang else path
