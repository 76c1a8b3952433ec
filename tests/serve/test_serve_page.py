"""docs/serve.md: its requests are valid, its options, addresses and limits are those of the code."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
from test_openapi import DOCUMENT, validate

from mtqe.cli import group
from mtqe.serve import bodies
from mtqe.serve.bounds import Bounds
from mtqe.serve.instruments import Instruments
from mtqe.serve.messages import Order
from mtqe.settings.config import Config

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
HELP = group.get_command(click.Context(group), "serve")
assert HELP


def requests() -> list[str]:
    (batch,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    curls = [shlex.split(block) for block in re.findall(r"```sh\n(curl .*?)```", PAGE, re.DOTALL)]
    helped = re.findall(r"-d '(.*?)'", HELP.help or "")
    return [batch, *(words[words.index("-d") + 1] for words in curls), *helped]


def test_the_requests_are_valid() -> None:
    assert len(requests()) == 3
    schema = DOCUMENT["paths"]["/v1/evaluate"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    for body in requests():
        validate(json.loads(body), schema)
        assert isinstance(bodies.read(body.encode(), "evaluate", Config("en", "de"), Bounds()), Order)


def test_options_exist() -> None:
    known = {name for item in HELP.params for name in item.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) - {"--json", "--stop-timeout"}
    assert named and named <= known, named - known


def test_the_limits_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `--([a-z-]+)` \| ([\d,]+)", PAGE, re.MULTILINE)
    numbers = {name: int(number.replace(",", "")) for name, number in rows}
    bounds = Bounds()
    assert numbers == {
        "max-body": bounds.body, "max-segments": bounds.segments, "max-characters": bounds.characters,
        "queue": bounds.queue, "timeout": bounds.seconds, "client-timeout": bounds.patience,
    }  # fmt: skip


def test_the_numbers_are_those_of_the_code() -> None:
    families = re.findall(r"^# TYPE (\w+)", Instruments().text(0, 0, {}), re.MULTILINE)
    assert sorted(re.findall(r"`(mtqe_\w+)`", PAGE)) == sorted(families)


def test_the_addresses_are_those_of_the_server() -> None:
    named = set(re.findall(r"^\| `(?:GET|POST) (/\S*)`", PAGE, re.MULTILINE))
    assert named == set(DOCUMENT["paths"]) - {"/"}
