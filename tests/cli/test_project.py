"""What a project keeps between runs: gate, baseline, accepted findings and history on the command line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.project_samples import report, write

from mtqe.model import SCHEMA, Report, Run, Severity
from mtqe.project import history
from mtqe.report import json as reports

RELAXED = "Switched off or lowered by mtqe.toml or an option:\n"
SILENT = """\
Not looked for, or only in part:
- the report does not say what was looked for; evaluate again with this version of mtqe
"""


def test_gate_says_what_it_could_not_decide(mtqe: Callable) -> None:
    path = report("r.json", Severity.MAJOR, documents=0)
    with Path(path).open(encoding="utf-8") as stream:
        data = json.load(stream)
    data["findings"] = []
    data["segments"] = [{"id": "1", "source": "a", "target": "b"}]
    Path(path).write_text(json.dumps(data), encoding="utf-8")
    done = mtqe("gate", path)
    assert done.code == 0
    assert done.out.startswith(
        "PASS (short text: limits per 1,000 words not applied)\n"
        "Limits per 1,000 words not applied (short text):\n- 0 major"
    )
    write("mtqe.toml", "[gate]\nundecided = 'fail'\n")
    done = mtqe("gate", path)
    assert done.code == 1
    assert "- short text: 0 major" in done.out


def test_gate_explains_itself(mtqe: Callable) -> None:
    done = mtqe("gate", report("r.json", Severity.MAJOR), "--explain")
    assert done.code == 0
    assert "NPT  = PWPT * 1000 = 1.25" in done.out
    assert "pass  max.critical: docs/d0.md: 0 critical errors; the limit is 0" in done.out


def test_accepted_findings_count_no_more(mtqe: Callable) -> None:
    path = report("r.json", Severity.CRITICAL, Severity.CRITICAL)
    assert mtqe("gate", path).code == 1
    Path("mtqe-suppressions.toml").write_bytes(b"# ours\r\n[[suppress]]\r\ncheck = 'ACC101'\r\nreason = 'r'  # kept")
    done = mtqe("accept", path, "--check", "ART101", "--segment", "d0-0", "--reason", "agreed", "--author", "Ana")
    assert (done.code, done.out) == (0, "")
    assert "accepted 2 findings in mtqe-suppressions.toml" in done.err
    again = mtqe("accept", path, "--check", "ART101", "--reason", "r", "--file", "other.toml", "-q")
    assert (again.code, again.out, again.err) == (0, "", "")
    text = Path("mtqe-suppressions.toml").read_bytes()
    assert text.startswith(b"# ours\r\n[[suppress]]\r\ncheck = 'ACC101'\r\nreason = 'r'  # kept\n\n[[suppress]]\n")
    done = mtqe("gate", path, "--json", "-")
    assert done.code == 0
    assert [finding["suppressed"] for finding in done.report["findings"]] == ["agreed (Ana)"] * 2
    Path("marked.json").write_text(done.out, encoding="utf-8")
    for form, words in (("console", "(accepted: agreed (Ana))"), ("md", "(accepted: agreed (Ana))")):
        assert words in mtqe("report", "marked.json", "-f", form).out
    assert "accepted, not counted: agreed (Ana)" in mtqe("report", "marked.json", "-f", "html").out
    sarif = json.loads(mtqe("report", "marked.json", "-f", "sarif").out)
    assert sarif["runs"][0]["results"][0]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "agreed (Ana)"}
    ]
    for form in ("github", "gitlab", "marot"):
        assert "a message" not in mtqe("report", "marked.json", "-f", form).out
    assert "skipped" in mtqe("report", "marked.json", "-f", "junit").out
    assert "agreed (Ana)" in mtqe("report", "marked.json", "-f", "csv").out


def test_expired_and_stale_entries_are_remarks(mtqe: Callable) -> None:
    path = report("r.json", Severity.CRITICAL)
    assert mtqe("accept", path, "--all", "--reason", "agreed", "--expires", "2999-01-01").code == 0
    text = Path("mtqe-suppressions.toml").read_text().replace("2999", "2020")
    write("more.toml", text + "[[suppress]]\nfingerprint='gone'\npath='docs/d3.md'\nreason='r'\n")
    write("mtqe.toml", "suppressions = 'more.toml'\n")
    done = mtqe("gate", path)
    assert done.code == 1
    assert "(entry 1 of more.toml) expired on 2020-01-01, so its findings count again" in done.out
    assert "suppression of gone, docs/d3.md (entry 2 of more.toml) no longer matches a finding; remove it" in done.out
    assert mtqe("accept", path, "--all", "--reason", "again").code == 0, "what has expired can be accepted anew"
    assert mtqe("gate", path).code == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "select findings with"),
        (("--all", "--reason", " "), "--reason is empty"),
        (("--segment", "99"), "no finding in segment '99'"),
        (("--check", "ART9"), "no finding of the check 'ART9'"),
        (("--fingerprint", "abc"), "no finding with the fingerprint 'abc'"),
        (("--all", "--expires", "soon"), "--expires 'soon' is not a date"),
        (("--all", "--expires", "2020-01-01"), "--expires 2020-01-01 is not in the future"),
        (("--all", "--file", "broken.toml"), "broken.toml: not valid TOML"),
    ],
)
def test_accept_refuses_what_it_cannot_do(mtqe: Callable, args: tuple[str, ...], words: str) -> None:
    path = report("r.json", Severity.MAJOR)
    write("broken.toml", "a = = 1")
    reason = () if "--reason" in args else ("--reason", "r")
    done = mtqe("accept", path, *args, *reason)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert not Path("mtqe-suppressions.toml").exists()
    assert Path("broken.toml").read_text() == "a = = 1"


def test_a_finding_is_accepted_once(mtqe: Callable) -> None:
    path = report("r.json", Severity.MAJOR)
    assert mtqe("accept", path, "--all", "--reason", "r").code == 0
    before = Path("mtqe-suppressions.toml").read_bytes()
    done = mtqe("accept", path, "--all", "--reason", "r")
    assert done.code == 2
    assert "no matching finding is left to accept" in done.err
    assert Path("mtqe-suppressions.toml").read_bytes() == before


def test_gate_names_what_does_nothing_in_the_policy(mtqe: Callable) -> None:
    write("mtqe.toml", "[gate]\nmax_mqm_per_1000 = inf\n")
    done = mtqe("gate", report("r.json"))
    assert done.out == f"PASS\n{RELAXED}- gate.max_mqm_per_1000 is infinite and never fails\n" + SILENT
    write("mtqe.toml", '[gate]\nmin_segment_by = "interval"\n')
    assert 'note: policy: gate.min_segment_by = "interval" does nothing' in mtqe("gate", "r.json").out


def test_standard_input_has_no_path_to_accept(mtqe: Callable) -> None:
    text = Path(report("r.json", Severity.MAJOR)).read_text(encoding="utf-8").replace("docs/d0.md", "-")
    assert mtqe("accept", write("r.json", text), "--all", "--reason", "r").code == 0
    (entry,) = tomllib.loads(Path("mtqe-suppressions.toml").read_text())["suppress"]
    assert "path" not in entry


def test_equal_findings_of_two_documents_are_accepted_one_by_one(mtqe: Callable) -> None:
    path = report("r.json", Severity.MAJOR)
    with Path(path).open(encoding="utf-8") as stream:
        data = json.load(stream)
    data["findings"].append(data["findings"][0] | {"segment": "d1-0"})
    write(path, json.dumps(data))
    assert "accepted 2 findings in" in mtqe("accept", path, "--all", "--reason", "r", "--file", "both.toml").err
    assert "accepted 1 finding in" in mtqe("accept", path, "--segment", "d1-0", "--reason", "r").err
    assert mtqe("accept", path, "--segment", "d1-0", "--reason", "r").code == 2
    done = mtqe("gate", path, "--json", "-")
    assert [finding["suppressed"] is None for finding in done.report["findings"]] == [True, False]
    assert "accepted 1 finding in" in mtqe("accept", path, "--all", "--reason", "r").err
    entries = tomllib.loads(Path("mtqe-suppressions.toml").read_text())["suppress"]
    assert [entry["path"] for entry in entries] == ["docs/d1.md", "docs/d0.md"]


def test_what_an_entry_by_hand_accepts_is_not_accepted_again(mtqe: Callable) -> None:
    write("mtqe-suppressions.toml", "[[suppress]]\ncheck = 'ART101'\npath = 'docs/*'\nreason = 'r'\n")
    done = mtqe("accept", report("r.json", Severity.MAJOR), "--all", "--reason", "r")
    assert done.code == 2 and "no matching finding is left to accept" in done.err


def test_what_is_accepted_no_more_counts_again(mtqe: Callable) -> None:
    mtqe("accept", report("r.json", Severity.CRITICAL), "--all", "--reason", "r")
    assert mtqe("gate", "r.json", "--json", "marked.json").code == 0
    write("mtqe-suppressions.toml", "")
    assert mtqe("gate", "marked.json").code == 1


def test_a_kept_baseline_is_used_as_the_policy_says(mtqe: Callable) -> None:
    old, new = report("old.json", Severity.CRITICAL), report("new.json", Severity.CRITICAL, Severity.MINOR, chrf=58.0)
    assert mtqe("baseline", "show").out == "no baseline in .mtqe; keep a report with: mtqe baseline set REPORT\n"
    done = mtqe("baseline", "set", old)
    assert (done.code, done.err) == (0, "wrote .mtqe/baseline.en-de.json\n")
    assert ".mtqe/baseline.en-de.json  10 documents" in mtqe("baseline", "show").out
    assert "1 critical error" in mtqe("gate", new).out, "the policy does not ask for it"
    write("mtqe.toml", "[gate]\nnew_only = true\n[gate.max_new]\nminor = 0\n[gate.max_drop]\nchrf = 0.5\n")
    lines = "PASS\nTolerated:\n- 1 finding that the baseline has, too (new_only)\n" + RELAXED
    lines += "- gate.new_only = true: errors that the baseline has, too, do not count\n" + SILENT
    assert mtqe("gate", old).out == lines
    done = mtqe("gate", new)
    assert done.code == 1
    assert "1 new minor error; the limit is 0" in done.out
    assert "chrf is 2.0 worse than the baseline" in done.out
    assert "critical" not in done.out
    other = report("ja.json", Severity.CRITICAL, target_lang="ja")
    assert mtqe("gate", other).code == 1, "another language has no baseline"


def test_a_baseline_that_is_no_report_is_one_line(mtqe: Callable) -> None:
    Path(".mtqe").mkdir()
    write(".mtqe/baseline.en-de.json", "{}")
    done = mtqe("gate", report("r.json"))
    assert done.code == 2
    assert ".mtqe/baseline.en-de.json" in done.err


def test_a_run_in_which_nothing_had_changed_is_nothing_to_judge(mtqe: Callable) -> None:
    empty = Report(SCHEMA, Run("1", "2026-01-02T03:04:05+00:00", source_lang="en", target_lang="de"))
    with Path("empty.json").open("w", encoding="utf-8") as out:
        reports.render(empty, out)
    done = mtqe("gate", "empty.json", "--explain")
    looked = "Not looked for, or only in part:\n- the run had no text: no errors were looked for\n"
    assert (done.code, done.out) == (0, f"PASS\n{looked}Nothing to judge: the report has no segments\n")
    assert "these are 10" in mtqe("calibrate", report("a.json"), "empty.json").err
    assert mtqe("calibrate", "empty.json").code == 2


def test_a_run_leaves_a_line_that_history_draws(mtqe: Callable, demo: tuple[str, ...]) -> None:
    write("mtqe.toml", "[history]\npath = 'kept/h.jsonl'\n[domains]\npress = ['*.de.txt']\n")
    args = ("evaluate", *demo, "--aligner", "lexical", "--select", "ART", "-m", "bleu", "-q", "--no-such-option")
    assert mtqe(*args).code == 2
    assert not Path("kept").exists()
    assert mtqe(*args[:-1], "--exit-zero").code == 0
    Path("kept/h.jsonl").write_text(Path("kept/h.jsonl").read_text().rstrip("\n"))
    assert mtqe(*args[:-1], "--exit-zero").code == 0
    entries = history.read(Path("kept/h.jsonl")).entries
    assert [entry.domain for entry in entries] == [None, "press", None, "press"]
    assert entries[0].words == entries[1].words > 0
    done = mtqe("history")
    assert done.code == 0
    assert "en → de: 2 runs, " in done.out
    assert "en → de, domain press: 2 runs, " in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert {one["name"] for one in json.loads(mtqe("history", "--only", "mqm", "--json").out)} == {"mqm"}
    assert mtqe("history", "--target-lang", "fr").out == "no run matches\n"


def test_evaluate_knows_what_was_accepted_and_what_is_old(mtqe: Callable, demo: tuple[str, ...]) -> None:
    args = ("evaluate", *demo, "--aligner", "lexical", "--select", "untranslated-segment", "-m", "ter", "-r", demo[1])
    assert mtqe(*args, "--json", "first.json", "-q").code == 1
    assert mtqe(*args, "--baseline", "first.json", "-q").code == 0
    assert mtqe("accept", "first.json", "--all", "--reason", "agreed", "--author", "").code == 0
    done = mtqe(*args, "--json", "-")
    assert done.code == 0
    assert [finding["suppressed"] for finding in done.report["findings"]] == ["agreed"]


def test_history_says_where_it_changed(mtqe: Callable) -> None:
    lines = [
        history.line(
            history.HistoryEntry(f"2026-03-{n + 1:02}", "1", "en", "de", scores={"chrf": history.Point(value)})
        )
        for n, value in enumerate([60.0, 60.3, 59.8, 60.1, 60.2, 59.9, 52.0, 52.3, 51.9, 52.2, 52.1, 52.4])
    ]
    write("h.jsonl", "".join(lines))
    done = mtqe("history", "h.jsonl")
    assert "chrf  ██████▁▁▁▁▁▁ " in done.out
    assert "down since 2026-03-07: median 60.0 → 52.2 (p = 0.00" in done.out


def test_half_a_line_of_history_is_told_by_each_command_that_reads_it(mtqe: Callable, demo: tuple[str, ...]) -> None:
    write("h.jsonl", history.line(history.HistoryEntry("2026-03-01", "1", "en", "de")) + '{"created": "2026-0')
    said = "h.jsonl: line 2 is only part of an entry, left by an interrupted run or a full disk; delete it\n"
    assert mtqe("history", "h.jsonl").err == said
    html = ("report", report("r.json"), "-f", "html", "-o", "r.html", "--history", "h.jsonl")
    assert mtqe(*html).err.count(said) == 1
    args = ("evaluate", *demo, "--aligner", "lexical", "--select", "ART", "-m", "bleu", "--history", "h.jsonl")
    assert mtqe(*args, "--exit-zero").err.count(said) == 1
    kept = history.read(Path("h.jsonl"))
    assert (kept.entries[0].created, len(kept.entries)) == ("2026-03-01", 2)
    assert kept.damage == said.rstrip()


def test_without_a_history_there_is_a_hint(mtqe: Callable) -> None:
    done = mtqe("history")
    assert done.code == 2
    assert "set path under [history]" in done.err


def test_a_history_that_cannot_be_written_is_refused_before_the_work(mtqe: Callable, demo: tuple[str, ...]) -> None:
    write("file", "")
    done = mtqe("evaluate", *demo, "--history", "file/h.jsonl", "-q")
    assert done.code == 2
    assert "file is a file, not a folder" in done.err
