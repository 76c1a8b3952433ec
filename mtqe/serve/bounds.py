"""The limits of the server, so that no request can take memory, time or a connection for ever."""

from __future__ import annotations

from dataclasses import dataclass

CONNECTIONS = 256
"""Connections: that are open at a time; each may hold a body."""
LINGER = 5.0
"""Seconds: an idle connection is kept for the next request."""
TERMS = 5_000
"""Terms: of the glossary in a request."""


@dataclass(frozen=True)
class Bounds:
    """What a request may have, and how long it may take.

    Args:
        body: Bytes of the body.
        segments: Number of segments.
        characters: Characters of the longest text.
        queue: Requests that wait while all workers are busy.
        workers: Worker processes.
        seconds: Time to compute a report, and to wait for a worker.
        patience: Time for the client to send a request, and to take the answer; in seconds.
        spare: Processes with loaded models that wait to take the place of a worker that ends.
    """

    body: int = 2 * 2**20
    segments: int = 1_000
    characters: int = 20_000
    queue: int = 64
    workers: int = 1
    seconds: float = 120.0
    patience: float = 30.0
    spare: int = 1
