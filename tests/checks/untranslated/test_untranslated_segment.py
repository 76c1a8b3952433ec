"""Copied stretches of a translation: prose is marked, lists and formulas are not."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Code, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("You can write a low 2 high 3, too.", "a low 2 high 3 とも書けます。", "ja", []),
        (
            "Choose among tide, ebb, flood, calm and storm here.",
            "tide、ebb、flood、calm、stormから選びます。",
            "ja",
            [],
        ),
        ("Choose among tide, ebb, flood, calm and storm here.", "从tide、ebb、flood、calm和storm中选择。", "zh", []),
        (
            "The shop is open, and the old ferry left the harbour at noon.",
            "商店开着，渡轮 left the harbour at noon，没有等人，大家都很不高兴，可是谁也没有办法。",
            "zh",
            ["left the harbour at noon"],
        ),
        (
            "The shop is open, and the old ferry left the harbour at noon, which nobody saw.",
            "店は開いていますが、the old ferry left the harbour at noon、誰も見ていませんでした。",
            "ja",
            ["the old ferry left the harbour at noon"],
        ),
        ("<i>tide://[harbour/]pier[:port]/ship</i>", "<i>tide://[harbour/]pier[:port]/ship</i>", "ja", []),
    ],
)
def test_copied_stretches(source: str, target: str, lang: str, marked: list[str]) -> None:
    outcome = runner.run([check_table.checks()["ACC102"]], [Segment("1", source, target)], Context("en", lang))
    assert outcome.problems == ()
    assert [text for finding in outcome.findings for text in finding.marked] == marked


@pytest.mark.parametrize(
    ("target", "end", "marked"),
    [
        ("Unser unemployment Helfer ist gratis", 18, []),
        ("Unser unemployment Helfer ist gratis", 29, ["unemployment"]),
    ],
)
def test_a_few_copied_words_in_bold_are_a_name(target: str, end: int, marked: list[str]) -> None:
    codes = (Code("target", 6, 6, "**", "open", "format"), Code("target", end, end, "/**", "close", "format"))
    segment = Segment("1", "Our unemployment helper is free", target, codes=codes)
    found = list(check_table.checks()["ART106"].run(segment, Context("en", "de")))
    assert [target[span.start : span.end] for hit in found for span in hit.spans] == marked


@pytest.mark.parametrize(
    ("address", "marked"),
    [("https://a.example/x/unemployment/", []), ("https://a.example/labour-market", ["unemployment"])],
)
def test_the_text_of_a_link_that_its_address_has_is_a_name(address: str, marked: list[str]) -> None:
    source, target = "Our unemployment helper is free", "Unser unemployment Helfer ist gratis"
    codes = (
        Code("target", 6, 6, "link", "open", "link"),
        Code("target", 18, 18, "/link", "close", "link", value=address),
    )
    segment = Segment("1", source, target, codes=codes)
    found = check_table.checks()["ART106"].run(segment, Context("en", "de"))
    assert [target[span.start : span.end] for hit in found for span in hit.spans] == marked


@pytest.mark.parametrize(
    ("target", "is_found"),
    [
        ("PIER :Störung, unemployment 12: Kein Schiff", False),
        ("PIER :Störung, unemployment der Schiffe im Hafen 12: Kein Schiff", True),
        ("Störung, unemployment 12: Kein Schiff", True),
    ],
)
def test_the_kind_of_a_line_of_a_log_is_kept(target: str, is_found: bool) -> None:
    segment = Segment("1", "PIER : Failure, unemployment 12: No ship", target)
    assert bool(list(check_table.checks()["ART106"].run(segment, Context("en", "de")))) is is_found


@pytest.mark.parametrize(
    ("source", "target", "meta", "expected"),
    [
        ("Mode: suddenly, low, which. (Default: low)", "Modus: suddenly, low, which. (Sonst low)", "u", ["minor"]),
        ("Mode: suddenly, low, which", "Modus: suddenly, low, which", "", ["major"]),
        ("Mode: suddenly, low, which", "Modus: suddenly, tief, welche", "u", ["major"]),
        ("Mode: suddenly, low, which ships", "Modus: suddenly, low, which Schiffe", "u", ["major"]),
        ("Mode: suddenly, low", "Modus: suddenly, tief", "u", ["major"]),
        ("The mode of suddenly, low, which", "Der Modus der suddenly, low, which", "u", ["major"]),
        ("See the tide on about:suddenly now", "Die Flut steht jetzt auf about:suddenly", "u", []),
        ("tide which -d <port>...", "tide which -d <Hafen>...", "u", []),
    ],
)
def test_values_and_commands_are_kept(source: str, target: str, meta: str, expected: list[str]) -> None:
    segment = Segment("1", source, target, meta={"unit": meta} if meta else {})
    outcome = runner.run([check_table.checks()["ART106"]], [segment], Context("en", "de"))
    assert [finding.severity.value for finding in outcome.findings] == expected


KEPT = ["The harbour was our school.", "(...)", "We learned to swim before we could read."]
TRANSLATED = ["Der Hafen war unsere Schule.", "Wir lernten schwimmen, bevor wir lesen konnten."]


def severities(pairs: list[tuple[str, str]]) -> list[str]:
    """The severities of the copies in a document."""
    segments = [Segment(str(number), *pair, doc="a") for number, pair in enumerate(pairs)]
    outcome = runner.run([check_table.checks()["ACC102"]], segments, Context("en", "de"))
    return [finding.severity.value for finding in outcome.findings]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_copied_quotation_beside_its_translation_is_minor(is_first: bool) -> None:
    copies = [(text, text) for text in KEPT]
    added = [("", text) for text in TRANSLATED]
    around = ("The old ferry left at noon.", "Die alte Fähre legte mittags ab.")
    beside = [*added, *copies] if is_first else [*copies, *added]
    assert severities([around, *beside, around]) == ["minor", "minor"]
    assert severities([around, *copies, around]) == ["major", "critical"], "nobody translated it"


def test_a_short_addition_does_not_explain_a_copied_passage() -> None:
    copies = [(text, text) for text in KEPT]
    assert severities([("", "Ein Junge vom Kai:"), *copies]) == ["major", "critical"]


def test_a_copy_explains_no_addition_in_another_document() -> None:
    segments = [Segment("1", KEPT[2], KEPT[2], doc="a"), Segment("2", "", TRANSLATED[1], doc="b")]
    outcome = runner.run([check_table.checks()["ACC102"]], segments, Context("en", "de"))
    assert [finding.severity.value for finding in outcome.findings] == ["critical"]


def test_only_one_of_two_copied_passages_is_translated_by_the_text_between_them() -> None:
    first, second = KEPT[2], "The ferry that my father steered for thirty years had no engine at all, they said."
    assert severities([(first, first), ("", TRANSLATED[1]), (second, second)]) == ["minor", "critical"]


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Schreiben Sie hier spring tide mark, mehr nicht.", "minor"),
        ("Schreiben Sie hier das Zeichen der Springflut, mehr nicht.", "major"),
    ],
)
def test_a_copied_term_that_a_translated_sentence_keeps_is_minor(sentence: str, severity: str) -> None:
    pairs = [
        ("Spring tide mark / STMK", "Spring tide mark / STMK"),
        ("Write spring tide mark here, no more.", sentence),
    ]
    assert severities(pairs) == [severity]


@pytest.mark.parametrize(("key", "marked"), [("cite", []), ("strong", ["a low tide in the old harbour"])])
def test_a_cited_title_is_kept(key: str, marked: list[str]) -> None:
    source = "The rates were published by the guild under a low tide in the old harbour, its song."
    target = "Die Preise veröffentlichte die Gilde unter a low tide in the old harbour, ihrem Lied."
    start = target.index("a low")
    end = target.index(", ihrem")
    codes = (
        Code("target", start, start, key, "open", "format"),
        Code("target", end, end, f"/{key}", "close", "format"),
    )
    segment = Segment("1", source, target, codes=codes)
    found = check_table.checks()["ACC102"].run([segment], Context("en", "de"))
    assert [target[span.start : span.end] for _, hit in found for span in hit.spans] == marked


@pytest.mark.parametrize(
    ("source", "text", "address", "is_found"),
    [
        ("Our unemployment helper is free", "unemployment Helfer", "https://a.example/unemployment-helfer-nord", False),
        ("Our unemployment helper is free", "unemployment Helfer", "https://a.example/nord", True),
        ("Ships are free for poor sailors", "Union for the Unemployed", "https://a.example/nord", False),
        ("Ships are free for poor sailors", "Union for the arbeitslosen", "https://a.example/nord", True),
    ],
)
def test_the_text_of_a_link_is_a_name_in_its_address_or_as_a_title(
    source: str, text: str, address: str, is_found: bool
) -> None:
    target = f"Unser {text} ist gratis"
    codes = (
        Code("target", 6, 6, "link", "open", "link"),
        Code("target", 6 + len(text), 6 + len(text), "/link", "close", "link", value=address),
    )
    segment = Segment("1", source, target, codes=codes)
    assert bool(list(check_table.checks()["ART106"].run(segment, Context("en", "de")))) is is_found


def copied_label(check: str, source: str, target: str, lang: str) -> list[str]:
    segment = Segment("1", source, target, meta={"unit": "label"})
    outcome = runner.run([check_table.checks()[check]], [segment], Context("en", lang))
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize("lang", ["de", "he", "zh"])
def test_the_name_of_a_language_in_itself_stays(lang: str) -> None:
    assert copied_label("ACC102", "Norsk bokmål", "Norsk bokmål", lang) == []
    assert copied_label("ACC102", "Empty harbour", "Empty harbour", lang) == ["Empty harbour"]


def test_program_code_between_fences_stays() -> None:
    source = "Example:\n```\nls suddenly\n```\nThe boat suddenly sank."
    target = "Beispiel:\n```\nls suddenly\n```\nDas Boot sank {}."
    assert copied_label("ART106", source, target.format("plötzlich"), "de") == []
    assert copied_label("ART106", source, target.format("suddenly"), "de") == ["suddenly"]
    assert copied_label("ART106", source.replace("```", ""), target.format("plötzlich").replace("```", ""), "de") != []


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("Entropy: %1 bit", "Entropie : %1 bits", "fr", []),
        ("Empty tide folder", "Tidefolder legen", "nl", []),
        ("Empty the tide folder", "Alle Ordner leeren", "nl", ["Alle Ordner leeren"]),
        ("Close the window", "Fenster schließen", "nl", ["Fenster schließen"]),
        ("Save the changes", "Guardar los cambios", "fr", ["Guardar los cambios"]),
    ],
)
def test_words_that_related_languages_share_do_not_show_another_language(
    source: str, target: str, lang: str, marked: list[str]
) -> None:
    assert copied_label("ACC104", source, target, lang) == marked


@pytest.mark.parametrize(("times", "severity"), [(5, "minor"), (1, "major")])
def test_a_word_that_other_translations_keep_belongs_to_the_language(times: int, severity: str) -> None:
    texts = [(f"The torrent of pier {number} is low.", f"Torrent ved mole {number} er lav.") for number in range(times)]
    texts.append(("Start torrent", "Start torrent"))
    segments = [Segment(str(n), *text, meta={"unit": str(n)}) for n, text in enumerate(texts)]
    found = runner.run([check_table.checks()["ACC102"]], segments, Context("en", "da")).findings
    assert [str(finding.severity) for finding in found] == [severity]
    texts[-1] = ("Start torrent now", "Start torrent now")
    segments = [Segment(str(n), *text, meta={"unit": str(n)}) for n, text in enumerate(texts)]
    found = runner.run([check_table.checks()["ACC102"]], segments, Context("en", "da")).findings
    assert [str(finding.severity) for finding in found] == ["major"]


def test_the_first_letters_of_a_word_with_an_access_key_are_no_copied_word() -> None:
    assert copied_label("ART106", "The&me:", "The&ma:", "nl") == []
    assert copied_label("ART106", "The old harbour", "The oude haven", "nl") == ["The"]


@pytest.mark.parametrize(
    ("stretch", "marked"),
    [("Easy Harbour Tide 6 database", False), ("Easy boats left the harbour", True)],
)
def test_a_name_before_a_loan_word_is_no_copied_stretch(stretch: str, marked: bool) -> None:
    source = f"This does not seem to be a valid {stretch} for the pilot of the ferry."
    target = f"Dit lijkt geen geldige {stretch} voor de loods van het veer te zijn."
    assert (copied_label("ACC102", source, target, "nl") != []) is marked
