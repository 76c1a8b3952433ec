"""Ambiguous English words that are rendered in a sense that their context rules out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mtqe.checks.meaning import senses, wrong_sense
from mtqe.checks.runner import run
from mtqe.language import lang
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context


def _suspects(pairs: list[tuple[str, str]], target: str, **meta: str) -> list[tuple[str, str, list[str]]]:
    segments = [Segment(str(n), *pair, meta=meta) for n, pair in enumerate(pairs)]
    found = wrong_sense.suspects(segments, Context("en", target))
    return [(one.sense, one.rendered, [one.segment.target[slice(*place)] for place in one.target]) for one in found]


def _casefolded(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


@pytest.mark.parametrize(
    ("source", "target", "language", "sense", "rendered", "marked"),
    [
        (
            "The senate voted on the bill.",
            "Der Senat stimmte über die Rechnung ab.",
            "de",
            "law",
            "invoice",
            "Rechnung",
        ),
        ("The judge closed the court.", "Elle a fermé le terrain.", "fr", "law", "sport", "terrain"),
        ("A bat slept in the cave.", "Un bate dormía en la cueva.", "es", "animal", "club", "bate"),
        ("Two trials tested the vaccine.", "二つの裁判がワクチンを調べた。", "ja", "study", "law", "裁判"),
        ("The strikes killed five soldiers.", "罢工造成五名士兵死亡。", "zh", "attack", "work", "罢工"),
        ("The storm cut power to the homes.", "La tormenta cortó el poder.", "es", "electricity", "politics", "poder"),
        ("The ship dropped anchor at sea.", "Судно бросило телеведущего в море.", "ru", "ship", "tv", "телеведущего"),
        ("The keeper saved the penalty.", "Kaleci bu cezayı kolayca kurtardı.", "tr", "football", "law", "cezayı"),
    ],
)
def test_a_sense_that_the_words_around_rule_out(
    source: str, target: str, language: str, sense: str, rendered: str, marked: str
) -> None:
    [(told, said, words)] = _suspects([(source, target)], language)
    assert (told.split("_")[1], said.split("_")[1], words) == (sense, rendered, [marked])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The senate voted on the bill.", "Der Senat stimmte über das Gesetz ab, nicht über die Rechnung."),
        ("The senate voted on the energy bill.", "Der Senat stimmte über die Rechnung ab."),  # both senses are told
        ("She opened the bill at noon.", "Sie öffnete mittags die Rechnung."),  # no sense is told
        ("The senate heard Bill speak.", "Der Senat hörte die Rechnung sprechen."),  # it may be a name
        ("The senate billed the city.", "Der Senat stellte der Stadt eine Rechnung."),
    ],
)
def test_what_is_not_suspect(source: str, target: str) -> None:
    assert not _suspects([(source, target)], "de")


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("The weather is hot, 30 degrees.", "Hace calor, 30 grados.", "es"),
        ("The weather is hot, 30 degrees.", "मौसम गर्म है, 30 डिग्री।", "hi"),
        ("The army cleared the mine.", "Die Armee räumte die Mine.", "de"),
        ("They dig for gold in the mine.", "In der Mine graben sie nach Gold.", "de"),
        ("They danced at the birthday party.", "Doğum gününde partide dans ettiler.", "tr"),
    ],
)
def test_a_word_that_renders_two_senses_speaks_against_neither(source: str, target: str, language: str) -> None:
    assert not _suspects([(source, target)], language)


def test_the_sentences_beside_a_word_tell_its_sense() -> None:
    word = ("She opened the bill at noon.", "Sie öffnete mittags die Rechnung.")
    one = ("The senate waited.", "Der Senat wartete.")
    many = ("The senate and its committee waited.", "Der Senat und sein Ausschuss warteten.")
    paid = ("The senate and its committee paid.", "Der Senat und sein Ausschuss zahlten.")
    far = [("It rained.", "Es regnete.")] * wrong_sense.AROUND
    assert not _suspects([one, word], "de")  # a single word beside it is not enough
    assert _suspects([many, word], "de")
    assert not _suspects([paid, word], "de")  # a word for the other sense is beside it, too
    assert not _suspects([many, *far, word], "de")
    assert _suspects([many, ("They read the bill.", "Sie lasen das Gesetz."), *far, word], "de")  # in the same sense


def test_only_the_sentence_of_a_word_tells_its_sense_for_sure() -> None:
    paid = "The city pays two million dollars."
    bank = "They planted trees on the banks of the river."
    target = "Die Stadt zahlt zwei Millionen Dollar. Sie pflanzten Bäume an den Banken des Flusses."
    [(sense, rendered, _)] = _suspects([(f"{paid} {bank}", target)], "de")
    assert (sense, rendered) == ("bank_river", "bank_money")
    assert not _suspects([(bank.replace("They planted trees", paid.rstrip(".")), target)], "de")


def test_a_hint_in_a_fixed_phrase_is_none() -> None:
    pair = ("They praised the draft behind closed doors.", "Sie lobten den Entwurf hinter verschlossenen Türen.")
    assert not _suspects([pair, ("The doors were cold.", "Die Türen waren kalt.")][:1], "de")
    assert "draft_air" not in senses.read(pair[0], "en").hints
    assert "draft_air" in senses.read("They felt a draft from the door.", "en").hints


def test_findings_are_minor() -> None:
    segment = Segment("1", "The senate voted on the bill.", "Der Senat stimmte über die Rechnung ab.")
    found = run([wrong_sense.wrong_sense], [segment], Context("en", "de")).findings
    assert [finding.severity for finding in found] == [Severity.MINOR]


def test_texts_of_programs_are_left_alone() -> None:
    pair = ("The senate voted on the bill.", "Der Senat stimmte über die Rechnung ab.")
    assert not _suspects([pair], "de", unit="bill.text")


def test_a_letter_within_a_word_renders_nothing() -> None:
    assert not senses.renderings("手法がない。", "ja")["bill_law"]


@pytest.mark.parametrize("tag", sorted(lang.tags_with("senses")))
def test_the_senses_of_each_language_are_those_of_english(tag: str) -> None:
    assert set(lang.language(tag).senses) <= set(lang.language("en").senses)
    if tag != "en":
        assert not senses.is_ambiguous_in(tag)


@pytest.mark.parametrize("tag", sorted(lang.tags_with("senses") - {"en"}))
def test_no_rendering_stands_for_one_sense_of_a_word_where_it_may_stand_for_another_one(tag: str) -> None:
    listed = lang.language(tag).senses
    for sense, (clear, _) in listed.items():
        for word in clear:
            if not set("*_") & set(word):
                others = {
                    other for other in senses.siblings(sense, tag) if word.casefold() in _casefolded(listed[other][0])
                }
                assert not others, (sense, word, others)


@pytest.mark.parametrize(
    ("source", "target", "language", "is_suspect"),
    [
        ("The singer has a record of hits on her album.", "La chanteuse a un dossier de succès.", "fr", True),
        ("The singer has a track record of hits on her album.", "La chanteuse a un dossier de succès.", "fr", False),
        ("The pupils spoke of the term at school.", "Les élèves ont parlé du terme.", "fr", True),
        ("The pupils spoke of the long-term plan at school.", "Les élèves ont parlé du long terme.", "fr", False),
        ("They top the league table.", "彼らはテーブルの首位だ。", "ja", True),
        ("They top the league table.", "彼らはリーグテーブルの首位だ。", "ja", False),
    ],
)
def test_parts_of_compounds_and_phrases_have_no_sense_of_their_own(
    source: str, target: str, language: str, is_suspect: bool
) -> None:
    assert bool(_suspects([(source, target)], language)) == is_suspect


@pytest.mark.parametrize("sense", sorted(sense for sense in lang.language("en").senses if not sense.endswith("_idiom")))
def test_each_english_word_has_several_senses_with_words_of_their_own(sense: str) -> None:
    english = lang.language("en").senses
    assert senses.siblings(sense, "en")
    for other in senses.siblings(sense, "en"):
        assert set(english[other][1]).isdisjoint(english[sense][1]), (sense, other)


@pytest.mark.parametrize(
    ("language", "word", "senses_of_it"),
    [
        ("es", "canal", {"channel_tv"}),
        ("ar", "قناة", {"channel_tv"}),
        ("pt", "cadeira", {"seat_chair"}),
        ("de", "Auslosung", {"draw_lottery"}),
        ("it", "cellula", {"cell_biology"}),
    ],
)
def test_a_word_that_renders_both_senses_accuses_neither(language: str, word: str, senses_of_it: set[str]) -> None:
    found = senses.renderings(f"{word}.", language)
    assert {sense: found[sense] for sense in senses_of_it} == dict.fromkeys(senses_of_it, ())
