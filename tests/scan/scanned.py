"""A corpus with errors, and scans of it."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from mtqe.model import Segment, Shard
from mtqe.scan import driver, local
from mtqe.scan.assessment import Settings
from mtqe.scan.folder import SUMMARY, WHOLE, Folder
from mtqe.scan.pace import Pace
from mtqe.settings.config import ChecksConfig, Config, MetricsConfig

RULES = ("number-mismatch", "empty-target", "repeated-phrase", "untranslated-segment", "address-mismatch")
"""Checks that load little."""
PAIRS = (
    ("The bridge is {n} metres long.", "Die Brücke ist {n} Meter lang."),
    ("Nobody has seen the {n} letters.", "Niemand hat die {n} Briefe gesehen."),
    ("See https://example.org/{n} for more.", "Mehr unter https://example.org/{n}."),
    ("Please close the door at night.", "Bitte schließen Sie nachts die Tür."),
)


def corpus(number: int, docs: int = 0, seed: int = 1) -> list[Segment]:
    """Segments with references; some have a wrong number, no translation, or a copy of the source.

    Args:
        number: How many.
        docs: The length of a document; with 0 no segment names one.
        seed: Seed of the random numbers.
    """
    chance = random.Random(seed)
    segments = []
    for place in range(number):
        source, reference = (text.format(n=chance.randrange(10, 99)) for text in chance.choice(PAIRS))
        digits = "".join(filter(str.isdigit, source))
        reference = "".join(reference if not digits else reference.replace(_digits(reference), digits))
        error = chance.random()
        target = reference
        if error < 0.05:
            target = reference.replace(digits, str(int(digits) + 1)) if digits else ""
        elif error < 0.08:
            target = source
        elif error < 0.3:
            target = reference.replace("ist", "war").replace("Bitte ", "")
        doc = f"doc {place // docs}" if docs else None
        segments.append(Segment(str(place + 1), source, target, (reference,), doc, {"target_line": place + 1}))
    return segments


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def settings(*metrics: str, chunk: int = 20, **other: Any) -> Settings:
    """Settings of a scan with few checks."""
    config = Config(
        source_lang="en",
        target_lang="de",
        checks=ChecksConfig(select=RULES),
        metrics=MetricsConfig(use=metrics, resamples=50, cache=False),
    )
    return Settings(config, chunk=chunk, **other)


def scan(
    segments: Iterable[Segment],
    folder: Path,
    chosen: Settings,
    workers: int = 1,
    shard: Shard = WHOLE,
    resume: bool = False,
) -> driver.Outcome:
    """Scan into a folder."""
    with Folder(folder, chosen, shard, resume) as opened:
        return driver.scan(segments, opened, local.judged, workers, Pace(None, lambda: None, shard.total))


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a scan, without the times of its summary."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(".lock"):
            content = path.read_bytes()
            if path.name == SUMMARY:
                content = msgspec.json.encode(msgspec.json.decode(content) | {"created": "", "seconds": 0})
            found[path.relative_to(folder).as_posix()] = content
    return found


def children() -> Iterator[int]:
    """The processes that this process has started and that run."""
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def interruptible() -> None:
    """Let a process heed Ctrl-C, which a background job of a shell ignores with all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
