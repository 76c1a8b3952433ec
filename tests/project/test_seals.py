"""Reports that were edited, and their signatures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mtqe.errors import ConfigError, InputError
from mtqe.model import SCHEMA, Document, Finding, Problem, Report, Run, Score, Segment, Severity, Shard, Span
from mtqe.project import seals
from mtqe.report import json as json_view
from mtqe.settings.config import Config
from mtqe.settings.policy import GateConfig
from mtqe.settings.sources import checked

PLAIN = GateConfig()
SIGNED = GateConfig(key_env="MTQE_REPORT_KEY")
MARK = Span("target", 0, 4)
SEGMENTS = (Segment("1", "Close it.", "Zieh es zu.", doc="a", meta={"source_line": 1, "ratio": 0.5}),)
FINDING = Finding(
    "ACC101", "number-mismatch", "accuracy", Severity.MAJOR, "1", "m", (MARK,), ("Zieh",), "f1", confidence=0.0
)
REPORT = Report(
    SCHEMA,
    Run("0", "2026-01-01", source_words=2, shard=Shard(1, 2)),
    (Document("a", "en", "de"),),
    SEGMENTS,
    (Score("chrf", "corpus", 0.0), Score("ter", "corpus", None)),
    (FINDING,),
    (Problem("metric comet", "no model"),),
)


def stored(path: Path, report: Report = REPORT, policy: GateConfig = PLAIN) -> Path:
    with path.open("w", encoding="utf-8") as out:
        json_view.render(seals.sealed(report, policy), out)
    return path


def refused(path: Path, policy: GateConfig = PLAIN) -> str:
    """Why a report is refused; empty if it is not."""
    try:
        seals.refuse_edited(json_view.read(path), path, policy)
    except (InputError, ConfigError) as error:
        return error.message
    return ""


EDITS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "findings": (("findings",), []),
    "severity": (("findings", 0, "severity"), "minor"),
    "preview": (("findings", 0, "preview"), True),
    "accepted": (("findings", 0, "suppressed"), "known"),
    "confidence": (("findings", 0, "confidence"), None),
    "check": (("findings", 0, "check"), "TRM101"),
    "shard": (("run", "shard"), None),
    "words": (("run", "source_words"), 9_000),
    "problems": (("problems",), []),
    "caution": (("problems", 0, "incomplete"), False),
    "score": (("scores", 0, "value"), 70.0),
    "no score": (("scores", 0, "value"), None),
    "document": (("documents", 0, "target_lang"), "fr"),
    "place": (("segments", 0, "meta", "source_line"), 2),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_report_is_refused(name: str, tmp_path: Path) -> None:
    path = stored(tmp_path / "report.json")
    assert refused(path) == ""
    content = json.loads(path.read_text("utf-8"))
    (*way, last), value = EDITS[name]
    inner = content
    for step in way:
        inner = inner[step]
    assert isinstance(last, int) or inner.get(last) != value
    inner[last] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    assert refused(path) == f"{path}: the report was changed after mtqe wrote it: its seal does not match"


def test_what_others_add_and_another_layout_change_nothing(tmp_path: Path) -> None:
    path = stored(tmp_path / "report.json")
    content = json.loads(path.read_text("utf-8"))
    content["ci"] = {"job": 7}
    content["findings"][0]["ticket"] = "A-1"
    path.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    assert refused(path) == ""


def test_a_field_of_a_later_version_does_not_break_the_seal_of_an_earlier_one(tmp_path: Path) -> None:
    path = stored(tmp_path / "report.json")
    content = json.loads(path.read_text("utf-8"))
    del content["run"]["relaxed"], content["findings"][0]["corrections"], content["scores"][0]["guarded"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert refused(path) == ""


def test_a_key_asks_for_its_signature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTQE_REPORT_KEY", raising=False)
    unsigned = stored(tmp_path / "unsigned.json", policy=SIGNED)
    assert refused(unsigned) == ""
    assert refused(unsigned, SIGNED) == "gate.key_env names the variable MTQE_REPORT_KEY, which is not set"
    monkeypatch.setenv("MTQE_REPORT_KEY", "one")
    signed = stored(tmp_path / "signed.json", policy=SIGNED)
    assert refused(signed) == refused(signed, SIGNED) == ""
    assert refused(unsigned, SIGNED) == f"{unsigned}: the report is not signed"
    bare = tmp_path / "bare.json"
    with bare.open("w", encoding="utf-8") as out:
        json_view.render(REPORT, out)
    assert (refused(bare), refused(bare, SIGNED)) == ("", f"{bare}: the report is not signed")
    forged = msgspec.structs.replace(REPORT, findings=())
    seal = msgspec.structs.replace(seals.sealed(REPORT, SIGNED).seal, sha256=seals.sealed(forged, PLAIN).seal.sha256)
    with bare.open("w", encoding="utf-8") as out:
        json_view.render(msgspec.structs.replace(forged, seal=seal), out)
    assert (refused(bare), refused(bare, SIGNED)) == ("", f"{bare}: the report was signed with another key")
    monkeypatch.setenv("MTQE_REPORT_KEY", "another")
    assert refused(signed, SIGNED) == f"{signed}: the report was signed with another key"


def test_what_a_shard_keeps_is_sealed_too(tmp_path: Path) -> None:
    report = seals.sealed(REPORT, PLAIN, b"kept")
    seals.refuse_edited(report, tmp_path, PLAIN)
    seals.refuse_edited(report, tmp_path, PLAIN, b"kept")
    with pytest.raises(InputError, match="its seal does not match"):
        seals.refuse_edited(report, tmp_path, PLAIN, b"changed")


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY", "report_key"])
def test_only_variables_for_this_purpose_can_be_named(name: str) -> None:
    with pytest.raises(ConfigError, match=r"gate\.key_env") as error:
        checked(Config(gate=GateConfig(key_env=name)))
    assert "_REPORT_KEY" in error.value.hint
