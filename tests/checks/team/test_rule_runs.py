"""Rules run as checks do: chosen, with severities, in other processes, in reports without their files."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mtqe.checks import runner, segmentwise
from mtqe.checks.team import linear_patterns, rule_checks, rule_engine
from mtqe.cli import run
from mtqe.errors import ConfigError
from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.machine import workers
from mtqe.model import Document, Finding, Report, Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context
from mtqe.report import html, sarif, view
from mtqe.serve.commands import Commands, Order
from mtqe.settings.config import ChecksConfig, Config
from mtqe.settings.rule_tables import read_rules
from mtqe.settings.team_rules import RuleSet

BITTE = {"id": "no-bitte", "kind": "phrases", "phrases": {"bitte": "", "nutzen": "verwenden"}, "why": "We are short."}
DATES = {"id": "dates", "kind": "same", "source": r"\b(\d{4})-\d\d\b", "severity": "major", "category": "accuracy"}
ONE_FORM = {"id": "one-form", "kind": "address", "form": "consistent", "target_lang": "de"}
SEGMENTS = (
    Segment("1", "Please save by 2024-05.", "Bitte sichern bis 2023-05.", doc="a.txt"),
    Segment("2", "You can go.", "Du kannst gehen.", doc="a.txt"),
    Segment("3", "If you like, use it.", "Nutzen Sie es, wenn Sie mögen.", doc="a.txt"),
    Segment("4", "Ask your friend.", "Fragen Sie bitte Ihren Freund.", doc="a.txt"),
)


def config_of(*rules: dict[str, Any], **changes: Any) -> Config:
    sets = (RuleSet("acme", read_rules(list(rules), "acme.toml"), "acme.toml", "ab12", "1.2"),)
    return Config(source_lang="en", target_lang="de", rule_sets=sets, **changes)


def found(config: Config, segments: Sequence[Segment] = SEGMENTS, documents: Sequence[Document] = ()) -> list[Finding]:
    checks = rule_checks.of_config(config)
    rule_checks.compile_all(checks)
    outcome = runner.run(
        checks, segments, Context(config.source_lang, config.target_lang, config, documents=(*documents,))
    )
    assert outcome.problems == ()
    return list(outcome.findings)


def marked(*rules: dict[str, Any], segments: Sequence[Segment] = SEGMENTS, **more: Any) -> list[tuple[str, ...]]:
    return [(one.segment, *one.marked) for one in found(config_of(*rules), segments, **more)]


def assessed(config: Config, segments: Sequence[Segment] = SEGMENTS) -> Report:
    document = Document("a.txt", segments=tuple(segments), path="legal/a.txt")
    stages = pipeline.Stages(metrics=False, risk=False)
    return pipeline.assess(Corpus((document,), "lines"), config, stages=stages)


def test_each_finding_has_what_the_rule_says() -> None:
    first, *_ = found(config_of(BITTE, DATES))
    assert (first.check, first.name, first.severity, first.category) == (
        "acme/dates",
        "dates",
        Severity.MAJOR,
        "accuracy",
    )
    assert first.message == "“2024” of the source is not in the translation"
    assert marked(BITTE, DATES, ONE_FORM) == [
        ("1", "2024"),
        ("1", "Bitte"),
        ("2", "Du"),
        ("3", "Nutzen"),
        ("4", "bitte"),
    ]


def test_a_suggestion_is_in_message_and_finding() -> None:
    (one,) = [one for one in found(config_of(BITTE)) if one.marked == ("Nutzen",)]
    assert (one.message, one.suggestion) == ("do not write “Nutzen”; write “verwenden”", "verwenden")


def test_the_manual_says_what_the_rule_does_and_for_what() -> None:
    keys = {"message": "no {match} in {{braces}}", "target_lang": "de", "key": "menu.*", "inflect": True}
    (check,) = rule_checks.of_config(config_of({**BITTE, **keys}))
    assert check.summary == "no … in {braces}"
    assert "Marks `bitte`, `nutzen` in the translation. Other forms of the words count, too." in check.manual
    assert "It is for translations into de, keys that match menu.*." in check.manual
    for heading in ("## What it does", "## Why it is bad\n\nWe are short.", "## Known problems"):
        assert heading in check.manual


def test_fingerprints_do_not_depend_on_the_message() -> None:
    before, after = found(config_of(BITTE)), found(config_of({**BITTE, "message": "no {match}", "severity": "major"}))
    assert [one.fingerprint for one in before] == [one.fingerprint for one in after]
    assert before[0].message != after[0].message


def test_rules_are_chosen_like_checks() -> None:
    config = config_of(BITTE, DATES)

    def chosen(*select: str, ignore: Sequence[str] = ()) -> list[str]:
        return [item.id for item in check_table.select(select, ignore, table=check_table.checks_of(config))]

    assert chosen("rules") == chosen("acme") == ["acme/no-bitte", "acme/dates"]
    assert chosen("no-bitte") == chosen("ACME/no-bitte") == ["acme/no-bitte"]
    assert set(chosen()) - {item.id for item in check_table.select()} == {"acme/no-bitte", "acme/dates"}
    assert chosen(ignore=["rules"]) == [item.id for item in check_table.select()]
    with pytest.raises(ConfigError, match="unknown check 'no-bite'; did you mean 'no-bitte'"):
        chosen("no-bite")


def test_severity_can_be_set_as_for_checks() -> None:
    checks = ChecksConfig(select=("rules",), severity={"no-bitte": Severity.CRITICAL})
    report = assessed(config_of(BITTE, checks=checks))
    assert {one.severity for one in report.findings} == {Severity.CRITICAL}
    assert report.verdict is not None and not report.verdict.passed


def test_the_gate_limits_categories_of_rules() -> None:
    gate = {"category": {"style": {"max": {"minor": 1}}}, "coverage": []}
    config = msgspec.convert({"checks": {"select": ["rules"]}, "gate": gate}, Config)
    verdict = assessed(msgspec.structs.replace(config_of(BITTE), checks=config.checks, gate=config.gate)).verdict
    assert verdict is not None and any("style" in reason for reason in verdict.reasons)


def test_coverage_does_not_depend_on_rules() -> None:
    off = ChecksConfig(ignore=("MRK", "rules"))
    on = ChecksConfig(ignore=("MRK",))
    covers = [assessed(config_of(BITTE, checks=checks)).run.coverage for checks in (off, on)]
    assert covers[0] == covers[1]


def test_a_report_tells_the_rules_where_their_files_are_not() -> None:
    report = assessed(config_of(BITTE, checks=ChecksConfig(select=("rules",))))
    (origin,) = report.run.rules
    assert (origin.name, origin.path, origin.sha256, origin.version, origin.rules) == (
        "acme",
        "acme.toml",
        "ab12",
        "1.2",
        1,
    )
    stored = msgspec.json.decode(msgspec.json.encode(report), type=Report)
    out = io.StringIO()
    sarif.render(stored, out)
    (rule,) = json.loads(out.getvalue())["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "acme/no-bitte" and "We are short." in rule["help"]["text"]
    assert rule["properties"]["tags"] == ["acme", "style/organizational-style"]
    page = io.StringIO()
    html.render(stored, page)
    assert "We are short." in page.getvalue()


def test_the_verdict_names_rules_that_were_switched_off() -> None:
    for ignore, line in (((), None), (("dates",), "rules of the team: 1 of 2 switched off in the configuration")):
        verdict = assessed(config_of(BITTE, DATES, checks=ChecksConfig(ignore=ignore))).verdict
        assert verdict is not None
        assert [text for text in verdict.uncovered if text.startswith("rules")] == ([line] if line else [])


def test_thousands_of_rules_do_not_fill_a_report() -> None:
    rules = [{**BITTE, "id": f"r{number}", "phrases": [f"wort{number}"]} for number in range(101)]
    report = assessed(config_of(BITTE, *rules, checks=ChecksConfig(select=("rules",))))
    assert len(report.run.checks) == 102
    french = [{**rule, "target_lang": "fr"} for rule in rules]
    (line,) = view.not_run(assessed(config_of(*french, checks=ChecksConfig(select=("rules",)))))
    assert line == "r0, r1, r2, r3, r4 and 96 more (the rule is for other languages)"
    out = io.StringIO()
    sarif.render(report, out)
    assert [rule["id"] for rule in json.loads(out.getvalue())["runs"][0]["tool"]["driver"]["rules"]] == [
        "acme/no-bitte"
    ]


@pytest.mark.parametrize(
    ("keys", "segments"),
    [
        ({"domain": "legal"}, "14"),
        ({"domain": ["blog", "help"]}, ""),
        ({"path": "legal/*.txt"}, "14"),
        ({"path": "*.md"}, ""),
        ({"key": "menu.*"}, "4"),
        ({"when_source": "(?i)please"}, "1"),
        ({"unless_source": "(?i)please"}, "4"),
        ({"source_lang": "en", "target_lang": ["fr", "de"]}, "14"),
    ],
)
def test_a_rule_is_for_some_segments(keys: dict[str, Any], segments: str) -> None:
    document = Document("a.txt", path="site/legal/a.txt")
    with_keys = [msgspec.structs.replace(one, meta={"unit": "menu.ask"} if one.id == "4" else {}) for one in SEGMENTS]
    config = config_of({**BITTE, "phrases": ["bitte"], **keys}, domains={"legal": ("legal/*",)})
    assert "".join(one.segment for one in found(config, with_keys, [document])) == segments


def test_a_rule_for_other_languages_does_not_run() -> None:
    checks = rule_checks.of_config(config_of({**BITTE, "target_lang": "fr"}, {**ONE_FORM, "target_lang": "xx"}))
    (first, second) = runner.run(checks, SEGMENTS, Context("en", "de")).items
    assert (first.state, first.why) == ("not run", "the rule is for other languages")
    (_, second) = runner.run(checks, SEGMENTS, Context("en", "xx")).items
    assert (second.state, "no forms of address" in (second.why or "")) == ("not run", True)


def test_other_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    number = 40
    segments = [msgspec.structs.replace(one, id=f"{at}-{one.id}") for at in range(number) for one in SEGMENTS]
    rules = [BITTE, DATES, {**BITTE, "id": "legal", "domain": "legal"}]
    config = config_of(*rules, domains={"legal": ("legal/*",)})
    alone = found(config, segments, [Document("a.txt", path="legal/a.txt")])
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 100)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert found(config, segments, [Document("a.txt", path="legal/a.txt")]) == alone
    assert len(alone) == number * 7


def test_a_server_runs_the_rules() -> None:
    order = Order("check", "en", "de", SEGMENTS, checks=ChecksConfig(select=("rules",)))
    report = Commands(msgspec.convert(msgspec.to_builtins(config_of(BITTE)), Config)).report(order)
    assert [finding.marked for finding in report.findings] == [("Bitte",), ("Nutzen",), ("bitte",)]


def test_a_single_rule_runs_by_itself() -> None:
    (check,) = rule_checks.of_config(config_of(BITTE))
    assert [len(list(check.run(segment, Context("en", "de")))) for segment in SEGMENTS] == [1, 0, 1, 1]


def problems(*rules: dict[str, Any], segments: Sequence[Segment] = SEGMENTS) -> list[tuple[str, str]]:
    outcome = runner.run(rule_checks.of_config(config_of(*rules)), segments, Context("en", "de"))
    return [(problem.what, problem.why) for problem in outcome.problems]


def test_too_many_matches_become_a_problem() -> None:
    long = Segment("9", "x", "a" * 2_000)
    assert problems({"id": "a", "kind": "forbidden", "pattern": "a"}, BITTE, segments=[*SEGMENTS, long]) == [
        ("check acme/a a", "segment 9: it matches more than 1,000 times; make its pattern narrower")
    ]
    assert "1,000 phrases" in problems({**BITTE, "phrases": ["a"], "whole_words": False}, segments=[long])[0][1]


def test_too_slow_becomes_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_engine, "MAX_SECONDS", -1.0)
    ((what, why),) = problems({"id": "a", "kind": "forbidden", "pattern": "Bitte"})
    assert what == "check acme/a a" and why.startswith("segment 1: it took 0.0 seconds, and -1 are allowed")


def test_an_exception_becomes_a_problem_of_one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, text: str) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(linear_patterns.LinearPattern, "matches", broken)
    assert problems(BITTE, {"id": "a", "kind": "forbidden", "pattern": "Bitte"}) == [
        ("check acme/a a", "segment 1: RuntimeError: broken")
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "forbidden", "pattern": "a(?=b)"}, "acme.toml, rule x, pattern, character 2: looking ahead"),
        ({"kind": "forbidden", "pattern": "a", "allowed": ["b", "("]}, "rule x, allowed, character 1: missing )"),
        ({"kind": "required", "target": r"(a)\1"}, 'rule x, target, character 4: ... kind "same"'),
        ({"kind": "length", "max": 3, "when_source": "[a"}, "rule x, when_source, character 1: a [ has no ]"),
        (
            {"kind": "forbidden", "pattern": "(a)", "message": "{2}"},
            "message: nothing has the name {2}; ... {1}, {match}",
        ),
        (
            {"kind": "forbidden", "pattern": "(?P<n>a)", "suggestion": "{m}"},
            "suggestion: nothing has the name {m}; ... {n}",
        ),
    ],
)
def test_a_wrong_pattern_is_one_line_before_any_work(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        pipeline.chosen_checks(config_of({"id": "x", **keys}))
    assert all(part in str(caught.value) for part in said.split(" ... "))


NFD = unicodedata.normalize("NFD", "Café")


@pytest.mark.parametrize(
    ("rule", "target", "marks"),
    [
        ({"kind": "phrases", "phrases": ["Strasse"]}, "Die STRAẞE, Straße", ["STRAẞE", "Straße"]),
        ({"kind": "phrases", "phrases": ["café"]}, f"Im {NFD}s und {NFD}.", [NFD]),
        ({"kind": "phrases", "phrases": ["z. B."]}, "z.\u00a0B. heute", ["z.\u00a0B."]),
        ({"kind": "phrases", "phrases": ["geht’s"]}, "So geht's", ["geht's"]),
        ({"kind": "phrases", "phrases": ["Rat"], "match_case": True}, "rat Rat Rats RAT", ["Rat"]),
        ({"kind": "phrases", "phrases": ["rat"], "whole_words": False}, "Vorrat", ["rat"]),
        ({"kind": "phrases", "phrases": ["New York", "York"]}, "New York, York", ["New York", "York"]),
        ({"kind": "phrases", "phrases": ["C++"]}, "C++ und XC++", ["C++"]),
        ({"kind": "phrases", "phrases": ["Haus"], "inflect": True}, "Die Häuser der Hausherren", ["Häuser"]),
        (
            {"kind": "phrases", "phrases": ["gutes Haus"], "inflect": True},
            "In guten Häusern, gute, Häuser",
            ["guten Häusern"],
        ),
        ({"kind": "forbidden", "pattern": r"\b[Ee]s\b"}, "es Eis Esel Es", ["es", "Es"]),
        ({"kind": "forbidden", "pattern": "Café"}, f"Im {NFD}.", [NFD]),
        ({"kind": "forbidden", "pattern": "(?i)sos"}, "ſOS", ["ſOS"]),
        ({"kind": "forbidden", "pattern": "𝔘"}, "a 𝔘 b", ["𝔘"]),
        ({"kind": "forbidden", "pattern": "a", "allowed": ["ba", "ac"]}, "a ba ac bac da", ["a", "a"]),
        ({"kind": "length", "measure": "width", "max": 5}, "東京ab", ["b"]),
        ({"kind": "length", "measure": "bytes", "max": 4}, "Tür!", ["!"]),
        ({"kind": "length", "min": 5}, "kurz", ["kurz"]),
        ({"kind": "length", "max": 5}, "", []),
        ({"kind": "required", "target": "\\d"}, "keine", ["keine"]),
        ({"kind": "address", "form": "formal"}, "DIR ist ein Befehl. „Du“ auch.", []),
        ({"kind": "address", "form": "informal"}, "Sie geht. Ihr Hund: Sie ruft, „Ihr kommt“.", []),
        ({"kind": "address", "form": "informal"}, "Wenn Ihr euch freut", []),
        ({"kind": "address", "form": "informal"}, "Wo ist Ihr Hund, und kommen\u00a0Sie?", ["Ihr", "Sie"]),
    ],
)
def test_what_rules_mark(rule: dict[str, Any], target: str, marks: list[str]) -> None:
    pairs = marked({"id": "x", **rule}, segments=[Segment("1", "source", target)])
    assert [text for one in pairs for text in one[1:]] == marks


@pytest.mark.parametrize(
    ("rule", "source", "target", "marks"),
    [
        ({"source": r"\d+"}, "7 and 7", "7 oder sieben", ["7"]),
        ({"source": r"[\d,]+", "compare": "number"}, "1,000 x", "1.000 x", []),
        ({"source": r"[\d.,]*\d", "compare": "number"}, "1,000.5 x", "1.000,5 x", []),
        ({"source": r"[\d.,]*\d", "compare": "number"}, "1.5 x", "1,6 x", ["1.5"]),
        ({"source": r"[\d.,]*\d", "compare": "number"}, "1.5 x", "1.5 x", []),
        ({"source": r"\d+", "compare": "number"}, "5 x", "٥ x", []),
        ({"source": r"[\d,]*\d", "compare": "number"}, "In 2024 12,500 x and 3", "2024 waren 12\u202f500 x und 3", []),
        ({"source": r"\b[A-Z]\w+", "compare": "case"}, "A Yes", "YES", []),
        ({"source": r"\b[A-Z]\w+"}, "A Yes", "YES", ["Yes"]),
        ({"source": r"#(\w+)", "target": r"@(\w+)"}, "#a #b", "@b @c", ["a", "c"]),
        ({"source": r"(a)|b"}, "b", "", []),
    ],
)
def test_captures_are_compared(rule: dict[str, Any], source: str, target: str, marks: list[str]) -> None:
    pairs = marked({"id": "x", "kind": "same", **rule}, segments=[Segment("1", source, target)])
    assert [text for one in pairs for text in one[1:]] == marks


@pytest.mark.parametrize(
    ("source", "target", "marks"),
    [
        ("The mail, the mail.", "Der Brief.", ["mail"]),
        ("The mail and the post.", "Die E-Mail.", ["post"]),
        ("The note.", "Die Nachricht, die E-Mail.", ["E-Mail"]),
        ("The post and the mail.", "Der Brief und der Zettel.", ["post", "mail"]),
        ("The mail.", "Die Post.", []),
        ("The mail.", "", []),
    ],
)
def test_pairs_must_go_together(source: str, target: str, marks: list[str]) -> None:
    pairs = {"mail": ["E-Mail", "Post"], "post": "Post"}
    rule = {"id": "x", "kind": "pairs", "pairs": pairs, "both_ways": True}
    found = marked(rule, segments=[Segment("1", source, target)])
    assert [text for one in found for text in one[1:]] == marks


def test_a_run_from_files_to_accepted_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.en.txt").write_text("Please save.\nGo on.\n", encoding="utf-8")
    Path("t.de.txt").write_text("Bitte sichern.\nWeiter.\n", encoding="utf-8")
    rule = '[[rules]]\nid = "no-bitte"\nkind = "phrases"\nphrases = ["bitte"]\nseverity = "critical"\n'
    Path("mtqe.toml").write_text('rule_files = ["style.rules.toml"]\n[checks]\nselect = ["rules"]\n', encoding="utf-8")
    Path("style.rules.toml").write_text(rule, encoding="utf-8")
    check = ["check", "-s", "s.en.txt", "-t", "t.de.txt", "-q", "--json"]
    assert run([*check, "r.json"]) == 0
    assert run(["gate", "r.json"]) == 1
    assert run(["accept", "r.json", "--check", "no-bitte", "--reason", "a joke"]) == 0
    Path("style.rules.toml").write_text(rule + 'message = "never {match}"\n', encoding="utf-8")
    assert run([*check, "r2.json"]) == 0
    assert run(["gate", "r2.json"]) == 0
    assert run(["scan", "-s", "s.en.txt", "-t", "t.de.txt", "--into", "scan", "-q"]) == 0
    scan = json.loads(Path("scan/scan.json").read_text(encoding="utf-8"))
    assert [(one["check"], one["number"]) for one in scan["findings"]] == [("style/no-bitte", 1)]
    for number in "12":
        shard = ["--shard", f"{number}/2", "--json", f"s{number}.json", "-q"]
        assert run(["check", "-s", "s.en.txt", "-t", "t.de.txt", *shard]) in (0, 3)
    Path("style.rules.toml").unlink()
    assert run(["merge", "s1.json", "s2.json", "--json", "m.json", "-q"]) == 0
    merged = json.loads(Path("m.json").read_text(encoding="utf-8"))
    assert [one["check"] for one in merged["findings"]] == ["style/no-bitte"]
    assert run([*check, "r3.json"]) == 2
    assert "style.rules.toml: cannot be read" in capsys.readouterr().err
