"""Numbers that were only lost or added, also if an equal number is on both sides."""

from __future__ import annotations

import pytest

from mtqe.checks.numbers.matching import compare
from mtqe.checks.numbers.number_mismatch import number_mismatch
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

EN_DE = ("en", "de")


def marked(langs: tuple[str, str], source: str, target: str) -> list[tuple[str, ...]]:
    hits = number_mismatch.run(Segment("1", source, target), Context(*langs))
    sides = {"source": source, "target": target}
    return [tuple(sides[span.side][span.start : span.end] for span in hit.spans) for hit in hits]


@pytest.mark.parametrize(
    ("langs", "source", "right", "wrong", "expected"),
    [
        # one of several equal numbers
        (EN_DE, "A 4 by 4 grid", "Ein Raster von 4 mal 4", "Ein Raster von 4", ("4",)),
        (EN_DE, "Set X=300 and Y=300.", "X=300 und Y=300 setzen.", "X=300 und Y= setzen.", ("300",)),
        (("en", "fr"), "Open at 9, not 8 or 9.", "Ouvert à 9, pas 8 ou 9.", "Ouvert à 9, pas 8.", ("9",)),
        (EN_DE, "In 2018 and in 2018 again", "2018 und wieder 2018", "2018 und wieder", ("2018",)),
        (EN_DE, "It closes on December 12.", "Es schließt am 12. Dezember.", "Es schließt im Dezember.", ("12",)),
        (("de", "en"), "Es kostet 20 Cent.", "It costs 20 cents.", "It costs 20 of 20 cents.", ("20",)),
        (("zh", "en"), "第5行和第5列", "row 5 and column 5", "row 5 and column", ("5",)),
        # another number is in its place
        (EN_DE, "7 of 7 doors, 5 keys", "7 von 7 Türen, 5 Schlüssel", "7 von 5 Türen, 5 Schlüssel", ("7", "5")),
        (EN_DE, "the third of three", "der dritte von drei", "der vierte von drei", ("third", "vierte")),
        (("en", "it"), "in June and in July", "in giugno e in luglio", "in luglio e in luglio", ("June", "luglio")),
        # a 1
        (("en", "pl"), "Turn page 1.", "Przewróć stronę 1.", "Przewróć stronę.", ("1",)),
        (EN_DE, "A key is in figure 1.", "Ein Schlüssel ist in Bild 1.", "Ein Schlüssel ist im Bild.", ("1",)),
        (EN_DE, "A boat comes on 1 May.", "Ein Boot kommt am 1. Mai.", "Ein Boot kommt im Mai.", ("1",)),
        # words
        (EN_DE, "Take three pills.", "Nehmen Sie drei Tabletten.", "Nehmen Sie Tabletten.", ("three",)),
        (("fr", "en"), "Il a planté deux arbres.", "He planted two trees.", "He planted trees.", ("deux",)),
        (("de", "en"), "Siebzehn Kühe kamen.", "Seventeen cows came.", "Cows came.", ("Siebzehn",)),
        (EN_DE, "twice a day", "zweimal täglich", "dreimal täglich", ("twice", "dreimal")),
        (("zh", "en"), "第三章", "the third chapter", "the fourth chapter", ("三", "fourth")),
        # words and codes that may explain a number on both sides
        (EN_DE, "after 60 seconds", "nach 60 Sekunden", "nach Sekunden", ("60",)),
        (EN_DE, "50 rows, A1:B50", "50 Zeilen, A1:B50", "Zeilen, A1:B50", ("50",)),
        # a word that touches the figure, because a space was lost
        (EN_DE, "The boats are old.", "Die Boote sind alt.", "9274Die Boote sind alt.", ("9274",)),
        (EN_DE, "The 3Com card", "Die Karte von 3Com", "Die Karte von 4Com", ("3", "4")),
        # separators
        (("en", "zh"), "1,234 cows", "1,234头牛", "1.234头牛", ("1,234", "1.234")),
        (("de", "pt"), "1.234 Kühe", "1.234 vacas", "1,234 vacas", ("1.234", "1,234")),
        (EN_DE, "$3,000 in the third week", "3.000 Dollar in der dritten Woche", "In der dritten Woche", ("3,000",)),
    ],
)
def test_lost_numbers_are_marked(
    langs: tuple[str, str], source: str, right: str, wrong: str, expected: tuple[str, ...]
) -> None:
    assert marked(langs, source, right) == []
    assert marked(langs, source, wrong) == [expected]


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        (EN_DE, "It has eight (8) legs.", "Es hat acht Beine."),
        (EN_DE, "The two of us waited.", "Wir warteten gemeinsam."),
        (EN_DE, "The link between the two ports is down.", "Die Verbindung der Häfen ist unterbrochen."),
        (EN_DE, "It is a three-point plan.", "Es ist ein Plan."),
        (EN_DE, "Millions of bees came.", "Unzählige Bienen kamen."),
        (EN_DE, "two and a half days", "zweieinhalb Tage"),
        (("de", "en"), "Geben Sie acht.", "Take care."),
        (("ru", "en"), "Мы видели его семью.", "We saw his family."),
        (("es", "en"), "Escriba dos puntos.", "Type a colon."),
        (("zh", "en"), "7月17日和7月22日", "July 17 and 22"),
        (("zh", "en"), "百年老店", "an old shop"),
        (("en", "ja"), "Draw both dots and a line.", "2 つの点と線を引く。"),
        (("pl", "en"), "od 28.02.01 do 1.03.01", "from 28 February 2001 to 1 March 2001"),
        (EN_DE, "A 1 metre cable", "Ein ein Meter langes Kabel"),
        (EN_DE, "Call 030 123 4567.", "Rufen Sie 0301234567 an."),
        (("en", "fr"), "Call 020 7946 0018.", "Appelez le 020 79 46 00 18."),
        (("de", "fr"), "1.234 Kühe", "1.234 vaches"),
        (("de", "en"), "am ersten November", "on November 1st"),
        (EN_DE, "between one million and 1.5 million", "zwischen einer und anderthalb Millionen"),
        (EN_DE, "up 2% in 2001-2", "2001-2002 um 2% gestiegen"),
        (EN_DE, "a well-known third party", "ein bekannter Dritter"),
        (EN_DE, "Line 1 is a bus.", "Linie eins ist ein Bus."),
        (EN_DE, "See 5 at https://example.org/5.", "Siehe 5 auf https://example.org/5."),
    ],
)
def test_other_wording_is_silent(langs: tuple[str, str], source: str, target: str) -> None:
    assert marked(langs, source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("Set X=300 and Y=300.", "X=300 und Y= setzen.", Severity.MINOR),
        ("Take three pills.", "Nehmen Sie Tabletten.", Severity.MINOR),
        ("Turn page 1.", "Bitte umblättern.", Severity.MINOR),
        ("Take 30 pills.", "Nehmen Sie Tabletten.", None),
    ],
)
def test_a_number_that_may_be_in_other_words_is_minor(source: str, target: str, severity: Severity | None) -> None:
    [hit] = number_mismatch.run(Segment("1", source, target), Context(*EN_DE))
    assert hit.severity is severity


