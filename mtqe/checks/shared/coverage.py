"""Stretches of a text that nothing in its translation covers; evidence for `criticised`.

The lower half of the encoder gives each token a state in its context, and words that translate each other have states
that point the same way. Four steps, the same for both sides (one text is asked about, the other answers):

1. `bare`: for each word the log-odds that nothing covers it: from its best cosine, those of its neighbours, how far the
   word that it matches best belongs to another, and whether the two choose each other.
2. `run`: the stretch with the greatest sum of them.
3. `weigh`: is the stretch a gap? It is likelier when the other text is too short for the whole of this one, and less
   likely when there too is a stretch without counterpart: then the two are a free translation of each other.
4. `confirmed`: without a gap, a text must be closer in meaning to the other, by their sentence vectors.

Steps 1, 3 and 4 are logistic formulas. `tests/bench/coverage.py` fitted their constants on translations that it had cut
a stretch out of, on one side or the other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mtqe.checks.shared import lengths
from mtqe.encoder import Tokens
from mtqe.model import Side

Floats = NDArray[np.float32]

FEWEST, MOST = 4, 1_000
"""Words: of a text that is judged. With fewer there is no rest to compare with; more would take too much memory.
By hand."""
LEAST_WORDS = 3
"""Words: of the smallest gap. By hand."""
LEAST_SIZE = 12.0
"""Characters: of an English text with the same content as the smallest gap. By hand."""
COVERED = -2.0
"""Log-odds: mean of the words outside a gap, at most, else the whole is no translation. By hand."""
LARGEST = 0.65
"""Share: of the words that a gap has at most, else the whole is no translation. By hand."""
SHARP = 0.08
"""Cosine: by which a word may be farther until another's interest in it has fallen to a third. By hand."""
NEAR, WIDE = (0.25, 0.5, 0.25), (0.1, 0.2, 0.4, 0.2, 0.1)
"""Weights: of a word and its neighbours. By hand."""
WORD = np.array([3.98, -4.46, -11.52, -2.06, 1.85, 0.92, -2.32, 0.07, 0.18, 2.7, 2.39])
"""Weights: of each column of `features` in step 1, then the constant. Fitted by tests/bench/coverage.py."""
GAP = np.array([-0.038, 7.12, 1.037, 2.602, 2.485, -0.026, 0.21, -0.153, -0.263, -0.328, 0.984, -0.69])
"""Weights: of each column of `evidence` in step 3, then the constant. Fitted by tests/bench/coverage.py."""
CONFIRM: dict[Side, NDArray[np.float64]] = {
    "source": np.array([0.66, 93.33, 6.39, 5.33, 2.02, -5.5]),
    "target": np.array([0.07, 44.47, 6.85, 1.49, -0.42, 0.82]),
}
"""Weights: of each column of `doubts` in step 4 by the side that has the gap, then the constant. Fitted by
tests/bench/coverage.py."""
DOUBTFUL = 0.0
"""Log-odds: of a gap, after step 3, from which on the sentence vectors are asked. By hand, measured with
tests/bench/coverage.py and tests/bench/critic.py."""
LONG = 6
"""Letters: from which on a word counts as one that carries meaning. By hand."""
LONGER, FAR_LONGER = 0.1, 0.22
"""Ratio: logarithm of how much longer than the other a text has to be, for its length to count, and to count twice.
By hand."""
ENOUGH = 3.7
"""Ratio: logarithm of the number of words of a text that is not short. By hand."""
FREER = 1.0
"""Log-odds: taken off those of step 4 for each unit that this logarithm is less, as short texts are translated more
freely. By hand, measured with tests/bench/coverage.py and tests/bench/critic.py."""
LEVEL = -0.7
"""Log-odds: taken off those of each word before they are summed; lower values make longer runs. By hand, measured with
tests/bench/coverage.py and tests/bench/critic.py."""
REACH = 2
"""Words: by which a run is widened to a mark. By hand."""
STAY = -2.5
"""Log-odds: mean of these words below which the run is not widened. By hand."""
_ALONE = re.compile("[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MARK = r"[,;:.!?()\"“”„«»、，。；：！？（）–—-]"
_BEFORE, _AFTER = re.compile(rf"{_MARK}\s*$"), re.compile(rf"\s*{_MARK}")


class Words(NamedTuple):
    """The words of a text: `(start, end)` in code points, and a unit vector for each."""

    text: str
    spans: Sequence[tuple[int, int]]
    vectors: Floats


class Gap(NamedTuple):
    """A stretch of a text that may have no counterpart.

    Args:
        start: Its first code point.
        end: The one behind its last.
        words: How many it has.
        odds: Log-odds that it is one.
        longer: How much longer the text is than the other, as a logarithm.
        among: Logarithm of the number of words of the text.
    """

    start: int
    end: int
    words: int
    odds: float
    longer: float = 0.0
    among: float = 0.0


def words(text: str, read: Tokens) -> Words:
    """The words of a text with the mean of the states of their tokens, around the mean of the text.

    A token of Chinese or Japanese, which may be several characters, is a word; tokens without a letter or digit are
    left out.
    """
    spans: list[tuple[int, int]] = []
    firsts: list[int] = []
    rows: list[int] = []
    for row, (start, end) in enumerate(read.offsets.tolist()):
        if not any(map(str.isalnum, text[start:end])):
            continue
        if spans and spans[-1][1] == start and _joined(text[start - 1], text[start]):
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
    return left.isalnum() and right.isalnum() and not (_ALONE.match(left) or _ALONE.match(right))


def gaps(source: Words, target: Words, langs: tuple[str, str]) -> tuple[Gap | None, Gap | None]:
    """The likeliest gap of the source and that of the target; `None` where no word looks uncovered.

    Args:
        source: The words of the source.
        target: Those of its translation.
        langs: Primary tags of both.
    """
    if not all(FEWEST <= len(side.spans) <= MOST for side in (source, target)):
        return None, None
    similar = source.vectors @ target.vectors.T
    here, there = bare(similar, source), bare(similar.T, target)
    mine, other = run(here - LEVEL), run(there - LEVEL)
    return (
        weigh(source, target, here, mine, max(other[2], 0.0), langs),
        weigh(target, source, there, other, max(mine[2], 0.0), (langs[1], langs[0])),
    )


def bare(similar: Floats, asked: Words) -> Floats:
    """For each word of a text the log-odds that nothing in the other text covers it."""
    odds: Floats = (features(similar, asked) @ WORD[:-1] + WORD[-1]).astype(np.float32)
    return odds


def features(similar: Floats, asked: Words) -> Floats:
    """What the first formula looks at, `(words, 10)`.

    Args:
        similar: Cosine of each word with each of the other text.
        asked: The text that the rows of `similar` belong to.
    """
    best, place = similar.max(1), similar.argmax(1)
    wanted = np.sqrt((_soft(similar, 1) * _soft(similar, 0)).max(1))
    taken = similar.max(0)[place] - best
    size = np.array([min(end - start, 12) / 12 for start, end in asked.spans], np.float32)
    near = best - np.median(best)
    back = np.abs(similar.argmax(0)[place] - np.arange(len(place)))
    own = (back == 0).astype(np.float32)  # each is the other's best match
    ranked = np.sort(similar, 1)
    lead = ranked[:, -1] - ranked[:, -2]
    both = [_smooth((back <= 1).astype(np.float32), WIDE), _smooth(own, NEAR), own, lead]
    columns: Floats = np.stack([best, near, _smooth(best, WIDE), _smooth(wanted, NEAR), taken, size, *both], 1)
    return columns


def _soft(similar: Floats, axis: int) -> Floats:
    raised: Floats = np.exp((similar - similar.max(axis, keepdims=True)) / SHARP)
    raised /= raised.sum(axis, keepdims=True)
    return raised


def _smooth(values: Floats, weights: Sequence[float]) -> Floats:
    return np.convolve(np.pad(values, len(weights) // 2, mode="edge"), weights, "valid").astype(np.float32)


def run(values: Floats) -> tuple[int, int, float]:
    """The stretch with the greatest sum, of at least one word: its first word, the one after its last, the sum."""
    best, sum_, first = (0, 1, -math.inf), 0.0, 0
    for place, value in enumerate(values.tolist()):
        if sum_ <= 0:
            sum_, first = 0.0, place
        sum_ += value
        if sum_ > best[2]:
            best = (first, place + 1, sum_)
    return best


def widened(asked: Words, odds: Floats, first: int, last: int) -> tuple[int, int]:
    """The run from its first word to the one after its last, up to a mark or an end of the text where one is near."""
    for step in range(min(REACH, first) + 1):
        if _opens(asked, first - step):
            first -= step if step and odds[first - step : first].mean() > STAY else 0
            break
    for step in range(min(REACH, len(asked.spans) - last) + 1):
        if _closes(asked, last + step):
            last += step if step and odds[last : last + step].mean() > STAY else 0
            break
    return first, last


def _opens(asked: Words, first: int) -> bool:
    return first == 0 or _BEFORE.search(asked.text[asked.spans[first - 1][1] : asked.spans[first][0]]) is not None


def _closes(asked: Words, last: int) -> bool:
    return last == len(asked.spans) or _AFTER.match(asked.text, asked.spans[last - 1][1]) is not None


def weigh(
    asked: Words, other: Words, odds: Floats, found: tuple[int, int, float], rival: float, langs: tuple[str, str]
) -> Gap | None:
    """The run as a gap.

    Args:
        asked: The text that the run is in.
        other: The other text.
        odds: From `bare`.
        found: From `run`.
        rival: Sum of the other text's run.
        langs: Primary tags of both texts.
    """
    if found[2] <= 0:
        return None
    seen = evidence(asked, other, odds, found, rival, langs)
    first, last = widened(asked, odds, *found[:2])
    start, end = asked.spans[first][0], asked.spans[last - 1][1]
    rest = np.concatenate([odds[:first], odds[last:]])
    small = last - first < LEAST_WORDS or lengths.size(asked.text[start:end], langs[0]) < LEAST_SIZE
    if small or last - first > LARGEST * len(odds) or rest.mean() > COVERED:
        return None
    return Gap(start, end, last - first, float(seen @ GAP[:-1] + GAP[-1]), seen[3], seen[8])


def confirmed(gap: Gap, gain: float, side: Side) -> float:
    """The log-odds of a gap after step 4.

    Args:
        gap: The gap after step 3.
        gain: Cosine with the other text, without the gap, less that of the whole text.
        side: The side that has the gap.
    """
    seen = doubts(gap, gain)
    short = ENOUGH - float(seen[-1])
    return float(seen @ CONFIRM[side][:-1] + CONFIRM[side][-1]) - FREER * short


def doubts(gap: Gap, gain: float) -> NDArray[np.float64]:
    """What the third formula looks at, `(5,)`; arguments as for `confirmed`."""
    far = (max(0.0, gap.longer - least) for least in (LONGER, FAR_LONGER))
    return np.array([gap.odds, gain, *far, min(gap.among, ENOUGH)])


def evidence(
    asked: Words, other: Words, odds: Floats, found: tuple[int, int, float], rival: float, langs: tuple[str, str]
) -> NDArray[np.float64]:
    """What the second formula looks at, `(11,)`; arguments as for `weigh`."""
    first, last, total = found
    text, count = asked.text, len(asked.spans)
    start, end = asked.spans[first][0], asked.spans[last - 1][1]
    whole, rest = (lengths.size(one, langs[0]) for one in (text, text[:start] + text[end:]))
    answer = lengths.size(other.text, langs[1])
    short, shorter = (math.log((size + 15) / (answer + 15)) for size in (whole, rest))
    return np.array(
        [
            total,
            (last - first) / count,
            float(odds[first:last].mean()),
            short,
            abs(short) - abs(shorter),
            rival,
            _opens(asked, first) + _closes(asked, last),
            (first == 0) + (last == count),
            math.log(count),
            math.log(end - start + 1),
            sum(stop - begin >= LONG for begin, stop in asked.spans[first:last]) / (last - first),
        ]
    )
