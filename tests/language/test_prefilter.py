"""Every match of a regular expression contains its needed pieces, and a sieve never drops a matching rule."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.artifacts import pattern_rules
from mtqe.language import boilerplate, prefilter


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("the ferry", {"the ferry"}),
        (r"\bFerry\b|boats?", {"ferry", "boat"}),
        ("(?:a|b)long(?:er)?", {"long"}),
        (r"\w+ (?:left|sank)", {"left", "sank"}),
        ("(?:ab){2,}c?", {"ab"}),
        ("[<>]", {"<", ">"}),
        ("ferry|ferryman", {"ferry"}),
        ("[ \u00a0]", None),
        ("a?b*", None),
        ("ferry|[a-z]+", None),
        ("(?!x)(?=y)", None),
    ],
)
def test_needed(pattern: str, expected: set[str] | None) -> None:
    assert prefilter.needed([pattern]) == (None if expected is None else frozenset(expected))


SIEVED = ["let me know", r"\bas an? (?:ai|robot)\b", "[<>]{2}", r"\d+", "über(?:setz|fahr)t"]


@given(st.lists(st.sampled_from(["Let me", " know", "as a ", "robot", "ai", "<<", "7", "übersetzt", "ÜBERFAHRT", " "])))
def test_a_sieve_lets_through_all_that_matches(parts: list[str]) -> None:
    text = "".join(parts)
    possible = prefilter.Sieve(prefilter.mesh([pattern]) for pattern in SIEVED).possible(text)
    assert possible == sorted(possible)
    assert {n for n, pattern in enumerate(SIEVED) if re.search(pattern, text, re.IGNORECASE)} <= set(possible)


def test_a_sieve_keeps_back_what_cannot_match() -> None:
    sieve = prefilter.Sieve(map(prefilter.mesh, [["let me know"], ["ferry"], [r"\d"], None]))
    assert sieve.possible("He let us know.") == [2, 3]
    assert sieve.possible("Ferries and a FERRYMAN") == [1, 2, 3]


@pytest.mark.parametrize("file", ["artifacts", "characters", "residue"])
def test_few_rules_are_left_for_a_plain_text(file: str) -> None:
    assert pattern_rules._possible(file, "The old ferry left the harbour late.") == []


def test_all_page_furniture_is_sieved() -> None:
    langs = tuple(sorted({lang for rule in boilerplate.rules() for lang in {**rule["line"], **rule.get("within", {})}}))
    assert boilerplate._patterns(langs)[1].possible("") == []


@pytest.mark.parametrize(
    "text",
    ["The ferry left late. Sign up for our\n newsletter.", "Advertisement", "We use  cookies to improve your visit."],
)
def test_a_text_with_page_furniture_may_have_some(text: str) -> None:
    assert boilerplate.may_have(text, "en")


def test_a_plain_text_has_no_page_furniture() -> None:
    assert not boilerplate.may_have("The old ferry left the harbour late.", "en", "de")
