"""`mtqe evaluate` with `[pairs]` and `--changed-since`, on a small repository of documentation."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from git_fixture import commit, git, repository

pytestmark = pytest.mark.usefixtures("judged_cache")
POLICY = """
source_lang = "en"
target_lang = "de"
[align]
aligner = "lexical"
[metrics]
use = ["learned"]
intervals = false
[pairs]
source = "docs/{source_lang}/**/*.md"
target = "docs/{target_lang}/**/*.md"
[gate]
min = { learned = 0.0 }
"""
EN = "# Pump\n\nClose the valve before you open the lid. The pump holds 12 litres.\n"
DE = "# Pumpe\n\nSchließen Sie das Ventil, bevor Sie den Deckel öffnen. Die Pumpe fasst 12 Liter.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    texts = {f"docs/{lang}/{name}.md": text for lang, text in (("en", EN), ("de", DE)) for name in ("pump", "a/seal")}
    for name, text in {**texts, "mtqe.toml": POLICY}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return repository(tmp_path)


def test_all_pairs(mtqe: Callable, docs: Path) -> None:
    done = mtqe("evaluate", "--json", "-")
    assert done.code == 0, done.err
    assert [item["id"] for item in done.report["documents"]] == ["docs/de/a/seal.md", "docs/de/pump.md"]
    assert done.report["documents"][1]["source_path"] == "docs/en/pump.md"


def test_only_what_changed(mtqe: Callable, docs: Path) -> None:
    (docs / "docs/de/pump.md").write_text(DE.replace("12", "15"), encoding="utf-8")
    done = mtqe("evaluate", "--changed-since", "main", "--json", "-")
    assert done.code == 1, "one wrong number"
    assert [item["id"] for item in done.report["documents"]] == ["docs/de/pump.md"]
    assert [item["name"] for item in done.report["findings"]] == ["number-mismatch"]


def test_an_edit_of_the_source_alone_stays_green_with_a_note(mtqe: Callable, docs: Path) -> None:
    (docs / "docs/en/pump.md").write_text(EN.replace("12", "15"), encoding="utf-8")
    commit(docs)
    done = mtqe("evaluate", "--changed-since", "HEAD~1", "--json", "-")
    assert done.code == 0, done.err
    assert done.report["documents"] == []
    remark = "docs/en/pump.md (line 3) changed since HEAD~1, but its translation docs/de/pump.md did not"
    why = f"was not judged, and mtqe status shows what is stale: {remark}"
    assert done.report["problems"] == [{"what": "file docs/de/pump.md", "why": why, "incomplete": False}]
    assert done.report["verdict"]["uncovered"] == [
        "the run had no text: no errors were looked for",
        "1 file: not judged (docs/de/pump.md)",
    ]
    Path("r.json").write_text(json.dumps(done.report), "utf-8")
    for command in (("gate", "r.json"), *(("report", "r.json", "-f", name) for name in ("md", "github"))):
        assert "1 file: not judged (docs/de/pump.md)" in mtqe(*command).out, f"{command}: the verdict says it"
    assert f'<skipped message="{why}"' in mtqe("report", "r.json", "-f", "junit").out
    with (docs / "mtqe.toml").open("a") as policy:
        policy.write('[status]\nstale = "fail"\n')
    done = mtqe("evaluate", "--changed-since", "HEAD~1", "--json", "-")
    assert done.code == 1, "its errors count again"
    assert [item["name"] for item in done.report["findings"]] == ["number-mismatch"]
    assert remark in done.report["run"]["notes"]


def test_a_stale_pair_hides_no_other(mtqe: Callable, docs: Path) -> None:
    (docs / "docs/en/pump.md").write_text(EN.replace("12", "15"), encoding="utf-8")
    (docs / "docs/de/a/seal.md").write_text(DE.replace("12", "15"), encoding="utf-8")
    done = mtqe("evaluate", "--changed-since", "main", "--json", "-")
    assert done.code == 1
    assert [item["id"] for item in done.report["documents"]] == ["docs/de/a/seal.md"]
    assert [problem["what"] for problem in done.report["problems"]] == ["file docs/de/pump.md"]
    assert done.report["verdict"]["uncovered"][0] == "1 file: not judged (docs/de/pump.md)"


def test_a_pair_whose_source_is_new_is_judged(mtqe: Callable, docs: Path) -> None:
    """Its translation has not changed, but nobody ever compared the two."""
    (docs / "docs/de/new.md").write_text(DE.replace("12", "15"), encoding="utf-8")
    git(docs, "mv", "docs/en/pump.md", "docs/en/old.md")
    commit(docs)
    git(docs, "mv", "docs/en/old.md", "docs/en/pump.md")
    (docs / "docs/en/new.md").write_text(EN, encoding="utf-8")
    for added in (False, True):
        if added:
            git(docs, "add", "docs/en/new.md")
        done = mtqe("evaluate", "--changed-since", "HEAD", "--json", "-")
        assert done.code == 1
        assert [item["id"] for item in done.report["documents"]] == ["docs/de/new.md", "docs/de/pump.md"]


def test_a_changed_policy_or_glossary_is_told(mtqe: Callable, docs: Path) -> None:
    (docs / "style.rules.toml").write_text("", encoding="utf-8")
    (docs / "approved.tsv").write_text("source\ttarget\nPump\tPumpe\n", encoding="utf-8")
    files = 'memory = ["approved.tsv"]\nrule_files = ["style.rules.toml"]\n'
    (docs / "mtqe.toml").write_text(files + POLICY, encoding="utf-8")
    done = mtqe("evaluate", "--changed-since", "main")
    for name in ("style.rules.toml", "approved.tsv", "mtqe.toml"):
        assert f"{name} has changed since main and can affect every pair" in " ".join(done.out.split())
    (docs / "mtqe.toml").write_text(POLICY, encoding="utf-8")
    (docs / "terms.csv").write_text("source,target\npump,Pumpe\n", encoding="utf-8")
    done = mtqe("evaluate", "--changed-since", "main", "--glossary", "terms.csv")
    assert "terms.csv has changed since main and can affect every pair" in " ".join(done.out.split())
    assert "mtqe.toml changed" not in " ".join(done.out.split())


def test_nothing_changed_passes_by_the_strictest_policy(mtqe: Callable, docs: Path) -> None:
    strict = "undecided = 'fail'\nmax_drop = { learned = 0 }\nmin = { learned = 0.9 }"
    Path("mtqe.toml").write_text(POLICY.replace("min = { learned = 0.0 }", strict), encoding="utf-8")
    commit(docs)
    done = mtqe("evaluate", "--changed-since", "HEAD")
    assert (done.code, done.out.splitlines()[0]) == (0, "PASS  en → de · 0 segments")
    assert "short text" not in done.out


def test_nothing_changed_passes_and_still_writes_reports(mtqe: Callable, docs: Path) -> None:
    places = ("--json", "report.json", "-o", "report.html", "--history", "history.jsonl")
    done = mtqe("evaluate", "--changed-since", "HEAD", *places)
    assert done.code == 0
    assert not (docs / "history.jsonl").exists(), "a run of nothing is no point of a trend"
    assert "nothing to evaluate" in done.out
    assert json.loads((docs / "report.json").read_text("utf-8"))["verdict"]["passed"] is True
    for command in (("gate", "report.json"), *(("report", "report.json", "-f", name) for name in ("md", "junit"))):
        assert mtqe(*command).code == 0, command


def test_a_missing_translation_is_incomplete_or_a_remark(mtqe: Callable, docs: Path) -> None:
    (docs / "docs/en/new.md").write_text(EN, encoding="utf-8")
    done = mtqe("evaluate", "--changed-since", "main")
    assert done.code == 3
    assert "docs/en/new.md: its translation docs/de/new.md is missing" in " ".join(done.out.split())
    (docs / "mtqe.toml").write_text((docs / "mtqe.toml").read_text() + "[pairs.extra]\n", encoding="utf-8")
    assert "unknown key 'pairs.extra'" in mtqe("evaluate").err
    text = (docs / "mtqe.toml").read_text().replace("[pairs.extra]\n", "")
    (docs / "mtqe.toml").write_text(text.replace("[pairs]", '[pairs]\nmissing = "note"'), encoding="utf-8")
    done = mtqe("evaluate", "--changed-since", "main")
    assert done.code == 0
    assert "its translation docs/de/new.md is missing" in " ".join(done.out.split())


def test_partial_runs_call_no_other_entry_stale(mtqe: Callable, docs: Path) -> None:
    """An error in each document is accepted; then one document is repaired."""
    one_pair = POLICY.replace("{source_lang}", "en").replace("{target_lang}", "de")
    rules = "[[gate.rules]]\nname = 'blog'\nmatch = { path = 'blog/*' }\n"
    (docs / "mtqe.toml").write_text(one_pair + rules, encoding="utf-8")
    for name in ("pump", "a/seal"):
        (docs / f"docs/de/{name}.md").write_text(DE.replace("12", "15"), encoding="utf-8")
    commit(docs)
    mtqe("evaluate", "--json", "first.json", "-q")
    assert mtqe("accept", "first.json", "--all", "--reason", "agreed").code == 0
    with Path("mtqe-suppressions.toml").open("a", encoding="utf-8") as out:
        out.write("[[suppress]]\ncheck = 'LOC101'\nreason = 'house style'\n")
    kept = tomllib.loads(Path("mtqe-suppressions.toml").read_text(encoding="utf-8"))["suppress"]
    assert [entry.get("path") for entry in kept] == ["docs/de/a/seal.md", "docs/de/pump.md", None]
    (docs / "docs/de/pump.md").write_text(DE, encoding="utf-8")

    def stale(*args: str) -> list[str]:
        done = mtqe("evaluate", *args, "--json", "last.json", "-q")
        assert done.code == 0, done.err
        return [note for note in json.loads(Path("last.json").read_bytes())["run"]["notes"] if "match" in note]

    pump = f"suppression of ACC101, {kept[1]['fingerprint']}, docs/de/pump.md (entry 2 of mtqe-suppressions.toml)"
    pump += " no longer matches a finding; remove it"
    style = "suppression of LOC101 (entry 3 of mtqe-suppressions.toml) no longer matches a finding; remove it"
    rule = "policy: the rule 'blog' matches no document of "
    part = f"{rule}this run, which is normal if the run was only a part of the project"
    assert stale() == [pump, style, f"{rule}the project; correct `match`, or remove it"]
    assert [line for line in mtqe("gate", "last.json").out.splitlines() if line.startswith("note: ")]
    assert stale("--changed-since", "HEAD") == [pump, part]
    assert stale("docs/en/pump.md", "docs/de/pump.md", "--document") == [pump, part]
    assert stale("docs/en/a/seal.md", "docs/de/a/seal.md", "--document") == [part]
    (docs / "mtqe.toml").write_text(POLICY + rules, encoding="utf-8")
    assert stale() == [pump, part], "other runs may read other languages"


def test_renamed_on_both_sides(mtqe: Callable, docs: Path) -> None:
    for lang in ("en", "de"):
        git(docs, "mv", f"docs/{lang}/pump.md", f"docs/{lang}/pumps.md")
    commit(docs)
    done = mtqe("evaluate", "--changed-since", "HEAD~1", "--json", "-")
    assert done.code == 0
    assert "docs/de/pumps.md was renamed from docs/de/pump.md" in done.report["run"]["notes"]


def test_policy_of_a_folder_above(mtqe: Callable, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(docs / "docs")
    done = mtqe("evaluate", "--json", "-")
    assert done.code == 0, done.err
    assert [item["id"] for item in done.report["documents"]] == ["de/a/seal.md", "de/pump.md"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--changed-since", "nope"), "does not know the commit 'nope'"),
        (("--changed-since", "HEAD", "docs/en", "docs/de"), "needs [pairs]"),
        (("-r", "x.md"), "are for files"),
        (("--target-lang", "fr"), "no files pair by the patterns docs/en/**/*.md and docs/fr/**/*.md"),
    ],
)
def test_usage(mtqe: Callable, docs: Path, args: tuple[str, ...], said: str) -> None:
    done = mtqe("evaluate", *args)
    assert done.code == 2
    assert said in done.err


def test_without_patterns(mtqe: Callable) -> None:
    done = mtqe("evaluate")
    assert done.code == 2
    assert "[pairs] in mtqe.toml" in done.err
