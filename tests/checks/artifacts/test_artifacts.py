"""Rules from data files, and the checks of traces of systems and conversions on single sentences."""

from __future__ import annotations

import re

import pytest

from mtqe.checks import runner
from mtqe.checks.artifacts import pattern_rules
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

FILES = {"artifacts": "ART102", "characters": "ART107", "residue": "ART108", "marks": "ART114"}
ROWS = [(check, row) for file, check in FILES.items() for row in pattern_rules.rows(file)]
GOOD = [
    pytest.param(check, *pair, id=f"{check}-{row['name']}-{n}")
    for check, row in ROWS
    for n, pair in enumerate(row["good"])
]
BAD = [
    pytest.param(check, source, target, marked, id=f"{check}-{row['name']}-{n}")
    for check, row in ROWS
    for n, (source, target, *marked) in enumerate(row["bad"])
]


def run(check: str, *pairs: tuple[str, str], langs: tuple[str, str] = ("en", "de"), docs: str = "") -> list[list[str]]:
    """The marked texts of each segment; `docs` names the document of each pair by a letter."""
    segments = [
        Segment(str(n), source, target, doc=docs[n] if docs else None) for n, (source, target) in enumerate(pairs)
    ]
    outcome = runner.run(check_table.select([check]), segments, Context(*langs))
    assert outcome.problems == ()
    return [[text for f in outcome.findings if f.segment == s.id for text in f.marked] for s in segments]


@pytest.mark.parametrize(("check", "source", "target"), GOOD)
def test_patterns_are_silent(check: str, source: str, target: str) -> None:
    assert run(check, (source, target)) == [[]]


@pytest.mark.parametrize(("check", "source", "target", "marked"), BAD)
def test_patterns_mark(check: str, source: str, target: str, marked: list[str]) -> None:
    assert run(check, (source, target)) == [marked]


def test_every_pattern_has_a_name_and_tests() -> None:
    assert len({(check, row["name"]) for check, row in ROWS}) == len(ROWS)
    for _, row in ROWS:
        assert row["good"] and row["bad"] and row["message"], row["name"]
        for pattern in row["patterns"]:
            assert re.compile(pattern).search("") is None, pattern


def test_a_quotation_may_run_over_segments() -> None:
    pairs = [
        ("“We waited all night,” she said. “Then it rained.”", "„Wir warteten die ganze Nacht“, sagte sie. „Dann"),
        ("It rained for hours.", "regnete es stundenlang."),
        ("Nobody came.", "Niemand kam.“"),
    ]
    assert run("MRK101", *pairs, docs="aaa") == [[], [], []]
    assert run("MRK101", *pairs, docs="aab") == [["„"], [], ["“"]]


_LONG = "“The mayor spoke of a gift of the old families to all who live here and closed the small harbour at night.”"


@pytest.mark.parametrize(
    ("check", "source", "target", "severity"),
    [
        # At the edge of a text, a quotation mark without its partner is minor. Inside, and for brackets, it is major.
        ("MRK101", _LONG, "Die Bürgermeisterin sprach von einem Geschenk und schloss den kleinen Hafen.“", "minor"),
        ("MRK101", _LONG, "„Die Bürgermeisterin sprach von einem Geschenk und schloss den kleinen Hafen.", "minor"),
        ("MRK101", _LONG[1:-1], "Die Bürgermeisterin sprach „von einem Geschenk und schloss den Hafen.", "major"),
        ("MRK101", _LONG[1:-1], "Die Bürgermeisterin sprach von einem Geschenk und schloss den Hafen (", "major"),
        # A whole sentence in lower case lacks a capital. A short one lacks its beginning.
        ("ART113", "The old ferry is too late again.", "ist die alte Fähre wieder einmal zu spät.", "minor"),
        ("ART113", "The old ferry, as they said, is too late again.", "ist diese Fähre zu spät.", "major"),
        ("ART113", "The old ferry is too late again.", ", die alte Fähre ist wieder zu spät.", "major"),
        (
            "ART105",
            "They sailed into it, and they sailed all the way down.",
            "Sie segelten hinein und dann bis nach hinten",
            "minor",
        ),
        (
            "ART105",
            "They sailed into it, and they sailed all the way down.",
            "Sie segelten hinein und dann bis nach der",
            "major",
        ),
        ("ART105", "They sailed into it, and they sailed all the way down.", "Sie segelten hinein", "major"),
        ("ART112", "The original mills are gone.", "Die ursprü Mühlen sind fort.", "major"),
        ("ART112", "Nobody likes the song.", "Es gibt Leute, denen das Lied nicht gefält und die gehen.", "minor"),
        ("ART113", "It is late, and I wait here.", "Es ist schon sehr spät. ich warte hier.", "minor"),
        ("ART113", "It is late, and I wait here until they come.", "Es ist spät. ich warte hier.", "major"),
    ],
)
def test_only_a_missing_mark_or_capital_is_minor(check: str, source: str, target: str, severity: str) -> None:
    outcome = runner.run(check_table.select([check]), [Segment("1", source, target)], Context("en", "de"))
    assert [finding.severity.value for finding in outcome.findings] == [severity]


