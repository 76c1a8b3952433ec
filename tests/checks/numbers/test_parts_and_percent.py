"""Percent, halves and half hours of many languages: good translations are silent, lost ones are found."""

from __future__ import annotations

from decimal import Decimal

import pytest
from checks.numbers.test_languages import marks

from mtqe.checks.numbers.finder import numbers


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        (("en", "ar"), "It rose by 5%.", "ارتفع بنسبة 5%."),
        (("en", "ar"), "It rose by 5%.", "ارتفع بنسبة ٥٪."),
        (("en", "tr"), "It rose by 5%.", "%5 arttı."),
        (("en", "tr"), "It rose by 5%.", "Yüzde 5 arttı."),
        (("en", "ko"), "It rose by 5%.", "5퍼센트를 올랐다."),
        (("en", "vi"), "It rose by 5%.", "Tăng 5 phần trăm."),
        (("en", "ar"), "The rate is 3.4%.", "المعدل ٣٫٤ في المئة."),
        (("en", "ar"), "The rate is 3.4%.", "المعدل 3.4 في المائة."),
        (("en", "ar"), "The rate is 3.4%.", "المعدل 3.4 بالمئة."),
        (("ar", "en"), "المعدل 5 بالمائة.", "The rate is 5%."),
        (("en", "th"), "The rate rose by 2.5%.", "อัตราเพิ่มขึ้นร้อยละ 2.5"),
        (("en", "ro"), "The rate rose by 2.5%.", "Rata a crescut cu 2,5 la sută."),
        (("en", "bg"), "The rate is 12%.", "Ставката е 12 на сто."),
        (("bg", "en"), "Ставката е 12 на сто.", "The rate is 12%."),
        (("en", "mr"), "The rate rose by 2.5%.", "दर २.५ टक्क्यांनी वाढला."),
    ],
)
def test_percent(langs: tuple[str, str], source: str, target: str) -> None:
    assert marks("ACC115", source, target, langs) == []
    assert marks("ACC101", source, target, langs) == []


def test_a_hundred_beside_a_word_for_percent() -> None:
    assert [number.value for number in numbers("3.4 بالمئة", "ar")] == [Decimal("3.4")]
    assert [number.value for number in numbers("خمسة بالمئة", "ar")] == [5]
    assert [number.value for number in numbers("3.4 مئة", "ar")] == [340]
    assert 100 in [number.value for number in numbers("Отне 12 дни на сто места", "bg")]


@pytest.mark.parametrize(
    ("lang", "target"), [("ar", "المعدل 3.4."), ("th", "อัตรา 3.4"), ("ro", "Rata este 3,4."), ("zh", "率是3.4。")]
)
def test_a_lost_percent(lang: str, target: str) -> None:
    assert len(marks("ACC115", "The rate is 3.4%.", target, ("en", lang))) == 2


@pytest.mark.parametrize(
    ("lang", "n_millions", "text"),
    [
        ("tr", "1.5", "Bir buçuk milyon kişi oy kullandı."),
        ("tr", "2.5", "İki buçuk milyon kişi oy kullandı."),
        ("id", "1.5", "Satu setengah juta orang memilih."),
        ("ar", "1.5", "صوت مليون ونصف المليون شخص."),
        ("ar", "1.5", "صوت مليون ونصف شخص."),
        ("ar", "2.5", "صوت مليونان ونصف المليون شخص."),
        ("he", "2.5", "שניים וחצי מיליון אנשים הצביעו."),
        ("hu", "1.5", "Másfél millió ember szavazott."),
        ("vi", "2.5", "Hai triệu rưỡi người đã bỏ phiếu."),
        ("es", "1.5", "Un millón y medio de personas votaron."),
        ("ro", "2.5", "Două milioane și jumătate de oameni au votat."),
    ],
)
def test_a_magnitude_and_a_half(lang: str, n_millions: str, text: str) -> None:
    words = {"1.5": "One and a half", "2.5": "Two and a half"}[n_millions]
    for right in (f"{n_millions} million people voted.", f"{words} million people voted."):
        assert marks("ACC101", right, text, ("en", lang)) == []
        assert marks("ACC101", text, right, (lang, "en")) == []
    assert marks("ACC101", "3.5 million people voted.", text, ("en", lang))
    assert marks("ACC101", text, "Three and a half million people voted.", (lang, "en"))


HALF_PAST_SIX = {
    "hi": "ट्रेन साढ़े छह बजे चलती है।",
    "fi": "Juna lähtee puoli seitsemältä.",
    "hr": "Vlak polazi u pola sedam.",
    "id": "Kereta berangkat pukul setengah tujuh.",
    "ru": "Поезд отправляется в половине седьмого.",
    "uk": "Потяг відправляється о пів на сьому.",
    "cs": "Vlak odjíždí v půl sedmé.",
    "pl": "Pociąg odjeżdża o wpół do siódmej.",
    "el": "Το τρένο φεύγει στις εξίμισι.",
    "tr": "Tren altı buçukta kalkıyor.",
}


@pytest.mark.parametrize("lang", HALF_PAST_SIX)
def test_half_past(lang: str) -> None:
    for right in ("The train leaves at 6:30.", "The train leaves at half past six."):
        assert marks("ACC101", right, HALF_PAST_SIX[lang], ("en", lang)) == []
        assert marks("ACC101", HALF_PAST_SIX[lang], right, (lang, "en")) == []
    assert marks("ACC101", "The train leaves at 9:30.", HALF_PAST_SIX[lang], ("en", lang))


def test_half_past_seven_is_not_half_to_seven() -> None:
    for lang in ("fi", "hr", "id", "ru", "uk", "cs", "pl"):
        assert marks("ACC101", "The train leaves at 7:30.", HALF_PAST_SIX[lang], ("en", lang))


def test_parts_of_an_hour_in_hindi() -> None:
    assert marks("ACC101", "The train leaves at 3:30.", "ट्रेन साढ़े तीन बजे चलती है।", ("en", "hi")) == []
    assert marks("ACC101", "The train leaves at 3:30.", "ट्रेन साढ़े चार बजे चलती है।", ("en", "hi"))
    assert marks("ACC101", "It took 3.5 hours.", "इसमें साढ़े तीन घंटे लगे।", ("en", "hi")) == []
