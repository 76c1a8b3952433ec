"""Sufficient statistics of BLEU, chrF and TER for a block of segments. They equal those of sacreBLEU exactly.

sacreBLEU tokenizes, except for its default tokenizer `13a`. All segments of a block are counted at once (`ngrams`,
`ter`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from mtqe.language.late_patterns import late
from mtqe.machine import workers
from mtqe.metrics.lexical import ngrams, ter
from mtqe.stats.resample import Array

References = Sequence[Sequence[str]]
Rows = Callable[[Any, Sequence[str], References], Array]
"""Makes an array `(segments, k)` from a sacreBLEU metric, translations and their references."""
AllRows = Callable[[Any, Sequence[str], References, Callable[[int], None]], Array]
"""The same for any number of segments; the last argument gets the number of finished segments."""

BLOCK = 256
"""Segments: counted at a time; progress is reported between two blocks."""
WORDS_PER_PROCESS = 100_000
"""Words: of references that a process gets at least, about a second of TER. With fewer, its start costs more than it
saves. Measured with bench/lexical.py."""

WORD_ORDER, CHARACTER_ORDER = 4, 6
"""Words: the greatest n of BLEU's n-grams; then, in characters, that of chrF's; both as in sacreBLEU."""


def in_blocks(rows: Rows) -> AllRows:
    """Make the rows block by block, to limit the memory."""

    def run(scorer: Any, translations: Sequence[str], references: References, progress: Callable[[int], None]) -> Array:
        blocks = []
        for start in range(0, len(translations), BLOCK):
            progress(start)
            stop = start + BLOCK
            blocks.append(rows(scorer, translations[start:stop], references[start:stop]))
        return np.concatenate(blocks)

    return run


def bleu(scorer: Any, translations: Sequence[str], references: Sequence[Sequence[str]]) -> Array:
    """Rows of 10 numbers: lengths of translation and closest reference, matched 1- to 4-grams, all 1- to 4-grams."""
    tokenize: Callable[[str], str] = scorer._preprocess_segment
    if scorer.tokenizer_signature == "13a" and not scorer.lowercase:
        tokenize = tokenize_13a
    tokens = [
        [tokenize(text).split() for text in (translation, *its_references)]
        for translation, its_references in zip(translations, references, strict=True)
    ]
    lengths = np.array([[len(words) for words in texts] for texts in tokens], dtype=np.int64)
    matches = ngrams.matched(ngrams.words(words for texts in tokens for words in texts), lengths, WORD_ORDER)
    if matches is None:
        return _by_sacrebleu(scorer, translations, references)
    hypothesis = lengths[:, 0]
    # If two references are equally close, the shorter one counts: after sorting, argmin finds it first.
    sorted_lengths = np.sort(lengths[:, 1:], axis=1)
    closest = np.argmin(np.abs(sorted_lengths - hypothesis[:, None]), axis=1)[:, None]
    totals = ngrams.totals(hypothesis, WORD_ORDER)
    rows = [hypothesis[:, None], np.take_along_axis(sorted_lengths, closest, axis=1), matches[1], totals]
    result: Array = np.concatenate(rows, axis=1).astype(np.float64)
    return result


# sacreBLEU's rules for Western text. sacreBLEU also puts spaces around spaces, which takes half of its time and has no
# effect: the other rules only test for a space, and several spaces separate two tokens like one space.
_13A = (
    (late(r"([!-&(-+:-@/\[-`{-~])"), r" \1 "),
    (late(r"([^0-9])([.,])"), r"\1 \2 "),
    (late(r"([.,])([^0-9])"), r" \1 \2"),
    (late(r"([0-9])(-)"), r"\1 \2 "),
)
_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))


def tokenize_13a(text: str) -> str:
    """The tokens of sacreBLEU's tokenizer `13a`, separated by white space."""
    text = text.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    if "&" in text:
        for entity, char in _ENTITIES:
            text = text.replace(entity, char)
    text = f" {text} "
    for pattern, replacement in _13A:
        text = pattern.sub(replacement, text)
    return text


def chrf(scorer: Any, translations: Sequence[str], references: Sequence[Sequence[str]]) -> Array:
    """Rows of 3 numbers for each n: n-grams of the translation, of the reference, and matched n-grams.

    With several references, the reference with the best chrF of the segment counts; with equal ones, the first.
    """
    segments = [
        (translation, *its_references) for translation, its_references in zip(translations, references, strict=True)
    ]
    letters = [["".join(text.split()) for text in texts] for texts in segments]
    parts = [_triples(letters, ngrams.characters, CHARACTER_ORDER)]
    if scorer.word_order:
        words = [[scorer._remove_punctuation(text) for text in texts] for texts in segments]
        parts.append(_triples(words, ngrams.words, scorer.word_order))
    counted = [part for part in parts if part is not None]
    if len(counted) < len(parts):
        return _by_sacrebleu(scorer, translations, references)
    table = np.concatenate(counted, axis=2).astype(np.float64)
    best = np.argmax(chrf_of(table), axis=1)
    result: Array = table[np.arange(len(table)), best]
    return result


