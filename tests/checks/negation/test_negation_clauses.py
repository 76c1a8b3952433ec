"""Negations by clause: what stands in a text, what a text says without them, and losses beside other negations."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mtqe import encoder
from mtqe.checks.negation import evidence, literal, lost_negations
from mtqe.checks.negation.evidence import Evidence
from mtqe.checks.negation.lost_negations import Weighed
from mtqe.checks.negation.negation_mismatch import negation_mismatch
from mtqe.checks.negation.negation_words import affirmed, cues, said_freely
from mtqe.checks.runner import run
from mtqe.language.lang import measured_pairs
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

AFFIRMED = [
    ("en", "The goats don’t sleep.", "The goats do sleep."),
    ("en", "Nobody can’t sing.", "somebody can sing."),
    ("en", "The council has yet to answer.", "The council already answer."),
    ("de", "Sie hat keine Ziegen.", "Sie hat eine Ziegen."),
    ("cs", "Koza nemá hlad.", "Koza má hlad."),
    ("cs", "Kozy nespěchají.", "Kozy spěchají."),
    ("tr", "Keçi uyumuyor.", "Keçi uyuyor."),
    ("ja", "山羊は来ませんでした。", "山羊は来ました。"),
    ("ko", "물이 없습니다.", "물이 있습니다."),
    ("ru", "Козы не спят.", "Козы спят."),
    ("fa", "بز نمی‌خوابد.", "بز می‌خوابد."),
]
CLEAR = [
    ("ar", "قرر عدم البيع.", ["عدم"]),
    ("cs", "Kozy nechávají seno v neděli a nespěchají.", ["nespěchají"]),
    ("cs", "Kozy nespěchají a neponechá je v neděli v nemocnici.", ["nespěchají", "neponechá"]),
    ("en", "She has yet to answer.", ["has yet to"]),
    ("ja", "羊を飼わず、山羊を飼う。", ["ず"]),
    ("ko", "이유를 모르지만 간다.", ["모르지만"]),
    ("tr", "Beklemeyiz; gelmese de olur.", ["Beklemeyiz", "gelmese"]),
    ("zh", "山羊并未睡觉，不过羊睡了。", ["并未"]),
]
LOST = [
    # language, source, translation, the negation without a counterpart
    ("fr", "Do not turn off the lamp at night.", "Éteignez la lampe la nuit.", "not"),
    ("es", "Keep the box in a dry place.", "No guarde la caja en un lugar seco.", "No"),
    ("pt", "Late applications will not be accepted.", "As candidaturas tardias serão aceitas.", "not"),
    (
        "de",
        "The mayor finally supported the minister.",
        "Der Bürgermeister stellte sich am Ende nicht hinter die Ministerin.",
        "nicht",
    ),
    (
        "es",
        "The baker ended up thanking the guests.",
        "El panadero acabó por no dar las gracias a los huéspedes.",
        "no",
    ),
    (
        "de",
        "The miller denied the theft and said that his son had left the village.",
        "Der Müller bestritt den Diebstahl und sagte, sein Sohn habe das Dorf nicht verlassen.",
        "nicht",
    ),
    ("ru", "The letters confirmed the sum.", "Письма не подтвердили эту сумму.", "не"),
    ("pl", "The company will keep all three factories.", "Firma nie zachowa wszystkich trzech fabryk.", "nie"),
    ("ja", "The minister did not resign.", "大臣は辞任した。", "not"),
    ("hi", "The minister did not resign.", "मंत्री ने इस्तीफ़ा दे दिया।", "not"),
    ("ar", "The minister did not resign.", "استقال الوزير.", "not"),
]
KEPT = [
    ("de", "I will not resign, and there will be no vote.", "Ich trete nicht zurück, und Wahlen wird es nicht geben."),
    ("es", "Never erase the disk before a backup.", "No borre nunca el disco antes de una copia de seguridad."),
    ("fr", "I will not resign, and there will be no vote.", "Je ne démissionnerai pas, et il n’y aura pas de vote."),
    ("it", "The committee has yet to publish it.", "La commissione non lo ha ancora pubblicato."),
    ("nl", "He refused to sign the letter.", "Hij wilde de brief niet ondertekenen."),
    ("ru", "He lacks the money to travel.", "У него нет денег на поездку."),
    ("tr", "She did not call, and he did not knock.", "O aramadı, diğeri de kapıyı çalmadı."),
    ("zh", "He did not resign, and she was not satisfied.", "他没有辞职，她也不满意。"),
]


@pytest.mark.parametrize(("lang", "text", "expected"), AFFIRMED)
def test_a_text_without_its_negations(lang: str, text: str, expected: str) -> None:
    assert affirmed(text, [cue.place for cue in cues(text, lang) if cue.kind != "weak"], lang) == expected


@pytest.mark.parametrize(("lang", "text", "expected"), CLEAR)
def test_clear(lang: str, text: str, expected: list[str]) -> None:
    assert [text[slice(*cue.place)] for cue in cues(text, lang) if cue.kind == "clear"] == expected


def test_the_negations_of_a_clause_belong_together() -> None:
    text = "Nobody ever says no goat, and the sheep do not sleep."
    groups = evidence.grouped(text, cues(text, "en"))
    assert [[text[slice(*cue.place)] for cue in group] for group in groups] == [["Nobody", "no"], ["not"]]


def test_a_counterpart_an_idiom_and_a_word_that_may_say_the_same_speak_against_a_loss() -> None:
    bare = Evidence(0.0, 0.0, 0.7, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert bare.by_words
    for other in (bare._replace(clear=0.8, others=1.0), bare._replace(weak=0.9), bare._replace(within_idiom=1.0)):
        assert evidence.weight(other, 0.0) < evidence.weight(bare, 0.0)
    assert not bare._replace(weak=0.9).by_words
    assert evidence.weight(bare, 2.0) > evidence.weight(bare, 0.0)


@pytest.mark.parametrize(("lang", "source", "target", "marked"), LOST)
def test_a_negation_of_one_side_only(lang: str, source: str, target: str, marked: str) -> None:
    found = run([negation_mismatch], [Segment("1", source, target)], Context("en", lang)).findings
    assert [(finding.marked, finding.severity) for finding in found] == [((marked,), Severity.MAJOR)]


@pytest.mark.parametrize(("lang", "source", "target"), KEPT)
def test_the_same_negations_on_both_sides(lang: str, source: str, target: str) -> None:
    assert run([negation_mismatch], [Segment("1", source, target)], Context("en", lang)).findings == ()


def test_an_added_negation_is_sure_where_no_word_of_the_source_may_express_one() -> None:
    facts = Evidence(0.0, 0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0)
    segment = Segment("1", "The miller supported the plan.", "Der Müller unterstützte den Plan nicht.")
    [clause] = evidence.clauses(segment, Context("en", "de"))
    added = Weighed(clause, facts, relief=1.0, weight=1.5, least_added=0.73)
    assert added.is_added and added.sure
    assert added._replace(evidence=facts._replace(echo=0.4), weight=4.0).is_added, "a strong weight needs less echo"
    for other in (
        added._replace(evidence=facts._replace(silent=0.0)),
        added._replace(evidence=facts._replace(in_target=0.0)),
        added._replace(evidence=facts._replace(echo=0.4)),
        added._replace(relief=0.0),
        added._replace(weight=0.5),
        added._replace(clause=clause._replace(segment=replace(segment, meta={"unit": "plan.text"}))),
    ):
        assert not other.is_added and not other.sure


@pytest.mark.parametrize(
    ("source", "target", "silent"),
    [
        ("The patients left the clinic before noon.", "Die Patienten verließen die Klinik vor Mittag nicht.", 1.0),
        ("The patients refused to leave the clinic.", "Die Patienten verließen die Klinik nicht.", 0.0),
    ],
)
def test_a_relation_that_the_translation_has_explains_no_negation(source: str, target: str, silent: float) -> None:
    context = Context("en", "de")
    [clause] = [one for one in evidence.clauses(Segment("1", source, target), context) if one.side == "target"]
    tokens = encoder.load().tokens([source, target])
    criticism = encoder.load().criticise([encoder.Pair(source, target, None, "en", "de")])[0]
    facts = evidence.evidence(clause, (tokens[0], tokens[1]), criticism, context)
    assert facts is not None and facts.silent == silent


def test_words_that_a_translator_may_say_with_a_negation() -> None:
    text = "A brief and poor answer."
    assert [text[slice(*place)] for place in said_freely(text, "en")] == ["brief", "poor"]


@pytest.mark.parametrize(
    ("source", "silent"),
    [("The miller came.", True), ("The miller nearly came.", False), ("They fear a no-deal autumn.", False)],
)
def test_a_source_is_silent_if_nothing_in_it_may_be_a_negation(source: str, silent: bool) -> None:
    assert (not cues(source, "en")) is silent


def test_clauses_are_sure_only_on_the_pairs_on_which_they_were_measured() -> None:
    assert "en-de" in measured_pairs("ACC112/clauses")
    assert "en-vi" not in measured_pairs("ACC112/clauses")
    segment = Segment("1", "The company will keep all three factories.", "Компанія не збереже всі три заводи.")
    found = run([negation_mismatch], [segment], Context("en", "uk")).findings
    assert Severity.MAJOR not in [finding.severity for finding in found]


def test_clauses_of_messages_are_sure_on_all_pairs() -> None:
    message = Segment("1", "The harbour page was opened.", "Сторінку порту не було відкрито.", meta={"unit": "page"})
    assert runner_findings(message, "uk") == [Severity.MAJOR]
    message = replace(message, source="The harbour page could not be opened.")
    assert runner_findings(message, "uk") == []


@pytest.mark.parametrize(
    ("source", "target", "balanced"),
    [
        ("Could not open the harbour", "Impossibile aprire il porto", True),
        ("Could not open the harbour", "Il porto è stato aperto", False),
        ("The pier is not here, and the boat is empty", "Il molo è qui e la barca è vuota", False),
        ("The pier is not ours, and the boat is not ours", "Il molo è privato, la barca è assente", True),
        ("Next uni&que pier", "Il prossimo molo non ripetuto", True),
    ],
)
def test_as_many_clauses_may_be_negated(source: str, target: str, balanced: bool) -> None:
    context = Context("en", "it")
    clause = next(evidence.clauses(Segment("1", source, target), context))
    assert evidence.is_balanced(clause, context) is balanced


BOATS = 7


@pytest.mark.parametrize(
    ("before", "more", "weight", "severity"),
    [
        ("", 0, 3.5, Severity.MAJOR),
        ("", BOATS, 3.5, Severity.MINOR),
        ("", BOATS, 4.5, Severity.MAJOR),
        ("-p: ", BOATS, 4.5, Severity.MINOR),
    ],
)
def test_long_texts_of_programs_need_more_weight(
    monkeypatch: pytest.MonkeyPatch, before: str, more: int, weight: float, severity: Severity
) -> None:
    texts = (
        f"{before}The pier is not open." + more * " The boat is red.",
        "Der Pier ist offen." + more * " Das Boot ist rot.",
    )
    segment = Segment("1", *texts, meta={"unit": "pier"})
    [clause] = evidence.clauses(segment, Context("en", "de"))
    facts = Evidence(0.0, 0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    monkeypatch.setattr(lost_negations, "weighed", lambda *_: [Weighed(clause, facts, relief=0.0, weight=weight)])
    monkeypatch.setattr(lost_negations, "_one_sided", lambda *_: [])
    assert runner_findings(segment, "de") == [severity]


def test_a_label_of_one_word_has_no_clause() -> None:
    label = Segment("1", "E&xtraneous", "&Non pertinente", meta={"unit": "errors.tag"})
    found = runner_findings(label, "it")
    assert all(severity is Severity.MINOR for severity in found)


def runner_findings(segment: Segment, lang: str) -> list[Severity]:
    return [finding.severity for finding in run([negation_mismatch], [segment], Context("en", lang)).findings]


FREELY = [
    (
        "de",
        "The plums behind the old village school, which belong to the whole parish and taste better than any in the "
        "shops, were never picked in that wet autumn.",
        "Die Pflaumen hinter der alten Dorfschule, die der ganzen Gemeinde gehören und besser schmecken als alle im "
        "Laden, blieben in jenem nassen Herbst an den Bäumen hängen.",
    ),
    ("tr", "Both gliders were grounded by the fog.", "İki planör sis yüzünden havalanamadı."),
]


@pytest.mark.parametrize(("lang", "source", "target"), FREELY)
def test_a_negation_of_a_free_rendering_is_minor(lang: str, source: str, target: str) -> None:
    found = run([negation_mismatch], [Segment("1", source, target)], Context("en", lang)).findings
    assert [finding for finding in found if finding.severity is Severity.MAJOR] == []


def test_an_added_negation_needs_support_beside_its_clause() -> None:
    source = "The farmer sold the field to his neighbour."
    segment = Segment("1", source, "Der Bauer hat das Feld nicht an seinen Nachbarn verkauft.")
    [clause] = evidence.clauses(segment, Context("en", "de"))
    assert [is_free(clause, echo=echo) for echo in (-0.5, 0.9)] == [True, False]


BREAD = (
    "The bakers of the three villages did not change the price of bread on Monday, although flour has become dearer by "
    "a third since the harvest."
)
FLOUR = "el lunes el precio del pan, aunque la harina se ha encarecido un tercio desde la cosecha."
BREAKFAST = (
    "Guests who stay for more than two nights in one of the rooms above the bakery do not have to pay for breakfast in "
    "the garden."
)
GUESTS = "die länger als zwei Nächte in einem der Zimmer über der Bäckerei bleiben,"
MEANT = [
    ("es", BREAD, f"Los panaderos de los tres pueblos mantuvieron {FLOUR}", True),
    ("es", BREAD, f"Los panaderos de los tres pueblos cambiaron {FLOUR}", False),
    ("de", BREAKFAST, f"Für Gäste, {GUESTS} ist das Frühstück im Garten gratis.", True),
    ("de", BREAKFAST, f"Gäste, {GUESTS} müssen das Frühstück im Garten bezahlen.", False),
    ("ja", "The minister did not resign.", "大臣は辞任した。", False),
]


@pytest.mark.parametrize(("lang", "source", "target", "expected"), MEANT)
def test_a_counterpart_with_another_meaning_is_a_free_rendering(
    lang: str, source: str, target: str, expected: bool
) -> None:
    [clause] = evidence.clauses(Segment("1", source, target), Context("en", lang))
    assert is_free(clause, lang, relief=1.0) is expected


def is_free(clause: evidence.Clause, lang: str = "de", echo: float = 0.7, relief: float = 0.0) -> bool:
    return literal.is_free(clause, echo, relief, encoder.load("cpu"), ("en", lang))
