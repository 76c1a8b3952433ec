"""No check raises, marks outside its text or blows up, whatever the text."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mtqe.checks import runner as room
from mtqe.model import Glossary, Segment, Term
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context

LANGS = [("en", "de"), ("de", "en"), ("zh", "en"), ("en", "ja"), ("ru", "fr"), ("ar", "id")]
GLOSSARY = Glossary(
    (Term("a", "b"), Term("boat", "Boot"), Term("1", "2"), Term("船", "boat"), Term("the old mill", "x", "forbidden"))
)
EVERY = check_table.select(preview=True)
TIMED = [check for check in EVERY if "encoder" not in check.needs]
"""Reading takes the encoder its time, which grows with the length; what the check adds is timed in its own tests."""

# Plain random characters seldom come near a rule; these pieces do.
PIECES = [
    "the", "old", "mill", "boat", "Boot", "der", "und", "船", "百", "万", "1", "1,", "2.", "12:30",
    "3rd", "½", "IV", "%", "$", "bn", "Mio.", "one", "hundred", "zweiund", "[", "]", "(", ")", "“",
    "”", "„", "«", "»", "'", "’", '"', "」", "`", "```", "{", "}", "<b>", "&amp;", "@", "#", "://",
    "www.", ".", ",", ":", ";", "!", "?", "…", "-", "–", "_", "/", "\\", " ", "\u00a0", "\t", "\n",
    "\u2028", "\u0301", "\u200d", "İ", "ß", "ǅ", "ﬁ", "٣", "²", "Ⅳ", "中", "ア", "한", "😀",
    "Here is the translation:", "Sure,", "Read more",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.lists(
    st.sampled_from(PIECES), max_size=25
).map("".join)

# What has cost time that grows with the square of the length, or looks as if it could.
LONG = 20_000
UNITS = [
    "a",
    "1",
    "1,",
    "a.b",
    ") ",
    "[a]",
    "{a",
    "„",
    "'a' ",
    ". ",
    "\t",
    "中",
    "百",
    "7 ",
    "hundred ",
    "the boat and ",
]
SECONDS = 2.0
"""CPU time of one check on one such segment; it takes some 0.05 s, and what is wrong took 4 to 14."""


def check_all(pairs: list[tuple[str, str]], langs: tuple[str, str], aligned: bool, checks: list[Check] = EVERY) -> None:
    meta = {"kind": "match"} if aligned else {}
    segments = [Segment(str(n), *pair, doc="d", meta=meta) for n, pair in enumerate(pairs)]
    outcome = room.run(checks, segments, Context(*langs, glossary=GLOSSARY))
    assert outcome.problems == ()  # a span outside its text is a problem too
    for finding in outcome.findings:
        segment = segments[int(finding.segment)]
        assert finding.message
        for span, marked in zip(finding.spans, finding.marked, strict=True):
            assert segment.text(span.side)[span.start : span.end] == marked
            assert marked.strip(), finding


@settings(max_examples=35, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3), st.sampled_from(LANGS), st.booleans())
@example([("", "")], ("en", "de"), True)
def test_any_text(pairs: list[tuple[str, str]], langs: tuple[str, str], aligned: bool) -> None:
    check_all([*pairs, *((text, text) for text, _ in pairs)], langs, aligned)


@pytest.fixture
def others_uncollected() -> None:
    """The collector looks at no object of earlier tests, which takes seconds in a large process."""
    gc.collect()
    gc.freeze()


def seconds_of(check: Check, text: str, context: Context) -> float:
    """The CPU time of a check of two segments with this text."""
    started = time.process_time()
    outcome = room.run([check], [Segment("1", text, text), Segment("2", "A boat.", text)], context)
    assert outcome.problems == ()
    return time.process_time() - started


@pytest.mark.usefixtures("others_uncollected")
@pytest.mark.parametrize("unit", UNITS)
def test_long_text(unit: str) -> None:
    text = (unit * LONG)[:LONG]
    for check in TIMED:
        context = Context("en", "de", glossary=GLOSSARY)
        short = text[:400]
        room.run(
            [check], [Segment("1", short, short), Segment("2", "A boat.", short)], context
        )  # reads tables of words
        # A table that only a longer text needs is read by the first of two attempts.
        assert any(seconds_of(check, text[cut:], context) < SECONDS for cut in (0, 1)), check.name


@pytest.mark.usefixtures("others_uncollected")
def test_long_text_of_many_words() -> None:
    numbers = " ".join(map(str, range(100, 2000)))
    words = " ".join(f"w{a}{b}{c}" for a in "abcdefghijkl" for b in "abcdefghijkl" for c in "abcdefghijkl")
    for source, target in ((words, f"{words} x {words}"), (numbers, numbers.replace("0", "7")), (words, numbers)):
        started = time.process_time()
        check_all([(source, target)], ("en", "de"), False, TIMED)
        assert time.process_time() - started < 3 * SECONDS
