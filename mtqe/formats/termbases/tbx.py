"""Reads termbases in TBX (ISO 30042): version 3 in both styles, version 2 (`martif`), and TBX-Min.

Each source term of a concept is paired with each of its target terms. The status is the administrative status
(`preferredTerm-admn-sts` and the like), or else the normative one; a term without a status is preferred. If the file
has exactly the requested language (`de-AT`), only that is used; otherwise all variants of the language are used.

If concepts disagree on a pair (homonyms), approval wins, because the rendering is right for one of them. Entities are
not expanded, and nothing outside the file is read, whatever its DOCTYPE says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.model import Term, TermStatus

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ENDINGS = frozenset({".tbx", ".tbxm", ".martif", ".mtf", ".xml"})
_ROOTS = frozenset({"martif", "tbx"})
_ENTRIES = frozenset({"termEntry", "conceptEntry", "entry"})
_LANGUAGES = frozenset({"langSet", "langSec", "langGroup"})
_TERMS = frozenset({"tig", "ntig", "termSec", "termGroup"})
# Best first: the decision of the terminologist, then that of a standard.
_STATUSES = ("administrativestatus", "termstatus", "normativeauthorization", "usagestatus")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Entry(NamedTuple):
    """A term of a concept: its language, text, status as written, note, and line."""

    lang: str
    term: str
    status: str
    note: str
    line: int


_LIMITS = {
    "excessive depth": "its elements are nested too deeply",
    "amplification|entity reference loop": "its entities grow beyond measure",
    "too (?:big|long)|huge|resource limit": "a text, tag or comment in it is too long",
}
"""Limits of libxml2 by words of its messages, and what exceeded them."""


def read(path: Path, languages: tuple[str, str], status: Callable[[str, str], TermStatus]) -> list[Term]:
    """Read the terms of a language pair.

    Args:
        path: The file.
        languages: BCP 47 tags of source and target.
        status: Converts a status as written; the second argument is the place for its error message.

    Raises:
        InputError: The file cannot be read, is not TBX, defines entities, has an unknown status, or has no concept with
            terms in both languages.
    """
    concepts = list(_concepts(path))
    tags = list(dict.fromkeys(entry.lang for concept in concepts for entry in concept))
    source, target = (_variants(lang, tags) for lang in languages)
    terms: dict[tuple[str, str], Term] = {}
    for concept in concepts:
        for term in (entry for entry in concept if entry.lang in source):
            for rendering in (entry for entry in concept if entry.lang in target):
                kind = status(rendering.status, f"{files.shown(path)}, line {rendering.line}")
                pair = (term.term, rendering.term)
                if pair not in terms or (terms[pair].status == "forbidden" and kind != "forbidden"):
                    terms[pair] = Term(*pair, kind, rendering.note, rendering.line)
    if not terms:
        raise InputError(
            f"{files.shown(path)}: no concept has terms in both {languages[0] or '?'} and {languages[1] or '?'}",
            f"the languages of the file are {', '.join(sorted(tags)) or 'not named'}; see --source-lang, --target-lang",
        )
    return list(terms.values())


def _variants(lang: str, tags: list[str]) -> frozenset[str]:
    requested = lang.lower()
    exact = frozenset(tag for tag in tags if tag.lower().replace("_", "-") == requested)
    base = requested.split("-")[0]
    return exact or frozenset(tag for tag in tags if tag.lower().replace("_", "-").split("-")[0] == base)


def _concepts(path: Path) -> Iterator[list[_Entry]]:
    """The terms of each concept. The file is read concept by concept, so a large file needs little memory."""
    from lxml import etree

    data = files.read_bytes(path)
    shown = files.shown(path)
    if not data.strip():
        raise InputError(f"{shown} is empty", "give a file with terms")
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    try:
        for event, element in events:
            if root is None:
                root = element
                _check_root(root, shown)
            if event == "end" and _name(element) in _ENTRIES:
                yield list(_entries(element))
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{shown}, line {error.lineno or 1}: {_fault(error.msg)}", "correct it, or export it again"
        ) from None


def _fault(message: str) -> str:
    """What is wrong with a file, from the message of libxml2, which also refuses to read without limits."""
    for limit, meaning in _LIMITS.items():
        if re.search(limit, message, re.IGNORECASE):
            return f"it is too large to be read safely: {meaning}"
    return f"not valid XML: {' '.join(message.split())}"


def _check_root(root: Element, shown: str) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(f"{shown} defines entities, which mtqe does not read", "export it without a DOCTYPE")
    if _name(root).lower() not in _ROOTS:
        raise InputError(
            f"{shown} is XML but not TBX: it starts with <{_name(root)}>", "export the terms as TBX or CSV"
        )


def _entries(concept: Element) -> Iterator[_Entry]:
    for section in concept:
        if _name(section) in _LANGUAGES:
            lang = section.get(_LANG) or section.get("lang") or ""
            for group in section:
                if _name(group) in _TERMS:
                    yield from _entry(group, lang)


def _entry(group: Element, lang: str) -> Iterator[_Entry]:
    values: dict[str, str] = {}
    line = group.sourceline or 0
    for item in group.iter():
        # A data category is the `type` of an element or, in the other style, its name.
        kind = (item.get("type") or _name(item)).lower() if _name(item) != "term" else "term"
        if kind in {"term", "note", *_STATUSES}:
            values.setdefault(kind, " ".join("".join(item.itertext()).split()))
            line = (item.sourceline or line) if kind == "term" else line
    if values.get("term"):
        status = next((values[kind] for kind in _STATUSES if values.get(kind)), "")
        yield _Entry(lang, values["term"], status, values.get("note", ""), line)


def _name(element: Element) -> str:
    """The name of an element without its namespace; `""` for an entity that was not expanded."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
