from __future__ import annotations

import io
import json as stdlib
from pathlib import Path

import msgspec
import pytest

from mtqe.errors import ExitCode, InputError
from mtqe.model import SCHEMA, Code, Report, Run, Segment
from mtqe.report import json


def write(report: Report, path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        json.render(report, out)
    return path


def test_reading_gives_back_what_was_written(sample: Report, two_systems: Report, tmp_path: Path) -> None:
    for report in (sample, two_systems, msgspec.structs.replace(sample, verdict=None)):
        assert json.read(write(report, tmp_path / "report.json")) == report


def test_the_contract(sample: Report) -> None:
    out = io.StringIO()
    json.render(sample, out)
    text = out.getvalue()
    assert text.startswith('{\n  "schema": "mtqe.report/1",\n  "run": {')
    assert text.endswith("}\n")
    assert "Schleusenwärter" in text
    data = stdlib.loads(text)
    keys = ["schema", "run", "documents", "segments", "scores", "findings", "problems", "verdict", "seal"]
    assert list(data) == keys
    assert {"id", "doc", "source", "target", "references"} <= data["segments"][0].keys()
    assert {"metric", "level", "segment", "value", "interval", "signature"} <= data["scores"][0].keys()
    assert data["scores"][0]["interval"] == {"low": 31.42 - 5.1, "high": 31.42 + 5.1, "level": 0.95}
    finding = data["findings"][0]
    keys = {
        "check",
        "name",
        "category",
        "severity",
        "segment",
        "message",
        "spans",
        "marked",
        "confidence",
        "fingerprint",
    }
    assert keys <= finding.keys()
    assert finding["severity"] == "critical"
    assert finding["spans"][0] == {"side": "source", "start": 29, "end": 40}
    assert finding["marked"] == ["1.2 million", "12 Millionen"]
    assert data["problems"] == [{"what": "check HAL101 repeated-phrase", "why": "ValueError: boom"}]
    assert data["verdict"]["passed"] is False
    assert len(data["verdict"]["reasons"]) == 4


def test_the_same_report_gives_the_same_bytes(sample: Report) -> None:
    first, second = io.StringIO(), io.StringIO()
    json.render(sample, first)
    json.render(msgspec.convert(msgspec.to_builtins(sample), Report), second)
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b'{"schema": "mtqe.report/1",\n "run": ', "the JSON is truncated in line 2, after 36 bytes"),
        (b'{"schema":\n  nope}', "not valid JSON in line 2, near byte 7: invalid character"),
        (b"BLEU = 31.4\n", "not an mtqe report, which is a JSON file"),
        (b'{"schema": "mtqe.report/2"}', "the report has schema mtqe.report/2, and this version of mtqe reads"),
        (b'{"score": 31.4}', 'not an mtqe report: "schema" is not mtqe.report/1'),
        (b"[1, 2]", "not a valid mtqe report: Expected `object`, got `array`"),
        (b'{"schema": "mtqe.report/1"}', "not a valid mtqe report: Object missing required field `run`"),
        (
            b'{"schema": "mtqe.report/1", "run": 3}',
            "not a valid mtqe report: Expected `object`, got `int` - at `$.run`",
        ),
        (b'{"schema": "\xff"}', "not valid JSON"),
    ],
)
def test_bad_files_get_one_clear_line(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        json.read(path)
    assert caught.value.message.startswith(f"{path}: {message}")
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    assert caught.value.exit_code == ExitCode.USAGE


def test_every_cut_is_noticed(sample: Report, tmp_path: Path) -> None:
    data = write(sample, tmp_path / "report.json").read_bytes().rstrip()
    path = tmp_path / "cut.json"
    for size in range(1, len(data), 37):
        path.write_bytes(data[:size])
        with pytest.raises(InputError, match="truncated"):
            json.read(path)


def test_a_path_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        json.read(tmp_path / "none.json")
    with pytest.raises(InputError, match="Is a directory"):
        json.read(tmp_path)


def test_spans_that_do_not_fit_are_refused(sample: Report, tmp_path: Path) -> None:
    data = msgspec.to_builtins(sample)
    path = tmp_path / "report.json"
    data["segments"][1]["target"] = "!" + data["segments"][1]["target"]
    path.write_bytes(msgspec.json.encode(data))
    with pytest.raises(InputError, match="the spans do not match the marked text in segment '2'"):
        json.read(path)
    data["segments"] = data["segments"][2:]
    path.write_bytes(msgspec.json.encode(data))
    with pytest.raises(InputError, match="the report has no segment '2'"):
        json.read(path)
    assert data["schema"] == SCHEMA


def test_codes_outside_their_segment_are_refused(tmp_path: Path) -> None:
    segment = Segment("7", "a", "b", codes=(Code("target", 0, 2, "x"),))
    path = tmp_path / "r.json"
    path.write_bytes(msgspec.json.encode(Report(SCHEMA, Run("1", ""), (), (segment,))))
    with pytest.raises(InputError, match="an inline code is outside segment '7'"):
        json.read(path)
