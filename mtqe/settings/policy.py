"""The policy of the gate as data, `[gate]` in `mtqe.toml`: the limits and the documents that they apply to.

`mtqe.gate.verdicts` explains the limits; `docs/gate.md` has examples.
"""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

import msgspec

from mtqe.model import Document, Report, Severity
from mtqe.model.areas import MISLEADING, Area
from mtqe.stats.mqm import THRESHOLD

NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=0)]
Limit = Number | NotNegative
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Words = str | tuple[str, ...]
Each = Literal["both", "corpus", "document"]
Duty = Literal["must-pass", "may-fail"]


KEY_VARIABLE = r"^([A-Z][A-Z0-9_]*_REPORT_KEY)?$(?!\n)"
"""The values of `gate.key_env`: no configuration can use the secret in any other variable."""


class CategoryLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[gate.category."accuracy/omission"]`: limits for the findings of one MQM category and those below it.

    Args:
        max: As in `GateConfig`.
        max_per_1000: As in `GateConfig`.
        max_mqm_per_1000: As in `GateConfig`.
    """

    max: dict[Severity, Limit] = {}
    max_per_1000: dict[Severity, NotNegative] = {}
    max_mqm_per_1000: NotNegative | None = None


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which documents a rule governs: those that match every given key. A key is a string or a list of strings.

    Args:
        source_lang: BCP 47 tags; `de` also matches `de-AT`.
        target_lang: BCP 47 tags.
        domain: Names from `[domains]`.
        path: Patterns for the path of source or translation; see `path_fits`.
    """

    source_lang: Words = ()
    target_lang: Words = ()
    domain: Words = ()
    path: Words = ()


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[gate.rules]]`: different limits for some documents. Keys that a rule omits are as in `[gate]`.

    Args:
        match: The documents that the rule governs.
        name: Name of the rule in reasons; by default a description of `match`.
        each: As in `GateConfig`.
        max: As in `GateConfig`; overrides its limits severity by severity.
        max_per_1000: Likewise.
        max_mqm_per_1000: As in `GateConfig`; `inf` removes the limit.
        min: As in `GateConfig`; overrides its floors metric by metric.
        max_score: Likewise, its ceilings.
        min_segment: Likewise, its floors of segments.
        category: Likewise, category by category.
        max_new: Likewise, severity by severity.
        max_drop: Likewise, metric by metric.
        completeness: As in `GateConfig`.
    """

    match: Match = Match()
    name: str = ""
    each: Each | None = None
    max: dict[Severity, Limit] = {}
    max_per_1000: dict[Severity, NotNegative] = {}
    max_mqm_per_1000: NotNegative | None = None
    min: dict[str, float] = {}
    max_score: dict[str, float] = {}
    min_segment: dict[str, float] = {}
    category: dict[str, CategoryLimits] = {}
    max_new: dict[Severity, Limit] = {}
    max_drop: dict[str, NotNegative] = {}
    completeness: Share | None = None


class GateConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[gate]`: the policy that decides pass or fail.

    Args:
        max: Greatest allowed number of findings of a severity or worse; `inf` means no limit.
        max_per_1000: Greatest allowed number of findings of a severity or worse per 1,000 source words; a limit above 0
            never fails a text for a single finding, except as `never_spared` says.
        max_mqm_per_1000: Greatest allowed MQM penalty per 1,000 source words; `None` means no limit.
        min: Lowest allowed corpus score by metric, for metrics where higher is better.
        max_score: Highest allowed corpus score by metric, for metrics where lower is better, such as TER.
        min_segment: Lowest allowed score of a segment by metric, for metrics where higher is better.
        min_segment_by: Whether a segment is below `min_segment` by its `score`, or only if the upper end of the
            `interval` of its score is; the text then says how many segments this spares.
        incomplete: Whether a metric or check that could not run fails the gate.
        new_only: Count only findings that are not in the baseline report.
        category: Limits by MQM category, each for the findings of that category and those below it.
        max_new: Greatest allowed number of findings of a severity or worse that are not in the baseline report.
        max_drop: Allowed drop against the baseline by metric; a drop that exceeds it beyond chance fails.
        min_confidence: Findings with a confidence below this, 0 to 1, never count.
        each: Whether the limits apply to the `corpus` as a whole or to every `document`. With `both`, limits on numbers
            of findings apply to every document, those on scores to the corpus, and those on rates to both.
        coverage: Areas of errors that must have been looked for; `None` means `mtqe.model.areas.NEEDED`. An area that
            the configuration switched off is missed only if it is named here.
        uncovered: Whether a report is `incomplete` if a needed area was not looked for, or may `pass` with a remark.
        completeness: Least share of the texts in files of programs and translation tools that must be translated, 0 to
            1. The program shows the source of all others.
        never_spared: Areas in which a major error fails a text although its rate per 1,000 words is allowed, unless its
            check is unsure in the language pair. A critical error fails it, too. If `max` has a limit for the severity,
            that limit decides alone.
        min_words: Number of source words below which a rate per 1,000 words is unreliable.
        undecided: Effect of an undecided rule: `pass`, `fail`, or `point` (the value itself decides).
        mqm_threshold: Calibrated MQM score of a text whose penalty equals `max_mqm_per_1000`.
        rules: Different limits for some documents; the first rule that matches a document governs it.
        languages: Whether a release of several languages needs each of them to pass: `must-pass`, the default, or
            `may-fail`, by BCP 47 tag; `*` is every other language.
        key_env: Name of the environment variable with the key that signs reports, which ends with `_REPORT_KEY`; empty
            if reports need no signature.
    """

    max: dict[Severity, Limit] = msgspec.field(default_factory=lambda: {Severity.CRITICAL: 0})
    max_per_1000: dict[Severity, NotNegative] = msgspec.field(default_factory=lambda: {Severity.MAJOR: 2.0})
    max_mqm_per_1000: NotNegative | None = None
    min: dict[str, float] = {}
    max_score: dict[str, float] = {}
    min_segment: dict[str, float] = {}
    min_segment_by: Literal["score", "interval"] = "score"
    incomplete: Literal["fail", "pass"] = "fail"
    new_only: bool = False
    category: dict[str, CategoryLimits] = {}
    max_new: dict[Severity, Limit] = {}
    max_drop: dict[str, NotNegative] = {}
    min_confidence: Share = 0.0
    each: Each = "both"
    coverage: tuple[Area, ...] | None = None
    uncovered: Literal["incomplete", "pass"] = "incomplete"
    completeness: Share = 0.95
    never_spared: tuple[Area, ...] = MISLEADING
    min_words: Number = 300
    undecided: Literal["point", "pass", "fail"] = "point"
    mqm_threshold: Annotated[float, msgspec.Meta(ge=0, lt=100)] = THRESHOLD
    rules: tuple[Rule, ...] = ()
    languages: dict[str, Duty] = {}
    key_env: Annotated[str, msgspec.Meta(pattern=KEY_VARIABLE)] = ""


