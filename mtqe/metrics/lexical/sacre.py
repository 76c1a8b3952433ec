"""BLEU, chrF, chrF++ and TER with the scores and signatures of sacreBLEU.

The sufficient statistics of each segment are computed once (`block_statistics`, many times faster than sacreBLEU). The
corpus, the documents, the segments and the bootstrap all use them. Corpus and document scores equal those of
`sacrebleu`. Segment scores equal its `sentence_score`; BLEU uses effective order (`eff:yes`), as in
`sacrebleu.sentence_bleu`.

Special cases:

- Empty translation (an omission): scored as an empty text.
- No reference: not scored; `n_unscored` counts it.
- An addition that mtqe's alignment found, if other segments have references: scored with an empty reference. A
  reference translates the source, so it has no counterpart of added text. Without this rule, added text would cost
  nothing.
- Blank reference: scored as a reference without words, as in sacreBLEU. The signature then ends with `emptyrefs:` and
  the number of such segments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mtqe.errors import Unavailable
from mtqe.metrics import levels
from mtqe.metrics.lexical import block_statistics
from mtqe.metrics.pools import Pool
from mtqe.model import Level, Measures, Score, Segment, Signature
from mtqe.registry.contracts import Context
from mtqe.registry.suggest import lookup
from mtqe.stats import resample
from mtqe.stats.resample import Array


@dataclass(frozen=True)
class Statistics:
    """Sufficient statistics of the segments that can be scored.

    Args:
        places: Positions of these segments in the given sequence.
        array: One row per segment, in the same order, equal to the statistics of sacreBLEU; shape `(segments, k)`, for
            `mtqe.stats.resample`.
        empty: Positions of segments with a blank reference.
    """

    places: tuple[int, ...]
    array: Array
    empty: frozenset[int]


@dataclass(frozen=True)
class Sacre:
    """A metric of sacreBLEU.

    Args:
        name: Name in mtqe.
        label: Name for a reader.
        rows: Makes the statistics.
        aggregate: Computes scores of shape `(...)` from summed statistics of shape `(..., k)`, as in sacreBLEU.
        make: Makes the sacreBLEU object for the corpus and documents.
        make_sentence: Makes the sacreBLEU object for segments, if it differs.
    """

    name: str
    label: str
    rows: block_statistics.AllRows
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
        return self._levels(segments, self._statistics(segments, context, corpus), corpus, context)

    def measures(self, segments: Sequence[Segment], context: Context) -> Measures:
        """The sufficient statistics of each segment; raises as `score`."""
        scorer = self.make(context)
        statistics = self._statistics(segments, context, scorer)
        rows: list[Any] = [None] * len(segments)
        for place, row in zip(statistics.places, _exact(statistics.array), strict=True):
            rows[place] = row
        return Measures(rows, _settings(scorer))

    def scores(self, segments: Sequence[Segment], measures: Measures, context: Context) -> list[Score]:
        """The scores of `score` from the measures of the same segments; raises as `score`."""
        corpus = self.make(context)
        statistics = self._restored(segments, measures, corpus)
        levels.refuse_other(self.name, measures.signature, _settings(corpus))
        return self._levels(segments, statistics, corpus, context)

    def _levels(
        self, segments: Sequence[Segment], statistics: Statistics, corpus: Any, context: Context
    ) -> list[Score]:
        """The scores from statistics and the sacreBLEU object that made them."""
        sentence = self.make_sentence(context) if self.make_sentence else corpus
        sentence.num_refs = corpus.num_refs
        signatures = {"document": _signature(corpus), "segment": _signature(sentence)}
        row_of = {place: row for row, place in enumerate(statistics.places)}
        single: list[float] = self.aggregate(statistics.array).tolist()
        if self.make_sentence:
            single = [sentence._compute_score_from_stats(row).score for row in statistics.array.tolist()]

        def value(places: Sequence[int]) -> float:
            sums: list[float] = statistics.array[[row_of[place] for place in places]].sum(0).tolist()
            return float(corpus._compute_score_from_stats(sums).score)

        def signature_of(places: Sequence[int], level: Level) -> Signature:
            return _with_empty(signatures[level], len(statistics.empty.intersection(places)))

        of_corpus = self.corpus(_pool(segments, statistics, corpus), context)
        return levels.score_levels(
            self.name,
            segments,
            row_of,
            value,
            signature_of,
            single=lambda place: single[row_of[place]],
            corpus=of_corpus,
        )

    def pool(self, segments: Sequence[Segment], measures: Measures, context: Context) -> Pool:
        """What the score of the corpus follows from."""
        corpus = self.make(context)
        return _pool(segments, self._restored(segments, measures, corpus), corpus)

    def corpus(self, pool: Pool, context: Context) -> Score:
        """The score of the corpus.

        Raises:
            Unavailable: The tokenizer is not installed.
        """
        scorer = self.make(context)
        scorer.num_refs = pool.references
        levels.refuse_other(self.name, pool.signature, _signature(scorer))
        interval = levels.bootstrap_interval(len(pool.table), lambda: pool.table, self.aggregate, context)
        if interval:
            scorer.n_bootstrap, scorer.seed = context.config.metrics.resamples, context.config.metrics.seed
        total = scorer._compute_score_from_stats(pool.table.sum(0).tolist())
        return Score(
            self.name,
            "corpus",
            float(total.score),
            n=pool.n,
            n_unscored=pool.unscored,
            interval=interval,
            signature=_with_empty(_signature(scorer), pool.special.get("emptyrefs", 0)),
            details=_details(total),
        )

    def _restored(self, segments: Sequence[Segment], measures: Measures, corpus: Any) -> Statistics:
        """The statistics in measures of the same segments; the sacreBLEU object learns the number of references."""
        places, references = _references(segments, self.label)
        corpus.num_refs = len(references[0])
        table = np.array([measures.rows[place] for place in places], dtype=np.float64)
        return Statistics(tuple(places), table, _with_blank(segments, places, references))

    def _statistics(self, segments: Sequence[Segment], context: Context, scorer: Any) -> Statistics:
        places, references = _references(segments, self.label)
        targets = [segments[place].target for place in places]
        table = self.rows(scorer, targets, references, lambda done: context.progress(self.name, done, len(places)))
        context.progress(self.name, len(places), len(places))
        scorer.num_refs = len(references[0])
        return Statistics(tuple(places), table, _with_blank(segments, places, references))


def _exact(table: Array) -> list[list[int | float]]:
    """The rows, with whole numbers as integers."""
    whole = table.astype(np.int64)
    if (whole == table).all():
        rows: list[list[int | float]] = whole.tolist()
        return rows
    return [[int(number) if number.is_integer() else number for number in row] for row in table.tolist()]


def _pool(segments: Sequence[Segment], statistics: Statistics, scorer: Any) -> Pool:
    """What the score of the corpus follows from, with the sacreBLEU object that made the statistics."""
    rest = len(segments) - len(statistics.places)
    special = {"emptyrefs": len(statistics.empty)}
    return Pool(statistics.array, _signature(scorer), rest, scorer.num_refs, special=special)


def _with_blank(
    segments: Sequence[Segment], places: Sequence[int], references: Sequence[Sequence[str]]
) -> frozenset[int]:
    """Positions of segments with a blank reference."""
    return frozenset(
        place
        for place, texts in zip(places, references, strict=True)
        if any(map(levels.is_blank, texts)) and not levels.is_blank(segments[place].source + segments[place].target)
    )


def _settings(scorer: Any) -> Signature:
    """The signature without the number of references, which is that of the texts."""
    return {key: value for key, value in _signature(scorer).items() if key != "nrefs"}


def _references(segments: Sequence[Segment], label: str) -> tuple[list[int], list[tuple[str, ...]]]:
    """Positions of the segments that can be scored, and their references, the same number for each."""
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
        if not texts and segment.is_aligned and levels.is_blank(segment.source) and not levels.is_blank(segment.target):
            texts = ("",) * number
        if not texts:
            continue
        if len(texts) != number:
            raise Unavailable(
                f"{label} needs the same number of references for each segment: "
                f"segment {first.id} has {number}, segment {segment.id} has {len(texts)}",
                "give each segment the same number of references",
            )
        places.append(place)
        references.append(texts)
    return places, references


def _signature(scorer: Any) -> Signature:
    """The signature of sacreBLEU as a dict, in the order of sacreBLEU."""
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


def _details(score: Any) -> dict[str, Any]:
    """The numbers behind a corpus score that sacreBLEU prints beside it; empty if there are none."""
    if not hasattr(score, "bp"):
        return {}
    return {
        "precisions": [round(precision, 4) for precision in score.precisions],
        "brevity_penalty": round(score.bp, 6),
        "ratio": round(score.ratio, 6),
        "hypothesis_length": int(score.sys_len),
        "reference_length": int(score.ref_len),
    }


def _with_empty(signature: Signature, number: int) -> Signature:
    return signature | {"emptyrefs": number} if number else signature


# --- the metrics ------------------------------------------------------------------------------------------------------


def _bleu(context: Context, effective_order: bool = False) -> Any:
    from sacrebleu.metrics import BLEU

    configured = context.config.metrics.tokenize
    name = (
        lookup(configured, BLEU.TOKENIZERS, "BLEU tokenizer")
        if configured
        else BLEU._TOKENIZER_MAP.get(context.target_base, "13a")
    )
    _require_tokenizer(name)
    try:
        # `force` only silences a warning about text that seems to be tokenized; it changes no score.
        return BLEU(tokenize=name, effective_order=effective_order, force=True)
    except (RuntimeError, ImportError) as error:
        extra = {"ja-mecab": "sacrebleu[ja]", "ko-mecab": "sacrebleu[ko]"}.get(name, "sentencepiece")
        raise Unavailable(
            f"BLEU tokenizer {name!r} for {context.target_lang} is not installed", f"pip install '{extra}'"
        ) from error


def _require_tokenizer(name: str) -> None:
    """Refuse a SentencePiece tokenizer if sacreBLEU would download its model: mtqe downloads nothing unasked."""
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


bleu = Sacre(
    "bleu", "BLEU", block_statistics.in_blocks(block_statistics.bleu), block_statistics.bleu_of, _bleu, _sentence_bleu
)


@dataclass(frozen=True)
class ChrF(Sacre):
    """chrF or chrF++. They also rank candidate translations by similarity."""

    def alike(self, texts: Sequence[str], context: Context) -> list[list[float]]:
        """For each text, its scores with each other text as the reference, in order."""
        scores = []
        for place, rows in enumerate(block_statistics.chrf_alike(self.make(context), texts)):
            row: list[float] = self.aggregate(rows).tolist()
            scores.append(row[:place] + row[place + 1 :])
        return scores


chrf = ChrF("chrf", "chrF", block_statistics.in_blocks(block_statistics.chrf), block_statistics.chrf_of, _chrf)
chrf_plus = ChrF(
    "chrf++", "chrF++", block_statistics.in_blocks(block_statistics.chrf), block_statistics.chrf_of, _chrf_plus
)
ter = Sacre("ter", "TER", block_statistics.edits, block_statistics.ter_of, _ter)
