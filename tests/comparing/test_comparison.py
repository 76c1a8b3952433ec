from __future__ import annotations

from typing import Any

import msgspec
import pytest
from comparing.samples import bad, finding, good, line, make

from mtqe.comparing import Plan, compare, systems_of, worse
from mtqe.errors import ConfigError, InputError
from mtqe.metrics.learned import Learned, quality
from mtqe.model import Document, Report, Score, Segment, Severity
from mtqe.model.comparison import Comparison, Sureness
from mtqe.registry import metric_table, system_agreement
from mtqe.registry.contracts import Context
from mtqe.registry.system_agreement import Pairs, Table
from mtqe.settings.config import Config, MetricsConfig

QUICK = Plan(trials=300, resamples=100)


def run(*reports: Report, **options: Any) -> Comparison:
    named = [(f"report-{number}", report) for number, report in enumerate(reports, 1)]
    return compare(systems_of(named), plan=QUICK, **options)


def change(report: Report, metric: str, **keys: str | int) -> Report:
    """The report with other parts in the signatures of a metric."""
    scores = [
        msgspec.structs.replace(score, signature=score.signature | keys) if score.metric == metric else score
        for score in report.scores
    ]
    return msgspec.structs.replace(report, scores=tuple(scores))


# --- scores -----------------------------------------------------------------------------------------------------------


def test_scores_are_those_of_the_reports(better: Report, worse_report: Report) -> None:
    found = run(better, worse_report)
    assert (found.shared, found.problems, found.notes) == (40, (), ())
    assert [one.metric for one in found.metrics] == ["bleu", "chrf"]
    for one in found.metrics:
        stored = [
            next(s.value for s in report.scores if (s.metric, s.level) == (one.metric, "corpus"))
            for report in (better, worse_report)
        ]
        assert [row.value for row in one.standings] == pytest.approx(stored)
        assert [row.system for row in one.standings] == ["report-1", "report-2"]
        assert [row.cluster for row in one.standings] == [1, 2]
        assert one.origin == "texts"
        assert one.segments == 40
        (test,) = one.tests
        assert test.difference == pytest.approx((stored[1] or 0) - (stored[0] or 0))
        assert test.better is False
        assert test.significant
        assert test.identical == sum(good(n) == bad(n) for n in range(40))
        assert "bs" not in one.signature
    assert found.metrics[1].signature["name"] == "chrF2"


def added(report: Report, *texts: str, after: int = 3) -> Report:
    """The report with added texts after a segment, scored again as the pipeline does."""
    extra = [Segment(f"x{n}", "", text, doc="doc-0", meta={"kind": "addition"}) for n, text in enumerate(texts)]
    segments = (*report.segments[:after], *extra, *report.segments[after:])
    context = Context("en", "de")
    scores = [
        score for metric in ("bleu", "chrf", "ter") for score in metric_table.load(metric).score(segments, context)
    ]
    return msgspec.structs.replace(report, segments=segments, scores=tuple(scores))


@pytest.mark.parametrize("after", [0, 3, 40])
def test_added_text_costs_the_system_that_made_it(better: Report, after: int) -> None:
    garbage = ("Das ist gut. " * 40, "Noch ein Satz.")
    padded = added(better, *garbage, after=after)
    found = run(added(better), padded)
    for result in found.metrics:
        values = {standing.system: standing.value for standing in result.standings}
        own = next(s.value for s in padded.scores if (s.metric, s.level) == (result.metric, "corpus"))
        assert values["report-2"] == pytest.approx(own)
        assert result.standings[0].system == "report-1", f"added text must not help by {result.metric}"
    assert (found.systems[1].additions, found.systems[1].added) == (2, 2)
    assert found.notes == ()


def test_segments_without_a_source_in_paired_input_are_left_out(better: Report) -> None:
    extra = Segment("x", "", "Das ist gut.", doc="doc-0")
    found = run(better, msgspec.structs.replace(better, segments=(*better.segments, extra)))
    assert (found.systems[1].additions, found.systems[1].added) == (1, 0)
    assert all(len({standing.value for standing in result.standings}) == 1 for result in found.metrics)


