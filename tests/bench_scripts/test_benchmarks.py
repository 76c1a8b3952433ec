"""The benchmarks read, join, count and print as their docstrings say."""

from __future__ import annotations

import gzip
import importlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import consensus, correlation, judged, retrieval, speed, synthetic
from bench.judged import NotJudged
from mtqe.model import Score, Segment
from mtqe.registry.contracts import Context

ROOT = Path(__file__).parents[2]


def row(src: str, mt: str, score: float, system: str = "", **more: Any) -> dict[str, Any]:
    return {"lp": "en-de", "src": src, "mt": mt, "score": score} | ({"system": system} if system else {}) | more


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)
    return path


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py")))
def test_every_benchmark_finds_what_it_imports(name: str) -> None:
    assert importlib.import_module(f"bench.{name}").__doc__


# --- reading ----------------------------------------------------------------------------------------------------------

REFS = {"A": "Das Haus.", "B": "Ein Haus."}
HOUSE = [
    row("A house.", "Haus.", -1, "x", doc="d", seg_id=1, refs=REFS),
    row("A house.", "Haus.", -3, "y", doc="d", seg_id=1, refs=REFS),
    row("A house.", "Das Haus.", -2, "z", doc="d", seg_id=1, refs=REFS),
    row("A house.", "Das Haus.", 0, "ref.A", doc="d", seg_id=1, refs={"B": "Ein Haus."}, is_human=True),
    row("A house.", "Heim.", -5, "ref.C", doc="d", seg_id=1, refs=REFS, is_human=True),
    row("A tree.", "Baum.", -1, "x", doc="d", seg_id=2, refs={"A": "Ein Baum."}),
    row("A tree.", "Der Baum.", -1, "z", doc="d", seg_id=2, refs={"A": "Ein Baum."}),
    row("A tree.", "Ein Baum.", 0, "ref.A", doc="d", seg_id=2, refs={}, is_human=True),
]


def test_identical_translations_stay_apart_and_references_stay_out(tmp_path: Path) -> None:
    found = judged.read(write(tmp_path / "house.jsonl.gz", HOUSE))
    house, tree = found.sources
    # z writes what the reference has, once: it is a system all the same; ref.A always does.
    assert [(one.system, one.human) for one in house.translations] == [("x", -1), ("y", -3), ("z", -2), ("ref.C", -5)]
    assert [one.system for one in tree.translations] == ["x", "z"]
    assert (house.reference, tree.reference) == ("Das Haus.", "Ein Baum.")
    assert found.notes == ("human translations among the systems: ref.C", "reference: A of 2 sources")
    assert found.langs == ("en", "de")


def test_options_of_reading(tmp_path: Path) -> None:
    path = write(tmp_path / "house.jsonl.gz", HOUSE)
    assert judged.read(path, humans=False).systems == ["x", "y", "z"]
    other = judged.read(path, reference="B")
    assert [source.reference for source in other.sources] == ["Ein Haus.", None]
    assert "no reference: 1 sources" in other.notes


def test_a_source_that_comes_twice_in_a_document_is_two(tmp_path: Path) -> None:
    rows = [
        row("Yes.", text, 0, system, doc="d", seg_id=n) for system in "xy" for n, text in ((1, "Ja."), (9, "Doch."))
    ]
    sources = judged.read(write(tmp_path / "twice.jsonl.gz", rows)).sources
    assert [(source.number, [one.text for one in source.translations]) for source in sources] == [
        (1, ["Ja.", "Ja."]),
        (9, ["Doch.", "Doch."]),
    ]


