"""Messages of programs that demand: one side says what is wrong, and the other side says what must be.

A form that rejects a value says *is not a number* or *must be a number*, *can't be blank* or *has to be filled in*.
Both are the same message, and each language has its custom. So a negation of a message has no counterpart in words
where the other side demands something: clearly, or in other words for it (*should be a number*) if the negation states
what is wrong and does not forbid. Nor has it one where the other side names a bound: *the maximum is 5* says *must not
exceed 5*. *Choose at least one file* says *no file was chosen*.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.negation import directions, hedge_words
from mtqe.checks.negation.negation_words import Place
from mtqe.checks.shared import program_texts
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.model import Segment, Side, other_side

_DEMAND = "must"
_COMPULSORY = "voluntary", 1
_BOUND = "maximum"
_SOME = "at_least"
STATED = 2
"""Words: before a negation that states something, at least: a thing and a verb."""


def is_demanded(segment: Segment, side: Side, places: Sequence[Place], langs: tuple[str, str]) -> bool:
    """Whether a message demands something on the other side, where this side only says what is not.

    Args:
        segment: The segment.
        side: The side that has the negations.
        places: The places of the negations in the text of that side.
        langs: Primary tags of the negated side and of the other side.
    """
    if not program_texts.is_message(segment):
        return False
    text, other_text = segment.text(side), segment.text(other_side(side))
    if any(read(other_text, langs[1]) and not read(text, langs[0]) for read in (_bounds, _wants_some)):
        return True
    if _may_demand(text, places, langs[0]):
        return False
    return _demands(other_text, langs[1]) or (_states(text, places) and _should(other_text, langs[1]))


def _bounds(text: str, lang: str) -> bool:
    """Whether a text names the most or the least that may be."""
    found = directions.load(lang).find(text) if lang in directions.known() else {}
    return any(mention.clear for end in (0, 1) for mention in found.get((_BOUND, end), ()))


def _wants_some(text: str, lang: str) -> bool:
    """Whether a text clearly names a least number, which is missed where there is none."""
    found = hedge_words.hedges(text, lang).get(_SOME) if lang in hedge_words.known() else None
    return found is not None and bool(found.clear)


def _states(text: str, places: Sequence[Place]) -> bool:
    """Whether a negation states something: a prohibition begins with it (*Do not moor here*)."""
    return len(words.words(text[: places[0][0]])) >= STATED


def _should(text: str, lang: str) -> bool:
    """Whether a text may say that something must be, in a language that has words with spaces between."""
    if lang not in hedge_words.known() or language(lang).spaceless:
        return False
    found = hedge_words.hedges(text, lang).get(_DEMAND)
    return found is not None and bool(found.maybe)


def _demands(text: str, lang: str) -> bool:
    """Whether a text clearly says that something must be."""
    if lang in hedge_words.known() and (found := hedge_words.hedges(text, lang).get(_DEMAND)) and found.clear:
        return True
    return lang in directions.known() and any(
        mention.clear for mention in directions.load(lang).find(text).get(_COMPULSORY, ())
    )


def _may_demand(text: str, places: Sequence[Place], lang: str) -> bool:
    """Whether words other than the negations may say that something must be: *must not be empty*."""
    if lang not in hedge_words.known():
        return False
    found = hedge_words.hedges(text, lang).get(_DEMAND, hedge_words.Hedges())
    return any(
        all(stop <= start or end <= begin for start, end in mention for begin, stop in places)
        for mention in (*found.clear, *found.maybe)
    )
