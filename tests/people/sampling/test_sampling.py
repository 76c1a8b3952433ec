"""The sample and its estimates: chances add up, intervals hold the truth as often as they say, nothing is hidden."""

from __future__ import annotations

import math
import random
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.errors import ConfigError, InputError
from mtqe.model import SCHEMA, CheckItem, Finding, MetricFacts, Report, Run, Score, Segment, Severity
from mtqe.model.ratings import RatedError, Rating
from mtqe.model.run import MetricItem
from mtqe.people.sampling import drawing, estimation, population, rating_values, sample_files
from mtqe.people.sampling.estimation import Rated
from mtqe.people.sampling.population import Unit
from mtqe.people.sampling.rating_values import MAJOR, PENALTY, SCORE
from mtqe.people.sampling.sample_files import Sample

LISTED = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60)), min_size=2, max_size=80)


def units_of(pairs: list[tuple[float, int]], system: str | None = None) -> list[Unit]:
    return [Unit(system, str(number), words, prediction) for number, (prediction, words) in enumerate(pairs)]


@given(LISTED, st.integers(2, 100), st.integers(0, 5))
def test_every_segment_can_be_drawn_and_the_chances_are_those_of_the_strata(
    pairs: list[tuple[float, int]], budget: int, seed: int
) -> None:
    units = units_of(pairs)
    sample = drawing.draw(units, budget, seed)
    assert len(sample.segments) == min(budget, len(units))
    assert sum(stratum.segments for stratum in sample.strata) == len(units)
    assert sum(stratum.words for stratum in sample.strata) == sum(unit.words for unit in units)
    chance = {stratum.name: stratum.sampled / stratum.segments for stratum in sample.strata}
    for stratum in sample.strata:
        assert stratum.sampled >= min(2, stratum.segments)
    assert all(item.probability == chance[item.stratum] for item in sample.segments)
    # Horvitz and Thompson: the weights of the sample add up to the population.
    assert math.isclose(sum(1 / item.probability for item in sample.segments), len(units))
    assert drawing.draw(units, budget, seed) == sample


def test_bad_translations_are_drawn_more_often() -> None:
    rng = random.Random(0)
    units = units_of([(rng.random(), 20) for _ in range(1000)])
    sample = drawing.draw(units, 100, 1)
    chances = {item.stratum: item.probability for item in sample.segments}
    by_prediction = sorted(sample.strata, key=lambda stratum: stratum.prediction)
    assert chances[by_prediction[0].name] > 2 * chances[by_prediction[-1].name]


def test_systems_share_the_budget() -> None:
    units = units_of([(0.5, 5)] * 40, "a") + units_of([(0.9, 5)] * 40, "b")
    sample = drawing.draw(units, 20, 1)
    assert [item.system for item in sample.segments] == ["a"] * 10 + ["b"] * 10
    with pytest.raises(ConfigError, match="too small for 2 systems"):
        drawing.draw(units, 3, 1)


def test_a_budget_in_words_is_kept_on_average() -> None:
    rng = random.Random(1)
    units = units_of([(rng.random(), rng.randint(1, 60)) for _ in range(500)])
    totals = [sum(item.words for item in drawing.draw(units, 1500, seed, in_words=True).segments) for seed in range(30)]
    assert 1350 < float(np.mean(totals)) < 1550


def rated_population(size: int, seed: int) -> tuple[list[Unit], np.ndarray]:
    """Segments whose ratings depend on their prediction and length, skewed as real penalties are."""
    rng = np.random.default_rng(seed)
    predictions, words = rng.beta(4, 2, size), rng.integers(3, 50, size)
    penalties = rng.poisson(0.15 * words * (1.1 - predictions) * rng.gamma(1.5, 1, size))
    return units_of(list(zip(predictions.tolist(), words.tolist(), strict=True))), penalties.astype(float)