def test_documents_are_chosen_whole(tmp_path: Path) -> None:
    rows = [row(f"S{n}.", f"T{k}.", k, "xy"[k], doc=f"doc{n % 16}") for n in range(64) for k in (0, 1)]
    path = write(tmp_path / "many.jsonl.gz", rows)
    docs = {source.doc for source in judged.read(path, documents=4).sources}
    assert docs == {f"doc{n}" for n in range(16) if judged.chosen(f"doc{n}", 4)}
    assert 0 < len(docs) < 16
    assert len(judged.read(path, documents=4).sources) == 4 * len(docs)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"src": "a", "tgt": "b"}], "no mt, score"),
        ([row("a", "b", 1) | {"score": None}], "no row has a score"),
        ([row("a", "b", 1) | {"lp": None}], "no language pair"),
        ([row("a", "b", 1, refs={"A": "b"})], "no translation remains"),
    ],
)
def test_files_without_human_scores_are_refused(tmp_path: Path, rows: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(NotJudged, match=why):
        judged.read(write(tmp_path / "set.jsonl.gz", rows))
    with pytest.raises(NotJudged, match="no documents"):
        judged.read(write(tmp_path / "bare.jsonl.gz", [row("a", "b", 1)]), documents=8)


def test_paragraphs(tmp_path: Path) -> None:
    rows = [
        row(
            f"S{n}.",
            f"{system}{n}.",
            score,
            system,
            doc="d",
            seg_id=n,
            refs={"A": f"R{n}."} | ({"B": "?"} if n < 3 else {}),
        )
        for system, score in (("x", -0.1), ("y", -0.2), ("z", -1.0))
        for n in (2, 1, 3, 4, 5, 7, 8)
        if (system, n) != ("y", 4)
    ]
    made = judged.paragraphs(judged.read(write(tmp_path / "p.jsonl.gz", rows)), 3)
    # In order of number; y has not all of the second; after the gap a new one begins.
    assert [source.text for source in made.sources] == ["S1. S2. S3.", "S4. S5.", "S7. S8."]
    assert [source.reference for source in made.sources] == ["R1. R2. R3.", "R4. R5.", "R7. R8."]
    assert [[one.system for one in source.translations] for source in made.sources] == [
        ["x", "y", "z"],
        ["x", "z"],
        ["x", "y", "z"],
    ]
    assert [one.text for one in made.sources[1].translations] == ["x4. x5.", "z4. z5."]
    assert [one.human for one in made.sources[0].translations] == [-0.3, -0.6, -3.0]
    assert made.name == "p, paragraphs of 3"


def test_paragraphs_need_documents(tmp_path: Path) -> None:
    rows = [row(f"S{n}.", f"T{k}.", k, "xy"[k]) for n in range(3) for k in (0, 1)]
    with pytest.raises(NotJudged, match="documents"):
        judged.paragraphs(judged.read(write(tmp_path / "p.jsonl.gz", rows)), 2)


# --- the table --------------------------------------------------------------------------------------------------------


def lines(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["metric"]: one for one in table["metrics"]}


def test_table_of_a_set_with_groups(tmp_path: Path) -> None:
    texts = ("The red house is old.", "The red house is cold.", "A green boat sank.")
    rows = [
        row(f"Quelle {n}", text, score, system, doc="d", seg_id=n, refs={"A": texts[0]}, lp="de-en")
        for n in range(6)
        for system, text, score in zip("xyz", texts, (0, -1, -25), strict=True)
    ]
    # A system that most of the time has the reference's words would be taken for it.
    rows = [one | ({"mt": f"{one['mt']} {one['seg_id']}"}) for one in rows]
    wanted, _ = correlation.plans(["chrf", "ter", "chrf:src"], [])
    table = correlation.measure(judged.read(write(tmp_path / "g.jsonl.gz", rows)), wanted, 10)
    found = lines(table)
    assert list(found) == ["chrf", "ter", "-length"]
    for name in ("chrf", "ter"):  # TER is better when lower
        assert found[name]["figures"]["source"]["value"] == 1
        assert found[name]["figures"]["systems"] == {"value": 1, "low": 1, "high": 1}
        assert found[name]["figures"]["SPA"]["value"] == pytest.approx(1)
        assert found[name]["figures"]["r source"]["value"] > 0.5
    assert found["-length"]["figures"]["source"]["value"] == 0
    assert found["-length"]["figures"]["r source"]["value"] is None
    assert [note for note in table["notes"] if note.startswith("chrf:src: not run")]
    text = correlation.markdown(json.loads(json.dumps(table)))
    assert "6 sources, 18 translations by 3 systems" in text
    assert "| chrf | 1.000 (1.000 to 1.000) |" in text
    assert "| -length | 0.000 (0.000 to 0.000) |" in text


def test_table_of_a_set_without_groups(tmp_path: Path) -> None:
    rows = [row("word " * n, f"Wort {n}", -n) for n in range(1, 9)]
    wanted, _ = correlation.plans(["bleu"], [])
    table = correlation.measure(judged.read(write(tmp_path / "s.en-de.jsonl.gz", rows)), wanted, 10)
    figures = lines(table)["-length"]["figures"]
    assert set(figures) == {"tau", "r", "rho"}
    assert [round(figures[name]["value"], 9) for name in figures] == [1, 1, 1]
    assert "bleu: not run: BLEU needs a reference and no segment has one" in table["notes"]
    assert any("one translation per source" in note for note in table["notes"])
    assert "| metric | tau | r | rho | segments/s |" in correlation.markdown(table)


def test_each_distinct_text_is_scored_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Segment]] = []

    class Spy:
        def score(self, segments: Sequence[Segment], context: object) -> list[Any]:
            seen.append(list(segments))
            made = [Score(metric="chrf", level="corpus", value=1.0, n=len(segments), signature={"name": "spy"})]
            for one in segments:
                value = None if one.target == "Heim." else float(len(one.target))
                made.append(Score(metric="chrf", level="segment", value=value, segment=one.id, n=1, signature={}))
            return made

    monkeypatch.setattr("mtqe.registry.metric_table.load", lambda name: Spy())
    read = judged.read(write(tmp_path / "house.jsonl.gz", HOUSE))
    scored = correlation.score(correlation.Plan("chrf", "chrf"), read)
    assert [one.target for one in seen[-1]] == ["Haus.", "Das Haus.", "Heim.", "Baum.", "Der Baum."]
    assert seen[-1][0].references == ("Das Haus.",)
    assert scored.values == [5, 5, 9, None, 5, 9]
    assert [made.systems for made in correlation.groups_of(read, scored.values)] == [("x", "y", "z"), ("x", "z")]
    correlation.score(correlation.Plan("chrf:src", "chrf", reference=False), read)
    assert all(not one.references for one in seen[-1])


