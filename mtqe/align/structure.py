"""What a bead's outer form says: how many sentences, how long, where paragraphs begin, what is left over.

The constants are log odds or weights of log likelihood ratios. They were set by hand near their theoretical value and
checked on one half of a gold set and on planted noise; the figures hardly move around them (docs/alignment.md).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.text.boilerplate import furniture
from mtqe.text.sentences import count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.align.viterbi import Shape
    from mtqe.model import Text
    from mtqe.text.sentences import Sentence

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# How many source and target sentences a bead has, and how often (cf. Gale and Church 1993, table 5).
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
FIRM = 200.0
"""As many beads of a document as these frequencies weigh."""
WEIGHTS = {
    "length": 1.15,  # log likelihood ratio of the lengths
    "scrap": 0.2,  # per log of the smallest part's share: a two-word line is seldom part of a long sentence
    "glued": -1.0,  # per joint between a line without final mark and a new sentence: headings stand alone
    "continued": 1.0,  # per joint at a comma, semicolon, colon, dash or lower-case letter
    "torn": -0.7,  # when such a joint is cut on one side only
    "crossing": -2.0,  # per side with a paragraph's edge inside the bead; half if both have one
    "starts": 0.7,  # log likelihood ratio: paragraphs begin together
    "headings": 0.7,  # log likelihood ratio: headings stand together
    "units": -1.5,  # per sentence that one side of the bead has more than its shape says (lines with several)
}
SKIP = -3.7
SKIP_OPEN = 0.3  # a line without final mark, such as a caption
RUN = 2.0  # skips come in runs
REPEATED = 50.0  # a repeated sentence is skipped, whatever else it may match
FURNITURE = 6.0  # so is a line of the page, such as a newsletter box, where the other side has none of its kind

_DEGREES = 4.0  # of freedom of Student's t
_SPREAD = 0.12  # of the log length ratio of long translations
_NOISE = 2.0  # adds to its variance, over the number of characters
_SMOOTH = 4.0  # characters; keeps very short sentences from extreme ratios
_ENDS = " )]}\"'”“’»«›‹」』"


class Structure:
    """Outer form of both sides, evidence for the programme like that of a `Similarity`.

    Args:
        texts: The documents.
        sides: Their sentences.
        langs: BCP 47 tags.
        paragraphs: Whether blocks are paragraphs; else each is a sentence, and its edges mean nothing.
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

        self.run = RUN
        self._shapes = SHAPES
        # Letters and digits: dot leaders and rules are long without saying anything.
        self._length = each(lambda s: sum(c.isalnum() for c in s.text))
        # Characters of translation for each character of source.
        self._ratio = max(self._length[1].sum(), 1.0) / max(self._length[0].sum(), 1.0)
        self._open = each(lambda s: s.text.rstrip(_ENDS)[-1:].isalnum())
        self._continued = [_continued(side) for side in sides]
        self._starts = [
            np.array([i == 0 or s.block != side[i - 1].block for i, s in enumerate(side)]) for side in sides
        ]
        blocks = [starts.sum() for starts in self._starts]
        # A paragraph a line against a line a sentence: then the edges do not correspond.
        self._paragraphs = paragraphs and min(blocks) > 1 and min(blocks) > 0.6 * max(blocks)
        self._headings = [
            np.array([text.blocks[s.block].kind == "heading" for s in side])
            for text, side in zip(texts, sides, strict=True)
        ]
        # Sentences that the splitter made hold one each; a line may hold several.
        self._units = [
            np.ones(len(side)) if paragraphs else np.array([count(s.text, lang) for s in side], dtype=float)
            for side, lang in zip(sides, langs, strict=True)
        ]
        self._repeats = _repeats(*sides)
        self._furniture = _furniture(sides, langs)

    def prior(self, a: int, b: int) -> float:
        """Log of how often beads of a source and b target sentences are met in this document."""
        return float(np.log(self._shapes[a, b]))

    def learn(self, beads: Mapping[Shape, float]) -> None:
        """Take in how many beads of each shape a first pass expects."""
        whole = 1 - SHAPES[1, 1]
        joined = sum(number for shape, number in beads.items() if shape != (1, 1)) + FIRM * whole
        share = joined / (sum(beads.values()) + FIRM)
        self._shapes = {shape: often * share / whole for shape, often in SHAPES.items()} | {(1, 1): 1 - share}

    @functools.cached_property
    def skips(self) -> tuple[Floats, Floats]:
        """Log odds of each source and each target sentence to have no counterpart."""
        prices = []
        for side, is_open in enumerate(self._open):
            torn = self._continued[side] + np.append(0.0, self._continued[side][:-1])[: len(is_open)]
            prices.append(SKIP + SKIP_OPEN * is_open + WEIGHTS["torn"] * torn + REPEATED * self._repeats[side])
            prices[-1] += FURNITURE * self._furniture[side]
        return prices[0], prices[1]

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, Floats]:
        """Log odds of beads by their form, in nats, without the prior of their shape; see `mtqe.align.Evidence`."""
        at = np.arange(rows.start, rows.stop), np.arange(columns.start, columns.stop)
        start = self._start(at)
        return {shape: start + self._inside(at, shape) for shape in shapes}

    def _start(self, at: tuple[Ints, Ints]) -> Floats:
        """What is seen where the bead starts."""
        torn = [_at(np.append(0.0, side)[: len(side)], where) for side, where in zip(self._continued, at, strict=True)]
        total: Floats = WEIGHTS["torn"] * np.abs(torn[0][:, None] - torn[1][None, :])
        if self._paragraphs:
            total = total + WEIGHTS["starts"] * _agreement(self._starts, at, error=0.15)
        if all(side.any() for side in self._headings):
            total = total + WEIGHTS["headings"] * _agreement(self._headings, at, error=0.1)
        return total

    def _inside(self, at: tuple[Ints, Ints], shape: Shape) -> Floats:
        """What is seen inside the bead."""
        parts = [_window(side, where, k) for side, where, k in zip(self._length, at, shape, strict=True)]
        total: Floats = WEIGHTS["length"] * self._length_odds(parts[0].sum(1), parts[1].sum(1), shape)
        scraps = [_scrap(lengths) for lengths in parts]
        total += WEIGHTS["scrap"] * (scraps[0][:, None] + scraps[1][None, :])
        for side, (where, k) in enumerate(zip(at, shape, strict=True)):
            if k == 1:
                continue
            soft = _window(self._continued[side], where, k - 1).sum(1)
            hard = (_window(self._open[side], where, k - 1) * (1 - _window(self._continued[side], where, k - 1))).sum(1)
            joints = WEIGHTS["continued"] * soft + WEIGHTS["glued"] * hard
            total += joints[None, :] if side else joints[:, None]
        if self._paragraphs:
            total += WEIGHTS["crossing"] * self._crossing(at, shape)
        units = [_window(side, where, k).sum(1) for side, where, k in zip(self._units, at, shape, strict=True)]
        more = np.abs(units[0][:, None] - units[1][None, :]).clip(max=3.0) - abs(shape[0] - shape[1])
        total += WEIGHTS["units"] * more
        return total

    def _crossing(self, at: tuple[Ints, Ints], shape: Shape) -> Floats:
        edges = [
            (_window(side.astype(float), where + 1, k - 1).sum(1) > 0).astype(float)
            for side, where, k in zip(self._starts, at, shape, strict=True)
        ]
        crossed: Floats = edges[0][:, None] + edges[1][None, :]
        return np.where(crossed == 2, 0.5, crossed)

    def _length_odds(self, left: Floats, right: Floats, shape: Shape) -> Floats:
        """Log likelihood ratio of the lengths: as a translation against as texts of this document that merely met.

        The log ratio of the lengths of a translation follows Student's t around the ratio of the document; a text that
        is none has the length of some sentences drawn from the document. Gale and Church (1993) have the first part
        with a normal distribution.
        """
        x, y = np.log(left * self._ratio + _SMOOTH), np.log(right + _SMOOTH)
        scale = np.sqrt(_SPREAD**2 + _NOISE / (np.minimum.outer(left * self._ratio, right) + _SMOOTH))
        z = (y[None, :] - x[:, None]) / scale
        fits = -(_DEGREES + 1) / 2 * np.log1p(z * z / _DEGREES) - np.log(scale) - 0.98
        met = [
            _chance(np.log(side * factor + _SMOOTH), value, k)
            for side, factor, value, k in zip(self._length, (self._ratio, 1.0), (x, y), shape, strict=True)
        ]
        odds: Floats = fits - (met[0][:, None] + met[1][None, :]) / 2
        return odds


