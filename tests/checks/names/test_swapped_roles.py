"""Names of subject and object that changed places around a verb."""

from __future__ import annotations

import pytest

from mtqe.checks.names import finder
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
    ],
)
def test_a_name_a_verb_and_a_name(source: str) -> None:
    assert _actors(source) == ["Byrne", "Nowak"]


@pytest.mark.parametrize(
    "source",
    [
        "Byrne married Nowak in spring.",  # as true from the other side
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
        ("Nowak anklagade Byrne för stöld.", "sv", True),
        ("Nowak anklagas av Byrne för stöld.", "sv", False),
    ],
)
def test_the_order_of_the_translation_and_what_explains_it(target: str, lang: str, swapped: bool) -> None:
    found = list(swaps("Mr Byrne accused Ms Nowak of theft.", target, "en", lang))
    assert [[target[slice(*place)] for place in swap.target] for swap in found] == (
        [["Byrne", "Nowak"]] if swapped else []
    )


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
