"""A release as Markdown for a pull-request comment. The comment stays below GitHub's length limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mtqe.model.release import Release
from mtqe.report import release_view
from mtqe.report.document import Block, Heading, Paragraph
from mtqe.report.document_markdown import written
from mtqe.report.markdown import BADGES

REST = "The other lines do not fit here; the HTML page and the JSON file have all of them."


def render(release: Release, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown."""
    out.write(written(_blocks(release), REST))


def _blocks(release: Release) -> Iterator[Block]:
    label = release.verdict.label if release.verdict else ""
    facts = release_view.facts(release)
    yield Heading(f"{BADGES[label]} {label}" if label else "mtqe report", facts if label else "")
    yield from [] if label else [Paragraph(facts)]
    yield from release_view.blocks(release)
