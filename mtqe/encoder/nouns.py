"""What goes into the encoder room and what comes out of it. Loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Pair:
    """A translation to be judged.

    Args:
        source: The source text of the segment: a sentence or several.
        target: Its translation.
        reference: A human translation; `None` or empty where there is none.
        source_lang: BCP 47 tag, which decides how the source is split into sentences.
        target_lang: BCP 47 tag of translation and reference.
    """

    source: str
    target: str
    reference: str | None
    source_lang: str
    target_lang: str


@dataclass(frozen=True, eq=False)
class Judgement:
    """What the scorer says about a `Pair`.

    Args:
        penalty: Expected MQM penalty of the whole segment (minor 1, major 5), the sum over its pieces; 0 or more.
        pieces: In so many it was scored, 1 or more.
        critical: Probability of a critical error, 0 to 1, the mean over the pieces.
        direct: Direct assessment as a standard score (higher is better, 0 is the average), the mean over the pieces.
        offsets: `(k, 2)`, the tokens of the target as half-open ranges of its code points.
        tags: `(k, 4)`, for each token the probabilities of no error, a minor and a major one, which sum to 1, and of
            "a post-editor would change this".
        rates: `(k,)`, MQM penalty that each token adds, 0 or more; the penalty is more than their sum.
        match: How well the tokens of source and target find their like on the other side, about 0 to 1.
        unrelated: Whether the two texts have nothing in common; see `mtqe.encoder.unrelated`.
    """

    penalty: float
    pieces: int
    critical: float
    direct: float
    offsets: NDArray[np.int32]
    tags: NDArray[np.float32]
    rates: NDArray[np.float32]
    match: float = 1.0
    unrelated: bool = False


@dataclass(frozen=True, eq=False)
class Criticism:
    """Where a translation and its source disagree, in the critic's opinion.

    Args:
        odds: Log-odds of a critical error, as if every other segment had one; those of the worst piece.
        source_offsets: `(k, 2)`, the tokens of the source as half-open ranges of its code points.
        target_offsets: `(m, 2)`, those of the translation.
        source: `(k,)`, for each token of the source the chance that nothing in the translation stands for it.
        target: `(m,)`, for each token of the translation the chance that it says what the source does not.
    """

    odds: float
    source_offsets: NDArray[np.int32]
    target_offsets: NDArray[np.int32]
    source: NDArray[np.float32]
    target: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Tokens:
    """A text that the lower half has read.

    Args:
        ids: The tokens, as rows of the embedding table.
        offsets: `(k, 2)`, half-open ranges of code points on the text as stored, without the spaces around a token.
        states: `(k + 2, 384)`, the states of `<s>`, of the tokens and of `</s>`.
    """

    ids: tuple[int, ...]
    offsets: NDArray[np.int32]
    states: NDArray[np.float16]
