"""The glossary terms in the source of a segment, and their renderings in its translation.

Protected terms, which stay as they are, have no renderings; `protected_terms` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from mtqe.checks.terms import english_terms as english
from mtqe.checks.terms import inflected
from mtqe.checks.terms.occurrences import core, starts_sentence
from mtqe.checks.terms.renderings import NOWHERE, Places, Rendering, View, lenient, rendering, strict
from mtqe.checks.terms.source_terms import Index, Occurrence
from mtqe.language.lang import language
from mtqe.model import Segment, Span, Term
from mtqe.registry.contracts import Context

State = Literal["rendered", "missing", "forbidden"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a segment renders a source term.

    Args:
        source: First occurrence of the term.
        term: The term as the glossary writes it.
        state: Whether the translation has an approved rendering, none, or a forbidden one.
        approved: The approved renderings, preferred first.
        firm: Whether the term can hardly be an everyday word; see `Entry`.
        suggestion: The preferred rendering, in the form that its place wants if that is certain.
        plural: Whether the source has the plural of the term; `None` if that is not known.
        used: The glossary row of the forbidden rendering, if the state is `forbidden`.
        sure: Whether the suggestion surely fits its place: it is certain, and no word beside it has to change.
        target: Spans of the words in place of the rendering: of the forbidden one if the state is `forbidden`; of an
            adjective and the right noun (*schlechte Akteure*) if it is `missing`; else none.
    """

    source: Span
    term: str
    state: State
    approved: tuple[str, ...]
    firm: bool
    suggestion: str | None = None
    plural: bool | None = None
    used: Term | None = None
    target: tuple[Span, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A source term and the only approved rendering that a segment has for it.

    Args:
        term: The term as the glossary writes it.
        rendering: The rendering as the glossary writes it.
        source: The term's first occurrence.
        target: The rendering, at the place that corresponds best to the occurrence.
    """

    term: str
    rendering: str
    source: Span
    target: Span


def judge(segment: Segment, context: Context) -> Iterator[Judgement]:
    """Judge each glossary term in the source; yields nothing for an empty or untranslated segment."""
    groups = _groups(segment, context)
    if not groups:
        return
    view = View(segment.target, _indexed(context).target)
    allowed = {
        name: [places for item in _renderings(group[0], forbidden=False) for places in strict(item, view)]
        for name, group in groups.items()
    }
    all_allowed = [places for allowed_places in allowed.values() for places in allowed_places]
    for name, group in groups.items():
        yield from _judge(group, allowed[name], all_allowed, view, segment.source)


def _groups(segment: Segment, context: Context) -> dict[frozenset[str], list[Occurrence]]:
    """The occurrences of the glossary terms in the source, by term."""
    target = segment.target.strip()
    if not target or target == segment.source.strip():
        return {}
    groups: dict[frozenset[str], list[Occurrence]] = {}
    for occurrence in _indexed(context).find(segment.source):
        rows = [row for entry in occurrence.entries for row in entry.terms]
        if any(row.status != "keep" for row in rows) and not _in_copied_name(occurrence, segment):
            groups.setdefault(frozenset(entry.source for entry in occurrence.entries), []).append(occurrence)
    return groups


def uses(segment: Segment, context: Context) -> Iterator[Use]:
    """The terms for which the segment has exactly one of several approved renderings, in any inflection.

    A compound with a rendering (*Sicherheitsfirma*) does not count, because it is another word.
    """
    view: View | None = None
    for group in _groups(segment, context).values():
        renderings = _renderings(group[0], forbidden=False)
        if len(renderings) < 2:
            continue
        view = view or View(segment.target, _indexed(context).target)
        present = [(item, matches) for item in renderings if (matches := strict(item, view))]
        if len(present) == 1:
            item, matches = present[0]
            first = Span("source", group[0].start, group[0].end)
            nearest = min(matches, key=lambda places: _distance(places, group[:1], view, len(segment.source)))
            for span in _spans(nearest, view):
                yield Use(group[0].entries[0].source, item.text, first, span)


def protected_terms(segment: Segment, context: Context) -> Iterator[tuple[str, Span]]:
    """The terms of the source that must stay as they are, each with its first occurrence.

    The spelling must be that of the glossary: *legend* is not *LeGend*, and *ebook* in the source is not *eBook*.
    """
    index = _indexed(context)
    if not index.has_protected or not segment.target.strip():
        return
    reported = set()
    for occurrence in index.find(segment.source):
        for row in (row for entry in occurrence.entries for row in entry.terms):
            text = segment.source[occurrence.start : occurrence.end]
            before, name = core(row.source)
            same = text.startswith((name, row.source)) or segment.source.isupper()
            same = same and (occurrence.entries[0].symbols or segment.source[: occurrence.start].endswith(before))
            if row.status == "keep" and row.source not in reported and same:
                reported.add(row.source)
                yield row.source, Span("source", occurrence.start, occurrence.end)


def _in_copied_name(occurrence: Occurrence, segment: Segment) -> bool:
    """Whether the term is part of a longer name that the translation keeps unchanged: *Salvation Army*."""
    text, start, end = segment.source, occurrence.start, occurrence.end
    if not text[start].isupper():
        return False
    before = re.search(r"[A-Z][\w'’-]*\s$", text[max(0, start - 30) : start])
    after = re.match(r"\s[A-Z][\w'’-]*", text[end : end + 30])
    name = text[start:end]
    return (before is not None and before[0] + name in segment.target) or (
        after is not None and name + after[0] in segment.target
    )


def _index(context: Context) -> Index:
    terms = context.glossary.terms if context.glossary is not None else ()
    return Index(terms, context.source_base, context.target_base)


def _indexed(context: Context) -> Index:
    """The index of the glossary of the run."""
    return context.settings_memo.once(_index, lambda: _index(context))


def has_forbidden(context: Context) -> bool:
    """Whether the glossary of the run forbids any rendering."""
    return _indexed(context).has_forbidden


def _judge(
    group: list[Occurrence], allowed: list[Places], all_allowed: list[Places], view: View, source: str
) -> Iterator[Judgement]:
    """Judge one term."""
    first = group[0]
    approved = _renderings(first, forbidden=False)
    base = _rendered(first, approved, source)
    used = _forbidden(first, approved, all_allowed, view)
    allowed = [places for places in allowed if all(places != forbidden for _, forbidden in used)]
    possibly_rendered = False
    if not allowed:
        for item in approved:
            # The words of a forbidden rendering cannot be the approved one, unless they are only a part of it.
            banned = {place for row, places in used for place in places if not _words(row.target) < _words(item.text)}
            possibly_rendered = possibly_rendered or lenient(item, view, frozenset(banned)) != NOWHERE
    if used and not possibly_rendered and len(set(allowed)) < len(group):
        # More forbidden words than occurrences: the extra ones translate something else. Report those nearest to the
        # corresponding place.
        distances = {places: _distance(places, group, view, len(source)) for _, places in used}
        near = set(sorted(distances, key=distances.__getitem__)[: len(group)])
        for row, places in ((row, places) for row, places in used if places in near):
            judgement = replace(base, state="forbidden", used=row)
            is_compound = places not in strict(rendering(row.target), view)
            yield _placed(judgement, NOWHERE if is_compound else places, approved, view, tuple(_spans(places, view)))
    elif allowed or possibly_rendered or used or not approved:
        yield base
    else:
        places = inflected.beside_its_noun(approved[0], view)
        spans = tuple(_spans(places, view)) if places else ()
        yield _placed(replace(base, state="missing"), places, approved, view, spans)


def _rendered(first: Occurrence, approved: list[Rendering], source: str) -> Judgement:
    """The judgement for a term that is rendered."""
    entry = first.entries[0]
    return Judgement(
        Span("source", first.start, first.end),
        entry.source,
        "rendered",
        tuple(item.text for item in approved),
        any(item.firm for item in first.entries),
        approved[0].text if approved else None,
        None if entry.kind is None else english.is_plural(entry.source, source[first.start : first.end]),
    )


def _placed(
    judgement: Judgement, places: Places, approved: list[Rendering], view: View, target: tuple[Span, ...]
) -> Judgement:
    """A judgement with the words in place of the rendering, and the rendering in their form if that is certain."""
    form = inflected.instead_of(approved[0], places, view, judgement.plural) if places and approved else None
    if form is not None:
        sure = inflected.leaves_others(form, approved[0], places, view, judgement.plural)
    else:
        written = view.text[target[0].start : target[0].end] if len(target) == 1 and approved else ""
        sure = bool(written) and inflected.is_respelt(written, approved[0].text)
    return replace(judgement, target=target, suggestion=form or judgement.suggestion, sure=sure)


def _renderings(occurrence: Occurrence, forbidden: bool) -> list[Rendering]:
    return list(dict.fromkeys(item for entry in occurrence.entries for item in entry.renderings(forbidden)))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(str.lower, rendering(text).words))


def _forbidden(
    occurrence: Occurrence, approved: list[Rendering], all_allowed: list[Places], view: View
) -> list[tuple[Term, Places]]:
    """The forbidden renderings in the translation that are not part of an approved one, in order."""
    used: list[tuple[Term, Places]] = []
    keys = view.lex.keys
    texts = {tuple(keys(word)[0].lower() for word in item.words): item.text for item in approved}
    joined = {"".join(words): text for words, text in texts.items()}
    for row in (row for entry in occurrence.entries for row in entry.terms if row.status == "forbidden"):
        item = rendering(row.target)
        # If an approved rendering differs only in case, hyphens or spelling, the exact spelling decides.
        twin = joined.get("".join(keys(word)[0].lower() for word in item.words))
        for places in strict(item, view, compounds=True):
            if twin is None:
                is_forbidden = not any(places <= allowed for allowed in all_allowed)
            else:
                is_forbidden = _is_closer_to(item.text, twin, places, view)
            if is_forbidden:
                used.append((row, places))
    return sorted(used, key=lambda pair: min(pair[1]))


def _is_closer_to(forbidden: str, approved: str, places: Places, view: View) -> bool:
    """Whether the words at these places are spelled more like the forbidden rendering than like the approved one."""
    span = next(_spans(places, view), None)
    if span is None:
        return False
    written = view.text[span.start : span.end]
    if starts_sentence(view.text, span.start):
        forbidden, approved, written = (text[:1].lower() + text[1:] for text in (forbidden, approved, written))
    return _likeness(written, forbidden) > _likeness(written, approved)


def _likeness(text: str, candidate: str) -> tuple[int, int]:
    """Length of the common beginning of two texts, ignoring case and respecting it."""
    return _common_start(text.lower(), candidate.lower()), _common_start(text, candidate)


def _common_start(text: str, candidate: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, candidate, strict=False)))


def _distance(places: Places, group: list[Occurrence], view: View, length: int) -> float:
    """Distance of a rendering from its expected place in the translation, as a share of the text from 0 to 1.

    The expected place is where the nearest occurrence of the term is in the source, as a share of its length.
    """
    spans = list(_spans(places, view))
    if not spans:
        return 1.0
    middle = (spans[0].start + spans[-1].end) / 2 / max(1, len(view.text))
    return min(abs(middle - (occurrence.start + occurrence.end) / 2 / max(1, length)) for occurrence in group)


def _spans(places: Places, view: View) -> Iterator[Span]:
    if language(view.lex.lang).spaceless:
        yield Span("target", min(places), max(places) + 1)
    elif min(places) >= 0:
        for first in sorted(places):
            if first - 1 not in places:
                last = next(n for n in range(first, len(view.words)) if n + 1 not in places)
                yield Span("target", view.words[first].start, view.words[last].end)
