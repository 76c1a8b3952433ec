"""Whether the clause of a negation is rendered word for word or freely.

Where a negation was lost or added by mistake, the rest of its clause is still rendered word for word. A translator who
chooses a negation, or avoids one, says the whole clause in other words: *were grounded* is *could not fly*, *was never
picked* is *stayed on the trees*. Then the word behind the negation has no close counterpart, words of the other side
have none in the clause, and the critic finds no fewer faults without the negation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtqe.checks.negation.evidence import BREAK, RELIEF
from mtqe.checks.negation.negation_words import affirmed
from mtqe.language.lang import language
from mtqe.model import Side, other_side

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtqe.checks.negation.evidence import Clause
    from mtqe.checks.shared.coverage import Words
    from mtqe.encoder.network import Model

LETTERS = 3
"""Letters: of the shortest content word, in a language with spaces."""
NEAREST = 2
"""Words: content words on each side of a negation that count as its clause."""
WEIGHTS: Mapping[Side, Mapping[str, float]] = {
    "source": {"governed": 5.31, "mutual": 3.0, "relief": 0.46, "length": -3.01},
    "target": {"weight": 1.09, "explained": 3.91, "mutual": 1.78},
}
"""Weights: by the side that has the negation, of the values in a logistic regression. Fitted by
bench/negation_literal.py."""
CONSTANT: Mapping[Side, float] = {"source": 2.39, "target": -5.34}
"""Log-odds: the constants of the regressions. Fitted by bench/negation_literal.py."""
LEAST: Mapping[Side, float] = {"source": -0.3, "target": 0.1}
"""Log-odds: from which on a clause counts as rendered word for word. Measured with bench/negation_literal.py."""
SHORT, LONG = 2.3, 3.3
"""Logarithm: of the number of words, up to which a text is short, and from which on it is long: 10 and 27 words."""
UNKNOWN = 0.5
"""Value: of the words of a clause of the other side that has no content words."""


def is_free(clause: Clause, weight: float, relief: float, model: Model, langs: tuple[str, str]) -> bool:
    """Whether a negation belongs to a free rendering; arguments as for `values`."""
    found = values(clause, weight, relief, model, langs)
    return bool(found) and odds(found, clause.side) < LEAST[clause.side]


def odds(found: Mapping[str, float], side: Side) -> float:
    """The log-odds that a clause is rendered word for word, from its `values`."""
    return CONSTANT[side] + sum(factor * found[name] for name, factor in WEIGHTS[side].items())


def values(clause: Clause, weight: float, relief: float, model: Model, langs: tuple[str, str]) -> dict[str, float]:
    """What says whether a clause is rendered word for word; empty if a side has no words.

    Args:
        clause: The negated clause.
        weight: Of the evidence of a loss.
        relief: By how much the log-odds of an error in the segment become less without the negation.
        model: The encoder.
        langs: Primary tags of the source and of the translation.

    Returns:
        `governed`: the cosine of the word behind the negation and its counterpart, 0 without such a word. `explained`:
        the least cosine of a content word of the other side's clause and its counterpart. `mutual`: the share of these
        words that are the nearest word of their nearest word. `length`: the logarithm of the number of words, and
        `relief`, both bounded. `weight`.
    """
    from mtqe.checks.shared import coverage
    from mtqe.encoder.exact_sums import cosines

    own, other = langs if clause.side == "source" else langs[::-1]
    text, other_text = clause.segment.text(clause.side), clause.segment.text(other_side(clause.side))
    plain = affirmed(text, clause.places, own)
    read = model.tokens([plain, other_text])
    here, there = coverage.words(plain, read[0]), coverage.words(other_text, read[1])
    if not (here.spans and there.spans):
        return {}
    similar = cosines(here.vectors, there.vectors)
    inside, before, behind = _clause(text, here, clause, other_text, own)
    governed = _governed(here, behind, own)
    rendered = _rendered(similar, [*inside, *before, *behind[:NEAREST]], there, other, text)
    nearest, back = similar.argmax(axis=1), similar.argmax(axis=0)
    return {
        "governed": float(similar[governed].max()) if governed else 0.0,
        "explained": float(similar[:, rendered].max(axis=0).min()) if rendered else UNKNOWN,
        "mutual": sum(int(nearest[back[n]]) == n for n in rendered) / len(rendered) if rendered else UNKNOWN,
        "length": max(SHORT, min(LONG, math.log(len(here.spans)))),
        "relief": max(RELIEF[0], min(RELIEF[1], relief)),
        "weight": weight,
    }


def _rendered(similar: NDArray[np.float64], near: Sequence[int], there: Words, lang: str, other_text: str) -> list[int]:
    """The content words of the other side in the clause that has the counterparts of some words."""
    content = [n for n in range(len(there.spans)) if _is_content(there, n, lang, other_text)]
    if not near:
        return content
    spans = [there.spans[int(similar[n].argmax())] for n in near]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    start = max((match.end() for match in BREAK.finditer(there.text, 0, first)), default=0)
    mark = BREAK.search(there.text, last)
    end = mark.start() if mark else len(there.text)
    return [n for n in content if start <= there.spans[n][0] < end]


def _clause(
    text: str, plain: Words, clause: Clause, other_text: str, lang: str
) -> tuple[list[int], list[int], list[int]]:
    """The words of a text without its negations: those in their places, content words before, and those behind.

    Of the words before, the nearest are given; of those behind, all in the clause.
    """
    after = plain.text
    same = min(len(text), len(after))
    head = next((n for n in range(same) if text[n] != after[n]), same)
    tail = next((n for n in range(same - head) if text[-1 - n] != after[-1 - n]), same - head)
    first = min(head, min(start for start, _ in clause.places))
    last = max(len(after) - tail, head)
    content = [n for n in range(len(plain.spans)) if _is_content(plain, n, lang, other_text)]
    inside = [n for n, (start, end) in enumerate(plain.spans) if start < last and end > first]
    behind = [n for n in content if plain.spans[n][0] >= last and not BREAK.search(after, last, plain.spans[n][0])]
    before = [n for n in content if plain.spans[n][1] <= first and not BREAK.search(after, plain.spans[n][1], first)]
    return inside, before[-NEAREST:], behind


def _governed(words: Words, found: Sequence[int], lang: str) -> Sequence[int]:
    """The first of the words behind a negation, with the word right behind it: *yet published*.

    Of a light verb, which has many renderings, the next words count whatever stands between: *turn off the lamp*.
    """
    data = language(lang).negation
    light = data.light if data else ()
    is_light = bool(found) and words.text[slice(*words.spans[found[0]])].casefold() in light
    return found[: 1 + NEAREST] if is_light else [n for n in found[:NEAREST] if n <= found[0] + 1]


def _is_content(words: Words, number: int, lang: str, other_text: str) -> bool:
    """Whether a word is no function word, no figure and no name. A word that both texts have is a name, too."""
    start, end = words.spans[number]
    word, facts = words.text[start:end], language(lang)
    if any(map(str.isdigit, word)) or len(word) < (1 if facts.spaceless else LETTERS):
        return False
    is_name = word[0].isupper() and ((not facts.capital_nouns and number > 0) or word in other_text)
    return not is_name and word.casefold() not in facts.frequent.function
