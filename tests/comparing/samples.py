"""Reports of two systems on forty invented sentences: `good` strays from the reference in a few, `bad` in all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from mtqe.model import SCHEMA, CheckItem, Finding, Report, Run, Score, Segment, Severity, fingerprint
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context

SHIPS = ("Anna", "Berta", "Clara", "Dora", "Emma", "Frieda", "Greta", "Hanna")
PLACES = (("the lock", "der Schleuse"), ("the quay", "dem Kai"), ("the lift", "dem Hebewerk"))


def line(number: int) -> tuple[str, str]:
    ship, (where, wo) = SHIPS[number % len(SHIPS)], PLACES[number % len(PLACES)]
    return (
        f"The {ship} waited {number} hours at {where}.",
        f"Die {ship} wartete {number} Stunden an {wo}.",
    )


def good(number: int) -> str:
    text = line(number)[1]
    return text.replace("wartete", "hat gewartet") if number % 7 == 0 else text


def bad(number: int) -> str:
    return line(number)[1].replace("Stunden", "Uhr" if number % 2 else "Stunde").replace("wartete", "wartet")


def finding(
    source: str, marked: str, severity: Severity = Severity.MAJOR, check: str = "ACC101", nth: int = 0
) -> Finding:
    return Finding(
        check,
        "some-check",
        "accuracy",
        severity,
        "1",
        f"{marked} is wrong",
        (),
        (),
        fingerprint(check, source, [marked], nth),
    )


def make(
    write: Callable[[int], str] = good,
    numbers: Sequence[int] = range(40),
    metrics: Sequence[str] = ("bleu", "chrf"),
    values: Callable[[int], float | None] | None = None,
    findings: Sequence[Finding] = (),
    checks: Sequence[str] = ("ACC101",),
    system: str | None = None,
) -> Report:
    segments = tuple(
        Segment(str(place), line(n)[0], write(n), (line(n)[1],), doc=f"doc-{n // 10}", system=system)
        for place, n in enumerate(numbers, 1)
    )
    context = Context("en", "de")
    scores = [score for metric in metrics for score in metric_table.load(metric).score(segments, context)]
    if values is not None:
        own = {segment.id: values(n) for segment, n in zip(segments, numbers, strict=True)}
        signature: dict[str, str | int | float | bool | None] = {"name": "COMET", "model": "Unbabel/wmt22-comet-da"}
        known = [value for value in own.values() if value is not None]
        scores.append(Score("comet", "corpus", sum(known) / len(known), n=len(known), signature=signature))
        scores += [Score("comet", "segment", value, segment=id, signature=signature) for id, value in own.items()]
    run = Run(
        "0.1.0",
        "2026-01-01T00:00:00+00:00",
        source_lang="en",
        target_lang="de",
        systems=(system,) if system else (),
        checks=tuple(CheckItem(check, check.lower(), "ran") for check in checks),
        source_words=200,
    )
    return Report(
        SCHEMA,
        run,
        segments=segments,
        scores=tuple(msgspec.structs.replace(score, system=system) for score in scores),
        findings=tuple(msgspec.structs.replace(one, system=system) for one in findings),
    )