def test_a_lost_small_number_of_a_chinese_source_is_minor() -> None:
    [hit] = number_mismatch.run(
        Segment("1", "他们去了江苏、浙江2省。", "They went to Jiangsu and Zhejiang."), Context("zh", "en")
    )
    assert hit.severity is Severity.MINOR


def test_the_missing_one_of_two_equal_numbers_is_marked() -> None:
    [mismatch] = compare("5 ants met beside an old wall of 5 bricks.", "Neben einer alten Mauer aus 5 Ziegeln", *EN_DE)
    assert mismatch.is_extra and mismatch.source is not None and mismatch.source.start == 0


@pytest.mark.parametrize(
    ("source", "target", "unit", "is_grave"),
    [
        ("7", "1", "first_day_of_week", False),
        ("ISO-8859-1", "ISO-8859-9", "encoding", False),
        ("WindowSize", "640", "WindowSize", False),
        ("Window", "640", "window", True),
        ("70", "10", "width", True),
        ("7", "1", "", True),
        ("Berth 7", "Liegeplatz 1", "berth", True),
    ],
)
def test_another_value_of_a_setting_is_minor(source: str, target: str, unit: str, is_grave: bool) -> None:
    segment = Segment("1", source, target, meta={"unit": unit} if unit else {})
    hits = list(number_mismatch.run(segment, Context("en", "de")))
    assert hits
    assert all(hit.severity != Severity.MINOR for hit in hits) is is_grave
