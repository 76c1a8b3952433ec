"""Which languages a project has, from the names of its files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.intake.pairing import layouts
from mtqe.intake.pairing.layouts import recognised


def project(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    return folder


def pairs(folder: Path, source_lang: str = "en", *wanted: str) -> dict[str, list[tuple[str, str]]]:
    return {
        tag: [
            (source.relative_to(folder).as_posix(), target.relative_to(folder).as_posix())
            for source, target in one.pairs
        ]
        for tag, one in recognised(folder, source_lang, wanted).items()
    }


@pytest.mark.parametrize(
    ("source", "translations"),
    [
        ("docs/en/intro.md", {"de": "docs/de/intro.md", "fr": "docs/fr/intro.md"}),
        ("en/news.en.txt", {"de": "de/news.de.txt"}),
        ("res/values/strings.xml", {"de": "res/values-de/strings.xml", "pt-BR": "res/values-pt-rBR/strings.xml"}),
        ("App/en.lproj/Main.strings", {"ja": "App/ja.lproj/Main.strings"}),
        ("App/Base.lproj/Main.strings", {"ja": "App/ja.lproj/Main.strings"}),
        ("locales/en.json", {"de": "locales/de.json", "zh-CN": "locales/zh-CN.json"}),
        ("locales/en-US.json", {"de-DE": "locales/de-DE.json"}),
        ("article.en.md", {"fr": "article.fr.md"}),
        ("news.md", {"de": "news.de.md", "fr": "news.fr.md"}),
    ],
)
def test_each_usual_layout_is_recognised(tmp_path: Path, source: str, translations: dict[str, str]) -> None:
    project(tmp_path, source, *translations.values())
    assert pairs(tmp_path) == {tag: [(source, path)] for tag, path in translations.items()}


@pytest.mark.parametrize(
    "names",
    [
        ("app.json", "app_id.json"),  # a single name that ends in a tag by chance
        ("README.md", "docs/intro.md"),
        ("node_modules/x/en.json", "node_modules/x/de.json"),
        (".cache/en.json", ".cache/de.json"),
        ("en-US.json", "en-GB.json"),  # two varieties of the source
        ("en.toml", "de.toml"),  # no format with texts
    ],
)
def test_what_is_no_evidence_of_a_language(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert pairs(project(tmp_path, *names)) == {}


def test_a_single_name_is_enough_for_a_language_that_is_asked_for(tmp_path: Path) -> None:
    project(tmp_path, "news.md", "news.de.md")
    assert pairs(tmp_path) == {}
    assert pairs(tmp_path, "en", "de", "fr") == {"de": [("news.md", "news.de.md")]}


def test_a_variety_is_found_by_its_language(tmp_path: Path) -> None:
    project(tmp_path, "locales/en.json", "locales/pt-BR.json")
    assert list(pairs(tmp_path, "en", "pt")) == ["pt"]


def test_a_file_that_only_another_language_has_is_missing(tmp_path: Path) -> None:
    project(tmp_path, "docs/en/a.md", "docs/en/b.md", "docs/en/c.md", "docs/de/a.md", "docs/de/b.md", "docs/fr/a.md")
    missing = {
        tag: [(one.path.name, one.why) for one in found.missing] for tag, found in recognised(tmp_path, "en").items()
    }
    assert missing == {"de": [], "fr": [("b.md", "no translation in fr")]}


def test_a_folder_with_too_many_files_is_refused_and_not_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, "docs/en/a.md", "docs/de/a.md", "docs/fr/a.md")
    monkeypatch.setattr(layouts, "MOST", 2)
    with pytest.raises(InputError, match="has more than 2 files"):
        recognised(tmp_path, "en")


@pytest.mark.parametrize(
    "content", ['{\n  "schema": "mtqe.report/1"}', '<!DOCTYPE html>\n<meta name="generator" content="mtqe 1.0">']
)
def test_reports_of_mtqe_are_no_sources(tmp_path: Path, content: str) -> None:
    project(tmp_path, "report.html", "report.de.html", "report.fr.html")
    assert pairs(tmp_path)
    (tmp_path / "report.html").write_text(content, encoding="utf-8")
    assert not pairs(tmp_path)
