"""What the calls make of strings, lists, arrays and generators: a path, a text, or texts; and what they refuse."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from api.samples import DE, EN, LANGUAGES, NUMBERS
from hypothesis import given, settings
from hypothesis import strategies as st

import mtqe
from mtqe.api import given as given_module
from mtqe.api.given import File, Prose, side
from mtqe.errors import ConfigError, InputError
from mtqe.settings.config import AlignConfig, Config


def found(report: mtqe.Evaluation) -> list[tuple[str, str]]:
    return [(finding.name, finding.segment) for finding in report.findings]


def check(source: Any, translation: Any = None, **options: Any) -> mtqe.Evaluation:
    return mtqe.check(source, translation, select=NUMBERS, **(LANGUAGES | options))


LISTS: dict[str, Callable[[list[str]], Any]] = {
    "list": list,
    "tuple": tuple,
    "generator": lambda texts: (text for text in texts),
    "array": np.array,
    "array of objects": lambda texts: np.array(texts, dtype=object),
    "series": pd.Series,
    "series of objects": lambda texts: pd.Series(texts, dtype=object),
    "categories": lambda texts: pd.Series(texts).astype("category"),
    "polars": pl.Series,
    "arrow": pa.array,
    "chunks": lambda texts: pa.chunked_array([texts]),
    "dict": lambda texts: dict.fromkeys(texts).keys(),
}


@pytest.mark.parametrize("make", LISTS.values(), ids=LISTS)
def test_text_n_of_a_list_belongs_to_text_n(make: Callable[[list[str]], Any]) -> None:
    report = check(make(EN), make(DE))
    assert [(segment.id, segment.source, segment.target) for segment in report.segments] == [
        (str(number), *pair) for number, pair in enumerate(zip(EN, DE, strict=True), 1)
    ]
    assert found(report) == [(NUMBERS, "2")]
    assert {type(segment.source) for segment in report.segments} == {str}


def test_a_text_in_place_of_a_path_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for source, translation in [
        ("The room has 40 chairs.", "Der Raum hat 14 Stühle."),
        ("The room has 40 chairs. " * 400, "Der Raum hat 14 Stühle. " * 400),  # longer than a name of a file may be
        ("40 chairs\n40 tables", "14 Stühle\n40 Tische"),
        ("The room\0 has 40 chairs.", "Der Raum\0 hat 14 Stühle."),
        ("40 chairs/tables", "14 Stühle/Tische"),
        (f"{'x' * 300}/40.txt", f"{'x' * 300}/14.txt"),
    ]:
        assert NUMBERS in {name for name, _ in found(check(source, translation))}, source[:30]


def test_lines_of_a_text_are_segments() -> None:
    report = check("\n".join(EN), "\r\n".join(DE))
    assert [segment.target for segment in report.segments] == DE
    assert found(report) == [(NUMBERS, "2")]
    document = report.documents[0]
    assert (document.path, document.source_path, document.reference_paths) == (None, None, ())
    with pytest.raises(InputError, match="source has 3 lines but translation has 2 lines"):
        check("\n".join(EN), "\n".join(DE[:2]))


def test_evaluate_aligns_documents_and_keeps_lines_that_pair_off() -> None:
    joined = mtqe.evaluate(" ".join(EN), " ".join(DE), " ".join(DE), **LANGUAGES, metrics="chrf")
    assert [(segment.source, segment.references) for segment in joined.segments] == [
        (source, (target,)) for source, target in zip(EN, DE, strict=True)
    ]
    assert joined.run.aligner == "encoder" and joined.scores[0].value == 100
    by_line = mtqe.evaluate("\n".join(EN), "\n".join(DE), **LANGUAGES, metrics=["learned"], select=NUMBERS)
    assert by_line.run.aligner == "lines" and any("line N" in note for note in by_line.run.notes)
    config = Config(**LANGUAGES, align=AlignConfig(mode="document", aligner="lexical"))
    assert mtqe.evaluate("\n".join(EN), "\n".join(DE), config=config, select=NUMBERS).run.aligner == "lexical"
    one = mtqe.evaluate(EN[0], DE[0], **LANGUAGES, select=NUMBERS)
    assert not any("line N" in note for note in one.run.notes)


def test_strings_that_name_files_are_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.en.txt").write_text("\n".join(EN), encoding="utf-8")
    Path("a.de.txt").write_text("\n".join(DE), encoding="utf-8")
    report = check("a.en.txt", Path("a.de.txt"), source_lang="", target_lang="")
    assert (report.documents[0].path, report.documents[0].source_path) == ("a.de.txt", "a.en.txt")
    assert (report.run.source_lang, report.run.target_lang) == ("en", "de")
    mixed = check("a.en.txt", DE)
    assert found(mixed) == [(NUMBERS, "2")]
    mixed = mtqe.evaluate(Path("a.en.txt"), " ".join(DE), ["a.de.txt", "\n".join(DE)], target_lang="de", select=NUMBERS)
    assert (mixed.documents[0].path, mixed.documents[0].source_path) == (None, "a.en.txt")
    assert mixed.documents[0].reference_paths == ("a.de.txt",)
    assert found(mixed) == [(NUMBERS, "2")]


def test_a_folder_is_a_path_if_the_other_side_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("en", EN), ("de", DE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("\n".join(text), encoding="utf-8")
    assert found(mtqe.evaluate("en", "de", select=NUMBERS)) == [(NUMBERS, "a.txt:2")]
    assert check("en", "40").segments[0].source == "en"


@pytest.mark.parametrize("text", ["a.de.txt", "texts/a", "a.jsonl", "C:\\texts\\a", "my article.docx", "a.parquet"])
def test_what_looks_like_a_path_and_names_nothing_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for values in ((text, DE[0]), (EN[0], text)):
        with pytest.raises(InputError, match="looks like a path, but there is no such file") as caught:
            check(*values)
        assert repr([text]) in str(caught.value)
    assert check([text], [text]).segments[0].source == text


def test_an_empty_translation_of_one_line_is_a_segment() -> None:
    report = mtqe.evaluate(EN[0], "", **LANGUAGES)
    assert report.passed is False and report.segments[0].target == ""
    assert check(EN[0], "").segments[0].target == ""
    with pytest.raises(InputError, match="translation is empty"):
        mtqe.evaluate("\n".join(EN), "", **LANGUAGES)
    with pytest.raises(InputError, match="no text"):
        check("", "")
    for call in (mtqe.evaluate, mtqe.align):
        with pytest.raises(InputError, match="source is empty"):
            call("", " ")


REFUSED: dict[str, tuple[tuple[Any, ...], str]] = {
    "lengths": ((EN, DE[:2]), "the source has 3 texts, but the translation has 2 texts; text N"),
    "one": ((EN, DE[:1]), "has 1 text;"),
    "empty": (([], []), "there are no texts"),
    "bytes": ((b"Hello", b"Hallo"), r"the source is bytes, not text; decode it: value.decode\('utf-8'\)"),
    "bytes in a list": ((EN, [*DE[:2], b"x"]), "text 3 of the translation is bytes, not text; decode it"),
    "none": ((EN, [DE[0], None, DE[2]]), 'text 2 of the translation is None or NaN, not text; write ""'),
    "nan": (([EN[0], float("nan"), EN[2]], DE), "text 2 of the source is None or NaN"),
    "NA": ((EN, pd.Series([DE[0], pd.NA, DE[2]], dtype="string")), "text 2 of the translation is None or NaN"),
    "label": ((EN, pd.Series([*DE[:2], None], index=["a", "b", "c"])), r"text 3 \(index 'c'\) of the translation"),
    "number": ((EN, [*DE[:2], 5]), "text 3 of the translation is an int, not text"),
    "a number": ((5, "Hallo"), "the source is an int, not text"),
    "lists in a list": ((EN, [[text] for text in DE]), "text 1 of the translation is a list, not text; give a flat"),
    "two dimensions": ((np.array([EN, EN]), DE), "text 1 of the source is a list"),
    "set": ((set(EN), DE), "the source is a set, which has no order"),
    "frozen set": ((EN, frozenset(DE)), "the translation is a set, which has no order"),
    "text and list": (("Hello.", DE), "the source is one text, and others are lists"),
    "missing": ((EN,), "the translation is missing; give source and translation, or one table"),
    "only text": ((EN[0],), "the translation is missing"),
    "no source": ((None, DE), "the source is missing"),
    "nothing": ((None, None), "the translation is missing"),
    "names of systems": ((EN, {1: DE, "1": DE}), "two systems have the same name"),
    "no systems": ((EN, {}), "the translation is an empty dict"),
    "indexes": (
        (pd.Series(EN), pd.Series(DE, index=[1, 2, 3])),
        "the source and the translation are Series with different indexes; select the same rows",
    ),
    "frame": ((EN, pd.DataFrame({"a": DE})), "the translation is a DataFrame, where texts are needed; name its"),
    "frame and list": ((pd.DataFrame({"source": EN}), DE), "the table: no column '.*'; there are 'source'"),
}


@pytest.mark.parametrize(("values", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_in_one_line(values: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        check(*values)
    assert "\n" not in str(caught.value) and caught.value.hint


def test_a_text_in_an_array_is_one_text() -> None:
    assert [segment.source for segment in check(np.array(EN[0]), np.array(DE[0])).segments] == EN[:1]


@pytest.mark.parametrize("names", [{"metrics": 5}, {"metrics": ["chrf", None]}, {"metrics": [b"chrf"]}])
def test_what_is_no_name_is_refused(names: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="is not the name of a metric or check; give a name"):
        mtqe.score(EN, DE, DE, **LANGUAGES, **names)
    with pytest.raises(ConfigError, match="is not the name of a metric or check"):
        mtqe.check(EN, DE, **LANGUAGES, select=5)


def test_no_names_are_the_default_ones() -> None:
    names = [item.name for item in mtqe.check(EN, DE, **LANGUAGES, select=None, ignore=None).run.checks]
    assert names == [item.name for item in mtqe.check(EN, DE, **LANGUAGES).run.checks] and len(names) > 20


def test_more_texts_than_a_call_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_module, "MOST", 2)
    for endless in (itertools.repeat("Hello."), EN):
        with pytest.raises(InputError, match=r"the source has more than 2 texts; .* mtqe scan"):
            check(endless, DE[:2])
    assert len(check(EN[:2], DE[:2]).segments) == 2


def test_texts_longer_than_what_is_judged_are_a_problem() -> None:
    report = check([EN[0], "word " * 20_001], [DE[0], "Wort"])
    assert len(report.segments) == 2 and "100,000" in report.failures[0].why


def test_systems_are_a_dict() -> None:
    report = mtqe.score(EN, {"old": DE[::-1], "new": DE}, DE, **LANGUAGES, metrics="chrf")
    assert report.run.systems == ("old", "new")
    assert [score.value for score in report.scores if score.level == "corpus"][1] == 100
    lines = mtqe.score(
        "\n".join(EN), {"old": "\n".join(DE[::-1]), "new": "\n".join(DE)}, **LANGUAGES, metrics="learned"
    )
    assert [segment.target for segment in lines.segments if segment.system == "old"] == DE[::-1]
    with pytest.raises(InputError, match="the translation 'new' has 2 texts"):
        mtqe.score(EN, {"old": DE, "new": DE[:2]}, **LANGUAGES)


def test_systems_may_be_files(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("\n".join(EN), encoding="utf-8")
    (tmp_path / "t.txt").write_text("\n".join(DE), encoding="utf-8")
    report = mtqe.check(tmp_path / "s.txt", {"a": tmp_path / "t.txt", "b": tmp_path / "t.txt"}, select=NUMBERS)
    assert found(report) == [(NUMBERS, "2"), (NUMBERS, "2")] and report.run.systems == ("a", "b")
    assert "identified from the texts: English (source), German (target)" in report.run.notes[0]


REFERENCES: dict[str, tuple[Any, list[tuple[str, ...]]]] = {
    "one for each": (DE, [(text,) for text in DE]),
    "a Series": (pd.Series(DE), [(text,) for text in DE]),
    "one list": ([DE], [(text,) for text in DE]),
    "as in sacreBLEU": ([DE, EN], list(zip(DE, EN, strict=True))),
    "an array": (np.array([DE, EN]), list(zip(DE, EN, strict=True))),
    "for each source": ([[DE[0], "A"], [DE[1]], [DE[2], "C"]], [(DE[0], "A"), (DE[1],), (DE[2], "C")]),
    "by name": ({"a": DE, "c": [*DE[:2], None]}, [(DE[0], DE[0]), (DE[1], DE[1]), (DE[2],)]),
    "gaps": ([DE[0], None, float("nan")], [(DE[0],), (), ()]),
    "none": (None, [(), (), ()]),
    "empty": ([], [(), (), ()]),
}


@pytest.mark.parametrize(("value", "expected"), REFERENCES.values(), ids=REFERENCES)
def test_references_of_lists(value: Any, expected: list[tuple[str, ...]]) -> None:
    report = mtqe.score(EN, DE, value, **LANGUAGES, metrics="learned")
    assert [segment.references for segment in report.segments] == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (DE[:2], "the source has 3 texts, but the reference has 2 texts"),
        ([DE, DE, DE], "3 lists of 3 texts: one for each reference, or one for each source?"),
        ([DE, DE[:2]], "the references are 2 lists of 3, 2 texts for 3 sources"),
        ([DE, "Hallo"], "both texts and lists"),
        ("Hallo.", "the reference is one text, and others are lists"),
        (7, "the reference is an int"),
        (set(DE), "the reference is a set, which has no order; give a list"),
        ([DE, set(EN)], "the reference is a set, which has no order"),
        (pd.DataFrame({"a": DE, "b": DE}), r"the references are a DataFrame; give columns of it"),
    ],
)
def test_references_that_do_not_fit(value: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        mtqe.score(EN, DE, value, **LANGUAGES)


def test_references_of_several_columns_have_the_index_of_the_source() -> None:
    source, reference = pd.Series(EN), pd.Series(DE)
    report = mtqe.score(source, pd.Series(DE), [reference, reference], **LANGUAGES, metrics="chrf")
    assert [segment.references for segment in report.segments] == [(text, text) for text in DE]
    with pytest.raises(InputError, match="the source and the reference 2 are Series with different indexes"):
        mtqe.score(source, pd.Series(DE), [reference, reference[::-1]], **LANGUAGES)
    each = [(text for text in DE), (text for text in EN)]
    assert mtqe.score(EN, DE, each, **LANGUAGES, metrics="chrf").segments[0].references == (DE[0], EN[0])


def test_references_without_a_source_name_no_language_but_the_target() -> None:
    report = mtqe.score(translation=DE, references=DE, metrics="bleu")
    assert (report.run.source_lang, report.run.target_lang) == ("und", "de")
    assert report.scores[0].value == pytest.approx(100)
    assert mtqe.score(translation=["OK"], references=["OK"], metrics="chrf").run.target_lang == "und"
    with pytest.raises(InputError, match="the source is missing; give it, or references"):
        mtqe.score(translation=DE)


def test_languages_are_identified_unless_they_are_given() -> None:
    report = mtqe.check("The meeting starts at 9.", "Die Sitzung beginnt um 9 Uhr.")
    assert (report.run.source_lang, report.run.target_lang) == ("en", "de")
    assert sum("identified from the texts" in note for note in report.run.notes) == 1
    given_one = mtqe.check("The meeting starts at 9.", "Die Sitzung beginnt um 9 Uhr.", target_lang="de-AT")
    assert (given_one.run.target_lang, given_one.run.notes[0][:41]) == (
        "de-AT",
        "identified from the texts: English (sourc",
    )
    named = mtqe.check(pd.Series(["OK"], name="en"), pl.Series("pt-BR", ["OK"]))
    assert (named.run.source_lang, named.run.target_lang) == ("en", "pt-BR")
    for values, message in (
        (("OK", "Hi"), "the source language cannot be told from its text; give it, such as source_lang='en'"),
        ((EN, EN), "both in 'en'; give source_lang='en' and target_lang='de'"),
        (([""], [DE[0]]), "the source language is not known"),
    ):
        with pytest.raises(ConfigError, match=message):
            mtqe.check(*values)
    with pytest.raises(ConfigError, match="unknown language 'xq'"):
        mtqe.check(EN, DE, target_lang="xq")


def test_the_configuration_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mtqe.toml"
    path.write_text(
        'source_lang = "en"\ntarget_lang = "de"\n[checks]\nselect = ["number-mismatch"]\n', encoding="utf-8"
    )
    assert found(mtqe.check(EN, DE, path)) == found(mtqe.check(EN, DE, os.fspath(path))) == [(NUMBERS, "2")]
    with pytest.raises(ConfigError, match="unknown check"):
        mtqe.check(EN, DE, path, select="numbr-mismatch")


GLOSSARIES: dict[str, Any] = {
    "dict": {"roof": "Dachstuhl", "library": "Bibliothek"},
    "list in a dict": {"roof": ["Dachstuhl", "Bedachung"]},
    "pairs": [("roof", "Dachstuhl")],
    "forbidden": [("roof", "Dach", "forbidden", "too short")],
    "terms": [mtqe.model.Term("roof", "Dachstuhl")],
    "glossary": mtqe.model.Glossary((mtqe.model.Term("roof", "Dachstuhl"),)),
    "kept": {"roof": None},
}


@pytest.mark.parametrize("glossary", GLOSSARIES.values(), ids=GLOSSARIES)
def test_glossaries(glossary: Any, tmp_path: Path) -> None:
    report = mtqe.check(EN, DE, glossary=glossary, **LANGUAGES, select="TRM")
    assert {finding.segment for finding in report.findings} == {"2"}


def test_glossary_files(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("source,target\nroof,Dachstuhl\n", encoding="utf-8")
    for glossary in (path, str(path), [path]):
        report = mtqe.check(EN, DE, glossary=glossary, **LANGUAGES, select="TRM")
        assert found(report) == [("term-missing", "2")] and report.run.glossaries == (str(path),)


@pytest.mark.parametrize(
    ("glossary", "message"),
    [
        ([("roof",)], r"term 1 of the glossary is .*; give \{term: rendering\}"),
        ({"roof": 5}, "term 1 of the glossary"),
        ({"roof": ""}, "no target term for 'roof'"),
        ([("roof", "Dach", "banned")], "has the status 'banned'; use one of preferred"),
        ([("roof", "Dach"), ("roof", "Dach", "forbidden")], "both approved and forbidden"),
        (["no/such.csv"], "no such file"),
        (5, "the glossary is an int; give"),
        (pd.DataFrame({"roof": ["Dach"]}), "the glossary is a DataFrame; give"),
        (["terms.csv", ("roof", "Dach")], "both paths and terms"),
    ],
)
def test_glossaries_that_cannot_be_used(glossary: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        mtqe.check(EN, DE, glossary=glossary, **LANGUAGES)


@given(st.text(max_size=400))
@settings(max_examples=300)
def test_no_string_is_an_error_of_the_system(text: str) -> None:
    try:
        kind = side(text, "source", ["x"])
    except InputError as error:
        assert "looks like a path" in error.message
    else:
        assert kind == Prose(text) or (isinstance(kind, File) and kind.path.exists())