def test_a_report_beside_itself_has_no_difference(better: Report) -> None:
    found = run(better, better)
    assert [system.name for system in found.systems] == ["report-1", "report-2"]
    for one in found.metrics:
        assert (one.tests[0].difference, one.tests[0].p_holm, one.tests[0].significant) == (0.0, 1.0, False)
        assert {row.cluster for row in one.standings} == {1}
    assert found.differing == ()
    assert worse(found) == ()


def test_only_shared_segments_count_and_the_others_are_counted() -> None:
    found = run(make(good, range(30)), make(bad, [*range(10, 40), 99]))
    assert found.shared == 20
    assert [(system.segments, system.unpaired) for system in found.systems] == [(30, 10), (31, 11)]
    whole = run(make(good, range(10, 30)), make(bad, range(10, 30)))
    assert found.metrics == whole.metrics
    assert found.notes == ()


def test_the_order_of_lines_does_not_matter(better: Report, worse_report: Report) -> None:
    turned = make(bad, range(39, -1, -1))
    plain = run(better, worse_report)
    assert run(better, turned).metrics == plain.metrics


def test_stored_segment_scores_are_compared_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    metric_table.load("comet")  # which refuses a metric without a method
    monkeypatch.setattr("mtqe.metrics.comet.metric.Comet.score", None)
    high = make(good, metrics=(), values=lambda n: 0.8 + n / 1000)
    low = make(bad, metrics=(), values=lambda n: None if n == 3 else 0.7 + n / 1000)
    (one,) = run(high, low).metrics
    assert (one.origin, one.segments, one.unscored) == ("segment scores", 39, 1)
    assert one.tests[0].difference == pytest.approx(-0.1)
    assert one.tests[0].agreement == pytest.approx(0.962, abs=0.001)


def test_the_corpus_score_of_learned_is_put_together_as_it_does_itself() -> None:
    report = make(metrics=())
    penalties = [n % 5 for n in range(40)]
    signature = {"name": "learned", "nrefs": 0}
    scores = [Score("learned", "corpus", quality(sum(penalties) / 40), n=40, signature=signature)]
    scores += [
        Score("learned", "segment", quality(penalty), segment=segment.id, signature=signature)
        for segment, penalty in zip(report.segments, penalties, strict=True)
    ]
    report = msgspec.structs.replace(report, scores=tuple(scores))
    found = run(report, report)
    assert found.notes == ()
    assert found.metrics[0].standings[0].value == pytest.approx(quality(2.0))
    context = Context("en", "de")
    table = Learned().restored(report.segments, [quality(penalty) for penalty in penalties], context)
    assert table[:, 0].tolist() == pytest.approx(penalties)


def scored_by_learned(value: float, **signature: str | int) -> Report:
    """A report with the same score by `learned` for each segment."""
    report = make(metrics=())
    facts = {"name": "learned", "nrefs": 0} | signature
    scores = [Score("learned", "corpus", value, n=40, signature=facts)]
    scores += [Score("learned", "segment", value, segment=one.id, signature=facts) for one in report.segments]
    return msgspec.structs.replace(report, scores=tuple(scores))


def test_a_difference_by_learned_says_how_often_comet_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = tuple((100 if number < 18 else -100, 200) for number in range(30))
    known = {"en-de": Pairs(1, agreed, ((100, 200),) * 30)}
    monkeypatch.setattr(system_agreement, "table", lambda: Table(15, known))
    (one,) = run(scored_by_learned(0.7), scored_by_learned(0.71)).metrics
    assert one.tests[0].sureness == Sureness(0.6, 30, "en-de", False)
    assert not one.tests[0].sureness.tells
    (one,) = run(scored_by_learned(0.7, nrefs=1), scored_by_learned(0.71, nrefs=1)).metrics
    assert one.tests[0].sureness == Sureness(1.0, 30, "en-de", True)
    assert one.tests[0].sureness.tells
    (one,) = run(scored_by_learned(0.7), scored_by_learned(0.7)).metrics
    assert one.tests[0].sureness is None


def test_with_consensus_it_is_not_known_how_often_comet_agreed() -> None:
    both = [scored_by_learned(value, consensus=2, consensus_set="a") for value in (0.7, 0.71)]
    assert run(*both).metrics[0].tests[0].sureness is None


