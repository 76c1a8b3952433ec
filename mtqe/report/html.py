"""The report as one self-contained HTML page. It opens from disk, needs no network and never runs text as a script.

All results are in the markup, so the page can be read with scripts off; the scripts filter, navigate, compare and draw
the trend. The content security policy allows the page's own style and scripts by their hashes and nothing else.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TextIO

from mtqe.language.language_tags import name as language_name
from mtqe.model import MetricFacts, Mqm, Report, Score, Severity, render_signature
from mtqe.model.areas import TITLES
from mtqe.registry import check_table, metric_table
from mtqe.report import briefs, check_manual, document_map, figures, files, outcome, reasons, trends, view
from mtqe.report.assets import assets, write
from mtqe.report.layout import Block, Card, Layout, Row, State, direction, lay_out, scales
from mtqe.stats.mqm import mqm

if TYPE_CHECKING:
    from markupsafe import Markup

    from mtqe.project.trend import Series

LAZY = 200
"""Number of segments above which the browser lays out only the rows near the window."""
FILES = 2000
"""Greatest number of files in the table."""
WORST = 12
"""Greatest number of maps shown at once; with more documents the worst are shown."""
HEADLINES = {
    "fail": ("Fail", "This translation should not be published as it is."),
    "pass": ("Pass", "The translation meets every rule of the gate."),
    "incomplete": ("Incomplete", "Something that a verdict needs could not run or was not looked for."),
    "none": ("No verdict", "The gate has not judged this report."),
}
ALIGNED = {"encoder": "meaning", "lexical": "words and length"}
"""How the texts were aligned, in words, by the name of the aligner."""
STATES: dict[State, str] = {
    "new": "New",
    "known": "Already in the baseline",
    "counted": "Counted",
    "accepted": "Accepted, not counted",
    "preview": "In preview, not counted",
    "follows": "Follow from a wrong file",
}


def render(
    report: Report, out: TextIO, baseline: Report | None = None, history: Sequence[Series] = (), *, up: str = ""
) -> None:
    """Write the page.

    Args:
        report: Any report, with or without a verdict, scores and findings.
        out: A text stream; the page declares UTF-8 as its encoding.
        baseline: An earlier report; the page separates new findings from those in the baseline.
        history: The series of the project's history, for the trend.
        up: The address of the page of the release that the report belongs to.
    """
    write("page.html.j2", out, _page(report, baseline, history) | {"up": up})


@dataclass(frozen=True)
class Value:
    """A corpus score on the page."""

    system: str | None
    text: str
    interval: str
    n: str
    plot: Markup
    signature: str


@dataclass(frozen=True)
class Metric:
    """A card of scores: the values of one metric, best first when there are several systems."""

    label: str
    direction: str
    ends: tuple[str, str]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Arithmetic:
    """The MQM arithmetic of one system, with its findings as a bar."""

    system: str | None
    total: Mqm
    bar: Markup


def _page(report: Report, baseline: Report | None, history: Sequence[Series]) -> dict[str, Any]:
    """A value for each variable of the template."""
    layout = lay_out(report, baseline)
    rows = files.files(report)
    strips = [(block, strip) for block in layout.blocks for strip in block.strips]
    worst = sorted(strips, key=lambda pair: -pair[1].weight)[:WORST] if len(strips) > WORST else strips
    checks = check_table.described(report.run.checks)
    facts = metric_table.facts(report)
    state = outcome.word(report.verdict).lower() or "none"
    references = any(segment.references for segment in report.segments)
    bases = _bases(layout, references)
    drawn = trends.figures(report, history)
    libraries = [name for name, wanted in (("diff", bases), ("uPlot", drawn)) if wanted]
    used = dict.fromkeys(
        [item.id for item in outcome.described(report)] + [finding.check for finding in report.findings]
    )
    return {
        "report": report,
        "run": report.run,
        "verdict": report.verdict,
        "state": state,
        "headline": HEADLINES[state][0],
        "lede": HEADLINES[state][1],
        "remark": outcome.remark(report.verdict),
        "subject": view.subject(report),
        "facts": _facts(report, layout.blocks),
        "created": date(report.run.created),
        "layout": layout,
        "several": len(layout.lanes) > 1,
        "worst": worst,
        "strips": strips,
        "binned": any(len(strip.ticks) < sum(map(len, block.chunks)) for block, strip in strips),
        "shades": range(document_map.LEVELS),
        "risks": [facts[metric].title for metric in document_map.lanes(report.scores, facts).values()],
        "counts": _counts(report),
        "mqm": mqm_cards(report, layout.lanes),
        "files": [(row, _block_of(row, layout.blocks)) for row in rows[:FILES]],
        "files_tally": files.tally(rows),
        "files_hidden": f"and {len(rows) - FILES:,} more: {files.tally(rows[FILES:])}" if len(rows) > FILES else "",
        "file_words": [word for word in files.ORDER if any(row.word == word for row in rows)],
        "file_order": {word: number for number, word in enumerate(files.ORDER)},
        "file_severities": files.SEVERITIES,
        # The table of areas says what was not looked for, that of files why they fail.
        "lists": [
            (heading, reasons.listed(lines, report, layout.cards))
            for heading, lines in outcome.lists(report, rows[:FILES])
            if heading != outcome.UNCOVERED
        ],
        "briefs": briefs.briefs(report),
        "mqm_score": outcome.mqm_score,
        "too_short": outcome.TOO_SHORT,
        "areas": report.run.coverage,
        "area_titles": TITLES,
        "checked": view.checked(report),
        "has_references": references,
        "severities": [severity.value for severity in reversed(Severity)],
        "ranks": {severity.value: severity.rank for severity in Severity},
        "categories": _categories(layout.cards),
        "metrics": metric_cards(report.scores, facts),
        "ranges": view.ranges(facts, report.scores, report.run),
        "undirected": tuple(view.undirected(facts, view.corpus_scores(report))),
        "manuals": {id: (checks[id], check_manual.markup(checks[id].manual)) for id in sorted(used) if id in checks},
        "by_check": Counter(finding.check for finding in report.findings),
        "states": _states(layout.cards),
        "has_figures": any(score.level != "corpus" and score.value is not None for score in report.scores),
        "runs": _runs,
        "count": view.count,
        "direction": direction,
        "metric_title": lambda metric: facts[metric].title,
        "lazy": len(report.segments) > LAZY,
        "assets": assets(*libraries),
        "trends": drawn,
        "bases": bases,
    }


def _runs(rows: Sequence[Row]) -> list[tuple[bool, list[Row]]]:
    """Rows in groups, each with whether its rows are without findings: on a phone such a group is folded."""
    return [(passes, list(group)) for passes, group in groupby(rows, key=lambda row: row.rank < 0)]


def _block_of(row: files.File, blocks: Sequence[Block]) -> int | None:
    """The number of the block with the text of a file; `None` for a file that was not judged."""
    if row.words is None:
        return None
    for block in blocks:
        if (block.document.id if block.document else None) == row.document and block.system in (None, row.system):
            return block.n
    return None


def _bases(layout: Layout, references: bool) -> list[tuple[str, str]]:
    """The texts that translations can be compared with word by word, each as `(value, name)`."""
    shared = len(layout.lanes) > 1 and not any(block.system for block in layout.blocks)
    systems = [(str(n), lane or "–") for n, lane in enumerate(layout.lanes)] if shared else []
    return systems + ([("ref", "the reference")] if references else [])


def mqm_cards(report: Report, lanes: Sequence[str | None]) -> list[Arithmetic]:
    """The MQM arithmetic of each system; empty if no check ran or the source has no words."""
    from markupsafe import Markup

    if not view.has_mqm(report):
        return []
    given = report.verdict.mqm if report.verdict and len(lanes) < 2 else None
    return [
        Arithmetic(
            system, total, Markup(figures.stack({item.rank: total.counts.get(item.value, 0) for item in Severity}))
        )
        for system in lanes
        for total in [given or mqm([f for f in report.findings if f.system == system], report.run.source_words)]
    ]


def metric_cards(scores: Sequence[Score], facts: Mapping[str, MetricFacts]) -> list[Metric]:
    """The cards of the corpus scores, in the order of the report."""
    axes = scales(scores, facts)
    cards = []
    for metric, axis in axes.items():
        lower = facts[metric].lower_is_better
        corpus = [score for score in scores if score.metric == metric and score.level == "corpus"]
        sign = 1 if lower else -1
        corpus.sort(key=lambda score: (score.value is None, sign * (score.value or 0.0)))
        values = []
        for score in corpus:
            segments = [
                segment_score.value
                for segment_score in scores
                if segment_score.metric == metric
                and segment_score.level == "segment"
                and segment_score.system == score.system
                and segment_score.value is not None
            ]
            values.append(_value(score, facts[metric], segments, axis, single=len(corpus) == 1))
        if values:
            ends = (f"{axis.low:g}", f"{axis.high:g}")
            cards.append(Metric(facts[metric].title, facts[metric].direction, ends, tuple(values)))
    return cards


def _value(score: Score, facts: MetricFacts, segments: Sequence[float], axis: figures.Scale, single: bool) -> Value:
    from markupsafe import Markup

    plot = figures.distribution(segments, axis, score.value, score.interval, 44 if single else 20)
    coverage = view.coverage(facts, score)
    if not score.n_unscored:
        coverage = [view.count(score.n, "segment"), *coverage]
    return Value(
        system=score.system,
        text=view.figure(facts, score.value),
        interval=f"{view.level([score])} interval {view.interval(facts, score)}" if score.interval else "",
        n="; ".join(coverage),
        plot=Markup(plot),  # drawn from numbers only, so it needs no escaping
        signature=render_signature(score.signature),
    )


def _categories(cards: Iterable[Card]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Top categories with the checks that have findings there: `(category, [(id, name, findings)])`."""
    table: dict[str, Counter[tuple[str, str]]] = {}
    for card in cards:
        finding = card.finding
        table.setdefault(finding.category.split("/")[0], Counter())[finding.check, finding.name] += 1
    return [(top, [(*key, number) for key, number in sorted(table[top].items())]) for top in sorted(table)]


