"""Lost words of doubt, permission and limits."""

import pytest

from mtqe.checks.negation.hedge_mismatch import hedge_mismatch
from mtqe.checks.negation.hedge_words import hedges
from mtqe.checks.negation.modality_mismatch import modality_mismatch
from mtqe.checks.negation.unmatched_hedges import Level, unmatched
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context


def run(segment: Segment, lang: str) -> list[tuple[Segment, Hit]]:
    """What the checks of hedges and of modal verbs report."""
    context = Context("en", lang)
    return [*hedge_mismatch.run([segment], context), *modality_mismatch.run([segment], context)]


def marked(source: str, target: str, lang: str = "de") -> list[tuple[str, ...]]:
    segment = Segment("1", source, target)
    found = run(segment, lang)
    return [tuple(segment.text(span.side)[span.start : span.end] for span in hit.spans) for _, hit in found]


def clear(text: str, name: str, lang: str = "en") -> list[str]:
    found = hedges(text, lang).get(name)
    return [text[places[0][0] : places[-1][1]] for places in found.clear] if found else []


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("The cook may come.", "possible", ["may"]),
        ("The cook comes in May.", "possible", []),
        ("May 5 is a holiday.", "possible", []),
        ("He is not only rich.", "only", []),
        ("He is only rich.", "only", ["only"]),
        ("She is said to have left.", "alleged", ["is said to have"]),
        ("She has a must have.", "must", []),
        ("The dam could break.", "possible", ["could"]),
        ("In the fog she could barely walk.", "possible", []),
        ("He left before I could warn him.", "possible", []),
        ("From the tower they could see the sea.", "possible", []),
        ("They ask anyone who may have seen the goat.", "possible", []),
    ],
)
def test_clear_words(text: str, name: str, words: list[str]) -> None:
    assert clear(text, name) == words


def test_a_rumour_became_a_fact() -> None:
    assert marked("The miller has allegedly burned the barn.", "Der Müller hat die Scheune verbrannt.") == [
        ("allegedly",)
    ]
    assert marked("The miller has allegedly burned the barn.", "Der Müller hat die Scheune angeblich verbrannt.") == []


def test_another_word_of_the_sentence_is_no_counterpart() -> None:
    source = "“I sold nothing,” said the miller, who had allegedly burned the barn."
    assert marked(source, "„Ich habe nichts verkauft“, sagte der Müller, der die Scheune verbrannt hatte.") == [
        ("allegedly",)
    ]


def test_a_modal_became_its_contrary() -> None:
    assert marked("Guests must leave the tower.", "Gäste können den Turm verlassen.") == [("must", "können")]
    assert marked("Guests must not leave the tower.", "Gäste können den Turm nicht verlassen.") == []


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Die Müllerin sagt, sie könne kommen.", "possible", ["könne"]),
        ("Die Müllerin sagt, die Gäste könnten kommen.", "possible", ["könnten"]),
        ("Sie sagt, der Gast dürfe bleiben.", "possible", ["dürfe"]),
        ("Sie sagt, er möge bleiben.", "possible", ["möge"]),
        ("Sie sagt, der Gast müsse gehen.", "must", ["müsse"]),
        ("Sie sagt, der Gast solle gehen.", "should", ["solle"]),
        ("Die Müllerin kann kommen.", "possible", []),
    ],
)
def test_reported_speech_of_german_keeps_the_modal(text: str, name: str, words: list[str]) -> None:
    assert clear(text, name, "de") == words


def test_a_possibility_in_reported_speech() -> None:
    source = "Another baker said she could send rye and spelt, two flours for dark bread."
    target = "Eine andere Bäckerin sagte, sie {} Roggen und Dinkel, zwei Mehle für dunkles Brot, {}."
    assert marked(source, target.format("könne", "versenden")) == []
    assert marked(source, target.format("werde", "versenden")) == [("could", "werde")]


