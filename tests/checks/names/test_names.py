from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.names import name_mismatch as module
from mtqe.checks.names.document import examine
from mtqe.checks.names.finder import names, read
from mtqe.checks.names.spelling_similarity import edits, likeness
from mtqe.checks.runner import run
from mtqe.model import Finding, Hit, Segment, Severity
from mtqe.registry.contracts import Context

EN_DE = ("en", "de")
Pairs = list[tuple[str, str]]

SILENT = [
    # exonyms, of CLDR and of the table
    (EN_DE, "The fair in Munich draws Italians.", "Die Messe in München lockt Italiener an."),
    (EN_DE, "Trains from Cologne to Prague stop in Nuremberg.", "Züge von Köln nach Prag halten in Nürnberg."),
    (("en", "pl"), "She moved from Munich to Warsaw.", "Przeprowadziła się z Monachium do Warszawy."),
    (("en", "cs"), "The road from Vienna to Brno is closed.", "Silnice z Vídně do Brna je uzavřena."),
    (("en", "fr"), "He flew from Aachen to London.", "Il a pris l'avion d'Aix-la-Chapelle à Londres."),
    (("es", "en"), "Viajó de Múnich a Ginebra.", "He went from Munich to Geneva."),
    (("zh", "en"), "英国和德国的代表在日内瓦会面。", "British and German delegates met in Geneva."),
    # adjectives, inhabitants, capitals for countries, parts of a country
    (EN_DE, "A Dutch firm and a Greek one merged.", "Eine niederländische und eine griechische Firma fusionierten."),
    (EN_DE, "A storm crossed southern Norway.", "Ein Sturm zog über Südnorwegen."),
    (EN_DE, "Beijing protested.", "China protestierte."),
    (EN_DE, "The show moved to Lyon, France.", "Die Schau zog nach Lyon um."),
    # inflection, compounds, apostrophes, other scripts
    (EN_DE, "They read Whitlock's letters.", "Sie lasen Whitlocks Briefe."),
    (EN_DE, "The Whitlock campaign is broke.", "Die Whitlock-Kampagne ist pleite."),
    (("en", "cs"), "They spoke with Petra Nováková.", "Mluvili s Petrou Novákovou."),
    (("en", "ru"), "They met Whitlock in Kazan.", "Они встретили Уитлока в Казани."),
    (("fr", "en"), "L'équipe d'Ormont a gagné.", "Ormont's team won."),
    # bodies by their acronyms and names, cities that CLDR does not have, datelines
    (EN_DE, "The UN asked the IMF.", "Die Vereinten Nationen fragten den Internationalen Währungsfonds."),
    (EN_DE, "Ottawa thanked Yekaterinburg.", "Ottawa dankte Jekaterinburg."),
    (EN_DE, "VIENNA – It rains.", "Wien – Es regnet."),
    (EN_DE, "$5 for President Clinton", "5 US-Dollar für US-Präsident Clinton"),
    (EN_DE, "The F.B.I. waits.", "Das FBI wartet."),
    # Chinese, by tables and by sound
    (("zh", "en"), "普京访问了加州。", "Putin visited California."),
    (("zh", "en"), "哈巴罗夫斯克下雪了。", "It snowed in Khabarovsk."),
    (("zh", "en"), "中加关系良好。", "China and Canada are on good terms."),
    # translated, made of common words, pronouns
    (EN_DE, "The Supreme Court ruled.", "Der Oberste Gerichtshof entschied."),
    (EN_DE, "Pope John Paul prayed.", "Papst Johannes Paul betete."),
    (EN_DE, "Later Whitlock said no.", "Später sagte sie nein."),
    (EN_DE, "On Monday, in March, Mr. Whitlock left.", "Herr Whitlock ging an einem Montag im März."),
    # compounds that no dictionary has, function words at the beginning
    (EN_DE, "When the cuticle oil came, she left.", "Als das Nagelhautöl kam, ging sie."),
    (EN_DE, "Nurses wanted", "Krankenpflegefachfrauen gesucht"),
    # all capitals, title case
    (EN_DE, "WHITLOCK WINS IN OSLO", "SIEG IN NORWEGEN"),
    (EN_DE, "How Marlow Whitlock Conquered Hidden Valleys", "Verborgene Täler"),
]

