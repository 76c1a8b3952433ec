from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import ConfigError, InputError
from mtqe.formats import dispatch, records
from mtqe.formats.tables import columns, csv, jsonl, tsv
from mtqe.intake import reading
from mtqe.intake.inputs import Records
from mtqe.model import Document, Segment
from mtqe.settings.config import Config


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def refused(folder: Path, name: str, content: str) -> InputError:
    with pytest.raises(InputError) as caught:
        dispatch.read_pairs(written(folder, name, content))
    return caught.value


def sides(document: Document) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(s.id, s.source, s.target, s.references) for s in document.segments]


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["src", "mt", "ref"], ("src", "mt", ("ref",))),
        (
            ["Source Segment", "Translation", "reference_2", "reference_1"],
            ("Source Segment", "Translation", ("reference_2", "reference_1")),
        ),
        (["lp", "SRC", "HYP", "refA", "refB", "score"], ("SRC", "HYP", ("refA", "refB"))),
        (["source", "hypothesis", "reference"], ("source", "hypothesis", ("reference",))),
    ],
)
def test_usual_names(names: list[str], expected: tuple[Any, ...]) -> None:
    found = columns.choose(names, "x")
    assert (found.source, found.target, found.references) == expected


def test_plainer_label_wins_and_double_side_is_refused() -> None:
    found = columns.choose(["doc_id", "doc", "source", "target", "seg_id", "system"], "x")
    assert (found.doc, found.id, found.system) == ("doc", "seg_id", "system")
    with pytest.raises(InputError, match="columns 'target', 'mt' could be the target"):
        columns.choose(["source", "target", "mt"], "x.tsv")


def test_given_columns() -> None:
    found = columns.choose(["en", "de", "a", "b", "target"], "x", {"src": "en", "target": "de", "reference": "b,a"})
    assert found == columns.Columns("en", "de", ("b", "a"))
    with pytest.raises(InputError, match=r"x: no column 'dee'; there are 'en', 'de'; did you mean 'de'\?"):
        columns.choose(["en", "de"], "x", {"source": "en", "target": "dee"})
    with pytest.raises(ConfigError, match=r"unknown column role 'sourse'; did you mean 'source'\?"):
        columns.choose(["en", "de"], "x", {"sourse": "en"})


# --- TSV and CSV ------------------------------------------------------------------------------------------------------


def test_tsv_with_header(tmp_path: Path) -> None:
    content = 'seg_id\tdoc\tsrc\tmt\tref\tscore\r\n7\ta\tOne "x".\tEins \\t „x“.\tEins.\t0.5\r\n8\tb\tTwo\t\t\t\r\n'
    document = dispatch.read_pairs(written(tmp_path, "p.tsv", content))
    assert sides(document) == [("7", 'One "x".', "Eins \\t „x“.", ("Eins.",)), ("8", "Two", "", ())]
    assert [s.doc for s in document.segments] == ["a", "b"]
    assert document.segments[1].meta == {"source_line": 3, "target_line": 3}
    assert document.id == "p.tsv"
    assert len(document.sha256 or "") == 64


def test_tsv_without_header(tmp_path: Path) -> None:
    two = dispatch.read_pairs(written(tmp_path, "a.tsv", "One\tEins\nTwo\tZwei\n\n"))
    assert sides(two) == [("1", "One", "Eins", ()), ("2", "Two", "Zwei", ())]
    three = dispatch.read_pairs(written(tmp_path, "b.tab", "One\tEins\tein\nTwo\tZwei\t\n"))
    assert sides(three) == [("1", "One", "Eins", ("ein",)), ("2", "Two", "Zwei", ())]
    assert {s.doc for s in three.segments} == {"b.tab"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("src\tmt\nOne\tEins\nTwo\n", "line 3: 1 cell where line 1 has 2"),
        ("One\tEins\n\nTwo\tZwei\n", "line 2: 1 cell where line 1 has 2"),
        ("src\tmt\nOne\tEins\tein\n", "line 2: 3 cells where line 1 has 2"),
        ("a\tb\tc\td\n1\t2\t3\t4\n", "line 1: 4 cells, and no header"),
        ("only one column\n", "line 1: 1 cell, and no header"),
        ("src\tscore\nOne\t1\n", "no column for the target; there are 'src', 'score'"),
        ("src\tmt\tx\tx\nOne\tEins\t1\t2\n", "line 1: two columns are named 'x'"),
        ("src\tmt\n", "has a header line but no rows"),
        ('"src"\t"mt"\n"One"\t"Eins"\n', "are in quotes"),
        ("id\tsrc\tmt\n1\ta\tb\n2\ta\tb\n1\ta\tb\n", "id '1' is on lines 2 and 4"),
    ],
)
def test_tsv_faults(tmp_path: Path, content: str, message: str) -> None:
    error = refused(tmp_path, "p.tsv", content)
    assert message in error.message
    assert str(tmp_path / "p.tsv") in error.message
    assert error.hint


