r"""Writes a pattern anew for RE2, so that `\w`, `\d`, `\s` and `\b` have their meaning in any script.

RE2 knows these for ASCII only, and has no means to look beside a match. `\w`, `\d` and `\s` become classes of Unicode.
A pattern with `\b` or `\B` is matched on *marked* text, where RE2's own `\b` is right: each character beyond ASCII
that shows the edge of a word stands between two marks that are parts of words for RE2, `_` before it and `7` after it.
`_` and `7` themselves become control characters between such marks. So a mark is never a character of the text, and no
part of the pattern, which takes a character with its marks, can begin between the two.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import re
from collections.abc import Iterator
from typing import Any

from mtqe.checks.team.word_characters import JOINERS, SPACELESS, shows_edges
from mtqe.language.late_patterns import late

BEFORE, AFTER = "_", "7"
"""The marks."""
STAND_INS = {BEFORE: "\x02", AFTER: "\x03"}
"""What stands between two marks for the characters that are marks."""
WORD = r"\pL\pM\pN_" + JOINERS
SPACE = r"\t\n\v\f\r\x{85}\pZ"
_CLASSES = {"w": WORD, "d": r"\p{Nd}", "s": SPACE}
_ESCAPE = late(
    r"\\(?:(?P<property>[pP](?:\{\^?\w+\}|\w))|(?P<code>x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\}))|(?P<one>.))",
    re.DOTALL,
)
_GROUP = late(r"\((?:\?(?:P?<(?P<name>\w+)>|(?P<flags>[imsU]*(?:-[imsU]+)?)(?P<end>[:)])))?")
_REPEAT = late(r"[*+?]\??|\{\d+(?:,\d*)?\}\??")
_POSIX = late(r"\[:\^?\w+:\]")
_ASCII_CLASS = late(r"\[(?!\^?\])(?:(?!\\[pPx]|\[:\^)[\x00-\x7f])*\]")
_CONTROLS = {"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}
_SPECIAL = frozenset("\\.+*?()|[]{}^$")


class PatternError(ValueError):
    """A pattern cannot be used.

    Args:
        message: Why.
        place: Where, from 0, in code points; `None` if that is not known.
        hint: What to do instead.
    """

    def __init__(self, message: str, place: int | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.place, self.hint = message, place, hint


@dataclasses.dataclass(frozen=True)
class Pattern:
    """A pattern, written anew.

    Args:
        re2: The pattern for RE2.
        marked: Whether it is for marked text.
        sieve: A Python pattern that matches at least where the pattern does, for `mtqe.language.prefilter`.
    """

    re2: str
    marked: bool
    sieve: str


_INSTEAD = (
    (r"\(\?<?[=!]", "looking ahead or behind is not possible in linear time", "use unless_source, allowed, or \\b"),
    (r"\(\?>|[*+?]\+", "possessive and atomic groups are not needed: matching takes linear time", "leave out the mark"),
    (r"\(\?\(|\(\?R|\(\?\d|\(\?&", "conditions and recursion are not possible in linear time", "write two rules"),
    (
        r"\(\?#|\(\?[imsU]*x",
        "comments and free spacing are not part of the syntax",
        "put the comment after a # of TOML",
    ),
    (
        r"\\[1-9kg]|\(\?P=",
        "a reference back to a group is not possible in linear time",
        'use a rule of kind "same", which compares captures, or repeat the group',
    ),
    (r"\\Z", "\\Z is written \\z", "write \\z"),
    (r"\\[QE]", "\\Q...\\E is not part of the syntax", "put \\ before each special character"),
    (r"\\[CXRKGhHNuU]", "this escape is not part of the syntax", "write a character as \\x{20AC}"),
)
"""What other engines have and this one has not: pattern, reason, what to do."""


def read(pattern: str) -> Pattern:
    r"""A pattern, written anew for RE2.

    Raises:
        PatternError: It has syntax that is not supported, with its place. Other faults of syntax are left to RE2.
    """
    parts = list(_parts(pattern))
    marked = any(part.kind == "edge" for part in parts)
    written = "".join(map(_marked if marked else _plain, parts))
    return Pattern(written, marked, "".join(map(_sieved, parts)))


@functools.lru_cache(maxsize=8192)
def marked_char(char: str) -> str:
    """A character as it stands in marked text."""
    if char in STAND_INS:
        return f"{BEFORE}{STAND_INS[char]}{AFTER}"
    if char < "\x80":
        return "\ufffd" if char in _STANDING_IN else char
    return f"{BEFORE}{char}{AFTER}" if shows_edges(char) else char


_STANDING_IN = frozenset(STAND_INS.values())
_CONTROL = "".join(f"\\x{{{ord(char):X}}}" for char in sorted(_STANDING_IN))


@dataclasses.dataclass(frozen=True)
class _Part:
    """A part of a pattern.

    Args:
        kind: `literal`, `class` (what takes one character), `edge` or `other`.
        text: The part as it stands there; of a literal, the character.
        flags: The flags that hold there, of `i` and `s`.
    """

    kind: str
    text: str
    flags: str = ""


def _parts(pattern: str) -> Iterator[_Part]:
    flags = [""]
    place = 0
    while place < len(pattern):
        char = pattern[place]
        if char in "\\(*+?":
            _refuse_foreign(pattern, place)
        if char == "\\":
            part, place = _escaped(pattern, place)
            yield part
        elif char == "[":
            end = _end_of_class(pattern, place)
            yield _Part("class", _with_unicode(pattern[place:end], place), flags[-1])
            place = end
        elif char == "(":
            match = _GROUP.match(pattern, place)
            unknown = match is None or (match[0] == "(" and pattern.startswith("(?", place))
            if match is None or unknown or match[0] == "(?)":
                raise PatternError("a group that begins with (? is not of a known kind", place, "write (?:...)")
            _flagged(flags, match)
            yield _Part("other", match[0])
            place = match.end()
        elif char == ")":
            if len(flags) > 1:
                flags.pop()
            yield _Part("other", char)
            place += 1
        elif char in "*+?{" and (match := _REPEAT.match(pattern, place)):
            yield _Part("other", match[0])
            place = match.end()
        elif char == ".":
            yield _Part("class", char, flags[-1])
            place += 1
        else:
            yield _Part("other" if char in "^$|*+?" else "literal", char)
            place += 1


def _flagged(flags: list[str], match: re.Match[str]) -> None:
    """Remember which flags hold after `(`, `(?s:` or `(?s)`."""
    on, _, off = (match["flags"] or "").partition("-")
    now = "".join(flag for flag in "is" if flag in on or (flag in flags[-1] and flag not in off))
    if match["end"] == ")":
        flags[-1] = now
    else:
        flags.append(now)


def _refuse_foreign(pattern: str, place: int) -> None:
    for foreign, message, hint in _INSTEAD:
        if re.compile(foreign).match(pattern, place):
            raise PatternError(message, place, hint)


def _escaped(pattern: str, place: int) -> tuple[_Part, int]:
    match = _ESCAPE.match(pattern, place)
    if match is None:
        raise PatternError("there is nothing after the last \\", place, "write \\\\ for the character itself")
    return _of_escape(match, place), match.end()


def _of_escape(match: re.Match[str], place: int) -> _Part:
    one = match["one"]
    if match["property"]:
        return _Part("class", f"[{match[0]}]")
    if match["code"]:
        code = int(match["code"].strip("x{}"), 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise PatternError(f"{match[0]} is not a character", place, "write a code point of Unicode")
        return _Part("literal", chr(code))
    if one in "bB":
        return _Part("edge", match[0])
    if one.lower() in _CLASSES:
        return _Part("class", match[0])
    if one in "Az":
        return _Part("other", match[0])
    if one in _CONTROLS:
        return _Part("literal", _CONTROLS[one])
    if one.isalnum():
        raise PatternError(
            f"{match[0]} has no meaning", place, "leave out the \\, or write \\\\ for the character itself"
        )
    return _Part("literal", one)


def _end_of_class(pattern: str, start: int) -> int:
    place = start + 1
    place += pattern[place : place + 1] == "^"
    place += pattern[place : place + 1] == "]"
    while place < len(pattern) and pattern[place] != "]":
        posix = _POSIX.match(pattern, place)
        place = posix.end() if posix else place + (2 if pattern[place] == "\\" else 1)
    if place >= len(pattern):
        raise PatternError("a [ has no ]", start, "write \\[ for the character itself")
    return place + 1


def _with_unicode(inside: str, place: int) -> str:
    r"""A class in square brackets with the Unicode meaning of `\w`, `\d` and `\s`."""

    def written(match: re.Match[str]) -> str:
        one = match["one"] or ""
        if one in "WDS" and one:
            hint = f"write it outside of the brackets: (?:{match[0]}|[...])"
            raise PatternError(f"{match[0]} cannot be used in square brackets", place + match.start(), hint)
        if one in "bB" and one:
            raise PatternError(
                f"{match[0]} cannot be used in square brackets", place + match.start(), "write it before them"
            )
        return _CLASSES.get(one, match[0])

    return _ESCAPE.sub(written, inside)


def _plain(part: _Part) -> str:
    if part.kind == "literal":
        return _literal(part.text)
    if part.kind == "class" and part.text[0] == "\\":
        inside = _CLASSES[part.text[1].lower()]
        return f"[{'^' if part.text[1].isupper() else ''}{inside}]"
    return part.text


def _literal(char: str) -> str:
    return f"\\{char}" if char in _SPECIAL else f"\\x{{{ord(char):X}}}" if char < " " else char


_ANY = rf"[^{WORD}\n{_CONTROL}]|[0-689A-Za-z{SPACELESS}]|{BEFORE}(?s:.){AFTER}"
_MARKED_CLASSES = {
    ".": f"(?:{_ANY})",
    r"\W": rf"[^{WORD}{_CONTROL}]",
    r"\s": f"[{SPACE}]",
}


def _marked(part: _Part) -> str:
    if part.kind == "literal":
        char = "\x04" if part.text in _STANDING_IN else part.text
        written = marked_char(char)
        return _literal(char) if len(written) == 1 else f"(?:{''.join(map(_literal, written))})"
    if part.kind != "class":
        return part.text
    if part.text == "." and "s" in part.flags:
        return rf"(?:\n|{_ANY})"
    return _MARKED_CLASSES.get(part.text) or _marked_class(_plain(part), "i" in part.flags)


@functools.lru_cache(maxsize=4096)
def _marked_class(text: str, fold: bool) -> str:
    """A class in square brackets for marked text: the characters that stand alone, and those between marks.

    Args:
        text: The class.
        fold: Whether case is ignored. A class that leaves out a letter then leaves out its other case.
    """
    if _ASCII_CLASS.fullmatch(text):
        return _marked_ascii(text, fold)
    alone: list[tuple[int, int]] = []
    between: list[tuple[int, int]] = []
    marks = set()
    for first, last in _members(text, fold, _all_characters()):
        marks |= {mark for mark in STAND_INS if first <= ord(mark) <= last}
        for start, end, shows in _edges():
            if max(first, start) <= min(last, end):
                (between if shows else alone).append((max(first, start), min(last, end)))
    every = [(start, end) for start, end, shows in _edges() if shows]
    middle = f"[^{_CONTROL}]" if between == every else f"[{_ranges(between)}]" * bool(between)
    return _choice([f"[{_ranges(alone)}]"] * bool(alone), middle, marks)


def _marked_ascii(text: str, fold: bool) -> str:
    """The same for a class that names ASCII characters only."""
    named = "".join(map(chr, range(0x80)))
    has = {chr(code) for first, last in _members(text, fold, named) for code in range(first, last + 1)}
    listed = _ranges([(ord(char), ord(char)) for char in sorted(has - {*STAND_INS, *_STANDING_IN})])
    alone = [f"[{listed}]"] * bool(listed)
    if text[1] == "^":  # all characters beyond ASCII
        return _choice([*alone, rf"[^\x00-\x7f{WORD}]", f"[{SPACELESS}]"], f"[^{_CONTROL}]", has & {*STAND_INS})
    return _choice(alone, "", has & {*STAND_INS})


def _choice(alone: list[str], between: str, marks: set[str]) -> str:
    """A choice of the classes of characters that stand alone, of one of those between marks, and of marks."""
    middles = ([between] if between else []) + [_literal(STAND_INS[mark]) for mark in sorted(marks)]
    choices = alone + [f"{BEFORE}{middle}{AFTER}" for middle in middles]
    return f"(?:{'|'.join(choices)})" if choices else r"[^\x{0}-\x{10FFFF}]"


def _members(text: str, fold: bool, characters: str) -> Iterator[tuple[int, int]]:
    """The ranges of the code points that a class has, of those in a text in their order."""
    re2: Any = importlib.import_module("re2")
    options = re2.Options()
    options.log_errors, options.case_sensitive = False, not fold
    try:
        pattern = re2.compile(f"{text}+", options)
    except re2.error as error:
        raise PatternError(of_re2(error)) from error
    for match in pattern.finditer(characters):
        start, end = match.span()
        yield ord(characters[start]), ord(characters[end - 1])


@functools.cache
def _all_characters() -> str:
    """All characters, but for the planes in which none is assigned."""
    return "".join(map(chr, (*range(0xD800), *range(0xE000, 0x40000), *range(0xE0000, 0xE1000))))


@functools.cache
def _edges() -> list[tuple[int, int, bool]]:
    """The ranges of code points that stand alone in marked text, or between marks; without marks and stand-ins."""
    found: list[tuple[int, int, bool]] = []
    for char in _all_characters():
        code = ord(char)
        if char in STAND_INS or char in _STANDING_IN:
            continue
        shows = code >= 0x80 and code < 0x20000 and shows_edges.__wrapped__(char)
        if found and found[-1][1] == code - 1 and found[-1][2] == shows:
            found[-1] = (found[-1][0], code, shows)
        else:
            found.append((code, code, shows))
    return found


def _ranges(ranges: list[tuple[int, int]]) -> str:
    return "".join(
        f"\\x{{{first:X}}}" if first == last else f"\\x{{{first:X}}}-\\x{{{last:X}}}" for first, last in ranges
    )


def of_re2(error: Exception) -> str:
    """The message of RE2."""
    said = error.args[0] if error.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _sieved(part: _Part) -> str:
    """A part as a Python pattern. Letters with more than two cases count as any character."""
    if part.kind == "edge":
        return ""
    if part.kind == "class":
        return "."
    if part.kind == "literal":
        return re.escape(part.text) if _is_simple(part.text) else "."
    if part.text.startswith("("):
        return "(?:" if not part.text.endswith(")") else ""
    return {"^": "", "$": "", r"\A": "", r"\z": ""}.get(part.text, part.text)


def _is_simple(char: str) -> bool:
    """Whether a character has no other case than its lower and its upper case."""
    if char.isascii():
        return True
    lower = char.lower()
    return len(lower) == 1 and lower == char.casefold() and char.upper().lower() == lower
