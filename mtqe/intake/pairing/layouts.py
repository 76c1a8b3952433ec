"""Recognises how a project keeps its languages, from the names of its files alone.

`docs/en/` with `docs/de/` and `docs/fr/`, `values/` with `values-de/`, `en.lproj/` or `Base.lproj/` with `de.lproj/`,
`en.json` with `de.json`, `news.md` with `news.de.md`: a file is a translation if its path, without the language that it
names, is that of a source. A source names its own language, or none. If it names none, a single translation is
evidence enough only in the folders of Android and Apple: elsewhere a name may end in letters that are a tag by chance
(`app_id.json`), so that two languages must stand beside the source, or the project have the language in another place.

Hidden folders, and those of packages and builds, are skipped, and so are the reports of mtqe.
"""

from __future__ import annotations

import dataclasses
import functools
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import endings
from mtqe.intake.pairing.folders import Unmatched
from mtqe.language import language_tags, path_tags
from mtqe.language.late_patterns import late

SKIPPED = frozenset(
    {
        "node_modules",
        "bower_components",
        "vendor",
        "third_party",
        "build",
        "dist",
        "target",
        "venv",
        "Pods",
        "__pycache__",
    }
)
"""Folders with files of other projects, or with copies of the project's own."""
MOST = 200_000
"""Files: of a folder in which languages are looked for. By hand: the names of so many are read in seconds."""
HEAD = 4_000
"""Bytes: of a file, in which a report of mtqe names itself."""
_OURS = late(rb'"schema": "mtqe\.|<meta name="generator" content="mtqe ')
_BASE, _ANY_LPROJ = "Base.lproj", "*.lproj"
_SURE = late(r"(^|/)(values|\*\.lproj)/")
"""A place of a program's texts, where the name of a folder is never anything but a language."""


@dataclasses.dataclass(frozen=True)
class Translations:
    """The files of a language.

    Args:
        pairs: Source and translation of each, by the path of the source.
        missing: Sources that another language has a translation of, and this one has not.
    """

    pairs: tuple[tuple[Path, Path], ...]
    missing: tuple[Unmatched, ...] = ()


def recognised(folder: Path, source_lang: str, wanted: Iterable[str] = ()) -> dict[str, Translations]:
    """The translations below a folder, by language.

    Args:
        folder: The folder.
        source_lang: BCP 47 tag of the source.
        wanted: BCP 47 tags of the languages to look for; by default every language that is there. Two files are then
            no longer asked for as evidence of a language.

    Returns:
        The languages in the order of their tags, or in that of `wanted`; those without a file are left out.

    Raises:
        InputError: The folder has too many files.
    """
    names = [path.relative_to(folder).as_posix() for path in _files(folder)]
    sources = _sources(names, source_lang)
    is_ours = functools.cache(lambda source: _is_ours(folder / source))
    found: dict[str, dict[str, str]] = defaultdict(dict)  # by language: the translation of each source
    for name in names:
        for tag in path_tags.named(name):
            source = sources.get(path_tags.without_language(name, tag))
            if not source or source == name or language_tags.same_language(tag, source_lang):
                continue
            if not is_ours(source):
                found[tag].setdefault(source, name)
                break
    asked = list(wanted)
    kept = {tag: _of(tag, found) for tag in asked} if asked else _evident(found, source_lang)
    translated = {source for pairs in kept.values() for source in pairs}
    return {tag: _translations(folder, tag, pairs, translated) for tag, pairs in kept.items() if pairs}


def _files(folder: Path) -> Iterator[Path]:
    """The files of formats that have each language in a file of its own."""
    number = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        for name in sorted(names):
            number += 1
            row = None if name.startswith(".") else endings.by_name(Path(name))
            if row is not None and row.kind != "pairs":
                yield Path(place) / name
        if number > MOST:
            message = f"{folder.resolve()} has more than {MOST:,} files, so its languages are not looked for"
            raise InputError(message, "give the folder of the project, or the files")


def _sources(names: Iterable[str], source_lang: str) -> dict[str, str]:
    """The file that is the source of each path without a language.

    One that names the language of the source comes first, then one that names a variety of it (`en-US` for `en`).
    """
    exact: dict[str, str] = {}
    similar: dict[str, str] = {}
    without: dict[str, str] = {}
    for name in names:
        if tag := _own(name, source_lang):
            kind = exact if tag == source_lang else similar
            kind.setdefault(path_tags.without_language(name, tag), name)
        else:
            without.setdefault(name.replace(f"{_BASE}/", f"{_ANY_LPROJ}/"), name)
    return without | similar | exact


def _own(name: str, source_lang: str) -> str:
    """The tag by which a path names the language of the source; empty if it does not."""
    return next((tag for tag in path_tags.named(name) if language_tags.same_language(tag, source_lang)), "")


def _is_ours(path: Path) -> bool:
    """Whether a file is a report of mtqe: its pages and files of several languages are named as translations are."""
    try:
        with path.open("rb") as stream:
            return _OURS.search(stream.read(HEAD)) is not None
    except OSError:
        return False  # the reader of the file says why


def _of(tag: str, found: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """The translations in a language: as the names write it, else in the only variety of it (`pt` for `pt-BR`)."""
    if tag in found:
        return found[tag]
    similar = [pairs for other, pairs in found.items() if language_tags.same_language(tag, other)]
    return similar[0] if len(similar) == 1 else {}


def _evident(found: Mapping[str, dict[str, str]], source_lang: str) -> dict[str, dict[str, str]]:
    """The languages of which there is evidence enough, each with all its translations."""
    languages: dict[str, set[str]] = defaultdict(set)
    for tag, pairs in found.items():
        for source in pairs:
            languages[source].add(tag)

    def is_evident(source: str, translation: str) -> bool:
        names_its_own = bool(_own(source, source_lang))
        is_sure = bool(_SURE.search(source.replace(f"{_BASE}/", f"{_ANY_LPROJ}/")))
        return names_its_own or is_sure or len(languages[source]) > 1

    return {tag: found[tag] for tag in sorted(found) if any(is_evident(*pair) for pair in found[tag].items())}


def _translations(folder: Path, tag: str, pairs: Mapping[str, str], translated: Iterable[str]) -> Translations:
    missing = sorted(set(translated) - pairs.keys())
    return Translations(
        tuple((folder / source, folder / pairs[source]) for source in sorted(pairs)),
        tuple(Unmatched(folder / source, f"no translation in {tag}") for source in missing),
    )