@pytest.mark.parametrize(
    ("source", "target", "suggestions"),
    [
        ("Le port dort.", "The habror sleeps; nobody knwos why.", ["knows"]),
        ("Le port dort.", "The boats that thos people own wait.", [None]),  # this, those, thus
        ("Le pont est fermé.", "Fermme is the brdige.", ["bridge"]),
        ("Le pont est fermé.", "The bridge is fermé, brdige after brdige.", []),
        ("Le pont « brdige » est fermé.", "The brdige is closed.", []),
        ("Ce n'est pas sûr.", "It hasn 't been sure.", []),
        ("Le pont dort.", "See brdige.html and brdige().", []),
        ("C'est à huit km env.", "It is abot. eight.", []),
        ("Le pont dort.", "The ebrdige bbrdige sleeps.", []),
    ],
)
def test_misspelt_words(source: str, target: str, suggestions: list[str | None]) -> None:
    outcome = runner.run(check_table.select(["ART125"]), [Segment("1", source, target)], Context("fr", "en"))
    assert [finding.suggestion for finding in outcome.findings] == suggestions


def test_short_words_of_programs_are_no_slips() -> None:
    source, target = "Le port de la ville est ouvert depuis hier matin.", "The port has a dior today."
    for meta, found in (({}, 1), ({"unit": "7"}, 0)):
        segment = Segment("1", source, target, meta=meta)
        outcome = runner.run(check_table.select(["ART125"]), [segment], Context("fr", "en"))
        assert len(outcome.findings) == found


def test_single_quotes_of_the_source_count() -> None:
    assert run("MRK101", ("He went on: 'What is it?", "Er fuhr fort: „Was ist das?")) == [[]]
    assert run("MRK101", ("It's the boys' ball.", "Es ist der „Ball der Jungen.")) == [["„"]]


def test_a_doubled_quotation_mark_of_csv_files_is_left_alone() -> None:
    assert run("MRK101", ('"He said ""no"" twice."', '"Er sagte ""nein" zweimal."')) == [[]]


@pytest.mark.parametrize(
    ("target", "marked"),
    [
        ("Er kam 12 Minuten zu spät .", [" ."]),
        ("Er kam ( leider ) zu spät.", ["( ", " )"]),
        ("Er kam\u00a0, sah und siegte.", ["\u00a0,"]),
        ("Er sagte: „ Nein.“", ["„ "]),
        ("Er kam zu spät ...", []),
        ("Er kam zu spät . . .", []),
        ("Es waren .5 Prozent, dann 3 : 1.", []),
        ("Na gut :) dann eben ;-)", []),
    ],
)
def test_stray_spacing(target: str, marked: list[str]) -> None:
    assert run("ART103", ("He was late, as ever.", target)) == [marked]


def test_tokenised_text_is_one_finding() -> None:
    check = check_table.select(["ART103"])
    segment = Segment("1", "Yes, no, well, fine.", "Ja , nein , gut , fein .")
    findings = runner.run(check, [segment], Context("en", "de")).findings
    assert [finding.marked for finding in findings] == [(" ,", " ,", " ,", " .")]


