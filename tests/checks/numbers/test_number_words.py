"""Numbers written as words, from the spellout rules of CLDR and from use; `bench/number_words.py` reads all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mtqe.checks.numbers.finder import numbers

READ = {
    "de": {"hundertdritte": 103, "einundzwanzigste": 21},
    "el": {"δέκατος τρίτος": 13, "πεντηκοστή": 50, "ενενήντα δύο": 92},
    "en": {"two hundredth": 200, "twenty-first": 21},
    "es": {"décimo primero": 11, "decimosegunda": 12, "vigésimo quinto": 25, "vigesimosexta": 26, "cuadragésimo": 40},
    "fi": {"viidestätoista": 15, "kolmessatoista": 13},
    "fr": {"vingt-et-un": 21, "trente-et-unième": 31, "quatre-vingtième": 80, "douzièmes": 12},
    "hi": {"इक्कीसवाँ": 21, "बाईसवीं": 22, "चौबीसवें": 24},
    "hu": {"harminckettedik": 32, "harmincötödik": 35, "harmadikat": 3, "ötvenkilencedik": 59},
    "it": {"ventitré": 23, "cinquantatré": 53, "centotré": 103, "trentun": 31, "trecento": 300, "ventuna": 21},
    "nl": {"honderdderde": 103},
    "pl": {"trzydziestoma dwoma": 32, "dwudziestu dwom": 22},
    "pt": {"décimo primeiro": 11, "vigésima segunda": 22, "septuagésimo": 70},
    "ru": {"двадцатью двумя": 22, "двадцати одного": 21, "ста одной": 101, "двухсотый": 200, "тремястами": 300},
    "sv": {"tjugoförste": 21, "ettusen": 1000},
    "tr": {"iki yüzüncü": 200},
    "uk": {"п'ятдесятьма": 50, "двомастами": 200},
    "vi": {"thứ mười một": 11, "thứ mười": 10},
    "zh": {"第一百三十": 130},
}


@pytest.mark.parametrize(
    ("lang", "words", "value"), [(lang, words, value) for lang, row in READ.items() for words, value in row.items()]
)
def test_words_are_one_number(lang: str, words: str, value: int) -> None:
    found = numbers(words, lang)
    assert len(found) == 1
    assert value in found[0].values


def test_one_is_only_joined_to_a_ten() -> None:
    first, one = numbers("двадцать раз", "ru")
    assert first.value == 20
    assert one.kind == "weak"


@pytest.mark.parametrize(("lang", "words"), [("pl", "cztery setne"), ("ru", "четыре сотых")])
def test_hundredths_are_no_hundreds(lang: str, words: str) -> None:
    values = {value for number in numbers(words, lang) for value in number.values}
    assert Decimal("0.04") in values
    assert 400 not in values
