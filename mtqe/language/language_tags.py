"""Language tags: which are known, what they mean, and which one a user probably meant."""

from __future__ import annotations

import difflib
import functools
import importlib.metadata
import re
from collections.abc import Sequence

from mtqe.errors import ConfigError
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.machine import prepared_value

NEAR = 3
"""Folders: how many above a file may name its language. `de/LC_MESSAGES/app.po` has it in the second."""
_UNDERSCORED_REGION = late(r"_([A-Z]{2})(?=[._]|$)")
_FOLDER = late(r"(?:values-)?([a-z]{2})(?:[-_]r?([A-Z]{2}))?(?:\.lproj)?")
_TAG = late(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_WORD = late(r"[^\W_]\S*")
"""Matches a word from its first letter or digit on."""


def canonical(tag: str) -> str:
    """The tag in its usual spelling, such as `de-AT` for `de_at`.

    Raises:
        ConfigError: `tag` is not a BCP 47 tag, or CLDR does not know the language.
    """
    primary = re.split("[-_]", tag)[0].lower()
    if _TAG.fullmatch(tag) and primary in _names():
        subtags = re.split("[-_]", tag)[1:]
        return "-".join([primary, *(part.title() if len(part) == 4 else part.upper() for part in subtags)])
    by_name = {name.lower(): code for code, name in _names().items()}
    if tag.lower() in by_name:
        raise ConfigError(f"unknown language {tag!r}", f"use the tag {by_name[tag.lower()]!r}")
    if spoken := _language_of_country(primary):
        raise ConfigError(
            f"unknown language {tag!r}", f"{primary.upper()} is a country; did you mean its language {spoken!r}?"
        )
    close = difflib.get_close_matches(primary, [code for code in _names() if len(code) == 2], n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(map(repr, close))}? " if close else ""
    raise ConfigError(f"unknown language {tag!r}", f"{hint}use a BCP 47 tag such as 'de' or 'pt-BR'")


def is_known(tag: str) -> bool:
    """Whether CLDR knows the language of a tag."""
    return re.split("[-_]", tag)[0].lower() in _names()


def _language_of_country(code: str) -> str | None:
    """The language that most people of a country speak, by CLDR: `ja` for `jp`."""
    from babel.core import get_global

    tag: str | None = get_global("likely_subtags").get(f"und_{code.upper()}")
    return tag.split("_")[0] if tag and len(code) == 2 else None


def from_name(path: str) -> str | None:
    """The language that a path names, else `None`.

    It is at the end of the name of the file or folder (`news.de.txt`, `news_de.txt`, `app_pt_BR.arb`, `docs/de`), or
    else in the name of a folder near by (`de/news.txt`, `values-de/strings.xml`, `de.lproj/Main.strings`).
    """
    *folders, name = re.split(r"[\\/]", path.rstrip("\\/"))
    for part in reversed(re.split(r"[._]", _UNDERSCORED_REGION.sub(r"-\1", name))):
        if tag := _tag_of(part):
            return tag
    for folder in reversed(folders[-NEAR:]):
        match = _FOLDER.fullmatch(folder)
        if match and (tag := _tag_of("-".join(filter(None, match.groups())))):
            return tag
    return None


def _tag_of(part: str) -> str | None:
    # "mt" in a file name means machine translation far more often than Maltese.
    if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", part) and part != "mt" and part[:2] in _names():
        return canonical(part)
    return None


def same_language(first: str, second: str) -> bool:
    """Whether two tags name one language: they are equal, or one is the other without a region."""
    left, right = first.lower().replace("_", "-"), second.lower().replace("_", "-")
    if left == right:
        return True
    return ("-" not in right and left.split("-")[0] == right) or ("-" not in left and right.split("-")[0] == left)


def name(tag: str) -> str:
    """The language's English name, such as `German`."""
    return _names().get(tag.split("-")[0], tag)


def names(tag: str, tongues: Sequence[str]) -> frozenset[str]:
    """The names of a language in English and in other languages, in lower case: *german*, *deutsch*, *allemand*."""
    from babel import Locale, UnknownLocaleError

    spellings = {name(tag).lower()}
    for tongue in tongues:
        try:
            spellings.add((Locale(tongue.split("-")[0]).languages.get(tag.split("-")[0]) or name(tag)).lower())
        except (UnknownLocaleError, ValueError):
            continue
    return frozenset(spellings)


def count_words(text: str, lang: str) -> int:
    """The number of words of a text, the base of "per 1,000 words".

    A word is a run of characters between spaces with at least one letter or digit. In languages without spaces two
    letters or digits count as one word, the usual rule for translation invoices.
    """
    if language(lang).spaceless:
        return (sum(map(str.isalnum, text)) + 1) // 2
    return len(_WORD.findall(text))


@functools.cache
def _names() -> dict[str, str]:
    """The English names of the languages that CLDR knows, by their primary tags."""
    return prepared_value.kept(f"language-names-{importlib.metadata.version('babel')}", dict[str, str], _read_names)


def _read_names() -> dict[str, str]:
    from babel import Locale

    return {code: english for code, english in Locale("en").languages.items() if re.fullmatch(r"[a-z]{2,3}", code)}