def test_spacing_that_the_source_has_is_left_alone() -> None:
    assert run("ART103", ("Yes , no .", "Ja , nein .")) == [[]]


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("They are here.", "Sie, die die Stadt kennen, sind sind hier.", []),
        ("They know the town.", "Sie kennen kennen die Stadt.", ["kennen"]),
        ("It gets ever colder.", "Es wird kälter und kälter.", []),
        ("Duran Duran play.", "Duran Duran spielen.", []),
        ("He was in Tok. Tok is small.", "Er war in Tok. Tok ist klein.", []),
        ("Stop it, stop it, stop it!", "Hör auf, hör auf, hör auf!", []),
        ("The law protects tenants.", "Das Recht, das Recht der Mieter, gilt.", []),
        ("In 2019 it closed.", "Es schloss 2019 2019.", ["2019"]),
        ("Ha!", "Hahahahahahaha!", []),
    ],
)
def test_repetition(source: str, target: str, marked: list[str]) -> None:
    assert run("HAL101", (source, target)) == [marked]


def test_repetition_in_english() -> None:
    langs = ("de", "en")
    assert run("HAL101", ("Gesundheit und Pflege.", "Health and health insurance."), langs=langs) == [[]]
    assert run("HAL101", ("Es gab Speck und Schinken.", "There was bacon and bacon."), langs=langs) == [["and bacon"]]
    assert run("HAL101", ("Er ging weg.", "He went the the other way."), langs=langs) == [["the"]]


def test_repetition_in_chinese() -> None:
    langs = ("en", "zh")
    assert run("HAL101", ("Take your time, ha ha!", "慢慢来，哈哈！"), langs=langs) == [[]]
    assert run("HAL101", ("The stairs are old.", "楼梯楼梯楼梯楼梯很旧。"), langs=langs) == [["楼梯楼梯楼梯"]]


def test_chatter_without_a_source_is_marked() -> None:
    assert run("ART102", ("", "Hier ist die deutsche Übersetzung:")) == [["Hier ist die deutsche Übersetzung:"]]
    assert run("ART102", ("Here is the translation:", "Hier ist die Übersetzung:")) == [[]]


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("See tides.example/pricing now.", "Siehe tides.example/pricing jetzt.", []),
        ("The tide, the guest said, is high.", "Die Flut, sagte the Gast, ist hoch.", ["the"]),
        ("It is an adaptive, invasive plant.", "Es ist eine adaptive, invasive Pflanze.", []),
        ("The brewers of Europe and Bank of the West met.", "Die Bank of the West und andere trafen sich.", []),
        ("They left and nobody knew.", "They gingen, und niemand wusste es.", ["They"]),
        ("Nobody said a word to them before noon.", "Nobody said a word to them before noon.", []),
        ("The blue and the orange boat left.", "Das blaue und das orange Boot fuhren ab.", []),
        ("Add :helix: and the anchor.", "Fügen Sie :helix: und den Anker hinzu.", []),
    ],
)
def test_untranslated_words(source: str, target: str, marked: list[str]) -> None:
    assert run("ART106", (source, target)) == [marked]


