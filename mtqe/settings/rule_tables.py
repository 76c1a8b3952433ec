"""Reads the tables of a team's own rules, without compiling any pattern. An unknown key names the closest known one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import ConfigError
from mtqe.settings.team_rules import (
    KINDS,
    MAX_RULES,
    Forbidden,
    Length,
    Pairs,
    Phrases,
    Required,
    Rule,
    RuleExample,
    RuleSet,
    Same,
    words,
)

_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CATEGORY = re.compile(r"[a-z]+(-[a-z]+)*(/[a-z]+(-[a-z]+)*)*")


class _File(msgspec.Struct, frozen=True):
    """The keys of a rule file."""

    name: str = ""
    version: str = ""
    rules: tuple[Rule, ...] = ()


def rule_set(table: Mapping[str, Any], where: str, name: str, sha256: str = "") -> RuleSet:
    """The set of rules in the table of a rule file.

    Args:
        table: The content of the file.
        where: The file, for messages.
        name: Name of the set if the file states none.
        sha256: Hash of the file.

    Raises:
        ConfigError: A key is unknown, or a value is of the wrong kind.
    """
    _refuse_unknown(table, _names(_File), f"{where}: ", "the file")
    for key in ("name", "version"):
        if not isinstance(table.get(key, ""), str):
            raise ConfigError(f"{where}: {key} must be a text in quotation marks", f'write {key} = "..."')
    name = table.get("name", "") or name
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"{where}: {name!r} is not a valid name for a set of rules", "use letters, digits, '.', '_' and '-'"
        )
    return RuleSet(name, read_rules(table.get("rules", []), where), where, sha256, table.get("version", ""))


def read_rules(tables: Any, where: str) -> tuple[Rule, ...]:
    """The rules in a list of tables.

    Raises:
        ConfigError: One is wrong: the message names the rule and the key.
    """
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise ConfigError(f"{where}: rules must be tables", "write each rule below a line [[rules]]")
    if len(tables) > MAX_RULES:
        raise ConfigError(f"{where}: {len(tables):,} rules are more than {MAX_RULES:,}", "use lists of phrases")
    found: dict[str, Rule] = {}
    for number, table in enumerate(tables, 1):
        rule = _read_rule(table, number, where)
        if rule.id in found:
            raise ConfigError(f"{where}: two rules have the id {rule.id!r}", "give one of them another id")
        found[rule.id] = rule
    return tuple(found.values())


def _read_rule(table: Mapping[str, Any], number: int, where: str) -> Rule:
    name = table.get("id")
    at = f"{where}, rule {name if isinstance(name, str) and name else number}: "
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        close = difflib.get_close_matches(str(kind), KINDS, n=1)
        wrong = f"unknown kind {kind!r}" if "kind" in table else "it has no kind"
        raise ConfigError(
            at + wrong, f"did you mean {close[0]!r}?" if close else f"write kind = one of {_listed(KINDS)}"
        )
    _refuse_unknown(table, [*_names(KINDS[kind]), "kind"], at, f"a rule of kind {kind}")
    for example in table.get("examples", []):
        if isinstance(example, Mapping):
            _refuse_unknown(example, _names(RuleExample), f"{at}in an example, ", "an example")
    try:
        rule = msgspec.convert(table, Rule)
    except msgspec.ValidationError as error:
        raise ConfigError(at + _explained(str(error)), "docs/rules.md shows every kind of rule") from error
    for fault, hint in _faults(rule):
        raise ConfigError(at + fault, hint)
    checked: Rule = rule
    return checked


def _faults(rule: Rule) -> Iterator[tuple[str, str]]:
    """What a rule of the right types still has wrong, with what to do."""
    if not _ID.fullmatch(rule.id):
        yield f"{rule.id!r} is not a valid id", "use words of letters and digits, joined by hyphens: no-utilise"
    if rule.category and not _CATEGORY.fullmatch(rule.category):
        yield f"{rule.category!r} is not an MQM category", "write it as terminology or style/register"
    for example in rule.examples:
        if rule.by_document and example.source.count("\n") != example.target.count("\n"):
            yield "the texts of an example have different numbers of lines", "a line of both is a segment"
        if example.langs and not re.fullmatch(r"[A-Za-z]{2,3}[A-Za-z0-9]*-[A-Za-z]{2,3}[A-Za-z0-9-]*", example.langs):
            yield f"{example.langs!r} is not a language pair", "write it as en-de"
    match rule:
        case Forbidden(pattern="") | Same(source="") | Required(target=""):
            yield "a pattern is empty, which matches every text", "write what to look for"
        case Same(compare="map", map=table) if not table:
            yield 'compare = "map" needs a table map', 'write map = { Mon = "Mo" }'
        case Same(compare=compare, map=table) if table and compare != "map":
            yield f'map is not used with compare = "{compare}"', 'write compare = "map", or delete map'
        case Phrases(phrases=phrases) if not phrases or not all(text.strip() for text in phrases):
            yield "there are no phrases, or an empty one", 'write phrases = ["..."]'
        case Pairs(pairs=pairs) if not pairs or not all(
            text.strip() for source, target in pairs.items() for text in (source, *(words(target) or ("",)))
        ):
            yield "there are no pairs, or an empty phrase", 'write pairs = { "source phrase" = "its translation" }'
        case Length(max=None, min=None, max_ratio=None, min_ratio=None):
            yield "it limits nothing", "write max, min, max_ratio or min_ratio"


def _explained(message: str) -> str:
    """The message of msgspec without its own notation: `severity: Invalid value 'x'`."""
    match = re.fullmatch(r"(.*) - at (?:`key` in )?`\$\.?(.*)`", message)
    text, key = (match[1], match[2]) if match else (message, "")
    missing = re.fullmatch(r"Object missing required field `(\w+)`", text)
    if missing:
        return f"{f'{key}: ' if key else ''}it has no {missing[1]}"
    return (f"{key}: " if key else "") + text.replace("enum ", "").replace("`array`", "a list").replace("`", "")


def _refuse_unknown(table: Mapping[str, Any], known: Sequence[str], at: str, what: str) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"the keys of {what}: {_listed(known)}"
            raise ConfigError(f"{at}unknown key {key!r}", hint)


def _names(kind: type[msgspec.Struct]) -> list[str]:
    return list(kind.__struct_fields__)


def _listed(names: Iterator[str] | Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(names)
