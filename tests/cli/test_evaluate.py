"""The main job from the command line, on the demo article and on small texts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("judged_cache")
DEMO = Path(__file__).parent.parent.parent / "references" / "demo"


def test_demo_article_faults(mtqe: Callable, demo: tuple[str, ...]) -> None:
    """Every fault that the card of the demo article lists, marked exactly, and nothing else."""
    done = mtqe("evaluate", *demo, "--json", "-")
    assert done.code == 1
    report = done.report
    source = {segment["id"]: segment["source"] for segment in report["segments"]}
    assert report["problems"] == []
    marked = sorted((finding["name"], *finding["marked"]) for finding in report["findings"])
    paragraph = "The NGA said it would not comment on the date before the end of the year."
    quotation = "We were against being told about it from the newspaper."
    names = Counter(name for name, *_ in marked)
    assert ("omitted-text", paragraph) in marked
    assert names["added-text"] == 2
    assert ("bracketed-residue", "[National Grid Authority]") in marked
    assert ("number-mismatch", "£1.3 billion", "1,3 Billionen") in marked or any(
        name == "number-mismatch" and "1,3 Billionen" in texts[-1] for name, *texts in marked
    )
    assert any(name == "number-mismatch" and "84" in texts[-1] for name, *texts in marked)
    assert ("term-forbidden", "Einspeisetarif") in marked
    assert ("term-forbidden", "Gitterbetreiber") in marked
    assert any(name == "untranslated-segment" and quotation[:-1] in texts[0] for name, *texts in marked)
    assert any(name == "repeated-phrase" for name, *_ in marked)
    assert ("stray-spacing", " .") in marked
    assert ("unbalanced-pairs", "„") in marked
    assert set(names) == {
        "omitted-text", "added-text", "bracketed-residue", "number-mismatch", "term-forbidden",
        "untranslated-segment", "repeated-phrase", "stray-spacing", "unbalanced-pairs",
    }  # fmt: skip
    assert names["number-mismatch"] == 2
    for finding in report["findings"]:
        for span, text in zip(finding["spans"], finding["marked"], strict=True):
            segment = next(s for s in report["segments"] if s["id"] == finding["segment"])
            assert segment[span["side"]][span["start"] : span["end"]] == text
        assert finding["segment"] in source


def test_contract_of_the_json(mtqe: Callable, demo: tuple[str, ...]) -> None:
    report = mtqe("evaluate", *demo, "-r", DEMO / "reference.de.txt", "--json", "-").report
    assert report["schema"] == "mtqe.report/1"
    assert {"run", "documents", "segments", "scores", "findings", "problems", "verdict"} <= set(report)
    assert {"id", "doc", "source", "target", "references"} <= set(report["segments"][0])
    corpus = {score["metric"]: score for score in report["scores"] if score["level"] == "corpus"}
    assert set(corpus) == {"bleu", "chrf", "ter", "learned", "hallucination"}
    for score in corpus.values():
        assert {"metric", "level", "segment", "value", "interval", "signature"} <= set(score)
        assert score["interval"]["low"] <= score["value"] <= score["interval"]["high"]
    assert {score["level"] for score in report["scores"]} == {"corpus", "document", "segment"}
    keys = {"check", "name", "category", "severity", "segment", "message"}
    keys |= {"spans", "marked", "confidence", "fingerprint"}
    assert all(keys <= set(finding) for finding in report["findings"])
    assert report["verdict"]["passed"] is False
    assert report["verdict"]["reasons"]


def test_reference_has_fewer_findings_than_the_translation(mtqe: Callable, demo: tuple[str, ...]) -> None:
    report = mtqe("evaluate", DEMO / "article.en.txt", DEMO / "reference.de.txt", *demo[2:], "--json", "-").report
    assert [finding["message"] for finding in report["findings"]] == []
    assert report["verdict"]["passed"]


def test_every_output_at_once(mtqe: Callable, demo: tuple[str, ...]) -> None:
    done = mtqe("evaluate", *demo, "-o", "out/report.html", "-o", "out/report.md", "--json", "out/report.json")
    assert done.code == 1
    assert "FAIL" in done.out
    assert {path.name for path in Path("out").iterdir()} == {"report.html", "report.md", "report.json"}
    assert json.loads(Path("out/report.json").read_text("utf-8"))["verdict"]["passed"] is False
    assert mtqe("gate", "out/report.json").code == 1
    assert mtqe("gate", "out/report.json", "--exit-zero").code == 0
    again = mtqe("report", "out/report.json", "-f", "md")
    assert again.out == Path("out/report.md").read_text("utf-8")


def test_quiet_says_nothing(mtqe: Callable, demo: tuple[str, ...]) -> None:
    done = mtqe("evaluate", *demo, "-q")
    assert (done.code, done.out, done.err) == (1, "", "")
    assert mtqe("evaluate", *demo, "-q", "--exit-zero").code == 0


def test_metric_that_cannot_run_is_a_problem_and_the_rest_stands(mtqe: Callable, demo: tuple[str, ...]) -> None:
    done = mtqe("evaluate", *demo, "-m", "comet", "-m", "bleu", "-r", DEMO / "reference.de.txt", "--json", "-")
    report = done.report
    (problem,) = report["problems"]
    assert "comet" in problem["what"]
    assert {score["metric"] for score in report["scores"]} == {"bleu", "hallucination"}
    assert report["findings"]


def test_incomplete_run_that_is_clean_ends_with_3(mtqe: Callable) -> None:
    Path("a.en.txt").write_text("The harbour is closed today.\n")
    Path("a.de.txt").write_text("Der Hafen ist heute geschlossen.\n")
    assert mtqe("evaluate", "a.en.txt", "a.de.txt", "-q").code == 0
    assert mtqe("evaluate", "a.en.txt", "a.de.txt", "-m", "comet", "-q").code == 3
    Path("mtqe.toml").write_text('[gate]\nincomplete = "pass"\n')
    assert mtqe("evaluate", "a.en.txt", "a.de.txt", "-m", "comet", "-q").code == 0


def test_without_comet_the_report_says_how_to_get_it(mtqe: Callable, demo: tuple[str, ...]) -> None:
    notes = mtqe("evaluate", *demo, "--json", "-").report["run"]["notes"]
    assert any("wmt22-comet-da" in note and "2.3 GB" in note for note in notes)


def test_pairs_file_and_dataset(mtqe: Callable) -> None:
    langs = ("--source-lang", "en", "--target-lang", "de")
    plain = mtqe("evaluate", DEMO / "pairs.jsonl", *langs, "--json", "-").report
    loaded = mtqe("evaluate", "--dataset", DEMO / "pairs.jsonl", *langs, "--json", "-").report
    assert len(plain["segments"]) == len(loaded["segments"]) == 16
    assert [f["marked"] for f in plain["findings"]] == [f["marked"] for f in loaded["findings"]]
    assert any(finding["name"] == "empty-target" for finding in plain["findings"])


def test_folders(mtqe: Callable) -> None:
    for lang, text in (("en", "The port has 3 docks.\n"), ("de", "Der Hafen hat 3 Docks.\n")):
        Path(lang, "sub").mkdir(parents=True)
        Path(lang, "one.txt").write_text(text)
        Path(lang, "sub", "two.txt").write_text(text)
    Path("en", "only.txt").write_text("Alone.\n")
    done = mtqe("evaluate", "en", "de", "--json", "-")
    assert {document["id"] for document in done.report["documents"]} == {"one.txt", "sub/two.txt"}
    assert any("only.txt" in problem["what"] for problem in done.report["problems"])
    assert done.code == 3
    by_line = [note for note in done.report["run"]["notes"] if note.startswith("line N was compared")]
    assert len(by_line) == 1
    assert by_line[0].endswith("(2 pairs of files)")


def test_a_document_beside_them_does_not_make_missing_keys_omissions(mtqe: Callable) -> None:
    for side, texts in (("en", ["Open", "Close", "Save the file", "Print"]), ("de", ["Öffnen"])):
        Path(side).mkdir()
        keys = {f"key{number}": text for number, text in enumerate(texts)}
        Path(side, "a.json").write_text(json.dumps(keys | {f"only_{side}": "Menu"}), encoding="utf-8")
        Path(side, "b.md").write_text("# One dog here\n" if side == "en" else "# Ein Hund hier\n", encoding="utf-8")
    done = mtqe("evaluate", "en", "de", "--json", "-")
    found = sorted((finding["name"], finding["severity"]) for finding in done.report["findings"])
    assert found == [("text-without-source", "minor")]
    assert done.code == 1
    assert any("2 of 6 texts are translated" in reason for reason in done.report["verdict"]["reasons"])
    states = {check["name"]: check["state"] for check in done.report["run"]["checks"]}
    assert (states["omitted-text"], states["added-text"]) == ("ran", "ran")


def test_lines_pair_off_or_are_aligned(mtqe: Callable) -> None:
    source = ["The port is closed.", "Ships wait outside.", "Trade has stopped for 3 days."]
    target = ["Der Hafen ist geschlossen.", "Schiffe warten draußen.", "Der Handel ruht seit 3 Tagen."]
    Path("a.en.txt").write_text("\n".join(source) + "\n")
    Path("a.de.txt").write_text("\n".join(target) + "\n")
    report = mtqe("evaluate", "a.en.txt", "a.de.txt", "--json", "-").report
    assert report["run"]["aligner"] == "lines"
    assert [segment["id"] for segment in report["segments"]] == ["1", "2", "3"]
    report = mtqe("evaluate", "a.en.txt", "a.de.txt", "--document", "--json", "-").report
    assert report["run"]["aligner"] != "lines"
    Path("a.de.txt").write_text("\n".join(target[1:]) + "\n")
    assert mtqe("evaluate", "a.en.txt", "a.de.txt", "--lines").code == 2


def test_show_config(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mtqe.toml").write_text('source_lang = "en"\n')
    monkeypatch.setenv("MTQE_GATE_INCOMPLETE", "pass")
    done = mtqe("evaluate", "--target-lang", "de", "--show-config")
    assert done.code == 0
    rows = {line.split()[0]: line for line in done.out.splitlines()}
    assert rows["source_lang"].endswith("mtqe.toml")
    assert rows["gate.incomplete"].endswith("$MTQE_GATE_INCOMPLETE")
    assert rows["target_lang"].endswith("option")
    assert rows["metrics.seed"].endswith("default")


def test_documents_of_different_articles_are_noticed(mtqe: Callable) -> None:
    harbour = "The harbour master closed the gate at noon.\nTwo ferries waited outside.\nNobody was hurt on board.\n"
    Path("a.en.txt").write_text(harbour * 4)
    Path("b.de.txt").write_text("Die Rezeptur bleibt geheim.\nMan nehme Mehl, Butter und 3 Eier.\n" * 4)
    notes = mtqe("evaluate", "a.en.txt", "b.de.txt", "--document", "--json", "-").report["run"]["notes"]
    assert any("do not seem to be translations of each other" in note for note in notes)


def test_a_limit_under_the_wrong_key_is_refused_before_the_work(
    mtqe: Callable, demo: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(*args: object) -> None:
        raise AssertionError("it was measured first")

    monkeypatch.setattr("mtqe.flow.pipeline._measure", measured)
    Path("mtqe.toml").write_text("[gate.min]\nter = 60\n", encoding="utf-8")
    done = mtqe("evaluate", *demo, "--aligner", "lexical", "-q")
    assert (done.code, done.out) == (2, "")
    assert (
        "gate.min.ter: a lower ter is better" in done.err and "write max_score = { ter = 60 } in its place" in done.err
    )


def test_the_verdict_names_what_the_configuration_switched_off(mtqe: Callable) -> None:
    Path("s.en.txt").write_text("The pump holds 12 litres.\n", encoding="utf-8")
    Path("t.de.txt").write_text("Die Pumpe fasst 21 Liter.\n", encoding="utf-8")
    Path("mtqe.toml").write_text(
        "[checks]\nignore = ['ACC101']\n[gate.max]\ncritical = inf\n[pairs]\nmissing = 'note'\n", encoding="utf-8"
    )
    done = mtqe("evaluate", "s.en.txt", "t.de.txt", "--json", "report.json", "-o", "page.html")
    for shown in (done.out, mtqe("gate", "report.json").out):
        assert "Switched off or lowered by mtqe.toml or an option:" in shown
        assert "ACC101 number-mismatch" in shown
        assert "gate.max.critical is infinite and never fails" in shown
        assert 'pairs.missing = "note"' in shown
    assert "ACC101 number-mismatch" in Path("page.html").read_text("utf-8")
    Path("mtqe.toml").unlink()
    of_run, of_pairs = json.loads(mtqe("gate", "report.json", "--json", "-").out)["verdict"]["relaxed"]
    assert of_pairs.startswith("pairs.missing")
    assert of_run.startswith("checks.ignore switches off 1 of ")


def test_an_edited_report_is_refused(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("s.en.txt").write_text("The pump holds 12 litres.\n", encoding="utf-8")
    Path("t.de.txt").write_text("Die Pumpe fasst 21 Liter.\n", encoding="utf-8")
    monkeypatch.setenv("MTQE_GATE_KEY_ENV", "MTQE_REPORT_KEY")
    monkeypatch.setenv("MTQE_REPORT_KEY", "secret")
    run = ("evaluate", "s.en.txt", "t.de.txt", "--select", "ACC101", "--json", "report.json")
    assert mtqe(*run).code == mtqe("gate", "report.json", "--json", "again.json").code == 1
    assert mtqe("gate", "again.json").code == 1
    report = json.loads(Path("report.json").read_text("utf-8"))
    Path("bare.json").write_text(json.dumps(report | {"seal": None}), encoding="utf-8")
    Path("edited.json").write_text(json.dumps(report | {"findings": []}), encoding="utf-8")
    for command in (
        ("gate", "edited.json"),
        ("gate", "again.json", "--baseline", "edited.json"),
        ("gate", "bare.json"),
    ):
        done = mtqe(*command)
        assert (done.code, done.out) == (2, "") and "the report " in done.err
    monkeypatch.delenv("MTQE_GATE_KEY_ENV")
    assert mtqe("gate", "edited.json").code == 2
    done = mtqe("gate", "bare.json")
    assert done.code == 1 and "bare.json: the report has no seal" in done.err
    monkeypatch.delenv("MTQE_REPORT_KEY")
    assert mtqe("gate", "report.json").code == 1
