"""What doubtful words of a translation mean in English, and whether their English source says so; for `wrong_word`.

The critic names the words of the translation that may have no counterpart. Such a word gets a gloss: the English word
whose state is most like its own (`mtqe.encoder.lexicon`). Its partner is the word of the source that lacks a
counterpart most: the doubtful word is near to it, and all others are far. Then the gloss is written into the source in
place of the partner, and the critic judges the pair again. If the word has another meaning than its partner, the
critic doubts much less.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec.structs import replace
from rapidfuzz.distance import JaroWinkler

from mtqe import encoder
from mtqe.checks.shared import coverage
from mtqe.checks.shared.coverage import Words
from mtqe.encoder import Criticism, judgement_cache
from mtqe.encoder.exact_sums import cosines
from mtqe.encoder.lexicon import READER, Floats, Lexicon, alone, unit
from mtqe.language.lang import language
from mtqe.model import Segment
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.encoder.network import Model

DOUBT = 0.15
"""Chance: that the source has nothing for a word, from which on it is looked at. Measured with bench/wrong_words.py."""
CLEAR = 0.9
"""Cosine: sum of two, of a word and its gloss, from which on the gloss is used. Measured with bench/wrong_words.py."""
COGNATE = 0.86
"""Likeness: of the letters of two words, 0 to 1, from which on they are one word in two languages."""
LETTERS, SPACELESS = 4, 2
"""Letters: of the shortest word that is looked at, and in scripts without spaces between words."""
STEM = 5
"""Letters: of the beginning that two forms of an English word share."""
LEAST_CHANCE = 0.001
"""Chance: the smallest that counts, so that its log-odds are finite."""
BATCH_SIZE = 256
"""Segments: that are read at once, after which the states of their tokens are freed."""


class Meaning(NamedTuple):
    """A doubtful word of a translation.

    Args:
        target: Where it stands.
        source: Where its partner stands.
        gloss: The English word that is most like it.
        evidence: How near it is to its partner in its place and, read by itself, to the nearest word of the source; how
            near the gloss is; the log-odds that it has no counterpart; how much the critic's log-odds of an error fall
            with the gloss in the source.
    """

    target: tuple[int, int]
    source: tuple[int, int]
    gloss: str
    evidence: tuple[float, ...]


def meanings(segments: Sequence[Segment], context: Context, check_name: str) -> Iterator[tuple[Segment, Meaning]]:
    """The doubtful words of translations from English, each with its meaning."""
    pairs = [judgement_cache.pair(segment, context) for segment in segments]
    judged = list(zip(segments, judgement_cache.criticisms(pairs, context, check_name), strict=True))
    doubtful = [(segment, verdict) for segment, verdict in judged if (verdict.target >= DOUBT).any()]
    for start in range(0, len(doubtful), BATCH_SIZE):
        yield from _of_batch(doubtful[start : start + BATCH_SIZE], context, check_name)


def _of_batch(
    doubtful: Sequence[tuple[Segment, Criticism]], context: Context, check_name: str
) -> Iterator[tuple[Segment, Meaning]]:
    model = encoder.load(context.config.device)
    texts = [text for segment, _ in doubtful for text in (segment.source, segment.target)]
    tokens = model.tokens(texts)
    found = []
    for (segment, verdict), source, target in zip(doubtful, tokens[::2], tokens[1::2], strict=True):
        sides = coverage.words(segment.source, source), coverage.words(segment.target, target)
        found += [(segment, verdict, meaning) for meaning in _of_segment(*sides, verdict, model, context)]
    swapped = [
        judgement_cache.pair(replace(segment, source=with_gloss(segment.source, meaning)), context)
        for segment, _, meaning in found
    ]
    again = judgement_cache.criticisms(swapped, context, check_name)
    for (segment, verdict, meaning), second in zip(found, again, strict=True):
        yield segment, meaning._replace(evidence=(*meaning.evidence, verdict.odds - second.odds))


def with_gloss(source: str, meaning: Meaning) -> str:
    """The source with the gloss in place of the partner."""
    start, end = meaning.source
    gloss = meaning.gloss.capitalize() if source[start].isupper() else meaning.gloss
    return source[:start] + gloss + source[end:]


def _of_segment(source: Words, target: Words, verdict: Criticism, model: Model, context: Context) -> Iterator[Meaning]:
    """The doubtful words of a segment that have a clear gloss which the source does not say."""
    chances = [_chance(span, verdict) for span in target.spans]
    partners = [at for at, span in enumerate(source.spans) if _is_partner(source.text[slice(*span)])]
    doubtful = [
        at
        for at, span in enumerate(target.spans)
        if chances[at] >= DOUBT and is_content(target.text, span, source, context.target_base)
    ]
    if not (doubtful and partners):
        return
    lexicon = _lexicon(context)
    by_itself = _by_itself(target, model)
    near = cosines(target.vectors, source.vectors).astype(np.float32)
    nearest = cosines(by_itself, unit(_alone(source, model) - lexicon.mean)).max(1)
    likeness = 2 * lexicon.likeness((by_itself[doubtful] + target.vectors[doubtful]) / 2)
    for at, row in zip(doubtful, likeness, strict=True):
        gloss, clearness = lexicon.words[int(row.argmax())], float(row.max())
        if clearness < CLEAR or not _is_partner(gloss) or gloss[:STEM] in source.text.casefold():
            continue
        partner = partners[int(_lead(near, at)[partners].argmax())]
        chance = min(max(chances[at], LEAST_CHANCE), 1 - LEAST_CHANCE)
        odds = math.log(chance / (1 - chance))
        evidence = float(near[at].max()), float(nearest[at]), clearness, odds
        yield Meaning(target.spans[at], source.spans[partner], gloss, evidence)


def _lead(near: Floats, at: int) -> Floats:
    """By how much a word of the translation is nearer to each word of the source than all other words are."""
    others = np.delete(near, at, 0)
    lead: Floats = near[at] - others.max(0, initial=-1.0)
    return lead


def _alone(words: Words, model: Model) -> Floats:
    return alone(model, [words.text[start:end] for start, end in words.spans])


def _by_itself(words: Words, model: Model) -> Floats:
    """The vector of each word read by itself, less the mean of the text, which is mostly that of its language."""
    states = _alone(words, model)
    return unit(states - states.mean(0))


def _chance(span: tuple[int, int], verdict: Criticism) -> float:
    """The chance that the source has nothing for a word: that of its most doubtful token."""
    start, end = span
    inside = (verdict.target_offsets[:, 0] < end) & (verdict.target_offsets[:, 1] > start)
    return float(verdict.target[inside].max(initial=0.0))


def is_content(text: str, span: tuple[int, int], source: Words, lang: str) -> bool:
    """Whether a word of a translation may be a content word that the source does not have in the same spelling."""
    start, end = span
    word = text[start:end]
    facts = language(lang)
    if len(word) < (SPACELESS if facts.spaceless else LETTERS) or not word.isalpha():
        return False
    if word[0].isupper() and not facts.capital_nouns:
        return False
    if text[end : end + 1] in ("-", "‑") or text[max(0, start - 1) : start] in ("-", "‑"):
        return False
    others = (source.text[first:last].casefold() for first, last in source.spans if last - first >= LETTERS)
    return all(JaroWinkler.similarity(word.casefold(), other) < COGNATE for other in others)


def _is_partner(word: str) -> bool:
    """Whether an English word may be a content word."""
    return len(word) >= LETTERS and word.isalpha() and word.casefold() not in _frequent()


@functools.cache
def _frequent() -> frozenset[str]:
    facts = language(READER).frequent
    return frozenset([*facts.function, *facts.common, *facts.before_nouns])


def _lexicon(context: Context) -> Lexicon:
    return context.run_memo.once(_lexicon, lambda: Lexicon(encoder.load(context.config.device)))
