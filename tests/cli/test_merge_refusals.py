"""`mtqe merge` refuses what does not fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sharded import GLOSSARY, LANGUAGES, Command, rows, shards, write

from mtqe.errors import ExitCode
from mtqe.registry import check_table, metric_table
from mtqe.version import VERSION

# --- what does not fit ------------------------------------------------------------------------------------------------


@pytest.fixture
def two(mtqe: Command, tmp_path: Path, computed: list[str]) -> list[Path]:
    """The reports of two shards."""
    write(tmp_path / "c.jsonl", rows(documents=3))
    return shards(mtqe, tmp_path, 2, ("score", "c.jsonl", *LANGUAGES))


def refused(mtqe: Command, *args: str | Path) -> str:
    done = mtqe("merge", *args, "--json", "m.json")
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert not Path("m.json").exists()
    line: str = done.err.splitlines()[0]
    return line.removeprefix("mtqe: ")


def test_missing_and_repeated_shards(mtqe: Command, two: list[Path]) -> None:
    assert refused(mtqe, two[1]) == f"{two[1]} is shard 2 of 2, and shard 1 of 2 is missing"
    assert refused(mtqe, *two, two[0]) == f"{two[0]} and {two[0]} are both shard 1 of 2"
    done = mtqe("merge")
    assert done.code == ExitCode.USAGE and "REPORT" in done.err


def test_several_missing_shards(mtqe: Command, two: list[Path], tmp_path: Path) -> None:
    (path, *_) = shards(mtqe, tmp_path, 4, ("score", "c.jsonl", *LANGUAGES))
    assert refused(mtqe, path) == f"{path} is shard 1 of 4, and shards 2, 3, 4 of 4 are missing"
    assert refused(mtqe, two[0], path) == f"{path}: it is shard 1 of 4, but {two[0]} is shard 1 of 2"
    last = tmp_path / "last.json"
    mtqe("score", "c.jsonl", *LANGUAGES, "--shard", "999999999/999999999", "--json", last)
    named = "shards 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... of 999999999 (999,999,998 shards) are missing"
    assert refused(mtqe, last) == f"{last} is shard 999999999 of 999999999, and {named}"


def test_shards_of_another_run(mtqe: Command, two: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "other.json"

    def again(*args: str | Path, command: str = "score") -> str:
        mtqe(command, "c.jsonl", *LANGUAGES, "--shard", "2/2", "--json", other, *args)
        return refused(mtqe, two[0], other)

    assert again("--no-intervals") == f"{other}: its setting metrics.intervals is not that of {two[0]}"
    assert again("--select", "ART101", command="check") == f"{other}: it is of another command than {two[0]}"
    assert again("-m", "bleu") == f"{other}: its setting metrics.use is not that of {two[0]}"
    write(tmp_path / "c.jsonl", rows(documents=4))
    assert again() == f"{other}: its input is not that of {two[0]}"


@pytest.mark.parametrize("changed", ["terms.csv", "mtqe-suppressions.toml"])
def test_shards_with_other_terms_or_suppressions(mtqe: Command, two: list[Path], tmp_path: Path, changed: str) -> None:
    texts = {"terms.csv": GLOSSARY, "mtqe-suppressions.toml": '[[suppress]]\ncheck = "ART101"\nreason = "no"\n'}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    args = ("check", "c.jsonl", *LANGUAGES, "--select", "ART101", "--glossary", "terms.csv")
    first, second = shards(mtqe, tmp_path, 2, args)
    (tmp_path / changed).write_text(texts[changed].replace("preferred", "admitted").replace("ART", "MRK"), "utf-8")
    mtqe(*args, "--shard", "2/2", "--json", second)
    what = "its glossary is not that" if changed == "terms.csv" else "its suppressions are not those"
    assert refused(mtqe, first, second) == f"{second}: {what} of {first}"


def test_shards_with_other_rules(mtqe: Command, two: list[Path], tmp_path: Path) -> None:
    text = 'name = "acme"\n[[rules]]\nid = "word"\nkind = "phrases"\nphrases = ["Haus"]\n'
    (tmp_path / "a.rules.toml").write_text(text, encoding="utf-8")
    (tmp_path / "mtqe.toml").write_text('rule_files = ["a.rules.toml"]\n', encoding="utf-8")
    args = ("check", "c.jsonl", *LANGUAGES, "--select", "rules")
    first, second = shards(mtqe, tmp_path, 2, args)
    (tmp_path / "b.rules.toml").write_text(text, encoding="utf-8")
    (tmp_path / "mtqe.toml").write_text('rule_files = ["b.rules.toml"]\n', encoding="utf-8")
    mtqe(*args, "--shard", "2/2", "--json", second)
    assert mtqe("merge", first, second).code == 0, "another name of the same rules"
    (tmp_path / "b.rules.toml").write_text(text.replace("Haus", "Hof"), encoding="utf-8")
    mtqe(*args, "--shard", "2/2", "--json", second)
    assert refused(mtqe, first, second) == f"{second}: its rules of the team are not those of {first}"


def test_shards_with_another_model_or_version(
    mtqe: Command, two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("mtqe.encoder.signature", lambda device: {"model": "another"})
        shards(mtqe, tmp_path, 2, ("score", "c.jsonl", *LANGUAGES))
    other = tmp_path / "other.json"
    two[1].rename(other)
    shards(mtqe, tmp_path, 2, ("score", "c.jsonl", *LANGUAGES))
    assert refused(mtqe, two[0], other) == (f"{other}: learned has another version, model or setting than in {two[0]}")
    content = two[1].read_text("utf-8")
    two[1].write_text(content.replace(f'"version": "{VERSION}"', '"version": "9.9"', 1), "utf-8")
    assert refused(mtqe, *two).startswith(f"{two[1]}: mtqe 9.9 wrote it, and this is mtqe")


def test_other_checks_than_are_installed(
    mtqe: Command, two: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = shards(mtqe, tmp_path, 2, ("check", "c.jsonl", *LANGUAGES, "--select", "ART101"))
    known = check_table.checks()
    monkeypatch.setattr(check_table, "select", lambda *given: [known["ART101"], known["MRK101"]])
    only = "checks are installed only here, or only where the shards ran: MRK101"
    assert refused(mtqe, *paths) == only


def test_metrics_that_are_not_installed(mtqe: Command, two: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    without = {name: row for name, row in metric_table.rows().items() if name not in ("chrf", "learned")}
    monkeypatch.setattr(metric_table, "rows", lambda: without)
    assert refused(mtqe, *two) == "metrics are installed only where the shards ran: chrf, learned"


def test_what_is_no_report_of_a_shard(mtqe: Command, two: list[Path], tmp_path: Path) -> None:
    mtqe("score", "c.jsonl", *LANGUAGES, "--json", "one.json")
    assert refused(mtqe, two[0], "one.json") == "one.json: this is the report of a whole run"
    mtqe("gate", two[1], "--json", "gated.json")
    assert (
        refused(mtqe, two[0], "gated.json") == "gated.json: the report of shard 2 of 2 has lost what mtqe merge needs"
    )
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert refused(mtqe, "broken.json").startswith("broken.json: the JSON is truncated")
    report = json.loads(two[1].read_text("utf-8"))
    for damage in (report["keep"][:40], "AAAA"):
        (tmp_path / "damaged.json").write_text(json.dumps(report | {"keep": damage}), "utf-8")
        assert refused(mtqe, two[0], "damaged.json").startswith("damaged.json: what mtqe merge needs is damaged")
    (tmp_path / "short.json").write_text(json.dumps(report | {"segments": report["segments"][1:]}), "utf-8")
    assert refused(mtqe, two[0], "short.json").startswith("short.json: what mtqe merge needs is damaged: the documents")
    first, *rest = report["segments"]
    other: list[dict[str, Any]] = [{"segments": [first | {"target": "Etwas anderes."}, *rest]}]
    other += [{"segments": [*reversed(report["segments"])]}, {"run": report["run"] | {"shard": number_of(report, 0)}}]
    for change in other:
        (tmp_path / "other.json").write_text(json.dumps(report | change), "utf-8")
        assert refused(mtqe, two[0], "other.json").endswith("is damaged: the report was changed after the run")


def number_of(report: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The shard of a report with another number."""
    return {**report["run"]["shard"], "number": number}
