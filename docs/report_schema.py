"""The JSON schemas of a report, an agreement and a release, made from the structs and their docstrings."""

from __future__ import annotations

import json

from mtqe.model import Report
from mtqe.model.agreement_report import Agreement
from mtqe.model.release import Release
from mtqe.serve import schemas

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def page() -> str:
    """The schema of a report as JSON. Each property has its description from the docstring of its struct."""
    return _schema(Report, "Report of mtqe")


def agreement_page() -> str:
    """The schema of an agreement as JSON."""
    return _schema(Agreement, "Agreement of mtqe with raters")


def release_page() -> str:
    """The schema of a release as JSON."""
    return _schema(Release, "Release of several languages of mtqe")


def _schema(struct: type, title: str) -> str:
    definitions = schemas.definitions([struct], "#/$defs/{name}")
    whole = {"$schema": DRAFT, "title": title, "$ref": f"#/$defs/{struct.__name__}", "$defs": definitions}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
