"""Nouns that became another noun of the same field."""

from __future__ import annotations

import pytest

from mtqe.checks.meaning import nouns, wrong_noun
from mtqe.checks.runner import run
from mtqe.language import lang
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context


def _found(pairs: list[tuple[str, str]], target: str, **meta: str) -> list[tuple[str, str]]:
    segments = [Segment(str(n), *pair, meta=meta) for n, pair in enumerate(pairs)]
    return [(one.noun, one.other) for one in wrong_noun.exchanges(segments, Context("en", target))]


@pytest.mark.parametrize(
    ("source", "target", "language", "noun", "other"),
    [
        ("The nurse had left.", "Der Feuerwehrmann war gegangen.", "de", "nurse", "firefighter"),
        ("The nurses protested at noon.", "Die Bauern protestierten mittags.", "de", "nurse", "farmer"),  # no compound
        ("They paint the old bridge again.", "Znovu malují ten starý tunel.", "cs", "bridge", "tunnel"),
        ("The farmers left early.", "Los bomberos se marcharon pronto.", "es", "farmer", "firefighter"),
        ("A hotel burned down.", "Une école a brûlé.", "fr", "hotel", "school"),
        ("A hotel burned down.", "Una scuola è bruciata.", "it", "hotel", "school"),
        ("The thieves had a knife.", "De dieven hadden een pistool.", "nl", "knife", "gun"),
        ("He caught malaria there in May.", "W maju złapał tam grypę.", "pl", "malaria", "flu"),
        ("The drought lasted for years.", "A inundação durou anos.", "pt", "drought", "flood"),
        ("Two tourists were lost in May.", "Двое пожарных пропали в мае.", "ru", "tourist", "firefighter"),
        ("She sold her bicycle.", "Hon sålde sin traktor.", "sv", "bicycle", "tractor"),
        ("They closed the museum in May.", "Kütüphaneyi mayıs ayında kapattılar.", "tr", "museum", "library"),
        ("They closed the museum in May.", "أغلقوا المكتبة في مايو.", "ar", "museum", "library"),
        ("They closed the museum in May.", "उन्होंने मई में पुस्तकालय बंद कर दिया।", "hi", "museum", "library"),
        ("They closed the museum in May.", "五月に図書館を閉めた。", "ja", "museum", "library"),
        ("They closed the museum in May.", "그들은 오월에 도서관을 닫았다.", "ko", "museum", "library"),
        ("They closed the museum in May.", "他们五月关闭了图书馆。", "zh", "museum", "library"),
        ("A satellite fell into the sea.", "Ein Mikroskop fiel ins Meer.", "de", "satellite", "microscope"),
        ("They found a goat in the yard.", "Na dvoře našli lišku.", "cs", "goat", "fox"),
        ("The lamp was broken.", "La alfombra estaba rota.", "es", "lamp", "carpet"),
        ("He plays the violin.", "Il joue de la trompette.", "fr", "violin", "trumpet"),
        ("Poverty is growing there.", "Lì la solitudine cresce.", "it", "poverty", "loneliness"),
        ("The brakes failed on the second day.", "De koplampen faalden op de tweede dag.", "nl", "brake", "headlight"),
        ("They ate the onions first on Monday.", "W poniedziałek najpierw zjedli ogórki.", "pl", "onion", "cucumber"),
        ("The owl flew away.", "O pinguim voou para longe.", "pt", "owl", "penguin"),
        ("The drums were stolen last night.", "Гитары были украдены прошлой ночью.", "ru", "drum", "guitar"),
        ("He needed chemotherapy for a year.", "Han behövde dialys i ett år.", "sv", "chemotherapy", "dialysis"),
        ("The hammer lay on the floor until noon.", "Balta öğlene kadar yerde duruyordu.", "tr", "hammer", "axe"),
        ("The spider on the wall was huge.", "كانت الفراشة على الجدار ضخمة.", "ar", "spider", "butterfly"),
        ("The gloves in the box were new.", "डिब्बे में जुराबें नई थीं।", "hi", "glove", "sock"),
        ("Unemployment fell again in the spring.", "春にはインフレがまた収まった。", "ja", "unemployment", "inflation"),
        ("The winter was very mild there.", "그곳의 여름은 아주 온화했다.", "ko", "winter", "summer"),
        ("The ferry was late.", "游艇晚点了。", "zh", "ferry", "yacht"),
        ("She left a week later.", "Sie ging einen Monat später.", "de", "week", "month"),
        ("The rescuers met a waiter.", "Die Mönche trafen einen Kellner.", "de", "rescuer", "monk"),
        ("The strike began in May.", "La révolution a commencé en mai.", "fr", "strike", "revolution"),
        ("They read the treaty twice.", "Leyeron dos veces el informe.", "es", "treaty", "report"),
        ("They read the contract twice.", "Lessero due volte la petizione.", "it", "contract", "petition"),
        ("The choir needs money.", "O sindicato precisa de dinheiro.", "pt", "choir", "union"),
        ("The choir needs money.", "De vakbond heeft geld nodig.", "nl", "choir", "union"),
        ("Perjury is a crime.", "Daňový únik je trestný čin.", "cs", "perjury", "taxevasion"),
        ("They saw a pipeline in May.", "W maju zobaczyli rafinerię.", "pl", "pipeline", "refinery"),
        ("The architect left early in May.", "Парикмахер рано ушёл в мае.", "ru", "architect", "hairdresser"),
        ("The architect left early in May.", "Frisören gick tidigt i maj.", "sv", "architect", "hairdresser"),
        ("The architect left early in May.", "Berber mayıs ayında erken ayrıldı.", "tr", "architect", "hairdresser"),
        ("They played volleyball in May.", "لعبوا الشطرنج في مايو.", "ar", "volleyball", "chess"),
        ("They played volleyball in May.", "उन्होंने मई में शतरंज खेला।", "hi", "volleyball", "chess"),
        ("They played volleyball in May.", "五月にチェスをした。", "ja", "volleyball", "chess"),
        ("They played volleyball in May.", "그들은 오월에 체스를 했다.", "ko", "volleyball", "chess"),
        ("They played volleyball in May.", "他们五月下了国际象棋。", "zh", "volleyball", "chess"),
    ],
)
def test_another_noun_of_the_same_field(source: str, target: str, language: str, noun: str, other: str) -> None:
    [found] = _found([(source, target)], language)
    assert tuple(name.split(nouns.BOUNDARY)[1] for name in found) == (noun, other)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The pupils cheered at noon.", "Die Studenten jubelten am Mittag."),  # one may be called the other
        ("The nurse had left early.", "Sie war früh gegangen."),  # a pronoun
        ("They lived in a tent city.", "Sie lebten in einem Wald."),  # a compound
        ("The nurse and the farmer left.", "Der Bauer ging dann fort."),  # the source has it, too
        ("The nurse called the nurse.", "Die Krankenschwester rief den Feuerwehrmann."),  # one of them is rendered
        ("Nurse Miller had left.", "Der Feuerwehrmann war gegangen."),  # it may be a name
        ("They nursed him at home.", "Der Feuerwehrmann war bei ihm daheim."),
        ("The nurse had left.", "Der Mann war gegangen."),  # it may say less
        ("The man had left early.", "Der Zeuge war früh gegangen."),
        ("An airline paid for it.", "Ein Unternehmen hat es bezahlt."),
        ("The toilet was wet.", "Das Bad war nass."),
        ("They own a hut on the beach.", "Sie haben eine Hütte am Meer."),  # near each other
        ("They had dinner at two.", "Sie aßen um zwei zu Mittag."),
        ("Her pullover was wet.", "Ihre Strickjacke war nass."),
        ("Four green shirts ran after her.", "Vier grüne Verkäufer liefen ihr nach."),  # who wears them
    ],
)
def test_what_is_not_suspect(source: str, target: str) -> None:
    assert not _found([(source, target)], "de")


