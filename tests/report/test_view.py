from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.model import (
    SCHEMA,
    Finding,
    Guarded,
    MetricFacts,
    MetricItem,
    Problem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
    Span,
)
from mtqe.registry import metric_table, reporter_table
from mtqe.report import view


def finding(severity: Severity, *spans: tuple[int, int], name: str = "x") -> Finding:
    marks = tuple(Span("target", start, end) for start, end in spans)
    return Finding("T1", name, "accuracy", severity, "1", "", marks, (), name)


def test_overlapping_marks_are_cut_where_they_meet() -> None:
    inner = finding(Severity.CRITICAL, (4, 7), name="inner")
    outer = finding(Severity.MINOR, (2, 9), name="outer")
    cut = view.pieces("0123456789", view.marks([outer, inner], "target"))
    assert [(piece.text, piece.severity) for piece in cut] == [
        ("01", None),
        ("23", Severity.MINOR),
        ("456", Severity.CRITICAL),
        ("78", Severity.MINOR),
        ("9", None),
    ]
    assert cut[2].findings == (inner, outer)
    assert view.marks([outer], "source") == []


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple), max_size=5)


@given(st.text(max_size=30), SPANS, st.sampled_from(Severity))
def test_pieces_mark_exactly_the_spans(text: str, spans: list[tuple[int, int]], severity: Severity) -> None:
    inside = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    cut = view.pieces(text, view.marks([finding(severity, *inside)], "target"))
    assert "".join(piece.text for piece in cut) == text
    marked = [piece.severity is not None for piece in cut for _ in piece.text]
    assert marked == [any(start <= at < end for start, end in inside) for at in range(len(text))]
    assert all(piece.text for piece in cut)


@given(st.text("ab ö\u0301日", min_size=1, max_size=400), st.integers(0, 399), st.integers(1, 30), st.integers(60, 120))
def test_cropping_keeps_a_short_mark_whole(text: str, start: int, size: int, limit: int) -> None:
    start = min(start, len(text) - 1)
    end = min(start + size, len(text))
    cut = view.crop(view.pieces(text, view.marks([finding(Severity.MINOR, (start, end))], "target")), limit)
    assert [piece.text for piece in cut if piece.severity] == [text[start:end]]
    assert sum(len(piece.text) for piece in cut) <= limit * 1.15 + 8
    for piece in cut:
        assert all(part in text for part in piece.text.split("…"))


def test_cropping_shows_the_start_and_end_of_a_long_mark() -> None:
    text = "one " * 50 + "two"
    (piece,) = view.crop([view.Piece(text, Severity.MAJOR)], 40)
    assert piece.text.startswith("one one")
    assert piece.text.endswith("two")
    assert "…" in piece.text
    assert len(piece.text) <= 42


def test_a_side_without_marks_is_shown_around_the_corresponding_place() -> None:
    words = [f"w{number}" for number in range(100)]
    segment = Segment("1", " ".join(words), " ".join(words).upper())
    at = segment.target.index("W70")
    (piece,) = view.cropped(segment, "source", [finding(Severity.MAJOR, (at, at + 3))], 60)
    assert "w70" in piece.text
    assert piece.text.startswith("… w")
    assert piece.text.endswith(" …")


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        (Segment("12", "a", "b"), "segment 12"),
        (Segment("12", "a", "b", meta={"source_line": 12, "target_line": 12}), "line 12"),
        (Segment("21", "a", "b", meta={"source_line": 9, "target_line": 9}), "segment 21 (line 9)"),
        (
            Segment("21", "a", "b", meta={"source_line": 9, "target_line": 11}),
            "segment 21 (source line 9, target line 11)",
        ),
        (Segment("21", "a", "", meta={"source_line": 9, "target_line": None}), "segment 21 (source line 9)"),
        (Segment("a/b.txt:3", "", "b", meta={"target_line": 4}), "segment a/b.txt:3 (target line 4)"),
    ],
)
def test_place(segment: Segment, words: str) -> None:
    assert view.place(segment) == words


def test_what_acts_on_a_terminal_becomes_visible() -> None:
    assert view.visible("a\x1b[31mb\u202ec\u200bd\te\nf") == "a<U+001B>[31mb<U+202E>c<U+200B>d e↵f"
    assert view.visible("می\u200cروم 日本 ö\u0301") == "می\u200cروم 日本 ö\u0301"


