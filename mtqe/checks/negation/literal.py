"""Whether the clause of a negation is rendered word for word or freely.

Where a negation was lost or added by mistake, the rest of its clause is still rendered word for word. A translator who
chooses a negation, or avoids one, says the whole clause in other words: *were grounded* is *could not fly*, *was never
picked* is *stayed on the trees*. So each word is compared with its counterpart in two ways: in the sentence, and read
by itself. Words that only share their place in the sentence are similar in the first way alone. *Gratis* is not unlike
*pay*, though: so the counterpart of an English word is also compared with other English words. Where many of these are
more like it, it says something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe.checks.negation.evidence import BREAK
from mtqe.checks.negation.negation_words import affirmed, cues
from mtqe.language.lang import language
from mtqe.model import other_side

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from mtqe.checks.negation.evidence import Clause
    from mtqe.checks.shared.coverage import Words
    from mtqe.encoder.lexicon import Lexicon
    from mtqe.encoder.network import Model

LETTERS = 3
"""Letters: of the shortest content word, in a language with spaces."""
NEAREST = 2
"""Words: content words on each side of a negation that count as its clause."""
GOVERNED = 0.25
"""Likeness: of the word behind a negation of the source to its counterpart, below which it is said in another way.
Measured with bench/articles.py."""
CLAUSE = 0.31
"""Likeness: mean of the source words that are rendered beside a negation of the translation, below which these are said
in another way. Measured with bench/articles.py."""
RENDERED = 1.5
"""Sum: of what speaks for a negation that the translation alone has, of the likeness in their sentences of the source
words that are rendered beside it, and of half the likeness of the word behind it, below which the clause is said in
another way. Measured with bench/articles.py."""
EACH = 16
"""Number: of the words of the list of frequent English words, one of so many is compared with a counterpart."""
NEARER, NEARER_FAINT = 0.07, 0.1
"""Share: of these words that may be more like the counterpart of a negated English word than that word; the same for a
translation in one of the scripts of `FAINT`. Where more are, it is said in another way. Measured with
bench/articles.py."""
FAINT, MUTE = frozenset(["kana", "han", "hangul"]), frozenset(["arabic", "indian"])
"""Scripts: whose words the encoder finds less similar to English ones when it reads them by themselves, and those where
such words say too little to be compared."""
STEM = 4
"""Letters: at the beginning, that forms of an English word share."""
TAKEN_IN = 0.42
"""Likeness: of a source word that may express a negation (*unless*, *withhold*), below which no word but the negation
renders it. Measured with bench/articles.py."""


def sample(model: Model) -> Lexicon:
    """The English words that the counterparts of negated words are compared with."""
    from mtqe.encoder.lexicon import Lexicon, common

    return Lexicon(model, words=common()[::EACH])


def is_free(
    clause: Clause, support: float, model: Model, langs: tuple[str, str], english: Callable[[], Lexicon]
) -> bool:
    """Whether words say that a negation belongs to a free rendering.

    Args:
        clause: The negated clause.
        support: How much else speaks for an error, about 0 to 1 (`Lost.support`); it counts for the translation.
        model: The encoder.
        langs: Primary tags of the source and of the translation.
        english: Gives `sample(model)`; called for a negated word of an English source.
    """
    from mtqe.checks.shared import coverage
    from mtqe.encoder.lexicon import READER

    own, other = langs if clause.side == "source" else langs[::-1]
    text, other_text = clause.segment.text(clause.side), clause.segment.text(other_side(clause.side))
    plain = affirmed(text, clause.places, own)
    read = model.tokens([plain, other_text])
    here, there = coverage.words(plain, read[0]), coverage.words(other_text, read[1])
    if not (here.spans and there.spans):
        return False
    in_sentence, likeness, others = _likeness(here, there, model)
    inside, before, behind = _clause(text, here, clause, other_text, own)
    governed = _governed(here, behind, own)
    if clause.side == "source":
        if not governed:
            return False
        is_unlike = float(likeness[governed].max()) < GOVERNED
        return is_unlike or (own == READER and not _is_named(here, governed, likeness, others, english(), other))
    weak = [there.at([cue.place]) for cue in cues(other_text, other) if cue.kind == "weak"]
    if any(words and float(likeness[:, words].max(axis=0).mean()) < TAKEN_IN for words in weak):
        return True
    near = {*inside, *before, *behind[:NEAREST]}
    rendered = [
        n
        for n, counterpart in enumerate(in_sentence.argmax(axis=0).tolist())
        if counterpart in near and _is_content(there, n, other, text)
    ]
    if rendered and float(likeness[:, rendered].max(axis=0).mean()) < CLAUSE:
        return True
    beside = float(in_sentence[:, rendered].max(axis=0).mean()) if rendered else 0.0
    behind_it = float(in_sentence[governed].max()) if governed else 0.0
    return support + beside + behind_it / 2 < RENDERED


def _is_named(
    here: Words,
    governed: Sequence[int],
    likeness: NDArray[np.float64],
    others: NDArray[np.float32],
    english: Lexicon,
    lang: str,
) -> bool:
    """Whether the counterpart of one of the negated English words is more like it than like most English words.

    In languages whose words say too little by themselves, it is not compared.

    Args:
        here: The words of the source.
        governed: The negated ones.
        likeness: Of each word of the source to each of the translation.
        others: The words of the translation, each read by itself, as vectors of length 1.
        english: The words to compare with.
        lang: Primary tag of the translation.
    """
    from mtqe.encoder.exact_sums import cosines
    from mtqe.encoder.lexicon import READER

    scripts = language(lang).scripts
    if MUTE.intersection(scripts):
        return True
    frequent = language(READER).frequent
    texts = {n: here.text[slice(*here.spans[n])].casefold() for n in governed}
    content = [n for n in governed if texts[n] not in frequent.common] or list(governed)
    vectors = english.vectors([texts[n] for n in content])
    share = NEARER_FAINT if FAINT.intersection(scripts) else NEARER
    for n, vector in zip(content, vectors, strict=True):
        counterpart = others[int(likeness[n].argmax())][None]
        own, rest = cosines(counterpart, vector[None])[0, 0], english.likeness(counterpart)[0]
        nearer = sum(
            word[:STEM] != texts[n][:STEM] and alike > own for word, alike in zip(english.words, rest, strict=True)
        )
        if nearer <= share * len(english.words):
            return True
    return False


def _likeness(
    here: Words, there: Words, model: Model
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float32]]:
    """How like the words of two texts are, and the words of the second read by themselves.

    Returns:
        The cosines of the words in their sentences, the means of these and of the words alone, and vectors.
    """
    from mtqe.encoder.exact_sums import cosines
    from mtqe.encoder.lexicon import alone, unit

    by_itself = []
    for words in (here, there):
        states = alone(model, [words.text[start:end] for start, end in words.spans])
        by_itself.append(unit(states - states.mean(0)))
    in_sentence = cosines(here.vectors, there.vectors)
    return in_sentence, (in_sentence + cosines(*by_itself)) / 2, by_itself[1]


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