def governed(policy: GateConfig, rule: Rule) -> GateConfig:
    """The policy for the documents of a rule: its limits override those of `[gate]`."""
    tables = ("max", "max_per_1000", "min", "max_score", "min_segment", "category", "max_new", "max_drop")
    changes: dict[str, Any] = {name: {**getattr(policy, name), **getattr(rule, name)} for name in tables}
    if rule.each is not None:
        changes["each"] = rule.each
    if rule.completeness is not None:
        changes["completeness"] = rule.completeness
    if rule.max_mqm_per_1000 is not None:
        changes["max_mqm_per_1000"] = rule.max_mqm_per_1000
    return msgspec.structs.replace(policy, rules=(), **changes)


def rule_of(document: Document, report: Report, rules: Iterable[Rule]) -> Rule | None:
    """The first rule that matches a document; a document without languages has those of its run."""
    return next((rule for rule in rules if _fits(document, report, rule.match)), None)


def _fits(document: Document, report: Report, match: Match) -> bool:
    source = document.source_lang or report.run.source_lang or ""
    target = document.target_lang or report.run.target_lang or ""
    wanted = (_words(match.source_lang), _words(match.target_lang), _words(match.domain), _words(match.path))
    return (
        (not wanted[0] or any(_is_language(source, tag) for tag in wanted[0]))
        and (not wanted[1] or any(_is_language(target, tag) for tag in wanted[1]))
        and (not wanted[2] or document.domain in wanted[2])
        and (not wanted[3] or any(path_fits(document, pattern) for pattern in wanted[3]))
    )


def describe(rule: Rule) -> str:
    """The name of a rule, or a description of what it matches."""
    if rule.name:
        return rule.name
    keys = ("source_lang", "target_lang", "domain", "path")
    given = [(key, _words(getattr(rule.match, key))) for key in keys]
    return ", ".join(f"{key} {' or '.join(words)}" for key, words in given if words) or "every document"


def path_fits(document: Document, pattern: str) -> bool:
    """Whether the path of a document's translation or source matches a pattern.

    `*` matches any characters, including `/`; `?` matches one character, `[ab]` one of those listed. A pattern that
    does not begin with `/` may match from any folder of the path.
    """
    paths = [path.replace("\\", "/") for path in (document.path, document.source_path) if path]
    return any(fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, f"*/{pattern}") for path in paths)


def with_domains(report: Report, domains: dict[str, tuple[str, ...]]) -> Report:
    """The report with the domain of each document set: the first of `[domains]` with a pattern that matches."""
    if not domains:
        return report
    documents = (msgspec.structs.replace(one, domain=domain_of(one, domains)) for one in report.documents)
    return msgspec.structs.replace(report, documents=tuple(documents))


def domain_of(document: Document, domains: dict[str, tuple[str, ...]]) -> str | None:
    """The domain of a document: the first of `[domains]` with a pattern that matches, if there is one."""
    fitting = (name for name, patterns in domains.items() if any(path_fits(document, pattern) for pattern in patterns))
    return next(fitting, None)


def fractions(policy: GateConfig) -> Iterator[str]:
    """The limits on numbers of findings that are no whole number, nor `inf`, which removes a limit."""
    tables: list[tuple[str, GateConfig | Rule]] = [("", policy)]
    tables += ((f"rules[{number}].", rule) for number, rule in enumerate(policy.rules))
    for start, table in tables:
        places = [(f"{start}max", table.max), (f"{start}max_new", table.max_new)]
        places += [(f"{start}category.{path}.max", limits.max) for path, limits in table.category.items()]
        for key, limits_of in places:
            yield from (f"{key}.{name}" for name, limit in limits_of.items() if limit not in (math.inf, limit // 1))


def not_numbers(policy: GateConfig) -> Iterator[str]:
    """The keys below `[gate]` whose value is nan. No number is below or above nan, so the gate would always pass."""

    def walk(value: Any, key: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, f"{key}.{name}" if key else str(name))
        elif isinstance(value, (list, tuple)):
            for number, inner in enumerate(value):
                yield from walk(inner, f"{key}[{number}]")
        elif isinstance(value, float) and math.isnan(value):
            yield key

    yield from walk(msgspec.to_builtins(policy), "")


def _words(value: Words) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _is_language(tag: str, wanted: str) -> bool:
    return tag.lower() == wanted.lower() or tag.lower().startswith(wanted.lower() + "-")