def test_intervals_hold_the_truth_about_as_often_as_they_say_and_are_narrower_than_simple_ones() -> None:
    """A small form of bench/sampling.py, on ratings that are made up."""
    units, penalties = rated_population(1200, 7)
    majors = (penalties >= 5).astype(float)
    truth = penalties.sum() / sum(unit.words for unit in units) * 1000
    held = {"ratio": 0, "assisted": 0, "share": 0, "assisted share": 0, "mean": 0, "assisted mean": 0}
    widths, simple = [], []
    draws = 200
    for seed in range(draws):
        sample = drawing.draw(units, 80, seed)
        by_penalty = estimation.groups(sample.strata, [Rated(one, penalties[int(one.id)]) for one in sample.segments])
        by_major = estimation.groups(sample.strata, [Rated(one, majors[int(one.id)]) for one in sample.segments])
        found = {
            "ratio": (estimation.per_1000_words(by_penalty), truth),
            "assisted": (estimation.assisted_per_1000_words(by_penalty), truth),
            "share": (estimation.share(by_major), majors.mean()),
            "assisted share": (estimation.assisted_mean(by_major), majors.mean()),
            "mean": (estimation.mean(by_penalty), penalties.mean()),
            "assisted mean": (estimation.assisted_mean(by_penalty), penalties.mean()),
        }
        for name, (estimate, true) in found.items():
            assert estimate is not None
            held[name] += estimate.interval.low <= true <= estimate.interval.high
        widths.append(found["mean"][0].width)
        drawn = penalties[np.random.default_rng(seed).choice(1200, 80, replace=False)]
        simple.append(2 * 1.99 * drawn.std(ddof=1) * math.sqrt((1 - 80 / 1200) / 80))
    shares = {name: number / draws for name, number in held.items()}
    # Of 200 draws, 0.90 is more than three standard errors below 0.95.
    assert all(0.90 <= share <= 1.0 for share in shares.values()), shares
    assert np.mean(widths) < 0.95 * np.mean(simple)


def test_a_complete_sample_gives_the_truth_without_doubt() -> None:
    units, penalties = rated_population(30, 3)
    sample = drawing.draw(units, 30, 1)
    rated = estimation.groups(sample.strata, [Rated(one, penalties[int(one.id)]) for one in sample.segments])
    estimate = estimation.mean(rated)
    assert math.isclose(estimate.value, penalties.mean())
    assert estimate.width < 1e-9


def test_a_share_without_a_case_is_not_surely_zero() -> None:
    units = units_of([(0.5, 5)] * 500)
    sample = drawing.draw(units, 40, 1)
    estimate = estimation.share(estimation.groups(sample.strata, [Rated(one, 0.0) for one in sample.segments]))
    assert estimate.value == 0
    # The rule of three: with no case among n the share may be 3/n or more.
    assert 3 / 40 < estimate.interval.high < 0.2


def test_ratings_without_spread_are_no_proof() -> None:
    """60 segments without an error among 1,000 allow for 6 % with one (the rule of three, two-sided)."""
    units = units_of([(number / 1000, 10) for number in range(1000)])
    sample = drawing.draw(units, 60, 1)
    none = estimation.groups(sample.strata, [Rated(one, 0.0) for one in sample.segments])
    upper = 1 - 0.025 ** (1 / 60)
    for estimate in (estimation.share(none), estimation.assisted_mean(none, (0.0, 1.0))):
        assert estimate is not None
        assert (estimate.interval.low, estimate.interval.high) == (0.0, pytest.approx(upper))
    for penalty in (estimation.per_1000_words(none), estimation.assisted_per_1000_words(none)):
        assert penalty is not None
        assert (penalty.interval.low, penalty.interval.high) == (0.0, pytest.approx(upper * 25 * 1000 / 10))
    assert estimation.share(none).random == pytest.approx(upper / 2)
    best = estimation.groups(sample.strata, [Rated(one, 100.0) for one in sample.segments])
    for estimate in (estimation.mean(best, (0.0, 100.0)), estimation.assisted_mean(best, (0.0, 100.0))):
        assert estimate is not None
        assert estimate.interval.low == pytest.approx(100 - 100 * upper)
        assert estimate.interval.high == pytest.approx(100)


