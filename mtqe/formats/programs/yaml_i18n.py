"""YAML files with the texts of programs, such as those of Ruby on Rails.

Keys, lists and plural forms are those of JSON files (`mtqe.formats.programs.text_tree`).
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from mtqe.errors import InputError
from mtqe.formats.programs import changed_values, text_tree, yaml_places
from mtqe.formats.programs.yaml_places import BLOCKS, Scalar
from mtqe.formats.unread import COMMENT, Covered, Unread, of_tree
from mtqe.formats.values import Unit
from mtqe.language.late_patterns import late

_UNPRINTABLE = late("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")
"""What YAML wants escaped; a byte order mark and the line breaks of Unicode are among it."""
_STARTS = frozenset("-?:,[]{}#&*!|>'\"%@`~=<")
"""Signs that do not begin a plain scalar, or not always."""

TAGGED = "value with a tag of its own"
_COMMENT = late(r"(?:^|(?<=[ \t]))#[^\n]*[^\s#]", re.MULTILINE)
_OF_NUMBERS = "0123456789abcdefxoABCDEF_.,+-:TZ "
"""Signs of numbers and dates."""
_WORDS = frozenset({"true", "false", "null"})


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file.

    Raises:
        InputError: The content is not YAML, has no keys, or has several documents.
    """
    yield from text_tree.units(yaml_places.parse(content, path), path)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    yield from of_tree(yaml_places.parse(content, path), content, covered)
    scalars = _scalars(content)
    for scalar in scalars:
        if scalar.is_tagged and any(map(str.isalnum, content[scalar.start : scalar.end])):
            yield Unread(TAGGED, scalar.start)
    for match in _COMMENT.finditer(content):
        before = bisect.bisect_right(scalars, match.start(), key=lambda scalar: scalar.start) - 1
        if before < 0 or scalars[before].end <= match.start():
            yield Unread(COMMENT, match.start())


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The values that are no texts and that the translation changes; see `Comparing`."""
    return changed_values.changed(yaml_places.parse(content, path), yaml_places.parse(translated, translation))


def language(content: str, path: Path) -> str:
    """The language that the only key at the top names; empty if it names none."""
    return text_tree.language(yaml_places.parse(content, path))


def escape(text: str, content: str, start: int) -> str:
    """A text in the style of the scalar at a place.

    Raises:
        InputError: A scalar of this style cannot hold the text.
    """
    scalars = _scalars(content)
    number = bisect.bisect_left(scalars, start, key=lambda item: item.end)
    if number == len(scalars) or scalars[number].start > start:
        raise ValueError(f"there is no text at offset {start}")
    scalar = scalars[number]
    if scalar.start == scalar.end or (scalar.style in BLOCKS and "\n" not in content[scalar.start : start]):
        _refuse("it has no line for a text")
    at_edge = start <= scalar.start + len(scalar.style) or content[start - 1 : start].isspace()
    if scalar.style in ("'", '"') and not text and at_edge and "\n" in content[scalar.start : scalar.end]:
        _refuse("a line of it could become blank")
    if scalar.style == '"':
        return _double_quoted(text)
    if _UNPRINTABLE.search(text):
        _refuse("a character must be escaped")
    if scalar.style in BLOCKS:
        return _block(text, content, start, scalar)
    if "\n" in text or "\t" in text:
        _refuse("it has a line break or tab")
    if text[-1:] == " " or (text[:1] == " " and at_edge):
        _refuse("it has a space at its edge")
    if scalar.style == "'":
        return text.replace("'", "''")
    is_start = start == scalar.start
    if (is_start and text[:1] in _STARTS) or (text[:1] == "#" and at_edge) or ":" in text or " #" in text:
        _refuse("it has a sign of YAML")
    if scalar.in_flow and set(text) & set(",[]{}"):
        _refuse("it has a sign of YAML")
    before = content[scalar.start : start]
    if not (before + text).strip(_OF_NUMBERS) or (before + text).lower() in _WORDS or (not text and at_edge):
        _refuse("the whole text could become a number or nothing")
    if not text and before.endswith(":"):
        _refuse("it has a sign of YAML")
    return text


def quoted(text: str, content: str, start: int) -> str:
    """A text in place of a whole scalar without quotes, with quotes.

    Raises:
        InputError: The scalar has quotes or is a block, which cannot hold the text.
    """
    if any(scalar.start == start < scalar.end and not scalar.style for scalar in _scalars(content)):
        return f'"{_double_quoted(text)}"'
    return escape(text, content, start) if text else ""


@functools.lru_cache(maxsize=2)  # `escape` asks for each text of a file
def _scalars(content: str) -> tuple[Scalar, ...]:
    return tuple(yaml_places.scalars(content))


def _double_quoted(text: str) -> str:
    """A text between double quotes. Spaces at its edges are escaped, because a line break can stand beside them."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    text = _UNPRINTABLE.sub(lambda match: _code_point(match[0]), text)
    if text[:1] == " ":
        text = f"\\x20{text[1:]}"
    return f"{text[:-1]}\\x20" if text[-1:] == " " else text


def _code_point(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02X}" if number < 256 else f"\\u{number:04X}" if number < 65536 else f"\\U{number:08X}"


def _block(text: str, content: str, start: int, scalar: Scalar) -> str:
    if text != text.strip() or "\t" in text or (not text and content[start - 1 : start].isspace()):
        _refuse("it has white space at its edge")
    if content[start - 1 : start] in "\r\n":
        _refuse("it would be on an empty line")
    if "\n" not in text:
        return text
    if scalar.style == ">":
        _refuse("it has a line break")
    return text.replace("\n", "\n" + " " * scalar.indent)


def _refuse(why: str) -> NoReturn:
    raise InputError(f"this YAML text cannot hold the new text: {why}", "put the text in double quotes")
