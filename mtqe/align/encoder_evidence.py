"""Evidence by meaning: the encoder's sentence vectors beside the tokens of `lexical`.

Each side's vectors are centred, which takes away what tells languages apart. Some sentences in a row have the mean of
theirs, weighted with their length, and those that the first pass thinks of as a group are read anew as one text. In a
bead each sentence votes with its cosine to the other side as a whole, so that the evidence adds up over sentences;
where one sentence stands against several, the two sides are compared as wholes, too, which a sentence split in two
needs. From that goes what the sides have in common with the sentences around the other side, so that a text about one
subject, whose sentences are all alike, and a mixed one are measured by one measure; and a share of what pairs that
choose each other have in this document, as distant languages are less alike. Where a part of one side is closer to
the other side than the whole is, the rest has no counterpart there, and that goes off, too; so does what the first or
last clause of a bead is closer to the sentence beside the other side than to that side, as the translator may have cut
the text elsewhere.

Vecalign (Thompson and Koehn 2019) and bertalign (Liu and Zhu 2022) compare vectors with such a margin, too.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from mtqe.align.clauses import ends
from mtqe.align.token_evidence import Lexical
from mtqe.contracts import Progress, no_progress
from mtqe.lang import language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.align.nouns import Evidence, Link
    from mtqe.align.viterbi import Shape
    from mtqe.text.sentences import Sentence

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Halves = NDArray[np.float16]

SLOPE = 8.0
"""Nats for each step of the cosine by 1: far less than Gaussians of either kind of pair would give, as votes of one
sentence and of its tokens are not independent."""
PAIRS = 0.66, 0.10
"""Mean and spread of the cosine of pairs that choose each other, as news has them."""
OTHERS = 0.18
"""Spread of that of sentences that have nothing to do with each other; its mean is 0 on centred sides."""
FEW = 8.0
"""As many pairs of a document as these weigh."""
PART = 0.3
"""Weight, over the variance of the cosine of true pairs, of what a part of a side is closer to the other side than the
whole; at most `MOST` of it counts."""
MOST = 0.15
EDGE = 8.0
"""Nats for each step of the cosine by which the first or last clause of a bead is closer to the sentence beside it."""
WHOLE = 0.3
"""Weight of the sides of a bead compared as wholes, beside that of each sentence with the whole other side."""
LEXICAL = 0.6
"""Weight of the tokens' evidence beside that of meaning."""
SAMPLE = 5
"""One in so many settled pairs is read."""
CLEAR = 0.999
"""How probable a pair is at least after the first pass for its clauses not to be looked at."""
GROUPED = 0.2
"""How probable a pair of sentences in one bead is at least for the groups around it to be read as one text."""
REACH = 4
"""Sentences of a bead's side at most."""


