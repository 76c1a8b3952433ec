"""Endings that say something else than plain text are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import ConfigError, InputError
from mtqe.formats import dispatch, endings


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.md", "markdown"), ("a.TMX", "tmx"), ("a.de.txt", "text"), ("a", None), ("a.rst", None), (".md", None)],
)
def test_format_of_a_name(name: str, form: str | None) -> None:
    row = endings.row_of(Path(name))
    assert (row and row.name) == form


def test_a_named_format_wins_and_must_exist() -> None:
    row = endings.row_of(Path("a.md"), "text")
    assert row and row.name == "text"
    with pytest.raises(ConfigError, match="unknown"):
        endings.row_of(Path("a.md"), "txet")


@pytest.mark.parametrize(
    "name", ["a.txt", "article", "news.de", "news.pt-BR", "news.zh_Hans", "test.src", "out.1", "-"]
)
def test_plain_text_is_read(name: str) -> None:
    endings.refuse_unknown(Path(name))
    endings.refuse_structured(Path(name))


@pytest.mark.parametrize("name", ["a.rst", "a.ts", "a.docbook", "news.online-B", "a.ods"])
def test_unknown_endings_are_not_read_as_prose(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("Guten Tag.\n", encoding="utf-8")
    with pytest.raises(InputError, match="no reader for") as error:
        dispatch.read_text(path)
    assert "-f text" in error.value.hint
    assert dispatch.read_text(path, "text").blocks[0].text == "Guten Tag."


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.tsv", "format for pairs"), ("a.md", "running text"), ("a.rst", ".rst files"), ("a.py", ".py files")],
)
def test_other_kinds_of_files_are_not_read_line_by_line(name: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        endings.refuse_structured(Path(name))
    assert "-f lines" in error.value.hint


def test_outputs_of_systems_may_have_any_ending() -> None:
    endings.refuse_structured(Path("newstest2020.de-en.online-B"))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF-1.7\n", "a.pdf is a PDF file, not text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1", "a.doc is an old Office file (.doc, .xls), not text"),
        ("a.rst", b"", "a.rst is empty"),
    ],
)
def test_a_file_is_called_what_it_is_before_its_ending(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for refuse in (endings.refuse_unknown, endings.refuse_structured):
        with pytest.raises(InputError) as error:
            refuse(path)
        assert error.value.message.endswith(message)
