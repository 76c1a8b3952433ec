"""A value that is made once and kept in a prepared file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.machine import prepared_value

VALUE = {"ferry": [1, 2], "boat": []}


class Maker:
    """Counts how often the value is made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, list[int]]:
        self.times += 1
        return VALUE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MTQE_PREPARED_DIR", str(tmp_path / "prepared"))
    return tmp_path / "prepared"


def kept(make: Maker, name: str = "boats") -> dict[str, list[int]]:
    return prepared_value.kept(name, dict[str, list[int]], make)


def test_it_is_made_once(folder: Path) -> None:
    make = Maker()
    assert [kept(make), kept(make), make.times] == [VALUE, VALUE, 1]
    assert len(list(folder.iterdir())) == 1


def test_another_name_is_another_value(folder: Path) -> None:
    make = Maker()
    assert kept(make) == kept(make, "ships") == VALUE
    assert make.times == len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"abc", b"\0\0\0\0\x81", b"\0\0\0\0"])
def test_a_damaged_file_is_written_again(folder: Path, content: bytes) -> None:
    make = Maker()
    kept(make)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(content)
    assert [kept(make), make.times, path.read_bytes()] == [VALUE, 2, whole]


def test_one_changed_byte_is_damage(folder: Path) -> None:
    make = Maker()
    kept(make)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:])
    assert [kept(make), make.times] == [VALUE, 2]


def test_without_a_folder_it_is_made_each_time(folder: Path) -> None:
    folder.parent.joinpath("prepared").write_text("a file in the place of the folder")
    make = Maker()
    assert [kept(make), kept(make), make.times] == [VALUE, VALUE, 2]
