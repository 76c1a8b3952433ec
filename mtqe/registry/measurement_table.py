"""The table of measurements, `mtqe/data/measured.toml`: how many planted errors of each area are found in each pair.

`bench/areas.py` writes it. Texts, errors and limits of these figures: docs/measurements.md.
"""

from __future__ import annotations

import functools
from importlib import resources

import msgspec

from mtqe.model.areas import Area


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The counts of an area in a language pair.

    Args:
        planted: Errors of the area that were put into clean texts, one in each.
        found: Those of them that a check of the area found.
        major: Those of them that it found with severity major or critical.
        alarms: Clean texts that a check of the area marks.
        major_alarms: Clean texts that it marks with severity major or critical.
    """

    planted: int
    found: int
    major: int
    alarms: int
    major_alarms: int


class PairMeasured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The counts of a language pair: the number of clean texts, and the counts of each measured area."""

    texts: int
    areas: dict[Area, Measured]


class Recall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many errors of one kind were planted and found, over all pairs."""

    planted: int
    found: int


class Measurements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The counts by pair, such as `ar-en`, and by kind of error within an area."""

    pairs: dict[str, PairMeasured]
    kinds: dict[Area, dict[str, Recall]]


@functools.cache
def measurements() -> Measurements:
    """The table that ships with mtqe."""
    text = resources.files("mtqe").joinpath("data/measured.toml").read_text(encoding="utf-8")
    return msgspec.toml.decode(text, type=Measurements)
