from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import files


def written(folder: Path, data: bytes, name: str = "article.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_text_and_hash_of_the_stored_bytes(tmp_path: Path) -> None:
    data = "\ufeffErste Zeile\r\nzweite\n".encode()
    text, sha256 = files.decode(written(tmp_path, data))
    assert text == "Erste Zeile\nzweite\n"
    assert sha256 == hashlib.sha256(data).hexdigest()


def test_only_the_first_mark_goes_and_newlines_can_stay(tmp_path: Path) -> None:
    text, _ = files.decode(written(tmp_path, "\ufeff\ufeffa\r\nb".encode()), keep_newlines=True)
    assert text == "\ufeffa\r\nb"


def test_invalid_utf8_names_line_and_byte(tmp_path: Path) -> None:
    path = written(tmp_path, b"eins\nzwei \xe4 drei\n")
    with pytest.raises(InputError) as caught:
        files.decode(path)
    assert caught.value.message == f"{path}, line 2: not UTF-8: byte 0xE4 at byte 10 of the file (byte 5 of the line)"
    assert "iconv -f WINDOWS-1252" in caught.value.hint


@pytest.mark.parametrize("data", [b"caf\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"ok\n\xff\n"])
def test_utf8_is_strict(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        files.decode(written(tmp_path, data))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_named(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(InputError) as caught:
        files.decode(written(tmp_path, "Guten Tag".encode(encoding)))
    assert ("UTF-32" if encoding == "utf-32" else "UTF-16") in caught.value.message
    assert "iconv -f UTF-" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04rest", "Office file"),
        (b"\x1f\x8b\x08rest", "a gzip file"),
        (b"text\nmore\x00text", "NUL byte at byte 9 (line 2)"),
    ],
)
def test_binary_files_are_refused(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(InputError) as caught:
        files.decode(written(tmp_path, data))
    assert what in caught.value.message


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "is empty"), (b"\xef\xbb\xbf", "is empty"), (b" \n\t\n", "white space")]
)
def test_empty_files_are_refused(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        files.decode(written(tmp_path, data))


def test_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    written(tmp_path, b"text", "article.de.txt")
    with pytest.raises(InputError) as caught:
        files.decode(tmp_path / "articel.de.txt")
    assert caught.value.hint == f"did you mean {tmp_path / 'article.de.txt'}?"


def test_missing_folder_and_folder_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the folder .*nowhere does not exist"):
        files.decode(tmp_path / "nowhere" / "a.txt")
    with pytest.raises(InputError, match="no such file"):
        files.decode(written(tmp_path, b"x") / "below.txt")
    with pytest.raises(InputError, match="is a folder"):
        files.decode(tmp_path)


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"x")

    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        files.decode(path)


def test_standard_input_is_a_file_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"erster\n")))
    assert files.decode(Path("-"))[0] == "erster\n"


@pytest.mark.parametrize("mark", ["\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_only_line_feeds_end_lines(mark: str) -> None:
    assert files.lines(f"a{mark}b\nc") == [f"a{mark}b", "c"]


@given(st.lists(st.text().map(lambda text: text.replace("\n", "")), min_size=1))
def test_lines_are_what_was_joined(parts: list[str]) -> None:
    assert files.lines("".join(part + "\n" for part in parts)) == parts
    assert files.lines("\n".join([*parts, "end"])) == [*parts, "end"]
