"""What a rule of each kind finds in a segment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from mtqe.checks.team import address_forms, text_forms, text_measures, written_numbers
from mtqe.checks.team.linear_patterns import LinearPattern, Match, TooMuch, compiled
from mtqe.checks.team.phrase_finder import Occurrence, Wanted, finder_of
from mtqe.checks.team.rule_wording import filled
from mtqe.language.words import whole_span
from mtqe.model import Hit, Segment, Side, Span
from mtqe.registry.contracts import Context
from mtqe.settings.team_rules import (
    MAX_MATCHES,
    Address,
    Forbidden,
    Length,
    Pairs,
    Phrases,
    Required,
    Rule,
    Same,
    words,
)

Found = dict[str, Sequence[Occurrence]]
"""The phrases of a rule that were found, by side."""


def hits(rule: Rule, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    """What a rule finds in a segment.

    Args:
        rule: The rule.
        segment: The segment.
        context: The languages of the run.
        found: The phrases of the rule that `mtqe.checks.team.phrase_finder` found in the segment.

    Raises:
        TooMuch: It finds too much.
    """
    if any(len(every) > MAX_MATCHES for every in found.values()):
        raise TooMuch(f"it finds more than {MAX_MATCHES:,} phrases; make it narrower")
    yield from _KINDS[type(rule)](rule, segment, context, found)


def _forbidden(rule: Forbidden, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    text = segment.text(rule.side)
    spans = [match.span for pattern in words(rule.allowed) for match in compiled(pattern).matches(text)]
    for match in compiled(rule.pattern).matches(text):
        start, end = match.span
        if not any(first <= start and end <= last for first, last in spans):
            texts = match.texts()
            suggestion = filled(rule, texts, rule.suggestion) if rule.suggestion else None
            message = filled(rule, {**texts, "suggestion": suggestion or ""})
            yield Hit(message, (Span(rule.side, start, end),), suggestion=suggestion)


def _required(rule: Required, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    if not segment.target.strip():
        return
    match = next(compiled(rule.source).matches(segment.source), None) if rule.source else None
    if (rule.source and match is None) or compiled(rule.target).search(segment.target):
        return
    spans = (Span("source", *match.span),) if match else whole_span("target", segment.target)
    yield Hit(filled(rule, match.texts() if match else {"match": segment.target}), spans)


class _Captured(NamedTuple):
    """A text to compare, with its range, and the match that it is of."""

    text: str
    span: tuple[int, int]
    match: Match


def _captured(pattern: LinearPattern, text: str) -> Iterator[_Captured]:
    """The first group of each match, or the whole match if the pattern has no group."""
    for match in pattern.matches(text):
        span = match.spans[1 if pattern.groups else 0]
        if span and span[0] < span[1]:
            yield _Captured(text[span[0] : span[1]], span, match)


def _same(rule: Same, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    if not segment.target.strip():
        return
    captured = list(_captured(compiled(rule.source), segment.source))
    if not captured:
        return
    if rule.target:
        rest = list(_captured(compiled(rule.target), segment.target))
    elif rule.compare == "number":
        rest = list(_captured(compiled(written_numbers.WRITTEN), segment.target))
    else:
        rest = []
    missing = []
    for one in captured:
        if rule.target or rule.compare == "number":
            fitting = next((other for other in rest if _agree(rule, one.text, other.text, context)), None)
            if fitting is not None:
                rest.remove(fitting)
                continue
        missing.append(one)
    if not rule.target and rule.compare != "number":
        missing = list(_not_in(segment.target, missing, rule, context))
    for place, one in enumerate(missing):
        other = rest[place] if rule.target and place < len(rest) else None
        expected = " or ".join(f"“{text}”" for text in _expected(rule, one.text))
        texts = one.match.texts() | {"expected": expected, "found": other.text if other else ""}
        spans = [Span("source", *one.span)] + ([Span("target", *other.span)] if other else [])
        message = filled(rule, {**texts, "match": one.text})
        if not rule.message:
            message += f" as {expected}" * (one.text in rule.map) + (f", which has “{other.text}”" if other else "")
        yield Hit(message, tuple(spans))


def _expected(rule: Same, text: str) -> tuple[str, ...]:
    return words(rule.map[text]) if text in rule.map else (text,)


def _agree(rule: Same, source: str, target: str, context: Context) -> bool:
    if rule.compare == "number":
        number = written_numbers.value(source, context.source_base)
        if number is not None:
            return number == written_numbers.value(target, context.target_base)
    if rule.compare == "case":
        return text_forms.caseless(source).text == text_forms.caseless(target).text
    return text_forms.cased(target) in map(text_forms.cased, _expected(rule, source))


def _not_in(target: str, wanted: Sequence[_Captured], rule: Same, context: Context) -> Iterator[_Captured]:
    """The captures that a translation lacks; each needs a place of its own."""
    taken: list[tuple[int, int]] = []
    for one in wanted:
        phrases = tuple(Wanted(0, text, rule.compare != "case", True, False) for text in _expected(rule, one.text))
        places = [(place.start, place.end) for place in _found_once(phrases, target, context)]
        free = next((place for place in places if place not in taken), None)
        if free is None:
            yield one
        else:
            taken.append(free)


def _found_once(phrases: tuple[Wanted, ...], text: str, context: Context) -> Sequence[Occurrence]:
    usable = tuple(phrase for phrase in phrases if phrase.text.strip())
    return finder_of(usable, context.target_base).find(text).get(0, ()) if usable else ()


def _phrases(rule: Phrases, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    text = segment.text(rule.side)
    table = rule.phrases if isinstance(rule.phrases, dict) else {}
    for one in found.get(rule.side, ()):
        match = text[one.start : one.end]
        template = table.get(one.phrase.text) or rule.suggestion
        texts = {"match": match, "phrase": one.phrase.text}
        suggestion = filled(rule, texts, template) if template else None
        message = filled(rule, {**texts, "suggestion": suggestion or ""})
        if suggestion and not rule.message:
            message += f"; write “{suggestion}”"
        yield Hit(message, (Span(rule.side, one.start, one.end),), suggestion=suggestion)


def wanted(rule: Rule, owner: int) -> dict[Side, list[Wanted]]:
    """The phrases by side that must be looked for in all segments for a rule."""
    if isinstance(rule, Phrases):
        options = (rule.match_case, rule.whole_words, rule.inflect)
        found = [Wanted(owner, text, *options) for text in rule.phrases]
        return {rule.side: found + [Wanted(owner, text, *options, allows=True) for text in words(rule.allowed)]}
    if isinstance(rule, Pairs):
        options = (rule.match_case, rule.whole_words, rule.inflect)
        sides: dict[Side, list[Wanted]] = {"source": [Wanted(owner, text, *options) for text in rule.pairs]}
        if rule.both_ways:
            targets = dict.fromkeys(text for value in rule.pairs.values() for text in words(value))
            sides["target"] = [Wanted(owner, text, *options) for text in targets]
        return sides
    return {}


def _pairs(rule: Pairs, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    if not segment.target.strip() or not segment.source.strip():
        return
    langs: dict[Side, str] = {"source": context.source_base, "target": context.target_base}
    sides: tuple[tuple[Side, Side], ...] = (("source", "target"), ("target", "source"))
    for side, other in sides:
        firsts = {one.phrase.text: one for one in reversed(found.get(side, ()))}
        for phrase, one in reversed(firsts.items()):
            partners = _partners(rule, phrase, side)
            options = (rule.match_case, rule.whole_words, rule.inflect)
            wanted_there = tuple(Wanted(0, text, *options) for text in partners)
            if not finder_of(wanted_there, langs[other]).find(segment.text(other)):
                match = segment.text(side)[one.start : one.end]
                yield _pair_hit(rule, phrase, match, partners, Span(side, one.start, one.end))


def _partners(rule: Pairs, phrase: str, side: Side) -> Sequence[str]:
    """The phrases of which the other side must have one."""
    if side == "source":
        return words(rule.pairs[phrase])
    return [source for source, targets in rule.pairs.items() if phrase in words(targets)]


def _pair_hit(rule: Pairs, phrase: str, match: str, partners: Sequence[str], span: Span) -> Hit:
    expected = " or ".join(f"“{text}”" for text in partners)
    return Hit(filled(rule, {"match": match, "phrase": phrase, "expected": expected}), (span,))


def _length(rule: Length, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    text = segment.target
    if not text.strip():
        return
    length = text_measures.length(text, rule.measure, context.target_base)
    limit: float | None = segment.unit.max_length if rule.max == "unit" else rule.max
    least: float | None = rule.min
    if segment.source.strip() and (rule.max_ratio or rule.min_ratio):
        of_source = text_measures.length(segment.source, rule.measure, context.source_base)
        if rule.max_ratio is not None:
            limit = min(of_source * rule.max_ratio, limit if isinstance(limit, int) else float("inf"))
        if rule.min_ratio is not None:
            least = max(of_source * rule.min_ratio, least or 0)
    measure = "columns" if rule.measure == "width" else rule.measure
    texts = {"match": text, "length": f"{length:,}", "measure": measure}
    if isinstance(limit, int | float) and 0 < limit < length:
        start, end = text_measures.surplus(text, rule.measure, limit, context.target_base)
        yield Hit(filled(rule, {**texts, "limit": f"at most {_number(limit)}"}), (Span("target", start, end),))
    elif least is not None and length < least:
        yield Hit(filled(rule, {**texts, "limit": f"at least {_number(least)}"}), whole_span("target", text))


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _address(rule: Address, segment: Segment, context: Context, found: Found) -> Iterator[Hit]:
    yield from address_forms.of_segment(rule, segment, context.target_base)


_KINDS: dict[type[Any], Callable[[Any, Segment, Context, Found], Iterator[Hit]]] = {
    Forbidden: _forbidden,
    Required: _required,
    Same: _same,
    Phrases: _phrases,
    Pairs: _pairs,
    Length: _length,
    Address: _address,
}
