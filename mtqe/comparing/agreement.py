"""Estimates how often people prefer the same system as a metric, given the difference between two systems.

Kocmi, Zouhar, Federmann and Post (2024), "Navigating the Metrics Maze: Reconciling Score Magnitudes and Accuracies"
(ACL, arXiv 2401.06760) compare the differences of metrics with human judgements of pairs of systems and fit, for each
metric, `a / (1 + exp(-b * difference))`. The figures below are `a` and `b` of the authors' tool mt-thresholds, to five
digits; a test compares them with the table in their paper. They have no figures for TER, chrF++
and `learned`. Figures for models whose unit is uncertain are left out.

How often COMET-22 prefers the same system as `learned` was measured on public test sets (`system_agreement` in
`mtqe.registry`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from mtqe.comparing.comparability import Languages
from mtqe.comparing.score_statistics import Scored
from mtqe.model import Signature
from mtqe.model.comparison import Sureness
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.registry.metric_capabilities import HasSureness

COMET = 100.0
"""Points in a unit of COMET: the authors give its differences in hundredths."""


class Fit(NamedTuple):
    """The greatest agreement, how fast it is reached for each point of difference, and how many points make a unit."""

    most: float
    slope: float
    points: float = 1.0


FITS = {
    ("bleu", "13a"): Fit(0.88333, 0.96639),
    ("bleu", "zh"): Fit(0.88333, 0.96639),
    ("bleu", "ja-mecab"): Fit(0.88333, 0.96639),
    ("bleu", "ko-mecab"): Fit(0.88333, 0.96639),
    ("bleu", "flores101"): Fit(0.84584, 1.2625),
    ("bleu", "flores200"): Fit(0.91000, 0.80790),
    ("chrf", ""): Fit(0.93000, 1.1143),
    ("comet", "wmt22-comet-da"): Fit(0.96224, 2.8359, COMET),
    ("comet", "wmt22-cometkiwi-da"): Fit(0.98881, 2.7193, COMET),
    ("comet", "wmt23-cometkiwi-da-xl"): Fit(0.96391, 1.8889, COMET),
    ("comet", "wmt23-cometkiwi-da-xxl"): Fit(0.96232, 1.2827, COMET),
    ("comet", "xcomet-xl"): Fit(0.96567, 1.4536, COMET),
    ("comet", "xcomet-xxl"): Fit(0.98934, 1.1630, COMET),
}
"""The published fits by metric and the tokenizer or model of its signature."""


def expected(metric: str, signature: Signature, difference: float) -> float | None:
    """How often people prefer the system that the metric prefers, from .5 (a coin toss) to 1.

    Args:
        metric: Name of the metric.
        signature: How it was computed; a figure holds for one model or tokenizer only.
        difference: Difference of two corpus scores, in the metric's unit; its sign does not matter.

    Returns:
        The share, or `None` where no figure is published.
    """
    fit = FITS.get((metric, _variant(signature)))
    if fit is None:
        return None
    return max(0.5, fit.most / (1.0 + math.exp(-fit.slope * fit.points * abs(difference))))


def sureness(scores: Scored, difference: float, langs: Languages) -> Sureness | None:
    """How sure a difference of two systems is, by pairs of systems of public test sets.

    Args:
        scores: The metric.
        difference: Difference of the two corpus scores.
        langs: The languages of the comparison.

    Returns:
        `None` if it was not measured for the metric and its settings, or if there is no difference.
    """
    metric = metric_table.load(scores.metric) if scores.metric in metric_table.rows() else None
    if not isinstance(metric, HasSureness) or None in langs:
        return None
    alike = metric.sureness(difference, scores.signature, Context(langs[0] or "", langs[1] or ""))
    return Sureness(*alike, bool(scores.signature.get("nrefs"))) if alike else None


def _variant(signature: Signature) -> str:
    """The tokenizer or the model that a signature names; a metric of lower-cased text is another one."""
    if signature.get("model"):
        return str(signature["model"]).rpartition("/")[2].lower()
    return str(signature.get("tok", "")) if signature.get("case", "mixed") == "mixed" else "lc"
