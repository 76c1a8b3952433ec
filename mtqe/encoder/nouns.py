"""The encoder's input and output types. Importing this module loads neither numpy nor onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 10_000
"""Characters: of the longest text that the encoder reads for a segment, some four pages. Rules judge longer ones alone.
Its time and memory for a single segment are thereby limited. By hand: a paragraph of a contract is shorter."""
UNREAD = f"longer than the {LONGEST:,} characters that the encoder reads"
"""Why a segment was judged by rules alone."""


def is_read(*texts: str) -> bool:
    """Whether the encoder reads the texts of a segment: none of them is too long."""
    return all(len(text) <= LONGEST for text in texts)


@dataclass(frozen=True)
class Pair:
    """A translation with its source, to be judged.

    Args:
        source: The source text of the segment: a sentence or several.
        target: Its translation.
        reference: A human translation; `None` or empty if there is none.
        source_lang: BCP 47 tag; decides how the source is split into sentences.
        target_lang: BCP 47 tag of translation and reference.
    """

    source: str
    target: str
    reference: str | None
    source_lang: str
    target_lang: str


@dataclass(frozen=True, eq=False)
class Judgement:
    """The scorer's output for a `Pair`.

    Args:
        penalty: Expected MQM penalty of the whole segment (minor 1, major 5), the sum over its pieces; 0 or more.
        pieces: Number of pieces in which it was scored, 1 or more.
        offsets: `(k, 2)`, the tokens of the target as half-open ranges of its code points.
        tags: `(k, 4)`, for each token the probabilities of no error, a minor error and a major error, which sum to 1,
            and the probability that a post-editor would change it.
        rates: `(k,)`, MQM penalty that each token adds, 0 or more; the penalty is more than their sum.
        match: Mean similarity of the tokens of source and target to their best match on the other side, about 0 to 1.
        unrelated: Whether the two texts are unrelated; see `mtqe.encoder.unrelated`.
        system: What the pair says of the system that translated it; see `mtqe.encoder.system_head`.
    """

    penalty: float
    pieces: int
    offsets: NDArray[np.int32]
    tags: NDArray[np.float32]
    rates: NDArray[np.float32]
    match: float = 1.0
    unrelated: bool = False
    system: float = 0.0


@dataclass(frozen=True, eq=False)
class Criticism:
    """The critic's output for a `Pair`: where translation and source disagree.

    Args:
        odds: Log-odds of a critical error at a prior of one half; those of the worst piece.
        source_offsets: `(k, 2)`, the tokens of the source as half-open ranges of its code points.
        target_offsets: `(m, 2)`, those of the translation.
        source: `(k,)`, for each token of the source the probability that the translation has no counterpart of it.
        target: `(m,)`, for each token of the translation the probability that the source has no counterpart of it.
    """

    odds: float
    source_offsets: NDArray[np.int32]
    target_offsets: NDArray[np.int32]
    source: NDArray[np.float32]
    target: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Tokens:
    """A text after the lower half.

    Args:
        ids: The tokens, as rows of the embedding table.
        offsets: `(k, 2)`, half-open ranges of code points in the stored text, without the spaces around a token.
        states: `(k + 2, 384)`, the states of `<s>`, of the tokens and of `</s>`.
    """

    ids: tuple[int, ...]
    offsets: NDArray[np.int32]
    states: NDArray[np.float16]
