"""Words of running text; the offsets are right for any text."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.language import words

TEXTS = st.text(
    st.sampled_from("abÄßz 19'’-.„“«»\"()[]@#/<>{}_\n中文かไทยิ\u0301\u200dहि") | st.characters(codec="utf-8"),
    max_size=60,
)


@given(TEXTS, st.booleans())
def test_words_stand_where_they_say(text: str, hyphens: bool) -> None:
    end = 0
    for word in words.words(text, hyphens):
        assert text[word.start : word.end] == word.text
        assert word.start >= end
        assert word.key == words.key(word.text)
        end = word.end


@given(TEXTS)
def test_words_without_hyphens_and_quotations_are_those_of_their_patterns(text: str) -> None:
    pattern = words._WORD[words._RARE.search(text) is not None, False]
    assert [(word.start, word.end) for word in words.words(text, hyphens=False)] == [
        found.span() for found in pattern.finditer(text)
    ]
    assert list(words.quoted(text)) == [found.span() for found in words._QUOTED.finditer(text)]


@given(st.lists(st.sampled_from(["a", "b", "A", "c"]), max_size=12), st.lists(st.sampled_from(["a", "b", "B", "d"])))
def test_copied_share_counts_each_copy_once(source: list[str], target: list[str]) -> None:
    both = Counter(map(str.lower, source)) & Counter(map(str.lower, target))
    share = words.copied_share(words.keys(" ".join(source)), words.keys(" ".join(target)))
    assert share == pytest.approx(both.total() / len(target) if target else 0.0)


@given(TEXTS)
def test_straight_and_masked_keep_offsets(text: str) -> None:
    assert len(words.straight(text)) == len(text)
    masked = words.masked(text)
    assert len(masked) == len(text)
    assert all(a == b or a == " " for a, b in zip(masked, text, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in words.quoted(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A part-time job – Anna’s, no?", ["A", "part-time", "job", "Anna’s", "no"]),
        ("他在北京 live", ["他", "在", "北", "京", "live"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("ภาษาไทย", ["ภาษาไทย"]),
        ("3,5 % of 12", ["3", "5", "of", "12"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words.words(text)] == expected


def test_hyphens_can_part_words() -> None:
    assert [word.key for word in words.words("Part-time", hyphens=False)] == ["part", "time"]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=c",
        "@anna_b",
        "#LateShift",
        "name@example.org",
        "{count}",
        "<b>",
        "README.md",
        "%s",
        "%(second)02d",
    ],
)
def test_what_is_no_text_is_masked(text: str) -> None:
    assert words.masked(f"see {text} now").split() == ["see", "now"]


@pytest.mark.parametrize("text", ["3.5", "and/or", "50% off", "he left. She stayed", "a < b"])
def test_text_is_not_masked(text: str) -> None:
    assert words.masked(text) == text


@pytest.mark.parametrize("quote", ["„so“", "“so”", "»so«", "«so»", '"so"', "‘so’", "'so'", "‚so‘", "「so」"])
def test_quoted(quote: str) -> None:
    text = f"it’s {quote} isn’t it"
    assert [text[start:end] for start, end in words.quoted(text)] == [quote]


def test_names_and_titles_by_their_looks() -> None:
    assert [w for w in ("the", "Anna", "iPhone", "x2", "straße", "中", "7") if words.is_plain(w)] == [
        "the",
        "straße",
        "中",
    ]
    assert words.is_title(words.words("The Tale of the Fox"))
    assert not words.is_title(words.words("The tale never ends"))


def test_copied_share_counts_each_word_once() -> None:
    assert words.copied_share(words.keys("a b c"), words.keys("A a b d")) == 0.5
    assert words.copied_share(words.keys("a"), []) == 0.0


@given(TEXTS, st.booleans())
def test_texts_and_keys_are_those_of_the_words(text: str, hyphens: bool) -> None:
    assert words.keys(text, hyphens) == tuple(word.key for word in words.words(text, hyphens))
    assert words.texts(text) == tuple(word.text for word in words.words(text))


@pytest.mark.parametrize("part", ["1.", "a-", "a1-", "a@", "<a", "{a"])
def test_masked_takes_linear_time(part: str) -> None:
    text = f"a.b {part * 40_000}"
    started = time.process_time()
    assert len(words.masked(text)) == len(text)
    assert time.process_time() - started < 2.0  # quadratic time would be more than ten seconds


def test_masked_finds_addresses_in_any_place() -> None:
    text = "Mail (ann.b+c@sea.example), ben@sea.example; -x.py, 4-file.txt or a-b.c."
    assert words.masked(text).split() == ["Mail", "(", "),", ";", "-", ",", "4-", "or", "."]
