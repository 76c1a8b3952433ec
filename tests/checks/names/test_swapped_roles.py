"""Names of subject and object that changed places around a verb."""

from __future__ import annotations

import pytest

from mtqe.checks.names import finder, role_nouns, role_pronouns
from mtqe.checks.names.swapped_roles import actors, names_of, swaps


def _actors(source: str) -> list[str]:
    side = finder.read(source, "en")
    pair = actors(side, 0, len(source), names_of(side))
    return [token.text for token in pair or ()]


@pytest.mark.parametrize(
    "source",
    [
        "Mr Byrne accused Ms Nowak of theft.",
        "Niamh Byrne, the head of the school, has openly criticised Ms Nowak.",
        "Professor Byrne of Galway University praised Dr Nowak.",
        "Byrne beat Nowak in two sets.",
        "Mr Byrne later sued Ms Nowak for libel.",
        "Mr Byrne is now suing Ms Nowak for libel.",
    ],
)
def test_a_name_a_verb_and_a_name(source: str) -> None:
    assert _actors(source) == ["Byrne", "Nowak"]


@pytest.mark.parametrize(
    "source",
    [
        "Byrne married Nowak in spring.",  # as true from the other side
        "Byrne is marrying Nowak in spring.",
        "Byrne is facing Nowak in the final.",
        "Byrne was accused by Nowak.",
        "The day that Byrne arrived, Ms Nowak was ill.",
        "When Byrne called, the editor criticised Nowak.",
        "Byrne and her red Volvo left.",
        "They say Byrne accused Nowak.",
    ],
)
def test_other_sentences_have_no_actors(source: str) -> None:
    assert _actors(source) == []


@pytest.mark.parametrize(
    ("target", "lang", "swapped"),
    [
        ("Frau Nowak beschuldigte Herrn Byrne des Diebstahls.", "de", True),
        ("Herr Byrne beschuldigte Frau Nowak des Diebstahls.", "de", False),
        ("Frau Nowak wurde von Herrn Byrne beschuldigt.", "de", False),
        ("Den Nachbarn Nowak beschuldigte Byrne des Diebstahls.", "de", False),
        ("Gegen Frau Nowak erhob Herr Byrne Vorwürfe.", "de", False),
        ("Frau Nowak, so Herr Byrne, habe gestohlen.", "de", False),
        ("Mme Nowak a accusé M. Byrne de vol.", "fr", True),
        ("Mme Nowak est accusée de vol par M. Byrne.", "fr", False),
        ("La señora Nowak acusó a Byrne de robo.", "es", True),
        ("A Nowak la acusó Byrne de robo.", "es", False),
        ("Nowak ha accusato Byrne di furto.", "it", True),
        ("Nowak acusou Byrne de furto.", "pt", True),
        ("Nowak beschuldigde Byrne van diefstal.", "nl", True),
        ("Pani Nowak oskarżyła Byrne o kradzież.", "pl", True),
        ("Byrne’a oskarżyła Nowak o kradzież.", "pl", False),
        ("Nowak została oskarżona przez Byrne.", "pl", False),
        ("Nowak obvinila Byrne z krádeže.", "cs", True),
        ("Nowak byla obviněna Byrne z krádeže.", "cs", False),
        ("Más tarde, Nowak demandó a Byrne por difamación.", "es", True),
        ("Según Nowak, Byrne demandó por difamación.", "es", False),
        ("Nowak anklagade Byrne för stöld.", "sv", True),
        ("Nowak anklagas av Byrne för stöld.", "sv", False),
    ],
)
def test_the_order_of_the_translation_and_what_explains_it(target: str, lang: str, swapped: bool) -> None:
    found = list(swaps("Mr Byrne accused Ms Nowak of theft.", target, "en", lang))
    assert [[target[slice(*place)] for place in swap.target] for swap in found] == (
        [["Byrne", "Nowak"]] if swapped else []
    )


