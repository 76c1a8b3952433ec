"""A dictionary that is mapped from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.machine.word_table import WordTable, write

WORDS = st.text(st.characters(exclude_characters="\n\t", exclude_categories=("Cs",)), max_size=8)


def made(path: Path, words: dict[str, str]) -> WordTable:
    write(path, {word.encode(): value.encode() for word, value in words.items()})
    return WordTable(path)


@given(st.dictionaries(WORDS, WORDS, max_size=60), st.lists(WORDS | st.sampled_from(["a\tb", "a\nb", "\n", "\t"])))
def test_it_has_what_the_dictionary_has(
    tmp_path_factory: pytest.TempPathFactory, words: dict[str, str], others: list[str]
) -> None:
    table = made(tmp_path_factory.mktemp("table") / "words.bin", words)
    assert {word: table.get(word) for word in [*words, *others]} == {
        word: words.get(word) for word in [*words, *others]
    }
    assert dict(table) == words
    assert len(table) == len(words)


def test_a_word_that_is_not_there(tmp_path: Path) -> None:
    table = made(tmp_path / "words.bin", {"Häuser": "Haus"})
    assert table.get("Haus", "none") == "none"
    with pytest.raises(KeyError):
        table["Haus"]
    assert table["Häuser"] == "Haus"


@pytest.mark.parametrize("words", [{b"a\tb": b"c"}, {b"a": b"b\nc"}])
def test_what_it_cannot_hold_is_refused(tmp_path: Path, words: dict[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="a line feed or a tab"):
        write(tmp_path / "words.bin", words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [0, 10, 40, 41, 60, -1])
def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path, length: int) -> None:
    path = tmp_path / "words.bin"
    made(path, {f"word{number}": "value" for number in range(50)})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ValueError, match=r"words\.bin|empty"):
        WordTable(path)


@pytest.mark.parametrize("place", [0, 33, 40, 50, -1])
def test_a_file_with_another_byte_is_damaged(tmp_path: Path, place: int) -> None:
    path = tmp_path / "words.bin"
    made(path, {f"word{number}": "value" for number in range(50)})
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match="damaged"):
        WordTable(path)


def test_an_open_table_outlives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "words.bin"
    table = made(path, {"mice": "mouse"})
    made(path, {"geese": "goose"})
    path.unlink()
    assert table["mice"] == "mouse"
