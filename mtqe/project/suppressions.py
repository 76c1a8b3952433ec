"""Accepted findings with their reasons: `mtqe-suppressions.toml`.

    [[suppress]]
    fingerprint = "9b1f0c2d4e6a8b0c"     # one finding, even if its text moves
    reason = "quoted in English on purpose"
    author = "Ana"
    expires = 2027-01-31                  # optional; from this day on the finding counts again

    [[suppress]]
    check = "ART101"                      # or a check by id or name,
    pattern = "GmbH & Co\\\\. KG"           # a regular expression that matches in a marked text,
    path = "legal/*"                      # a pattern of the document's path; all given keys must match
    reason = "company names stay as they are"

A suppressed finding stays in the report, marked as accepted, and never counts. A path is as it is named in the run, or
relative to the folder of the file. The report has a note on each entry that has expired, and on each entry that matches
no finding although its check ran on its document. An entry without a path says nothing about its document, so there is
such a note on it only if the run read every pair of `[pairs]`.

Findings in segments that are identical to an approved pair of a translation memory are accepted in the same way.
"""

from __future__ import annotations

import datetime
import glob
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import ConfigError
from mtqe.model import Document, Finding, Report, Severity
from mtqe.project import allowed_words
from mtqe.prose import count
from mtqe.settings import sources
from mtqe.settings.config import Config
from mtqe.settings.policy import path_fits, with_domains

REMARK = "suppression of "
"""Prefix of the notes that `apply` adds to a report."""

WIDE = "accepted by pattern: "
"""Prefix of what `apply` adds to `Run.relaxed`."""

TRUSTED = "identical to the approved translation in"
"""Beginning of the reason for which a finding in a trusted segment is accepted; the name of the memory follows."""

TEXTS = ("word", "7", "слово", "中文", "12 words of a sentence, with a number and a comma, in it.")
"""Marked texts that differ in all that a useful pattern asks for; one that matches them all matches everything."""

PATHS = ("docs/de/a.md", "/srv/x.txt", "b/k.jsonl")
"""Paths that differ in the same way."""


