"""Runs the examples of rules, which are their tests."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from mtqe.checks import runner
from mtqe.checks.team.rule_checks import facts_of, pair_of
from mtqe.model import Document, Segment
from mtqe.registry.contracts import Check, Context
from mtqe.settings.config import Config
from mtqe.settings.team_rules import RuleExample


@dataclasses.dataclass(frozen=True)
class Tried:
    """What came of an example.

    Args:
        number: Its number in the rule, from 1.
        example: The example.
        marked: The texts that were marked.
        messages: The messages of the findings.
        fault: Why the rule could not be tried, if so.
    """

    number: int
    example: RuleExample
    marked: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether exactly the texts were marked that the example names."""
        return not self.fault and self.marked == self.example.marks


def tried(check: Check, config: Config) -> Iterator[Tried]:
    """Try the examples of a rule, one after the other."""
    assert check.rule is not None
    for number, example in enumerate(check.rule.examples, 1):
        document = Document("example", path=example.path or None, domain=example.domain or None)
        context = Context(*pair_of(example, check.rule), config, documents=(document,))
        outcome = runner.run([check], segments_of(check, example), context)
        (item,) = outcome.items
        if item.state != "ran":
            yield Tried(number, example, fault=f"{item.state}: {item.why}")
            continue
        marked = tuple(text for finding in outcome.findings for text in finding.marked)
        yield Tried(number, example, marked, tuple(finding.message for finding in outcome.findings))


def segments_of(check: Check, example: RuleExample) -> Sequence[Segment]:
    """The segments of an example: one, or one for each line for a rule about documents."""
    meta = facts_of(example)
    pairs = [(example.source, example.target)]
    if check.scope == "document":
        pairs = list(zip(example.source.split("\n"), example.target.split("\n"), strict=True))
    return [Segment(str(at), *pair, doc="example", meta=meta) for at, pair in enumerate(pairs, 1)]
