"""Times, ages and shares that a language counts from another point, and times right before a number in words."""

from __future__ import annotations

import pytest

from mtqe.checks.numbers.matching import compare


@pytest.mark.parametrize(
    ("source", "lang", "good", "wrong"),
    [
        ("Lunch began soon after 2 pm.", "ru", "Обед начался в начале третьего.", "Обед начался в начале шестого."),
        ("The ferry left at 3.40.", "ru", "Паром отошёл без двадцати четыре.", "Паром отошёл без двадцати шесть."),
        (
            "The ferry left at 2.25.",
            "de",
            "Die Fähre fuhr um fünf vor halb drei.",
            "Die Fähre fuhr um fünf vor halb vier.",
        ),
        (
            "The ferry left at 8.45.",
            "cs",
            "Trajekt odplul ve tři čtvrtě na devět.",
            "Trajekt odplul ve tři čtvrtě na šest.",
        ),
        (
            "The ferry left at 2.40.",
            "fr",
            "Le bac est parti à trois heures moins vingt.",
            "Le bac part à six heures moins vingt.",
        ),
        (
            "The weaver died at 81.",
            "de",
            "Die Weberin starb im 82. Lebensjahr.",
            "Die Weberin starb im 86. Lebensjahr.",
        ),
        ("The weaver died at 81.", "ru", "Ткачиха умерла на 82-м году жизни.", "Ткачиха умерла на 85-м году жизни."),
        ("The weaver died at 81.", "pl", "Tkaczka zmarła w 82. roku życia.", "Tkaczka zmarła w 84. roku życia."),
        (
            "Twenty percent of the looms stood still.",
            "es",
            "Paró uno de cada cinco telares.",
            "Paró uno de cada tres telares.",
        ),
        (
            "At 9.45 pm 1,100 oars rose.",
            "pl",
            "O 21.45 tysiąc sto wioseł poszło w górę.",
            "O 21.45 tysiąc dwieście wioseł.",
        ),
        ("The fleet lost millions.", "hi", "बेड़े ने लाखों गँवा दिए।", "बेड़े ने हज़ारों गँवा दिए।"),
        ("A five-page note", "cs", "Pětistránkový vzkaz", "Sedmistránkový vzkaz"),
        ("A 3-year-old slept.", "hu", "A hároméves aludt.", "Az ötéves aludt."),
        ("A man in his 30s rowed.", "fi", "Kolmikymppinen mies souti.", "Kuusikymppinen mies souti."),
    ],
)
def test_only_the_same_number_said_in_another_way_is_equal(source: str, lang: str, good: str, wrong: str) -> None:
    assert compare(source, good, "en", lang) == []
    assert compare(source, wrong, "en", lang) != []


def test_other_hours_of_a_text_are_not_explained_by_a_time() -> None:
    source, target = "At 2.25 the 7 boats left.", "Um fünf vor halb drei fuhren die 9 Boote."
    assert [
        (item.source.value, item.target.value)
        for item in compare(source, target, "en", "de")
        if item.source and item.target
    ] == [(7, 9)]
