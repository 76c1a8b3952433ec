from __future__ import annotations

from pathlib import Path

import pytest
from git_fixture import commit, git, repository

from mtqe.errors import ConfigError
from mtqe.intake.pairing import git_changes, path_patterns
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


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose translations stand behind links, in a submodule, in an ignored folder and beside it."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file")
    inner = tmp_path / "inner"
    (inner / "de").mkdir(parents=True)
    (inner / "de" / "sub.md").write_text("eins", encoding="utf-8")
    repository(inner)
    top = tmp_path / "site"
    names = ("file", "folder", "sub", "built", "plain", "beside")
    for place in (
        *(f"docs/en/{name}.md" for name in names),
        "kept/file.md",
        "kept/folder/folder.md",
        "docs/de/plain.md",
    ):
        (top / place).parent.mkdir(parents=True, exist_ok=True)
        (top / place).write_text("one", encoding="utf-8")
    (tmp_path / "beside.md").write_text("one", encoding="utf-8")
    (top / "docs/de/file.md").symlink_to("../../kept/file.md")
    (top / "docs/de/beside.md").symlink_to(tmp_path / "beside.md")
    (top / "docs/linked").symlink_to("../kept/folder")
    (top / ".gitignore").write_text("docs/built\n", encoding="utf-8")
    (top / "docs/built").mkdir()
    (top / "docs/built/built.md").write_text("one", encoding="utf-8")
    repository(top)
    git(top, "submodule", "--quiet", "add", str(inner), "lib")
    (top / ".gitmodules").write_text((top / ".gitmodules").read_text("utf-8") + "\tignore = all\n", encoding="utf-8")
    commit(top)
    monkeypatch.chdir(top)
    return top


def changed(target: str) -> list[str]:
    """The translations that count as changed, and the files that are named as not read."""
    found = path_patterns.pair("docs/en/*.md", f"{target}/*.md", git_changes.since("HEAD", Path.cwd()))
    return [item.translation.name for item in found.pairs] + [f"not read: {item.path}" for item in found.unmatched]


def test_a_file_behind_a_link_has_changed_with_it(site: Path) -> None:
    assert changed("docs/de") == ["beside.md"], "nobody knows whether a file outside of the repository has changed"
    (site / "kept/file.md").write_text("two", encoding="utf-8")
    assert changed("docs/de") == ["beside.md", "file.md"]
    commit(site)
    (site / "docs/de/file.md").unlink()
    (site / "docs/de/file.md").symlink_to("plain.md")
    assert changed("docs/de") == ["beside.md", "file.md"]


def test_a_folder_behind_a_link_has_changed_with_its_files(site: Path) -> None:
    assert changed("docs/linked") == []
    (site / "kept/folder/folder.md").write_text("two", encoding="utf-8")
    assert changed("docs/linked") == ["folder.md"]
    (site / "docs/fr").mkdir()
    (site / "docs/fr/below").symlink_to("../../kept/folder")
    commit(site)
    (site / "kept/folder/folder.md").write_text("three", encoding="utf-8")
    found = path_patterns.pair("docs/en/**/*.md", "docs/fr/**/*.md", git_changes.since("HEAD", Path.cwd()))
    assert [item.path.as_posix() for item in found.unmatched] == ["docs/fr/below"]


def test_a_folder_outside_of_the_repository_behind_a_link_is_named(site: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "plain.md").write_text("one", encoding="utf-8")
    (site / "docs/fr").mkdir()
    (site / "docs/fr/below").symlink_to(tmp_path / "outside")
    commit(site)
    found = path_patterns.pair("docs/en/**/*.md", "docs/fr/**/*.md", git_changes.since("HEAD", Path.cwd()))
    assert [item.path.as_posix() for item in found.unmatched] == ["docs/fr/below"]


def test_a_submodule_that_has_changed_and_is_not_checked_out_is_named(site: Path) -> None:
    (site / "lib/de/sub.md").write_text("zwei", encoding="utf-8")
    commit(site / "lib")
    before = git(site, "rev-parse", "HEAD")
    commit(site)
    git(site, "submodule", "--quiet", "deinit", "-f", "lib")
    changes = git_changes.since(before, Path.cwd())
    found = path_patterns.pair("docs/en/*.md", "lib/de/*.md", changes)
    assert [(item.path.as_posix(), "not checked out" in item.why) for item in found.unmatched] == [("lib", True)]
    assert path_patterns.pair("docs/en/*.md", "docs/de/*.md", changes).unmatched == ()


def test_a_submodule_has_changed_with_its_files_and_with_its_commit(site: Path) -> None:
    assert changed("lib/de") == []
    (site / "lib/de/sub.md").write_text("zwei", encoding="utf-8")
    assert changed("lib/de") == ["sub.md"]
    commit(site / "lib")
    assert changed("lib/de") == ["sub.md"]
    before = git(site, "rev-parse", "HEAD")
    commit(site)
    assert changed("lib/de") == []
    found = path_patterns.pair("docs/en/*.md", "lib/de/*.md", git_changes.since(before, Path.cwd()))
    assert [item.translation.name for item in found.pairs] == ["sub.md"]


def test_a_file_that_git_ignores_counts_as_changed(site: Path) -> None:
    assert changed("docs/built") == ["built.md"]
