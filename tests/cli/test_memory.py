"""A translation memory as a witness: `--memory` of `mtqe evaluate` and `mtqe check`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("judged_cache")
LANGS = ("--source-lang", "en", "--target-lang", "de")
HEAD = '<?xml version="1.0"?><tmx version="1.4"><header srclang="en" datatype="plaintext"/><body>'


def tmx(*pairs: tuple[str, str], target: str = "de", path: str = "approved.tmx") -> str:
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{left}</seg></tuv><tuv xml:lang="{target}"><seg>{right}</seg></tuv></tu>'
        for left, right in pairs
    )
    Path(path).write_text(f"{HEAD}{units}</body></tmx>", encoding="utf-8")
    return path


def pairs(*rows: tuple[str, str]) -> str:
    Path("pairs.tsv").write_text("source\ttarget\n" + "".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
    return "pairs.tsv"


@pytest.fixture
def check(mtqe: Callable) -> Callable:
    def run(*args: str) -> dict:
        done = mtqe("check", "pairs.tsv", *LANGS, "--json", "-", *(args or ("--memory", "approved.tmx")))
        assert done.code == 0, done.err
        return done.report

    return run


def test_a_segment_that_differs_is_told(check: Callable) -> None:
    tmx(("Close the valve.", "Schließen Sie das Ventil."), ("Open the lid.", "Öffnen Sie den Deckel."))
    pairs(("Close  the valve.", "Schließen Sie den Hahn."), ("Close the lid.", "Schließen Sie den Deckel."))
    report = check("--memory", "approved.tmx", "--select", "TRM107")
    (finding,) = report["findings"]
    assert (finding["name"], finding["severity"], finding["segment"]) == ("differs-from-memory", "minor", "1")
    assert finding["marked"] == ["den Hahn"]
    assert finding["suggestion"] == "Schließen Sie das Ventil."
    assert finding["message"] == "approved.tmx has “Schließen Sie das Ventil.” for this source"
    digest = hashlib.sha256(Path("approved.tmx").read_bytes()).hexdigest()
    assert report["run"]["memories"] == [
        {"path": "approved.tmx", "sha256": digest, "units": 2, "trusted": 0, "differing": 1}
    ]


def test_an_identical_segment_is_trusted_visibly(mtqe: Callable) -> None:
    tmx(("The pump holds 12 litres.", "Die Pumpe fasst 15 Liter."))
    pairs(("The pump holds 12 litres.", "Die Pumpe fasst 15 Liter."), ("Close it.", "Machen Sie es zu."))
    Path("mtqe.toml").write_text("[gate]\ncoverage = []\n", encoding="utf-8")
    args = ("pairs.tsv", *LANGS, "--select", "ACC101", "-m", "learned", "--json")
    assert mtqe("evaluate", *args, "alone.json", "-q").code == 1, "without the memory the wrong number fails"
    done = mtqe("evaluate", *args, "report.json", "--memory", "approved.tmx")
    assert done.code == 0, done.out
    report = json.loads(Path("report.json").read_text("utf-8"))
    (finding,) = report["findings"]
    assert finding["suppressed"] == "identical to the approved translation in approved.tmx"
    (tolerated,) = report["verdict"]["tolerated"]
    assert tolerated == (
        "1 major error in segments that are identical to the approved translation in approved.tmx "
        "(number-mismatch in line 2)"
    )
    words = " ".join(done.out.split())
    assert "1 segment is identical to an approved pair and is trusted; 0 differ" in words
    assert report["run"]["memories"][0]["sha256"][:12] in words
    assert mtqe("gate", "report.json").code == 0, "the stored report says so, too"
    Path("mtqe-suppressions.toml").write_text("[[suppress]]\ncheck = 'ACC999'\nreason = 'x'\n", encoding="utf-8")
    assert mtqe("gate", "report.json").code == 0, "suppressions of the project do not end the trust"


def test_what_trust_does_not_cover(check: Callable) -> None:
    """The approved pairs themselves lack a placeholder, or are not in the language."""
    rows = [
        ("Delete {n} files from the disk", "Dateien vom Datenträger löschen"),
        ("The pump holds 12 litres.", "La pompe contient douze litres d'eau et elle est rouge."),
        ("The valve holds 30 litres.", "Das Ventil fasst 20 Liter."),
    ]
    tmx(*rows)
    pairs(*rows)
    accepted = {finding["name"]: finding["suppressed"] for finding in check()["findings"]}
    assert accepted["placeholder-mismatch"] is None
    assert accepted["wrong-language"] is None, "a critical error counts"
    assert accepted["number-mismatch"] == "identical to the approved translation in approved.tmx"


def test_several_translations_of_a_source(check: Callable) -> None:
    tmx(("Open", "Öffnen"), ("Open", "Offen"), ("Open", "Öffnen"))
    pairs(("Open", "Offen"), ("Open", "Aufmachen"))
    (finding,) = check("--memory", "approved.tmx", "--select", "TRM107")["findings"]
    assert finding["segment"] == "2"
    assert "(or another one)" in finding["message"]
    assert finding["suggestion"] is None


def test_too_many_translations_say_nothing(check: Callable) -> None:
    tmx(*(("Open", f"Öffnen {number}") for number in range(60)))
    pairs(("Open", "Aufmachen"))
    assert check("--memory", "approved.tmx", "--select", "TRM107")["findings"] == []


def test_tags_spaces_and_numbers(mtqe: Callable) -> None:
    Path("app.xlf").write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
        'target-language="de" datatype="plaintext"><body>'
        '<trans-unit id="a"><source>Close <g id="1">the</g> valve</source><target>Ventil <g id="1">schließen</g>'
        "</target></trans-unit>"
        '<trans-unit id="b"><source>Close <g id="1">the</g> lid</source><target>Klappe <g id="1">schließen</g>'
        "</target></trans-unit>"
        '<trans-unit id="c"><source>Page 5</source><target>Blatt 5</target></trans-unit>'
        "</body></file></xliff>",
        encoding="utf-8",
    )
    tmx(("Close the valve", "Ventil schließen"), ("Close the lid", "Deckel schließen"), ("Page 4", "Seite 4"))
    report = mtqe("check", "app.xlf", "--memory", "approved.tmx", "--select", "TRM107", "--json", "-").report
    (finding,) = report["findings"]
    assert (finding["segment"], finding["marked"], finding["suggestion"]) == ("b", ["Klappe"], None)
    assert report["run"]["memories"][0]["trusted"] == 0, "other tags are not what was approved"


def test_a_context_decides(mtqe: Callable) -> None:
    def po(*units: tuple[str, str]) -> str:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: de\\n"\n'
        return head + "".join(f'\nmsgctxt "{context}"\nmsgid "Open"\nmsgstr "{text}"\n' for context, text in units)

    Path("approved.po").write_text(po(("menu", "Öffnen"), ("state", "Offen")), encoding="utf-8")
    Path("app.po").write_text(po(("menu", "Offen"), ("state", "Offen"), ("new", "Offen")), encoding="utf-8")
    args = ("--source-lang", "en", "--memory", "approved.po", "--select", "TRM107", "--json", "-")
    report = mtqe("check", "app.po", *args).report
    (finding,) = report["findings"]
    assert finding["suggestion"] == "Öffnen"
    assert report["run"]["memories"][0]["trusted"] == 1, "what the state has is no approval of the new text"


def test_the_context_of_a_tmx(mtqe: Callable) -> None:
    units = "".join(
        f'<tu><prop type="x-context">{context}</prop><tuv xml:lang="en"><seg>Open</seg></tuv>'
        f'<tuv xml:lang="de"><seg>{text}</seg></tuv></tu>'
        for context, text in (("menu", "Öffnen"), ("state", "Offen"))
    )
    Path("approved.tmx").write_text(f"{HEAD}{units}</body></tmx>", encoding="utf-8")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: de\\n"\n'
    Path("app.po").write_text(f'{head}\nmsgctxt "menu"\nmsgid "Open"\nmsgstr "Offen"\n', encoding="utf-8")
    args = ("--source-lang", "en", "--memory", "approved.tmx", "--select", "TRM107", "--json", "-")
    (finding,) = mtqe("check", "app.po", *args).report["findings"]
    assert finding["suggestion"] == "Öffnen"


def test_a_file_cannot_approve_itself(mtqe: Callable) -> None:
    name = tmx(("Close", "Zu"))
    Path("link.tmx").symlink_to(name)
    for memory in (name, "link.tmx", str(Path(name).resolve())):
        done = mtqe("evaluate", name, *LANGS, "--memory", memory)
        assert done.code == 2
        assert "is both judged and a memory" in done.err


def test_unfinished_translations_are_not_approved(mtqe: Callable) -> None:
    Path("a.po").write_text('msgid ""\nmsgstr "Language: de\\n"\n\n#, fuzzy\nmsgid "Open"\nmsgstr "Zu"\n', "utf-8")
    pairs(("Open", "Auf"))
    done = mtqe("check", "pairs.tsv", *LANGS, "--memory", "a.po")
    assert (done.code, "a.po has no approved pair" in done.err) == (2, True)


@pytest.mark.parametrize("name", ["approved.tmx", "approved.csv", "approved.jsonl", "approved.tsv"])
def test_formats(check: Callable, name: str) -> None:
    rows = {"source": "Close", "target": "Zu"}
    content = {
        "approved.csv": "source,target\nClose,Zu\n",
        "approved.tsv": "source\ttarget\nClose\tZu\n",
        "approved.jsonl": json.dumps(rows) + "\n",
    }
    tmx(("Close", "Zu"))
    if name in content:
        Path(name).write_text(content[name], encoding="utf-8")
    pairs(("Close", "Dicht"))
    assert [item["name"] for item in check("--memory", name, "--select", "TRM107")["findings"]] == [
        "differs-from-memory"
    ]


def test_the_configuration_names_memories(mtqe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmx(("Close", "Zu"))
    tmx(("Open", "Auf"), path="b.tmx")
    Path("mtqe.toml").write_text('memory = ["approved.tmx", "b.tmx"]\nsource_lang = "en"\ntarget_lang = "de"\n')
    pairs(("Close", "Dicht"), ("Open", "Auf"))
    Path("below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    report = mtqe("check", "../pairs.tsv", "--json", "-").report
    assert [use["trusted"] for use in report["run"]["memories"]] == [0, 1]
    assert [use["differing"] for use in report["run"]["memories"]] == [1, 0]


def test_bad_memories(mtqe: Callable) -> None:
    pairs(("Close", "Zu"))
    tmx(("Close", "Fermer"), target="fr", path="fr.tmx")
    Path("fr.xlf").write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
        'target-language="fr" datatype="plaintext"><body><trans-unit id="a"><source>a</source><target>b</target>'
        "</trans-unit></body></file></xliff>",
        encoding="utf-8",
    )
    Path("broken.tmx").write_text(HEAD + "<tu>", encoding="utf-8")
    Path("empty.tsv").write_text("", encoding="utf-8")
    for name, said in (
        ("fr.tmx", "fr.tmx has no text in de; it has"),
        ("fr.xlf", "fr.xlf is en → fr, but the run is en → de"),
        ("broken.tmx", "broken.tmx"),
        ("empty.tsv", "empty.tsv"),
        ("none.tmx", "none.tmx: no such file"),
        ("notes.md", "notes.md: no such file"),
    ):
        done = mtqe("check", "pairs.tsv", *LANGS, "--memory", name)
        assert (done.code, done.out) == (2, ""), name
        assert said in done.err, done.err


def test_without_a_memory_the_check_does_not_run(check: Callable) -> None:
    pairs(("Close", "Zu"))
    report = check("--select", "TRM")
    assert {"not run", "no translation memory was given"} <= {
        value for item in report["run"]["checks"] if item["id"] == "TRM107" for value in (item["state"], item["why"])
    }
    assert report["run"]["memories"] == []


def test_an_input_cannot_claim_to_be_approved(mtqe: Callable) -> None:
    claim = {"memory": {"file": "approved.tmx", "state": "identical", "approved": [], "number": 0}}
    row = {"source": "The pump holds 12 litres.", "target": "Die Pumpe fasst 15 Liter.", "meta": claim}
    rows = [row, {"source": "Close", "target": "Zu"}]
    Path("a.jsonl").write_text("".join(json.dumps(item) + "\n" for item in rows), encoding="utf-8")
    tmx(("Close", "Zu"))
    for memory in ((), ("--memory", "approved.tmx")):
        report = mtqe("check", "a.jsonl", *LANGS, "--select", "ACC101", *memory, "--json", "-").report
        assert [finding["suppressed"] for finding in report["findings"]] == [None]


def test_shards(mtqe: Callable) -> None:
    tmx(("Close", "Zu"), ("The pump holds 12 litres.", "Die Pumpe fasst 15 Liter."))
    rows = [
        {"source": "Close", "target": "Dicht", "doc": "a"},
        {"source": "The pump holds 12 litres.", "target": "Die Pumpe fasst 15 Liter.", "doc": "b"},
    ]
    Path("pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    args = ("pairs.jsonl", *LANGS, "--select", "ACC101,TRM107", "--memory", "approved.tmx")
    whole = mtqe("check", *args, "--json", "-").report
    for number in (1, 2):
        mtqe("check", *args, "--shard", f"{number}/2", "--json", f"{number}.json", "-q")
    merged = mtqe("merge", "1.json", "2.json", "--json", "-").report
    for key in ("findings", "segments"):
        assert merged[key] == whole[key]
    assert merged["run"]["memories"] == whole["run"]["memories"]
    Path("elsewhere.tmx").write_bytes(Path("approved.tmx").read_bytes())
    mtqe("check", *args[:-1], "elsewhere.tmx", "--shard", "2/2", "--json", "2.json", "-q")
    merged = mtqe("merge", "1.json", "2.json", "--json", "-").report
    assert [finding["suppressed"] for finding in merged["findings"]] == [
        finding["suppressed"] for finding in whole["findings"]
    ], "the machines call the memory by other names"
    assert merged["run"]["memories"] == whole["run"]["memories"]
    tmx(("Close", "Weg"))
    mtqe("check", *args, "--shard", "2/2", "--json", "2.json", "-q")
    assert "translation memories are not those of" in mtqe("merge", "1.json", "2.json").err


def test_scan_says_that_it_reads_none(mtqe: Callable) -> None:
    tmx(("Close", "Zu"))
    pairs(("Close", "Dicht"))
    Path("mtqe.toml").write_text('memory = ["approved.tmx"]\n')
    done = mtqe("scan", "pairs.tsv", *LANGS, "--into", "scan", "--select", "TRM107")
    assert "mtqe scan does not read translation memories" in done.err
