"""How far the checks looked for the errors of each area, from what became of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mtqe.checks.covered import BOUND_TO_LANGUAGES, coverage, least_done
from mtqe.model import CheckItem, Coverage, Document, LeftOut, RunState, Severity
from mtqe.model.areas import AREAS, TITLES
from mtqe.registry import check_table
from mtqe.registry.contracts import Check

WITHOUT_CORE = frozenset({"locale", "form"})
"""Areas whose checks are so different that none of them decides."""


def made(id: str, area: Any = "markup", **more: Any) -> Check:
    return Check(
        id, f"{id.lower()}-check", "design-and-markup", Severity.MAJOR, lambda: iter(()), "", (), area=area, **more
    )


CORE, OTHER = made("CORE", core=True), made("OTHER")


def of(
    area: str, *checks: Check, documents: tuple[Document, ...] = (), **items: RunState | tuple[RunState, str]
) -> Coverage:
    """The coverage of an area, with the state of each selected check, and why it did not run or what it left out."""
    outcomes = []
    for id, outcome in items.items():
        state, text = outcome if isinstance(outcome, tuple) else (outcome, "")
        why, gap = (None, text or None) if state == "ran" else (text, None)
        outcomes.append(CheckItem(id, f"{id.lower()}-check", state, why, gap=gap))
    known: Mapping[str, Check] = {check.id: check for check in checks}
    covers = coverage(known, outcomes, documents)
    assert [cover.area for cover in covers] == list(AREAS)
    return next(cover for cover in covers if cover.area == area)


def test_all_of_an_area() -> None:
    assert of("markup", CORE, OTHER, CORE="ran", OTHER="ran") == Coverage("markup", "full")


@pytest.mark.parametrize(
    ("outcome", "gap"),
    [
        (("not run", "no data for xx"), "other-check: no data for xx"),
        (("failed", "ValueError: x"), "other-check: ValueError: x"),
        (("ran", "number words are not read"), "number words are not read"),
        (None, "other-check: switched off in the configuration"),
    ],
)
def test_a_part_of_an_area(outcome: Any, gap: str) -> None:
    others = {"OTHER": outcome} if outcome else {}
    assert of("markup", CORE, OTHER, CORE="ran", **others) == Coverage("markup", "part", (gap,))


def test_an_area_for_which_every_segment_is_too_short() -> None:
    idle = CheckItem("CORE", "core-check", "ran", gap="too short: 8 of 8 segments", idle=True)
    other = CheckItem("OTHER", "other-check", "ran")
    (got,) = [cover for cover in coverage({"CORE": CORE, "OTHER": OTHER}, [idle, other]) if cover.area == "markup"]
    assert got == Coverage("markup", "short", ("too short: 8 of 8 segments",))


@pytest.mark.parametrize("state", ["not run", "failed"])
def test_nothing_was_looked_for_if_no_core_check_ran(state: RunState) -> None:
    got = of("markup", CORE, OTHER, CORE=(state, "no data"), OTHER="ran")
    assert got == Coverage("markup", "none", ("core-check: no data",))


def test_one_core_check_of_two_is_a_part() -> None:
    second = made("SECOND", core=True)
    assert of("markup", CORE, second, CORE="ran", SECOND=("failed", "x")).state == "part"
    assert of("markup", CORE, second, CORE=("failed", "x"), SECOND=("failed", "x")).state == "none"
    assert of("markup", CORE, second, SECOND=("failed", "x")).state == "none", "not off: one was asked for"


def test_an_area_that_the_configuration_switched_off() -> None:
    gaps = ("core-check, other-check: switched off in the configuration",)
    assert of("markup", CORE, OTHER) == Coverage("markup", "off", gaps)
    assert of("markup", CORE, OTHER, OTHER="ran").state == "off", "its core check was not asked for"


def test_an_area_without_a_core_check_needs_any_of_its_checks() -> None:
    assert of("markup", OTHER, made("THIRD"), OTHER="ran", THIRD="ran").state == "full"
    assert of("markup", OTHER, made("THIRD"), OTHER="ran", THIRD=("failed", "x")).state == "part"


def test_the_same_gap_of_several_checks_is_given_once() -> None:
    reasons = of("markup", CORE, OTHER, CORE=("not run", "no data"), OTHER=("not run", "no data"))
    assert reasons.gaps == ("core-check, other-check: no data",)
    assert of("markup", CORE, OTHER, CORE=("ran", "no words"), OTHER=("ran", "no words")).gaps == ("no words",)


def test_a_check_of_aligned_texts_is_no_gap_of_paired_input() -> None:
    aligned = made("OTHER", needs=("alignment",))
    assert of("markup", CORE, aligned, CORE="ran", OTHER=("not run", "the input was already paired")).state == "full"


def test_without_a_glossary_no_terms_were_looked_for() -> None:
    terms = made("TERMS", "terminology", core=True, needs=("glossary",))
    got = of("terminology", terms, TERMS=("not run", "no glossary was given"))
    assert got == Coverage("terminology", "none", ("terms-check: no glossary was given",))


@pytest.mark.parametrize("area", sorted(BOUND_TO_LANGUAGES))
def test_a_check_made_for_another_language_is_no_gap(area: str) -> None:
    first, second = made("FIRST", area), made("SECOND", area)
    assert of(area, first, second, FIRST="ran", SECOND=("not run", "only for fr")).state == "full"
    assert of(area, first, second, FIRST=("not run", "x"), SECOND=("not run", "only for fr")).state == "none"
    assert of(area, first, second, FIRST="ran").state == "part", "switched off"


def test_preview_checks_cover_nothing() -> None:
    preview = made("OTHER", core=True, status="preview")
    assert of("markup", CORE, preview, CORE="ran").state == "full"
    assert of("markup", preview, OTHER="ran").state == "off"


def test_a_check_of_a_plugin_belongs_to_form_unless_it_names_an_area() -> None:
    plugin = made("acme/GLS001", "terminology")
    assert of("terminology", plugin, **{"acme/GLS001": "ran"}).state == "full"
    assert Check("acme/X1", "x", "style", Severity.MINOR, lambda: iter(()), "", ()).area == "form"


# --- what readers left out --------------------------------------------------------------------------------------------

MARKED = Document("a", left_out=(LeftOut("image", 1_200), LeftOut("link", 1), LeftOut("footnote", 2, "omission")))


def test_markup_that_the_reader_left_out_was_not_compared() -> None:
    documents = (MARKED, Document("b"), Document("c", left_out=(LeftOut("link", 3),)))
    assert of("markup", CORE, CORE="ran", documents=documents) == Coverage(
        "markup",
        "part",
        ("left out by the reader of the file, so not compared: 1,200 images, 4 links in 2 documents",),
    )
    assert of("markup", CORE, CORE="ran", documents=documents[1:2]).state == "full"


def test_text_that_the_reader_left_out_is_a_gap_of_omission() -> None:
    omission = made("OMIT", "omission", core=True)
    (gap,) = of("omission", omission, OMIT="ran", documents=(MARKED,)).gaps
    assert gap == "left out by the reader of the file, so not compared: 2 footnotes in 1 document"


@pytest.mark.parametrize(("items", "state"), [({}, "off"), ({"CORE": ("failed", "x")}, "none")])
def test_where_nothing_was_looked_for_the_reader_left_out_nothing_more(items: Any, state: str) -> None:
    got = of("markup", CORE, documents=(MARKED,), **items)
    assert (got.state, len(got.gaps)) == (state, 1)


# --- the checks of mtqe -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("area", AREAS)
def test_each_area_has_a_core_check_or_is_known_to_have_none(area: str) -> None:
    stable = [check for check in check_table.checks().values() if check.area == area and check.status == "stable"]
    assert stable
    assert any(check.core for check in stable) is (area not in WITHOUT_CORE)


def test_each_check_names_its_area() -> None:
    """The default is for plugins; a check of mtqe that forgets its area must not become one of form."""
    root = Path(check_table.__file__).parents[1] / "checks"
    declared = 0
    for file in sorted(root.rglob("*.py")):
        for declaration in re.findall(
            r"(?s)^@check\((.*?)\n    examples=|^@check\(", file.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert "\n    area=" in declaration, file.name
            declared += 1
    assert declared == len([check for check in check_table.checks().values() if "/" not in check.id])


def test_the_guide_lists_the_areas() -> None:
    guide = (Path(check_table.__file__).parents[2] / "docs" / "gate.md").read_text(encoding="utf-8")
    section = guide.partition("## What was looked for")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == AREAS == tuple(TITLES)


def test_of_several_systems_the_one_counts_for_which_a_check_did_least() -> None:
    done = CheckItem("A1", "a", "ran")
    gap = CheckItem("A1", "a", "ran", gap="7 of 12 segments")
    skipped = CheckItem("A1", "a", "not run", "no glossary")
    failed = CheckItem("A1", "a", "failed", "boom")
    assert least_done([done, gap, done]) == gap
    assert least_done([gap, skipped, done]) == skipped
    assert least_done([skipped, failed, done]) == failed
    idle = CheckItem("A1", "a", "ran", gap="12 of 12 segments", idle=True)
    assert least_done([gap, idle]) == idle
