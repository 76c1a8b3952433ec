"""docs/scale.md: its commands run, and its CI matrix and Slurm array use options that exist."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pyarrow
import pytest
import yaml
from pyarrow import parquet

from mtqe.cli import COMMANDS, group, run

PAGE = (Path(__file__).parent.parent.parent / "docs" / "scale.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_first_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mtqe.encoder.judgement_cache.risks", lambda segments, *rest: [None] * len(segments))
    rows = [{"doc": f"d{k}", "source": f"Room {k} is free.", "target": f"Raum {k} ist frei."} for k in range(4)]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "mtqe.toml").write_text('[checks]\nselect = ["ART101"]\n', encoding="utf-8")
    for line in blocks("sh")[0].splitlines():
        assert run(shlex.split(line)[1:]) == 0
    assert len(json.loads((tmp_path / "report.json").read_text("utf-8"))["segments"]) == 4


def test_the_scan_runs_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [{"source": f"Room {k} is free.", "target": "Raum ist frei.", "reference": f"Raum {k}."} for k in range(4)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), "corpus.parquet")
    (tmp_path / "mtqe.toml").write_text('[checks]\nselect = ["ART101"]\n', encoding="utf-8")
    for line in blocks("sh")[2].splitlines():
        assert run([*shlex.split(line)[1:], "-q"]) == 0
    summary = json.loads((tmp_path / "scan" / "scan.json").read_text("utf-8"))
    assert [score["metric"] for score in summary["scores"]] == ["bleu", "chrf"]


def test_the_options_of_the_examples_exist() -> None:
    jobs = yaml.safe_load(blocks("yaml")[0])["jobs"]
    steps = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    lines = [*steps, *(blocks("sh")[number].replace("\\\n", " ").splitlines()[-1] for number in (1, 3, 4))]
    used = [shlex.split(line) for line in lines if line.startswith("mtqe ")]
    assert [words[1] for words in used] == ["evaluate", "merge", "check", "scan", "scan"]
    for _, name, *words in used:
        assert name in COMMANDS
        command = group.get_command(click.Context(group), name)
        assert command is not None
        known = {option for param in command.params for option in param.opts}
        assert {word for word in words if word.startswith("-")} <= known
