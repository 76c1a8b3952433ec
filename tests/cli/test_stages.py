"""score, check, align, gate, list, explain, each alone; the output of one is read by the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sacrebleu

from mtqe import encoder
from mtqe.machine.cache import FILE

LANGS = ("--source-lang", "en", "--target-lang", "de")
SOURCE = ["The mayor opened the bridge.", "It cost 12 million euros.", "The river is wide.", "Nobody came."]
OPENED = "Die Bürgermeisterin eröffnete die Brücke."
GOOD = [OPENED, "Sie kostete 12 Millionen Euro.", "Der Fluss ist breit.", "Keiner kam."]
WEAK = ["Die Bürgermeisterin öffnete Brücke.", "Sie kostete 21 Millionen Euro.", "Fluss breit ist.", "Keiner."]
REF = [OPENED, "Sie hat 12 Millionen Euro gekostet.", "Der Fluss ist breit.", "Niemand kam."]


@pytest.fixture
def files(mtqe: Callable) -> None:
    for name, lines in (("src", SOURCE), ("good", GOOD), ("weak", WEAK), ("ref", REF)):
        Path(f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_score_two_systems(mtqe: Callable) -> None:
    args = ("-s", "src.txt", "-t", "good.txt", "-t", "weak.txt", "-r", "ref.txt", *LANGS)
    done = mtqe("score", *args, "-m", "bleu", "-m", "chrf", "-m", "ter", "--json", "-")
    assert done.code == 0
    corpus = {(s["metric"], s["system"]): s["value"] for s in done.report["scores"] if s["level"] == "corpus"}
    assert corpus["bleu", "good"] > corpus["bleu", "weak"]
    assert corpus["chrf", "good"] > corpus["chrf", "weak"]
    assert corpus["ter", "good"] < corpus["ter", "weak"]
    segments = [s for s in done.report["scores"] if s["level"] == "segment" and s["metric"] == "chrf"]
    assert {(s["segment"], s["system"]) for s in segments} == {
        (str(n), system) for n in range(1, 5) for system in ("good", "weak")
    }
    assert done.report["verdict"] is None


@pytest.mark.parametrize("form", ["tsv", "csv", "jsonl"])
def test_score_a_wide_table(mtqe: Callable, form: str) -> None:
    rows = [
        dict(zip(("en", "good", "weak", "human"), row, strict=True))
        for row in zip(SOURCE, GOOD, WEAK, REF, strict=True)
    ]
    if form == "jsonl":
        lines = [json.dumps(row) for row in rows]
    else:
        cell = "\t" if form == "tsv" else ";"
        lines = [cell.join(row) for row in (rows[0], *(row.values() for row in rows))]
    Path(f"mt.{form}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = [
        word for name in ("source=en", "target=good", "target=weak", "reference=human") for word in ("--column", name)
    ]
    done = mtqe("score", f"mt.{form}", *columns, *LANGS, "-m", "chrf", "--json", "-")
    assert done.code == 0
    corpus = {one["system"]: one["value"] for one in done.report["scores"] if one["level"] == "corpus"}
    assert list(corpus) == ["good", "weak"] and corpus["good"] > corpus["weak"]
    assert [one["target"] for one in done.report["segments"]] == [*GOOD, *WEAK]


def test_the_names_of_chosen_columns_give_the_languages(mtqe: Callable) -> None:
    rows = ["en\tsysA.de\tsysB.de\tsysC\thuman", "\t".join([SOURCE[0], GOOD[0], WEAK[0], WEAK[0], REF[0]])]
    Path("mt.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    given = [word for name in ("source=en", "target=sysA.de", "reference=human") for word in ("--column", name)]
    done = mtqe("score", "mt.tsv", *given, "--column", "target=sysB.de", "-m", "chrf", "--json", "-")
    assert (done.report["run"]["source_lang"], done.report["run"]["target_lang"]) == ("en", "de")
    done = mtqe("score", "mt.tsv", *given, "--column", "target=sysC", "-m", "chrf")
    assert done.code == 2 and "the target language is not known" in done.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--column", "source=en"), "--column is for one file with both sides"),
        (("-s", "src.txt", "-t", "good.txt", "--column", "source=en"), "--column is for a file of pairs alone"),
        (("good.tsv", "--column", "source=a", "--column", "source=b"), "--column source is given twice: a and b"),
        (("good.tsv", "--column", "target"), "has no '='"),
    ],
)
@pytest.mark.usefixtures("files")
def test_columns_that_do_not_fit_are_refused(mtqe: Callable, options: tuple[str, ...], message: str) -> None:
    Path("good.tsv").write_text("source\ttarget\nIt rains.\tEs regnet.\n", encoding="utf-8")
    done = mtqe("score", *options, *LANGS)
    assert done.code == 2 and message in done.err


@pytest.mark.usefixtures("files")
def test_score_without_reference_is_incomplete(mtqe: Callable) -> None:
    done = mtqe("score", "-s", "src.txt", "-t", "good.txt", *LANGS, "-m", "bleu", "--json", "-")
    assert done.code == 3
    assert "reference" in done.report["problems"][0]["why"]


@pytest.mark.usefixtures("files")
def test_score_without_reference_takes_the_learned_metric(mtqe: Callable) -> None:
    done = mtqe("score", "-s", "src.txt", "-t", "good.txt", *LANGS, "--json", "-")
    assert done.code == 0
    assert {score["metric"] for score in done.report["scores"]} == {"learned"}
    assert done.report["problems"] == []


@pytest.mark.usefixtures("files")
def test_three_systems_without_a_reference_are_compared(mtqe: Callable) -> None:
    args = ("score", "-s", "src.txt", "-t", "good.txt", "-t", "weak.txt", "-t", "ref.txt", *LANGS, "--json", "-")

    def consensus(*more: str) -> set[int | None]:
        scores = mtqe(*args, *more).report["scores"]
        whole = [score for score in scores if score["level"] == "corpus" and score["metric"] == "learned"]
        return {score["signature"].get("consensus") for score in whole}

    assert consensus() == {2}
    assert consensus("--no-consensus") == consensus("-r", "ref.txt", "-m", "learned") == {None}


@pytest.mark.usefixtures("files")
def test_score_without_a_source_is_that_of_sacrebleu(mtqe: Callable) -> None:
    done = mtqe("score", "-v", "-t", "weak.txt", "-r", "ref.txt", "-r", "good.txt", "--json", "report.json")
    assert done.code == 0
    report = json.loads(Path("report.json").read_text("utf-8"))
    corpus = {score["metric"]: score for score in report["scores"] if score["level"] == "corpus"}
    expected = sacrebleu.corpus_bleu(WEAK, [REF, GOOD])
    assert corpus["bleu"]["value"] == pytest.approx(expected.score)
    assert corpus["bleu"]["details"]["precisions"] == pytest.approx(expected.precisions, abs=1e-4)
    assert corpus["chrf"]["value"] == pytest.approx(sacrebleu.corpus_chrf(WEAK, [REF, GOOD]).score)
    assert corpus["ter"]["value"] == pytest.approx(sacrebleu.corpus_ter(WEAK, [REF, GOOD]).score)
    out = " ".join(done.out.split())
    assert out.startswith("weak.txt · 4 segments")
    assert f"(BP = {expected.bp:.3f}, ratio = {expected.ratio:.3f}, hyp_len = {expected.sys_len}," in out
    assert "BLEU|nrefs:2|bs:1000|seed:12345|case:mixed|eff:no|tok:13a" in "".join(done.out.split())
    assert "learned" in out.partition("Not run")[2]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("-r", "ref.txt", "-m", "learned"), "learned reads the source, and no source was given"),
        ((), "there is nothing to score the translation against"),
        (("-r", "ref.txt", "--test-set", "wmt21"), "--test-set takes the place of -s and -r"),
    ],
)
def test_what_a_score_lacks_is_one_line(mtqe: Callable, args: tuple[str, ...], message: str) -> None:
    done = mtqe("score", "-t", "good.txt", *args)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mtqe: {message}\n")


@pytest.mark.usefixtures("files")
def test_no_cache_keeps_nothing(mtqe: Callable, own_cache: Path) -> None:
    call = ("score", "-s", "src.txt", "-t", "good.txt", *LANGS, "-m", "learned", "--json", "-")
    assert mtqe(*call, "--no-cache").code == 0
    assert not (own_cache / FILE).exists()
    assert mtqe(*call).code == 0
    assert (own_cache / FILE).exists()


@pytest.mark.usefixtures("files")
def test_a_language_pair_that_was_not_measured_is_a_caution(mtqe: Callable) -> None:
    args = ("-s", "src.txt", "-t", "good.txt", "--source-lang", "en", "--target-lang", "nl")
    done = mtqe("score", *args, "-m", "learned", "--json", "-")
    assert done.code == 0
    (problem,) = done.report["problems"]
    assert (problem["what"], problem["incomplete"]) == ("metric learned", False)
    assert "en-nl" in problem["why"]
    assert len([score for score in done.report["scores"] if score["level"] == "segment"]) == 4
    assert "en-nl" in mtqe("score", *args, "-m", "learned").out


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("least", "code"), [(None, 0), ("critical", 0), ("major", 1), ("minor", 1), ("neutral", 1)])
def test_findings_fail_check_only_where_it_is_asked_for(mtqe: Callable, least: str | None, code: int) -> None:
    wanted = ("--fail-on", least) if least else ()
    given = ("check", "-s", "src.txt", "-t", "weak.txt", *LANGS, "--select", "ACC101", *wanted)
    done = mtqe(*given)
    assert done.code == code
    assert "MAJOR 1" in done.out
    assert f"\n        mtqe {' '.join(given)} --json report.json\n" in done.out, (
        "the report is kept by the same command"
    )
    assert "one by one:\n        mtqe review report.json\n" in done.out
    assert "Apply the policy, which this command does not:\n        mtqe gate report.json\n" in done.out
    assert (f"--fail-on {least}: 1 major" in done.err) is (code == 1)


@pytest.mark.usefixtures("files")
def test_check_then_gate(mtqe: Callable) -> None:
    done = mtqe("check", "-s", "src.txt", "-t", "weak.txt", *LANGS, "--select", "ACC101", "--json", "findings.json")
    assert done.code == 0
    (finding,) = json.loads(Path("findings.json").read_text("utf-8"))["findings"]
    assert finding["segment"] == "2"
    assert finding["system"] is None
    assert mtqe("gate", "findings.json").code == 1, "no rate spares a wrong number"
    Path("lenient.toml").write_text("[gate]\nnever_spared = []\n")
    gate = mtqe("gate", "findings.json", "--config", "lenient.toml")
    assert gate.code == 0, "one finding does not break a limit per 1,000 words"
    assert "a single finding is spared (number-mismatch in line 2) (max_per_1000.major)" in " ".join(gate.out.split())
    Path("strict.toml").write_text("[gate]\nmax = { major = 0 }\n")
    gate = mtqe("gate", "findings.json", "--config", "strict.toml")
    assert gate.code == 1
    assert "FAIL" in gate.out


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("args", [("check",), ("evaluate", "-r", "ref.txt", "-m", "chrf", "--lines")])
def test_the_encoder_is_not_opened_if_nothing_that_was_asked_for_needs_it(
    mtqe: Callable, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    opened: list[str] = []
    for name in ("load", "signature", "human_residuals"):
        monkeypatch.setattr(encoder, name, lambda *_, name=name: opened.append(name))
    paths = ("src.txt", "weak.txt") if args[0] == "evaluate" else ("-s", "src.txt", "-t", "weak.txt")
    select = ("-v", "--select", "MRK", "--select", "ACC101", "--json", "r.json", "--exit-zero")
    done = mtqe(*args, *paths, *LANGS, *select[: -1 if args[0] == "check" else None])
    assert (done.code, opened) == (0, []), done.err
    report = json.loads(Path("r.json").read_text("utf-8"))
    states = {item["id"]: item["state"] for item in report["run"]["metrics"]}
    assert states == {"hallucination": "not run"} | ({"chrf": "ran"} if args[0] == "evaluate" else {})
    assert {score["metric"] for score in report["scores"]} <= {"chrf"}
    assert {cover["area"]: cover["state"] for cover in report["run"]["coverage"]}["hallucination"] == "off"
    mtqe("gate", "r.json", "--json", "judged.json")
    verdict = json.loads(Path("judged.json").read_text("utf-8"))["verdict"]
    (missed,) = [line for line in verdict["uncovered"] if line.startswith("hallucination and meaning")]
    assert "not looked for" in missed and "detached-translation" in missed
    assert "it runs with detached-translation, which the selection leaves out" in " ".join(done.out.split())
    Path("needs.toml").write_text('[gate]\ncoverage = ["hallucination"]\nnever_spared = []\n')
    assert mtqe("gate", "r.json", "--config", "needs.toml").code == 3, "the policy needs what was not looked for"


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["jsonl", "tsv", "tmx"])
def test_align_pre_split_keeps_every_line(mtqe: Callable, form: str) -> None:
    done = mtqe("align", "src.txt", "good.txt", "--pre-split", "-f", form, *LANGS)
    assert done.code == 0
    for text in (*SOURCE, *GOOD):
        assert text in done.out
    if form == "jsonl":
        beads = [json.loads(line) for line in done.out.splitlines()]
        assert [number for bead in beads for number in bead["source"]] == [0, 1, 2, 3]
        assert [number for bead in beads for number in bead["target"]] == [0, 1, 2, 3]
        assert set(beads[0]) == {"source", "target", "source_text", "target_text", "score", "kind"}


@pytest.mark.usefixtures("files")
def test_align_writes_what_the_ending_of_the_output_says(mtqe: Callable) -> None:
    def first(*arguments: str) -> str:
        assert mtqe("align", "src.txt", "good.txt", *LANGS, *arguments).code == 0
        return Path(arguments[1]).read_text(encoding="utf-8")

    assert first("-o", "beads.TMX").startswith("<?xml")
    assert "\t" in first("-o", "beads.tsv").splitlines()[0]
    assert json.loads(first("-o", "beads.txt").splitlines()[0])["source"] == [0]
    assert json.loads(first("-o", "odd.tmx", "-f", "jsonl").splitlines()[0])["source"] == [0]


UNRELATED = """Der Chor probt donnerstags im Gemeindehaus und sucht noch zwei Bassstimmen.
Die Rezepte stammen aus einem Heft, das ihre Urgroßmutter geführt hat.
Im Garten blühen jetzt die Anemonen, und die Bienen haben viel zu tun.
Wer einen Hund hat, muss ihn bis Ende des Monats anmelden.
Das Klavier wird am Freitag gestimmt.
Auf dem Dachboden fanden die Kinder eine Kiste mit alten Masken.
"""


@pytest.mark.usefixtures("files")
def test_align_says_when_the_two_are_no_translations_of_each_other(mtqe: Callable) -> None:
    Path("other.txt").write_text(UNRELATED, encoding="utf-8")
    done = mtqe("align", "src.txt", "other.txt", *LANGS)
    assert done.code == 0
    assert "mtqe: other.txt and src.txt do not seem to be translations of each other" in done.err
    assert json.loads(done.out.splitlines()[0])["kind"]
    assert "seem" not in mtqe("align", "src.txt", "good.txt", *LANGS).err


@pytest.mark.usefixtures("files")
def test_two_documents_in_the_wrong_order_are_recognised(mtqe: Callable) -> None:
    done = mtqe("align", "good.txt", "src.txt", "--source-lang", "de", "--target-lang", "en")
    assert "seem" not in done.err
    done = mtqe("align", "src.txt", "good.txt", "--source-lang", "de", "--target-lang", "en")
    assert "mtqe: src.txt seems to be in English and good.txt in German; give the source first" in done.err


@pytest.mark.usefixtures("files")
def test_align_feeds_evaluate(mtqe: Callable) -> None:
    assert mtqe("align", "src.txt", "weak.txt", *LANGS, "-o", "beads.jsonl").code == 0
    report = mtqe("evaluate", "beads.jsonl", *LANGS, "--json", "-").report
    assert [segment["target"] for segment in report["segments"]] == WEAK


@pytest.mark.parametrize("kind", ["checks", "metrics", "formats", "reporters", "models"])
def test_list(mtqe: Callable, kind: str) -> None:
    done = mtqe("list", kind)
    assert done.code == 0
    assert len(done.out.splitlines()) >= 2


def test_explain_by_id_and_name(mtqe: Callable) -> None:
    done = mtqe("explain", "acc101")
    assert done.out.startswith("ACC101 number-mismatch")
    assert "area numbers" in done.out.splitlines()[1]
    assert "## Known problems" in done.out
    assert mtqe("explain", "number-mismatch").out == done.out


def test_demo_writes_and_passes(mtqe: Callable) -> None:
    done = mtqe("demo")
    assert done.code == 0
    assert {path.name for path in Path("reports").iterdir()} == {"demo.html", "demo.json"}
    assert done.out.rstrip().endswith("exit code 1.")


@pytest.mark.parametrize("lang", ["fr", "ja"])
def test_demo_in_another_language_finds_most_planted_errors(lang: str, mtqe: Callable) -> None:
    done = mtqe("demo", "--target-lang", lang)
    assert done.code == 0, done.err
    assert done.out.rstrip().endswith("exit code 1.")
    texts = {f"demo.{name}.txt" for name in ("en", f"{lang}.mt", f"{lang}.reference")}
    assert {path.name for path in Path("reports").iterdir()} == {"demo.html", "demo.json", *texts}
    report = json.loads(Path("reports/demo.json").read_text())
    assert {one["check"] for one in report["findings"]} >= {"ACC101"}
    assert Path(f"reports/demo.{lang}.mt.txt").read_text() != Path(f"reports/demo.{lang}.reference.txt").read_text()


def test_demo_names_the_languages_that_it_has(mtqe: Callable) -> None:
    done = mtqe("demo", "--target-lang", "xx")
    assert done.code == 2
    assert "no demo article in this language" in done.err
    assert "ar, cs, de" in done.err


def test_every_command_has_help(mtqe: Callable) -> None:
    from mtqe.cli import COMMANDS

    for name in COMMANDS:
        done = mtqe(name, "--help")
        assert done.code == 0
        assert done.out.startswith(f"Usage: mtqe {name}")


@pytest.mark.usefixtures("files")
def test_a_baseline_takes_out_what_stood_in_it(mtqe: Callable) -> None:
    mtqe("check", "-s", "src.txt", "-t", "weak.txt", *LANGS, "--select", "ACC101", "--json", "old.json", "-q")
    Path("mtqe.toml").write_text("[gate]\nmax = { major = 0 }\n", encoding="utf-8")
    assert mtqe("gate", "old.json").code == 1
    assert mtqe("gate", "old.json", "--baseline", "old.json").code == 0


@pytest.mark.usefixtures("files")
def test_the_ending_names_the_reporter(mtqe: Callable) -> None:
    from mtqe.cli import deliver

    for name, reporter in (
        ("r.json", "json"),
        ("r.sarif", "sarif"),
        ("r.codequality.json", "gitlab"),
        ("r.XML", "junit"),
        ("r.csv", "csv"),
        ("r.marot.tsv", "marot"),
    ):
        assert deliver.reporter_of(Path(name)) == reporter
    mtqe("check", "-s", "src.txt", "-t", "weak.txt", *LANGS, "--select", "ACC101", "-o", "r.sarif", "--json", "r.json")
    assert json.loads(Path("r.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert mtqe("report", "r.json", "-o", "r.marot.tsv").code == 0
    assert mtqe("report", "r.json", "-o", "r.tsv").code == 2
    assert mtqe("report", "r.json", "-f", "github").out.startswith("::")


@pytest.mark.usefixtures("files")
def test_the_page_shows_the_baseline_and_the_history(mtqe: Callable) -> None:
    make = ("evaluate", "src.txt", "weak.txt", *LANGS, "--select", "ACC101", "--metric", "chrf", "-q", "--exit-zero")
    Path("mtqe.toml").write_text('[history]\npath = "history.jsonl"\n', encoding="utf-8")
    assert mtqe(*make, "--json", "old.json", "-o", "first.html").code == 0
    entry = json.loads(Path("history.jsonl").read_text("utf-8"))
    Path("history.jsonl").write_text(json.dumps(entry | {"created": "2020-01-01T00:00:00+00:00"}), encoding="utf-8")
    assert mtqe(*make, "-o", "second.html", "--baseline", "old.json").code == 0
    first, second = (Path(name).read_text("utf-8") for name in ("first.html", "second.html"))
    assert 'id="trend-h"' not in first and 'data-state="counted"' in first
    assert second.count('<time datetime="') == 2 * second.count('<figure class="trend">') > 0
    assert 'data-state="known"' in second and 'data-state="new"' not in second
    assert (
        mtqe("report", "old.json", "-o", "third.html", "--baseline", "old.json", "--history", "history.jsonl").code == 0
    )
    assert 'data-state="known"' in (third := Path("third.html").read_text("utf-8"))
    assert third.count('<time datetime="2020') == third.count('<figure class="trend">') > 0
    done = mtqe("report", "old.json", "-f", "md", "--history", "history.jsonl")
    assert done.code == 2 and "are for the HTML page" in done.err
    assert mtqe("report", "old.json", "-o", "fourth.html", "--history", "none.jsonl").code == 2
    assert not Path("fourth.html").exists()
