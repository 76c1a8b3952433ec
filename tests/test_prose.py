"""Text of outside in sentences: always one line, and nothing that a terminal or a CI service obeys."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_commands import obeyed

from mtqe.errors import InputError
from mtqe.prose import UNSEEN, inert, storable, visible, without_commands

PIECES = st.sampled_from(
    ["::error::", "::", ":", "##[error]", "##", "#", "[", "##vso[", " ", "\n", "\r", "\t", "\x1b[31m", "\u2028", "a",
     "error", "::set-env name=A::b", "\u202e", "\udcff", "\ud800", "\x85", "\ufeff", "东", "\N{NO-BREAK SPACE}"]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20)


@given(HOSTILE)
def test_a_text_of_outside_is_one_harmless_line(text: str) -> None:
    line = inert(text)
    assert not UNSEEN.search(line)
    assert obeyed(line) == []
    assert all(obeyed(part) == [] for part in re.split(r"(?<=\s)", line)), "wherever the line is wrapped"
    assert inert(line) == line
    line.encode()


@given(HOSTILE, HOSTILE)
def test_both_lines_of_an_error_are_harmless(message: str, hint: str) -> None:
    error = InputError(message, hint)
    assert (error.message, error.hint) == (inert(message), inert(hint))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("n\udcff.txt", r"n\xff.txt"),
        ("a\x1b[31m\r\nb\tc", "a<U+001B>[31m<U+000D>↵b c"),
        ("::error::x", "<U+003A>:error::x"),
        (":: error::x", "<U+003A>: error::x"),
        ("std::vector and C::D, a ::b", "std::vector and C::D, a <U+003A>:b"),
        ("see ##[error]x ###[a", "see <U+0023>#[error]x #<U+0023>#[a"),
        ("## [a] # b", "## [a] # b"),
        ("Привет, שלום\u200f!", "Привет, שלום\u200f!"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_the_lines_of_a_view_stay_apart() -> None:
    assert without_commands("a\n ::error::\nb") == "a\n <U+003A>:error::\nb"


class Name(msgspec.Struct, frozen=True):
    text: str
    more: tuple[str, ...] = ()
    table: dict[str, list[str]] = {}


def test_what_cannot_be_written_becomes_visible() -> None:
    plain = Name("a\n\x1b", ("b",), {"c": ["d"]})
    assert storable(plain) is plain, "data that can be written stays as it is"
    hostile = Name("a\udcff\n", ("b\ud800",), {"c\udc80": ["d\udcff"]})
    assert storable(hostile) == Name("a\\xff\n", ("b<U+D800>",), {"c\\x80": [r"d\xff"]})
    assert visible("a\udcff") == r"a\xff"
