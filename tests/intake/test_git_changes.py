from __future__ import annotations

from pathlib import Path

import pytest
from git_fixture import commit, git, repository

from mtqe.errors import InputError
from mtqe.intake.pairing.git_changes import changed_lines, since

LONG = "A text that is long enough for git to see that it is the same one under another name.\n"


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def test_since_the_common_ancestor_with_the_working_tree(tmp_path: Path) -> None:
    put(tmp_path, same="s", changed="c", moved=LONG, deleted="d", edited="e")
    repository(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "feature")
    put(tmp_path, changed="c2", committed="x")
    git(tmp_path, "mv", "moved.md", "ümläut name.md")
    git(tmp_path, "rm", "--quiet", "deleted.md")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    put(tmp_path, others="work of others on main")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "feature")
    put(tmp_path, edited="e2", untracked="u")
    (tmp_path / ".gitignore").write_text("ignored.md\n", encoding="utf-8")
    put(tmp_path, ignored="i")
    found = since("main", tmp_path)
    top = tmp_path.resolve()
    names = {path.relative_to(top).as_posix() for path in found.touched}
    assert names == {"changed.md", "committed.md", "edited.md", "untracked.md", "ümläut name.md", ".gitignore"}
    assert {path.name for path in found.deleted} == {"deleted.md", "moved.md"}
    assert found.renamed == {top / "ümläut name.md": top / "moved.md"}


def test_from_a_folder_below(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "below").mkdir()
    put(tmp_path, new="n")
    assert since("HEAD", tmp_path / "below").touched == {tmp_path.resolve() / "new.md"}


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_was_told_to_overlook_counts_as_changed(flag: str, tmp_path: Path) -> None:
    put(tmp_path, same="s", edited="e")
    repository(tmp_path)
    git(tmp_path, "update-index", flag, "edited.md")
    put(tmp_path, edited="e2")
    found = since("HEAD", tmp_path)
    concerned = [name for name in ("same.md", "edited.md") if found.concern(tmp_path.resolve() / name)]
    assert concerned == ["edited.md"]


def test_nothing_changed(tmp_path: Path) -> None:
    put(tmp_path, same="s")
    repository(tmp_path)
    assert since("HEAD", tmp_path).touched == since("HEAD", tmp_path).deleted == frozenset()


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("nope", "does not know the commit 'nope'"),
        ("", "is not the name of a commit"),
        ("--output=x", "is not the name of a commit"),
    ],
)
def test_no_such_commit(tmp_path: Path, ref: str, why: str) -> None:
    repository(tmp_path)
    with pytest.raises(InputError, match=why) as error:
        since(ref, tmp_path)
    assert error.value.hint


def test_no_commit_yet(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(InputError, match="the repository has no commit yet"):
        since("HEAD", tmp_path)


def test_histories_without_a_common_ancestor(tmp_path: Path) -> None:
    repository(tmp_path)
    git(tmp_path, "checkout", "--quiet", "--orphan", "other")
    put(tmp_path, other="without it both commits would be one")
    commit(tmp_path)
    with pytest.raises(InputError, match="no common ancestor") as error:
        since("main", tmp_path)
    assert "fetch-depth: 0" in error.value.hint


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="not a git repository"):
        since("HEAD", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="git cannot be run"):
        since("HEAD", tmp_path)


def test_changed_lines(tmp_path: Path) -> None:
    put(tmp_path, page="".join(f"line {number}\n" for number in range(1, 41)))
    repository(tmp_path)
    lines = [f"line {number}\n" for number in range(1, 41)]
    lines[2] = "other\n"
    lines[6:9] = ["a\n", "b\n", "c\n"]
    (tmp_path / "page.md").write_text("".join(lines), encoding="utf-8")
    found = since("HEAD", tmp_path)
    assert changed_lines(found, tmp_path / "page.md") == "3, 7-9"
    (tmp_path / "page.md").write_text("".join(f"line {number}{' x' * (number % 2)}\n" for number in range(1, 41)))
    assert changed_lines(found, tmp_path / "page.md") == "1, 3, 5, 7, 9, 11, 13, 15 …"
    (tmp_path / "page.md").write_text("line 1\n", encoding="utf-8")
    assert changed_lines(found, tmp_path / "page.md") == "", "lines were only removed"