def test_a_lower_ter_is_better() -> None:
    (one,) = run(make(bad, metrics=["ter"]), make(good, metrics=["ter"])).metrics
    assert not one.higher_is_better
    assert [row.system for row in one.standings] == ["report-2", "report-1"]
    assert one.tests[0].difference < 0
    assert one.tests[0].better


# --- unlike numbers ---------------------------------------------------------------------------------------------------


def test_unlike_signatures_are_refused(better: Report, worse_report: Report) -> None:
    found = run(better, change(worse_report, "bleu", tok="char"))
    assert [one.metric for one in found.metrics] == ["chrf"]
    (problem,) = found.problems
    assert problem.incomplete
    assert problem.what == "metric bleu"
    assert "tok is 13a and char" in problem.why


def test_another_model_is_refused() -> None:
    first, second = (make(metrics=(), values=lambda n: n / 40) for _ in range(2))
    found = run(first, change(second, "comet", model="Unbabel/XCOMET-XL"))
    assert found.metrics == ()
    assert "model is Unbabel/wmt22-comet-da and Unbabel/XCOMET-XL" in found.problems[0].why


def test_what_changes_little_is_said_and_compared(better: Report, worse_report: Report) -> None:
    found = run(better, change(worse_report, "bleu", version="1.5.1", seed=99, bs=10))
    assert [one.metric for one in found.metrics] == ["bleu", "chrf"]
    (note,) = found.notes
    assert "bleu: the reports have version" in note
    assert "version" not in found.metrics[0].signature
    comet = make(metrics=(), values=lambda n: n / 40)
    found = run(change(comet, "comet", device="cpu"), change(comet, "comet", device="cuda"))
    assert found.notes == ("comet: device is cpu and cuda, so the last digits of scores may differ",)
    assert len(found.metrics) == 1


def test_an_edited_score_is_seen(better: Report, worse_report: Report) -> None:
    scores = tuple(
        msgspec.structs.replace(s, value=99.0) if (s.metric, s.level) == ("bleu", "corpus") else s
        for s in worse_report.scores
    )
    (note,) = run(better, msgspec.structs.replace(worse_report, scores=scores)).notes
    assert note.startswith("bleu: the report of report-2 says 99, but its segments give ")


def test_other_references_are_left_out_aloud(better: Report, worse_report: Report) -> None:
    segments = tuple(
        msgspec.structs.replace(segment, references=("Etwas anderes.",)) if place < 5 else segment
        for place, segment in enumerate(worse_report.segments)
    )
    found = run(better, msgspec.structs.replace(worse_report, segments=segments))
    assert {(one.segments, one.unscored) for one in found.metrics} == {(35, 5)}
    assert "bleu: 5 shared segments with different references in the reports are not scored" in found.notes


def test_references_do_not_matter_to_a_metric_that_reads_none() -> None:
    first = make(metrics=(), values=lambda n: n / 40)
    segments = tuple(msgspec.structs.replace(segment, references=()) for segment in first.segments)
    found = run(first, msgspec.structs.replace(first, segments=segments))
    assert (found.metrics[0].segments, found.notes) == (40, ())


def test_a_metric_that_one_system_lacks(better: Report) -> None:
    other = make(bad, metrics=["chrf"])
    found = run(better, other)
    assert [(p.what, p.incomplete) for p in found.problems] == [("metric bleu", False)]
    asked = run(better, other, only=["bleu"])
    assert [(p.what, p.incomplete) for p in asked.problems] == [("metric bleu", True)]
    with pytest.raises(ConfigError, match="unknown metric in these reports 'blue'"):
        run(better, other, only=["blue"])


def test_other_languages_and_other_texts_are_refused(better: Report) -> None:
    other = msgspec.structs.replace(better, run=msgspec.structs.replace(better.run, target_lang="fr"))
    with pytest.raises(InputError, match="target language is de in one report and fr in another"):
        run(better, other)
    with pytest.raises(InputError, match="no source text in common"):
        run(better, make(numbers=range(100, 120)))
    with pytest.raises(InputError, match="neither a metric nor a check"):
        run(make(checks=()), make(metrics=["ter"], checks=()))
    with pytest.raises(ConfigError, match="only one system"):
        run(better)


