"""The table of files that a view of several files begins with: which may ship, and why the others may not.

A row for each document of each system, and one for each file that could not be judged: the worst first. What the gate
says of a document stands in the verdict; no row judges.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtqe.language import codes
from mtqe.language.late_patterns import late
from mtqe.model import FILE, Document, DocumentVerdict, Report, Severity
from mtqe.report import view
from mtqe.report.wrong_files import wrong_files

ORDER = ("FAIL", "INCOMPLETE", "CHECK", "", "PASS")
"""The words of outcomes, in the order of rows; a report without a verdict has none."""
SEVERITIES = tuple(severity for severity in reversed(Severity) if severity is not Severity.NEUTRAL)
"""The severities whose errors are counted, the worst first."""
_AFTER = late(r"; | \((?!s\))")
_NAMED = late(r"incomplete: ")


@dataclass(frozen=True)
class File:
    """A row.

    Args:
        name: Path of the translation, else the id of its document.
        document: Id of the document; `None` for segments without one and for a file that was not judged.
        system: Name of the translation system, if there are several.
        lang: Language of the translation.
        word: `FAIL`, `INCOMPLETE`, `CHECK` or `PASS`; empty without a verdict.
        reasons: Why, one sentence each, the main reason first.
        counts: Number of findings that count, by severity.
        words: Words of the source; `None` for a file that was not judged.
    """

    name: str
    document: str | None
    system: str | None
    lang: str
    word: str
    reasons: tuple[str, ...]
    counts: Counter[Severity]
    words: int | None

    @property
    def reason(self) -> str:
        """The main reason in brief, and the number of the others: `1 major error in numbers (and 2 more)`."""
        if not self.reasons:
            return ""
        more = f" (and {len(self.reasons) - 1} more)" if len(self.reasons) > 1 else ""
        return brief(self.reasons[0]) + more


def brief(reason: str) -> str:
    """A reason without its limit, interval and places: `1 major error in numbers`."""
    return _AFTER.split(_NAMED.sub("", reason, count=1), maxsplit=1)[0]


def files(report: Report) -> list[File]:
    """The rows, the worst first; empty if there is only one file, of which the head of a view says all."""
    found = rows(report)
    return found if len({(row.name, row.document) for row in found}) > 1 else []


def rows(report: Report) -> list[File]:
    """The rows, the worst first, also of a single file."""
    return sorted([*_judged(report), *_left_out(report)], key=rank)  # stable: then in the order of the report


def tally(rows: Iterable[File]) -> str:
    """The number of files by outcome, such as `2 FAIL, 1 PASS`; without a verdict the number of files."""
    counts = Counter(row.word for row in rows)
    if set(counts) <= {""}:
        return view.count(counts[""], "file")
    return ", ".join(f"{counts[word]:,} {word or 'without a verdict'}" for word in ORDER if counts[word])


def others(report: Report, rows: Sequence[File]) -> tuple[str, ...]:
    """The reasons of the verdict that no row of a single file gives."""
    if report.verdict is None:
        return ()
    told = {reason for row in rows if row.word == "FAIL" for reason in row.reasons}
    told |= {f"{FILE}{row.name}: {reason}" for row in rows for reason in row.reasons}
    return tuple(reason for reason in report.verdict.reasons if not _told(reason, told))


def _told(reason: str, told: set[str]) -> bool:
    """Whether a row has the reason, which begins with the names of system, rule and file there."""
    if reason in told:
        return True
    return any(reason[match.end() :] in told for match in re.finditer(": ", reason))


def rank(row: File) -> tuple[int, ...]:
    """The worse a row is, the lower."""
    return ORDER.index(row.word), *(-row.counts[severity] for severity in SEVERITIES)


def _judged(report: Report) -> Iterable[File]:
    documents = {document.id: document for document in report.documents}
    verdicts = {(one.system, one.document): one for one in report.verdict.documents} if report.verdict else {}
    doc_of = {(segment.system, segment.id): segment.doc for segment in report.segments}
    wrong = wrong_files(report)
    counts: dict[tuple[str | None, str | None], Counter[Severity]] = {}
    for finding in report.findings:
        if finding.counts and (finding.system, finding.segment) in doc_of:
            key = finding.system, doc_of[finding.system, finding.segment]
            counts.setdefault(key, Counter())[finding.severity] += 1
    with_text = {segment.doc for segment in report.segments}  # each system may have files of its own
    for system in dict.fromkeys(segment.system for segment in report.segments) or {None: None}:
        words = codes.words_of_documents(report, system)
        without = [
            document.id
            for document in report.documents
            if document.id not in words
            and None not in words
            and (document.id not in with_text or (system, document.id) in verdicts)
        ]
        for doc in (*words, *without):
            document = documents.get(doc or "")
            found = verdicts.get((system, doc))
            whole = (wrong[system, doc].message,) if (system, doc) in wrong else ()
            yield File(
                name=_name(document, doc),
                document=doc,
                system=system,
                lang=(document and document.target_lang) or report.run.target_lang or "",
                word=_word(found),
                reasons=(*whole, *(found.reasons if found else ())),
                counts=counts.get((system, doc), Counter()),
                words=words.get(doc, 0),
            )


def _left_out(report: Report) -> Iterable[File]:
    """The files of which problems say that they were not judged, unless they are documents of the report."""
    known = {path for document in report.documents for path in (document.path, document.source_path)}
    for problem in report.problems:
        name = problem.what.removeprefix(FILE)
        if problem.what.startswith(FILE) and name not in known:
            word = "INCOMPLETE" if problem.incomplete else "CHECK"
            yield File(name, None, None, "", word if _is_judged(report) else "", (problem.why,), Counter(), None)


def _is_judged(report: Report) -> bool:
    """Whether the verdict says something of each document; that of older versions does not."""
    return report.verdict is not None and bool(report.verdict.documents or not report.segments)


def _name(document: Document | None, doc: str | None) -> str:
    if document and document.path == "-":
        return "standard input"
    return (document.path if document else None) or doc or "segments without a file"


def _word(found: DocumentVerdict | None) -> str:
    return found.outcome.upper() if found else ""
