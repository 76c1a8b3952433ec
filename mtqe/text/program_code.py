"""Reads program code without judging it: what remains of it if a translator translates all that may be translated."""

from __future__ import annotations

import re

_LINE_COMMENT = re.compile(r"(?:^|(?<=\s))(?:#|//|--|;|%|REM\b)(?=\s|$).*$|(?:^|(?<=\s))//.*$", re.MULTILINE)
_PROMPT = re.compile(r"^[^\S\n]*[$>](?=[^\S\n])", re.MULTILINE)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」|<[^<>\n/=\"']+>")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(code: str) -> tuple[str, ...]:
    """The words and signs of code without prompts, comments, the contents of strings, and names in angle brackets."""
    for start, end in (("/*", "*/"), ("<!--", "-->")):
        code = _without(code, start, end)
    return tuple(_TOKEN.findall(_STRING.sub('""', _LINE_COMMENT.sub("", _PROMPT.sub("", code)))))


def _without(code: str, start: str, end: str) -> str:
    """The code without its passages between two marks."""
    parts, done = [], 0
    while (opened := code.find(start, done)) >= 0 and (closed := code.find(end, opened + len(start))) >= 0:
        parts.append(code[done:opened])
        done = closed + len(end)
    return "".join(parts) + code[done:]
