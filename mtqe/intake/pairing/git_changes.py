"""Finds the files of a git repository that changed since a commit."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from mtqe.errors import InputError

RANGES = 8
"""Values: the most ranges of lines that a message names."""
MOST_LINKS = 40
"""Links: that a path leads through at most, as on Linux."""
_OVERLOOKED = frozenset({"S"})
"""Tags of files that git does not compare (`skip-worktree`); `assume-unchanged` is a tag in lower case."""
FETCH = "fetch it: git fetch origin BRANCH; in CI, check out the full history (fetch-depth: 0)"


@dataclasses.dataclass(frozen=True)
class Changes:
    """The files that differ from a commit, as absolute paths.

    Args:
        since: The commit, as the user named it.
        touched: New, changed, renamed (by their new name) and untracked files.
        deleted: Deleted files, including the old names of renamed files.
        renamed: Old name of each renamed file, by new name.
        added: Those of `touched` that the commit does not have.
        base: The hash of the common ancestor that the files are compared with; empty if git was not asked.
        tracked: The files, links and submodules that git compares; `None` if all are.
    """

    since: str
    touched: frozenset[Path]
    deleted: frozenset[Path]
    renamed: Mapping[Path, Path]
    added: frozenset[Path] = frozenset()
    base: str = ""
    tracked: frozenset[Path] | None = None

    def concern(self, path: Path) -> bool:
        """Whether what a path leads to has changed, or may have: through links and submodules, too.

        Nobody knows of a file or folder that git does not compare whether it has changed: one that it ignores, or one
        outside of the repository. So it counts as changed.
        """
        visited, real = _followed(path)
        parents = {parent for place in visited for parent in (place, *place.parents)}
        if not self.touched.isdisjoint(parents):
            return True
        if real.is_dir() and any(touched.is_relative_to(real) for touched in self.touched | self.deleted):
            return True
        if self.tracked is None or not self.tracked.isdisjoint((real, *real.parents)):
            return False
        return not (real.is_dir() and any(place.is_relative_to(real) for place in self.tracked))

    def not_checked_out(self) -> Iterator[Path]:
        """The submodules that have changed and are empty folders here."""
        for path in self.touched:
            if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
                yield path


def since(ref: str, folder: Path) -> Changes:
    """The differences between the working tree and the common ancestor of a commit and HEAD.

    The ancestor is used because later commits on the branch `ref` are not changes of this branch. The working tree is
    used so that the result is right before a commit as well as in CI.

    Raises:
        InputError: git, the repository, the commit or a common ancestor is missing.
    """
    if not ref or ref.startswith("-"):
        raise InputError(f"{ref!r} is not the name of a commit", "give one such as origin/main or HEAD~1")
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    _git(
        top,
        "rev-parse",
        "--verify",
        "--quiet",
        "HEAD^{commit}",
        explanation="the repository has no commit yet",
        hint="commit first",
    )
    _git(
        top,
        "rev-parse",
        "--verify",
        "--quiet",
        f"{ref}^{{commit}}",
        explanation=f"git does not know the commit {ref!r}",
    )
    base = (
        _git(top, "merge-base", ref, "HEAD", explanation=f"{ref} and HEAD have no common ancestor here")
        .decode()
        .strip()
    )
    # A configuration in the repository may ask git to overlook submodules.
    every = "--ignore-submodules=none"
    diff = _git(top, "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", every, base, "--")
    added = {top / name for name in _names(_git(top, "ls-files", "-z", "--others", "--exclude-standard"))}
    touched = set(added)
    deleted: set[Path] = set()
    renamed: dict[Path, Path] = {}
    names = _names(diff)
    for status in names:
        path = top / next(names)
        if status.startswith("R"):
            deleted.add(path)
            renamed[top / (new := next(names))] = path
            added.add(top / new)
        elif status.startswith("C"):
            added.add(top / next(names))
        else:
            (deleted if status == "D" else added if status == "A" else touched).add(path)
    touched |= added
    entries = _names(_git(top, "ls-files", "-v", "-z"))
    tracked = {top / name for tag, name in map(_entry, entries) if tag not in _OVERLOOKED and tag.isupper()} | touched
    return Changes(
        ref, frozenset(touched), frozenset(deleted - touched), renamed, frozenset(added), base, frozenset(tracked)
    )


def _followed(path: Path) -> tuple[set[Path], Path]:
    """The places that a path leads through, and where it ends: each link in it leads to another place."""
    visited = {path}
    for _ in range(MOST_LINKS):
        link = next((place for place in (*reversed(path.parents), path) if place.is_symlink()), None)
        if link is None:
            break
        rest = path.relative_to(link)
        path = Path(os.path.normpath(link.parent / link.readlink() / rest))
        visited |= {link, path}
    return visited, path


def changed_lines(changes: Changes, path: Path) -> str:
    """The lines of a file that differ from the commit, such as `3, 7-9`; empty if none is known."""
    if not changes.base or path not in changes.touched:
        return ""
    diff = _git(path.parent, "diff", "--unified=0", "--no-color", "--no-ext-diff", changes.base, "--", str(path))
    ranges = []
    for start, number in re.findall(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", diff, re.MULTILINE):
        first, count = int(start), int(number or 1)
        if count:
            ranges.append(str(first) if count == 1 else f"{first}-{first + count - 1}")
    return ", ".join(ranges[:RANGES]) + (" …" if len(ranges) > RANGES else "")


def _entry(entry: str) -> tuple[str, str]:
    """The tag and the name of a file, as `git ls-files -v` has them."""
    tag, _, name = entry.partition(" ")
    return tag, name


def _names(output: bytes) -> Iterator[str]:
    return (os.fsdecode(name) for name in output.split(b"\0") if name)


def _git(folder: Path, *args: str, explanation: str = "", hint: str = FETCH) -> bytes:
    try:
        result = subprocess.run(["git", "-C", str(folder), *args], capture_output=True, check=False)
    except OSError as error:
        raise InputError(f"git cannot be run: {error.strerror}", "install git, or leave out --changed-since") from error
    if result.returncode == 0:
        return result.stdout
    message = " ".join(result.stderr.decode(errors="replace").split()) or f"git {args[0]} failed"
    if explanation:
        raise InputError(explanation, hint)
    raise InputError(f"{folder}: {message.removeprefix('fatal: ')}", "--changed-since works in a git repository")
