from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import ConfigError
from mtqe.intake.pairing import path_patterns
from mtqe.intake.pairing.git_changes import Changes


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def make(*names: str) -> None:
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("x", encoding="utf-8")

    return make


def pairs(source: str, target: str) -> list[tuple[str, str]]:
    return [(item.source.as_posix(), item.translation.as_posix()) for item in path_patterns.pair(source, target).pairs]


def alone(source: str, target: str) -> list[tuple[str, str]]:
    return [(item.path.as_posix(), item.why) for item in path_patterns.pair(source, target).unmatched]


def test_folders_of_any_depth(tree) -> None:
    tree("docs/en/a.md", "docs/en/x/y/b.md", "docs/en/c.txt", "docs/de/a.md", "docs/de/x/y/b.md", "docs/de/c.txt")
    assert pairs("docs/en/**/*.md", "docs/de/**/*.md") == [
        ("docs/en/a.md", "docs/de/a.md"),
        ("docs/en/x/y/b.md", "docs/de/x/y/b.md"),
    ]
    assert len(pairs("docs/en/**", "docs/de/**")) == 3
    assert pairs("docs/en/*.md", "docs/de/*.md") == [("docs/en/a.md", "docs/de/a.md")]
    assert pairs("docs/en/?.txt", "docs/de/?.txt") == [("docs/en/c.txt", "docs/de/c.txt")]


def test_language_in_the_name(tree) -> None:
    tree("i18n/a.md", "i18n/a.de.md", "i18n/b.md", "i18n/c.de.md", "README.md", "README.de.md")
    assert pairs("i18n/*.md", "i18n/*.de.md") == [("i18n/a.md", "i18n/a.de.md")]
    assert alone("i18n/*.md", "i18n/*.de.md") == [
        ("i18n/b.md", "its translation i18n/b.de.md is missing"),
        ("i18n/c.de.md", "its source i18n/c.md is missing"),
    ]
    assert pairs("README.md", "README.de.md") == [("README.md", "README.de.md")]
    assert pairs("i18n/*.de.md", "i18n/*.md") == [("i18n/a.de.md", "i18n/a.md")], "the other way round"


def test_hidden_files_are_passed_over(tree) -> None:
    tree("en/.a.md", "de/.a.md", "en/.git/b.md", "de/.git/b.md", "en/c.md", "de/c.md", ".docs/en/d.md", ".docs/de/d.md")
    assert pairs("en/**/*.md", "de/**/*.md") == [("en/c.md", "de/c.md")]
    assert pairs(".docs/en/*.md", ".docs/de/*.md") == [(".docs/en/d.md", ".docs/de/d.md")]


def test_special_characters_are_letters(tree) -> None:
    tree("en/a (1)+[x].md", "de/a (1)+[x].md")
    assert len(pairs("en/*+[x].md", "de/*+[x].md")) == 1


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("en/*.md", "de/**/*.md", "different wildcards"),
        ("en/*.md", "en/../en/*.md", "are both"),
        ("", "de/*.md", "pairs.source is missing"),
        ("en/*.md", "", "pairs.target is missing"),
    ],
)
def test_patterns_that_do_not_fit(source: str, target: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why) as error:
        path_patterns.pair(source, target)
    assert error.value.hint


def test_changes(tree, tmp_path: Path) -> None:
    tree("en/same.md", "de/same.md", "en/old.md", "de/old.md", "en/new.md", "en/moved.md", "de/was.md", "de/left.md")
    tree("en/both.md", "de/both.md", "en/missing-for-long.md", "de/cut.md")
    here = {name: tmp_path / name for name in ("en/old.md", "en/new.md", "en/moved.md", "en/both.md", "de/both.md")}
    changes = Changes(
        "main",
        frozenset(here.values()),
        frozenset(tmp_path / name for name in ("en/was.md", "en/cut.md", "en/gone.md", "de/gone.md")),
        {tmp_path / "en/moved.md": tmp_path / "en/was.md"},
    )
    found = path_patterns.pair("en/*.md", "de/*.md", changes)
    assert [item.name for item in found.pairs] == ["de/both.md", "de/old.md"]
    assert [(item.path.as_posix(), item.why) for item in found.unmatched] == [
        ("de/cut.md", "its source en/cut.md is missing; it was deleted"),
        ("de/was.md", "its source en/was.md is missing; it was renamed to en/moved.md"),
        ("en/moved.md", "its translation de/moved.md is missing; en/moved.md was renamed from en/was.md"),
        ("en/new.md", "its translation de/new.md is missing"),
    ]
    assert found.notes == ("en/gone.md and its translation were deleted",)
    assert [(pair.name, remark) for pair, remark in found.behind] == [
        ("de/old.md", "en/old.md changed since main, but its translation de/old.md did not")
    ]


def test_links_that_are_not_followed_are_named(tree, tmp_path: Path) -> None:
    tree("en/a.txt", "de/a.txt", "en/b.txt", "other/c.txt")
    for lang in ("en", "de"):
        Path(lang, "sub").symlink_to(tmp_path / "other")
        Path(lang, "round").symlink_to(tmp_path / lang)
        Path(lang, "gone.txt").symlink_to("nowhere.txt")
        Path(lang, "gone.md").symlink_to("nowhere.md")
    Path("de", "b.txt").symlink_to("nowhere.txt")
    found = path_patterns.pair("en/**/*.txt", "de/**/*.txt")
    assert [pair.name for pair in found.pairs] == ["de/a.txt"]
    named = {str(item.path): item.why for item in found.unmatched}
    both = [f"{lang}/{name}" for lang in ("de", "en") for name in ("gone.txt", "round", "sub")]
    assert sorted(named) == sorted([*both, "de/b.txt"]), "not gone.md, which does not match"
    assert named["de/b.txt"] == "a link to nowhere.txt, which does not exist; correct or remove the link"
    assert named["en/sub"].startswith(f"a link to the folder {tmp_path / 'other'}, which is not followed")
    assert [str(item.path) for item in path_patterns.pair("en/*.txt", "de/*.txt").unmatched] == [
        "de/b.txt",
        "de/gone.txt",
        "en/gone.txt",
    ], "no file in a folder below matches"
    assert len(path_patterns.pair("en/*/*.txt", "de/*/*.txt").unmatched) == 4
    Path("de", "only.txt").symlink_to("nowhere.txt")
    assert [str(item.path) for item in path_patterns.pair("en/a.txt", "de/only.txt").unmatched] == ["de/only.txt"]