def test_not_able_is_no_possibility() -> None:
    assert marked("The miller could not open the barn.", "Der Müller bekam die Scheune nicht auf.") == []


def test_must_not_forbids_also_in_a_phrase() -> None:
    assert marked("The crew must not lose the key.", "Die Mannschaft darf den Schlüssel nicht verlieren.") == []
    assert marked("The crew must keep the key.", "Die Mannschaft darf den Schlüssel behalten.") == [("must", "darf")]


def test_cannot_help_is_no_possibility() -> None:
    assert clear("The cook couldn't help laughing.", "possible") == []
    assert clear("The cook could laugh.", "possible") == ["could"]


def test_only_measured_pairs() -> None:
    assert hedge_mismatch.limits is not None
    assert hedge_mismatch.limits(Context("en", "de")) is None
    assert hedge_mismatch.limits(Context("de", "en")) is not None
    assert hedge_mismatch.limits(Context("en", "sw")) == "has no hedges of Swahili"


def severities(source: str, target: str, **meta: str) -> list[str]:
    found = run(Segment("1", source, target, meta=meta), "de")
    return [str(hit.severity) for _, hit in found]


def test_subtitles_and_questions_are_free() -> None:
    source, lost = "The new bridge may help the village.", "Die neue Brücke wird dem Dorf helfen."
    assert severities(source, lost) == ["major"]
    assert severities(source, lost, source_time="00:00:01.000 --> 00:00:03.000") == ["minor"]
    assert set(severities(source, "Wird die neue Brücke dem Dorf helfen?")) <= {"minor"}


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("de", "Das Schwimmbad wird im nächsten Jahr schließen, weil es Geld verloren hat."),
        ("nl", "Het zwembad zal volgend jaar sluiten omdat het geld heeft verloren."),
        ("uk", "Басейн буде закрито наступного року, бо він втрачав гроші."),
    ],
)
def test_a_possibility_became_the_future(lang: str, target: str) -> None:
    (words,) = marked("The swimming pool may close next year because it has lost money.", target, lang)
    assert words[0] == "may"


def test_a_possibility_in_the_future_is_none() -> None:
    source = "The swimming pool may close next year because it has lost money."
    target = "Das Schwimmbad wird im nächsten Jahr vielleicht schließen, weil es Geld verloren hat."
    assert marked(source, target) == []


def test_after_a_negation_that_begins_the_clause_a_modal_verb_is_no_possibility() -> None:
    source = "The cook praised his goat, not that he could say much else."
    assert marked(source, "Der Koch lobte seine Ziege und sagte weiter nichts.") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "He slept in the barn because no room could be found.",
            "Er schlief in der Scheune, weil sich kein Zimmer fand.",
        ),
        ("The old goat ate more than it could carry.", "Die alte Ziege fraß mehr, als ihr guttat."),
    ],
)
def test_a_modal_verb_of_ability_is_no_possibility(source: str, target: str) -> None:
    assert marked(source, target) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("The rain might just have been what the farm needed.", "possible"), ("Since the alleged incident", "alleged")],
)
def test_phrases_that_express_less_than_their_hedge(text: str, name: str) -> None:
    assert clear(text, name) == []


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("“The bread is old”, he has reportedly said.", "„Das Brot ist alt“, sagte er.", [Severity.MINOR]),
        ("The baker has reportedly sold old bread.", "Der Bäcker hat altes Brot verkauft.", [Severity.MAJOR]),
    ],
)
def test_a_report_of_quoted_words_is_minor(source: str, target: str, severity: list[Severity]) -> None:
    found = hedge_mismatch.run([Segment("1", source, target)], Context("en", "de"))
    assert [hit.severity or Severity.MAJOR for _, hit in found] == severity


