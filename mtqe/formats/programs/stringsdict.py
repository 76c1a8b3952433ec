"""Reads `.stringsdict` files of iOS and macOS: texts with keys that depend on a number, a width or a device.

- The key of a text is that of its entry and the name of its variable, `files.count`. Its form is the plural category.
- The text around the variables (`NSStringLocalizedFormatKey`) has the key of the entry. It is left out if it has only
  variables.
- The texts for a width or a device have the key of the entry, and the width or the device as form.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mtqe.formats import values
from mtqe.formats.programs import plist
from mtqe.formats.unread import OTHER, Covered, Unread, of_xml
from mtqe.formats.values import Unit
from mtqe.formats.xml_places import Element
from mtqe.language.late_patterns import late

_FORMAT = "NSStringLocalizedFormatKey"
_RULES = ("NSStringVariableWidthRuleType", "NSStringDeviceSpecificRuleType")
_FACTS = "NSString"
"""Keys that begin so are facts about a variable, not categories of its forms."""
_FACT = late(rf"<key>{_FACTS}\w+</key>\s*<string>")
_VARIABLE = late(r"%(?:\d+\$)?#@[^@]*@")

escape = plist.escape


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file; see `mtqe.registry.contracts.Units`."""
    entries = plist.members(plist.root(content, path), path)
    found = (unit for key, entry in entries if entry.name == "dict" for unit in _entry(key, entry, path))
    yield from values.used_of_each(found, content)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    facts = {match.end() for match in _FACT.finditer(content)}
    found = of_xml(content, covered, plist.KINDS)
    return (item._replace(what=OTHER) if item.at in facts else item for item in found)


def _entry(key: str, entry: Element, path: Path) -> Iterator[Unit]:
    for name, member in plist.members(entry, path):
        if member.name == "string":
            if name == _FORMAT and _VARIABLE.sub("", member.text).strip():
                yield Unit(key, plist.value(member))
        elif member.name == "dict":
            yield from _forms(key if name in _RULES else f"{key}.{name}", member, path)


def _forms(key: str, forms: Element, path: Path) -> Iterator[Unit]:
    for name, text in plist.members(forms, path):
        if text.name == "string" and not name.startswith(_FACTS):
            yield Unit(key, plist.value(text), form=name)
        elif text.name == "dict":
            yield from _entry(f"{key}.{name}", text, path)