def test_a_complete_sample_gives_the_share_without_doubt() -> None:
    units, penalties = rated_population(30, 3)
    sample = drawing.draw(units, 30, 1)
    majors = estimation.groups(sample.strata, [Rated(one, penalties[int(one.id)] >= 5) for one in sample.segments])
    assert 0 < estimation.share(majors).value < 1
    none = estimation.groups(sample.strata, [Rated(one, 0.0) for one in sample.segments])
    assert estimation.share(majors).width == estimation.share(none).width == estimation.mean(none).width == 0


def test_a_useless_prediction_costs_little() -> None:
    rng = np.random.default_rng(5)
    units = units_of([(float(one), 10) for one in rng.random(800)])
    values = rng.normal(70, 10, 800)
    ratios = []
    for seed in range(40):
        sample = drawing.draw(units, 100, seed)
        rated = estimation.groups(sample.strata, [Rated(one, values[int(one.id)]) for one in sample.segments])
        assisted = estimation.assisted_mean(rated)
        assert assisted is not None
        ratios.append(assisted.width / estimation.mean(rated).width)
    assert float(np.mean(ratios)) < 1.1


# --- ratings ----------------------------------------------------------------------------------------------------------


def two_strata() -> tuple[Sample, list[Unit]]:
    units = [
        Unit(None, str(number), 10, 0.2 if number < 20 else 0.8, sample_files.texts(f"s{number}", f"t{number}"))
        for number in range(40)
    ]
    return drawing.draw(units, 16, 1), units


def rating(segment: str, score: float | None = 80.0, rater: str = "anna", **more: object) -> Rating:
    given: dict[str, object] = {"source": f"s{segment}", "target": f"t{segment}", "errors": ()}
    return Rating(rater=rater, segment=segment, score=score, **(given | more))


def test_several_raters_are_averaged_and_the_latest_rating_of_one_counts() -> None:
    sample, _ = two_strata()
    ids = [item.id for item in sample.segments]
    given = [rating(one, 60) for one in ids] + [rating(one, 90, "ben") for one in ids] + [rating(ids[0], 70)]
    result = rating_values.estimate(sample, given)
    weight = 1 / sample.segments[0].probability / 40
    outcome = next(one for one in result.outcomes if one.quantity is SCORE)
    assert math.isclose(outcome.stratified.value, 75 + weight * 5)
    assert result.notes == ("1 ratings replaced by a later one of the same rater and segment",)


def test_errors_become_penalty_and_share() -> None:
    sample, _ = two_strata()
    error = RatedError("accuracy/mistranslation", Severity.MAJOR)
    given = [rating(item.id, None, errors=(error,)) for item in sample.segments]
    result = rating_values.estimate(sample, given)
    values = {one.quantity.name: one.stratified.value for one in result.outcomes}
    assert math.isclose(values[PENALTY.name], 500.0)  # 5 points for 10 words
    assert values[MAJOR.name] == 1.0
    assert result.unrated == ((None, SCORE),)


def test_missing_ratings_are_named_and_bounded() -> None:
    sample, _ = two_strata()
    ids = [item.id for item in sample.segments]
    result = rating_values.estimate(sample, [rating(one) for one in ids[2:]])
    outcome = next(one for one in result.outcomes if one.quantity is SCORE)
    assert (outcome.rated, outcome.missing) == (14, tuple(ids[:2]))
    assert outcome.bounds is not None
    assert outcome.bounds[0] < outcome.stratified.value < outcome.bounds[1]
    complete = rating_values.estimate(sample, [rating(one) for one in ids])
    assert next(one for one in complete.outcomes if one.quantity is SCORE).bounds is None


def test_a_stratum_with_too_few_ratings_is_joined_with_its_neighbour() -> None:
    sample, _ = two_strata()
    first = sample.strata[0].name
    kept = [item for item in sample.segments if item.stratum != first]
    kept += [item for item in sample.segments if item.stratum == first][:1]
    result = rating_values.estimate(sample, [rating(item.id) for item in kept])
    outcome = next(one for one in result.outcomes if one.quantity is SCORE)
    assert outcome.joined and first in outcome.joined[0].split("+")


