"""What is done to mend a finding: edits of the file, and the same in the translation of the segment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from mtqe.mending.files.patch import Edit, Edits, Shift
from mtqe.mending.files.places import Key
from mtqe.model import Finding, Segment

Ranges = tuple[tuple[int, int], ...]
"""Start and end of each marked text of a translation."""


class Step(NamedTuple):
    """An edit of a file, and the range of a translation that it replaces, with the new text."""

    path: str
    edit: Edit
    key: Key
    replaced: tuple[int, int, str]


class Steps:
    """Steps that do not overlap: those of a finding, or of a round.

    Args:
        all: The steps.
        edits: The edits of each value of each file.
        texts: The replaced ranges of each translation.
    """

    def __init__(self) -> None:
        self.all: list[Step] = []
        self.edits: dict[str, dict[int, Edits]] = {}
        self.texts: dict[Key, list[tuple[int, int, str]]] = {}
        self._growth: dict[Key, int] = {}

    def __contains__(self, step: Step) -> bool:
        return step.edit in self._of(step)

    def meets(self, step: Step) -> bool:
        """Whether a step overlaps one of them."""
        return self._of(step).meets(step.edit)

    def add(self, step: Step) -> None:
        """Add a step that overlaps none of them."""
        self.all.append(step)
        self.edits.setdefault(step.path, {}).setdefault(step.edit.value, Edits()).add(step.edit)
        self.texts.setdefault(step.key, []).append(step.replaced)
        start, end, text = step.replaced
        self._growth[step.key] = self.growth(step.key) + len(text) - (end - start)

    def growth(self, key: Key) -> int:
        """How many characters a translation gains."""
        return self._growth.get(key, 0)

    def _of(self, step: Step) -> Edits:
        return self.edits.get(step.path, {}).get(step.edit.value) or Edits()


def trimmed(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """The replacement of a range without the characters that stay the same at its ends."""
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return start, end, new


def supported(segment: Segment, start: int, end: int, new: str) -> tuple[int, int, str]:
    """The replacement of a range, with the characters beside it if it has white space at its ends.

    Some formats write white space at the edges of a text, or a run of it, in another way than a space between words.
    So a deletion that leaves white space at an edge or beside other white space is written with it, and one at the
    start of the text or a line with what then begins it, as some signs have a meaning there.
    """
    text = segment.target
    codes = [code for code in segment.codes if code.side == "target" and code.start < code.end]
    first = max((code.end for code in codes if code.end <= start), default=0)
    last = min((code.start for code in codes if code.start >= end), default=len(text))
    if not new and start < end:
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        begins = before == "\n" or (not before and not after.isalnum())
        if begins or (before.isspace() and (not after or after.isspace())):
            if end < last:
                end, new = end + 1, after
            elif first < start:
                start, new = start - 1, before
    if new[-1:].isspace():
        stop = _behind_space(text, end, last)
        end, new = stop, new + text[end:stop]
    if new[:1].isspace():
        begin = _before_space(text, start, first)
        start, new = begin, text[begin:start] + new
    return start, end, new


def _behind_space(text: str, at: int, last: int) -> int:
    """The offset behind the white space that begins at an offset and one character more."""
    while at < last and text[at].isspace():
        at += 1
    return min(at + 1, last)


def _before_space(text: str, at: int, first: int) -> int:
    """The offset before the white space that ends at an offset and one character more."""
    while at > first and text[at - 1].isspace():
        at -= 1
    return max(at - 1, first)


def ranges(finding: Finding) -> Ranges:
    """The marked ranges of the translation."""
    return tuple((span.start, span.end) for span in finding.spans if span.side == "target")


def touch(first: Ranges, second: Ranges) -> bool:
    """Whether a range of one overlaps or touches a range of the other."""
    return any(start <= last and begin <= end for start, end in first for begin, last in second)


def moved(known: dict[Ranges, bool], texts: Iterable[tuple[int, int, str]]) -> dict[Ranges, bool]:
    """The ranges of findings after replacements of their text."""
    shift = Shift(texts)
    return {tuple((shift(start), shift(end)) for start, end in ranges): known[ranges] for ranges in known}


def edited(segment: Segment, texts: Iterable[tuple[int, int, str]]) -> Segment:
    """A segment with replaced ranges of its translation; its inline codes move with the text."""
    texts = sorted(texts)
    shift, parts, done = Shift(texts), [], 0
    for start, end, text in texts:
        parts += [segment.target[done:start], text]
        done = end
    target = "".join(parts) + segment.target[done:]
    codes = []
    for code in segment.codes:
        start = shift(code.start) if code.side == "target" else code.start
        codes.append(msgspec.structs.replace(code, start=start, end=start + code.end - code.start))
    return msgspec.structs.replace(segment, target=target, codes=tuple(codes))
