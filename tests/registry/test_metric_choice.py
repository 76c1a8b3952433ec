"""Which metrics run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pytest

from mtqe.errors import ConfigError
from mtqe.gate import score_keys
from mtqe.metrics.comet import model_files
from mtqe.registry import check_table, metric_choice, metric_table
from mtqe.registry.metric_choice import Asked, Choice
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import CometConfig, Config, MetricsConfig
from mtqe.settings.policy import GateConfig, Match, Rule


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No COMET model is on this machine."""
    monkeypatch.setattr(model_files, "missing", lambda model: f"get {model}")


def choice(
    *use: str,
    scoring: bool = True,
    select: Sequence[str] | None = None,
    has_references: bool = False,
    limited: Collection[str] = (),
) -> Choice:
    """The metrics of a run; `select` chooses its checks, `()` is the default checks, and with `None` it has none."""
    config = Config("en", "de", metrics=MetricsConfig(use=use))
    checks = None if select is None else check_table.select(select)
    asked = Asked(scoring=scoring, checks=checks, has_references=has_references, limited=limited)
    return metric_choice.choose(config, asked)


def names(choice: Choice) -> list[str]:
    return [row.name for row in choice.rows]


def test_without_references_the_metrics_that_need_them_do_not_run() -> None:
    chosen = choice()
    assert names(chosen) == ["learned"]
    assert [(item.id, item.state) for item in chosen.not_run] == [
        (name, "not run") for name in ("bleu", "chrf", "ter", "comet")
    ]
    assert chosen.not_run[0].why == "no reference was given"
    assert chosen.notes == ("get Unbabel/wmt22-comet-da",)


def test_with_references_they_run() -> None:
    assert names(choice(has_references=True)) == ["bleu", "chrf", "ter", "learned"]


def test_a_configured_model_runs_by_default() -> None:
    config = Config("en", "de", comet=CometConfig(model="models/ours"))
    assert names(metric_choice.choose(config, Asked(scoring=True, has_references=False))) == [
        "learned",
        "comet",
    ]


def test_named_metrics_run_once_each_and_in_their_order() -> None:
    chosen = choice("TER", "chrf++", "ter")
    assert names(chosen) == ["ter", "chrf++"]
    assert chosen.not_run == ()


def test_the_checks_bring_their_metrics() -> None:
    assert names(choice(scoring=False, select=())) == ["hallucination"]
    assert names(choice("bleu", select=())) == ["bleu", "hallucination"]
    assert names(choice(scoring=False)) == []


@pytest.mark.parametrize("select", [("HAL",), ("detached-translation", "MRK"), ("HAL103",)])
def test_a_core_check_brings_the_metric_of_its_area(select: Sequence[str]) -> None:
    assert names(choice(scoring=False, select=select)) == ["hallucination"]


@pytest.mark.parametrize("select", [("MRK",), ("HAL101",), ("ACC", "ART", "LOC", "TRM")])
def test_without_a_core_check_the_metric_of_an_area_does_not_run(select: Sequence[str]) -> None:
    chosen = choice(scoring=False, select=select)
    assert chosen.rows == ()
    assert [(item.id, item.state, item.why) for item in chosen.not_run] == [
        ("hallucination", "not run", "it runs with detached-translation, which the selection leaves out")
    ]


def test_a_metric_that_is_named_or_limited_runs_without_its_checks() -> None:
    assert names(choice("hallucination", select=("MRK",))) == ["hallucination"]
    limit = {"hallucination": 0.1}
    for policy in (GateConfig(max_score=limit), GateConfig(rules=(Rule(match=Match(path="a/*"), max_score=limit),))):
        limited = score_keys.limited(policy)
        assert names(choice(scoring=False, select=("MRK",), limited=limited)) == ["hallucination"]
    assert names(choice(scoring=False, select=("MRK",), limited=score_keys.limited(GateConfig()))) == []


def test_a_licence_of_a_chosen_model_is_a_note() -> None:
    config = Config("en", "de", metrics=MetricsConfig(use=("comet",)), comet=CometConfig(model="Unbabel/XCOMET-XL"))
    chosen = metric_choice.choose(config, Asked(scoring=True, has_references=True))
    assert [note for note in chosen.notes if "no commercial use" in note]


def test_an_unknown_metric_is_refused_with_the_closest_name() -> None:
    with pytest.raises(ConfigError, match="blue") as caught:
        choice("blue")
    assert "bleu" in str(caught.value) + str(caught.value.hint)


class Broken:
    """A metric whose own words about itself fail."""

    def absence(self, config: Config, has_references: bool) -> None:
        raise RuntimeError("no luck")

    def notice(self, config: Config) -> str:
        raise RuntimeError("no luck")


@pytest.mark.parametrize("default", ["at hand", "with checks"])
def test_a_metric_that_fails_does_not_stop_the_others(default: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = MetricRow("acme", "acme:broken", "", default=default)
    learned = next(row for row in metric_table.METRICS if row.name == "learned")
    monkeypatch.setattr(metric_table, "METRICS", (row, learned))
    monkeypatch.setattr(metric_table, "load", lambda name: Broken() if name == "acme" else object())
    chosen = choice(select=("MRK",))
    assert "learned" in names(chosen)
    assert [item.why for item in chosen.not_run] == (["RuntimeError: no luck"] if default == "at hand" else [])


def test_at_hand_without_a_say_of_its_own_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_table, "METRICS", (MetricRow("acme", "acme:plain", "", default="at hand"),))
    monkeypatch.setattr(metric_table, "load", lambda name: object())
    assert names(choice()) == ["acme"]


def test_with_checks_only_where_it_has_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    row = MetricRow("acme", "acme:plain", "", default="with checks", needs_reference=True)
    monkeypatch.setattr(metric_table, "METRICS", (row,))
    monkeypatch.setattr(metric_table, "load", lambda name: object())
    assert names(choice(scoring=False, select=("MRK",))) == []
    assert names(choice(scoring=False, select=("MRK",), has_references=True)) == ["acme"]
