"""Which of several systems is better, with or without a reference: a second head on the encoder inside the package.

`learned` says how wrong a segment is. Between whole systems its mean is often wrong, because it takes free wording for
small errors. This head reads the same states of the scorer (`mtqe.encoder.system_head`). It was fitted to the
differences of systems by COMET-22 in a hundred directions, and its scores are in the unit of these differences. Only
the difference of two systems on the same sources means something: a segment, a text or a single system cannot be
judged by it.

The score of a system is the mean of its segments. An empty, copied, foreign or unrelated translation
(`mtqe.metrics.guards`) counts as much as a text that is not there. Text that needs no translation counts as usual.
References are read as by `learned` (`mtqe.metrics.usable_references`): what is unlike them lowers the score. With
several references a segment has the mean of its scores with each.

It costs nothing beside `learned`, which reads the same pairs. Importing this module loads neither numpy nor
onnxruntime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from mtqe import encoder
from mtqe.encoder import judgement_cache
from mtqe.encoder.devices import Device
from mtqe.errors import Unavailable
from mtqe.language import identify
from mtqe.metrics import guards, levels, pools, usable_references
from mtqe.metrics.guards import Guard
from mtqe.metrics.pools import Pool
from mtqe.metrics.rating_intervals import Reading
from mtqe.model import Measures, Score, Segment, Signature
from mtqe.registry import system_agreement
from mtqe.registry.contracts import Context
from mtqe.registry.system_agreement import Agreement, Alike, Column
from mtqe.settings.config import Config

GUARDED = -0.5
"""Score: of a guarded segment, that of a translation without text in `mtqe.encoder.scoring`."""
USUAL = 0.0
"""Score: of a text that needs no translation."""


@dataclass(frozen=True)
class LearnedSystems:
    """The metric; everything it needs is in the package."""

    name: str = "learned-systems"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The encoder cannot be loaded, or no segment has a source.
        """
        return self.scores(segments, self.measures(segments, context), context)

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """The score of each segment and its guard; raises as `score`."""
        signature: Signature = {
            "name": self.name,
            **encoder.signature(context.config.device),
            "head": encoder.system_head_version(),
        }
        rows, references = self._rows(segments, context)
        signature["nrefs"] = int(references)
        if identify.known(context.target_base):
            signature["langid"] = identify.version()
        return Measures(rows, signature, references)

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

    def sureness(self, difference: float, signature: Signature, context: Context) -> Alike | None:
        """How often COMET-22 agreed with a difference of two corpus scores."""
        column: Column = "systems with reference" if signature.get("nrefs") else "systems"
        return system_agreement.alike(context.source_base, context.target_base, column, difference)

    def agreement(self, reading: Reading, context: Context) -> Agreement | None:
        """On how many pairs of systems COMET-22 agreed in this language pair; `None` if none was measured."""
        column: Column = "systems with reference" if reading == "with reference" else "systems"
        return system_agreement.agreement(f"{context.source_base}-{context.target_base}", column)

    def _rows(
        self, segments: Sequence[Segment], context: Context
    ) -> tuple[list[tuple[float, Guard | None] | None], bool]:
        """The score of each segment with a source and its guard, and whether references were used."""
        places = [place for place, segment in enumerate(segments) if not levels.is_blank(segment.source)]
        if not places:
            raise Unavailable("learned-systems needs a source, but no segment has one", "give the source text")
        places = [place for place in places if usable_references.is_read(segments[place])]
        if not places:
            raise Unavailable(f"every segment is {encoder.UNREAD}", "divide the text into paragraphs or sentences")
        guard_at = {place: guards.guard(segments[place], context) for place in places}
        kept = {place for place in places if identify.is_kept(segments[place].source, segments[place].target)}
        read = [place for place in places if guard_at[place] is None and place not in kept]
        uses_references, references = usable_references.of(segments, places, context)
        pairs = [judgement_cache.pair(segments[place], context, text) for place in read for text in references[place]]
        remaining = iter(judgement_cache.judgements(pairs, context, self.name))
        judged = {place: [next(remaining) for _ in references[place]] for place in read}
        trained = guards.untrained(context) is None
        rows: list[tuple[float, Guard | None] | None] = [None] * len(segments)
        for place in places:
            guard = guard_at[place]
            if place in judged and judged[place][0].unrelated and trained:
                guard = "unrelated"
            value = fmean(one.system for one in judged[place]) if place in judged else USUAL
            rows[place] = (GUARDED if guard else value, guard)
        return rows, uses_references


learned_systems = LearnedSystems()
