"""Shouting: the translation has an exclamation mark that the source has not.

## What it does

Marks every exclamation mark of the translation when the source has none.

## Why it is bad

It is only an example of a plugin: one check, one metric, one format and one reporter in a file.

## Known problems

Spanish opens exclamations too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from mtqe.contracts import Context, Example, check
from mtqe.model import Document, Hit, Report, Score, Segment, Severity, Span


@check(
    "acme/GLS001",
    "shouting",
    "style/register",
    Severity.MINOR,
    examples=[Example("Stop.", "Halt."), Example("Stop.", "Halt!", marks=("!",))],
)
def shouting(segment: Segment, context: Context) -> Iterator[Hit]:
    if "!" not in segment.source:
        for place, char in enumerate(segment.target):
            if char == "!":
                yield Hit("the source does not shout", (Span("target", place, place + 1),))


class LengthRatio:
    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        source, target = (sum(len(segment.text(side)) for segment in segments) for side in ("source", "target"))
        signature = {"name": "length-ratio", "version": "1.0"}
        return [Score("length-ratio", "corpus", target / source, n=len(segments), signature=signature)]


length_ratio = LengthRatio()


class Arrows:
    def read(self, path: Path) -> Document:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = [line.split(" => ") for line in lines]
        return Document(path.name, segments=tuple(Segment(str(n), *pair) for n, pair in enumerate(pairs, 1)))


arrows = Arrows()


class Count:
    def render(self, report: Report, out: TextIO) -> None:
        out.write(f"{len(report.findings)} findings\n")


count = Count()
