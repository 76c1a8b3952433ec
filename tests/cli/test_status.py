"""`mtqe status`: stale translations by the hashes in `mtqe.lock`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_fixture import QUIET, commit, git, repository

from mtqe.flow import pipeline

POLICY = """
source_lang = "en"
target_lang = "de"
[align]
aligner = "lexical"
[metrics]
use = ["learned"]
intervals = false
[pairs]
source = "docs/en/**/*.md"
target = "docs/de/**/*.md"
"""
EN = "# Pump\n\nClose the valve.\n\nThe pump holds 12 litres.\n\nCall the service.\n"
DE = "# Pumpe\n\nSchließen Sie das Ventil.\n\nDie Pumpe fasst 12 Liter.\n\nRufen Sie den Service.\n"


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def docs(mtqe: Callable, tmp_path: Path) -> Path:
    """Two recorded pairs of documents."""
    write("mtqe.toml", POLICY)
    for name in ("pump", "a/seal"):
        write(f"docs/en/{name}.md", EN.replace("Pump", name))
        write(f"docs/de/{name}.md", DE.replace("Pumpe", name))
    assert mtqe("status", "--update", "-q").code == 0
    return tmp_path


@pytest.fixture
def state(mtqe: Callable) -> Callable[..., dict[str, Any]]:
    """The states of all pairs, by translation."""

    def read(*args: str) -> dict[str, Any]:
        done = mtqe("status", *args, "--json", "-")
        assert done.code == 0, done.err
        return {pair["translation"]: pair for pair in json.loads(done.out)["pairs"]}

    return read


def test_first_run_says_what_to_do(mtqe: Callable, docs: Path) -> None:
    Path("mtqe.lock").unlink()
    done = mtqe("status")
    assert done.code == 0
    assert done.out.startswith("nothing is known of 2 translations: mtqe.lock has no entry of them\n")
    assert "mtqe status --update" in done.out
    assert not Path("mtqe.lock").exists(), "only --update writes"


def test_a_changed_source_makes_stale(mtqe: Callable, docs: Path, state: Callable) -> None:
    assert {pair["state"] for pair in state().values()} == {"fresh"}
    changed = EN.replace("# Pump", "# pump").replace("12", "15") + "\nNew text.\n"
    write("docs/en/pump.md", changed.replace("Call the service.\n", ""))
    pair = state()["docs/de/pump.md"]
    assert pair["state"] == "stale"
    assert pair["changes"] == [
        {"kind": "stale", "line": 5, "text": "The pump holds 15 litres."},
        {"kind": "stale", "line": 8, "text": "New text."},
    ]
    assert state()["docs/de/a/seal.md"]["state"] == "fresh"
    done = mtqe("status")
    assert done.out.startswith("1 of 2 translations is stale\n")
    assert "    source changed: line 5: The pump holds 15 litres.\n" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(
    "edited",
    [
        EN.replace("Close the valve.\n\nThe pump holds 12 litres.", "The pump holds 12 litres.\n\nClose the valve."),
        EN.replace("\n", "\r\n"),
        EN.replace("Close the valve.", "Close  the\nvalve."),
        EN.replace("Close the valve.", "Close **the** [valve](https://example.org)."),
        "\ufeff" + EN,
    ],
    ids=["moved", "crlf", "layout", "markup", "byte order mark"],
)
def test_what_is_no_change(docs: Path, state: Callable, edited: str) -> None:
    write("docs/en/pump.md", edited.replace("# Pump", "# pump"))
    assert state()["docs/de/pump.md"]["state"] == "fresh"


def test_equal_bytes_are_not_read(docs: Path, state: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.formats import dispatch

    monkeypatch.setattr(dispatch, "read_text", None)  # whatever a reader of a later version makes of them
    assert {pair["state"] for pair in state().values()} == {"fresh"}
    assert {pair["segments"] for pair in state().values()} == {4}


def test_added_and_removed_blocks(docs: Path, state: Callable) -> None:
    source = EN.replace("# Pump", "# pump")
    write("docs/en/pump.md", source.replace("# pump\n", "# pump\n\nRead this.\n"))
    assert [item["kind"] for item in state()["docs/de/pump.md"]["changes"]] == ["untranslated"]
    write("docs/en/pump.md", source.replace("Close the valve.\n\n", ""))
    assert state()["docs/de/pump.md"]["changes"] == [{"kind": "removed"}]


def test_a_changed_translation_needs_an_update(mtqe: Callable, docs: Path, state: Callable) -> None:
    write("docs/de/pump.md", DE.replace("Pumpe", "pump").replace("Liter", "l"))
    assert state()["docs/de/pump.md"]["state"] == "changed"
    assert mtqe("status", "--update").code == 0
    assert state()["docs/de/pump.md"]["state"] == "fresh"


def test_an_update_of_all_leaves_what_may_be_stale(mtqe: Callable, docs: Path, state: Callable) -> None:
    write("docs/en/pump.md", EN.replace("12", "15"))
    write("docs/en/a/seal.md", EN.replace("12", "15"))
    write("docs/de/a/seal.md", DE.replace("Liter", "l"))  # perhaps only a part was translated
    done = mtqe("status", "--update")
    assert "the stale text of 2 stays as it was" in done.err
    assert (state()["docs/de/pump.md"]["state"], state()["docs/de/a/seal.md"]["state"]) == ("stale", "changed")
    assert mtqe("status", "--update", "docs/de/pump.md", "docs/en/a").code == 0
    assert {pair["state"] for pair in state().values()} == {"fresh"}


def test_fail_asks_for_fresh(mtqe: Callable, docs: Path) -> None:
    write("mtqe.toml", POLICY + '[status]\nstale = "fail"\n')
    assert mtqe("status").code == 0
    write("docs/en/pump.md", EN)
    assert mtqe("status").code == 1
    assert "::error file=docs/de/pump.md,title=translation stale::" in mtqe("status", "-f", "github").out
    Path("mtqe.lock").unlink()
    assert mtqe("status").code == 1, "without its lock file nothing is known to be fresh"


def test_renamed_files_are_followed(mtqe: Callable, docs: Path, state: Callable) -> None:
    for lang in ("en", "de"):
        Path(f"docs/{lang}/pump.md").rename(f"docs/{lang}/pumps.md")
    pair = state()["docs/de/pumps.md"]
    assert (pair["state"], pair["renamed_from"]) == ("fresh", "docs/de/pump.md")
    write("docs/en/pumps.md", EN.replace("12", "15"))
    assert state()["docs/de/pumps.md"]["state"] == "stale"
    assert mtqe("status", "--update", "docs/de/pumps.md").code == 0
    assert "docs/de/pump.md" not in Path("mtqe.lock").read_text()
    assert state()["docs/de/pumps.md"]["state"] == "fresh"


def test_missing_files(mtqe: Callable, docs: Path, state: Callable) -> None:
    write("docs/en/new.md", EN)
    Path("docs/en/pump.md").unlink()
    found = state()
    assert {name for name, pair in found.items() if pair["state"] == "missing"} == {"docs/en/new.md", "docs/de/pump.md"}
    assert found["docs/en/new.md"]["why"] == "its translation docs/de/new.md is missing"


def test_texts_with_keys(mtqe: Callable, tmp_path: Path, state: Callable) -> None:
    source = {"menu": {"open": "Open {n}", "close": "Close"}, "title": "Pump"}
    target = {"menu": {"open": "{n} öffnen", "close": "Schließen"}, "title": "Pumpe"}
    write("en.json", json.dumps(source))
    write("de.json", json.dumps(target))
    assert mtqe("status", "de.json", "--update").code == 0
    assert state("de.json")["de.json"]["state"] == "fresh"
    source = {"title": "Pump", "menu": {"shut": "Close", "open": "Open {n} files", "new": "New"}}
    target = {"title": "Pumpen", "menu": {"shut": "Schließen", "open": "{n} öffnen"}, "old": "Alt"}
    write("en.json", json.dumps(source, indent=2))
    write("de.json", json.dumps(target))
    pair = state("de.json")["de.json"]
    assert pair["state"] == "stale"
    assert [(item["kind"], item["unit"]) for item in pair["changes"]] == [
        ("changed", "title"),
        ("stale", "menu.open"),
        ("untranslated", "menu.new"),
    ], "a key that was renamed is followed by its translation"
    assert mtqe("status", "--update", "en.json", "de.json").code == 0
    assert [item["kind"] for item in state("de.json")["de.json"]["changes"]] == ["untranslated"]


def test_a_file_with_both_sides(mtqe: Callable, tmp_path: Path, state: Callable) -> None:
    def po(*pairs: tuple[str, str]) -> str:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: de\\n"\n'
        return head + "".join(f'\nmsgid "{left}"\nmsgstr "{right}"\n' for left, right in pairs)

    write("de.po", po(("Open", "Öffnen"), ("Close", "Schließen")))
    assert mtqe("status", "--update", "de.po").code == 0
    write("de.po", po(("Save", "Sichern"), ("Close", "Schließen"), ("Open it", "Öffnen"), ("Quit", "")))
    pair = state("de.po")["de.po"]
    kinds = [(item["kind"], item["text"]) for item in pair["changes"]]
    assert kinds == [("unknown", "Save"), ("stale", "Open it"), ("untranslated", "Quit")]


def test_pairs_without_ids_may_move(mtqe: Callable, tmp_path: Path, state: Callable) -> None:
    write("pairs.tsv", "source\ttarget\nOpen\tÖffnen\nClose\tSchließen\n")
    assert mtqe("status", "--update", "pairs.tsv").code == 0
    write("pairs.tsv", "source\ttarget\nNew\tNeu\nClose\tSchließen\nOpen all\tÖffnen\n")
    assert [item["kind"] for item in state("pairs.tsv")["pairs.tsv"]["changes"]] == ["unknown", "stale"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: this is not a lock file of mtqe"),
        ("nonsense\n", "line 1: this is not a lock file of mtqe"),
        ('{"mtqe_lock":7}\n', "a newer mtqe wrote this lock file (format 7; this mtqe reads 1)"),
        ('{"mtqe_lock":0}\n', "there is no format 0"),
        ('{"mtqe_lock":1}\n{"file":1}\n', "line 2: not an entry of a lock file"),
        ('{"mtqe_lock":1}\n<<<<<<< HEAD\n=======\n>>>>>>> b\n', "line 2: git left a merge conflict"),
        (
            '{"mtqe_lock":1}\n{"file":"a","unit":"","source":"b","from":"1","to":"2"}\n\xff\n',
            "line 3: not an entry",
        ),
    ],
)
def test_a_damaged_lock_file(mtqe: Callable, docs: Path, text: str, said: str) -> None:
    Path("mtqe.lock").write_bytes(text.encode("latin-1"))
    for args in ((), ("--update",)):
        done = mtqe("status", *args)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("mtqe: mtqe.lock") and said in done.err
    assert Path("mtqe.lock").read_bytes() == text.encode("latin-1"), "it is not written over"


def test_an_entry_twice(mtqe: Callable, docs: Path) -> None:
    lock = Path("mtqe.lock")
    lines = lock.read_text().splitlines(keepends=True)
    lock.write_text("".join([*lines, lines[-1]]))
    done = mtqe("status")
    assert done.code == 2
    assert "mtqe.lock, line 4: a second entry of docs/de/pump.md" in done.err
    lock.write_bytes("".join(lines).replace("\n", "\r\n").encode())
    assert mtqe("status").code == 0, "git may write CRLF"


def test_git_merges_the_lock_file(mtqe: Callable, docs: Path) -> None:
    """Two branches that record different documents, with one between them."""
    write("docs/en/k.md", EN)
    write("docs/de/k.md", DE)
    mtqe("status", "--update", "-q")
    repository(docs)
    for branch, name in (("one", "a/seal"), ("two", "pump")):
        git(docs, "switch", "--quiet", "--create", branch, "main")
        write(f"docs/en/{name}.md", EN.replace("12", "15"))
        write(f"docs/de/{name}.md", DE.replace("12", "15"))
        mtqe("status", "--update", f"docs/de/{name}.md", "-q")
        commit(docs)
    git(docs, "merge", "--quiet", "--no-edit", "one")
    done = mtqe("status")
    assert "fresh: 3" in done.out, done.out


def test_two_updates_at_once(mtqe: Callable, docs: Path) -> None:
    import os
    import sys

    write("docs/en/pump.md", EN)
    write("docs/en/a/seal.md", EN)
    root = Path(__file__).parent.parent.parent
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "mtqe", "status", "--update", name, "-q"],
            env=os.environ | QUIET | {"PYTHONPATH": str(root)},
        )
        for name in ("docs/de/pump.md", "docs/de/a/seal.md")
    ]
    assert [run.wait() for run in runs] == [0, 0]
    assert "fresh: 2" in mtqe("status").out


def test_evaluate_records_what_passed(mtqe: Callable, docs: Path, state: Callable) -> None:
    repository(docs)
    write("docs/en/pump.md", EN.replace("12", "15"))
    write("docs/de/pump.md", DE)
    done = mtqe("evaluate", "--lock", "--changed-since", "HEAD", "--select", "number-mismatch")
    assert done.code == 1
    assert "nothing was recorded in mtqe.lock, because the run did not pass" in done.err
    write("docs/de/pump.md", DE.replace("12", "15"))
    done = mtqe("evaluate", "--lock", "--changed-since", "HEAD", "--select", "number-mismatch")
    assert done.code == 0, done.out
    assert "recorded 1 translation in mtqe.lock" in done.err
    assert state()["docs/de/pump.md"]["state"] == "fresh"
    assert mtqe("evaluate", "--lock", "--dataset", "x").code == 2


def test_patterns_without_files_are_no_fresh_project(mtqe: Callable, docs: Path) -> None:
    write("mtqe.toml", POLICY.replace("docs/", "doc/") + '[status]\nstale = "fail"\n')
    for args in ((), ("--update",)):
        done = mtqe("status", *args)
        assert done.code == 2
        assert "no files pair by the patterns doc/en/**/*.md and doc/de/**/*.md" in done.err


def test_a_pass_makes_no_stale_text_fresh(mtqe: Callable, docs: Path, state: Callable) -> None:
    write("docs/en/pump.md", EN.replace("Close", "Open"))
    done = mtqe("evaluate", "--lock", "--select", "number-mismatch")
    assert done.code == 0, "no number is wrong"
    assert "the stale text of 1 stays as it was" in done.err
    assert state()["docs/de/pump.md"]["state"] == "stale", "nobody looked at what changed"
    write("docs/de/pump.md", DE.replace("Schließen", "Öffnen"))
    done = mtqe("evaluate", "--lock", "--select", "number-mismatch")
    assert "stale text" not in done.err
    assert state()["docs/de/pump.md"]["state"] == "fresh"


def test_a_file_that_changes_during_the_run_is_not_recorded(
    mtqe: Callable, docs: Path, state: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def assess(*args: Any, **options: Any) -> Any:
        report = real(*args, **options)
        write("docs/de/pump.md", DE.replace("12", "120"))
        return report

    real = pipeline.assess
    monkeypatch.setattr(pipeline, "assess", assess)
    done = mtqe("evaluate", "--lock", "--select", "number-mismatch")
    assert done.code == 0
    assert "docs/de/pump.md is not recorded, because it or its source was changed during the run" in done.err
    assert state()["docs/de/pump.md"]["state"] == "changed"


@pytest.mark.parametrize("name", ["a.tsv", "a.jsonl"])
def test_evaluate_records_a_file_with_both_sides(mtqe: Callable, state: Callable, name: str) -> None:
    rows = [("Close the lid", "Schließen Sie den Deckel"), ("Open the lid", "Öffnen Sie den Deckel")]
    text = "source\ttarget\n" + "".join(f"{source}\t{target}\n" for source, target in rows)
    if name.endswith("l"):
        text = "".join(json.dumps({"source": source, "target": target}) + "\n" for source, target in rows)
    write(name, text)
    args = ("evaluate", name, "--source-lang", "en", "--target-lang", "de", "--lock", "--select", "number-mismatch")
    done = mtqe(*args)
    assert "recorded 1 translation" in done.err, done.err


def test_an_edit_of_english_alone_is_told(mtqe: Callable, docs: Path) -> None:
    """The pull request that could not go green."""
    repository(docs)
    git(docs, "switch", "--quiet", "--create", "english")
    write("docs/en/pump.md", EN.replace("# Pump", "# pump").replace("12", "15"))
    commit(docs)
    done = mtqe("evaluate", "--changed-since", "main")
    assert done.code == 0, done.out
    words = " ".join(done.out.split())
    assert "docs/en/pump.md (line 5) changed since main, but its translation docs/de/pump.md did not" in words
    done = mtqe("status")
    assert done.code == 0
    assert "docs/de/pump.md" in done.out and "line 5: The pump holds 15 litres." in done.out
    assert "::notice file=docs/de/pump.md,title=translation stale::" in mtqe("status", "-f", "github").out
    assert "**stale**" in mtqe("status", "-f", "md").out


def test_from_a_folder_below(mtqe: Callable, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(docs / "docs")
    done = mtqe("status", "de/pump.md")
    assert (done.code, "fresh: 1" in done.out) == (0, True)


def test_refusals(mtqe: Callable, tmp_path: Path) -> None:
    assert "give [pairs] in mtqe.toml, or one or two files" in mtqe("status").err
    write("a.en.md", EN)
    assert "b.de.md does not exist" in mtqe("status", "a.en.md", "b.de.md").err
    write("mtqe.toml", POLICY)
    write("docs/en/pump.md", EN)
    assert "a.en.md is in no pair" in mtqe("status", "a.en.md").err
    write("docs/de/pump.md", "")
    done = mtqe("status")
    assert (done.code, "unreadable: 1" in done.out) == (0, True)


def test_a_translation_of_several_languages_keeps_the_entries_of_others(mtqe: Callable, tmp_path: Path) -> None:
    write("mtqe.toml", POLICY.replace("docs/de", "docs/{target_lang}"))
    write("docs/en/pump.md", EN)
    for lang in ("de", "fr"):
        write(f"docs/{lang}/pump.md", DE)
        assert mtqe("status", "--update", "--target-lang", lang).code == 0
    assert len(Path("mtqe.lock").read_text().splitlines()) == 3
