"""Languages: all that logic needs to know of one, in one file named by its tag, `de.toml`.

- `facts`: what the keys of a file mean, the facts about writing and grammar
- `sections`: the keys of the sections that hold words: numbers, negation, dangling words, words of asking, the clock
- `forms`: how a file writes words and opposites

A file is read when its language is first asked for, and once. `docs/languages.md` says how to add a language.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from mtqe.errors import ConfigError
from mtqe.lang.facts import SECTIONS, Language
from mtqe.lang.forms import read

_SUFFIX = ".toml"


@functools.cache
def language(tag: str) -> Language:
    """What is known of a language; the defaults if it has no file.

    Args:
        tag: BCP 47 tag such as `de` or `de-AT`; the file is that of its primary part.
    """
    file = _files().get(tag.split("-")[0].lower())
    return parse(file.read_text(encoding="utf-8"), file.name) if file else Language()


def parse(text: str, name: str) -> Language:
    """The language that a file describes.

    Args:
        text: The content of the file, TOML.
        name: Its name, for the message of an error.

    Raises:
        ConfigError: It is no TOML, or has an unknown key or a value of another type.
    """
    try:
        return msgspec.toml.decode(text, type=Language, dec_hook=read)
    except msgspec.DecodeError as error:
        raise ConfigError(f"{name}: {error}", "the keys are described in mtqe/lang/facts.py") from error


@functools.cache
def tags() -> tuple[str, ...]:
    """The primary tags of all languages that have a file, in alphabetical order."""
    return tuple(sorted(_files()))


@functools.cache
def known(section: str) -> frozenset[str]:
    """The primary tags of the languages whose file has a section, such as `numbers`; parses no file.

    Raises:
        KeyError: There is no such section.
    """
    if section not in SECTIONS:
        raise KeyError(section)
    head = re.compile(rf"^\[{{1,2}}{section}[.\]]", re.MULTILINE)
    return frozenset(tag for tag, file in _files().items() if head.search(file.read_text(encoding="utf-8")))


@functools.cache
def _files() -> dict[str, Traversable]:
    folder = resources.files("mtqe") / "lang"
    return {file.name.removesuffix(_SUFFIX): file for file in folder.iterdir() if file.name.endswith(_SUFFIX)}
