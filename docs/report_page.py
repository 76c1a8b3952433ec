"""The page about the JSON report: its schema as tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import report_schema

from mtqe.model import BeadFacts, MemoryFacts, TextPlace, UnitFacts
from mtqe.serve import schemas

FACTS = (TextPlace, UnitFacts, BeadFacts, MemoryFacts)
"""The facts in `meta` of a segment. Its schema allows any value: users and plugins have keys of their own there."""
NAMES_OF_FACTS = tuple(kind.__name__ for kind in FACTS)
FIRST = ("Report", "Run", "Segment", *NAMES_OF_FACTS, "Score", "Finding", "Span", "Problem", "Verdict")
"""The objects that most readers look for."""
INTRODUCTION = """\
# The report

`mtqe evaluate`, `check` and `score` write one report as JSON with `--json PATH` or `-o report.json`; all other outputs
are views of it (`mtqe report`). The schema [report.schema.json](report.schema.json) is JSON Schema 2020-12. This page
is made from it.

- `schema` is `mtqe.report/1`. Fields may be added under this name; a change that breaks readers changes the number.
- Offsets of spans are Unicode code points, half-open: `text[start:end]` is the marked text.
- A score that could not be computed is `null`, never -1 or NaN.
- `problems` says what could not run. No finding means "nothing was found" only for checks whose state is `ran`.
"""


def page() -> str:
    """The page, the usual objects first."""
    schema = json.loads(report_schema.page())
    definitions = schema["$defs"] | schemas.definitions(FACTS, "#/$defs/{name}")
    names = [*(name for name in FIRST if name in definitions), *sorted(set(definitions) - set(FIRST))]
    return INTRODUCTION + "\n" + "\n".join(line for name in names for line in _described(name, definitions[name]))


def _described(name: str, definition: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    if definition.get("description"):
        yield f"{definition['description']}\n".replace("`None`", "`null`")
    if "enum" in definition:
        yield f"One of {', '.join(f'`{value}`' for value in definition['enum'])}.\n"
    properties = definition.get("properties")
    if not properties:
        return
    required = set(definition.get("required", ()))
    yield "| field | type | meaning |\n|---|---|---|"
    for field, rule in properties.items():
        told = [rule.get("description", "")]
        if field not in required and rule.get("default") not in (None, "", [], {}):
            told.append(f"Default: `{json.dumps(rule['default'], ensure_ascii=False)}`.")
        meaning = " ".join(filter(None, told)).replace("|", "\\|").replace("`None`", "`null`")
        yield f"| `{field}` | {_type(rule)} | {meaning} |"
    yield ""


def _type(rule: Mapping[str, Any]) -> str:
    """The type of a value in words; objects are links."""
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in rule:
        return " or ".join(_type(choice) for choice in rule["anyOf"])
    if "const" in rule:
        return f"`{json.dumps(rule['const'])}`"
    if "enum" in rule:
        return " or ".join(f"`{json.dumps(value)}`" for value in rule["enum"])
    kind = rule.get("type", "any value")
    if kind == "array":
        if "prefixItems" in rule:
            return f"list of {', '.join(_type(item) for item in rule['prefixItems'])}"
        return f"list of {_type(rule['items'])}" if rule.get("items") else "list"
    if kind == "object":
        values = rule.get("additionalProperties")
        return f"object of {_type(values)}" if isinstance(values, dict) and values else "object"
    return str(kind)
