"""MQM arithmetic: the weights of findings and the MQM score. The numbers are in `data/mqm.toml`.

The score is that of the MQM scoring model (themqm.org, "The MQM Scoring Models"), linear and uncalibrated:

    absolute penalty total  APT = sum of the weights of all errors
    per-word penalty total  PWPT = APT / words of the source text
    normed penalty total    NPT = PWPT * 1000
    raw quality score       RQS = (1 - PWPT) * 100

and, if a policy sets an acceptable penalty, the linear calibrated score of the same model:

    scaling factor          SF  = (MSV - PT) / APP
    calibrated score        CQS = MSV - NPT * SF

with MSV = 100 the score of a text without errors, APP the acceptable penalty points per 1,000 words, and PT the passing
threshold: the score of a text with exactly this penalty. So a text passes if and only if NPT <= APP, and the calibrated
score shows the distance from the threshold on a familiar scale.

Checks find the most serious errors, not all errors, so the score is an upper bound of the score from a person.
"""

from __future__ import annotations

import functools
import importlib.resources
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from mtqe.model import Finding, Mqm, Severity

SHORTEST = 300
"""Words: shortest text with an MQM score. Source: themqm.org, "The MQM Scoring Models"."""
THRESHOLD = 90.0
"""Calibrated score of a text with exactly the acceptable penalty, unless a policy sets another value."""


def weight(category: str, severity: Severity) -> float:
    """The penalty points of an error. The rule with the longest category path wins.

    Args:
        category: MQM path such as `accuracy/omission`. A category outside the typology has the weight of its severity.
        severity: Severity of the error.
    """
    rules = _data()["weights"]
    parts = category.split("/")
    for length in range(len(parts), 0, -1):
        rule = "/".join([severity.value, *parts[:length]])
        if rule in rules:
            return float(rules[rule])
    return float(rules[severity.value])


def heaviest() -> float:
    """The greatest possible weight of an error."""
    return float(max(_data()["weights"].values()))


def mqm(findings: Iterable[Finding], words: int, acceptable: float | None = None, threshold: float = THRESHOLD) -> Mqm:
    """The MQM score of findings. Suppressed findings and findings of preview checks do not count.

    Args:
        findings: Findings of one system.
        words: Number of words of the source text.
        acceptable: Acceptable penalty points per 1,000 words (APP), above 0; without it there is no calibrated score.
        threshold: Calibrated score of a text with exactly this penalty (PT), below 100.

    Returns:
        Penalty, penalty per 1,000 words and raw quality score. A text without words has no score; its
        penalty per 1,000 words is that of a text with one word.
    """
    numbers = Counter((finding.category, finding.severity) for finding in findings if finding.counts)
    return of_numbers(numbers, words, acceptable, threshold)


def of_numbers(
    numbers: Mapping[tuple[str, Severity], int],
    words: int,
    acceptable: float | None = None,
    threshold: float = THRESHOLD,
) -> Mqm:
    """The MQM score of findings that were counted; see `mqm`."""
    # Weights such as 0.1 have no exact binary form; without rounding ten of them would not add up to one point.
    penalty = round(sum(weight(*kind) * number for kind, number in numbers.items()), 6)
    per_1000 = penalty * 1000 / max(words, 1)
    calibrates = acceptable is not None and 0 < acceptable < math.inf and words > 0
    return Mqm(
        penalty=penalty,
        words=words,
        per_1000=per_1000,
        score=(1 - penalty / words) * 100 if words else None,
        counts={
            severity.value: sum(number for (_, of_severity), number in numbers.items() if of_severity == severity)
            for severity in Severity
        },
        formula=formula(),
        calibrated=100 - per_1000 * (100 - threshold) / acceptable if acceptable and calibrates else None,
        calibration=calibration(acceptable, threshold) if acceptable and calibrates else "",
        too_short=words < SHORTEST,
    )


def formula() -> str:
    """The formula of the score with its weights, in one line."""
    rules = sorted(_data()["weights"].items(), key=lambda rule: ("/" in rule[0], -rule[1]))
    weights = ", ".join(f"{rule} {value:g}" for rule, value in rules)
    return f"MQM raw quality score = (1 - penalty / source words) * 100, linear, uncalibrated; penalties: {weights}"


def calibration(acceptable: float, threshold: float) -> str:
    """The formula of the calibrated score with its parameters, in one line."""
    return (
        f"MQM calibrated quality score = 100 - penalty per 1,000 words * (100 - {threshold:g}) / {acceptable:g}, "
        f"linear; the passing threshold is {threshold:g}"
    )


def categories() -> Mapping[str, str]:
    """The typology: one-line definitions by category path, in the order of the data."""
    return MappingProxyType(_data()["categories"])


@functools.cache
def _data() -> dict[str, dict[str, Any]]:
    text = importlib.resources.files("mtqe").joinpath("data", "mqm.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
