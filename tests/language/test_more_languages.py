"""Words of asking and of direction in the languages that have them beside the first twelve."""

from __future__ import annotations

import pytest

from mtqe.checks.negation.direction_mismatch import direction_mismatch
from mtqe.checks.runner import run
from mtqe.checks.sentences.sentence_ends import gained_question
from mtqe.model import Segment
from mtqe.registry.contracts import Check, Context

ASKED = "Did the ferry leave the harbour at noon?"
STATEMENTS = [
    ("ar", "غادرت العبارة الميناء ظهرا.", "هل غادرت العبارة الميناء ظهرا."),
    ("bg", "Фериботът напусна пристанището по обед.", "Дали фериботът напусна пристанището."),
    ("da", "Færgen forlod havnen ved middagstid.", "Hvornår forlod færgen havnen."),
    ("el", "Το πλοίο έφυγε από το λιμάνι το μεσημέρι.", "Πότε έφυγε το πλοίο από το λιμάνι."),
    ("fa", "کشتی ظهر بندر را ترک کرد.", "آیا کشتی ظهر بندر را ترک کرد."),
    ("fi", "Lautta lähti satamasta keskipäivällä.", "Milloin lautta lähti satamasta."),
    ("he", "המעבורת עזבה את הנמל בצהריים.", "האם המעבורת עזבה את הנמל."),
    ("hi", "जहाज़ दोपहर में बंदरगाह से निकला.", "जहाज़ कब बंदरगाह से निकला."),
    ("hu", "A komp délben elhagyta a kikötőt.", "Mikor hagyta el a komp a kikötőt."),
    ("id", "Feri meninggalkan pelabuhan pada siang hari.", "Kapan feri meninggalkan pelabuhan."),
    ("ko", "배는 정오에 항구를 떠났습니다.", "배는 언제 항구를 떠났습니다."),
    ("nb", "Fergen forlot havnen ved middagstid.", "Når forlot fergen havnen."),
    ("ro", "Feribotul a părăsit portul la prânz.", "Când a părăsit feribotul portul."),
    ("tr", "Feribot öğlen limandan ayrıldı.", "Feribot limandan ayrıldı mı."),
    ("uk", "Пором покинув гавань опівдні.", "Коли пором покинув гавань."),
    ("vi", "Phà rời cảng vào buổi trưa.", "Khi nào phà rời cảng."),
]
OPPOSITES = [
    ("bg", "Селото е северно от езерото.", "Селото е южно от езерото.", ("north", "южно")),
    ("da", "Landsbyen ligger nord for søen.", "Landsbyen ligger syd for søen.", ("north", "syd")),
    ("el", "Το χωριό είναι βόρεια της λίμνης.", "Το χωριό είναι νότια της λίμνης.", ("north", "νότια")),
    ("hu", "A falu a tótól északra fekszik.", "A falu a tótól délre fekszik.", ("north", "délre")),
    ("id", "Desa itu terletak di utara danau.", "Desa itu terletak di selatan danau.", ("north", "selatan")),
    ("nb", "Landsbyen ligger nord for innsjøen.", "Landsbyen ligger sør for innsjøen.", ("north", "sør")),
    ("ro", "Satul se află la nord de lac.", "Satul se află la sud de lac.", ("north", "sud")),
    ("tr", "Köy gölün kuzeyinde.", "Köy gölün güneyinde.", ("north", "güneyinde")),
    ("uk", "Село лежить на північ від озера.", "Село лежить на південь від озера.", ("north", "південь")),
]


def marks(check: Check, source: str, target: str, langs: tuple[str, str]) -> list[tuple[str, ...]]:
    outcome = run([check], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"]
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize(("lang", "statement", "question"), STATEMENTS, ids=[row[0] for row in STATEMENTS])
def test_a_statement_that_became_a_question(lang: str, statement: str, question: str) -> None:
    assert marks(gained_question, statement, ASKED, (lang, "en")) == [("?",)]
    assert marks(gained_question, question, ASKED, (lang, "en")) == []


@pytest.mark.parametrize(("lang", "good", "bad", "marked"), OPPOSITES, ids=[row[0] for row in OPPOSITES])
def test_opposites(lang: str, good: str, bad: str, marked: tuple[str, ...]) -> None:
    source = "The village lies north of the lake."
    assert marks(direction_mismatch, source, good, ("en", lang)) == []
    assert marks(direction_mismatch, source, bad, ("en", lang)) == [marked]


def test_opposites_in_finnish() -> None:
    source = "The first house is red."
    assert marks(direction_mismatch, source, "Ensimmäinen talo on punainen.", ("en", "fi")) == []
    assert marks(direction_mismatch, source, "Viimeinen talo on punainen.", ("en", "fi")) == [("first", "Viimeinen")]
