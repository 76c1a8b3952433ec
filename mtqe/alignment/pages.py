"""Completes the segments of aligned pages: with the inline codes of their texts, and with the texts beside the text.

The aligner reads the running text without codes. Afterwards each code comes back to its place. Texts outside of the
running text (titles, descriptions of images, program code) pair by their keys (`keyed_texts`) and become segments
between those of the running text.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from mtqe.alignment import keyed_texts
from mtqe.alignment.nouns import Alignment
from mtqe.language import codes
from mtqe.language.sentences import Sentence
from mtqe.model import Code, Segment, Side, Text, TextPlace

_Placed = tuple[Code, str]
"""A code with its place in a sentence, and its text in the file."""


def completed(
    segments: Sequence[Segment], alignment: Alignment, texts: tuple[Text, Text], references: Sequence[Text] = ()
) -> tuple[Segment, ...]:
    """The segments of a page with codes, the roles of their blocks and the texts outside of the running text.

    If one side is no page, such as plain text, there are no codes to compare, and the segments stay as they are.

    Args:
        segments: The segments of the running text.
        alignment: The alignment that they come from.
        texts: The source and its translation.
        references: Other translations; their texts outside of the running text become references.
    """
    if not all(text.is_page for text in texts):
        return tuple(segments)
    placed = [_placed(alignment.source, texts[0]), _placed(alignment.target, texts[1])]
    whole = []
    for segment in segments:
        meta = dict(segment.meta)
        stored: dict[Side, str] = {}
        found: tuple[Code, ...] = ()
        for side, sentences, page, of_side in zip(
            codes.SIDES, (alignment.source, alignment.target), texts, placed, strict=True
        ):
            numbers = segment.place(side).sentences or ()
            roles = [page.blocks[block].role for block in dict.fromkeys(sentences[number].block for number in numbers)]
            meta |= TextPlace(blocks=tuple(roles) if any(roles) else None).of(side)
            stored[side], of_text = _stored(segment.text(side), sentences, numbers, of_side, side)
            found += of_text
        whole.append(
            msgspec.structs.replace(segment, source=stored["source"], target=stored["target"], codes=found, meta=meta)
        )
    merged: list[Segment] = []
    done = 0
    for place, segment in keyed_texts.segments(segments, texts, references):
        merged += [*whole[done:place], segment]
        done = place
    merged += whole[done:]
    return tuple(msgspec.structs.replace(segment, id=str(number)) for number, segment in enumerate(merged, 1))


def without_codes(alignment: Alignment, text: Text) -> Alignment:
    """The alignment with a page whose beads have its text without program code, as metrics compare it."""
    if not text.is_page:
        return alignment
    placed = _placed(alignment.target, text)
    beads = []
    for bead in alignment.beads:
        stored, found = _stored(bead.target_text, alignment.target, bead.target, placed, "target")
        bare = codes.bare(Segment("", "", stored, codes=found)).target
        beads.append(msgspec.structs.replace(bead, target_text=bare))
    return msgspec.structs.replace(alignment, beads=tuple(beads))


def _placed(sentences: Sequence[Sentence], text: Text) -> Mapping[int, Sequence[_Placed]]:
    """The codes of each sentence, by its number, with their ranges in the sentence."""
    placed: dict[int, list[_Placed]] = defaultdict(list)
    for _, group in groupby(range(len(sentences)), key=lambda number: sentences[number].block):
        own = list(group)
        block = text.blocks[sentences[own[0]].block]
        starts, ends = [sentences[n].start for n in own], [sentences[n].end for n in own]
        for code, shown in zip(block.codes, block.shown, strict=True):
            if code.start < code.end:
                at = bisect.bisect_right(starts, code.start) - 1
            elif code.role == "close":
                at = max(0, bisect.bisect_left(starts, code.start) - 1)
            else:
                at = (bisect.bisect_right if code.role == "open" else bisect.bisect_left)(ends, code.start)
            sentence = sentences[own[min(at, len(own) - 1)]]
            start, end = (
                min(max(place, sentence.start), sentence.end) - sentence.start for place in (code.start, code.end)
            )
            moved = msgspec.structs.replace(code, start=start, end=end)
            placed[own[min(at, len(own) - 1)]].append((moved, shown))
    return placed


def _stored(
    text: str,
    sentences: Sequence[Sentence],
    numbers: Sequence[int],
    placed: Mapping[int, Sequence[_Placed]],
    side: Side,
) -> tuple[str, tuple[Code, ...]]:
    """A text with the text of its codes, and these codes.

    Args:
        text: The text; it has the text of these sentences in this order.
        sentences: All sentences of the side.
        numbers: Numbers of the sentences.
        placed: The codes of each sentence.
        side: The side of the text.
    """
    found = []
    at = 0
    for number in numbers:
        at = text.index(sentences[number].text, at)
        for code, shown in placed.get(number, ()):
            found.append((msgspec.structs.replace(code, start=code.start + at, end=code.end + at), shown))
        at += len(sentences[number].text)
    return codes.inserted(text, found, side)