def test_what_a_metric_needs_is_said_once(sample: Report) -> None:
    facts = MetricFacts("COMET")
    items = (MetricItem("comet", "comet", "not run", "no model", facts), MetricItem("x", "x", "not run", "no model"))
    run = msgspec.structs.replace(sample.run, metrics=items, notes=("COMET needs a model; get it with: mtqe models",))
    assert view.not_run(msgspec.structs.replace(sample, run=run), checks=False) == ["x (no model)"]
    silent = msgspec.structs.replace(run, notes=())
    assert view.not_run(msgspec.structs.replace(sample, run=silent), checks=False) == ["comet, x (no model)"]


def test_what_was_found_and_what_did_not_run(sample: Report) -> None:
    assert view.tally(sample.findings) == "1 critical, 3 major, 3 minor (1 in preview, not counted)"
    assert view.not_run(sample) == ["forbidden-term, missing-term (no glossary was given)"]


def test_figures() -> None:
    bleu, comet = metric_table.installed("bleu"), metric_table.installed("comet")
    assert view.figure(bleu, 31.45) == "31.4"
    assert view.figure(comet, 0.81234) == "0.8123"
    assert view.figure(comet, None) == "not scored"
    assert view.figure(MetricFacts("MetricX"), 12.345) == "12.3"
    assert view.figure(MetricFacts("wide", digits=0), 12.345) == "12"
    assert view.figure(MetricFacts("share", "0-100", digits=2), 12.345) == "12.35"
    assert view.interval(bleu, Score("bleu", "corpus", 1.0)) == ""


def test_the_direction_is_that_of_the_report_then_of_the_table_and_never_a_guess() -> None:
    run = Run(
        "0", "", metrics=(MetricItem("theirs", "theirs", "ran", facts=MetricFacts("Theirs", higher_is_better=False)),)
    )
    scores = tuple(Score(metric, "corpus", 1.0) for metric in ("theirs", "ter", "bleu", "no-such-metric"))
    facts = metric_table.facts(Report(SCHEMA, run, scores=scores))
    assert [facts[score.metric].higher_is_better for score in scores] == [False, False, True, None]
    (remark,) = view.undirected(facts, [score.metric for score in scores])
    assert remark.startswith("no-such-metric: it is not known whether a higher score is better")


def test_systems_that_only_findings_name_are_shown(sample: Report) -> None:
    strays = tuple(msgspec.structs.replace(finding, system="stray") for finding in sample.findings)
    assert view.systems(msgspec.structs.replace(sample, findings=strays)) == ("stray",)
    assert view.systems(msgspec.structs.replace(sample, findings=())) == (None,)


@pytest.mark.parametrize("name", ["console", "md", "html"])
def test_a_caution_is_a_note_in_every_view(name: str, sample: Report, render: Callable[..., str]) -> None:
    caution = Problem("metric learned", "its agreement with people was not measured", incomplete=False)
    text = render(reporter_table.load(name), msgspec.structs.replace(sample, problems=(caution,)), 200)
    assert "metric learned: its agreement with people was not measured" in text
    assert "Could not run" not in text


@pytest.mark.parametrize(
    ("score", "parts"),
    [
        (Score("learned", "corpus", 0.5, n=21), []),
        (Score("learned", "corpus", 0.5, n=1200, n_unscored=1), ["1,200 of 1,201 segments scored"]),
        (Score("learned", "corpus", None, n=0, n_unscored=1), ["0 of 1 segment scored"]),
        (
            Score("learned", "corpus", 0.5, n=19, n_unscored=2, guarded=Guarded({"empty": ("18",)}, 0.8034, 18)),
            ["19 of 21 segments scored", "0.8034 without the empty segment"],
        ),
        (
            Score("learned", "corpus", 0.5, n=4, guarded=Guarded({"empty": ("1",), "copied": ("2", "3")}, 0.9, 1)),
            ["0.9000 without the empty and the 2 copied segments"],
        ),
    ],
)
def test_how_many_segments_are_behind_a_score(score: Score, parts: list[str]) -> None:
    assert view.coverage(metric_table.installed("learned"), score) == parts
