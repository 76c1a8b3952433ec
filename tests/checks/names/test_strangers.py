from __future__ import annotations

import pytest

from mtqe.checks.names.atlas import share_place
from mtqe.checks.names.document import examine
from mtqe.checks.names.finder import read

SOURCES = (
    "The baker Ada Holt owns two shops in Brackwater.",
    "Her rival Inge Ruud bought a mill near Fenwick last year.",
    "The miller Petter Vasko left Fenwick in May.",
)
SPANISH = (
    "La panadera Ada Holt tiene dos tiendas en Brackwater.",
    "Su rival Inge Ruud compró el año pasado un molino cerca de Fenwick.",
    "El molinero Petter Vasko dejó Fenwick en mayo.",
)


def marked(source: str, target: str, lang: str, others: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str]]:
    """The names that became other names in the last pair of a document."""
    last = examine([*others, (source, target)], "en", lang, only_exchanged=True)[-1]
    return [(source[slice(*one.source)], target[slice(*one.target)]) for one in last if one.source and one.target]


@pytest.mark.parametrize(
    ("lang", "right", "wrong", "swap"),
    [
        ("es", "… dijo Mikko Stone, poeta.", "… dijo Mikko Saar, poeta.", "Mikko Saar"),
        ("ru", "«Нет», — сказал Микко Стоун.", "«Нет», — сказал Микко Вернер.", "Микко Вернер"),
        ("ja", "「違う」とミッコ・ストーンは語った。", "「違う」とミッコ・ヴェルナーは語った。", "ミッコ・ヴェルナー"),
    ],
)
def test_a_surname_that_is_a_common_word(lang: str, right: str, wrong: str, swap: str) -> None:
    source = "“No,” said Mikko Stone, a poet."
    assert marked(source, right, lang) == []
    assert marked(source, wrong, lang) == [("Mikko Stone", swap)]


def test_a_given_name_that_the_tables_have() -> None:
    source = "The strike was called off by Daniel Orvik, a welder."
    assert marked(source, "La huelga fue desconvocada por Daniel Orvik, soldador.", "es") == []
    assert marked(source, "La huelga fue desconvocada por Daniel Ruiz, soldador.", "es") == [
        ("Daniel Orvik", "Daniel Ruiz")
    ]


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("tr", "The bridge over the Orrivan River is old.", "Orrivan Nehri üzerindeki köprü eski."),
        ("es", "A study by Orrivan University says so.", "Lo dice un estudio de la Universidad Orrivan."),
        ("ar", "A study by Orrivan University says so.", "هذا ما تقوله دراسة لجامعة أوريفان في المدينة."),
        ("ja", "Nurse Diana Whetcombe agreed.", "看護師のダイアナ・ウェットカムも同意した。"),
    ],
)
def test_a_common_word_beside_a_name_is_translated(lang: str, source: str, target: str) -> None:
    assert marked(source, target, lang) == []


def test_names_of_two_consonants_are_told_apart() -> None:
    source = "“Flour is dear,” said Inge Ruud."
    others = tuple(zip(SOURCES, SPANISH, strict=True))
    assert marked(source, "«La harina es cara», dijo Inge Ruud.", "es", others) == []
    assert marked(source, "«La harina es cara», dijo ella.", "es", others) == []
    assert marked(source, "«La harina es cara», dijo Ada Holt.", "es", others) == [("Inge Ruud", "Ada Holt")]


def test_a_full_name_that_nothing_explains() -> None:
    source = "“Flour is dear,” said Inge Ruud."
    assert marked(source, "«La harina es cara», dijo Karl Zimmerli.", "es") == [("Inge Ruud", "Karl Zimmerli")]
    assert marked(source, "「小麦粉は高い」とカール・ツィマーマンは語った。", "ja") == [
        ("Inge Ruud", "カール・ツィマーマン")
    ]


def test_an_unknown_place_where_the_translation_keeps_names() -> None:
    source = "The mayor of Kelmoor opened the fair."
    others = tuple(zip(SOURCES, SPANISH, strict=True))
    assert marked(source, "El alcalde de Kelmoor inauguró la feria.", "es", others) == []
    assert marked(source, "El alcalde de Varnesse inauguró la feria.", "es", others) == [("Kelmoor", "Varnesse")]
    assert marked(source, "El alcalde de Varnesse inauguró la feria.", "es") == [], "nothing says that names are kept"


RUSSIAN = (
    "Пекарь Ада Холт владеет двумя магазинами в Брэкуотере.",
    "Ее соперница Инге Рууд купила в прошлом году мельницу под Фенвиком.",
    "Мельник Петтер Васко уехал из Фенвика в мае.",
)


def test_a_known_city_that_became_an_unknown_place_in_another_script() -> None:
    source = "The trial of the miller begins in Lisbon on Monday."
    others = tuple(zip(SOURCES, RUSSIAN, strict=True))
    wrong = "Суд над мельником начнется в Коимбре в понедельник."
    assert marked(source, wrong, "ru", others) == [("Lisbon", "Коимбре")]
    assert marked(source, wrong.replace("Коимбре", "Лиссабоне"), "ru", others) == []
    assert marked(source, wrong.replace("Коимбре", "столице Португалии"), "ru", others) == []


@pytest.mark.parametrize(
    ("country", "lang", "people"),
    [
        ("Romania", "ru", "румынку"),
        ("Denmark", "ru", "датчанкой"),
        ("Bulgaria", "cs", "Bulharka"),
        ("Kenya", "pl", "Kenijka"),
    ],
)
def test_a_woman_of_a_country_names_the_country(country: str, lang: str, people: str) -> None:
    assert share_place(read(country, "en").places, read(f"Ada {people} 1", lang).places)


def test_a_weekday_in_another_case_is_no_name() -> None:
    others = tuple(
        zip(
            SOURCES,
            (
                "Η φουρνάρισσα Άντα Χολτ έχει δύο καταστήματα στο Μπράκγουοτερ.",
                "Η αντίπαλός της Ίνγκε Ρουντ αγόρασε πέρυσι έναν μύλο κοντά στο Φένγουικ.",
                "Ο μυλωνάς Πέτερ Βάσκο έφυγε από το Φένγουικ τον Μάιο.",
            ),
            strict=True,
        )
    )
    source = "Saturday's fair in Kelmoor was the last."
    assert marked(source, "Το πανηγύρι του Σαββάτου ήταν το τελευταίο.", "el", others) == []
    assert marked(source, "Το πανηγύρι του Βάρνχολντ ήταν το τελευταίο.", "el", others) == [("Kelmoor", "Βάρνχολντ")]