WRONG = [
    (EN_DE, "They met Jakub Hlinka today.", "Sie trafen heute Pavel Dostál.", [("Jakub Hlinka", "Pavel Dostál")]),
    (EN_DE, "Exports to Korea and China rose.", "Die Exporte nach Indien und China stiegen.", [("Korea", "Indien")]),
    (EN_DE, "She was born in Tromsø in 1970.", "Sie wurde 1970 in Narvik geboren.", [("Tromsø", "Narvik")]),
    (EN_DE, "He left New York early.", "Er verließ Toronto früh.", [("New York", "Toronto")]),
    (("de", "en"), "Der Zug nach Spanien fährt.", "The train to Sweden leaves.", [("Spanien", "Sweden")]),
    (("fr", "de"), "Il habite en Suisse.", "Er wohnt in Norwegen.", [("Suisse", "Norwegen")]),
    (("es", "en"), "Vive en Perú con su hija.", "She lives in Canada with her daughter.", [("Perú", "Canada")]),
    (("de", "en"), "Sie fährt nach Tromsø.", "She goes to .", [("Tromsø", None)]),
    (("de", "en"), "Der Mann lachte.", "Then Marlow Whitlock laughed.", [(None, "Marlow Whitlock")]),
    (("zh", "en"), "总理访问了巴西。", "The premier visited Canada.", [("巴西", "Canada")]),
    (("zh", "en"), "佛州今天下雨。", "It rains in Ukraine today.", [("佛州", "Ukraine")]),
    (("zh", "en"), "他今天发表讲话。", "Putin spoke today.", [(None, "Putin")]),
    # other bodies, cities of one country, adjectives, the genitive, well-known people, capitals inside
    (EN_DE, "The United Nations agreed.", "Die OECD stimmte zu.", [("United Nations", "OECD")]),
    (EN_DE, "The fair in Munich opened.", "Die Messe in Hamburg begann.", [("Munich", "Hamburg")]),
    (EN_DE, "The Dutch cabinet fell.", "Das kanadische Kabinett stürzte.", [("Dutch", "kanadische")]),
    (EN_DE, "It is America's strength.", "Es ist die Stärke Frankreichs.", [("America", "Frankreichs")]),
    (EN_DE, "We recall the lessons of Keynes.", "Wir erinnern uns an Merkel.", [("Keynes", "Merkel")]),
    (EN_DE, "They sold Whitlock today.", "Heute wurde HagenBank verkauft.", [("Whitlock", "HagenBank")]),
    (EN_DE, "VIENNA – It rains.", "ROM – Es regnet.", [("VIENNA", "ROM")]),
]


def hits(pairs: Pairs, langs: tuple[str, str] = EN_DE) -> list[tuple[Segment, Hit]]:
    """The hits of the check, also for language pairs that it does not run on."""
    segments = [Segment(str(n), *pair, doc="d") for n, pair in enumerate(pairs, 1)]
    return list(module.name_mismatch.run(segments, Context(*langs)))


def findings(pairs: Pairs, langs: tuple[str, str] = EN_DE) -> list[Finding]:
    segments = [Segment(str(n), *pair, doc="d") for n, pair in enumerate(pairs, 1)]
    outcome = run([module.name_mismatch], segments, Context(*langs))
    assert outcome.problems == ()
    return list(outcome.findings)


def marked(pairs: Pairs, langs: tuple[str, str] = EN_DE) -> list[tuple[str | None, str | None]]:
    texts = [
        {span.side: segment.text(span.side)[span.start : span.end] for span in hit.spans}
        for segment, hit in hits(pairs, langs)
    ]
    return [(of_hit.get("source"), of_hit.get("target")) for of_hit in texts]


@pytest.mark.parametrize(("langs", "source", "target"), SILENT)
def test_silent(langs: tuple[str, str], source: str, target: str) -> None:
    assert marked([(source, target)], langs) == []


@pytest.mark.parametrize(("langs", "source", "target", "wrong"), WRONG)
def test_wrong(langs: tuple[str, str], source: str, target: str, wrong: list[tuple[str | None, str | None]]) -> None:
    assert marked([(source, target)], langs) == wrong


def test_the_document_shows_that_a_name_is_misspelt() -> None:
    pairs = [
        ("We asked Kejimura again.", "Wir fragten Kejimura noch einmal."),
        ("Then Mr. Kejimura left.", "Dann ging Herr Kejmura."),
    ]
    assert marked(pairs) == [("Kejimura", "Kejmura")]
    [finding] = findings(pairs)
    assert (finding.segment, finding.severity, finding.suggestion) == ("2", Severity.MINOR, "Kejimura")
    assert marked(pairs[1:]) == []


