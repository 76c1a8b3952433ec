from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hostile
import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft4Validator, FormatChecker

from mtqe.model import Coverage, Problem, Report
from mtqe.registry.check_table import checks
from mtqe.report import sarif

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=FormatChecker())


def log(report: Report) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(hostile.render(sarif, report))
    assert [f"{list(error.path)}: {error.message[:200]}" for error in VALIDATOR.iter_errors(made)] == []
    for run in made["runs"]:
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert len(set(ids)) == len(ids)
        assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    categories = [run["automationDetails"]["id"] for run in made["runs"]]
    assert len(set(categories)) == len(categories)
    return made


def results(report: Report) -> list[dict[str, Any]]:
    return [result for run in log(report)["runs"] for result in run["results"]]


@given(hostile.reports())
def test_every_report_is_valid(report: Report) -> None:
    assert len(results(report)) == len(report.findings)


def test_the_validator_sees_faults(sample: Report) -> None:
    made = log(sample)
    made["runs"][0]["results"][0]["level"] = "critical"
    assert not VALIDATOR.is_valid(made)


def test_sample(sample: Report) -> None:
    made = log(sample)
    (run,) = made["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["automationDetails"]["id"] == "mtqe/en-de/"
    found = run["results"]
    assert [item["level"] for item in found] == ["error", "error", "error", "error", "warning", "note", "warning"]
    assert [item["partialFingerprints"]["mtqe/v1"] for item in found] == [f.fingerprint for f in sample.findings]
    first = found[0]
    assert first["message"]["text"] == "1.2 million became 12 million → 1,2 Millionen"
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "texts/lift.de.txt"},
        "region": {"startLine": 3},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "lift/2"
    (related,) = first["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "texts/lift.en.txt"
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["texts/lift.de.txt", "texts/lift.en.txt"]


def test_what_could_not_run_is_said(sample: Report) -> None:
    (run,) = log(sample)["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error", "note"]
    assert "boom" in notes[0]["message"]["text"]
    assert "no glossary" in str(invocation["toolConfigurationNotifications"])
    assert run["properties"]["verdict"]["passed"] is False
    caution = msgspec.structs.replace(sample, problems=(Problem("metric learned", "far", incomplete=False),))
    (invocation,) = log(caution)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True


def test_the_help_of_a_rule_is_the_manual(sample: Report) -> None:
    rules = {rule["id"]: rule for rule in log(sample)["runs"][0]["tool"]["driver"]["rules"]}
    check = checks()["ACC101"]
    assert rules["ACC101"]["help"]["markdown"] == check.manual.replace("{", "{{").replace("}", "}}")
    assert rules["ACC101"]["shortDescription"]["text"] == check.summary


def test_columns_of_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.report import json as reader

    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    for result in results(reader.read(root / "reports" / "sample" / "demo.json")):
        location = result["locations"][0]["physicalLocation"]
        region = location["region"]
        lines = (root / location["artifactLocation"]["uri"]).read_text(encoding="utf-8").split("\n")
        line = lines[region["startLine"] - 1].encode("utf-16-le")
        marked = line[2 * (region["startColumn"] - 1) : 2 * (region["endColumn"] - 1)].decode("utf-16-le")
        assert region["endLine"] == region["startLine"]
        assert marked == region["snippet"]["text"]
        assert marked in [item["text"] for item in result["properties"]["marked"]]


def test_systems_are_runs(two_systems: Report) -> None:
    made = log(two_systems)
    assert [len(run["results"]) for run in made["runs"]] == [7, 0]
    assert [run["automationDetails"]["id"] for run in made["runs"]] == [
        "mtqe/en-de/weak-engine/",
        "mtqe/en-de/strong-engine/",
    ]


@pytest.mark.parametrize("report", [hostile.EMPTY, hostile.BROKEN])
def test_odd_reports(report: Report) -> None:
    assert results(report) == []


def test_messages_hold_no_placeholder_and_no_link() -> None:
    assert sarif._literal("{0} [a](1)") == "{{0}} [a] (1)"


def test_paths_become_uris() -> None:
    for path, uri in (
        ("a b/ü%.txt", "a%20b/%C3%BC%25.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("../x.txt", "../x.txt"),
        ("/t/x y.txt", "file:///t/x%20y.txt"),
    ):
        assert sarif._uri(path) == uri


def test_areas_that_were_not_looked_for_are_notes(sample: Report) -> None:
    coverage = (Coverage("numbers", "full"), Coverage("markup", "part", ("2 links {x}",)))
    report = msgspec.structs.replace(sample, run=msgspec.structs.replace(sample.run, coverage=coverage))
    (run,) = log(report)["runs"]
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolConfigurationNotifications"]]
    assert notes[-1] == "markup: looked for in part (2 links {{x}})"
    assert not any(note.startswith("numbers") for note in notes)
    assert [area["state"] for area in run["properties"]["coverage"]] == ["full", "part"]
