"""`mtqe accept`: write accepted findings of a report into the suppressions file."""

from __future__ import annotations

import datetime
import functools
import getpass
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from mtqe.cli import options
from mtqe.errors import ConfigError

if TYPE_CHECKING:
    from mtqe.model import Finding, Report


@click.command("accept", short_help="accept findings of a report, with a reason")
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.option("--fingerprint", "fingerprints", multiple=True, metavar="HEX", help="This finding. Repeatable.")
@click.option("--segment", "segments", multiple=True, metavar="ID", help="Findings in this segment. Repeatable.")
@click.option("--check", "checks", multiple=True, metavar="ID", help="Findings of this check, id or name. Repeatable.")
@click.option("--all", "everything", is_flag=True, help="Every finding that counts.")
@click.option("--reason", required=True, help="Why it is accepted.")
@click.option("--author", help="Who accepts it.  [default: the user's name]")
@click.option("--expires", metavar="YYYY-MM-DD", help="The day from which on it counts again.")
@click.option("--file", "path", type=options.FILE, help="The suppressions file.  [default: mtqe-suppressions.toml]")
@options.config_options
def command(
    report_path: Path,
    fingerprints: tuple[str, ...],
    segments: tuple[str, ...],
    checks: tuple[str, ...],
    everything: bool,
    reason: str,
    author: str | None,
    expires: str | None,
    path: Path | None,
    config_file: Path | None,
    show_config: bool,
) -> None:
    """Accept findings of REPORT: they stay in reports, marked, and count no more. Given options must all fit.

    \b
    mtqe accept report.json --check ART101 --segment 12 --reason "a quotation"
    mtqe accept report.json --check LOC101 --reason "house style" --author Ana
    mtqe accept report.json --all --reason "old release" --expires 2027-06-30

    Entries are added at the end of the file; what stands in it stays to the letter.
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe import config_sources as settings
    from mtqe.cli.atomic_write import atomic_write
    from mtqe.project import suppressions
    from mtqe.report import json

    if not (fingerprints or segments or checks or everything):
        raise click.UsageError("say which findings: --fingerprint, --segment, --check or --all")
    if not reason.strip():
        raise click.UsageError("--reason is empty: say why the findings are accepted")
    day = _day(expires)
    path = path or Path(config.suppressions or settings.SUPPRESSIONS)
    report = json.read(report_path)
    before = suppressions.text_of(path) if path.exists() else ""
    known = {entry.fingerprint for entry in suppressions.parse(before, str(path)) if not _expired(entry.expires)}
    chosen = [f for f in _chosen(report, fingerprints, segments, checks) if f.fingerprint not in known]
    if not chosen:
        raise ConfigError(f"{report_path}: no finding fits that is not accepted yet", "mtqe report says what it has")
    name = _user() if author is None else author
    entries = [
        suppressions.Suppression(
            reason=reason.strip(),
            fingerprint=finding.fingerprint,
            check=finding.check,
            author=name,
            expires=day,
            note=_note(finding),
        )
        for finding in chosen
    ]
    text = before + ("" if not before or before.endswith("\n") else "\n") + suppressions.render(entries)
    suppressions.parse(text, str(path))
    atomic_write(path, functools.partial(_write, text=text))
    findings = "1 finding" if len(entries) == 1 else f"{len(entries):,} findings"
    click.echo(f"accepted {findings} in {path}", err=True)


def _chosen(
    report: Report, fingerprints: Sequence[str], segments: Sequence[str], checks: Sequence[str]
) -> Iterator[Finding]:
    """The findings that fit every kind of option that was given, each fingerprint once.

    Raises:
        ConfigError: A fingerprint, segment or check fits nothing in the report.
    """
    for words, known, what in (
        (fingerprints, {f.fingerprint for f in report.findings}, "finding with the fingerprint"),
        (segments, {f.segment for f in report.findings}, "finding in segment"),
        (checks, {word for f in report.findings for word in (f.check, f.name)}, "finding of the check"),
    ):
        for word in words:
            if word not in known:
                raise ConfigError(f"the report has no {what} {word!r}", "see mtqe report for what it has")
    seen = set()
    for finding in report.findings:
        if (
            finding.counts
            and finding.fingerprint not in seen
            and (not fingerprints or finding.fingerprint in fingerprints)
            and (not segments or finding.segment in segments)
            and (not checks or finding.check in checks or finding.name in checks)
        ):
            seen.add(finding.fingerprint)
            yield finding


def _write(out: TextIO, text: str) -> None:
    out.write(text)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        return ""


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--expires {text!r} is no day: write it as 2027-06-30") from error
    if _expired(day):
        raise click.UsageError(f"--expires {text} is not in the future: the findings would count at once")
    return day


def _expired(day: datetime.date | None) -> bool:
    return day is not None and datetime.datetime.now(datetime.UTC).date() >= day


def _note(finding: Finding) -> str:
    """What the entry is about, for the reader of the file."""
    return f"{finding.name}: {finding.message}" if finding.message else finding.name