class Suppression(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the file. It matches a finding if all given keys match.

    Args:
        reason: Why the finding is accepted.
        fingerprint: Fingerprint of one finding.
        check: Id or name of a check.
        pattern: Regular expression that matches in a marked text, or in the message if nothing is marked.
        path: Pattern of the document's path, see `mtqe.settings.policy.path_fits`.
        author: The person who accepted it.
        expires: The day on which the entry expires.
        note: A description of the finding, for readers of the file.
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
        ConfigError: The file cannot be read, or an entry has no reason, no key to match, or an invalid key or value.
    """
    return parse(sources.text_of(path), str(path))


def of(config: Config) -> tuple[Suppression, ...]:
    """The entries of the configured suppressions file, if there is one.

    Raises:
        ConfigError: As `read`.
    """
    return read(Path(config.suppressions)) if config.suppressions else ()


def settled(report: Report, config: Config, entries: Sequence[Suppression]) -> Report:
    """A report with the project's domains and with the findings marked that are accepted today (UTC).

    These are those of the entries, of trusted translation memories, and of allowed words.

    Without a configured file the marks of a stored report stay unchanged.
    """
    report = with_domains(report, config.domains)
    if config.suppressions:
        report = apply(report, entries, datetime.datetime.now(datetime.UTC).date(), config.suppressions)
    return allowed_words.allowing(trusting(report), config.checks.allow_words)


def trusting(report: Report) -> Report:
    """The report in which findings of segments that a translation memory has are marked as accepted.

    Someone approved these words for this source, but not what a program does with them: critical errors count, and so
    do errors of tags, placeholders, lengths, times and states.
    """
    files = {use.path for use in report.run.memories if use.trusted}
    if not files:  # whatever an input file says of its segments
        return report
    trusted = {
        (segment.system, segment.id): memory.file
        for segment in report.segments
        if (memory := segment.memory) and memory.state == "identical" and memory.file in files
    }
    areas = {item.id: item.area for item in report.run.checks}
    findings = []
    for finding in report.findings:
        file = trusted.get((finding.system, finding.segment))
        of_words = areas.get(finding.check) != "markup" and not finding.category.startswith("design-and-markup")
        if file and finding.suppressed is None and of_words and finding.severity is not Severity.CRITICAL:
            finding = msgspec.structs.replace(finding, suppressed=f"{TRUSTED} {file}")
        findings.append(finding)
    return msgspec.structs.replace(report, findings=tuple(findings))


def parse(text: str, where: str) -> tuple[Suppression, ...]:
    """The entries of the text of a suppressions file.

    Raises:
        ConfigError: As `read`; `where` is the name of the file in the message.
    """
    try:
        entries = msgspec.convert(sources.toml(text, where), _File).suppress
    except msgspec.ValidationError as error:
        match = re.fullmatch(r"(.*) - at `\$\.suppress\[(\d+)\](.*)`", str(error))
        fault = f"entry {int(match[2]) + 1}: {match[1]}{' in ' + match[3][1:] if match[3] else ''}" if match else error
        raise ConfigError(f"{where}: {fault}", "docs/gate.md lists the keys of an entry") from error
    for number, entry in enumerate(entries, 1):
        place = f"{where}: entry {number}"
        if not entry.reason.strip():
            raise ConfigError(f"{place} has no reason", "say why the finding is accepted")
        try:
            re.compile(entry.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise ConfigError(f"{place}: pattern: {error}", "correct the regular expression") from error
        if _matches_everything(entry):
            raise ConfigError(f"{place} would suppress every finding", "give a fingerprint, check, pattern or path")
    return entries


def path_pattern(path: str, file: Path) -> str:
    """The `path` of an entry that matches exactly the document with this path."""
    return glob.escape(_relative(path, file.parent).replace("\\", "/"))


def render(entries: Sequence[Suppression]) -> str:
    """The entries as the text of a suppressions file, each after an empty line."""
    import tomlkit

    text = ""
    for entry in entries:
        table = tomlkit.table()
        for name in ("fingerprint", "check", "pattern", "path", "reason", "author", "expires", "note"):
            if value := getattr(entry, name):
                table.add(name, value)
        text += f"\n[[suppress]]\n{table.as_string()}"
    return text


def appended(text: str, entries: Sequence[Suppression], where: str) -> str:
    """The text of a suppressions file with more entries at its end.

    Raises:
        ConfigError: An entry is not valid.
    """
    text += ("" if not text or text.endswith("\n") else "\n") + render(entries)
    parse(text, where)
    return text


def entry(
    finding: Finding, document: str, file: Path, reason: str, author: str, expires: datetime.date | None = None
) -> Suppression:
    """The entry that accepts one finding.

    Args:
        finding: The finding.
        document: The path of its document; empty if it has none.
        file: The suppressions file.
        reason: Why it is accepted.
        author: Who accepts it.
        expires: The day on which it counts again.
    """
    return Suppression(
        reason=reason,
        fingerprint=finding.fingerprint,
        check=finding.check,
        path=path_pattern(document, file) if document else "",
        author=author,
        expires=expires,
        note=f"{finding.name}: {finding.message}" if finding.message else finding.name,
    )


def document_paths(report: Report) -> Mapping[tuple[str | None, str], str]:
    """The path of the document of each segment, by system and id; empty for standard input, which has no name."""
    paths = {document.id: document.path or "" for document in report.documents}
    found = {(segment.system, segment.id): paths.get(segment.doc or "", "") for segment in report.segments}
    return {key: "" if path == "-" else path for key, path in found.items()}


def apply(report: Report, entries: Sequence[Suppression], today: datetime.date, where: str = "") -> Report:
    """The report with matching findings marked as accepted, and notes on expired and stale entries.

    Earlier marks and notes of this kind in the report are replaced.

    Args:
        report: Any report.
        entries: The entries; the first one that matches gives the reason.
        today: The current day, to decide which entries have expired.
        where: The file, for the notes and for paths that are relative to its folder.
    """
    documents = {document.id: _named(document, Path(where).parent) for document in report.documents}
    doc_of = {(segment.system, segment.id): segment.doc for segment in report.segments}
    used: set[int] = set()
    matched: list[int] = []
    findings = []
    for finding in report.findings:
        names = documents.get(doc_of.get((finding.system, finding.segment)) or "", ())
        fitting = [number for number, entry in enumerate(entries) if _fits(entry, finding, names)]
        used.update(fitting)
        valid = [number for number in fitting if not _expired(entries[number], today)]
        first = entries[valid[0]] if valid else None
        reason = first.reason.strip() + (f" ({first.author})" if first.author else "") if first else None
        matched += valid[:1]
        findings.append(msgspec.structs.replace(finding, suppressed=reason))
    every_name = [name for names in documents.values() for name in names]
    remarks = []
    for number, entry in enumerate(entries):
        place = f"{REMARK}{_what(entry)}" + (f" (entry {number + 1} of {where})" if where else "")
        if number in used and _expired(entry, today):
            remarks.append(f"{place} expired on {entry.expires}, so its findings count again")
        elif number not in used and _could_fit(entry, report, every_name):
            remarks.append(f"{place} no longer matches a finding; remove it")
    notes = (*(note for note in report.run.notes if not note.startswith(REMARK)), *remarks)
    relaxed = _relaxed(report, entries, Counter(matched), where)
    run = msgspec.structs.replace(report.run, notes=notes, relaxed=relaxed)
    return msgspec.structs.replace(report, findings=tuple(findings), run=run)


def _relaxed(report: Report, entries: Sequence[Suppression], accepted: Counter[int], where: str) -> tuple[str, ...]:
    """What the report says is switched off or lowered, with the entries that accept more than one known finding."""
    others = [text for text in report.run.relaxed if not text.startswith(WIDE)]
    for number, entry in enumerate(entries):
        if accepted[number] and not entry.fingerprint:
            place = f" (entry {number + 1} of {where})" if where else ""
            others.append(f"{WIDE}{count(accepted[number], 'finding')} of {_what(entry)}{place}")
    return tuple(others)


def _fits(entry: Suppression, finding: Finding, names: Sequence[Document]) -> bool:
    return (
        (not entry.fingerprint or entry.fingerprint == finding.fingerprint)
        and (not entry.check or entry.check in (finding.check, finding.name))
        and (not entry.path or any(path_fits(name, entry.path) for name in names))
        and (not entry.pattern or any(re.search(entry.pattern, text) for text in finding.marked or (finding.message,)))
    )


def _matches_everything(entry: Suppression) -> bool:
    if entry.fingerprint or entry.check:
        return False
    return all(re.search(entry.pattern, text) for text in TEXTS) and (
        not entry.path or all(path_fits(Document("", path=path), entry.path) for path in PATHS)
    )


def _expired(entry: Suppression, today: datetime.date) -> bool:
    return entry.expires is not None and today >= entry.expires


def _could_fit(entry: Suppression, report: Report, names: Sequence[Document]) -> bool:
    """Whether the entry could have matched: its check ran, and its document was in the run.

    Only then is it stale; reports of other documents or checks say nothing about it.
    """
    ran = {word for item in report.run.checks if item.state == "ran" for word in (item.id, item.name)}
    return (entry.check in ran if entry.check else bool(ran)) and (
        any(path_fits(name, entry.path) for name in names) if entry.path else report.run.all_pairs
    )


def _named(document: Document, folder: Path) -> tuple[Document, ...]:
    """The document under all its names: with the paths of the run, and with paths relative to a folder."""
    relative = [_relative(path, folder) if path is not None else None for path in (document.path, document.source_path)]
    return document, msgspec.structs.replace(document, path=relative[0], source_path=relative[1])


def _relative(path: str, folder: Path) -> str:
    """The path relative to a folder, with `/`; unchanged if it is not below the folder."""
    try:
        return Path(os.path.normpath(Path.cwd() / path)).relative_to(os.path.normpath(Path.cwd() / folder)).as_posix()
    except ValueError:
        return path


def _what(entry: Suppression) -> str:
    parts = (entry.check, entry.fingerprint, f"pattern {entry.pattern!r}" if entry.pattern else "", entry.path)
    return ", ".join(part for part in parts if part)
