"""Finds stretches of a text that nothing in its translation covers; evidence for `criticised`.

The lower half of the encoder gives each token a state in its context. Words that translate each other have similar
states. Source and translation are judged in turn, each against the opposite text, in four steps:

1. `uncovered`: the log-odds of each word that nothing covers it. They follow from its best cosine, from the best
   cosines of its neighbours, from whether its best match has a better match, and from whether both choose each other.
2. `run`: the stretch of words with the largest sum of log-odds.
3. `weigh`: whether the stretch is a gap. A gap is likelier if the opposite text is too short for the whole text. It is
   less likely if the opposite text has an uncovered stretch too: then the translation is free.
4. `confirmed`: whether the text without the gap is closer in meaning to the opposite text, by their sentence vectors.

Steps 1, 3 and 4 are logistic formulas. `bench/coverage.py` fitted their constants on translations from which it
had cut a stretch, on one side or the other.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe.checks.shared import lengths
from mtqe.encoder import Tokens
from mtqe.encoder.exact_sums import cosines
from mtqe.language.late_patterns import late
from mtqe.model import Side

Floats = NDArray[np.float32]

FEWEST, MOST = 4, 1_000
"""Words: of the shortest and the longest text that is judged. A shorter text has too little beside a gap; a longer one
takes too much memory."""
LEAST_WORDS = 3
"""Words: of the smallest gap."""
LEAST_SIZE = 12.0
"""Characters: of the smallest gap, in English text with the same content."""
COVERED = -2.0
"""Log-odds: the largest mean of the words outside a gap. Above it the whole text is no translation."""
LARGEST = 0.65
"""Share: of the words of the text in the largest gap. Above it the whole text is no translation."""
SHARP = 0.08
"""Cosine: the distance from the best match at which the weight of a match has fallen to a third."""
NEAR, WIDE = (0.25, 0.5, 0.25), (0.1, 0.2, 0.4, 0.2, 0.1)
"""Weights: of a word and its neighbours in a mean."""
WORD = np.array([3.98, -4.46, -11.52, -2.06, 1.85, 0.92, -2.32, 0.07, 0.18, 2.7, 2.39])
"""Weights: of each column of `features` in step 1, then the constant. Fitted by bench/coverage.py."""
GAP = np.array([-0.038, 7.12, 1.037, 2.602, 2.485, -0.026, 0.21, -0.153, -0.263, -0.328, 0.984, -0.69])
"""Weights: of each column of `evidence` in step 3, then the constant. Fitted by bench/coverage.py."""
CONFIRM: dict[Side, NDArray[np.float64]] = {
    "source": np.array([0.66, 93.33, 6.39, 5.33, 2.02, -5.5]),
    "target": np.array([0.07, 44.47, 6.85, 1.49, -0.42, 0.82]),
}
"""Weights: of each column of `doubts` in step 4 by the side that has the gap, then the constant. Fitted by
bench/coverage.py."""
DOUBTFUL = 0.0
"""Log-odds: of a gap after step 3, from which on step 4 takes place. Measured with bench/coverage.py and
bench/critic.py."""
LONG = 6
"""Letters: of the shortest word that counts as a content word."""
LONGER, FAR_LONGER = 0.1, 0.22
"""Ratio: logarithm of how many times as long as expected a text must be for its length to count, and to count twice."""
ENOUGH = 3.7
"""Ratio: logarithm of the number of words from which on a text is not short."""
FREER = 1.0
"""Log-odds: subtracted in step 4 for each unit by which this logarithm is smaller, as short texts are translated more
freely. Measured with bench/coverage.py and bench/critic.py."""
LEVEL = -0.7
"""Log-odds: subtracted from those of each word before they are summed; lower values make longer runs. Measured with
bench/coverage.py and bench/critic.py."""
REACH = 2
"""Words: by which a run is widened at most to reach a mark."""
STAY = -2.5
"""Log-odds: mean of these words up to which the run is not widened."""
_ALONE = late(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
"""A letter of a script without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Chinese characters."""
_MARK = r"[,;:.!?()\"“”„«»、，。；：！？（）–—-]"
_BEFORE, _AFTER = late(rf"{_MARK}\s*$"), late(rf"\s*{_MARK}")


class Words(NamedTuple):
    """The words of a text.

    Args:
        text: The text.
        spans: Where each word begins and ends, in code points.
        vectors: A unit vector for each word.
    """

    text: str
    spans: Sequence[tuple[int, int]]
    vectors: Floats

    def at(self, places: Sequence[tuple[int, int]]) -> list[int]:
        """The numbers of the words that have a character in one of the places."""
        return [
            n
            for n, (start, end) in enumerate(self.spans)
            if any(start < stop and begin < end for begin, stop in places)
        ]


class Gap(NamedTuple):
    """A stretch of a text that may have no counterpart.

    Args:
        start: Its first code point.
        end: The code point after its last.
        words: The number of its words.
        odds: Log-odds that it has no counterpart.
        longer: Logarithm of how many times as long as expected the text is.
        among: Logarithm of the number of words of the text.
    """

    start: int
    end: int
    words: int
    odds: float
    longer: float = 0.0
    among: float = 0.0


def words(text: str, read: Tokens) -> Words:
    """The words of a text, each with the mean state of its tokens less the mean state of the text.

    In scripts without spaces each token counts as a word, even if it has several characters. Tokens without a letter or
    digit are left out, unless they are vowel signs or accents of the word before them.
    """
    spans: list[tuple[int, int]] = []
    firsts: list[int] = []
    rows: list[int] = []
    for row, (start, end) in enumerate(read.offsets.tolist()):
        joins = bool(spans) and spans[-1][1] == start and _joined(text[start - 1], text[start])
        if not joins and not any(map(str.isalnum, text[start:end])):
            continue
        if joins:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            firsts.append(len(rows))
        rows.append(row)
    states = read.states[1:-1].astype(np.float32)
    vectors: Floats = np.zeros((0, states.shape[1]), np.float32)
    if spans:
        vectors = np.add.reduceat(states[rows] - states.mean(0), firsts, axis=0)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-9)
    return Words(text, spans, vectors)


def _joined(left: str, right: str) -> bool:
    if not (_in_word(left) and _in_word(right)):
        return False
    return not right.isalnum() or not (_ALONE.match(left) or _ALONE.match(right))


def _in_word(char: str) -> bool:
    """Whether a character is a letter, a digit, or a vowel sign or accent of a letter."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def gaps(source: Words, target: Words, langs: tuple[str, str]) -> tuple[Gap | None, Gap | None]:
    """The likeliest gap of the source and that of the translation; `None` where no word looks uncovered."""
    if not all(FEWEST <= len(side.spans) <= MOST for side in (source, target)):
        return None, None
    similar = cosines(source.vectors, target.vectors).astype(np.float32)
    source_odds, target_odds = uncovered(similar, source), uncovered(similar.T, target)
    source_run, target_run = run(source_odds - LEVEL), run(target_odds - LEVEL)
    return (
        weigh(source, target, source_odds, source_run, max(target_run[2], 0.0), langs),
        weigh(target, source, target_odds, target_run, max(source_run[2], 0.0), (langs[1], langs[0])),
    )