def test_ratings_of_other_segments_and_other_texts_are_told_and_not_used() -> None:
    sample, units = two_strata()
    inside = {item.id for item in sample.segments}
    outside = next(unit.id for unit in units if unit.id not in inside)
    ids = sorted(inside)
    given = [rating(one) for one in ids[1:]] + [rating(outside, 0), rating(ids[0], 0, target="changed since")]
    result = rating_values.estimate(sample, given)
    assert next(one for one in result.outcomes if one.quantity is SCORE).stratified.value == 80
    assert [note.split(":")[0] for note in result.notes] == [
        f"segment {outside} is not in the sample",
        f"segment {ids[0]} is rated with other texts than those of the sample",
    ]
    with pytest.raises(InputError, match="none of the 1 ratings"):
        rating_values.estimate(sample, [rating(outside)])


def test_segments_that_another_tool_numbers_are_known_by_their_texts() -> None:
    sample, _ = two_strata()
    given = [rating(item.id) for item in sample.segments]
    renamed = [msgspec.structs.replace(one, segment=f"doc::{one.segment}") for one in given]
    assert rating_values.estimate(sample, renamed) == rating_values.estimate(sample, given)


# --- files ------------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(LISTED, st.integers(2, 30))
def test_a_sample_is_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[float, int]], budget: int
) -> None:
    sample = drawing.draw(units_of(pairs), budget, 1)
    path = tmp_path_factory.mktemp("sample") / "sample.json"
    with path.open("w", encoding="utf-8") as out:
        sample_files.write(sample, out)
    assert sample_files.read(path) == sample


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"mtqe.sample/1"', '"mtqe.sample/9"', "not a sample of schema"),
        ('"probability": 0.', '"probability": -0.', "no valid chance"),
        ('"sampled": ', '"sampled": 1', "does not have the number"),
        ("{", "[", "not a sample"),
    ],
)
def test_a_file_that_is_no_sample_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    sample, _ = two_strata()
    path = tmp_path / "sample.json"
    with path.open("w", encoding="utf-8") as out:
        sample_files.write(sample, out)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=why):
        sample_files.read(path)


@pytest.mark.parametrize(("changed", "why"), [({"words": 0}, "segments and words"), ({"name": "1"}, "the same name")])
def test_strata_that_cannot_be_are_refused(tmp_path: Path, changed: dict[str, object], why: str) -> None:
    sample, _ = two_strata()
    strata = (sample.strata[0], msgspec.structs.replace(sample.strata[1], **changed))
    path = tmp_path / "sample.json"
    with path.open("w", encoding="utf-8") as out:
        sample_files.write(msgspec.structs.replace(sample, strata=strata), out)
    with pytest.raises(InputError, match=why):
        sample_files.read(path)


# --- population -------------------------------------------------------------------------------------------------------


def judged(*scores: Score, facts: MetricFacts | None = None, findings: tuple[Finding, ...] = ()) -> Report:
    metrics = tuple(MetricItem(name, name, "ran", facts=facts) for name in dict.fromkeys(one.metric for one in scores))
    run = Run(
        "0",
        "2026-01-01T00:00:00+00:00",
        source_lang="en",
        target_lang="de",
        metrics=metrics,
        checks=(CheckItem("ACC101", "number-mismatch", "ran"),),
    )
    segments = (Segment("1", "one two three", "eins zwei drei"), Segment("2", "four", "vier"))
    return Report(SCHEMA, run, segments=segments, scores=scores, findings=findings)


def test_predictions_come_from_scores_in_their_direction() -> None:
    facts = MetricFacts("x", higher_is_better=False)
    scores = [Score("x", "segment", value, segment=str(number)) for number, value in ((1, 10.0), (2, 30.0))]
    units, by = population.units(judged(*scores, facts=facts))
    assert by == "x"
    assert [(unit.words, unit.prediction) for unit in units] == [(3, 1.0), (1, 0.0)]


def test_without_scores_findings_predict() -> None:
    one = Finding("ACC101", "n", "accuracy/mistranslation", Severity.MAJOR, "2", "m", (), (), "f")
    units, by = population.units(judged(findings=(one,)))
    assert by == population.FINDINGS
    assert units[0].prediction == 1.0 > units[1].prediction
    with pytest.raises(ConfigError):
        population.units(judged(), "nonsense")