@pytest.mark.parametrize(
    ("target", "lang", "swapped"),
    [
        ("Nowak později Byrnea zažaloval pro pomluvu.", "cs", True),
        ("Byrne později Nowaka zažaloval pro pomluvu.", "cs", False),
        ("Nowak později Byrneovou zažaloval pro pomluvu.", "cs", True),
        ("Byrneová později Nowaka zažalovala pro pomluvu.", "cs", False),
        ("Nowak zarzucił Byrne’owi zniesławienie.", "pl", True),
        ("Nowakowi zarzucono zniesławienie, a Byrne je zarzuciła.", "pl", False),
        ("Nowak dostal od Byrnea žalobu pro pomluvu.", "cs", False),
        ("Nowak pozwał później Byrne’a o zniesławienie.", "pl", True),
        ("Według Nowak Byrne’a pozwano o zniesławienie.", "pl", False),
    ],
)
def test_the_ending_of_a_name_shows_that_it_is_the_object(target: str, lang: str, swapped: bool) -> None:
    assert len(list(swaps("Byrne sued Nowak.", target, "en", lang))) == swapped


def test_only_the_sentence_with_both_names_counts() -> None:
    source = "It rained. Byrne accused Nowak. Nowak left."
    assert list(swaps(source, "Es regnete. Nowak beschuldigte Byrne. Nowak ging.", "en", "de"))
    assert not list(swaps(source, "Es regnete. Byrne beschuldigte Nowak. Nowak ging.", "en", "de"))


@pytest.mark.parametrize(
    ("target", "lang", "swapped"),
    [
        ("Kramer, Delgado’yu eleştirdi.", "tr", False),
        ("Delgado, Kramer’ı eleştirdi.", "tr", True),
        ("Delgado, Kramer tarafından eleştirildi.", "tr", False),
        ("クレーマー博士はデルガド教授を批判した。", "ja", False),
        ("デルガド教授はクレーマー博士を批判した。", "ja", True),
        ("クレーマー博士はデルガド教授から批判された。", "ja", True),
        ("デルガド教授はクレーマー博士から批判された。", "ja", False),
        ("크레이머 박사는 델가도 교수를 비판했다.", "ko", False),
        ("델가도 교수는 크레이머 박사를 비판했다.", "ko", True),
        ("क्रेमर ने डेलगाडो की आलोचना की।", "hi", False),
        ("डेलगाडो ने क्रेमर की आलोचना की।", "hi", True),
        ("क्रेमर ने डेलगाडो पर आरोप लगाया।", "hi", False),
        ("डेलगाडो ने क्रेमर पर आरोप लगाया।", "hi", True),
        ("クレーマー博士はデルガド教授について批判した。", "ja", False),
        ("デルガド教授はクレーマー博士について批判した。", "ja", True),
    ],
)
def test_particles_and_endings_of_the_translation(target: str, lang: str, swapped: bool) -> None:
    assert bool(list(swaps("Dr Kramer criticised Professor Delgado.", target, "en", lang))) is swapped


def test_the_names_of_a_text_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    found = finder.names
    monkeypatch.setattr(finder, "names", lambda side, known: asked.append(side) or found(side, known))
    (swap,) = swaps("The ferry left. Byrne praised Nowak.", "Die Fähre fuhr ab. Nowak lobte Byrne.", "en", "de")
    assert [token.text for token in swap.source] == ["Byrne", "Nowak"]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("target", "lang", "swapped"),
    [
        ("Byrne wurde von Frau Nowak des Diebstahls beschuldigt.", "de", True),
        ("Frau Nowak wurde von Byrne des Diebstahls beschuldigt.", "de", False),
        ("Byrne a été accusé de vol par Nowak.", "fr", True),
        ("Byrne recibió las críticas de Nowak.", "es", True),
        ("Byrne critica los planes de Nowak.", "es", False),
        ("Byrne è stato accusato di furto da Nowak.", "it", True),
        ("Byrne foi acusado de roubo por Nowak.", "pt", True),
        ("Byrne werd door Nowak van diefstal beschuldigd.", "nl", True),
        ("Byrne anklagades av Nowak för stöld.", "sv", True),
        ("Byrne został oskarżony przez Nowak.", "pl", True),
        ("Byrne, Nowak tarafından hırsızlıkla suçlandı.", "tr", True),
    ],
)
def test_the_one_who_acts_as_the_subject_of_a_passive(target: str, lang: str, swapped: bool) -> None:
    found = list(swaps("Mr Byrne accused Ms Nowak of theft.", target, "en", lang))
    assert [[target[slice(*place)] for place in swap.target] for swap in found] == (
        [["Byrne", "Nowak"]] if swapped else []
    )


