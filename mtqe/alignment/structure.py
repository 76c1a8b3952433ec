"""Evidence from the outer form of beads: number of sentences, lengths, paragraph starts, skipped sentences.

The constants are log odds or weights of log likelihood ratios. They were set by hand near their theoretical values and
checked on one half of a gold set and on planted noise. Small changes hardly affect the results (docs/alignment.md).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.language.boilerplate import boilerplate_kind
from mtqe.language.sentences import count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.alignment.viterbi import Shape
    from mtqe.language.sentences import Sentence
    from mtqe.model import Text

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Frequency of beads by their numbers of source and target sentences (cf. Gale and Church 1993, table 5).
SHAPES: dict[Shape, float] = {
    (1, 1): 0.80,
    (1, 2): 0.03,
    (2, 1): 0.03,
    (2, 2): 0.004,
    (1, 3): 0.002,
    (3, 1): 0.002,
    (2, 3): 0.0005,
    (3, 2): 0.0005,
    (1, 4): 0.0003,
    (4, 1): 0.0003,
    **dict.fromkeys([(2, 4), (4, 2), (3, 3), (3, 4), (4, 3), (4, 4)], 0.00001),
}
"""Share: of beads by their numbers of source and target sentences (cf. Gale and Church 1993, table 5). Measured with
bench/alignment.py."""
MOST_IN_BEAD = max(map(max, SHAPES))
"""Sentences: on one side of a bead, at most."""
PRIOR_BEADS = 200.0
"""Pairs: beads of a document that weigh as much as these shares. Measured with bench/alignment.py."""
WEIGHTS = {
    "length": 1.15,  # log likelihood ratio of the lengths
    "scrap": 0.2,  # per log of the shortest part's share: a two-word line is seldom part of a long sentence
    "glued": -1.0,  # per joint between a line without final mark and a new sentence: a heading is a bead of its own
    "continued": 1.0,  # per joint at a comma, semicolon, colon, dash or lower-case letter
    "torn": -0.7,  # if such a joint is cut on one side only
    "crossing": -2.0,  # per side with a paragraph edge inside the bead; half if both sides have one
    "starts": 0.7,  # log likelihood ratio: paragraphs start together
    "headings": 0.7,  # log likelihood ratio: headings are aligned with headings
    "units": -1.5,  # per sentence by which the sides differ beyond the shape of the bead (lines may hold several)
}
"""Nats: of each kind of evidence; for likelihood ratios, the weight of their nats. Measured with bench/alignment.py."""
SKIP = -3.7
"""Log-odds: of a sentence without counterpart. Measured with bench/alignment.py."""
SKIP_OPEN = 0.3
"""Log-odds: added for a line without final mark, such as a caption. Measured with bench/alignment.py."""
RUN = 2.0
"""Log-odds: added for a skip after a skip, as skips come in runs. Measured with bench/alignment.py."""
FREE_SLOPE = 2.0
"""Weights: of the log of the share of beads that are not one-to-one, divided by `FREE_FROM`, in what is subtracted for
a skip that follows no skip. A translator who joins and splits many sentences leaves few of them out. Measured with
bench/alignment.py."""
FREE_FROM = 0.12
"""Share: of such beads up to which nothing is subtracted. Measured with bench/alignment.py."""
FREE_PRIOR = 5.0
"""Pairs: beads of a document that weigh as much as that share. Measured with bench/alignment.py."""
FREE_LIMIT = 3.0
"""Log-odds: that are subtracted at most."""
REPEATED = 2.0
"""Log-odds: added for the skip of a sentence that repeats the one before it. Chosen so that the repeat is skipped
rather than the first one, but only where the other side has no similar sentence for it."""
REPEAT_JOINED = 6.0
"""Log-odds: subtracted for a bead that joins a sentence with its repeat. Chosen so that a sentence written twice is an
addition, but *No. No.* may become one sentence."""
BOILERPLATE = 6.0
"""Log-odds: added for a boilerplate line, such as a newsletter box, of a kind that the other side lacks. Measured with
bench/alignment.py."""

_DEGREES = 4.0
"""Values: degrees of freedom of Student's t. Measured with bench/alignment.py."""
_SPREAD = 0.12
"""Ratio: standard deviation of the log length ratio of long translations. Measured with bench/alignment.py."""
_NOISE = 2.0
"""Characters: added to its variance, divided by the number of characters. Measured with bench/alignment.py."""
_SMOOTH = 4.0
"""Characters: added to both lengths; limits the ratios of very short sentences. Measured with bench/alignment.py."""
_ENDS = " )]}\"'”“’»«›‹」』"


