"""Units of a tree of texts: nested keys, lists, plural forms, entries with notes, messages with branches.

JSON and YAML files of programs hold such trees (`mtqe.formats.json_places.Json`). A tag of a language that is the only
key at the top, as in files of Ruby on Rails, is not part of the ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mtqe.errors import ConfigError, InputError
from mtqe.formats import files
from mtqe.formats.json_places import Json, Member
from mtqe.formats.programs import choices, piped
from mtqe.formats.values import PLURALS, Unit, Value
from mtqe.language import language_tags
from mtqe.language.late_patterns import late
from mtqe.model import Code, UnitFacts

_SUFFIX = late(r"(?P<id>.+?)(?P<ordinal>_ordinal)?_(?P<form>zero|one|two|few|many|other)", re.DOTALL)
"""A key with a plural form, as i18next has them since its JSON format 4."""
_V3 = "_plural"
"""The end of the key of the plural in JSON format 3 of i18next."""
_TEXTS = ("message", "defaultMessage", "string")
"""Keys of the text of an entry: of browser extensions, of FormatJS, of structured JSON."""
_NOTES = ("description", "developer_comment")
_BESIDE = frozenset({*_NOTES, "placeholders", "id", "context", "character_limit"})
"""The other keys of an entry."""
CONTENT = "content of a placeholder"
"""What a browser extension shows in place of a name in a message."""
_NO_TEXTS = ("@", "$schema")
"""How keys at the top begin whose values are no texts."""
_NAMED = late(r"\$(?:\$|(?P<name>\w+)\$)")
"""A placeholder in a message of a browser extension; `$$` is a dollar sign."""
_Node = tuple[str, Json]


def units(tree: Json, path: Path) -> Iterator[Unit]:
    """The units of a whole file.

    Raises:
        InputError: The content has no keys, or is a report of mtqe.
    """
    name = files.shown(path)
    if not isinstance(tree, dict):
        raise InputError(f"{name} has no keys at its top", "give a file with a key for each text")
    schema = tree["schema"].value if "schema" in tree else None
    if isinstance(schema, Value) and schema.text.startswith("mtqe."):
        raise InputError(f"{name} is a file of mtqe itself, with results", "`mtqe report` shows the results")
    tree = _texts_of(tree)
    below = _entries(tree) if tree and all(_is_entry(member.value) for member in tree.values()) else _members("", tree)
    stack: list[Unit | _Node] = list(below)[::-1]
    while stack:
        item = stack.pop()
        if isinstance(item, Unit):
            yield from with_bars(item)
        else:
            stack += list(_below(*item))[::-1]


def of_texts(tree: Json) -> Json:
    """The part of a file that has its texts: without facts about the file, below the tag of its language."""
    return _texts_of(tree) if isinstance(tree, dict) else tree


def facts_of(node: Json) -> frozenset[str]:
    """The keys of an object that say something about its text; none if it is no entry of a text."""
    return _BESIDE if _is_entry(node) else frozenset()


def _texts_of(tree: dict[str, Member]) -> dict[str, Member]:
    return _without_language({key: member for key, member in tree.items() if not key.startswith(_NO_TEXTS)})


def _without_language(tree: dict[str, Member]) -> dict[str, Member]:
    """The tree below the tag of a language that is the only key at the top."""
    tag = language(tree)
    below = tree[tag].value if tag else tree
    return below if isinstance(below, dict) else tree


def language(tree: Json) -> str:
    """The tag of a language that is the only key at the top; empty if there is none."""
    if not isinstance(tree, dict) or len(tree) != 1:
        return ""
    ((key, member),) = tree.items()
    if not isinstance(member.value, dict):
        return ""
    try:
        language_tags.canonical(key)
    except ConfigError:
        return ""
    return key


def texts(unit: Unit) -> Iterator[Unit]:
    """The unit, or one for each text if it is an ICU message with branches."""
    if unit.source is None or unit.source.codes:
        yield unit
        return
    for form, value in choices.icu_texts(unit.source):
        yield replace(unit, source=value, form=".".join(filter(None, (unit.form, form))))


def with_bars(unit: Unit) -> Iterator[Unit]:
    """The texts of a unit, also those of plural forms between bars."""
    branches = list(texts(unit))
    if len(branches) > 1 or unit.form or branches[0].form or unit.source is None or unit.source.codes:
        yield from branches
    else:
        yield from (replace(unit, source=value, form=form) for form, value in piped.texts(unit.source))


def _below(key: str, node: Json) -> Iterator[Unit | _Node]:
    """The units and nodes right below a node; a text is a unit itself."""
    match node:
        case Value():
            yield Unit(key, node)
        case list():
            yield from ((f"{key}.{number}", child) for number, child in enumerate(node))
        case dict() if key and _is_plural(node):
            yield from (Unit(key, member.value, form=form) for form, member in node.items() if _is_text(member))
        case dict():
            yield from _members(key, node)


def _is_plural(node: dict[str, Member]) -> bool:
    """Whether the keys of an object are plural forms of one text."""
    return PLURALS.issuperset(node) and "other" in node and all(map(_is_text, node.values()))


def _is_text(member: Member | None) -> bool:
    return member is not None and isinstance(member.value, Value)


def _members(key: str, node: dict[str, Member]) -> Iterator[Unit | _Node]:
    """The members of an object, those of i18next's plural forms with the key of their text."""
    prefix = f"{key}." if key else ""
    for name, member in node.items():
        if not isinstance(member.value, Value):
            yield prefix + name, member.value
            continue
        id, form = _plural_form(name, node)
        yield Unit(prefix + id, member.value, form=form)


