"""The kind of an inline code and its value."""

from __future__ import annotations

import pytest

from mtqe.formats.exchange.code_kinds import described


@pytest.mark.parametrize(
    ("types", "data", "kind", "value"),
    [
        (("bold",), "{}", "format", ""),
        (("x-html-em",), "", "format", ""),
        (("xlf:b", "fmt"), "", "format", ""),
        ((), "<strong class='a'>", "format", ""),
        ((), "</b>", "format", ""),
        (("cf",), '<cf bold="True">', "format", ""),
        (("link",), "", "link", ""),
        ((), '<a class="x" href="https://pump.example/a?b=1">', "link", "https://pump.example/a?b=1"),
        (("link",), "https://pump.example/", "link", "https://pump.example/"),
        (("x-a",), "<a href=pump.html>", "link", "pump.html"),
        (("lb",), "", "break", ""),
        (("xlf:lb", "fmt"), "<wbr>", "break", ""),
        ((), "<br/>", "break", ""),
        ((), "<w:br/>", "break", ""),
        ((), "<img alt='' src='a.png'/>", "image", "a.png"),
        (("image",), "", "image", ""),
        ((), "{count}", "variable", "count"),
        ((), "{{ user.name }}", "variable", "user.name"),
        ((), "${total}", "variable", "total"),
        ((), "{n, plural, one {# file} other {# files}}", "variable", "n"),
        ((), "%s", "variable", ""),
        ((), "%1$s", "variable", "1"),
        ((), "%-05.2f", "variable", ""),
        ((), "%(name)s", "variable", "name"),
        ((), "%2", "variable", "2"),
        ((), "%HOST%", "variable", "HOST"),
        ((), "$path", "variable", "path"),
        ((), "<%= user %>", "variable", "user"),
        (("xlf:var",), "x", "variable", ""),
        (("date",), "", "variable", ""),
        ((), "<glossary id='1'>", "other", ""),
        (("x-unknown", "other"), "{", "other", ""),
        ((), "", "other", ""),
        ((), "100%", "other", ""),
    ],
)  # fmt: skip
def test_kind_and_value(types: tuple[str, ...], data: str, kind: str, value: str) -> None:
    assert described(types, data, alone=True) == (kind, value)


@pytest.mark.parametrize("data", ["{count}", "%s"])
def test_an_end_of_a_pair_is_no_variable(data: str) -> None:
    assert described(("field",), data, alone=False) == ("other", "")


@pytest.mark.parametrize(
    "data", ["{" + " " * 200_000, "%" + "0" * 200_000, "<a " + "href=" * 50_000, " " * 200_000 + "{"]
)
def test_long_codes_are_read_fast(data: str) -> None:
    assert described(("link",), data, alone=True)[0] == "link"
    assert described((), data, alone=True)[0] in ("other", "link", "variable")
