from __future__ import annotations

import dataclasses
import importlib
import pickle
import pkgutil
from typing import Any

import pytest

from mtqe import checks as room
from mtqe.errors import ConfigError, Unavailable
from mtqe.model import Severity
from mtqe.registry import (
    check_table,
    format_capabilities,
    format_table,
    metric_capabilities,
    metric_table,
    reporter_table,
)
from mtqe.registry.contracts import Check, Context
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import ChecksConfig


def test_every_row_can_be_loaded() -> None:
    assert format_table.rows() and metric_table.rows() and reporter_table.rows()
    for name in metric_table.rows():
        metric_table.load(name)
    for name, row in reporter_table.rows().items():
        (reporter_table.load_folder if row.kind == "folder" else reporter_table.load)(name)
    load = {"text": format_table.text_format, "lines": format_table.text_format, "keyed": format_table.units}
    for name, format_row in format_table.rows().items():
        load.get(format_row.kind, format_table.pair_format)(name)
        assert not format_row.streamed or format_table.streamed(name)


@pytest.mark.parametrize(("word", "hint"), [("bleuu", "did you mean 'bleu'?"), ("zzz", "known: ")])
def test_unknown_name_has_a_hint(word: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=f"unknown metric '{word}'") as error:
        metric_table.load(word)
    assert hint in error.value.hint


def test_row_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    row = MetricRow("lost", "mtqe.metrics.nowhere:lost", "")
    monkeypatch.setattr(metric_table, "METRICS", (row,))
    with pytest.raises(Unavailable, match="metric 'lost'"):
        metric_table.load("lost")


def test_select_by_id_name_and_family() -> None:
    assert [item.id for item in check_table.select(["ACC101"])] == ["ACC101"]
    assert [item.id for item in check_table.select(["number-mismatch"])] == ["ACC101"]
    family = check_table.select(["acc"])
    assert {item.family for item in family} == {"ACC"}
    assert len(family) > 1
    assert "ACC101" not in {item.id for item in check_table.select(["ACC"], ["ACC101"])}


def test_default_selection_is_stable_checks_only() -> None:
    assert {item.status for item in check_table.select()} == {"stable"}


def test_unknown_check_has_a_hint() -> None:
    with pytest.raises(ConfigError) as error:
        check_table.select(["HAL1011"])
    assert "hal101" in error.value.hint.lower()


def test_context_computes_once() -> None:
    calls = []

    def build() -> str:
        calls.append("run")
        return "built"

    context = Context("en-GB", "de-AT")
    copied = dataclasses.replace(context, target_lang="de")
    assert [one.run_memo.once(build, build) for one in (context, copied)] == ["built", "built"]
    assert calls == ["run"]
    assert pickle.loads(pickle.dumps(context.run_memo)).once(build, lambda: "anew") == "anew"


def test_every_check_in_the_package_is_in_the_table() -> None:
    modules = [info.name for info in pkgutil.walk_packages(room.__path__, "mtqe.checks.")]
    items = [item for name in modules for item in vars(importlib.import_module(name)).values()]
    there = {item.id for item in items if isinstance(item, Check)}
    assert there == {name for name in check_table.checks() if "/" not in name}


def test_every_capability_is_that_of_a_part_of_mtqe() -> None:
    for module, table in ((metric_capabilities, metric_table), (format_capabilities, format_table)):
        parts = [table.load(name) for name in table.rows()]
        protocols = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
        asked = [one for one in protocols if getattr(one, "_is_runtime_protocol", False)]
        assert len(asked) > 5
        for protocol in asked:
            assert any(isinstance(part, protocol) for part in parts), protocol


def test_an_object_that_lacks_what_its_kind_has_is_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    row = MetricRow("sunk", "mtqe.metrics.levels:score_levels", "")
    monkeypatch.setattr("mtqe.registry.metric_table.rows", lambda: {"sunk": row})
    with pytest.raises(Unavailable, match="metric 'sunk' lacks what Metric has"):
        metric_table.load("sunk")
    with pytest.raises(Unavailable, match="format 'docx' lacks what Writable has"):
        format_table.writable("docx")
    with pytest.raises(Unavailable, match="reporter 'json' lacks what FolderReporter has"):
        reporter_table.load_folder("json")


def test_what_the_configuration_of_checks_switches_off_or_lowers() -> None:
    table = check_table.checks()
    usual = [item for item in table.values() if item.status == "stable"]
    number = table["ACC101"]
    lowered = {"ACC101": Severity.MINOR, "omitted-text": Severity.CRITICAL}
    assert number.severity is Severity.MAJOR

    def told(**config: Any) -> list[str]:
        return list(check_table.relaxed(ChecksConfig(**config), table))

    assert told() == told(preview=True) == []
    assert told(ignore=("number-mismatch",)) == [
        f"checks.ignore switches off 1 of {len(usual)} checks: ACC101 number-mismatch"
    ]
    (all_but_one,) = told(select=("ACC101",))
    assert all_but_one.startswith(f"checks.select switches off {len(usual) - 1} of {len(usual)} checks: ")
    assert all_but_one.endswith(f"and {len(usual) - 1 - check_table.NAMED} more")
    assert told(severity=lowered) == ["checks.severity: ACC101 number-mismatch is minor (major by default)"]
    assert told(severity={"ACC101": Severity.MAJOR}) == [
        "checks.severity: ACC101 number-mismatch is never worse than major"
    ]
