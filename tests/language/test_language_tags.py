from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mtqe.errors import ConfigError
from mtqe.language import language_tags


@pytest.mark.parametrize(
    ("tag", "expected"), [("de", "de"), ("DE", "de"), ("de_at", "de-AT"), ("zh-hans", "zh-Hans"), ("pt-br", "pt-BR")]
)
def test_canonical(tag: str, expected: str) -> None:
    assert language_tags.canonical(tag) == expected


@pytest.mark.parametrize(
    ("tag", "hint"), [("German", "'de'"), ("dee", "'de'"), ("xx", "BCP 47"), ("", "BCP 47"), ("de/at", "BCP 47")]
)
def test_unknown_language_says_what_to_write(tag: str, hint: str) -> None:
    with pytest.raises(ConfigError, match="unknown language") as error:
        language_tags.canonical(tag)
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("news.de.txt", "de"),
        ("a/b/article_en.md", "en"),
        ("docs/pt-BR", "pt-BR"),
        ("notes.txt", None),
        ("output.mt.txt", None),
        ("app_pt_BR.arb", "pt-BR"),
        ("res/values-de/strings.xml", "de"),
        ("res/values-pt-rBR/strings.xml", "pt-BR"),
        ("App/de.lproj/Main.strings", "de"),
        ("locale/de/LC_MESSAGES/app.po", "de"),
        ("de/a/b/c/news.txt", None),
        ("res/values/strings.xml", None),
    ],
)
def test_from_name(path: str, expected: str | None) -> None:
    assert language_tags.from_name(path) == expected


def test_count_words() -> None:
    assert language_tags.count_words("A co-operation – in 3 areas .", "en") == 5
    assert language_tags.count_words("今天天气很好。", "zh") == 3
    assert language_tags.count_words("呢隻渡輪聽日下晝三點先開船出海。", "yue") == 8
    assert language_tags.count_words("呢隻渡輪聽日下晝三點先開船出海。", "yue-HK") == 8


@pytest.mark.parametrize(("tag", "spoken"), [("jp", "ja"), ("CZ", "cs"), ("dk", "da"), ("ua", "uk"), ("cn-Hans", "zh")])
def test_a_country_in_place_of_a_language_is_explained(tag: str, spoken: str) -> None:
    with pytest.raises(ConfigError, match="unknown language") as error:
        language_tags.canonical(tag)
    assert f"is a country; did you mean its language {spoken!r}?" in (error.value.hint or "")


def test_a_second_process_reads_the_names_of_languages_from_a_prepared_file(own_prepared: Path) -> None:
    code = "import sys; from mtqe.language.language_tags import name; print(name('de'), 'babel' in sys.modules)"

    def printed() -> list[str]:
        environment = {name: value for name, value in os.environ.items() if name != "MTQE_PREPARED_DIR"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert printed() == ["German", "True"]
    assert printed() == ["German", "False"]
