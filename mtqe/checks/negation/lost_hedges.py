"""Finds hedges that a translation lost, for the checks hedge-mismatch and modality-mismatch.

The lists of both languages say whether the translation has a word that may express the hedge, or one that clearly
does. The encoder says whether any word of the translation is its counterpart. Each check reads and reports the hedges
that it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from mtqe.checks.negation import hedge_words
from mtqe.checks.negation.unmatched_hedges import Evidence, Level, Unmatched, evidence, unmatched
from mtqe.checks.shared import guides, measured, program_texts
from mtqe.checks.shared.kept_values import of_pairs
from mtqe.checks.shared.listed_words import CLAUSE
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.language.words import keys, words
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context

ADVICE = frozenset({"possible", "likely", "seems"})
"""Hedges that are no claims in a guide."""
_QUOTED = frozenset('"“”„«»「」')
_QUESTIONS = frozenset("?？؟՞;፧")
_SENTENCE_END = late(r"[.!?]")
SIMILAR = {
    "alleged": (0.6, 0.3, 0.16),
    "suspected": (0.4, 0.2, 0.05),
    "possible": (0.75, 0.2, 0.2),
    "must": (0.6, 0.2, 0.05),
    "not_yet": (0.6, 0.2, 0.05),
}
"""Similarity: of the most similar word, below which the loss of a hedge is major, by what the lists find: nothing, a
word that may express it, a word that does. Measured with bench/articles.py."""
SIMILAR_MINOR = (0.3, 0.2)
"""Similarity: the same for the hedges whose loss is minor; a word that does express it clears them. Measured with
bench/articles.py."""
ANY = 2.0
"""Similarity: more than any word has."""
WEAKER = 0.08
"""Similarity: by which a word may be more similar in a minor finding. Measured with bench/articles.py."""
BESIDE, BESIDE_SILENT, BESIDE_MINOR = 0.4, 0.26, 0.26
"""Similarity: of the words beside a hedge to those of the translation, at least; the same where the translation has no
word that may express the hedge, and for a minor finding. Measured with bench/articles.py."""


Judged: TypeAlias = list[tuple[Unmatched, Evidence]]
"""The hedges of a segment that the translation may lack, each with what the encoder says of it."""


def limits(on_pair: Callable[[Context], str | None]) -> Callable[[Context], str | None]:
    """The `limits` of a check of hedges: both languages need lists, and the pair must pass `on_pair`."""

    def limits(context: Context) -> str | None:
        langs = context.source_base, context.target_base
        missing = [lang for lang in langs if lang not in hedge_words.known()]
        if missing:
            return f"has no hedges of {' and '.join(map(name, dict.fromkeys(missing)))}"
        return on_pair(context)

    return limits


def lost(
    segments: Sequence[Segment],
    judge: Callable[[Sequence[Segment], Context], Sequence[Judged]],
    meanings: Mapping[str, str],
    rule: str,
    context: Context,
) -> Iterator[tuple[Segment, Hit]]:
    """Mark hedges that have no counterpart.

    Args:
        segments: The segments.
        judge: A function of the module of the check: `judged` with the names of `meanings`.
        meanings: By what a hedge expresses, what its loss means.
        rule: The rule that says on which pairs a finding may be major.
        context: The context of the run.
    """
    hedges = [
        (segment, *one)
        for segment, of_segment in zip(segments, of_pairs(judge, Judged, segments, context), strict=True)
        for one in of_segment
    ]
    if not hedges:
        return
    grave = measured.on_pair(rule, context.source_base, context.target_base)
    advising = guides.guides(segments, context.source_base)
    for segment, hedge, found in hedges:
        is_advice = hedge.name in ADVICE and segment.doc in advising  # a possibility is no claim there
        is_known = _is_known_report(hedge, segment.source, context.source_base)
        is_grave = grave and not (is_advice or is_known or _concedes(hedge, segment.source, context.source_base))
        if hit := _hit(hedge, found, segment, is_grave, meanings[hedge.name]):
            yield segment, hit


def judged(segments: Sequence[Segment], names: Sequence[str], context: Context) -> list[Judged]:
    """The hedges of each segment that its translation may lack, with what the encoder says of them."""
    from mtqe import encoder
    from mtqe.checks.shared import coverage

    hedges = [list(unmatched(segment, names, context)) for segment in segments]
    result: list[Judged] = [[] for _ in segments]
    places = [place for place, of_segment in enumerate(hedges) if of_segment]
    if places:
        texts = [text for place in places for text in (segments[place].source, segments[place].target)]
        tokens = encoder.load(context.config.device).tokens(texts)
        read = [coverage.words(text, of_text) for text, of_text in zip(texts, tokens, strict=True)]
        for place, source, target in zip(places, read[::2], read[1::2], strict=True):
            result[place] += ((hedge, found) for hedge in hedges[place] if (found := evidence(source, target, hedge)))
    return result


def _is_known_report(hedge: Unmatched, source: str, lang: str) -> bool:
    """Whether the reader knows in another way that somebody reports what the hedge says.

    Either the words of a speaker are quoted, or the source has a word such as *according to*, and the translation has a
    word for a report, too.
    """
    if hedge.name != "alleged":
        return False
    has_source = bool(hedge_words.hedges(source, lang).get("attributed", hedge_words.Hedges()).clear)
    return (has_source and hedge.level is Level.CLEAR) or _is_quoted(hedge, source, lang)


def _concedes(hedge: Unmatched, source: str, lang: str) -> bool:
    """Whether a possibility only concedes what is not denied: *it may be small, but it is ours*."""
    asking = language(lang).asking
    if hedge.name != "possible" or asking is None or not asking.conceding:
        return False
    _, *clauses = CLAUSE.split(_SENTENCE_END.split(source[hedge.places[-1][1] :], maxsplit=1)[0])
    return any(not set(keys(clause)[:1]).isdisjoint(asking.conceding) for clause in clauses)


def _is_quoted(hedge: Unmatched, source: str, lang: str) -> bool:
    """Whether a hedge stands beside a verb of speaking, in a text that quotes the words."""
    speech = language(lang).sentences.speech
    if not speech or _QUOTED.isdisjoint(source):
        return False
    start, end = hedge.places[0][0], hedge.places[-1][1]
    beside = [*words(source[:start])[-1:], *words(source[end:])[:1]]
    return any(re.fullmatch(speech, word.key) for word in beside)


def _hit(hedge: Unmatched, found: Evidence, segment: Segment, grave: bool, meaning: str) -> Hit | None:
    word = segment.source[hedge.places[0][0] : hedge.places[-1][1]]
    spans = tuple(Span("source", *place) for place in hedge.places)
    confidence = round(min(max(1 - found.similarity, 0.0), 1.0), 2)
    is_beside = found.beside >= (BESIDE_SILENT if hedge.level is Level.NONE else BESIDE)
    is_sure = grave and is_beside and not _is_free(segment)
    severity = Severity.MAJOR if is_sure else Severity.MINOR
    if found.contrary and found.beside >= BESIDE_MINOR:
        spans += tuple(Span("target", *place) for place in found.contrary)
        contrary = segment.target[found.contrary[0][0] : found.contrary[-1][1]]
        return Hit(f"{word!r} became {contrary!r}", spans, severity, confidence=confidence)
    if hedge.level is Level.SURE or (hedge.name not in SIMILAR and hedge.level is Level.CLEAR):
        return None
    limit = SIMILAR.get(hedge.name, SIMILAR_MINOR)[hedge.level]
    if hedge.affirmed and hedge.level is Level.NONE:
        limit = ANY
    if found.beside < BESIDE_MINOR or found.similarity >= limit + (WEAKER if hedge.name in SIMILAR else 0):
        return None
    if hedge.name not in SIMILAR or found.similarity >= limit:
        severity = Severity.MINOR
    message = f"{word!r} has no counterpart in the translation: {meaning}"
    return Hit(message, spans, severity, confidence=confidence)


def _is_free(segment: Segment) -> bool:
    """Whether a text is rendered freely, as one of a program or a subtitle is, or asks what the source states.

    A question leaves open what it asks, so that it may stand for a possibility.
    """
    is_asked = not _QUESTIONS.isdisjoint(segment.target) and _QUESTIONS.isdisjoint(segment.source)
    return is_asked or program_texts.is_program_text(segment) or program_texts.is_subtitle(segment)
