"""Negation words and opposites of each language, and the checks that compare them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.negation import directions, negation_words
from mtqe.checks.negation.direction_mismatch import direction_mismatch
from mtqe.checks.negation.evidence import clauses
from mtqe.checks.negation.negation_mismatch import negation_mismatch
from mtqe.checks.negation.negation_words import negations
from mtqe.checks.negation.unmatched import one_sided
from mtqe.checks.runner import run
from mtqe.encoder import Criticism, Pair
from mtqe.language.lang import language
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Check, Context

CLEAR = [
    ("en", "They can't, won't and must not go.", ["can't", "won't", "not"]),
    ("en", "Nobody knew; no-one asked.", ["Nobody", "no-one"]),
    ("de", "Niemand hat keine Angst, und nichts hilft.", ["Niemand", "keine", "nichts"]),
    ("de", "Die Nichte kam nichtsdestotrotz.", []),
    ("fr", "Il ne vient pas, car personne n’écrit.", ["pas", "personne"]),
    ("fr", "Il avance pas à pas.", []),
    ("es", "Nadie lo sabe, no hay luz.", ["Nadie", "no"]),
    ("it", "Non piove e nessuno canta.", ["Non", "nessuno"]),
    ("pt", "Não chove e ninguém canta.", ["Não", "ninguém"]),
    ("nl", "Niemand zingt en het regent niet.", ["Niemand", "niet"]),
    ("ru", "Никто не поёт.", ["Никто", "не"]),
    ("cs", "Nikdo nemá čas.", ["Nikdo", "nemá"]),
    ("pl", "Nikt nie śpiewa.", ["Nikt", "nie"]),
    ("zh", "他没有来，我不知道。", ["没有", "不知道"]),
    ("zh", "他非常特别，不过不仅如此。", []),
]
IDIOMS = [
    ("ru", "Ответ нужен не позднее 12 марта."),
    ("pl", "Dwie osoby nie żyją."),
    ("it", "Li accusa di non aver mantenuto la promessa."),
    ("en", "No kidding, the ferry left early."),
    ("en", "Not only the goat but also the sheep ran."),
    ("en", "They did not arrive until nine."),
    ("en", "If, as he says, that is not the case, sing."),
    ("ja", "雨が降っていないか空を見てください。"),
    ("en", "It’s cold, isn’t it?"),
    ("en", "We don't doubt it."),
    ("en", "She vowed never to stop singing."),
    ("en", "They might not have been wrong to sing."),
    ("en", "Anna (not her real name) sings."),
    ("en", "No sooner had he slept than he woke."),
    ("de", "Nicht nur die Ziege lief weg."),
    ("de", "Er kam nicht umhin zu lachen."),
    ("fr", "Il n’a que deux chèvres."),
    ("es", "No solo las cabras corren."),
    ("it", "Non solo le capre corrono."),
    ("pt", "Não só as cabras correm."),
    ("nl", "Niet alleen de geiten rennen."),
    ("nl", "Hij is niet de enige molenaar."),
    ("sv", "Kvarnen är det inget fel på."),
    ("pl", "Nic nowego."),
    ("tr", "Değirmende bir sorun yok."),
    ("ja", "風車は今年も変わりません。"),
    ("en", "But it wasn’t, it was a mill."),
    ("en", "They make sure that the goats do not leave."),
    ("ru", "Не только козы бегут."),
    ("pl", "Nie tylko kozy biegną."),
]
WEAK = [
    ("ar", "هذا العنوان غَيرُ صَالِح"),
    ("ja", "「窓を開けるなよ」と船長が言った。"),
    ("en", "He left without a hat."),
    ("en", "No, no, he said."),
    ("en", "An out-of-form player had a minor injury."),
    ("sv", "Väderkvarnar är sällsynta här."),
    ("cs", "Větrné mlýny jsou tu vzácné."),
    ("en", "If you’re new to singing, begin slowly."),
    ("en", "She failed the test."),
    ("en", "It is unclear."),
    ("en", "That is far from true."),
    ("de", "Er ging ohne Hut."),
    ("de", "Das ist unklar."),
    ("de", "Er ist arbeitslos."),
    ("de", "Er sang umsonst."),
    ("de", "Das ist alles andere als leicht."),
    ("fr", "Il part sans chapeau."),
    ("ru", "Он ушёл без шляпы."),
    ("zh", "他拒绝回答。"),
]
PLAIN = [("en", "The unit under the union flag"), ("en", "See no. 5."), ("de", "Unser Verein ist ungefähr hier unten.")]


@pytest.mark.parametrize(("lang", "text", "expected"), CLEAR)
def test_clear(lang: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in negations(text, lang).clear] == expected


@pytest.mark.parametrize(("lang", "text"), IDIOMS)
def test_an_idiom_is_a_negation_but_not_a_clear_one(lang: str, text: str) -> None:
    result = negations(text, lang)
    assert result.clear == ()
    assert not result.has_none()


@pytest.mark.parametrize(("lang", "text"), WEAK)
def test_words_that_may_express_a_negation(lang: str, text: str) -> None:
    result = negations(text, lang)
    assert result.clear == ()
    assert not result.has_none()


@pytest.mark.parametrize(("lang", "text"), PLAIN)
def test_words_that_only_look_negative(lang: str, text: str) -> None:
    assert negations(text, lang).has_none()


@given(st.text(), st.sampled_from(sorted(negation_words.known())))
def test_any_text_is_read(text: str, lang: str) -> None:
    for start, end in negations(text, lang).clear:
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("lang", sorted(negation_words.known()))
def test_every_lexicon_is_sound(lang: str) -> None:
    data = language(lang).negation
    assert data is not None
    assert data.clear
    assert data.idioms
    for pattern in (*data.clear, *data.idioms, *data.plain, *data.implied):
        assert not re.match(pattern, ""), pattern
        assert "\\b’" not in pattern
        assert "'" not in pattern, "write ’"
    assert "*" not in data.weak
    assert not {word for word in data.weak if "*" in word.strip("*")}


@pytest.mark.parametrize("lang", sorted(directions.known()))
def test_every_pair_of_opposites_is_sound(lang: str) -> None:
    lexicon = directions.load(lang)
    assert {name for name, _ in lexicon.clear} <= {name for name, _ in directions.load("en").clear}
    for name, cells in language(lang).directions.items():
        for end in (0, 1):
            both = set(cells[end]) & {*cells[1 - end], *cells[3 - end]}
            assert not both, name
        assert cells[0] or cells[2], name


def findings(check: Check, source: str, target: str, langs: tuple[str, str]) -> list[tuple[str, ...]]:
    outcome = run([check], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize(
    ("langs", "source", "target", "marked"),
    [
        (("en", "de"), "The goats do not eat grass.", "Die Ziegen fressen Gras.", [("not",)]),
        (("de", "en"), "Die Ziegen fressen Gras.", "The goats do not eat grass.", [("not",)]),
        (("de", "en"), "Die Ziegen fressen kein Gras.", "The goats eat grass.", [("kein",)]),
        (("ru", "en"), "Этот мост не безопасен.", "This bridge is safe.", [("не",)]),
        (("en", "zh"), "The bridge is not safe.", "这座桥很安全。", [("not",)]),
        (("en", "de"), "The goats do not eat grass.", "Die Ziegen meiden Gras.", []),
        (("en", "de"), "The goats do not eat grass.", "The goats do not eat grass.", []),
        (("en", "de"), "He sings “Not Today” every night.", "Er singt jeden Abend „Not Today“.", []),
        (("en", "de"), "The goats do not eat grass.", "", []),
    ],
)
def test_negation(langs: tuple[str, str], source: str, target: str, marked: list[tuple[str, ...]]) -> None:
    assert findings(negation_mismatch, source, target, langs) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        (
            "No goats came. The baker did not sell bread on Sunday.",
            "Keine Ziegen kamen. Der Bäcker verkaufte am Sonntag Brot.",
            [("not",)],
        ),
        (
            "Goats came. The baker did not sell bread on Sunday.",
            "Keine Ziegen kamen. Der Bäcker verkaufte am Sonntag Brot.",
            [("Keine",), ("not",)],
        ),
        (
            "No goats came. The baker did not sell bread on Sunday.",
            "Keine Ziegen kamen, der Bäcker verkaufte am Sonntag Brot.",
            [],
        ),
        (
            "No goats came. The baker sold bread on Sunday.",
            "Keine Ziegen kamen. Der Bäcker verkaufte am Sonntag Brot.",
            [],
        ),
    ],
)
def test_negation_sentence_by_sentence(source: str, target: str, marked: list[tuple[str, ...]]) -> None:
    marks = findings(negation_mismatch, source, target, ("en", "de"))
    assert sorted(marks) == sorted(marked)


@pytest.mark.parametrize(
    ("lang", "target", "odds", "chance", "severity"),
    [
        ("de", "Die Ziegen fressen Gras.", 3.0, 0.9, Severity.MAJOR),
        ("de", "Die Ziegen fressen Gras.", 0.5, 0.9, Severity.MINOR),
        ("de", "Die Ziegen fressen Gras.", -0.5, 0.9, None),
        ("de", "Die Ziegen fressen Gras.", 3.0, 0.2, None),
        ("sv", "Getterna äter gräs.", 3.0, 0.9, Severity.MAJOR),
        ("sv", "Getterna äter gräs.", 3.0, 0.7, Severity.MINOR),
        ("sv", "Getterna äter gräs.", 1.5, 0.9, Severity.MINOR),
        ("sv", "Getterna äter gräs.", 0.5, 0.9, None),
        ("sv", "Getterna äter gräs.", 3.0, 0.4, None),
    ],
)
def test_the_critic_has_to_confirm_the_loss_and_the_error(
    monkeypatch: pytest.MonkeyPatch, lang: str, target: str, odds: float, chance: float, severity: Severity | None
) -> None:
    def criticisms(pairs: list[Pair], *_: object) -> list[Criticism]:
        if not pairs:  # there are no clauses to judge
            return []
        assert [pair.source for pair in pairs] == ["The goats do not eat grass."]
        place = pairs[0].source.index("not")
        offsets = np.array([(0, 3), (place, place + 3)], np.int32)
        return [Criticism(odds, offsets, offsets[:1], np.array([0.99, chance]), np.array([0.99]))]

    monkeypatch.setattr("mtqe.encoder.judgement_cache.criticisms", criticisms)
    monkeypatch.setattr("mtqe.checks.negation.lost_negations.clauses", lambda *_: ())
    segment = Segment("1", "The goats do not eat grass.", target)
    findings = run([negation_mismatch], [segment], Context("en", lang)).findings
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_a_finding_in_one_of_several_sentences_is_minor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqe.checks.negation.lost_negations.clauses", lambda *_: ())
    source, target = "No goats came. The baker did not sell bread on Sunday.", "Keine Ziegen kamen. {}"
    segment = Segment("1", source, target.format("Der Bäcker verkaufte am Sonntag Brot."))
    findings = run([negation_mismatch], [segment], Context("en", "de")).findings
    assert [finding.severity for finding in findings] == [Severity.MINOR]


def test_phrases_that_negate_without_a_negation_and_the_reverse() -> None:
    assert not negations("Deixei de poder subir a torre.", "pt").has_none()
    assert not negations("Não vejo a torre.", "pt").has_none()
    assert negations("Deixei o pão na torre.", "pt").has_none()
    assert negations("Non vedo l’ora di salire sulla torre.", "it").clear == ()
    assert negations("Non vedo la torre.", "it").clear != ()
    assert negations("The flood didn’t come by itself.", "en").clear == ()
    assert negations("The flood didn’t come.", "en").clear != ()
    assert negations("They sing, and never more so than in May.", "en").clear == ()
    assert negations("There is no more popular tower.", "en").clear == ()
    assert negations("There is no more bread.", "en").clear != ()
    assert negations("It cannot be denied that the tower leans.", "en").clear == ()
    assert negations("The club is not out of the race.", "en").clear == ()
    assert negations("The club is not in the race.", "en").clear != ()
    assert negations("Voda je nezbytností.", "cs").clear == ()


def test_a_negation_that_a_subtitle_gained_is_minor() -> None:
    def severities(source: str, target: str, **meta: str) -> list[Severity | None]:
        found = negation_mismatch.run([Segment("1", source, target, meta=meta)], Context("en", "de"))
        return [hit.severity for _, hit in found]

    gained = ("The bridge is safe.", "Die Brücke ist nicht sicher.")
    lost = ("The bridge is not safe.", "Die Brücke ist sicher.")
    assert severities(*gained) == severities(*lost) == [Severity.MAJOR]
    assert severities(*gained, source_time="00:00:01.000 --> 00:00:03.000") == [Severity.MINOR]
    assert severities(*lost, source_time="00:00:01.000 --> 00:00:03.000") == [Severity.MAJOR]


def test_a_rephrased_negation_is_no_error() -> None:
    source, target = "The guest did not stay for long hours.", "Der Gast ging früh nach Hause."
    assert not negations(source, "en").has_none() and negations(target, "de").has_none()
    assert findings(negation_mismatch, source, target, ("en", "de")) == []


@pytest.mark.parametrize(
    ("langs", "source", "target", "marked"),
    [
        (("en", "de"), "The goats sleep before the meal.", "Die Ziegen schlafen nach dem Essen.", [("before", "nach")]),
        (("en", "de"), "The goats sleep before they eat.", "Die Ziegen schlafen nach dem Essen.", []),
        (("en", "de"), "The farm will close in May.", "Der Hof wird im Mai eröffnen.", [("close", "eröffnen")]),
        (("en", "de"), "The farm is close to the lake.", "Der Hof, der offen ist, liegt nahe am See.", []),
        (("en", "de"), "The village backed the mill.", "Das Dorf bekämpfte die Mühle.", [("backed", "bekämpfte")]),
        (("en", "ru"), "None of the goats was hurt.", "Ни одна коза не пострадала.", []),
        (("en", "ko"), "The mayor admitted it.", "시장은 그것을 부인했다.", [("admitted", "부인했다")]),
        (("en", "ja"), "The baker survived the flood.", "パン屋は洪水で死亡した。", [("survived", "死亡")]),
        (("en", "de"), "He sings before he eats.", "Er singt, nachdem er isst.", [("before", "nachdem")]),
        (("en", "de"), "The first house is red.", "Das letzte Haus ist rot.", [("first", "letzte")]),
        (("en", "de"), "The first and the last house", "Das letzte Haus", []),
        (("en", "de"), "Goats are less expensive than cows.", "Ziegen sind billiger als Kühe.", []),
        (("en", "de"), "The 9-year-old goat sleeps.", "Die junge Ziege schläft.", []),
        (("en", "fr"), "The farmer sold two goats.", "Le fermier a acheté deux chèvres.", [("sold", "acheté")]),
        (("en", "it"), "The Eastern gate of the southwest barn is shut.", "Il portone a sud-ovest è chiuso.", []),
        (("en", "pt"), "The goats walk east to the west gate.", "As cabras caminham para o portão oeste.", []),
        (("en", "ru"), "The wind is weakening over the lake.", "Ветер теряет силу над озером.", []),
        (("en", "ar"), "They want to avoid an unhappy end.", "يريدون تجنب نهاية غير سعيدة.", []),
        (("en", "ja"), "The mill is known as the old mill.", "その風車は古い風車として知られています。", []),
        (("en", "zh"), "The road to the north is open.", "通往南方的道路开放。", [("north", "南方")]),
        (
            ("en", "de"),
            "The train was travelling too fast.",
            "Der Zug war zu langsam unterwegs.",
            [("fast", "langsam")],
        ),
        (
            ("en", "sv"),
            "The lifeboat rescued three fishermen.",
            "Livbåten övergav tre fiskare.",
            [("rescued", "övergav")],
        ),
    ],
)
def test_direction(langs: tuple[str, str], source: str, target: str, marked: list[tuple[str, ...]]) -> None:
    assert findings(direction_mismatch, source, target, langs) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        (
            "Exports rose in March after the port had reopened, but imports of grain fell for the second time.",
            "Nachdem der Hafen wieder geöffnet worden war, stiegen die Exporte im März, doch die Getreideimporte "
            "sanken zum zweiten Mal.",
            [],
        ),
        (
            "The council rejected two earlier plans for the bridge, which lies north of the mill.",
            "Der Rat hatte zwei frühere Pläne für die Brücke gebilligt, die nördlich der Mühle liegt.",
            [("rejected", "gebilligt")],
        ),
        ("The council did not reject the plan.", "Der Rat billigte den Plan.", []),
        ("The oldest goat, which is as young as 11, sleeps.", "Die Ziege, die erst 11 Jahre alt ist, schläft.", []),
    ],
)
def test_direction_in_longer_sentences(source: str, target: str, marked: list[tuple[str, ...]]) -> None:
    assert findings(direction_mismatch, source, target, ("en", "de")) == marked


def test_a_word_of_degree_is_no_opposite() -> None:
    source = "The bakery reaches everyone, with a lower rate of sales in town."
    target = "La boulangerie touche tout le monde, avec un taux de vente plus faible en ville."
    assert run([direction_mismatch], [Segment("1", source, target)], Context("en", "fr")).findings == ()


def test_lost_lives_are_deaths() -> None:
    source = "The storm killed three sheep on the hill."
    for target, found in (("Při bouři přišly na kopci o život tři ovce.", 0), ("Bouři na kopci přežily tři ovce.", 1)):
        findings = run([direction_mismatch], [Segment("1", source, target)], Context("en", "cs")).findings
        assert len(findings) == found, target


@pytest.mark.parametrize(
    ("lang", "target"),
    [("cs", "Mlynář je podle soudu nevinný."), ("el", "Το δικαστήριο έκρινε αθώο τον μυλωνά.")],
)
def test_a_phrase_with_a_negation_has_a_counterpart_without_one(lang: str, target: str) -> None:
    segment = Segment("1", "The court found the miller not guilty.", target)
    assert list(one_sided(segment, Context("en", lang))) == []
    assert list(clauses(segment, Context("en", lang))) == []
    guilty = Segment("1", "The court found the miller not guilty.", "Mlynář je podle soudu vinný.")
    assert list(clauses(guilty, Context("en", "cs")))


def test_an_opposite_right_after_a_negation_says_the_same() -> None:
    source = "Fishing here is illegal and cannot be insured."
    result = run(
        [direction_mismatch], [Segment("1", source, "Рыбалка здесь не разрешена и не страхуется.")], Context("en", "ru")
    )
    assert result.findings == ()
    assert run(
        [direction_mismatch], [Segment("1", source, "Рыбалка здесь разрешена и не страхуется.")], Context("en", "ru")
    ).findings


def test_a_rival_that_is_as_near_prevents_a_finding() -> None:
    """The word on the other side may be a part of a longer word: *Importzuwachs*."""
    (reversal,) = directions.reversals("Imports rose.", "Der Importzuwachs sank nicht.", "en", "de")
    assert reversal.rivals_target == (((4, 17),),)


@pytest.mark.parametrize(
    ("lang", "target", "severity"),
    [
        ("de", "Das Dorf liegt südlich des Sees.", Severity.MAJOR),
        ("da", "Landsbyen ligger syd for søen.", Severity.MINOR),
    ],
)
def test_a_reversal_is_major_in_measured_pairs(lang: str, target: str, severity: Severity) -> None:
    segment = Segment("1", "The village lies north of the lake.", target)
    assert [item.severity for item in run([direction_mismatch], [segment], Context("en", lang)).findings] == [severity]


@pytest.mark.parametrize(
    ("lang", "source", "target", "severity"),
    [
        # the persons keep their places, so that the deed is another one
        ("es", "The bank buys the old mill in May.", "El banco vende el viejo molino en mayo.", Severity.MAJOR),
        ("es", "The bank buys the old mill in May.", "Venta del viejo molino al banco en mayo.", Severity.MINOR),
        (
            "fr",
            "The museum lent its best clock to a school.",
            "Le musée a emprunté sa meilleure horloge à une école.",
            Severity.MAJOR,
        ),
        (
            "fr",
            "The museum lent its best clock to a school.",
            "Une école a emprunté au musée sa meilleure horloge.",
            Severity.MINOR,
        ),
        # the end of a compound says less than the whole
        (
            "pt",
            "She sang a famous song of the village.",
            "Ela cantou uma canção desconhecida da aldeia.",
            Severity.MAJOR,
        ),
        (
            "tr",
            "She sang a little-known song of the village.",
            "Köyün pek bilinmeyen bir şarkısını söyledi.",
            Severity.MINOR,
        ),
        # both verbs mean many things
        ("ru", "The farmers laid siege to the old town hall.", "Фермеры взяли в осаду старую ратушу.", Severity.MINOR),
        # the weeks are counted from the other end
        (
            "de",
            "The mayor resigned, weeks after the paper, which he owns, was fined.",
            "Der Bürgermeister trat zurück. Wochen zuvor war seine Zeitung bestraft worden.",
            Severity.MINOR,
        ),
    ],
)
def test_only_a_second_witness_makes_a_reversal_major(lang: str, source: str, target: str, severity: Severity) -> None:
    findings = run([direction_mismatch], [Segment("1", source, target)], Context("en", lang)).findings
    assert [item.severity for item in findings] == [severity]


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("The mill burnt down after midnight.", "Mlýn vyhořel před půlnocí.", Severity.MAJOR),
        ("The mill burnt down after he left.", "Mlýn vyhořel, dříve než odešel.", Severity.MINOR),
    ],
)
def test_before_a_time_cannot_be_exchanged(source: str, target: str, severity: Severity) -> None:
    segment = Segment("1", source, target)
    assert [item.severity for item in run([direction_mismatch], [segment], Context("en", "cs")).findings] == [severity]


@pytest.mark.parametrize(
    ("check", "why"),
    [
        (negation_mismatch, "has no negation words of Estonian"),
        (direction_mismatch, "has no opposites of Estonian"),
    ],
)
def test_unknown_language_is_not_judged(check: Check, why: str) -> None:
    outcome = run([check], [Segment("1", "It is not.", "On.")], Context("en", "et"))
    assert outcome.findings == ()
    assert [(item.state, item.why) for item in outcome.items] == [("not run", why)]


def test_a_pair_on_which_the_critic_was_not_measured_is_not_judged() -> None:
    (item,) = run([negation_mismatch], [Segment("1", "Das ist nicht so.", "Non è così.")], Context("de", "it")).items
    assert item.state == "not run"
    assert item.why is not None and "it was measured on" in item.why


def test_a_german_verb_in_two_parts_is_one_word() -> None:
    (reversal,) = directions.reversals("Exports grew.", "Die Exporte nahmen im Mai ab.", "en", "de")
    assert reversal.target == ((12, 18), (26, 28))


@pytest.mark.parametrize(
    ("lang", "text", "weak"),
    [
        ("it", "Impossibile aprire il porto", True),
        ("es", "Imposible abrir el puerto", True),
        ("fr", "Port introuvable", True),
        ("fr", "Une île au lieu d’un port", True),
        ("es", "Una isla en lugar de un puerto", True),
        ("pt", "Porto inacessível", True),
        ("pl", "Błędny port", True),
        ("en", "The pier is protected from view", True),
        ("en", "The name cannot be empty", True),
        ("it", "Porto importante", False),
        ("fr", "Port important", False),
    ],
)
def test_adjectives_that_deny(lang: str, text: str, weak: bool) -> None:
    assert negations(text, lang).has_none() is not weak


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ar", "ما مِن سفن"), ("fa", "قایق برنمیگردد"), ("fa", "قایق بر‌نمی‌گردد"), ("en", "No %(ships)s left")],
)
def test_clear_negations_in_unusual_places(lang: str, text: str) -> None:
    assert len(negations(text, lang).clear) == 1


@pytest.mark.parametrize(
    ("lang", "right", "wrong"),
    [
        ("de", "Sie bekannte sich nicht schuldig.", "Sie bekannte sich schuldig."),
        ("fr", "Elle a plaidé non coupable.", "Elle a plaidé coupable."),
        ("es", "Se declaró no culpable.", "Se declaró culpable."),
        ("ar", "وأقرت بأنها غير مذنبة.", "وأقرت بأنها مذنبة."),
        ("cs", "Prohlásila, že je nevinná.", "Prohlásila, že je vinná."),
    ],
)
def test_a_negation_that_is_a_part_of_a_word_does_not_negate_it(lang: str, right: str, wrong: str) -> None:
    def opposites(target: str) -> list[str]:
        segments = [Segment("1", "She pleaded not guilty to all counts.", target)]
        return [hit.message for _, hit in direction_mismatch.run(segments, Context("en", lang))]

    assert not opposites(right)
    assert len(opposites(wrong)) == 1


@pytest.mark.parametrize(
    ("lang", "target", "found"),
    [
        ("de", "Der Bürgermeister will das Gesetz unterzeichnen.", True),
        ("de", "Der Bürgermeister will sein Veto gegen das Gesetz einlegen.", False),
        ("es", "El alcalde quiere firmar la ley.", True),
        ("es", "El alcalde quiere vetar la ley.", False),
        ("ru", "Мэр хочет подписать закон.", True),
        ("ru", "Мэр хочет наложить вето на закон.", False),
        ("tr", "Belediye başkanı yasayı imzalamak istiyor.", True),
        ("tr", "Belediye başkanı yasayı veto etmek istiyor.", False),
        ("zh", "市长想签署该法。", True),
        ("zh", "市长想否决该法。", False),
    ],
)
def test_a_veto_is_no_signature(lang: str, target: str, found: bool) -> None:
    segment = Segment("1", "The mayor wants to veto the law.", target)
    result = run([direction_mismatch], [segment], Context("en", lang)).findings
    assert [item.severity for item in result] == ([Severity.MAJOR] if found else [])


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("Fırıncı cuma günü suçlamayı kabul etmedi.", False),
        ("Fırıncı cuma günü suçlamayı kabul etti.", True),
    ],
)
def test_the_negated_form_of_an_opposite_says_the_same(target: str, found: bool) -> None:
    segment = Segment("1", "The baker denied the charge on Friday.", target)
    assert bool(run([direction_mismatch], [segment], Context("en", "tr")).findings) is found


@pytest.mark.parametrize(
    ("lang", "target", "severity"),
    [
        ("de", "Bauern zahlen weniger, als sie bekommen.", Severity.MINOR),
        ("de", "Bauern bekommen weniger, als sie zahlen.", Severity.MAJOR),
        ("es", "Los granjeros pagan menos de lo que reciben.", Severity.MINOR),
        ("es", "Los granjeros reciben menos de lo que pagan.", Severity.MAJOR),
    ],
)
def test_the_sides_of_a_comparison_may_be_exchanged(lang: str, target: str, severity: Severity) -> None:
    segment = Segment("1", "Farmers receive more than they pay.", target)
    assert [item.severity for item in run([direction_mismatch], [segment], Context("en", lang)).findings] == [severity]


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("nl", "De werkloosheid is in het dorp sterk gedaald."),
        ("pt", "Na aldeia, o desemprego desceu muito."),
        ("ja", "村では失業率が急激に低下した。"),
    ],
)
def test_a_word_that_both_sides_have_is_no_negation(lang: str, target: str) -> None:
    segment = Segment("1", "In the village unemployment rose sharply.", target)
    assert [item.severity for item in run([direction_mismatch], [segment], Context("en", lang)).findings] == [
        Severity.MAJOR
    ]


@pytest.mark.parametrize(
    ("lang", "text", "pair"),
    [
        ("hi", "करीब 20 चक्कीवाले जा चुके हैं।", "near"),
        ("hi", "करीब 20 चक्कीवाले जा चुके हैं।", "approach"),
        ("it", "Prima di rilasciare un permesso tengono una fiera.", "arrest"),
        ("en", "They hold a fair.", "arrest"),
    ],
)
def test_a_word_with_a_usual_second_meaning_is_not_clear(lang: str, text: str, pair: str) -> None:
    found = directions.load(lang).find(text)
    assert not any(mention.clear for end in (0, 1) for mention in found.get((pair, end), ()))
    if lang == "en":
        assert (pair, 0) not in found
