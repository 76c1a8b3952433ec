from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import from_paths

from mtqe.model import SCHEMA, Document, Finding, Report, Run, Segment, Severity, Side, Span
from mtqe.report import locations
from mtqe.report.locations import Place, Region, path_of, places
from mtqe.settings import config


def report(
    path: Path, segments: list[Segment], marks: list[tuple[str, Side, str]], source: Path | None = None
) -> Report:
    """A report with a finding for each mark: segment, side, text where it stands first."""
    by_id = {segment.id: segment for segment in segments}
    findings = []
    for name, side, text in marks:
        start = by_id[name].text(side).index(text)
        spans = (Span(side, start, start + len(text)),)
        findings.append(Finding("ACC101", "x", "accuracy", Severity.MAJOR, name, "m", spans, (text,), "f"))
    document = Document(
        "d", path=str(path), sha256=digest(path), source_path=str(source or path), source_sha256=digest(source or path)
    )
    return Report(SCHEMA, Run("1", ""), (document,), tuple(segments), (), tuple(findings))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def segment(name: str, source: str, target: str, line: int) -> Segment:
    return Segment(name, source, target, doc="d", meta={"source_line": line, "target_line": line})


def first(made: Report, number: int = 0) -> Place:
    return places(made)[number][0]


def cut(path: Path, region: Region) -> str:
    """What an editor would mark: lines, and columns in UTF-16 code units."""
    lines = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    assert region.column and region.end_line and region.end_column
    chosen = [line.encode("utf-16-le") for line in lines[region.line - 1 : region.end_line]]
    chosen[-1] = chosen[-1][: 2 * (region.end_column - 1)]
    chosen[0] = chosen[0][2 * (region.column - 1) :]
    return "\n".join(piece.decode("utf-16-le") for piece in chosen)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    source, target = tmp_path / "a.en.txt", tmp_path / "a.de.txt"
    source.write_text("One.\nTwo.\n", encoding="utf-8")
    target.write_text("\ufeff😀😀 Eins 😀.\r\nZwei.\r\n", encoding="utf-8", newline="")
    return source, target


def test_columns_are_utf16_units(files: tuple[Path, Path]) -> None:
    source, target = files
    made = report(target, [segment("1", "One.", "😀😀 Eins 😀.", 1)], [("1", "target", "Eins 😀")], source)
    found = first(made)
    assert found.region == Region(1, 6, 1, 13)
    assert cut(target, found.region) == "Eins 😀"


def test_a_changed_or_missing_file_gives_the_line_alone(files: tuple[Path, Path]) -> None:
    source, target = files
    made = report(target, [segment("2", "Two.", "Zwei.", 2)], [("2", "target", "Zwei")], source)
    assert first(made).region == Region(2, 1, 2, 5)
    target.write_text("Null.\nZwei.\n", encoding="utf-8")
    assert first(made).region == Region(2)
    target.unlink()
    assert first(made).region == Region(2)
    target.mkdir()
    assert first(made).region == Region(2)


def test_a_sentence_that_goes_on_in_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_text("Kopf\n\nEin Satz, der\n  weiter geht. Noch einer.\n", encoding="utf-8")
    made = report(
        path,
        [segment("1", "x", "Ein Satz, der weiter geht.", 3), segment("2", "y", "Noch einer.", 3)],
        [("1", "target", "der weiter"), ("2", "target", "einer")],
        tmp_path / "d.txt",
    )
    made = msgspec.structs.replace(
        made, documents=(msgspec.structs.replace(made.documents[0], source_path=None, source_sha256=None),)
    )
    one, two = first(made).region, first(made, 1).region
    assert one == Region(3, 11, 4, 9)
    assert cut(path, one).split() == ["der", "weiter"]
    assert two is not None and cut(path, two) == "einer"


def test_equal_sentences_of_a_block_are_told_apart(tmp_path: Path) -> None:
    path, source = tmp_path / "d.txt", tmp_path / "s.txt"
    path.write_text("Ja. Nein. Ja.\n", encoding="utf-8")
    source.write_text("Yes. No. Yes.\n", encoding="utf-8")
    segments = [segment("1", "Yes.", "Ja.", 1), segment("2", "No.", "Nein.", 1), segment("3", "Yes.", "Ja.", 1)]
    made = report(path, segments, [("1", "target", "Ja"), ("3", "target", "Ja")], source)
    assert [first(made, number).region for number in (0, 1)] == [Region(1, 1, 1, 3), Region(1, 11, 1, 13)]


def test_markup_between_the_words(tmp_path: Path) -> None:
    path, source = tmp_path / "d.md", tmp_path / "s.md"
    path.write_text("Das ist **sehr** gut und gut [hier](x).\n", encoding="utf-8")
    source.write_text("x\n", encoding="utf-8")
    made = report(
        path,
        [segment("1", "x", "Das ist sehr gut und gut hier.", 1)],
        [("1", "target", t) for t in ("sehr", "gut")],
        source,
    )
    assert first(made).region == Region(1, 11, 1, 15)
    assert first(made, 1).region == Region(1), "it stands there twice"


