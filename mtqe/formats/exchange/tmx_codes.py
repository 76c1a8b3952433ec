"""The inline codes of TMX: `bpt` and `ept` are the ends of a pair, `it` is one end, `ph` and `ut` are single codes.

Their content is the code itself. The content of `hi` is text between two codes. The key of a code is its number `x` if
every code of both sides has one. Otherwise it is the code itself or, if that is empty, its type; several codes may then
have the same key. An `ept` belongs to the `bpt` with the same number `i`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from mtqe.formats.exchange import xml_values
from mtqe.formats.exchange.code_kinds import described
from mtqe.formats.exchange.xml_values import Mark
from mtqe.formats.values import Unit, Value
from mtqe.formats.xml_places import Element
from mtqe.model import CodeRole

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_ENDS: dict[str, CodeRole] = {"bpt": "open", "ept": "close", "begin": "open", "end": "close"}


class _Text:
    """The text of a `seg` or `sub`, with all that may be the keys of its codes.

    Attributes:
        numbers: The key that each code has if numbers are used, by the name that `mark` gives it; `""` for none.
        subs: The `sub` elements in its codes, in order.
    """

    def __init__(self, element: Element | None, content: str) -> None:
        self.numbers: dict[str, str] = {}
        self.subs: list[Element] = []
        self._starts = {item.get("i"): item for item in element.descendants("bpt")} if element is not None else {}
        self._value = xml_values.value(element, content, self._mark) if element is not None else None

    def value(self, *, by_number: bool) -> Value | None:
        """The value with the keys of its codes."""
        if self._value is None:
            return None
        codes = []
        for code in self._value.codes:
            name = code.key.removeprefix("/") if code.role == "close" else code.key
            key = self.numbers[name] if by_number else name.partition("\0")[0]
            codes.append(msgspec.structs.replace(code, key=f"/{key}" if code.role == "close" else key))
        return replace(self._value, codes=tuple(codes))

    def _mark(self, element: Element) -> Mark:
        is_pair = element.name not in _CODES
        if not is_pair:
            self.subs.extend(xml_values.subs(element))
        start = self._starts.get(element.get("i"), element) if element.name == "ept" else element
        role = _ENDS.get(element.get("pos") if element.name == "it" else element.name, "alone")
        text = "" if is_pair else element.text
        kind, value = described((element.get("type"), start.get("type")), text, alone=role == "alone")
        content = "" if is_pair else xml_values.without_subs(start).strip()
        # The place makes the name unique until it is known which kind of key is used.
        key = content or f"{start.name} {start.get('type')}".rstrip()
        name = f"{key}\0{element.start}"
        self.numbers[name] = f"x {start.get('x')}" if start.get("x") else ""
        return Mark(name, text, "", role, kind, value, pair=is_pair)


def units(
    name: str, source: Element | None, target: Element | None, content: str, meta: Mapping[str, Any]
) -> Iterator[Unit]:
    """The unit of two `seg` elements, and one for each `sub` in them, paired in their order."""
    rest = [(name, source, target)]
    for label, of_source, of_target in rest:
        texts = _Text(of_source, content), _Text(of_target, content)
        by_number = all(number for text in texts for number in text.numbers.values())
        left, right = (text.value(by_number=by_number) for text in texts)
        yield Unit(label, left, right, meta=meta)
        for number, (first, second) in enumerate(itertools.zip_longest(texts[0].subs, texts[1].subs), 1):
            rest.append((f"{label}/sub{number}", first, second))
