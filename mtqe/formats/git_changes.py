"""What changed in a git repository since a commit, by asking git."""

from __future__ import annotations

import dataclasses
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from mtqe.errors import InputError

FETCH = "fetch it: git fetch origin BRANCH; in CI, check out the whole history (fetch-depth: 0)"


@dataclasses.dataclass(frozen=True)
class Changes:
    """Files that are not as they were at a commit; absolute paths.

    Args:
        since: The commit as the user named it.
        touched: Files that are new, changed or renamed, by their present name; files that git does not know yet too.
        deleted: Files that are gone, the old names of renamed ones included.
        renamed: The old name of each renamed file, by its new one.
    """

    since: str
    touched: frozenset[Path]
    deleted: frozenset[Path]
    renamed: Mapping[Path, Path]


def since(ref: str, folder: Path) -> Changes:
    """What the working tree has that the common ancestor of a commit and HEAD has not.

    The ancestor, since what others did on the branch that `ref` names is no change of this one; the working tree, so
    that it can be asked before a commit as well as in CI.

    Args:
        ref: Name of a commit, branch or tag, such as `origin/main`.
        folder: A folder in the repository.

    Raises:
        InputError: There is no git, no repository, no such commit, or no common ancestor.
    """
    if not ref or ref.startswith("-"):
        raise InputError(f"{ref!r} is no name of a commit", "give one such as origin/main or HEAD~1")
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    _git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", what="there is no commit yet", hint="commit first")
    _git(top, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", what=f"git does not know the commit {ref!r}")
    base = _git(top, "merge-base", ref, "HEAD", what=f"{ref} and HEAD have no common ancestor here").decode().strip()
    diff = _git(top, "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", base, "--")
    touched: set[Path] = {top / name for name in _names(_git(top, "ls-files", "-z", "--others", "--exclude-standard"))}
    deleted: set[Path] = set()
    renamed: dict[Path, Path] = {}
    names = _names(diff)
    for status in names:
        path = top / next(names)
        if status.startswith("R"):
            deleted.add(path)
            renamed[top / (new := next(names))] = path
            touched.add(top / new)
        elif status.startswith("C"):
            touched.add(top / next(names))
        else:
            (deleted if status == "D" else touched).add(path)
    return Changes(ref, frozenset(touched), frozenset(deleted - touched), renamed)


def _names(output: bytes) -> Iterator[str]:
    return (os.fsdecode(name) for name in output.split(b"\0") if name)


def _git(folder: Path, *args: str, what: str = "", hint: str = FETCH) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *args], capture_output=True, check=False)
    except OSError as error:
        raise InputError(f"git cannot be run: {error.strerror}", "install git, or leave out --changed-since") from error
    if done.returncode == 0:
        return done.stdout
    said = " ".join(done.stderr.decode(errors="replace").split()) or f"git {args[0]} failed"
    if what:
        raise InputError(what, hint)
    raise InputError(f"{folder}: {said.removeprefix('fatal: ')}", "--changed-since works in a git repository")
