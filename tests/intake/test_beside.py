"""The source that stands beside a translation."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.intake.pairing import beside


@pytest.mark.parametrize(
    ("translation", "source"),
    [
        ("res/values-de/strings.xml", "res/values/strings.xml"),
        ("res/values-pt-rBR/strings.xml", "res/values/strings.xml"),
        ("App/de.lproj/Main.strings", "App/en.lproj/Main.strings"),
        ("App/de.lproj/Main.strings", "App/Base.lproj/Main.strings"),
        ("locales/de.json", "locales/en.json"),
        ("locales/de/app.json", "locales/en/app.json"),
        ("locales/de-AT.json", "locales/en.json"),
        ("l10n/app_pt_BR.arb", "l10n/app_en.arb"),
        ("messages_de.properties", "messages.properties"),
        ("Strings.de.resx", "Strings.resx"),
        ("docs/de/news.de.md", "docs/en/news.en.md"),
        ("docs/de/news.md", "docs/news.md"),
        ("news.de.md", "news.en.md"),
    ],
)
def test_finds_the_source(translation: str, source: str, tmp_path: Path) -> None:
    for name in (translation, source):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert beside.source_of(tmp_path / translation) == tmp_path / source
    assert beside.source_of(tmp_path / translation, "fr", "es") is None


def test_nothing_stands_beside(tmp_path: Path) -> None:
    for name in ("de.json", "notes.txt", "fr.json"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert beside.source_of(tmp_path / "de.json") is None
    assert beside.source_of(tmp_path / "notes.txt") is None
    assert beside.source_of(tmp_path / "de.json", "fr") == tmp_path / "fr.json"


def test_the_language_of_the_source_comes_before_no_language(tmp_path: Path) -> None:
    for name in ("news.de.md", "news.en.md", "news.md"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert beside.source_of(tmp_path / "news.de.md") == tmp_path / "news.en.md"
