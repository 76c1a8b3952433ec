"""Excel workbooks: pairs, glossaries, and files that are none."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from mtqe.errors import InputError
from mtqe.formats import dispatch, records
from mtqe.formats.termbases import glossary
from mtqe.intake import reading
from mtqe.intake.inputs import Records
from mtqe.model import LeftOut
from mtqe.settings.config import Config

HEAD = ("id", "source", "target", "reference")


def book(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_pairs_with_their_cells(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [HEAD, ("a", "Open", "Öffnen", "Auf"), (), ("b", 7, datetime.date(2024, 5, 1))]
    document = dispatch.read_pairs(book(tmp_path / "p.xlsx", Texts=rows))
    assert [(s.id, s.source, s.target, s.references) for s in document.segments] == [
        ("a", "Open", "Öffnen", ("Auf",)),
        ("b", "7", "2024-05-01", ()),
    ]
    assert [s.meta for s in document.segments] == [
        {"source_place": "Texts!B2", "target_place": "Texts!C2"},
        {"source_place": "Texts!B4", "target_place": "Texts!C4"},
    ]


def test_every_sheet_with_pairs_is_a_document(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [("source", "target"), ("One", "Eins")]
    document = dispatch.read_pairs(book(tmp_path / "p.xlsx", Menu=rows, Help=rows, Notes=[("to do",)]))
    assert [(s.doc, s.id) for s in document.segments] == [("Menu", "Menu:1"), ("Help", "Help:1")]


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [("source", "target", "note"), ("One", "=A2", "=A2"), ("Two", "Zwei")]
    path = book(tmp_path / "p.xlsx", Menu=rows, Help=[*rows[:1], rows[2]], Notes=[("to do",)], Empty=[], Old=rows)
    workbook = load_workbook(path)
    workbook["Old"].sheet_state = "hidden"
    workbook.create_sheet("Empty too").sheet_state = "veryHidden"
    workbook.save(path)
    document = dispatch.read_pairs(path)
    counted = (
        LeftOut("hidden sheet", 1, "omission"),
        LeftOut("headerless sheet", 1, "omission"),
        LeftOut("column without a role", 2, None),
        LeftOut("uncomputed formula", 1, "omission"),
    )
    assert document.left_out == counted
    assert [part.left_out for part in records.split_documents(document)] == [counted, ()]
    assert reading.read(Records(document), Config()).notes == (
        "p.xlsx: not read, so not compared: 1 hidden sheet, 1 headerless sheet, 1 uncomputed formula",
    )


def test_columns_may_be_named_after_languages(tmp_path: Path) -> None:
    path = book(tmp_path / "p.xlsx", S=[("English", "fr", "German"), ("One", "Un", "Eins")])
    assert [s.target for s in dispatch.read_pairs(path, None, ("en", "de")).segments] == ["Eins"]


def test_a_glossary(tmp_path: Path) -> None:
    path = book(tmp_path / "g.xlsx", S=[("source", "target", "status"), ("bad\nactor", "Akteur", "forbidden")])
    (term,) = glossary.read([path], source_lang="en", target_lang="de").terms
    assert (term.source, term.target, term.status, term.line) == ("bad actor", "Akteur", "forbidden", 2)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("x", "y", "z"), ("1", "2", "3")], "the first row of 'S' has 'x', 'y', 'z'; name"),
        ([("My texts",), ("English", "German"), ("One", "Eins")], "the first row of 'S' has 'My texts'; name"),
        ([("source", "target")], "no sheet starts with a header line"),
        ([HEAD, ("a", "Open", "Öffnen", "Auf", "more")], "line 2: 5 cells where line 1 has 4"),
        ([], "has no cells with text"),
    ],
)
def test_what_is_refused(rows: list[tuple[Any, ...]], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        dispatch.read_pairs(book(tmp_path / "p.xlsx", S=rows))
    assert "no sheet" not in caught.value.message or "by their languages" in (caught.value.hint or "")


def test_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_text("source,target\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"is not an Excel workbook"):
        dispatch.read_pairs(path)
    whole = book(tmp_path / "q.xlsx", S=[HEAD]).read_bytes()
    path.write_bytes(whole[:-200])
    with pytest.raises(InputError, match=r"damaged|valid workbook"):
        dispatch.read_pairs(path)