class Structure:
    """The outer form of both sides; it scores beads as the `Evidence` of a `Similarity` does.

    Args:
        texts: The documents.
        sides: Their sentences.
        langs: BCP 47 tags.
        paragraphs: Whether blocks are paragraphs. If not, each block is a sentence and its edges carry no evidence.
    """

    def __init__(
        self,
        texts: tuple[Text, Text],
        sides: tuple[Sequence[Sentence], Sequence[Sentence]],
        langs: tuple[str, str],
        *,
        paragraphs: bool,
    ) -> None:
        def each(value: Callable[[Sentence], float]) -> list[Floats]:
            return [np.array([value(s) for s in side], dtype=float) for side in sides]

        self._shapes = SHAPES
        # Letters and digits only: dot leaders and rules are long and carry no text.
        self._length = each(lambda s: sum(map(str.isalnum, s.text)))
        # Characters of the translation per character of the source.
        self._ratio = max(self._length[1].sum(), 1.0) / max(self._length[0].sum(), 1.0)
        # Mean and deviation of the log lengths on each side: the scores of a few rows must not visit the whole text.
        self._typical = [_typical(side * k) for side, k in zip(self._length, (self._ratio, 1.0), strict=True)]
        self._open = each(lambda s: s.text.rstrip(_ENDS)[-1:].isalnum())
        self._continued = [_continued(side) for side in sides]
        self._torn = [np.append(0.0, side)[: len(side)] for side in self._continued]
        self._starts = _Flags([[i == 0 or s.block != side[i - 1].block for i, s in enumerate(side)] for side in sides])
        blocks = [starts.sum() for starts in self._starts.sides]
        # If one side has one line per paragraph and the other one line per sentence, the edges do not correspond.
        self._paragraphs = paragraphs and min(blocks) > 1 and min(blocks) > 0.6 * max(blocks)
        self._headings = _Flags(
            [[text.blocks[s.block].kind == "heading" for s in side] for text, side in zip(texts, sides, strict=True)]
        )
        # A sentence made by the splitter counts as one; a line may hold several.
        self._units = [
            np.ones(len(side)) if paragraphs else np.array([count(s.text, lang) for s in side], dtype=float)
            for side, lang in zip(sides, langs, strict=True)
        ]
        self._repeats = _repeats(*sides)
        # Whether a line is of a kind of page furniture that the other side lacks, shapes (n,) and (m,).
        self.boilerplate = _boilerplate(sides, langs)
        self._price_skips(0.0)

    def prior(self, a: int, b: int) -> float:
        """Log frequency of beads with a source and b target sentences in this document."""
        return float(np.log(self._shapes[a, b]))

    def comparable_lengths(self) -> tuple[Floats, Floats]:
        """Letters of each sentence; those of the source are multiplied by the ratio of the documents."""
        source, target = self._length
        return source * self._ratio, target

    def learn(self, beads: Mapping[Shape, float]) -> None:
        """Update the frequencies of shapes and the log odds of skips by the numbers of beads the first pass expects."""
        prior_joined = 1 - SHAPES[1, 1]
        joined = sum(number for shape, number in beads.items() if shape != (1, 1))
        number = sum(beads.values())
        share = (joined + PRIOR_BEADS * prior_joined) / (number + PRIOR_BEADS)
        self._shapes = {shape: frequency * share / prior_joined for shape, frequency in SHAPES.items()} | {
            (1, 1): 1 - share
        }

        free = (joined + FREE_PRIOR * FREE_FROM) / (number + FREE_PRIOR)
        self._price_skips(min(max(FREE_SLOPE * float(np.log(free / FREE_FROM)), 0.0), FREE_LIMIT))

    def _price_skips(self, freedom: float) -> None:
        """Set `skips` and `run`, what is added for a skip after a skip.

        Args:
            freedom: Log odds that are subtracted for the first skip of a run. The others of the run stay as likely as
                they are.
        """
        prices = []
        for side, is_open in enumerate(self._open):
            torn = self._continued[side] + self._torn[side]
            prices.append(SKIP + SKIP_OPEN * is_open + WEIGHTS["torn"] * torn + REPEATED * self._repeats[side])
            prices[-1] += BOILERPLATE * self.boilerplate[side] - freedom
        # Log odds that each source and each target sentence has no counterpart, shapes (n,) and (m,).
        self.skips: tuple[Floats, Floats] = (prices[0], prices[1])
        self.run = RUN + freedom

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, Floats]:
        """Log odds of beads by their form, in nats, without the prior of their shape; see `nouns.Evidence`."""
        at = np.arange(rows.start, rows.stop), np.arange(columns.start, columns.stop)
        start = self._start(at)
        return {shape: start + self._inside(at, shape) for shape in shapes}

    def _start(self, at: tuple[Ints, Ints]) -> Floats:
        """Log odds by the start of the bead, shape (rows, columns)."""
        torn = [_at(side, where) for side, where in zip(self._torn, at, strict=True)]
        total: Floats = WEIGHTS["torn"] * np.abs(torn[0][:, None] - torn[1][None, :])
        if self._paragraphs:
            total = total + WEIGHTS["starts"] * self._starts.agreement(at, error=0.15)
        if all(self._headings.shares):
            total = total + WEIGHTS["headings"] * self._headings.agreement(at, error=0.1)
        return total

    def _inside(self, at: tuple[Ints, Ints], shape: Shape) -> Floats:
        """Log odds by the inside of the bead, shape (rows, columns)."""
        parts = [_window(side, where, k) for side, where, k in zip(self._length, at, shape, strict=True)]
        total: Floats = WEIGHTS["length"] * self._length_odds(parts[0].sum(1), parts[1].sum(1), shape)
        scraps = [_scrap(lengths) for lengths in parts]
        total += WEIGHTS["scrap"] * (scraps[0][:, None] + scraps[1][None, :])
        for side, (where, k) in enumerate(zip(at, shape, strict=True)):
            if k == 1:
                continue
            soft = _window(self._continued[side], where, k - 1).sum(1)
            hard = (_window(self._open[side], where, k - 1) * (1 - _window(self._continued[side], where, k - 1))).sum(1)
            repeats = _window(self._repeats[side], where + 1, k - 1).sum(1)
            joints = WEIGHTS["continued"] * soft + WEIGHTS["glued"] * hard - REPEAT_JOINED * repeats
            total += joints[None, :] if side else joints[:, None]
        if self._paragraphs:
            total += WEIGHTS["crossing"] * self._crossing(at, shape)
        units = [_window(side, where, k).sum(1) for side, where, k in zip(self._units, at, shape, strict=True)]
        excess = np.abs(units[0][:, None] - units[1][None, :]).clip(max=3.0) - abs(shape[0] - shape[1])
        total += WEIGHTS["units"] * excess
        return total

    def _crossing(self, at: tuple[Ints, Ints], shape: Shape) -> Floats:
        edges = [
            (_window(side, where + 1, k - 1).sum(1) > 0).astype(float)
            for side, where, k in zip(self._starts.sides, at, shape, strict=True)
        ]
        crossed: Floats = edges[0][:, None] + edges[1][None, :]
        return np.where(crossed == 2, 0.5, crossed)

    def _length_odds(self, left: Floats, right: Floats, shape: Shape) -> Floats:
        """Log likelihood ratio of the lengths: translations against unrelated texts of this document.

        The log length ratio of a translation follows Student's t around the ratio of the document. An unrelated text
        has the length of sentences drawn at random from the document. Gale and Church (1993) use the first part with
        a normal distribution.
        """
        x, y = np.log(left * self._ratio + _SMOOTH), np.log(right + _SMOOTH)
        scale = np.sqrt(_SPREAD**2 + _NOISE / (np.minimum.outer(left * self._ratio, right) + _SMOOTH))
        z = (y[None, :] - x[:, None]) / scale
        fits = -(_DEGREES + 1) / 2 * np.log1p(z * z / _DEGREES) - np.log(scale) - 0.98
        unrelated = [_chance(typical, value, k) for typical, value, k in zip(self._typical, (x, y), shape, strict=True)]
        odds: Floats = fits - (unrelated[0][:, None] + unrelated[1][None, :]) / 2
        return odds


