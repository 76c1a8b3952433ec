"""Pairs the files of two folders, and of folders with references, by their path below the folder.

`a/news.txt` pairs with `a/news.txt`. The other files pair if their paths differ only in the language they name:
`news.en.txt` with `news.de.txt`, `en/news.txt` with `de/news.txt`. Both sides may be the same folder if the names show
the languages. Hidden files and folders are skipped.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.language.path_tags import without_language


@dataclasses.dataclass(frozen=True)
class Pair:
    """A source file with its translation and references.

    Args:
        name: Path of the translation below its folder, with `/`.
        source: File of the source.
        translation: File of the translation.
        references: Files of the references, in the order of their folders.
    """

    name: str
    source: Path
    translation: Path
    references: tuple[Path, ...] = ()


@dataclasses.dataclass(frozen=True)
class Unmatched:
    """A file without a counterpart, and the reason."""

    path: Path
    why: str


def pair_folders(
    source: Path,
    translation: Path,
    references: Sequence[Path] = (),
    *,
    source_lang: str = "",
    target_lang: str = "",
) -> tuple[tuple[Pair, ...], tuple[Unmatched, ...]]:
    """Pair the files of folders.

    Returns:
        The pairs by name, and every file that has no counterpart, by path.

    Raises:
        InputError: A path is not a folder, cannot be read, or has no files.
    """
    faults: dict[Path, Unmatched] = {}
    sides = {folder: _files(folder, faults) for folder in (source, translation, *references)}
    one_folder = translation.exists() and source.resolve() == translation.resolve()
    if one_folder:
        sources = _naming(sides[source], source_lang)
        targets = _naming(sides[translation], target_lang)
    else:
        sources, targets = sides[source], sides[translation]
    matched, unmatched = _match(sources, targets, (source_lang, target_lang), (source, translation))
    if one_folder:
        unmatched += [
            Unmatched(path, f"its name has neither {source_lang or 'source'} nor {target_lang or 'target'}")
            for name, path in sides[source].items()
            if name not in sources and name not in targets
        ]
    reference_files: dict[str, list[Path]] = {name: [] for name in matched}
    for folder in references:
        expected = {name: targets[name] for name in matched}
        hits, missing = _match(expected, sides[folder], (target_lang, target_lang), (translation, folder))
        reference_names = {translation_name: reference for reference, translation_name in hits.items()}
        for name in reference_files:
            if name in reference_names:
                reference_files[name].append(sides[folder][reference_names[name]])
        unmatched += missing
    pairs = tuple(
        Pair(name, sources[source_name], targets[name], tuple(reference_files[name]))
        for name, source_name in sorted(matched.items())
    )
    return pairs, tuple(sorted((*unmatched, *faults.values()), key=lambda item: (str(item.path), item.why)))


def _match(
    left: Mapping[str, Path], right: Mapping[str, Path], langs: tuple[str, str], folders: tuple[Path, Path]
) -> tuple[dict[str, str], list[Unmatched]]:
    """The counterpart on the left of each name on the right, and the files without a counterpart."""
    matched = {name: name for name in right if name in left}
    keys = [
        _by_key((name for name in side if name not in matched), lang)
        for side, lang in zip((left, right), langs, strict=True)
    ]
    unmatched: list[Unmatched] = []
    for key in sorted(keys[0].keys() | keys[1].keys()):
        left_names, right_names = (side.get(key, []) for side in keys)
        if len(left_names) == len(right_names) == 1:
            matched[right_names[0]] = left_names[0]
            continue
        for names, opposite, side, folder in (
            (left_names, right_names, left, folders[1]),
            (right_names, left_names, right, folders[0]),
        ):
            why = f"no counterpart in {folder}"
            if opposite:
                why = f"more than one file could pair: {', '.join(sorted([*names, *opposite]))}"
            unmatched += [Unmatched(side[name], why) for name in names]
    return matched, unmatched


def _by_key(names: Iterable[str], lang: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in sorted(names):
        groups.setdefault(without_language(name, lang), []).append(name)
    return groups


def _naming(files: Mapping[str, Path], lang: str) -> dict[str, Path]:
    if not lang:
        raise InputError(
            "source and translation are the same folder",
            "give --source-lang and --target-lang to distinguish its files",
        )
    return {name: path for name, path in files.items() if without_language(name, lang) != name}


def unread(path: Path) -> str:
    """Why something in a folder is not read, and what to do about it; empty for files, and for folders to look into."""
    if path.is_symlink():
        to = path.readlink()
        if path.is_dir():
            return f"a link to the folder {to}, which is not followed; copy the folder, or evaluate it in its own run"
        if not path.exists():
            return f"a link to {to}, which does not exist; correct or remove the link"
    return "" if path.is_file() or path.is_dir() else "neither a file nor a folder; remove it"


def _files(folder: Path, faults: dict[Path, Unmatched]) -> dict[str, Path]:
    """All files below a folder by relative path with `/`, without hidden files."""
    if not folder.is_dir():
        reason = "is a file, not a folder" if folder.exists() else "no such folder"
        raise InputError(f"{folder}: {reason}", "give folders only, or files only")

    def fail(error: OSError) -> None:
        raise InputError(f"{error.filename or folder} cannot be read: {error.strerror}", "check its permissions")

    by_name = {}
    for place, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(place) / name for name in (*folders, *names) if not name.startswith(".")):
            if why := unread(path):
                faults[path] = Unmatched(path, why)
            elif path.is_file():
                by_name[path.relative_to(folder).as_posix()] = path
    if not by_name:
        why = next((f"{item.path} is {item.why}" for item in faults.values() if item.path.is_relative_to(folder)), "")
        raise InputError(f"{folder} has no files", why or "give a folder with text files")
    return dict(sorted(by_name.items()))
