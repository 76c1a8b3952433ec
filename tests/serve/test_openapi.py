"""The description of the server is valid, and says what the code does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mtqe.flow.pipeline import STAGES
from mtqe.serve import openapi
from mtqe.serve.bodies import BatchBody, PairBody

ROOT = Path(__file__).parent.parent.parent
DOCUMENT: dict[str, Any] = json.loads(json.dumps(openapi.document()))
SCHEMAS = DOCUMENT["components"]["schemas"]
PAIR = {"source": "9 people came.", "translation": "6 Leute kamen."}


def validate(value: Any, schema: Any) -> None:
    """Hold a value against a schema of the description."""
    jsonschema.validate(value, {**schema, "components": DOCUMENT["components"]}, jsonschema.Draft202012Validator)


def test_the_description_is_valid() -> None:
    import openapi_spec_validator  # takes half a second of each process that collects this file

    openapi_spec_validator.validate(DOCUMENT)
    broken = json.loads(json.dumps(DOCUMENT))
    del broken["info"]["title"]
    with pytest.raises(Exception, match="title"):
        openapi_spec_validator.validate(broken)


def test_the_report_is_that_of_the_schema_in_the_docs() -> None:
    docs = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))["$defs"]
    own = json.loads(json.dumps(SCHEMAS).replace("#/components/schemas/", "#/$defs/"))
    assert {name: own[name] for name in docs} == docs


def test_every_field_of_a_body_has_a_description() -> None:
    for type_ in (PairBody, BatchBody):
        properties = SCHEMAS[type_.__name__]["properties"]
        assert list(properties) == list(type_.__struct_fields__)
        assert all(rule["description"] for rule in properties.values())


def test_there_is_an_address_for_each_command() -> None:
    assert set(STAGES) == set(openapi.SUMMARIES) == {path[4:] for path in DOCUMENT["paths"] if path.startswith("/v1/")}


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (PAIR, True),
        ({"segments": [PAIR, {**PAIR, "id": "7", "references": ["a", "b"]}]}, True),
        ({**PAIR, "checks": {"select": ["ACC"]}, "gate": {"max": {"major": 1}}, "metrics": None}, True),
        ({**PAIR, "segments": [PAIR]}, False),
        ({"segments": []}, False),
        ({**PAIR, "unknown": 1}, False),
        ({"source": "a"}, False),
    ],
)
def test_bodies_by_the_description(value: Any, valid: bool) -> None:
    schema = DOCUMENT["paths"]["/v1/check"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    if valid:
        validate(value, schema)
    else:
        with pytest.raises(jsonschema.ValidationError):
            validate(value, schema)
