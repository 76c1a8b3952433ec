"""A sentence that was left over joins the bead that lacks it, and an invented or omitted one stays alone.

Texts that were left over at one place are compared.
"""

from __future__ import annotations

import numpy as np
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


def bead(left: tuple[int, int], right: tuple[int, int], certain: float = 0.9) -> Bead:
    return range(*left), range(*right), certain, 1.0


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


def test_two_uncertain_beads_become_one() -> None:
    low = leftovers.CERTAIN - 0.01
    chain = [bead((0, 1), (0, 1), low), bead((1, 2), (1, 2), 0.5), bead((2, 3), (2, 3))]
    first, second = leftovers.without_open_borders(chain)
    assert first[:3] == (range(2), range(2), 0.5)
    assert second == chain[-1]


def test_uncertain_beads_stay_apart_beside_certain_ones_and_sentences_alone() -> None:
    sides = [(1, 1), (1, 1), (1, 0), (1, 1), (0, 1), (1, 1)]
    certainties = [0.5, leftovers.CERTAIN, 0.5, 0.5, 0.5, 0.5]
    left = right = 0
    chain = []
    for (a, b), certain in zip(sides, certainties, strict=True):
        chain.append(bead((left, left + a), (right, right + b), certain))
        left, right = left + a, right + b
    assert leftovers.without_open_borders(chain) == chain


def test_uncertain_beads_do_not_grow_without_end() -> None:
    chain = [bead((n, n + 1), (n, n + 1), 0.5) for n in range(4)]
    assert shapes(leftovers.without_open_borders(chain)) == [(2, 2), (2, 2)]


MOVED = (
    "The probe weighs 640 kilograms and is no bigger than a shed, and it left its rocket 54 minutes after the launch. "
    "The first signal was picked up by a ground station near Perth shortly afterwards.",
    "Die Sonde wiegt 640 Kilogramm und ist nicht größer als ein Schuppen. Von ihrer Rakete trennte sie sich 54 Minuten "
    "nach dem Start, und kurz darauf fing eine Bodenstation bei Perth ihr erstes Signal auf.",
)
"""A clause at the end of a sentence that begins the next sentence of the translation."""


def test_a_clause_that_moved_makes_no_omission() -> None:
    report = mtqe.evaluate(*MOVED, source_lang="en", target_lang="de", metrics="chrf", select="ACC", progress=False)
    assert not [finding for finding in report.findings if finding.severity in ("major", "critical")]
    assert [segment.target.count("Perth") for segment in report.segments] == [1]


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


def chain(*numbers: tuple[int, int]) -> list[Bead]:
    """Beads with so many sentences on each side, all certain."""
    beads: list[Bead] = []
    left = right = 0
    for a, b in numbers:
        beads.append((range(left, left + a), range(right, right + b), 0.9, 1.0))
        left, right = left + a, right + b
    return beads


def faced(beads: list[Bead], lengths: tuple[float, float], furniture: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    """The numbers of sentences of the beads; target lines with the given numbers are furniture."""
    sizes = [max(bead[side].stop for bead in beads) for side in (0, 1)]
    each = np.full(sizes[0], lengths[0]), np.full(sizes[1], lengths[1])
    flags = np.zeros(sizes[0]), np.isin(np.arange(sizes[1]), furniture).astype(float)
    return [(len(left), len(right)) for left, right, *_ in leftovers.faced(beads, each, flags)]


@pytest.mark.parametrize(
    ("left_over", "after"),
    [
        ([(1, 0), (0, 1)], [(1, 1)]),
        ([(0, 1), (1, 0)], [(1, 1)]),
        ([(1, 0)] * 6 + [(0, 1)] * 6, [(1, 1)] * 6),
        ([(1, 0), (0, 1), (1, 0)], [(2, 1)]),
        ([(0, 1)] * 4 + [(1, 0)] * 3, [(3, 4)]),
        ([(1, 0)] * 5 + [(0, 1)] * 4, [(1, 0)] * 5 + [(0, 1)] * 4),
        ([(1, 0)] * 3 + [(0, 1)], [(1, 0)] * 3 + [(0, 1)]),
        ([(1, 0)], [(1, 0)]),
    ],
)
def test_what_was_left_over_at_one_place_is_compared(
    left_over: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    assert faced(chain((1, 1), *left_over, (1, 1)), (50, 50)) == [(1, 1), *after, (1, 1)]


def test_left_over_text_of_other_length_or_beyond_a_match_stays_alone() -> None:
    assert faced(chain((1, 0), (0, 1)), (50, 24)) == [(1, 0), (0, 1)]
    assert faced(chain((1, 0), (0, 1)), (50, 26)) == [(1, 1)]
    assert faced(chain((1, 0), (1, 1), (0, 1)), (50, 50)) == [(1, 0), (1, 1), (0, 1)]


def test_furniture_stays_alone() -> None:
    assert faced(chain((1, 0), (0, 1)), (50, 50), furniture=(0,)) == [(1, 0), (0, 1)]


def test_a_bead_of_what_was_left_over_is_not_certain() -> None:
    (bead,) = leftovers.faced(chain((1, 0), (0, 1)), (np.ones(1), np.ones(1)), (np.zeros(1), np.zeros(1)))
    assert bead[2:] == (0.45, 0.0)
