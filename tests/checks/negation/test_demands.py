"""Messages of which one side says what is wrong, and the other side what must be."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.negation.evidence import clauses
from mtqe.checks.negation.negation_words import negations
from mtqe.checks.negation.unmatched import one_sided
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

MESSAGES = [
    ("fr", "is not a bus stop", "doit être un arrêt de bus"),
    ("fr", "The harbour can't be blank", "Le port est obligatoire"),
    ("de", "is not a bus stop", "muss eine Haltestelle sein"),
    ("es", "is not a bus stop", "debe ser una parada"),
    ("he", "is not a bus stop", "חייב להיות תחנה"),
    ("ar", "is not a bus stop", "يجب أن يكون محطة"),
    ("ru", "is not a bus stop", "должно быть остановкой"),
    ("pl", "is not a bus stop", "musi być przystankiem"),
    ("tr", "is not a bus stop", "bir durak olmak zorunda"),
    ("ja", "The harbour isn't a number", "港は数値でなければなりません"),
    ("de", "The harbour must be a number", "Der Hafen ist keine Zahl"),
    ("es", "This stop is not a valid stop", "Esta parada debería ser otra"),
    ("pl", "The stop that you chose is not a bus stop", "Ten przystanek powinien być przystankiem autobusu"),
    ("nl", "Please specify at least one ship.", "U hebt geen schip opgegeven."),
    ("de", "No ship was chosen.", "Bitte wählen Sie mindestens ein Schiff."),
    ("fr", "The ship is too big. The maximum length is 9", "Le navire est trop grand. Il ne doit pas dépasser 9"),
]
LOSSES = [
    ("de", "Do not moor here", "Sie sollen hier anlegen"),
    ("fr", "The maximum length is not 9", "La longueur maximale est 9"),
    ("de", "The harbour is not open", "Der Hafen ist offen"),
    ("de", "The harbour must not be a number", "Der Hafen muss eine Zahl sein"),
    ("fr", "The harbour does not need to be open", "Le port doit être ouvert"),
    ("fr", "You don't have to moor here", "Vous devez vous amarrer ici, c’est obligatoire"),
]


def negated(segment: Segment, lang: str) -> bool:
    context = Context("en", lang)
    return bool(list(one_sided(segment, context))) or bool(list(clauses(segment, context)))


@pytest.mark.parametrize(("lang", "source", "target"), MESSAGES)
def test_a_demand_answers_the_negation_of_a_message(lang: str, source: str, target: str) -> None:
    assert not negated(Segment("1", source, target, meta={"unit": "errors.stop"}), lang)


@pytest.mark.parametrize(("lang", "source", "target"), LOSSES)
def test_what_is_no_demand_or_demands_on_both_sides_may_have_lost_a_negation(
    lang: str, source: str, target: str
) -> None:
    assert negated(Segment("1", source, target, meta={"unit": "errors.stop"}), lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Остановка имеет неверный вид"),
        ("ru", "Небезопасная остановка"),
        ("tr", "Bu durağı görüntüleme. Bekleyin"),
        ("en", "The harbour is out of ink"),
    ],
)
def test_words_that_may_say_a_negation(lang: str, text: str) -> None:
    assert not negations(text, lang).has_none()


@pytest.mark.parametrize(("lang", "text"), [("ru", "Немецкая невеста у Невы"), ("tr", "Görüntüleme durağı")])
def test_words_that_say_none(lang: str, text: str) -> None:
    assert negations(text, lang).has_none()


def test_waiting_is_negated_in_chinese() -> None:
    assert negations("不等待渡轮", "zh").clear


def test_a_demand_of_prose_answers_no_negation() -> None:
    assert negated(Segment("1", "The harbour is not open.", "Der Hafen muss offen sein."), "de")


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("Not moored at the pier?", "Ist es am Pier festgemacht?", ["minor"]),
        ("It is not moored at the pier.", "Es ist am Pier festgemacht.", ["major"]),
    ],
)
def test_a_label_may_ask_for_either(source: str, target: str, severities: list[str]) -> None:
    segment = Segment("1", source, target, meta={"unit": "pier.state"})
    found = runner.run([check_table.checks()["ACC112"]], [segment], Context("en", "de")).findings
    assert [str(finding.severity) for finding in found] == severities


def test_a_word_for_what_is_not_valid_may_express_a_negation() -> None:
    assert not negations("Ce navire est invalide", "fr").has_none()
    assert negations("Ce navire est valide", "fr").has_none()