def test_ids_that_repeat_in_other_documents_are_told_apart(tmp_path: Path) -> None:
    content = "doc\tid\tsrc\tmt\na\t1\tOne\tEins\nb\t1\tTwo\tZwei\n"
    document = dispatch.read_pairs(written(tmp_path, "p.tsv", content))
    assert [s.id for s in document.segments] == ["a:1", "b:1"]
    parts = records.split_documents(document)
    assert [(part.id, [s.source for s in part.segments]) for part in parts] == [("a", ["One"]), ("b", ["Two"])]


def test_ids_repeat_between_systems(tmp_path: Path) -> None:
    content = "system\tid\tsrc\tmt\nA\t1\tOne\tEins\nB\t1\tOne\tEin\n"
    document = dispatch.read_pairs(written(tmp_path, "p.tsv", content))
    assert [(s.system, s.id) for s in document.segments] == [("A", "1"), ("B", "1")]


LANGUAGES = ("en-GB", "de")
PAIR = [("1", "One; two", "Eins", ())]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "English,German,note\nOne; two,Eins,x\n"),
        ("a.csv", 'Deutsch;"Englisch"\nEins;"One; two"\n'),
        ("a.csv", "en-GB,en,de\nOne; two,1,Eins\n"),
        ("a.tsv", "EN\tDE\nOne; two\tEins\n"),
        ("a.csv", "English (UK),de-AT\nOne; two,Eins\n"),
        ("a.csv", 'en-GB;de_DE;de_id\n"One; two";Eins;1\n'),
        ("a.jsonl", '{"translation": {"en": "One; two", "de": "Eins"}}\n'),
    ],
)
def test_columns_that_the_languages_name(tmp_path: Path, name: str, content: str) -> None:
    path = written(tmp_path, name, content)
    assert sides(dispatch.read_pairs(path, None, LANGUAGES)) == PAIR


def test_a_name_of_the_role_comes_before_a_name_of_the_language(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "source,target,de\nOne; two,Eins,x\n")
    assert sides(dispatch.read_pairs(path, None, LANGUAGES)) == PAIR
    only = written(tmp_path, "b.csv", "en,fr\nOne,Un\n")
    assert len(dispatch.read_pairs(only, None, LANGUAGES).segments) == 2, "not both languages: there is no header"
    twice = tmp_path / "twice.tsv"
    twice.write_text("en\ten\tde\nOne\tone\tEins\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: two columns are named 'en'"):
        dispatch.read_pairs(twice, None, LANGUAGES)


@pytest.mark.parametrize(
    ("name", "content", "is_doubtful"),
    [
        ("a.csv", "foo,bar\nOne or two boats,Ein oder zwei Boote\n", True),
        ("a.tsv", "my text\this text\nOne or two boats\tEin oder zwei Boote\n", True),
        ("a.csv", "en-US,fr-FR\nOpen,Ouvrir\n", True),
        ("a.csv", "Open,Auf\nClose,Zu\n", False),
        ("a.csv", "Yes!,Ja!\nOne or two boats,Ein oder zwei Boote\n", False),
        ("a.csv", "source,target\nfoo,bar\nOne or two boats,Ein oder zwei Boote\n", False),
        ("a.jsonl", '{"src": "foo", "mt": "bar"}\n{"src": "One or two boats", "mt": "Ein oder zwei Boote"}\n', False),
    ],
)
def test_a_pair_that_looks_like_a_header_is_noted(tmp_path: Path, name: str, content: str, is_doubtful: bool) -> None:
    read = reading.read(Records(dispatch.read_pairs(written(tmp_path, name, content))), Config())
    assert [("line 1 of" in note and "was read as a pair" in note) for note in read.notes] == [True] * is_doubtful


