"""Figures as a journalist renders them: ages, halves, tens, shares, spans of time, centuries, converted units."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.matching import compare
from mtqe.checks.numbers.number_mismatch import number_mismatch
from mtqe.checks.numbers.quantities import quantities
from mtqe.checks.numbers.quantity_mismatch import quantity_mismatch
from mtqe.checks.numbers.vocabulary import known, lexicon
from mtqe.checks.runner import run
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

ROWS = (Path(__file__).parent / "free_figures.tsv").read_text(encoding="utf-8").splitlines()
"""Good translations from English: language, source, translation."""
AGES = {
    "ar": "64 الستيني|72 سبعينية|80 ثمانينيا",
    "bg": "60 шейсетгодишният|64 шестдесетичетиригодишна|20 двайсетина",
    "cs": "64 šedesátník|64 čtyřiašedesátiletý|900 devítistovka|25 pětadvacítka|6 půltucet",
    "da": "60 tresårig|64 fireogtresårige|53 halvtredser",
    "de": "64 Endsechziger|60 Übersechzigjährige|25 Vierteljahrhundert",
    "el": "65 εξηνταπεντάχρονη|63 εξηντάρης|18 δεκαοκτάχρονου",
    "en": "64 sexagenarian|35 thirtysomething|150 sesquicentennial",
    "es": "64 sesentona|55 quincuagenario|15 quinceañera|5 quinquenio",
    "fi": "64 kuusikymmentäneljävuotias|67 kuusikymppinen|10 kymppi",
    "fr": "66 sexagénaire|52 quinquagénaires|5 quinquennat",
    "hi": "60 षष्टिपूर्ति|14 पखवाड़े",
    "hr": "65 šezdesetpetogodišnjakinja|60 šezdesetogodišnja|100 stotinjak",
    "hu": "64 hatvannégyéves|67 hatvanas|50 félévszázad",
    "it": "60 ultrasessantenni|74 settantaquattrenne|21 ventunenne|28 ventottenni|63 sessagenario",
    "ja": "60 還暦|77 喜寿|40 アラフォー|25 四半世紀",
    "ko": "60 환갑을|74 칠순의|67 육십대|3 사흘|10 열흘|50 반세기",
    "nb": "64 sekstifireåring|30 halvtime",
    "nl": "64 zestiger|65 vijfenzestigplussers|30 dertigminners|25 kwarteeuw",
    "pl": "64 sześćdziesięcioczterolatka|9 dziewiątka|15 kilkanaście|25 ćwierćwiecze",
    "pt": "64 sexagenário|55 cinquentona|5 quinquênio",
    "ro": "64 sexagenar|73 septuagenară",
    "ru": "64 шестидесятичетырёхлетняя|20 двадцатка|18 полуторагодовалый|50 полвека",
    "sv": "64 sextiofyraåring|60 sextioplussare|50 halvsekel",
    "th": "60 แซยิด|6 ครึ่งปี",
    "tr": "64 altmışlarında|67 altmışlık",
    "uk": "55 п'ятдесятип’ятирічна|60 шістдесятирічний|5 п'ятірка|50 півстоліття",
    "vi": "64 lục tuần|75 thất tuần",
    "zh": "64 花甲|60 六旬|68 近七旬|75 古稀|35 三十多",
}
"""Words with a number inside, or for one, by language."""


def found(source: str, target: str, lang: str) -> list[tuple[str, Severity, tuple[str, ...]]]:
    outcome = run([number_mismatch, quantity_mismatch], [Segment("1", source, target)], Context("en", lang))
    assert outcome.problems == ()
    return [(finding.check, finding.severity, finding.marked) for finding in outcome.findings]


@pytest.mark.parametrize("row", ROWS)
def test_free_figures_are_equal(row: str) -> None:
    lang, source, target = row.split("\t")
    assert found(source, target, lang) == []


@pytest.mark.parametrize(
    ("source", "target", "lang"),
    [
        ("Most were over 60.", "Erano quasi tutti ultrasettantenni.", "it"),
        ("A 74-year-old was hurt.", "Ferito un settantacinquenne.", "it"),
        ("The 64-year-old was hurt.", "La septuagénaire a été blessée.", "fr"),
        ("The man, 72, was hurt.", "El sexagenario resultó herido.", "es"),
        ("A man over 60 was hurt.", "一名年过七旬的男子受伤。", "zh"),
        ("The 64-year-old was hurt.", "Пострадал шестидесятипятилетний мужчина.", "ru"),
        ("The 64-year-old was hurt.", "Ranna została siedemdziesięciolatka.", "pl"),
        ("The firm is 60 years old.", "Firman har funnits i ett halvsekel.", "sv"),
        ("The trial lasted 15 months.", "Rättegången pågick i ett och ett halvt år.", "sv"),
        ("The trial lasted 19 months.", "裁判は1年半続いた。", "ja"),
        ("The trial lasted 20 months.", "Dava bir buçuk yıl sürdü.", "tr"),
        ("Sales fell 37 percent.", "売り上げは3割5分減った。", "ja"),
        ("Some 45 people came.", "来了三十多人。", "zh"),
        ("Around 60% live alone.", "Quattro su dieci vivono soli.", "it"),
        ("The road is 90 miles long.", "길이가 175㎞다.", "ko"),
        ("The fire burned 1,000 acres.", "불은 605㏊를 태웠다.", "ko"),
        ("She was 5ft 6in tall.", "Ze was 1 meter 96.", "nl"),
        ("It fell to 14F.", "Es fiel auf minus 20 Grad.", "de"),
        ("The debate lasted almost 14 hours. Two members left.", "El debate duró casi 17 horas. Dos se fueron.", "es"),
        ("The debate lasted 14 hours. Two members left.", "審議は17時間続いた。2人が退席した。", "ja"),
    ],
)
def test_wrong_figures_in_the_same_words_are_found(source: str, target: str, lang: str) -> None:
    assert Severity.MAJOR in {severity for _, severity, _ in found(source, target, lang)}


@pytest.mark.parametrize(("lang", "words"), AGES.items())
def test_words_with_a_number_inside(lang: str, words: str) -> None:
    for entry in words.split("|"):
        value, word = entry.split(" ", 1)
        text = f"他{word}。" if lexicon(lang).spaceless else f"({word})"
        assert int(value) in {item for number in numbers(text, lang) for item in number.values}, entry


def test_every_language_has_words_with_a_number_inside() -> None:
    """Persian, Hebrew and Indonesian write such ages as several words, or with the plain number."""
    assert known() - AGES.keys() == {"fa", "he", "id"}


@pytest.mark.parametrize(
    ("lang", "word"),
    [("it", "ottenne"), ("it", "centinaia"), ("hr", "stol"), ("de", "überall"), ("el", "εξήγηση"), ("nl", "plus")],
)
def test_like_words_have_no_number_inside(lang: str, word: str) -> None:
    inside = lexicon(lang).inside_word
    assert inside is not None
    assert inside.number(word) is None


@pytest.mark.parametrize(
    "text",
    ["over-65s", "the under-30s", "Over 65s", "the 1990s", "the mid-1995s", "18-to-34s", "the 18-34s", "their 65s"],
)
def test_an_s_that_makes_a_plural_is_no_second(text: str) -> None:
    assert list(quantities(text, "en")) == []


@pytest.mark.parametrize("text", ["Wait 65s.", "After 5.5s it stops.", "within 45s", "65 s", "t=15s"])
def test_an_s_that_is_a_second(text: str) -> None:
    [quantity] = quantities(text, "en")
    assert quantity.units == {"duration-second"}


def test_people_by_age_are_no_seconds() -> None:
    assert found("The spray helps over-65s.", "Das Spray hilft über 65-Jährigen.", "de") == []
    assert found("Wait 65s.", "Warten Sie 65 Minuten.", "de") == [("ACC115", Severity.MAJOR, ("65s", "65 Minuten"))]


@pytest.mark.parametrize(
    ("text", "lang", "unit"),
    [
        ("145㎞로", "ko", "length-kilometer"),
        ("93㎡의", "ko", "area-square-meter"),
        ("5㎏이다", "ko", "mass-kilogram"),
        ("30㏊를", "ko", "area-hectare"),
        ("500㎖", "ja", "volume-milliliter"),
        ("１００ｋｍ先", "ja", "length-kilometer"),
        ("30℃だ", "ja", "temperature-celsius"),
        ("5㎝高", "zh", "length-centimeter"),
        ("3㎥", "en", "volume-cubic-meter"),
    ],
)
def test_a_unit_in_one_sign_or_in_letters_of_full_width(text: str, lang: str, unit: str) -> None:
    [quantity] = quantities(text, lang)
    assert quantity.units == {unit}


def test_one_number_is_not_the_equal_of_two() -> None:
    """A reading of a clock needs a number of its own on the opposite side."""
    assert compare("At 2 p.m. two men came.", "Um 14 Uhr kamen zwei Männer.", "en", "de") == []
    assert compare("At 11 p.m., 11 men came.", "Um 23 Uhr kamen 11 Männer.", "en", "de") == []
    [mismatch] = compare("After 14 hours two men came.", "Nach 17 Stunden kamen zwei Männer.", "en", "de")
    assert (mismatch.source and mismatch.source.value, mismatch.target and mismatch.target.value) == (14, 17)


def test_a_long_word_takes_linear_time() -> None:
    assert numbers("п" * 200_000 + "'", "uk") == ()
    assert numbers("ultra" * 40_000, "it") == ()