class Semantic:
    """The `Similarity` with the encoder; an instance is the `Evidence` for its two lists of sentences.

    Args:
        source: Source sentences.
        target: Target sentences.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        progress: Called while texts are read.
        settled: Pairs of sentences that are beads for certain: of these only some are read, to measure by.
    """

    rough = Lexical
    """What may settle beads before."""

    def __init__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
        settled: Sequence[tuple[int, int]] = (),
    ) -> None:
        from mtqe import encoder

        self._texts = [[sentence.text for sentence in side] for side in (source, target)]
        self._spaces = ["" if language(tag).spaceless else " " for tag in (source_lang, target_lang)]
        self._langs = source_lang, target_lang
        self._encoder = encoder.load()
        unread = [pair for k, pair in enumerate(settled) if k % SAMPLE]
        self._read = [
            np.setdiff1d(np.arange(len(side)), [pair[k] for pair in unread]) for k, side in enumerate(self._texts)
        ]
        self._means, self._sides = self._embedded(functools.partial(progress, "embed"))
        near = mutual(*(side.at(1, read) for side, read in zip(self._sides, self._read, strict=True)))
        self._pairs = [(int(self._read[0][i]), int(self._read[1][j])) for i, j in near]
        sample = dict.fromkeys(settled[::SAMPLE], SAMPLE)
        self._weights = np.array([sample.get(pair, 1) for pair in self._pairs], np.float32)
        self._neutral, self._spread = self._measured()
        self._tokens: Evidence = Lexical(source, target, source_lang, target_lang)

    def _embedded(self, progress: Callable[[int, int], None]) -> tuple[list[Singles], list[_Side]]:
        """The mean vector of each side, and the sides centred by it."""
        chosen = [[texts[k] for k in read] for texts, read in zip(self._texts, self._read, strict=True)]
        found = self._encoder.embed([*itertools.chain(*chosen)], progress)
        means, made, at = [], [], 0
        for texts, read in zip(self._texts, self._read, strict=True):
            vectors = found[at : at + len(read)]
            at += len(read)
            means.append(vectors.mean(0) if len(read) else np.zeros(found.shape[1], np.float32))
            centred = np.zeros((len(texts), found.shape[1]), np.float16)
            centred[read] = vectors - means[-1]
            made.append(_Side(centred, np.array([max(len(text), 1) for text in texts], np.float32)))
        return means, made

    def _measured(self) -> tuple[float, float]:
        """The cosine that a pair has to beat, and the spread of that of true pairs, as this document has them.

        A pair is as likely a translation as not as many spreads below the mean of those that choose each other as above
        that of the others: this is higher in literal news and lower in free or literary translation, where true pairs
        have less in common and vary more. So it is what a skip costs.
        """
        pairs = np.array(self._pairs, np.int64).reshape(-1, 2)
        left, right = (side.at(1, pairs[:, k]) for k, side in enumerate(self._sides))
        alike = (left * right).sum(1)
        weights, whole = self._weights, self._weights.sum() + FEW
        mean = ((weights * alike).sum() + FEW * PAIRS[0]) / whole
        spread = np.sqrt(((weights * (alike - mean) ** 2).sum() + FEW * PAIRS[1] ** 2) / whole)
        steps = range(3, min(len(pairs) - 2, 23))
        others = np.concatenate([np.zeros(0), *((left * np.roll(right, step, 0)).sum(1) for step in steps)])
        apart = np.sqrt(((others**2).sum() + FEW * OTHERS**2) / (len(others) + FEW))
        return float(mean * apart / (apart + spread)), float(spread)

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, Floats]:
        """Log odds of each bead by meaning and tokens; see `mtqe.align.Evidence`."""
        result = self._tokens.scores(rows, columns, shapes)
        products = _Products(self._sides, rows, columns, shapes)
        for shape in shapes:
            number = sum(shape) / 2
            alike, against_one = products.votes(shape), min(shape) == 1
            if against_one:
                alike = WHOLE * products.whole(shape) * number + (1 - WHOLE) * alike
            own = SLOPE * (alike - (self._neutral + products.around(shape)) * number)
            if against_one and shape != (1, 1):
                own += PART / self._spread**2 * products.rest(shape)
            own -= EDGE * products.beyond(shape)
            result[shape] = LEXICAL * result[shape] + own
        return result

    def anchors(self) -> list[tuple[int, int]]:
        """Pairs of sentences that choose each other."""
        return self._pairs

    def refined(self, links: Sequence[Link]) -> Semantic:
        """With the words that the first pass taught, and groups that it thought of read as one text."""
        new = object.__new__(Semantic)
        new.__dict__.update(self.__dict__)
        new._tokens = self._tokens.refined(links)
        back = [(j, i, weight) for i, j, weight in links]
        new._sides = [self._reread(side, own) for side, own in enumerate((links, back))]
        return new

    def _reread(self, side: int, links: Sequence[Link]) -> _Side:
        """A side with what the first pass leaves in doubt read anew: groups as one text, and clauses."""
        partners: dict[int, set[int]] = defaultdict(set)
        clear = set()
        for own, other, weight in links:
            if weight >= GROUPED:
                partners[own].add(other)
            if weight >= CLEAR:
                clear.add(own)
        places = []
        for start in sorted(partners):
            common = partners[start]
            for k in range(2, REACH + 1):
                common = common & partners.get(start + k - 1, set())
                if not common:
                    break
                places.append((k, start))
        texts = self._texts[side]
        clauses = {
            number: both
            for number in self._read[side].tolist()
            if number not in clear and all(both := ends(texts[number], self._langs[side]))
        }
        groups = [self._spaces[side].join(texts[start : start + k]) for k, start in places]
        found = _unit(self._encoder.embed([*groups, *itertools.chain(*clauses.values())]) - self._means[side])
        again = dict(zip(places, found[: len(places)].astype(np.float16), strict=True))
        at_ends = found[len(places) :].reshape(-1, 2, found.shape[1]).astype(np.float16)
        return replace(self._sides[side], again=again, clauses=dict(zip(clauses, at_ends, strict=True)))


@dataclass(frozen=True, eq=False)
class _Side:
    """The sentences of a side.

    Args:
        vectors: Centred, `(n, width)`; zero where a sentence was not read.
        weights: `(n,)`.
        again: Groups that were read as one text, by number of sentences and first sentence.
        clauses: First and last clause `(2, width)` of sentences.
    """

    vectors: Halves
    weights: Singles
    again: Mapping[tuple[int, int], Halves] = field(default_factory=dict)
    clauses: Mapping[int, Halves] = field(default_factory=dict)

    def ends(self, starts: NDArray[np.int64]) -> Singles:
        """The unit vectors of the first and the last clause of sentences; zero where there is none."""
        made = np.zeros((2, len(starts), self.vectors.shape[1]), np.float32)
        for place, start in enumerate(starts.tolist()):
            if start in self.clauses:
                made[:, place] = self.clauses[start]
        return made

    def at(self, k: int, starts: NDArray[np.int64]) -> Singles:
        """The unit vectors of k sentences in a row from each start on; zero where they are not all there."""
        total = np.zeros((len(starts), self.vectors.shape[1]), np.float32)
        there = (starts >= 0) & (starts + k <= len(self.vectors))
        for number in range(k):
            own = starts[there] + number
            total[there] += _unit(self.vectors[own].astype(np.float32)) * (self.weights[own, None] if k > 1 else 1)
        if k > 1:
            total = _unit(total)
            for place, start in enumerate(starts.tolist()):
                if (k, start) in self.again:
                    total[place] = self.again[k, start]
        return total


