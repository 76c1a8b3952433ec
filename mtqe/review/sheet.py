"""What the page shows: the segments of a report with their findings, and the order in which to review them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.mending.files import places
from mtqe.model import Document, Finding, Report, Segment
from mtqe.model.ratings import OTHER
from mtqe.project import allowed_words
from mtqe.report import json, view
from mtqe.report.layout import direction
from mtqe.review.entries import SEVERITIES, Entry
from mtqe.stats import mqm

SCHEMA = "mtqe.review/1"
Members = tuple[Segment, Sequence[Finding]]
"""A segment and its findings."""


@dataclass(frozen=True)
class Matter:
    """What is reviewed.

    Args:
        report: The report.
        id: SHA-256 of its file, in hexadecimal.
        name: Name of its file.
        members: The segments with their findings, by key: the place of the segment in the report, from "0".
    """

    report: Report
    id: str
    name: str
    members: Mapping[str, Members]

    @functools.cached_property
    def keys(self) -> Mapping[tuple[str | None, str], str]:
        """The key of each segment, by system and id."""
        return {(segment.system, segment.id): key for key, (segment, _) in self.members.items()}

    @functools.cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents with their segments, as they were read from files."""
        by_id: dict[tuple[str | None, str | None], list[Segment]] = {}
        for segment in self.report.segments:
            by_id.setdefault((segment.doc, segment.system), []).append(segment)
        whole: dict[str | None, Document] = {document.id: document for document in self.report.documents}
        if len(whole) == 1:
            whole[None] = self.report.documents[0]
        return tuple(
            msgspec.structs.replace(whole[doc], segments=tuple(segments))
            for (doc, _), segments in by_id.items()
            if doc in whole
        )


def open_report(path: Path) -> Matter:
    """Read what is reviewed.

    Raises:
        InputError: It is not a report, or has no segments.
    """
    if path.is_dir():
        raise InputError(
            f"{path} is a folder; a review needs one report",
            "give the JSON that mtqe evaluate wrote; a scan has no report, so evaluate a part of its corpus",
        )
    report, sha256 = json.read_hashed(path)
    if not report.segments:
        raise InputError(f"{path}: the report has no segments, so there is nothing to review", json.AGAIN)
    findings: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault((finding.system, finding.segment), []).append(finding)
    members = {
        str(number): (segment, findings.get((segment.system, segment.id), ()))
        for number, segment in enumerate(report.segments)
    }
    return Matter(report, sha256, path.name, members)


def sheet(
    matter: Matter,
    sampled: Sequence[str] = (),
    form: str | None = None,
    explanations: Mapping[tuple[str | None, str, str], str] = MappingProxyType({}),
) -> dict[str, Any]:
    """The data of the page, without a rater and entries.

    Args:
        matter: What is reviewed.
        sampled: Keys of the segments to review beside those with findings, in order.
        form: Name of the input format; `None` means by file ending.
        explanations: A sentence on a finding, for readers who do not know the language, by system, fingerprint and
            segment.
    """
    report = matter.report
    why = unwritable(matter, form)
    paths = {document.id: document.path for document in report.documents}
    langs = report.run.source_lang or "und", report.run.target_lang or "und"
    scores: dict[tuple[str | None, str], list[dict[str, Any]]] = {}
    for score in report.scores:
        if score.level == "segment" and score.segment is not None and score.value is not None:
            interval = [score.interval.low, score.interval.high] if score.interval else None
            shown = {"metric": score.metric, "value": score.value, "interval": interval}
            scores.setdefault((score.system, score.segment), []).append(shown)
    chosen = set(sampled)
    return {
        "schema": SCHEMA,
        "report": {"id": matter.id, "name": matter.name, "created": report.run.created, "version": report.run.version},
        "source_lang": langs[0],
        "target_lang": langs[1],
        "directions": [direction(lang) for lang in (report.run.source_lang, report.run.target_lang)],
        "rater": "",
        "rights": len(why) < len({document.path for document in report.documents}),
        "rights_why": "; ".join(why.values()),
        "categories": [{"path": path, "title": title(path)} for path in (*mqm.categories(), OTHER)],
        "severities": [severity.value for severity in SEVERITIES],
        "segments": [
            {
                "key": key,
                "id": segment.id,
                "doc": segment.doc,
                "system": segment.system,
                "source": segment.source,
                "target": segment.target,
                "references": segment.references,
                "scores": scores.get((segment.system, segment.id), []),
                "sampled": key in chosen,
                "locked": segment.unit.locked,
                "origin": _origin(segment, paths.get(segment.doc or "")),
                "findings": [_finding(finding, explanations) for finding in view.worst_first(findings)],
            }
            for key, (segment, findings) in matter.members.items()
        ],
        "walk": walk(matter, sampled),
        "revisions": {},
        "entries": {},
    }