def _plural_form(name: str, node: dict[str, Member]) -> tuple[str, str]:
    """The key of the text and the plural form of a member; the form is empty if its key has none."""
    match = _SUFFIX.fullmatch(name)
    if match and _is_text(node.get(f"{name.removesuffix(match['form'])}other")):
        return match["id"], f"ordinal.{match['form']}" if match["ordinal"] else match["form"]
    if _is_text(node.get(name + _V3)):
        return name, "one"
    base = name.removesuffix(_V3)
    return (base, "other") if base != name and _is_text(node.get(base)) else (name, "")


def _is_entry(node: Json) -> bool:
    """Whether an object has one text, under a known key, and facts about it."""
    if not isinstance(node, dict):
        return False
    names = [name for name in _TEXTS if name in node]
    return len(names) == 1 and _is_text(node[names[0]]) and _BESIDE.issuperset(node.keys() - set(names))


def _entries(tree: dict[str, Member]) -> Iterator[Unit]:
    for key, member in tree.items():
        node = member.value
        if isinstance(node, dict):  # each is an entry
            name, value = next((name, node[name].value) for name in _TEXTS if name in node)
            if isinstance(value, Value):
                yield Unit(key, _with_names(value) if name == "message" else value, meta=_facts(node))


def _with_names(value: Value) -> Value:
    """The message of a browser extension, with its placeholders as codes. Their names ignore case."""
    codes = [
        Code("source", *match.span(), f"${match['name'].lower()}$", kind="variable", value=match["name"])
        for match in _NAMED.finditer(value.text)
        if match["name"]
    ]
    return replace(value, codes=tuple(codes))


def _facts(node: dict[str, Member]) -> dict[str, Any]:
    """What an entry says about its text."""
    notes = [note for name in _NOTES if (note := _text(node, name)) is not None]
    limit = node["character_limit"].value if "character_limit" in node else None
    return UnitFacts(
        note=notes[-1] if notes else None,
        context=_text(node, "context"),
        max_length=int(min(limit, 1e9)) if type(limit) is float and limit >= 1 else None,
    ).meta()


def _text(node: dict[str, Member], name: str) -> str | None:
    member = node.get(name)
    return member.value.text if member is not None and isinstance(member.value, Value) else None
