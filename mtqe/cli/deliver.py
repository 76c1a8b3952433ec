"""How a command ends: show the report, write the files, choose the exit code."""

from __future__ import annotations

import contextlib
import difflib
import functools
import importlib
import io
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import click

from mtqe.cli.atomic_write import atomic_write, refuse_full_folder, refuse_unwritable, write_folder
from mtqe.cli.wrap import say
from mtqe.errors import FAULTS, ConfigError, ExitCode, MtqeError
from mtqe.model import Report, Shard
from mtqe.model.comparison import Comparison
from mtqe.model.release import Release
from mtqe.registry import reporter_table

if TYPE_CHECKING:
    from mtqe.project.trend import Series


class Kind(NamedTuple):
    """What is written.

    Args:
        views: A function for each view, by the name of the reporter with the same file endings; `None` for a report,
            whose views are the reporters.
        called: The name of a view in messages.
        way: What else a message proposes, before the path.
    """

    views: Mapping[str, str] | None
    called: str
    way: str = ""


REPORT = Kind(None, "report format", ", or mtqe report -f NAME -o ")
COMPARISON = Kind(
    {
        "console": "mtqe.report.comparison_console:render",
        "html": "mtqe.report.comparison_html:render",
        "json": "mtqe.report.json:render",
        "md": "mtqe.report.comparison_markdown:render",
    },
    "view of a comparison",
)
RELEASE = Kind(
    {
        "console": "mtqe.report.release_console:render",
        "html": "mtqe.report.release_html:render",
        "json": "mtqe.report.json:render",
        "md": "mtqe.report.release_markdown:render",
        "sarif": "mtqe.report.release_exports:as_sarif",
        "junit": "mtqe.report.release_exports:as_junit",
        "gitlab": "mtqe.report.release_exports:as_gitlab",
        "github": "mtqe.report.release_exports:as_github",
        "csv": "mtqe.report.release_exports:as_csv",
        "pdf": "mtqe.report.pdf:render_release",
    },
    "view of several languages",
    ", or write one of them with mtqe report RELEASE --target-lang TAG -o ",
)
Written = Report | Comparison | Release


def kind_for(report: Written) -> Kind:
    """What a report, comparison or release is written as."""
    return COMPARISON if isinstance(report, Comparison) else RELEASE if isinstance(report, Release) else REPORT


class Past(NamedTuple):
    """What a project keeps of earlier runs; the HTML page shows it together with the report.

    Args:
        baseline: The report that this one is compared with.
        history: The series of all runs.
    """

    baseline: Report | None = None
    history: Sequence[Series] = ()


NOTHING = Past()


def refuse(
    outputs: Sequence[Path],
    json_path: Path | None,
    history: Path | None = None,
    kind: Kind = REPORT,
    shard: Shard | None = None,
) -> None:
    """Reject invalid output paths before any work is done.

    Args:
        outputs: Files whose ending selects the reporter.
        json_path: Path of the JSON; `-` is stdout.
        history: The history that the run is added to.
        kind: What is written.
        shard: The shard that the report is of.

    Raises:
        UsageError: The report of a shard would not be kept.
        ConfigError: A file ending is unknown, or two outputs have the same path.
        InputError: A path cannot be written.
    """
    if shard and not (json_path or any(path.suffix == ".json" for path in outputs)):
        raise click.UsageError("a shard needs --json FILE, which mtqe merge reads")
    paths = [*outputs, *([json_path] if json_path else []), *([history] if history else [])]
    folders = [path for path in outputs if _is_folder_view(path)]
    for path in outputs:
        if path.is_dir() and path not in folders:
            raise ConfigError(f"{path} is a folder", f"give the name of a file in it, such as {path / 'report.html'}")
        reporter_of(path, kind)
    refuse_paths(paths, folders)


def refuse_paths(paths: Sequence[Path], folders: Collection[Path] = ()) -> None:
    """Reject output paths of which two are the same, or one cannot be written.

    Args:
        paths: The paths; `-` is stdout.
        folders: Those of them that become folders.

    Raises:
        ConfigError: Two outputs have the same path.
        InputError: A path cannot be written.
    """
    for path in paths:
        if paths.count(path) > 1:
            raise ConfigError(f"two outputs have the same path {path}", "give each output its own file")
        if path in folders:
            refuse_full_folder(path)
        elif str(path) != "-":
            refuse_unwritable(path)


