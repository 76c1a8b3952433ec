"""Aligns two documents into beads and turns beads into segments."""

from __future__ import annotations

from mtqe.alignment.nouns import Alignment, Similarity
from mtqe.language.codes import SIDES
from mtqe.model import BeadFacts, Segment, Text, TextPlace
from mtqe.registry.contracts import Progress, no_progress


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

    Sentences must be in the same order in both documents. A passage that moved becomes an omission and an addition.

    Args:
        source: The source document.
        target: Its translation.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        similarity: Decides which sentences resemble each other, see `similarity_of`; `TokenEvidence` by default.
        pre_split: Whether each block is one sentence. Then no block is dropped, not even an empty one.
        progress: Called as `progress(what, done, total)`.

    Returns:
        The beads. A bead's score is its posterior probability under the aligner's model, summed over all alignments
        by forward-backward: near 1 when no other alignment comes close, near 0.5 when two are equally good.
    """
    from mtqe.alignment.aligner import align_sentences
    from mtqe.alignment.token_evidence import TokenEvidence
    from mtqe.language.sentences import split, whole_blocks

    sides = (
        (whole_blocks(source), whole_blocks(target))
        if pre_split
        else (split(source, source_lang), split(target, target_lang))
    )
    return align_sentences(
        (source, target),
        sides,
        (source_lang, target_lang),
        similarity or TokenEvidence,
        paragraphs=not pre_split,
        progress=progress,
    )


def similarity_of(aligner: str, device: str = "auto") -> Similarity:
    """The similarity by the name of the aligner: `encoder` or `lexical`.

    Args:
        aligner: The name.
        device: Where the encoder computes; see `mtqe.encoder.load`.
    """
    if aligner == "encoder":
        from mtqe.alignment.encoder_evidence import OnDevice

        return OnDevice(device)
    from mtqe.alignment.token_evidence import TokenEvidence

    return TokenEvidence


def segments(alignment: Alignment, doc_id: str) -> tuple[Segment, ...]:
    """One segment per bead, numbered from "1".

    `meta` holds the kind and the score of the bead and, for each side, line, paragraph and sentence numbers.
    """
    numbered = []
    for number, bead in enumerate(alignment.beads, 1):
        meta = BeadFacts(bead.kind, round(bead.score, 4)).meta()
        for side, numbers, sentences in zip(
            SIDES, (bead.source, bead.target), (alignment.source, alignment.target), strict=True
        ):
            first = sentences[numbers[0]] if numbers else None
            line, paragraph = (first.line, first.block + 1) if first else (None, None)
            meta |= TextPlace(line, paragraph=paragraph, sentences=numbers).of(side)
        numbered.append(Segment(str(number), bead.source_text, bead.target_text, doc=doc_id, meta=meta))
    return tuple(numbered)
