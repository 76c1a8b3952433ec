"""The risk that a translation is a hallucination, 0 to 1, lower is better; needs no reference.

The encoder inside the package computes the risk of a segment (`mtqe.encoder.risk` has the evidence and the formula).
One piece of evidence, the cosine of the vectors of both texts, is estimated where the others leave no doubt, which
changes small risks alone. A translation of an empty source has risk 1, because nothing explains it. An empty
translation adds nothing to its source and has no score.

The encoder reads a hundred languages equally well, so it takes a copy of the source for a perfect translation.
Therefore a copied translation, or one in the wrong language, keeps only a twentieth of its safety, which is 1 - risk
(guards `copied` and `foreign` in `mtqe.metrics.guards`). The report lists these segments next to the score.

The score of a document or of the corpus is the mean of its segments' risks: the expected share of hallucinated
segments. The corpus score has a bootstrap interval over segments.

Every report of `check` and `evaluate` has this metric, unless the selection of checks leaves out detached-translation
and nothing else asks for the score (`MetricRow.area`). `score -m hallucination` computes nothing else. Importing this
module loads neither numpy nor onnxruntime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtqe import encoder
from mtqe.encoder import judgement_cache
from mtqe.encoder.devices import Device
from mtqe.errors import Unavailable
from mtqe.language import identify, lang
from mtqe.metrics import guards, pools
from mtqe.metrics.guards import Guard
from mtqe.metrics.pools import Pool
from mtqe.model import Measures, Score, Segment, Signature
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config

FORMULA = "6"
"""Version of the formula: change it whenever the weights or the guards change."""
GUARDED = 0.05
"""Share: of its safety (1 - risk) that a copied or foreign translation keeps."""


@dataclass(frozen=True)
class Hallucination:
    """The metric; everything it needs is in the package."""

    name: str = "hallucination"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The encoder cannot be loaded.
        """
        return self.scores(segments, self.measures(segments, context), context)

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """The risk of each segment and its guard; raises as `score`."""
        values, guard_at = self._values(segments, context)
        signature: Signature = {"name": self.name, **encoder.signature(context.config.device), "formula": FORMULA}
        if identify.known(context.target_base):
            signature["langid"] = identify.version()
        rows = [None if value is None else (value, guard_at.get(place)) for place, value in enumerate(values)]
        return Measures(rows, signature)

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores of `score` from the measures of the same segments."""
        return pools.mean_scores(self.name, segments, measures, context)

    def pool(self, segments: Sequence[Segment], measures: Measures, context: Context) -> Pool:
        """What the score of the corpus follows from."""
        return pools.mean_pool(segments, measures)

    def corpus(self, pool: Pool, context: Context) -> Score:
        """The score of the corpus: the mean."""
        return pools.mean_score(self.name, pool, context)

    def placement(self, config: Config) -> Device:
        """Where the encoder computes. Raises ConfigError if a GPU was asked for and cannot be used."""
        return encoder.device(config.device)

    def limits(self, context: Context) -> str | None:
        """The reason to be cautious about the risk in this language pair; `None` if it was measured."""
        if lang.was_measured(self.name, context.source_base, context.target_base):
            return None
        pairs = ", ".join(lang.measured_pairs(self.name))
        return f"it was measured on {pairs} only, not on {context.source_base}-{context.target_base}"

    def _values(self, segments: Sequence[Segment], context: Context) -> tuple[list[float | None], dict[int, Guard]]:
        """The risk of each segment, and the guards of the guarded segments by position."""
        if not any(segment.source.strip() for segment in segments):
            raise Unavailable("the hallucination risk needs a source, but no segment has one", "give the source text")
        if not any(encoder.is_read(segment.source, segment.target) for segment in segments):
            raise Unavailable(f"every segment is {encoder.UNREAD}", "divide the text into paragraphs or sentences")
        values: list[float | None] = []
        guard_at: dict[int, Guard] = {}
        read = [segment for segment in segments if encoder.is_read(segment.source, segment.target)]
        risks = iter(judgement_cache.risks(read, context, self.name))
        for place, segment in enumerate(segments):
            if not encoder.is_read(segment.source, segment.target):
                values.append(None)
                continue
            risk = next(risks)
            if risk is None:
                values.append(1.0 if segment.target.strip() else None)
            elif guard := guards.guard(segment, context):
                guard_at[place] = guard
                values.append(1 - GUARDED * (1 - risk.value))
            else:
                values.append(risk.value)
        return values, guard_at


hallucination = Hallucination()
