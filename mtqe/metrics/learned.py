"""The neural metric inside the package: expected MQM penalty a sentence, 0 to 1, with and without references.

The encoder reads a segment sentence by sentence and says which MQM penalty an annotator would give (`mtqe.encoder`).
With `p` the penalty for each sentence of the source, a segment's score is `1 - log(1 + p) / log(26)`, not below 0:

    1.0  flawless        .79  a minor error a sentence    .45  a major error a sentence    0  25 points, all lost

Longer sentences have more errors, so one of more than `LONG` characters counts as several, and a text without full
stops as many. A document's score and the corpus score are the same formula on the mean penalty per
sentence over all their sentences, not the mean of segment scores: a long segment counts as often as it has sentences,
and an error costs the same wherever it stands. Their intervals resample segments with their sentences.

Several references of a segment: the mean of the penalties with each. Which segments are scored:

- Empty translation (an omission): 0.
- Empty source (an addition): not scored, counted in `n_unscored`.
- Numbers, addresses, placeholders and signs that stand in the translation as in the source: 1.0, as there is nothing to
  translate.
- References are used when every segment to be scored has some, else none, and the report says so. One that is the
  source once more, clearly in another language than the target's, or without a letter or digit (`-`), would mislead:
  the segment is scored without it.

The encoder reads a hundred languages alike and is not told which one was ordered, and a fluent sentence may please it
although it translates another one. So three guards stand before it. Each is counted in the signature, and the score of
such a segment is a twentieth of what the encoder gives: `copied`, `foreign` and `unrelated` of `mtqe.metrics.guards`.

The formula is the target that the encoder was trained on; MQM weights: Freitag et al. (2021), "Experts, Errors, and
Context". Importing this module loads neither numpy nor onnxruntime.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

import msgspec

from mtqe import encoder
from mtqe.contracts import Context
from mtqe.encoder import judgement_cache
from mtqe.errors import Unavailable
from mtqe.metrics import guards, levels
from mtqe.metrics.guards import Guard
from mtqe.model import Interval, Level, Score, Segment, Signature
from mtqe.text import identify, words
from mtqe.text.sentences import places

if TYPE_CHECKING:
    from mtqe.encoder import Judgement
    from mtqe.stats.resample import Array

WORST = 25.0
"""Penalty: of a sentence that is completely wrong, the greatest there is. By definition."""
LONG = 200
"""Characters: of a sentence that counts as one, Chinese and Japanese ones thrice; a longer one counts by its length.
One news sentence in nine is longer. The penalty that people give grows with the length of a sentence, and that of the
scorer as much. By hand, measured with tests/bench/calibration.py."""
GUARDED = 0.05
"""Share: of its score that a copied, foreign or unrelated translation keeps. By hand."""
MEASURED = ("en-de", "zh-en")
"""Language pairs on which its agreement with people is known; the figures are in the encoder's model card."""
GUARDS: tuple[Guard, ...] = ("empty", "copied", "foreign", "unrelated")


def quality(rate: float) -> float:
    """The score of a penalty per sentence: 0 is 1.0, 25 and more is 0.0."""
    return 1.0 - math.log1p(min(max(rate, 0.0), WORST)) / math.log1p(WORST)


def rate(quality: float) -> float:
    """The penalty per sentence of a score, 0 to 25: the inverse of `quality`."""
    return math.expm1((1.0 - quality) * math.log1p(WORST))


@dataclass(frozen=True)
class Part:
    """What a segment adds to a document: its penalty, over so many sentences, and the guard that spoke for it."""

    penalty: float
    sentences: float
    guard: Guard | None = None


