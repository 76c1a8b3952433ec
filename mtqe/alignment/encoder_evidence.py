"""Evidence by meaning: the encoder's sentence vectors, combined with the tokens of `token_evidence`.

The vectors of each side are centred, which removes the difference between the languages. A sentence that occurs several
times counts once in the centre. If all sentences of a side are the same, no side is centred. A group of consecutive
sentences has the mean of their vectors, weighted with their lengths. Groups that the first pass finds probable are
encoded again as one text.

In a bead each sentence votes with its cosine to the other side of the bead, so the evidence is a sum over sentences. If
one sentence is aligned with several, the two sides are also compared as wholes, which a sentence split in two needs.
Four amounts are subtracted:

- the mean cosine of each side with the sentences around the other side (a typical cosine for those that are not read),
  so that texts about one subject, whose sentences are all similar, and texts about several are measured alike; the
  typical cosine also stands for a sentence that repeats the one before it, which has every right to be similar;
- a share of the mean cosine of mutual nearest neighbours in this document, as distant languages have lower cosines;
- the amount by which a part of one side is closer to the other side than the whole is: the remainder has no
  counterpart there;
- the amount by which the first or last clause of a bead is closer to the sentence next to the other side than to that
  side: the translator may have divided the text elsewhere.

Vecalign (Thompson and Koehn 2019) and bertalign (Liu and Zhu 2022) also compare vectors with such a margin.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from mtqe.alignment.corridor import mutual
from mtqe.alignment.structure import MOST_IN_BEAD
from mtqe.alignment.token_evidence import TokenEvidence
from mtqe.encoder.exact_sums import gain, products, unit_grid
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.alignment.nouns import Evidence, Link
    from mtqe.alignment.viterbi import Shape
    from mtqe.language.sentences import Sentence

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Halves = NDArray[np.float16]

_CLAUSE_MARK = late(r"[,;:–—(，；：、。]|\s-\s")
_CLAUSE = 10
"""Characters: of the shortest clause."""
_CLAUSE_DENSE = 4
"""Characters: the same in languages that write no spaces, where a character carries more of the meaning."""
COSINE_SLOPE = 8.0
"""Nats: per unit of cosine. Gaussians of true and of unrelated pairs would give far more, but the votes of a sentence
and of its tokens are not independent. Measured with bench/alignment.py."""
TRUE_PAIRS = 0.66, 0.10
"""Cosine: mean and standard deviation for mutual nearest neighbours in news. Measured with bench/alignment.py."""
UNRELATED_SPREAD = 0.18
"""Cosine: standard deviation for unrelated sentences; the mean is 0 because the sides are centred. Measured with
bench/alignment.py."""
BESIDE = 0.1
"""Cosine: of a sentence with the sentences beside its counterpart. Measured with bench/alignment.py."""
PRIOR_PAIRS = 8.0
"""Pairs: of a document that weigh as much as the values above. Measured with bench/alignment.py."""
PART_WEIGHT = 0.3
"""Weights: of the amount by which a part of a side is closer to the other side than the whole. It is divided by the
variance of the cosine of true pairs. Measured with bench/alignment.py."""
PART_LIMIT = 0.15
"""Cosine: greatest such amount that counts. Measured with bench/alignment.py."""
EDGE_SLOPE = 8.0
"""Nats: per unit of cosine by which the first or last clause of a bead is closer to the sentence next to the bead.
Measured with bench/alignment.py."""
WHOLE_WEIGHT = 0.3
"""Weights: of the comparison of both sides as wholes; the votes of single sentences have the remaining weight. Measured
with bench/alignment.py."""
TOKEN_WEIGHT = 0.6
"""Weights: of the evidence of tokens; the evidence of meaning has weight 1. Measured with bench/alignment.py."""
SAMPLE_STEP = 5
"""Pairs: one in this number of settled ones is encoded, or fewer."""
MOST_SAMPLED = 80
"""Pairs: of the settled ones that are encoded, at most. Measured with bench/alignment.py."""
CERTAIN_LINK = 0.999
"""Chance: of a link after the first pass that makes its clauses unnecessary."""
GROUP_LINK = 0.2
"""Chance: of a link after the first pass that makes it part of a group encoded as one text."""
LONGEST = 10_000
"""Characters: of a text that are encoded; they stand for the rest. No sentence is longer, but what has no end of a
sentence may be."""


class EncoderEvidence:
    """The `Similarity` with the encoder; an instance is the `Evidence` for its two lists of sentences.

    Args:
        source: Source sentences.
        target: Target sentences.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        progress: Called while texts are encoded.
        settled: Pairs of sentences that are certain beads. Only a sample of them is encoded, to measure cosines.
        device: Where the encoder computes; see `mtqe.encoder.load`.
    """

    rough = TokenEvidence
    """The quick similarity that settles certain beads first."""

    def __init__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
        settled: Sequence[tuple[int, int]] = (),
        device: str = "auto",
    ) -> None:
        from mtqe import encoder

        self._texts = [[sentence.text for sentence in side] for side in (source, target)]
        self._spaces = ["" if language(tag).spaceless else " " for tag in (source_lang, target_lang)]
        self._langs = source_lang, target_lang
        self._encoder = encoder.load(device)
        step = max(SAMPLE_STEP, -(-len(settled) // MOST_SAMPLED))
        unread = [pair for k, pair in enumerate(settled) if k % step]
        self._read = [
            np.setdiff1d(np.arange(len(side)), [pair[k] for pair in unread]) for k, side in enumerate(self._texts)
        ]
        self._doubtful = [frozenset(read.tolist()) - {pair[k] for pair in settled} for k, read in enumerate(self._read)]
        self._repeats = [repeats(texts) for texts in self._texts]
        self._means, self._sides = self._embedded(functools.partial(progress, "embed"))
        near = mutual(*(side.at(1, read) for side, read in zip(self._sides, self._read, strict=True)))
        self._pairs = [(int(self._read[0][i]), int(self._read[1][j])) for i, j in near]
        sample = dict.fromkeys(settled[::step], step)
        self._weights = np.array([sample.get(pair, 1) for pair in self._pairs], np.float32)
        self._neutral, self._spread = self._measured()
        self._beside = self._measured_beside()
        self._tokens: Evidence = TokenEvidence(source, target, source_lang, target_lang)

    def _embedded(self, progress: Callable[[int, int], None]) -> tuple[list[Singles], list[_Side]]:
        """The mean vector of the distinct texts of each side, and the sides with that mean subtracted."""
        chosen = [[texts[k] for k in read] for texts, read in zip(self._texts, self._read, strict=True)]
        vectors = self._encoder.embed(_shortened(itertools.chain(*chosen)), progress)
        distinct = [list({text: place for place, text in enumerate(texts)}.values()) for texts in chosen]
        is_centred = all(len(places) != 1 or len(texts) == 1 for places, texts in zip(distinct, chosen, strict=True))
        means, centred_sides, start = [], [], 0
        for texts, read, places in zip(self._texts, self._read, distinct, strict=True):
            of_side = vectors[start : start + len(read)]
            start += len(read)
            means.append(
                of_side[sorted(places)].mean(0) if is_centred and places else np.zeros(vectors.shape[1], np.float32)
            )
            centred = np.zeros((len(texts), vectors.shape[1]), np.float16)
            centred[read] = of_side - means[-1]
            centred_sides.append(_Side(centred, np.array([max(len(text), 1) for text in texts], np.float32)))
        return means, centred_sides

    def _measured(self) -> tuple[float, float]:
        """The neutral cosine of this document and the standard deviation of the cosine of its true pairs.

        At the neutral cosine a pair is as likely a translation as not: it lies as many standard deviations below the
        mean of mutual nearest neighbours as above that of unrelated pairs. It is higher in literal news and lower in
        free or literary translation, where true pairs have lower, more variable cosines. It sets the price of a skip.
        """
        pairs = np.array(self._pairs, np.int64).reshape(-1, 2)
        left, right = (side.at(1, pairs[:, k]) for k, side in enumerate(self._sides))
        cosines = (left * right).sum(1)
        weights, total_weight = self._weights, self._weights.sum() + PRIOR_PAIRS
        mean = ((weights * cosines).sum() + PRIOR_PAIRS * TRUE_PAIRS[0]) / total_weight
        spread = np.sqrt(((weights * (cosines - mean) ** 2).sum() + PRIOR_PAIRS * TRUE_PAIRS[1] ** 2) / total_weight)
        steps = range(3, min(len(pairs) - 2, 23))
        unrelated = np.concatenate([np.zeros(0), *((left * np.roll(right, step, 0)).sum(1) for step in steps)])
        unrelated_spread = np.sqrt(
            ((unrelated**2).sum() + PRIOR_PAIRS * UNRELATED_SPREAD**2) / (len(unrelated) + PRIOR_PAIRS)
        )
        return float(mean * unrelated_spread / (unrelated_spread + spread)), float(spread)

    def _measured_beside(self) -> float:
        """The mean cosine of the sentences of true pairs with the sentences beside their counterparts."""
        pairs = np.array(self._pairs, np.int64).reshape(-1, 2)
        total, number = PRIOR_PAIRS * BESIDE, PRIOR_PAIRS
        apart = {step: pairs[~self._repeated(pairs, step)] for step in (-1, 1)}
        for k, other in ((0, 1), (1, 0)):
            for step, chosen in apart.items():
                here, beside = self._sides[k].at(1, chosen[:, k]), self._sides[other].at(1, chosen[:, other] + step)
                total += float((here * beside).sum())
                number += int(beside.any(1).sum())
        return total / number

    def _repeated(self, pairs: NDArray[np.int64], step: int) -> NDArray[np.bool_]:
        """The pairs of which a side is the same as the sentence before it (step -1) or after it (1)."""
        after = int(step > 0)
        source, target = (repeated[pairs[:, k] + after] for k, repeated in enumerate(self._repeats))
        either: NDArray[np.bool_] = source | target
        return either

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, Floats]:
        """Log odds of each bead by meaning and tokens; see `mtqe.alignment.nouns.Evidence`."""
        result = self._tokens.scores(rows, columns, shapes)
        products = _Products(self._sides, self._repeats, rows, columns, shapes, self._beside)
        for shape in shapes:
            sentences = sum(shape) / 2
            votes, single_sided = products.votes(shape), min(shape) == 1
            if single_sided:
                votes = WHOLE_WEIGHT * products.sides(shape) * sentences + (1 - WHOLE_WEIGHT) * votes
            meaning = COSINE_SLOPE * (votes - (self._neutral + products.neighbours(shape)) * sentences)
            if single_sided and shape != (1, 1):
                meaning += PART_WEIGHT / self._spread**2 * products.trimming_gain(shape)
            meaning -= EDGE_SLOPE * products.edge_gain(shape)
            result[shape] = TOKEN_WEIGHT * result[shape] + meaning
        return result

    def anchors(self) -> list[tuple[int, int]]:
        """Pairs of sentences that are mutual nearest neighbours."""
        return self._pairs

    def refined(self, links: Sequence[Link]) -> EncoderEvidence:
        """The evidence with words learned from the first pass and with its probable groups encoded as one text."""
        refined = object.__new__(EncoderEvidence)
        refined.__dict__.update(self.__dict__)
        refined._tokens = self._tokens.refined(links)
        reversed_links = [(j, i, weight) for i, j, weight in links]
        refined._sides = [self._reread(side, side_links) for side, side_links in enumerate((links, reversed_links))]
        return refined

    def gain(self, side: int, bead: tuple[range, range], sentence: int) -> float:
        """What a sentence adds to a bead; see `mtqe.alignment.leftovers.Fills`."""
        texts, space = self._texts[side], self._spaces[side]
        own, extra = _shortened([space.join(texts[number] for number in bead[side]), texts[sentence]])
        before = sentence < bead[side].start
        whole = space.join((extra, own) if before else (own, extra))
        other = self._spaces[1 - side].join(self._texts[1 - side][number] for number in bead[1 - side])
        joint, opposite = self._encoder.tokens([whole, *_shortened([other])])
        starts = joint.offsets[:, 0]
        is_extra = starts < len(extra) if before else starts >= len(own)
        if is_extra.all() or not is_extra.any() or not len(opposite.offsets):
            return 0.0
        states, there = (_unit(_centred(read.states[1:-1].astype(np.float32))) for read in (joint, opposite))
        return gain(there, states[is_extra], states[~is_extra])

    def _reread(self, side: int, links: Sequence[Link]) -> _Side:
        """A side with the vectors of groups and clauses that the first pass left in doubt."""
        partners: dict[int, set[int]] = defaultdict(set)
        certain = set()
        for sentence, counterpart, weight in links:
            if weight >= GROUP_LINK:
                partners[sentence].add(counterpart)
            if weight >= CERTAIN_LINK:
                certain.add(sentence)
        groups = []
        for start in sorted(partners):
            common = partners[start]
            for k in range(2, MOST_IN_BEAD + 1):
                common = common & partners.get(start + k - 1, set())
                if not common:
                    break
                groups.append((k, start))
        texts = self._texts[side]
        clauses = {
            number: both_ends
            for number in sorted(self._doubtful[side] - certain)
            if self._movable(side, number, partners[number])
            and all(both_ends := clause_ends(texts[number], self._langs[side]))
        }
        joined = [self._spaces[side].join(texts[start : start + k]) for k, start in groups]
        both = _shortened([*joined, *itertools.chain(*clauses.values())])
        vectors = _unit(self._encoder.embed(both) - self._means[side])
        group_vectors = dict(zip(groups, vectors[: len(groups)].astype(np.float16), strict=True))
        clause_vectors = vectors[len(groups) :].reshape(-1, 2, vectors.shape[1]).astype(np.float16)
        return replace(self._sides[side], groups=group_vectors, clauses=dict(zip(clauses, clause_vectors, strict=True)))

    def _movable(self, side: int, number: int, partners: Collection[int]) -> bool:
        """Whether a clause of a sentence may belong to a sentence other than its only partner."""
        beside = {number - 1, number + 1} & self._doubtful[side]
        return not partners or bool(beside) or any({k - 1, k + 1} & self._doubtful[1 - side] for k in partners)


def _shortened(texts: Iterable[str]) -> list[str]:
    return [text[:LONGEST] for text in texts]


@dataclass(frozen=True, eq=False)
class _Side:
    """The sentences of a side.

    Args:
        vectors: Centred, `(n, width)`; zero where a sentence was not encoded.
        weights: `(n,)`, the lengths in characters.
        groups: Unit vectors of groups encoded as one text, by number of sentences and first sentence.
        clauses: Unit vectors `(2, width)` of the first and the last clause, by sentence.
    """

    vectors: Halves
    weights: Singles
    groups: Mapping[tuple[int, int], Halves] = field(default_factory=dict)
    clauses: Mapping[int, Halves] = field(default_factory=dict)

    def ends(self, starts: NDArray[np.int64]) -> Singles:
        """The unit vectors of the first and the last clause, `(2, len(starts), width)`; zero if there is none."""
        vectors = np.zeros((2, len(starts), self.vectors.shape[1]), np.float32)
        for place, start in enumerate(starts.tolist()):
            if start in self.clauses:
                vectors[:, place] = self.clauses[start]
        return vectors

    def at(self, k: int, starts: NDArray[np.int64]) -> Singles:
        """The unit vectors of the groups of k sentences from each start on; zero where a group exceeds the text."""
        total = np.zeros((len(starts), self.vectors.shape[1]), np.float32)
        inside = (starts >= 0) & (starts + k <= len(self.vectors))
        for number in range(k):
            sentences = starts[inside] + number
            total[inside] += _unit(self.vectors[sentences].astype(np.float32)) * (
                self.weights[sentences, None] if k > 1 else 1
            )
        if k > 1:
            total = _unit(total)
            for place, start in enumerate(starts.tolist()):
                if (k, start) in self.groups:
                    total[place] = self.groups[k, start]
        return total


class _Products:
    """The cosines for the scores of beads: groups of one side against single sentences of the other.

    Args:
        sides: Both sides.
        repeated: For each side whether a sentence is the same as the one before it; see `repeats`.
        rows: Numbers of the first source sentence of beads.
        columns: Numbers of the first target sentence.
        shapes: Shapes of beads.
        typical: The cosine of a sentence with one beside the other side of its bead, for those that were not read.
    """

    def __init__(
        self,
        sides: Sequence[_Side],
        repeated: Sequence[NDArray[np.bool_]],
        rows: range,
        columns: range,
        shapes: Sequence[Shape],
        typical: float,
    ) -> None:
        # From the sentence before the first bead to the sentence after the last.
        at = [
            np.arange(numbers.start - 1, numbers.stop + max(shape[side] for shape in shapes))
            for side, numbers in enumerate((rows, columns))
        ]
        self._size = len(rows), len(columns)
        groups = [
            {k: unit_grid(side.at(k, numbers)) for k in range(1, max(shape[place] for shape in shapes) + 1)}
            for place, (side, numbers) in enumerate(zip(sides, at, strict=True))
        ]
        self._typical = np.float32(typical)
        self._repeated = [
            np.concatenate([side, np.zeros(max(numbers[-1] + 2 - len(side), 0), np.bool_)])[numbers[0] + 1 :]
            for side, numbers in zip(repeated, at, strict=True)
        ]
        self._inside = [(numbers >= 0) & (numbers < len(side.vectors)) for side, numbers in zip(sides, at, strict=True)]
        read = [side_groups[1].any(1) for side_groups in groups]
        self._unread = [np.float32(typical) * (inside & ~r) for inside, r in zip(self._inside, read, strict=True)]
        # Cosines of groups of k source sentences with single target sentences, and the reverse.
        self._onto = {k: products(group, groups[1][1]) for k, group in groups[0].items()}
        self._from = {k: products(groups[0][1], group) for k, group in groups[1].items()}
        # Cosines of the first and the last clauses of one side with groups of the other.
        clauses = [unit_grid(side.ends(numbers)) for side, numbers in zip(sides, at, strict=True)]
        self._left = [{k: products(clause, group) for k, group in groups[1].items()} for clause in clauses[0]]
        self._right = [{k: products(group, clause) for k, group in groups[0].items()} for clause in clauses[1]]

    def _part(self, matrix: Singles, down: int, across: int) -> Singles:
        """The values for each bead, `down` source and `across` target sentences after its first."""
        return matrix[1 + down : 1 + down + self._size[0], 1 + across : 1 + across + self._size[1]]

    def sides(self, shape: Shape) -> Singles:
        """The cosine of the two sides of each bead; one side has a single sentence."""
        a, b = shape
        return self._part(self._onto[a] if b == 1 else self._from[b], 0, 0)

    def votes(self, shape: Shape) -> Singles:
        """Half the sum of the cosines of each sentence of a bead with the other side of the bead."""
        a, b = shape
        onward = [self._part(self._from[b], k, 0) for k in range(a)]
        back = [self._part(self._onto[a], 0, k) for k in range(b)]
        return _sum(onward + back) / np.float32(2)

    def trimming_gain(self, shape: Shape) -> Singles:
        """Minus the gain in cosine if the longer side loses its first or last sentence; 0 without a gain."""
        a, b = shape
        if a > 1:
            parts = [self._part(self._onto[a - 1], step, 0) for step in (0, 1)]
        else:
            parts = [self._part(self._from[b - 1], 0, step) for step in (0, 1)]
        less: Singles = (self.sides(shape) - np.maximum(*parts)).clip(-PART_LIMIT, 0)
        return less

    def edge_gain(self, shape: Shape) -> Singles:
        """Sum of the amounts by which the end clauses of a bead are closer to the sentence beside the other side."""
        a, b = shape
        (first, last), (other_first, other_last) = self._left, self._right
        closer = (
            self._part(first[1], 0, -1) - self._part(first[b], 0, 0),
            self._part(last[1], a - 1, b) - self._part(last[b], a - 1, 0),
            self._part(other_first[1], -1, 0) - self._part(other_first[a], 0, 0),
            self._part(other_last[1], a, b - 1) - self._part(other_last[a], 0, b - 1),
        )
        return _sum([amount.clip(min=0) for amount in closer])

    def neighbours(self, shape: Shape) -> Singles:
        """Mean cosine of each side of a bead with the sentences before and after the other side, read or not."""
        a, b = shape
        beside = []
        for down, across, starts in ((-1, -1, (0, 0)), (a, b, shape)):
            onto, back = self._part(self._onto[a], 0, across), self._part(self._from[b], down, 0)
            repeated = self._repeats_at(starts)
            if repeated.any():  # the amounts for sentences that were not read are added below
                above, left = (
                    self._typical - side[1 + step : 1 + step + size]
                    for side, step, size in zip(self._unread, (down, across), self._size, strict=True)
                )
                onto, back = np.where(repeated, left[None, :], onto), np.where(repeated, above[:, None], back)
            beside += [onto, back]
        inside, unread = (
            [
                side[:size].astype(np.float32) + side[1 + k : 1 + k + size]
                for side, k, size in zip(sides, shape, self._size, strict=True)
            ]
            for sides in (self._inside, self._unread)
        )
        total = _sum(beside) + unread[0][:, None] + unread[1][None, :]
        mean: Singles = total / (inside[0][:, None] + inside[1][None, :]).clip(min=1)
        return mean

    def _repeats_at(self, places: tuple[int, int]) -> NDArray[np.bool_]:
        """Whether a sentence of either side repeats the one before it; places count from the first of each bead."""
        down, across = (
            side[place : place + size] for side, place, size in zip(self._repeated, places, self._size, strict=True)
        )
        either: NDArray[np.bool_] = down[:, None] | across[None, :]
        return either


def repeats(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether a text is the same as the one before it, shape `(n + 1,)`; the last place is after the texts."""
    same = np.zeros(len(texts) + 1, np.bool_)
    same[1:-1] = [text == before for before, text in itertools.pairwise(texts)]
    return same


def _sum(parts: Sequence[Singles]) -> Singles:
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    return total


def clause_ends(text: str, lang: str) -> tuple[str, str]:
    """The first and the last clause of a sentence; both empty if no mark inside divides it."""
    shortest = _CLAUSE_DENSE if language(lang).spaceless else _CLAUSE
    marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text) if shortest <= mark.start() < len(text) - shortest]
    return (text[: marks[0]].strip(), text[marks[-1] :].strip()) if marks else ("", "")


def _centred(states: Singles) -> Singles:
    centred: Singles = states - states.mean(0)
    return centred


def _unit(vectors: Singles) -> Singles:
    unit: Singles = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True).clip(min=1e-6)
    return unit


@dataclass(frozen=True)
class OnDevice:
    """Makes `EncoderEvidence` with the encoder on a device.

    Args:
        device: See `mtqe.encoder.load`.
    """

    device: str
    rough = EncoderEvidence.rough

    def __call__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
        settled: Sequence[tuple[int, int]] = (),
    ) -> EncoderEvidence:
        """See `EncoderEvidence`."""
        return EncoderEvidence(source, target, source_lang, target_lang, progress, settled, self.device)
