"""The units of XLIFF 2.0 and later.

Codes: `pc`, `sc` and `ec` are the ends of a pair, `ph` is a single code. Their text is the original data, or else
`disp` or `equiv`. The key has the id: `code 1` for both kinds of pairs, because a tool may change one into the other,
and `ph 1`. The copy of a code (`copyOf`) has the key of the first. Codes that cannot be reordered are fixed. A `cp` is
a character. `mrk` and `sm` are no codes, but a text that they protect is a literal. The texts of `subFlows` are units
of their own in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtqe.formats.exchange import xml_values
from mtqe.formats.exchange.code_kinds import described
from mtqe.formats.exchange.xml_values import Mark, Meaning, Protection
from mtqe.formats.values import Unit, Value
from mtqe.formats.xml_places import Element
from mtqe.model import CodeRole, UnitFacts

SIZES = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_CODES: dict[str, CodeRole] = {"pc": "open", "sc": "open", "ec": "close", "ph": "alone"}
_HIGHEST = 0x10FFFF
"""Entries: the last code point of Unicode."""


def units(unit: Element, content: str, doc: str, counts_characters: bool) -> Iterator[Unit]:
    """The segments of a `unit`."""
    is_fixed = unit.inherited("translate") == "no"
    unit_id, data = xml_values.cut(unit.get("id")), _original_data(unit)
    segments = [item for item in unit.children() if item.name == "segment" or _is_translated(item)]
    notes = xml_values.joined_notes(note for group in unit.children("notes") for note in group.children("note"))
    length = _max_length(unit) if counts_characters and len(segments) == 1 else 0
    facts = UnitFacts(note=notes or None, context=xml_values.cut(unit.get("name")) or None, max_length=length or None)
    for number, segment in enumerate(segments, 1):
        label = segment.get("id") or str(number)
        name = f"{unit_id}/{label}" if len(segments) > 1 else unit_id
        source = segment.child("source")
        targets: list[Element | None] = [*segment.children("target")]
        for target in targets or [None]:
            if is_fixed and not xml_values.is_other(source, target):
                continue
            yield Unit(
                name,
                _value(source, content, data) if source is not None else None,
                _value(target, content, data) if target is not None else None,
                doc=doc,
                meta=facts.meta() | _state(segment, target),
            )


def _is_translated(item: Element) -> bool:
    """Whether an element beside the segments is ignorable text whose target has other words."""
    return item.name == "ignorable" and xml_values.is_other(item.child("source"), item.child("target"))


def counts_characters(profiles: Element) -> bool:
    """Whether the restrictions of sizes in a file are numbers of characters."""
    return profiles.namespace == SIZES and profiles.get("generalProfile") == "xliff:codepoints"


def _value(element: Element, content: str, data: Mapping[str, str]) -> Value:
    return xml_values.value(element, content, lambda item: _meaning(item, data))


def _meaning(element: Element, data: Mapping[str, str]) -> Meaning:
    name = element.name
    if name in ("mrk", "sm"):
        if element.get("translate") != "no":
            return None
        is_around = name == "mrk"
        return (
            xml_values.literal(_text(element), name=element.get("id"))
            if is_around
            else Protection(element.get("id"), "start")
        )
    if name == "em":
        return Protection(element.get("startRef"), "end")
    if name == "cp":
        return _character(element) or Mark(f"cp {element.get('hex')}")
    role = _CODES.get(name)
    if role is None:  # an element of a later version
        return Mark(f"{name} {element.get('id')}", pair=True)
    texts = [_shown(element, data, edge) for edge in (("Start", "End") if name == "pc" else ("",))]
    kind, value = described((element.get("subType"), element.get("type")), texts[0], alone=role == "alone")
    number = element.get("startRef") or element.get("copyOf") or element.get("id")
    return Mark(
        f"{'ph' if name == 'ph' else 'code'} {number}",
        texts[0],
        texts[-1] if name == "pc" else "",
        role,
        kind,
        value,
        fixed=element.get("canReorder") in ("no", "firstNo"),
        pair=name == "pc",
    )


def _shown(element: Element, data: Mapping[str, str], edge: str) -> str:
    """The code as a person wants to see it: its original data, or what the file shows in its place."""
    original = data.get(element.get(f"dataRef{edge}"), "")
    return original or element.get(f"disp{edge}") or element.get(f"equiv{edge}")


def _original_data(unit: Element) -> dict[str, str]:
    items = (item for group in unit.children("originalData") for item in group.children("data"))
    return {item.get("id"): text for item in items if len(text := _text(item)) <= xml_values.SHARED}


def _text(element: Element) -> str:
    """The text in an element, with the characters that its `cp` elements stand for."""
    parts = []
    for event, item in element.walk():
        if not isinstance(item, Element):
            parts.append(item.text)
        elif event == "open" and item.name == "cp":
            parts.append(_character(item))
    return "".join(parts)


def _character(element: Element) -> str:
    """The character of a `cp` element, which XML cannot contain; `""` for an invalid number."""
    digits = element.get("hex")
    if not digits or len(digits) > len("10FFFF") or not set(digits) <= set("0123456789ABCDEFabcdef"):
        return ""
    number = int(digits, 16)
    return "" if number > _HIGHEST or "\ud800" <= chr(number) <= "\udfff" else chr(number)


def _state(segment: Element, target: Element | None) -> dict[str, Any]:
    """The state that a segment names. `initial` says that a translation is not ready."""
    state = segment.get("state")
    begun = target is not None and bool(target.text.strip())
    whole = "/".join(filter(None, (state, segment.get("subState"))))
    return UnitFacts(state=whole or None, unfinished=begun and state == "initial").meta()


def _max_length(unit: Element) -> int:
    """The most characters that the text of a unit may have (`[minimum,]maximum`); 0 for no limit."""
    return xml_values.count(unit.get(f"{{{SIZES}}}sizeRestriction").rpartition(",")[2].strip())
