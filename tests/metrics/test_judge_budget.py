"""The budget of the judge: it ends a run before it is overdrawn, and no partial mean is given."""

from __future__ import annotations

import threading
import time

import pytest
from judge_fixture import Asked, Reply, chat, endpoint, scored
from judge_runs import config, corpus, of_corpus, of_segments, quick, run

from mtqe.errors import ConfigError
from mtqe.flow import pipeline
from mtqe.flow.pipeline import Stages
from mtqe.metrics.judge import spending
from mtqe.metrics.judge.replies import Usage
from mtqe.settings.config import JudgeConfig

__all__ = ["quick"]


def test_the_budget_ends_the_run_and_withholds_a_partial_mean() -> None:
    texts = corpus([(f"Text {number}.", f"Satz {number}.") for number in range(20)], ["a"] * 2 + ["b"] * 18)
    with endpoint(lambda asked: chat({"code": asked.code, "errors": [], "score": 50}, (1000, 100))) as served:
        limits = {"budget_tokens": 6000, "concurrency": 1, "answer_tokens": 100}
        report = run(config(served.url, **limits), texts)
        assert 4 <= len(served.asked) <= 5, "an estimate is held before each request"
        scores = {score.doc: score.value for score in report.scores if score.level == "document"}
        assert scores == {"a": 50.0, "b": None} and of_corpus(report).value is None
        assert of_segments(report)[:4] == [50.0] * 4 and of_segments(report)[6:] == [None] * 14
        (problem,) = report.problems
        assert problem.incomplete and "the budget in [judge] is used up" in problem.why
        before = len(served.asked)
        report = run(config(served.url), texts)
        assert len(served.asked) == 20 and before < 6, "the cache had the rest"
    assert of_corpus(report).value == 50.0 and report.problems == ()


def test_the_budget_of_cost_needs_prices() -> None:
    with endpoint(scored) as served:
        with pytest.raises(ConfigError, match=r"judge\.budget_cost is set, and no price is"):
            run(config(served.url, budget_cost=1.0))
        report = run(config(served.url, budget_cost=0.000001, price_input=1.0, price_output=1.0))
        assert not served.asked
    assert of_segments(report) == [None] * 3 and "used up" in report.problems[0].why


def test_the_budget_waits_for_what_others_hold() -> None:
    budget = spending.Budget(JudgeConfig(budget_tokens=100))
    estimate = Usage(60, 10)
    assert budget.hold(estimate)
    held: list[bool] = []
    other = threading.Thread(target=lambda: held.append(budget.hold(estimate)))
    other.start()
    time.sleep(0.05)
    assert held == []
    budget.settle(estimate, Usage(20, 5))
    other.join()
    assert held == [True] and budget.spent == Usage(20, 5)
    budget.settle(estimate, Usage(50, 5))
    assert not budget.hold(estimate)


def test_marks_and_scores_share_the_budget() -> None:
    def model(asked: Asked) -> Reply:
        return scored(asked) if asked.wants_score else chat({"code": asked.code, "errors": []}, (5000, 10))

    with endpoint(model) as served:
        settings = config(served.url, check=True, budget_tokens=15_100, answer_tokens=100, concurrency=1)
        report = pipeline.assess(corpus(), settings, stages=Stages(gate=False))
    assert [asked.wants_score for asked in served.asked] == [False] * 3
    assert "used up" in report.problems[0].why and of_corpus(report).value is None
