"""Free but good translations of news: what checks must not report at major, beside errors that they must."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.meaning import detached_translation, harmless_changes
from mtqe.checks.negation import directions
from mtqe.checks.numbers import kept_order, swaps
from mtqe.checks.shared import moved_words, said_nearby
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def grave(check: str, pairs: list[tuple[str, str]], lang: str = "de") -> list[tuple[str, ...]]:
    """What a check marks at major or critical."""
    segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs)]
    outcome = runner.run([check_table.checks()[check]], segments, Context("en", lang))
    assert not outcome.problems
    return [one.marked for one in outcome.findings if one.severity in (Severity.MAJOR, Severity.CRITICAL)]


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("The café Milltown on the Quay opens.", "Kavárna v Milltownu on the Quay se otevírá.", "cs", ""),
        ("The café Milltown on the Wharf opens.", "Kahvila Milltown on the Wharfissa avataan.", "fi", ""),
        ("Shops such as Brants and Tillers closed.", "Obchody Brantsů and Tillersů zavřely.", "cs", "and"),
        ("A shop, the Fisherman, closed.", "Ein Laden, the Fisherman, schloss.", "de", ""),
        ("A shop, the “Old Fisherman’s” Club, closed.", "Ein Laden, the Old Fishermanʼs Club, schloss.", "de", ""),
        ("A shop, the old one, closed.", "Ein Laden, the alte, schloss.", "de", "the"),
        ("He left the Ferry and Harbour Office.", "Ha lasciato l'Ferry and Harbour Office.", "it", ""),
        ("He left the agency and the office.", "Ha lasciato l'Agenzia and l'ufficio.", "it", "and"),
        ("She won on the back nine.", "Zij won op de back nine.", "nl", ""),
        ("She won on the last nine.", "Zij won op de laatste nine.", "nl", "nine"),
    ],
)
def test_words_inside_a_name_stay(source: str, target: str, lang: str, marked: str) -> None:
    assert grave("ART106", [(source, target)], lang) == ([(marked,)] if marked else [])


def test_a_headline_may_become_much_longer() -> None:
    target = (
        "Fischer protestieren gegen die neue Hafengebühr und blockieren deswegen den ganzen Tag die Einfahrt zum Hafen "
        "mit ihren Booten und Netzen"
    )
    source = "Harbour fee: fishermen block the port entrance in protest today"
    assert grave("ACC108", [(source, target)]) == []
    longer = f"{target} und mit vielen Kuttern aus dem ganzen Norden."
    assert grave("ACC108", [(f"{source}.", longer)]) == [(longer,)]


def test_corner_marks_may_close_in_a_later_segment() -> None:
    source = "“We lived through one of the best moments of our lives in that small harbour last year."
    target = "「昨年が最高でした。"
    end = ("My parents cried with joy on that day,” he said.", "あの日、両親は喜びのあまり泣きました」と彼は語った。")
    assert grave("MRK101", [(source, target), end], "ja") == []
    whole = "The mayor spoke of a “gift of the old families to all people who live here” and closed the small harbour."
    assert grave("MRK101", [(whole, "市長は「贈り物と語った。")], "ja") == [("「",)]


def said(side: str, marked: str, before: tuple[str, str], here: tuple[str, str]) -> Severity | None:
    """The severity of a finding at major after the sentence before was looked at."""
    segments = [Segment("0", *before), Segment("1", *here)]
    start = here[side == "target"].index(marked)
    hit = Hit("", (Span("target" if side == "target" else "source", start, start + len(marked)),), Severity.MAJOR)
    ((_, judged),) = said_nearby.said_as_minor([(segments[1], hit)], segments, Context("en", "de"))
    return judged.severity


def test_words_that_the_sentence_before_has_may_become_a_pronoun() -> None:
    before = ("The harbour rally of Nora Lund begins at seven.", "Die Kundgebung von Nora Lund beginnt um sieben.")
    here = ("You can watch the rally of Nora Lund online.", "Sie können sie online verfolgen.")
    assert said("source", "rally of Nora Lund", before, here) is Severity.MINOR
    assert said("source", "watch the rally", before, here) is Severity.MAJOR
    added = ("She told the crowd.", "Nora Lund sagte es der Menge.")
    assert said("target", "Nora Lund", before, added) is Severity.MAJOR, "it may be another person"
    figure = ("The 7 clubs of Nora Lund came.", "Sie kamen.")
    assert said("source", "7", ("The 7 rallies", "Die 7 Reden"), figure) is Severity.MAJOR, "a figure is never repeated"


def test_a_clause_that_moved_into_the_next_sentence_is_not_lost() -> None:
    sentences = [
        ("“We shall build the bridge again,” she told the angry fishermen.", "„Wir werden die Brücke wieder bauen.“"),
        ("“The work begins in May.”", "Den wütenden Fischern sagte sie: „Die Arbeiten beginnen im Mai.“"),
    ]
    segments = [Segment(str(number), *pair) for number, pair in enumerate(sentences)]
    start = sentences[0][0].index("she told")
    hit = Hit("", (Span("source", start, len(sentences[0][0])),), Severity.MAJOR)
    context = Context("en", "de")
    ((_, judged),) = moved_words.moved_as_minor([(segments[0], hit)], segments, context)
    assert judged.severity is Severity.MINOR
    other = Segment("1", "“The work begins in May.”", "„Die Arbeiten beginnen im Mai.“")
    ((_, judged),) = moved_words.moved_as_minor([(segments[0], hit)], [segments[0], other], context)
    assert judged.severity is Severity.MAJOR


def test_who_spoke_may_stand_at_the_other_end_of_a_quotation() -> None:
    sentences = [
        ("“They locked the gate.", "Wie die Küstenpost berichtet, sagte Lund: „Sie haben das Tor versperrt."),
        ("They took my boat.", "Sie nahmen mein Boot."),
        ("And they laughed,” Lund said, according to the Küstenpost.", "Und sie lachten.“"),
    ]
    here = sentences[2][0]
    hit = Hit("", (Span("source", here.index("Lund"), len(here) - 1),), Severity.MAJOR)
    context = Context("en", "de")

    def judged(pairs: list[tuple[str, str]]) -> Severity | None:
        segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs)]
        ((_, judged),) = moved_words.moved_as_minor([(segments[2], hit)], segments, context)
        return judged.severity

    assert judged(sentences) is Severity.MINOR
    lost = [(sentences[0][0], "„Sie haben das Tor versperrt."), *sentences[1:]]
    assert judged(lost) is Severity.MAJOR
    unquoted = [(sentences[0][0], sentences[0][1].replace("„", "")), *sentences[1:]]
    assert judged(unquoted) is Severity.MAJOR, "the words belong to no quotation"


def test_a_prefix_that_the_lemma_lacks_is_read() -> None:
    assert (
        grave("ACC113", [("Independent shops fear the new tax.", "Nezávislé obchody se bojí nové daně.")], "cs") == []
    )
    dependent = ("The town became dependent on the mine.", "Město se stalo nezávislé na dole.")
    assert grave("ACC113", [dependent], "cs") == [("dependent", "nezávislé")]


def test_a_sentence_in_a_third_language_may_be_explained() -> None:
    free = "Es musste eben sein, wie die alten Fischer in Frankreich gerne sagen."
    assert grave("ACC111", [("C'est comme ça depuis toujours ici.", free)]) == []
    assert grave("ACC111", [("It had to be that way.", free)]) != []


@pytest.mark.parametrize(
    ("chance", "nearer", "severity"),
    [
        (0.99, -0.1, Severity.CRITICAL),
        (0.95, None, Severity.MAJOR),
        (0.95, 0.0, Severity.MAJOR),
        (0.95, -0.05, Severity.MINOR),  # clearly nearer to its own source: a free translation
        (0.8, None, Severity.MINOR),
        (0.8, 0.0, Severity.MINOR),
        (0.8, 0.05, Severity.MAJOR),  # clearly nearer to a source beside its own: a line that slipped
    ],
)
def test_a_sentence_may_be_written_anew(chance: float, nearer: float | None, severity: Severity) -> None:
    segment = Segment("0", "It did not go well there for the old fishermen.", "so mussten die Fischer den Hafen räumen")
    assert detached_translation._severity(segment, chance, nearer, (), Context("en", "de")) == severity


def test_a_slipped_line_is_nearer_to_the_source_beside_it() -> None:
    sources = "The baker sold bread at the harbour.", "The school closed in the winter."
    targets = "Die Schule schloss im Winter.", "Die Schule schloss im Winter."
    lines = [Segment(str(n), *pair) for n, pair in enumerate(zip(sources, targets, strict=True))]
    slipped, right = (detached_translation._beside(lines, place, Context("en", "de")) for place in (0, 1))
    assert slipped is not None and right is not None and slipped > detached_translation.BESIDE and right < 0


@pytest.mark.parametrize(
    ("target", "marked"),
    [
        ("Das Urteil erging binnen zwei Monaten.", ()),
        ("Das Urteil erging binnen drei Monaten.", ("60", "drei")),
        ("Das Urteil erging binnen zwei Wochen.", ("60", "zwei")),
    ],
)
def test_days_may_be_months(target: str, marked: tuple[str, ...]) -> None:
    assert grave("ACC101", [("The ruling came within 60 days.", target)]) == ([marked] if marked else [])


def test_how_long_it_is_may_be_said_as_what_did_not_happen() -> None:
    source = "It has been twenty years since the club won a cup."
    assert grave("ACC112", [(source, "Klubben har inte vunnit en cup på tjugo år.")], "sv") == []
    assert grave("ACC112", [("The club has won a cup in May.", "Klubben har inte vunnit en cup i maj.")], "sv")


def test_a_japanese_sentence_may_lack_its_full_stop() -> None:
    source = (
        "The old baker writes the songs for the popular evening programme of the harbour town, in which he also sings "
        "with his long-time friend, the fisherman."
    )
    start = "老いたパン屋は港町で人気のある夕方の番組のために歌を書き、長年の友人である漁師と共に自らも"
    assert grave("ART105", [(source, f"{start}歌っている")], "ja") == []
    assert grave("ART105", [(source, f"{start}歌う漁師の")], "ja")


def test_a_quotation_mark_in_place_of_an_apostrophe_breaks_no_word() -> None:
    source = "The “secret weapon” of the baker is sleep."
    assert grave("ART112", [(source, "Il sonno è l”arma segreta” del panettiere.")], "it") == []
    assert grave("ART112", [(source, "Il sonno è l arma segreta del panettiere.")], "it") == [("l",)]


def test_a_superlative_of_its_own_is_not_the_comparative() -> None:
    assert not list(directions.reversals("At least we can play.", "Es geht um nichts mehr.", "en", "de"))
    assert list(directions.reversals("We play less.", "Wir spielen mehr.", "en", "de"))


def test_a_name_nearer_to_the_place_explains_the_lost_one() -> None:
    pairs = [
        ("Bolivia sued Chile in the Netherlands.", "Boliwia pozwała Chile w Holandii."),
        (
            "The Netherlands-based court has no power to award Chilean territory.",
            "Trybunał z siedzibą w Hadze nie ma uprawnień do przyznania Boliwii terytorium Chile.",
        ),
    ]
    assert grave("ACC114", pairs, "pl") == []
    swapped = [pairs[0], ("The Netherlands awarded no territory.", "Boliwia nie przyznała terytorium.")]
    assert grave("ACC114", swapped, "pl") == [("Netherlands", "Boliwia")]


def test_the_conditional_of_reports_is_a_hedge() -> None:
    source = "The baker is reportedly also selling old bread to the schools of the town."
    assert grave("ACC124", [(source, "Le boulanger vendrait aussi du vieux pain aux écoles de la ville.")], "fr") == []
    assert grave("ACC124", [(source, "Le boulanger vend aussi du vieux pain aux écoles de la ville.")], "fr")


@pytest.mark.parametrize(
    ("target", "marked"),
    [
        ("Am Sonntag werden bis zu 30 Grad erwartet.", ()),
        ("Am Sonntag werden bis zu 15 Grad erwartet.", ("80", "15")),
    ],
)
def test_decades_of_degrees(target: str, marked: tuple[str, ...]) -> None:
    assert grave("ACC101", [("Highs will be in the 80s on Sunday.", target)]) == ([marked] if marked else [])


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("The fire may last for days.", "Das Feuer dauert tagelang.", "de", ("may",)),
        ("It will show how long the fire may last.", "Es wird zeigen, wie lange das Feuer dauert.", "de", ()),
        ("The baker has reportedly bought the mill.", "De bakker zou de molen hebben gekocht.", "nl", ()),
        ("The baker has reportedly bought the mill.", "De bakker heeft de molen gekocht.", "nl", ("reportedly",)),
        ("Nearly 300 people came to the mill.", "300 Menschen kamen zur Mühle.", "de", ()),
        (
            "The baker has yet to buy the mill.",
            "Der Bäcker hat die Mühle schon gekauft.",
            "de",
            ("has", "yet", "to", "schon"),
        ),
        ("The baker has yet to buy the mill.", "Le boulanger a acheté le moulin.", "fr", ("has", "yet", "to")),
        ("The baker has yet to buy the mill.", "Пекарь пока не купил мельницу.", "ru", ()),
        ("The baker allegedly left the mill.", "제빵사가 방앗간을 떠났다.", "ko", ("allegedly",)),
    ],
)
def test_hedges_that_readers_miss(source: str, target: str, lang: str, marked: tuple[str, ...]) -> None:
    found = [mark for check in ("ACC124", "ACC131") for mark in grave(check, [(source, target)], lang)]
    assert found == ([marked] if marked else [])


@pytest.mark.parametrize(
    ("target", "lang", "marked"),
    [
        ("Das Boot kostete letztes Jahr 3.400 Euro.", "de", []),
        ("Das Boot kostete letztes Jahr 34.000 Euro.", "de", [("3,000", "34.000")]),
        ("Das Boot kostete letztes Jahr 4.000 Pfund.", "de", [("3,000", "4.000")]),
        ("Člun stál loni 3000 liber (asi 90 000 korun).", "cs", []),
        ("Člun stál loni 3000 liber a 900 000 korun.", "cs", [("900 000",)]),
        ("その船は去年43万円だった。", "ja", []),
        ("その船は去年430万円だった。", "ja", [("3,000", "430万")]),
    ],
)
def test_a_sum_may_be_given_in_the_money_of_the_readers(target: str, lang: str, marked: list[tuple[str, ...]]) -> None:
    assert grave("ACC101", [("The boat cost £3,000 last year.", target)], lang) == marked


def test_the_same_figure_in_another_currency_is_no_conversion() -> None:
    pair = ("The boat cost £3,000 last year.", "Das Boot kostete letztes Jahr 3.000 Euro.")
    assert grave("ACC115", [pair]) == [("£3,000", "3.000 Euro")]


def test_what_did_not_happen_since_a_year_was_last_then() -> None:
    source = "The two towns have not shared a ferry since 1962."
    assert grave("ACC112", [(source, "Die letzte gemeinsame Fähre der Städte fuhr 1962.")]) == []
    built = "The two towns have not built a ferry since 1962."
    assert grave("ACC112", [(built, "Die zwei Städte haben seit 1962 eine Fähre gebaut.")]) == [("not",)]


@pytest.mark.parametrize(
    ("source", "target", "lang", "is_reply"),
    [
        ("Il faut bien le faire.", "Không thể có lựa chọn nào khác.", "vi", False),
        ("It has to be done.", "Không thể có lựa chọn nào khác.", "vi", True),
        (
            'He gave me one cup and that was it," the baker told the paper.',
            "我只拿过亚军，就再也没有突破了。”",
            "zh",
            False,
        ),
        (
            'He gave me one cup and that was it," the baker told the paper.',
            "我只拿过亚军，就再也没有突破了。",
            "zh",
            True,
        ),
    ],
)
def test_what_somebody_says_is_no_reply_of_a_model(source: str, target: str, lang: str, is_reply: bool) -> None:
    assert bool(grave("ART116", [(source, target)], lang)) is is_reply


def test_a_past_participle_of_both_sides_of_a_fight_names_neither() -> None:
    won = ("They went on to beat the champions.", "Sie hatten die Meister geschlagen.")
    assert grave("ACC113", [won]) == []
    lost = ("They went on to beat the champions.", "Sie verloren gegen die Meister.")
    assert grave("ACC113", [lost]) == [("beat", "verloren")]


@pytest.mark.parametrize(
    ("target", "lang", "marked"),
    [
        ("Quatre jeunes gens (âgés de 17, 18 et 20 ans) ont été arrêtés près du port.", "fr", []),
        ("Cinq jeunes gens (âgés de 17, 18 et 20 ans) ont été arrêtés près du port.", "fr", [("two", "Cinq")]),
        ("Возле порта были арестованы четверо подозреваемых в возрасте 17, 18 и 20 лет.", "ru", []),
        ("Возле порта были арестованы четверо подозреваемых в возрасте 17, 19 и 20 лет.", "ru", [("18", "19")]),
    ],
)
def test_people_counted_by_age_may_be_counted_together(target: str, lang: str, marked: list[tuple[str, ...]]) -> None:
    source = "A 17-year-old, two 18-year-olds and a 20-year-old man were arrested near the harbour."
    assert grave("ACC101", [(source, target)], lang) == marked


@pytest.mark.parametrize(
    ("target", "lang", "marked"),
    [
        ("Sen voi kuulla radiosta sunnuntaina 30.9 illalla.", "fi", []),
        ("Sen voi kuulla radiosta sunnuntaina 30.8 illalla.", "fi", [("30", "30.8")]),
        ("Das läuft am 3.9 im Radio.", "de", [("30", "3.9")]),
    ],
)
def test_a_date_in_figures_may_lack_its_last_stop(target: str, lang: str, marked: list[tuple[str, ...]]) -> None:
    assert grave("ACC101", [("You can hear it on Sunday, 30 September, on the radio.", target)], lang) == marked


def test_an_age_may_stand_before_the_name() -> None:
    source = (
        "Speaking in a video to his 142 million followers hours after the claims were reported, Olsen, 33, called the "
        "reports fake."
    )
    target = (
        "A 33 éves Olsen a vádak után néhány órával egy videóban azt közölte 142 milliós rajongótáborával, hogy a hír "
        "hazugság."
    )
    pairs = swaps.matched(source, target, ("en", "hu"))
    assert kept_order.is_age_in_other_order(*pairs, (source, target), ("en", "hu"))
    swapped = target.replace("33 éves", "x").replace("142 milliós", "33 milliós").replace("x", "142 éves")
    pairs = swaps.matched(source.replace("142 million", "142"), swapped.replace("33 milliós", "33"), ("en", "hu"))
    assert not kept_order.is_age_in_other_order(*pairs, (source.replace(" million", ""), swapped), ("en", "hu"))


def test_a_neutral_word_for_what_is_alleged_is_no_fact() -> None:
    source = "He was about to leave at the time of the alleged assault, and this summer moved to the new club."
    assert (
        grave(
            "ACC124",
            [(source, "Era sul punto di partire al tempo dell'accaduto e quest'estate passò al nuovo club.")],
            "it",
        )
        == []
    )
    assert grave(
        "ACC124",
        [(source, "Era sul punto di partire al tempo dell'aggressione e quest'estate passò al nuovo club.")],
        "it",
    ) == [("alleged",)]


def test_words_of_a_fixed_phrase_are_no_opposites_and_no_nouns() -> None:
    straw = "Die neue Gebühr war für die Fischer der erste Tropfen, der das Fass zum Überlaufen brachte."
    assert grave("ACC113", [("The new fee was the last straw for the fishermen.", straw)]) == []
    assert grave("ACC113", [("The new fee was the last for the fishermen.", straw)]) == [("last", "erste")]
    kitchen = "Der Bürgermeister ist seit Mai in Teufels Küche."
    assert grave("ACC130", [("The mayor has been in hot water since May.", kitchen)]) == []


def test_where_and_how_may_go_with_words_that_were_said() -> None:
    before = ("The harbour rally of Nora Lund begins at seven.", "Die Kundgebung von Nora Lund beginnt um sieben.")
    here = ("You can watch Nora Lund's harbour rally online below.", "Sie können sie online verfolgen.")
    assert said("source", "Nora Lund's harbour rally online below", before, here) is Severity.MINOR
    here = ("You can watch Nora Lund's rally with Ida Berg.", "Sie können sie verfolgen.")
    assert said("source", "Nora Lund's rally with Ida Berg", before, here) is Severity.MAJOR, "a name is new"


@pytest.mark.parametrize(
    ("marked", "severity"),
    [
        ("more of a reflection", Severity.MINOR),
        ("a reflection of our fears", Severity.MAJOR),
        ("in Bergen", Severity.MAJOR),
        ("in 2012", Severity.MAJOR),
        ("six clubs", Severity.MAJOR),
        ("not a reflection", Severity.MAJOR),
    ],
)
def test_one_plain_word_is_a_minor_omission(marked: str, severity: Severity) -> None:
    segment = Segment("0", f"The song is {marked}.", "Das Lied zeigt es.")
    start = segment.source.index(marked)
    hit = Hit("", (Span("source", start, start + len(marked)),), Severity.MAJOR)
    ((_, judged),) = harmless_changes.one_word_as_minor([(segment, hit)], Context("en", "de"))
    assert judged.severity is severity


def test_england_may_stand_for_britain() -> None:
    assert grave("ACC114", [("The mayor is in Britain now.", "Belediye başkanı şimdi İngiltere'de.")], "tr") == []


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("0430 harbour time.", "港時間4時30分。", "ja", []),
        ("It left at 1745 hours.", "Es fuhr um 17.45 Uhr ab.", "de", []),
        ("It left at 1745 hours.", "Es fuhr um 17.54 Uhr ab.", "de", [("54",)]),
        ("The 1745 boats left.", "Die 17,45 Boote fuhren ab.", "de", [("1745", "17,45")]),
    ],
)
def test_a_time_may_be_written_without_a_mark(
    source: str, target: str, lang: str, marked: list[tuple[str, ...]]
) -> None:
    assert grave("ACC101", [(source, target)], lang) == marked


def test_what_came_before_anybody_could_act_is_no_possibility() -> None:
    target = "答えようとするとドアが開き、二人のパン屋が飛び出してきた。"
    assert (
        grave("ACC131", [("Before he could answer, the door opened and two bakers hurried out.", target)], "ja") == []
    )
    assert grave("ACC131", [("He could answer the door and two bakers hurried out.", target)], "ja") == [("could",)]


def test_an_added_sentence_may_have_the_words_that_its_neighbour_lacks() -> None:
    lost = ", because its roof had begun to leak badly last winter"
    source = f"The council closed the old swimming pool{lost}."
    here = Segment("0", source, "Der Rat schloss das alte Schwimmbad.")
    start = source.index(lost)
    hit = Hit("", (Span("source", start, start + len(lost)),), Severity.MAJOR)
    for added, severity in (
        ("Das Dach war im letzten Winter undicht geworden.", Severity.MINOR),
        ("Die Kinder bekamen kostenlos ein großes Eis.", Severity.MAJOR),
    ):
        segments = [here, Segment("1", "", added)]
        ((_, judged),) = moved_words.moved_as_minor([(here, hit)], segments, Context("en", "de"))
        assert judged.severity is severity


def test_a_weekday_may_be_given_as_a_date() -> None:
    target = "Dans un article publié le 29 septembre, le boulanger parle au journal."
    weekday = "The baker told the paper for an article published Saturday that he would not forget it in November."
    later = f"{target[:-1]} et ne l'oubliera pas en novembre."
    assert grave("ACC101", [(weekday, later)], "fr") == []
    assert grave("ACC116", [("The baker told the paper for an article published Saturday.", target)], "fr") == []
    undated = "The baker told the paper for an article published in the town."
    assert grave("ACC101", [(undated, target)], "fr") == [("29",)]
    dated = "The baker told the paper for an article published Saturday, 28 September."
    assert grave("ACC101", [(dated, target)], "fr") == [("28", "29")]


def test_a_number_that_is_a_name_may_be_said_by_another_name() -> None:
    source = "Even serious brands like 007 now offer jokes."
    target = "A humor fölöslegesnek is hat, hiszen az olyan komoly filmek, mint a James Bond is viccesek."
    assert grave("ACC101", [(source, target)], "hu") == []
    assert grave("ACC101", [(source, "Selbst ernste Marken wie 008 machen jetzt Witze.")]) == [("007", "008")]
