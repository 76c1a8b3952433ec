"""BLEU, chrF, chrF++ and TER through sacreBLEU, with its numbers and its signatures.

Each segment's sufficient statistics are computed once and serve the corpus, the documents, the segments and the
bootstrap. Corpus and document scores are what `sacrebleu` gives for those segments; segment scores are its
`sentence_score`, for BLEU with effective order (`eff:yes`) as in `sacrebleu.sentence_bleu`.

What happens to segments that are not a plain translation with its reference:

- Empty translation (an omission): scored as an empty translation.
- No reference: not scored, counted in `n_unscored`.
- An addition that mtqe's own alignment found, beside segments that have references: scored against an empty reference.
  The reference translates the source, so it holds nothing for text that the source has not, and text that a system
  makes up must not be free.
- Blank reference: a reference of no words, as sacreBLEU takes it, but said aloud: the signature ends with `emptyrefs:`
  and the number of such segments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from mtqe.errors import Unavailable
from mtqe.metrics import levels, resample
from mtqe.metrics.resample import Array
from mtqe.model import Score, Segment, Signature
from mtqe.registry import Context, lookup

_BLOCK = 64  # segments between two calls of the progress callback


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of the segments that can be scored.

    Args:
        places: Positions of those segments in the sequence that was given.
        rows: One list of numbers a segment, in that order, as sacreBLEU makes them.
        empty: Positions of segments with a blank reference.
    """

    places: tuple[int, ...]
    rows: tuple[list[float], ...]
    empty: frozenset[int]

    @property
    def array(self) -> Array:
        """The rows as an array of shape `(segments, k)`, for `mtqe.metrics.resample`."""
        return np.asarray(self.rows, dtype=np.float64)


@dataclass(frozen=True)
class Sacre:
    """A metric of sacreBLEU.

    Args:
        name: Name in mtqe.
        label: Name for a reader.
        aggregate: Summed statistics of shape `(..., k)` to scores of shape `(...)`, as sacreBLEU computes them.
        make: The sacreBLEU object for corpus and documents.
        make_sentence: The one for segments, where it differs.
    """

    name: str
    label: str
    aggregate: resample.Aggregate
    make: Callable[[Context], Any]
    make_sentence: Callable[[Context], Any] | None = None

    def statistics(self, segments: Sequence[Segment], context: Context) -> Statistics:
        """The sufficient statistics of the segments that can be scored, for paired tests between systems.

        Raises:
            Unavailable: No segment has a reference, the numbers of references differ, or the tokenizer is not
                installed.
        """
        return self._statistics(segments, context, self.make(context))

    def score(self, segments: Sequence[Segment], context: Context) -> list[Score]:
        """Score at corpus, document and segment level; the segments are those of one system.

        Raises:
            Unavailable: No segment has a reference, the numbers of references differ, or the tokenizer is not
                installed.
        """
        corpus = self.make(context)
        found = self._statistics(segments, context, corpus)
        sentence = self.make_sentence(context) if self.make_sentence else corpus
        sentence.num_refs = corpus.num_refs
        plain, own = _signature(corpus), _signature(sentence)
        row_of = dict(zip(found.places, found.rows, strict=True))
        total = self._group(corpus, range(len(segments)), row_of, _with_empty(plain, found.empty))
        scores = [self._with_interval(total, corpus, found, context)]
        for doc, places in levels.documents(segments).items():
            signature = _with_empty(plain, found.empty.intersection(places))
            scores.append(self._group(corpus, places, row_of, signature, doc=doc))
        for place, segment in enumerate(segments):
            signature = _with_empty(own, found.empty.intersection([place]))
            scores.append(self._group(sentence, [place], row_of, signature, segment=segment.id))
        return scores

    def _statistics(self, segments: Sequence[Segment], context: Context, scorer: Any) -> Statistics:
        places, references = _references(segments, context.aligned, self.label)
        rows: list[list[float]] = []
        for start in range(0, len(places), _BLOCK):
            context.progress(self.name, start, len(places))
            block = places[start : start + _BLOCK]
            streams = list(zip(*references[start : start + _BLOCK], strict=True))
            rows += scorer._extract_corpus_statistics([segments[place].target for place in block], streams)
        context.progress(self.name, len(places), len(places))
        empty = {
            place
            for place, texts in zip(places, references, strict=True)
            if any(map(levels.is_blank, texts)) and not levels.is_blank(segments[place].source + segments[place].target)
        }
        return Statistics(tuple(places), tuple(rows), frozenset(empty))

    def _group(
        self,
        scorer: Any,
        places: Sequence[int],
        row_of: dict[int, list[float]],
        signature: Signature,
        doc: str | None = None,
        segment: str | None = None,
    ) -> Score:
        rows = [row_of[place] for place in places if place in row_of]
        return Score(
            metric=self.name,
            level="segment" if segment is not None else "document" if doc is not None else "corpus",
            value=float(scorer._aggregate_and_compute(rows).score) if rows else None,
            segment=segment,
            doc=doc,
            n=len(rows),
            n_unscored=len(places) - len(rows),
            signature=signature,
        )

    def _with_interval(self, score: Score, scorer: Any, found: Statistics, context: Context) -> Score:
        """The corpus score with its bootstrap interval; a single segment can say nothing of the spread and has none."""
        settings = context.config.metrics
        if not settings.intervals or settings.resamples < 2 or len(found.rows) < 2:
            return score
        interval = resample.bootstrap_interval(found.array, self.aggregate, settings.resamples, settings.seed)
        scorer.n_bootstrap, scorer.seed = settings.resamples, settings.seed
        signature = _with_empty(_signature(scorer), found.empty)
        return msgspec.structs.replace(score, interval=interval, signature=signature)


