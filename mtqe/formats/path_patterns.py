"""Pairs files by two patterns, such as `docs/en/**/*.md` and `docs/de/**/*.md`.

`*` stands for any part of a name, `?` for one character, `**` for any number of folders. Both patterns have the same
wildcards in the same order: what they stand for in a source's path, they stand for in its translation's. Hidden files
and folders are passed over unless a pattern names them.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator
from pathlib import Path

from mtqe.errors import ConfigError
from mtqe.formats.folders import Pair, Unmatched
from mtqe.formats.git_changes import Changes

_WILDCARD = re.compile(r"\*\*/|\*\*|\*|\?")
# What begins a name matches no hidden one.
_MATCHES = {
    "**/": r"((?:[^/.][^/]*/)*)",
    "**": r"((?:[^/.][^/]*/)*[^/.][^/]*)",
    "*": r"((?:(?<!/)|(?!\.))[^/]*)",
    "?": r"((?:(?<!/)|(?!\.))[^/])",
}


@dataclasses.dataclass(frozen=True)
class Found:
    """What two patterns match.

    Args:
        pairs: The files that belong together, by the path of the translation.
        unmatched: Files without their counterpart, and why.
        notes: What else the reader should know of the changes, one line each.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class _Pattern:
    text: str
    regex: re.Pattern[str]

    @staticmethod
    def of(text: str) -> _Pattern:
        text = os.path.normpath(Path.cwd() / text).replace(os.sep, "/")
        regex = "".join(_MATCHES.get(part, re.escape(part)) for part in re.split(f"({_WILDCARD.pattern})", text))
        return _Pattern(text, re.compile(regex, re.DOTALL))

    @property
    def wildcards(self) -> list[str]:
        return _WILDCARD.findall(self.text)

    @property
    def weight(self) -> int:
        """How many characters it gives: of two patterns that match a file, the one that says more about it has it."""
        return sum(map(len, _WILDCARD.split(self.text)))

    def counterpart(self, path: Path, other: _Pattern) -> Path | None:
        """The path that another pattern has for what this one matches in a path; `None` if it does not match."""
        found = self.regex.fullmatch(path.as_posix())
        if found is None:
            return None
        pieces = _WILDCARD.split(other.text)
        return Path("".join(part for both in zip(pieces, [*found.groups(), ""], strict=True) for part in both))

    def files(self) -> Iterator[Path]:
        """The files that it matches."""
        folder = _WILDCARD.split(self.text)[0].rpartition("/")[0] or "/"
        if not self.wildcards:
            yield from (path for path in [Path(self.text)] if path.is_file())
            return
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (path for name in sorted(names) if self.regex.fullmatch((path := Path(place) / name).as_posix()))


def pair(source: str, target: str, changes: Changes | None = None) -> Found:
    """Pair the files that two patterns match.

    Args:
        source: Pattern of the sources, relative to the current folder.
        target: Pattern of the translations.
        changes: Keep only pairs of which a file changed.

    Raises:
        ConfigError: A pattern is empty, both are the same, or their wildcards differ.
    """
    for key, text in (("source", source), ("target", target)):
        if not text:
            raise ConfigError(
                f"pairs.{key} is not given", f'write it under [pairs], such as {key} = "docs/LANG/**/*.md"'
            )
    left, right = _Pattern.of(source), _Pattern.of(target)
    if left.text == right.text:
        raise ConfigError(f"pairs.source and pairs.target are both {source!r}", "name the two languages in them")
    if left.wildcards != right.wildcards:
        raise ConfigError(
            f"pairs.source {source!r} and pairs.target {target!r} have different wildcards",
            "use the same ones in the same order, such as docs/en/**/*.md and docs/de/**/*.md",
        )
    sources, targets = _sides(left, right), _sides(right, left)
    for path in sources.keys() & targets.keys():
        (targets if left.weight > right.weight else sources).pop(path)
    pairs = sorted((path, other) for path, other in targets.items() if other in sources)
    alone = [
        *((path, other, "translation") for path, other in sources.items() if other not in targets),
        *((path, other, "source") for path, other in targets.items() if other not in sources),
    ]
    if changes is not None:
        pairs = [both for both in pairs if changes.touched.intersection(both)]
        alone = [item for item in alone if item[0] in changes.touched or item[1] in changes.deleted]
    return Found(
        tuple(Pair(_shown(target), Path(_shown(source)), Path(_shown(target))) for target, source in pairs),
        tuple(
            Unmatched(Path(_shown(path)), f"its {kind} {_shown(other)} is not there{_history(path, other, changes)}")
            for path, other, kind in sorted(alone)
        ),
        tuple(_notes(pairs, left, right, changes)) if changes else (),
    )


def _sides(pattern: _Pattern, other: _Pattern) -> dict[Path, Path]:
    found = ((path, pattern.counterpart(path, other)) for path in pattern.files())
    return {path: counterpart for path, counterpart in found if counterpart is not None}


def _history(path: Path, counterpart: Path, changes: Changes | None) -> str:
    """How it came that a file stands alone."""
    if changes is None:
        return ""
    back = {old: new for new, old in changes.renamed.items()}
    if path in changes.renamed:
        return f"; {_shown(path)} was renamed from {_shown(changes.renamed[path])}"
    if counterpart in back:
        return f"; it was renamed to {_shown(back[counterpart])}"
    return "; it was deleted" if counterpart in changes.deleted else ""


def _notes(pairs: list[tuple[Path, Path]], left: _Pattern, right: _Pattern, changes: Changes) -> Iterator[str]:
    for target, source in pairs:
        if target not in changes.touched:
            yield f"{_shown(source)} changed since {changes.since}, its translation {_shown(target)} did not"
        for path in (source, target):
            if path in changes.renamed:
                yield f"{_shown(path)} was renamed from {_shown(changes.renamed[path])}"
    gone = changes.deleted - set(changes.renamed.values())
    for source in sorted(gone):
        other = left.counterpart(source, right)
        if other in gone:
            yield f"{_shown(source)} and its translation were deleted"


def _shown(path: Path) -> str:
    """The path as messages name it: below the current folder relative to it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
