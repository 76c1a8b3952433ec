"""Evidence by tokens: numbers, names, cognates and marks that occur on both sides.

Every token votes with a log likelihood ratio. If the bead is a translation, a token that can be recognised across
languages occurs on the other side with probability p. If it is not, the token occurs there with the probability q that
any sentence of this document contains it. So a name in every sentence gives no evidence, a name in two sentences gives
much, and a missing number is evidence against the bead.

q is counted in the document itself, and so is the share of recognisable words of each kind, which is high for related
languages and near zero for unrelated ones. That share also sets the price of a skip: the more the sentences of the
document have in common with their translations, the less a pair without common tokens looks like a translation.
"""

from __future__ import annotations

import itertools
import math
from array import array
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.alignment.learned_words import learn
from mtqe.alignment.tokens import Token, tokens, words
from mtqe.encoder.exact_sums import on_grid
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.alignment.nouns import Link
    from mtqe.alignment.viterbi import Shape
    from mtqe.language.sentences import Sentence

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Hits = tuple[Ints, NDArray[np.int8]]  # sentences and keys

# Mostly below 1 because votes are not independent: a surname comes with its first name, a number with its unit.
WEIGHTS = {"number": 1.2, "name": 1.1, "concept": 1.1, "word": 0.75, "mark": 0.8, "learned": 0.6}
"""Weights: of the kinds of tokens, mostly below 1 because votes are not independent: a surname comes with its first
name, a number with its unit. Measured with bench/alignment.py."""
_KINDS = tuple(WEIGHTS)
# Probability that a token matches by its strictest, second or third key in a true translation.
_MATCHED = np.array([0.85, 0.75, 0.6])
"""Chance: that a token matches by its strictest, second or third key in a true translation. Measured with
bench/alignment.py."""
_LEARNED = 0.6, 0.7
"""Chance: the same for a learned word, and the chance that its match is worth. Measured with bench/alignment.py."""
_DROPPED = 0.1
"""Chance: that a translation drops a recognisable token. Measured with bench/alignment.py."""
_CAP = 4.5
"""Nats: most that a match counts; it may be chance however rare the token is. Measured with bench/alignment.py."""
_NEAR = 25
"""Sentences: greatest distance of a match from the diagonal. Measured with bench/alignment.py."""
_LEVELS = len(_MATCHED)
_REACH = 5
"""Sentences: largest number on one side of a bead, plus one."""


class TokenEvidence:
    """The `Similarity` by tokens; an instance is the `Evidence` for its two lists of sentences.

    Args:
        source: Source sentences.
        target: Target sentences.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        progress: Not called; the work takes no time.
    """

    def __init__(
        self,
        source: Sequence[Sentence],
        target: Sequence[Sentence],
        source_lang: str,
        target_lang: str,
        progress: Progress = no_progress,
    ) -> None:
        # Tuples take a fraction of the memory of sets.
        left = [tuple(tokens(sentence.text, source_lang)) for sentence in source]
        right = [tuple(tokens(sentence.text, target_lang)) for sentence in target]
        self._words = [[tuple(words(sentence.text)) for sentence in side] for side in (source, target)]
        self._source, self._target = _Side(left, right), _Side(right, left)

    def scores(self, rows: range, columns: range, shapes: Sequence[Shape]) -> dict[Shape, Floats]:
        """Log odds of each bead by its tokens: half the votes of both sides; see `mtqe.alignment.nouns.Evidence`."""
        heights, widths = sorted({a for a, _ in shapes}), sorted({b for _, b in shapes})
        more_rows = range(rows.start, rows.stop + max(heights) - 1)
        more_columns = range(columns.start, columns.stop + max(widths) - 1)
        onward = self._source.votes(more_rows, columns, widths)
        back = {a: votes.T for a, votes in self._target.votes(more_columns, rows, heights).items()}
        result = {}
        for a, b in shapes:
            total = np.zeros((len(rows), len(columns)))
            for k in range(a):
                total += onward[b][k : k + len(rows)]
            for k in range(b):
                total += back[a][:, k : k + len(columns)]
            result[a, b] = total / 2
        return result

    def anchors(self) -> list[tuple[int, int]]:
        """Pairs of sentences that are each other's best match by their rare tokens."""
        votes: dict[tuple[int, int], float] = defaultdict(float)
        for i, row in enumerate(self._source.rows):
            for number in row:
                where, levels = self._source.hits(number)
                if len(where) <= 8 and self._source.kinds[number] != "mark":
                    for j, level in zip(where.tolist(), levels.tolist(), strict=True):
                        votes[i, j] += float(self._source.values[number, level, 1])
        best_source: dict[int, tuple[float, int]] = {}
        best_target: dict[int, tuple[float, int]] = {}
        for (i, j), value in votes.items():
            best_source[i] = max(best_source.get(i, (-math.inf, 0)), (value, j))
            best_target[j] = max(best_target.get(j, (-math.inf, 0)), (value, i))
        return sorted((i, j) for i, (value, j) in best_source.items() if value > _CAP and best_target[j][1] == i)

    def refined(self, links: Sequence[Link]) -> TokenEvidence:
        """The evidence with words learned from the first pass, see `mtqe.alignment.learned_words`."""
        refined = object.__new__(TokenEvidence)
        left, right = self._words
        reversed_links = [(j, i, weight) for i, j, weight in links]
        refined._words = self._words
        refined._source = self._source.with_learned(learn(left, right, links, self._source.matched_forms()), len(right))
        refined._target = self._target.with_learned(
            learn(right, left, reversed_links, self._target.matched_forms()), len(left)
        )
        return refined


