"""`mtqe rules`, and the rules of a team in `mtqe list checks` and `mtqe explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtqe.cli import run

RULES = """
name = "acme"
version = "2"
[[rules]]
id = "no-bitte"
kind = "phrases"
phrases = ["bitte"]
why = "We are short."
examples = [
  { source = "Save", target = "Sichern" },
  { source = "Please save", target = "Bitte sichern", marks = ["Bitte"] },
]
"""
BARE = '[[rules]]\nid = "bare"\nkind = "length"\nmax = 5\n'
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("acme.rules.toml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_examples_that_pass(capsys: Out) -> None:
    assert run(["rules", "test", "acme.rules.toml"]) == 0
    assert capsys.readouterr().out == "1 rule: 2 examples passed, 0 failed\n"


def test_an_example_that_fails_shows_what_was_marked(capsys: Out) -> None:
    Path("acme.rules.toml").write_text(RULES.replace('marks = ["Bitte"]', 'marks = ["bitte"]') + BARE, encoding="utf-8")
    assert run(["rules", "test", "acme.rules.toml"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "FAILED  acme/no-bitte, example 2",
        "  source    Please save",
        "  target    Bitte sichern",
        "  expected  «bitte»",
        "  got       «Bitte»",
        "            do not write “Bitte”",
        "without examples: acme/bare",
        "2 rules: 1 example passed, 1 failed",
    ]


def test_an_example_that_must_be_silent_and_is_not(capsys: Out) -> None:
    Path("acme.rules.toml").write_text(RULES.replace('target = "Sichern"', 'target = "Bitte"'), encoding="utf-8")
    assert run(["rules", "test", "-q", "acme.rules.toml"]) == 1
    out = capsys.readouterr().out
    assert "  expected  no finding\n  got       «Bitte»\n" in out


def test_an_example_in_which_the_rule_does_not_run(capsys: Out) -> None:
    text = RULES.replace('phrases = ["bitte"]', 'phrases = ["bitte"]\ntarget_lang = "fr"')
    Path("acme.rules.toml").write_text(text.replace('"Save",', '"Save", langs = "en-de",'), encoding="utf-8")
    assert run(["rules", "test", "acme.rules.toml"]) == 1
    assert "  not run: the rule is for other languages" in capsys.readouterr().out


def test_the_rules_of_the_configuration(capsys: Out) -> None:
    Path("mtqe.toml").write_text(f'rule_files = ["acme.rules.toml"]\n{BARE}', encoding="utf-8")
    assert run(["rules", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "team: 1 rule from the configuration",
        "  team/bare  length  minor  The translation is longer or shorter than allowed.",
        "acme: 1 rule from acme.rules.toml, version 2",
        "  acme/no-bitte  phrases  minor  A phrase that the style does not allow.",
    ]
    assert run(["rules", "list", "--json"]) == 0
    assert [(one["id"], one["examples"]) for one in json.loads(capsys.readouterr().out)] == [
        ("team/bare", 0),
        ("acme/no-bitte", 2),
    ]
    assert run(["list", "checks"]) == 0
    assert "acme/no-bitte" in capsys.readouterr().out
    for word in ("no-bitte", "acme/no-bitte"):
        assert run(["explain", word]) == 0
        out = capsys.readouterr().out
        assert "We are short." in out and "«Bitte»" in out and "from `acme.rules.toml`, version 2" in out
    assert run(["rules", "test"]) == 0


def test_without_rules_there_is_nothing_to_do(capsys: Out) -> None:
    for command in (["rules", "test"], ["rules", "list"]):
        assert run(command) == 2
        assert "there are no rules" in capsys.readouterr().err
    Path("empty.toml").write_text("", encoding="utf-8")
    assert run(["rules", "test", "empty.toml"]) == 2
    assert "empty.toml: there are no rules" in capsys.readouterr().err


def test_a_new_file_passes_its_own_examples_and_is_not_overwritten(capsys: Out) -> None:
    assert run(["rules", "init", "new.rules.toml"]) == 0
    assert run(["rules", "test", "new.rules.toml"]) == 0
    assert "2 rules: 4 examples passed, 0 failed" in capsys.readouterr().out
    before = Path("new.rules.toml").read_bytes()
    assert run(["rules", "init", "new.rules.toml"]) == 2
    assert "new.rules.toml: the file exists" in capsys.readouterr().err
    assert Path("new.rules.toml").read_bytes() == before
    assert run(["rules", "init", "new.yaml"]) == 2


@pytest.mark.parametrize(
    "command", [["check", "-s", "a.en", "-t", "b.de"], ["list", "checks"], ["explain", "no-bitte"]]
)
def test_a_broken_file_is_one_error(command: list[str], capsys: Out) -> None:
    Path("mtqe.toml").write_text('rule_files = ["acme.rules.toml"]\n', encoding="utf-8")
    Path("acme.rules.toml").write_text(RULES.replace("phrases = ", "phrses = "), encoding="utf-8")
    assert run(command) == 2
    error = "mtqe: acme.rules.toml, rule no-bitte: unknown key 'phrses'\n  did you mean 'phrases'?\n"
    assert capsys.readouterr().err == error


def test_a_pattern_that_does_not_compile_is_one_error(capsys: Out) -> None:
    text = '[[rules]]\nid = "x"\nkind = "forbidden"\npattern = \'a(?!b)\'\n'
    Path("acme.rules.toml").write_text(text, encoding="utf-8")
    assert run(["rules", "test", "acme.rules.toml"]) == 2
    said = (
        "mtqe: acme.rules.toml, rule x, pattern, character 2: looking ahead or behind is not possible in linear time\n"
    )
    assert capsys.readouterr().err == f"{said}  use unless_source, allowed, or \\b\n"


@pytest.mark.parametrize("name", ["ACC", "acc101", "number-mismatch", "rules"])
def test_a_rule_does_not_have_the_name_of_a_check(name: str, capsys: Out) -> None:
    """Or `--ignore number-mismatch`, meant for the rule, would switch the check off."""
    for text in (RULES.replace('"acme"', f'"{name}"'), RULES.replace('"no-bitte"', f'"{name}"')):
        Path("acme.rules.toml").write_text(text, encoding="utf-8")
        for command in (["rules", "test"], ["rules", "list"]):
            assert run([*command, "acme.rules.toml"]) == 2, (text, command)
            assert f"'{name}' is the name of a check or a family of checks" in capsys.readouterr().err
