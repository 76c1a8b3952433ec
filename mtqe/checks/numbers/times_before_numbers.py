"""Times right before a number in words, which seem to be its factor: Polish *o 21.45 tysiąc* is 9:45 pm and 1,000.

Where the decimal separator is a comma, a full stop between hour and minute is usual. The opposite side decides: it has
the time, and the number without it.
"""

from __future__ import annotations

from mtqe.checks.numbers.digits import hours
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side, read
from mtqe.language.late_patterns import late

_TIME_AND_WORD = late(r"(?<![\d.,:])([01]?\d|2[0-3])[.:]([0-5]\d)(?=[ \u00a0][^\W\d_])")


def times_before_numbers(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side in a time and the number after it, where the opposite side has both apart."""
    same: tuple[set[Number], set[Number]] = set(), set()
    for here, there in ((0, 1), (1, 0)):
        side, opposite = sides[here], sides[there]
        for number in side.numbers:
            time = _TIME_AND_WORD.match(side.text, number.start) if number.magnitude else None
            if time is None or time.end() >= number.end:
                continue
            named = {part for one in opposite.numbers if _is_time(one, time[1], time[2]) for part in (one, *one.parts)}
            without = side.text[: time.start()] + " " * len(time[0]) + side.text[time.end() :]
            rest = [one for one in read(without, side.lang).numbers if time.end() < one.end and one.start < number.end]
            equal = {one for one in opposite.numbers if any(one.value in other.values for other in rest)} - named
            if named and rest and equal:
                end = max(one.end for one in rest)
                same[here].update(one for one in side.numbers if number.start <= one.start < end)
                same[there].update(named | equal)
    return same


def _is_time(number: Number, hour: str, minute: str) -> bool:
    """Whether a number is a time, in the 12-hour or the 24-hour clock."""
    parts = number.parts
    return len(parts) > 1 and int(minute) in parts[1].values and not parts[0].values.isdisjoint(hours(int(hour)))
