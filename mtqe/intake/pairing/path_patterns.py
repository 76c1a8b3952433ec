"""Pairs files by two patterns, such as `docs/en/**/*.md` and `docs/de/**/*.md`.

`*` matches any part of a name, `?` one character, `**` any number of folders. Both patterns have the same wildcards in
the same order, and each wildcard matches the same text in the paths of a source and of its translation. Hidden files
and folders are skipped unless a pattern names them.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mtqe.errors import ConfigError
from mtqe.intake.pairing import git_changes
from mtqe.intake.pairing.folders import Pair, Unmatched, unread
from mtqe.intake.pairing.git_changes import Changes
from mtqe.language.late_patterns import late

_WILDCARD = late(r"\*\*/|\*\*|\*|\?")
CHECK_OUT = "check it out: git submodule update --init"
# A wildcard at the start of a name does not match a dot.
_MATCHES = {
    "**/": r"((?:[^/.][^/]*/)*)",
    "**": r"((?:[^/.][^/]*/)*[^/.][^/]*)",
    "*": r"((?:(?<!/)|(?!\.))[^/]*)",
    "?": r"((?:(?<!/)|(?!\.))[^/])",
}


@dataclasses.dataclass(frozen=True)
class MatchedFiles:
    """The files that two patterns match.

    Args:
        pairs: The pairs of files, by the path of the translation.
        unmatched: Files without a counterpart, with the reasons.
        notes: Remarks on the changes, one line each.
        behind: Those of the pairs in which only the source has changed, with a remark on each.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    notes: tuple[str, ...] = ()
    behind: tuple[tuple[Pair, str], ...] = ()


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
        """Number of literal characters. A file that both patterns match belongs to the more specific pattern."""
        return sum(map(len, _WILDCARD.split(self.text)))

    def counterpart(self, path: Path, pattern: _Pattern) -> Path | None:
        """The path of another pattern with the parts that the wildcards match in `path`; `None` without a match."""
        match = self.regex.fullmatch(path.as_posix())
        if match is None:
            return None
        pieces = _WILDCARD.split(pattern.text)
        return Path("".join(part for both in zip(pieces, [*match.groups(), ""], strict=True) for part in both))

    def files(self, faults: dict[Path, str]) -> Iterator[Path]:
        """The matching files.

        Args:
            faults: Gets what the pattern matches but is not read, or may have files that it matches, and why.
        """
        folder = _WILDCARD.split(self.text)[0].rpartition("/")[0] or "/"
        if not self.wildcards:
            yield from self._readable([Path(self.text)], faults)
            return

        def fail(error: OSError) -> None:
            if error.errno == errno.EACCES:
                faults[Path(error.filename)] = f"cannot be read: {error.strerror}; check its permissions"

        for place, folders, names in os.walk(folder, onerror=fail):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = (Path(place) / name for name in folders)
            faults |= {path: why for path in below if self.reaches_into(path) and (why := unread(path))}
            yield from self._readable((Path(place) / name for name in sorted(names)), faults)

    def _readable(self, paths: Iterable[Path], faults: dict[Path, str]) -> Iterator[Path]:
        for path in paths:
            if self.regex.fullmatch(path.as_posix()):
                if why := unread(path):
                    faults[path] = why
                elif path.is_file():
                    yield path

    def reaches_into(self, folder: Path) -> bool:
        """Whether the pattern may match files in a folder."""
        own = self.text.split("/")
        for part, name in zip(own[:-1], folder.as_posix().split("/"), strict=False):
            if "**" in part:
                return True
            regex = "".join(_MATCHES.get(piece, re.escape(piece)) for piece in re.split(f"({_WILDCARD.pattern})", part))
            if not re.fullmatch(regex, name, re.DOTALL):
                return False
        return len(own) > len(folder.parts)