def test_a_file_of_pairs_tells_the_sides_apart_or_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.tsv"
    path.write_text("source\ttarget\nSame\tSame\nOne\tEins\n", encoding="utf-8")
    segments = [segment("1", "Same", "Same", 2), segment("2", "One", "Eins", 3)]
    made = report(path, segments, [("1", "target", "Same"), ("2", "target", "Eins")])
    assert [first(made, number).region for number in (0, 1)] == [Region(2), Region(3, 5, 3, 9)]


def test_which_place_is_first(files: tuple[Path, Path]) -> None:
    source, target = files
    omitted = Segment("2", "Two.", "", doc="d", meta={"source_line": 2})
    made = report(
        target,
        [segment("1", "One.", "😀😀 Eins 😀.", 1), omitted],
        [("1", "source", "One"), ("2", "source", "Two.")],
        source,
    )
    found = places(made)
    assert [(place.side, place.region) for place in found[0]] == [
        ("target", Region(1, 1, 1, 14)),
        ("source", Region(1, 1, 1, 4)),
    ]
    assert [(place.side, place.region) for place in found[1]] == [("source", Region(2, 1, 2, 5))]
    none = msgspec.structs.replace(made.findings[0], spans=(), marked=())
    (place,) = places(msgspec.structs.replace(made, findings=(none,)))[0]
    assert (place.side, place.text) == ("target", "")


def test_odd_meta_and_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_of(None) is None
    for path, shown in (
        ("-", None),
        ("/dev/stdin", None),
        ("", None),
        ("./de/../x.txt", "x.txt"),
        (str(tmp_path / "de" / "x.txt"), "de/x.txt"),
        ("/elsewhere/x.txt", "/elsewhere/x.txt"),
        ("../x.txt", "../x.txt"),
    ):
        assert path_of(Document("d", path=path)) == shown
    for line in ("3", 0, -1, True, 2.0, None):
        odd = Segment("1", "a", "b", doc="d", meta={"target_line": line})
        finding = Finding("C", "c", "accuracy", Severity.MINOR, "1", "m", (Span("target", 0, 1),), ("b",), "f")
        made = Report(SCHEMA, Run("1", ""), (Document("d", path="x.txt"),), (odd,), (), (finding,))
        assert first(made) == Place("target", "x.txt", None, "b")
    beyond = report(_written(tmp_path / "s.txt", "a\n"), [segment("1", "a", "b", 99)], [("1", "target", "b")])
    assert first(beyond).region == Region(99)
    word = msgspec.structs.replace(beyond, documents=(Document("d", path="x.docx"),))
    assert first(word).region is None, "a Word document has no lines"


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


LINES = st.lists(st.text(st.sampled_from("ab 😀é\u3000\t東.,"), max_size=12), min_size=1, max_size=5)


@given(LINES, st.data())
def test_the_region_holds_what_is_marked(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("p")
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    target = _written(folder / "t.txt", "".join(line + end for line in [*lines, "x"]))
    source = _written(folder / "s.txt", "s\n" * (len(lines) + 1))
    read = from_paths(source, target, [], config.Config(align=config.AlignConfig(mode="lines")))
    findings = []
    for item in read.segments:
        if item.target.strip():
            start = data.draw(st.integers(0, len(item.target) - 1))
            stop = data.draw(st.integers(start + 1, len(item.target)))
            text = item.target[start:stop]
            spans = (Span("target", start, stop),)
            findings.append(Finding("C", "c", "accuracy", Severity.MINOR, item.id, "m", spans, (text,), "f"))
    made = Report(SCHEMA, Run("1", ""), read.documents, read.segments, (), tuple(findings))
    for number, found in places(made).items():
        region = found[0].region
        assert region is not None and str(region.line) == made.findings[number].segment
        assert cut(target, region) == made.findings[number].marked[0]


def test_the_findings_of_a_segment_do_not_search_its_characters_again(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = files
    searched: list[str] = []
    match = locations._match

    def noted(content: str, begin: int, text: str) -> list[int] | None:
        searched.append(text)
        return match(content, begin, text)

    segments = [segment("1", "One.", "😀😀 Eins 😀.", 1), segment("2", "Two.", "Zwei.", 2)]
    once = report(target, segments, [("1", "target", "Eins"), ("2", "target", "Zwei")], source)
    often = report(target, segments, [*[("1", "target", "Eins")] * 9, *[("2", "target", "Zwei")] * 9], source)
    monkeypatch.setattr(locations, "_match", noted)
    one = places(once)
    calls = len(searched)
    assert [found[0] for found in places(often).values()] == [one[0][0]] * 9 + [one[1][0]] * 9
    assert len(searched) == 2 * calls
