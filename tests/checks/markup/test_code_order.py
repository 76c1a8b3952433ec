"""Nesting and order of many inline codes."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.markup import code_order
from mtqe.model import Code, Hit, Segment, Side

MANY = 20_000
SECONDS = 10.0
"""Seconds: of processor time for a segment with many codes."""


def hits(source: str, target: str) -> list[Hit]:
    codes = (*codes_of(source, "source"), *codes_of(target, "target"))
    return list(code_order.hits(Segment("1", "x", "x", codes=codes), ("en", "de")))


def codes_of(tags: str, side: Side) -> list[Code]:
    """The codes of tags such as `<a>` and `</a>`."""
    return [
        Code(side, 0, 0, tag.strip("<>"), "close" if tag[1] == "/" else "open", text=tag)
        for tag in re.findall("<[^>]+>", tags)
    ]


def crossing(number: int) -> str:
    """Pairs that all cross each other."""
    return "".join(f"<t{n}>" for n in range(number)) + "x" + "".join(f"</t{n}>" for n in range(number))


def inward(number: int) -> str:
    """Pairs inside each other."""
    return "".join(f"<t{n}>" for n in range(number)) + "x" + "".join(f"</t{n}>" for n in reversed(range(number)))


def test_a_fault_among_many_codes_is_found() -> None:
    rest = "".join(f"<t{n}>x</t{n}>" for n in range(2, 400))
    (hit,) = hits("<t0>a<t1>b</t1></t0>" + rest, "<t0>a<t1>b</t0></t1>" + rest)
    assert hit.message == "the tags <t0> and <t1> do not nest"


def test_very_many_pairs_that_cross_are_one_finding() -> None:
    (hit,) = hits(inward(100), crossing(100))
    assert hit.message == "over 400 pairs of tags do not nest"
    assert hits(crossing(100), crossing(100)) == []


def test_many_codes_are_compared_in_time() -> None:
    begin = time.process_time()
    half = MANY // 2
    row = "".join(f"<t{n}>x</t{n}>" for n in range(half))
    assert hits(row, row) == []
    assert hits(inward(half), inward(half)) == []
    assert len(hits(inward(half), crossing(half))) == 1
    assert time.process_time() - begin < SECONDS


@given(st.permutations([f"<{end}t{n}>" for n in range(4) for end in ("", "/")]))
def test_the_same_order_has_no_fault(codes: list[str]) -> None:
    assert hits(" ".join(codes), " ".join(codes)) == []
