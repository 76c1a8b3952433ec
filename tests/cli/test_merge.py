"""`--shard` and `mtqe merge`: the merged report is that of one run, but for times; what does not fit is refused.

The encoder is replaced by numbers that depend on the texts only, so that all shards and the whole run have equal ones.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtqe.contracts import Context
from mtqe.encoder import Judgement, Pair, judgement_cache
from mtqe.encoder.risk import Risk
from mtqe.errors import ExitCode
from mtqe.registry import check_table, metric_table

Command = Callable[..., Any]
LANGUAGES = ("--source-lang", "en", "--target-lang", "de", "-q")
CHECKS = "ART101,MRK101,MRK110,LOC,TRM,ACC101,ACC102,ACC104,ACC105,ACC106,HAL103,HAL104"
SENTENCES = (
    ("The ferry to the island leaves at 7:30 every morning.", "Die Fähre zur Insel fährt jeden Morgen um 7:30 Uhr."),
    ("Open the tab with the list of all harbours.", "Öffnen Sie den Reiter mit der Liste aller Häfen."),
    ("The tab is new.", "Die Karte ist neu."),
    ("Nobody was hurt when the bridge closed on Friday.", "Nobody was hurt when the bridge closed on Friday."),
    ("The harbour pilots met the {name} authority.", "Die Hafenlotsen trafen die Behörde."),
    ("They paid 1,250 pounds for the  old boat.", "Sie zahlten 1,250 Pfund für das  alte Boot ."),
    ("Close the tab (and save the file.", "Schließen Sie den Reiter (und speichern Sie die Datei."),
    ("The mayor thanked all of the volunteers.", "Die Fähre zur Insel fährt jeden Morgen um 7:30 Uhr."),
    ("He said no.", ""),
)
GLOSSARY = "source,target,status\ntab,Reiter,preferred\nharbour pilot,Hafenlotse,preferred\nboat,Schiff,preferred\n"
POLICY = """
[gate]
min_words = 20
coverage = []
max_per_1000 = { major = 30.0 }
min = { bleu = 20.0 }
[gate.max]
critical = 2
[[gate.rules]]
name = "last"
match = { path = "*c.jsonl" }
each = "both"
max_mqm_per_1000 = 90.0
"""


def number(*texts: object) -> float:
    return zlib.crc32(repr(texts).encode()) / 2**32


def judged(item: Pair) -> Judgement:
    none = np.zeros((0, 4), np.float32)
    penalty = 9 * number(item)
    return Judgement(penalty, 1, none[:, :2].astype(np.int32), none, none[:, 0], unrelated=penalty > 8.7)


def risk(item: Pair) -> Risk:
    chance = number("risk", item)
    return Risk(chance, chance, 0.8, None, 0.5, 0, 0.5)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Judgements without the encoder; the result says of which kind they were asked for."""
    kinds: list[str] = []
    make: Mapping[str, Callable[[Pair], Any]] = {"learned": judged, "hallucination": risk}

    def fill(
        kind: str, items: Iterable[Pair], known: dict[Pair, Any], context: Context, user: str, *rest: object
    ) -> None:
        kinds.append(kind)
        known.update({item: make[kind](item) for item in items})

    monkeypatch.setattr(judgement_cache, "_fill", fill)
    return kinds


def pair(document: int, place: int) -> tuple[str, str]:
    source, target = SENTENCES[(document * 4 + place) % len(SENTENCES)]
    return source.format(name=f"port{document % 2}"), target


def rows(systems: Sequence[str] = (), references: bool = True, documents: int = 5) -> list[dict[str, Any]]:
    """Documents of some sentences; several have the same ones, and the second has a part at the end."""
    made = []
    for document in [*range(documents), 1]:
        for place in range(4 + document % 2):
            source, target = pair(document, place)
            row: dict[str, Any] = {"doc": f"d{document}", "id": f"{document}.{len(made)}", "source": source}
            if references:
                row["references"] = [pair(document, place + 1)[1] or "Er sagte nein."]
            made += [row | {"target": target + mark, "system": name} for name, mark in systems_of(systems)]
    return made


def systems_of(names: Sequence[str]) -> list[tuple[str | None, str]]:
    return [(name, " Ja."[: place + 2]) for place, name in enumerate(names)] or [(None, "")]


def write(path: Path, made: Iterable[Mapping[str, Any]]) -> Path:
    lines = (json.dumps({key: value for key, value in row.items() if value is not None}) for row in made)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for key in ("created", "seconds"):
        del report["run"][key]
    return report


