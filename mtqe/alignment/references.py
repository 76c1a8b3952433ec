"""Adds references to the segments of a translation, from the alignment of each reference with the same source.

A reference may join source sentences that the translation keeps separate. The segments are then joined, too, because a
reference text cannot be divided. Omissions and additions of the translation remain segments of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from mtqe.alignment.documents import segments
from mtqe.alignment.nouns import Alignment
from mtqe.language.codes import SIDES
from mtqe.language.lang import language
from mtqe.model import BeadFacts, Segment, TextPlace


def with_references(
    alignment: Alignment, references: Sequence[Alignment], doc_id: str, target_lang: str
) -> tuple[Segment, ...]:
    """The segments of a translation, each with one text per reference.

    Args:
        alignment: The source with the translation.
        references: The same source with each reference.
        doc_id: Id of the document.
        target_lang: BCP 47 tag; decides whether joined sentences get a space between them.

    Returns:
        Segments in order, numbered from "1". A reference text is `""` where the reference omits the source.
    """
    unmerged = segments(alignment, doc_id)
    if not references:
        return unmerged
    owner = {sentence: place for place, bead in enumerate(alignment.beads) for sentence in bead.source}
    matched = {place for place, bead in enumerate(alignment.beads) if bead.kind == "match"}
    leader = list(range(len(unmerged)))
    for reference in references:
        for bead in reference.beads:
            group = sorted({owner[sentence] for sentence in bead.source} & matched)
            # Beads are consecutive, so joining each with the one before joins them all.
            for before, after in pairwise(group):
                leader[after] = leader[before]
    joiner = "" if language(target_lang).spaceless else " "
    texts = [_texts(reference, owner, matched, leader) for reference in references]
    merged: list[Segment] = []
    for first in sorted(set(leader)):
        members = [unmerged[place] for place in range(first, len(unmerged)) if leader[place] == first]
        joined = _joined(members, joiner)
        merged.append(
            msgspec.structs.replace(
                joined,
                id=str(len(merged) + 1),
                references=tuple(joiner.join(by_position.get(first, ())) for by_position in texts),
            )
        )
    return tuple(merged)


def _texts(
    reference: Alignment, owner: dict[int, int], matched: set[int], leader: Sequence[int]
) -> dict[int, list[str]]:
    """The texts of the reference by the position of their segment; its additions belong to the segment before."""
    by_position: dict[int, list[str]] = {}
    last = leader[0] if leader else 0
    for bead in reference.beads:
        if not bead.target:
            continue
        if bead.source:
            owners = sorted({owner[sentence] for sentence in bead.source})
            last = leader[next((place for place in owners if place in matched), owners[0])]
        by_position.setdefault(last, []).append(bead.target_text)
    return by_position


def _joined(members: Sequence[Segment], joiner: str) -> Segment:
    if len(members) == 1:
        return members[0]
    meta = dict(members[0].meta)
    for side in SIDES:
        numbers = (number for member in members for number in member.place(side).sentences or ())
        meta |= TextPlace(sentences=tuple(numbers)).of(side)
    scores = (member.bead.score for member in members)
    meta |= BeadFacts(score=min(score for score in scores if score is not None)).meta()
    return msgspec.structs.replace(
        members[0],
        source=joiner.join(member.source for member in members),
        target=joiner.join(member.target for member in members),
        meta=meta,
    )
