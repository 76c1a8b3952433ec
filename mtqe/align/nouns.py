"""What the aligner works with: evidence, similarities, and the alignment that comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from mtqe.contracts import Progress, no_progress
from mtqe.model import Bead
from mtqe.text.sentences import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