def _references(segments: Sequence[Segment], aligned: bool, label: str) -> tuple[list[int], list[tuple[str, ...]]]:
    """Positions of the segments that can be scored and their references, as many for each."""
    first = next((segment for segment in segments if segment.references), None)
    if first is None:
        raise Unavailable(
            f"{label} needs a reference and no segment has one", "give a human translation with --reference"
        )
    number = len(first.references)
    places: list[int] = []
    references: list[tuple[str, ...]] = []
    for place, segment in enumerate(segments):
        texts = segment.references
        if not texts and aligned and levels.is_blank(segment.source) and not levels.is_blank(segment.target):
            texts = ("",) * number
        if not texts:
            continue
        if len(texts) != number:
            raise Unavailable(
                f"{label} needs as many references for each segment: "
                f"segment {first.id} has {number}, segment {segment.id} has {len(texts)}",
                "give each segment the same number of references",
            )
        places.append(place)
        references.append(texts)
    return places, references


def _signature(scorer: Any) -> Signature:
    """The signature of sacreBLEU as a dict, in the order in which sacreBLEU prints it."""
    name = type(scorer).__name__
    if name == "CHRF":
        name = f"chrF{scorer.beta}" + "+" * scorer.word_order
    info = dict(scorer.get_signature().info)
    version = info.pop("version")
    signature: Signature = {"name": name}
    for key, value in (info | {"version": version}).items():
        if value is not None:
            signature[key] = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    return signature


def _with_empty(signature: Signature, empty: frozenset[int]) -> Signature:
    return signature | {"emptyrefs": len(empty)} if empty else signature


# --- the metrics ------------------------------------------------------------------------------------------------------


def _bleu(context: Context, effective_order: bool = False) -> Any:
    from sacrebleu.metrics import BLEU

    wanted = context.config.metrics.tokenize
    name = (
        lookup(wanted, BLEU.TOKENIZERS, "BLEU tokenizer")
        if wanted
        else BLEU._TOKENIZER_MAP.get(context.target_base, "13a")
    )
    _require_tokenizer(name)
    try:
        # `force` only silences a warning about text that looks tokenized; it changes no score.
        return BLEU(tokenize=name, effective_order=effective_order, force=True)
    except (RuntimeError, ImportError) as error:
        extra = {"ja-mecab": "sacrebleu[ja]", "ko-mecab": "sacrebleu[ko]"}.get(name, "sentencepiece")
        raise Unavailable(
            f"BLEU tokenizer {name!r} for {context.target_lang} is not installed", f"pip install '{extra}'"
        ) from error


