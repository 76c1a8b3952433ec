"""What the calls return: reports with tables, plots and short texts, whose JSON is that of the commands."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import groups
import msgspec
import pandas as pd
import polars as pl
import pytest
from api.samples import DE, EN, LANGUAGES, NUMBERS

import mtqe
import mtqe.cli as command
from mtqe.api import results, tables
from mtqe.errors import ConfigError, InputError, MtqeError, Unavailable
from mtqe.report import json, parquet

pytestmark = pytest.mark.usefixtures("judged_cache")
SEGMENTS = ["system", "document", "segment", "source", "target", "references", "learned", "hallucination"]


@pytest.fixture(scope="module")
def report() -> mtqe.Evaluation:
    return mtqe.evaluate(pd.Series(EN, index=["x", "y", "z"]), DE, **LANGUAGES, select=[NUMBERS, "HAL"])


@pytest.fixture(scope="module")
def comparison() -> mtqe.SystemComparison:
    both = mtqe.score(EN * 4, {"old": DE[::-1] * 4, "new": DE * 4}, DE * 4, **LANGUAGES, metrics=["chrf", "bleu"])
    return mtqe.compare(both, trials=200)


@pytest.fixture
def axes() -> Iterator[Any]:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot.subplots()[1]
    pyplot.close("all")


def test_a_report_has_the_json_of_the_commands(report: mtqe.Evaluation, tmp_path: Path) -> None:
    plain = mtqe.Report(**{name: getattr(report, name) for name in mtqe.Report.__struct_fields__})
    assert isinstance(report, mtqe.Report) and msgspec.json.encode(report) == msgspec.json.encode(plain)
    path = tmp_path / "report.json"
    path.write_text(report.to_json(), encoding="utf-8")
    assert json.read(path) == plain
    again = mtqe.read_report(path)
    assert again == report and list(again.to_pandas().index) == [0, 1, 2]
    assert report.to_html().startswith("<!DOCTYPE html>")
    assert report.passed is False and mtqe.check(EN, DE, **LANGUAGES, select=NUMBERS).passed is None
    with pytest.raises(InputError, match="no such file"):
        mtqe.read_report(tmp_path / "none.json")


def test_a_call_gives_the_report_of_the_command(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("s.en.txt", "t.de.txt", "r.de.txt")]
    for path, texts in zip(paths, (EN, DE[::-1], DE), strict=True):
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    out = tmp_path / "report.json"
    names = [str(path) for path in paths]
    metrics = ["-m", "learned", "-m", "chrf"]
    assert command.run(["evaluate", *names[:2], "-r", names[2], *metrics, "--json", str(out), "-q"]) == 1
    of_command = msgspec.json.decode(out.read_bytes())
    called = mtqe.evaluate(*paths, metrics=["learned", "chrf"])
    of_call = msgspec.json.decode(called.to_json())
    for one in (of_command, of_call):
        del one["run"]["seconds"], one["run"]["created"], one["seal"]
    assert of_call == of_command
    lists = mtqe.evaluate(EN, DE[::-1], DE, metrics=["learned", "chrf"], **LANGUAGES)
    columns = ["metric", "level", "segment", "value", "low", "high", "n", "signature"]
    pd.testing.assert_frame_equal(lists.to_pandas("scores")[columns], called.to_pandas("scores")[columns])
    columns = ["segment", "check", "severity", "message", "fingerprint"]
    pd.testing.assert_frame_equal(lists.to_pandas("findings")[columns], called.to_pandas("findings")[columns])
    assert lists.verdict is not None and called.verdict is not None
    of_files = [reason.replace(" in line ", " in segment ") for reason in called.verdict.reasons]
    assert [reason.replace(" in line ", " in segment ") for reason in lists.verdict.reasons] == of_files


def test_a_report_is_frozen_and_copies_keep_its_labels(report: mtqe.Evaluation) -> None:
    with pytest.raises(AttributeError):
        report.verdict = None
    for again in (pickle.loads(pickle.dumps(report)), copy.copy(report), copy.deepcopy(report)):
        assert again == report and list(again.to_pandas().index) == ["x", "y", "z"]
    assert list(msgspec.structs.replace(report, verdict=None).to_pandas().index) == [0, 1, 2]


def test_segments_as_a_frame(report: mtqe.Evaluation) -> None:
    frame = report.to_pandas()
    assert list(frame.columns) == [*SEGMENTS, "findings", "severity"]
    assert list(frame["findings"]) == [0, 1, 0] and list(frame["severity"].dropna()) == ["major"]
    assert frame["learned"].dtype == float and frame.loc["y", "references"] == []
    assert [round(value, 6) for value in frame["learned"]] == [
        round(score.value or 0, 6) for score in report.scores if (score.metric, score.level) == ("learned", "segment")
    ]


def test_findings_and_scores_as_frames(report: mtqe.Evaluation) -> None:
    findings = report.to_pandas("findings")
    assert list(findings.columns) == list(parquet.COLUMNS)
    assert findings.loc["y", "marked_target"] == ["2,9 Millionen"]
    scores = report.to_pandas("scores")
    assert len(scores) == len(report.scores) and list(scores.columns) == list(tables.SCORES)
    corpus = scores[scores["level"] == "corpus"].set_index("metric")
    assert corpus.loc["learned", "low"] < corpus.loc["learned", "value"] < corpus.loc["learned", "high"]
    clean = mtqe.check(EN[:1], DE[:1], **LANGUAGES, select=NUMBERS)
    assert list(clean.to_pandas("findings").columns) == list(parquet.COLUMNS) and len(clean.to_pandas("findings")) == 0
    assert len(clean.to_pandas("scores")) == len(clean.scores)
    with pytest.raises(ConfigError, match="unknown table 'finding'; did you mean 'findings'"):
        report.to_pandas("finding")


def test_frames_of_polars_and_arrow(report: mtqe.Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("segments", "findings", "scores"):
        frame, table = report.to_polars(name), report.to_arrow(name)
        assert isinstance(frame, pl.DataFrame) and frame.columns == table.column_names
        assert frame.to_dicts() == table.to_pylist()
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(Unavailable, match="polars is not installed; install it: pip install polars"):
        report.to_polars()


def test_short_texts(report: mtqe.Evaluation, comparison: mtqe.SystemComparison) -> None:
    assert repr(report) == str(report) == "<Evaluation: FAIL · en → de, 3 segments, 1 major>"
    assert report.__rich_repr__() == [("summary", "FAIL · en → de, 3 segments, 1 major")]
    assert repr(mtqe.score(EN, DE, DE, **LANGUAGES, metrics="chrf")) == "<Evaluation: en → de, 3 segments, chrF 100.0>"
    assert repr(comparison) == "<SystemComparison: new is better than old by chrF and BLEU>"
    broken = mtqe.score(EN, DE, **LANGUAGES, metrics="bleu")
    assert repr(broken) == "<Evaluation: en → de, 3 segments, 1 could not run>"


def test_a_comparison(comparison: mtqe.SystemComparison) -> None:
    frame = comparison.to_pandas()
    assert list(frame.columns) == list(tables.TESTS) and list(frame["metric"]) == ["chrf", "bleu"]
    assert frame.loc[0, "difference"] == pytest.approx(frame.loc[0, "value"] - frame.loc[0, "baseline_value"])
    assert comparison.to_polars().columns == comparison.to_arrow().column_names == list(tables.TESTS)
    assert comparison.to_html().startswith("<!DOCTYPE html>") and '"mtqe.comparison/1"' in comparison.to_json()


def test_what_compare_takes(tmp_path: Path) -> None:
    old, new = (mtqe.score(EN, texts, DE, **LANGUAGES, metrics="chrf") for texts in (DE[::-1], DE))
    (tmp_path / "old.json").write_text(old.to_json(), encoding="utf-8")
    names = [
        [system.name for system in mtqe.compare(*given, trials=10).systems]
        for given in ((old, new), ([old, new],), ({"a": old, "b": new},), (tmp_path / "old.json", new))
    ]
    assert names == [["system 1", "system 2"], ["system 1", "system 2"], ["a", "b"], ["old", "system 2"]]
    for values, message in (
        ((old,), "there is only one system"),
        ((old, EN), "system 2 is a str, not a report|no such file"),
        ((old, 5), "system 2 is an int, not a report; score or evaluate the translations first"),
        ((old, new.to_pandas()), "system 2 is a DataFrame, not a report; score or evaluate"),
        ((old, tmp_path / "no.json"), "no such file"),
    ):
        with pytest.raises(MtqeError, match=message):
            mtqe.compare(*values)
    with pytest.raises(ConfigError, match="trials 1 or more"):
        mtqe.compare(old, new, trials=0)


def test_an_alignment() -> None:
    aligned = mtqe.align(" ".join(EN), " ".join(DE), **LANGUAGES)
    assert [(bead.kind, bead.source, bead.target_text) for bead in aligned] == [
        ("match", (number,), text) for number, text in enumerate(DE)
    ]
    assert repr(aligned) == "<AlignedTexts: en → de, 3 beads>" and len(aligned) == 3
    frame = aligned.to_pandas()
    assert list(frame.columns) == list(tables.BEADS) and frame.loc[1, "source_sentences"] == [1]
    assert aligned.to_polars().columns == list(tables.BEADS)
    lists = mtqe.align(["It rains. We stay."], ["Es regnet.", "Wir bleiben."], **LANGUAGES)
    assert [bead.source for bead in lists] == [(0,)], "each text of a list is one sentence"
    swapped = mtqe.align(" ".join(DE * 2), " ".join(EN * 2), **LANGUAGES)
    assert "source seems to be in German and translation in English" in swapped.notes[0]
    for values, message in (
        ((EN, "Hallo."), "one side is a list of sentences, and the other is a text"),
        ((EN, {"a": DE}), "the translation is a dict|missing"),
        ((EN, None), "the translation is missing"),
        ((None, EN), "the source is missing"),
    ):
        with pytest.raises(InputError, match=message):
            mtqe.align(*values, **LANGUAGES)


@groups.needed("notebook")
def test_plots(report: mtqe.Evaluation, comparison: mtqe.SystemComparison, axes: Any) -> None:
    drawn = report.plot(ax=axes)
    assert drawn is axes and drawn.get_xlabel() == "learned (higher is better)" and drawn.get_ylabel() == "segments"
    assert sum(bar.get_height() for bar in drawn.containers[0]) == 3
    assert report.plot("hallucination").get_xlabel().startswith("hallucination")
    found = report.plot_findings()
    assert [label.get_text() for label in found.get_yticklabels()] == [NUMBERS]
    assert comparison.plot("bleu").get_xlabel() == "BLEU: difference from old"
    several = mtqe.score(EN, {"old": DE[::-1], "new": DE}, DE, **LANGUAGES, metrics="chrf")
    assert [text.get_text() for text in several.plot().get_legend().get_texts()] == ["old", "new"]
    clean = mtqe.check(EN[:1], DE[:1], **LANGUAGES, select=NUMBERS)
    assert list(clean.plot_findings().patches) == []
    for call, message in (
        (lambda: report.plot("bleu"), "unknown metric in this report 'bleu'"),
        (lambda: comparison.plot("ter"), "unknown metric in this comparison 'ter'"),
        (lambda: clean.plot("chrf"), "no scores of segments|unknown metric"),
    ):
        with pytest.raises(ConfigError, match=message):
            call()


@groups.needed("notebook")
def test_axes_fit_the_data(report: mtqe.Evaluation, axes: Any) -> None:
    values = [score.value for score in report.scores if score.metric == "learned" and score.level == "segment"]
    bounds = [bound for one in report.scores if (one.metric, one.level) == ("learned", "corpus") and one.interval
              for bound in (one.interval.low, one.interval.high)]  # fmt: skip
    low, high = report.plot("learned", axes).get_xlim()
    smallest, largest = min(*values, *bounds), max(*values, *bounds)
    assert smallest - 0.1 * (largest - smallest) < low < smallest and largest < high < largest + 0.1 * (
        largest - smallest
    )


@groups.needed("notebook")
def test_error_types_are_drawn_for_each_system(axes: Any) -> None:
    both = mtqe.check(EN, {"old": DE[::-1], "new": DE}, **LANGUAGES, select=[NUMBERS, "wrong-language"])
    drawn = both.plot_findings(axes, by="type")
    names = [label.get_text() for label in drawn.get_yticklabels()]
    assert set(names) == {finding.category for finding in both.findings if finding.counts}
    assert {text.get_text().strip() for text in drawn.texts} == {"old", "new"}
    assert sum(bar.get_width() for bar in drawn.patches) == sum(finding.counts for finding in both.findings)
    assert drawn.get_ylim() == (-0.5, len(names) - 0.5), "the row of a system without findings is there"
    longest = max(text.xy[0] for text in drawn.texts)
    assert drawn.get_xlim()[1] > 1.1 * longest, "there is room for the name of a system"
    with pytest.raises(ConfigError, match="unknown way to group findings 'typ'; did you mean 'type'"):
        both.plot_findings(by="typ")


@groups.needed("notebook")
def test_paired_differences_are_drawn(comparison: mtqe.SystemComparison, axes: Any) -> None:
    drawn = comparison.plot_segments("chrf", axes)
    assert all(float(tick).is_integer() for tick in drawn.get_yticks())
    assert drawn.get_xlabel() == "chrF: difference of a segment from old" and sum(drawn.get_xlim()) == 0
    assert sum(bar.get_height() for bar in drawn.containers[0]) == 12
    (label,) = [text.get_text() for text in drawn.get_legend().get_texts()]
    assert label == "new: 8 better, 0 worse, 4 equal", "the middle sentence is the same in both"
    again = pickle.loads(pickle.dumps(comparison))
    assert again == comparison and again.plot_segments("chrf").get_xlim() == drawn.get_xlim()
    with pytest.raises(ConfigError, match="unknown metric in this comparison 'ter'"):
        comparison.plot_segments("ter")
    with pytest.raises(ConfigError, match="have no scores of segments"):
        results.system_comparison(comparison).plot_segments()


def test_better_is_told_only_of_significant_differences() -> None:
    both = mtqe.score(EN, {"old": DE[::-1], "new": DE}, DE, **LANGUAGES, metrics="chrf")
    few = mtqe.compare(both, trials=200)
    assert few.metrics[0].tests[0].better is True and not few.metrics[0].tests[0].significant
    assert few.to_pandas()["better"].isna().all()


def test_plots_without_matplotlib(report: mtqe.Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(
        Unavailable, match=r'plots need matplotlib, which is not installed; pip install "mtqe\[notebook\]"'
    ):
        report.plot()


def test_calls_at_the_same_time_give_the_same(report: mtqe.Evaluation, capfd: pytest.CaptureFixture[str]) -> None:
    def run(number: int) -> mtqe.Evaluation:
        return mtqe.evaluate(EN[number:], DE[number:], **LANGUAGES, select=[NUMBERS, "HAL"])

    alone = [run(number % 3) for number in range(3)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(run, [number % 3 for number in range(12)]))
    for number, made in enumerate(together):
        assert (made.scores, made.findings) == (alone[number % 3].scores, alone[number % 3].findings)
    assert tuple(capfd.readouterr()) == ("", "")


def test_names_of_columns_are_no_metrics() -> None:
    from mtqe.registry import metric_table

    assert not set(metric_table.rows()) & {*tables.SEGMENTS, *tables.FINDINGS}


def test_no_field_of_a_report_is_lost() -> None:
    assert results.Evaluation.__struct_fields__ == mtqe.Report.__struct_fields__
