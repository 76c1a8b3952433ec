"""Segments with one empty side: how they lie together, and whether they are page furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe.contracts import Context
from mtqe.model import Segment, Side
from mtqe.text.boilerplate import furniture
from mtqe.text.language_tags import count_words

BOILERPLATE = "boilerplate"
"""The kind of a finding about page furniture."""

SHORT = 4
"""Fewer words than this are a heading, a byline or a label."""

SIMILAR = 0.5
"""Least ratio of lengths at which an omission and an addition side by side may be each other's translation."""


@dataclass(frozen=True)
class Lone:
    """A text without a counterpart.

    Args:
        segment: Its segment.
        place: Which sentence of its run it begins with, from 1.
        run: Sentences of the run of such texts that it belongs to.
        words: Its words.
        passage: For the first text of a run that is neither short nor furniture: how many such sentences the run has.
            0 for the others.
        furniture: What kind of page furniture it is, if any.
        doubtful: Whether text of like length without a counterpart stands beside the run on the other side, so that
            the two may be a misalignment rather than an omission and an addition.
    """

    segment: Segment
    place: int
    run: int
    words: int
    passage: int
    furniture: str | None
    doubtful: bool

    @property
    def confidence(self) -> float | None:
        """The aligner's confidence in the bead, halved where the alignment is doubtful."""
        score = self.segment.meta.get("score")
        if not isinstance(score, int | float):
            return 0.5 if self.doubtful else None
        return round(min(max(float(score), 0.0), 1.0) * (0.5 if self.doubtful else 1), 4)

    def describe(self, side: Side) -> str:
        """The text by its place in its run, with the verb: `sentence 2 of 3 in a row is`."""
        if self.run == 1:
            return "this sentence is" if self.words >= SHORT else "this short line is"
        last = self.place + _sentences(self.segment, side) - 1
        if last == self.place:
            return f"sentence {self.place} of {self.run} in a row is"
        return f"sentences {self.place} to {last} of {self.run} in a row are"


def lone(segments: Sequence[Segment], side: Side, context: Context) -> Iterator[Lone]:
    """The texts of one side of a document that have no counterpart, in order.

    Args:
        segments: All segments of the document.
        side: The side that is there: `source` for omissions, `target` for additions.
        context: The languages.
    """
    lang = context.source_lang if side == "source" else context.target_lang
    langs = (context.source_base, context.target_base)
    for state, group in groupby(segments, key=_empty):
        if state is None:
            continue
        region = [segment for segment in group if segment.text(_there(segment)).strip()]
        doubtful = _doubtful(region, langs)
        for there, members in groupby(region, key=_there):
            if there != side:
                continue
            run = [
                (segment, words, furniture(segment.text(side), *langs))
                for segment in members
                if (words := count_words(segment.text(side), lang))
            ]
            total = sum(_sentences(segment, side) for segment, _, _ in run)
            passage = sum(_sentences(segment, side) for segment, words, kind in run if words >= SHORT and not kind)
            place = 1
            for segment, words, kind in run:
                leads = words >= SHORT and not kind
                yield Lone(segment, place, total, words, passage if leads else 0, kind, doubtful and kind is None)
                passage = 0 if leads else passage
                place += _sentences(segment, side)


def _empty(segment: Segment) -> bool | None:
    """True where one side is empty, `None` where both have text: what parts the regions of a document."""
    return True if not (segment.source.strip() and segment.target.strip()) else None


def _there(segment: Segment) -> Side:
    return "source" if segment.source.strip() else "target"


def _sentences(segment: Segment, side: Side) -> int:
    numbers = segment.meta.get(f"{side}_sentences")
    return max(len(numbers), 1) if isinstance(numbers, list | tuple) else 1


def _doubtful(region: Sequence[Segment], langs: tuple[str, str]) -> bool:
    """Whether a region holds about as much source as target, page furniture aside."""
    size = {"source": 0, "target": 0}
    for segment in region:
        there = _there(segment)
        text = segment.text(there)
        if furniture(text, *langs) is None:
            # A Chinese or Japanese character says about as much as three letters.
            size[there] += sum(3 if char >= "\u2e80" else 1 for char in text)
    low, high = sorted(size.values())
    return low > 0 and low >= SIMILAR * high
