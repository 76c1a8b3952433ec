"""Shouting: the translation has an exclamation mark that the source has not.

## What it does

Marks every exclamation mark of the translation when the source has none.

## Why it is bad

It is only an example of a plugin: one check, two metrics, two formats and one reporter in a file.

## Known problems

Spanish opens exclamations too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import TextIO

from mtqe.errors import Unavailable
from mtqe.formats import files
from mtqe.metrics.levels import score_levels
from mtqe.model import Block, Document, Hit, Level, Report, Score, Segment, Severity, Signature, Span, Text
from mtqe.registry.contracts import Context, Example, check


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
    """A metric of the corpus alone."""

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        source, target = (sum(len(segment.text(side)) for segment in segments) for side in ("source", "target"))
        signature: Signature = {"name": "length-ratio", "version": "1.0"}
        return [Score("length-ratio", "corpus", target / source, n=len(segments), signature=signature)]


class LostWords:
    """A metric with scores at all levels: the score of several segments is the mean of their scores."""

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        values = {place: _lost(segment) for place, segment in enumerate(segments) if segment.references}
        if not values:
            raise Unavailable("lost-words needs a reference and no segment has one", "give one with --reference")

        def mean(places: Sequence[int]) -> float:
            return fmean(values[place] for place in places)

        def signature(places: Sequence[int], level: Level) -> Signature:
            return {"name": "lost-words", "nrefs": 1, "version": "1.0"}

        return score_levels("lost-words", segments, values, mean, signature)


def _lost(segment: Segment) -> float:
    words = segment.references[0].lower().split()
    return 100 * sum(word not in segment.target.lower().split() for word in words) / max(1, len(words))


class Arrows:
    """A format for pairs."""

    def read(self, path: Path) -> Document:
        content, sha256 = files.decode(path)
        pairs = [line.split(" => ") for line in files.lines(content)]
        segments = tuple(Segment(str(n), source, target, doc=path.name) for n, (source, target) in enumerate(pairs, 1))
        return Document(path.name, segments=segments, path=str(path), sha256=sha256)


class Memo:
    """A format for one side of a document."""

    def read(self, path: Path) -> Text:
        content, sha256 = files.decode(path)
        lines = enumerate(files.lines(content), 1)
        blocks = tuple(Block(line, number) for number, line in lines if line and not line.startswith("To:"))
        return Text(blocks, str(path), sha256)


class Count:
    """A reporter."""

    def render(self, report: Report, out: TextIO) -> None:
        out.write(f"{len(report.findings)} findings\n")


length_ratio, lost_words, arrows, memo, count = LengthRatio(), LostWords(), Arrows(), Memo(), Count()
