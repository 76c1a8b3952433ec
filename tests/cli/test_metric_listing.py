"""`mtqe list metrics --pair`: on how many pairs of systems a metric agreed with COMET-22 in a language pair."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mtqe.registry import system_agreement
from mtqe.registry.system_agreement import Pairs, Table


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    without, with_reference = ((80, 90), (-20, 60), (30, 70), (-1, 10)), ((80, 90), (20, 60), (30, 70))
    known = {"ar-en": Pairs(1, without, with_reference, with_reference)}
    monkeypatch.setattr(system_agreement, "table", lambda: Table(15, known))


def test_the_agreement_stands_with_and_without_a_reference(mtqe: Callable) -> None:
    text = mtqe("list", "metrics", "--pair", "ar-en").out
    assert text.startswith("Arabic to English\n")
    assert "with a reference: agrees with COMET-22 on 3 of 3 pairs of systems (100%)" in text
    assert "without a reference: agrees with COMET-22 on 2 of 3 pairs of systems (67%)" in text
    assert text.count("with a reference") == 1, "learned-systems reads none"


def test_a_pair_that_was_not_measured_says_so(mtqe: Callable) -> None:
    text = mtqe("list", "metrics", "--pair", "ar-pt-BR").out
    assert "which system is better, without a reference: not measured in this pair" in text


def test_json_has_the_counts(mtqe: Callable) -> None:
    found = json.loads(mtqe("list", "metrics", "--pair", "ar-en", "--json").out)
    (learned,) = [metric for metric in found["metrics"] if metric["name"] == "learned"]
    assert learned["with_reference"] == {"pairs": 3, "agreed": 3}
    assert learned["without"] == {"pairs": 3, "agreed": 2}
    (bleu,) = [metric for metric in found["metrics"] if metric["name"] == "bleu"]
    assert (bleu["needs_reference"], bleu["measurable"], bleu["without"]) == (True, False, None)


def test_pairs_are_for_checks_and_metrics_only(mtqe: Callable) -> None:
    done = mtqe("list", "formats", "--pair", "ar-en")
    assert done.code == 2
    assert "checks and metrics only" in done.err