def test_a_name_that_the_document_spells_in_two_ways_is_marked() -> None:
    pairs = [
        ("Later Kovalchuk spoke.", "Später sprach Kowaltschuk."),
        ("Kovalchuk was late.", "Kowaltschuk kam zu spät."),
        ("They saw Kovalchuk.", "Sie sahen Kovaltzchuk."),
        ("It was Kovalchuk's son.", "Es war Kowaltschuks Sohn."),
    ]
    assert marked(pairs) == [("Kovalchuk", "Kovaltzchuk")]
    [finding] = findings(pairs)
    assert (finding.segment, finding.suggestion) == ("3", "Kowaltschuk")
    assert "elsewhere" in finding.message
    assert marked([pairs[0], pairs[2]]) == []


def test_a_name_that_the_document_has_elsewhere_is_not_invented() -> None:
    alone = [("Later she laughed.", "Später lachte Marlow Whitlock.")]
    assert marked(alone) == [(None, "Marlow Whitlock")]
    assert marked([("Ms. Marlow Whitlock came.", "Frau Marlow Whitlock kam."), *alone]) == []


def test_a_common_word_is_a_name_if_the_document_copies_it() -> None:
    swapped = ("Today Brown spoke.", "Heute sprach Whitlock.")
    copied = [("Yesterday Brown spoke.", "Gestern sprach Brown."), ("Then Brown left.", "Dann ging Brown.")]
    assert marked([*copied, swapped]) == [("Brown", "Whitlock")]


def test_severity() -> None:
    def severity_of(source: str, target: str, langs: tuple[str, str] = EN_DE) -> Severity:
        [finding] = findings([(source, target)], langs)
        return finding.severity

    assert severity_of("They met Jakub Hlinka today.", "Sie trafen heute Pavel Dostál.") is Severity.CRITICAL
    assert severity_of("Sales in Hawaii fell.", "Der Umsatz in Alaska sank.") is Severity.MAJOR
    assert severity_of("The flood reached Portugal.", "Die Flut kam an.") is Severity.MAJOR
    assert severity_of("The flood came.", "In Portugal kam die Flut.") is Severity.MAJOR
    assert severity_of("Then Kejimura laughed loudly.", "Dann wurde laut gelacht.") is Severity.MINOR
    assert severity_of("Sie fährt nach Tromsø.", "She goes to .", ("de", "en")) is Severity.MAJOR


def test_many_mismatches_are_one_finding() -> None:
    source = "Today Cuba, Peru, Chile, Kuwait, Laos and Mali object to it, as they often did before."
    target = "Heute waren sie dagegen, wie sie es früher schon oft gewesen sind."
    [finding] = findings([(source, target)])
    assert len(finding.marked) > module.MOST_FINDINGS


def test_an_omission_is_not_a_lost_name() -> None:
    assert findings([("He lives in Portugal.", "")]) == []


def test_pairs_that_were_not_measured_are_not_judged() -> None:
    outcome = run([module.name_mismatch], [Segment("1", "In Peru", "x")], Context("pl", "de"))
    [item] = outcome.items
    assert item.state == "not run"
    assert item.why is not None
    assert item.why.endswith("not on pl-de")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (
            "Dr. Marlow Whitlock met the Prime Minister of New Zealand on Monday.",
            "en",
            ["Marlow Whitlock", "New Zealand"],
        ),
        ("Der Rekordtorschütze Nováček spielt für die Nationalmannschaft.", "de", ["Nováček"]),
        ("Als Köchin mag sie das Essen in Norwegen.", "de", ["Norwegen"]),
        ("La sœur d'Ormont aime l'Espagne.", "fr", ["Ormont", "Espagne"]),
        ("日本と韓国", "ja", ["日本", "韓国"]),
    ],
)
def test_names(text: str, lang: str, expected: list[str]) -> None:
    assert [text[name.start : name.end] for name in names(read(text, lang))] == expected


