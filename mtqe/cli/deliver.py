"""How a command ends: show the report, write the files, choose the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from mtqe import gate, registry
from mtqe.config import GateConfig
from mtqe.errors import ConfigError, ExitCode
from mtqe.formats.output import atomic_write
from mtqe.model import Report


def deliver(report: Report, outputs: Sequence[Path], json_path: Path | None, quiet: bool) -> None:
    """Write a report to every place that was asked for, and to the terminal unless its stdout is taken or quiet.

    Args:
        report: The report.
        outputs: Files whose ending names the reporter.
        json_path: Where the JSON goes; `-` is stdout.
        quiet: Show nothing.
    """
    targets = [(path, reporter_of(path)) for path in outputs]
    if json_path:
        targets.append((json_path, "json"))
    to_stdout = any(str(path) == "-" for path, _ in targets)
    for path, name in targets:
        write(report, name, path)
        if str(path) != "-" and not quiet:
            click.echo(f"wrote {path}", err=True)
    if not quiet and not to_stdout:
        registry.load("reporters", "console").render(report, sys.stdout)


def write(report: Report, name: str, path: Path) -> None:
    """Write one view of a report to a file, whole or not at all; `-` is stdout."""
    reporter = registry.load("reporters", name)
    if str(path) == "-":
        reporter.render(report, sys.stdout)
    else:
        atomic_write(path, lambda out: reporter.render(report, out))


def reporter_of(path: Path) -> str:
    """The reporter that a file's ending names.

    Raises:
        ConfigError: None does.
    """
    table = registry.rows("reporters")
    for name, row in table.items():
        if path.suffix.lower() in row.extensions:
            return name
    endings = ", ".join(sorted(ending for row in table.values() for ending in row.extensions))
    raise ConfigError(
        f"{path}: the ending names no report format", f"use one of {endings}, or mtqe report -f NAME -o {path}"
    )


def exit_code(report: Report, policy: GateConfig, exit_zero: bool = False, baseline: Report | None = None) -> ExitCode:
    """1 when the gate failed on what was found, 3 when the run is incomplete and nothing else is wrong, else 0."""
    if exit_zero:
        return ExitCode.PASS
    if report.verdict is None:
        return ExitCode.INCOMPLETE if report.problems else ExitCode.PASS
    if report.verdict.passed:
        return ExitCode.PASS
    complete = msgspec.structs.replace(report, problems=())
    found = not gate.judge(complete, policy, baseline).passed
    return ExitCode.GATE_FAILED if found else ExitCode.INCOMPLETE
