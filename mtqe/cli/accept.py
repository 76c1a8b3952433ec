"""`mtqe accept`: record accepted findings of a report in the suppressions file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import brief, options
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError
from mtqe.prose import count

if TYPE_CHECKING:
    from mtqe.model import Finding, Report


@click.command(
    "accept",
    cls=brief.Command,
    common="--fingerprint --segment --check --all --reason --author --expires --file -q --config",
    short_help="record findings you reviewed and accept",
)
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.option("--fingerprint", "fingerprints", multiple=True, metavar="HEX", help="Accept this finding. Repeatable.")
@click.option("--segment", "segments", multiple=True, metavar="ID", help="Accept findings in this segment. Repeatable.")
@click.option(
    "--check", "checks", multiple=True, metavar="ID", help="Accept findings of this check (id or name). Repeatable."
)
@click.option("--all", "everything", is_flag=True, help="Accept every finding that counts.")
@click.option("--reason", required=True, help="Why you accept them.")
@click.option("--author", help="Who accepts them.  [default: your user name]")
@click.option("--expires", metavar="YYYY-MM-DD", help="The day on which they count again.")
@click.option("--file", "path", type=options.FILE, help="The suppressions file.  [default: mtqe-suppressions.toml]")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing on success.")
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
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
) -> None:
    """Record findings of REPORT that you reviewed and accept. A finding must match all given options.

    Accepted findings stay in reports, marked as accepted, but no longer count.

    \b
    mtqe accept report.json --check ART101 --segment 12 --reason "a quotation"
    mtqe accept report.json --check LOC101 --reason "house style" --author Ana
    mtqe accept report.json --all --reason "old release" --expires 2027-06-30

    Each entry has the fingerprint of a finding and the path of its document, relative to the suppressions file. Entries
    are appended to that file; its existing text is not changed.
    """
    config = options.load_config(config_file, {}, show_config)
    from mtqe.cli.atomic_write import write_content
    from mtqe.cli.file_lock import locked
    from mtqe.project import suppressions
    from mtqe.report import json
    from mtqe.settings import sources as settings

    if not (fingerprints or segments or checks or everything):
        raise click.UsageError("select findings with --fingerprint, --segment, --check or --all")
    if not reason.strip():
        raise click.UsageError("--reason is empty; say why you accept the findings")
    day = _day(expires)
    path = path or Path(config.suppressions or settings.SUPPRESSIONS)
    report = json.read(report_path)
    name = options.user_name() if author is None else author
    with locked(path):  # from reading to writing, so that what another run accepts meanwhile is not lost
        before, left = _left(report, path)
        chosen = list(_chosen(left, fingerprints, segments, checks))
        if not chosen:
            raise ConfigError(
                f"{report_path}: no matching finding is left to accept",
                f"list its findings with: mtqe report {report_path}",
            )
        entries = [suppressions.entry(*found, path, reason.strip(), name, day) for found in chosen]
        text = suppressions.appended(before, entries, str(path))
        write_content(path, text)
    findings = count(len(chosen), "finding")
    if not quiet:
        say(f"accepted {findings} in {path}", err=True)


def _left(report: Report, path: Path) -> tuple[str, Report]:
    """The text of the suppressions file, and the report with the findings marked that it accepts."""
    from mtqe.project import suppressions
    from mtqe.settings import sources as settings

    text = settings.text_of(path) if path.exists() else ""
    return text, suppressions.apply(report, suppressions.parse(text, str(path)), _today(), str(path))


def _chosen(
    report: Report, fingerprints: Sequence[str], segments: Sequence[str], checks: Sequence[str]
) -> Iterator[tuple[Finding, str]]:
    """The findings that match every given kind of option, each fingerprint of a document once, with its path.

    Raises:
        ConfigError: A fingerprint, segment or check matches nothing in the report.
    """
    for words, known, noun in (
        (fingerprints, {f.fingerprint for f in report.findings}, "finding with the fingerprint"),
        (segments, {f.segment for f in report.findings}, "finding in segment"),
        (checks, {word for f in report.findings for word in (f.check, f.name)}, "finding of the check"),
    ):
        for word in words:
            if word not in known:
                raise ConfigError(f"the report has no {noun} {word!r}", "mtqe report lists its findings")
    from mtqe.project import suppressions

    paths, seen = suppressions.document_paths(report), set()
    for finding in report.findings:
        path = paths.get((finding.system, finding.segment), "")
        if (
            finding.counts
            and (finding.fingerprint, path) not in seen
            and (not fingerprints or finding.fingerprint in fingerprints)
            and (not segments or finding.segment in segments)
            and (not checks or finding.check in checks or finding.name in checks)
        ):
            seen.add((finding.fingerprint, path))
            yield finding, path


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--expires {text!r} is not a date; write it as 2027-06-30") from error
    if _today() >= day:
        raise click.UsageError(f"--expires {text} is not in the future, so the findings would still count")
    return day


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
