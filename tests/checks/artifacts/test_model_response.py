"""Replies of a language model in place of a translation, and what a text does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtqe.checks import runner
from mtqe.checks.artifacts import model_response, speech_acts
from mtqe.checks.artifacts.speech_acts import Act
from mtqe.encoder import judgement_cache
from mtqe.encoder.risk import Risk
from mtqe.model import Finding, Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

STOLEN = "The thieves tied the porter to a chair and emptied the safe."
Langs = tuple[str, str]


def found(
    source: str, target: str, langs: Langs = ("en", "de"), select: tuple[str, ...] = ("ART116",)
) -> list[Finding]:
    outcome = runner.run(check_table.select(select), [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return list(outcome.findings)


@pytest.mark.parametrize(
    ("lang", "refusal"),
    [
        ("de", "Darüber kann ich leider nicht sprechen, das ist mir nicht erlaubt."),
        ("hu", "Sajnos ezt a kérést nem tudom teljesíteni."),
        ("tr", "Maalesef bu isteği yerine getiremiyorum."),
        ("ar", "عذرًا، لا أستطيع الإجابة عن هذا السؤال."),
        ("hi", "क्षमा करें, मैं यह अनुरोध पूरा नहीं कर सकता।"),
        ("th", "ขออภัย ฉันไม่สามารถตอบคำถามนี้ได้"),
        ("ko", "죄송합니다. 이 요청은 처리할 수 없습니다."),
        ("fi", "Valitettavasti en voi vastata tähän pyyntöön."),
    ],
)
def test_a_refusal_in_any_language_is_critical(lang: str, refusal: str) -> None:
    [finding] = found(STOLEN, refusal, ("en", lang))
    assert finding.severity == Severity.CRITICAL and finding.marked == (refusal, STOLEN)
    assert "refuses" in finding.message


@pytest.mark.parametrize(
    ("source", "checks"),
    [
        ("The old harbour pictures are shown to all visitors.", ["ART116"]),
        ("The old harbour pictures are not shown to visitors.", []),
    ],
)
def test_a_message_that_says_itself_what_cannot_be(source: str, checks: list[str]) -> None:
    refusal = "Es tut mir leid, aber bei dieser Bitte kann ich Ihnen nicht helfen."
    message = Segment("1", source, refusal, meta={"unit": "pictures"})
    outcome = runner.run(check_table.select(("ART116",)), [message], Context("en", "de"))
    assert [finding.check for finding in outcome.findings] == checks


def test_a_translated_refusal_is_silent() -> None:
    assert (
        found("Sorry, I can't help you with this request.", "Désolé, je ne peux pas accepter cela.", ("en", "fr")) == []
    )


@pytest.mark.parametrize(
    ("source", "reply", "langs", "message"),
    [
        ("How many eggs does a hen lay?", "Meist eines am Tag, im Winter weniger.", ("en", "de"), "answers"),
        ("Pourquoi les chats dorment-ils autant ?", "They save energy for the hunt.", ("fr", "en"), "answers"),
        (
            "Schreibe einen Werbespruch für einen Blumenladen.",
            "Every petal tells your story.",
            ("de", "en"),
            "asks for",
        ),
        (
            f"{STOLEN} Nobody heard him until the morning.",
            "L'article décrit une attaque contre un portier.",
            ("en", "fr"),
            "describes",
        ),
    ],
)
def test_replies(source: str, reply: str, langs: Langs, message: str) -> None:
    [finding] = found(source, reply, langs)
    assert message in finding.message and finding.marked == (reply, source)


@pytest.mark.parametrize(
    ("source", "target", "langs"),
    [
        ("How many eggs does a hen lay?", "Wie viele Eier legt eine Henne?", ("en", "de")),
        ("How many eggs does a hen lay?", "Niemand weiß, wie viele Eier eine Henne legt.", ("en", "de")),
        ("Recommend a book about horses to me.", "Recommande-moi un livre sur les chevaux.", ("en", "fr")),
        ("This text is about a robbery.", "Ten tekst jest o napadzie.", ("en", "pl")),
        ("Why?", "", ("en", "de")),
        ("Keep out", "Bitte eintreten", ("en", "de")),
        ("", "Das kann ich leider nicht beantworten.", ("en", "de")),
        ("1.", "2.", ("en", "de")),
    ],
)
def test_translations_are_silent(source: str, target: str, langs: Langs) -> None:
    assert found(source, target, langs) == []


def test_obedience_is_looked_for_only_in_measured_pairs() -> None:
    slogan = ("Write a slogan for a new coffee shop.", "Varje morgon börjar hos oss!")
    assert found(*slogan, ("en", "sv")) == []
    assert len(found(slogan[0], "Каждое утро начинается с нас!", ("en", "ru"))) == 1
    check = check_table.checks()["ART116"]
    assert check.gaps is not None and check.gaps(Context("en", "de")) is None
    assert "asks for" in (check.gaps(Context("en", "sv")) or "")


LOW = dict.fromkeys(speech_acts.ACTS, -50.0)
EGGS = "How many eggs does a hen lay?"
LONG = "Der Text handelt von einem Pförtner, den zwei Diebe in der Nacht fesselten, um den Tresor auszuräumen."


@pytest.mark.parametrize(
    ("source", "target", "risk", "source_act", "target_act", "reply"),
    [
        (STOLEN, "Das geht heute leider nicht.", 0.8, "statement", "refusal", "refusal"),
        (STOLEN, "Das geht heute leider nicht.", 0.6, "statement", "refusal", None),
        (STOLEN, "Das geht heute leider nicht.", 0.8, "refusal", "refusal", None),
        (STOLEN, "Das geht nicht.", 0.8, "statement", "refusal", None),
        (STOLEN, "Geht um Diebe.", 0.3, "statement", "description", None),
        ("How many?", "Eines am Tag.", 0.3, "question", "statement", None),
        (EGGS, "Eines am Tag.", 0.3, "question", "statement", "question"),
        (EGGS, "Eines am Tag.", 0.1, "question", "statement", None),
        (EGGS, "Eines am Tag.", 0.3, "question", "question", None),
        (EGGS, "Eines am Tag?", 0.3, "question", "statement", None),
        (EGGS, "Ob eine Henne ein Ei legt.", 0.3, "question", "statement", None),
        (STOLEN, "Eines am Tag.", 0.3, "question", "statement", None),
        (STOLEN, "Bitte sehr.", 0.6, "request", "statement", "request"),
        (STOLEN, "Bitte sehr.", 0.4, "request", "statement", None),
        ("Off you go", "Bitte sehr.", 0.6, "request", "statement", None),
        (STOLEN, "Bitte sehr.", 0.6, "request", "request", None),
        (STOLEN, "Der Text handelt von Dieben.", 0.3, "statement", "description", "description"),
        (STOLEN, "Der Text handelt von Dieben.", 0.1, "statement", "description", None),
        (STOLEN, "Der Text handelt von Dieben.", 0.3, "description", "description", None),
        (STOLEN, LONG, 0.3, "statement", "description", None),
    ],
)
def test_every_condition_counts(
    source: str, target: str, risk: float, source_act: Act, target_act: Act, reply: Act | None
) -> None:
    judged = Risk(risk, risk, 0.8, None, 0.2, 0, 0.5)
    leads = {**LOW, source_act: 40.0}, {**LOW, target_act: 40.0}
    segment, context = Segment("1", source, target), Context("en", "de")
    assert model_response._reply(segment, judged, *leads, context) == reply
    assert reply is None or model_response._may_reply(segment, judged, context)


def test_the_encoder_is_asked_only_about_texts_that_may_be_a_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(texts: Sequence[str]) -> list[dict[Act, float]]:
        raise AssertionError(texts)

    monkeypatch.setattr(speech_acts, "leads", refuse)
    monkeypatch.setattr(judgement_cache, "risks", lambda segments, *rest: [Risk(0.3, 0.3, 0.8, None, 0.2, 0, 0.5)])
    assert found(STOLEN, LONG) == []


def test_one_reply_is_one_finding() -> None:
    chatter = "Es tut mir leid, aber ich kann diesen Text nicht übersetzen."
    assert [finding.check for finding in found(STOLEN, chatter, select=("ART102", "ART116"))] == ["ART102"]
    reply = "Meist eines am Tag, im Winter weniger."
    assert [finding.check for finding in found("How many eggs does a hen lay?", reply, select=("HAL103",))] == [
        "HAL103"
    ]
    both = found("How many eggs does a hen lay?", reply, select=("HAL103", "ART116"))
    assert [finding.check for finding in both] == ["ART116"]


def test_what_a_text_does() -> None:
    texts = ["Wie spät ist es?", "Nennen Sie mir drei Flüsse.", "Dabei kann ich Ihnen leider nicht helfen."]
    leads = speech_acts.leads(texts)
    assert [max(lead, key=lead.__getitem__) for lead in leads] == ["question", "request", "refusal"]
    assert all(sum(value > 0 for value in lead.values()) == 1 for lead in leads)


def test_every_act_has_as_many_sentences() -> None:
    sentences = speech_acts._sentences()
    assert len({len(act_sentences) for act_sentences in sentences.values()}) == 1
    every = [sentence for act_sentences in sentences.values() for sentence in act_sentences]
    assert len(set(every)) == len(every)
