"""Draws a stratified sample: which segments people should rate so that the estimate is as tight as it can be.

1. The segments of each system are sorted by predicted quality and cut into strata of equal expected spread; a stratum
   with enough places is cut once more, by length. Segments of one stratum are alike, so few of them say much.
2. Each stratum gets places in proportion to its expected spread (Neyman's allocation): the ratings of translations
   that are predicted to be bad differ more than those of good ones. Every stratum gets at least `LEAST` places, so
   that its spread can be estimated, and each segment can be drawn.
3. Within a stratum all segments have the same chance, without replacement.

Source: Cochran (1977), "Sampling Techniques", chapter 5; Neyman (1934), "On the Two Different Aspects of the
Representative Method".
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from mtqe.errors import ConfigError
from mtqe.people.sampling.population import Unit
from mtqe.people.sampling.sample_files import Chosen, Sample, Stratum

LEAST = 2
"""Places: of a stratum, at least; its spread cannot be estimated from one."""
ROOM = 8
"""Places: of a stratum on average. More strata are more alike inside, but leave fewer degrees of freedom. Measured with
bench/sampling.py."""
MOST = 8
"""Numbers: of strata by predicted quality, at most. Measured with bench/sampling.py."""
SPREAD = 0.2
"""Ratio: spread of the ratings of a perfect segment, where that of the worst is 1 more. Measured with
bench/sampling.py."""
Draw = Callable[[int], int]


def draw(units: Sequence[Unit], budget: int, seed: int, *, in_words: bool = False) -> Sample:
    """Choose segments of each system; the systems share the budget equally.

    Args:
        units: All segments.
        budget: How many segments, or source words, can be rated.
        seed: Seed of the random numbers.
        in_words: Whether the budget is in source words; the sample then has as many on average, at most.

    Raises:
        ConfigError: The budget is too small for two segments of each system.
    """
    systems = list(dict.fromkeys(unit.system for unit in units))
    share = budget // len(systems)
    strata: list[Stratum] = []
    chosen: list[Chosen] = []
    rng = random.Random(seed)
    for number, system in enumerate(systems):
        own = [unit for unit in units if unit.system == system]
        places = places_for_words(own, share) if in_words else min(share, len(own))
        if places < min(LEAST, len(own)):
            unit = ("word" if in_words else "segment") + ("s" if budget > 1 else "")
            raise ConfigError(
                f"a budget of {budget} {unit} is too small for {len(systems)} system{'s' if len(systems) > 1 else ''}",
                "each needs at least two segments: give a larger --budget",
            )
        groups, sizes = allocated(own, places)
        for place, (group, size) in enumerate(zip(groups, sizes, strict=True), 1):
            name = f"{number + 1}.{place}" if len(systems) > 1 else str(place)
            strata.append(_stratum(name, system, group, size))
            drawn = sorted(rng.sample(range(len(group)), size))
            chosen += [
                Chosen(system, unit.id, name, size / len(group), unit.prediction, unit.words, unit.texts)
                for unit in (group[k] for k in drawn)
            ]
    order = {(unit.system, unit.id): number for number, unit in enumerate(units)}
    chosen.sort(key=lambda item: order[item.system, item.id])
    return Sample(seed=seed, segments=tuple(chosen), strata=tuple(strata))


def places_for_words(units: Sequence[Unit], words: int) -> int:
    """The largest number of segments whose expected number of words is at most some number."""
    low, high = 0, len(units)
    while low < high:
        middle = (low + high + 1) // 2
        groups, sizes = allocated(units, middle)
        expected = sum(
            size * sum(unit.words for unit in group) / len(group) for group, size in zip(groups, sizes, strict=True)
        )
        low, high = (middle, high) if expected <= words else (low, middle - 1)
    return low


def allocated(units: Sequence[Unit], places: int) -> tuple[list[list[Unit]], list[int]]:
    """The strata of a system, and the number of segments to draw from each; the numbers add up to `places`."""
    groups = _strata(units, places)
    return groups, _allocation([sum(map(spread, group)) for group in groups], list(map(len, groups)), places)


def spread(unit: Unit) -> float:
    """The expected spread of the ratings of a segment, relative to others."""
    return SPREAD + 1 - unit.prediction


def _strata(units: Sequence[Unit], places: int) -> list[list[Unit]]:
    by_quality = sorted(units, key=lambda unit: (unit.prediction, unit.words, unit.id))
    number = max(1, min(MOST, places // (2 * ROOM) or places // ROOM))
    groups = []
    for group in _cut(by_quality, number):
        by_length = sorted(group, key=lambda unit: (unit.words, unit.prediction, unit.id))
        halves = 2 if places >= 2 * ROOM * number else 1
        groups += _cut(by_length, halves)
    return groups


def _cut(units: list[Unit], number: int) -> list[list[Unit]]:
    """Parts of about equal expected spread, in order, none of fewer than `LEAST` segments."""
    total = math.fsum(map(spread, units))
    parts: list[list[Unit]] = [[]]
    reached = 0.0
    for left, unit in zip(range(len(units), 0, -1), units, strict=True):
        full = reached >= total * len(parts) / number
        if full and len(parts) < number and len(parts[-1]) >= LEAST and left >= LEAST:
            parts.append([])
        parts[-1].append(unit)
        reached += spread(unit)
    return parts


def _allocation(spreads: Sequence[float], sizes: Sequence[int], places: int) -> list[int]:
    """Whole numbers in proportion to the spreads, between `LEAST` and the size of each stratum."""
    least = [min(LEAST, size) for size in sizes]
    given = list(least)
    for _ in range(places - sum(given)):
        open_ = [k for k, size in enumerate(sizes) if given[k] < size]
        # The next place goes where it lowers the variance of the estimate most.
        best = max(open_, key=lambda k: (spreads[k] / math.sqrt(given[k] * (given[k] + 1)), -k))
        given[best] += 1
    return given


def _stratum(name: str, system: str | None, group: Sequence[Unit], sampled: int) -> Stratum:
    words = [unit.words for unit in group]
    return Stratum(
        name=name,
        system=system,
        segments=len(group),
        sampled=sampled,
        words=sum(words),
        prediction=math.fsum(unit.prediction for unit in group) / len(group),
        weighted=math.fsum(unit.words * unit.prediction for unit in group),
        lowest=min(unit.prediction for unit in group),
        highest=max(unit.prediction for unit in group),
    )
