"""Names that became another one in scripts other than Latin; the sentences were written for these tests."""

from __future__ import annotations

import pytest

from mtqe.checks.names import name_mismatch as module
from mtqe.checks.names import transcribed
from mtqe.checks.names.exchanged import exchanges
from mtqe.checks.names.finder import read
from mtqe.checks.runner import run
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

SPEECH = "Marcus Whitfield has left the orchestra, the manager said."
SPEECHES = {
    "ar": ("قال المدير إن {} ترك الأوركسترا.", "ماركوس ويتفيلد", "ماركوس سورنسن"),
    "he": ("המנהל אמר כי {} עזב את התזמורת.", "מרקוס ויטפילד", "מרקוס סורנסן"),
    "fa": ("مدیر گفت {} ارکستر را ترک کرده است.", "مارکوس ویتفیلد", "مارکوس سورنسن"),
    "hi": ("प्रबंधक ने कहा कि {} ने ऑर्केस्ट्रा छोड़ दिया है।", "मार्कस व्हिटफील्ड", "मार्कस सोरेनसेन"),
    "ko": ("단장은 {}가 악단을 떠났다고 말했다.", "마커스 휘트필드", "마커스 쇠렌센"),
    "zh": ("经理说，{}已离开乐团。", "马库斯·惠特菲尔德", "马库斯·肯尼迪"),
    "ja": ("{}が楽団を去ったと支配人は語った。", "マーカス・ウィットフィールド", "マーカス・ソレンセン"),
    "ru": ("{} покинул оркестр, сказал директор.", "Маркус Уитфилд", "Маркус Сёренсен"),
    "el": ("Ο {} άφησε την ορχήστρα, είπε ο διευθυντής.", "Μάρκους Γουίτφιλντ", "Μάρκους Σόρενσεν"),
}
OPENING = "The brewery opened a warehouse in {}."
OPENINGS = {
    "ar": ("افتتح مصنع الجعة مستودعا في {}.", {"Leipzig": "لايبزيغ", "Bristol": "بريستول"}),
    "hi": ("कारखाने ने {} में गोदाम खोला।", {"Sheffield": "शेफील्ड", "Oslo": "ओस्लो"}),
    "ko": ("양조장은 {}에 창고를 열었다.", {"Leipzig": "라이프치히", "Bristol": "브리스틀"}),
    "zh": ("啤酒厂在{}开设了仓库。", {"Leipzig": "莱比锡", "Bristol": "布里斯托尔"}),
    "ja": ("醸造所は{}に倉庫を開いた。", {"Leipzig": "ライプツィヒ", "Bristol": "ブリストル"}),
    "ru": ("Пивоварня открыла склад в городе {}.", {"Leipzig": "Лейпциг", "Bristol": "Бристоль"}),
}


def found(source: str, target: str, lang: str) -> list[tuple[str, ...]]:
    """The names of a source that became another one, with the other one."""
    outcome = run([module.name_mismatch], [Segment("1", source, target)], Context("en", lang))
    return [one.marked for one in outcome.findings if one.severity in (Severity.MAJOR, Severity.CRITICAL)]


def heard(source: str, target: str, lang: str) -> list[tuple[str, str]]:
    """The same by sound and tables alone, without the encoder."""
    [mismatches] = exchanges([(read(source, "en"), read(target, lang))])
    return [
        (source[slice(*mismatch.source)], target[slice(*mismatch.target)])
        for mismatch in mismatches
        if mismatch.source and mismatch.target
    ]


@pytest.mark.parametrize("lang", SPEECHES)
def test_another_surname_beside_the_given_name_is_found(lang: str) -> None:
    text, right, wrong = SPEECHES[lang]
    [(name, other)] = found(SPEECH, text.format(wrong), lang)
    assert name == "Marcus Whitfield"
    assert wrong in other
    assert found(SPEECH, text.format(right), lang) == []


@pytest.mark.parametrize("lang", SPEECHES)
def test_a_name_that_was_left_out_is_no_other_name(lang: str) -> None:
    text, right, _ = SPEECHES[lang]
    for kept in right.replace("・", " ").replace("·", " ").split():
        assert found(SPEECH, text.format(kept), lang) == []


@pytest.mark.parametrize("lang", OPENINGS)
def test_another_place_is_heard(lang: str) -> None:
    text, places = OPENINGS[lang]
    for name in places:
        for other, spelled in places.items():
            wanted = [] if name == other else [(name, spelled)]
            assert heard(OPENING.format(name), text.format(spelled), lang) == wanted


@pytest.mark.parametrize(
    ("lang", "spelled"), [("ar", "بريستول"), ("ko", "브리스틀"), ("zh", "布里斯托尔"), ("ru", "Бристоль")]
)
def test_an_invented_place_that_became_a_known_one_is_heard(lang: str, spelled: str) -> None:
    source = OPENING.format("Harrowmere")
    assert heard(source, OPENINGS[lang][0].format(spelled), lang) == [("Harrowmere", spelled)]


def test_a_city_for_its_country_is_no_other_place() -> None:
    assert heard("The talks with Germany go on.", "المحادثات مع لايبزيغ مستمرة.", "ar") == []
    assert heard("The fair in Leipzig goes on.", "المعرض في ألمانيا مستمر.", "ar") == []


def test_islands_that_sound_alike_are_told_apart() -> None:
    source = "He kept the boat in Jersey."
    for lang, text in (
        ("ko", "그는 보트를 건지섬에 두었다."),
        ("ja", "彼はボートをガーンジー島に置いていた。"),
        ("ru", "Он держал лодку на Гернси."),
        ("zh", "他把船停在根西岛。"),
    ):
        assert heard(source, text, lang), lang


def test_a_title_before_a_surname_is_no_other_given_name() -> None:
    source = "The judge heard Marcus Whitfield on Friday."
    assert heard(source, "استمع القاضي إلى السيد ويتفيلد يوم الجمعة.", "ar") == []
    assert heard(source, "न्यायाधीश ने श्री व्हिटफील्ड को शुक्रवार को सुना।", "hi") == []


def test_a_surname_in_two_parts_is_heard() -> None:
    source = "The judge heard Marcus McDowall on Friday."
    assert heard(source, "قاضی جمعه سخنان مارکوس مک داول را شنید.", "fa") == []


def test_cities_have_names_in_each_script() -> None:
    latin, others = transcribed._tables()
    assert latin["leipzig"] == others["莱比锡"] == others["Лейпциг"] == others["라이프치히"]


def test_a_part_of_a_place_is_no_place_by_itself() -> None:
    source = "Officials in Nova Scotia closed the well."
    assert heard(source, "カナダ東部ノバスコシア州の当局は井戸を閉鎖した。", "ja") == []
    assert heard(source, "캐나다 노바스코샤주 당국은 우물을 폐쇄했다.", "ko") == []