def test_nouns_of_two_fields_face_each_other_better_than_any_other_word() -> None:
    def found(target: str) -> list[Hit]:
        segments = [Segment("1", "The old bridge over the river was closed in May.", target)]
        return [hit for _, hit in wrong_noun.wrong_noun.run(segments, Context("en", "de"))]

    assert found("Die alte Bäckerei am Fluss wurde im Mai geschlossen.")
    assert not found("Die alte Brücke über den Fluss wurde im Mai geschlossen.")
    assert not found("Im Mai war der alte Übergang über den Fluss zu, sagte ein Bäcker.")


def test_the_sentences_beside_a_noun_may_have_its_clause() -> None:
    wrong = ("The nurse waved to us.", "Der Feuerwehrmann winkte uns zu.")
    assert _found([("It rained.", "Es regnete."), wrong], "de")
    assert not _found([("It rained.", "Die Krankenschwester war da, es regnete."), wrong], "de")
    assert not _found([wrong, ("The firefighter came, too.", "Er kam auch.")], "de")


def test_a_word_that_stands_for_a_noun_twice_is_the_choice_of_the_translator() -> None:
    wrong = ("The nurse waved to us.", "Der Feuerwehrmann winkte uns zu.")
    again = ("The nurse left us later.", "Später verließ uns der Feuerwehrmann.")
    assert _found([wrong], "de")
    assert not _found([wrong, ("It rained.", "Es regnete."), again], "de")


def test_a_word_in_a_phrase_of_the_list_names_only_what_the_phrase_names() -> None:
    named = nouns.mentions("The bus driver saw the bus station.", "en")
    assert {one.place for one in named["vehicle_bus"] if one.clear} == {(4, 7)}
    assert {one.place for one in named["place_station"] if one.clear} == {(23, 34)}


def test_texts_of_programs_are_left_alone() -> None:
    pair = ("The nurse had left.", "Der Feuerwehrmann war gegangen.")
    assert not _found([pair], "de", unit="nurse.text")


@pytest.mark.parametrize("tag", sorted(lang.tags_with("nouns")))
def test_the_nouns_of_each_language_are_those_of_english(tag: str) -> None:
    assert set(lang.language(tag).nouns) <= set(lang.language("en").nouns)


@pytest.mark.parametrize("tag", sorted(lang.tags_with("nouns") - {"en"}))
def test_no_word_clearly_names_two_nouns_of_a_field_that_are_not_near_in_english(tag: str) -> None:
    facts, english = lang.language(tag), lang.language("en").nouns
    for noun, (clear, _) in facts.nouns.items():
        for other, (others, _) in facts.nouns.items():
            shared = set(clear) & set(others)
            if noun < other and shared and nouns.field_of(noun) == nouns.field_of(other):
                named = nouns.mentions(f"the {english[noun][0][0]}", "en")
                assert other in named, (noun, other, shared)


def test_findings_are_minor() -> None:
    segment = Segment("1", "They will close the bridge in May.", "Sie werden den Tunnel im Mai schließen.")
    found = run([wrong_noun.wrong_noun], [segment], Context("en", "de")).findings
    assert [finding.severity for finding in found] == [Severity.MINOR]


def test_a_word_that_is_listed_as_written_names_nothing_by_its_dictionary_form() -> None:
    named = nouns.mentions("La partita è finita.", "it")
    assert any(one.clear for one in named["event_match"])
    assert not any(one.clear for one in named.get("org_party", ()))
    assert any(one.clear for one in nouns.mentions("I partiti hanno vinto.", "it")["org_party"])
