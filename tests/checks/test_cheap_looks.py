"""What spares checks a dear look never hides what the look would have found."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

import pytest
from ftfy.badness import is_bad
from hypothesis import example, given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from mtqe.checks.artifacts import broken_characters, pattern_rules, word_fragments
from mtqe.checks.numbers import dates, number_words
from mtqe.checks.numbers.number_words import pieces
from mtqe.checks.numbers.vocabulary import lexicon
from mtqe.checks.punctuation import quotation_marks
from mtqe.checks.repetition import in_a_row, joined, repeats
from mtqe.checks.sentences import broken_seam, gender_switch
from mtqe.checks.shared import repeated_units
from mtqe.checks.spacing import stray_spaces
from mtqe.checks.terms import wrong_casing
from mtqe.checks.untranslated import copied_words, untranslated_segment
from mtqe.language import identify, scripts, words
from mtqe.language.lang import language
from mtqe.model import Segment
from mtqe.registry.contracts import Context

RUNS = st.lists(
    st.tuples(st.sampled_from([".", "-", "_", "ha", "Ä", "7", "47", "12,", " ", "哈", "abc"]), st.integers(1, 20))
)


@given(RUNS)
def test_runs_of_absurd_length(parts: list[tuple[str, int]]) -> None:
    for joint in ("", " "):
        text = joint.join(joint.join([unit] * times) for unit, times in parts)
        absurd = {
            kind
            for kind, least in repeated_units._KINDS
            for run in repeated_units._runs(kind, text)
            if run.copies >= least
        }
        assert absurd <= {kind for kind, _ in repeated_units._possible(text)}


def test_badly_decoded_text_has_its_sign() -> None:
    codes = [*range(0x80, 0x2600), 0xF8FF, 0xFB01, 0xFB02, 0xFFFD]
    lone = [f"a{chr(code)}b {chr(code)} {chr(code)}. A{chr(code)}" for code in codes]
    assert [text for text in lone if is_bad(text) and not broken_characters._SIGN.search(text)] == []
    assert is_bad("BrÃ¼cke") and broken_characters._SIGN.search("BrÃ¼cke")


PUNCTUATED = st.lists(
    st.sampled_from(["a", "B", "7", " ", "\u00a0", ".", ",", ":", "?", ")", "(", "„", "”", "“", '"', "/"])
)


@given(PUNCTUATED)
def test_signs_of_punctuation_dates_and_capitals(parts: list[str]) -> None:
    text = "".join(parts)
    spaced = (stray_spaces._LOW, stray_spaces._HIGH, stray_spaces._INSIDE)
    assert stray_spaces._SIGN.search(text) or not any(pattern.search(text) for pattern in spaced)
    assert dates._DATE_SIGN.search(text) or not dates._DIGITS.search(text)
    assert wrong_casing._INNER_CAPITAL.search(text) or not wrong_casing._INNER_CAPITAL_WORD.search(text)
    bare, marks = text.strip(), quotation_marks._MARKS
    assert (bare[:1] in marks and bare[-1:] in marks) or not quotation_marks._WHOLE.fullmatch(text)


def test_words_that_are_no_numbers_are_passed_over_and_others_are_not() -> None:
    german = lexicon("de")
    assert pieces("Die Fähre kam", german) == []
    assert {"Die", "Fähre", "kam"} <= german.plain
    for text in ("Die Fähre kam um 7", "Die Fähre kam im Mai", "Die siebzehn Fähren", "Ludwig XIV kam", "Die ½ Fähre"):
        assert len(pieces(text, german)) == len(pieces(text, german)) == 1, text
    assert not german.plain & {"Mai", "siebzehn", "XIV"}


@given(st.lists(st.sampled_from(["tide", "boat", "mill", "harbour", "and", "of"]), max_size=14))
def test_a_text_with_a_repeated_phrase_may_repeat(parts: list[str]) -> None:
    text = " ".join(parts)
    target = words.words(text)
    source = repeats.Source("")
    repeated = [*in_a_row.runs(parts), *joined.joined(text, target, source, "en"), *repeats.later(target, source, 4)]
    assert repeats.may_repeat(words.keys(text)) or not repeated


@given(st.lists(st.sampled_from(["boat", "a", "Ä", "7", " ", "\u00a0", "\n", ".", ",", "?", ")", "(", "-", "_"])))
def test_no_word_of_a_broken_text_reaches_beyond_white_space(parts: list[str]) -> None:
    text = "".join(parts)
    chunks = [word_fragments._TOKEN.findall(chunk) for chunk in text.split()]
    assert word_fragments._TOKEN.findall(text) == [word for found in chunks for word in found]


@given(st.text(st.sampled_from("ab ([<>)]/iswar")))
def test_a_seam_has_a_bracket(text: str) -> None:
    assert not broken_seam._SEAM.search(text) or not broken_seam._OPENING.isdisjoint(text)


@given(st.text(st.sampled_from("aßÄжя木木カ1 .௰")), st.sampled_from(["de", "ru", "zh", "ja", "en"]))
def test_the_letters_of_a_text_are_counted(text: str, lang: str) -> None:
    foreign = scripts._foreign(lang)
    assert foreign is not None
    letters = sum(map(str.isalpha, text))
    assert scripts.foreign_share(text, lang) == (len(foreign.findall(text)) / letters if letters else 0.0)
    size = sum((2 if char > "\u2e80" else 1) for char in text if char.isalpha())
    assert all(identify.has_letters(text, least) is (size >= least) for least in range(1, 12))


KEYS = st.lists(st.sampled_from(["the", "old", "boat", "ran"]), max_size=9)


@given(KEYS, KEYS)
def test_a_copied_stretch_is_shared(source: list[str], target: list[str]) -> None:
    least = untranslated_segment.SHORTEST_STRETCH
    stretches = [{tuple(side[at : at + least]) for at in range(len(side) - least + 1)} for side in (source, target)]
    runs = list(untranslated_segment._copied_runs(source, words.words(" ".join(target))))
    assert bool(runs) is bool(stretches[0] & stretches[1])
    assert untranslated_segment._may_share(" ".join(source), " ".join(target)) or not runs


SAID = st.lists(
    st.tuples(
        st.sampled_from(["", "A guard said no.", "“The old guard has said it.”", "She waved.", "He ran. A guard said"]),
        st.sampled_from(["", "Ein Wärter verneinte.", "Sie winkte.", "Er lief. Ein Wärter"]),
    )
)


@given(SAID)
def test_every_speaker_and_the_next_sentence_are_seen(texts: list[tuple[str, str]]) -> None:
    segments = [Segment(str(number), *pair) for number, pair in enumerate(texts)]
    context, persons = Context("en", "de"), language("en").persons
    assert persons is not None

    def pairs(sentences: list[gender_switch.Sentence | None]) -> list[tuple[gender_switch.Sentence, ...]]:
        whole = [(first, second) for first, second in pairwise(sentences) if first and second]
        return [pair for pair in whole if re.match(persons.speaking, pair[0].source)]

    every = [sentence for segment in segments for sentence in gender_switch._of_segment(segment, context)]
    assert pairs(list(gender_switch._sentences(segments, context, persons.speaking))) == pairs(every)


def test_a_piece_begins_a_word_if_any_form_does() -> None:
    forms = list(DEFAULT_DICTIONARY_FACTORY.get_dictionary("de"))
    for word in ("ursprü", "welt", "zzx", "ße", "a", "xq"):
        begins = any(form.startswith((word, word.capitalize())) for form in forms)
        assert word_fragments._begins_a_word(word, "de") is begins, word


COPIED = st.lists(
    st.sampled_from(["the", "suddenly", "Suddenly", "suddenly's", "“", "”", "Boot", "in", "which", "‘", "’", ".", "("]),
    max_size=8,
)


@example(["He", "saw", "the", "ferry"], ["The", "alte", "Boot"], ("en", "de"))
@example(["The", "harbour's", "light"], ["Das", "harbour", "Licht"], ("en", "de"))
@given(COPIED, COPIED, st.sampled_from([("en", "de"), ("en", "zh"), ("de", "en")]))
def test_a_text_with_copied_words_may_have_them(source: list[str], target: list[str], langs: tuple[str, str]) -> None:
    texts = " ".join(source), " ".join(target)
    with pytest.MonkeyPatch.context() as patch:
        found = list(copied_words.stretches(*texts, *langs))
        patch.setattr(copied_words, "_may_have", lambda *_: True)
        assert found == list(copied_words.stretches(*texts, *langs))


NUMBERED = st.lists(
    st.sampled_from(
        ["12", "12 h 30", " ", "h", "ein", "Boot", "-", "'", "½", "_", "²", "b", "木", "가", "\u0301", "\u05be", "."]
    )
)


@given(NUMBERED, st.sets(st.sampled_from(["Boot", "h", "b", "BootBoot", "b-Boot"])))
def test_every_number_and_every_word_that_may_be_one_is_read(parts: list[str], plain: set[str]) -> None:
    text, german = "".join(parts), dataclasses.replace(lexicon("de"), plain=set(plain))
    every = [(match.start(), match[0], match.lastgroup) for match in number_words._TOKEN.finditer(text)]
    read = list(number_words._tokens(text, german))
    assert [token for token in every if token[1] not in plain] == [token for token in read if token[1] not in plain]
    assert set(read) <= set(every)
    assert all(any(map(str.isdecimal, word)) is False for word in german.plain)


@given(st.text(st.sampled_from("aB7-‐'’ .木\u0301")))
def test_words_are_read_with_their_places(text: str) -> None:
    for hyphens in (True, False):
        read = words.words(text, hyphens)
        assert [(text[word.start : word.end], words.key(word.text)) for word in read] == [
            (word.text, word.key) for word in read
        ]
        assert words.keys(text, hyphens) == tuple(word.key for word in read)
    assert words.starts(text) == [*(word.start for word in words.words(text)), len(text)]


@given(st.lists(st.sampled_from(["Unter", "hahaha", "Boot", "rufen", "-", " "])))
def test_a_word_that_repeats_a_piece_is_seen(parts: list[str]) -> None:
    text = "".join(parts)
    hits = list(repeats.inside_words(words.words(text, hyphens=False), repeats.Source("")))
    assert repeats.may_repeat_inside(words.texts(text, hyphens=False)) is bool(hits)


@given(st.lists(st.sampled_from(["boot", "a", "ä", "7", " ", "木", "_"])), st.sampled_from(["boot", "a", "木", "ä木"]))
def test_the_words_of_a_source_are_found_one_by_one(parts: list[str], word: str) -> None:
    text = "".join(parts)
    assert word_fragments._has_word(text, word) is (word in word_fragments._LETTERS.findall(text))


@given(st.lists(st.sampled_from(["Der Hafen", "ist zu", ".", "..", ",", ";", ":", "!", "?", "- ", " ", "-"])))
def test_what_a_rule_needs_is_in_its_matches(parts: list[str]) -> None:
    text = "".join(parts)
    matching = [number for number, rule in enumerate(pattern_rules.rules("marks")) if rule.pattern.search(text)]
    assert set(matching) <= set(pattern_rules._possible("marks", text))


FOREIGN = ["La mer est calme", "ce soir", "Паром пока не отходит", "Die Fähre", "legt heute nicht ab", "„", "“", "und"]


@given(st.lists(st.sampled_from(FOREIGN)), st.sampled_from(["de", "km"]))
def test_a_text_whose_whole_is_not_foreign_is_not_foreign(parts: list[str], lang: str) -> None:
    text = " ".join(parts)
    found = identify.foreign("", text, lang)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identify, "_may_be_foreign", lambda *_: True)
        assert found == identify.foreign("", text, lang)
