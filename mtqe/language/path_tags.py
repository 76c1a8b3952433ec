"""The languages that a path names, and the path without them: the files of all languages then have one name.

A folder names a language (`docs/de/`, `values-pt-rBR/`, `de.lproj/`), or a part of the name of a file does
(`news.de.txt`, `messages_pt_BR.properties`, `de.json`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from mtqe.language import language_tags
from mtqe.language.late_patterns import late

_VALUES, _LPROJ = "values-", ".lproj"
_SHAPE = late(r"[a-z]{2,3}([-_+](?:[A-Z][a-z]{3}|[A-Z]{2}|[a-z]{2}|[0-9]{3})){0,2}")
_SHORT = r"[a-z]{2}(?:[-_][a-z]{2,4})?"
_SHORT_TAG, _LAST_TAG = late(_SHORT), late(rf"(?<=\w)[._-]({_SHORT})(?=\.\w+$)")
"""The language of a folder, and that before the ending of a file, in lower case."""
_ANDROID = late(r"^b\+|(?<=-)r(?=[A-Z]{2}$)")
"""What Android writes around the subtags of a folder: `b+sr+Latn`, `pt-rBR`."""


def tags(lang: str) -> frozenset[str]:
    """The spellings of a tag in paths: the tag itself and its language without a region, in lower case."""
    return frozenset({_plain(lang), _plain(lang).split("-")[0]} - {""})


def without_language(name: str, lang: str) -> str:
    """The path without the parts that name the language: `en/news.en.txt` and `de/news.de.txt` become `*/news.txt`.

    `values-de/` becomes `values/`, `de.lproj/` becomes `*.lproj/`, and `de.json` becomes `*.json`.
    """
    spellings = tags(lang)
    *folders, file = PurePosixPath(name).parts
    pieces = re.split(r"([._-])", file)
    return "/".join([*(_folder(part, spellings) for part in folders), _drop(pieces, spellings)])


def named(name: str) -> Iterator[str]:
    """The languages that the parts of a path name, each once: those of folders first, then those of the file."""
    *folders, file = PurePosixPath(name).parts
    parts = [part.removesuffix(_LPROJ).removeprefix(_VALUES) for part in folders]
    pieces = re.split(r"([._-])", file)
    runs = ("".join(pieces[start : start + length]) for length in (5, 3, 1) for start in range(0, len(pieces), 2))
    yield from dict.fromkeys(filter(None, map(_tag_of, (*parts, *runs))))


def of_page(link: str) -> tuple[list[str], bool]:
    """The folders and the name of the file that a relative link leads to, in lower case and without their languages.

    Whoever writes a link to a page in another language names that language by two letters, and nearly always at the end
    of the name: `tides.de.md`. So other parts of a name are no languages, although three letters often look like one.

    Returns:
        The parts, and whether one of them named a language.
    """
    *folders, file = [part for part in link.lower().split("/") if part not in ("", ".", "..")] or [""]
    left = [part for part in folders if not (_SHORT_TAG.fullmatch(part) and language_tags.is_known(part))]
    tag = _LAST_TAG.search(file)
    is_named = tag is not None and language_tags.is_known(tag[1])
    name = _LAST_TAG.sub("", file) if is_named else file
    return [*left, name], is_named or len(left) < len(folders)


def _folder(part: str, spellings: Collection[str]) -> str:
    if part.startswith(_VALUES) and _plain(_ANDROID.sub("", part.removeprefix(_VALUES))) in spellings:
        return _VALUES.rstrip("-")
    if part.endswith(_LPROJ) and _plain(part.removesuffix(_LPROJ)) in spellings:
        return f"*{_LPROJ}"
    return "*" if _plain(part) in spellings else part


def _drop(pieces: list[str], spellings: Collection[str]) -> str:
    # Tags such as pt-BR and zh_Hans are split at their hyphen, too, so the longest run of pieces wins. Of several the
    # last one wins, because a name may start with a word that looks like a tag.
    for length in (5, 3, 1):
        for start in reversed(range(0, len(pieces) - length + 1, 2)):
            if _plain("".join(pieces[start : start + length])) in spellings:
                before, after = pieces[:start], pieces[start + length :]
                if not before and len(after) == 2:  # only an ending is left
                    return "*" + "".join(after)
                return "".join(before[:-1] + after if before else after[1:]) or "*"
    return "".join(pieces)


def _tag_of(part: str) -> str:
    """The language of a part that is written as a tag; empty if it is none."""
    tag = _plain(_ANDROID.sub("", part))
    # "mt" in a name means machine translation far more often than Maltese.
    is_tag = _SHAPE.fullmatch(_ANDROID.sub("", part)) and tag != "mt" and language_tags.is_known(tag)
    return language_tags.canonical(tag) if is_tag else ""


def _plain(text: str) -> str:
    return text.lower().replace("_", "-").replace("+", "-")
