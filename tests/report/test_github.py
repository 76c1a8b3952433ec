from __future__ import annotations

from typing import NamedTuple

import hostile
import msgspec
import pytest
from hypothesis import given

from mtqe.model import Report, Severity, Verdict
from mtqe.report import github, view


class Command(NamedTuple):
    kind: str
    properties: dict[str, str]
    message: str


def commands(report: Report) -> tuple[list[Command], list[str]]:
    """Commands and plain lines, read as the runner does: lines end at CR or LF, then `::kind key=value,...::data`."""
    text = hostile.render(github, report)
    assert "\r" not in text
    found, plain = [], []
    for line in text.removesuffix("\n").split("\n") if text else []:
        if not line.startswith("::"):
            plain.append(line)
            continue
        head, _, data = line[2:].partition("::")
        kind, _, properties = head.partition(" ")
        pairs = [pair.partition("=") for pair in properties.split(",") if pair]
        found.append(Command(kind, {key: unescape(value) for key, _, value in pairs}, unescape(data)))
    return found, plain


def unescape(text: str) -> str:
    for token, replaced in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(replaced, token)
    return text


@given(hostile.reports())
def test_nothing_breaks_out_of_its_command(report: Report) -> None:
    found, plain = commands(report)
    for command in found:
        assert command.kind in {"error", "warning", "notice"}
        assert set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
    assert len(plain) <= 1 and all(line.startswith("mtqe: ") for line in plain)
    kinds = [command.kind for command in found]
    assert all(kinds.count(kind) <= github.LIMIT for kind in kinds)
    failed = report.verdict is not None and not report.verdict.passed
    if not plain:
        assert len(found) == len(report.findings) + len(report.problems) + failed


def test_sample(sample: Report) -> None:
    found, plain = commands(sample)
    assert [command.kind for command in found] == ["error"] * 6 + ["warning"] * 2 + ["notice"] * 2
    assert found[-2].properties["title"] == "Not looked for, or only in part"
    assert found[0].properties["title"] == "FAIL texts/lift.de.txt · en → de"
    assert sample.verdict is not None
    assert found[0].message == "\n".join(sample.verdict.reasons)
    assert found[1].message == "check HAL101 repeated-phrase: ValueError: boom"
    assert found[2].properties == {
        "file": "texts/lift.de.txt",
        "line": "3",
        "title": "ACC103 number-mismatch (critical)",
    }
    assert plain == []


def test_the_worst_are_shown_and_the_rest_is_counted(sample: Report) -> None:
    minor, critical = sample.findings[-1], sample.findings[0]
    many = [msgspec.structs.replace(minor, severity=Severity.MAJOR)] * 12 + [critical]
    report = msgspec.structs.replace(sample, findings=tuple(many), problems=(), verdict=Verdict(True))
    found, plain = commands(report)
    assert len(found) == 10 and "critical" in found[0].properties["title"]
    assert plain == ["mtqe: not shown: 3 warnings; GitHub shows 10 of each kind, the other reports list all of them"]
    assert {command.kind for command in found} == {"warning"}, "the gate passed"
    failed = msgspec.structs.replace(report, verdict=Verdict(False, ("too many",)))
    assert {command.kind for command in commands(failed)[0]} == {"error"}


def test_columns_only_within_one_line() -> None:
    from mtqe.report.locations import Place, Region

    assert github._where(Place("target", "x", Region(1, 2, 1, 5))) == {
        "file": "x", "line": 1, "endLine": 1, "col": 2, "endColumn": 5,
    }  # fmt: skip
    assert github._where(Place("target", "x", Region(1, 2, 3, 5))) == {"file": "x", "line": 1, "endLine": 3}
    assert github._where(Place("target", None, Region(1))) == {}


def test_properties_are_escaped(sample: Report) -> None:
    document = msgspec.structs.replace(sample.documents[0], path="a:b,c%\n.txt")
    found, _ = commands(msgspec.structs.replace(sample, documents=(document,)))
    assert found[2].properties["file"] == "a:b,c%\n.txt"


@pytest.mark.parametrize(("report", "kinds"), [(hostile.EMPTY, []), (hostile.BROKEN, ["error", "notice"])])
def test_odd_reports(report: Report, kinds: list[str]) -> None:
    found, plain = commands(report)
    assert [command.kind for command in found] == kinds and plain == []


def test_systems_are_named(two_systems: Report) -> None:
    found, _ = commands(two_systems)
    assert sum(command.message.startswith("weak-engine: ") for command in found) >= len(two_systems.findings)
    assert view.worst_first(two_systems.findings)[-1].preview
