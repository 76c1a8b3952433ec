"""What the page gets: segments, findings, rights and the order of the review."""

from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest
from reviewed import make_report

from mtqe.errors import InputError
from mtqe.model import SCHEMA, Report, Run, Segment
from mtqe.people.sampling import sample_files
from mtqe.report import json as report_json
from mtqe.review import chosen, sheet
from mtqe.review.sheet import Matter


def test_the_sheet_of_a_report(matter: Matter, tmp_path: Path) -> None:
    shown = sheet.sheet(matter, ["0"])
    assert json.loads(json.dumps(shown))["schema"] == "mtqe.review/1"
    assert (shown["source_lang"], shown["target_lang"], shown["directions"]) == ("en", "de", ["ltr", "ltr"])
    assert (shown["rights"], shown["rights_why"]) == (True, "")
    assert {"path": "accuracy/mistranslation", "title": "Accuracy › Mistranslation"} in shown["categories"]
    assert shown["categories"][-1] == {"path": "other", "title": "Other"}
    first, second, third = shown["segments"]
    assert (first["key"], first["id"], first["sampled"], second["sampled"]) == ("0", "1", True, False)
    assert first["origin"] == f"{tmp_path / 'text.de.txt'}, line 1"
    assert second["findings"][0]["spans"] == [{"side": "target", "start": 9, "end": 11}]
    assert third["findings"][0]["changes"] == [[8, 10, "."]]
    assert shown["walk"] == ["1", "2", "0"]  # critical, minor, sampled
    assert shown["report"]["id"] == matter.id and len(matter.id) == 64


def test_accepted_findings_and_previews_come_last_or_not_at_all(matter: Matter) -> None:
    def walk(**changes: object) -> list[str]:
        worst = [f for f in matter.report.findings if f.check == "ACC101"]
        members = {
            key: (segment, [msgspec.structs.replace(f, **(changes if f in worst else {})) for f in findings])
            for key, (segment, findings) in matter.members.items()
        }
        return sheet.walk(Matter(matter.report, matter.id, matter.name, members), ())

    assert walk(preview=True) == ["2", "1"]
    assert walk(suppressed="fine") == ["2"]


def test_a_report_without_findings_walks_everything(tmp_path: Path) -> None:
    matter = sheet.open_report(make_report(tmp_path, findings=False))
    assert sheet.sheet(matter)["walk"] == ["0", "1", "2"]
    assert sheet.sheet(matter, ["2"])["walk"] == ["2"]


def test_a_sentence_for_readers_who_do_not_know_the_language(matter: Matter) -> None:
    shown = sheet.sheet(matter, explanations={(None, "acc1012000000000", "2"): "12 became 21."})
    assert [f["explanation"] for s in shown["segments"] for f in s["findings"]] == ["12 became 21.", ""]


def test_several_systems(tmp_path: Path) -> None:
    matter = sheet.open_report(make_report(tmp_path, systems=("good", "bad")))
    shown = sheet.sheet(matter)
    assert [(s["key"], s["system"], s["id"]) for s in shown["segments"]][2:4] == [("2", "good", "3"), ("3", "bad", "1")]
    assert shown["walk"] == ["1", "4", "2", "5"]
    assert [document.path for document in matter.documents] == [str(tmp_path / f"{n}.de.txt") for n in ("good", "bad")]


def test_drawn_segments_are_those_without_findings_and_stay_the_same(tmp_path: Path) -> None:
    matter = sheet.open_report(make_report(tmp_path))
    assert chosen.drawn(matter, 5, 0) == ["0"]
    many = sheet.open_report(make_report(tmp_path, systems=tuple("abcdefgh")))
    drawn = chosen.drawn(many, 4, 0)
    assert len(drawn) == 4 and not {key for key in drawn if many.members[key][1]}
    assert chosen.drawn(many, 4, 0) == drawn
    assert any(chosen.drawn(many, 4, seed) != drawn for seed in range(1, 20))  # one of 70 draws is the same by chance


def sample(path: Path, report: str, *names: str) -> Path:
    drawn = tuple(sample_files.Chosen(None, name, "low", 0.5, 0.4, 9) for name in names)
    stratum = sample_files.Stratum("low", None, 2 * len(names), len(names), 99, 0.4, 40.0, 0.1, 0.6)
    made = sample_files.Sample(report=report, seed=1, segments=drawn, strata=(stratum,))
    with path.open("w") as out:
        sample_files.write(made, out)
    return path


def test_a_sample(matter: Matter, tmp_path: Path) -> None:
    assert chosen.of_sample(sample(tmp_path / "sample.json", matter.id, "3", "1"), matter) == ["2", "0"]


@pytest.mark.parametrize(
    ("report", "name", "message"),
    [("0" * 64, "1", "of another report"), ("", "9", "has no segment '9'"), ("", "1 1", "is there twice")],
)
def test_a_sample_that_does_not_fit(matter: Matter, tmp_path: Path, report: str, name: str, message: str) -> None:
    path = sample(tmp_path / "sample.json", report or matter.id, *name.split())
    with pytest.raises(InputError, match=message):
        chosen.of_sample(path, matter)


def test_translations_that_cannot_be_written_back(tmp_path: Path) -> None:
    path = make_report(tmp_path, systems=("a", "b"))
    (tmp_path / "a.de.txt").write_text("changed\n")
    shown = sheet.sheet(sheet.open_report(path))
    assert shown["rights"] and "a.de.txt has changed since the report was made" in shown["rights_why"]
    (tmp_path / "b.de.txt").unlink()
    shown = sheet.sheet(sheet.open_report(path))
    assert not shown["rights"] and "b.de.txt: no such file; run mtqe review in the folder" in shown["rights_why"]
    report = json.loads(path.read_text())
    for documents in ([{**document, "path": None} for document in report["documents"]], []):
        path.write_text(json.dumps({**report, "documents": documents}))
        shown = sheet.sheet(sheet.open_report(path))
        assert not shown["rights"] and "the translation has no file that can be changed" in shown["rights_why"]


def test_what_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder; a review needs one report; .*a scan has no report"):
        sheet.open_report(tmp_path)
    (tmp_path / "scan.json").write_text('{"schema": "mtqe.scan/1"}')
    with pytest.raises(InputError, match="summary of a scan"):
        sheet.open_report(tmp_path / "scan.json")
    with (tmp_path / "none.json").open("w") as out:
        report_json.render(Report(SCHEMA, Run("0", "")), out)
    with pytest.raises(InputError, match="no segments, so there is nothing to review"):
        sheet.open_report(tmp_path / "none.json")


def test_a_long_report_is_open_soon(tmp_path: Path) -> None:
    segments = tuple(
        Segment(str(n), f"Sentence {n} of many. " * 4, f"Satz {n} von vielen. " * 4, doc="d", meta={"target_line": n})
        for n in range(1, 20_001)
    )
    with (tmp_path / "report.json").open("w") as out:
        report_json.render(Report(SCHEMA, Run("0", "", source_lang="en", target_lang="de"), segments=segments), out)
    start = time.process_time()
    assert len(sheet.sheet(sheet.open_report(tmp_path / "report.json"))["segments"]) == 20_000
    assert time.process_time() - start < 3