@pytest.mark.parametrize(
    ("target", "lang", "swapped"),
    [
        ("卡洛指责雷纳德盗窃。", "zh", True),
        ("雷纳德指责卡洛盗窃。", "zh", False),
        ("卡洛被雷纳德指控盗窃。", "zh", False),
        ("اتهم كالو رينارد بالسرقة.", "ar", True),
        ("اتهم رينارد كالو بالسرقة.", "ar", False),
    ],
)
def test_the_order_of_names_in_another_script(target: str, lang: str, swapped: bool) -> None:
    assert bool(list(swaps("Mr Rennard accused Ms Callow of theft.", target, "en", lang))) is swapped


@pytest.mark.parametrize(
    ("target", "lang", "marked"),
    [
        ("Der Lastwagen rammte den Bus im Morgengrauen.", "de", []),
        ("Der Bus rammte den Lastwagen im Morgengrauen.", "de", ["Lastwagen", "Bus"]),
        ("Den Bus rammte der Lastwagen.", "de", []),
        ("Der Bus wurde vom Lastwagen gerammt.", "de", []),
        ("Der Lastwagen wurde vom Bus gerammt.", "de", ["Lastwagen", "Bus"]),
        ("Le bus a percuté le camion à l’aube.", "fr", ["camion", "bus"]),
        ("El autobús chocó contra el camión.", "es", []),
        ("夜明けにバスがトラックをはねた。", "ja", ["トラック", "バス"]),
        ("夜明けにトラックがバスをはねた。", "ja", []),
        ("버스가 트럭을 들이받았다.", "ko", ["트럭을", "버스가"]),
    ],
)
def test_nouns_that_changed_places(target: str, lang: str, marked: list[str]) -> None:
    found = list(role_nouns.swapped("The lorry hit the bus at dawn.", target, "en", lang))
    assert [target[slice(*place)] for swap in found for place in swap.target] == marked


@pytest.mark.parametrize(
    "source", ["The lorry and the bus stopped.", "The lorry hit the bus driver.", "A lorry met a bus."]
)
def test_nouns_of_other_sentences(source: str) -> None:
    assert not list(role_nouns.swapped(source, "Der Bus rammte den Lastwagen.", "en", "de"))


@pytest.mark.parametrize(
    ("source", "target", "lang", "gained"),
    [
        ("He asked her for a loan.", "Zij vroeg hem om een lening.", "nl", ["hem"]),
        ("He asked her for a loan.", "Hij vroeg haar om een lening.", "nl", []),
        ("He went to her house and asked her for a loan.", "Hij ging naar haar huis en zij vroeg hem.", "nl", ["hem"]),
        ("He went to her house and asked her for a loan.", "Hij ging naar haar huis en vroeg haar dat.", "nl", []),
        ("He asked her about it.", "Zij vroeg hem ernaar.", "nl", []),
        ("She pulled him out.", "Han drog henne ut.", "sv", ["henne"]),
        ("He asked her for a loan.", "Она попросила у него денег.", "ru", ["него"]),
        ("He took her coat.", "Она взяла у него пальто.", "ru", []),
    ],
)
def test_a_pronoun_of_the_other_sex(source: str, target: str, lang: str, gained: list[str]) -> None:
    found = role_pronouns.exchanged(source, target, "en", lang)
    assert [target[slice(*place)] for _, place in found] == gained
