"""Sentences in the translations of unlike sources."""

from __future__ import annotations

import pytest

from mtqe.language.misplaced import MisplacedSentence, misplaced_sentences
from mtqe.model import Segment

BRIDGE = ("The bridge over the river was closed on Friday.", "Die Brücke über den Fluss wurde am Freitag gesperrt.")
MAYOR = ("Mayor Ellen Brandt thanked the 40 volunteers.", "Bürgermeisterin Ellen Brandt dankte den 40 Freiwilligen.")


def found(*pairs: tuple[str, str], langs: tuple[str, str] = ("en", "de")) -> list[MisplacedSentence]:
    return misplaced_sentences([Segment(str(number), *pair) for number, pair in enumerate(pairs)], *langs)


def test_right_translations_are_at_home() -> None:
    assert found(BRIDGE, MAYOR) == []


@pytest.mark.parametrize("first", [True, False], ids=["home first", "home last"])
def test_the_sentence_is_at_home_where_names_and_numbers_are(first: bool) -> None:
    slipped = (BRIDGE[0], MAYOR[1])
    pairs = (MAYOR, slipped) if first else (slipped, MAYOR)
    assert found(*pairs) == [MisplacedSentence(int(first), 0, len(MAYOR[1]), int(not first))]


def test_a_sentence_inside_a_translation() -> None:
    both = f"{BRIDGE[1]} {MAYOR[1]}"
    assert found(MAYOR, (BRIDGE[0], both)) == [MisplacedSentence(1, len(BRIDGE[1]) + 1, len(both), 0)]


def test_sources_that_share_a_sentence_may_share_its_translation() -> None:
    more = (
        "It rained for nine days, and the water rose and rose.",
        "Neun Tage regnete es, und das Wasser stieg und stieg.",
    )
    longer = (f"{BRIDGE[0]} {more[0]}", f"{BRIDGE[1]} {more[1]}")
    other = (f"{BRIDGE[0]} {MAYOR[0]}", f"{BRIDGE[1]} {MAYOR[1]}")
    assert found(BRIDGE, longer, other) == []


def test_sources_that_differ_in_a_word_may_share_a_translation() -> None:
    saved = "Klicken Sie auf OK, um die Datei zu speichern."
    assert found(("Click OK to save the file.", saved), ("Click on OK to store the file.", saved)) == []


def test_short_sentences_and_short_sources_tell_nothing() -> None:
    assert (
        found(("The shop is closed on all Sundays.", "Vielen Dank."), ("Many thanks for coming.", "Vielen Dank.")) == []
    )
    assert found((MAYOR[0], BRIDGE[1]), ("Closed.", BRIDGE[1])) == []


def test_languages_without_spaces() -> None:
    right, other = (
        ("14座桥梁因洪水于周五关闭。", "The 14 bridges were closed on Friday because of the flood."),
        "市长感谢了所有志愿者。",
    )
    assert found(right, (other, right[1]), langs=("zh", "en")) == [MisplacedSentence(1, 0, len(right[1]), 0)]
    back = ("The mayor thanked all of the volunteers.", right[0])
    assert found((right[1], right[0]), back, langs=("en", "zh")) == [MisplacedSentence(1, 0, len(right[0]), 0)]
