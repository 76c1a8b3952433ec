"""Sentence split, then alignment: which source sentences and which target sentences belong together.

    split      sentences of each block
    tokens     what can be recognised across languages: numbers, names, cognates, marks, dates, countries
    lexical    evidence from tokens; the default `Similarity`
    semantic   evidence from the encoder beside that from tokens
    clauses    the clauses at both ends of a sentence
    lexicon    words learned from the document after a first pass
    structure  evidence from form: number of sentences, length, paragraphs, what a skipped sentence costs
    corridor   where a long document's alignment must lie
    programme  the dynamic programme and its forward-backward
    aligner    puts these together

A `Similarity` makes the evidence; nothing else has to change for another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from mtqe.model import Bead, Segment, Text
from mtqe.registry import Progress, no_progress
from mtqe.sentences import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Alignment", "Evidence", "Sentence", "Similarity", "align", "segments", "similarity_of"]

Shape = tuple[int, int]
Link = tuple[int, int, float]


class Evidence(Protocol):
    """What a `Similarity` knows about one pair of documents."""

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, NDArray[np.float64]]:
        """Log odds that groups of sentences translate each other rather than being unrelated, in nats.

        Args:
            rows: Numbers of the first source sentence; may go past the end, where any value will do.
            columns: Numbers of the first target sentence, likewise.
            shapes: Numbers of source and target sentences in a bead, both at least 1.

        Returns:
            For each shape (a, b) an array of shape (len(rows), len(columns)): the odds of source sentences
            i .. i + a - 1 with target sentences j .. j + b - 1, for i in rows and j in columns. Evidence should add up
            over sentences, so that no shape gains by being cut differently.
        """

    def anchors(self) -> list[tuple[int, int]]:
        """Pairs (source, target) that are almost surely in one bead, sorted; wrong ones may be among them.

        Only asked for long documents, to bound the search.
        """

    def refined(self, links: Sequence[Link]) -> Evidence:
        """The evidence after a first pass.

        Args:
            links: `(source sentence, target sentence, probability of being in one bead)`.

        Returns:
            Evidence that has learned from the links, or itself.
        """


class Similarity(Protocol):
    """Makes the evidence for two lists of sentences."""

    def __call__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
    ) -> Evidence:
        """Prepare whatever is needed to score beads of these sentences; see `align` for the arguments."""


@runtime_checkable
class Staged(Protocol):
    """A `Similarity` that is slow, so that a quick one settles what is easy before it.

    Args:
        rough: The quick one.
    """

    rough: Similarity

    def __call__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
        settled: Sequence[tuple[int, int]] = (),
    ) -> Evidence:
        """As of `Similarity`; beads are only looked for between the pairs of sentences that are settled."""


class Alignment(msgspec.Struct, frozen=True):
    """Two documents cut into beads.

    Args:
        beads: In order; every sentence of both sides is in exactly one.
        source: The source sentences, as the beads number them.
        target: The target sentences.
        relatedness: 0 to 1: how much the beads have in common beyond their place. With the encoder news and their
            translations mostly have 0.9 and more, other news next to nothing in the median and 0.62 at most. By tokens
            alone unrelated ones have up to 0.75, and across scripts the two overlap.
    """

    beads: tuple[Bead, ...]
    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    relatedness: float


def align(
    source: Text,
    target: Text,
    source_lang: str,
    target_lang: str,
    *,
    similarity: Similarity | None = None,
    pre_split: bool = False,
    progress: Progress = no_progress,
) -> Alignment:
    """Align two documents.

    The order of sentences must be the same in both; passages that changed places come out as omission and addition.

    Args:
        source: The source document.
        target: Its translation.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        similarity: Says which sentences resemble each other, see `similarity_of`; default `lexical`.
        pre_split: Every block is one sentence, and none is dropped, not even an empty one.
        progress: Called as `progress(what, done, total)`.

    Returns:
        The beads. A bead's score is its posterior probability under the aligner's model, summed over all alignments
        by forward-backward: near 1 when no other cut of the text comes close, near 0.5 when two are equally good.
    """
    from mtqe.align.aligner import align_sentences
    from mtqe.align.lexical import Lexical
    from mtqe.sentences import split, whole_blocks

    sides = (
        (whole_blocks(source), whole_blocks(target))
        if pre_split
        else (split(source, source_lang), split(target, target_lang))
    )
    return align_sentences(
        (source, target),
        sides,
        (source_lang, target_lang),
        similarity or Lexical,
        paragraphs=not pre_split,
        progress=progress,
    )


def similarity_of(aligner: str) -> Similarity:
    """The similarity of an aligner's name: `encoder` or `lexical`."""
    if aligner == "encoder":
        from mtqe.align.semantic import Semantic

        return Semantic
    from mtqe.align.lexical import Lexical

    return Lexical


def segments(alignment: Alignment, doc_id: str) -> tuple[Segment, ...]:
    """One segment per bead, numbered from "1"; `meta` says where each side stands and how sure the aligner is."""
    made = []
    for number, bead in enumerate(alignment.beads, 1):
        meta: dict[str, object] = {"kind": bead.kind, "score": round(bead.score, 4)}
        for side, numbers, sentences in (
            ("source", bead.source, alignment.source),
            ("target", bead.target, alignment.target),
        ):
            if numbers:
                meta[f"{side}_line"] = sentences[numbers[0]].line
                meta[f"{side}_paragraph"] = sentences[numbers[0]].block + 1
            meta[f"{side}_sentences"] = list(numbers)
        made.append(Segment(str(number), bead.source_text, bead.target_text, doc=doc_id, meta=meta))
    return tuple(made)