@pytest.mark.parametrize(
    ("langs", "source", "target", "marked"),
    [
        # Frequent words count, except where they may belong to a name or where the target language has them as well.
        (
            ("fr", "en"),
            "Elle dit que la mer monte encore.",
            "She says que the sea is encore rising.",
            ["que", "encore"],
        ),
        (("fr", "en"), "Il lit Que Choisir.", "He reads Que Choisir.", []),
        (("es", "en"), "Lee Muy Lejos de Los Valles.", "She reads Muy Lejos de Los Valles.", []),
        (("de", "en"), "Das Buch von Anna war lang.", "The book von Anna war long.", []),
        (("fr", "es"), "Je crois que tu dors.", "Creo que duermes.", []),
        (("en", "it"), "The book is about tides.", "Il libro è about maree.", ["about"]),
        (("en", "fr"), "Wait in place.", "Attendez in situ.", []),
        # A translated quotation is running text; a copied or short one is not.
        (("de", "en"), "„Die Flut war endlich sehr hoch.“", "“The tide was endlich very high.”", ["endlich"]),
        (("de", "en"), "Er rief: „Das war endlich gut!“", "He cried: “Das war endlich gut!”", []),
        (("de", "en"), "Die „gilets jaunes“ kamen.", "The gilets jaunes came.", []),
        # The identifier cannot judge this word, but the lemma data can.
        (("fr", "en"), "Ils ont vu des guépards.", "They saw some guépards.", ["guépards"]),
        # Nouns: a comma separates a noun from a name; a derived noun or a plural is not a name.
        (("de", "en"), "Letzten Monat kam Olaf.", "Last Monat, Olaf came.", ["Monat"]),
        (("de", "en"), "Die Koalition kam nach Genf.", "Koalition came to Geneva.", ["Koalition"]),
        (("de", "en"), "Die vereinten Nationen stritten.", "The United Nationen quarrelled.", ["Nationen"]),
        (("de", "en"), "Sie las es im Abendspiegel.", "She read it in the Abendspiegel.", []),
    ],
)
def test_untranslated_words_of_other_pairs(langs: tuple[str, str], source: str, target: str, marked: list[str]) -> None:
    assert run("ART106", (source, target), langs=langs) == [marked]


def test_one_loan_word_is_trusted_where_loan_words_were_not_measured() -> None:
    langs = ("en", "ro")
    assert run("ART106", ("The wrestling match is over.", "Meciul de wrestling s-a terminat."), langs=langs) == [[]]
    assert run("ART106", ("Now the match is over.", "Acum the meci s-a terminat."), langs=langs) == [["the"]]


@pytest.mark.parametrize("langs", [("pl", "zh"), ("ru", "zh"), ("en", "yo"), ("de", "de-AT")])
def test_untranslated_words_does_not_run_where_it_cannot_judge(langs: tuple[str, str]) -> None:
    check = check_table.select(["ART106"])
    outcome = runner.run(check, [Segment("1", "a", "b")], Context(*langs))
    assert [item.state for item in outcome.items] == ["not run"]


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("The old ferry left late and empty, the pilot said", "Die alte Fähre legte spät", []),
        ("The old ferry left late.", "Alte Fähre zu spät", []),
        ("The old ferry left late and empty, the pilot said.", "Die alte Fähre legte spät …", []),
    ],
)
def test_an_end_without_a_mark_is_left_alone(source: str, target: str, marked: list[str]) -> None:
    assert run("ART105", (source, target)) == [marked]


def test_a_garbled_word_is_marked_without_the_quotation_marks_around_it() -> None:
    check = check_table.select(["ART107"])
    segment = Segment("1", "He said “tides”.", "Er sagte „GezeitenstrÃ¶me“.")
    findings = runner.run(check, [segment], Context("en", "de")).findings
    assert [(finding.marked, finding.suggestion) for finding in findings] == [(("GezeitenstrÃ¶me",), "Gezeitenströme")]


def test_a_remark_in_a_short_translation_is_marked_by_the_number_of_sentences() -> None:
    source = "The harbour master was late again, and the crews had to wait in the rain until noon."
    assert run("ART102", (source, "Der Hafenmeister kam zu spät. Der Name wurde nicht übersetzt.")) == [
        ["Der Name wurde nicht übersetzt."]
    ]


def test_notes_of_programs_are_minor() -> None:
    def severities(source: str, target: str, **meta: str) -> list[str]:
        segment = Segment("1", source, target, meta=meta)
        findings = runner.run(check_table.select(["ART102"]), [segment], Context("en", "de")).findings
        return [str(finding.severity) for finding in findings]

    source, target = "Set the tide first.", "Stellen Sie zuerst die Tide ein. Hinweis: Das gilt für alle Häfen."
    assert severities(source, target) == ["critical"]
    assert severities(source, target, unit="tide.help") == ["minor"]