def _chance(logs: Floats, value: Floats, number: int) -> Floats:
    """Log density of the log length of some sentences of one side, drawn by chance; at least -6."""
    if not len(logs):
        return np.zeros(len(value))
    mean, spread = logs.mean() + np.log(number), max(float(logs.std()), 0.35) / np.sqrt(number)
    z = (value - mean) / spread
    density: Floats = -z * z / 2 - np.log(spread) - 0.92
    return np.maximum(density, -6.0)


def _agreement(flags: Sequence[NDArray[np.bool_]], at: tuple[Ints, Ints], error: float) -> Floats:
    """Log likelihood ratio of two flags that should agree: as those of a bead against as those of any two sentences."""
    left, right = (_at(side.astype(float), where) for side, where in zip(flags, at, strict=True))
    p, q = (float(np.clip(side.mean(), 0.05, 0.95)) for side in flags)
    both = np.log((1 - error) * min(p, q) / (p * q))
    none = np.log((1 - error) * (1 - max(p, q)) / ((1 - p) * (1 - q)))
    same = left[:, None] == right[None, :]
    odds: Floats = np.where(same, np.where(left[:, None] > 0, both, none), np.log(error))
    return odds


def _at(values: Floats, index: Ints) -> Floats:
    """`values[index]`, zero beyond the end."""
    if not len(values):
        return np.zeros(len(index))
    return np.where(index < len(values), values[np.minimum(index, len(values) - 1)], 0.0)


