"""Phrases are found where a plain search finds them, however many there are."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.team import text_forms
from mtqe.checks.team.phrase_finder import PhraseFinder, Wanted
from mtqe.checks.team.word_characters import is_edge

TEXTS = st.text(st.sampled_from("aAbßsé\u0301 -'’漢字_\u00a0ẞ"), max_size=10)


def is_phrase(text: str) -> bool:
    """Whether a text has more than spaces and does not begin inside a character."""
    return bool(text.strip()) and not text.strip().startswith("\u0301")


def naive(phrase: str, text: str, match_case: bool, whole_words: bool) -> list[tuple[int, int]]:
    """All places of a phrase, longest first, none in another."""
    fold = text_forms.cased if match_case else lambda part: text_forms.caseless(part).text
    form = text_forms.composed(text)
    ends = [*(form.span(at, at + 1)[0] for at in range(len(form.text))), len(text)]
    found, done = [], -1
    for start in ends:
        for end in reversed(ends):
            edges = not whole_words or (is_edge(text, start) and is_edge(text, end))
            if done <= start < end and edges and fold(text[start:end]) == fold(phrase.strip()):
                found.append((start, end))
                done = end
                break
    return found


@given(st.lists(TEXTS.filter(is_phrase), max_size=4), TEXTS, st.booleans(), st.booleans())
def test_phrases_are_where_a_plain_search_finds_them(
    phrases: list[str], text: str, match_case: bool, whole_words: bool
) -> None:
    wanted = [Wanted(number, phrase, match_case, whole_words, False) for number, phrase in enumerate(phrases)]
    found = PhraseFinder(wanted, "de").find(text)
    for number, phrase in enumerate(phrases):
        places = [(one.start, one.end) for one in found.get(number, ())]
        assert places == naive(phrase, text, match_case, whole_words), (phrase, text)


@given(st.lists(st.sampled_from(["das", "Haus", "Häuser", "Hauses", "alt", "alte", "altes", ",", "Hof"]), max_size=8))
def test_forms_of_a_phrase_are_found_as_its_words_stand(words: list[str]) -> None:
    text = " ".join(words)
    found = PhraseFinder([Wanted(0, "altes Haus", False, True, True)], "de").find(text).get(0, ())
    forms = [
        f"{first} {second}"
        for first, second in itertools.pairwise(words)
        if first.startswith("alt") and second in ("Haus", "Häuser", "Hauses")
    ]
    assert [text[one.start : one.end] for one in found] == forms


def test_the_longest_phrase_of_a_rule_counts_and_allowed_ones_do_not() -> None:
    def wanted(text: str, allows: bool = False) -> Wanted:
        return Wanted(0, text, False, True, False, allows)

    finder = PhraseFinder([wanted("ID"), wanted("user ID"), wanted("the user ID", True), wanted("ID card")], "en")
    text = "user ID, the user ID, ID card"
    assert [text[one.start : one.end] for one in finder.find(text)[0]] == ["user ID", "ID card"]


def test_a_turkish_capital_is_its_small_letter() -> None:
    text = "İSTANBUL, İstanbul, ISTANBUL"
    found = PhraseFinder([Wanted(0, "istanbul", False, True, False)], "tr").find(text)[0]
    assert [text[one.start : one.end] for one in found] == ["İSTANBUL", "İstanbul", "ISTANBUL"]
    found = PhraseFinder([Wanted(0, "İstanbul", False, True, False)], "tr").find("istanbul")[0]
    assert [(one.start, one.end) for one in found] == [(0, 8)]