def _states(cards: Iterable[Card]) -> list[tuple[str, str, int]]:
    """The states to filter by, `(state, label, findings)`; empty if all findings have the same state."""
    counts = Counter(card.state for card in cards)
    return (
        [(state, words, counts[state]) for state, words in STATES.items() if counts[state]] if len(counts) > 1 else []
    )


def _counts(report: Report) -> Counter[str]:
    return Counter(finding.severity.value for finding in report.findings)


def _facts(report: Report, blocks: Sequence[Block]) -> list[tuple[str, list[str]]]:
    """Facts about the run for the head of the page; facts missing from the report are left out."""
    run, documents = report.run, report.documents
    pairs = dict.fromkeys((block.source_lang, block.target_lang) for block in blocks)
    pairs = pairs or {(run.source_lang, run.target_lang): None}
    lanes = dict.fromkeys(segment.system for segment in report.segments)
    size = view.count(len(report.segments) // (len(lanes) or 1), "segment")
    facts = [
        ("Languages", [f"{language_name(a)} → {language_name(b)} ({a} → {b})" for a, b in pairs if a and b]),
        ("Systems", [lane for lane in lanes if lane]),
        ("Translation", _few(document.path for document in documents)),
        ("Source", _few(document.source_path for document in documents)),
        ("References", _few(path for document in documents for path in document.reference_paths)),
        ("Glossary", _few(run.glossaries)),
        ("Size", [f"{size}, {view.count(run.source_words, 'source word')}" if run.source_words else size]),
        ("Aligned by", [ALIGNED.get(run.aligner, run.aligner)] if run.aligner else []),
        ("Evaluated", [f"{date(run.created)}, mtqe {run.version}"]),
    ]
    return [(term, values) for term, values in facts if values]


def _few(paths: Iterable[str | None], limit: int = 3) -> list[str]:
    """The paths; if there are too many for the head of the page, the first ones and a count."""
    named = list(dict.fromkeys(path for path in paths if path))
    return named if len(named) <= limit else [*named[: limit - 1], f"and {len(named) - limit + 1:,} more"]


def date(created: str) -> str:
    """A time of ISO 8601 in words, such as `1 December 2026, 17:58 UTC`; a text that is not one as it stands."""
    try:
        moment = datetime.datetime.fromisoformat(created)
    except ValueError:
        return created
    zone = " UTC" if moment.utcoffset() == datetime.timedelta(0) else ""
    return f"{moment.day} {moment:%B %Y, %H:%M}{zone}"
