"""The findings as SARIF 2.1.0, for code scanning and editors: one run for each translation system.

- `ruleId` is the check's id, which is never reused; the rule's help is the check's manual.
- `level`: critical and major findings are errors, minor ones warnings; neutral and preview ones are notes.
- An accepted finding has `suppressions`, with the reason as justification. The kind is `external`, because suppressions
  are kept in a separate file.
- `partialFingerprints` has the finding's fingerprint as `mtqe/v1`.
- Columns count UTF-16 code units, as `columnKind` says. A region has only its start if the exact place in the file is
  uncertain. The logical locations are segment, unit and plural form, and the place in a file without lines.
- A check or metric that could not run is a notification of the invocation, and `executionSuccessful` is false. The
  verdict, the corpus scores and the areas of errors that were looked for are in the properties of the run. Areas that
  were not looked for, or only in part, are notes of the configuration.

Standard: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", with Errata 01.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

import msgspec

from mtqe.model import Finding, Report, Score, Segment, Severity
from mtqe.registry import check_table
from mtqe.report import outcome, view
from mtqe.report.locations import Place, path_of, places

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.NEUTRAL: "note"}

Json = dict[str, Any]


def render(report: Report, out: TextIO) -> None:
    """Write one SARIF log with a run for each system, also without findings."""
    write(runs(report), out)


def runs(report: Report) -> list[Json]:
    """A run for each system."""
    return [_run(report, system) for system in view.systems(report)]


def write(runs: Sequence[Json], out: TextIO, properties: Mapping[str, Any] | None = None) -> None:
    """Write a log of runs, with properties of the whole log."""
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}
    if properties:
        log["properties"] = properties
    out.write(msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n")


def _run(report: Report, system: str | None) -> Json:
    segments = view.segments_by_id(report)
    located = places(report)
    numbered = [(number, finding) for number, finding in enumerate(report.findings) if finding.system == system]
    rules = _rules(report)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    return {
        "tool": {"driver": {"name": "mtqe", "version": report.run.version or "0", "rules": rules}},
        "automationDetails": {"id": _automation(report, system)},
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(report)],
        "artifacts": list(_artifacts(report)),
        "results": [
            _result(finding, segments.get((finding.system, finding.segment)), located[number], index[finding.check])
            for number, finding in numbered
        ],
        "properties": _properties(report, system),
    }


def _automation(report: Report, system: str | None) -> str:
    """The category of the analysis, ending in `/`: it separates language pairs and systems."""
    pair = "-".join(lang for lang in (report.run.source_lang, report.run.target_lang) if lang)
    return "/".join(part for part in ("mtqe", pair, system) if part) + "/"


def _rules(report: Report) -> list[Json]:
    """The checks that ran or have findings."""
    checks = check_table.described(report.run.checks)
    named = {item.id: item.name for item in outcome.described(report) if item.state == "ran"}
    named |= {finding.check: finding.name for finding in report.findings}
    rules = []
    for name, word in sorted(named.items()):
        rule: Json = {"id": name, "name": word}
        if check := checks.get(name):
            rule["shortDescription"] = _message(check.summary)
            rule["fullDescription"] = _message(check.summary)
            rule["help"] = _message(check.manual) | {"markdown": _literal(check.manual)}
            rule["defaultConfiguration"] = {"level": LEVELS[check.severity] if check.status == "stable" else "note"}
            tags = [check_table.FAMILIES.get(check.family, check.family), check.category]
            rule["properties"] = {"tags": list(dict.fromkeys(tags)), "status": check.status}
        rules.append(rule)
    return rules


def _invocation(report: Report) -> Json:
    def notes(level: str, texts: Iterable[str]) -> list[Json]:
        return [{"level": level, "message": _message(view.visible(text))} for text in texts]

    failures = [f"{problem.what}: {problem.why}" for problem in report.failures]
    cautions = [f"{problem.what}: {problem.why}" for problem in report.problems if not problem.incomplete]
    invocation: Json = {
        "executionSuccessful": not failures,
        "toolExecutionNotifications": [
            *notes("error", failures),
            *notes("warning", cautions),
            *notes("note", report.run.notes),
        ],
        "toolConfigurationNotifications": notes("note", _configuration(report)),
    }
    try:
        ended = datetime.datetime.fromisoformat(report.run.created).astimezone(datetime.UTC)
        invocation["endTimeUtc"] = ended.strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        pass
    return invocation


def _configuration(report: Report) -> Iterator[str]:
    yield from (f"not run: {line}" for line in view.not_run(report))
    for cover in outcome.open_areas(report):
        yield f"{cover.area}: {outcome.STATES[cover.state]} ({'; '.join(cover.gaps)})"


def _artifacts(report: Report) -> Iterator[Json]:
    """Each file once: the translations, then their sources."""
    seen = set()
    targets = [(path_of(document), document.sha256) for document in report.documents]
    sources = [(path_of(document, "source"), document.source_sha256) for document in report.documents]
    for path, sha256 in (*targets, *sources):
        if path and path not in seen:
            seen.add(path)
            hashes = {"hashes": {"sha-256": sha256}} if sha256 else {}
            yield {"location": {"uri": _uri(path)}, "roles": ["analysisTarget"], **hashes}


def _result(finding: Finding, segment: Segment | None, located: tuple[Place, ...], rule: int) -> Json:
    primary, *secondary = located
    message = _message(view.sentence(finding))
    result: Json = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": "note" if finding.preview else LEVELS[finding.severity],
        "message": message,
        "locations": [_location(primary) | {"logicalLocations": list(_logical(finding, segment, primary))}],
        "partialFingerprints": {"mtqe/v1": finding.fingerprint},
    }
    related = [
        _location(place) | {"id": number, "message": _message(f"{place.side}: {view.visible(place.text)}")}
        for number, place in enumerate(secondary, 1)
    ]
    if related:
        result["relatedLocations"] = related
    if finding.suppressed is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": view.visible(finding.suppressed)}
        ]
    known: Mapping[str, Any] = {
        "severity": finding.severity.value,
        "category": finding.category,
        "segment": finding.segment,
        "system": finding.system,
        "marked": [
            {"side": span.side, "text": text} for span, text in zip(finding.spans, finding.marked, strict=False)
        ],
        "suggestion": finding.suggestion,
        "confidence": finding.confidence,
        "kind": finding.kind,
        "preview": finding.preview or None,
    }
    result["properties"] = {key: value for key, value in known.items() if value is not None}
    return result


def _location(place: Place) -> Json:
    if place.path is None:
        return {}
    physical: Json = {"artifactLocation": {"uri": _uri(place.path)}}
    if region := place.region:
        physical["region"] = {"startLine": region.line}
        if region.column is not None:
            physical["region"]["startColumn"] = region.column
        if region.end_line is not None:
            physical["region"] |= {"endLine": region.end_line, "endColumn": region.end_column}
            if place.text:
                physical["region"]["snippet"] = {"text": place.text}
    return {"physicalLocation": physical}


def _logical(finding: Finding, segment: Segment | None, place: Place) -> Iterator[Json]:
    """The segment, then its unit, plural form and place in a file without lines, if it has them."""
    doc = segment.doc if segment else None
    facts = {"unit": segment.unit.id, "form": segment.unit.form} if segment else {}
    for kind, name in (("segment", finding.segment), *facts.items(), ("place", place.within)):
        if name:
            full = "/".join(part for part in (doc, str(name)) if part)
            yield {"name": str(name), "fullyQualifiedName": full, "kind": kind}


def _properties(report: Report, system: str | None) -> Json:
    def value(score: Score) -> Json:
        interval = [score.interval.low, score.interval.high] if score.interval else None
        return {"value": score.value, "n": score.n, "interval": interval}

    scores = {metric: value(row[system]) for metric, row in view.corpus_scores(report).items() if system in row}
    return {
        "sourceLanguage": report.run.source_lang,
        "targetLanguage": report.run.target_lang,
        "system": system,
        "verdict": report.verdict,
        "coverage": report.run.coverage,
        "scores": scores,
    }


def _message(text: str) -> Json:
    return {"text": _literal(text)}


def _literal(text: str) -> str:
    """A message string without placeholders (3.11.5) and embedded links (3.11.6)."""
    return re.sub(r"\](?=\()", "] ", text).replace("{", "{{").replace("}", "}}")


def _uri(path: str) -> str:
    """A relative reference, or a `file` URI for an absolute path."""
    if PurePath(path).is_absolute():
        return PurePath(path).as_uri()
    reference = quote(path, safe="/!$&'()*+,;=@~", errors="surrogatepass")
    return reference if reference else "."
