"""Free but good translations of news: what checks must not report at major, beside errors that they must."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.meaning import moved_words
from mtqe.checks.negation import directions
from mtqe.checks.shared import said_nearby
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def grave(check: str, pairs: list[tuple[str, str]], lang: str = "de") -> list[tuple[str, ...]]:
    """What a check marks at major or critical."""
    segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs)]
    outcome = runner.run([check_table.checks()[check]], segments, Context("en", lang))
    assert not outcome.problems
    return [one.marked for one in outcome.findings if one.severity in (Severity.MAJOR, Severity.CRITICAL)]


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("The café Milltown on the Quay opens.", "Kavárna v Milltownu on the Quay se otevírá.", "cs", ""),
        ("The café Milltown on the Wharf opens.", "Kahvila Milltown on the Wharfissa avataan.", "fi", ""),
        ("Shops such as Brants and Tillers closed.", "Obchody Brantsů and Tillersů zavřely.", "cs", "and"),
        ("A shop, the Fisherman, closed.", "Ein Laden, the Fisherman, schloss.", "de", ""),
        ("A shop, the “Old Fisherman’s” Club, closed.", "Ein Laden, the Old Fishermanʼs Club, schloss.", "de", ""),
        ("A shop, the old one, closed.", "Ein Laden, the alte, schloss.", "de", "the"),
    ],
)
def test_words_inside_a_name_stay(source: str, target: str, lang: str, marked: str) -> None:
    assert grave("ART106", [(source, target)], lang) == ([(marked,)] if marked else [])


def test_a_headline_may_become_much_longer() -> None:
    target = (
        "Fischer protestieren gegen die neue Hafengebühr und blockieren deswegen den ganzen Tag die Einfahrt zum Hafen "
        "mit ihren Booten und Netzen"
    )
    source = "Harbour fee: fishermen block the port entrance in protest today"
    assert grave("ACC108", [(source, target)]) == []
    longer = f"{target} und mit vielen Kuttern aus dem ganzen Norden."
    assert grave("ACC108", [(f"{source}.", longer)]) == [(longer,)]


def test_corner_marks_may_close_in_a_later_segment() -> None:
    source = "“We lived through one of the best moments of our lives in that small harbour last year."
    target = "「昨年が最高でした。"
    end = ("My parents cried with joy on that day,” he said.", "あの日、両親は喜びのあまり泣きました」と彼は語った。")
    assert grave("MRK101", [(source, target), end], "ja") == []
    whole = "The mayor spoke of a “gift of the old families to all people who live here” and closed the small harbour."
    assert grave("MRK101", [(whole, "市長は「贈り物と語った。")], "ja") == [("「",)]


def said(side: str, marked: str, before: tuple[str, str], here: tuple[str, str]) -> Severity | None:
    """The severity of a finding at major after the sentence before was looked at."""
    segments = [Segment("0", *before), Segment("1", *here)]
    start = here[side == "target"].index(marked)
    hit = Hit("", (Span("target" if side == "target" else "source", start, start + len(marked)),), Severity.MAJOR)
    ((_, judged),) = said_nearby.said_as_minor([(segments[1], hit)], segments, Context("en", "de"))
    return judged.severity


def test_words_that_the_sentence_before_has_may_become_a_pronoun() -> None:
    before = ("The harbour rally of Nora Lund begins at seven.", "Die Kundgebung von Nora Lund beginnt um sieben.")
    here = ("You can watch the rally of Nora Lund online.", "Sie können sie online verfolgen.")
    assert said("source", "rally of Nora Lund", before, here) is Severity.MINOR
    assert said("source", "watch the rally", before, here) is Severity.MAJOR
    added = ("She told the crowd.", "Nora Lund sagte es der Menge.")
    assert said("target", "Nora Lund", before, added) is Severity.MAJOR, "it may be another person"
    figure = ("The 7 clubs of Nora Lund came.", "Sie kamen.")
    assert said("source", "7", ("The 7 rallies", "Die 7 Reden"), figure) is Severity.MAJOR, "a figure is never repeated"


def test_a_clause_that_moved_into_the_next_sentence_is_not_lost() -> None:
    sentences = [
        ("“We shall build the bridge again,” she told the angry fishermen.", "„Wir werden die Brücke wieder bauen.“"),
        ("“The work begins in May.”", "Den wütenden Fischern sagte sie: „Die Arbeiten beginnen im Mai.“"),
    ]
    segments = [Segment(str(number), *pair) for number, pair in enumerate(sentences)]
    start = sentences[0][0].index("she told")
    hit = Hit("", (Span("source", start, len(sentences[0][0])),), Severity.MAJOR)
    context = Context("en", "de")
    ((_, judged),) = moved_words.moved_as_minor([(segments[0], hit)], segments, context)
    assert judged.severity is Severity.MINOR
    other = Segment("1", "“The work begins in May.”", "„Die Arbeiten beginnen im Mai.“")
    ((_, judged),) = moved_words.moved_as_minor([(segments[0], hit)], [segments[0], other], context)
    assert judged.severity is Severity.MAJOR


def test_a_superlative_of_its_own_is_not_the_comparative() -> None:
    assert not list(directions.reversals("At least we can play.", "Es geht um nichts mehr.", "en", "de"))
    assert list(directions.reversals("We play less.", "Wir spielen mehr.", "en", "de"))


def test_a_name_nearer_to_the_place_explains_the_lost_one() -> None:
    pairs = [
        ("Bolivia sued Chile in the Netherlands.", "Boliwia pozwała Chile w Holandii."),
        (
            "The Netherlands-based court has no power to award Chilean territory.",
            "Trybunał z siedzibą w Hadze nie ma uprawnień do przyznania Boliwii terytorium Chile.",
        ),
    ]
    assert grave("ACC114", pairs, "pl") == []
    swapped = [pairs[0], ("The Netherlands awarded no territory.", "Boliwia nie przyznała terytorium.")]
    assert grave("ACC114", swapped, "pl") == [("Netherlands", "Boliwia")]


def test_the_conditional_of_reports_is_a_hedge() -> None:
    source = "The baker is reportedly also selling old bread to the schools of the town."
    assert grave("ACC124", [(source, "Le boulanger vendrait aussi du vieux pain aux écoles de la ville.")], "fr") == []
    assert grave("ACC124", [(source, "Le boulanger vend aussi du vieux pain aux écoles de la ville.")], "fr")


@pytest.mark.parametrize(
    ("target", "marked"),
    [
        ("Am Sonntag werden bis zu 30 Grad erwartet.", ()),
        ("Am Sonntag werden bis zu 15 Grad erwartet.", ("80", "15")),
    ],
)
def test_decades_of_degrees(target: str, marked: tuple[str, ...]) -> None:
    assert grave("ACC101", [("Highs will be in the 80s on Sunday.", target)]) == ([marked] if marked else [])


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("The fire may last for days.", "Das Feuer dauert tagelang.", "de", ("may",)),
        ("It will show how long the fire may last.", "Es wird zeigen, wie lange das Feuer dauert.", "de", ()),
        ("The baker has reportedly bought the mill.", "De bakker zou de molen hebben gekocht.", "nl", ()),
        ("The baker has reportedly bought the mill.", "De bakker heeft de molen gekocht.", "nl", ("reportedly",)),
        ("Nearly 300 people came to the mill.", "300 Menschen kamen zur Mühle.", "de", ()),
        (
            "The baker has yet to buy the mill.",
            "Der Bäcker hat die Mühle schon gekauft.",
            "de",
            ("has", "yet", "to", "schon"),
        ),
        ("The baker has yet to buy the mill.", "Le boulanger a acheté le moulin.", "fr", ("has", "yet", "to")),
        ("The baker has yet to buy the mill.", "Пекарь пока не купил мельницу.", "ru", ()),
        ("The baker allegedly left the mill.", "제빵사가 방앗간을 떠났다.", "ko", ("allegedly",)),
    ],
)
def test_hedges_that_readers_miss(source: str, target: str, lang: str, marked: tuple[str, ...]) -> None:
    assert grave("ACC124", [(source, target)], lang) == ([marked] if marked else [])
