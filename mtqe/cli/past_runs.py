"""Baselines and the history, which a project keeps between runs: how commands find and use them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

from mtqe.cli.atomic_write import explained
from mtqe.cli.deliver import Past
from mtqe.cli.file_lock import locked
from mtqe.errors import InputError
from mtqe.model import Report
from mtqe.project import history, seals
from mtqe.report import json
from mtqe.settings.config import Config
from mtqe.settings.policy import GateConfig


def baseline_path(config: Config, source_lang: str | None, target_lang: str | None) -> Path:
    """The path of the baseline of a language pair."""
    place = Path(config.baseline)
    pair = "-".join(lang for lang in (source_lang, target_lang) if lang)
    return place if place.suffix == ".json" else place / (f"baseline.{pair}.json" if pair else "baseline.json")


def baseline_for(
    config: Config, given: Path | None, source_lang: str | None, target_lang: str | None
) -> tuple[GateConfig, Report | None]:
    """The policy, and the report to compare with: the given one, else the one that the project keeps, if any.

    With a given baseline only new findings count. For a kept baseline the policy decides how it is used.
    """
    path = given or baseline_path(config, source_lang, target_lang)
    before = whole(path) if given is not None or path.is_file() else None
    if before is not None:
        seals.refuse_edited(before, path, config.gate)
    return (config.gate if given is None else msgspec.structs.replace(config.gate, new_only=True)), before


def whole(path: Path) -> Report:
    """Read a report for comparisons, which must be that of a whole run.

    Raises:
        InputError: It cannot be read, or is that of a shard.
    """
    report = json.read(path)
    if report.run.shard is not None:
        raise InputError(f"{path}: this is {report.run.shard} only", "make one report of all with mtqe merge")
    return report


def earlier(path: Path | None) -> history.History:
    """The history; empty if there is none yet.

    Raises:
        InputError: The file cannot be read.
    """
    return history.read(path) if path and path.is_file() else history.History(())


def past(report: Report, baseline: Report | None, entries: Sequence[history.HistoryEntry]) -> Past:
    """Data of earlier runs for the page: the baseline, and the history including this run once.

    Args:
        report: The report of this run.
        baseline: The report that it is compared with.
        entries: The history; if it is empty, there is no trend.
    """
    from mtqe.project import trend

    if not entries:
        return Past(baseline)
    added = [entry for entry in history.entries(report) if entry not in entries]
    return Past(baseline, trend.series(sorted([*entries, *added], key=lambda entry: entry.created)))


def remember(report: Report, path: Path) -> None:
    """Append a report to the history: all of its lines or, if the disk is full, none of them.

    Raises:
        MtqeError: The file cannot be written.
    """
    lines = "".join(history.line(entry) for entry in history.entries(report)).encode()
    with locked(path):
        try:
            with path.open("a+b", buffering=0) as stream:
                size = stream.seek(0, os.SEEK_END)
                if size:
                    stream.seek(-1, os.SEEK_END)
                    if stream.read(1) != b"\n":  # a killed run left half a line
                        lines = b"\n" + lines
                _append(stream, lines, size)
        except OSError as error:
            raise explained(path, error) from error


def _append(stream: IO[bytes], data: bytes, size: int) -> None:
    """Append all bytes to an unbuffered file of this size; if that fails, the file has its old size again."""
    try:
        while data:
            data = data[stream.write(data) :]
    except BaseException:
        stream.truncate(size)
        raise
