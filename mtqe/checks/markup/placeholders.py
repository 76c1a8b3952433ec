"""Placeholders of programs in a text: printf, Python, shell, templates, and ICU MessageFormat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.shared import addresses
from mtqe.checks.shared.kept_tokens import Token

# `% d` with a space is left out, since "50 % der" is German; so is what stands behind a number, as in "5%discount" and
# "20 %ige". `%%` is read first, so that the second sign of `%%s` begins nothing.
_LETTER = r"[A-Za-z\u00c0-\u024f]"
_SIZE = r"(?:hh?|ll?|[LzjtZ])?"
_NO_SHARE = r"(?<!\d[ \u00a0\u202f])"
_FLAGS = r"%(?:\d+\$|\(\w+\))?[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?"
_PRINTF = (
    rf"{_FLAGS}{_SIZE}[@sdiufFeEgGxXocm](?!{_LETTER})|%n(?![A-Za-z])"
    rf"|{_NO_SHARE}(?:{_FLAGS}{_SIZE}[@sdiufFeEgGxXocm](?=[A-Za-z]{{1,2}}(?!{_LETTER}))|%(?:\d+\$)?{_SIZE}[sdu](?=[A-Za-z]))"
)
_BEFORE_PERCENT = r"(?<!\d)"
_NO_SPACE = r"(?!(?<=\w)%20)"  # the space of a coded address, `my%20tides`
_CELL = r"\.\$?[A-Z]{1,3}\$?\d"
"""What follows the name of a sheet: `$Sheet1.A1`."""
_FIELD = r"(?:[^\W\d][\w.\[\]-]*|\d*)(?:,-?\d+)?(?:![rsa])?(?::(?:[^{}\s]*|[%yMdHhms][%yMdHhmsIBbp:/., -]*))?"
_PATTERN = re.compile(
    r"(?P<template>\{\{\{?[^{}]*\}?\}\}|\{%[^{}]*%\}|<%=?[^%]*%>|\$t\([\w.:, -]+\))"
    rf"|(?P<dollar>\$\{{[^{{}}\s]+\}}|(?<![\w$#])\$[A-Za-z_][A-Za-z0-9_]+(?![A-Za-z0-9_$]|{_CELL}))"
    rf"|(?P<literal>%%)|(?P<environment>%[A-Z][A-Z0-9_]+%)|(?P<printf>{_BEFORE_PERCENT}{_NO_SPACE}(?:{_PRINTF}))"
    rf"|(?P<position>{_BEFORE_PERCENT}%L?[1-9]\d?(?![\w$%]|[.,]\d))"
    rf"|(?P<brace>[#%]?\{{{_FIELD}\}}|\{{\s*[-$][A-Za-z][\w-]*\s*\}})"
    r"|(?P<link>(?<![\w@])@(?:\.[a-z]+)?:[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)"
)
_PARTS = re.compile(rf"%(?:(\d+)\$|\((\w+)\))?[-+#0]*(\d+|\*)?(\.(?:\d+|\*))?{_SIZE}(.)")
# What dates alone have: there every letter is one of theirs, and a translator puts them in another order.
_DATE = re.compile(r"%-?[BbHIjMpYyZ](?![A-Za-z])|%-[dem](?![A-Za-z])")
_PARAMETER = re.compile(r"(?<![^\s(\"'“„«])(?P<parameter>:[a-z_]\w+)(?![\w:])")
_NAMED = re.compile(r"(?<![A-Za-z0-9_:/])(?P<parameter>:[A-Za-z_\u00c0-\u024f\u0400-\u04ff]+)(?!:)")
_ICU = re.compile(r"\{\s*(\w+)\s*,\s*(\w+)\s*([,}])")
_BRACKET = re.compile(r"[{}]")
_SIGNS = "%{$@"
LONGEST = 5_000
"""Characters of the longest ICU message that is read."""
_PROSE = re.compile(r"\{[^\W\d_]+(?:[ -][^\W\d_]+)+\}")
"""What the reader is to replace, told in words: `{user profile}`."""
_CHOICES = frozenset({"plural", "select", "selectordinal"})
_SIMPLE = frozenset({"number", "date", "time", "spellout", "ordinal", "duration", "list"})
_BRANCH = re.compile(r"\s*(?:offset:\d+\s*)?(=\d+|\w+)\s*\{")


class Message(NamedTuple):
    """An ICU argument with its branches: `{count, plural, one {# ship} other {# ships}}`.

    Args:
        start: Where it begins, code points.
        end: Where it ends.
        name: Name or number of the argument.
        kind: `plural`, `select`, `selectordinal`, or the type of a simple argument such as `date`.
        branches: Selector, and where it and its text stand.
    """

    start: int
    end: int
    name: str
    kind: str
    branches: tuple[tuple[str, int, int], ...]


def placeholders(text: str) -> list[Token]:
    """The placeholders of a text outside ICU branches, in order.

    The n-th printf placeholder without a number and the one numbered n have the same key. Width and flags are no part
    of it: a translator sets the columns of a table anew.
    """
    if not any(map(text.__contains__, _SIGNS)):
        return []
    found = messages(text)
    tokens = [Token(_head(text, one), one.start, _head_end(text, one), f"{one.name}, {one.kind}", "{") for one in found]
    free = without_messages(addresses.without(text))
    is_date, count = bool(_DATE.search(free)), 0
    for match in _PATTERN.finditer(free):
        make = match.lastgroup or ""
        if make == "literal" or (make == "printf" and is_date):
            continue
        key = re.sub(r"\s+", "", match[0])
        if make == "printf":
            key, taken = _printf(match[0], count)
            count += taken
        tokens.append(Token(match[0], *match.span(), key, "{" if make in {"brace", "template"} else make))
    if not any(token.make == "position" and token.key.endswith("1") for token in tokens):
        tokens = [token for token in tokens if token.make != "position"]  # %5 is Turkish for 5 %
    return sorted(tokens, key=lambda token: token.start)


def _printf(text: str, before: int) -> tuple[str, int]:
    """The key of a printf placeholder, and how many arguments it takes in their order; so many were taken before."""
    parts = _PARTS.fullmatch(text)
    if parts is None or parts[5] == "m":
        return "%m", 0
    number, name, width, precision, kind = parts.groups()
    does = (precision or "") + ("d" if kind == "i" else kind)
    if name:
        return f"%({name}){does}", 0
    stars = (width == "*") + (precision == ".*")
    return f"%{number or before + stars + 1}${does}", 0 if number else stars + 1


def parameters(source: str, target: str) -> list[list[Token]]:
    """The placeholders with a colon before (`:name`) of a source, and whatever looks like one in its translation."""
    if ":" not in source or not _PARAMETER.search(source):
        return [[], []]
    return [
        [Token(match[0], *match.span("parameter"), match[0].lower(), ":") for match in pattern.finditer(text)]
        for pattern, text in ((_PARAMETER, source), (_NAMED, target))
    ]


def without_prose(tokens: list[Token], others: list[Token], other: str) -> list[Token]:
    """The tokens without words in brackets, which may translate what the other side tells in several: `{old port}`."""
    if not _PROSE.search(other):
        return tokens
    there = {token.key for token in others}
    return [token for token in tokens if token.key in there or token.make != "{" or not token.text[1:-1].isalpha()]


def bare_percents(text: str) -> list[int]:
    """Where a per cent sign stands that is neither doubled nor part of a placeholder."""
    used = {at for match in _PATTERN.finditer(text) for at in range(*match.span())}
    return [at for at, char in enumerate(text) if char == "%" and at not in used]


def without_messages(text: str) -> str:
    """The text with its ICU messages blanked out, of the same length."""
    for one in messages(text) if "{" in text else ():
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _head(text: str, message: Message) -> str:
    return text[message.start : _head_end(text, message)]


def _head_end(text: str, message: Message) -> int:
    """Where the name and type of an argument end; a simple argument as a whole."""
    if not message.branches:
        return message.end
    match = _ICU.match(text, message.start)
    return match.end(2) if match else message.end


def messages(text: str) -> list[Message]:
    """The outermost ICU arguments of a text that have a type; those whose brackets do not close are none."""
    found: list[Message] = []
    at = 0
    while match := _ICU.search(text, at):
        end = _closing(text, match.start())
        at = match.end()
        if end is None:
            continue
        branches = tuple(_branches(text, match.end(), end - 1)) if match[2] in _CHOICES and match[3] == "," else ()
        if branches or match[2] in _SIMPLE:
            found.append(Message(match.start(), end, match[1], match[2], branches))
            at = end
    return found


def _closing(text: str, start: int) -> int | None:
    """The end of the bracket that opens there, if it is not too far away."""
    depth = 0
    for match in _BRACKET.finditer(text, start, start + LONGEST):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.end()
    return None


def _branches(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    while (match := _BRANCH.match(text, start, end)) and (close := _closing(text, match.end() - 1)) is not None:
        yield match[1], match.start(1), close
        start = close