def test_csv_with_quotes_and_line_breaks(tmp_path: Path) -> None:
    content = 'src,mt\r\n"One, ""x""","Eins\r\nund\nzwei"\r\nTwo\u2028more,Zwei\r\n'
    document = dispatch.read_pairs(written(tmp_path, "p.csv", content))
    assert sides(document) == [("1", 'One, "x"', "Eins\r\nund\nzwei", ()), ("2", "Two\u2028more", "Zwei", ())]
    assert [s.meta["source_line"] for s in document.segments] == [2, 5]


def test_csv_with_semicolons(tmp_path: Path) -> None:
    document = dispatch.read_pairs(written(tmp_path, "p.csv", 'Source;Target\n"One; two, three";Eins, zwei\n'))
    assert sides(document) == [("1", "One; two, three", "Eins, zwei", ())]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('src,mt\n"One,Eins\n', "line 2: not valid CSV"),
        ('src,mt\nOne,Eins\n"One"x,Eins\n', "line 3: not valid CSV"),
        ("src,mt\nOne, two,Eins\n", "line 2: 3 cells where line 1 has 2"),
    ],
)
def test_csv_faults(tmp_path: Path, content: str, message: str) -> None:
    assert message in refused(tmp_path, "p.csv", content).message


# --- JSON Lines -------------------------------------------------------------------------------------------------------


def test_jsonl(tmp_path: Path) -> None:
    content = (
        '{"src": "One", "mt": "Eins", "ref": "ein", "id": 7, "score": 1}\r\n\n'
        '{"source": "Two", "translation": "", "references": ["zwei", "", null], "doc": "a", "system": "S"}'
    )
    document = dispatch.read_pairs(written(tmp_path, "p.jsonl", content))
    assert sides(document) == [("7", "One", "Eins", ("ein",)), ("2", "Two", "", ("zwei",))]
    assert [(s.doc, s.system, s.meta["target_line"]) for s in document.segments] == [
        ("p.jsonl", None, 1),
        ("a", "S", 3),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"src": "One", ', "line 2: not valid JSON"),
        ('["One", "Eins"]', "line 2: list, not an object"),
        ('{"src": "One"}', "line 2: no column for the target; there are 'src'"),
        ('{"src": "One", "mt": null}', "line 2: 'mt' has nothing, not text"),
        ('{"src": 5, "mt": "Eins"}', "line 2: 'src' has int '5', not text"),
        ('{"src": "\\ud800", "mt": "Eins"}', "line 2: not valid JSON"),
        ('{"src": "a", "mt": "b", "ref": [1]}', "line 2: 'ref' has int '1', not text"),
        ('{"src": "a", "mt": "b", "id": [1]}', "line 2: 'id' has list"),
        ('{"source": ["x"], "target": [], "source_text": "a", "target_text": "b"}', "not sentence numbers"),
        ('{"source_text": "a", "target_text": "b", "score": "high"}', "'score' has 'high', not a number"),
    ],
)
def test_jsonl_faults(tmp_path: Path, line: str, message: str) -> None:
    error = refused(tmp_path, "p.jsonl", '{"src": "x", "mt": "y"}\n' + line + "\n")
    assert message in error.message
    assert error.hint


def test_nothing_but_blank_values(tmp_path: Path) -> None:
    assert "line 1: no column for the source" in refused(tmp_path, "p.jsonl", "{}\n").message


# --- writing ----------------------------------------------------------------------------------------------------------


