"""Checks of single segments give the same in slices, in other processes, and when one of them fails."""

from __future__ import annotations

import dataclasses
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest import mock

import coded
import msgspec
import pytest

from mtqe.checks import runner as room
from mtqe.checks import segmentwise
from mtqe.errors import Unavailable
from mtqe.machine import workers
from mtqe.model import Glossary, Hit, Segment, Severity, Term
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context
from mtqe.settings.config import ChecksConfig, Config

PAIRS = [
    ("The ferry left at 5 p.m.", "Die Fähre legte um 5 Uhr ab."),
    ("It cost 300 euros.", "Es kostete 400 Euro."),
    ("The boat sank.", "Das Schiff sank sank ."),
    ("The bridge is closed.", "The bridge is closed."),
    ("They waited.", "Sie (warteten."),
]
SEGMENTS = [
    Segment(str(n), *PAIRS[n % len(PAIRS)], doc="d", meta={"source_line": n, "kind": "match"}) for n in range(150)
]
CONTEXT = Context(
    "en",
    "de",
    Config(memory=("approved.tmx",), checks=ChecksConfig(severity={"ART103": Severity.CRITICAL})),
    Glossary((Term("boat", "Boot"),)),
)
RULES = [
    check
    for check in check_table.select()
    if not {"encoder", "error spans"} & set(check.needs) and not (check.limits and check.limits(CONTEXT))
]


def roundtrip(work: Callable[..., list[Any]], items: Sequence[Any], number: int, progress: Any, *common: Any) -> Any:
    """What `workers.spread` does, as if every share came from another process."""
    parts = [items[start::number] for start in range(number)]
    sent = msgspec.msgpack.decode(msgspec.msgpack.encode(parts))
    found = msgspec.msgpack.decode(msgspec.msgpack.encode([work(part, *common) for part in sent]))
    return [found[place % number][place // number] for place in range(len(items))]


def failing_at(text: str, error: Exception) -> Check:
    """A check that yields one hit a segment, until it meets a text."""

    def run(segment: Segment, context: Context) -> Iterator[Hit]:
        yield Hit("seen")
        if text in segment.target:
            raise error

    return Check("acme/GLS007", "failing", "style", Severity.MINOR, run, "", ())


def test_other_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = room.run(RULES, SEGMENTS, CONTEXT)
    assert {finding.check for finding in alone.findings} >= {"ACC101", "ACC102", "ART103", "TRM101", "MRK101"}
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 100)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    with mock.patch.object(workers, "_start", wraps=workers._start) as start:
        assert room.run(RULES, SEGMENTS, CONTEXT) == alone
    assert start.call_count == 1


def test_inline_codes_go_to_other_processes_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [
        coded.segment(
            f"{n}", "⟦<b>⟧Cost⟦</b>⟧: ⟦{price}⟧ or 300 euros", f"Kostet ⟦<b>⟧{text}⟦</b>⟧ oder 400 Euro .", "d"
        )
        for n, text in enumerate(["⟦{price}⟧", "", "⟦{preis}⟧"] * 40)
    ]
    alone = room.run(RULES, segments, CONTEXT)
    marked = {(finding.check, finding.marked) for finding in alone.findings}
    assert {("MRK103", ("{price}",)), ("ACC101", ("300", "400")), ("ART103", (" .",))} <= marked
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 100)
    monkeypatch.setattr(workers, "cores", lambda: 3)
    monkeypatch.setattr(workers, "spread", roundtrip)
    assert room.run(RULES, segments, CONTEXT) == alone


def test_a_failing_check_is_a_problem_and_the_first_fault_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = failing_at("400", ValueError("no 400"))
    monkeypatch.setattr(sys.modules[__name__], "run", failing, raising=False)  # where another process looks for it
    monkeypatch.setattr(workers, "cores", lambda: 3)
    chosen = [failing, *RULES]
    alone = room.run(chosen, SEGMENTS, CONTEXT)
    assert [(one.what, one.why) for one in alone.problems] == [("check acme/GLS007 failing", "ValueError: no 400")]
    assert not [finding for finding in alone.findings if finding.check == failing.id]
    assert (alone.items[0].state, {item.state for item in alone.items[1:]}) == ("failed", {"ran"})
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 100)
    with mock.patch.object(workers, "spread", roundtrip):
        assert room.run(chosen, SEGMENTS, CONTEXT) == alone


def test_what_cannot_run_says_so_without_the_type_of_the_error() -> None:
    (problem,) = room.run([failing_at("a", Unavailable("no model"))], SEGMENTS[:1], CONTEXT).problems
    assert problem.why == "no model"


def test_one_process_where_more_do_not_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 4)
    assert segmentwise._processes(RULES, SEGMENTS, CONTEXT) == 1  # so few
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 100)
    assert segmentwise._processes(RULES, SEGMENTS, CONTEXT) == 4
    changed = dataclasses.replace(RULES[0])
    assert segmentwise._processes([*RULES[1:], changed], SEGMENTS, CONTEXT) == 1  # known to this process only
    marker = check_table.checks()["ACC119"]
    assert segmentwise._processes([*RULES, marker], SEGMENTS, CONTEXT) == 1  # its metric is here only
    large = Glossary(tuple(Term(str(n), "x") for n in range(segmentwise.MAX_SENT_TERMS + 1)))
    assert segmentwise._processes(RULES, SEGMENTS, dataclasses.replace(CONTEXT, glossary=large)) == 1


def test_every_check_sees_every_segment_once_and_in_order() -> None:
    seen: list[str] = []

    def run(segment: Segment, context: Context) -> Iterator[Hit]:
        seen.append(segment.id)
        yield from ()

    told: list[int] = []
    check = Check("acme/GLS008", "silent", "style", Severity.MINOR, run, "", ())
    assert segmentwise.run_checks([check], SEGMENTS, CONTEXT, told.append) == [[] for _ in SEGMENTS]
    assert seen == [segment.id for segment in SEGMENTS]
    assert told == [0, 64, 128]


@pytest.mark.parametrize("enabled", [True, False])
def test_an_interruption_goes_through_and_leaves_python_as_it_was(enabled: bool) -> None:
    def run(segment: Segment, context: Context) -> Iterator[Hit]:
        assert not gc.isenabled()
        raise KeyboardInterrupt
        yield

    if not enabled:
        gc.disable()
    try:
        with pytest.raises(KeyboardInterrupt):
            room.run([Check("acme/GLS009", "slow", "style", Severity.MINOR, run, "", ())], SEGMENTS[:1], CONTEXT)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
