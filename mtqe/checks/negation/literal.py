"""Whether the clause of a negation is rendered word for word or freely.

Where a negation was lost or added by mistake, the rest of its clause is still rendered word for word. A translator who
chooses a negation, or avoids one, says the whole clause in other words: *were grounded* is *could not fly*, *was never
picked* is *stayed on the trees*.

A negation of the source is judged by a logistic regression: then the word behind the negation has no close counterpart,
the words of the two clauses are not the nearest to each other, and the critic finds no fewer faults without it. Beside
a negation of the translation each word of the source is compared with its counterpart in two ways: in the sentence, and
read by itself. Words that only share their place in the sentence are similar in the first way alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtqe.checks.negation.evidence import BREAK, RELIEF, bounded_relief
from mtqe.checks.negation.negation_words import affirmed, cues
from mtqe.language.lang import language
from mtqe.model import other_side

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
WEIGHTS = {"governed": 4.07, "mutual": 2.46, "relief": 0.44, "length": -2.49}
"""Weights: of the values of a negation of the source in a logistic regression. Fitted by bench/negation_literal.py."""
CONSTANT = 1.94
"""Log-odds: the constant of the regression. Fitted by bench/negation_literal.py."""
LEAST = -0.8
"""Log-odds: from which on a clause of the source counts as rendered word for word. Measured with
bench/negation_literal.py."""
CLAUSE = 0.31
"""Likeness: mean of the source words that are rendered beside a negation of the translation, below which these are said
in another way. Measured with bench/articles.py."""
RENDERED = 1.5
"""Sum: of what speaks for a negation that the translation alone has, of the likeness in their sentences of the source
words that are rendered beside it, and of half the likeness of the word behind it, below which the clause is said in
another way. Measured with bench/articles.py."""
TAKEN_IN = 0.42
"""Likeness: of a source word that may express a negation (*unless*, *withhold*), below which no word but the negation
renders it. Measured with bench/articles.py."""
PARTS_OF_SUPPORT = 10
"""Divisor: of the relief in what speaks for a negation beside the words of its clause."""
SHORT, LONG = 2.3, 3.3
"""Logarithm: of the number of words, up to which a text is short, and from which on it is long: 10 and 27 words."""
UNKNOWN = 0.5
"""Value: of the words of a clause of the other side that has no content words."""


class Read(NamedTuple):
    """The clause of a negation and the other side, as the encoder reads them.

    Args:
        here: The words of the side that has the negation, without it.
        there: The words of the other side.
        similar: The cosines of the words in their sentences.
        near: The words of the clause: those in the place of the negation and the content words beside it.
        governed: The words behind the negation.
    """

    here: Words
    there: Words
    similar: NDArray[np.float64]
    near: Sequence[int]
    governed: Sequence[int]


def is_free(clause: Clause, echo: float, relief: float, model: Model, langs: tuple[str, str]) -> bool:
    """Whether a negation belongs to a free rendering.

    Args:
        clause: The negated clause.
        echo: How well the words around the negation have counterparts on the other side, 0 to 1.
        relief: By how much the log-odds of an error in the segment become less without the negation.
        model: The encoder.
        langs: Primary tags of the source and of the translation.
    """
    read = _read(clause, model, langs)
    if read is None:
        return False
    if clause.side == "source":
        return odds(values(clause, relief, read, langs)) < LEAST
    support = echo + bounded_relief(relief) / PARTS_OF_SUPPORT
    return _is_added_freely(clause, support, read, model, langs)


def odds(found: Mapping[str, float]) -> float:
    """The log-odds that the clause of a negation of the source is rendered word for word, from its `values`."""
    return CONSTANT + sum(factor * found[name] for name, factor in WEIGHTS.items())


def source_values(clause: Clause, relief: float, model: Model, langs: tuple[str, str]) -> dict[str, float] | None:
    """The `values` of a negation of the source; `None` if a side has no words. Arguments as for `is_free`."""
    read = _read(clause, model, langs)
    return None if read is None else values(clause, relief, read, langs)


def values(clause: Clause, relief: float, read: Read, langs: tuple[str, str]) -> dict[str, float]:
    """What says whether the clause of a negation of the source is rendered word for word.

    Returns:
        `governed`: the cosine of the word behind the negation and its counterpart, 0 without such a word. `mutual`: the
        share of the content words of the other clause that are the nearest word of their nearest word. `length`: the
        logarithm of the number of words, and `relief`, both bounded.
    """
    rendered = _rendered(read, langs[1], clause.segment.source)
    nearest, back = read.similar.argmax(axis=1), read.similar.argmax(axis=0)
    return {
        "governed": float(read.similar[read.governed].max()) if read.governed else 0.0,
        "mutual": sum(int(nearest[back[n]]) == n for n in rendered) / len(rendered) if rendered else UNKNOWN,
        "length": max(SHORT, min(LONG, math.log(len(read.here.spans)))),
        "relief": max(RELIEF[0], min(RELIEF[1], relief)),
    }


def _read(clause: Clause, model: Model, langs: tuple[str, str]) -> Read | None:
    """The clause as the encoder reads it; `None` if a side has no words."""
    from mtqe.checks.shared import coverage
    from mtqe.encoder.exact_sums import cosines

    own = langs[0] if clause.side == "source" else langs[1]
    text, other_text = clause.segment.text(clause.side), clause.segment.text(other_side(clause.side))
    plain = affirmed(text, clause.places, own)
    tokens = model.tokens([plain, other_text])
    here, there = coverage.words(plain, tokens[0]), coverage.words(other_text, tokens[1])
    if not (here.spans and there.spans):
        return None
    inside, before, behind = _clause(text, here, clause, other_text, own)
    near = [*inside, *before, *behind[:NEAREST]]
    return Read(here, there, cosines(here.vectors, there.vectors), near, _governed(here, behind, own))


def _is_added_freely(clause: Clause, support: float, read: Read, model: Model, langs: tuple[str, str]) -> bool:
    """Whether a negation of the translation belongs to a free rendering; `support` speaks for an error."""
    similar, there, source = read.similar, read.there, langs[0]
    likeness = _likeness(read, model)
    weak = [there.at([cue.place]) for cue in cues(clause.segment.source, source) if cue.kind == "weak"]
    if any(words and float(likeness[:, words].max(axis=0).mean()) < TAKEN_IN for words in weak):
        return True
    rendered = [
        n
        for n, counterpart in enumerate(similar.argmax(axis=0).tolist())
        if counterpart in read.near and _is_content(there, n, source, clause.segment.target)
    ]
    if rendered and float(likeness[:, rendered].max(axis=0).mean()) < CLAUSE:
        return True
    beside = float(similar[:, rendered].max(axis=0).mean()) if rendered else 0.0
    behind_it = float(similar[read.governed].max()) if read.governed else 0.0
    return support + beside + behind_it / 2 < RENDERED


def _likeness(read: Read, model: Model) -> NDArray[np.float64]:
    """How like the words of two texts are: the means of their cosines in the sentence and of the words alone."""
    from mtqe.encoder.exact_sums import cosines
    from mtqe.encoder.lexicon import alone, unit

    by_itself = []
    for words in (read.here, read.there):
        states = alone(model, [words.text[start:end] for start, end in words.spans])
        by_itself.append(unit(states - states.mean(0)))
    return (read.similar + cosines(*by_itself)) / 2


def _rendered(read: Read, lang: str, other_text: str) -> list[int]:
    """The content words of the other side in the clause that has the counterparts of the negated clause."""
    there = read.there
    content = [n for n in range(len(there.spans)) if _is_content(there, n, lang, other_text)]
    if not read.near:
        return content
    spans = [there.spans[int(read.similar[n].argmax())] for n in read.near]
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
