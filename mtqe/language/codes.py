"""Segments without the text of their inline codes, for checks and metrics, and the way back to the stored text.

A code that stands alone may leave two spaces side by side, or a space at the edge of the text or before a mark of
punctuation. That space goes with the code, so that no rule takes it for an error. A line break between two words leaves
a space in its place, so that they stay two words.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from mtqe.language.language_tags import count_words
from mtqe.model import Code, Hit, Report, Segment, Side, Span

SIDES: tuple[Side, Side] = ("source", "target")
_MARKS = frozenset(".,;:!?)]}…。，、；：！？）")
"""Marks of punctuation with no space before them, as long as the text has none without the code."""


class _Kept(NamedTuple):
    """A run of characters that is in both texts, or a space in the bare text that stands for a line break.

    Args:
        bare: Its offset in the bare text.
        stored: Its offset in the stored text.
        end: Where it ends in the stored text.
        text: Its text in the bare text.
    """

    bare: int
    stored: int
    end: int
    text: str


def bare(segment: Segment) -> Segment:
    """The segment without the text of its codes; each code has `start == end`, its place in that text, and its text."""
    if not segment.codes:
        return segment
    texts, codes = {}, list(segment.codes)
    for side in SIDES:
        kept = _kept(segment, side)
        texts[side] = "".join(run.text for run in kept)
        spaces = length(segment, side) - len(texts[side])
        for number, code in enumerate(codes):
            if code.side == side:
                place = _bare_place(kept, code.start)
                text = segment.text(side)[code.start : code.end] or code.text
                codes[number] = msgspec.structs.replace(code, start=place, end=place, text=text, spaces=spaces)
                spaces = 0
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


def length(segment: Segment, side: Side) -> int:
    """The number of characters of a side beside the text of its codes, which `segment` may have or not."""
    number, done = len(segment.text(side)), 0
    for code in segment.codes:
        if code.side == side:
            number += code.spaces - max(0, code.end - max(done, code.start))
            done = max(done, code.end)
    return number


def stands_before(segment: Segment, side: Side, start: int, end: int) -> bool:
    """Whether a code that stands for words, such as a variable, is before a word, so that the word is not the first."""
    codes = (code for code in segment.codes if code.side == side and code.role == "alone" and code.kind != "break")
    return any(start <= code.start <= end for code in codes)


def all_bare(segments: Iterable[Segment]) -> list[Segment]:
    """The segments without the text of their codes, in order."""
    return [bare(segment) for segment in segments]


def comparable_source(segment: Segment) -> str:
    """The source without the text of its codes, or its codes if it has nothing else.

    Two files may give the same codes different numbers.
    """
    text = bare(segment).source
    return text if text.strip() else segment.source


def source_words(segments: Iterable[Segment], lang: str) -> int:
    """The number of words of the sources, without the text of their codes: the base of "per 1,000 words".

    A source without a translation counts if the translation was lost, and not if the file just does not have it yet.
    """
    return sum(count_words(bare(segment).source, lang) for segment in segments if not segment.is_missing)


def words_of_documents(report: Report, system: str | None) -> dict[str | None, int]:
    """The number of words of the sources (`source_words`) of each document, as one system translated it."""
    langs = {document.id: document.source_lang for document in report.documents}
    words: dict[str | None, int] = {}
    for segment in report.segments:
        if segment.system == system:
            lang = langs.get(segment.doc or "") or report.run.source_lang or ""
            words[segment.doc] = words.get(segment.doc, 0) + source_words([segment], lang)
    return words


class Stored:
    """A segment with the text of its codes, and the places of what `bare(segment)` has in that text.

    Args:
        segment: The segment.
    """

    __slots__ = ("_runs", "segment")

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._runs: dict[Side, Sequence[_Kept]] = {}

    def span(self, span: Span) -> Span:
        """The span in this segment of a span in `bare(segment)`."""
        if not self.segment.codes or not span.start < span.end:
            return span  # the runner refuses an empty one
        if span.side not in self._runs:
            self._runs[span.side] = _kept(self.segment, span.side)
        kept = self._runs[span.side]
        return Span(span.side, _stored_range(kept, span.start)[0], _stored_range(kept, span.end - 1)[1])

    def hit(self, hit: Hit) -> Hit:
        """The hit of a check in `bare(segment)` with spans in this segment, its codes among them."""
        if not self.segment.codes:
            return hit
        spans = [self.span(span) for span in hit.spans]
        spans += [Span(code.side, code.start, code.end) for code in (self.segment.codes[place] for place in hit.codes)]
        return msgspec.structs.replace(hit, spans=tuple(spans), codes=())


def _kept(segment: Segment, side: Side) -> Sequence[_Kept]:
    text = segment.text(side)
    runs: list[_Kept] = []
    done = length = 0
    for group in _groups([code for code in segment.codes if code.side == side]):
        start, end = _range(text, group)
        if start > done:
            runs.append(_Kept(length, done, start, text[done:start]))
            length += start - done
        if _parts_words(text, start, end, group):
            runs.append(_Kept(length, start, end, " "))
            length += 1
        done = max(done, end)
    if done < len(text):
        runs.append(_Kept(length, done, len(text), text[done:]))
    return runs


def _groups(codes: Sequence[Code]) -> Iterator[Sequence[Code]]:
    """The codes in order; those that touch each other are one group."""
    group: list[Code] = []
    for code in codes:
        if group and code.start > group[-1].end:
            yield group
            group = []
        group.append(code)
    if group:
        yield group


def _parts_words(text: str, start: int, end: int, group: Sequence[Code]) -> bool:
    """Whether a group of codes that covers a range breaks the line between two words."""
    if not any(code.kind == "break" for code in group):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and not before.isspace() and not after.isspace()


def _range(text: str, group: Sequence[Code]) -> tuple[int, int]:
    """The range of the text that a group of codes takes with it."""
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
    return run.bare + min(stored - run.stored, len(run.text))


def _stored_range(kept: Sequence[_Kept], place: int) -> tuple[int, int]:
    """The range in the stored text of a character of the bare text."""
    run = kept[max(0, bisect.bisect_right(kept, place, key=lambda run: run.bare) - 1)] if kept else _Kept(0, 0, 0, "")
    start = run.stored + place - run.bare
    is_break = run.end - run.stored != len(run.text)
    return start, run.end if is_break else start + 1