def uncovered(similar: Floats, judged: Words) -> Floats:
    """For each word of a text the log-odds that nothing in the opposite text covers it; arguments as for `features`."""
    odds: Floats = (features(similar, judged) @ WORD[:-1] + WORD[-1]).astype(np.float32)
    return odds


def features(similar: Floats, judged: Words) -> Floats:
    """The input of the formula of step 1, `(words, 10)`."""
    best, place = similar.max(1), similar.argmax(1)
    mutual = np.sqrt((_soft(similar, 1) * _soft(similar, 0)).max(1))
    match_lead = similar.max(0)[place] - best
    size = np.array([min(end - start, 12) / 12 for start, end in judged.spans], np.float32)
    near = best - np.median(best)
    back = np.abs(similar.argmax(0)[place] - np.arange(len(place)))
    chosen = (back == 0).astype(np.float32)  # the two words choose each other
    ranked = np.sort(similar, 1)
    lead = ranked[:, -1] - ranked[:, -2]
    choices = [_smooth((back <= 1).astype(np.float32), WIDE), _smooth(chosen, NEAR), chosen, lead]
    columns: Floats = np.stack([best, near, _smooth(best, WIDE), _smooth(mutual, NEAR), match_lead, size, *choices], 1)
    return columns


def _soft(similar: Floats, axis: int) -> Floats:
    raised: Floats = np.exp((similar - similar.max(axis, keepdims=True)) / SHARP)
    raised /= raised.sum(axis, keepdims=True)
    return raised


