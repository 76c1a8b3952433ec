"""Glossary terms and their renderings in all the forms that texts have."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks import runner as room
from mtqe.checks.shared.lemmas import lexicon
from mtqe.checks.terms import glossary_terms
from mtqe.checks.terms.source_terms import Index
from mtqe.model import Finding, Glossary, Segment, Term, TermStatus
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

Row = tuple[str, str] | tuple[str, str, TermStatus]
BOTH = ("TRM101", "TRM102")


def context(rows: list[Row], langs: tuple[str, str] = ("en", "de")) -> Context:
    return Context(*langs, glossary=Glossary(tuple(Term(*row) for row in rows)))


def run(
    source: str, target: str, *rows: Row, langs: tuple[str, str] = ("en", "de"), ids: tuple[str, ...] = BOTH
) -> list[Finding]:
    table = check_table.checks()
    outcome = room.run([table[name] for name in ids], [Segment("1", source, target)], context(list(rows), langs))
    assert outcome.problems == ()
    return list(outcome.findings)


def marks(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.check, text) for finding in findings for text in finding.marked]


RENDERED = [
    # inflection
    ("ballot box", "Wahlurne", "They sealed the ballot boxes.", "Sie versiegelten die Wahlurnen."),
    ("trade union", "Gewerkschaft", "The trade union's demand failed.", "Die Forderung der Gewerkschaft scheiterte."),
    ("dike", "Deich", "The dikes held.", "Den Deichen ist nichts passiert."),
    ("side wall", "Seitenwand", "Both side walls cracked.", "Beide Seitenwände bekamen Risse."),
    ("criterion", "Kriterium", "The criteria are strict.", "Die Kriterien sind streng."),
    ("scenario", "Szenario", "Two scenarios remain.", "Es bleiben zwei Szenarien."),
    ("river", "Fluss", "Three rivers flooded.", "Drei Flüsse traten über die Ufer."),
    ("street", "Straße", "The street is closed.", "Die Strasse ist gesperrt."),
    (
        "personal data",
        "personenbezogene Daten",
        "No personal data leaked.",
        "Ein Leck bei personenbezogenen Daten gab es nicht.",
    ),
    (
        "acting mayor",
        "kommissarischer Bürgermeister",
        "The acting mayor spoke.",
        "Man hörte den kommissarischen Bürgermeister.",
    ),
    # the compound has the rendering as head, modifier or in the middle
    ("storage", "Speicher", "Storage is scarce.", "Speicherplatz ist knapp."),
    ("group", "Konzern", "The group paid.", "Der Ölkonzern zahlte."),
    ("harvest", "Ernte", "The harvest was poor.", "Die Weizenernteerträge waren gering."),
    ("log", "Log", "Read the log.", "Lesen Sie das Änderungsverfolgungslog."),
    ("sea eagle", "Seeadler", "Sea eagles nest here.", "Hier gibt es Seeadlernester."),
    # hyphens, spaces
    ("work package", "Work-Package", "Close the work package.", "Schließen Sie das Workpackage."),
    ("web shop", "Webshop", "The web shop is down.", "Der Web-Shop ist nicht erreichbar."),
    ("heat pump", "Wärmepumpe", "Heat pumps sell well.", "Wärme Pumpen verkaufen sich gut."),
    # coordination
    ("staff costs", "Personalkosten", "Staff costs and rents rose.", "Personal- und Mietkosten stiegen."),
    ("network costs", "Netzkosten", "Network fees and network costs rose.", "Netzgebühren und -kosten stiegen."),
    # verbs, and nouns formed from them
    ("approve", "genehmigen", "They approved the plan.", "Der Plan wurde genehmigt."),
    ("create", "anlegen", "She creates a file.", "Sie legt eine Datei an."),
    ("reschedule", "umplanen", "The talks were rescheduled.", "Die Gespräche mussten umgeplant werden."),
    ("configure", "konfigurieren", "After you configure it, restart.", "Nach der Konfiguration neu starten."),
    ("assignment", "Zuweisung", "The assignment failed.", "Es wurde nichts zugewiesen."),
    ("announce", "bekannt geben", "He announced it.", "Er gab es bekannt."),
    # others
    ("China", "China", "China's fleet grows.", "Die chinesische Flotte wächst."),
    ("bad debt", "uneinbringliche Forderung", "Bad debts rose.", "Forderungen, die uneinbringlich sind, nahmen zu."),
    ("adviser", "Berater", "The advisers left.", "Die BeraterInnen gingen."),
    ("EU", "EU", "EU rules apply.", "Es gelten EU-Regeln."),
    # glued to the word before
    ("tidal range", "täglicher Tidenhub", "Menu > Tidal Range", "MenüTäglichen Tidenhub"),
]


@pytest.mark.parametrize(("term", "rendering", "source", "target"), RENDERED, ids=lambda text: text[:20])
def test_a_rendering_in_another_form_is_no_finding(term: str, rendering: str, source: str, target: str) -> None:
    assert [item.term for item in glossary_terms.judge(Segment("1", source, target), context([(term, rendering)]))] == [
        term
    ]
    assert run(source, target, (term, rendering)) == []


MISSING = [
    ("ballot box", "Wahlurne", "They sealed the ballot boxes.", "Sie versiegelten die Kisten.", "ballot boxes"),
    ("adviser", "Beraterin", "The adviser left.", "Der Berater ging.", "adviser"),
    ("adviser", "Berater", "The adviser left.", "Die Beraterinnen gingen.", "adviser"),
    ("US", "USA", "Made in the US, bought by us.", "Von uns gekauft.", "US"),
    ("contract", "Vertrag", "A contract needs trust.", "Das braucht Vertrauen.", "contract"),
    ("report", "Bericht", "The report names an area.", "Er nennt einen Bereich.", "report"),
    ("UAE", "Vereinigte Arabische Emirate", "The UAE's envoys met.", "Die Gesandten trafen sich.", "UAE"),
    ("C++", "C++", "He writes C++ code.", "Er schreibt C-Code.", "C++"),
    ("R&D", "F&E", "R&D is costly.", "Forschung ist teuer.", "R&D"),
    ("co-operation", "Zusammenarbeit", "Cooperation ended.", "Die Arbeit endete.", "Cooperation"),
    ("cooperation", "Zusammenarbeit", "Co-operation ended.", "Die Arbeit endete.", "Co-operation"),
    ("organisation", "Verband", "Organizations met.", "Vereine trafen sich.", "Organizations"),
]


@pytest.mark.parametrize(("term", "rendering", "source", "target", "mark"), MISSING)
def test_a_missing_rendering_marks_the_term(term: str, rendering: str, source: str, target: str, mark: str) -> None:
    assert marks(run(source, target, (term, rendering))) == [("TRM101", mark)]


NO_OCCURRENCE = [
    ("order", "Auftrag", "They ordered tea."),
    ("order", "Auftrag", "She wants to order tea."),
    ("report", "Bericht", "Report all faults."),
    ("display", "anzeigen", "The display is dark."),
    ("run", "Lauf", "He ran home."),
    ("mapping", "Zuordnung", "Maps are useful."),
    ("us", "uns", "The US objected."),
    ("US", "USA", "Tell us more."),
    ("US", "USA", "It costs US$40."),
    ("US", "USA", "A US-based firm won."),
    ("aids", "Hilfsmittel", "AIDS is treatable."),
    ("march", "Marsch", "It begins in March."),
    ("state", "Bundesstaat", "The United States agreed."),
    ("ship", "Schiff", "Hardship and friendship."),
    ("medium", "Medium", "The media were there."),
    ("shop", "Laden", "See www.shop.example/shop or {shop}."),
    ("army", "Armee", "The Salvation Army helped."),
    ("cargo ship", "Frachtschiff", "They sold the cargo. Ship owners watched."),
    ("process", "Process", "It has been processed."),
    ("reference", "Verweis", "A contract that references it is void."),
    ("set", "Set", "The lamp is set to red."),
    ("set", "Set", "They have set the table."),
    ("open", "offen", "They want to open it."),
    ("open", "offen", "Open the lid."),
    ("seconds", "Sekunden", "The second man left."),
]


@pytest.mark.parametrize(("term", "rendering", "source"), NO_OCCURRENCE)
def test_other_words_are_not_the_term(term: str, rendering: str, source: str) -> None:
    assert run(source, "Das sagt die Salvation Army.", (term, rendering)) == []


OCCURRENCE = [
    ("seed", "Samen", "Two seeds fell."),
    ("seeds", "Samen", "A seed fell."),
    ("open", "offen", "The lid is not open."),
    ("open", "offen", "Leave the open lid."),
    ("set", "Set", "The set is complete."),
    ("reference", "Verweis", "That reference is wrong."),
    ("reference", "Verweis", "The references that matter are wrong."),
    ("second", "zweite", "The second man left."),
]


@pytest.mark.parametrize(("term", "rendering", "source"), OCCURRENCE)
def test_the_same_words_in_another_place_are_the_term(term: str, rendering: str, source: str) -> None:
    assert [finding.check for finding in run(source, "Das sagt er.", (term, rendering))] == ["TRM101"]


def test_a_capital_shows_a_name_unless_the_whole_glossary_has_capitals() -> None:
    fruit = [("pear", "Birne"), ("plum", "Pflaume"), ("fig", "Feige"), ("date", "Dattel")]
    small: list[Row] = [*fruit, ("Apple", "Apple")]
    large: list[Row] = [*((source.title(), target) for source, target in fruit), ("Apple", "Apfel")]
    assert run("An apple fell.", "Er fiel.", *small) == []
    assert marks(run("An apple fell.", "Er fiel.", *large)) == [("TRM101", "apple")]


def test_in_a_text_in_capitals_every_word_counts() -> None:
    assert run("SHIP SINKS OFF COAST", "SCHIFF SINKT VOR KÜSTE", ("ship", "Schiff")) == []
    assert marks(run("SHIP SINKS OFF COAST", "BOOT SINKT VOR KÜSTE", ("ship", "Schiff"))) == [("TRM101", "SHIP")]


def test_the_longest_term_counts() -> None:
    rows: list[Row] = [
        ("board", "Vorstand"),
        ("chopping board", "Schneidebrett"),
        ("board member", "Vorstandsmitglied"),
    ]
    assert run("A chopping board.", "Ein Schneidebrett.", *rows) == []
    assert marks(run("A chopping board for the board.", "Ein Schneidebrett.", *rows)) == [("TRM101", "board")]


def test_one_rendering_is_enough_and_a_missing_one_is_one_finding() -> None:
    source = "The dike broke; the dike was old, and another dike broke."
    assert run(source, "Der Deich brach; er war alt, und noch einer brach.", ("dike", "Deich")) == []
    findings = run(source, "Der Wall brach; er war alt, und noch einer brach.", ("dike", "Deich"))
    assert [finding.spans[0].start for finding in findings] == [4]


def test_any_approved_rendering_counts_and_the_preferred_one_is_suggested() -> None:
    rows: list[Row] = [("dike", "Damm", "admitted"), ("dike", "Deich")]
    assert run("A dike broke.", "Ein Damm brach.", *rows) == []
    (finding,) = run("A dike broke.", "Ein Wall brach.", *rows)
    assert finding.suggestion == "Deich"
    assert finding.message == "the glossary requires “Deich” (or “Damm”) for “dike”, but the translation lacks it"


def test_empty_and_untranslated_segments_are_silent() -> None:
    assert run("A dike broke.", "", ("dike", "Deich")) == []
    assert run("", "Ein Wall brach.", ("dike", "Deich")) == []
    assert run("A dike broke.", "A dike broke. ", ("dike", "Deich")) == []


FORBIDDEN = [
    ("Hafenpilot", "Die Hafenpiloten streiken.", ["Hafenpiloten"]),
    ("Hafenpilot", "Hafenpilotenstreik!", ["Hafenpilotenstreik"]),
    ("nautischer Pilot", "Es fehlen nautische Piloten.", ["nautische Piloten"]),
    ("nautischer Pilot", "Die nautischen oder anderen Piloten fehlen.", []),
    ("Pilot", "Ein Pilot und noch ein Pilot streiken.", ["Pilot"]),
    ("Pilot", "Die Pilotin streikt.", []),
    ("Hafenlotsin", "Die Hafenlotsinnen streiken.", ["Hafenlotsinnen"]),
    ("Lotse", "Die Lotsen streiken.", ["Lotsen"]),
    ("Lotse", "Die Hafenlotsen streiken.", []),
    ("Hafen-Lotse", "Die Hafenlotsen streiken.", []),
    ("Hafen-Lotse", "Ein Hafen-Lotse streikt.", ["Hafen-Lotse"]),
]


@pytest.mark.parametrize(("forbidden", "target", "marked"), FORBIDDEN)
def test_forbidden_renderings_are_marked_exactly(forbidden: str, target: str, marked: list[str]) -> None:
    rows: list[Row] = [("harbour pilot", "Hafenlotse"), ("harbour pilot", forbidden, "forbidden")]
    findings = run("The harbour pilots are on strike.", target, *rows, ids=("TRM102",))
    assert [text for _, text in marks(findings)] == marked


def test_the_corresponding_one_of_two_places_is_marked() -> None:
    rows: list[Row] = [("harbour pilot", "Hafenlotse"), ("harbour pilot", "Pilot", "forbidden")]
    source = "A harbour pilot met an airline captain who had been one of the first to fly to the islands."
    target = "Ein Pilot traf den Kapitän einer Fluggesellschaft, der als Pilot früh zu den Inseln geflogen war."
    (finding,) = run(source, target, *rows)
    assert [span.start for span in finding.spans] == [4]
    (finding,) = run("An airline captain of the very first hour once met a harbour pilot.", target, *rows)
    assert [span.start for span in finding.spans] == [target.rindex("Pilot")]
    (first, second) = run("The harbour pilot met a harbour pilot.", target, *rows)
    assert first.spans[0].start < second.spans[0].start


def test_a_forbidden_rendering_is_not_also_reported_as_missing() -> None:
    rows: list[Row] = [("harbour pilot", "Hafenlotse"), ("harbour pilot", "Hafenpilot", "forbidden")]
    assert marks(run("A harbour pilot came.", "Ein Hafenpilot kam.", *rows)) == [("TRM102", "Hafenpilot")]


def test_a_forbidden_word_beside_the_right_one_translates_something_else() -> None:
    rows: list[Row] = [("mail", "Post"), ("mail", "Brief", "forbidden")]
    assert run("The mail held a letter.", "In der Post lag ein Brief.", *rows) == []
    assert marks(run("The mail, only mail.", "Die Post, nur Briefe.", *rows)) == [("TRM102", "Briefe")]


def test_a_rendering_forbidden_for_one_term_may_be_right_for_another() -> None:
    rows: list[Row] = [("memory", "Arbeitsspeicher"), ("memory", "Speicher", "forbidden"), ("storage", "Speicher")]
    assert marks(run("Storage, not memory.", "Speicher, nicht RAM.", *rows)) == [("TRM101", "memory")]
    assert marks(run("It has memory.", "Er hat Speicher.", *rows)) == [("TRM102", "Speicher")]


def test_where_only_the_spelling_differs_the_spelling_decides() -> None:
    rows: list[Row] = [("e-mail", "E-Mail"), ("e-mail", "e-Mail", "forbidden")]
    assert run("An e-mail came.", "Eine E-Mail kam.", *rows) == []
    assert marks(run("An e-mail came.", "Eine e-Mail kam.", *rows)) == [("TRM102", "e-Mail")]


def test_a_term_with_forbidden_renderings_only_misses_nothing() -> None:
    row: Row = ("dike", "Wall", "forbidden")
    assert run("A dike broke.", "Ein Deich brach.", row) == []
    (finding,) = run("A dike broke.", "Ein Wall brach.", row)
    assert finding.suggestion is None


OTHER_LANGUAGES = [
    (("de", "en"), "Frachtschiff", "cargo ship", "Die Frachtschiffe warten.", "Cargo ships wait.", True),
    (("de", "en"), "Frachtschiff", "cargo ship", "Die Frachtschiffe warten.", "Ferries wait.", False),
    (("de", "en"), "Blatt", "leaf", "Die Blätter fallen.", "The leaves fall.", True),
    (("de", "en"), "Datum", "date", "Die Daten sind sicher.", "The data are safe.", True),
    (("en", "fr"), "horse", "cheval", "The horses ran.", "Les chevaux couraient.", True),
    (("en", "fr"), "horse", "cheval", "The horses ran.", "Les vaches couraient.", False),
    (("fr", "en"), "eau potable", "drinking water", "L'eau potable manque.", "Drinking water is short.", True),
    (("en", "es"), "truck", "camión", "Trucks burned.", "Ardieron camiones.", True),
    (("en", "ru"), "city", "город", "It lies between cities.", "Он лежит между городами.", True),
    (("en", "ru"), "city", "город", "It lies between cities.", "Он лежит между сёлами.", False),
    (("en", "tr"), "house", "ev", "They came from our houses.", "Evlerimizden geldiler.", True),
    (("en", "fi"), "house", "talo", "It is in our house.", "Se on talossamme.", True),
    (("en", "nl"), "bridge", "brug", "Three bridges fell.", "Drie bruggen stortten in.", True),
    (("en", "sv"), "school", "skola", "The school board met.", "Skolstyrelsen träffades.", True),
    (("en", "hi"), "book", "किताब", "He buys books.", "वह किताबें खरीदता है।", True),
    (("en", "vi"), "market", "chợ", "The market closed.", "Chợ đã đóng cửa.", True),
    (("en", "ko"), "bank", "은행", "The bank closed.", "은행은 문을 닫았다.", True),
    (("ko", "en"), "은행", "bank", "은행에서 일한다.", "She works at a school.", False),
    (("ko", "en"), "은행", "bank", "은행원이 일한다.", "The clerk works.", True),
    (("en", "fr"), "approve", "approuver", "They approved it.", "Ils l'ont refusé.", False),
    (("en", "ja"), "order", "注文", "They ordered tea.", "お茶を頼んだ。", True),
    (("en", "zh"), "AI", "人工智能", "AI is used.", "使用人工智能。", True),
    (("en", "zh"), "AI", "AI", "AI is used.", "使用ＡＩ技术。", True),
    (("en", "zh"), "AI", "AI", "AI is used.", "使用MAIL。", False),
    (("zh", "en"), "人工智能", "artificial intelligence", "使用人工智能。", "It uses computers.", False),
    (("ja", "en"), "東京都", "Tokyo Metropolis", "東京都の人口。", "The people of Tokyo Metropolis.", True),
]


@pytest.mark.parametrize(("langs", "term", "rendering", "source", "target", "rendered"), OTHER_LANGUAGES)
def test_other_languages(
    langs: tuple[str, str], term: str, rendering: str, source: str, target: str, rendered: bool
) -> None:
    assert (run(source, target, (term, rendering), langs=langs) == []) is rendered


def test_chinese_marks_are_exact_on_both_sides() -> None:
    rows: list[Row] = [("量子", "quantum"), ("量子计算", "quantum computing")]
    assert marks(run("他研究量子计算。", "He studies physics.", *rows, langs=("zh", "en"))) == [("TRM101", "量子计算")]
    row: Row = ("quantum", "量字", "forbidden")
    assert marks(run("Quantum effects.", "量字效应。", row, langs=("en", "zh"))) == [("TRM102", "量字")]


def test_words_in_decomposed_form_are_found_and_marked_as_stored() -> None:
    source, target = "Der Ko\u0308nig floh.", "The ruler fled."
    assert marks(run(source, target, ("König", "king"), langs=("de", "en"))) == [("TRM101", "Ko\u0308nig")]


def test_a_big_glossary_is_searched_by_index() -> None:
    many: list[Row] = [(f"part {number:05} of kit", f"Teil {number:05}") for number in range(20_000)]
    index = Index([Term(*row) for row in [*many, ("dike", "Deich")]], "en", "de")
    looked_at: list[str] = []
    entry = index.entry
    index.entry = lambda text: looked_at.append(text) or entry(text)
    (occurrence,) = index.find("The dike has part 00007 of kit in part of a kit.")[:1]
    assert occurrence.entries[0].source == "dike"
    assert looked_at == ["dike", "part 00007 of kit"]


def test_importing_the_checks_loads_no_lemma_data() -> None:
    checks = "mtqe.checks.terms.term_missing, mtqe.checks.terms.term_forbidden"
    code = f"import sys, {checks}; print('simplemma' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_lexicon_says_whether_it_has_data() -> None:
    assert lexicon("de").has_data
    assert lexicon("no").has_data, "Norwegian is nb in the data"
    assert not lexicon("vi").has_data
    assert lexicon("vi").lemma("chợ") == "chợ"


WORDS = st.text(alphabet="aäbeinrstuABES -'’.+\u0308ß{}/量子1", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(WORDS, WORDS, st.sampled_from(["preferred", "admitted", "forbidden"])), min_size=1, max_size=4),
    st.lists(WORDS, max_size=5),
    st.lists(WORDS, max_size=5),
    st.sampled_from([("en", "de"), ("de", "en"), ("zh", "de"), ("de", "ja"), ("vi", "ko")]),
)
def test_marks_never_leave_the_text(
    rows: list[Row], source: list[str], target: list[str], langs: tuple[str, str]
) -> None:
    left = " ".join([*source, *(row[0] for row in rows)])
    right = " ".join([*target, *(row[1] for row in rows if row[2:] == ("forbidden",))])
    for finding in run(left, right, *rows, langs=langs):
        for span, text in zip(finding.spans, finding.marked, strict=True):
            assert text
            assert (left if span.side == "source" else right)[span.start : span.end] == text


def test_a_term_at_the_end_is_not_taken_for_a_longer_one() -> None:
    rows: list[Row] = [("量子111", "Quantum 111", "preferred"), ("量子11", "Quantum 11", "preferred")]
    assert marks(run("量子11", "Quantum", *rows, langs=("zh", "de"))) == [("TRM101", "量子11")]


def test_the_first_rendering_is_the_usual_one_when_they_are_equal() -> None:
    rows: list[Row] = [("dike", "Deich"), ("dike", "Damm"), ("map", "zuordnen"), ("map", "Zuordnung")]
    segments = [
        Segment("1", "A dike. Map it.", "Ein Damm. Ordnen Sie es zu.", doc="a"),
        Segment("2", "The dikes. The map.", "Die Deiche. Die Zuordnung.", doc="a"),
        Segment("3", "The dikes.", "Die Deiche.", doc="b"),
    ]
    (finding,) = room.run([check_table.checks()["TRM103"]], segments, context(rows)).findings
    assert (finding.segment, finding.marked, finding.suggestion) == ("2", ("dikes", "Deiche"), "Damm")
    assert finding.message == "“dike” is “Deich” here and “Damm” once elsewhere in the document"
