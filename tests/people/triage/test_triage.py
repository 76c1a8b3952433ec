"""`mtqe.people.triage`: every finding gets one true sentence, glosses are shown only if sure, nothing is invented."""

from __future__ import annotations

import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe import encoder
from mtqe.checks.numbers import number_side
from mtqe.checks.shared import coverage
from mtqe.encoder import lexicon
from mtqe.encoder.network import Model
from mtqe.errors import Unavailable
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Segment, Severity, Span, fingerprint
from mtqe.model.areas import AREAS
from mtqe.people.triage import Explained, explaining, glosses, triage
from mtqe.people.triage.explaining import Languages
from mtqe.people.triage.glosses import Glosser
from mtqe.people.triage.glossing import Glossing
from mtqe.people.triage.number_readings import readings, said
from mtqe.registry import check_table


@pytest.fixture(autouse=True)
def few_english_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words of the list, because all of them take ten seconds."""
    words = lexicon.common()
    monkeypatch.setattr(lexicon, "common", lambda: sorted({*words[::40], "hospital", "market", "mayor", "river"}))


def marked(text: str, part: str, side: str) -> Span:
    start = text.index(part)
    return Span(side, start, start + len(part))


def finding(segment: Segment, source: str = "", target: str = "", **given: str) -> Finding:
    spans = [marked(segment.source, source, "source")] if source else []
    spans += [marked(segment.target, target, "target")] if target else []
    texts = tuple(filter(None, (source, target)))
    check = given.get("check", "ACC101")
    return Finding(
        check,
        given.get("name", "number-mismatch"),
        given.get("category", "accuracy/mistranslation"),
        Severity(given.get("severity", "major")),
        segment.id,
        given.get("message", "the number became another"),
        tuple(spans),
        texts,
        fingerprint(check, segment.source, texts, 0),
        suppressed=given.get("suppressed"),
        system=segment.system,
    )


def report(*pairs: tuple[Segment, Finding], langs: tuple[str, str] = ("en", "de"), area: str = "numbers") -> Report:
    checks = tuple(CheckItem(one.check, one.name, "ran", area=area) for _, one in pairs)
    run = Run("0", "2026-01-01T00:00:00+00:00", source_lang=langs[0], target_lang=langs[1], checks=checks)
    segments = tuple(dict.fromkeys(segment.id for segment, _ in pairs))
    by_id = {segment.id: segment for segment, _ in pairs}
    return Report(SCHEMA, run, segments=tuple(by_id[one] for one in segments), findings=tuple(one for _, one in pairs))


def sentence(segment: Segment, one: Finding, area: str = "numbers", langs: tuple[str, str] = ("en", "de")) -> str:
    (item,) = triage(report((segment, one), langs=langs, area=area)).items
    return item.sentence


MONEY = Segment("1", "The bridge cost 1.3 billion euros.", "Die Brücke kostete 1,3 Billionen Euro.")
MARKET = Segment("1", "The mayor opened the new market.", "Der Bürgermeister hat das neue Krankenhaus eröffnet.")


def test_a_wrong_number_is_read_aloud() -> None:
    said_of = sentence(MONEY, finding(MONEY, "1.3 billion", "1,3 Billionen"))
    assert said_of == "The source says ‘1.3 billion’; the translation says ‘1,3 Billionen’ (roughly ‘1.3 trillion’)."


def test_the_unit_of_a_number_is_read_only_if_it_is_marked() -> None:
    assert "(roughly ‘1.3 trillion euros’)" in sentence(MONEY, finding(MONEY, "1.3 billion", "1,3 Billionen Euro"))


def test_a_wrong_word_has_its_own_meaning_and_not_that_of_the_word_in_its_place() -> None:
    said_of = sentence(MARKET, finding(MARKET, "", "Krankenhaus", category="accuracy/addition"), "omission")
    assert "‘Krankenhaus’ (roughly ‘hospital’)" in said_of
    assert "market’ in" not in said_of.partition("(")[2].partition(")")[0]


def test_a_word_that_is_spelled_like_an_english_one_has_no_gloss() -> None:
    gift = Segment("1", "He drank the water.", "Er trank das Gift.")
    said_of = sentence(gift, finding(gift, "water", "Gift"), "hallucination")
    assert "‘Gift’ (no certain gloss)" in said_of


def test_a_word_that_nobody_knows_has_no_gloss() -> None:
    odd = Segment("1", "The mayor opened the market.", "Der Bürgermeister eröffnete den Flurbelquatz.")
    assert "‘Flurbelquatz’ (no certain gloss)" in sentence(odd, finding(odd, "market", "Flurbelquatz"), "hallucination")


def test_the_word_in_its_place_counts_a_little_for_a_gloss() -> None:
    model = encoder.load()
    read = coverage.words(MARKET.target, model.tokens([MARKET.target])[0])
    glosser = Glosser(model, lexicon.Lexicon(model), "de", [read])
    start, end = MARKET.target.index("Krankenhaus"), MARKET.target.index(" eröffnet")
    word, score = glosser.likeliest(read, start, end)
    assert word == "hospital"
    assert glosser.likeliest(read, start, end, "hospital") == (word, pytest.approx(score + glosses.FACED))
    assert glosser.likeliest(read, start, end, "market")[0] == "hospital", "it does not win over the real meaning"


def test_a_negation_is_read_from_the_list_of_the_language() -> None:
    closed = Segment("1", "The bridge is open.", "Die Brücke ist nicht offen.")
    said_of = sentence(closed, finding(closed, "", "nicht"), "negation")
    assert said_of.startswith("The translation says ‘nicht’ (roughly ‘no/not’)")


def test_omitted_words_are_placed_between_their_neighbours() -> None:
    lost = Segment(
        "1",
        "The government announced new rules for farmers on Monday.",
        "Die Regierung verkündete am Montag neue Regeln.",
    )
    said_of = sentence(lost, finding(lost, "for farmers", category="accuracy/omission"), "omission")
    assert said_of.startswith("The source says ‘for farmers’, and no counterpart was found in the translation")


def test_names_need_no_gloss_and_copied_text_is_left_as_it_is() -> None:
    name = Segment("1", "Mary met Rouhani.", "Mary traf Rohani.")
    said_of = sentence(name, finding(name, "Rouhani", "Rohani"), "names")
    assert said_of == "The source has the name ‘Rouhani’; the translation has ‘Rohani’."
    copied = Segment("1", "The river is wide.", "The river is wide.")
    whole = finding(copied, "", "The river is wide.", category="accuracy/untranslated", message="it is a copy")
    assert sentence(copied, whole, "language") == "The translation says ‘The river is wide.’: it is a copy."


def test_a_source_in_another_language_is_named_and_glossed() -> None:
    french = Segment("1", "Le fleuve est large de deux kilomètres.", "The river is wide.")
    said_of = sentence(french, finding(french, "deux kilomètres"), langs=("fr", "en"))
    assert said_of.startswith("The source says (French) ‘deux kilomètres’ (roughly ‘2 kilometers’)")


def test_signs_are_shown_with_the_text_around_them() -> None:
    space = Segment("1", "Yes, we can.", "Ja , wir können.")
    one = finding(space, "", " ,", message="there is a stray space before “,”")
    assert sentence(space, one, "form") == (
        "There is a stray space before “,”; in the translation: ‘Ja⟦ ,⟧ wir können.’."
    )


def test_an_empty_translation_is_nothing() -> None:
    empty = Segment("1", "The river is wide.", "")
    one = finding(empty, "The river is wide.", category="accuracy/omission", message="the translation is empty")
    assert sentence(empty, one, "omission") == (
        "The source says ‘The river is wide.’; the translation says nothing: the translation is empty."
    )


def test_hidden_characters_are_shown() -> None:
    hidden = Segment("1", "Yes.", "Ja\u200b.")
    assert "<U+200B>" in sentence(hidden, finding(hidden, "", "\u200b"), "form")


def test_the_worst_finding_is_first_and_accepted_ones_are_left_out() -> None:
    minor = finding(MONEY, "euros", severity="minor")
    worse = finding(MONEY, "1.3 billion", "1,3 Billionen", severity="critical")
    accepted = finding(MONEY, "bridge", severity="critical", suppressed="we know")
    found = triage(report((MONEY, minor), (MONEY, worse), (MONEY, accepted)), glossed=False)
    assert [item.finding for item in found.items] == [worse, minor]
    assert triage(report((MONEY, worse))).sentences.keys() == {(None, worse.fingerprint, "1")}


def test_without_the_encoder_there_are_sentences_and_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Model, texts: object) -> None:
        raise Unavailable("lower.onnx is missing", "install mtqe again")

    monkeypatch.setattr(Model, "tokens", broken)
    found = triage(report((MONEY, finding(MONEY, "1.3 billion", "1,3 Billionen"))))
    assert [item.sentence for item in found.items] == [
        "The source says ‘1.3 billion’; the translation says ‘1,3 Billionen’."
    ]
    (problem,) = found.problems
    assert problem.why.startswith("the sentences have no glosses: lower.onnx is missing")


def test_languages_come_from_the_document_of_a_segment() -> None:
    segment = Segment("1", "5 km", "5 км", doc="d")
    one = finding(segment, "5", "км")
    run = Run("0", "2026-01-01T00:00:00+00:00")
    documents = (Document("d", source_lang="en-GB", target_lang="ru"),)
    (item,) = triage(Report(SCHEMA, run, documents, (segment,), findings=(one,)), glossed=False).items
    assert isinstance(item, Explained)
    assert item.area == "numbers", "from the table of checks, as the run does not name it"


@pytest.mark.parametrize("area", [*AREAS, "default", "an area of a plugin"])
def test_every_area_has_a_sentence_for_every_way_of_marking(area: str) -> None:
    marks = [("1.3 billion", "1,3 Billionen"), ("1.3 billion", ""), ("", "1,3 Billionen"), ("", "")]
    marks += [(MONEY.source, ""), ("", MONEY.target)]
    for category in ("accuracy/mistranslation", "accuracy/addition", "accuracy/omission"):
        for source, target in marks:
            one = finding(MONEY, source, target, category=category)
            text = explaining.explain(one, MONEY, area, Languages("en", "de"), None)
            assert text.endswith(".") and text[0].isupper() and "{" not in text and "\n" not in text
        assert explaining.decide(area, one).endswith("?")


def test_the_rules_have_known_parts_only() -> None:
    for rule in explaining._rules().values():
        for text in rule.values():
            fields = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert fields <= set(explaining._MAKERS)


def test_each_rule_is_of_an_area_and_a_check_or_category_of_it() -> None:
    known = {(one.area, way) for one in check_table.checks().values() for way in (one.name, one.category)}
    named = [tuple(name.split()) for name in explaining._rules() if " " in name]
    assert named and not set(named) - known


TOWN = Segment("7", "The mayor could see the doctor.", "Der Bürgermeister wird den Anwalt sehen.")


@pytest.mark.parametrize(
    ("area", "name", "marks", "message", "sentence", "question"),
    [
        (
            "negation",
            "hedge-mismatch",
            ("could", ""),
            "'could' has no counterpart in the translation: a possibility became a certainty",
            "'could' has no counterpart in the translation: a possibility became a certainty.",
            "certain",
        ),
        (
            "negation",
            "hedge-mismatch",
            ("could", "wird"),
            "'could' became 'wird'",
            "The source says ‘could’, and the translation says ‘wird’ in its place.",
            "certain",
        ),
        (
            "names",
            "swapped-roles",
            ("mayor", "Anwalt"),
            "'mayor' and 'doctor' changed places: who does something, and to whom?",
            "The source names ‘mayor’ in this order, and the translation names ‘Anwalt’, so they may have changed "
            "roles.",
            "same person act",
        ),
        (
            "names",
            "name-mismatch",
            ("mayor", "Anwalt"),
            "the name 'mayor' became 'Anwalt'",
            "The source has the name ‘mayor’; the translation has ‘Anwalt’.",
            "same person, place or product",
        ),
        (
            "hallucination",
            "wrong-sense",
            ("doctor", "Anwalt"),
            "'Anwalt' is 'doctor' in the sense of law, but the text around it speaks of health",
            "The source says ‘doctor’ and the translation says ‘Anwalt’: 'Anwalt' is 'doctor' in the sense of law, but "
            "the text around it speaks of health.",
            "fit the subject",
        ),
        (
            "hallucination",
            "wrong-noun",
            ("doctor", "Anwalt"),
            "'Anwalt' is somebody or something else than 'doctor', which nothing renders",
            "The source says ‘doctor’ and the translation says ‘Anwalt’, which may be somebody or something else.",
            "same person or thing",
        ),
        (
            "omission",
            "unlike-other-texts",
            ("doctor", ""),
            "the other texts of the file all have a translation of “doctor”, and this one has not",
            "The other texts of the file all have a translation of ‘doctor’, and this one does not.",
            "need the word",
        ),
        (
            "form",
            "struck-letters",
            ("", "Anwalt"),
            "these letters are struck out",
            "Letters of the translation are struck out, so a reader takes them for deleted: "
            "‘… Bürgermeister wird den ⟦Anwalt⟧ sehen.’.",
            "see these words as deleted",
        ),
        (
            "markup",
            "changed-code-content",
            ("", ""),
            "the code 5 km has become 8 km",
            "The code 5 km has become 8 km.",
            "same figures",
        ),
    ],
)
def test_a_check_whose_error_is_of_another_kind_has_its_own_sentence(
    area: str, name: str, marks: tuple[str, str], message: str, sentence: str, question: str
) -> None:
    one = finding(TOWN, *marks, name=name, message=message)
    assert explaining.explain(one, TOWN, area, Languages("en", "de"), None) == sentence
    assert question in explaining.decide(area, one)


def test_the_states_of_the_english_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "common", lambda: ["river", "wide", "market"])
    first = lexicon.Lexicon(encoder.load())
    states: list[int] = []
    alone = lexicon.alone
    monkeypatch.setattr(lexicon, "alone", lambda *given: states.append(1) or alone(*given))
    second = lexicon.Lexicon(encoder.load())
    assert not states
    vector = lexicon.unit(first._vectors[:1].astype("float32"))
    assert first.likeness(vector).tolist() == second.likeness(vector).tolist()
    second.add(["bridge", "river"])
    assert second.words == ["river", "wide", "market", "bridge"]


def test_no_gloss_for_a_language_that_the_encoder_does_not_read() -> None:
    segment = Segment("1", "The river is wide.", "Ka mate ka mate.")
    glossing = Glossing(encoder.load(), [segment], lambda _: ("en", "mi"))
    assert glossing.gloss(segment, Span("target", 0, 7), "mi", False) == ""


@given(st.integers(1, 10**15) | st.decimals(0, 10**6, places=2))
def test_a_value_is_said_as_it_is_read(value: int | Decimal) -> None:
    (number,) = number_side.read(said(value), "en", strict=True).numbers
    assert number.value == value


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("1,3 Billionen", "de", ["1.3 trillion"]),
        ("12.500", "de", ["12,500"]),
        ("Millionen", "de", ["million"]),
        ("2017", "de", ["2017"]),
        ("329.29万", "zh", ["3,292,900"]),
        ("мост за 3,5 миллиарда", "ru", ["3.5 billion"]),
        ("ein Mann", "de", []),
        ("5 kg", "de", ["5", "5 kilograms"]),
    ],
)
def test_numbers_are_read_in_their_language(text: str, lang: str, wanted: list[str]) -> None:
    assert list(readings(text, lang).values()) == wanted