def _smooth(values: Floats, weights: Sequence[float]) -> Floats:
    half = len(weights) // 2
    places = np.arange(-half, len(values) + half).clip(0, len(values) - 1)  # `np.pad` takes ten times as long
    return np.convolve(values[places], weights, "valid").astype(np.float32)


def run(values: Floats) -> tuple[int, int, float]:
    """The stretch of one value or more with the largest sum: its first place, the place after its last, the sum."""
    best, sum_, first = (0, 1, -math.inf), 0.0, 0
    for place, value in enumerate(values.tolist()):
        if sum_ <= 0:
            sum_, first = 0.0, place
        sum_ += value
        if sum_ > best[2]:
            best = (first, place + 1, sum_)
    return best


def widened(judged: Words, odds: Floats, first: int, last: int) -> tuple[int, int]:
    """The run, widened on each side to a mark or an end of the text that is near."""
    for step in range(min(REACH, first) + 1):
        if _opens(judged, first - step):
            first -= step if step and odds[first - step : first].mean() > STAY else 0
            break
    for step in range(min(REACH, len(judged.spans) - last) + 1):
        if _closes(judged, last + step):
            last += step if step and odds[last : last + step].mean() > STAY else 0
            break
    return first, last


def _opens(judged: Words, first: int) -> bool:
    return first == 0 or _BEFORE.search(judged.text[judged.spans[first - 1][1] : judged.spans[first][0]]) is not None


def _closes(judged: Words, last: int) -> bool:
    return last == len(judged.spans) or _AFTER.match(judged.text, judged.spans[last - 1][1]) is not None


def weigh(
    judged: Words, opposite: Words, odds: Floats, stretch: tuple[int, int, float], rival: float, langs: tuple[str, str]
) -> Gap | None:
    """The gap that a run makes after step 3; `None` if the run is no gap."""
    if stretch[2] <= 0:
        return None
    columns = evidence(judged, opposite, odds, stretch, rival, langs)
    first, last = widened(judged, odds, *stretch[:2])
    start, end = judged.spans[first][0], judged.spans[last - 1][1]
    outside = np.concatenate([odds[:first], odds[last:]])
    small = last - first < LEAST_WORDS or lengths.size(judged.text[start:end], langs[0]) < LEAST_SIZE
    if small or last - first > LARGEST * len(odds) or outside.mean() > COVERED:
        return None
    return Gap(start, end, last - first, float(columns @ GAP[:-1] + GAP[-1]), columns[3], columns[8])


def confirmed(gap: Gap, gain: float, side: Side) -> float:
    """The log-odds of a gap after step 4.

    Args:
        gap: The gap after step 3.
        gain: Cosine of the text without the gap with the opposite text, less the cosine of the whole text.
        side: The side that has the gap.
    """
    columns = doubts(gap, gain)
    short = ENOUGH - float(columns[-1])
    return float(columns @ CONFIRM[side][:-1] + CONFIRM[side][-1]) - FREER * short


def doubts(gap: Gap, gain: float) -> NDArray[np.float64]:
    """The input of the formula of step 4, `(5,)`; arguments as for `confirmed`."""
    excess = (max(0.0, gap.longer - least) for least in (LONGER, FAR_LONGER))
    return np.array([gap.odds, gain, *excess, min(gap.among, ENOUGH)])


def evidence(
    judged: Words, opposite: Words, odds: Floats, stretch: tuple[int, int, float], rival: float, langs: tuple[str, str]
) -> NDArray[np.float64]:
    """The input of the formula of step 3, `(11,)`; arguments as for `weigh`."""
    first, last, total = stretch
    text, count = judged.text, len(judged.spans)
    start, end = judged.spans[first][0], judged.spans[last - 1][1]
    sizes = [lengths.size(part, langs[0]) for part in (text, text[:start] + text[end:])]
    opposite_size = lengths.size(opposite.text, langs[1])
    longer, longer_without = (math.log((size + 15) / (opposite_size + 15)) for size in sizes)
    return np.array(
        [
            total,
            (last - first) / count,
            float(odds[first:last].mean()),
            longer,
            abs(longer) - abs(longer_without),
            rival,
            _opens(judged, first) + _closes(judged, last),
            (first == 0) + (last == count),
            math.log(count),
            math.log(end - start + 1),
            sum(stop - begin >= LONG for begin, stop in judged.spans[first:last]) / (last - first),
        ]
    )