def deliver(
    report: Written,
    outputs: Sequence[Path],
    json_path: Path | None,
    quiet: bool,
    past: Past | Sequence[Past] = NOTHING,
    *,
    verbose: bool = False,
) -> None:
    """Write a report to every requested file, and to the terminal unless stdout is in use or `quiet` is set.

    Args:
        report: The report, a comparison or a release.
        outputs: Files whose ending selects the reporter.
        json_path: Path of the JSON; `-` is stdout.
        quiet: Whether to show nothing on the terminal.
        past: Data of earlier runs for the page; for a release, those of each language.
        verbose: Whether the terminal shows everything.

    Raises:
        MtqeError: A report could not be written; all others were written.
    """
    named = [(path, reporter_of(path, kind_for(report))) for path in outputs]
    targets = [*([(json_path, "json")] if json_path else []), *named]
    to_stdout = any(str(path) == "-" for path, _ in targets)
    if not quiet and not to_stdout:
        targets.append((Path("-"), "console"))
    faults: list[tuple[str, BaseException]] = []
    for path, name in targets:
        try:
            write(report, name, path, past, Terminal(verbose, _stored(targets)))
        except FAULTS as error:
            faults.append((name if str(path) == "-" else str(path), error))
            continue
        if str(path) != "-" and not quiet:
            say(f"wrote {path}", err=True)
    if faults:
        raise _undelivered(faults, len(targets))


def _undelivered(faults: Sequence[tuple[str, BaseException]], targets: int) -> BaseException:
    """The error for reports that could not be written, raised after all others were written."""
    if targets == 1 or os.environ.get("MTQE_TRACEBACK"):
        return faults[0][1]
    words = [
        error.message if isinstance(error, MtqeError) else f"cannot write {place}: {type(error).__name__}: {error}"
        for place, error in faults
    ]
    written = targets - len(faults)
    outcome = (
        f"{written} other report{' was' if written == 1 else 's were'} written" if written else "no report was written"
    )
    return MtqeError("; ".join(words), outcome, ExitCode.INCOMPLETE)


class Terminal(NamedTuple):
    """How the view for a terminal is written.

    Args:
        verbose: Whether it shows everything.
        stored: The JSON file that has the report, if one was written.
    """

    verbose: bool = False
    stored: Path | None = None


def _stored(targets: Sequence[tuple[Path, str]]) -> Path | None:
    """The JSON file among the outputs."""
    return next((path for path, name in targets if name == "json" and str(path) != "-"), None)


def write(
    report: Written,
    name: str,
    path: Path,
    past: Past | Sequence[Past] = NOTHING,
    terminal: Terminal | None = None,
) -> None:
    """Write one view of a report, comparison or release to a file or folder, whole or not at all; `-` is stdout.

    The page of a release has the pages of its languages beside it, as `release.de.html`.

    Raises:
        ConfigError: A folder cannot go to stdout.
    """
    if isinstance(report, Release) and name == "html" and str(path) != "-":
        _write_pages(report, path, past)
        return
    past = past if isinstance(past, Past) else NOTHING
    kind = "text" if isinstance(report, Comparison) else kind_of(name)
    if isinstance(report, Report) and kind == "folder":
        folder = reporter_table.load_folder(name)
        if str(path) == "-":
            raise ConfigError(
                f"{name} writes a folder of files, which stdout cannot hold", "give a folder with -o FOLDER"
            )
        write_folder(path, folder.files(report))
    else:
        put(
            _renderer(report, name, past, terminal or Terminal()), path, data=name != "console", binary=kind == "binary"
        )


def _write_pages(release: Release, path: Path, pasts: Past | Sequence[Past]) -> None:
    """Write the page of a release, and beside it that of each language."""
    from mtqe.report import release_html

    places = {one.name: beside(path, one.name) for one in release.languages}
    for number, one in enumerate(release.languages):
        past = NOTHING if isinstance(pasts, Past) else pasts[number]
        put(functools.partial(_write_page, one.report, past, quote(path.name)), places[one.name])
    pages = {name: quote(place.name) for name, place in places.items()}
    put(lambda out: release_html.render(release, out, pages), path)


def _write_page(report: Report, past: Past, up: str, out: Any) -> None:
    from mtqe.report import html

    html.render(report, out, *past, up=up)


def refuse_pages(outputs: Sequence[Path], names: Sequence[str]) -> None:
    """Reject the page of a release if that of a language cannot be written beside it.

    Args:
        outputs: The files of the release.
        names: The names of its languages.

    Raises:
        ConfigError: Two pages have the same path.
        InputError: A path cannot be written.
    """
    pages = [path for path in outputs if reporter_of(path, RELEASE) == "html"]
    refuse_paths([beside(page, name) for page in pages for name in names])


def beside(path: Path, name: str) -> Path:
    """The page of a language beside that of its release."""
    return path.with_name(f"{path.stem}.{re.sub(r'[^A-Za-z0-9.-]+', '-', name).strip('-')}{path.suffix}")


