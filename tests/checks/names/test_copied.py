"""Names that became another name in a translation that copies names."""

from __future__ import annotations

import pytest

from mtqe.checks.names.document import examine

SOURCES = (
    "Maren Thorsby runs the mill in Ellisford.",
    "The mill belongs to Thorsby and her brother Edvard Kvale.",
    "Kvale has a boat, and Wetherell has a horse.",
)
"""Sentences whose names a translation copies."""
SPANISH = (
    "Maren Thorsby dirige el molino de Ellisford.",
    "El molino es de Thorsby y de su hermano Edvard Kvale.",
    "Kvale tiene un barco y Wetherell tiene un caballo.",
)
GERMAN = (
    "Maren Thorsby leitet die Mühle in Ellisford.",
    "Die Mühle gehört Thorsby und ihrem Bruder Edvard Kvale.",
    "Kvale hat ein Boot und Wetherell hat ein Pferd.",
)
RESTS = {"es": SPANISH, "de": GERMAN}


def marked(source: str, target: str, lang: str) -> list[tuple[str, str]]:
    *_, found = examine([*zip(SOURCES, RESTS[lang], strict=True), (source, target)], "en", lang)
    return [
        (source[slice(*one.source)], target[slice(*one.target)])
        for one in found
        if one.kind == "swap" and one.source and one.target
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Joan Whitby", "Joan Whitley"), ("Ingrid Solberg", "Ingrid Lindqvist"), ("Daniel Pryce", "Duncan Pryce")],
)
def test_another_name_beside_the_word_that_was_copied(right: str, wrong: str) -> None:
    source = f"{right} sells bread at the gate."
    surnames = right.split()[1], wrong.split()[1]
    assert marked(source, f"Junto a la puerta vende pan {right}.", "es") == []
    assert marked(source, f"Junto a la puerta vende pan {wrong}.", "es") in ([(right, wrong)], [surnames])


def test_another_spelling_is_no_other_name() -> None:
    source = "Nino Tavadze sells bread at the gate."
    assert marked(source, "Am Tor verkauft Nino Tawadse Brot.", "de") == []


def test_a_common_word_beside_a_name_is_translated() -> None:
    source = "They slept near the Ellisford River."
    assert marked(source, "Durmieron junto al Ellisford Riachuelo.", "es") == []


def test_a_short_name_that_became_a_person_of_the_document() -> None:
    source = "“It was never for sale,” Okell told the jury."
    assert marked(source, "«Nunca estuvo en venta», dijo Okell al jurado.", "es") == []
    assert marked(source, "«Nunca estuvo en venta», dijo Wetherell al jurado.", "es") == [("Okell", "Wetherell")]
    assert marked(source, "«Nunca estuvo en venta», dijo ella al jurado.", "es") == []


def test_a_place_that_became_another_place() -> None:
    source = "The dead man came from Norwich."
    assert marked(source, "El muerto era de Norwich.", "es") == []
    assert marked(source, "El muerto era de Ipswich.", "es") == [("Norwich", "Ipswich")]


def test_a_city_of_a_country_that_both_texts_name() -> None:
    source = "All of them were made at a factory in Penang, Malaysia."
    assert marked(source, "Todos se fabricaron en una planta de Penang, en Malasia.", "es") == []
    assert marked(source, "Todos se fabricaron en una planta de Johor, en Malasia.", "es") == [("Penang", "Johor")]


def test_another_name_of_the_same_place() -> None:
    source = "The ship left for Scotland in the evening."
    assert marked(source, "Das Schiff lief am Abend nach Schottland aus.", "de") == []
