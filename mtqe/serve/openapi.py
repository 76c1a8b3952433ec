"""The description of the server in OpenAPI 3.1, made from the structs that it reads and writes."""

from __future__ import annotations

import functools
from http import HTTPStatus
from typing import Any

import msgspec

from mtqe.flow.pipeline import STAGES
from mtqe.model import Report
from mtqe.serve import schemas
from mtqe.serve.bodies import BatchBody, PairBody
from mtqe.version import VERSION

SUMMARIES = {
    "evaluate": "Score and check pairs, and judge them: the report of mtqe evaluate",
    "check": "Check pairs for errors: the report of mtqe check",
    "score": "Score pairs: the report of mtqe score",
}
"""What the commands of `mtqe.flow.pipeline.STAGES` do."""
REFUSALS = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON.",
    HTTPStatus.UNAUTHORIZED: "The server has a token, and the request has not.",
    HTTPStatus.REQUEST_TIMEOUT: "The client was too slow.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body, a text or the number of segments is above a limit.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The content type is not application/json, or the body is compressed.",
    HTTPStatus.MISDIRECTED_REQUEST: "The header Host names another machine.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The body has an unknown or missing field, or a wrong value.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "mtqe failed.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many requests wait, or the server stops; Retry-After has the seconds.",
    HTTPStatus.GATEWAY_TIMEOUT: "The report was not ready in time.",
}
"""When a request for a report is refused."""


class ErrorBody(msgspec.Struct, frozen=True):
    """Why a request was not served.

    Args:
        error: What is wrong, and where: one line.
        hint: What to do about it; may be empty.
    """

    error: str
    hint: str


@functools.cache
def document() -> dict[str, Any]:
    """The whole description."""
    text = {"text/plain": {"schema": {"type": "string"}}}
    paths: dict[str, Any] = {f"/v1/{command}": {"post": _report(command)} for command in STAGES}
    paths |= {
        "/healthz": {"get": _plain("healthz", "Whether the server is alive", text) | {"security": []}},
        "/readyz": {"get": _readiness(text) | {"security": []}},
        "/metrics": {"get": _plain("metrics", "Numbers in the text format of Prometheus", text)},
        "/openapi.json": {"get": _plain("openapi", "This description", {"application/json": {"schema": {}}})},
        "/": {"get": _plain("root", "A line that says where to look", text)},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mtqe",
            "version": VERSION,
            "summary": "Decides whether a machine translation is good enough to publish",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas.definitions([PairBody, BatchBody, Report, ErrorBody], "#/components/schemas/{name}"),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _report(command: str) -> dict[str, Any]:
    return {
        "operationId": command,
        "summary": SUMMARIES[command],
        "requestBody": {"required": True, "content": _json("PairBody", "BatchBody")},
        "responses": {
            "200": {"description": "The report; a verdict of fail is in it.", "content": _json("Report")},
            **{str(int(status)): _refusal(why) for status, why in REFUSALS.items()},
        },
    }


def _plain(name: str, summary: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}},
    }


def _readiness(text: dict[str, Any]) -> dict[str, Any]:
    operation = _plain("readyz", "Whether the models are loaded", text)
    operation["responses"]["503"] = _refusal("They are not, or something could not be loaded.")
    return operation


def _refusal(why: str) -> dict[str, Any]:
    return {"description": why, "content": _json("ErrorBody")}


def _json(*names: str) -> dict[str, Any]:
    schemas = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {"application/json": {"schema": schemas[0] if len(schemas) == 1 else {"oneOf": schemas}}}