class _Products:
    """The cosines that beads are made of: of groups of one side with single sentences of the other.

    Args:
        sides: Both sides.
        rows: Numbers of the first source sentence of beads.
        columns: Numbers of the first target sentence.
        shapes: Shapes of beads.
    """

    def __init__(self, sides: Sequence[_Side], rows: range, columns: range, shapes: Sequence[Shape]) -> None:
        # From the sentence before the first bead to the one after the last.
        at = [
            np.arange(numbers.start - 1, numbers.stop + max(shape[side] for shape in shapes))
            for side, numbers in enumerate((rows, columns))
        ]
        self._size = len(rows), len(columns)
        self._there = [
            ((numbers >= 0) & (numbers < len(side.vectors))) for side, numbers in zip(sides, at, strict=True)
        ]
        groups = [
            {k: side.at(k, numbers) for k in range(1, max(shape[own] for shape in shapes) + 1)}
            for own, (side, numbers) in enumerate(zip(sides, at, strict=True))
        ]
        self._there = [own[1].any(1) for own in groups]
        # Groups of so many source sentences with single target ones, and the other way.
        self._onto = {k: group @ groups[1][1].T for k, group in groups[0].items()}
        self._from = {k: groups[0][1] @ group.T for k, group in groups[1].items()}
        # First and last clauses of one side with groups of the other.
        clauses = [side.ends(numbers) for side, numbers in zip(sides, at, strict=True)]
        self._left = [{k: own @ group.T for k, group in groups[1].items()} for own in clauses[0]]
        self._right = [{k: group @ own.T for k, group in groups[0].items()} for own in clauses[1]]

    def _part(self, matrix: Singles, down: int, across: int) -> Singles:
        """The values for each bead, so many sentences down or across from its first."""
        return matrix[1 + down : 1 + down + self._size[0], 1 + across : 1 + across + self._size[1]]

    def whole(self, shape: Shape) -> Singles:
        """The cosine of both sides of beads with one sentence on a side."""
        a, b = shape
        return self._part(self._onto[a] if b == 1 else self._from[b], 0, 0)

    def votes(self, shape: Shape) -> Singles:
        """Half the sum of the cosines of each sentence of a bead with the other side of it."""
        a, b = shape
        onward = [self._part(self._from[b], k, 0) for k in range(a)]
        back = [self._part(self._onto[a], 0, k) for k in range(b)]
        return _sum(onward + back) / np.float32(2)

    def rest(self, shape: Shape) -> Singles:
        """How much closer the longer side is without its first or its last sentence, as a negative number; else 0."""
        a, b = shape
        if a > 1:
            parts = [self._part(self._onto[a - 1], step, 0) for step in (0, 1)]
        else:
            parts = [self._part(self._from[b - 1], 0, step) for step in (0, 1)]
        less: Singles = (self.whole(shape) - np.maximum(*parts)).clip(-MOST, 0)
        return less

    def beyond(self, shape: Shape) -> Singles:
        """How much closer the clauses at the ends of a bead are to the sentence beside the other side than to that."""
        a, b = shape
        (first, last), (other_first, other_last) = self._left, self._right
        closer = (
            self._part(first[1], 0, -1) - self._part(first[b], 0, 0),
            self._part(last[1], a - 1, b) - self._part(last[b], a - 1, 0),
            self._part(other_first[1], -1, 0) - self._part(other_first[a], 0, 0),
            self._part(other_last[1], a, b - 1) - self._part(other_last[a], 0, b - 1),
        )
        return _sum([one.clip(min=0) for one in closer])

    def around(self, shape: Shape) -> Singles:
        """Mean cosine of the sides of beads with the sentence before and the one after the other side."""
        a, b = shape
        beside = [self._part(self._onto[a], 0, step) for step in (-1, b)]
        beside += [self._part(self._from[b], step, 0) for step in (-1, a)]
        there = [
            side[:size].astype(np.float32) + side[1 + k : 1 + k + size]
            for side, k, size in zip(self._there, shape, self._size, strict=True)
        ]
        around: Singles = _sum(beside) / (there[0][:, None] + there[1][None, :]).clip(min=1)
        return around


def _sum(parts: Sequence[Singles]) -> Singles:
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    return total


def _unit(vectors: Singles) -> Singles:
    made: Singles = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True).clip(min=1e-6)
    return made


def mutual(left: Singles, right: Singles) -> list[tuple[int, int]]:
    """Pairs of sentences each of which is the other's nearest, sorted."""
    if not len(left) or not len(right):
        return []
    best_right = np.zeros(len(left), np.int64)
    top, best_left = np.full(len(right), -2.0, np.float32), np.zeros(len(right), np.int64)
    for start in range(0, len(left), 1000):
        cosine = left[start : start + 1000] @ right.T
        best_right[start : start + 1000] = cosine.argmax(1)
        highest = cosine.max(0)
        better = highest > top
        top[better], best_left[better] = highest[better], cosine.argmax(0)[better] + start
    return [(i, int(j)) for i, j in enumerate(best_right) if best_left[j] == i]
