"""What the code knows of each language, in one file per language named by its tag, such as `tables/de.toml`.

- `facts`: the keys for writing and grammar
- `sections`: the keys of the word lists: numbers, negation, dangling words, words of asking and address, persons, the
  clock, and words that are looked for in a text of any language
- `forms`: how a file writes lists of words and opposites

A file is read once, on first use of its language. `docs/languages.md` says how to add a language.
"""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from mtqe.errors import ConfigError
from mtqe.language.facts import SECTIONS, Language, Measured
from mtqe.language.forms import Section, read
from mtqe.language.sections import Anywhere
from mtqe.machine import prepared_value

_SUFFIX = ".toml"
_Values = dict[str, Any]


@functools.cache
def language(tag: str) -> Language:
    """The file of a language; the defaults if it has no file.

    Args:
        tag: BCP 47 tag such as `de` or `de-AT`; its primary subtag names the file.
    """
    file = _files().get(tag.split("-")[0].lower())
    return _kept(file.read_text(encoding="utf-8"), file.name) if file else Language()


def _kept(text: str, name: str) -> Language:
    """What `parse` gives; the values of the file are kept, because Python reads TOML slowly."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    try:
        values = prepared_value.kept(
            f"language-{name.removesuffix(_SUFFIX)}-{digest}", _Values, lambda: tomllib.loads(text)
        )
        return msgspec.convert(values, Language, dec_hook=read)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError):
        return parse(text, name)  # says what is wrong


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
def frequent(tag: str) -> frozenset[str]:
    """The frequent words of a language, in lower case: those that only it has, and those that others may have, too."""
    words = language(tag).frequent
    return frozenset((*words.function, *words.common))


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
    return frozenset(tag for tag, found in _heads().items() if section in found)


@functools.cache
def _heads() -> dict[str, frozenset[str]]:
    """The sections that each language's file has."""
    head = re.compile(r"^\[{1,2}(\w+)[.\]]", re.MULTILINE)
    return {tag: frozenset(head.findall(file.read_text(encoding="utf-8"))) for tag, file in _files().items()}


def was_measured(rule: str, source: str, target: str) -> bool:
    """Whether the files of two languages say that a check, a rule or a metric was measured on their pair.

    Args:
        rule: Id of a check, such as `ACC117`, a rule of it, such as `ACC112/echo`, or the name of a metric.
        source: Primary tag of the source language.
        target: Primary tag of the target language.
    """
    pair = f"{source}-{target}"
    return any(rule in language(tag).measured.pairs.get(pair, ()) for tag in (source, target))


@functools.cache
def measured_pairs(rule: str) -> tuple[str, ...]:
    """All pairs that a check, a rule or a metric was measured on, in alphabetical order."""
    measured = (short.measured.pairs for short in _short_sections())
    return tuple(sorted(pair for pairs in measured for pair, rules in pairs.items() if rule in rules))


@functools.cache
def anywhere(key: str) -> frozenset[str]:
    """The words or patterns of all languages under a key of the section `anywhere`, such as `joins`."""
    return frozenset(word for short in _short_sections() for word in getattr(short.anywhere, key))


def any_of(key: str) -> str:
    """A pattern that matches any of the words or patterns of `anywhere`; it has no group."""
    return f"(?:{'|'.join(sorted(anywhere(key), key=lambda word: (-len(word), word)))})"


class _Short(Section, frozen=True, kw_only=True):
    """The sections of a file that are asked of all languages at once."""

    measured: Measured = Measured()
    anywhere: Anywhere = Anywhere()


@functools.cache
def _short_sections() -> tuple[_Short, ...]:
    """These sections of each file that has any, without the others, which take long to read."""
    part = re.compile(r"^\[(?:measured|anywhere)[.\]].*\n(?:[^\[\n].*\n|\n)*", re.MULTILINE)
    texts = ("".join(part.findall(file.read_text(encoding="utf-8"))) for file in _files().values())
    return tuple(msgspec.toml.decode(text, type=_Short, dec_hook=read) for text in texts if text)


@functools.cache
def _files() -> dict[str, Traversable]:
    folder = resources.files("mtqe") / "language" / "tables"
    return {file.name.removesuffix(_SUFFIX): file for file in folder.iterdir() if file.name.endswith(_SUFFIX)}
