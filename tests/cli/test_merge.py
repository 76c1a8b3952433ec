"""`--shard` and `mtqe merge`: the merged report is that of one run, but for times; what does not fit is refused.

The encoder is replaced by numbers that depend on the texts only, so that all shards and the whole run have equal ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sharded import (
    CHECKS,
    GLOSSARY,
    LANGUAGES,
    POLICY,
    SENTENCES,
    Command,
    assert_merged,
    pair,
    read,
    rows,
    shards,
    write,
)

from mtqe.errors import ExitCode

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


@pytest.mark.usefixtures("computed")
def test_a_segment_that_the_encoder_does_not_read(mtqe: Command, tmp_path: Path) -> None:
    source, target = SENTENCES[2]
    texts = {"source": f"{source} " * 700, "target": f"{target} " * 800, "references": [target]}
    write(tmp_path / "c.jsonl", [*rows(), {"doc": "d9", "id": "9.1", **texts}, {**rows()[0], "doc": "d9", "id": "9.2"}])
    report = assert_merged(mtqe, tmp_path, (2, 3, 7), "check", "c.jsonl", *LANGUAGES, "--select", CHECKS)
    (cover,) = (one for one in report["run"]["coverage"] if one["area"] == "hallucination")
    assert cover["state"] == "part" and any("9.1" in gap for gap in cover["gaps"])


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
            f"mtqe: invalid --shard {value}",
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
