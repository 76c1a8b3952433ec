"""Placeholders of programs in a text: printf, Python, shell, templates, and ICU MessageFormat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.support.tokens import Token

# `% d` with a space is left out, since "50 % der" is German; so is a letter after the conversion, as in "5%discount".
_PRINTF = (
    r"%(?:\d+\$|\(\w+\))?[-+#0]*\d*(?:\.\d+)?(?:hh?|ll?|[Lzjt])?[@sdiufFeEgGxXoc](?![A-Za-z])"
    r"|%\{\w+\}|%[A-Z][A-Z0-9_]+%"
)
_PYTHON = r"\{(?:[A-Za-z_][\w.\[\]-]*|\d*)(?:![rsa])?(?::[^{}\s]*)?\}"
_PATTERN = re.compile(
    r"(?P<template>\{\{\{?[^{}]*\}?\}\}|\{%[^{}]*%\}|<%=?[^%]*%>)"
    r"|(?P<dollar>\$\{[^{}\s]+\}|(?<![\w$])\$[A-Za-z_]\w+\b(?!\$))"
    rf"|(?P<printf>(?<![\w%]){_PRINTF})"
    rf"|(?P<brace>{_PYTHON})"
)
_ICU = re.compile(r"\{\s*(\w+)\s*,\s*(\w+)\s*([,}])")
_BRACKET = re.compile(r"[{}]")
LONGEST = 5_000
"""Characters of the longest ICU message that is read."""
_NUMBERED = re.compile(r"%(\d+)\$(.*)", re.DOTALL)
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

    The n-th printf placeholder without a number and the one numbered n have the same key.
    """
    if "%" not in text and "{" not in text and "$" not in text:
        return []
    found = messages(text)
    tokens = [Token(_head(text, one), one.start, _head_end(text, one), f"{one.name}, {one.kind}", "{") for one in found]
    free = text
    for one in found:
        free = free[: one.start] + " " * (one.end - one.start) + free[one.end :]
    count = 0
    for match in _PATTERN.finditer(free):
        key = re.sub(r"\s+", "", match[0])
        if match["printf"] and not match[0].startswith(("%(", "%{")) and not match[0].endswith("%"):
            numbered = _NUMBERED.fullmatch(match[0])
            count += numbered is None
            key = f"%{numbered[1]}${numbered[2]}" if numbered else f"%{count}${match[0][1:]}"
        make = match.lastgroup or ""
        tokens.append(Token(match[0], *match.span(), key, "{" if make in {"brace", "template"} else make))
    return sorted(tokens, key=lambda token: token.start)


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
