"""Metrics and raters against the values of raters, on examples that are computed by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from people.raters.team import CRITICAL, MAJOR, MINOR, error, report, said, target

from mtqe.errors import InputError
from mtqe.model import Report, Segment
from mtqe.model.agreement_report import Agreement
from mtqe.model.ratings import Rating
from mtqe.people.raters import measuring, metric_agreement, rated_segments
from mtqe.people.raters.measuring import Plan
from mtqe.settings.policy import GateConfig

SOURCES = [f"The boat {number} left." for number in range(5)]
QUICK = Plan(resamples=0)


def system(name: str, scores: Sequence[float | None], **more: object) -> tuple[str, Report]:
    segments = [Segment(str(n), text, f"{name} {n}", doc=f"d{n}") for n, text in enumerate(SOURCES)]
    return name, report(segments, (), {"m": scores}, **more)


def values(name: str, scores: Sequence[float], rater: str = "Ana", key: str = "score") -> list[Rating]:
    return [
        Rating(rater=rater, segment=str(n), source=text, target=f"{name} {n}", system=name, **{key: scores[n]})
        for n, text in enumerate(SOURCES)
    ]


def measured(reports: Sequence[tuple[str, Report]], ratings: Sequence[Rating], plan: Plan = QUICK) -> Agreement:
    return measuring.agreement(reports, ratings, GateConfig(), plan)


def test_figures_by_hand() -> None:
    """Raters prefer x on four of five sources; the metric on the first three."""
    reports = [system("x", [5, 5, 5, 1, 1]), system("y", [1, 1, 1, 5, 5])]
    people = [*values("x", [90, 80, 70, 60, 50]), *values("y", [10, 10, 10, 10, 95])]
    found = measured(reports, people)
    (metric,) = found.metrics
    figures = {name: figure.value for name, figure in metric.figures.items()}
    assert (metric.name, metric.segments, metric.sources, metric.systems) == ("m", 10, 5, 2)
    assert figures["source"] == pytest.approx(4 / 5)  # sources 1 to 3 and 5
    assert figures["systems"] == 1.0  # x is better by both means
    assert found.value == "score"
    assert all(figure.interval is None for figure in metric.figures.values())
    assert found.baseline is not None and found.baseline.figures["source"].value == 0.0


def test_the_sign_of_a_metric_where_lower_is_better() -> None:
    reports = [system("x", [1, 1, 1, 1, 1], lower=("m",)), system("y", [2, 2, 2, 2, 2], lower=("m",))]
    people = [*values("x", [90] * 5), *values("y", [10] * 5)]
    assert measured(reports, people).metrics[0].figures["source"].value == 1.0
    unknown = measured([system("x", [1, 2, 3, 4, 5], unknown=("m",)), system("y", [1] * 5, unknown=("m",))], people)
    assert unknown.metrics == ()
    assert "not measured, because their direction is unknown: m" in unknown.notes


def test_segments_without_a_score_or_a_rating_count_nowhere() -> None:
    reports = [system("x", [1, 2, None, 4, 5]), system("y", [1] * 5)]
    people = [*values("x", [1, 2, 3, 4, 5]), *values("y", [1, 2, 3, 4, 5])]
    assert measured(reports, people).metrics == (), "nine are too few"
    assert measured(reports, [*people, *values("x", [1, 2, 3, 4, 5], "Ben")]).others == ()


def test_intervals_contain_the_figure_and_draw_sources() -> None:
    reports = [system("x", [5, 4, 5, 1, 1]), system("y", [1, 1, 1, 5, 5])]
    people = [*values("x", [90, 80, 70, 60, 50]), *values("y", [10, 10, 10, 10, 95])]
    found = measured(reports, people, Plan(resamples=100))
    assert found.clusters == "sources"
    assert any("the ratings are of 5 documents" in note for note in found.notes)
    for name in ("source", "tau", "r"):
        figure = found.metrics[0].figures[name]
        assert figure.interval is not None and figure.value is not None
        assert figure.interval.low <= figure.value <= figure.interval.high


def test_documents_are_drawn_if_there_are_enough() -> None:
    segments = [Segment(str(n), f"Boat {n}.", f"Boot {n}.", doc=f"d{n // 2}") for n in range(20)]
    rated, _ = rated_segments.match([("a", report(segments))], [said(one, score=5.0) for one in segments])
    assert metric_agreement.clusters_of(rated) == "documents"
    assert metric_agreement.clusters_of(rated[:18]) == "sources"


def test_two_reports_of_the_same_translations_are_refused() -> None:
    """Each rating belongs to one segment, so the checks or metrics of the other report would look unrated."""
    name, made = system("x", [1, 2, 3, 4, 5])
    with pytest.raises(InputError, match="x and x2 are reports of the same translations"):
        measured([(name, made), ("x2", made)], values("x", [1, 2, 3, 4, 5]))


def test_a_few_sources_have_no_interval() -> None:
    """Twenty translations of one source: every resample is the same, which is no certainty."""
    reports, people = [], []
    for number in range(20):
        segment = Segment("1", "The boat left.", f"Boot {number}.", doc="d")
        reports.append((f"s{number}", report([segment], (), {"m": [float(number)]})))
        people.append(said(segment, score=float(number % 7), system=f"s{number}"))
    metric = measured(reports, people, Plan(resamples=20)).metrics[0]
    assert metric.figures["tau"].value is not None
    assert all(figure.interval is None for figure in metric.figures.values())


def test_the_documents_of_a_source_are_one_document() -> None:
    segments = [
        [Segment(str(n), f"Boat {n % 2}.", f"{name} {n}.", doc=f"{name}-{n % 2}") for n in range(2)]
        for name in "abcdefgh"
    ]
    reports = [(str(k), report(own)) for k, own in enumerate(segments)]
    rated, _ = rated_segments.match(reports, [said(one, score=5.0) for own in segments for one in own])
    assert metric_agreement.clusters_of(rated) == "sources", "two documents, which each system calls otherwise"


@pytest.mark.parametrize("key", ["score", "points"])
def test_raters_against_the_mean_of_the_others(key: str) -> None:
    """Ana and Ben agree, Cem says the opposite; the metric is Ana."""
    up, down = [1.0, 2, 3, 4, 5], [5.0, 4, 3, 2, 1]
    reports = [system("x", up), system("y", up)]
    people = []
    for rater, scores in (("Ana", up), ("Ben", up), ("Cem", down)):
        people += [*values("x", scores, rater, key), *values("y", scores, rater, key)]
    found = measured(reports, people)
    own = {one.rater: one.own.figures["tau"].value for one in found.others}
    assert own == {"Ana": None, "Ben": None, "Cem": pytest.approx(-1.0)}, "the others of Ana cancel out"
    assert {one.name: one.figures["tau"].value for one in found.others[2].metrics} == {"m": pytest.approx(1.0)}
    assert found.others[2].metrics[0].segments == 10


def test_the_value_of_marked_errors_is_minus_their_penalty() -> None:
    marks = (
        error("linguistic-conventions/punctuation", MINOR, target(0, 1)),
        error("style", MINOR, target(0, 1)),
        error("accuracy/omission", MAJOR),
        error("other/non-translation", CRITICAL),
    )
    segment = Segment("1", "a", "b")
    assert metric_agreement.value(said(segment, errors=marks), "errors") == -31.1
    assert metric_agreement.value(said(segment, errors=()), "errors") == 0.0
    assert metric_agreement.value(said(segment, score=5.0), "errors") is None
    assert metric_agreement.value(said(segment, errors=marks), "score") is None


def test_values_of_different_kinds_are_not_mixed() -> None:
    reports = [system("x", [1, 2, 3, 4, 5]), system("y", [1, 2, 3, 4, 5])]
    people = [*values("x", [1, 2, 3, 4, 5]), *values("y", [1, 2, 3, 4, 5]), *values("x", [-9] * 5, "Ben", "points")]
    found = measured(reports, people)
    assert found.value == "score"
    assert "5 ratings have no score; metrics and raters are measured on the others" in found.notes
    assert found.metrics[0].figures["tau"].value == pytest.approx(1.0)
    assert measured(reports, [said(Segment("1", SOURCES[0], "x 0"))]).value is None


def test_a_source_that_comes_twice_is_two_sources() -> None:
    segments = [Segment(str(n), "The boat left.", f"Boot {n}.") for n in range(10)]
    found = measured(
        [("a", report(segments, (), {"m": list(range(10))}))],
        [said(one, score=float(n)) for n, one in enumerate(segments)],
    )
    assert found.metrics[0].sources == 0
    assert found.metrics[0].figures["source"].value is None


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(InputError, match="none of 1 ratings belongs to a segment: of 0 the source is not in the"):
        measured([system("x", [1] * 5)], [said(Segment("1", SOURCES[0], "other"))])
    import msgspec

    name, made = system("x", [1] * 5)
    french = msgspec.structs.replace(made, run=msgspec.structs.replace(made.run, target_lang="fr"))
    with pytest.raises(InputError, match="several language pairs: en-de, en-fr"):
        measured([(name, made), ("z", french)], values("x", [1] * 5))
