"""ICU messages: branches with exact places, quoting, and text that is no message."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.language import icu


def read(text: str) -> list[tuple[str, str, dict[str, str]]]:
    return [
        (m.name, m.kind, {branch.selector: text[branch.opening : branch.end - 1] for branch in m.branches})
        for m in icu.messages(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it's plain", []),
        ("{name} and {0}", []),
        ("{n, plural, one {# ship} other {# ships}}", [("n", "plural", {"one": "# ship", "other": "# ships"})]),
        (
            "{n,plural,offset:1 =0{none} =1 {one} other{#}}",
            [("n", "plural", {"=0": "none", "=1": "one", "other": "#"})],
        ),
        (
            "{g, select, a-b {x {n, plural, other {#}} y} other {}}",
            [("g", "select", {"a-b": "x {n, plural, other {#}} y", "other": ""})],
        ),
        ("on {d, date, long} at {t, time}", [("d", "date", {}), ("t", "time", {})]),
        ("{n, plural, other {a '{' b}}", [("n", "plural", {"other": "a '{' b"})]),
        ("{n, plural, other {it''s '}}' # '{x}'}}", [("n", "plural", {"other": "it''s '}}' # '{x}'"})]),
        ("{n, plural, other {l'{name} de #}} end", [("n", "plural", {"other": "l'{name} de #"})]),
        ("{n, plural, other {# ships}", []),
        ("{n, plural, } {d, date}", [("d", "date", {})]),
    ],
)
def test_messages_and_branches(text: str, expected: list[tuple[str, str, dict[str, str]]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "balanced"),
    [("{a} {b {c}}", True), ("it's '{'", True), ("{a", False), ("a}", False), ("}{", False), ("l'{a} d'{b}", True)],
)
def test_balanced_braces(text: str, balanced: bool) -> None:
    assert icu.Braces(text).balanced() is balanced


@given(st.text("{}',# an=1plural select other", max_size=60))
def test_ranges_lie_in_each_other(text: str) -> None:
    for message in icu.messages(text):
        assert text[message.start] == "{"
        assert text[message.end - 1] == "}"
        last = message.type_end
        for branch in message.branches:
            assert last <= branch.start < branch.opening < branch.end < message.end
            assert text[branch.start :].startswith(branch.selector)
            last = branch.end


@pytest.mark.parametrize(
    "fill", ["{", "}", "'", "''", "'{", "{a,plural,", "{a,plural,b{", "{ ", "{a,date}", "{a,plural,other{x}}"]
)
def test_long_texts_take_linear_time(fill: str) -> None:
    text = fill * (500_000 // len(fill))
    start = time.perf_counter()
    icu.messages(text)
    icu.Braces(text).balanced()
    assert time.perf_counter() - start < 10
