"""What a metric may have besides `mtqe.registry.contracts.Metric`: a protocol for each capability.

A metric has a capability if it has the methods of its protocol; it need not name the protocol. The capability of a
metric to score a corpus of any length is `mtqe.metrics.pools.Pooled`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from mtqe.model import Measures, Score, Segment, Signature
from mtqe.registry.contracts import Absence, Context
from mtqe.registry.system_agreement import Agreement, Alike, Reading
from mtqe.settings.config import Config

if TYPE_CHECKING:
    from mtqe.stats.resample import Array


# --- what the reader should know --------------------------------------------------------------------------------------


@runtime_checkable
class HasLimits(Protocol):
    """It knows language pairs in which its scores are to be read with caution."""

    def limits(self, context: Context) -> str | None:
        """The reason to be cautious in this language pair, or `None`.

        The scores are reported together with a `Problem` that is not `incomplete`.
        """


@runtime_checkable
class HasRemarks(Protocol):
    """It has remarks on its scores."""

    def remarks(self, scores: Sequence[Score], segments: Sequence[Segment], context: Context) -> Sequence[str]:
        """Facts that the reader should know about these scores."""


@runtime_checkable
class HasShortfall(Protocol):
    """Its scores tell which segments it failed to score."""

    def shortfall(self, scores: Sequence[Score]) -> str | None:
        """The reason why segments that it should have scored have no score, or `None`.

        The scores are reported together with a `Problem` that is `incomplete`.
        """


@runtime_checkable
class HasNotice(Protocol):
    """Its configuration may have something that the reader must know, such as a licence."""

    def notice(self, config: Config) -> str | None:
        """A fact about the configuration, or `None`. Raises ConfigError if it cannot be used."""


# --- before it runs ---------------------------------------------------------------------------------------------------


@runtime_checkable
class HasExpense(Protocol):
    """It costs money or sends texts to another machine. It never runs by default, and never in a scan."""

    def expense(self, segments: Sequence[Segment], context: Context, spans: bool) -> str | None:
        """What the scores, or with `spans` the error spans, of these segments would cost. It sends nothing."""


class Place(Protocol):
    """Where a model computes (`mtqe.encoder.devices.Device`)."""

    @property
    def note(self) -> str:
        """What a reader of the report should know; may be empty."""


@runtime_checkable
class HasPlacement(Protocol):
    """It has a model that computes on a device."""

    def placement(self, config: Config) -> Place:
        """Where its model computes, asked before any work.

        Raises:
            ConfigError: The configured device cannot be had.
        """


@runtime_checkable
class HasAbsence(Protocol):
    """It runs by default where what it needs is at hand; its row has `default="at hand"`."""

    def absence(self, config: Config, has_references: bool) -> Absence | None:
        """The reason why it does not run by default, or `None` if it runs."""


@runtime_checkable
class AsksForReferences(Protocol):
    """Its configuration decides whether it needs references."""

    def needs_reference(self, config: Config) -> bool:
        """Whether it needs them. A metric that does ranks by MBR."""


# --- scores of several runs -------------------------------------------------------------------------------------------


@runtime_checkable
class Mergeable(Protocol):
    """`mtqe merge` makes its scores of several runs without running it again; otherwise it scores the text anew."""

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """What it measures of each segment. Raises what `score` raises."""

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores that `score` returns, from what was measured."""


@runtime_checkable
class Recalling(Protocol):
    """It compares the translations of a source, and is `Mergeable`."""

    def recall(self, rows: Iterable[tuple[Segment, Any]], context: Context) -> None:
        """Take the segments of all systems with their rows of `Measures`, before the first call of `scores`."""


# --- comparisons of stored reports, which run no model ----------------------------------------------------------------


@runtime_checkable
class HasAggregate(Protocol):
    """Its corpus score is not the mean of its segment scores. It is also `HasStatistics` or `HasRestored`."""

    def aggregate(self, sums: Array) -> Array:
        """A score from summed statistics of segments; of several rows the score of each."""


class Statistics(Protocol):
    """The statistics of the segments that a metric scores."""

    @property
    def places(self) -> Sequence[int]:
        """The positions of these segments."""

    @property
    def array(self) -> Array:
        """A row for each of them."""


@runtime_checkable
class HasStatistics(Protocol):
    """It makes the statistics of segments from texts."""

    def statistics(self, segments: Sequence[Segment], context: Context) -> Statistics:
        """The statistics for `aggregate`."""


@runtime_checkable
class HasRestored(Protocol):
    """It makes the statistics of segments from stored scores."""

    def restored(self, segments: Sequence[Segment], values: Sequence[float], context: Context) -> Array:
        """The statistics for `aggregate`, a row for each segment."""


@runtime_checkable
class HasSureness(Protocol):
    """It was measured how often a difference of two of its corpus scores shows the better system."""

    def sureness(self, difference: float, signature: Signature, context: Context) -> Alike | None:
        """How often COMET-22 agreed with such a difference; `None` if that was not measured for these settings."""

    def agreement(self, reading: Reading, context: Context) -> Agreement | None:
        """On how many pairs of systems COMET-22 agreed in this language pair; `None` if none was measured."""


# --- ranking ----------------------------------------------------------------------------------------------------------


@runtime_checkable
class ComparesScores(Protocol):
    """It ranks by quality, and knows which differences of two scores mean something."""

    def clearly_better(self, better: Score, worse: Score, context: Context) -> bool | str:
        """Whether one of two translations of a source is clearly better; in a few words why, if that is not known."""


@runtime_checkable
class ComparesTexts(Protocol):
    """It compares two texts in one language. MBR uses this; it needs no source."""

    def alike(self, texts: Sequence[str], context: Context) -> list[list[float]]:
        """For each text, its scores with each other text as the reference."""
