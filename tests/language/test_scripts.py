"""Scripts show that a text is foreign, even where the identifier does not know the target language."""

from __future__ import annotations

import pytest

from mtqe.language import identify, scripts


@pytest.mark.parametrize(
    ("text", "lang", "share"),
    [
        ("Das Schiff legt ab.", "de", 0.0),
        ("Das Schiff legt ab.", "he", 1.0),
        ("הספינה יוצאת.", "he", 0.0),
        ("जहाज़ रवाना होता है।", "hi", 0.0),
        ("船 ship", "ko", 0.8),
        ("12 + 4", "he", 0.0),
        ("Das Schiff legt ab.", "yi", 0.0),
    ],
)
def test_share_of_letters_of_foreign_scripts(text: str, lang: str, share: float) -> None:
    assert scripts.foreign_share(text, lang) == pytest.approx(share)


SHORT = "Le bac ne part pas ce soir."


@pytest.mark.parametrize(
    ("text", "lang", "foreign"),
    [
        (SHORT, "he", True),
        (SHORT, "km", True),
        (SHORT, "de", False),
        ("Le bac", "he", False),
        ("Le bac ne part pas: המעבורת לא תצא", "he", False),
        ("Debian GNU/Linux Bookworm LibreOffice Writer", "he", False),
        ("apt install --all the new packages", "th", False),
    ],
)
def test_a_short_text_in_another_script_is_foreign(text: str, lang: str, foreign: bool) -> None:
    assert bool(identify.foreign("渡轮今晚不走。", text, lang)) is foreign


def test_scripts_without_spaces() -> None:
    assert identify.is_unspaced("เรือไม่ออก") and not identify.is_unspaced("渡轮不走")
