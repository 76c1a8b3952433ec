"""Missing words: the traces that the data of each language find, and good sentences that look similar."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.language.lang import language, tags_with
from mtqe.language.sections import DanglingWords
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

SOURCES = {"en": "Die Fähre nach Lund kam um sechs."}


def marks(target: str, lang: str, source: str | None = None) -> list[str]:
    source = source or SOURCES.get(lang, "The ferry for Lund came at six.")
    pair = ("de" if lang == "en" else "en", lang)
    outcome = runner.run([check_table.checks()["ART115"]], [Segment("1", source, target)], Context(*pair))
    assert outcome.problems == () and [item.state for item in outcome.items] == ["ran"]
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("target", "lang", "expected"),
    [
        ("The of the port is old.", "en", "The of"),
        ("They watched the.", "en", "the."),
        ("He worked there as a.", "en", "a."),
        ("A large of boats came.", "en", "large of"),
        ("She stayed because was late.", "en", "because was"),
        ("One of the boats from of Lund sank.", "en", "from of"),
        ("Boats of, an old port, came.", "en", "of,"),
        ("In, the boats are old.", "en", "In,"),
        ("As for, the boats are old.", "en", "for,"),
        ("A treaty between and took effect.", "en", "between and"),
        ("The mayor signed one of in May.", "en", "of in"),
        ("However, is late again.", "en", "is"),
        ("The contains old boats.", "en", "The contains"),
        ("The key is in “” today.", "en", "“”"),
        ("Sie kommt vom ist aber spät.", "de", "vom ist"),
        ("Sie fuhr mit der.", "de", "der."),
        ("Er sah im, was kam.", "de", "im,"),
        ("Das Boot von ist alt.", "de", "von ist"),
        ("La est tardé.", "fr", "La est"),
        ("Il voit le de la ville.", "fr", "le de"),
        ("Il va au, puis il revient.", "fr", "au,"),
        ("El es viejo y grande.", "es", "El es"),
        ("Consulte la para saber más.", "es", "la para"),
        ("Va al, y vuelve.", "es", "al,"),
        ("La nave del è vecchia.", "it", "del è"),
        ("Vede la di Lund.", "it", "la di"),
        ("O barco do é velho.", "pt", "do é"),
        ("Vai ao, e volta.", "pt", "ao,"),
        ("Hij zag dat de is oud.", "nl", "de is"),
        ("Он в порту «» сегодня.", "ru", "«»"),
    ],
)
def test_traces_of_a_missing_word_are_marked(target: str, lang: str, expected: str) -> None:
    assert marks(target, lang) == [expected]


@pytest.mark.parametrize(
    ("target", "lang"),
    [
        ("The house we live in, and the one she was born in, is old.", "en"),
        ("The boat he came from was old.", "en"),
        ("Boats of, by and for the port came.", "en"),
        ("Boats from, say, Lund came.", "en"),
        ("Votes for and against it came in.", "en"),
        ("Was a boat sold?", "en"),
        ("Is he late?", "en"),
        ("However, had the boat been late, he would know.", "en"),
        ("The will of the port is law.", "en"),
        ("It is the as yet unnamed boat.", "en"),
        ("By the by, he left.", "en"),
        ("After a while was all over.", "en"),
        ("He had vitamin A in mind.", "en"),
        ("For, after all, it was late.", "en"),
        ("Qur ' an, the book.", "en"),
        ("The creation of and access to ports is free.", "en"),
        ("A (from, to) pair is set by the with_port call.", "en"),
        ("The chunks the port consists of.", "en"),
        ("They call it my.lund.example.", "en"),
        ("THE IS AND THE OF", "en"),
        ("He said ““go”” and “left”.", "en"),
        ('He wrote "" go "" and left.', "en"),
        ("Die in Lund gebaute Fähre, die ist alt.", "de"),
        ("Im und am Hafen ist es kalt.", "de"),
        ("Er steigt ein, und sie steigt aus.", "de"),
        ("L’un est vieux, elle les en informe.", "fr"),
        ("Prenez-le et partez.", "fr"),
        ("El de Lund y la de Lund los tiene.", "es"),
        ("Quello di Lund, il che è vero.", "it"),
        ("O de Lund não o é.", "pt"),
        ("Een van de boten in Lund.", "nl"),
    ],
)
def test_good_sentences_that_look_similar_are_not_marked(target: str, lang: str) -> None:
    assert marks(target, lang) == []


def test_a_source_with_the_same_words_excuses_the_translation() -> None:
    assert marks("Set the is to “”.", "en", "Setze the is auf “”.") == []
    assert marks("It is in the with block.", "en", "Es steht im with-Block.") == ["the with"]
    assert marks("It is in the with block.", "en", "Es steht im Block with.") == []
    assert marks("See where a was put.", "en", "Siehe, wo a steht.") == []
    assert marks("Was sold in May.", "en", "Wurde im Mai verkauft.") == []
    assert marks("Was sold in May.", "en", "Man hat sie verkauft.") == ["Was"]


@pytest.mark.parametrize(
    ("source", "target", "pair", "lost"),
    [
        ("Die Fähre fährt heute nach Tromsø.", "The ferry goes to the and back.", ("de", "en"), ["Tromsø"]),
        ("Die Fähre fährt heute nach Tromsø.", "The ferry goes to that and back.", ("de", "en"), []),
        ("She praised the ferry of Tromsø.", "Sie lobte die Fähre vom, wie es hieß.", ("en", "de"), ["Tromsø"]),
    ],
)
def test_a_lost_name_that_left_a_gap_is_major(source: str, target: str, pair: tuple[str, str], lost: list[str]) -> None:
    outcome = runner.run([check_table.checks()["ACC114"]], [Segment("1", source, target)], Context(*pair))
    assert [finding.marked[0] for finding in outcome.findings if finding.severity is Severity.MAJOR] == lost


def test_other_languages_are_not_judged() -> None:
    outcome = runner.run([check_table.checks()["ART115"]], [Segment("1", "A “b” c.", "A “” c.")], Context("en", "hu"))
    assert [item.state for item in outcome.items] == ["not run"]


@pytest.mark.parametrize("lang", sorted(tags_with("dangling")))
def test_data_are_well_formed(lang: str) -> None:
    data = language(lang).dangling
    assert data is not None
    for row in (*data.words, *data.marks):
        texts = [
            *row.first,
            *row.unless,
            *row.after,
            *row.besides,
            *(row.then if isinstance(row, DanglingWords) else ()),
        ]
        assert row.first and all(text == text.lower() for text in texts), row