@pytest.mark.parametrize(
    ("target", "lang", "contrary"),
    [
        ("Bäcker können eine Liste führen, die jeden Monat geprüft werden muss.", "de", "können"),
        ("Bäcker müssen eine Liste führen, die jeden Monat geprüft werden muss.", "de", None),
        ("Bakkers kunnen een lijst bijhouden, die elke maand moet worden gecontroleerd.", "nl", "kunnen"),
        ("Bakkers moeten een lijst bijhouden, die elke maand moet worden gecontroleerd.", "nl", None),
        ("Пекари могут вести список, который нужно проверять каждый месяц.", "ru", "могут"),
        ("Пекари должны вести список, который нужно проверять каждый месяц.", "ru", None),
    ],
)
def test_another_duty_of_the_sentence_does_not_hide_that_a_must_became_a_may(
    target: str, lang: str, contrary: str | None
) -> None:
    source = "Bakers must keep a list, which has to be checked every month."
    assert marked(source, target, lang) == ([("must", contrary)] if contrary else [])


@pytest.mark.parametrize(
    ("text", "name", "lang", "words"),
    [
        ("Ein Gast, der Brot gestohlen haben soll, ging.", "alleged", "de", ["haben soll"]),
        ("Zwei Gäste, die dort gewesen sein sollen, gingen.", "alleged", "de", ["sein sollen"]),
        ("Ma ona ukrywać chleb.", "alleged", "pl", ["Ma ona ukrywać"]),
        ("Piekarz miał ukryć chleb.", "alleged", "pl", ["miał ukryć"]),
        ("Piekarz ma chleb.", "alleged", "pl", []),
        ("La legge prevede che i fornai debbano chiudere.", "must", "it", ["debbano"]),
        ("La ley prevé que los panaderos deban cerrar.", "must", "es", ["deban"]),
        ("A lei prevê que os padeiros tenham de fechar.", "must", "pt", ["tenham de"]),
        ("La loi prévoit que les boulangers doivent fermer.", "must", "fr", ["doivent"]),
    ],
)
def test_inflected_modal_verbs(text: str, name: str, lang: str, words: list[str]) -> None:
    assert clear(text, name, lang) == words


@pytest.mark.parametrize(
    ("target", "lang", "future"),
    [
        ("Man wird den Müller rufen, den niemand verdächtigt.", "de", "wird"),
        ("Man wird vielleicht den Müller rufen, den niemand verdächtigt.", "de", None),
        ("Il mugnaio sarà chiamato; non è sospettato di nulla.", "it", "sarà"),
        ("Il mugnaio potrebbe essere chiamato; non è sospettato di nulla.", "it", None),
        ("El molinero será llamado; no se sospecha de él.", "es", "será"),
        ("El molinero podría ser llamado; no se sospecha de él.", "es", None),
    ],
)
def test_a_related_word_that_the_source_has_is_no_counterpart(target: str, lang: str, future: str | None) -> None:
    segment = Segment("1", "The miller may be called; he is not suspected of anything.", target)
    found = list(unmatched(segment, ("possible",), Context("en", lang)))
    assert [[target[slice(*places[0])] for places in one.contraries] for one in found if one.level is Level.NONE] == (
        [[future]] if future else []
    )


def test_what_nobody_could_do_is_no_possibility() -> None:
    """*Could do no wrong* says what nobody did."""
    segment = Segment("1", "For an hour the baker could do no wrong.", "Eine Stunde lang gelang dem Bäcker alles.")
    assert not list(unmatched(segment, ("possible",), Context("en", "de")))
    segment = Segment("1", "The baker could do wrong.", "Der Bäcker tut unrecht.")
    assert list(unmatched(segment, ("possible",), Context("en", "de")))
    segment = Segment("1", "The old bread may pose no risk.", "Das alte Brot ist ungefährlich.")
    assert list(unmatched(segment, ("possible",), Context("en", "de")))


def test_a_time_that_somebody_has_is_a_duty() -> None:
    assert "must" in hedges("Il panettiere ha tre settimane per decidere.", "it")
    assert "must" not in hedges("Il panettiere dorme tre settimane.", "it")
