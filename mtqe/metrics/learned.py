"""The neural metric inside the package: expected MQM penalty per sentence, 0 to 1, with and without references.

The encoder reads a segment sentence by sentence and estimates the MQM penalty that an annotator would give
(`mtqe.encoder`). The score of a segment is `1 - log(1 + p) / log(26)`, at least 0, where `p` is the penalty per
sentence of the source:

    1.0  no error    .79  a minor error per sentence    .45  a major error per sentence    0  25 points per sentence

Longer sentences have more errors. Therefore a sentence of more than `LONG` characters counts as several, and so does a
long text without full stops. The score of a document or of the corpus is the same formula with the mean penalty per
sentence over all its sentences. It is not the mean of segment scores: a segment counts once per sentence, so an error
costs the same in every segment. The interval of the corpus resamples segments with their sentences. That of a segment
says where the score by an annotator falls (`mtqe.metrics.rating_intervals`).

With several references, the penalty of a segment is the mean of the penalties with each reference. Special cases:

- Empty translation (an omission): the score is 0.
- Empty source (an addition): not scored; `n_unscored` counts it.
- Only numbers, addresses, placeholders or signs, the same on both sides: the score is 1.0, because there is nothing to
  translate.
- Without references, three or more different translations of the same source are compared with each other, if the run
  allows it (`mtqe.metrics.consensus`). The signature then has the number of other translations and a hash of all
  compared ones, and a remark says so. Such a segment has no interval, because that was measured on single judgements.
- References are used only if every scored segment has one; the report says if they are not used. Some references would
  mislead: a copy of the source, a text clearly not in the target language, or a text without letters and digits (`-`).
  The segment is scored without them.

The encoder reads a hundred languages equally well and does not know the target language. It may also give a good score
to a fluent sentence that translates a different source. Therefore a segment with the guard `copied`, `foreign` or
`unrelated` (`mtqe.metrics.guards`) gets a twentieth of its score. The signature counts each guard.

The encoder was trained to predict this formula. MQM weights: Freitag et al. (2021), "Experts, Errors, and Context".
Importing this module loads neither numpy nor onnxruntime.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Any

from mtqe import encoder
from mtqe.encoder import judgement_cache
from mtqe.encoder.devices import Device
from mtqe.errors import Unavailable
from mtqe.language import identify, lang, words
from mtqe.language.sentences import places
from mtqe.metrics import consensus, guards, levels, pools, rating_intervals, usable_references
from mtqe.metrics.guards import Guard
from mtqe.metrics.pools import Pool
from mtqe.metrics.rating_intervals import Reading
from mtqe.model import Interval, Level, Measures, Score, Segment, Signature
from mtqe.registry import system_agreement
from mtqe.registry.contracts import Context
from mtqe.registry.system_agreement import Agreement, Alike
from mtqe.settings.config import Config

if TYPE_CHECKING:
    from mtqe.encoder import Judgement
    from mtqe.stats.resample import Array

WORST = 25.0
"""Penalty: of a sentence that is completely wrong, the greatest there is."""
LONG = 200
"""Characters: of the longest sentence that counts as one; a longer sentence counts by its length. A Chinese or Japanese
character counts three times. One news sentence in nine is longer. The penalties by people grow with the length of a
sentence, and those by the scorer grow equally. Measured with bench/calibration.py."""
GUARDED = 0.05
"""Share: of its score that a copied, foreign or unrelated translation keeps."""
GUARDS: tuple[Guard, ...] = ("empty", "copied", "foreign", "unrelated")


def quality(rate: float) -> float:
    """The score of a penalty per sentence: 1.0 for 0, and 0.0 for 25 and more."""
    return 1.0 - math.log1p(min(max(rate, 0.0), WORST)) / math.log1p(WORST)


def rate(quality: float) -> float:
    """The penalty per sentence of a score, from 0 to 25: the inverse of `quality`."""
    return math.expm1((1.0 - quality) * math.log1p(WORST))


@dataclass(frozen=True)
class Part:
    """The share of a segment in a document.

    Args:
        penalty: Its penalty.
        sentences: Its number of sentences.
        guard: The guard that applies to it.
        reading: How the encoder read it; `None` if a rule alone decided the penalty.
    """

    penalty: float
    sentences: float
    guard: Guard | None = None
    reading: Reading | None = None


@dataclass(frozen=True)
class Learned:
    """The metric; everything it needs is in the package."""

    name: str = "learned"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The encoder cannot be loaded, or no segment has a source.
        """
        parts, signature, uses_references = self._judged(segments, context)
        return self._levels(segments, parts, signature, uses_references, context)

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """The share of each segment, and how odd its translation is among those it was compared with; see `score`."""
        parts, signature, uses_references = self._judged(segments, context)
        compared = self._others(uses_references, context)
        rows = [
            (one.penalty, one.sentences, one.guard, one.reading, compared.oddity(segments[place], context))
            if (one := parts.get(place))
            else None
            for place in range(len(segments))
        ]
        return Measures(rows, signature, uses_references)

    def recall(self, rows: Iterable[tuple[Segment, Any]], context: Context) -> None:
        """Restore what was compared, from the rows of all systems; the context has the translations."""
        consensus.recall([(segment, row[4]) for segment, row in rows if row and row[4] is not None], context)

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores of `score` from the measures of the same segments."""
        parts = {place: Part(*row[:4]) for place, row in enumerate(measures.rows) if row}
        return self._levels(segments, parts, measures.signature, measures.references is True, context)

    def _judged(self, segments: Sequence[Segment], context: Context) -> tuple[dict[int, Part], Signature, bool]:
        """The share of each segment with a source, the settings, and whether references were used."""
        uses_references, parts = _parts(segments, context, self.name)
        signature: Signature = {
            "name": self.name,
            **encoder.signature(context.config.device),
            "nrefs": 0,  # only the scores know it
            "unit": f"sentence/{LONG}",
        }
        if identify.known(context.target_base):
            signature["langid"] = identify.version()
        return parts, signature, uses_references

    def _others(self, uses_references: bool, context: Context) -> consensus.Compared:
        return consensus.Compared() if uses_references else consensus.compared(context, self.name)

    def _levels(
        self,
        segments: Sequence[Segment],
        parts: Mapping[int, Part],
        settings: Signature,
        uses_references: bool,
        context: Context,
    ) -> list[Score]:
        """The scores from the shares of the segments, by position."""
        compared = self._others(uses_references, context)
        pool = _pool(segments, parts, settings, uses_references)
        signature = settings | {"nrefs": pool.references}

        def value(places: Sequence[int]) -> float:
            return pooled([parts[place] for place in places])

        def signature_of(places: Sequence[int], level: Level) -> Signature:
            counts = Counter(parts[place].guard for place in places if place in parts)
            others = compared.signature([segments[place] for place in places], level, context)
            return signature | others | {name: counts[name] for name in GUARDS}

        def rating(place: int) -> Interval | None:
            reading = parts[place].reading
            if compared.oddity(segments[place], context) is not None:
                return None
            return rating_intervals.interval(value([place]), reading, context) if reading else None

        of_corpus = settings | compared.signature(segments, "corpus", context)
        corpus = self.corpus(replace(pool, signature=of_corpus), context)
        return levels.score_levels(
            self.name, segments, parts, value, signature_of, single_interval=rating, corpus=corpus
        )

    def pool(self, segments: Sequence[Segment], measures: Measures, context: Context) -> Pool:
        """What the score of the corpus follows from, if the translations were not compared with others."""
        parts = {place: Part(*row[:4]) for place, row in enumerate(measures.rows) if row}
        return _pool(segments, parts, measures.signature, measures.references is True)

    def corpus(self, pool: Pool, context: Context) -> Score:
        """The score of the corpus."""
        interval = levels.bootstrap_interval(len(pool.table), lambda: pool.table, Learned.aggregate, context)
        score = Score(
            self.name,
            "corpus",
            _joint(pool.table),
            n=pool.n,
            n_unscored=pool.unscored,
            interval=interval,
            signature=pool.signature
            | {"nrefs": pool.references}
            | levels.interval_signature(interval, context)
            | {name: pool.number(name) for name in GUARDS},
        )
        return pools.with_guarded(score, pool, _joint)

    def restored(self, segments: Sequence[Segment], values: Sequence[float], context: Context) -> Array:
        """The statistics `(penalty, sentences)` of each segment from its stored score; for `aggregate`."""
        import numpy as np

        counts = [sentence_count(segment.source, context.source_lang) for segment in segments]
        return np.array([(rate(value) * count, count) for value, count in zip(values, counts, strict=True)])

    @staticmethod
    def aggregate(sums: Array) -> Array:
        """The scores of summed penalties and sentences, shape `(..., 2)` to `(...)`."""
        import numpy as np

        means = np.clip(sums[..., 0] / sums[..., 1], 0.0, WORST)
        scores: Array = 1.0 - np.log1p(means) / math.log1p(WORST)
        return scores

    def placement(self, config: Config) -> Device:
        """Where the encoder computes. Raises ConfigError if a GPU was asked for and cannot be used."""
        return encoder.device(config.device)

    def limits(self, context: Context) -> str | None:
        """The reason to be cautious about scores in this language pair; `None` if the metric was measured on it."""
        pair = f"{context.source_base}-{context.target_base}"
        if warning := guards.untrained(context):
            return warning
        if lang.was_measured(self.name, context.source_base, context.target_base):
            return None
        widest = rating_intervals.remark(pair, context)
        pairs = " and ".join(lang.measured_pairs(self.name))
        return f"its agreement with human scores was measured on {pairs} only, not on {pair}{widest}"

    def clearly_better(self, better: Score, worse: Score, context: Context) -> bool | str:
        """Whether two translations of one source are so far apart that annotators, too, prefer the better one.

        Returns:
            In a few words why, if it is not known. With consensus it is not: the margin was measured on single
            judgements.
        """
        if better.value is None or worse.value is None:
            return "not scored"
        if better.signature.get("consensus") or worse.signature.get("consensus"):
            return "not measured with consensus"
        if why := rating_intervals.missing(context):
            return why
        if better.interval is None or worse.interval is None:
            return "a score follows from a rule, such as that of an empty translation"
        reading: Reading = "with reference" if better.signature["nrefs"] else "without"
        return better.value - worse.value > rating_intervals.margin(reading, context)

    def sureness(self, difference: float, signature: Signature, context: Context) -> Alike | None:
        """How often COMET-22 agreed with a difference of two corpus scores; with consensus it was not measured."""
        if signature.get("consensus"):
            return None
        reading: Reading = "with reference" if signature.get("nrefs") else "without"
        return system_agreement.alike(context.source_base, context.target_base, reading, difference)

    def agreement(self, reading: Reading, context: Context) -> Agreement | None:
        """On how many pairs of systems COMET-22 agreed in this language pair; `None` if none was measured."""
        return system_agreement.agreement(f"{context.source_base}-{context.target_base}", reading)

    def remarks(self, scores: Sequence[Score], segments: Sequence[Segment], context: Context) -> list[str]:
        """Remarks if scores depend on other translations, if references were not used, if intervals are not known."""
        remarks = [*self._unused(segments, context), *rating_intervals.unmeasured(context)]
        if scores[0].signature.get("consensus"):
            remarks.append(
                f"{self.name} compared the translations of each source that has three or more different ones with each "
                "other (consensus), so its scores depend on the other systems in the run; --no-consensus scores each "
                "translation by itself"
            )
        return remarks

    def _unused(self, segments: Sequence[Segment], context: Context) -> list[str]:
        scored = [segment for segment in segments if not levels.is_blank(segment.source)]
        references = {segment.id: usable_references.filled(segment) for segment in scored}
        without = [name for name, texts in references.items() if not texts]
        misleading = [
            segment.id
            for segment in scored
            if any(usable_references.misleads(text, segment, context) for text in references[segment.id])
        ]
        if without and len(without) < len(scored):
            return [
                f"{self.name} used no references, because {len(without):,} of {len(scored):,} segments have none "
                f"({guards.listing(without)})"
            ]
        if misleading:
            return [
                f"{self.name} ignored references that copy the source, are in the wrong language or have no words: "
                f"in {len(misleading):,} of {len(scored):,} segments ({guards.listing(misleading)})"
            ]
        return []


def pooled(parts: Sequence[Part]) -> float:
    """The joint score of several segments: `quality` of the mean penalty over all their sentences."""
    return _quality_of([part.penalty for part in parts], [part.sentences for part in parts])


def _quality_of(penalties: Iterable[float], sentences: Iterable[float]) -> float:
    return quality(sum(penalties) / sum(sentences))


def _joint(table: Array) -> float:
    """The joint score of several segments from their rows of penalty and sentences."""
    return _quality_of(*table.T.tolist())


def _pool(segments: Sequence[Segment], parts: Mapping[int, Part], settings: Signature, uses_references: bool) -> Pool:
    """What the score of the corpus follows from, from the shares of the segments by position."""
    rows = {place: (part.penalty, part.sentences) for place, part in parts.items()}
    guard_at = {place: part.guard for place, part in parts.items()}
    references = max(len(usable_references.filled(segments[place])) for place in parts) if uses_references else 0
    return pools.pool(segments, rows, settings, guard_at, references)


def sentence_count(text: str, lang: str) -> float:
    """The number of sentences that a text counts as, at least 1; see `LONG`."""
    sizes = (words.size(text[start:end]) for start, end in places(text, lang))
    return max(1.0, sum(max(1.0, size / LONG) for size in sizes))


def part(
    judgements: Sequence[Judgement], sentences: float, guard: Guard | None, reading: Reading, amount: float = 0.0
) -> Part:
    """The share of a segment from its judgements, one per reference, and the guard that applies to it.

    Sentences are counted in the source. Therefore all translations of a source have the same number of sentences.
    `amount` is what consensus adds to the estimate of log(1 + penalty) per sentence.
    """
    penalty = fmean(min(judgement.penalty / sentences, WORST) for judgement in judgements)
    if amount:
        from mtqe.encoder.scoring import moved

        penalty = min(moved(penalty, amount), WORST)
    if guard:
        return Part(rate(GUARDED * quality(penalty)) * sentences, sentences, guard)
    return Part(penalty * sentences, sentences, reading=reading)


def _parts(segments: Sequence[Segment], context: Context, name: str) -> tuple[bool, dict[int, Part]]:
    """Whether references are used, and the share of each segment with a source, by position."""
    places = [place for place, segment in enumerate(segments) if not levels.is_blank(segment.source)]
    if not places:
        raise Unavailable("the learned metric needs a source, but no segment has one", "give the source text")
    places = [place for place in places if usable_references.is_read(segments[place])]
    if not places:
        raise Unavailable(f"every segment is {encoder.UNREAD}", "divide the text into paragraphs or sentences")
    uses_references, references = usable_references.of(segments, places, context)
    guard_at = {place: guards.guard(segments[place], context) for place in places}
    pairs = {
        place: [judgement_cache.pair(segments[place], context, text) for text in references[place]]
        for place in places
        if guard_at[place] != "empty" and not identify.is_kept(segments[place].source, segments[place].target)
    }
    compared = consensus.Compared() if uses_references else consensus.compared(context, name)
    weight = encoder.consensus_weight() if compared.groups else 0.0
    judged = judgement_cache.judgements([pair for group in pairs.values() for pair in group], context, name)
    remaining = iter(judged)
    trained = guards.untrained(context) is None
    parts: dict[int, Part] = {}
    for place in places:
        sentences = sentence_count(segments[place].source, context.source_lang)
        if place in pairs:
            judgements = [next(remaining) for _ in pairs[place]]
            unrelated = judgements[0].unrelated and trained
            guard = guard_at[place] or ("unrelated" if unrelated else None)
            reading: Reading = "with reference" if pairs[place][0].reference else "without"
            amount = weight * (compared.oddity(segments[place], context) or 0.0)
            parts[place] = part(judgements, sentences, guard, reading, amount)
        else:
            parts[place] = Part(WORST * sentences if guard_at[place] else 0.0, sentences, guard_at[place])
    return uses_references, parts


learned = Learned()
