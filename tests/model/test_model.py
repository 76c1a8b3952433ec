from __future__ import annotations

import msgspec
import pytest

from mtqe.model import SCHEMA, Problem, Report, Run, Severity, fingerprint, render_signature


def test_severities_are_ordered() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]
    assert max(Severity, key=lambda severity: severity.rank) is Severity.CRITICAL


def test_structs_are_frozen() -> None:
    report = Report(SCHEMA, Run("0", "now"))
    with pytest.raises(AttributeError):
        report.schema = "other"


def test_report_reads_back() -> None:
    report = Report(SCHEMA, Run("0", "now", notes=("ü",)))
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report


def test_cautions_are_remarks_and_no_failures() -> None:
    failure, caution = Problem("metric a", "no model"), Problem("metric b", "not measured", incomplete=False)
    report = Report(SCHEMA, Run("0", "now", notes=("a note",)), problems=(failure, caution))
    assert report.failures == (failure,)
    assert report.remarks == ("metric b: not measured", "a note")
    assert msgspec.to_builtins(report.problems) == (
        {"what": "metric a", "why": "no model"},
        {"what": "metric b", "why": "not measured", "incomplete": False},
    )


def test_fingerprint_tells_apart_and_is_stable() -> None:
    first = fingerprint("ACC101", "a b", ["12"], 0)
    assert first == fingerprint("ACC101", "a b", ["12"], 0)
    others = {
        fingerprint("ACC102", "a b", ["12"], 0),
        fingerprint("ACC101", "a c", ["12"], 0),
        fingerprint("ACC101", "a b", ["13"], 0),
        fingerprint("ACC101", "a b", ["12"], 1),
        fingerprint("ACC101", "a b", ["1", "2"], 0),
    }
    assert first not in others
    assert len(others) == 5


def test_signature_reads_like_sacrebleu() -> None:
    signature = {"name": "BLEU", "nrefs": 1, "case": "mixed", "version": "2.6.0"}
    assert render_signature(signature) == "BLEU|nrefs:1|case:mixed|version:2.6.0"
