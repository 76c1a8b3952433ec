"""The JSON schema of a report, made from the structs of `mtqe.model` and their docstrings."""

from __future__ import annotations

import json

from mtqe.model import Report
from mtqe.serve import schemas

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def page() -> str:
    """The schema as JSON. Each property has its description from the docstring of its struct."""
    definitions = schemas.definitions([Report], "#/$defs/{name}")
    whole = {"$schema": DRAFT, "title": "Report of mtqe", "$ref": "#/$defs/Report", "$defs": definitions}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