def test_consensus_is_measured_beside_the_metric_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Spy:
        """Longer is better; with other translations beside, their number is the score."""

        def score(self, segments: Sequence[Segment], context: Context) -> list[Any]:
            made = []
            for one in segments:
                beside = context.translations.get((one.id, one.source))
                value = float(len(beside) if beside else len(one.target))
                made.append(Score(metric="spy", level="segment", value=value, segment=one.id, n=1, signature={}))
            return made

    monkeypatch.setattr("mtqe.registry.metric_table.load", lambda name: Spy())
    rows = [
        row(f"Source {n}.", "word " * length, length, f"s{length}", doc="d", seg_id=n)
        for n in range(4)
        for length in range(1, 5)
    ]
    read = judged.read(write(tmp_path / "g.jsonl.gz", rows))
    assert [len(names) for names in consensus.draws(read.systems, 1, 5)] == [2] * 5
    assert consensus.draws(read.systems, 3, 5) == consensus.draws(read.systems, 9, 5) == [frozenset(read.systems)]
    found = consensus.table(read, "spy", [1], 3)
    assert list(found) == [("1", "alone"), ("1", "consensus"), ("all", "alone"), ("all", "consensus")]
    assert found["all", "alone"][0] == 1  # right within every source
    assert found["all", "consensus"][0] == 0  # all equal, though people tell them apart
    monkeypatch.setattr(sys, "argv", ["consensus", str(tmp_path), "--others", "1", "--draws", "2", "--sources", "3"])
    assert consensus.main() == 0


def test_comet_is_run_with_every_model_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqe.metrics.comet.model_files.models", lambda: [("a/one", "x", "f"), ("b/two", "x", None)])
    made, notes = correlation.plans(["comet", "comet:src"], [])
    assert [(plan.label, plan.model, plan.reference) for plan in made[:-1]] == [
        ("comet (one)", "a/one", True),
        ("comet:src (one)", "a/one", False),
    ]
    assert not notes
    assert [plan.model for plan in correlation.plans(["comet"], ["c/three"])[0]] == ["c/three", None]
    monkeypatch.setattr("mtqe.metrics.comet.model_files.models", lambda: [("b/two", "x", None)])
    made, notes = correlation.plans([], [])
    assert [plan.metric for plan in made][:2] == ["bleu", "chrf"]
    assert made[-1].label == "-length"
    assert "no COMET model" in notes[0]


def test_folder_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "b.en-de.jsonl.gz", [row("a b", "c", -2), row("a", "b", -1)])
    write(tmp_path / "a.jsonl.gz", [{"src": "a", "tgt": "b"}])
    out = tmp_path / "out.json"
    monkeypatch.setattr(
        "sys.argv", ["correlation", str(tmp_path), "-m", "chrf", "--resamples", "5", "--json", str(out)]
    )
    assert correlation.main() == 0
    printed = capsys.readouterr()
    assert "a.jsonl.gz: skipped: its rows have no mt, score" in printed.err
    assert "### b.en-de" in printed.out
    (found,) = json.loads(out.read_text(encoding="utf-8"))
    assert found["metrics"][0]["figures"]["r"]["value"] == pytest.approx(1)


# --- neighbours -------------------------------------------------------------------------------------------------------


def unit(rows: Any) -> retrieval.Floats:
    table = np.asarray(rows, float)
    made: retrieval.Floats = table / np.linalg.norm(table, axis=1, keepdims=True)
    return made


def test_neighbours_of_equal_and_of_swapped_vectors() -> None:
    texts = [("a", "A"), ("b", "B"), ("c", "C")]
    same = retrieval.accuracies(np.eye(3), np.eye(3), texts)
    assert set(same) == {"cosine", "CSLS", "cosine, centred", "CSLS, centred"}
    assert all(right.all() for right in same.values())
    swapped = retrieval.accuracies(np.eye(3), np.eye(3)[[1, 0, 2]], texts)
    assert swapped["cosine"].tolist() == [[False, False, True]] * 2
    # Two translations that read the same: either is right.
    assert retrieval.accuracies(np.eye(3), np.eye(3)[[1, 0, 2]], [("a", "A"), ("b", "A"), ("c", "C")])["cosine"][
        0
    ].all()


