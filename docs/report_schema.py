"""The JSON schema of a report, made from the structs of `mtqe.model` and their docstrings."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from mtqe.model import SCHEMA, Report

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ENTRY = re.compile(r"^    (\w+): ", re.MULTILINE)


def page() -> str:
    """The schema as JSON. Each property has its description from the docstring of its struct."""
    raw = msgspec.json.schema(Report)
    definitions = {name: _described(definition) for name, definition in raw["$defs"].items()}
    definitions["Report"]["properties"]["schema"] = {"const": SCHEMA}
    whole = {"$schema": DRAFT, "title": "Report of mtqe", "$ref": raw["$ref"], "$defs": definitions}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _described(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition with the entries of its docstring moved to its properties."""
    text, _, arguments = definition.get("description", "").partition("\n\nArgs:\n")
    properties = definition.get("properties", {})
    pieces = _ENTRY.split("\n" + arguments)[1:]
    entries = {name: " ".join(entry.split()) for name, entry in zip(pieces[::2], pieces[1::2], strict=True)}
    described = {
        name: ({"description": entries[name]} | rule if name in entries else rule) for name, rule in properties.items()
    }
    return definition | {"description": " ".join(text.split())} | ({"properties": described} if described else {})