def _window(values: Floats, start: Ints, number: int) -> Floats:
    """`values[start:start + number]` for each start, shape (starts, number); zero beyond the end."""
    return np.stack([_at(values, start + k) for k in range(number)], axis=1) if number else np.zeros((len(start), 0))


def _scrap(parts: Floats) -> Floats:
    """Log of the smallest part's share, 0 from two thirds of an equal share on, at least -3."""
    if parts.shape[1] < 2:
        return np.zeros(len(parts))
    share = parts.min(1) * parts.shape[1] / np.maximum(parts.sum(1), 1.0)
    log: Floats = np.log(np.maximum(share, 0.01) * 1.5).clip(-3.0, 0.0)
    return log


def _continued(side: Sequence[Sentence]) -> Floats:
    """Whether the text goes on after each sentence: a comma or its like ends it, or the next has a small letter."""
    goes_on = [
        left.text.rstrip("\"'”“’»« ")[-1:] in (",", ";", ":", "–", "—")
        or right.text.lstrip("([\"'“”„«»‚‘ ")[:1].islower()
        for left, right in itertools.pairwise(side)
    ]
    return np.array([*goes_on, False][: len(side)], dtype=float)


def _furniture(sides: Sequence[Sequence[Sentence]], langs: tuple[str, str]) -> list[Floats]:
    """Whether each sentence is page furniture of a kind that the other side has not got."""
    bases = [lang.split("-")[0].lower() for lang in langs]
    kinds = [[furniture(s.text, lang) for s in side] for side, lang in zip(sides, bases, strict=True)]
    others = set(kinds[1]), set(kinds[0])
    return [
        np.array([kind is not None and kind not in other for kind in own], dtype=float)
        for own, other in zip(kinds, others, strict=True)
    ]


def _repeats(source: Sequence[Sentence], target: Sequence[Sentence]) -> tuple[Floats, Floats]:
    """Whether each sentence repeats the one before it, letter by letter, while the other side repeats nothing."""
    found = []
    for side in (source, target):
        bare = ["".join(c for c in s.text.lower() if c.isalnum()) for s in side]
        found.append(np.array([i > 0 and t != "" and t == bare[i - 1] for i, t in enumerate(bare)], dtype=float))
    if found[0].any() and found[1].any():
        return np.zeros(len(source)), np.zeros(len(target))
    return found[0], found[1]