def test_centring_takes_away_what_tells_languages_apart() -> None:
    rng = np.random.default_rng(0)
    meaning = rng.normal(size=(40, 8))
    tilt = np.zeros(8)
    tilt[0] = 3.0
    meaning[:, 0] *= 2.0
    found = retrieval.accuracies(unit(meaning + tilt), unit(meaning - tilt), [(str(n), str(n)) for n in range(40)])
    assert found["cosine, centred"].mean() > found["cosine"].mean() + 0.1


def test_csls_passes_over_a_hub() -> None:
    # The third column is near to everything; the second row's own column is a little less near.
    cosines = np.array([[0.9, 0.1, 0.85], [0.1, 0.6, 0.7], [0.1, 0.1, 0.9]])
    assert cosines.argmax(1).tolist() == [0, 2, 2]
    assert retrieval.csls(cosines, 3).argmax(1).tolist() == [0, 1, 2]


def test_interval_of_a_share() -> None:
    low, high = retrieval.wilson(50, 100)
    assert (round(low, 4), round(high, 4)) == (0.4038, 0.5962)
    assert retrieval.wilson(10, 10)[0] == pytest.approx(0.7225, abs=1e-4)


def test_one_pair_a_source(tmp_path: Path) -> None:
    path = write(tmp_path / "house.jsonl.gz", [*HOUSE, row(" ", "leer", 0), {"src": "x", "mt": None}])
    assert retrieval.pairs(path) == [("A house.", "Haus."), ("A tree.", "Baum.")]
    assert retrieval.pairs(path, reference=True) == [("A house.", "Das Haus."), ("A tree.", "Ein Baum.")]


# --- speed ------------------------------------------------------------------------------------------------------------


def test_timing_grows_until_it_lasts() -> None:
    clock, calls = [0.0], []

    def run(segments: Sequence[Segment]) -> None:
        calls.append([one.id for one in segments])
        clock[0] += 0.01 * len(segments)

    given = [Segment(str(n), "s", "t") for n in range(5000)]
    count, seconds = speed.timed(run, given, 20.0, lambda: clock[0])
    assert (count, round(seconds, 6)) == (1024, 10.24)  # 16, 128, 1024: at least half the wanted time
    assert all(len(set(call)) == len(call) for call in calls)
    assert not set(calls[0]) & set(calls[1])
    assert speed.timed(run, given[:40], 20.0, lambda: clock[0])[0] == 40


def test_ratios_are_to_comet_score_on_as_many_threads() -> None:
    made = [
        speed.Timing("learned", 1, 600, 10.0, 1.0, 300.0),
        speed.Timing("comet-score", 1, 30, 10.0, 20.0, 4800.0),
        speed.Timing("learned", 2, 1000, 10.0, 1.0, 300.0),
    ]
    table = speed.markdown(made).splitlines()
    assert table[2] == "| learned | 1 | 600 | 10.0 | 60.0 | 20.0 | 300 | 1.0 |"
    assert table[3].startswith("| comet-score | 1 | 30 | 10.0 | 3.0 | 1.0 |")
    assert table[4] == "| learned | 2 | 1000 | 10.0 | 100 | - | 300 | 1.0 |"


def test_peak_memory_is_that_of_this_process() -> None:
    """Runs in a separate process, because an earlier test may have had a much higher peak."""
    code = "from bench.speed import peak\nimport numpy\nprint(peak())\n"
    code += "kept = numpy.ones(12_000_000)\nprint(peak())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    before, after = map(float, done.stdout.split())
    assert 20 < before < after - 90 < 1_000


def test_made_up_news() -> None:
    made = synthetic.segments(2000)
    assert len({one.source for one in made}) == 2000
    lengths = [len(one.source.split()) for one in made]
    assert 18 < np.mean(lengths) < 26
    assert max(lengths) > 45
    assert all("{" not in one.source + one.target + one.references[0] for one in made)
    assert sum(one.target != one.references[0] for one in made) > 1900
    assert synthetic.segments(5) == made[:5]


def test_texts_of_a_set_are_one_a_source(tmp_path: Path) -> None:
    made, langs = speed.texts(write(tmp_path / "house.jsonl.gz", HOUSE))
    assert langs == ("en", "de")
    assert {(one.source, one.target, one.references) for one in made} == {
        ("A house.", "Haus.", ("Das Haus.",)),
        ("A tree.", "Baum.", ("Ein Baum.",)),
    }
