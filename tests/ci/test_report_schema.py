"""docs/report.schema.json: reports are valid by it, and what is no report is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
SAMPLE = json.loads((ROOT / "reports" / "sample" / "demo.json").read_text(encoding="utf-8"))


def test_the_schema_is_valid_and_describes_every_property() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    fields = {
        f"{name}.{field}": rule.get("description", "")
        for name, definition in SCHEMA["$defs"].items()
        for field, rule in definition.get("properties", {}).items()
    }
    assert len(fields) > 100
    assert [name for name, told in fields.items() if not told] == []
    assert not [name for name, definition in SCHEMA["$defs"].items() if "Args" in definition.get("description", "")]


def test_a_report_is_valid() -> None:
    jsonschema.validate(SAMPLE, SCHEMA)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema",), "mtqe.report/2"),
        (("segments", 0, "source"), None),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "spans", 0, "side"), "left"),
        (("scores", 0, "value"), "high"),
    ],
)
def test_what_is_no_report_is_not_valid(place: tuple[Any, ...], value: Any) -> None:
    wrong = json.loads(json.dumps(SAMPLE))
    item = wrong
    for key in place[:-1]:
        item = item[key]
    item[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)