def shards(mtqe: Command, folder: Path, total: int, args: Sequence[str | Path]) -> list[Path]:
    paths = [folder / f"{total}-{place}.json" for place in range(1, total + 1)]
    for place, path in enumerate(paths, 1):
        done = mtqe(*args, "--shard", f"{place}/{total}", "--json", path)
        assert done.code in (ExitCode.PASS, ExitCode.INCOMPLETE), done.err
    return paths


def assert_merged(
    mtqe: Command, folder: Path, totals: Iterable[int], *args: str | Path, code: int = 0
) -> dict[str, Any]:
    """Run a command as one and in shards, and compare; the report of the one run."""
    one = folder / "one.json"
    assert mtqe(*args, "--json", one).code == code
    for total in totals:
        paths = shards(mtqe, folder, total, args)
        done = mtqe("merge", *reversed(paths), "--json", folder / "merged.json", "-q")
        assert done.code == code, done.err
        assert read(folder / "merged.json") == read(one)
    return read(one)


# --- the merged report is that of one run -----------------------------------------------------------------------------


@pytest.mark.usefixtures("computed")
def test_evaluate_a_file_of_pairs_with_documents(mtqe: Command, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", rows())
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    suppress = '[[suppress]]\ncheck = "ACC102"\nreason = "a slogan"\n[[suppress]]\ncheck = "MRK110"\npattern = "zzz"\n'
    (tmp_path / "mtqe-suppressions.toml").write_text(suppress + 'path = "*.jsonl"\nreason = "gone"\n', "utf-8")
    (tmp_path / "mtqe.toml").write_text('glossary = ["terms.csv"]\n' + POLICY, "utf-8")
    report = assert_merged(
        mtqe, tmp_path, (1, 2, 3, 7), "evaluate", "c.jsonl", *LANGUAGES, "--select", CHECKS, code=ExitCode.GATE_FAILED
    )
    checks = {finding["check"] for finding in report["findings"]}
    assert {"TRM101", "ACC102", "HAL103", "HAL104"} <= checks
    assert report["verdict"]["rulings"] and report["verdict"]["mqm"]
    assert any("no longer matches" in note for note in report["run"]["notes"])
    assert {score["metric"] for score in report["scores"]} >= {"bleu", "chrf", "ter", "learned", "hallucination"}
    assert any(score["interval"] for score in report["scores"] if score["level"] == "corpus")
    assert any(finding["suppressed"] for finding in report["findings"])


@pytest.mark.usefixtures("computed")
def test_check_several_systems(mtqe: Command, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", rows(("a", "b")))
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    report = assert_merged(
        mtqe, tmp_path, (2, 3), "check", "c.jsonl", *LANGUAGES, "--select", CHECKS, "--glossary", "terms.csv"
    )
    assert report["run"]["systems"] == ["a", "b"] and report["verdict"] is None


@pytest.mark.parametrize("references", [True, False])
def test_score_several_systems(mtqe: Command, tmp_path: Path, computed: list[str], references: bool) -> None:
    """Without references, the systems are compared with each other; the signature has a hash of all texts."""
    write(tmp_path / "c.jsonl", rows(("a", "b", "c"), references))
    report = assert_merged(mtqe, tmp_path, (2, 3), "score", "c.jsonl", *LANGUAGES)
    assert references == any(score["metric"] == "bleu" for score in report["scores"])
    assert references != any("consensus" in score["signature"] for score in report["scores"])


def test_a_merge_runs_no_model(mtqe: Command, tmp_path: Path, computed: list[str]) -> None:
    write(tmp_path / "c.jsonl", rows(("a", "b", "c"), references=False))
    paths = shards(mtqe, tmp_path, 2, ("score", "c.jsonl", *LANGUAGES))
    computed.clear()
    assert mtqe("merge", *paths, "-q").code == 0
    assert computed == []


def test_references_of_some_documents_only(mtqe: Command, tmp_path: Path, computed: list[str]) -> None:
    """`learned` uses all references or none: where shards differ, the merge scores anew."""
    made = rows()
    for row in made:
        if row["doc"] in ("d0", "d2", "d4"):
            row["references"] = []
    write(tmp_path / "c.jsonl", made)
    report = assert_merged(mtqe, tmp_path, (2, 3), "score", "c.jsonl", *LANGUAGES)
    assert any("used no references" in note for note in report["run"]["notes"])
    (bleu,) = [score for score in report["scores"] if (score["metric"], score["level"]) == ("bleu", "corpus")]
    assert bleu["n_unscored"] > 0


@pytest.mark.usefixtures("computed")
def test_files_without_documents_stay_whole(mtqe: Command, tmp_path: Path) -> None:
    for name, column in (("s.en.txt", 0), ("a.de.txt", 1), ("b.de.txt", 1)):
        texts = [SENTENCES[place % 8][column] + " Ja." * (name < "b") * column for place in range(20)]
        (tmp_path / name).write_text("\n".join(texts) + "\n", encoding="utf-8")
    files = ("-s", "s.en.txt", "-t", "a.de.txt", "-t", "b.de.txt")
    assert_merged(mtqe, tmp_path, (2,), "score", *files, "-q")
    empty = read(tmp_path / "2-2.json")
    assert empty["segments"] == [] and empty["run"]["shard"]["documents"] == 1
    (note,) = empty["run"]["notes"]
    assert "shard 2 of 2 with 0 of 1 document, and a document stays whole" in note


@pytest.mark.usefixtures("computed")
def test_folders_with_references_and_a_file_that_cannot_be_read(mtqe: Command, tmp_path: Path) -> None:
    folders(tmp_path)
    (tmp_path / "de" / "3.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "en" / "alone.txt").write_text("Alone.\n", encoding="utf-8")
    args = ("evaluate", "en", "de", "-r", "ref", "--aligner", "lexical", *LANGUAGES, "--select", CHECKS)
    report = assert_merged(mtqe, tmp_path, (2, 3), *args, code=ExitCode.GATE_FAILED)
    assert len(report["problems"]) >= 2


@pytest.mark.usefixtures("computed")
def test_pairs_of_a_project(mtqe: Command, tmp_path: Path) -> None:
    folders(tmp_path)
    pairs = '[pairs]\nsource = "en/*.txt"\ntarget = "de/*.txt"\n[history]\npath = "history.jsonl"\n'
    rule = '[[gate.rules]]\nmatch = { path = "no/*" }\n'
    (tmp_path / "mtqe.toml").write_text(f"{pairs}[gate]\ncoverage = []\n{rule}", encoding="utf-8")
    args = ("evaluate", "--aligner", "lexical", *LANGUAGES, "--select", CHECKS)
    report = assert_merged(mtqe, tmp_path, (2,), *args, code=ExitCode.GATE_FAILED)
    assert report["run"]["all_pairs"]
    assert any("matches no document of the project" in note for note in report["run"]["notes"])
    assert len((tmp_path / "history.jsonl").read_text("utf-8").splitlines()) == 2  # one run and one merge, no shards


def folders(root: Path) -> None:
    for document in range(5):
        for side, name in enumerate(("en", "de", "ref")):
            texts = [pair(document, place + (side == 2))[min(side, 1)] or "Er sagte nein." for place in range(5)]
            (root / name).mkdir(exist_ok=True)
            (root / name / f"{document}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")


# --- a shard alone ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("computed")
def test_a_shard_never_passes(mtqe: Command, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", [{"doc": f"d{k}", "source": f"Room {k}.", "target": f"Raum {k}."} for k in range(2)])
    (tmp_path / "mtqe.toml").write_text(
        '[gate]\nuncovered = "pass"\nincomplete = "pass"\nundecided = "pass"\n', "utf-8"
    )
    args = ("evaluate", "c.jsonl", *LANGUAGES, "--select", "ART101")
    assert mtqe(*args, "--json", "one.json").code == ExitCode.PASS
    assert mtqe(*args, "--shard", "2/2", "--json", "2.json").code == ExitCode.INCOMPLETE
    assert mtqe(*args, "--shard", "2/2", "--json", "2.json", "--exit-zero").code == ExitCode.PASS
    report = read(tmp_path / "2.json")
    assert (report["verdict"]["passed"], report["verdict"]["outcome"]) == (False, "incomplete")
    assert "this is shard 2 of 2 only" in report["verdict"]["reasons"][0]
    assert [segment["doc"] for segment in report["segments"]] == ["d1"]
    judged_again = mtqe("gate", "2.json", "--explain")
    assert judged_again.code == ExitCode.INCOMPLETE and judged_again.out.startswith("INCOMPLETE")
    assert "shard 2 of 2" in mtqe("report", "2.json").out
    uses = [("baseline", "set", "2.json"), ("gate", "one.json", "--baseline", "2.json")]
    uses += [("report", "one.json", "-f", "html", "-o", "one.html", "--baseline", "2.json")]
    for use in [*uses, (*args, "--baseline", "2.json")]:
        done = mtqe(*use)  # a drop of the text, or a new error, could be in the rest
        assert done.code == ExitCode.USAGE and "2.json: this is shard 2 of 2 only" in done.err
    assert mtqe("check", "c.jsonl", *LANGUAGES, "--select", "ART101", "--shard", "1/1", "--json", "all.json").code == 0
    assert mtqe("gate", "all.json").code == ExitCode.INCOMPLETE


@pytest.mark.parametrize("value", ["0/3", "4/3", "3", "1/0", "-1/3", "a/b", "1/3/5", "", "²/3", "1 / 2"])
def test_values_that_name_no_shard(mtqe: Command, tmp_path: Path, value: str) -> None:
    write(tmp_path / "c.jsonl", rows())
    for command in ("check", "score", "evaluate"):
        done = mtqe(command, "c.jsonl", *LANGUAGES, f"--shard={value}")
        assert (done.code, done.out) == (ExitCode.USAGE, "")
        assert done.err.splitlines() == [
            f"mtqe: --shard {value} names no shard",
            "  write i/n with i from 1 to n, such as --shard 2/8",
        ]


def test_a_shard_has_no_baseline_and_no_history(mtqe: Command, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", rows())
    for option in ("--baseline", "--history"):
        done = mtqe("evaluate", "c.jsonl", *LANGUAGES, "--shard", "1/2", option, "x.json")
        assert done.code == ExitCode.USAGE and "mtqe merge" in done.err


def test_a_shard_must_be_kept(mtqe: Command, tmp_path: Path) -> None:
    write(tmp_path / "c.jsonl", rows())
    for command in ("check", "score", "evaluate"):
        done = mtqe(command, "c.jsonl", *LANGUAGES, "--shard", "1/2", "-o", "shard.html")
        assert (done.code, done.out) == (ExitCode.USAGE, "") and "--json FILE" in done.err
    assert not (tmp_path / "shard.html").exists()


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
    two[1].write_text(content.replace('"version": "0.1.0"', '"version": "9.9"', 1), "utf-8")
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
        assert refused(mtqe, two[0], "other.json").endswith("is damaged: the report is not as the run wrote it")


def number_of(report: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The shard of a report with another number."""
    return {**report["run"]["shard"], "number": number}


# --- the command ------------------------------------------------------------------------------------------------------


def test_a_policy_that_limits_what_the_shards_did_not_run(mtqe: Command, tmp_path: Path, computed: list[str]) -> None:
    write(tmp_path / "c.jsonl", rows())
    paths = shards(mtqe, tmp_path, 2, ("evaluate", "c.jsonl", *LANGUAGES, "-m", "chrf", "--select", "ART101"))
    limits = "coverage = []\nmax_score = { hallucination = 0.9 }\nmin = { learned = 0.0 }\n"
    (tmp_path / "limits.toml").write_text("[gate]\n" + limits, "utf-8")
    done = mtqe("merge", *paths, "--config", "limits.toml", "--json", "m.json")
    assert done.code == ExitCode.GATE_FAILED
    assert "hallucination has a ceiling of 0.9 but no score" in " ".join(done.out.split())
    assert "learned has a floor of 0 but no score" in " ".join(done.out.split())
    assert computed == []


def test_reporters_policy_and_exit_codes(mtqe: Command, tmp_path: Path, computed: list[str]) -> None:
    write(tmp_path / "c.jsonl", rows())
    args = ("evaluate", "c.jsonl", *LANGUAGES, "--select", "ACC101,ACC102")
    paths = shards(mtqe, tmp_path, 2, args)
    done = mtqe("merge", *paths, "-o", "m.html", "-o", "m.md")
    assert done.code == ExitCode.GATE_FAILED and "FAIL" in done.out
    assert (tmp_path / "m.html").stat().st_size and (tmp_path / "m.md").stat().st_size
    assert mtqe("merge", *paths, "-q", "--exit-zero").code == ExitCode.PASS
    loose = "[gate]\ncoverage = []\nnever_spared = []\nmax_per_1000 = { major = 999.0 }\n[gate.max]\ncritical = 99\n"
    (tmp_path / "loose.toml").write_text(loose, "utf-8")
    assert mtqe("merge", *paths, "-q", "--config", "loose.toml", "--json", "m.json").code == ExitCode.PASS
    assert mtqe("merge", *paths, "-q", "--baseline", "m.json", "--history", "h.jsonl").code in (0, 3)
    assert (tmp_path / "h.jsonl").stat().st_size
