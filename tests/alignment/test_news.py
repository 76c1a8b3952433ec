"""Realistic news: lines of the web page on one side, merged and split paragraphs, a repeated sentence, a lost one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.alignment.documents import align, similarity_of
from mtqe.alignment.nouns import Alignment
from mtqe.formats.documents import markdown

DATA = Path(__file__).parent.parent / "data"
ADDED = [
    "Teilen",
    "Foto: dpa",
    "Anzeige",
    "Lesen Sie auch: Diese Rechte haben Reisende bei Streik",
    "Eine Schule im Hafenort Brana hat ihre Turnhalle für Familien geöffnet.",
    "Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.",
    "Melden Sie sich für unseren Newsletter an",
]


@pytest.fixture(scope="module")
def ferry() -> Alignment:
    texts = markdown.read(DATA / "ferry.en.md"), markdown.read(DATA / "ferry.de.md")
    return align(*texts, "en", "de", similarity=similarity_of("encoder"))


def test_lines_of_the_page_and_a_repeat_stand_alone(ferry: Alignment) -> None:
    assert [bead.target_text for bead in ferry.beads if bead.kind == "addition"] == ADDED


def test_the_lost_sentence_is_the_one_omission(ferry: Alignment) -> None:
    assert [bead.source_text for bead in ferry.beads if bead.kind == "omission"] == ["Harmsen said he was hopeful."]


def test_what_was_in_brackets_and_became_a_sentence_stays_with_its_own(ferry: Alignment) -> None:
    [split] = [bead for bead in ferry.beads if (len(bead.source), len(bead.target)) == (1, 2)]
    assert split.source_text.startswith("The strike (the third this year)")
    assert split.target_text.endswith("(Es ist der dritte in diesem Jahr.)")


def test_the_rest_is_one_to_one(ferry: Alignment) -> None:
    pairs = {bead.source_text: bead.target_text for bead in ferry.beads if len(bead.source) == len(bead.target) == 1}
    assert len(pairs) == len(ferry.beads) - len(ADDED) - 2
    assert pairs["11:20"] == "11:20" and pairs["12:45"] == "12:45"
    assert pairs["By Mara Whitfield"] == "Von Mara Whitfield"
    assert pairs["Refunds can be claimed online."] == "Erstattungen können online beantragt werden."
    assert pairs["The minister of transport has offered to mediate."].startswith("Der Verkehrsminister")
