"""What a project keeps between runs, baselines and the history: how commands find and use them."""

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
    """Where the baseline of a language pair is kept."""
    place = Path(config.baseline)
    pair = "-".join(lang for lang in (source_lang, target_lang) if lang)
    return place if place.suffix == ".json" else place / (f"baseline.{pair}.json" if pair else "baseline.json")


def baseline_for(
    config: Config, given: Path | None, source_lang: str | None, target_lang: str | None
) -> tuple[GateConfig, Report | None]:
    """The policy and the report to compare with: the one that was given, else the one that the project keeps, if any.

    One that was given on the command line makes only new findings count; of one that is kept the policy says what it
    is for.
    """
    if given is not None:
        return msgspec.structs.replace(config.gate, new_only=True), json.read(given)
    kept = baseline_path(config, source_lang, target_lang)
    return config.gate, json.read(kept) if kept.is_file() else None


def earlier(path: Path | None) -> tuple[history.HistoryEntry, ...]:
    """What the history holds; nothing when there is none yet.

    Raises:
        InputError: It cannot be read.
    """
    return history.read(path) if path and path.is_file() else ()


def past(report: Report, baseline: Report | None, entries: Sequence[history.HistoryEntry]) -> Past:
    """What the page shows of earlier runs: the baseline, and a history with this run in it, once.

    Args:
        report: The report of this run.
        baseline: What it is compared with.
        entries: The history; without any there is no trend.
    """
    from mtqe.project import trend

    if not entries:
        return Past(baseline)
    own = [entry for entry in history.entries(report) if entry not in entries]
    return Past(baseline, trend.series(sorted([*entries, *own], key=lambda entry: entry.created)))


def remember(report: Report, path: Path) -> None:
    """Append a report to the history, in one write, so that two runs at once do not mix their lines.

    Raises:
        MtqeError: The file cannot be written.
    """
    lines = "".join(history.line(entry) for entry in history.entries(report))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as stream:
            if stream.seek(0, 2):
                stream.seek(-1, 2)
                if stream.read(1) != b"\n":  # a run that was killed left half a line
                    lines = "\n" + lines
            stream.write(lines.encode())
    except OSError as error:
        raise explained(path, error) from error
