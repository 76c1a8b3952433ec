"""The risk that a translation is a hallucination, 0 to 1, lower is better; without reference.

A segment's risk comes from the encoder inside the package (`mtqe.encoder.risk` has the evidence and the formula). A
translation of an empty source has risk 1: nothing explains it. An empty translation says nothing that is not in its
source and is not scored.

The encoder reads a hundred languages alike, so to it a copy of the source is the best of translations. Of the safety
that it sees in a copy, and in text of another language than the one ordered, a twentieth is left (`copied` and
`foreign` of `mtqe.metrics.guards`); they are listed beside the score.

The score of a document and of the corpus is the mean of its segments' risks: the share of segments that are expected to
be hallucinations; that of the corpus has a bootstrap interval over segments.

It is in every report of `check` and `evaluate`, and `score -m hallucination` gives it alone. Importing this module
loads neither numpy nor onnxruntime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mtqe import encoder
from mtqe.contracts import Context
from mtqe.encoder import judgement_cache
from mtqe.errors import Unavailable
from mtqe.metrics import guards, levels
from mtqe.metrics.guards import Guard
from mtqe.model import Level, Score, Segment, Signature
from mtqe.text import identify

FORMULA = "5"
"""Changes with the formula's weights and with the guards."""
GUARDED = 0.05
"""Share: of its safety (1 - risk) that a copied or foreign translation keeps. By hand."""
MEASURED = ("de-en", "en-de", "en-zh", "es-en", "et-en", "fr-en", "ro-en", "ru-en", "zh-en")
"""Pairs of which it has seen good translations, and either planted or real hallucinations."""


@dataclass(frozen=True)
class Hallucination:
    """The metric; everything it needs is in the package."""

    name: str = "hallucination"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The encoder cannot be loaded.
        """
        values, fired = self._values(segments, context)
        signature: Signature = {"name": self.name, **encoder.signature(), "formula": FORMULA}
        if identify.known(context.target_base):
            signature["langid"] = identify.version()
        known = {place: value for place, value in enumerate(values) if value is not None}
        interval = levels.mean_interval(list(known.values()), context)
        bounds = levels.drawn(interval, context)

        def mean(places: Sequence[int]) -> float:
            return fmean(known[place] for place in places)

        def signed(places: Sequence[int], level: Level) -> Signature:
            return signature | bounds if level == "corpus" else signature

        total, *others = levels.score_levels(self.name, segments, known, mean, signed, interval)
        return [guards.beside(total, segments, known, fired, mean), *others]

    def limits(self, context: Context) -> str | None:
        """Why the risk in this language pair is to be taken with caution, or `None` where it was measured."""
        pair = f"{context.source_base}-{context.target_base}"
        return None if pair in MEASURED else f"it was measured on {', '.join(MEASURED)} only, not on {pair}"

    def _values(self, segments: Sequence[Segment], context: Context) -> tuple[list[float | None], dict[int, Guard]]:
        """The risk of each segment, and the guard of those that have one, by position."""
        if not any(segment.source.strip() for segment in segments):
            raise Unavailable(
                "the hallucination risk needs a source and every segment's is empty", "give the source text"
            )
        values: list[float | None] = []
        fired: dict[int, Guard] = {}
        for place, (segment, risk) in enumerate(
            zip(segments, judgement_cache.risks(segments, context, self.name), strict=True)
        ):
            if risk is None:
                values.append(1.0 if segment.target.strip() else None)
            elif guard := guards.guard(segment, context):
                fired[place] = guard
                values.append(1 - GUARDED * (1 - risk.value))
            else:
                values.append(risk.value)
        return values, fired


hallucination = Hallucination()
