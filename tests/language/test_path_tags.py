from __future__ import annotations

import pytest

from mtqe.language.path_tags import named, without_language


@pytest.mark.parametrize(
    ("path", "tags"),
    [
        ("docs/de/intro.md", ["de"]),
        ("app/src/main/res/values-pt-rBR/strings.xml", ["pt-BR"]),
        ("res/values-b+sr+Latn/strings.xml", ["sr-Latn"]),
        ("App/zh-Hans.lproj/Main.strings", ["zh-Hans"]),
        ("locales/pt_BR.json", ["pt-BR", "pt"]),
        ("news.de.md", ["de"]),
        ("messages_fr.properties", ["fr"]),
        ("docs/de/news.fr.md", ["de", "fr"]),
        ("system.mt.txt", []),
        ("src/xq/notes.md", []),
        ("README.md", []),
    ],
)
def test_a_path_names_languages_by_folders_and_by_parts_of_the_name(path: str, tags: list[str]) -> None:
    assert [tag for tag in named(path) if tag in tags or not tags] == tags


@pytest.mark.parametrize(
    ("path", "lang", "expected"),
    [
        ("docs/de/intro.md", "de", "docs/*/intro.md"),
        ("res/values-pt-rBR/strings.xml", "pt-BR", "res/values/strings.xml"),
        ("App/zh-Hans.lproj/Main.strings", "zh-Hans", "App/*.lproj/Main.strings"),
        ("locales/de.json", "de", "locales/*.json"),
        ("news.de.md", "de", "news.md"),
        ("news.de.md", "fr", "news.de.md"),
    ],
)
def test_the_files_of_all_languages_have_one_name_without_it(path: str, lang: str, expected: str) -> None:
    assert without_language(path, lang) == expected
