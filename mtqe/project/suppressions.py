"""Findings that somebody accepted, with a reason: `mtqe-suppressions.toml`.

    [[suppress]]
    fingerprint = "9b1f0c2d4e6a8b0c"     # this one finding, wherever its text moves
    reason = "quoted in English on purpose"
    author = "Ana"
    expires = 2027-01-31                  # optional; from that day on it counts again

    [[suppress]]
    check = "ART101"                      # or a check by id or name,
    pattern = "GmbH & Co\\\\. KG"           # a regular expression that fits in what is marked,
    path = "legal/*"                      # a pattern of the document's path: all that are given must fit
    reason = "company names stay as they are"

A suppressed finding stays in the report, marked, and never counts. An entry that has expired, or that fits no finding
although its check ran on its document, is a remark of the report.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mtqe.config import Config
from mtqe.errors import ConfigError
from mtqe.model import Document, Finding, Report
from mtqe.policy import path_fits, with_domains

REMARK = "suppression of "
"""How the remarks begin that `apply` leaves in a report."""


class Suppression(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the file. It fits a finding when all that is given fits.

    Args:
        reason: Why the finding is accepted.
        fingerprint: Fingerprint of one finding.
        check: Id or name of a check.
        pattern: Regular expression that is found in a marked text, or in the message where nothing is marked.
        path: Pattern of the document's path, see `mtqe.policy.path_fits`.
        author: Who accepted it.
        expires: The day from which on it does not hold any more.
        note: What was accepted, for the reader of the file.
    """

    reason: str
    fingerprint: str = ""
    check: str = ""
    pattern: str = ""
    path: str = ""
    author: str = ""
    expires: datetime.date | None = None
    note: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    suppress: tuple[Suppression, ...] = ()


def read(path: Path) -> tuple[Suppression, ...]:
    """The entries of a suppressions file.

    Raises:
        ConfigError: The file cannot be read, or an entry has no reason, nothing to fit, or a faulty key or value.
    """
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a suppressions file, with the line ends that it has.

    Raises:
        ConfigError: The file cannot be read.
    """
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", "check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8: {error}", "save the file as UTF-8") from error


def of(config: Config) -> tuple[Suppression, ...]:
    """The entries of the file that the configuration names, if it names one.

    Raises:
        ConfigError: As `read`.
    """
    return read(Path(config.suppressions)) if config.suppressions else ()


def settled(report: Report, config: Config, entries: Sequence[Suppression]) -> Report:
    """A report with the domains of the project, and what it has accepted as of today, in UTC.

    Where the configuration names no file the marks that a stored report has stay as they are.
    """
    report = with_domains(report, config.domains)
    if not config.suppressions:
        return report
    return apply(report, entries, datetime.datetime.now(datetime.UTC).date(), config.suppressions)


def parse(text: str, where: str) -> tuple[Suppression, ...]:
    """The entries of the text of a suppressions file.

    Raises:
        ConfigError: As `read`; `where` is the name of the file in the message.
    """
    try:
        entries = msgspec.convert(tomllib.loads(text), _File).suppress
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}", "mend the file at that place") from error
    except msgspec.ValidationError as error:
        found = re.fullmatch(r"(.*) - at `\$\.suppress\[(\d+)\](.*)`", str(error))
        what = f"entry {int(found[2]) + 1}: {found[1]}{' in ' + found[3][1:] if found[3] else ''}" if found else error
        raise ConfigError(f"{where}: {what}", "see docs/gate.md for what an entry has") from error
    for number, entry in enumerate(entries, 1):
        place = f"{where}: entry {number}"
        if not entry.reason.strip():
            raise ConfigError(f"{place} has no reason", "say why the finding is accepted")
        if not (entry.fingerprint or entry.check or entry.pattern or entry.path):
            raise ConfigError(f"{place} would suppress everything", "give a fingerprint, check, pattern or path")
        try:
            re.compile(entry.pattern)
        except re.error as error:
            raise ConfigError(f"{place}: pattern: {error}", "mend the regular expression") from error
    return entries


def render(entries: Sequence[Suppression]) -> str:
    """Entries as the text of a suppressions file, each after an empty line."""
    import tomlkit

    text = ""
    for entry in entries:
        table = tomlkit.table()
        for name in ("fingerprint", "check", "pattern", "path", "reason", "author", "expires", "note"):
            if value := getattr(entry, name):
                table.add(name, value)
        text += f"\n[[suppress]]\n{table.as_string()}"
    return text


def apply(report: Report, entries: Sequence[Suppression], today: datetime.date, where: str = "") -> Report:
    """The report with the findings marked that an entry fits, and remarks on entries that are expired or stale.

    Marks and remarks that the report has from an earlier time are replaced.

    Args:
        report: Any report.
        entries: The entries, of which the first that fits gives the reason.
        today: The day on which entries expire.
        where: Name of the file, for the remarks.
    """
    documents = {document.id: document for document in report.documents}
    doc_of = {(segment.system, segment.id): segment.doc for segment in report.segments}
    used: set[int] = set()
    findings = []
    for finding in report.findings:
        document = documents.get(doc_of.get((finding.system, finding.segment)) or "")
        fitting = [number for number, entry in enumerate(entries) if _fits(entry, finding, document)]
        used.update(fitting)
        valid = [entries[number] for number in fitting if not _expired(entries[number], today)]
        reason = valid[0].reason.strip() + (f" ({valid[0].author})" if valid[0].author else "") if valid else None
        findings.append(msgspec.structs.replace(finding, suppressed=reason))
    remarks = []
    for number, entry in enumerate(entries):
        place = f"{REMARK}{_what(entry)}" + (f" (entry {number + 1} of {where})" if where else "")
        if number in used and _expired(entry, today):
            remarks.append(f"{place} expired on {entry.expires}: what it accepted counts again")
        elif number not in used and _could_fit(entry, report):
            remarks.append(f"{place} fits no finding any more: remove it")
    notes = (*(note for note in report.run.notes if not note.startswith(REMARK)), *remarks)
    return msgspec.structs.replace(
        report, findings=tuple(findings), run=msgspec.structs.replace(report.run, notes=notes)
    )


def _fits(entry: Suppression, finding: Finding, document: Document | None) -> bool:
    return (
        (not entry.fingerprint or entry.fingerprint == finding.fingerprint)
        and (not entry.check or entry.check in (finding.check, finding.name))
        and (not entry.path or (document is not None and path_fits(document, entry.path)))
        and (not entry.pattern or any(re.search(entry.pattern, text) for text in finding.marked or (finding.message,)))
    )


def _expired(entry: Suppression, today: datetime.date) -> bool:
    return entry.expires is not None and today >= entry.expires


def _could_fit(entry: Suppression, report: Report) -> bool:
    """Whether the entry could have fitted: its check ran, and a document has its path.

    Only then has it become stale, as reports of other documents or checks say nothing about it.
    """
    ran = {word for item in report.run.checks if item.state == "ran" for word in (item.id, item.name)}
    return (entry.check in ran if entry.check else bool(ran)) and (
        any(path_fits(document, entry.path) for document in report.documents) if entry.path else True
    )


def _what(entry: Suppression) -> str:
    parts = (entry.check, entry.fingerprint, f"pattern {entry.pattern!r}" if entry.pattern else "", entry.path)
    return ", ".join(part for part in parts if part)
