"""Results of checks are kept from run to run: the report stays the same, and only new units are judged again."""

from __future__ import annotations

import dataclasses
import importlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

import mtqe
from mtqe.checks import kept_results, runner
from mtqe.checks.shared import kept_values
from mtqe.encoder import judgement_cache
from mtqe.machine import cache
from mtqe.machine.cache import FILE, Store
from mtqe.model import Code, Glossary, Hit, Segment, Severity, Span, Term
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context, Example, check
from mtqe.settings.config import ChecksConfig, Config, MetricsConfig

CHECKS = Path(kept_results.__file__).parent
PAIRS = (
    ("The old mill opened again in 1987.", "Die alte Mühle wurde 1978 wieder geöffnet."),
    ("Olga Kovalenko bought twelve lamps for the harbour.", "Olga Kovalenko kaufte zwölf Lampen für den Hafen."),
    (
        "The council closed the swimming pool, although many families had protested, and sold the land.",
        "Der Rat schloss das Schwimmbad und verkaufte das Land.",
    ),
    ("The ferry is not running today.", "Die Fähre fährt heute."),
    ("The library lends (old) maps.", "Die Bibliothek verleiht (alte Karten."),
    ("Nobody expected snow in the valley that week.", "Niemand erwartete in jener Woche Schnee im Tal."),
)
JUDGED = ("ACC101", "ACC110", "ACC112", "ACC114", "MRK101")
"""Checks of all stages."""


def segments(pairs: Sequence[tuple[str, str]] = PAIRS, first: int = 1) -> list[Segment]:
    return [
        Segment(str(number), source, target, doc=f"d{place // 3}", meta={"target_line": number})
        for place, (source, target) in enumerate(pairs)
        for number in [first + place]
    ]


