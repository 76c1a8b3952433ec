from __future__ import annotations

import pytest

from mtqe.checks.names.counterparts import AROUND
from mtqe.checks.names.document import examine

Pairs = list[tuple[str, str]]
Marks = list[tuple[str, str | None, str | None]]


def marks(pairs: Pairs, source: str = "en", target: str = "de") -> list[Marks]:
    """Kind and text of what is found in each pair, single lost names aside, which the encoder judges."""
    return [
        [
            (item.kind, item.source and was[slice(*item.source)], item.target and now[slice(*item.target)])
            for item in items
            if item.confidence > 0.4
        ]
        for (was, now), items in zip(pairs, examine(pairs, source, target), strict=True)
    ]


def test_a_name_that_stands_for_another_is_wrong_though_the_document_has_it_elsewhere() -> None:
    other = ("The ferry to Portugal is full.", "Die Fähre nach Portugal ist voll.")
    swapped = ("Sales in Norway fell.", "Der Umsatz in Portugal sank.")
    assert marks([other, swapped]) == [[], [("swap", "Norway", "Portugal")]]
    person = ("Then Kenan Oruç came.", "Dann kam Kenan Oruç.")
    assert marks([person, ("They asked Jakub Hlinka.", "Sie fragten Kenan Oruç.")])[1] == [
        ("swap", "Jakub Hlinka", "Kenan Oruç")
    ]


def test_a_name_may_stand_for_a_pronoun_only_where_the_source_has_it_nearby() -> None:
    named = ("The ferry to Portugal is full.", "Die Fähre nach Portugal ist voll.")
    pronoun = ("It was cold there.", "In Portugal war es kalt.")
    between = [("Nobody said a word.", "Niemand sagte ein Wort.")]
    near, far = between * (AROUND - 1), between * AROUND
    assert marks([named, *near, pronoun])[-1] == []
    assert marks([pronoun, *near, named])[0] == []
    assert marks([named, *far, pronoun])[-1] == [("invented", None, "Portugal")]
    assert marks([pronoun, *far, named])[0] == [("invented", None, "Portugal")]


@pytest.mark.parametrize(
    ("source", "target", "was", "now"),
    [
        # words that merely begin or sound like a name of the tables
        ("Rain fell in Iran and North Korea.", "Es regnete in Nordafrika und Nordkorea.", "Iran", "Nordafrika"),
        ("They read Einstein after lunch.", "Nach dem Essen lasen sie Carter.", "Einstein", "Carter"),
    ],
)
def test_chance_makes_no_counterpart(source: str, target: str, was: str, now: str) -> None:
    assert marks([(source, target)]) == [[("swap", was, now)]]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The UK protested.", "London protestierte."),
        ("London protested.", "Das UK protestierte."),
        ("If Britain crashes out of it, they leave.", "Bei einem ungeregelten Brexit gehen sie."),
        ("The toy costs 10p today.", "Das Spielzeug kostet heute 10 Pence."),
        ("There are two modes.", "Es gibt zwei Modi."),
    ],
)
def test_other_words_for_the_same(source: str, target: str) -> None:
    assert marks([(source, target)]) == [[]]


def test_short_names_of_countries_are_compared_with_chinese_by_the_tables() -> None:
    assert marks([("智利的桥很多。", "Europe has many bridges.")], "zh", "en") == [[("swap", "智利", "Europe")]]
    assert marks([("这里的桥很多。", "Europe has many bridges.")], "zh", "en") == [[]]
    assert marks([("智利和欧盟的桥很多。", "Chile and Europe have many bridges.")], "zh", "en") == [[]]


def test_what_the_document_has_elsewhere_does_not_stand_for_a_word_that_it_merely_keeps() -> None:
    kept = [("They left Oak Street.", "Sie verließen die Oak Street."), ("Oak Street is long.", "Oak Street ist lang.")]
    translated = ("The mayor lives in the Street.", "Kenan Oruç wohnt in der Gasse.")
    named = ("The mayor is Kenan Oruç.", "Der Bürgermeister ist Kenan Oruç.")
    assert marks([*kept, translated])[-1] == [("swap", "Street", "Kenan Oruç")]
    assert marks([named, *kept, translated])[-1] == []
