"""The types of the aligner: evidence, similarity and alignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from mtqe.language.sentences import Sentence
from mtqe.model import Bead
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Shape = tuple[int, int]
Link = tuple[int, int, float]


class Evidence(Protocol):
    """Which sentences of two documents translate each other, as a `Similarity` judges it."""

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, NDArray[np.float64]]:
        """Log odds that groups of sentences translate each other rather than being unrelated, in nats.

        Args:
            rows: Numbers of the first source sentence. The range may exceed the text; any value is allowed there.
            columns: Numbers of the first target sentence, in the same way.
            shapes: Numbers of source and target sentences of a bead, each at least 1.

        Returns:
            For each shape (a, b) an array of shape (len(rows), len(columns)): the odds of source sentences
            i .. i + a - 1 with target sentences j .. j + b - 1, for i in rows and j in columns. Evidence should be
            a sum over sentences, so that no division into beads is favoured.
        """

    def anchors(self) -> list[tuple[int, int]]:
        """Pairs (source, target) that are almost certainly in one bead, sorted; a few may be wrong.

        Called for long documents only, to bound the search.
        """

    def refined(self, links: Sequence[Link]) -> Evidence:
        """The evidence after a first pass.

        Args:
            links: `(source sentence, target sentence, probability of being in one bead)`.

        Returns:
            Evidence that has learned from the links, or this evidence unchanged.
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
        """Prepare the evidence for these sentences; see `align` for the arguments."""


@runtime_checkable
class Staged(Protocol):
    """A slow `Similarity`. A quick one first settles the certain beads.

    Args:
        rough: The quick similarity.
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
        """As in `Similarity`; beads are only searched between the settled pairs of sentences."""


class Alignment(msgspec.Struct, frozen=True):
    """Two documents cut into beads.

    Args:
        beads: In order; each sentence of both sides is in exactly one bead.
        source: The source sentences; the beads refer to them by number.
        target: The target sentences.
        relatedness: 0 to 1, how strongly the content of the beads shows that they are translations. Measured with the
            encoder: mostly 0.9 and more for news and their translations; near 0 in the median and 0.62 at most for
            unrelated news. Measured with tokens alone: up to 0.75 for unrelated texts, and across scripts the two
            ranges overlap.
    """

    beads: tuple[Bead, ...]
    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    relatedness: float