def test_edits() -> None:
    pairs = [("", "ab"), ("brandt", "bradnt"), ("schmidt", "schmitt"), ("a", "a")]
    assert [edits(*pair) for pair in pairs] == [2, 1, 1, 0]
    assert likeness("putin", "putins") == 2
    assert likeness("smit", "smidt") == 1
    assert likeness("iohnson", "kameron") == 0


@given(st.text(), st.text(), st.sampled_from([EN_DE, ("de", "en"), ("zh", "en"), ("ru", "fr"), ("en", "ja")]))
def test_any_text_is_read(source: str, target: str, langs: tuple[str, str]) -> None:
    for mismatch in module.examine([(source, target)], *langs)[0]:
        for span, text in ((mismatch.source, source), (mismatch.target, target)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_a_long_list_of_names() -> None:
    def letters(number: int) -> str:
        return "".join("bdfgjkmpvx"[int(digit)] * 2 for digit in str(number))

    source = " ".join(f"meeting Xa{letters(n)}lori" for n in range(400))
    target = " ".join(f"trafen Zu{letters(n)}komi" for n in range(400))
    [mismatches] = module.examine([(source, target)], *EN_DE)
    assert len(mismatches) > module.MOST_FINDINGS


def test_a_single_name_is_lost_only_if_no_pronoun_or_other_word_answers_it() -> None:
    assert marked([("Then Kejimura laughed loudly.", "Dann wurde laut gelacht.")]) == [("Kejimura", None)]
    assert marked([("Then Kejimura laughed loudly.", "Dann lachte er laut.")]) == []
    source = "The firm of Kejimura, which is based in Osaka, has sold its ships to a bank in Norway, says a lawyer."
    target = "Die Firma des Reeders, die in Osaka sitzt, verkaufte ihre Schiffe nach Norwegen, sagt ein Anwalt."
    assert marked([(source, target)]) == []


def test_places_with_similar_names_are_different() -> None:
    assert marked([("Oil from Iran is cheap.", "Öl aus dem Irak ist billig.")]) == [("Iran", "Irak")]


def test_two_commas_as_opening_quotation_marks_are_no_hole() -> None:
    assert marked([("Then Kejimura laughed loudly.", "Dann lachte er ,,laut``.")]) == []
    assert marked([("Then Kejimura laughed loudly.", "Dann lachte er ,,laut.")]) == [("Kejimura", None)]
    assert marked([("Then Kejimura laughed loudly.", "Dann lachte er ,, laut.")]) == [("Kejimura", None)]


def test_german_names_of_people_match_their_place() -> None:
    assert marked([("They met a Syrian there.", "Sie trafen dort einen Syrer.")]) == []
    assert marked([("They met a Syrian there.", "Sie trafen dort eine Syrerin.")]) == []
    assert marked([("They met a Syrian there.", "Sie trafen dort einen Libyer.")]) == [("Syrian", "Libyer")]


def test_a_word_derived_from_a_place_may_be_in_the_place_of_a_lost_one() -> None:
    assert marked([("The Spanish coast burns.", "Die griechische Küste brennt.")]) == [("Spanish", "griechische")]
    assert marked([("Un fromage finlandais.", "A Mexican cheese.")], ("fr", "en")) == [("finlandais", "Mexican")]
    assert marked([("The coast burns.", "Die griechische Küste brennt.")]) == []


def test_a_run_of_capitals_is_split_at_common_words() -> None:
    found_names = names(read("He met the Portugal Deputy Prime Minister Whitlock there.", "en"))
    assert len(found_names) == 2


def test_a_sentence_full_of_names_is_no_headline() -> None:
    pair = "The chancellor met Kenan Oruç in London on Tuesday.", "Der Kanzler traf Pavel Dostál am Dienstag in London."
    assert [mismatch.kind for mismatch in examine([pair], "en", "de")[0]] == ["swap"]


def test_chinese_people_and_provinces_are_compared_by_pinyin() -> None:
    def kinds(source: str, target: str) -> list[str]:
        return [mismatch.kind for mismatch in examine([(source, target)], "zh", "en")[0]]

    assert kinds("张伟说他不知道。", "Li Qiang said he did not know.") == ["swap"]
    assert kinds("张伟说他不知道。", "Zhang Wei said he did not know.") == []
    assert kinds("他说他不知道。", "Li Qiang said he did not know.") == []
    assert kinds("湖北省下雨。", "It rains in Hunan.") == ["swap"]
    assert kinds("这里下雨。", "It rains in Hunan.") == []
