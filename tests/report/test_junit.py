from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import hostile
import msgspec
import pytest
from hypothesis import given
from junitparser import JUnitXml, TestCase, TestSuite
from lxml import etree

from mtqe.model import Coverage, Problem, Report, Verdict
from mtqe.report import junit

XSD = etree.XMLSchema(file=str(Path(__file__).parent / "schemas" / "junit-10.xsd"))


def suites(report: Report) -> list[TestSuite]:
    """The suites by junitparser; the file is also held against the schema of Jenkins' xUnit plugin."""
    text = hostile.render(junit, report)
    tree = etree.fromstring(text.encode())
    for case in tree.iter("testcase"):  # the schema does not know them; Jenkins' own step and GitLab do
        case.attrib.pop("file", None)
        case.attrib.pop("line", None)
    XSD.assertValid(tree)
    found = list(JUnitXml.fromroot(ElementTree.fromstring(text)))
    for suite in found:
        cases = list(suite)
        assert suite.tests == len(cases)
        assert len({(case.classname, case.name) for case in cases}) == len(cases), "services keep one of a name"
        assert all(len(case.result) <= 1 for case in cases), "GitLab takes one result of a case"
        for kind in ("Failure", "Error", "Skipped"):
            number = sum(type(result).__name__ == kind for case in cases for result in case.result)
            assert getattr(suite, {"Failure": "failures", "Error": "errors", "Skipped": "skipped"}[kind]) == number
    assert len({suite.name for suite in found}) == len(found)
    return found


def kinds(suite: TestSuite) -> dict[str, str]:
    return {case.name: type(case.result[0]).__name__ if case.result else "passed" for case in suite}


def case_of(suite: TestSuite, name: str) -> TestCase:
    (case,) = [case for case in suite if case.name.startswith(name)]
    return case


@given(hostile.reports())
def test_every_report_can_be_read(report: Report) -> None:
    found = suites(report)
    passed = report.verdict is not None and report.verdict.passed
    if passed:
        assert not any(suite.failures or suite.errors for suite in found)
    elif any(not finding.preview for finding in report.findings) or report.failures:
        assert any(suite.failures or suite.errors for suite in found)


def test_sample(sample: Report) -> None:
    run, document = suites(sample)
    assert kinds(run) == {
        "verdict": "Failure",
        "check HAL101 repeated-phrase": "Error",
        "TRM102 forbidden-term": "Skipped",
        "TRM103 missing-term": "Skipped",
    }
    assert sample.verdict is not None
    assert case_of(run, "verdict").result[0].text == "\n".join(sample.verdict.reasons)
    assert {item.name: item.value for item in run.properties()}["bleu"] == "31.4"
    assert document.name == "lift"
    assert kinds(document)["TRM101 wrong-term"] == "Skipped", "preview does not count"
    case = case_of(document, "ACC103")
    assert case.result[0].type == "critical"
    assert case.result[0].message == (
        "texts/lift.de.txt:3: critical: 1.2 million became 12 million → 1,2 Millionen "
        "(segment 2 (source line 2, target line 3))"
    )
    assert (case._elem.get("file"), case._elem.get("line")) == ("texts/lift.de.txt", "3")


def test_a_report_that_passed_has_no_failures(sample: Report) -> None:
    run, document = suites(msgspec.structs.replace(sample, verdict=Verdict(True)))
    assert "Failure" not in kinds(run).values() and "Error" not in kinds(run).values()
    assert set(kinds(document).values()) == {"passed", "Skipped"}
    assert "1.2 million became 12 million" in (case_of(document, "ACC103").system_out or "")


def test_what_a_verdict_let_pass_is_its_output(sample: Report) -> None:
    verdict = Verdict(True, tolerated=("1 minor error (max.minor)", "would fail alone: a\x1b.txt (each)"))
    run, _ = suites(msgspec.structs.replace(sample, verdict=verdict))
    output = case_of(run, "verdict").system_out or ""
    assert output.startswith("1 minor error (max.minor)\nwould fail alone: a")
    assert not case_of(suites(msgspec.structs.replace(sample, verdict=Verdict(True)))[0], "verdict").system_out


def test_without_a_verdict_findings_fail(sample: Report) -> None:
    run, document = suites(msgspec.structs.replace(sample, verdict=None, problems=()))
    assert "verdict" not in kinds(run)
    assert kinds(document)["ACC103 number-mismatch"] == "Failure"


def test_several_findings_of_a_check_are_one_case(sample: Report) -> None:
    twice = msgspec.structs.replace(sample, findings=(sample.findings[0],) * 2)
    _, document = suites(twice)
    case = case_of(document, "ACC103")
    assert case.result[0].message.endswith("(and 1 more)")
    assert len(case.result[0].text.split("\n")) == 2


def test_systems_are_suites(two_systems: Report) -> None:
    _, weak, strong = suites(two_systems)
    assert (weak.name, strong.name) == ("lift weak-engine", "lift strong-engine")
    assert weak.failures == 6 and strong.failures == 0 and strong.tests == weak.tests


def test_what_xml_cannot_hold_is_spelled_out() -> None:
    report = msgspec.structs.replace(hostile.EMPTY, problems=(Problem("]]>\x00\x1b", "<b>\ufffe\uffff\x85"),))
    (run,) = suites(report)
    (case,) = run
    assert case.name == "]]><U+0000><U+001B>"
    assert case.result[0].message == "<b><U+FFFE><U+FFFF><U+0085>"


@pytest.mark.parametrize(("report", "count"), [(hostile.EMPTY, 0), (hostile.BROKEN, 1)])
def test_odd_reports(report: Report, count: int) -> None:
    (run,) = suites(report)
    assert run.tests == run.errors == count


def test_areas_that_were_not_looked_for_are_skipped(sample: Report) -> None:
    coverage = (
        Coverage("numbers", "full"),
        Coverage("names", "none", ("no data", "no\x00list")),
        Coverage("markup", "part", ("2 links",)),
        Coverage("form", "off", ("switched off",)),
    )
    run, _ = suites(msgspec.structs.replace(sample, run=msgspec.structs.replace(sample.run, coverage=coverage)))
    found = {case.name: case.result[0].message for case in run if case.name.startswith("coverage ")}
    assert found == {
        "coverage names": "not looked for (no data; no<U+0000>list)",
        "coverage markup": "looked for in part (2 links)",
        "coverage form": "not looked for (switched off)",
    }