def outcome(given: Sequence[Segment], cached: bool = True, langs: tuple[str, str] = ("en", "de")) -> runner.Outcome:
    context = Context(*langs, cache=Store() if cached else None)
    return runner.run([check_table.checks()[name] for name in JUDGED], given, context)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What the checks were asked: the id of each, and the segments."""
    made: list[tuple[str, tuple[str, ...]]] = []

    def watched(item: Check) -> Check:
        plain = item.run

        def run(given: Segment | Sequence[Segment], context: Context) -> Iterator[object]:
            made.append((item.id, (given.id,) if isinstance(given, Segment) else tuple(one.id for one in given)))
            return plain(given, context)

        run.__module__, run.__name__ = plain.__module__, plain.__name__
        return dataclasses.replace(item, run=run)

    table = {name: watched(item) for name, item in check_table.checks().items() if name in JUDGED}
    monkeypatch.setattr(check_table, "checks", lambda: table)
    return made


def test_findings_are_the_same_cold_and_warm_and_without_a_cache(calls: list[tuple[str, tuple[str, ...]]]) -> None:
    plain, cold = outcome(segments(), cached=False), outcome(segments())
    assert {finding.check for finding in plain.findings} >= {"ACC101", "ACC110", "MRK101"}
    calls.clear()
    warm = outcome(segments())
    assert calls == []
    assert plain == cold == warm


def test_only_what_changed_is_judged_again(calls: list[tuple[str, tuple[str, ...]]]) -> None:
    outcome(segments())
    changed = [*PAIRS[:4], ("The library lends (old) maps.", "Die Bibliothek verleiht (alte) Karten."), PAIRS[5]]
    expected = outcome(segments(changed), cached=False)
    calls.clear()
    assert outcome(segments(changed)) == expected
    assert dict(calls) == {
        "ACC101": ("5",),
        "ACC112": ("5",),
        "ACC110": ("4", "5", "6"),  # it looks at other segments of the document
        "ACC114": ("4", "5", "6"),
        "MRK101": ("4", "5", "6"),
    }


def test_a_segment_that_moved_is_not_judged_again_by_itself(calls: list[tuple[str, tuple[str, ...]]]) -> None:
    outcome(segments())
    expected = outcome(segments(first=8), cached=False)
    calls.clear()
    assert outcome(segments(first=8)) == expected
    assert {name for name, _ in calls} == {"ACC114", "MRK101"}, "checks of documents may name segments by their ids"


def test_findings_of_segments_with_codes_have_their_places_in_the_stored_text() -> None:
    codes = (Code("target", 4, 7, "1"),)
    given = [
        Segment("1", "The mill opened in 1987.", "Die <b> Mühle öffnete 1978.", codes=codes),
        *segments(PAIRS[1:], 2),
    ]
    assert outcome(given, cached=False) == outcome(given) == outcome(given)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: dataclasses.replace(one, target_lang="de-AT"),
        lambda one: dataclasses.replace(one, source_lang="en-GB"),
        lambda one: dataclasses.replace(one, glossary=Glossary((Term("lamp", "Leuchte"),))),
        lambda one: dataclasses.replace(one, config=Config(device="cpu"), run_memo=type(one.run_memo)()),
    ],
)
def test_whatever_checks_get_beside_the_texts_makes_another_entry(
    change: Callable[[Context], Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgement_cache, "origin", lambda context: {"device": context.config.device})
    items = [check_table.checks()["ACC101"]]
    context = Context("en", "de", cache=Store())
    other = dataclasses.replace(change(context), run_memo=type(context.run_memo)())
    shelves = [kept_results.shelf("segment", items, one) for one in (context, other)]
    assert all(shelves)
    first, second = (one for one in shelves if one)
    units = [[segment] for segment in segments()]
    assert first.find(units) == second.find(units) == {}
    first.keep({0: []})
    assert (first.find(units), second.find(units)) == ({0: []}, {})


def test_code_of_mtqe_that_changed_makes_another_entry(
    monkeypatch: pytest.MonkeyPatch, calls: list[tuple[str, tuple[str, ...]]]
) -> None:
    outcome(segments())
    calls.clear()
    monkeypatch.setattr(cache, "package", lambda: "other code")
    outcome(segments())
    assert {name for name, _ in calls} == set(JUDGED)


@check("ACC901", "opened", "accuracy", Severity.MINOR, examples=[Example("a", "a")])
def opened(segment: Segment, context: Context) -> Iterator[Hit]:
    """Marks the first letter; of a segment in which it fails, nothing."""
    OPENED.append(segment.id)
    if segment.target == FAILING:
        raise ValueError("no")
    yield Hit("a letter", (Span("target", 0, 1),))


OPENED: list[str] = []
FAILING = "Bitte nicht."


def own(item: Check, monkeypatch: pytest.MonkeyPatch) -> Check:
    """The check as if it were one of mtqe."""
    module = importlib.import_module("mtqe.checks.covered")
    monkeypatch.setattr(item.run, "__module__", module.__name__)
    monkeypatch.setattr(module, item.run.__name__, item, raising=False)
    return item


def opened_in(given: Sequence[Segment], item: Check) -> tuple[runner.Outcome, list[str]]:
    OPENED.clear()
    context = Context("en", "de", cache=Store())
    found = runner.run([item, check_table.checks()["ACC112"]], given, context)
    return found, list(OPENED)


def test_plugins_are_run_each_time() -> None:
    given = segments(PAIRS[:2])
    assert opened_in(given, opened)[1] == opened_in(given, opened)[1] == ["1", "2"]


def test_what_a_check_found_before_it_failed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    item = own(opened, monkeypatch)
    given = segments([*PAIRS[:2], ("Please do not.", FAILING)])
    failed, asked = opened_in(given, item)
    assert asked == ["1", "2", "3"]
    assert [one.state for one in failed.items] == ["failed", "ran"]
    assert opened_in(given, item) == (failed, asked)
    assert opened_in(given[:2], item)[1] == ["1", "2"]
    assert opened_in(given[:2], item)[1] == []
    again, asked = opened_in(given, item)
    assert (again, asked) == (failed, ["3"])


def test_damaged_entries_are_computed_again(own_cache: Path) -> None:
    expected = outcome(segments())
    with sqlite3.connect(own_cache / FILE) as db:
        assert db.execute("UPDATE entries SET value = x'00' WHERE kind = 'checks'").rowcount >= 10
    db.close()
    store = Store()
    checks = [check_table.checks()[name] for name in JUDGED]
    assert runner.run(checks, segments(), Context("en", "de", cache=store)) == expected
    assert any(re.search("damaged entries of checks; they were recomputed", note) for note in store.notes)


def test_entries_with_a_seal_that_cannot_be_read_are_computed_again(own_cache: Path) -> None:
    shelf = kept_results.shelf("segment", [check_table.checks()["ACC101"]], Context("en", "de", cache=Store()))
    assert shelf
    units = [[segment] for segment in segments()]
    shelf.find(units)
    kept = shelf._kept
    Store().put(kept._key, {kept_values.address_of(kept._secrets[0]): b"no such thing"})
    assert 0 not in shelf.find(units)


def test_the_cache_has_no_text(own_cache: Path) -> None:
    found = outcome(segments())
    assert any("1978" in finding.message for finding in found.findings)
    content = (own_cache / FILE).read_bytes()
    assert b"checks" in content
    for word in ("1978", "although many", "fährt", "Mühle"):
        assert word.encode() not in content


def test_rules_without_the_encoder_are_not_kept(own_cache: Path) -> None:
    names = ("ACC101", "MRK101")
    runner.run([check_table.checks()[name] for name in names], segments(), Context("en", "de", cache=Store()))
    assert not (own_cache / FILE).exists()


def test_facts_that_are_no_data_are_judged_each_time(calls: list[tuple[str, tuple[str, ...]]]) -> None:
    strange = [Segment("1", *PAIRS[0], meta={"mine": object()}), Segment("2", PAIRS[1][0], "\ud800 Lampen")]
    first = outcome(strange)
    calls.clear()
    assert outcome(strange) == first
    assert ("ACC101", ("1",)) in calls and ("ACC101", ("2",)) in calls


def test_no_check_reads_where_a_text_stands_in_its_file() -> None:
    reads = re.compile(
        r"""\.place\([^)]*\)\.(line|column|cell)\b|["'](source|target)_(line|column|place)["']|\.system\b"""
    )
    modules = [path for path in CHECKS.rglob("*.py") if path.name not in ("check_run.py", "kept_results.py")]
    assert len(modules) > 150
    assert [path.name for path in modules if reads.search(path.read_text("utf-8"))] == []


