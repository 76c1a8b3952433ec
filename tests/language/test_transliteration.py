from __future__ import annotations

import pytest

from mtqe.language.transliteration import END, SCRIPTS, START, WITHIN, evidence, script, symbols, table

NAMES = {
    "Whitfield": "ويتفيلد ויטפילד व्हिटफील्ड 휘트필드 惠特菲尔德 ウィットフィールド Уитфилд Γουίτφιλντ",
    "Sorensen": "سورنسن סורנסן सोरेनसेन 쇠렌센 索伦森 ソレンセン Сёренсен Σόρενσεν",
    "Barlow": "بارلو ברלו बार्लो 발로 巴洛 バーロウ Барлоу Μπάρλοου",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_odds_of_a_transcription_are_above_those_of_other_names(name: str) -> None:
    for n, word in enumerate(NAMES[name].split()):
        others = [spelled.split()[n] for other, spelled in NAMES.items() if other != name]
        assert evidence(name, word) > 2, word
        assert all(evidence(name, other) < -1 for other in others), word


@pytest.mark.parametrize("of_script", SCRIPTS)
def test_every_script_has_a_table(of_script: str) -> None:
    assert len(table(of_script)) > 100


def test_a_word_of_a_script_without_a_table_says_nothing() -> None:
    assert script("Ծովակ") is None
    assert evidence("Barlow", "Ծովակ") == 0


def test_letters_that_a_script_joins_to_a_name_cost_little() -> None:
    assert evidence("Barlow", "وبارلو") > evidence("Barlow", "بارلو") - 1
    assert evidence("Whitfield", "휘트필드에게서는") == pytest.approx(evidence("Whitfield", "휘트필드"))


def test_a_name_may_begin_or_end_a_run_of_characters() -> None:
    text = "昨天惠特菲尔德说"
    assert evidence("Whitfield", text, WITHIN) > 5
    assert evidence("Whitfield", text, START) < evidence("Whitfield", text, WITHIN)
    assert evidence("Whitfield", text, END) < evidence("Whitfield", text, WITHIN) - 3
    assert evidence("Whitfield", text[:-1], END) == evidence("Whitfield", text, WITHIN)


def test_chinese_characters_are_spelled_by_initial_and_final() -> None:
    assert symbols("巴洛", "han") == ("B", "a", "L", "uo")


def test_vowel_signs_and_syllables_are_taken_apart() -> None:
    assert symbols("발", "hangul") == ("ᄇ", "ᅡ", "ᆯ")
    assert symbols("أح", "arabic") == symbols("اح", "arabic")
