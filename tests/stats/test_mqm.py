from __future__ import annotations

import pytest

from mtqe.model import Finding, Severity
from mtqe.registry import check_table
from mtqe.stats import mqm


def finding(severity: Severity, category: str = "accuracy/mistranslation", preview: bool = False) -> Finding:
    return Finding("T1", "x", category, severity, "1", "", (), (), "f", preview=preview)


@pytest.mark.parametrize(
    ("category", "severity", "points"),
    [
        ("accuracy/omission", "neutral", 0),
        ("accuracy/omission", "minor", 1),
        ("accuracy/omission", "major", 5),
        ("accuracy/omission", "critical", 25),
        ("linguistic-conventions/punctuation", "minor", 0.1),
        ("linguistic-conventions/punctuation/quotation-marks", "minor", 0.1),
        ("linguistic-conventions/punctuation", "major", 5),
        ("linguistic-conventions", "minor", 1),
        ("linguistic-conventions/punctuation-like", "minor", 1),
        ("no/such/category", "minor", 1),
    ],
)
def test_the_most_specific_rule_wins(category: str, severity: str, points: float) -> None:
    assert mqm.weight(category, Severity(severity)) == points


def test_the_score_is_that_of_the_formula() -> None:
    # Worked by hand: 25 + 2 * 5 + 3 * 1 + 10 * 0.1 = 39 points in 1,300 words.
    findings = [finding(Severity.CRITICAL)] + [finding(Severity.MAJOR)] * 2 + [finding(Severity.MINOR)] * 3
    findings += [finding(Severity.MINOR, "linguistic-conventions/punctuation")] * 10
    total = mqm.mqm([*findings, finding(Severity.CRITICAL, preview=True)], 1300)
    assert total.penalty == 39
    assert total.per_1000 == pytest.approx(30)
    assert total.score == pytest.approx(97)
    assert total.counts == {"neutral": 0, "minor": 13, "major": 2, "critical": 1}
    assert total.formula.startswith("MQM raw quality score = (1 - penalty / source words) * 100, linear, uncalibrated")
    assert "minor/linguistic-conventions/punctuation 0.1" in total.formula


def test_without_words_there_is_no_score() -> None:
    total = mqm.mqm([finding(Severity.MAJOR)], 0)
    assert (total.score, total.penalty, total.per_1000) == (None, 5, 5000)


def test_a_very_bad_text_has_a_score_below_zero() -> None:
    assert mqm.mqm([finding(Severity.CRITICAL)], 10).score == pytest.approx(-150)


def test_every_category_has_a_definition_in_one_sentence() -> None:
    for path, definition in mqm.categories().items():
        assert definition.endswith(".") and "\n" not in definition, path
        parent = path.rpartition("/")[0]
        assert not parent or parent in mqm.categories(), path


def test_every_check_has_a_category_of_the_typology() -> None:
    unknown = {
        item.id: item.category for item in check_table.checks().values() if item.category not in mqm.categories()
    }
    assert unknown == {}
