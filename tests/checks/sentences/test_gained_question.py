"""A statement that became a question is found from every language that has a list of question words."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

ASKS = "Did the ferry leave the old harbour at noon?"


def marked(source: str, target: str, pair: str) -> list[str]:
    outcome = runner.run([check_table.checks()["ACC122"]], [Segment("1", source, target)], Context(*pair.split("-")))
    assert outcome.problems == () and [item.state for item in outcome.items] == ["ran"]
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("lang", "states", "asks"),
    [
        ("de", "Die Fähre legte mittags ab.", "Legte sie ab, fragten alle."),
        ("fr", "Le bac est parti à midi.", "Pourquoi le bac est-il parti."),
        ("es", "El barco salió a mediodía.", "Cuándo sale el barco, por favor."),
        ("it", "Il traghetto è partito a mezzogiorno.", "Vogliamo sapere l'ora del traghetto."),
        ("pt", "A balsa saiu ao meio-dia.", "Perguntou a hora da balsa."),
        ("nl", "De boot vertrok om twaalf uur.", "Hij wil weten hoe laat het is."),
        ("pl", "Prom odpłynął w południe.", "Zapytał o godzinę odjazdu promu."),
        ("cs", "Trajekt odplul v poledne.", "A proč trajekt odplul v poledne."),
        ("ru", "Паром отошёл в полдень.", "Неужели паром отошёл в полдень."),
        ("zh", "渡轮中午离开了旧港口。", "渡轮为什么中午离开。"),
        ("ja", "渡し船は正午に出港した。", "渡し船は正午に出ましたか。"),
    ],
)
def test_a_question_is_marked_if_the_source_states_and_not_if_it_asks(lang: str, states: str, asks: str) -> None:
    assert marked(states, ASKS, f"{lang}-en") == ["?"]
    assert marked(asks, ASKS, f"{lang}-en") == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("The ferry left the harbour.", "Hat die Fähre “den Hafen” verlassen?”", ["?"]),
        ("The ferry left in 1995.", "Legte die Fähre denn 1995 wirklich ab?", ["?"]),
        ("The ferry left, the tram came, and Anna and Bert.", "Kam die Tram, und auch Anna und Bert?", ["?"]),
        ("The ferry left the harbour", "Hat die Fähre den Hafen verlassen?", []),
        ("The ferry left the harbour ...", "Hat die Fähre den Hafen verlassen?", []),
        ("“Did it leave?” Anna said to me.", "Anna sprach: „Ist sie fort, die alte Fähre?“", []),
        ("Isn’t it time to leave the harbour.", "Ist es nicht Zeit, den Hafen zu verlassen?", []),
        ("So why does the ferry leave.", "Warum legt die Fähre denn ab?", []),
        ("It says: “Are you for the ferry.”", "Dort steht: „Sind Sie für die alte Fähre?“", []),
        ("The ferry is gone. Look at that.", "Die Fähre ist fort. Schön, nicht?", []),
        ("The ferry is gone, you know.", "Die alte Fähre ist jetzt fort, oder nicht?", []),
        ("The ferry is gone, it had no reason to stay.", "Die Fähre ist fort. Weshalb sollte sie auch bleiben?", []),
    ],
)
def test_questions_that_have_a_reason_are_left_alone(source: str, target: str, expected: list[str]) -> None:
    assert marked(source, target, "en-de") == expected


def test_a_language_without_question_words_is_not_judged() -> None:
    outcome = runner.run([check_table.checks()["ACC122"]], [Segment("1", "Praam lahkus.", ASKS)], Context("et", "en"))
    assert outcome.findings == () and outcome.items[0].why == "there is no list of question words for Estonian"


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        ("You may need a pilot for the old harbour.", "minor"),
        ("Perhaps the pilot sails to the old harbour.", "minor"),
        ("The pilot sails to the old harbour.", "major"),
        ("The pilot can sail to the old harbour.", "major"),
    ],
)
def test_a_question_may_say_what_is_only_possible(source: str, severity: str) -> None:
    segment = Segment("1", source, "Brauchen Sie einen Lotsen für den alten Hafen?")
    outcome = runner.run([check_table.checks()["ACC122"]], [segment], Context("en", "de"))
    assert [finding.severity.value for finding in outcome.findings] == [severity]
