"""`mtqe rules`: test, list and begin the rules of a team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import options
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError, ExitCode
from mtqe.prose import count

if TYPE_CHECKING:
    from mtqe.checks.team.rule_examples import Tried
    from mtqe.registry.contracts import Check
    from mtqe.settings.config import Config

TEMPLATE = """\
# Rules of our team. mtqe reads them with rule_files = ["{file}"] in mtqe.toml.
# docs/rules.md shows every kind of rule. mtqe rules test {file} runs the examples.
name = "{name}"

[[rules]]
id = "no-filler"
kind = "phrases"
target_lang = "de"
phrases = {{ "zum jetzigen Zeitpunkt" = "jetzt", "in der Lage sein" = "können" }}
message = "write “{{suggestion}}” in place of “{{match}}”"
severity = "minor"
category = "style/organizational-style"
why = "Our texts are short."
examples = [
  {{ source = "Not available now", target = "Jetzt nicht verfügbar" }},
  {{ source = "Not now", target = "Nicht zum jetzigen Zeitpunkt", marks = ["zum jetzigen Zeitpunkt"] }},
]

[[rules]]
id = "ticket-numbers"
kind = "same"
source = '\\b([A-Z]+-\\d+)\\b'
message = "the ticket {{match}} of the source is not in the translation"
severity = "major"
why = "Readers look tickets up by their number."
examples = [
  {{ source = "Fixed in WEB-12", target = "Behoben in WEB-12" }},
  {{ source = "Fixed in WEB-12", target = "Behoben in WEB-21", marks = ["WEB-12"] }},
]
"""
"""The content of a new rule file."""


@click.group("rules", short_help="test, list and create a team's own rules")
def command() -> None:
    """The rules of your team: in mtqe.toml, in rule files and in packages. docs/rules.md shows every kind.

    \b
    mtqe rules init style.rules.toml     write a starter rule file
    mtqe rules test style.rules.toml     run the examples of its rules
    mtqe rules list                      list the rules of mtqe.toml
    mtqe explain no-filler               print the manual of a rule
    """


def _config_of(files: tuple[str, ...], config_file: Path | None) -> Config:
    """The configuration with the rules of some files, or with those that it names itself."""
    from mtqe.registry import rule_files
    from mtqe.settings.config import Config

    if not files:
        config = options.load_config(config_file, {}, rules=True)
        if not config.rule_sets or not any(one.rules for one in config.rule_sets):
            raise ConfigError("there are no rules", "name a file of rules, or set rules or rule_files in mtqe.toml")
        return config
    config = rule_files.with_rule_sets(Config(rule_files=files))
    if not any(one.rules for one in config.rule_sets or ()):
        raise ConfigError(f"{', '.join(files)}: there are no rules", "write each rule below a line [[rules]]")
    return config


LISTED = 10
"""Greatest number of rules without examples that are named."""
FILES = click.argument("files", nargs=-1, metavar="[FILE]...")
CONFIG = click.option("--config", "config_file", type=options.FILE, help="Read this file instead of mtqe.toml.")


@command.command("test", short_help="run the examples of the rules")
@FILES
@CONFIG
@click.option("-q", "--quiet", is_flag=True, help="Print only the examples that fail.")
def test(files: tuple[str, ...], config_file: Path | None, quiet: bool) -> int:
    """Run the examples of all rules in FILE, or of those in the configuration. FILE may be package:NAME.

    An example without marks must not give a finding. Otherwise exactly these marks must be found, in this order.

    Exits with 1 if an example fails.
    """
    from mtqe.checks.team import rule_checks, rule_examples
    from mtqe.registry import check_table

    config = _config_of(files, config_file)
    checks = check_table.rules_of(config)
    rule_checks.compile_all(checks)
    passed = failed = 0
    without = []
    for check in checks:
        results = list(rule_examples.tried(check, config))
        if not results:
            without.append(check.id)
        for one in results:
            passed += one.passed
            failed += not one.passed
            for line in _failure(check, one) if not one.passed else ():
                say(line)
    if without and not quiet:
        more = f" and {len(without) - LISTED:,} more" if len(without) > LISTED else ""
        say(f"without examples: {', '.join(without[:LISTED])}{more}")
    if failed or not quiet:
        say(f"{count(len(checks), 'rule')}: {count(passed, 'example')} passed, {failed:,} failed")
    return ExitCode.GATE_FAILED if failed else ExitCode.PASS


def _failure(check: Check, one: Tried) -> Iterator[str]:
    yield f"FAILED  {check.id}, example {one.number}"
    yield f"  source    {one.example.source or '(nothing)'}"
    yield f"  target    {one.example.target or '(nothing)'}"
    if one.fault:
        yield f"  {one.fault}"
        return
    yield f"  expected  {_marks(one.example.marks)}"
    yield f"  got       {_marks(one.marked)}"
    for message in one.messages:
        yield f"            {message}"


def _marks(marks: Sequence[str]) -> str:
    return ", ".join(f"«{text}»" for text in marks) or "no finding"


@command.command("list", short_help="list the rules")
@FILES
@CONFIG
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_rules(files: tuple[str, ...], config_file: Path | None, as_json: bool) -> None:
    """List the rules in FILE, or those in the configuration, with their files. FILE may be package:NAME."""
    import msgspec

    from mtqe.checks.team import rule_checks
    from mtqe.registry import check_table

    config = _config_of(files, config_file)
    checks = check_table.rules_of(config)
    if as_json:
        listed = [_record(check) for check in checks]
        click.echo(msgspec.json.format(msgspec.json.encode(listed), indent=2).decode())
        return
    for origin in config.rule_sets or ():
        version = f", version {origin.version}" if origin.version else ""
        say(f"{origin.name}: {count(len(origin.rules), 'rule')} from {origin.path or 'the configuration'}{version}")
        for check in checks:
            if isinstance(check.run, rule_checks.RuleRun) and check.run.origin is origin:
                say(f"  {check.id}  {_kind(check)}  {check.severity.value}  {check.summary}", 4)


def _record(check: Check) -> dict[str, str | int]:
    return {
        "id": check.id,
        "kind": _kind(check),
        "severity": check.severity.value,
        "category": check.category,
        "summary": check.summary,
        "examples": len(check.examples),
    }


def _kind(check: Check) -> str:
    return str(type(check.rule).__struct_config__.tag) if check.rule else ""


@command.command("init", short_help="write a starter rule file")
@click.argument("path", metavar="FILE", type=options.FILE)
def init(path: Path) -> None:
    """Write a rule file with two rules and their examples. An existing file is not changed."""
    from mtqe.cli.atomic_write import write_content

    if path.exists():
        raise ConfigError(f"{path}: the file exists", "give the name of a new file")
    if not path.name.endswith(".toml"):
        raise ConfigError(f"{path}: a rule file is TOML", f"name it {path.name}.rules.toml")
    name = "".join(char for char in path.name.split(".")[0] if char.isascii() and (char.isalnum() or char in "-_"))
    text = TEMPLATE.format(file=path.as_posix(), name=name.lstrip("-_") or "style")
    write_content(path, text)
    say(f"wrote {path}", err=True)
