"""The lists of words for planting errors: what they say, and where their words are found."""

from __future__ import annotations

import plant
import pytest
import tongues
import wordlists

ENDINGS = {"adj": ["", "e", "er"]}


def exchanged(text: str, others: dict[str, list[str]], lang: str = "de") -> list[tuple[str, tuple[str, ...]]]:
    return [(text[one.start : one.end], one.others) for one in wordlists.Table(others, lang).places(text)]


def test_sides_become_each_other_form_by_form() -> None:
    made = wordlists.read("antonym", "lang:adj / kurz:adj / breit:adj", ENDINGS)
    assert made["lange"] == ["kurze", "breite"]
    assert made["kurzer"] == ["langer", "breiter"]
    assert len(made) == 9


def test_of_an_arrow_only_the_first_side_is_exchanged() -> None:
    assert wordlists.read("conjunction", "gegen > für", {}) == {"gegen": ["für"]}


def test_a_form_with_two_counterparts_has_none() -> None:
    # `jarní` may be any case, and it is not known which one of the other side would agree.
    made = wordlists.read("antonym", "jarní jarní / nový nové", {})
    assert made == {"nový": ["jarní"], "nové": ["jarní"]}


def test_sides_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"alt neu / jung: sides of \[2, 1\] forms"):
        wordlists.read("antonym", "alt neu / jung", {})


def test_words_are_found_whole_and_the_longest_first() -> None:
    others = {"mehr": ["weniger"], "mehr als": ["weniger als"], "nie": ["immer"]}
    text = "Mehr als zwei Boote kamen nie mehr; Mehrwert und mehr-oder sind andere Wörter, Nietzsche auch."
    assert exchanged(text, others) == [("Mehr als", ("Weniger als",)), ("nie", ("immer",)), ("mehr", ("weniger",))]


def test_german_nouns_keep_their_capital() -> None:
    assert exchanged("Der Gewinn, nicht gewinn.", {"Gewinn": ["Verlust"]}) == [("Gewinn", ("Verlust",))]


def test_blocked_words_hide_what_is_in_them() -> None:
    assert exchanged("其他人和他", {"他": ["她"], "其他": []}, "zh") == [("他", ("她",))]


def test_katakana_words_are_found_whole() -> None:
    assert exchanged("ブロックとロック", {"ロック": ["解除"]}, "ja") == [("ロック", ("解除",))]


@pytest.mark.parametrize("lang", sorted(tongues.GAINED))
def test_the_lists_of_every_language_hold_together(lang: str) -> None:
    tables = wordlists.load(lang)
    sections = {"antonym", "kin", "quantifier", "numeral", "modal", "conjunction", "dropped", "gender", "person"}
    assert sections <= set(tables)
    for name, table in tables.items():
        for forms in table.forms.values():
            for form, others in forms:
                assert form.strip() == form != ""
                assert form not in others
                assert all("_" not in one and ":" not in one and "/" not in one for one in (form, *others)), (
                    name,
                    form,
                )
    assert sum(len(forms) for forms in tables["antonym"].forms.values()) > 150


def test_a_language_without_a_file_has_no_lists() -> None:
    assert wordlists.load("sw") == {}
    assert plant.Pools([]).lists["de"]