def test_the_packages_that_checks_import_make_other_entries() -> None:
    needed = (CHECKS.parent.parent / "pyproject.toml").read_text("utf-8")
    imported = {
        name
        for room in ("checks", "language")
        for path in (CHECKS.parent / room).rglob("*.py")
        for name in re.findall(r"^ *(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    dependencies = set(re.findall(r'^  "([\w-]+)', needed, re.MULTILINE))
    of_encoder = set(judgement_cache._PACKAGES)
    assert imported & dependencies - {"mtqe"} <= {*kept_values.PACKAGES, *of_encoder}


def test_reports_are_the_same_byte_for_byte_but_for_time() -> None:
    def report(pairs: Sequence[tuple[str, str]], cache: bool = True) -> bytes:
        checks, metrics = ChecksConfig(select=JUDGED), MetricsConfig(cache=cache)
        config = Config(source_lang="en", target_lang="de", checks=checks, metrics=metrics)
        found = mtqe.check(list(pairs), config=config)
        run = msgspec.structs.replace(found.run, seconds=0.0, created="")
        return msgspec.json.encode(msgspec.structs.replace(found, run=run, seal=None))

    cold, warm = report(PAIRS), report(PAIRS)
    assert cold == warm == report(PAIRS, cache=False)
    changed = [*PAIRS[:3], ("The ferry is not running today.", "Die Fähre fährt heute nicht."), *PAIRS[4:]]
    assert report(changed) == report(changed, cache=False) != cold
