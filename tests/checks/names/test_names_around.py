from __future__ import annotations

import pytest

from mtqe.checks.names.counterparts import NEARBY
from mtqe.checks.names.document import examine

Pairs = list[tuple[str, str]]
Marks = list[tuple[str, str | None, str | None]]


def marks(pairs: Pairs, source_lang: str = "en", target_lang: str = "de") -> list[Marks]:
    """Kind and text of the mismatches of each pair, without single lost names, about which the encoder decides."""
    return [
        [
            (
                mismatch.kind,
                mismatch.source and source_text[slice(*mismatch.source)],
                mismatch.target and target_text[slice(*mismatch.target)],
            )
            for mismatch in mismatches
            if mismatch.confidence > 0.4
        ]
        for (source_text, target_text), mismatches in zip(pairs, examine(pairs, source_lang, target_lang), strict=True)
    ]


def test_a_replaced_name_is_marked_even_if_the_document_has_the_new_one_elsewhere() -> None:
    elsewhere = ("The ferry to Portugal is full.", "Die Fähre nach Portugal ist voll.")
    swapped = ("Sales in Norway fell.", "Der Umsatz in Portugal sank.")
    assert marks([elsewhere, swapped]) == [[], [("swap", "Norway", "Portugal")]]
    person = ("Then Kenan Oruç came.", "Dann kam Kenan Oruç.")
    assert marks([person, ("They asked Jakub Hlinka.", "Sie fragten Kenan Oruç.")])[1] == [
        ("swap", "Jakub Hlinka", "Kenan Oruç")
    ]


def test_a_name_may_replace_a_pronoun_if_the_source_has_it_nearby() -> None:
    named = ("The ferry to Portugal is full.", "Die Fähre nach Portugal ist voll.")
    pronoun = ("It source_text cold there.", "In Portugal war es kalt.")
    between = [("Nobody said a word.", "Niemand sagte ein Wort.")]
    near, far = between * (NEARBY - 1), between * NEARBY
    assert marks([named, *near, pronoun])[-1] == []
    assert marks([pronoun, *near, named])[0] == []
    assert marks([named, *far, pronoun])[-1] == [("invented", None, "Portugal")]
    assert marks([pronoun, *far, named])[0] == [("invented", None, "Portugal")]


@pytest.mark.parametrize(
    ("source", "target", "source_text", "target_text"),
    [
        # words that only begin or sound like a name of the tables
        ("Rain fell in Iran and North Korea.", "Es regnete in Nordafrika und Nordkorea.", "Iran", "Nordafrika"),
        ("They read Einstein after lunch.", "Nach dem Essen lasen sie Carter.", "Einstein", "Carter"),
    ],
)
def test_a_coincidence_is_no_counterpart(source: str, target: str, source_text: str, target_text: str) -> None:
    assert marks([(source, target)]) == [[("swap", source_text, target_text)]]


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
def test_other_words_for_the_same_name_are_silent(source: str, target: str) -> None:
    assert marks([(source, target)]) == [[]]


def test_short_names_of_countries_are_compared_with_chinese_by_the_tables() -> None:
    assert marks([("智利的桥很多。", "Europe has many bridges.")], "zh", "en") == [[("swap", "智利", "Europe")]]
    assert marks([("这里的桥很多。", "Europe has many bridges.")], "zh", "en") == [[]]
    assert marks([("智利和欧盟的桥很多。", "Chile and Europe have many bridges.")], "zh", "en") == [[]]


def test_a_name_from_elsewhere_is_not_paired_with_a_word_that_the_document_only_copies() -> None:
    copied = [
        ("They left Oak Street.", "Sie verließen die Oak Street."),
        ("Oak Street is long.", "Oak Street ist lang."),
    ]
    translated = ("The mayor lives in the Street.", "Kenan Oruç wohnt in der Gasse.")
    named = ("The mayor is Kenan Oruç.", "Der Bürgermeister ist Kenan Oruç.")
    assert marks([*copied, translated])[-1] == [("swap", "Street", "Kenan Oruç")]
    assert marks([named, *copied, translated])[-1] == []