@dataclass(frozen=True)
class Learned:
    """The metric; everything it needs is in the package."""

    name: str = "learned"

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: The encoder cannot be loaded, or no segment has a source.
        """
        number, parts = _parts(segments, context, self.name)
        signature: Signature = {"name": self.name, **encoder.signature(), "nrefs": number, "unit": f"sentence/{LONG}"}
        if identify.known(context.target_base):
            signature["langid"] = identify.version()
        interval = _interval(list(parts.values()), context)
        bounds = levels.drawn(interval, context)

        def value(places: Sequence[int]) -> float:
            return pooled([parts[place] for place in places])

        def signed(places: Sequence[int], level: Level) -> Signature:
            fired = Counter(parts[place].guard for place in places if place in parts)
            return signature | (bounds if level == "corpus" else {}) | {name: fired[name] for name in GUARDS}

        total, *others = levels.score_levels(self.name, segments, parts, value, signed, interval)
        fired = {place: part.guard for place, part in parts.items() if part.guard}
        return [guards.beside(total, segments, parts, fired, value), *others]

    def restored(self, segments: Sequence[Segment], values: Sequence[float], context: Context) -> Array:
        """What each segment adds to a document, from its stored score: `(penalty, sentences)`; see `aggregate`."""
        import numpy as np

        sentences = [measure(segment.source, context.source_lang) for segment in segments]
        return np.array([(rate(value) * many, many) for value, many in zip(values, sentences, strict=True)])

    @staticmethod
    def aggregate(sums: Array) -> Array:
        """The scores of summed penalties and sentences, shape `(..., 2)` to `(...)`."""
        import numpy as np

        means = np.clip(sums[..., 0] / sums[..., 1], 0.0, WORST)
        found: Array = 1.0 - np.log1p(means) / math.log1p(WORST)
        return found

    def limits(self, context: Context) -> str | None:
        """Why scores in this language pair are to be taken with caution, or `None` where they were measured."""
        pair = f"{context.source_base}-{context.target_base}"
        if unread := guards.unread(context):
            return unread
        if pair in MEASURED:
            return None
        return f"its agreement with people was measured on {' and '.join(MEASURED)} only, not on {pair}"

    def remarks(self, scores: Sequence[Score], segments: Sequence[Segment], context: Context) -> list[str]:
        """What the reader should know where references were given, and all or some of them were not read."""
        own = [one for one in segments if not levels.is_blank(one.source)]
        given = {one.id: [text for text in one.references if not levels.is_blank(text)] for one in own}
        bare = [name for name, texts in given.items() if not texts]
        odd = [one.id for one in own if any(_misleads(text, one, context) for text in given[one.id])]
        if bare and len(bare) < len(own):
            return [
                f"{self.name} read no reference: it takes them where every segment has one, "
                f"{len(bare):,} of {len(own):,} have none ({guards.listing(bare)})"
            ]
        if odd:
            return [
                f"{self.name} left out references that are the source once more, in another language or "
                f"without words: in {len(odd):,} of {len(own):,} segments ({guards.listing(odd)})"
            ]
        return []


def pooled(parts: Sequence[Part]) -> float:
    """The score of several segments: `quality` of the mean penalty per sentence over all their sentences."""
    return quality(sum(part.penalty for part in parts) / sum(part.sentences for part in parts))


def _misleads(reference: str, segment: Segment, context: Context) -> bool:
    """Whether a reference is the source once more, clearly in another language than the target's, or only signs."""
    if not any(map(str.isalnum, reference)):
        return any(map(str.isalnum, segment.source))
    return guards.guard(msgspec.structs.replace(segment, target=reference), context) is not None


def measure(text: str, lang: str) -> float:
    """How many sentences a text counts as, 1 or more: see `LONG`."""
    sizes = (words.size(text[start:end]) for start, end in places(text, lang))
    return max(1.0, sum(max(1.0, size / LONG) for size in sizes))


def part(judged: Sequence[Judgement], sentences: float, guard: Guard | None) -> Part:
    """What a segment adds by its judgements, one a reference, and the guard that speaks for it.

    The sentences are those of the source, so that translations of one source are measured by one measure however they
    cut theirs.
    """
    own = fmean(min(one.penalty / sentences, WORST) for one in judged)
    return Part((rate(GUARDED * quality(own)) if guard else own) * sentences, sentences, guard)


def _parts(segments: Sequence[Segment], context: Context, name: str) -> tuple[int, dict[int, Part]]:
    """The number of references in use, and by position what each segment that has a source adds."""
    places = [place for place, segment in enumerate(segments) if not levels.is_blank(segment.source)]
    if not places:
        raise Unavailable("the learned metric needs a source and every segment's is empty", "give the source text")
    references = {place: [text for text in segments[place].references if not levels.is_blank(text)] for place in places}
    use = all(references.values())

    def heard(place: int) -> list[str] | list[None]:
        if not use:
            return [None]
        return [text for text in references[place] if not _misleads(text, segments[place], context)] or [None]

    fired = {place: guards.guard(segments[place], context) for place in places}
    pairs = {
        place: [judgement_cache.pair(segments[place], context, text) for text in heard(place)]
        for place in places
        if fired[place] != "empty" and not identify.is_kept(segments[place].source, segments[place].target)
    }
    judged = iter(judgement_cache.judgements([pair for some in pairs.values() for pair in some], context, name))
    readable = guards.unread(context) is None
    parts: dict[int, Part] = {}
    for place in places:
        sentences = measure(segments[place].source, context.source_lang)
        if place in pairs:
            found = [next(judged) for _ in pairs[place]]
            stranger = found[0].unrelated and readable
            parts[place] = part(found, sentences, fired[place] or ("unrelated" if stranger else None))
        else:
            parts[place] = Part(WORST * sentences if fired[place] else 0.0, sentences, fired[place])
    return (max(map(len, references.values())) if use else 0), parts


def _interval(parts: Sequence[Part], context: Context) -> Interval | None:
    """The bootstrap interval of the pooled score."""

    def table() -> Array:
        import numpy as np

        return np.array([(part.penalty, part.sentences) for part in parts])

    return levels.bootstrap_interval(len(parts), table, Learned.aggregate, context)


learned = Learned()
