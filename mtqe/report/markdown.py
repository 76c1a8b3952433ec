"""The report as Markdown for a pull-request comment: verdict, reasons, scores, and findings folded by severity.

Texts from translations, file names and messages are escaped, so nothing in them can become markup, a link, an image,
a mention or an issue reference. The comment stays below GitHub's length limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from mtqe.model import Finding, MetricFacts, Report, Score, Segment, Side
from mtqe.registry import metric_table
from mtqe.report import causes, outcome, view
from mtqe.report.causes import Cause
from mtqe.stats.mqm import formula, mqm

LIMIT = 65_000
"""Greatest length in characters; GitHub allows 65,536."""
ROOM = 220
"""Length in characters to which each side of a segment is shortened around its marks."""
BADGES = {"PASS": "✅", "INCOMPLETE": "⚠️", "FAIL": "❌"}
NO_SCORE = "–"
LINES = 20
"""Greatest number of reasons, problems, notes and systems listed; any more are only counted."""

_MARKUP = re.compile(r"[\\`*_\[\]#~]|^[-+=]")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "|": "&#124;", "\x00": "&#8203;"}
# GitHub links addresses and the numbers of issues and pull requests by itself, and turns `:smile:` into a picture.
_AUTOLINK = re.compile(
    r"(?i)(?<=[a-z]:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=\bGH)(?=-\d)|(?<=:)(?=[a-z0-9_+-]+:)"
)


def render(report: Report, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown of at most `LIMIT` characters; findings that do not fit are counted."""
    head = "\n".join([*_heading(report), *_scores(report)])
    tail = "\n".join(_remarks(report))
    room = LIMIT - len(head) - len(tail) - 2
    out.write("\n".join([head, *_findings(report, room), tail]).rstrip("\n") + "\n")


