from __future__ import annotations

import pytest

from mtqe.language.consonants import consonants, distance

SAME_NAME = [
    ("Callow", "كالو"),
    ("Callow", "캘로"),
    ("Callow", "キャロウ"),
    ("Callow", "कैलो"),
    ("Callow", "Каллоу"),
    ("Callow", "קאלו"),
    ("Daley", "Ντέιλι"),
    ("Hughes", "Хьюз"),
    ("Hadleigh", "हैडली"),
    ("Brandt", "برانت"),
    ("James", "Джеймс"),
    ("Knight", "Найт"),
    ("Pepperdale", "ペパーデール"),
    ("Widdowson", "Γουίντοουσον"),
    ("Coco", "Коко"),
]
OTHER_NAME = [
    ("Callow", "렌드"),
    ("Brandt", "كالو"),
    ("Daley", "Νόρμαν"),
    ("Hughes", "Пастер"),
    ("Hadleigh", "カーメン"),
]


@pytest.mark.parametrize(("name", "word"), SAME_NAME)
def test_a_name_keeps_its_consonants_in_another_script(name: str, word: str) -> None:
    sounds = consonants(name)
    assert distance(sounds, consonants(word)) <= 0.35 * len(sounds)


@pytest.mark.parametrize(("name", "word"), OTHER_NAME)
def test_another_name_has_others(name: str, word: str) -> None:
    sounds = consonants(name)
    assert distance(sounds, consonants(word)) > 0.4 * len(sounds)


def test_a_name_may_begin_and_end_anywhere_at_no_cost() -> None:
    whole, part = consonants("サザンショア"), consonants("Shore")
    assert distance(part, whole, before=0.0, after=0.0) <= 0.35
    assert distance(part, whole) > 1


def test_chinese_characters_have_no_consonants_of_their_own() -> None:
    assert consonants("卡洛") == ""