def test_the_tokenizer_of_the_report_is_used() -> None:
    context = Context("en", "de", Config(metrics=MetricsConfig(tokenize="char")))
    reports = []
    for write in (good, bad):
        report = make(write, metrics=())
        scores = metric_table.load("bleu").score(report.segments, context)
        reports.append(msgspec.structs.replace(report, scores=tuple(scores)))
    found = run(*reports)
    assert found.notes == ()  # the score came out as stored
    assert found.metrics[0].signature["tok"] == "char"


# --- findings ---------------------------------------------------------------------------------------------------------


def test_findings_are_compared_as_multisets() -> None:
    source = line(0)[0]
    twice = [finding(source, "Anna"), finding(source, "Anna")]
    minor, critical = finding(source, "x", Severity.MINOR), finding(source, "y", Severity.CRITICAL)
    (change,) = run(make(findings=[*twice, minor]), make(findings=[twice[0], critical])).changes
    assert [f.message for f in change.kept] == ["Anna is wrong"]
    assert [f.message for f in change.fixed] == ["Anna is wrong", "x is wrong"]
    assert [f.message for f in change.new] == ["y is wrong"]


def test_a_check_that_ran_on_one_side_only_makes_nothing_new() -> None:
    source = line(0)[0]
    found = run(
        make(findings=[finding(source, "a")]),
        make(findings=[finding(source, "a"), finding(source, "b", check="ACC999")], checks=["ACC101", "ACC999"]),
    )
    (change,) = found.changes
    assert (change.new, change.fixed, len(change.kept)) == ((), (), 1)
    assert any("ACC999" in note for note in found.notes)
    assert [system.mqm.penalty for system in found.systems if system.mqm] == [5.0, 5.0]


def test_preview_and_accepted_findings_do_not_count() -> None:
    preview = msgspec.structs.replace(finding(line(0)[0], "a"), preview=True)
    accepted = msgspec.structs.replace(finding(line(0)[0], "b"), suppressed="as the client wants it")
    (change,) = run(make(), make(findings=[preview, accepted])).changes
    assert change.new == ()


def test_what_one_side_has_accepted_is_neither_fixed_nor_new() -> None:
    own = finding(line(0)[0], "a")
    accepted = msgspec.structs.replace(own, suppressed="as the client wants it")
    for sides in (([own], [accepted]), ([accepted], [own])):
        (change,) = run(*(make(findings=side) for side in sides)).changes
        assert (change.fixed, change.new, change.kept) == ((), (), ())
    (change,) = run(make(findings=[own, own]), make(findings=[accepted])).changes
    assert (len(change.fixed), change.new) == (1, ())


def test_the_sentences_of_new_and_fixed_findings_are_told() -> None:
    lost, found = finding(line(0)[0], "a"), msgspec.structs.replace(finding(line(1)[0], "b"), segment="2")
    kept = msgspec.structs.replace(finding(line(2)[0], "c"), segment="3")
    comparison = run(make(findings=[lost, kept]), make(bad, findings=[found, kept]))
    first, second = (system.name for system in comparison.systems)
    texts = [(segment.system, segment.id, segment.target) for segment in comparison.texts]
    assert texts == [(first, "1", good(0)), (second, "2", bad(1))], "what is kept needs no sentence"


def test_without_checks_there_are_no_changes(better: Report) -> None:
    found = run(better, make(bad, checks=()))
    assert found.changes == ()
    assert found.systems[0].mqm is None


# --- places -----------------------------------------------------------------------------------------------------------


def test_documents_have_their_own_scores(better: Report, worse_report: Report) -> None:
    found = run(better, worse_report)
    rows = [row for row in found.breakdown if row.metric == "chrf"]
    assert [(row.part, row.name, row.segments) for row in rows] == [("document", f"doc-{n}", 10) for n in range(4)]
    stored = [s.value for s in worse_report.scores if (s.metric, s.level) == ("chrf", "document")]
    assert [row.values[1] for row in rows] == pytest.approx(stored)


def test_domains_come_from_the_segments(better: Report, worse_report: Report) -> None:
    segments = tuple(
        msgspec.structs.replace(segment, meta={"domain": "news" if int(segment.id) > 15 else "legal"})
        for segment in better.segments
    )
    found = run(msgspec.structs.replace(better, segments=segments), worse_report)
    rows = [(row.name, row.segments) for row in found.breakdown if (row.part, row.metric) == ("domain", "bleu")]
    assert rows == [("legal", 15), ("news", 25)]


