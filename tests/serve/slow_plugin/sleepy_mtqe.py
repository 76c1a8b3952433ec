"""Sleepy: takes as many seconds as the source says, or ends the process.

## What it does

Sleeps if the source is `sleep SECONDS`, and ends the process if it is `crash`.

## Why it is bad

It stands for a text that takes too long, and for one that a library cannot bear.

## Known problems

It is of use in tests only, so it is a preview check.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


@check(
    "sleepy/SLP001",
    "sleepy",
    "style/register",
    Severity.MINOR,
    examples=[Example("Stop.", "Halt."), Example("sleep 0", "Halt.", marks=("Halt.",))],
    status="preview",
)
def sleepy(segment: Segment, context: Context) -> Iterator[Hit]:
    word, _, number = segment.source.partition(" ")
    if word == "sleep":
        time.sleep(float(number))
        yield Hit("it took long", (Span("target", 0, len(segment.target)),))
    elif word == "crash":
        os._exit(1)
    elif word == "fail":
        raise MemoryError("secret words")
