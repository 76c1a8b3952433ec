"""The report as JSON, the contract with scripts: schema `mtqe.report/1`; see `model.Report` for the fields."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path
from typing import TextIO, TypeVar

import msgspec

from mtqe.errors import InputError
from mtqe.machine import bounded_read
from mtqe.model import SCHEMA, Report
from mtqe.model.release import RELEASE, Release

R = TypeVar("R", bound=Report)
AGAIN = "create it again with mtqe evaluate --json"
WRITE = "write one: mtqe evaluate SOURCE TRANSLATION --json report.json"


class _Head(msgspec.Struct):
    schema: str = ""


def render(report: msgspec.Struct, out: TextIO) -> None:
    """Write a report, comparison or agreement as one JSON object: indented, UTF-8 unescaped, its fields in order."""
    out.write(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    out.write("\n")


def read(path: Path) -> Report:
    """Read a report that `render` wrote and check its spans against its segments; `-` is standard input.

    Raises:
        InputError: As `read_as`.
    """
    return read_as(Report, path)


def read_joined(path: Path) -> list[Report]:
    """The reports of a file: that of a report, or those of the languages of a release.

    Raises:
        InputError: As `read_as`.
    """
    content = _content(path)
    if not _is_release(content):
        return [_decoded(Report, content, path)]
    try:
        release = msgspec.json.decode(content.removeprefix(codecs.BOM_UTF8), type=Release)
    except msgspec.MsgspecError as error:
        raise InputError(f"{path}: not a valid mtqe release: {error}", AGAIN) from error
    for one in release.languages:
        _check_findings(one.report, path)
    return [one.report for one in release.languages]


def _is_release(content: bytes) -> bool:
    try:
        return msgspec.json.decode(content.removeprefix(codecs.BOM_UTF8), type=_Head).schema == RELEASE
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False  # the caller says what is wrong with it


def read_as(kind: type[R], path: Path) -> R:
    """Read a report of some kind, such as that of a shard; see `read`.

    Raises:
        InputError: The file cannot be read, is truncated or not JSON, is not a report or has another schema version,
            or its findings do not match its segments.
    """
    return _decoded(kind, _content(path), path)


def read_hashed(path: Path) -> tuple[Report, str]:
    """Read a report, and the SHA-256 of its file in hexadecimal; see `read`.

    Raises:
        InputError: As `read_as`.
    """
    data = _content(path)
    return _decoded(Report, data, path), hashlib.sha256(data).hexdigest()


def _content(path: Path) -> bytes:
    try:
        return bounded_read.read(path)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", "give a JSON file that mtqe evaluate --json wrote") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}", "check the path and its permissions") from error


def _decoded(kind: type[R], content: bytes, path: Path) -> R:
    data = content.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise InputError(f"{path}: the file is empty", AGAIN)
    try:
        schema = msgspec.json.decode(data, type=_Head).schema
        if schema == SCHEMA:
            report = msgspec.json.decode(data, type=kind)
            _check_findings(report, path)
            return report
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: not a valid mtqe report: {error}", AGAIN) from error
    except RecursionError as error:
        raise InputError(f"{path}: not a valid mtqe report: its values are nested too deeply", AGAIN) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if data.lstrip()[:1] != b"{":
            raise InputError(f"{path}: not an mtqe report, which is a JSON file", WRITE) from error
        raise InputError(f"{path}: {_fault(data, str(error))}", AGAIN) from error
    if schema == RELEASE:
        raise InputError(
            f"{path}: this is a release of several languages, not the report of one",
            f"write one of them: mtqe report {path} --target-lang TAG -o report.TAG.json",
        )
    if schema.startswith("mtqe.scan/"):
        hint = "give what mtqe evaluate or mtqe check wrote with --json"
        raise InputError(
            f"{path}: this is the summary of a scan, not a report: it has only a few of the segments", hint
        )
    if schema.startswith(SCHEMA.rpartition("/")[0] + "/"):
        hint = "use the version of mtqe that wrote it, or create it again with this version"
        raise InputError(f"{path}: the report has schema {schema}, and this version of mtqe reads {SCHEMA}", hint)
    raise InputError(f'{path}: not an mtqe report: "schema" is not {SCHEMA}', AGAIN)


def _fault(data: bytes, message: str) -> str:
    at = re.search(r"(.*) \(byte (\d+)\)$", message)
    offset = int(at[2]) if at else 0
    if "truncated" in message or offset >= len(data.rstrip()):  # a truncated number is reported as "invalid"
        lines = data.count(b"\n") + 1
        return f"the JSON is truncated in line {lines}, after {len(data):,} bytes"
    if at is None:
        return f"not valid JSON: {message}"
    line = data.count(b"\n", 0, offset) + 1
    near = offset - data.rfind(b"\n", 0, offset)
    return f"not valid JSON in line {line}, near byte {near}: {at[1].removeprefix('JSON is malformed: ')}"


def _check_findings(report: Report, path: Path) -> None:
    """Check the places of codes and the spans of findings; wrong ones would mark the wrong text in every view."""
    segments = {(segment.system, segment.id): segment for segment in report.segments}
    for key, coded in segments.items():
        if not all(0 <= code.start <= code.end <= len(coded.text(code.side)) for code in coded.codes):
            raise InputError(f"{path}: an inline code is outside segment {key[1]!r}", f"the file was edited; {AGAIN}")
    for finding in report.findings:
        segment = segments.get((finding.system, finding.segment))
        where = f"{path}: finding {finding.check} {finding.fingerprint}"
        if segment is None:
            raise InputError(f"{where}: the report has no segment {finding.segment!r}", AGAIN)
        spanned = tuple(segment.text(span.side)[span.start : span.end] for span in finding.spans)
        inside = all(0 <= span.start < span.end for span in finding.spans)
        if not inside or spanned != finding.marked:
            raise InputError(
                f"{where}: the spans do not match the marked text in segment {finding.segment!r}",
                f"the file was edited; {AGAIN}",
            )