def test_the_segments_that_differ_most() -> None:
    first = make(good, metrics=["chrf"], values=lambda n: 0.5)
    second = make(bad, metrics=["chrf"], values=lambda n: 0.5 + n / 100 * (-1) ** n)
    found = run(first, second, shown=3)
    assert [pair.metric for pair in found.differing] == ["comet"] * 3
    assert [round(pair.difference, 2) for pair in found.differing] == [-0.39, 0.38, -0.37]
    assert [pair.better for pair in found.differing] == [False, True, False]
    top = found.differing[0]
    assert (top.source, top.baseline_target, top.target) == (line(39)[0], good(39), bad(39))
    assert top.doc == "doc-3"
    assert {pair.metric for pair in run(first, second, by="chrf").differing} == {"chrf"}
    with pytest.raises(ConfigError, match="ter has no segment scores"):
        run(first, second, by="ter")


def test_domains_come_from_the_documents(better: Report, worse_report: Report) -> None:
    documents = tuple(Document(f"doc-{n}", domain="news" if n else "legal") for n in range(4))
    found = run(msgspec.structs.replace(better, documents=documents), worse_report)
    rows = [(row.name, row.segments) for row in found.breakdown if (row.part, row.metric) == ("domain", "bleu")]
    assert rows == [("legal", 10), ("news", 30)]


# --- several systems --------------------------------------------------------------------------------------------------


def test_several_systems_of_one_report() -> None:
    parts = [make(write, system=name) for name, write in (("x", good), ("y", bad), ("z", good))]
    whole = msgspec.structs.replace(
        parts[0],
        run=msgspec.structs.replace(parts[0].run, systems=("x", "y", "z")),
        segments=tuple(segment for part in parts for segment in part.segments),
        scores=tuple(score for part in parts for score in part.scores),
    )
    found = compare(systems_of([("whole", whole)]), plan=QUICK)
    assert [system.name for system in found.systems] == ["x", "y", "z"]
    one = found.metrics[0]
    assert [(test.baseline, test.system, test.significant) for test in one.tests] == [
        ("x", "y", True),
        ("x", "z", False),
        ("y", "z", True),
    ]
    assert [(row.system, row.cluster) for row in one.standings] == [("x", 1), ("z", 1), ("y", 2)]
    names = [source.name for source in systems_of([("old", whole), ("new", whole)])]
    assert names == ["old/x", "old/y", "old/z", "new/x", "new/y", "new/z"]


def test_worse_speaks_of_the_first_system_only(better: Report, worse_report: Report) -> None:
    reasons = worse(run(better, worse_report))
    assert len(reasons) == 2
    assert reasons[0].startswith("report-2 is worse than report-1 by bleu: ")
    assert worse(run(worse_report, better)) == ()


def test_worse_is_corrected_for_the_number_of_metrics(better: Report, worse_report: Report) -> None:
    found = run(better, worse_report)

    def with_p(*values: float) -> Comparison:
        metrics = tuple(
            msgspec.structs.replace(one, tests=(msgspec.structs.replace(one.tests[0], p_value=p, p_holm=p),))
            for one, p in zip(found.metrics, values, strict=True)
        )
        return msgspec.structs.replace(found, metrics=metrics)

    assert worse(with_p(0.03, 0.9)) == ()
    assert len(worse(with_p(0.02, 0.9))) == 1


def test_the_same_input_gives_the_same_output(better: Report, worse_report: Report) -> None:
    first, second = run(better, worse_report), run(better, worse_report)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert msgspec.json.decode(msgspec.json.encode(first), type=Comparison) == first


def test_a_metric_of_unknown_direction_makes_nobody_worse(better: Report, worse_report: Report) -> None:
    compared = run(better, worse_report)
    assert worse(compared)
    unknown = [
        msgspec.structs.replace(result, facts=msgspec.structs.replace(result.facts, higher_is_better=None))
        for result in compared.metrics
    ]
    assert worse(msgspec.structs.replace(compared, metrics=tuple(unknown))) == ()
