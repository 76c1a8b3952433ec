"""What the code knows of each language, in one file per language named by its tag, such as `tables/de.toml`.

- `facts`: the keys for writing and grammar
- `sections`: the keys of the word lists: numbers, negation, dangling words, words of asking and address, persons, the
  clock
- `forms`: how a file writes lists of words and opposites

A file is read once, on first use of its language. `docs/languages.md` says how to add a language.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from mtqe.errors import ConfigError
from mtqe.language.facts import SECTIONS, Language
from mtqe.language.forms import read

_SUFFIX = ".toml"


@functools.cache
def language(tag: str) -> Language:
    """The file of a language; the defaults if it has no file.

    Args:
        tag: BCP 47 tag such as `de` or `de-AT`; its primary subtag names the file.
    """
    file = _files().get(tag.split("-")[0].lower())
    return parse(file.read_text(encoding="utf-8"), file.name) if file else Language()


def parse(text: str, name: str) -> Language:
    """Read the content of a language file.

    Raises:
        ConfigError: The content is no TOML, has an unknown key, or a value of the wrong type.
    """
    try:
        return msgspec.toml.decode(text, type=Language, dec_hook=read)
    except msgspec.DecodeError as error:
        raise ConfigError(f"{name}: {error}", "the keys are described in mtqe/language/facts.py") from error


@functools.cache
def tags() -> tuple[str, ...]:
    """The primary tags of all languages that have a file, in alphabetical order."""
    return tuple(sorted(_files()))


@functools.cache
def tags_with(section: str) -> frozenset[str]:
    """The primary tags of the languages whose file has a section, such as `numbers`; parses no file.

    Raises:
        KeyError: No language file can have such a section.
    """
    if section not in SECTIONS:
        raise KeyError(section)
    head = re.compile(rf"^\[{{1,2}}{section}[.\]]", re.MULTILINE)
    return frozenset(tag for tag, file in _files().items() if head.search(file.read_text(encoding="utf-8")))


@functools.cache
def _files() -> dict[str, Traversable]:
    folder = resources.files("mtqe") / "language" / "tables"
    return {file.name.removesuffix(_SUFFIX): file for file in folder.iterdir() if file.name.endswith(_SUFFIX)}
