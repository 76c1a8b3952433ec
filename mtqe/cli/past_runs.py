"""Baselines and the history, which a project keeps between runs: how commands find and use them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from mtqe.cli.atomic_write import explained
from mtqe.cli.deliver import Past
from mtqe.config import Config
from mtqe.model import Report
from mtqe.policy import GateConfig
from mtqe.project import history
from mtqe.report import json


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
    if given is not None:
        return msgspec.structs.replace(config.gate, new_only=True), json.read(given)
    kept = baseline_path(config, source_lang, target_lang)
    return config.gate, json.read(kept) if kept.is_file() else None


def earlier(path: Path | None) -> tuple[history.HistoryEntry, ...]:
    """The entries of the history; empty if there is no history yet.

    Raises:
        InputError: The file cannot be read.
    """
    return history.read(path) if path and path.is_file() else ()


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
    """Append a report to the history in a single write, so that the lines of two parallel runs do not mix.

    Raises:
        MtqeError: The file cannot be written.
    """
    lines = "".join(history.line(entry) for entry in history.entries(report))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as stream:
            if stream.seek(0, 2):
                stream.seek(-1, 2)
                if stream.read(1) != b"\n":  # a killed run left an incomplete line
                    lines = "\n" + lines
            stream.write(lines.encode())
    except OSError as error:
        raise explained(path, error) from error
