"""Views of `mtqe status`: lines of at most 80 columns, Markdown for a job's summary, commands for GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from mtqe.model.status import STATES, Change, PairState, PairStatus, Status
from mtqe.report import view
from mtqe.report.document_markdown import LIMIT, short
from mtqe.report.github import Command, line

LISTED = 5
"""Segments: the most of a translation that are listed."""
PAIRS = 30
"""Files: the most in one state that are listed."""
WIDTH = 80
"""Columns: the widest line, unless a path is longer."""
KINDS = {
    "stale": "source changed",
    "untranslated": "not translated",
    "removed": "source removed",
    "changed": "translation changed",
    "unknown": "not recorded",
}
MEANING: dict[PairState, str] = {
    "stale": "older than the source",
    "missing": "a file is missing",
    "unreadable": "could not be read",
    "changed": "changed since they were recorded",
    "unknown": "never recorded",
    "fresh": "as recorded",
}
HINTS: dict[PairState, str] = {
    "stale": "translate what changed, or say that nothing has to: mtqe status --update FILE",
    "changed": "when the translation fits its source: mtqe status --update FILE",
    "unknown": "when these translations fit their sources: mtqe status --update",
}


def console(status: Status, out: TextIO) -> None:
    """Write the state for a terminal."""
    for text in _lines(status):
        out.write(f"{text}\n")


def markdown(status: Status, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown of at most `LIMIT` characters."""
    room = LIMIT - 100
    for text in _markdown(status):
        room -= len(text) + 1
        if room < 0:
            out.write("\nThe rest is too long for a summary; `--json` has everything.\n")
            break
        out.write(f"{text}\n")


def github(status: Status, out: TextIO) -> None:
    """Write a workflow command for each translation that is not fresh; they are notices unless the command fails."""
    for pair in status.pairs:
        if pair.state == "fresh":
            continue
        kind = "notice" if pair.state in ("changed", "unknown") or not status.failing else "error"
        message = "; ".join([_about(pair), *(_change(change) for change in pair.changes[:LISTED])])
        file = {} if pair.state == "missing" else {"file": view.visible(pair.translation)}
        out.write(line(Command(kind, {**file, "title": f"translation {pair.state}"}, view.visible(message))))


def headline(status: Status) -> str:
    """One sentence for all translations."""
    number = len(status.pairs)
    behind = status.counts.get("stale", 0)
    if not number:
        return "there are no translations"
    if behind:
        return f"{behind:,} of {view.count(number, 'translation')} {'is' if behind == 1 else 'are'} stale"
    unknown = status.counts.get("unknown", 0)
    if unknown == number:
        return f"nothing is known of {view.count(number, 'translation')}: {status.lock} has no entry of them"
    return f"no translation of {number:,} is known to be stale"


def _lines(status: Status) -> Iterator[str]:
    yield headline(status)
    for state in STATES:
        pairs = _in(status, state)
        if not pairs:
            continue
        yield ""
        yield f"{state}: {len(pairs):,} ({MEANING[state]})"
        if state == "fresh" or (state == "unknown" and len(pairs) == len(status.pairs)):
            pairs = ()
        for pair in pairs[:PAIRS]:
            yield f"  {view.visible(pair.translation)}"
            yield from (_cut(f"    {text}") for text in _facts(pair))
        if len(pairs) > PAIRS:
            yield f"  … and {len(pairs) - PAIRS:,} more; --json lists all"
        if hint := HINTS.get(state):
            yield f"  {hint}"


def _facts(pair: PairStatus) -> Iterator[str]:
    if about := _about(pair, state=False):
        yield about
    for change in pair.changes[:LISTED]:
        yield _change(change)
    if len(pair.changes) > LISTED:
        yield f"… and {view.count(len(pair.changes) - LISTED, 'segment')} more"


def _about(pair: PairStatus, state: bool = True) -> str:
    parts = [MEANING[pair.state]] if state else []
    if pair.why:
        parts.append(view.visible(pair.why))
    elif pair.source != pair.translation and pair.state not in ("fresh", "unknown"):
        parts.append(f"source {view.visible(pair.source)}, {view.count(pair.segments, 'segment')}")
    if pair.renamed_from:
        parts.append(f"renamed from {view.visible(pair.renamed_from)}")
    if state and pair.changes:
        parts.append(f"{view.count(len(pair.changes), 'segment')} differ")
    return "; ".join(parts)


def _change(change: Change) -> str:
    place = view.visible(change.unit) or (f"line {change.line}" if change.line else "")
    return ": ".join(part for part in (KINDS[change.kind], place, view.visible(change.text)) if part)


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _in(status: Status, state: PairState) -> Sequence[PairStatus]:
    return tuple(pair for pair in status.pairs if pair.state == state)


def _markdown(status: Status) -> Iterator[str]:
    yield f"### Translations: {short(headline(status))}"
    yield ""
    yield "| state | translations | |"
    yield "|---|--:|---|"
    for state in STATES:
        if number := status.counts.get(state, 0):
            yield f"| {state} | {number:,} | {MEANING[state]} |"
    for state in STATES:
        pairs = _in(status, state) if state not in ("fresh", "unknown") else ()
        if not pairs:
            continue
        yield f"\n**{state}**\n"
        for pair in pairs[:PAIRS]:
            yield f"- {short(pair.translation)}: {short(_about(pair), 300)}"
            for change in pair.changes[:LISTED]:
                yield f"  - {short(_change(change))}"
        if len(pairs) > PAIRS:
            yield f"- … and {len(pairs) - PAIRS:,} more"
