"""The kind of an inline code, from what translation tools say about it: its type, its name, or the code itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtqe.language.late_patterns import late
from mtqe.model import CodeKind

_TYPES: dict[CodeKind, str] = {
    "format": (
        "fmt bold italic underlined ulined dulined scap color font struct cf b i u em strong small big sub sup span "
        "tt ins mark cite code kbd samp q bpt-bold style"
    ),
    "link": "link a hyperlink url xref",
    "image": "image img pic picture graphic",
    "break": "lb pb br linebreak pagebreak",
    "variable": "var variable date time field placeholder interpolation",
}
"""The kinds by words of types and names. Struck text (`s`, `strike`, `del`) is no format: its words do not count."""
_KINDS: dict[str, CodeKind] = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_LONGEST = 2_000
"""Characters: of a code that are read, at most."""
_TAG = late(r"</?([A-Za-z][\w.-]*(?::[A-Za-z][\w.-]*)?)")
_ADDRESS = late(r"\b(?:href|src|url)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_URL = late(r"(?:https?://|mailto:|www\.)\S+")
_VARIABLE = late(
    r"""
    [$\#%]?\{{1,3}+(?P<braces>[^{}]+)\}{1,3} | \{\s*+(?P<icu>\w+)\s*+,.*\}
    | %(?:\((?P<python>\w+)\)|(?P<place>\d+)\$)?[-+\ 0\#]*+[\d.*]*+(?:hh|ll|[hlqjzt])?[a-zA-Z@]
    | %(?P<number>\d+) | %(?P<percent>\w+)% | \$(?P<shell>[A-Za-z_]\w*)
    | <%=?(?P<template>[^%]+)%> | \[\[?(?P<square>\w+)\]\]?
    """,
    re.VERBOSE | re.DOTALL,
)


def described(types: Iterable[str], data: str, *, alone: bool) -> tuple[CodeKind, str]:
    """The kind of a code and its value: the address of a link or image, the name of a variable.

    Args:
        types: What the file calls its type or name, the most telling first; empty ones are ignored.
        data: The code itself, in the language of the document: `<b>`, `{count}`.
        alone: Whether the code has no partner. Only such a code can be a variable.
    """
    data = data[:_LONGEST].strip()
    kind = next((found for word in types if (found := _of_type(word))), None)
    tag = _TAG.match(data)
    if kind is None and tag:
        kind = _KINDS.get(tag[1].rpartition(":")[2].lower())
    variable = _VARIABLE.fullmatch(data) if alone and kind in (None, "variable") else None
    if variable:
        return "variable", next(filter(None, variable.groups()), "").strip()
    if kind in ("link", "image"):
        address = _ADDRESS.search(data) or _URL.search(data)
        return kind, next(filter(None, (*address.groups(), address[0])), "") if address else ""
    return kind if kind and (alone or kind != "variable") else "other", ""


def _of_type(word: str) -> CodeKind | None:
    """The kind that a type names: `bold`, `xlf:lb`, `x-html-b`, `x-b`."""
    return _KINDS.get(re.split("[-:_]", word.lower())[-1]) if word else None
