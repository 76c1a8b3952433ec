"""Gives the segments of a translation their references, from the alignment of each reference with the same source.

Where a reference joins source sentences that the translation keeps apart, the segments are joined too: a reference text
cannot be cut in two. Omissions and additions of the translation stay segments of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from mtqe.align.documents import segments
from mtqe.align.nouns import Alignment
from mtqe.lang import language
from mtqe.model import Segment


def with_references(
    alignment: Alignment, references: Sequence[Alignment], doc_id: str, target_lang: str
) -> tuple[Segment, ...]:
    """The segments of a translation, each with one text per reference.

    Args:
        alignment: The source with the translation.
        references: The same source with each reference.
        doc_id: Id of the document.
        target_lang: BCP 47 tag; says whether joined sentences get a space between them.

    Returns:
        Segments in order, numbered from "1". A reference text is `""` where the reference leaves the source out.
    """
    plain = segments(alignment, doc_id)
    if not references:
        return plain
    owner = {sentence: place for place, bead in enumerate(alignment.beads) for sentence in bead.source}
    matched = {place for place, bead in enumerate(alignment.beads) if bead.kind == "match"}
    leader = list(range(len(plain)))
    for reference in references:
        for bead in reference.beads:
            group = sorted({owner[sentence] for sentence in bead.source} & matched)
            # Beads are consecutive, so joining each with the one before joins them all.
            for before, after in pairwise(group):
                leader[after] = leader[before]
    joiner = "" if language(target_lang).spaceless else " "
    texts = [_texts(reference, owner, matched, leader) for reference in references]
    made: list[Segment] = []
    for first in sorted(set(leader)):
        members = [plain[place] for place in range(first, len(plain)) if leader[place] == first]
        joined = _joined(members, joiner)
        made.append(
            msgspec.structs.replace(
                joined,
                id=str(len(made) + 1),
                references=tuple(joiner.join(found.get(first, ())) for found in texts),
            )
        )
    return tuple(made)


def _texts(
    reference: Alignment, owner: dict[int, int], matched: set[int], leader: Sequence[int]
) -> dict[int, list[str]]:
    """The reference's texts by the place of the segment they belong to; what it adds goes with what stands before."""
    found: dict[int, list[str]] = {}
    last = leader[0] if leader else 0
    for bead in reference.beads:
        if not bead.target:
            continue
        if bead.source:
            owners = sorted({owner[sentence] for sentence in bead.source})
            last = leader[next((place for place in owners if place in matched), owners[0])]
        found.setdefault(last, []).append(bead.target_text)
    return found


def _joined(members: Sequence[Segment], joiner: str) -> Segment:
    if len(members) == 1:
        return members[0]
    meta = dict(members[0].meta)
    for side in ("source_sentences", "target_sentences"):
        meta[side] = [number for member in members for number in member.meta[side]]
    meta["score"] = min(member.meta["score"] for member in members)
    return msgspec.structs.replace(
        members[0],
        source=joiner.join(member.source for member in members),
        target=joiner.join(member.target for member in members),
        meta=meta,
    )