def escape(text: str) -> str:
    """Text on one line that Markdown shows literally; zero-width spaces keep addresses and mentions from linking."""
    return _entities(_NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", _unlinked(text))))


def _html(text: str) -> str:
    """Text for an HTML block, in which Markdown is not interpreted."""
    return _entities(_unlinked(text))


def _unlinked(text: str) -> str:
    return _AUTOLINK.sub("\x00", view.visible(text))


def _entities(text: str) -> str:
    return re.sub(r"[&<>$|\x00]", lambda match: _ENTITIES[match[0]], text)


def short(text: str, limit: int = 200) -> str:
    """Escaped text of at most `2 * limit` characters."""
    text = text.strip()
    size = limit
    while len(escaped := escape(text if len(text) <= size else text[:size] + "…")) > 2 * limit:
        size = size * 3 // 4
    return escaped


def _heading(report: Report) -> Iterator[str]:
    word = outcome.word(report.verdict)
    yield f"## {f'{BADGES[word]} {word}: ' if word else ''}{short(view.subject(report) or 'mtqe report')}"
    yield ""
    for title, lines in outcome.lists(report):
        if title:
            yield f"{title}\n"
        yield from listed(lines)
        yield ""
    if areas := outcome.looked_for(report):
        yield f"Looked for: {areas}.\n"
    facts = [view.count(len({segment.id for segment in report.segments}), "segment")]
    if report.run.source_words:
        facts.append(view.count(report.run.source_words, "source word"))
    if view.checked(report):
        facts.append(view.tally(report.findings))
    yield ", ".join(facts) + "."
    yield ""


def listed(lines: Sequence[str]) -> Iterator[str]:
    """A list item for each line, escaped, at most `LINES` of them."""
    yield from (f"- {short(line, 400)}" for line in lines[:LINES])
    if len(lines) > LINES:
        yield f"- and {len(lines) - LINES:,} more"


def _scores(report: Report) -> Iterator[str]:
    table = dict(list(view.corpus_scores(report).items())[:LINES])
    names = view.systems(report)
    mqms = view.has_mqm(report)
    if not table and not mqms:
        return
    facts = metric_table.facts(report)
    level = view.level(score for row in table.values() for score in row.values())
    if len(names) == 1:
        yield f"| Metric | Score | {level + ' interval' if level else ''} |"
        yield "|:--|--:|:--|"
        for metric, row in table.items():
            if score := row.get(names[0]):
                known = facts[metric]
                title = short(known.title, 40) + ("" if known.higher_is_better else f" ({known.direction})")
                yield f"| {title} | {view.figure(known, score.value)} | {view.interval(known, score)} |"
        if mqms:
            yield f"| MQM | {_mqm(report, names[0])} | |"
    else:
        metrics = [short(facts[metric].title, 40) + (" ↓" if facts[metric].lower_is_better else "") for metric in table]
        yield "| System | " + " | ".join([*metrics, *(["MQM"] if mqms else [])]) + " |"
        yield "|:--|" + "--:|" * (len(metrics) + mqms)
        for name in names[:LINES]:
            cells = [_cell(facts[metric], row[name]) if name in row else "" for metric, row in table.items()]
            yield "| " + " | ".join([short(name or "", 60), *cells, *([_mqm(report, name)] if mqms else [])]) + " |"
        if len(names) > LINES:
            yield f"\nand {len(names) - LINES:,} more systems"
        if any(facts[metric].lower_is_better for metric in table):
            yield "\n↓ lower is better"
    if mqms:
        yield f"\n<sub>{escape(outcome.TOO_SHORT if _mqm(report, names[0]) == NO_SCORE else formula())}</sub>"
    yield ""


def _cell(facts: MetricFacts, score: Score) -> str:
    shown = view.interval(facts, score)
    return view.figure(facts, score.value) + (f"<br>{shown}" if shown else "")


def _mqm(report: Report, system: str | None) -> str:
    total = mqm((f for f in report.findings if f.system == system), report.run.source_words)
    return outcome.mqm_score(total) or NO_SCORE


def _findings(report: Report, room: int) -> Iterator[str]:
    """As many findings as fit, worst first; only the worst group is unfolded."""
    segments = view.segments_by_id(report)
    names = view.systems(report)
    state = " open"
    for system in names:
        for severity, group in causes.by_severity(report, system).items():
            title = causes.heading(severity, group) + (f" in {_html((system or '')[:60])}" if len(names) > 1 else "")
            rows = (_row(cause, segments[system, cause.first.segment]) for cause in group)
            block = _group(title, state, rows, len(group), report, room)
            if len(block) <= room:
                yield block
                room -= len(block) + 1
                state = ""


def _group(title: str, state: str, rows: Iterable[str], number: int, report: Report, room: int) -> str:
    """A foldable table with as many rows as fit into `room` characters."""
    tags = [short(lang or side, 40) for side, lang in view.tags(report).items()]
    before = [
        f"<details{state}><summary><b>{title}</b></summary>",
        "",
        f"| Finding | {tags[0]} | {tags[1]} |",
        "|:--|:--|:--|",
    ]
    room -= sum(map(len, before)) + 120
    fitting = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        fitting.append(row)
    hidden = number - len(fitting)
    if not fitting:
        return f"{title} not shown here; the HTML and JSON reports list all of them\n"
    more = [f"\nand {hidden:,} more; the HTML and JSON reports list all of them"] if hidden else []
    return "\n".join([*before, *fitting, *more, "", "</details>", ""])


def _row(cause: Cause, segment: Segment) -> str:
    finding = cause.first
    about = [f"**{short(finding.name)}** {short(finding.check, 60)}", f"<sub>{short(view.place(segment))}</sub>"]
    about.append(short(finding.message))
    if finding.suggestion:
        about.append(f"→ {short(finding.suggestion)}")
    about += [f"<i>{short(line)}</i>" for line in (causes.elsewhere(cause), causes.also_found(cause)) if line]
    if why := view.uncounted(finding):
        about.append(f"({short(why)})")
    return f"| {'<br>'.join(about)} | {marked([finding], segment, 'source')} | {marked([finding], segment, 'target')} |"


def marked(findings: Sequence[Finding], segment: Segment, side: Side) -> str:
    """One side with the marks of findings in bold, as HTML, because `**` does not close next to every character."""
    result = ""
    inside = False
    for piece in view.cropped(segment, side, findings, ROOM):
        if inside != bool(piece.severity):
            result += "</b>" if inside else "<b>"
        inside = bool(piece.severity)
        result += escape(piece.text)
    return result + ("</b>" if inside else "")


def _remarks(report: Report) -> Iterator[str]:
    if report.failures:
        yield "**Could not run: the report is incomplete**\n"
        yield from listed([f"{problem.what}: {problem.why}" for problem in report.failures])
        yield ""
    undirected = view.undirected(metric_table.facts(report), view.corpus_scores(report))
    left_out = view.not_run(report, checks=not outcome.names_areas(report))
    small: Iterable[str] = [*report.remarks, *undirected, *(f"Not run: {line}" for line in left_out)]
    if lines := list(listed(list(small))):
        yield "<details><summary>Notes</summary>\n"
        yield from lines
        yield "\n</details>\n"
    yield f"<sub>mtqe {short(report.run.version, 40)}</sub>"
