"""Glossary terms in a segment: which the source has, and which of their renderings the translation has.

Terms that are to be kept as they are have no renderings; `kept` finds these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from mtqe.checks.terms.occurrences import core, starts_sentence
from mtqe.checks.terms.renderings import NOWHERE, Places, Rendering, View, lenient, rendering, strict
from mtqe.checks.terms.source_terms import Index, Occurrence
from mtqe.contracts import Context
from mtqe.lang import language
from mtqe.model import Segment, Span, Term

State = Literal["rendered", "missing", "forbidden"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a source term in a segment.

    Args:
        source: Its first occurrence.
        term: The term as the glossary writes it.
        state: Whether an approved rendering is there, none is, or a forbidden one is.
        approved: The approved renderings, preferred first.
        used: The forbidden rendering's row, when the state is `forbidden`.
        target: Where the forbidden rendering stands, when the state is `forbidden`.
    """

    source: Span
    term: str
    state: State
    approved: tuple[str, ...]
    used: Term | None = None
    target: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A source term and the one approved rendering that a segment has for it.

    Args:
        term: The term as the glossary writes it.
        rendering: The rendering as the glossary writes it.
        source: The term's first occurrence.
        target: The rendering, at the place that corresponds best.
    """

    term: str
    rendering: str
    source: Span
    target: Span


def judge(segment: Segment, context: Context) -> Iterator[Judgement]:
    """What became of each glossary term that the source holds; nothing for an empty or untranslated segment."""
    groups = _groups(segment, context)
    if not groups:
        return
    view = View(segment.target, context.once(_index).target)
    allowed = {
        name: [places for item in _renderings(group[0], forbidden=False) for places in strict(item, view)]
        for name, group in groups.items()
    }
    covered = [places for every in allowed.values() for places in every]
    for name, group in groups.items():
        yield from _judge(group, allowed[name], covered, view, len(segment.source))


def _groups(segment: Segment, context: Context) -> dict[frozenset[str], list[Occurrence]]:
    """The occurrences of the terms that the source holds, by term."""
    target = segment.target.strip()
    if not target or target == segment.source.strip():
        return {}
    groups: dict[frozenset[str], list[Occurrence]] = {}
    for occurrence in context.once(_index).find(segment.source):
        rows = [row for entry in occurrence.entries for row in entry.terms]
        if any(row.status != "keep" for row in rows) and not _kept_name(occurrence, segment):
            groups.setdefault(frozenset(entry.source for entry in occurrence.entries), []).append(occurrence)
    return groups


def uses(segment: Segment, context: Context) -> Iterator[Use]:
    """The terms of which the segment has one approved rendering and no other, word for word, in any inflection.

    A compound is a word of its own (*Sicherheitsfirma*), and says nothing of the term.
    """
    view: View | None = None
    for group in _groups(segment, context).values():
        renderings = _renderings(group[0], forbidden=False)
        if len(renderings) < 2:
            continue
        view = view or View(segment.target, context.once(_index).target)
        found = [(item, places) for item in renderings if (places := strict(item, view))]
        if len(found) == 1:
            item, every = found[0]
            first = Span("source", group[0].start, group[0].end)
            nearest = min(every, key=lambda places: _distance(places, group[:1], view, len(segment.source)))
            for span in _spans(nearest, view):
                yield Use(group[0].entries[0].source, item.text, first, span)


def kept(segment: Segment, context: Context) -> Iterator[tuple[str, Span]]:
    """The terms of the source that must stand in the translation as they are, each with its first occurrence.

    A name is its spelling: *legend* is no *LeGend*, and a source that writes *ebook* for *eBook* asks for neither.
    """
    index = context.once(_index)
    if not index.has_kept or not segment.target.strip():
        return
    seen = set()
    for occurrence in index.find(segment.source):
        for row in (row for entry in occurrence.entries for row in entry.terms):
            text = segment.source[occurrence.start : occurrence.end]
            before, name = core(row.source)
            written = text.startswith((name, row.source)) or segment.source.isupper()
            written = written and (occurrence.entries[0].symbols or segment.source[: occurrence.start].endswith(before))
            if row.status == "keep" and row.source not in seen and written:
                seen.add(row.source)
                yield row.source, Span("source", occurrence.start, occurrence.end)


def _kept_name(item: Occurrence, segment: Segment) -> bool:
    """Whether the term is a part of a name that the translation leaves as it is: *Salvation Army*."""
    text = segment.source
    if not text[item.start].isupper():
        return False
    before = re.search(r"[A-Z][\w'’-]*\s$", text[max(0, item.start - 30) : item.start])
    after = re.match(r"\s[A-Z][\w'’-]*", text[item.end : item.end + 30])
    name = text[item.start : item.end]
    return (before is not None and before[0] + name in segment.target) or (
        after is not None and name + after[0] in segment.target
    )


def _index(context: Context) -> Index:
    terms = context.glossary.terms if context.glossary is not None else ()
    return Index(terms, context.source_base, context.target_base)


def has_forbidden(context: Context) -> bool:
    """Whether the glossary of the run forbids any rendering."""
    return context.once(_index).has_forbidden


def _judge(
    group: list[Occurrence], allowed: list[Places], covered: list[Places], view: View, length: int
) -> Iterator[Judgement]:
    first = group[0]
    approved = _renderings(first, forbidden=False)
    names = tuple(item.text for item in approved)
    base = Judgement(Span("source", first.start, first.end), first.entries[0].source, "rendered", names)
    used = _forbidden(first, approved, covered, view)
    allowed = [places for places in allowed if all(places != wrong for _, wrong in used)]
    loose = False
    if not allowed:
        for item in approved:
            # A word of a forbidden rendering stands for no approved one, unless it is only a part of it.
            wrong = {place for row, places in used for place in places if not _words(row.target) < _words(item.text)}
            loose = loose or lenient(item, view, frozenset(wrong)) != NOWHERE
    if used and not loose and len(set(allowed)) < len(group):
        # One word too many translates something else: the term's own is the one at the corresponding place.
        away = {places: _distance(places, group, view, length) for _, places in used}
        near = set(sorted(away, key=away.__getitem__)[: len(group)])
        for row, places in ((row, places) for row, places in used if places in near):
            yield replace(base, state="forbidden", used=row, target=tuple(_spans(places, view)))
    else:
        yield base if allowed or loose or used or not approved else replace(base, state="missing")


def _renderings(occurrence: Occurrence, forbidden: bool) -> list[Rendering]:
    every = [item for entry in occurrence.entries for item in entry.renderings(forbidden)]
    return list(dict.fromkeys(every))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(str.lower, rendering(text).words))


def _forbidden(
    occurrence: Occurrence, approved: list[Rendering], covered: list[Places], view: View
) -> list[tuple[Term, Places]]:
    """The forbidden renderings in the text that are no part of an approved one."""
    found: list[tuple[Term, Places]] = []
    keys = view.lex.keys
    texts = {tuple(keys(word)[0].lower() for word in item.words): item.text for item in approved}
    joined = {"".join(words): text for words, text in texts.items()}
    for row in (row for entry in occurrence.entries for row in entry.terms if row.status == "forbidden"):
        item = rendering(row.target)
        # Where the two differ in case, hyphens or spelling only, that is what is forbidden.
        other = joined.get("".join(keys(word)[0].lower() for word in item.words))
        for places in strict(item, view, compounds=True):
            if not any(places <= one for one in covered) if other is None else _nearer(places, view, item.text, other):
                found.append((row, places))
    return sorted(found, key=lambda pair: min(pair[1]))


def _nearer(places: Places, view: View, wrong: str, right: str) -> bool:
    """Whether a place of the text is written as one of two renderings rather than as the other."""
    span = next(_spans(places, view), None)
    if span is None:
        return False
    written = view.text[span.start : span.end]
    if starts_sentence(view.text, span.start):
        wrong, right, written = (text[:1].lower() + text[1:] for text in (wrong, right, written))
    return _likeness(written, wrong) > _likeness(written, right)


def _likeness(one: str, other: str) -> tuple[int, int]:
    """How long two texts begin alike, without and with regard to case."""
    return _shared(one.lower(), other.lower()), _shared(one, other)


def _shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _distance(places: Places, group: list[Occurrence], view: View, length: int) -> float:
    """How far a place in the translation is from where the nearest occurrence of the term would stand in it, 0 to 1."""
    spans = list(_spans(places, view))
    if not spans:
        return 1.0
    there = (spans[0].start + spans[-1].end) / 2 / max(1, len(view.text))
    return min(abs(there - (one.start + one.end) / 2 / max(1, length)) for one in group)


def _spans(places: Places, view: View) -> Iterator[Span]:
    if language(view.lex.lang).spaceless:
        yield Span("target", min(places), max(places) + 1)
    elif min(places) >= 0:
        for first in sorted(places):
            if first - 1 not in places:
                last = next(n for n in range(first, len(view.words)) if n + 1 not in places)
                yield Span("target", view.words[first].start, view.words[last].end)