def _renderer(report: Written, name: str, past: Past, terminal: Terminal) -> Callable[[Any], None]:
    """What writes one view of a report, comparison or release to a stream."""
    if not isinstance(report, Report):
        return _view(report, name, terminal)
    reporter = reporter_table.load(name)
    if name == "html":  # the only view that shows earlier runs
        from mtqe.report import html

        return lambda out: html.render(report, out, *past)
    if name == "console":
        from mtqe.cli.next_steps import steps
        from mtqe.report import console

        todo = steps(report, terminal.stored)
        return lambda out: console.render(report, out, verbose=terminal.verbose, steps=todo)
    return functools.partial(reporter.render, report)


def _view(report: Comparison | Release, name: str, terminal: Terminal) -> Callable[[Any], None]:
    """What writes a view that is no reporter.

    Raises:
        ConfigError: There is no such view.
    """
    kind = kind_for(report)
    views = kind.views or {}
    if name not in views:
        raise ConfigError(f"{name} is not a {kind.called}", f"use one of {', '.join(views)}{kind.way}FILE")
    module, _, function = views[name].partition(":")
    render = getattr(importlib.import_module(module), function)
    if isinstance(report, Release) and name == "console":
        from mtqe.cli.next_steps import of_release

        steps = of_release(report, terminal.stored)
        return lambda out: render(report, out, verbose=terminal.verbose, steps=steps)
    return functools.partial(render, report)


def kind_of(name: str) -> str:
    """What a reporter writes: `binary` for a file of bytes, `folder` for a folder, else text."""
    return reporter_table.rows()[name].kind


def _is_folder_view(path: Path) -> bool:
    endings = [end for row in reporter_table.rows().values() if row.kind == "folder" for end in row.extensions]
    return path.name.lower().endswith(tuple(endings))


def put(render: Callable[[Any], None], path: Path | None, *, data: bool = True, binary: bool = False) -> None:
    """Write one output to a file, whole or not at all; without a path, and with `-`, to stdout.

    Args:
        render: Writes the output to a stream.
        path: The file.
        data: Whether the output on stdout is the content of a file; see `stdout`.
        binary: Whether the stream takes bytes.

    Raises:
        InputError: The path cannot be written.
        MtqeError: The disk is full or failing.
    """
    if path is None or str(path) == "-":
        with stdout(data=data) as out:
            render(out.buffer if binary else out)
    else:
        atomic_write(path, render, binary=binary)


def diff(before: str, after: str, old: str, new: str) -> Iterator[str]:
    """The lines of a unified diff of two texts, each with its line end; only line feeds end lines."""
    old_lines, new_lines = (re.findall(r".*\n|.+\Z", text) for text in (before, after))
    for line in difflib.unified_diff(old_lines, new_lines, old, new):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@contextlib.contextmanager
def stdout(data: bool = False) -> Iterator[Any]:
    """Standard output.

    Args:
        data: Whether the output is the content of a file; it is then UTF-8 in every locale.
    """
    if data and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    yield sys.stdout
    sys.stdout.flush()


def reporter_of(path: Path, kind: Kind = REPORT) -> str:
    """The reporter for a file's ending; a comparison and a release have fewer.

    Raises:
        ConfigError: No reporter has this ending.
    """
    table = {name: row for name, row in reporter_table.rows().items() if kind.views is None or name in kind.views}
    fitting = [
        (len(ending), name)
        for name, row in table.items()
        for ending in row.extensions
        if path.name.lower().endswith(ending) and len(path.name) > len(ending)
    ]
    if fitting:
        return max(fitting)[1]  # the longest ending is the most specific: .codequality.json before .json
    endings = ", ".join(sorted(ending for row in table.values() for ending in row.extensions))
    alternative = f"{kind.way}{path}" if kind.way else ""
    raise ConfigError(f"{path}: no {kind.called} has this file ending", f"use one of {endings}{alternative}")


def exit_code(report: Report | Release, exit_zero: bool = False) -> ExitCode:
    """The exit code: 1 if findings or scores fail the gate, 3 if the run is only incomplete, else 0."""
    if exit_zero:
        return ExitCode.PASS
    if isinstance(report, Release):
        return _exit_code_of_release(report)
    if report.verdict is None:
        return ExitCode.INCOMPLETE if report.failures else ExitCode.PASS
    if report.verdict.passed:
        return ExitCode.PASS
    return ExitCode.INCOMPLETE if report.verdict.incomplete else ExitCode.GATE_FAILED


def _exit_code_of_release(release: Release) -> ExitCode:
    codes = {"pass": ExitCode.PASS, "fail": ExitCode.GATE_FAILED, "incomplete": ExitCode.INCOMPLETE}
    if release.verdict is not None:
        return codes[release.verdict.outcome]
    of_languages = {exit_code(one.report) for one in release.languages}
    return next((code for code in (ExitCode.GATE_FAILED, ExitCode.INCOMPLETE) if code in of_languages), ExitCode.PASS)
