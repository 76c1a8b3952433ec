"""What a difference between two systems means to people: how often they prefer the one that a metric prefers.

Kocmi, Zouhar, Federmann and Post (2024), "Navigating the Metrics Maze: Reconciling Score Magnitudes and Accuracies"
(ACL, arXiv 2401.06760) compare the differences of metrics with human judgements of pairs of systems and fit, for each
metric, `a / (1 + exp(-b * difference))`. The figures below are `a` and `b` of the authors' tool mt-thresholds, to five
digits; a test compares them with the table in their paper. They give none for TER, chrF++ and, of course, `learned`;
those of models whose unit is not beyond doubt are left out.
"""

from __future__ import annotations

import math

from mtqe.model import Signature

FITS = {
    "bleu": (0.88333, 0.96639),
    "spbleu-101": (0.84584, 1.2625),
    "spbleu-200": (0.91000, 0.80790),
    "chrf": (0.93000, 1.1143),
    "wmt22-comet-da": (0.96224, 2.8359),
    "wmt22-cometkiwi-da": (0.98881, 2.7193),
    "wmt23-cometkiwi-da-xl": (0.96391, 1.8889),
    "wmt23-cometkiwi-da-xxl": (0.96232, 1.2827),
    "xcomet-xl": (0.96567, 1.4536),
    "xcomet-xxl": (0.98934, 1.1630),
}
"""Greatest agreement, and how fast it is reached for each point of difference. COMET's points are hundredths."""
_BLEU = {"13a": "bleu", "zh": "bleu", "ja-mecab": "bleu", "ko-mecab": "bleu"}
_SPBLEU = {"flores101": "spbleu-101", "flores200": "spbleu-200"}
_POINTS = 100.0


def expected(metric: str, signature: Signature, difference: float) -> float | None:
    """How often people prefer the system that the metric prefers, .5 (a coin toss) to 1.

    Args:
        metric: Name of the metric.
        signature: How it was computed: figures hold for one model or tokenizer only.
        difference: Difference of two corpus scores, in the metric's unit; its sign does not matter.

    Returns:
        The share, or `None` where no figure is published.
    """
    name = _published(metric, signature)
    if name is None:
        return None
    most, slope = FITS[name]
    points = abs(difference) * (_POINTS if metric == "comet" else 1.0)
    return max(0.5, most / (1.0 + math.exp(-slope * points)))


def _published(metric: str, signature: Signature) -> str | None:
    if metric == "bleu" and signature.get("case") == "mixed":
        return (_BLEU | _SPBLEU).get(str(signature.get("tok")))
    if metric == "chrf":
        return "chrf"
    if metric == "comet":
        name = str(signature.get("model")).rpartition("/")[2].lower()
        return name if name in FITS else None
    return None
