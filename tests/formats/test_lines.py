from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_files import from_lines

from mtqe.errors import InputError
from mtqe.formats.documents import lines
from mtqe.model import Document


def pair(source: Path, target: Path, *references: Path, system: str | None = None) -> Document:
    return lines.pair(lines.read(source), lines.read(target), [lines.read(path) for path in references], system=system)


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


def test_every_line_is_a_block_as_it_stands(tmp_path: Path) -> None:
    text = lines.read(written(tmp_path, "a.txt", "  eins \r\n\r\ndrei"))
    assert [(block.text, block.line, block.kind) for block in text.blocks] == [
        ("  eins ", 1, "line"),
        ("", 2, "line"),
        ("drei", 3, "line"),
    ]


def test_pairs_keep_line_numbers_and_references(tmp_path: Path) -> None:
    source = written(tmp_path, "s.en", "one\n\nthree\nfour\n")
    target = written(tmp_path, "t.de", "eins\n \n\nvier")
    first = written(tmp_path, "r1.de", "eins\n\ndrei\n\n")
    second = written(tmp_path, "r2.de", "ein\n\n\nvier\n")
    document = pair(source, target, first, second, system="alpha")
    assert [(s.id, s.source, s.target, s.references) for s in document.segments] == [
        ("1", "one", "eins", ("eins", "ein")),
        ("3", "three", "", ("drei",)),
        ("4", "four", "vier", ("", "vier")),
    ]
    assert {(s.system, s.doc) for s in document.segments} == {("alpha", "t.de")}
    assert document.segments[1].meta == {"source_line": 3, "target_line": 3}
    assert (document.id, document.path, document.source_path) == ("t.de", str(target), str(source))
    assert document.reference_paths == (str(first), str(second))
    assert document.sha256 != document.source_sha256


def test_unequal_counts_name_both_files_and_both_counts(tmp_path: Path) -> None:
    source = written(tmp_path, "s.txt", "one\ntwo\n")
    target = written(tmp_path, "t.txt", "eins\n")
    with pytest.raises(InputError) as caught:
        pair(source, target)
    assert caught.value.message == f"{source} has 2 lines but {target} has 1 line"
    equal = written(tmp_path, "u.txt", "eins\nzwei")
    with pytest.raises(InputError, match=r"s\.txt has 2 lines but .*t\.txt has 1 line"):
        pair(source, equal, target)


@pytest.mark.parametrize("mark", ["\r", "\u2028", "\u2029", "\x85", "\v", "\f", "\x1e"])
def test_other_separators_change_no_count(tmp_path: Path, mark: str) -> None:
    source = written(tmp_path, "s.txt", f"one{mark}and a half\ntwo\n")
    target = written(tmp_path, "t.txt", "eins\nzwei\n")
    document = pair(source, target)
    assert [s.source for s in document.segments] == [f"one{mark}and a half", "two"]


def test_standard_input_serves_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"one\n")))
    target = written(tmp_path, "t.txt", "eins\n")
    assert pair(Path("-"), target).segments[0].source == "one"
    with pytest.raises(InputError, match="only one of the files"):
        from_lines(Path("-"), [target], [Path("-")])


LINE = st.text(st.characters(exclude_characters="\n\0", exclude_categories=["Cs"])).filter(
    lambda line: not line.endswith("\r") and not line.startswith("\ufeff")
)


@given(
    st.lists(st.tuples(LINE, LINE), min_size=1).filter(
        lambda rows: all(any(c.strip() for c in r) for r in zip(*rows, strict=True))
    )
)
def test_any_lines_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("lines")
    source = written(folder, "s.txt", "".join(row[0] + "\n" for row in rows))
    target = written(folder, "t.txt", "".join(row[1] + "\n" for row in rows))
    found = [(int(s.id), s.source, s.target) for s in pair(source, target).segments]
    assert found == [(n, *row) for n, row in enumerate(rows, 1) if row[0].strip() or row[1].strip()]
