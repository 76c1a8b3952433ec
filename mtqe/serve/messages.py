"""What the listening process and its workers tell each other: msgpack, each message behind its length."""

from __future__ import annotations

import struct

import msgspec

from mtqe.model import Segment, Term
from mtqe.settings.config import ChecksConfig, Config
from mtqe.settings.policy import GateConfig

LENGTH = struct.Struct(">I")
"""The form of the length of a message."""
TEMPORARY = "mtqe-serve-"
"""How the folder for the temporary files of a worker begins, which is its `TMPDIR`."""


class Order(msgspec.Struct, frozen=True):
    """A request that was checked.

    Args:
        command: Name of the command whose report is wanted.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        segments: The pairs.
        checks: Which checks run; `None` means as the server is configured. The same holds for the next three.
        metrics: Names of metrics.
        gate: The policy.
        terms: The glossary.
    """

    command: str
    source_lang: str
    target_lang: str
    segments: tuple[Segment, ...]
    checks: ChecksConfig | None = None
    metrics: tuple[str, ...] | None = None
    gate: GateConfig | None = None
    terms: tuple[Term, ...] | None = None


class Answer(msgspec.Struct, frozen=True):
    """What became of a request: a status of HTTP and the JSON of the body."""

    status: int
    body: bytes


class Start(msgspec.Struct, frozen=True):
    """The first message to a worker: the configuration of the server, and a request that loads the models."""

    config: Config
    order: Order


class Ready(msgspec.Struct, frozen=True):
    """The first message of a worker.

    Args:
        lacks: What could not run, a line each; requests get reports without it.
        fatal: Message and hint if the configuration cannot be used at all.
    """

    lacks: tuple[str, ...] = ()
    fatal: tuple[str, str] | None = None


def framed(message: msgspec.Struct) -> bytes:
    """A message as it is sent."""
    data = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(data)) + data