def with_entries(
    shown: Mapping[str, Any], rater: str, entries: Mapping[str, Entry], revisions: Mapping[str, int]
) -> dict[str, Any]:
    """A sheet with what a rater said."""
    said = {"rater": rater, "entries": msgspec.to_builtins(dict(entries)), "revisions": dict(revisions)}
    return {**shown, **said}


def walk(matter: Matter, sampled: Iterable[str]) -> list[str]:
    """The keys in the order in which to review: findings that count, the worst first; others; sampled segments.

    Without any of these all segments are reviewed.
    """

    def order(key: str) -> tuple[bool, int]:
        worst = max((finding.counts, finding.severity.rank) for finding in matter.members[key][1] if is_open(finding))
        return not worst[0], -worst[1]

    found = [key for key, (_, findings) in matter.members.items() if any(map(is_open, findings))]
    return [*dict.fromkeys([*sorted(found, key=order), *sampled])] or [*matter.members]


def is_open(finding: Finding) -> bool:
    """Whether nobody has accepted a finding, so that it is to be reviewed."""
    return finding.suppressed is None


def title(path: str) -> str:
    """A category for people: `Accuracy › Mistranslation`."""
    return " › ".join(part.replace("-", " ").capitalize() for part in path.split("/"))


def unwritable(matter: Matter, form: str | None) -> dict[str, str]:
    """Why edited translations cannot be written back, by the path of the file.

    Args:
        matter: What is reviewed.
        form: Name of the input format; `None` means by file ending.
    """
    by_path: dict[str, list[Document]] = {}
    for document in matter.documents:
        by_path.setdefault(document.path or "", []).append(document)
    why = {}
    for path, documents in by_path.items():
        try:
            places.writable(documents, form)
            if not Path(path).exists():
                why[path] = f"{path}: no such file; run mtqe review in the folder in which the report was made"
            elif hashlib.sha256(files.read_bytes(Path(path))).hexdigest() != documents[0].sha256:
                why[path] = f"{path} has changed since the report was made; evaluate it again"
        except InputError as error:
            why[path] = str(error)
    return why if by_path else {"": places.NO_FILE}


def _origin(segment: Segment, path: str | None) -> str:
    line, within = segment.place("target").line, view.within(segment, "target")
    place = within or (f"line {line}" if line else view.place(segment))
    return f"{view.visible(path)}, {place}" if path and path != files.STDIN else place


def _finding(finding: Finding, explanations: Mapping[tuple[str | None, str, str], str]) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "check": finding.check,
        "name": finding.name,
        "category": finding.category,
        "severity": finding.severity.value,
        "message": finding.message,
        "spans": [{"side": span.side, "start": span.start, "end": span.end} for span in finding.spans],
        "suggestion": finding.suggestion,
        "changes": [[span.start, span.end, text] for span, text in finding.changes],
        "confidence": finding.confidence,
        "suppressed": finding.suppressed,
        "preview": finding.preview,
        "word": allowed_words.offered(finding),
        "explanation": explanations.get((finding.system, finding.fingerprint, finding.segment), ""),
    }