def chrf_alike(scorer: Any, texts: Sequence[str]) -> Iterator[Array]:
    """For each text its rows of `chrf` with every text as the reference, its own too, in order."""
    parts: list[tuple[Sequence[Sequence[Hashable]], int]] = [
        (["".join(text.split()) for text in texts], CHARACTER_ORDER)
    ]
    if scorer.word_order:
        parts.append(([tuple(scorer._remove_punctuation(text)) for text in texts], scorer.word_order))
    counted = []
    for symbols, order in parts:
        lengths = np.array(list(map(len, symbols)), dtype=np.int64)
        counted.append((ngrams.totals(lengths, order), ngrams.shared(symbols, order)))
    for place, matches in enumerate(zip(*(shared for _, shared in counted), strict=True)):
        rows = []
        for (totals, _), matched in zip(counted, matches, strict=True):
            own = np.broadcast_to(totals[place], totals.shape)
            rows.append(np.stack([own, totals, matched], axis=-1).reshape(len(texts), -1))
        result: Array = np.concatenate(rows, axis=1).astype(np.float64)
        yield result


def _triples(
    segments: Sequence[Sequence[Any]], symbols: Callable[[Any], ngrams.Counts], order: int
) -> ngrams.Counts | None:
    """The n-gram counts with each reference, shape `(segments, references, 3 * order)`."""
    lengths = np.array([list(map(len, texts)) for texts in segments], dtype=np.int64)
    matches = ngrams.matched(symbols(text for texts in segments for text in texts), lengths, order)
    if matches is None:
        return None
    totals = ngrams.totals(lengths, order)
    reference = totals[:, 1:]
    hypothesis = np.where(reference > 0, totals[:, :1], 0)  # as in sacreBLEU: 0 if the reference has no n-gram
    triples = np.stack([hypothesis, reference, matches[0]], axis=-1)
    result: ngrams.Counts = triples.reshape(*reference.shape[:2], 3 * order)
    return result


def edits(
    scorer: Any,
    translations: Sequence[str],
    references: References,
    progress: Callable[[int], None] = lambda done: None,
) -> Array:
    """Rows of 2 numbers: edits with the closest reference, and mean length of the references.

    Work that takes seconds uses several cores.
    """
    segments = [
        tuple(scorer._preprocess_segment(text) for text in (translation, *its_references))
        for translation, its_references in zip(translations, references, strict=True)
    ]
    words = sum(text.count(" ") + 1 for texts in segments for text in texts[1:])
    processes = max(1, min(workers.cores(), words // WORDS_PER_PROCESS))
    counts = workers.spread(least_edits, segments, processes, progress)
    lengths = [fmean([len(text.split()) for text in its_references]) for _, *its_references in segments]
    return np.array([counts, lengths], dtype=np.float64).T.copy()


def least_edits(segments: Sequence[Sequence[str]]) -> list[int]:
    """The edits of each translation with its closest reference. Spaces separate the tokens."""
    return [
        min(ter.edits(hypothesis, reference) for reference in its_references)
        for hypothesis, *its_references in ([text.split() for text in texts] for texts in segments)
    ]


def _by_sacrebleu(scorer: Any, translations: Sequence[str], references: Sequence[Sequence[str]]) -> Array:
    """The rows by sacreBLEU, if a segment is too large for `ngrams.matched`, such as a book on one line."""
    rows = scorer._extract_corpus_statistics(translations, list(zip(*references, strict=True)))
    return np.array(rows, dtype=np.float64)


# --- scores from summed statistics --------------------------------------------------------------------------------


def bleu_of(sums: Array) -> Array:
    """BLEU (Papineni et al. 2002) with exponential smoothing, 0 to 100, from summed statistics.

    Args:
        sums: Shape `(..., 10)`: lengths of translation and reference, matched 1- to 4-grams, all 1- to 4-grams.
    """
    length, reference = sums[..., 0], sums[..., 1]
    matched, total = sums[..., 2:6], sums[..., 6:10]
    with np.errstate(divide="ignore", invalid="ignore"):
        penalty = np.where(length < reference, np.exp(1 - reference / length), 1.0)
        # The first n without a match counts as half a match, the second as a quarter, and so on (`exp` of sacreBLEU).
        smoothed = 0.5 ** np.cumsum((matched == 0) & (total > 0), axis=-1)
        precisions = 100.0 * np.where(matched > 0, matched, smoothed) / total
        scores = penalty * np.exp(np.log(precisions).mean(-1))
    defined = (total > 0).all(-1) & (matched > 0).any(-1)
    result: Array = np.where(defined, scores, 0.0)
    return result


def chrf_of(sums: Array) -> Array:
    """chrF2 or chrF2++ (Popović 2015, 2017), 0 to 100, from summed statistics.

    Args:
        sums: Shape `(..., 3 * orders)`: for each n the n-grams of the translation, of the reference, and the matched
            n-grams.
    """
    hypothesis, reference, matched = sums[..., 0::3], sums[..., 1::3], sums[..., 2::3]
    counted = (hypothesis > 0) & (reference > 0)
    orders = counted.sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        # The orders are added one by one, as in sacreBLEU, so that even rounding is the same.
        precision = _sum_in_order(np.where(counted, matched / hypothesis, 0.0)) / orders
        recall = _sum_in_order(np.where(counted, matched / reference, 0.0)) / orders
        scores = 100 * (5 * precision * recall / (4 * precision + recall))  # F with beta = 2
    result: Array = np.where((orders > 0) & (precision + recall > 0), scores, 0.0)
    return result


def _sum_in_order(columns: Array) -> Array:
    """The sum over the last axis, from left to right."""
    total: Array = np.add.accumulate(columns, axis=-1)[..., -1]
    return total


def ter_of(sums: Array) -> Array:
    """TER (Snover et al. 2006) in percent, 0 and above, lower is better, from summed statistics.

    Args:
        sums: Shape `(..., 2)`: edits, and mean length of the references in words.
    """
    edits, length = sums[..., 0], sums[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Array = np.where(length > 0, 100 * (edits / length), np.where(edits > 0, 100.0, 0.0))
    return result
