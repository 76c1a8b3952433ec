"""Makes checks of the rules of a team."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from mtqe.checks.team import address_forms, rule_wording
from mtqe.checks.team.linear_patterns import compiled
from mtqe.checks.team.pattern_syntax import PatternError
from mtqe.checks.team.rule_engine import Engine, Result, concerns
from mtqe.errors import ConfigError
from mtqe.language.language_tags import canonical
from mtqe.model import Segment, UnitFacts
from mtqe.registry.contracts import Check, Context, Example
from mtqe.settings.config import Config
from mtqe.settings.team_rules import (
    Address,
    Forbidden,
    Required,
    Rule,
    RuleExample,
    RuleSet,
    Same,
    TeamRule,
    is_for,
    words,
)

DEFAULT_PAIR = Example("", "").langs
"""The languages of an example that names none, for a rule that is for every language."""


def of_config(config: Config) -> list[Check]:
    """A check for each rule of a configuration."""
    return [_check(rule, origin) for origin in config.rule_sets or () for rule in origin.rules]


def compile_all(checks: Iterable[Check]) -> None:
    """Compile the patterns of rules, so that a wrong one is told before any work.

    Raises:
        ConfigError: A pattern, or a name in braces, is wrong. The message names the file, the rule and the place.
    """
    for check in checks:
        run = check.run
        if isinstance(run, RuleRun):
            _compile(run.rule, run.origin)


def together(checks: Sequence[Check], context: Context) -> Callable[[Segment], Iterator[Result]]:
    """Judges a segment by many rules of scope `segment` at once; see `Engine.judge`."""
    rules: list[Any] = [check.rule for check in checks]
    key = (Engine, *(check.id for check in checks))
    engine = context.settings_memo.once(key, lambda: Engine(rules, context))
    return lambda segment: engine.judge(segment, context)


class RuleRun:
    """Runs one rule, in the way of `Check.run`.

    Args:
        rule: The rule.
        origin: The set that it is of.
    """

    def __init__(self, rule: Rule, origin: RuleSet) -> None:
        self.rule = rule
        self.origin = origin

    def __call__(self, given: Any, context: Context) -> Iterator[Any]:
        """The hits in a segment, or those in the segments of a document."""
        if isinstance(self.rule, Address) and self.rule.by_document:
            judged = [segment for segment in given if concerns(self.rule, segment, context)]
            yield from address_forms.of_document(self.rule, judged, context.target_base)
            return
        key = (RuleRun, self.origin.name, self.rule.id)
        engine = context.settings_memo.once(key, lambda: Engine([self.rule], context))
        for _, result in engine.judge(given, context):
            if isinstance(result, str):
                raise RuntimeError(result)
            yield from result


def _check(rule: Rule, origin: RuleSet) -> Check:
    return Check(
        id=f"{origin.name}/{rule.id}",
        name=rule.id,
        category=rule.category or rule.CATEGORY,
        severity=rule.severity,
        run=RuleRun(rule, origin),
        manual=rule_wording.manual(rule, origin),
        examples=tuple(_example(example, rule) for example in rule.examples),
        scope="document" if rule.by_document else "segment",
        limits=_Limits(rule),
        area=None,
        rule=rule,
    )


class _Limits:
    """Says for which languages a rule is."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def __call__(self, context: Context) -> str | None:
        if not is_for(self._rule, context.source_lang, context.target_lang):
            return "the rule is for other languages"
        if isinstance(self._rule, Address):
            return address_forms.limits(self._rule, context.target_base)
        return None


def pair_of(example: RuleExample, rule: TeamRule) -> tuple[str, str]:
    """The languages of an example."""
    if example.langs:
        source, _, target = example.langs.partition("-")
    else:
        source = next(iter(words(rule.source_lang)), DEFAULT_PAIR[0])
        target = next(iter(words(rule.target_lang)), DEFAULT_PAIR[1])
    return canonical(source), canonical(target)


def facts_of(example: RuleExample) -> dict[str, Any]:
    """The meta of the segments of an example."""
    return UnitFacts(id=example.key or None, max_length=example.max_length or None).meta()


def _example(example: RuleExample, rule: TeamRule) -> Example:
    facts, pair = facts_of(example), pair_of(example, rule)
    return Example(example.source, example.target, example.marks, pair, meta=(facts,) if facts else ())


_PATTERNS: dict[type[TeamRule], tuple[str, ...]] = {
    Forbidden: ("pattern", "allowed"),
    Required: ("source", "target"),
    Same: ("source", "target"),
}


def _compile(rule: Rule, origin: RuleSet) -> None:
    at = f"{origin.path or 'the configuration'}, rule {rule.id}"
    known = set(rule_wording.NAMES[type(rule)])
    for key in (*_PATTERNS.get(type(rule), ()), "when_source", "unless_source"):
        for pattern in filter(None, words(getattr(rule, key))):
            try:
                read = compiled(pattern)
            except PatternError as error:
                where = f"{key}, character {error.place + 1}" if error.place is not None else key
                raise ConfigError(f"{at}, {where}: {error.message}", error.hint or "correct the pattern") from error
            if key in ("pattern", "source") and not isinstance(rule, Address):
                known |= {*read.names, *map(str, range(1, read.groups + 1))}
    for key in ("message", "suggestion"):
        unknown = rule_wording.unknown_name(getattr(rule, key, ""), frozenset(known))
        if unknown is not None:
            hint = f"known names: {', '.join(f'{{{name}}}' for name in sorted(known))}; write {{{{ for a brace"
            raise ConfigError(f"{at}, {key}: nothing has the name {{{unknown}}}", hint)