class _Flags:
    """A property of sentences that both sides of a bead should share.

    Args:
        flags: For each side, whether each sentence has the property.
    """

    def __init__(self, flags: Sequence[Sequence[bool]]) -> None:
        self.sides = [np.array(side, dtype=float) for side in flags]
        self.shares = [float(side.mean()) if len(side) else 0.0 for side in self.sides]

    def agreement(self, at: tuple[Ints, Ints], error: float) -> Floats:
        """Log likelihood ratio that the first sentences of both sides agree: in a bead against in any two sentences."""
        left, right = (_at(side, where) for side, where in zip(self.sides, at, strict=True))
        p, q = (float(np.clip(share, 0.05, 0.95)) for share in self.shares)
        both = np.log((1 - error) * min(p, q) / (p * q))
        none = np.log((1 - error) * (1 - max(p, q)) / ((1 - p) * (1 - q)))
        same = left[:, None] == right[None, :]
        odds: Floats = np.where(same, np.where(left[:, None] > 0, both, none), np.log(error))
        return odds


def _typical(lengths: Floats) -> tuple[float, float] | None:
    """Mean and standard deviation of the log lengths of one side; `None` if it has no sentence."""
    logs = np.log(lengths + _SMOOTH)
    return (float(logs.mean()), float(logs.std())) if len(logs) else None