def pair(source: str, target: str, changes: Changes | None = None) -> MatchedFiles:
    """Pair the files that two patterns match.

    Raises:
        ConfigError: A pattern is empty, both are the same, or their wildcards differ.
    """
    for key, text in (("source", source), ("target", target)):
        if not text:
            raise ConfigError(f"pairs.{key} is missing", f'set it under [pairs], such as {key} = "docs/LANG/**/*.md"')
    left, right = _Pattern.of(source), _Pattern.of(target)
    if left.text == right.text:
        raise ConfigError(f"pairs.source and pairs.target are both {source!r}", "name the two languages in them")
    if left.wildcards != right.wildcards:
        raise ConfigError(
            f"pairs.source {source!r} and pairs.target {target!r} have different wildcards",
            "use the same wildcards in the same order, such as docs/en/**/*.md and docs/de/**/*.md",
        )
    faults: dict[Path, str] = {}
    sources, targets = _sides(left, right, faults), _sides(right, left, faults)
    for path in sources.keys() & targets.keys():
        (targets if left.weight > right.weight else sources).pop(path)
    pairs = sorted((path, counterpart) for path, counterpart in targets.items() if counterpart in sources)
    alone = [
        *((path, counterpart, "translation") for path, counterpart in sources.items() if counterpart not in targets),
        *((path, counterpart, "source") for path, counterpart in targets.items() if counterpart not in sources),
    ]
    if changes is not None:
        pairs = [both for both in pairs if any(map(changes.concern, both))]
        alone = [item for item in alone if changes.concern(item[0]) or item[1] in changes.deleted]
        faults = {path: why for path, why in faults.items() if changes.concern(path)}
        for path in changes.not_checked_out():
            if left.reaches_into(path) or right.reaches_into(path):
                faults[path] = f"a submodule that has changed since {changes.since} and is not checked out; {CHECK_OUT}"
    return MatchedFiles(
        tuple(_pair(target, source) for target, source in pairs),
        (
            *(
                Unmatched(
                    Path(_shown(path)), f"its {kind} {_shown(missing)} is missing{_history(path, missing, changes)}"
                )
                for path, missing, kind in sorted(alone)
                if missing not in faults
            ),
            *(Unmatched(Path(_shown(path)), why) for path, why in sorted(faults.items())),
        ),
        tuple(_notes(pairs, left, right, changes)) if changes else (),
        tuple(_behind(pairs, changes)) if changes else (),
    )


def _sides(pattern: _Pattern, opposite: _Pattern, faults: dict[Path, str]) -> dict[Path, Path]:
    counterparts = ((path, pattern.counterpart(path, opposite)) for path in pattern.files(faults))
    return {path: counterpart for path, counterpart in counterparts if counterpart is not None}


def _history(path: Path, counterpart: Path, changes: Changes | None) -> str:
    """The change that left a file without its counterpart, as the end of a message."""
    if changes is None:
        return ""
    new_names = {old: new for new, old in changes.renamed.items()}
    if path in changes.renamed:
        return f"; {_shown(path)} was renamed from {_shown(changes.renamed[path])}"
    if counterpart in new_names:
        return f"; it was renamed to {_shown(new_names[counterpart])}"
    return "; it was deleted" if counterpart in changes.deleted else ""


def _notes(pairs: list[tuple[Path, Path]], left: _Pattern, right: _Pattern, changes: Changes) -> Iterator[str]:
    for target, source in pairs:
        for path in (source, target):
            if path in changes.renamed:
                yield f"{_shown(path)} was renamed from {_shown(changes.renamed[path])}"
    gone = changes.deleted - set(changes.renamed.values())
    for source in sorted(gone):
        translation = left.counterpart(source, right)
        if translation in gone:
            yield f"{_shown(source)} and its translation were deleted"


def _behind(pairs: list[tuple[Path, Path]], changes: Changes) -> Iterator[tuple[Pair, str]]:
    """The pairs in which only the source has changed. One whose source is new was never judged, so it is none."""
    for target, source in pairs:
        if not changes.concern(target) and source not in changes.added:
            lines = git_changes.changed_lines(changes, source)
            where = f" (line{'s' if ',' in lines or '-' in lines else ''} {lines})" if lines else ""
            remark = (
                f"{_shown(source)}{where} changed since {changes.since}, but its translation {_shown(target)} did not"
            )
            yield _pair(target, source), remark


def _pair(target: Path, source: Path) -> Pair:
    return Pair(_shown(target), Path(_shown(source)), Path(_shown(target)))


def _shown(path: Path) -> str:
    """The path for messages: relative to the current folder if it is below it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
