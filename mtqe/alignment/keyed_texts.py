"""Pairs the texts of two pages that stand outside of the running text, by their keys.

A key may have several texts, such as the images of a page. Those that both sides have without a difference pair first:
program code and addresses of images are mostly not translated. Between them the texts pair in order if both sides have
equally many, and else by their places in the running text.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec
from rapidfuzz.distance import LCSseq

from mtqe.language import codes, program_code
from mtqe.model import BeadFacts, Block, Code, Segment, Side, Text, TextPlace

Pair = tuple[int | None, int | None]
"""Numbers of a source block and a target block; `None` if there is none."""

MOST = 100_000_000
"""Pairs: of texts of one key that are compared with each other; beyond them only the places count."""


def segments(
    running: Sequence[Segment], texts: tuple[Text, Text], references: Sequence[Text]
) -> list[tuple[int, Segment]]:
    """The segments of the texts with keys, each with the number of segments of the running text before it, in order."""
    places = [_places(running, side) for side in codes.SIDES]
    doc = running[0].doc if running else None
    others = [
        {source: target for source, target in pairs(texts[0], text, places[0], lambda block: -1) if source is not None}
        for text in references
    ]
    ordered = []
    for pair in pairs(texts[0], texts[1], places[0], places[1]):
        source, target = pair
        place = places[0](source) if source is not None else places[1](target or 0)
        segment = _segment(pair, texts, doc)
        if references:
            found = [(by_source.get(source) if source is not None else None) for by_source in others]
            translations = [
                _bare(text.blocks[k]) if k is not None else "" for k, text in zip(found, references, strict=True)
            ]
            segment = msgspec.structs.replace(segment, references=tuple(translations))
        ordered.append(((place, source is None, source if source is not None else target or 0), segment))
    return [(key[0], segment) for key, segment in sorted(ordered, key=lambda item: item[0])]


def pairs(source: Text, target: Text, *places: Callable[[int], int]) -> Iterator[Pair]:
    """The pairs of the blocks with keys, those of each key together."""
    by_key: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, text in enumerate((source, target)):
        for number, block in enumerate(text.blocks):
            if block.key:
                by_key[block.key][side].append(number)
    for left, right in by_key.values():
        for some, others in _gaps(
            left, right, [_identity(source.blocks[k]) for k in left], [_identity(target.blocks[k]) for k in right]
        ):
            yield from _in_order(some, others, places)


def _gaps(
    left: list[int], right: list[int], first: Sequence[object], second: Sequence[object]
) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of both sides that pair with each other: equal ones, and the runs between them."""
    if len(left) * len(right) > MOST or not any(first):
        yield left, right
        return
    done = 0, 0
    for step in LCSseq.opcodes(first, second):
        if step.tag == "equal":
            yield left[done[0] : step.src_start], right[done[1] : step.dest_start]
            yield left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
            done = step.src_end, step.dest_end
    yield left[done[0] :], right[done[1] :]


def _in_order(left: list[int], right: list[int], places: Sequence[Callable[[int], int]]) -> Iterator[Pair]:
    if len(left) == len(right):
        yield from zip(left, right, strict=True)
        return
    waiting = list(right)
    at = 0
    for number in left:
        place = places[0](number)
        while at < len(waiting) and places[1](waiting[at]) < place:
            yield None, waiting[at]
            at += 1
        if at < len(waiting) and places[1](waiting[at]) == place:
            yield number, waiting[at]
            at += 1
        else:
            yield number, None
    yield from ((None, number) for number in waiting[at:])


def _identity(block: Block) -> object:
    """What both sides have in common if the text is not translated; empty if nothing is known."""
    if block.role == "code block":
        return program_code.tokens(block.codes[0].value)
    return next((code.value for code in block.codes if code.kind == "image" and code.value), "")


def _places(running: Sequence[Segment], side: Side) -> Callable[[int], int]:
    """How many segments of the running text stand before a block."""
    numbered = ((segment.place(side).paragraph, n) for n, segment in enumerate(running, 1))
    known = [(paragraph, n) for paragraph, n in numbered if paragraph is not None]
    paragraphs = [paragraph for paragraph, _ in known]

    def place(block: int) -> int:
        number = bisect.bisect_right(paragraphs, block + 1)
        return known[number - 1][1] if number else 0

    return place


def _segment(pair: Pair, texts: tuple[Text, Text], doc: str | None) -> Segment:
    kind = "omission" if pair[1] is None else "addition" if pair[0] is None else "match"
    meta = BeadFacts(kind, 1.0).meta()
    stored: dict[Side, str] = dict.fromkeys(codes.SIDES, "")
    found: list[Code] = []
    for side, number, text in zip(codes.SIDES, pair, texts, strict=True):
        if number is not None:
            block = text.blocks[number]
            meta |= TextPlace(block.line, paragraph=number + 1, blocks=(block.role,)).of(side)
            stored[side], of_block = codes.inserted(block.text, zip(block.codes, block.shown, strict=True), side)
            found += of_block
        meta |= TextPlace(sentences=()).of(side)
    return Segment("", stored["source"], stored["target"], doc=doc, meta=meta, codes=tuple(found))


def _bare(block: Block) -> str:
    stored, found = codes.inserted(block.text, zip(block.codes, block.shown, strict=True), "target")
    return codes.bare(Segment("", "", stored, codes=found)).target
