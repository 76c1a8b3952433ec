"""Where findings are, as an editor opens it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mtqe.model import SCHEMA, Document, Finding, Report, Run, Segment, Severity, Span
from mtqe.report.spots import elsewhere, spots


def finding(segment: str, *spans: Span) -> Finding:
    return Finding("T101", "bad", "accuracy", Severity.MAJOR, segment, "bad", spans, ("x",) * len(spans), segment)


def report(segments: list[Segment], found: list[Finding], **of_document: str) -> Report:
    document = Document("n.txt", "en", "de", (), "de/n.txt", None, "en/n.txt")
    return Report(SCHEMA, Run("0", "", 0.0, "en", "de"), (document,), tuple(segments), (), tuple(found))


def test_the_line_is_that_of_the_file_and_not_the_number_of_the_segment() -> None:
    found = [finding("n.txt:8")]
    made = report([Segment("n.txt:8", "a", "b", doc="n.txt", meta={"source_line": 6, "target_line": 7})], found)
    assert spots(made, found) == {id(found[0]): "de/n.txt:7"}


def test_a_lost_text_is_in_the_source() -> None:
    found = [finding("2", Span("source", 0, 1))]
    made = report([Segment("2", "a", "", doc="n.txt", meta={"source_line": 6})], found)
    assert spots(made, found)[id(found[0])] == "en/n.txt:6"


def test_the_line_of_the_marked_words_is_found_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Ein langer\nSatz\nmit Umbruch.\n"
    Path("de.txt").write_text(text, encoding="utf-8")
    found = [finding("1", Span("target", 16, 27))]
    segment = Segment("1", "a", "Ein langer Satz mit Umbruch.", doc="n", meta={"source_line": 1, "target_line": 1})
    document = Document("n", "en", "de", (), "de.txt", hashlib.sha256(text.encode()).hexdigest())
    made = Report(SCHEMA, Run("0", "", 0.0, "en", "de"), (document,), (segment,), (), tuple(found))
    assert spots(made, found)[id(found[0])] == "de.txt:3"


def test_without_a_file_the_segment_is_named() -> None:
    found = [finding("4"), finding("gone")]
    made = Report(SCHEMA, Run("0", ""), (), (Segment("4", "a", "b"),), (), tuple(found))
    assert list(spots(made, found).values()) == ["segment 4", "segment gone"]


def test_a_long_key_is_shortened_and_shown_behind_the_line() -> None:
    found = [finding("k")]
    meta = {"unit": "key" * 30, "target_line": 3}
    made = report([Segment("k", "a", "b", doc="n.txt", meta=meta)], found)
    assert spots(made, found)[id(found[0])] == f"de/n.txt:3 ({('key' * 30)[:40]}…)"


def test_other_places_are_named_and_counted() -> None:
    found = tuple(finding(str(n)) for n in range(10))

    def told(*names: str) -> str:
        return elsewhere(found[: len(names)], {id(one): name for one, name in zip(found, names, strict=False)})

    assert told("a.txt:1") == ""
    assert told("a.txt:1", "a.txt:4", "b.txt:4", "a.txt:4") == "and in 3 more places: line 4, b.txt:4"
    assert told("a.txt:1", "a.txt:1", "a.txt:1") == "and 2 more times there"
    assert told("s", *(f"a.txt:{n}" for n in range(9))).endswith("a.txt:5 and 3 more")