class _Side:
    """The token types of one side with their matches on the other side and the values of those matches.

    `rows` has the types of each sentence. `hits` returns the sentences of the other side that match a type, and by
    which key (0 = strictest). `values` has the vote by type, key (`_LEVELS` = no match) and number of sentences
    searched.
    """

    def __init__(self, this_side: Sequence[tuple[Token, ...]], other_side: Sequence[tuple[Token, ...]]) -> None:
        holders: dict[str, array[int]] = defaultdict(lambda: array("i"))
        for number, sentence in enumerate(other_side):
            for key in {key for token in sentence for key in token.keys}:
                holders[key].append(number)
        types = sorted({token for sentence in this_side for token in sentence}, key=lambda t: (t.kind, t.form, t.keys))
        index = {token: number for number, token in enumerate(types)}
        self.rows = [sorted(index[token] for token in sentence) for sentence in this_side]
        self.kinds = [token.kind for token in types]
        self.forms = [token.form for token in types]
        # The matches of all types, concatenated: a hundred thousand small arrays would take several times the memory.
        # Each is the number of the type times `_span` plus the sentence, so that they ascend.
        self._span = len(other_side) + _REACH
        matched, levels, ends = array("q"), array("b"), [0]
        for number, token in enumerate(types):
            matches = _matches(token, holders)
            matched.extend([number * self._span + sentence for sentence in matches])
            levels.extend(matches.values())
            ends.append(len(matched))
        self._matches, self._levels = np.array(matched, np.int64), np.array(levels, np.int8)
        self._ends = np.array(ends, np.int64)
        self.values = self._values(len(this_side), len(other_side))

    def hits(self, number: int) -> Hits:
        """The sentences of the other side that match a type, in order, and the keys of the matches."""
        span = slice(self._ends[number], self._ends[number + 1])
        return self._matches[span] - number * self._span, self._levels[span]

    def _values(self, sentences: int, opposite: int) -> Floats:
        of_type = np.repeat(np.arange(len(self.kinds)), np.diff(self._ends))
        counts = np.bincount(of_type * _LEVELS + self._levels, minlength=len(self.kinds) * _LEVELS)
        counts = counts.reshape(-1, _LEVELS).cumsum(axis=1).astype(float)
        matched = self._matched(opposite / max(sentences, 1))
        kinds = np.array(self.kinds, dtype=str)
        rate = np.zeros(len(kinds))
        for kind in set(self.kinds):
            of_kind = kinds == kind
            rate[of_kind] = (matched[of_kind].sum() + 2) / (of_kind.sum() + 4)
        # A token without a match is a word that is no cognate, or a word whose translation was dropped.
        lost = rate * _DROPPED / (rate * _DROPPED + 1 - rate)
        expected = np.where(matched, _MATCHED[np.argmax(counts > 0, axis=1)], lost)
        chance = np.minimum((counts + 0.5) / (opposite + 1), 0.98)
        weight = np.array([WEIGHTS[kind] for kind in self.kinds])[:, None]
        values = np.zeros((len(kinds), _LEVELS + 1, _REACH + 1))
        for width in range(1, _REACH + 1):
            q = 1 - (1 - chance) ** width
            values[:, :_LEVELS, width] = weight * np.clip(np.log(_MATCHED / q), 0.0, _CAP)
            values[:, _LEVELS:, width] = weight * np.minimum(np.log((1 - expected) / (1 - q[:, -1])), 0.0)[:, None]
        return values

    def _matched(self, slope: float) -> NDArray[np.bool_]:
        """Whether each type has a match near at least half of its occurrences; distant matches are chance."""
        types, sentences = self._tokens(self.rows)
        middle = sentences * slope
        near = self._before(types, np.ceil(middle + _NEAR)) > self._before(types, np.ceil(middle - _NEAR))
        number_near = np.bincount(types, near, minlength=len(self.kinds))
        occurrences = np.bincount(types, minlength=len(self.kinds))
        matched: NDArray[np.bool_] = (np.diff(self._ends) > 0) & (2 * number_near >= occurrences)
        return matched

    @staticmethod
    def _tokens(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
        """The type and the row of each token."""
        types = np.fromiter(itertools.chain.from_iterable(rows), np.int64)
        return types, np.repeat(np.arange(len(rows)), np.fromiter(map(len, rows), np.int64))

    def _before(self, types: Ints, sentences: Floats | int) -> Ints:
        """For each type the place in `_matches` of its first match that is not before a sentence."""
        inside = np.clip(sentences, 0, self._span).astype(np.int64)
        return np.searchsorted(self._matches, types * self._span + inside)

    def matched_forms(self) -> frozenset[str]:
        """Forms that have a match by their keys and need not be learned."""
        return frozenset(form for form, number in zip(self.forms, np.diff(self._ends).tolist(), strict=True) if number)

    def with_learned(self, known: dict[tuple[int, str], list[int]], size: int) -> _Side:
        """This side with the learned words as additional types."""
        extended = object.__new__(_Side)
        extended.rows = [list(row) for row in self.rows]
        types: dict[tuple[str, int], int] = {}  # by form and identity of the shared list
        learned: list[list[int]] = []
        for (sentence, form), where in known.items():
            number = types.setdefault((form, id(where)), len(self.kinds) + len(types))
            if number == len(self.kinds) + len(learned):
                learned.append(where)
            extended.rows[sentence].append(number)
        extended.kinds, extended.forms = self.kinds + ["learned"] * len(types), self.forms + [form for form, _ in types]
        sizes = np.array([len(where) for where in learned], np.int64)
        extended._span = self._span
        matches = [np.array(where, np.int64) + k * self._span for k, where in enumerate(learned, len(self.kinds))]
        extended._matches = np.concatenate([self._matches, *matches])
        extended._levels = np.append(self._levels, np.zeros(sizes.sum(), np.int8))
        extended._ends = np.append(self._ends, self._ends[-1] + np.cumsum(sizes))
        chance = (sizes + 0.5) / (size + 1)
        values = np.zeros((len(learned), _LEVELS + 1, _REACH + 1))
        for width in range(1, _REACH + 1):
            q = 1 - (1 - np.minimum(chance, 0.98)) ** width
            values[:, :_LEVELS, width] = np.clip(np.log(_LEARNED[1] / q), 0.0, _CAP)[:, None]
            values[:, _LEVELS, width] = np.minimum(np.log((1 - _LEARNED[0]) / (1 - q)), 0.0)
        extended.values = np.concatenate([self.values, WEIGHTS["learned"] * values])
        return extended

    def votes(self, rows: range, columns: range, widths: Sequence[int]) -> dict[int, Floats]:
        """Sum of the votes of each sentence in `rows` for each group of sentences that starts in `columns`.

        Returns:
            For each number of sentences an array of shape (rows, columns).
        """
        present = [self.rows[i] if i < len(self.rows) else [] for i in rows]
        missing = np.zeros((len(rows), _REACH + 1))
        for r, row in enumerate(present):
            missing[r] = self.values[row, _LEVELS].sum(axis=0)
        types, row_of = self._tokens(present)
        used = np.unique(types)
        first, last = self._before(used, columns.start), self._before(used, columns.stop + _REACH)
        used, first, numbers = used[first < last], first[first < last], (last - first)[first < last]
        level = np.full((len(used), len(columns) + _REACH), _LEVELS, dtype=np.int8)
        type_of = np.repeat(np.arange(len(used)), numbers)
        match = np.arange(numbers.sum()) + np.repeat(first - np.cumsum(numbers) + numbers, numbers)
        level[type_of, self._matches[match] - used[type_of] * self._span - columns.start] = self._levels[match]
        holds = np.zeros((len(rows), len(used)))
        has_match = np.isin(types, used)
        holds[row_of[has_match], np.searchsorted(used, types[has_match])] = 1.0
        result, window = {}, level.copy()
        for width in range(1, max(widths) + 1):
            if width > 1:
                window[:, : 1 - width] = np.minimum(window[:, : 1 - width], level[:, width - 1 :])
            if width in widths:
                value = self.values[used, :, width]
                gain = np.take_along_axis(value - value[:, _LEVELS:], window[:, : len(columns)].astype(int), axis=1)
                result[width] = missing[:, width][:, None] + holds @ on_grid(gain)
        return result


def _matches(token: Token, holders: dict[str, array[int]]) -> dict[int, int]:
    """The sentences that have a key of a token, in order, with the strictest such key of each."""
    level: dict[int, int] = {}
    for key in token.keys:
        rank = max("eps".find(key[0]), 0)
        for sentence in holders.get(key, ()):
            level.setdefault(sentence, rank)
    return dict(sorted(level.items()))
