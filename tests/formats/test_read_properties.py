""".properties files: read as Java reads them, and written in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from places_fixture import TEXTS, assert_places, assert_replaces, spans

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.programs import properties
from mtqe.mending.files import steps
from mtqe.model import Segment

PATH = Path("messages_de.properties")
CONTENT = r"""# Licence of the file

# The door
! of the shop
open = Open \
    the d\u00f6\u00d6r \uD83D\uDE00\t\:x
a:b
two\ words\=x  text = more

   alone
empty=
x==y\
   \
z
last
"""


def read(content: str) -> list[tuple[str, str]]:
    return [(unit.id, unit.source.text) for unit in properties.units(content, PATH) if unit.source]


def test_keys_texts_and_notes() -> None:
    assert read(CONTENT) == [
        ("open", "Open the döÖr 😀\t:x"),
        ("a", "b"),
        ("two words=x", "text = more"),
        ("alone", ""),
        ("empty", ""),
        ("x", "=yz"),
        ("last", ""),
    ]
    metas = [unit.meta for unit in properties.units(CONTENT, PATH)]
    assert metas == [{"note": "The door\nof the shop"}, *[{}] * 6]
    assert read(CONTENT.replace("\n", "\r\n")) == read(CONTENT.replace("\n", "\r")) == read(CONTENT)


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("key=", ("key", "")),
        ("key  :  value  ", ("key", "value  ")),
        ("key value=1", ("key", "value=1")),
        ("=value", ("", "value")),
        ("k\\:1=\\ lead", ("k:1", " lead")),
        ("k=a\\qb\\\\", ("k", "aqb\\")),
        ("k=a\\", ("k", "a")),
        ("k=a\\\n\nnext=b", ("k", "a")),
        ("k=a\\\n#b", ("k", "a#b")),
        ("k\\\n  ey=a", ("key", "a")),
        ("k \\\n = \\\n a", ("k", "a")),
    ],
)
def test_lines_as_java_reads_them(line: str, pair: tuple[str, str]) -> None:
    assert read(line)[0] == pair


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a=b\nk=\\u00g0", "line 2: \\u needs four hexadecimal digits"),
        ("k=\\uD83D", "line 1: \\uD83D is half of a character"),
        ("k=\\uDE00", "line 1: \\uDE00 is half of a character"),
        ("\\uD83D\\u0041=k", "line 1: \\uD83D is half of a character"),
    ],
)
def test_wrong_escape_sequences_are_refused(line: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read(line)
    assert why in str(caught.value)


def test_icu_messages_have_a_unit_for_each_branch() -> None:
    assert read("k={n, select, a {yes} other {no}}") == [
        ("k", "{n, select, a {yes}}"),
        ("k", "{n, select, other {no}}"),
    ]


def test_a_file_that_is_not_utf_8_is_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "a_de.properties"
    path.write_bytes("k=größer".encode("latin-1"))
    content = files.content(path, encoding=properties.ENCODING)
    assert read(content.text) == [("k", "größer")]
    assert content.encoded(content.text) == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("k=a", r"\u00e4\u202f\u6f22\ud83d\ude00"),
        ("k=ö", r"ä\u202f\u6f22\ud83d\ude00"),
        ("k=漢", "ä\u202f漢😀"),
    ],
)
def test_characters_are_written_so_that_the_encoding_has_them(content: str, written: str) -> None:
    assert properties.escape("ä\u202f漢😀", content, 2) == written


def test_what_would_separate_key_and_text_is_escaped() -> None:
    assert assert_replaces(properties, "k = a", "a.properties", 0, (0, 1), " x") == "k = \\ x"
    assert assert_replaces(properties, "k a", "a.properties", 0, (0, 1), "=x") == "k \\=x"
    assert assert_replaces(properties, "alone\nk=b", "a.properties", 0, (0, 0), "text") == "alone=text\nk=b"
    assert assert_replaces(properties, "k=a\\\n  b", "a.properties", 0, (2, 2), "text") == "k=a\\\n  btext"
    assert assert_replaces(properties, "alone", "a.properties", 0, (0, 0), " ") == "alone=\\ "
    assert assert_replaces(properties, "a\\\n\nk=b", "a.properties", 0, (0, 0), ":x") == "a\\\n=\\:x\nk=b"


@given(st.data(), st.sampled_from(["", "ö", "漢"]), st.integers(0, 6), TEXTS)
@example((0, 0), "", 3, " ")
@example((0, 0), "", 3, " x")
@example((0, 0), "", 4, " ")
@example((0, 0), "", 6, "\n ")
@example((0, 4), "", 2, "")
@example((0, 5), "", 2, "")
def test_texts_are_written_in_place(data: st.DataObject | tuple[int, int], raw: str, number: int, new: str) -> None:
    content = f"# {raw}\n\n{CONTENT}"
    unit = list(properties.units(content, PATH))[number]
    assert unit.source is not None
    text = unit.source.text
    start, end = data if isinstance(data, tuple) else data.draw(spans(len(text)))
    # What begins the text after a deletion is written again: Java would leave out a space, or "=", where it stands.
    start, end, new = steps.supported(Segment("1", "", text), start, end, new)
    assert_places(properties, content, "a.properties")
    assert_replaces(properties, content, "a.properties", number, (start, end), new)
