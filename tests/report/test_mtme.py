"""The folder, read by a re-statement of the rules of mt-metrics-eval (data.py and standalone_ratings.py, Apache-2.0).

The package of that name on PyPI is not Google's, so it cannot be a dependency of the tests.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hostile
import msgspec
import pytest
from hypothesis import given

from mtqe.cli import run
from mtqe.errors import InputError
from mtqe.model import CheckItem, Report, Score
from mtqe.report import json as json_view
from mtqe.report import mtme

LEVELS = ("sys", "domain", "doc", "seg")


@dataclass
class EvalSet:
    src: list[str]
    docs: list[str]
    references: dict[str, list[str]]
    systems: dict[str, list[str]]
    scores: dict[str, dict[str, list[float]]]
    ratings: list[dict[str, Any]]


def read(files: dict[str, str], pair: str) -> EvalSet:
    def lines(name: str) -> list[str]:
        assert "\r" not in files[name], "Python would end a line there"
        return [line.rstrip() for line in files[name].split("\n")[:-1]]

    src = lines(f"sources/{pair}.txt")
    docs = [line.split() for line in lines(f"documents/{pair}.docs")]
    assert all(len(cells) == 2 for cells in docs) and len(docs) == len(src)
    names = [name for name, _ in itertools.groupby(cells[1] for cells in docs)]
    assert len(set(names)) == len(names), "documents are contiguous"
    references, systems, scores = {}, {}, {}
    for path in files:
        parts = path.split("/")
        if parts[0] == "references":
            name = path.split(".")[-2]
            assert "-" not in name and name not in ("all", "src")
            references[name] = lines(path)
        if parts[0] == "system-outputs":
            assert parts[1] == pair and len(parts) == 3
            systems[parts[2].removesuffix(".txt")] = lines(path)
    assert all(len(text) == len(src) for text in (*references.values(), *systems.values()))
    lengths = {"sys": 1, "doc": len(names), "seg": len(src)}
    for path in (path for path in files if path.startswith("metric-scores/")):
        name, level, ending = Path(path).name.rsplit(".", maxsplit=2)
        assert ending == "score" and level in LEVELS and name.rsplit("-", maxsplit=1)[1] in ("all", "src")
        table: dict[str, list[float]] = {}
        for line in files[path].splitlines():
            system, score = line.split()
            table.setdefault(system, []).append(float(score))
        assert set(table) == set(systems), path
        assert {len(values) for values in table.values()} == {lengths[level]}, path
        scores[f"{name}.{level}"] = table
    ratings = [json.loads(line) for line in files.get(f"ratings/{pair}.mtqe.jsonl", "").split("\n")[:-1]]
    for rating in ratings:
        segment = rating["segment_id"]
        assert rating["document_id"] == docs[segment][1]
        assert rating["source"] == src[segment] and rating["hypothesis"] == systems[rating["system_id"]][segment]
        assert f"{rating['src_lang']}-{rating['tgt_lang']}" == pair
        assert all(isinstance(error["score"], float) for error in rating["errors"])
    return EvalSet(src, names, references, systems, scores, ratings)


@given(hostile.reports())
def test_every_report_can_be_read_or_is_refused(report: Report) -> None:
    try:
        files = mtme.files(report)
    except InputError as error:
        by_system = {system: [s.source for s in report.segments if s.system == system] for system in
                     {segment.system for segment in report.segments}}  # fmt: skip
        assert error.hint
        assert not report.segments or len(by_system) > 1
        return
    pair = "-".join((report.run.source_lang or "und", report.run.target_lang or "und"))
    read(files, pair)


def test_sample(sample: Report) -> None:
    scores = (
        *sample.scores,
        *(Score("learned", "segment", 0.5, segment=segment.id) for segment in sample.segments),
        *(Score("chrf", "segment", 50.0, segment=segment.id) for segment in sample.segments[1:]),
    )
    segments = tuple(msgspec.structs.replace(segment, references=("Ref\nA",)) for segment in sample.segments)
    files = mtme.files(msgspec.structs.replace(sample, scores=scores, segments=segments))
    found = read(files, "en-de")
    assert found.references["ref1"][0] == "Ref A"
    assert found.scores["bleu-all.sys"] == {"translation": [31.42]}
    assert found.scores["ter-all.sys"] == {"translation": [-51.9]}, "higher is better in this format"
    assert found.scores["learned-src.seg"] == {"translation": [0.5] * 6}
    levels = {"bleu-all.sys", "chrf-all.sys", "ter-all.sys", "comet-all.sys", "learned-src.seg"}
    assert set(found.scores) == levels | {"mqm-src.sys", "mqm-src.seg"}
    assert "chrf-all.seg.score: left out because 1 of its scores are missing" in files["README.txt"]
    assert found.scores["mqm-src.seg"] == {"translation": [0.0, -25.0, -5.0, -5.0, -6.0, -0.1]}
    number = found.ratings[1]["errors"]
    assert [found.ratings[1]["source"][e["start"] : e["end"]] for e in number if e["is_source_error"]] == [
        "1.2 million"
    ]
    assert sum(error["score"] for error in number) == 25
    assert "TRM101" not in files["ratings/en-de.mtqe.jsonl"]


def test_systems(two_systems: Report) -> None:
    found = read(mtme.files(two_systems), "en-de")
    assert set(found.systems) == {"weak-engine", "strong-engine"}
    other = two_systems.segments[:-1]
    with pytest.raises(InputError, match="have different segments"):
        mtme.files(msgspec.structs.replace(two_systems, segments=other))


def test_without_checks_there_are_no_ratings(sample: Report) -> None:
    run_ = msgspec.structs.replace(sample.run, checks=(CheckItem("ACC101", "x", "not run"),))
    files = mtme.files(msgspec.structs.replace(sample, run=run_, findings=()))
    assert not [name for name in files if "ratings" in name or "mqm" in name]


def test_the_folder_is_written_whole_and_never_over_another(
    sample: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    with report.open("w", encoding="utf-8") as out:
        json_view.render(sample, out)
    assert run(["report", str(report), "-f", "mtme", "-o", str(tmp_path / "deep" / "set")]) == 0
    written = {path.relative_to(tmp_path / "deep" / "set").as_posix(): path.read_text("utf-8")
               for path in (tmp_path / "deep" / "set").rglob("*") if path.is_file()}  # fmt: skip
    assert written == mtme.files(sample)
    assert run(["report", str(report), "-f", "mtme", "-o", str(tmp_path / "deep" / "set")]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert run(["report", str(report), "-f", "mtme"]) == 2
    assert "which stdout cannot hold" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["set"]


def test_accepted_findings_are_left_out(sample: Report) -> None:
    accepted = tuple(msgspec.structs.replace(item, suppressed="so") for item in sample.findings)
    found = read(mtme.files(msgspec.structs.replace(sample, findings=accepted)), "en-de")
    assert not any(rating["errors"] for rating in found.ratings)
    assert set(found.scores["mqm-src.seg"]["translation"]) == {0.0}
