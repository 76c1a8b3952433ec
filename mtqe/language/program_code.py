"""Reads program code without judging it: what remains of it if a translator translates all that may be translated."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

from mtqe.language.late_patterns import late

MOST = 40_000
"""Pairs: of words and signs of two pieces of code that are compared at most; more are one difference."""
OPTIONS = 2
"""Options: of the shortest text that shows how a command is called."""
MOSTLY = 0.6
"""Share: of the parts of such a text that are options and names of values, at least."""
COMMAND = 3
"""Words: of a command before its first option or value, at most, if nothing but these follows."""
Range = tuple[int, int]
_LINE_COMMENT = late(r"(?:^|(?<=\s))(?:#|//|--|;|%|REM\b)(?=\s|$).*$|(?:^|(?<=\s))//.*$", re.MULTILINE)
_PROMPT = late(r"^[^\S\n]*[$>](?=[^\S\n])", re.MULTILINE)
_STRING = late(r"\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」|<[^<>\n/=\"']+>")
_END_TAG = late(r"</[a-z]")
_BETWEEN_TAGS = late(r"(?<=>)[^<>]+(?=<)")
_LETTER = late(r"[^\W\d]")
_TOKEN = late(r"\w+|[^\w\s]")


_CODE_LINE = late(
    r"[^\S\n]*(?:>>>|\.\.\.)(?=\s|$).*|(?:from [\w.]+ )?import [\w.*, ]+|(?:def|class) \w+.*:"
    r"|(?:[\w.]+ = )?[\w.]+\(.*\)|[$%>] \S.*|[})\]];?|\s*"
)
"""A line of a program, of its use at a prompt, or nothing."""
_ASSIGNMENT = late(r"[\w.]+(?:\[[^\]\n]*\])? ?[-+*/|&]?= ?(?:[\[({\"'].*[\])}\"']|-?\d[\w.]*|[\w.]+\(.*\))")
_OPENER = late(
    r"(?:@\w.*|(?:async )?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b.*:)(?:\s*#.*)?"
)
"""A line after which an indented line is code."""


_ARGUMENT = late(r"[\[(]*-{1,2}\w.*|\[.*|.*\]\.{0,3}|[A-Z][A-Z0-9_-]+(?:\.\.\.)?|<.*>(?:\.\.\.)?|.*\|.*")
"""A part of the call of a command that is no prose: an option, a name of a value, a choice."""
_OF_COMMAND = late(r"[a-z][a-z0-9_-]*")
"""A word of a command, which is written small."""


class Token(NamedTuple):
    """A word or sign of code, with its place in it."""

    text: str
    start: int
    end: int


def is_code(text: str) -> bool:
    """Whether a text is code or a session at a prompt: its first line is, and no line of prose stands before it."""
    first, *rest = text.strip().split("\n")
    if not first or not (_is_line(first) or (rest and rest[0][:1].isspace() and _OPENER.fullmatch(first))):
        return False
    return first.startswith(">>>") or all(
        _is_line(line) or line[0].isspace() or _OPENER.fullmatch(line) is not None for line in rest
    )


def is_usage(text: str) -> bool:
    """Whether a text shows how a command is called: `tide [--port=NAME] [--now] FILE`. Few of its words are prose.

    After a command of a few words one option and one value are enough if nothing else follows: `tide list -d <port>`.
    """
    if "-" not in text:
        return False
    parts = text.split()
    options = sum(part.lstrip("[(").startswith("-") for part in parts)
    are_arguments = [_ARGUMENT.fullmatch(part) is not None for part in parts]
    if options >= OPTIONS and sum(are_arguments) >= MOSTLY * len(parts):
        return True
    if not options or sum(are_arguments) < OPTIONS:
        return False
    command = are_arguments.index(True)
    return 0 < command <= COMMAND and all(are_arguments[command:]) and all(map(_OF_COMMAND.fullmatch, parts[:command]))


def _is_line(line: str) -> bool:
    return _CODE_LINE.fullmatch(line) is not None or _ASSIGNMENT.fullmatch(line) is not None


def tokens(code: str) -> tuple[str, ...]:
    """The words and signs of code without prompts, comments, the contents of strings, and names in angle brackets."""
    return tuple(token.text for token in placed_tokens(code))


def placed_tokens(code: str) -> tuple[Token, ...]:
    """The same with their places."""
    return tuple(Token(match[0], *match.span()) for match in _TOKEN.finditer(_without_texts(code)))


def lines(code: str) -> list[str]:
    """The lines of code without prompts, comments, the contents of strings, and names in angle brackets."""
    found = (" ".join(line.split()) for line in _without_texts(code).split("\n"))
    return [line for line in found if line]


def _without_texts(code: str) -> str:
    """The code with spaces for all that a translator may translate."""
    visible = code
    for start, end in (("/*", "*/"), ("<!--", "-->")):
        visible = _without(visible, start, end)
    for pattern in (_PROMPT, _LINE_COMMENT):
        visible = pattern.sub(lambda match: " " * len(match[0]), visible)
    if _END_TAG.search(visible):  # the words between tags are for readers; figures stay
        visible = _BETWEEN_TAGS.sub(lambda match: _LETTER.sub(" ", match[0]), visible)
    return _STRING.sub(lambda match: f'"{" " * (len(match[0]) - 2)}"', visible)


def differences(one: Sequence[Token], other: Sequence[Token]) -> list[tuple[Range, Range]]:
    """The ranges of two pieces of code that differ, in order; an empty one stands for nothing."""
    first, last = 0, 0
    shorter = min(len(one), len(other))
    while first < shorter and one[first].text == other[first].text:
        first += 1
    while last < shorter - first and one[-1 - last].text == other[-1 - last].text:
        last += 1
    left, right = (side[first : len(side) - last] for side in (one, other))
    parts = [(0, len(left), 0, len(right))]
    if len(left) * len(right) <= MOST:
        texts = [[token.text for token in side] for side in (left, right)]
        found = difflib.SequenceMatcher(None, texts[0], texts[1], autojunk=False)
        parts = [(a, b, c, d) for name, a, b, c, d in found.get_opcodes() if name != "equal"]
    return [(_range(left, a, b), _range(right, c, d)) for a, b, c, d in parts]


def _range(side: Sequence[Token], start: int, end: int) -> Range:
    return (side[start].start, side[end - 1].end) if start < end else (0, 0)


def _without(code: str, start: str, end: str) -> str:
    """The code with spaces for its passages between two marks."""
    parts, done = list[str](), 0
    while (opened := code.find(start, done)) >= 0 and (closed := code.find(end, opened + len(start))) >= 0:
        parts += code[done:opened], " " * (closed + len(end) - opened)
        done = closed + len(end)
    return "".join(parts) + code[done:]
