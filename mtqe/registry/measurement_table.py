"""The tables of measurements: how many planted errors are found in each language pair.

- `mtqe/data/measured.toml`: by area, in single texts. `bench/areas.py` writes it.
- `mtqe/data/measured_articles.toml`: by kind of error, in whole news articles. `bench/articles.py` writes it.

Texts, errors and limits of these figures: docs/measurements.md.
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


class ArticlesMeasured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The counts of whole news articles in a language pair, with the default checks and the default policy.

    Args:
        articles: Good translations, each read as a document.
        failed: Those of them that do not pass.
        words: Words of their sources.
        majors: Findings in the good translations with severity major or critical.
        kinds: The planted errors by kind, and those found with severity major or critical.
    """

    articles: int
    failed: int
    words: int
    majors: int
    kinds: dict[str, Recall]


class ArticleMeasurements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The counts of whole news articles by pair, such as `en-ja`."""

    pairs: dict[str, ArticlesMeasured]


@functools.cache
def measurements() -> Measurements:
    """The table by area that ships with mtqe."""
    return msgspec.toml.decode(_shipped("measured.toml"), type=Measurements)


@functools.cache
def article_measurements() -> ArticleMeasurements:
    """The table of whole news articles that ships with mtqe."""
    return msgspec.toml.decode(_shipped("measured_articles.toml"), type=ArticleMeasurements)


def _shipped(name: str) -> bytes:
    return resources.files("mtqe").joinpath("data", name).read_bytes()
