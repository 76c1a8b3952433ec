"""Words of a translation that mean something else than the word of the source in their place."""

from __future__ import annotations

import pytest

from mtqe import encoder
from mtqe.checks import runner
from mtqe.checks.meaning import word_meanings, wrong_word
from mtqe.checks.meaning.word_meanings import Meaning
from mtqe.checks.shared import coverage
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

SOURCE = "The baker sold forty loaves in Trieste."


def _is_content(text: str, word: str, lang: str = "it") -> bool:
    source = coverage.words(SOURCE, encoder.load().tokens([SOURCE])[0])
    start = text.index(word)
    return word_meanings.is_content(text, (start, start + len(word)), source, lang)


@pytest.mark.parametrize(
    ("text", "word", "lang", "content"),
    [
        ("Il fornaio vendette pagnotte", "pagnotte", "it", True),
        ("Il fornaio Mario vendette", "Mario", "it", False),
        ("Der Bäcker verkaufte Brote", "Brote", "de", True),
        ("Il tè", "tè", "it", False),
        ("nel 1954", "1954", "it", False),
        ("Der Baker verkaufte", "Baker", "de", False),
        ("der Brot-Verkauf", "Verkauf", "de", False),
        ("面包师卖了面包", "面包", "zh", True),
    ],
)
def test_names_numbers_short_words_and_cognates_are_no_content_words(
    text: str, word: str, lang: str, content: bool
) -> None:
    assert _is_content(text, word, lang) is content


def test_the_gloss_takes_the_place_and_the_capital_of_its_partner() -> None:
    def swapped(source: str, word: str) -> str:
        start = source.index(word)
        return word_meanings.with_gloss(source, Meaning((0, 1), (start, start + len(word)), "horse", ()))

    assert swapped("The roof leaks.", "roof") == "The horse leaks."
    assert swapped("Roofs leak.", "Roofs") == "Horse leak."


def test_a_doubtful_word_gets_a_gloss_and_the_word_of_the_source_in_its_place() -> None:
    source = "The hospital bought four new beds last week."
    segment = Segment("1", source, "El hospital compró cuatro elefantes nuevos la semana pasada.")
    found = [meaning for _, meaning in word_meanings.meanings([segment], Context("en", "es"), "wrong-word")]
    read = [(segment.source[slice(*one.source)], segment.target[slice(*one.target)], one.gloss) for one in found]
    assert read == [("beds", "elefantes", "elephants")]
    assert found[0].evidence[-1] > 0  # the critic doubts less with the elephants in the source


def test_it_runs_from_english_only() -> None:
    segment = Segment("1", "Das Dach der Schule ist neu.", "The horse of the school is new.")
    (item,) = runner.run(check_table.select(["ACC125"]), [segment], Context("de", "en")).items
    assert item.state == "not run"
    assert item.why is not None and "English sources" in item.why


@pytest.mark.parametrize("at", range(len(wrong_word.WEIGHTS) - 1))
def test_every_kind_of_evidence_counts(at: int) -> None:
    evidence = [0.5] * (len(wrong_word.WEIGHTS) - 1)
    more = [value + (at == place) for place, value in enumerate(evidence)]
    assert wrong_word.weighed(more) - wrong_word.weighed(evidence) == pytest.approx(wrong_word.WEIGHTS[at])


def test_copies_and_labels_are_not_judged() -> None:
    context = Context("en", "de")
    assert wrong_word.is_judged(Segment("1", "The old roof leaks badly.", "Das alte Dach ist sehr undicht."), context)
    assert not wrong_word.is_judged(Segment("1", "New roof", "Neues Dach"), context)
    assert not wrong_word.is_judged(Segment("1", "The old roof leaks.", "The old roof leaks."), context)
