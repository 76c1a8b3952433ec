"""How often `learned` and COMET-22 prefer the same of two systems: `mtqe/data/system_agreement.toml`, by direction.

`bench/systems.py` writes the table: the systems of public test sets, two by two. COMET-22 read the reference and the
whole set. A pair whose COMET-22 scores differ by less than `LEAST` says little; it counts in what a difference is worth
(`alike`), because nobody knows this in advance, but not in the agreement of a direction (`Agreement`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

Reading = Literal["with reference", "without"]
Column = Literal["with reference", "without", "systems", "systems with reference"]
"""By what the systems were compared: a metric with or without a reference, or the head for systems."""
UNIT = 10_000
"""Steps: of a point of a score from 0 to 1, in which the table has differences."""
LEAST = 0.005
"""Score: difference of COMET-22 from which on a pair counts in the agreement of a direction."""
SPAN = 2.0
"""Factor: by which two differences may differ and still be alike."""
ENOUGH = 20
"""Pairs: with such a difference that a group of directions must have. Without such a group, the pairs of all directions
with the nearest differences count."""


class Pairs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"with_reference": "with"}):
    """The pairs of systems of a direction.

    Args:
        sets: Number of test sets.
        without: Of each pair the difference by `learned` without a reference, of the system that COMET-22 prefers from
            the other one, and that by COMET-22; in steps of `UNIT`. The first is negative where they disagree.
        with_reference: The same, by `learned` with a reference.
        systems: The same, by a head for systems that was fitted without this direction.
        systems_with: The same, by such a head with a reference.
    """

    sets: int
    without: tuple[tuple[int, int], ...]
    with_reference: tuple[tuple[int, int], ...] = ()
    systems: tuple[tuple[int, int], ...] = ()
    systems_with: tuple[tuple[int, int], ...] = ()

    def of(self, column: Column) -> tuple[tuple[int, int], ...]:
        """The pairs by one of the four."""
        return {
            "without": self.without,
            "with reference": self.with_reference,
            "systems": self.systems,
            "systems with reference": self.systems_with,
        }[column]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table: the segments that `learned` read of each set at most, and the pairs by direction, such as `ar-en`."""

    segments: int
    directions: dict[str, Pairs]


class Agreement(NamedTuple):
    """The number of pairs of systems that differ by `LEAST` or more, and of those on which both agree."""

    pairs: int
    agreed: int

    @property
    def share(self) -> float:
        """The share on which both agree; there must be a pair."""
        return self.agreed / self.pairs


class Alike(NamedTuple):
    """How often COMET-22 agreed with a difference of this size.

    Args:
        share: 0 to 1.
        pairs: The number of pairs behind it.
        among: Their directions, in words: `de-en`, `into en`, `from en` or `all directions`.
    """

    share: float
    pairs: int
    among: str


@functools.cache
def table() -> Table:
    """The table that ships with mtqe."""
    text = resources.files("mtqe").joinpath("data/system_agreement.toml").read_text(encoding="utf-8")
    return msgspec.toml.decode(text, type=Table)


def agreement(direction: str, column: Column) -> Agreement | None:
    """How often both agree in a direction; `None` if no pair was measured."""
    known = table().directions.get(direction)
    pairs = [found for found, truth in known.of(column) if truth >= LEAST * UNIT] if known else []
    return Agreement(len(pairs), sum(found > 0 for found in pairs)) if pairs else None


def alike(source: str, target: str, column: Column, difference: float) -> Alike | None:
    """How often COMET-22 agreed with differences like this one, in the narrowest group of directions with enough.

    Args:
        source: Base language of the source.
        target: That of the translation.
        column: By what the systems were compared.
        difference: Difference of two corpus scores; its sign does not matter.

    Returns:
        `None` if there is no difference, or no such pair was measured.
    """
    size = abs(difference) * UNIT
    if not size:
        return None
    for among, pairs in _groups(source, target, column):
        found = [one for one, _ in pairs if size / SPAN <= abs(one) <= size * SPAN]
        if len(found) >= ENOUGH:
            return _alike(found, among)
    nearest = sorted((one for one, _ in pairs), key=lambda one: abs(abs(one) - size))[:ENOUGH]
    return _alike(nearest, among) if nearest else None


def _alike(found: Sequence[int], among: str) -> Alike:
    return Alike(sum(one > 0 for one in found) / len(found), len(found), among)


def _groups(source: str, target: str, column: Column) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The pairs of the direction, of those with its target language, of those with its source language, of all."""
    every = {name.partition("-")[::2]: known.of(column) for name, known in table().directions.items()}
    for among, first, second in (
        (f"{source}-{target}", source, target),
        (f"into {target}", "", target),
        (f"from {source}", source, ""),
        ("all directions", "", ""),
    ):
        alike = [pairs for (one, two), pairs in every.items() if first in ("", one) and second in ("", two)]
        yield among, [pair for pairs in alike for pair in pairs]
