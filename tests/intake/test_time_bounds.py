"""A file that takes too long to read or to check is told by its name, and nothing passes because of it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtqe.errors import InputError
from mtqe.flow import pipeline
from mtqe.formats.documents import lines
from mtqe.intake import inputs, reading
from mtqe.model import Hit, Segment, Text
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import AlignConfig, ChecksConfig, Config, LimitsConfig, MetricsConfig

SHORT = Config(
    "en",
    "de",
    align=AlignConfig(aligner="lexical"),
    checks=ChecksConfig(select=("ACC101", "MRK101")),
    metrics=MetricsConfig(use=("chrf",), intervals=False, cache=False),
    limits=LimitsConfig(seconds=0.2, seconds_per_kilobyte=0),
)
SLOW = "slow"


def work() -> None:
    """Use CPU time without an end."""
    ends = time.thread_time() + 60
    while time.thread_time() < ends:
        pass


@pytest.fixture
def slow_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of lines never ends with a file of a certain name."""
    read = lines.read

    def reading_of(path: Path) -> Text:
        if SLOW in path.name:
            work()
        return read(path)

    monkeypatch.setattr(lines, "read", reading_of)


def folders(folder: Path, *names: str) -> list[Path]:
    for side, text in (("en", "The boat has 7 sails.\n"), ("de", "Das Boot hat 7 Segel.\n")):
        for name in names:
            (folder / side).mkdir(exist_ok=True)
            (folder / side / name).write_text(text, encoding="utf-8")
    return [folder / "en", folder / "de"]


@pytest.mark.usefixtures("slow_reader")
def test_a_file_that_takes_too_long_is_a_problem_in_its_name(tmp_path: Path) -> None:
    report = pipeline.evaluate(*folders(tmp_path, f"{SLOW}.txt", "quick.txt"), config=SHORT)
    (problem,) = (problem for problem in report.problems if "seconds" in problem.why)
    assert problem.what == f"file {tmp_path / 'de' / SLOW}.txt"
    assert "more than 0.2 seconds" in problem.why
    assert "[limits]" in problem.why
    assert [document.id for document in report.documents] == ["quick.txt"]
    assert report.verdict is not None
    assert not report.verdict.passed


@pytest.mark.usefixtures("slow_reader")
def test_a_single_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    source, translation = (folder / f"{SLOW}.txt" for folder in folders(tmp_path, f"{SLOW}.txt"))
    with pytest.raises(InputError, match=r"slow\.txt: reading and aligning it took more than 0\.2 seconds"):
        reading.read(inputs.of_paths(source, translation), SHORT)


@pytest.mark.parametrize("scope", ["segment", "document"])
def test_a_check_that_takes_too_long_has_failed_and_names_the_file(
    scope: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_segment(segment: Segment, context: Context) -> Iterator[Hit]:
        work()
        yield from ()

    def of_document(segments: Any, context: Context) -> Iterator[tuple[Segment, Hit]]:
        work()
        yield from ()

    table = dict(check_table.checks())
    run = of_segment if scope == "segment" else of_document
    table["MRK101"] = dataclasses.replace(table["MRK101"], run=run, scope=scope)
    monkeypatch.setattr(check_table, "checks", lambda: table)
    report = pipeline.evaluate(*folders(tmp_path, "a.txt"), config=SHORT)
    (problem,) = (problem for problem in report.problems if "seconds" in problem.why)
    assert problem.what == "check MRK101 unbalanced-pairs"
    assert "a.txt" in problem.why
    assert "more than 0.2 seconds" in problem.why
    assert report.verdict is not None
    assert not report.verdict.passed


def test_the_time_grows_with_the_size() -> None:
    limits = LimitsConfig()
    assert limits.allowed(0) == 60
    assert limits.allowed(1_000_000) == 5_060