def texts(excluded: str = "") -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters=excluded)) | st.text(
        st.sampled_from(sorted(set('ab "\\,;\t\n\r\u2028\x85\v\ufeff') - set(excluded)))
    )


def segments(excluded: str = "") -> st.SearchStrategy[list[Segment]]:
    text = texts(excluded)
    label = st.none() | text.filter(bool)
    references = st.lists(text, max_size=3).map(lambda found: records.trimmed(found))
    return st.lists(
        st.builds(Segment, text.filter(bool), text, text, references, text.filter(bool), st.just({}), label),
        min_size=1,
        max_size=5,
        unique_by=lambda item: (item.system, item.id),
    )


def bare(found: tuple[Segment, ...]) -> list[Segment]:
    return [msgspec.structs.replace(item, meta={}) for item in found]


def round_trip(folder: Path, module: Any, given_segments: list[Segment], name: str) -> list[Segment]:
    out = io.StringIO(newline="")
    module.write(given_segments, out)
    return bare(dispatch.read_pairs(written(folder, name, out.getvalue())).segments)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pairs")


@given(found=segments("\t\n\r\0"))
def test_tsv_comes_back(folder: Path, found: list[Segment]) -> None:
    assert round_trip(folder, tsv, found, "x.tsv") == found


@given(found=segments("\0"))
def test_csv_comes_back(folder: Path, found: list[Segment]) -> None:
    assert round_trip(folder, csv, found, "x.csv") == found


@given(found=segments())
def test_jsonl_comes_back(folder: Path, found: list[Segment]) -> None:
    assert round_trip(folder, jsonl, found, "x.jsonl") == found


def test_jsonl_keeps_meta_and_splits_into_no_other_lines(folder: Path) -> None:
    item = Segment("1", "a\u2028b\x85", "c", meta={"score": 0.5, "source_line": 9, "target_line": 2})
    out = io.StringIO()
    jsonl.write([item], out)
    assert len(out.getvalue().splitlines()) == 1
    back = dispatch.read_pairs(written(folder, "m.jsonl", out.getvalue())).segments
    assert (back[0].source, back[0].meta) == (item.source, item.meta)


@pytest.mark.parametrize(("mark", "name"), [("\t", "a tab"), ("\n", "a line break"), ("\r", "a carriage return")])
def test_tsv_refuses_what_it_cannot_hold(mark: str, name: str) -> None:
    out = io.StringIO()
    with pytest.raises(InputError, match=f"row 2 has {name}"):
        tsv.write([Segment("1", "a", "b"), Segment("2", f"a{mark}b", "c")], out)
    assert out.getvalue() == ""


def test_csv_refuses_nul() -> None:
    with pytest.raises(InputError, match="row 1 has a NUL character"):
        csv.write([Segment("1", "a\0", "b")], io.StringIO())


# --- choosing a format ------------------------------------------------------------------------------------------------


def test_read_text_chooses_by_ending_or_name(tmp_path: Path) -> None:
    path = written(tmp_path, "news.en", "Piers closed\n\nDivers found cracks.\n")
    assert [block.kind for block in dispatch.read_text(path).blocks] == ["heading", "paragraph"]
    assert [block.kind for block in dispatch.read_text(path, "lines").blocks] == ["line"] * 3
    with pytest.raises(ConfigError, match=r"unknown format 'line'; did you mean 'lines'\?"):
        dispatch.read_text(path, "line")
    with pytest.raises(InputError, match="tsv is a format for pairs"):
        dispatch.read_text(written(tmp_path, "p.tsv", "a\tb\n"))


def test_read_pairs_wants_a_format_for_pairs(tmp_path: Path) -> None:
    path = written(tmp_path, "p.txt", "One\tEins\n")
    assert sides(dispatch.read_pairs(path, "tsv")) == [("1", "One", "Eins", ())]
    with pytest.raises(
        InputError,
        match=r"is not that of a format for pairs; formats: tsv, csv, .*jsonl, .*\(\.tsv .*\.jsonl",
    ):
        dispatch.read_pairs(path)
    with pytest.raises(InputError, match="lines is not a format for pairs"):
        dispatch.read_pairs(path, "lines")
