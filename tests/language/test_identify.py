"""The language identifier: leads, languages under another tag, foreign text and copies."""

from __future__ import annotations

import pytest

from mtqe.language import identify, words


@pytest.mark.parametrize(
    ("text", "lang", "over"),
    [
        ("the harbour authority", "en", "de"),
        ("die Hafenbehörde der Stadt", "de", "en"),
        ("les autorités du port", "fr", "en"),
        ("портовые власти", "ru", "en"),
        ("港务局", "zh", "en"),
    ],
)
def test_lead(text: str, lang: str, over: str) -> None:
    assert identify.lead(text, lang, over) > 0.2
    assert identify.lead(text, over, lang) == -identify.lead(text, lang, over)


def test_numbers_say_nothing() -> None:
    assert identify.lead("12 345", "en", "de") == 0.0
    assert identify.best("12 345 …", "de") == ("", 0.0)


def test_best_is_silent_on_the_right_language() -> None:
    assert identify.best("Die Fähre fährt heute wegen des Sturms nicht.", "de") == ("", 0.0)
    found, ahead = identify.best("The ferry does not run today because of the storm.", "de")
    assert found == "en" and ahead > 0.2


def test_languages_under_another_name() -> None:
    assert identify.best("Fergen går ikke i dag på grunn av stormen og bølgene.", "nb") == ("", 0.0)
    assert identify.best("Trajekt danas ne vozi zbog jake bure i velikih valova.", "sr") == ("", 0.0)
    assert identify.best("Feri hari ini tidak berlayar karena badai dan ombak besar.", "id") == ("", 0.0)
    assert identify.same("id", "ms")


@pytest.mark.parametrize(
    ("source", "target", "lang", "found"),
    [
        ("The ferry is late.", "Die Fähre hat wegen des Sturms Verspätung.", "de", ""),
        ("The ferry is late.", "Le ferry a du retard à cause de la tempête.", "de", "fr"),
        ("The ferry is late.", "Le ferry", "de", ""),
        ("Maria van der Berg met Jan de Vries.", "Maria van der Berg traf Jan de Vries.", "de", ""),
        ("“Il faut cultiver notre jardin,” he said.", "„Il faut cultiver notre jardin“, sagte er.", "de", ""),
        ("See https://example.org/the/long/road/to/the/sea", "https://example.org/the/long/road/to/the/sea", "de", ""),
    ],
)
def test_foreign(source: str, target: str, lang: str, found: str) -> None:
    assert identify.foreign(source, target, lang) == found


@pytest.mark.parametrize(
    ("text", "langs", "copy"),
    [
        ("Nobody was hurt when the storm hit.", ("en", "de"), True),
        ("The Tale of the Golden Fox", ("en", "de"), False),
        ("Maria van der Berg, Rotterdam", ("en", "de"), False),
        ("12 345 678 901", ("en", "de"), False),
        ("copy -r the/old/folder here", ("en", "de"), False),
        ("Nobody was hurt -not one.", ("en", "de"), True),
        ("桥梁于周一关闭。", ("zh", "en"), True),
        ("Nobody was hurt when the storm hit.", ("en", "ga"), True),
    ],
)
def test_is_copy_of_itself(text: str, langs: tuple[str, str], copy: bool) -> None:
    found = words.words(words.masked(text))
    assert identify.is_copy(found, found, text, *langs) == copy


def test_what_needs_no_translation_is_kept() -> None:
    for text in ("12:30", "www.example.org", "#day1 @me", "{name}: %d", "…", "100\u00a0%"):
        assert identify.is_kept(text, f" {text}\n")
    for source, target in (("Berlin", "Berlin"), ("12", "21"), ("2 kg", "2 kg"), ("42", "")):
        assert not identify.is_kept(source, target)


def test_a_quotation_may_be_kept() -> None:
    source = words.words("He sang “where the river meets the sea”.")
    for text, copy in (
        ("Er sang „where the river meets the sea“.", False),
        ("He sang „where the river meets the sea“.", True),
    ):
        assert identify.is_copy(source, words.words(text), text, "en", "de") == copy


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The meeting starts at 9.", "en"),
        ("Die Sitzung beginnt um 9 Uhr.", "de"),
        ("会议九点开始。", "zh"),
        ("会議は九時に始まります。", "ja"),
        ("الاجتماع يبدأ الساعة التاسعة", "ar"),
        ("OK", ""),
        ("1,900 — 2,000", ""),
        ("", ""),
        ("x" * 5_000, ""),  # its letters are of no language that the identifier takes it for
    ],
)
def test_a_language_that_nobody_named_is_told_only_if_it_is_clear(text: str, lang: str) -> None:
    assert identify.guess(text) == lang


@pytest.mark.parametrize(
    ("text", "is_elsewhere"),
    [
        ("C'est comme ça depuis toujours ici.", True),
        ("Es kommt immer anders als gedacht.", True),
        ("The old ferry sank near the harbour.", False),
        ("Lund sells fresh herring daily.", False),
        ("He said: c'est comme ça depuis toujours.", False),
        ("Villa Lucia, Porto Vecchio", False),
    ],
)
def test_a_sentence_of_another_language(text: str, is_elsewhere: bool) -> None:
    assert identify.elsewhere(text, "en") == is_elsewhere
