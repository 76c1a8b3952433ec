"""Sufficient statistics of BLEU, chrF and TER for a block of segments: sacreBLEU's rows, to the last digit.

Tokenizing is left to sacreBLEU but for its default, `13a`; counting is done for all segments at once (`ngrams`, `ter`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from mtqe.metrics.lexical import ngrams, ter
from mtqe.project import workers
from mtqe.stats.resample import Array

References = Sequence[Sequence[str]]
Rows = Callable[[Any, Sequence[str], References], Array]
"""From a sacreBLEU metric, translations and their references to an array `(segments, k)`."""
AllRows = Callable[[Any, Sequence[str], References, Callable[[int], None]], Array]
"""The same for any number of segments, telling how many are done."""

BLOCK = 256
"""Segments: counted at a time; progress is reported between two blocks. By hand."""
PAYS = 100_000
"""Words: of references that a process gets at least, about a second of TER. With fewer, its start costs more than it
saves. By hand, measured with tests/bench/lexical.py."""

WORD_ORDER, CHARACTER_ORDER = 4, 6
"""Words: the greatest n of BLEU's n-grams; then, in characters, that of chrF's; both as in sacreBLEU.
By definition."""


def in_blocks(rows: Rows) -> AllRows:
    """Make the rows block by block, which bounds the memory."""

    def run(scorer: Any, translations: Sequence[str], references: References, progress: Callable[[int], None]) -> Array:
        blocks = []
        for start in range(0, len(translations), BLOCK):
            progress(start)
            stop = start + BLOCK
            blocks.append(rows(scorer, translations[start:stop], references[start:stop]))
        return np.concatenate(blocks)

    return run


def bleu(scorer: Any, translations: Sequence[str], references: Sequence[Sequence[str]]) -> Array:
    """Rows of 10: length of the translation, of the closest reference, matched 1- to 4-grams, all 1- to 4-grams."""
    tokenize: Callable[[str], str] = scorer._preprocess_segment
    if scorer.tokenizer_signature == "13a" and not scorer.lowercase:
        tokenize = tokenize_13a
    tokens = [
        [tokenize(text).split() for text in (translation, *others)]
        for translation, others in zip(translations, references, strict=True)
    ]
    lengths = np.array([[len(words) for words in texts] for texts in tokens], dtype=np.int64)
    found = ngrams.matched(ngrams.words(words for texts in tokens for words in texts), lengths, WORD_ORDER)
    if found is None:
        return _by_sacrebleu(scorer, translations, references)
    mine, others = lengths[:, 0], lengths[:, 1:]
    # The closest length, the shorter of two: sorted first, the first of equals is the shortest.
    others = np.sort(others, axis=1)
    closest = np.argmin(np.abs(others - mine[:, None]), axis=1)[:, None]
    totals = ngrams.totals(mine, WORD_ORDER)
    rows = [mine[:, None], np.take_along_axis(others, closest, axis=1), found[1], totals]
    result: Array = np.concatenate(rows, axis=1).astype(np.float64)
    return result


# sacreBLEU's rules for Western text. It puts spaces around spaces too, which takes half of its time and changes
# nothing: what follows asks only whether there is one, and in the end any number of them parts two tokens.
_13A = (
    (re.compile(r"([!-&(-+:-@/\[-`{-~])"), r" \1 "),
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)
_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))


def tokenize_13a(text: str) -> str:
    """The tokens that sacreBLEU's tokenizer `13a` makes, parted by white space."""
    text = text.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    if "&" in text:
        for entity, char in _ENTITIES:
            text = text.replace(entity, char)
    text = f" {text} "
    for rule, parted in _13A:
        text = rule.sub(parted, text)
    return text


def chrf(scorer: Any, translations: Sequence[str], references: Sequence[Sequence[str]]) -> Array:
    """Rows of 3 numbers for each n: n-grams of the translation, of the reference, and the matched ones.

    Of several references the first counts with which the segment's own chrF is best.
    """
    texts = [(translation, *others) for translation, others in zip(translations, references, strict=True)]
    parts = [_triples([["".join(text.split()) for text in some] for some in texts], ngrams.characters, CHARACTER_ORDER)]
    if scorer.word_order:
        words = [[scorer._remove_punctuation(text) for text in some] for some in texts]
        parts.append(_triples(words, ngrams.words, scorer.word_order))
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return _by_sacrebleu(scorer, translations, references)
    table = np.concatenate(known, axis=2).astype(np.float64)
    best = np.argmax(chrf_of(table), axis=1)
    result: Array = table[np.arange(len(table)), best]
    return result


def _triples(
    texts: Sequence[Sequence[Any]], numbers: Callable[[Any], ngrams.Counts], order: int
) -> ngrams.Counts | None:
    """The numbers of all n-grams with each reference, shape `(segments, references, 3 * order)`."""
    lengths = np.array([list(map(len, some)) for some in texts], dtype=np.int64)
    found = ngrams.matched(numbers(text for some in texts for text in some), lengths, order)
    if found is None:
        return None
    totals = ngrams.totals(lengths, order)
    reference = totals[:, 1:]
    mine = np.where(reference > 0, totals[:, :1], 0)  # as sacreBLEU: none count where the reference has none
    result: ngrams.Counts = np.stack([mine, reference, found[0]], axis=-1).reshape(*reference.shape[:2], 3 * order)
    return result


def edits(
    scorer: Any,
    translations: Sequence[str],
    references: References,
    progress: Callable[[int], None] = lambda done: None,
) -> Array:
    """Rows of 2: edits with the closest reference, and the mean length of the references.

    What takes seconds is spread over the cores.
    """
    texts = [
        tuple(scorer._preprocess_segment(text) for text in (translation, *others))
        for translation, others in zip(translations, references, strict=True)
    ]
    words = sum(text.count(" ") + 1 for some in texts for text in some[1:])
    found = workers.spread(least_edits, texts, max(1, min(workers.cores(), words // PAYS)), progress)
    lengths = [fmean([len(text.split()) for text in others]) for _, *others in texts]
    return np.array([found, lengths], dtype=np.float64).T.copy()


def least_edits(texts: Sequence[Sequence[str]]) -> list[int]:
    """The edits of each text, the first of several, with the closest of the others; tokens are parted by spaces."""
    return [
        min(ter.edits(mine, words) for words in others)
        for mine, *others in ([text.split() for text in some] for some in texts)
    ]


def _by_sacrebleu(scorer: Any, translations: Sequence[str], references: Sequence[Sequence[str]]) -> Array:
    """The rows where a segment is too rich for `ngrams.matched`, such as a book on one line."""
    rows = scorer._extract_corpus_statistics(translations, list(zip(*references, strict=True)))
    return np.array(rows, dtype=np.float64)


# --- from sums of statistics to scores --------------------------------------------------------------------------------


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
        # One order after the other, as sacreBLEU adds, so that not even rounding tells them apart.
        precision = _added(np.where(counted, matched / hypothesis, 0.0)) / orders
        recall = _added(np.where(counted, matched / reference, 0.0)) / orders
        scores = 100 * (5 * precision * recall / (4 * precision + recall))  # F with beta = 2
    result: Array = np.where((orders > 0) & (precision + recall > 0), scores, 0.0)
    return result


def _added(columns: Array) -> Array:
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
