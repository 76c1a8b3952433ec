"""`mtqe calibrate`: which limits it proposes, for how many texts, and what it refuses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import coded
import msgspec
import pytest
from cli.project_samples import WORDS, report, write

from mtqe.model import SCHEMA, CheckItem, Document, Report, Run, Score, Segment, Severity
from mtqe.report import json as reports

pytestmark = pytest.mark.usefixtures("judged_cache")


def table(err: str) -> dict[str, list[str]]:
    """The rows of the table of calibrate, by rule."""
    rows = [re.split(r"  +", line.rstrip()) for line in err.splitlines()]
    return {row[0]: row[1:] for row in rows if len(row) == 6}


def test_calibrate_proposes_a_diff_that_changes_only_limits(mtqe: Callable) -> None:
    text = "# our policy\nsource_lang = 'en'\n\n[gate.max]  # hard\ncritical = 0\n\n[gate.min]\nchrf = 63.5 # floor\n"
    write("mtqe.toml", text)
    paths = [report("a.json", Severity.MAJOR, Severity.MAJOR, Severity.MAJOR, documents=20)]
    done = mtqe("calibrate", *paths)
    assert done.code == 0
    assert Path("mtqe.toml").read_text() == text
    assert done.out.startswith("--- a/mtqe.toml\n+++ b/mtqe.toml\n")
    assert "-chrf = 63.5 # floor\n+chrf = 60.0 # floor\n" in done.out
    assert "+major = 7.15\n" in done.out  # 3 in 420 words
    assert done.out.count("# hard") == 1
    assert table(done.err)["min.chrf"] == ["63.5", "60", "4 of 20", "0 of 20", "0.1% to 16.8%"]
    assert "To show a false-fail rate of 5.0% you need at least 72 documents; these are 20" in done.err
    assert mtqe("calibrate", *paths, "--write").code == 0
    after = Path("mtqe.toml").read_text()
    assert after.startswith("# our policy\n") and "[gate.max]  # hard\n" in after
    assert tomllib.loads(after)["gate"]["min"] == {"chrf": 60.0}
    assert mtqe("calibrate", *paths).out == "", "what is written needs no change"
    assert "mtqe.toml needs no change" in mtqe("calibrate", *paths, "--write").err
    assert sorted(path.name for path in Path().iterdir()) == ["a.json", "mtqe.toml"], "no lock is left"


def test_calibrate_proposes_nothing_for_too_few_texts(mtqe: Callable) -> None:
    write("mtqe.toml", "[gate.min]\nchrf = 63.5\n")
    done = mtqe("calibrate", report("a.json", Severity.MAJOR, Severity.MAJOR, documents=18))
    assert (done.code, done.out) == (0, "")
    assert table(done.err)["min.chrf"] == ["63.5", "no limit", "4 of 18", "-", "-"]
    assert {row[1] for rule, row in table(done.err).items() if rule != "rule"} == {"no limit"}
    assert "no limit: too few texts; limits that stop 5.0% need at least 19, these are 18" in done.err
    assert mtqe("calibrate", "a.json", "--write").code == 0
    assert Path("mtqe.toml").read_text() == "[gate.min]\nchrf = 63.5\n"
    done = mtqe("calibrate", report("a.json", documents=9), "--false-fail", "0.5")
    assert "need at least 10, these are 9" in done.err
    assert mtqe("calibrate", "a.json", "--false-fail", "0").code == 2


def test_calibrate_proposes_no_limit_inside_the_noise(mtqe: Callable) -> None:
    """Twenty texts of 420 words without an error, all with nearly the same scores."""
    names = {"chrf": (60.0, 0.001), "hallucination": (0.0001, 0.000001), "ter": (40.0, 0.0)}
    docs = tuple(Document(f"d{n}", "en", "de", path=f"docs/d{n}.md") for n in range(20))
    segments = tuple(Segment(f"d{n}-{k}", f"{WORDS} {n} {k}", "x", doc=f"d{n}") for n in range(20) for k in range(10))
    scores = [
        *(Score(name, "document", at + n * step, doc=f"d{n}", n=10) for n in range(20)
          for name, (at, step) in names.items()),
        *(Score("ter", "segment", 40.0 + 10 * (number % 2), segment.id) for number, segment in enumerate(segments)),
    ]  # fmt: skip
    run = Run("1", "", source_lang="en", target_lang="de", checks=(CheckItem("ART101", "bracketed-residue", "ran"),))
    with Path("a.json").open("w", encoding="utf-8") as out:
        reports.render(Report(SCHEMA, run, docs, segments, tuple(scores)), out)
    done = mtqe("calibrate", "a.json")
    assert done.code == 0, done.err
    limits = {rule: row[1] for rule, row in table(done.err).items()}
    assert limits["max_per_1000.major"] == "0.44"  # up to 3.69 errors in 8,400 words are none by chance
    assert limits["max_score.hallucination"] == "0.0102"  # a hundredth of the scale above the median
    assert limits["min.chrf"] == "59"
    assert limits["max_score.ter"] == "43.3"  # the interval of ten values of 40 and 50
    assert "min.hallucination" not in limits and "min.ter" not in limits
    found = tomllib.loads("\n".join(line[1:] for line in done.out.splitlines()[3:]))["gate"]
    assert found["max_score"] == {"hallucination": 0.0102, "ter": 43.3}
    write("mtqe.toml", "[gate.min]\nhallucination = 0.5\n")
    done = mtqe("calibrate", "a.json")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mtqe: gate.min.hallucination: a lower hallucination is better"), "before the table"
    assert "write max_score = { hallucination = 0.5 } in its place" in done.err


def test_calibrate_takes_texts_as_evaluate_does(mtqe: Callable) -> None:
    source, target = "The old mill burned down last night.\n", "Die alte Mühle brannte letzte Nacht ab.\n"
    for folder, text in (("en", source), ("de", target)):
        Path(folder).mkdir()
        for name in "abcdefghij":
            write(f"{folder}/{name}.txt", text)
    languages = ("--source-lang", "en", "--target-lang", "de")
    done = mtqe("calibrate", "en", "de", *languages, "--false-fail", "0.1")
    assert done.code == 0, done.err
    assert "0 of 10" in done.err
    assert tomllib.loads("\n".join(line[1:] for line in done.out.splitlines()[3:]))["gate"]["min"]["learned"] > 0
    write("pairs.tsv", f"source\ttarget\n{source.strip()}\t{target.strip()}\n")
    mixed = mtqe("calibrate", report("r.json"), "pairs.tsv", "en/a.txt", "de/a.txt", *languages)
    assert (mixed.code, "these are 12" in mixed.err) == (0, True)
    write("mtqe.toml", "source_lang = 'en'\ntarget_lang = 'de'\n[pairs]\nsource = 'en/*.txt'\ntarget = 'de/*.txt'\n")
    assert "these are 10" in mtqe("calibrate").err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "there is nothing to calibrate on"),
        (("a.en.txt",), "a.en.txt has no translation"),
        (("a.en.txt", "r.json"), "a.en.txt has no translation"),
        (("a.txt", "b.txt"), "a.txt: no such file"),
        (("a.en.txt", "a.de.txt"), "no such file"),
        (("nothing.json",), "no such file"),
    ],
)
def test_calibrate_refuses_what_it_cannot_use(mtqe: Callable, args: tuple[str, ...], message: str) -> None:
    done = mtqe("calibrate", *args)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_calibrate_leaves_out_as_many_as_it_may_and_names_them(mtqe: Callable) -> None:
    """With a share of 0.3, 5 of 20 may be left out: (5 + 1) / (20 + 1) is below it."""
    done = mtqe("calibrate", report("a.json", documents=20), "--false-fail", "0.3")
    assert "+chrf = 65.0\n" in done.out
    assert table(done.err)["min.chrf"][3] == "5 of 20"
    assert "min.chrf would have stopped docs/d0.md, docs/d1.md, docs/d2.md and 2 more\n" in done.err
    done = mtqe("calibrate", "a.json", "--false-fail", "0.1")
    assert "min.chrf would have stopped docs/d0.md\n" in done.err


def test_calibrate_never_allows_more_critical_findings(mtqe: Callable) -> None:
    done = mtqe("calibrate", report("a.json", Severity.CRITICAL, Severity.CRITICAL, documents=20))
    assert "critical = 2" not in done.out
    assert "max.critical would have stopped docs/d0.md\n" in done.err
    assert "Accept false alarms with mtqe accept" in done.err


def test_calibrate_edits_pyproject_too(mtqe: Callable) -> None:
    write("pyproject.toml", "[project]\nname = 'x'\n\n[tool.mtqe]\nsource_lang = 'en'\n")
    assert mtqe("calibrate", report("a.json", documents=20), "--write").code == 0
    found = tomllib.loads(Path("pyproject.toml").read_text())
    assert found["project"] == {"name": "x"}
    assert found["tool"]["mtqe"]["gate"]["min"] == {"chrf": 60.0}


def test_calibrate_makes_no_empty_policy(mtqe: Callable) -> None:
    done = mtqe("calibrate", report("a.json", documents=3))
    assert (done.code, done.out) == (0, "") and "--write puts" not in done.err
    assert mtqe("calibrate", "a.json", "--write").code == 0 and not Path("mtqe.toml").exists()
    assert "--write puts this change into mtqe.toml" in mtqe("calibrate", report("b.json", documents=40)).err


def test_calibrate_refuses_what_tells_nothing(mtqe: Callable) -> None:
    done = mtqe("calibrate", report("a.json", systems=("a", "b")))
    assert done.code == 2
    assert "a.json: the report has several systems" in done.err


def test_calibrate_names_the_texts_that_no_rate_spares(mtqe: Callable) -> None:
    write("mtqe.toml", "[gate]\nmax = {}\n")
    done = mtqe("calibrate", report("a.json", Severity.CRITICAL, documents=20))
    assert "never_spared stops 1 of 20, whatever the rate: docs/d0.md. Accept" in done.err
    assert "never_spared" not in mtqe("calibrate", report("b.json", documents=20)).err


def test_the_text_of_codes_is_no_words(mtqe: Callable) -> None:
    path = report("a.json", Severity.MAJOR, Severity.MAJOR, Severity.MAJOR, documents=20)
    write("mtqe.toml", "[gate.max]\ncritical = 0\n")
    proposed = mtqe("calibrate", path).out
    assert "+major = 7.15\n" in proposed
    got = reports.read(Path(path))
    segments = tuple(map(coded.lengthened, got.segments))
    Path(path).write_bytes(msgspec.json.encode(msgspec.structs.replace(got, segments=segments)))
    assert mtqe("calibrate", path).out == proposed
