"""The intervals of segment scores: how wide, for which segments, and which of two translations is clearly better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from mtqe import encoder
from mtqe.comparing import ranking
from mtqe.encoder import Judgement, Pair, judgement_cache
from mtqe.encoder.residuals import LEVEL, PairResiduals, Residuals
from mtqe.formats.candidates import Candidates
from mtqe.metrics import guards, rating_intervals
from mtqe.metrics.learned import learned, quality
from mtqe.model import Interval, Score, Segment
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

KNOWN = Residuals(
    "0" * 12,
    (0.8, 0.95),
    {"en-de": PairResiduals((0.1, 0.2), (0.15, 0.3)), "zh-en": PairResiduals((0.3, 0.4), (0.5, 0.6))},
    {"en-de": PairResiduals((0.05, 0.2), (0.1, 0.3))},
)


@pytest.fixture(autouse=True)
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judgements without the encoder, a point for each "x" of the translation; and residuals made for the tests."""

    def judgements(pairs: Sequence[Pair], context: Context, user: str) -> list[Judgement]:
        none = np.zeros((0, 4), np.float32)
        empty = none[:, :2].astype(np.int32), none, none[:, 0]
        return [Judgement(pair.target.count("x"), 1, *empty) for pair in pairs]

    monkeypatch.setattr(judgement_cache, "judgements", judgements)
    monkeypatch.setattr(encoder, "human_residuals", lambda: KNOWN)


def context(langs: tuple[str, str] = ("en", "de"), intervals: bool = True) -> Context:
    return Context(*langs, Config(metrics=MetricsConfig(intervals=intervals, resamples=10)))


def scores(*segments: Segment, langs: tuple[str, str] = ("en", "de"), intervals: bool = True) -> list[Score]:
    return [one for one in learned.score(segments, context(langs, intervals)) if one.level == "segment"]


def ends(score: Score) -> tuple[float, float, float] | None:
    return score.interval and (score.interval.low, score.interval.high, score.interval.level)


WRONG = Segment("1", "The river is wide.", "Der Fluss ist xx breit.")
CLEAN = Segment("2", "Nobody came.", "Niemand kam.")


def test_an_interval_is_the_residual_to_either_side_of_the_score() -> None:
    wrong, clean = scores(WRONG, CLEAN)
    assert ends(wrong) == pytest.approx((quality(2) - 0.1, quality(2) + 0.1, LEVEL))
    assert ends(clean) == pytest.approx((0.9, 1.0, 0.8))  # no score is above 1


def test_with_a_reference_and_in_other_pairs_it_is_another() -> None:
    referred = Segment("1", WRONG.source, WRONG.target, ("Der Fluss ist breit.",))
    assert ends(scores(referred)[0]) == pytest.approx((quality(2) - 0.05, quality(2) + 0.05, 0.8))
    # A reference that misleads is not read.
    misleading = Segment("1", WRONG.source, WRONG.target, (WRONG.source,))
    assert ends(scores(misleading)[0]) == pytest.approx((quality(2) - 0.1, quality(2) + 0.1, 0.8))
    assert ends(scores(WRONG, langs=("en-GB", "de-AT"))[0]) == ends(scores(WRONG)[0])
    assert ends(scores(WRONG, langs=("en", "fr"))[0]) == pytest.approx((quality(2) - 0.3, quality(2) + 0.3, 0.8))


def test_what_a_rule_decides_has_no_interval() -> None:
    empty, copied, kept, addition = scores(
        Segment("1", "The river is wide.", ""),
        Segment("2", "The river behind the mill is wide.", "The river behind the mill is wide."),
        Segment("3", "42 %", "42 %"),
        Segment("4", "", "Niemand kam."),
    )
    assert [one.interval for one in (empty, copied, kept, addition)] == [None] * 4


def test_without_intervals_or_residuals_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.interval for one in scores(WRONG, CLEAN, intervals=False)] == [None, None]
    monkeypatch.setattr(encoder, "human_residuals", lambda: None)
    assert [one.interval for one in scores(WRONG, CLEAN)] == [None, None]
    assert rating_intervals.remark("en-fr", context()) == ""


def test_intervals_that_were_not_measured_are_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "no intervals of segments: they were not measured for these weights"

    def remarks(given: Context) -> list[str]:
        return learned.remarks(learned.score([WRONG], given), [WRONG], given)

    assert said not in remarks(context())
    monkeypatch.setattr(encoder, "human_residuals", lambda: None)
    assert said in remarks(context())
    assert said not in remarks(context(intervals=False))


def test_a_language_that_the_encoder_does_not_know_has_no_intervals() -> None:
    assert guards.untrained(context(("en", "xx")))
    assert [one.interval for one in scores(WRONG, CLEAN, langs=("en", "xx"))] == [None, None]


def test_the_report_says_where_intervals_are_those_of_other_pairs() -> None:
    assert "widest of the rated pairs" in (learned.limits(context(("en", "fr"))) or "")
    assert learned.limits(context()) is None
    assert "widest" not in (learned.limits(context(("en", "fr"), intervals=False)) or "")


@pytest.mark.parametrize(
    ("langs", "better", "worse", "clear"),
    [
        (("en", "de"), "Der Fluss ist breit.", "Der Fluss ist x breit.", True),  # .21 apart, more than .15
        (("en", "de"), "Der Fluss ist xxx breit.", "Der Fluss ist xxxx breit.", False),  # .07
        (("en", "fr"), "La rivière est large.", "La rivière est x large.", False),  # the widest is .5
    ],
)
def test_the_best_is_clearly_better_by_more_than_the_margin(
    langs: tuple[str, str], better: str, worse: str, clear: bool
) -> None:
    items = [Candidates("1", "The river is wide.", (worse, better))]
    (ranked,) = ranking.rank(items, "learned", "quality", context(langs))
    assert (ranked.order, ranked.clearly_best, ranked.clearly_best_unknown) == ((1, 0), clear, "")


def test_what_is_not_known_of_the_best_has_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = "Der Fluss ist x breit.", "Der Fluss ist breit.", "Der Fluss ist xxx breit."

    def why(metric: str, method: ranking.Method, *texts: str, source: str = WRONG.source, **langs: Any) -> str:
        items = [Candidates("1", "Nobody came.", ("Niemand kam.",)), Candidates("2", source, texts)]
        ranked = ranking.rank(items, metric, method, context(**langs))[1]
        assert ranked.clearly_best is None
        return ranked.clearly_best_unknown

    assert why("learned", "quality", texts[0]) == "no other candidate has another text"
    assert why("learned", "quality", texts[0], texts[0]) == "no other candidate has another text"
    assert why("learned", "quality", *texts, source=" ") == "not scored"
    assert why("learned", "consensus", *texts) == "not measured with consensus"
    assert why("learned", "mbr", *texts) == "not measured for MBR"
    assert why("chrf", "mbr", *texts) == "not measured for chrf"
    by_rule = "a score follows from a rule, such as that of an empty translation"
    assert why("learned", "quality", texts[0], "") == by_rule
    switched_off = "intervals are switched off (metrics.intervals)"
    assert why("learned", "quality", *texts, intervals=False) == switched_off
    assert why("learned", "quality", *texts, langs=("en", "xx")) == "not measured in this language pair"
    monkeypatch.setattr(encoder, "human_residuals", lambda: None)
    assert why("learned", "quality", *texts) == "not measured for these weights"


def test_the_interval_is_that_of_the_report() -> None:
    assert scores(CLEAN)[0].interval == Interval(0.9, 1.0, 0.8)
