"""`mtqe fix`: correct findings that have one certain correction, in the files of the translations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
import msgspec

from mtqe.cli import brief, deliver, options, report_files, segment_input
from mtqe.cli.atomic_write import refuse_read_only, refuse_unwritable, write_files
from mtqe.cli.progress import progress
from mtqe.cli.release_input import Named
from mtqe.errors import ExitCode, InputError
from mtqe.prose import count

if TYPE_CHECKING:
    from mtqe.mending.files.places import File
    from mtqe.mending.findings import Left, Mended, Outcome
    from mtqe.model import Report


class Fixes(msgspec.Struct, frozen=True):
    """What `--json` writes."""

    applied: bool
    files: tuple[str, ...]
    mended: tuple[Mended, ...]
    left: tuple[Left, ...]
    schema: Literal["mtqe.fix/1"] = "mtqe.fix/1"


@click.command(
    "fix",
    cls=brief.Command,
    common="-s -t --diff --apply --source-lang --target-lang --glossary --select --ignore --json",
    short_help="correct findings that have one certain correction",
)
@click.argument("source", type=options.FILE, required=False)
@click.argument("translation", type=options.FILE, required=False)
@click.option(
    "-s", "--source", "of_lines", type=options.FILE, help="Source with the lines or keys of -t, as for mtqe check."
)
@click.option("-t", "--translation", "lines_file", type=options.FILE, help="Translation with the lines or keys of -s.")
@click.option("--diff", "mode", flag_value="diff", default=True, help="Show the changes as a diff.  [default]")
@click.option("--apply", "mode", flag_value="apply", help="Write the changes into the files.")
@click.option(
    "-f", "--format", "form", metavar="NAME", help="Input format; see mtqe list formats.  [default: by file ending]"
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="With [pairs]: read only pairs in which a file has changed since this git commit.",
)
@click.option("--lines", "align", flag_value="lines", help="Compare line N with line N: one segment on each line.")
@click.option(
    "--document", "align", flag_value="document", help="Align the files by sentence, even if they look line-aligned."
)
@options.aligner_option
@options.language_options
@options.check_options
@options.memory_option
@options.config_options
@click.option("--json", "json_path", type=options.FILE, help="Write what changes as JSON to this file; - is stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary and show no progress.")
def command(
    source: Path | None,
    translation: Path | None,
    of_lines: Path | None,
    lines_file: Path | None,
    mode: str,
    form: str | None,
    changed_since: str | None,
    align: str | None,
    config_file: Path | None,
    show_config: bool,
    json_path: Path | None,
    quiet: bool,
    **given: Any,
) -> int:
    """Correct the findings that have one certain correction: spaces, widths, quotation marks, formats, forbidden terms.

    SOURCE and TRANSLATION are as for mtqe evaluate, -s and -t as for mtqe check. You can also give a report that either
    of them wrote: its files are checked again. Only the translation changes, and only the marked texts in it. No model
    writes corrections. Accepted findings, and findings of preview checks that --select does not name, are left as they
    are.

    \b
    mtqe fix article.en.txt article.de.txt
    mtqe fix article.en.txt article.de.txt --apply
    mtqe fix report.json --apply
    mtqe fix app.xliff --select LOC --apply --json fixes.json

    --diff exits with 1 if anything would change. Both exit with 3 if a check or a file could not be read.
    """
    keys = options.check_keys(given) | {"align.mode": align, "align.aligner": given["aligner"]}
    report = _report(source, translation, form)
    if report:
        keys |= {key: value for key, value in report_files.settings_of(report).items() if not keys.get(key)}
    config = options.load_config(config_file, keys, show_config, rules=True)
    if json_path and str(json_path) != "-":
        refuse_unwritable(json_path)
    if of_lines or lines_file:
        if source or align or changed_since:
            raise click.UsageError("-s and -t name line-aligned files; omit SOURCE, --document and --changed-since")
        lines = segment_input.described(config, None, of_lines, (lines_file,) if lines_file else (), (), form)
        opened, config = segment_input.opened(lines, config)
    elif report and source:
        opened, config = segment_input.opened(report_files.files_of(report, source, form), config)
    else:
        documents = Named(source, translation, (), None, (), None, form, changed_since)
        documents.refuse(config, bool(align))
        part = documents.only(config)
        opened, config = segment_input.opened(part.given(), part.config)
    glossary = options.load_glossary(config)
    from mtqe.intake import reading
    from mtqe.mending.findings import checks_of, mend

    checks_of(config)  # reject a selection that mends nothing before any work
    with progress(quiet) as callback:
        outcome = mend(reading.read(opened, config, callback), config, glossary, form, callback)
    applied = mode == "apply"
    if applied:
        _apply(outcome.files)
    if json_path:
        _write_json(json_path, outcome, applied)
    if not applied and str(json_path) != "-":
        with deliver.stdout(data=True) as out:
            for file in outcome.files:
                out.writelines(deliver.diff(file.content.text, file.text, str(file.path), str(file.path)))
    if not quiet:
        for line in _summary(outcome, applied):
            click.echo(line, err=True)
    if any(problem.incomplete for problem in outcome.problems):
        return ExitCode.INCOMPLETE
    return ExitCode.PASS if applied or not outcome.files else ExitCode.GATE_FAILED


def _report(source: Path | None, translation: Path | None, form: str | None) -> Report | None:
    """The report that was given in place of the files; `None` if there is none."""
    from mtqe.report import json

    if source is None or translation is not None or form is not None or not report_files.is_report(source):
        return None
    return json.read(source)


def _apply(files: tuple[File, ...]) -> None:
    """Write all files, each whole or not at all; nothing is written if one of them cannot be."""
    contents: dict[Path, tuple[Path, bytes]] = {}
    for file in files:
        content = file.encoded()
        path, other = contents.setdefault(file.path.resolve(), (file.path, content))
        if other != content:
            raise InputError(f"{path} and {file.path} are one file, and their corrections differ", "fix one of them")
    for file in files:
        refuse_read_only(file.path)
        file.refuse_changed()
    write_files(dict(contents.values()))


def _write_json(path: Path, outcome: Outcome, applied: bool) -> None:
    fixes = Fixes(applied, tuple(str(file.path) for file in outcome.files), outcome.mended, outcome.left)
    text = msgspec.json.format(msgspec.json.encode(fixes), indent=2).decode() + "\n"
    deliver.put(lambda out: out.write(text), path)


def _summary(outcome: Outcome, applied: bool) -> Iterator[str]:
    from mtqe.mending.findings import counts, reasons

    for check, name, number in counts(outcome.mended):
        yield f"{number:>6,}  {check} {name}"
    findings = count(len(outcome.mended), "finding")
    files = count(len(outcome.files), "file")
    if outcome.mended:
        done = f"fixed {findings} in {files}" if applied else f"would fix {findings} in {files}; --apply writes them"
    else:
        done = "nothing to fix"
    yield done
    for why, number in reasons(outcome.left):
        yield f"left {number:,}: {why}"
    for problem in outcome.problems:
        yield f"{problem.what}: {problem.why}"
