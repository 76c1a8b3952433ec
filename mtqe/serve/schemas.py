"""JSON schemas of structs, with the entries of their docstrings as descriptions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from mtqe import model
from mtqe.language.late_patterns import late
from mtqe.model import SCHEMA, Report

_ENTRY = late(r"^    (\w+): ", re.MULTILINE)


def definitions(types: Iterable[type[msgspec.Struct]], place: str) -> dict[str, Any]:
    """The schemas of structs and of all that they hold, by name. Each property has its description."""
    _, raw = msgspec.json.schema_components(types, ref_template=place)
    structs = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    inherited = {kind.__name__: _inherited(kind) for kind in (*structs, *types)}
    described = {name: _described(definition, inherited.get(name, {})) for name, definition in raw.items()}
    if Report in types:
        properties = described[Report.__name__]["properties"]
        properties["schema"] = {"description": properties["schema"]["description"], "const": SCHEMA}
    return described


def _inherited(type_: type[msgspec.Struct]) -> dict[str, str]:
    """The descriptions of the fields that a struct has from others, and of its own that have another name in JSON."""
    docstrings = [inspect.cleandoc(base.__doc__ or "") for base in reversed(type_.__mro__)]
    in_json = {field.name: field.encode_name for field in msgspec.structs.fields(type_)}
    return {in_json.get(name, name): entry for docstring in docstrings for name, entry in _parts(docstring)[1].items()}


def _parts(docstring: str) -> tuple[str, dict[str, str]]:
    """The text of a docstring, and its entries by name."""
    text, _, arguments = docstring.partition("\n\nArgs:\n")
    pieces = _ENTRY.split("\n" + arguments)[1:]
    entries = {name: " ".join(entry.split()) for name, entry in zip(pieces[::2], pieces[1::2], strict=True)}
    return " ".join(text.split()), entries


def _described(definition: dict[str, Any], inherited: Mapping[str, str]) -> dict[str, Any]:
    """A definition with the entries of its docstring moved to its properties."""
    text, own = _parts(definition.get("description", ""))
    entries = {**inherited, **own}
    described = {
        name: ({"description": entries[name]} | rule if name in entries else rule)
        for name, rule in definition.get("properties", {}).items()
    }
    return definition | {"description": text} | ({"properties": described} if described else {})
