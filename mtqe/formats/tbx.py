"""Termbases in TBX (ISO 30042): version 3 in both styles, version 2 (`martif`), and TBX-Min.

Every term of a concept in the source language is paired with every term of it in the target language. The status is the
administrative one (`preferredTerm-admn-sts` and its kin), else the normative one; a term without is preferred. A region
counts where the file has exactly the language asked for (`de-AT`); else every variant of the language is taken.

Where concepts disagree on a pair (homonyms), the approving one wins: the rendering is right for one of them. Entities
are not expanded and nothing outside the file is read, whatever its DOCTYPE says.
"""

from __future__ import annotations

import io
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
# Best first: what the terminologist rules, then what a standard does.
_STATUSES = ("administrativestatus", "termstatus", "normativeauthorization", "usagestatus")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Entry(NamedTuple):
    """A term of a concept: its language, itself, its status as written, a note, and the line it stands in."""

    lang: str
    term: str
    status: str
    note: str
    line: int


def read(path: Path, languages: tuple[str, str], status: Callable[[str, str], TermStatus]) -> list[Term]:
    """Read the terms of a language pair.

    Args:
        path: The file.
        languages: BCP 47 tags of source and target.
        status: Makes a status of what the file writes and of the place to name when it cannot.

    Raises:
        InputError: The file cannot be read, is no TBX, has entities of its own or an unknown status, or has no concept
            with terms in both languages.
    """
    concepts = list(_concepts(path))
    tags = list(dict.fromkeys(entry.lang for concept in concepts for entry in concept))
    source, target = (_variants(lang, tags) for lang in languages)
    terms: dict[tuple[str, str], Term] = {}
    for concept in concepts:
        for one in (entry for entry in concept if entry.lang in source):
            for other in (entry for entry in concept if entry.lang in target):
                kind = status(other.status, f"{files.shown(path)}, line {other.line}")
                pair = (one.term, other.term)
                if pair not in terms or (terms[pair].status == "forbidden" and kind != "forbidden"):
                    terms[pair] = Term(*pair, kind, other.note, other.line)
    if not terms:
        raise InputError(
            f"{files.shown(path)}: no concept has terms in both {languages[0] or '?'} and {languages[1] or '?'}",
            f"the languages of the file are {', '.join(sorted(tags)) or 'not named'}; see --source-lang, --target-lang",
        )
    return list(terms.values())


def _variants(lang: str, tags: list[str]) -> frozenset[str]:
    wanted = lang.lower()
    exact = frozenset(tag for tag in tags if tag.lower().replace("_", "-") == wanted)
    base = wanted.split("-")[0]
    return exact or frozenset(tag for tag in tags if tag.lower().replace("_", "-").split("-")[0] == base)


def _concepts(path: Path) -> Iterator[list[_Entry]]:
    """The terms of each concept; the file is read concept by concept, so that a large one fits."""
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
            f"{shown}, line {error.lineno or 1}: not valid XML: {error.msg}", "mend or export it again"
        ) from None


def _check_root(root: Element, shown: str) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(f"{shown} defines entities of its own, which are not read", "export it without a DOCTYPE")
    if _name(root).lower() not in _ROOTS:
        raise InputError(
            f"{shown} is XML, but no TBX: it begins with <{_name(root)}>", "export the terms as TBX or CSV"
        )


def _entries(concept: Element) -> Iterator[_Entry]:
    for section in concept:
        if _name(section) in _LANGUAGES:
            lang = section.get(_LANG) or section.get("lang") or ""
            for group in section:
                if _name(group) in _TERMS:
                    yield from _entry(group, lang)


def _entry(group: Element, lang: str) -> Iterator[_Entry]:
    found: dict[str, str] = {}
    line = group.sourceline or 0
    for item in group.iter():
        # A data category is the element's `type`, or in the other style its name.
        kind = (item.get("type") or _name(item)).lower() if _name(item) != "term" else "term"
        if kind in {"term", "note", *_STATUSES}:
            found.setdefault(kind, " ".join("".join(item.itertext()).split()))
            line = (item.sourceline or line) if kind == "term" else line
    if found.get("term"):
        status = next((found[kind] for kind in _STATUSES if found.get(kind)), "")
        yield _Entry(lang, found["term"], status, found.get("note", ""), line)


def _name(element: Element) -> str:
    """The name of an element without its namespace; of an entity that was not expanded, nothing."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
