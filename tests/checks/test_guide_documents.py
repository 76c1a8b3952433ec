"""A guide is a document that speaks to its reader; a possibility in it is advice and no claim."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mtqe.checks import runner
from mtqe.checks.artifacts import model_response
from mtqe.checks.shared import guides
from mtqe.model import Code, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

ADVICE = [
    ("Before you sail, look at the sky.", "Sehen Sie vor der Fahrt zum Himmel."),
    ("Tie your boat to the second pole.", "Binden Sie Ihr Boot an den zweiten Pfahl."),
    ("You need a map of the harbour.", "Sie brauchen eine Karte des Hafens."),
    ("The pilot lives behind the church.", "Der Lotse wohnt hinter der Kirche."),
]
NEWS = [
    ("The boat left the harbour on Monday.", "Das Boot verließ den Hafen am Montag."),
    ("“You are late again,” said the pilot.", "„Sie sind wieder zu spät“, sagte der Lotse."),
    ("Nine men of the crew were on board.", "Neun Männer der Mannschaft waren an Bord."),
    ("The pilot lives behind the church.", "Der Lotse wohnt hinter der Kirche."),
]


def severities(check: str, pairs: list[tuple[str, str]], planted: tuple[str, str], lang: str = "de") -> list[str]:
    """The severities of the findings in the last pair of a document."""
    segments = [Segment(str(number), *pair, doc="a") for number, pair in enumerate([*pairs, planted])]
    outcome = runner.run([check_table.checks()[check]], segments, Context("en", lang))
    assert outcome.problems == ()
    return [finding.severity.value for finding in outcome.findings if finding.segment == str(len(pairs))]


@pytest.mark.parametrize(("pairs", "is_guide"), [(ADVICE, True), (NEWS, False), (ADVICE[:3], False)])
def test_a_guide_speaks_to_its_reader(pairs: list[tuple[str, str]], is_guide: bool) -> None:
    segments = [Segment(str(number), *pair, doc="a") for number, pair in enumerate([*pairs, NEWS[0]])]
    assert guides.guides(segments, "en") == ({"a"} if is_guide else frozenset())
    assert guides.guides(segments, "de") == frozenset(), "German has no words for the reader in its table"


def test_a_manual_shows_code() -> None:
    code = Code("source", 4, 4, "code", kind="literal", value="tide --now", text="`tide --now`")
    segments = [Segment(str(number), *pair, doc="a") for number, pair in enumerate(NEWS * 2)]
    coded = [*segments[:-1], replace(segments[-1], codes=(code,))]
    assert guides.guides(coded, "en") == {"a"}
    assert guides.guides([*segments, *coded], "en") == frozenset(), "one sentence of sixteen"


@pytest.mark.parametrize(("pairs", "severity"), [(ADVICE, "minor"), (NEWS, "major")])
def test_an_opposite_in_a_guide_is_minor(pairs: list[tuple[str, str]], severity: str) -> None:
    planted = ("The price of milk rose in May.", "Der Milchpreis sank im Mai.")
    assert severities("ACC113", pairs, planted) == [severity]


@pytest.mark.parametrize(("pairs", "severity"), [(ADVICE, "minor"), (NEWS, "major")])
def test_a_lost_possibility_in_a_guide_is_minor(pairs: list[tuple[str, str]], severity: str) -> None:
    planted = ("The new bridge may help the village.", "Die neue Brücke wird dem Dorf helfen.")
    assert severities("ACC131", pairs, planted) == [severity]


@pytest.mark.parametrize("pairs", [ADVICE, NEWS])
def test_a_lost_accusation_is_major_in_a_guide_too(pairs: list[tuple[str, str]]) -> None:
    planted = ("The baker has allegedly sold old bread.", "Der Bäcker hat altes Brot verkauft.")
    assert severities("ACC124", pairs, planted) == ["major"]


@pytest.mark.parametrize(("pairs", "grave"), [(ADVICE, False), (NEWS, True)])
def test_a_request_of_a_guide_is_minor(
    pairs: list[tuple[str, str]], grave: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_response, "CRITICAL", 1.1)  # the risk of the reply is the highest
    planted = ("Recommend a book to me.", "Der Zauberberg von Thomas Mann")
    (severity,) = severities("ART116", pairs, planted)
    assert (severity != "minor") is grave


@pytest.mark.parametrize(
    ("source", "pairs", "grave"),
    [
        ("Number of boats that left the harbour", ADVICE, False),
        ("Number of boats that left the harbour", NEWS, True),
        ("Count the number of boats that left the harbour.", ADVICE, True),
    ],
)
def test_the_item_of_a_list_in_a_guide_is_minor(source: str, pairs: list[tuple[str, str]], grave: bool) -> None:
    target = "Über die Zinsen entscheidet die Notenbank in der nächsten Woche."
    (severity,) = severities("HAL103", pairs, (source, target))
    assert (severity != "minor") is grave
