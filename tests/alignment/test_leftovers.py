"""A sentence that was left over joins the bead that lacks it, and an invented or omitted one stays alone."""

from __future__ import annotations

import pytest

import mtqe
from mtqe.alignment import leftovers

Bead = tuple[range, range, float, float]


class Gains:
    """Evidence with a gain for each sentence and each first sentence of a bead; 0 for all others."""

    def __init__(self, **gains: float) -> None:
        self.gains = gains

    def gain(self, side: int, bead: tuple[range, range], sentence: int) -> float:
        return self.gains.get(f"{'st'[side]}{sentence}_{bead[0].start}", 0.0)


def bead(left: tuple[int, int], right: tuple[int, int]) -> Bead:
    return range(*left), range(*right), 0.9, 1.0


ADDITION = [bead((0, 1), (0, 1)), bead((1, 1), (1, 2)), bead((1, 2), (2, 3))]


def shapes(chain: list[Bead]) -> list[tuple[int, int]]:
    return [(len(left), len(right)) for left, right, *_ in chain]


def test_it_joins_the_bead_that_lacks_it_most() -> None:
    low, high = leftovers.GAIN, leftovers.GAIN * 2
    assert shapes(leftovers.joined(ADDITION, Gains(t1_0=high, t1_1=low))) == [(1, 2), (1, 1)]
    assert shapes(leftovers.joined(ADDITION, Gains(t1_0=low, t1_1=high))) == [(1, 1), (1, 2)]
    (_, second) = leftovers.joined(ADDITION, Gains(t1_0=low, t1_1=high))
    assert second[:2] == (range(1, 2), range(1, 3))


def test_without_a_gain_it_stays_alone() -> None:
    assert leftovers.joined(ADDITION, Gains(t1_0=leftovers.GAIN - 0.001)) == ADDITION


def test_a_source_sentence_joins_too() -> None:
    chain = [bead((0, 1), (0, 1)), bead((1, 2), (1, 1))]
    assert leftovers.joined(chain, Gains(s1_0=0.1))[0][:2] == (range(2), range(1))


def test_two_in_a_row_join_one_after_the_other() -> None:
    chain = [bead((0, 1), (0, 1)), bead((1, 1), (1, 2)), bead((1, 1), (2, 3))]
    assert shapes(leftovers.joined(chain, Gains(t1_0=0.1, t2_0=0.1))) == [(1, 3)]


def test_a_bead_does_not_grow_without_end() -> None:
    chain = [bead((0, 2), (0, 3)), bead((2, 2), (3, 4))]
    assert leftovers.joined(chain, Gains(t3_0=0.5)) == chain


SOURCE = "The harbour master resigned on Monday after the council had counted the boats for nearly nine hours."
HALVES = (
    "Der Hafenmeister trat am Montag zurück.",
    "Zuvor hatte der Rat die Boote fast neun Stunden lang gezählt.",
)
BEFORE = ("The bakery opens before sunrise.", "Die Bäckerei öffnet vor Sonnenaufgang.")
REST = ("Two ferries stayed in the port over night.", "Zwei Fähren blieben über Nacht im Hafen.")
INVENTED = "Der Bäcker verkaufte am Abend keinen einzigen Kuchen mehr an die Kinder des Dorfes."


@pytest.mark.parametrize(
    ("source", "sentences", "alone"),
    [(SOURCE, HALVES, False), ("The harbour master resigned on Monday.", (HALVES[0], INVENTED), True)],
)
def test_half_of_a_sentence_joins_and_an_invented_sentence_does_not(
    source: str, sentences: tuple[str, str], alone: bool
) -> None:
    english = f"{BEFORE[0]}\n\n{source} {REST[0]}"
    german = f"{BEFORE[1]}\n\n{' '.join(sentences)} {REST[1]}"
    found = mtqe.align(english, german, source_lang="en", target_lang="de")
    assert (sentences[1] in [one.target_text for one in found.beads if not one.source]) is alone