def _chance(typical: tuple[float, float] | None, value: Floats, number: int) -> Floats:
    """Log density of the log length of `number` sentences of one side drawn at random; at least -6."""
    if typical is None:
        return np.zeros(len(value))
    mean, spread = typical[0] + np.log(number), max(typical[1], 0.35) / np.sqrt(number)
    z = (value - mean) / spread
    density: Floats = -z * z / 2 - np.log(spread) - 0.92
    return np.maximum(density, -6.0)


def _at(values: Floats, index: Ints) -> Floats:
    """`values[index]`, zero beyond the end."""
    if not len(values):
        return np.zeros(len(index))
    return np.where(index < len(values), values[np.minimum(index, len(values) - 1)], 0.0)


def _window(values: Floats, start: Ints, number: int) -> Floats:
    """`values[start:start + number]` for each start, shape (starts, number); zero beyond the end."""
    return np.stack([_at(values, start + k) for k in range(number)], axis=1) if number else np.zeros((len(start), 0))


def _scrap(parts: Floats) -> Floats:
    """Log of the shortest part's share; 0 from two thirds of an equal share on, at least -3."""
    if parts.shape[1] < 2:
        return np.zeros(len(parts))
    share = parts.min(1) * parts.shape[1] / np.maximum(parts.sum(1), 1.0)
    log: Floats = np.log(np.maximum(share, 0.01) * 1.5).clip(-3.0, 0.0)
    return log


def _continued(side: Sequence[Sentence]) -> Floats:
    """Whether the text continues after each sentence: after a comma or the like, or before a lower-case letter."""
    goes_on = [
        left.text.rstrip("\"'”“’»« ")[-1:] in (",", ";", ":", "–", "—")
        or right.text.lstrip("([\"'“”„«»‚‘ ")[:1].islower()
        for left, right in itertools.pairwise(side)
    ]
    return np.array([*goes_on, False][: len(side)], dtype=float)


def _boilerplate(sides: Sequence[Sequence[Sentence]], langs: tuple[str, str]) -> tuple[Floats, Floats]:
    """Whether each sentence is boilerplate of a kind that the other side lacks."""
    bases = [lang.split("-")[0].lower() for lang in langs]
    kinds = [[boilerplate_kind(s.text, lang) for s in side] for side, lang in zip(sides, bases, strict=True)]
    opposite = set(kinds[1]), set(kinds[0])
    left, right = (
        np.array([kind is not None and kind not in opposite_kinds for kind in side_kinds], dtype=float)
        for side_kinds, opposite_kinds in zip(kinds, opposite, strict=True)
    )
    return left, right


def _repeats(source: Sequence[Sentence], target: Sequence[Sentence]) -> tuple[Floats, Floats]:
    """Whether each sentence repeats the letters of the sentence before it while the other side repeats nothing."""
    repeats = []
    for side in (source, target):
        letters = ["".join(filter(str.isalnum, s.text.lower())) for s in side]
        repeats.append(
            np.array([i > 0 and t != "" and t == letters[i - 1] for i, t in enumerate(letters)], dtype=float)
        )
    if repeats[0].any() and repeats[1].any():
        return np.zeros(len(source)), np.zeros(len(target))
    return repeats[0], repeats[1]
