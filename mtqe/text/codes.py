"""Segments without the text of their inline codes, for checks and metrics, and the way back to the stored text.

A code that stands alone may leave two spaces side by side, or a space at the edge of the text or before a mark of
punctuation. That space goes with the code, so that no rule takes it for an error.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from mtqe.model import Code, Hit, Segment, Side, Span

SIDES: tuple[Side, Side] = ("source", "target")
_MARKS = frozenset(".,;:!?)]}…。，、；：！？）")
"""Marks of punctuation with no space before them, as long as the text has none without the code."""


class _Kept(NamedTuple):
    """A run of characters that is in both texts, with its offset in each."""

    bare: int
    stored: int
    length: int


def bare(segment: Segment) -> Segment:
    """The segment without the text of its codes; each code has `start == end`, its place in that text, and its text."""
    if not segment.codes:
        return segment
    texts, codes = {}, list(segment.codes)
    for side in SIDES:
        kept = _kept(segment, side)
        texts[side] = "".join(segment.text(side)[run.stored : run.stored + run.length] for run in kept)
        for number, code in enumerate(codes):
            if code.side == side:
                place = _bare_place(kept, code.start)
                text = segment.text(side)[code.start : code.end] or code.text
                codes[number] = msgspec.structs.replace(code, start=place, end=place, text=text)
    return msgspec.structs.replace(segment, source=texts["source"], target=texts["target"], codes=tuple(codes))


def inserted(text: str, found: Iterable[tuple[Code, str]], side: Side) -> tuple[str, tuple[Code, ...]]:
    """A text with the text of its codes, and the codes with their places in it.

    Args:
        text: The text without markup.
        found: Codes in order, each with the text that takes the place of `text[start:end]`.
        side: The side of the text.
    """
    parts: list[str] = []
    placed: list[Code] = []
    done = length = 0
    for code, shown in found:
        parts += [text[done : code.start], shown]
        length += code.start - done
        placed.append(msgspec.structs.replace(code, side=side, start=length, end=length + len(shown)))
        length, done = length + len(shown), code.end
    return "".join(parts) + text[done:], tuple(placed)


def stands_before(segment: Segment, side: Side, start: int, end: int) -> bool:
    """Whether a code that stands for words, such as a variable, is before a word, so that the word is not the first.

    Args:
        segment: A segment without the text of its codes.
        side: The side of the word.
        start: Where the sentence begins, in code points.
        end: Where the word begins.
    """
    codes = (code for code in segment.codes if code.side == side and code.role == "alone" and code.kind != "break")
    return any(start <= code.start <= end for code in codes)


def all_bare(segments: Iterable[Segment]) -> list[Segment]:
    """The segments without the text of their codes, in order."""
    return [bare(segment) for segment in segments]


def restored(hit: Hit, segment: Segment) -> Hit:
    """The hit of a check in `bare(segment)` with spans in the text of `segment`, its codes among them."""
    if not segment.codes:
        return hit
    spans = [_stored_span(_kept(segment, span.side), span) for span in hit.spans]
    spans += [Span(code.side, code.start, code.end) for code in (segment.codes[number] for number in hit.codes)]
    return msgspec.structs.replace(hit, spans=tuple(spans), codes=())


def _kept(segment: Segment, side: Side) -> Sequence[_Kept]:
    text = segment.text(side)
    runs: list[_Kept] = []
    done = length = 0
    for start, end in [*_left_out(text, [code for code in segment.codes if code.side == side]), (len(text), len(text))]:
        if start > done:
            runs.append(_Kept(length, done, start - done))
            length += start - done
        done = max(done, end)
    return runs


def _left_out(text: str, codes: Sequence[Code]) -> Iterator[tuple[int, int]]:
    """The ranges of the text that its codes take with them, in order. Codes that touch each other are one range."""
    group: list[Code] = []
    for code in codes:
        if group and code.start > group[-1].end:
            yield _range(text, group)
            group = []
        group.append(code)
    if group:
        yield _range(text, group)


def _range(text: str, group: Sequence[Code]) -> tuple[int, int]:
    start, end = group[0].start, group[-1].end
    if any(code.role == "alone" for code in group):
        before, after = text[start - 1 : start], text[end : end + 1]
        if before.isspace() and (not after or after.isspace() or after in _MARKS):
            return start - 1, end
        if not before and after.isspace():
            return start, end + 1
    return start, end


def _bare_place(kept: Sequence[_Kept], stored: int) -> int:
    """The offset in the bare text of the first kept character at or after a place of the stored text."""
    number = bisect.bisect_right(kept, stored, key=lambda run: run.stored)
    if not number:
        return 0
    run = kept[number - 1]
    return run.bare + min(stored - run.stored, run.length)


def _stored_span(kept: Sequence[_Kept], span: Span) -> Span:
    if not span.start < span.end:
        return span  # the runner refuses it
    return Span(span.side, _stored_place(kept, span.start), _stored_place(kept, span.end - 1) + 1)


def _stored_place(kept: Sequence[_Kept], place: int) -> int:
    """The offset in the stored text of a character of the bare text."""
    run = kept[max(0, bisect.bisect_right(kept, place, key=lambda run: run.bare) - 1)] if kept else _Kept(0, 0, 0)
    return run.stored + place - run.bare