def _require_tokenizer(name: str) -> None:
    """Refuse a SentencePiece tokenizer whose model sacreBLEU would fetch now: mtqe fetches nothing unasked."""
    from sacrebleu.tokenizers.tokenizer_spm import SACREBLEU_DIR, SPM_MODELS

    if name in SPM_MODELS:
        url = SPM_MODELS[name]["url"]
        if not (Path(SACREBLEU_DIR) / "models" / url.rpartition("/")[2]).is_file():
            raise Unavailable(
                f"the model of BLEU tokenizer {name!r} is not on this machine",
                f"get it with: python -c \"from sacrebleu import BLEU; BLEU(tokenize='{name}')\"",
            )


def _sentence_bleu(context: Context) -> Any:
    return _bleu(context, effective_order=True)


def _chrf(context: Context) -> Any:
    from sacrebleu.metrics import CHRF

    return CHRF()


def _chrf_plus(context: Context) -> Any:
    from sacrebleu.metrics import CHRF

    return CHRF(word_order=2)


def _ter(context: Context) -> Any:
    from sacrebleu.metrics import TER

    return TER()


def bleu_of(sums: Array) -> Array:
    """BLEU (Papineni et al. 2002) with exponential smoothing, 0 to 100, from summed statistics.

    Args:
        sums: Shape `(..., 10)`: length of the translation, of the reference, matched 1- to 4-grams, all 1- to 4-grams.
    """
    length, reference = sums[..., 0], sums[..., 1]
    matched, total = sums[..., 2:6], sums[..., 6:10]
    with np.errstate(divide="ignore", invalid="ignore"):
        penalty = np.where(length < reference, np.exp(1 - reference / length), 1.0)
        # The first order without a match counts as half a match, the second as a quarter... (sacreBLEU's `exp`).
        smoothed = 0.5 ** np.cumsum((matched == 0) & (total > 0), axis=-1)
        precisions = 100.0 * np.where(matched > 0, matched, smoothed) / total
        scores = penalty * np.exp(np.log(precisions).mean(-1))
    defined = (total > 0).all(-1) & (matched > 0).any(-1)
    result: Array = np.where(defined, scores, 0.0)
    return result


def chrf_of(sums: Array) -> Array:
    """chrF2 or chrF2++ (Popović 2015, 2017), 0 to 100, from summed statistics.

    Args:
        sums: Shape `(..., 3 * orders)`: for each n-gram order those of the translation, of the reference, and the
            matched ones.
    """
    hypothesis, reference, matched = sums[..., 0::3], sums[..., 1::3], sums[..., 2::3]
    counted = (hypothesis > 0) & (reference > 0)
    orders = counted.sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(counted, matched / hypothesis, 0.0).sum(-1) / orders
        recall = np.where(counted, matched / reference, 0.0).sum(-1) / orders
        scores = 100 * 5 * precision * recall / (4 * precision + recall)  # F with beta = 2
    result: Array = np.where((orders > 0) & (precision + recall > 0), scores, 0.0)
    return result


def ter_of(sums: Array) -> Array:
    """TER (Snover et al. 2006) in percent, 0 and above, lower is better, from summed statistics.

    Args:
        sums: Shape `(..., 2)`: edits, and mean length of the references in words.
    """
    edits, length = sums[..., 0], sums[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Array = np.where(length > 0, 100 * edits / length, np.where(edits > 0, 100.0, 0.0))
    return result


bleu = Sacre("bleu", "BLEU", bleu_of, _bleu, _sentence_bleu)
chrf = Sacre("chrf", "chrF", chrf_of, _chrf)
chrf_plus = Sacre("chrf++", "chrF++", chrf_of, _chrf_plus)
ter = Sacre("ter", "TER", ter_of, _ter)
