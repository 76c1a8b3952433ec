"""Runs all rules of a team over a segment at once.

The phrases of all rules are looked for together (Aho-Corasick), and so are pieces of text without which a pattern
cannot match, so that the time for a segment hardly depends on the number of rules.
"""

from __future__ import annotations

import fnmatch
import re
import time
import warnings
from collections.abc import Iterator, Sequence

from mtqe.checks.team import rule_kinds, text_forms
from mtqe.checks.team.linear_patterns import TooMuch, compiled
from mtqe.checks.team.phrase_finder import Occurrence, PhraseFinder, Wanted
from mtqe.errors import reason
from mtqe.language.prefilter import Sieve, mesh
from mtqe.model import Document, Hit, Segment, Side
from mtqe.registry.contracts import Context
from mtqe.settings import policy
from mtqe.settings.team_rules import MAX_SECONDS, Forbidden, Pairs, Phrases, Required, Rule, Same, TeamRule, words

SIDES: tuple[Side, Side] = ("source", "target")
Result = tuple[int, list[Hit] | str]
"""The number of a rule, and its hits, or why it failed."""


class Engine:
    """Some rules, for the segments of a run.

    Args:
        rules: The rules; they are for its languages.
        context: The languages of the run.
    """

    def __init__(self, rules: Sequence[Rule], context: Context) -> None:
        self._rules = rules
        phrases: dict[Side, list[Wanted]] = {side: [] for side in SIDES}
        patterns: dict[Side, tuple[list[int], list[list[str] | None]]] = {side: ([], []) for side in SIDES}
        self._always: list[int] = []
        for number, rule in enumerate(rules):
            for side, every in rule_kinds.wanted(rule, number).items():
                phrases[side] += every
            if trigger := _trigger(rule):
                patterns[trigger[0]][0].append(number)
                patterns[trigger[0]][1].append(_sieved(trigger[1]))
            elif not isinstance(rule, Phrases | Pairs):
                self._always.append(number)
        langs = {"source": context.source_base, "target": context.target_base}
        self._finders = {side: PhraseFinder(phrases[side], langs[side]) for side in SIDES if phrases[side]}
        self._sieves = {side: (numbers, Sieve(map(mesh, of))) for side, (numbers, of) in patterns.items() if numbers}

    def judge(self, segment: Segment, context: Context) -> Iterator[Result]:
        """The results of the rules that found something in a segment, or failed in it. A rule fails once in a run."""
        failed = context.run_memo.once(Engine, set[int])  # the identities of rules
        found: dict[int, dict[str, Sequence[Occurrence]]] = {}
        for side, finder in self._finders.items():
            for number, every in finder.find(segment.text(side)).items():
                found.setdefault(number, {})[side] = every
        possible = {*self._always, *found}
        for side, (numbers, sieve) in self._sieves.items():
            # `ſ` is the only letter whose other case a pattern without case finds and the sieve does not.
            text = text_forms.composed(segment.text(side)).text.replace("ſ", "s")
            possible.update(numbers[at] for at in sieve.possible(text))
        for number in sorted(possible):
            if id(self._rules[number]) in failed:
                continue
            result = _result(self._rules[number], segment, context, found.get(number, {}))
            if isinstance(result, str):
                failed.add(id(self._rules[number]))
            if result:
                yield number, result


def _result(rule: Rule, segment: Segment, context: Context, found: rule_kinds.Found) -> list[Hit] | str:
    """The hits of a rule in a segment, or the reason why it failed."""
    started = time.perf_counter()
    try:
        hits = list(rule_kinds.hits(rule, segment, context, found)) if concerns(rule, segment, context) else []
        if time.perf_counter() - started > MAX_SECONDS:
            _refuse_slow(rule, segment, context, found)
    except TooMuch as error:
        return f"segment {segment.id}: {error}"
    except Exception as error:
        return f"segment {segment.id}: {reason(error)}"
    return hits


def _refuse_slow(rule: Rule, segment: Segment, context: Context, found: rule_kinds.Found) -> None:
    """Run a rule once more, in processor time: the machine may have been busy. That clock is too slow for every run.

    Raises:
        TooMuch: It takes too long.
    """
    started = time.thread_time()
    list(rule_kinds.hits(rule, segment, context, found))
    seconds = time.thread_time() - started
    if seconds > MAX_SECONDS:
        raise TooMuch(f"it took {seconds:.1f} seconds, and {MAX_SECONDS:g} are allowed; make it simpler")


def concerns(rule: TeamRule, segment: Segment, context: Context) -> bool:
    """Whether a rule judges a segment: by its document, its key, and its source."""
    if rule.domain or rule.path:
        document = document_of(segment, context)
        if document is None or not _is_in(rule, document, context):
            return False
    if rule.key:
        key = segment.unit.id or ""
        if not any(fnmatch.fnmatchcase(key, pattern) for pattern in words(rule.key)):
            return False
    if rule.when_source and not compiled(rule.when_source).search(segment.source):
        return False
    return not (rule.unless_source and compiled(rule.unless_source).search(segment.source))


def document_of(segment: Segment, context: Context) -> Document | None:
    """The document of a segment, if it is known."""
    if segment.doc is None:
        return context.documents[0] if len(context.documents) == 1 else None
    by_id = context.run_memo.once(_by_id, lambda: _by_id(context))
    return by_id.get(segment.doc)


def _by_id(context: Context) -> dict[str, Document]:
    return {document.id: document for document in context.documents}


def _is_in(rule: TeamRule, document: Document, context: Context) -> bool:
    if rule.path and not any(policy.path_fits(document, pattern) for pattern in words(rule.path)):
        return False
    domain = document.domain or policy.domain_of(document, context.config.domains)
    return not rule.domain or domain in words(rule.domain)


def _trigger(rule: Rule) -> tuple[Side, str] | None:
    """The side and the pattern without which in a text of that side a rule finds nothing."""
    if isinstance(rule, Forbidden):
        return rule.side, rule.pattern
    if isinstance(rule, Required | Same) and rule.source:
        return "source", rule.source
    return None


def _sieved(pattern: str) -> list[str] | None:
    """A pattern for the sieve; `None` if Python cannot read it."""
    sieve = compiled(pattern).sieve
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(sieve)
    except (re.error, OverflowError, RecursionError):
        return None
    return [sieve]
