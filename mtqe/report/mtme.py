"""The report as a folder that mt-metrics-eval reads as an evaluation set: texts, scores of metrics, spans of errors.

    sources/LP.txt  documents/LP.docs  references/LP.refN.txt  system-outputs/LP/SYSTEM.txt
    metric-scores/LP/METRIC-REF.{sys,doc,seg}.score
    ratings/LP.mtqe.jsonl     standalone ratings: the findings, segment by segment
    README.txt                signatures, and which files are left out and why

LP is the language pair, such as `en-de` or `en-pt_BR`. REF is `all` for a metric that read references, `src` for
one that did not. A score file has a number for every segment, so a metric that did not score one of them has no file at
that level. In the format higher scores are better, so scores of TER change their sign. If checks ran there is also a
metric `mqm`: the negative MQM penalty of each segment's findings and their mean, as in WMT's MQM scores.

Names contain no white space; line breaks in a text become spaces. Findings that do not count (accepted ones and those
of preview checks) are left out.

Format: google-research/mt-metrics-eval, README.md ("File organization"), data.py and standalone_ratings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.model import Finding, Report, Score, Segment, render_signature
from mtqe.registry import metric_table
from mtqe.report import view
from mtqe.stats.mqm import weight

SYSTEM = "translation"
"""Name of the system if the report names none."""
RATER = "mtqe"
DOMAIN = "all"
LEVELS = {"sys": "corpus", "doc": "document", "seg": "segment"}
_System = str | None


def files(report: Report) -> dict[str, str]:
    """The content of each file by its path below the folder.

    Raises:
        InputError: There are no segments, or the systems have different segments.
    """
    segments = _segments(report)
    pair = view.pair(report)
    names = dict(zip(segments, _unique(system or SYSTEM for system in segments), strict=True))
    first = next(iter(segments.values()))
    docs = dict(zip(_docs(first), _unique(doc or "document" for doc in _docs(first)), strict=True))
    content = {
        f"sources/{pair}.txt": _lines(segment.source for segment in first),
        f"documents/{pair}.docs": _lines(f"{DOMAIN}\t{docs[segment.doc]}" for segment in first),
    }
    for number in range(max(len(segment.references) for segment in first)):
        texts = ((segment.references[number : number + 1] or ("",))[0] for segment in first)
        content[f"references/{pair}.ref{number + 1}.txt"] = _lines(texts)
    for system, members in segments.items():
        content[f"system-outputs/{pair}/{names[system]}.txt"] = _lines(segment.target for segment in members)
    about = [f"Written by mtqe {report.run.version} from a report of {report.run.created}."]
    for metric in dict.fromkeys(score.metric for score in report.scores):
        content |= _metric(report, metric, segments, names, f"metric-scores/{pair}", about)
    if view.checked(report):
        content |= _mqm(report, segments, names, f"metric-scores/{pair}")
        content[f"ratings/{pair}.{RATER}.jsonl"] = _ratings(report, segments, names, docs)
    return content | {"README.txt": "\n".join(about) + "\n"}


def _segments(report: Report) -> dict[_System, list[Segment]]:
    """The segments of each system, grouped by document."""
    by_system: dict[_System, list[Segment]] = {}
    for segment in report.segments:
        by_system.setdefault(segment.system, []).append(segment)
    if not by_system:
        raise InputError("the report has no segments", "evaluate a translation first")
    for system, members in by_system.items():
        order = list(dict.fromkeys(segment.doc for segment in members))
        by_system[system] = sorted(members, key=lambda segment: order.index(segment.doc))
    sources = {tuple(segment.source for segment in members) for members in by_system.values()}
    if len(sources) > 1:
        raise InputError(
            "the systems of this report have different segments; mt-metrics-eval needs the same segments for all",
            "score line-aligned translations of one source together with mtqe score",
        )
    return by_system


def _docs(segments: Iterable[Segment]) -> list[str | None]:
    return list(dict.fromkeys(segment.doc for segment in segments))


def _unique(names: Iterable[str]) -> list[str]:
    """Unique names that are safe in a file name and in a line."""
    taken: list[str] = []
    for name in names:
        clean = re.sub(r"[^\w.+@=-]+", "_", name).strip(".") or "_"
        number, unique = 2, clean
        while unique in taken:
            unique, number = f"{clean}_{number}", number + 1
        taken.append(unique)
    return taken


def _lines(texts: Iterable[str]) -> str:
    return "".join(_line(text) + "\n" for text in texts)


def _line(text: str) -> str:
    """The text as mt-metrics-eval reads it from a file. Its length stays the same, so spans stay valid."""
    return re.sub(r"[\r\n]", " ", text).rstrip()


def _metric(
    report: Report,
    metric: str,
    segments: Mapping[_System, Sequence[Segment]],
    names: Mapping[_System, str],
    folder: str,
    about: list[str],
) -> dict[str, str]:
    """The score files of one metric; its signature and missing files are appended to `about`."""
    metric_scores = [score for score in report.scores if score.metric == metric]
    signature = next((score.signature for score in metric_scores if score.signature), {})
    reference = "all" if signature.get("nrefs") else "src"
    name = f"{_unique([metric])[0]}-{reference}"
    sign = -1.0 if metric_table.facts(report)[metric].lower_is_better else 1.0
    about.append(f"{name}: {render_signature(signature) or 'no signature'}")
    content = {}
    for level, model_level in LEVELS.items():
        table = {_key(score): score.value for score in metric_scores if score.level == model_level}
        wanted = {system: _keys(level, system, members) for system, members in segments.items()}
        values = {system: [table.get(key) for key in keys] for system, keys in wanted.items()}
        missing = sum(value is None for row in values.values() for value in row)
        if table and missing:
            about.append(f"{name}.{level}.score: left out because {missing} of its scores are missing")
        elif table:
            rows = ((names[system], sign * (value or 0.0)) for system, row in values.items() for value in row)
            content[f"{folder}/{name}.{level}.score"] = _scores(rows)
    return content


def _key(score: Score) -> tuple[_System, str | None, str | None]:
    """What a score belongs to. Segment ids are unique within a system, so they need no document."""
    return score.system, score.doc if score.level == "document" else None, score.segment


def _keys(level: str, system: _System, segments: Sequence[Segment]) -> list[tuple[_System, str | None, str | None]]:
    if level == "sys":
        return [(system, None, None)]
    if level == "doc":
        return [(system, doc, None) for doc in _docs(segments)]
    return [(system, None, segment.id) for segment in segments]


def _mqm(
    report: Report, segments: Mapping[_System, Sequence[Segment]], names: Mapping[_System, str], folder: str
) -> dict[str, str]:
    findings_of = _findings(report)
    per_segment = {
        system: [
            -sum(
                (weight(finding.category, finding.severity) for finding in findings_of.get((system, segment.id), [])),
                0.0,
            )
            for segment in members
        ]
        for system, members in segments.items()
    }
    means = ((names[system], sum(values) / len(values)) for system, values in per_segment.items())
    singles = ((names[system], value) for system, values in per_segment.items() for value in values)
    return {f"{folder}/mqm-src.sys.score": _scores(means), f"{folder}/mqm-src.seg.score": _scores(singles)}


def _scores(rows: Iterable[tuple[str, float]]) -> str:
    return "".join(f"{name}\t{value + 0.0!r}\n" for name, value in rows)  # + 0.0 turns -0.0 into 0.0


def _findings(report: Report) -> dict[tuple[_System, str], list[Finding]]:
    by_segment: dict[tuple[_System, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.counts:
            by_segment.setdefault((finding.system, finding.segment), []).append(finding)
    return by_segment


def _ratings(
    report: Report,
    segments: Mapping[_System, Sequence[Segment]],
    names: Mapping[_System, str],
    docs: Mapping[str | None, str],
) -> str:
    """One rating on each line; `segment_id` counts from 0, and the languages are those of the pair."""
    findings_of = _findings(report)
    source_lang, target_lang = view.pair(report).split("-")
    first = next(iter(segments.values()))
    lines = []
    for system, members in segments.items():
        for number, segment in enumerate(members):
            rating: dict[str, Any] = {
                "source": _line(segment.source),
                "hypothesis": _line(segment.target),
                "errors": [
                    error for finding in findings_of.get((system, segment.id), []) for error in _errors(finding)
                ],
                "document_id": docs[first[number].doc],
                "segment_id": number,
                "system_id": names[system],
                "rater_id": RATER,
                "src_lang": source_lang,
                "tgt_lang": target_lang,
            }
            lines.append(msgspec.json.encode(rating).decode() + "\n")
    return "".join(lines)


def _errors(finding: Finding) -> list[dict[str, Any]]:
    """An error for each span; only the first has a score, so that the sum is the finding's weight."""
    points = weight(finding.category, finding.severity)
    return [
        {
            "start": span.start,
            "end": span.end,
            "category": finding.category,
            "severity": finding.severity.value,
            "score": points if number == 0 else 0.0,
            "is_source_error": span.side == "source",
        }
        for number, span in enumerate(finding.spans)
    ]
