"""Messages of programs that demand: one side says what is wrong, and the other side says what must be.

A form that rejects a value says *is not a number* or *must be a number*, *can't be blank* or *has to be filled in*.
Both are the same message, and each language has its custom. So a negation of a message has no counterpart in words
where the other side demands something.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.negation import directions, hedge_words
from mtqe.checks.negation.negation_words import Place
from mtqe.checks.shared import program_texts
from mtqe.model import Segment, Side

_DEMAND = "must"
_COMPULSORY = "voluntary", 1


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
    other: Side = "target" if side == "source" else "source"
    return _demands(segment.text(other), langs[1]) and not _may_demand(segment.text(side), places, langs[0])


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
