"""The units of XLIFF 1.2, also as Trados Studio (SDLXLIFF) and memoQ (MQXLIFF) write them.

Codes: `g` is a pair; `x`, `bx`, `ex`, `ph`, `bpt`, `ept` and `it` are single codes, and their content is the code
itself. Without content it is the `equiv-text`, or what the header of SDLXLIFF says about the tag. The key is the name
of the element and its id (`rid` where two elements belong together); without an id it is the name and the content. A
`mrk` is no code, but a protected one is a literal. The tags of Angular are `x` elements whose ids say which of them are
pairs: `START_LINK_1` and `CLOSE_LINK`. A text with plural forms between bars, as in Symfony, or in the branches of an
ICU message is a unit for each form, if it has no codes.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mtqe.formats import values
from mtqe.formats.exchange import xml_values
from mtqe.formats.exchange.code_kinds import described
from mtqe.formats.exchange.xml_values import Mark, Meaning
from mtqe.formats.programs import text_tree
from mtqe.formats.values import Unit, Value
from mtqe.formats.xml_places import Element
from mtqe.language.late_patterns import late
from mtqe.model import CodeRole, UnitFacts

MEMOQ, SDL = "{MQXliff}", "{http://sdl.com/FileTypes/SdlXliff/1.0}"
_ROLES: dict[str, CodeRole] = {
    "bx": "open",
    "bpt": "open",
    "ex": "close",
    "ept": "close",
    "open": "open",
    "close": "close",
}
_PARTNERS = {"ex": "bx", "ept": "bpt"}
_ANGULAR = late(r"(?P<edge>START|CLOSE)_(?P<tag>.+?)(?:_\d+)?")
_CODES = frozenset({"x", "bx", "ex", "ph", "bpt", "ept", "it"})
_MEMOQ_TAG = late(r'<mq:\w+\s[^<>]{0,2000}?\bdisplaytext="([^"<>]*)"')
UNFINISHED = frozenset({"new", "Draft", "RejectedTranslation", "RejectedSignOff", "Rejected"}) | frozenset(
    {"NotStarted", "PartiallyEdited"}
)
"""States of the standard, of Trados and of memoQ that say that somebody must still work on the translation, besides
those of the standard that start with `needs-`."""


_Subs = dict[tuple[str, int], Element]
"""The `sub` elements of a text, by the key of their code and their number in it."""


_Pieces = dict[tuple[str, int], Element]
"""The pieces of a text that a tool has split."""


@dataclass(slots=True)
class FileFacts:
    """What the units of a `file` must know of the elements before them.

    Args:
        tags: Code, closing code and name of the tags that the header of SDLXLIFF defines, by id.
        locked: Texts of units that must not be translated, by id; a code may stand for such a text.
    """

    tags: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)


def define_tags(definitions: Element, facts: FileFacts) -> None:
    """Remember the tags that the header of SDLXLIFF defines."""
    for tag in definitions.children("tag"):
        start, end, alone = (tag.child(name) for name in ("bpt", "ept", "ph"))
        first = start or alone or tag.child("st")
        if first is not None:
            texts = (first.text or first.get("equiv-text"), end.text if end is not None else "")
            opening, closing = (text if len(text) <= xml_values.SHARED else "" for text in texts)
            facts.tags[tag.get("id")] = opening, closing, xml_values.cut(first.get("name"))


def units(unit: Element, content: str, doc: str, facts: FileFacts) -> Iterator[Unit]:
    """The units of a `trans-unit`: itself, or its segments if it is split, each followed by those of its `sub`."""
    source, target, split = (unit.child(name) for name in ("source", "target", "seg-source"))
    if unit.inherited("translate") == "no":
        if unit.get("id") and source is not None and len(text := source.text) <= xml_values.SHARED:
            facts.locked[unit.get("id")] = text
        if not any(xml_values.is_other(source, item) for item in unit.children("target")):
            return
    unit_id = xml_values.cut(unit.get("id"))
    pieces, translated = _pieces(split), _pieces(target)
    meta = _facts(unit, target)
    is_whole = not pieces or (not translated and target is not None and target.text.strip())
    if is_whole or _contradicts(source, (split, pieces), (target, translated)):
        meta |= UnitFacts(max_length=_max_length(unit) or None).meta()
        yield from _with_subs(unit_id, source, target, content, doc, meta, facts)
    else:
        yield from _in_pieces(unit, pieces, translated, content, doc, meta, facts)
    for other in [*unit.children("target")][1:]:
        yield from _with_subs(unit_id, source, other, content, doc, meta, facts)


def _contradicts(source: Element | None, *sides: tuple[Element | None, _Pieces]) -> bool:
    """Whether the split source is not the source, or the words between the pieces are not those of the source."""
    (split, _), (target, _) = sides
    if split is not None and xml_values.is_other(source, split):
        return True
    between = [_between(*side) for side in sides]
    return target is not None and between[0] != between[1]


def _between(element: Element | None, pieces: _Pieces) -> str:
    """The letters and digits of a text outside of its pieces."""
    inside = [(piece.start, piece.end) for piece in pieces.values()]
    parts = (part for part in (element.pieces() if element else ()) if not any(a <= part.start < b for a, b in inside))
    return "".join(char for part in parts for char in part.text if char.isalnum())


def _in_pieces(
    unit: Element,
    pieces: _Pieces,
    translated: _Pieces,
    content: str,
    doc: str,
    meta: Mapping[str, Any],
    facts: FileFacts,
) -> Iterator[Unit]:
    """The units of the pieces into which a tool has split a unit."""
    unit_id = xml_values.cut(unit.get("id"))
    states = {item.get("id"): item for seg_defs in unit.children("seg-defs") for item in seg_defs.children("seg")}
    for key in {**pieces, **translated}:
        of_piece = {**meta} | _sdl_facts(states.get(key[0]), translated.get(key))
        name = f"{unit_id}/{key[0]}" if key[1] == 1 else f"{unit_id}/{key[0]}#{key[1]}"
        yield from _with_subs(name, pieces.get(key), translated.get(key), content, doc, of_piece, facts)


def _pieces(element: Element | None) -> _Pieces:
    """The pieces into which a tool has split a text, by id and number among those with this id."""
    pieces: _Pieces = {}
    times: Counter[str] = Counter()
    end = 0
    for mark in element.descendants("mrk") if element is not None else ():
        if mark.get("mtype") == "seg" and mark.start >= end:
            end = mark.end
            mid = mark.get("mid") or str(len(pieces) + 1)
            times[mid] += 1
            pieces[mid, times[mid]] = mark
    return pieces


def _with_subs(
    name: str,
    source: Element | None,
    target: Element | None,
    content: str,
    doc: str,
    meta: Mapping[str, Any],
    facts: FileFacts,
) -> Iterator[Unit]:
    """A unit, and one for each `sub` in its codes. Those of both sides belong together if their codes have one key."""
    rest = [(name, source, target)]
    for label, of_source, of_target in rest:
        found: tuple[_Subs, _Subs] = {}, {}
        sides = (
            _value(of_source, content, facts, found[0]) if of_source is not None else None,
            _value(of_target, content, facts, found[1]) if of_target is not None else None,
        )
        yield from _in_forms(Unit(label, *sides, doc=doc, meta=meta))
        meta = {key: value for key, value in meta.items() if key != "max_length"}
        for number, key in enumerate({**found[0], **found[1]}, 1):
            rest.append((f"{label}/sub{number}", found[0].get(key), found[1].get(key)))


def _in_forms(unit: Unit) -> Iterator[Unit]:
    """The unit, or one for each plural form of its translation, if it has forms between bars or in ICU branches."""
    if unit.source is None or unit.target is None or not any(map(_has_forms, (unit.source, unit.target))):
        yield unit
        return
    sides = [[*text_tree.with_bars(Unit(unit.id, side))] for side in (unit.source, unit.target)]
    for joined in values.paired(*sides):
        yield replace(joined, doc=unit.doc, meta=unit.meta)


def _has_forms(value: Value) -> bool:
    return "|" in value.text or "{" in value.text


def _value(element: Element, content: str, facts: FileFacts, subs: _Subs) -> Value:
    ends = _AngularTags(element)

    def meaning(item: Element) -> Meaning:
        mark = _mark(item, facts)
        if mark and item.name == "x":
            mark = ends.paired(mark, item.get("id"))
        if mark and not mark.pair:
            for number, sub in enumerate(xml_values.subs(item)):
                subs[f"{mark.key} {mark.role}", number] = sub
        return mark

    return xml_values.value(element, content, meaning)


class _AngularTags:
    """The tags of Angular in a text: finds the pairs. A closing tag closes the last open one of its name.

    Args:
        text: The text.
    """

    def __init__(self, text: Element) -> None:
        ids = (_ANGULAR.fullmatch(item.get("id")) for item in text.descendants("x"))
        edges = {(match["edge"], match["tag"]) for match in ids if match}
        self._open: dict[str, list[str]] = {tag: [] for edge, tag in edges if {("START", tag), ("CLOSE", tag)} <= edges}

    def paired(self, mark: Mark, id: str) -> Mark:
        """The code as an end of a pair, if the text has both ends."""
        match = _ANGULAR.fullmatch(id)
        if not match or match["tag"] not in self._open:
            return mark
        opened = self._open[match["tag"]]
        if match["edge"] == "START":
            opened.append(mark.key)
            return replace(mark, role="open")
        return replace(mark, role="close", key=opened.pop() if opened else f"x START_{match['tag']}")


def _mark(element: Element, facts: FileFacts) -> Mark | None:
    name = element.name
    if name == "mrk":
        protected = element.get("mtype") == "protected" or element.get("translate") == "no"
        return xml_values.literal(element.text, name=element.get("mid")) if protected else None
    if locked := facts.locked.get(element.get("xid"), ""):
        return xml_values.literal(locked, name=element.get("id"))
    opening, closing, title = facts.tags.get(element.get("id"), ("", "", ""))
    alone = name in ("x", "ph")
    if name in _CODES:
        own = _displayed(element.text) or element.get("equiv-text") or (closing if name in _PARTNERS else opening)
        closing, content = "", xml_values.without_subs(element).strip()
    else:
        own, content = opening or element.get("equiv-text"), ""
    kind, value = described((element.get("ctype"), title), own, alone=alone)
    number = element.get("rid") or element.get("id")
    partner = _PARTNERS.get(name, name)
    return Mark(
        f"{partner} {number or content}".rstrip(),
        own,
        closing,
        _ROLES.get(element.get("pos") if name == "it" else name, "alone"),
        kind,
        value,
        pair=name not in _CODES,
    )


def _displayed(code: str) -> str:
    """The content of a code; of a tag that memoQ made, what memoQ displays in its place."""
    match = _MEMOQ_TAG.match(code) if code.startswith("<mq:") else None
    return (html.unescape(match[1]).strip() or code) if match else code


def _facts(unit: Element, target: Element | None) -> dict[str, Any]:
    """What the unit says besides its texts."""
    state = target.get("state") if target is not None else ""
    state = state or unit.get(f"{MEMOQ}status") or ("approved" if unit.get("approved") == "yes" else "")
    notes = xml_values.joined_notes(unit.children("note"))
    is_locked = unit.get(f"{MEMOQ}locked") in ("locked", "true")
    return UnitFacts(
        state=state or None,
        unfinished=_is_unfinished(state, target),
        note=notes or None,
        context=xml_values.cut(unit.get("resname")) or None,
        locked=is_locked,
    ).meta()


def _is_unfinished(state: str, target: Element | None) -> bool:
    begun = target is not None and bool(target.text.strip())
    return begun and (state in UNFINISHED or state.startswith("needs-"))


def _sdl_facts(definition: Element | None, target: Element | None) -> dict[str, Any]:
    """What SDLXLIFF says about a segment."""
    if definition is None:
        return {}
    state = definition.get("conf")
    return UnitFacts(
        state=state or None,
        unfinished=_is_unfinished(state, target),
        origin=definition.get("origin") or None,
        locked=definition.get("locked") == "true",
    ).meta()


def _max_length(unit: Element) -> int:
    """The most characters that the translation may have; 0 for no limit."""
    limits = (unit.get("maxwidth") if unit.get("size-unit") == "char" else "", unit.get(f"{MEMOQ}maxlengthchars"))
    return min(filter(None, map(xml_values.count, limits)), default=0)
