"""Words of a list in a text: stems, phrases, prefixes, and parts of a text without spaces."""

from __future__ import annotations

import sys

import pytest

from mtqe.checks.shared.listed_words import WordList
from mtqe.language.words import words


def found(lang: str, entries: str, text: str) -> list[str]:
    listed = WordList(lang, [(entry, entry) for entry in entries.split()])
    hits = listed.find(text, [listed.token(word) for word in words(text, hyphens=False)])
    return [" ".join(text[start:end] for start, end in hit.places) + ("?" if hit.loose else "") for hit in hits]


@pytest.mark.parametrize(
    ("lang", "entries", "text", "marked"),
    [
        ("en", "grow", "Prices grew, and the grower grows.", ["grew", "grows"]),
        ("en", "favour", "They favored it.", ["favored"]),
        ("tr", "yüksel*", "Fiyatlar yükseliyordu, su yükseldi.", ["yükseliyordu", "yükseldi"]),
        ("tr", "*ebil*", "Yarın gelebilirler.", ["gelebilirler"]),
        ("de", "*straße", "Die Hauptstraße und das Straßenfest", ["Hauptstraße"]),
        (
            "de",
            "*brücke *rücken* *er*",
            "Er kam über Brückenpfeiler zur Zugbrücke.",
            ["Er", "über", "Brückenpfeiler", "Zugbrücke"],
        ),
        ("en", "turn_down", "They turned the new offer down.", ["turned down"]),
        ("en", "turn_down", "They turned to the man who sat down.", []),
        ("en", "turn_down", "They turned, down there.", []),
        ("en", "turn_down", "They turned.", []),
        ("tr", "kabul_et*", "Planı kabul etmediler.", ["kabul etmediler"]),
        ("fr", "ouest", "À l’ouest de l'île", ["l’ouest"]),
        ("cs", "nezávislý", "Nezávislé město je závislé.", ["Nezávislé"]),
        ("cs", "závislý", "Nezávislé město je závislé.", ["Nezávislé", "závislé"]),
        ("cs", "nezávislý závislý", "Nezávislé město.", ["Nezávislé"]),
        ("ar", "رفض*", "وقد رفضت اللجنة", ["رفضت"]),
        ("ar", "برئ", "بُرِّئ الرجل", ["بُرِّئ"]),
        ("ar", "شمال", "بالشمال والشمال للشمال", ["بالشمال", "والشمال", "للشمال"]),
        ("ar", "شمال", "الشمالية", []),
        ("he", "צפון", "בצפון ושבצפון", ["בצפון", "ושבצפון"]),
        ("zh", "增长 长", "出口增长了", ["增长"]),
        ("zh", "以_北", "港口以北，以港口为北", ["以 北", "以 北"]),
        ("ja", "北", "港の北で北海道へ", ["北", "北?"]),
        ("ja", "増え*", "輸出が増えた", ["増え"]),
    ],
)
def test_words_of_a_list(lang: str, entries: str, text: str, marked: list[str]) -> None:
    assert found(lang, entries, text) == marked


def test_a_word_costs_the_same_in_a_long_list() -> None:
    steps = [_steps(WordList("de", [(f"*{number:05}straße", True) for number in range(size)])) for size in (10, 10_000)]
    assert steps[0] == steps[1]


def _steps(listed: WordList[bool]) -> int:
    """The number of calls and returns while the list looks for the words of a text."""
    text = "Die Bahnhofstraße und der Uferweg"
    tokens = [listed.token(word) for word in words(text)]
    events: list[str] = []
    sys.setprofile(lambda frame, event, argument: events.append(event))
    try:
        listed.find(text, tokens)
    finally:
        sys.setprofile(None)
    return len(events)
