"""Exports of Label Studio and pearmut, in the shapes that these tools write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats.ratings import code_units, rating_files
from mtqe.model import Severity, Span
from mtqe.model.ratings import RatedError, Rating

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
SOURCE, TARGET = "Two 🚢 ships left.", "Zwei 🚢 Schiffe\nblieben."


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.data())
def test_code_units_are_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    places = code_units.offsets(text)
    assert code_units.code_points(places, units(text[:start]), units(text[:end])) == (start, end)
    with pytest.raises(ValueError, match="outside"):
        code_units.code_points(places, 0, units(text) + 1)


def test_half_of_a_character_is_the_character() -> None:
    places = code_units.offsets("a🚢b")
    assert code_units.code_points(places, 2, 3) == code_units.code_points(places, 1, 2) == (1, 2)


# --- Label Studio -----------------------------------------------------------------------------------------------------


def region(start: int, end: int, *labels: str, to_name: str = "target", **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": list(labels)} | more
    return {"id": f"{to_name}{start}", "from_name": "errors", "to_name": to_name, "type": "labels", "value": value}


def said(kind: str, name: str, value: Any) -> dict[str, Any]:
    key = {"textarea": "text"}.get(kind, kind)
    return {"id": name, "from_name": name, "to_name": "target", "type": kind, "value": {key: value}}


def task(*results: Any, by: Any = 3, cancelled: bool = False, number: int = 1, **data: Any) -> dict[str, Any]:
    one = {"id": 11, "completed_by": by, "result": list(results), "was_cancelled": cancelled, "lead_time": 12.5}
    return {
        "id": number,
        "data": {"source": SOURCE, "target": TARGET} | data,
        "annotations": [one | {"updated_at": "2026-03-01T10:00:00Z"}],
        "predictions": [{"result": [region(0, 1, "Major")]}],
    }


def export(path: Path, *tasks: Any) -> rating_files.RatingFile:
    path.write_text(json.dumps(list(tasks), indent=1), "utf-8")
    return rating_files.read(path)


def test_label_studio(tmp_path: Path) -> None:
    choice = {"id": "target5", "from_name": "severity", "to_name": "target", "type": "choices"}
    read = export(
        tmp_path / "a.json",
        task(
            region(5, 6, "Mistranslation", text="🚢"),
            choice | {"value": {"start": 5, "end": 6, "choices": ["Critical"]}},
            region(0, 3, "Omission (minor)", to_name="source", text="Two"),
            said("number", "score", 61),
            said("rating", "stars", 4),
            said("textarea", "comment", ["Look", "here"]),
            said("textarea", "corrected", ["Zwei 🚢 Schiffe fuhren ab."]),
            said("choices", "fit", ["no"]),
            by={"id": 7, "email": "ana@example.org"},
            system="alpha",
            doc="ships",
            segment="s1",
        ),
        task(by=8, number=2),
        task(by=8, cancelled=True, number=3),
    )
    assert read.format == "Label Studio export"
    assert read.notes == ()
    assert read.ratings[0] == Rating(
        rater="ana@example.org",
        segment="s1",
        source=SOURCE,
        target=TARGET,
        doc="ships",
        system="alpha",
        score=61.0,
        points=4.0,
        errors=(
            RatedError("accuracy/mistranslation", CRITICAL, (Span("target", 5, 6),)),
            RatedError("accuracy/omission", MINOR, (Span("source", 0, 3),)),
        ),
        edited="Zwei 🚢 Schiffe fuhren ab.",
        note="comment: Look; comment: here; fit: no",
        seconds=12.5,
        created="2026-03-01T10:00:00Z",
    )
    assert [(one.rater, one.errors) for one in read.ratings[1:]] == [("8", ())]


@pytest.mark.parametrize("count", [len, units], ids=["code points", "UTF-16"])
def test_label_studio_counts_both_ways(tmp_path: Path, count: Any) -> None:
    at = TARGET.index("Schiffe")
    start, end = count(TARGET[:at]), count(TARGET[: at + len("Schiffe\nblieben")])
    read = export(tmp_path / "a.json", task(region(start, end, "Minor", text="Schiffe\\nblieben")))
    assert [error.spans for error in read.ratings[0].errors or ()] == [(Span("target", at, at + 15),)]


def test_label_studio_tells_the_side_by_the_marked_text(tmp_path: Path) -> None:
    read = export(tmp_path / "a.json", task(region(0, 3, "Grammar", to_name="text", text="Two")))
    assert (read.ratings[0].errors or ())[0].spans == (Span("source", 0, 3),)
    assert read.notes == (f"{tmp_path / 'a.json'}: without a severity, read as minor: errors 1",)
    with pytest.raises(InputError, match=r"a\.json, task 1, annotation 1: the tag 'text' does not say whether 0:3"):
        export(tmp_path / "a.json", task(region(0, 3, "Minor", to_name="text")))
    with pytest.raises(InputError, match="the marked text 'Drei' is not at 0:4"):
        export(tmp_path / "a.json", task(region(0, 4, "Minor", text="Drei")))
    with pytest.raises(InputError, match="the number 101 is not a score from 0 to 100"):
        export(tmp_path / "a.json", task(said("number", "score", 101)))


def test_label_studio_without_regions_asked_for_none(tmp_path: Path) -> None:
    read = export(tmp_path / "a.json", task(said("number", "score", 10)), task(said("rating", "stars", 3), number=2))
    assert [(one.errors, one.score, one.points) for one in read.ratings] == [(None, 10.0, None), (None, None, 3.0)]
    (tmp_path / "a.jsonl").write_text(json.dumps(task(said("number", "score", 10))) + "\n", "utf-8")
    assert rating_files.read(tmp_path / "a.jsonl").format == "Label Studio tasks"


# --- pearmut ----------------------------------------------------------------------------------------------------------


def counted(text: str) -> int:
    """Characters as pearmut counts them: UTF-16 code units without line breaks."""
    return units(text.replace("\n", ""))


def entry(
    user: str, item_i: int | str, *spans: dict[str, Any], score: float | None = 70, **said: Any
) -> dict[str, Any]:
    return {
        "user_id": user,
        "item_i": item_i,
        "item": [{"item_id": "ships-1", "src": SOURCE, "tgt": {"alpha": TARGET}}],
        "annotation": [{"alpha": {"score": score, "error_spans": list(spans), "textfield": None} | said}],
        "actions": [{"time": 1000.0}, {"time": 1010.0}, {"time": 2000.0}, {"time": 2005.5}],
    }


def span(start: int, end: int, severity: str | None = "major", category: str | None = None) -> dict[str, Any]:
    return {"start_i": start, "end_i": end, "severity": severity, "category": category}


def download(path: Path, *entries: Any) -> rating_files.RatingFile:
    path.write_text(json.dumps({"ships": list(entries)}), "utf-8")
    return rating_files.read(path)


def test_pearmut(tmp_path: Path) -> None:
    at = TARGET.index("blieben")
    start = counted(TARGET[:at])
    read = download(
        tmp_path / "annotations.json",
        entry("eve", "welcome_0", span(0, 1)),
        entry("eve", 0, span(0, 3, "minor", "Fluency/Grammar"), textfield="unclear"),
        {"user_id": "eve", "item_i": 0, "annotation": "__RESET__"},
        entry(
            "eve", 0, span(start, start + 6, "Critical"), span(counted(TARGET), counted(TARGET), None), textfield=TARGET
        ),
        entry("bob", 0, score=95),
        entry("bob", 1, score=None),
    )
    assert read.format == "pearmut download"
    assert read.notes == (f"{tmp_path / 'annotations.json'}: without a severity, read as minor: errors 1",)
    assert read.ratings[0] == Rating(
        rater="eve",
        segment="ships-1",
        source=SOURCE,
        target=TARGET,
        system="alpha",
        score=70.0,
        errors=(
            RatedError("other", CRITICAL, (Span("target", at, at + 7),)),
            RatedError("accuracy/omission", MINOR),
        ),
        seconds=75.5,
        created="1970-01-01T00:33:25.500000+00:00",
    )
    assert [(one.rater, one.score, one.errors) for one in read.ratings[1:]] == [("bob", 95.0, ())]


def test_pearmut_without_spans_asked_for_none(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("".join(json.dumps(entry(user, 0)) + "\n" for user in ("eve", "bob")), "utf-8")
    read = rating_files.read(path)
    assert (read.format, [one.errors for one in read.ratings]) == ("pearmut log", [None, None])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"item": None}, "campaign ships, entry 1: the entry lacks the texts"),
        ({"annotation": [{"beta": {"score": 1}}]}, "entry 1: there is no text of 'beta'"),
        ({"annotation": [{"alpha": {"score": 170}}]}, "entry 1: the score 170 is not between 0 and 100"),
        ({"annotation": [{"alpha": {"score": 1, "error_spans": [span(5, 2)]}}]}, "entry 1: the span 5:3 is outside"),
        ({"annotation": [{"alpha": {"score": 1, "error_spans": [span(1, 2, "odd")]}}]}, "unknown severity 'odd'"),
    ],
)
def test_bad_entries(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        download(tmp_path / "a.json", entry("eve", 0) | changed)
