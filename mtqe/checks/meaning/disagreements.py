"""Where a translation and its source disagree, in the view of the encoder's critic.

Words without a counterpart may be in the source only (partial-omission), in the translation only (partial-addition), or
in both (meaning-mismatch). Each check reports one of these kinds, so a disagreement is reported once.
`bench/critic.py` measures their findings and false alarms.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mtqe.checks.meaning.error_spans import is_unspaced, joined, overlapping, trimmed, widened
from mtqe.checks.shared import encoder_pairs
from mtqe.checks.shared.kept_values import of_pairs
from mtqe.encoder import judgement_cache
from mtqe.language import identify, words
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.checks.shared.coverage import Gap
    from mtqe.encoder import Criticism

Kind = Literal["omission", "addition", "mismatch"]

WEIGHTS = (0.766, 0.437, 0.304, 0.279, 0.324, -0.564, -0.519, -1.425)
"""Weights: of each number of `evidence`, then the constant. Fitted by bench/critic.py."""
LEAST = 0.6
"""Log-odds: of an error, from which on a disagreement is reported. Measured with bench/critic.py."""
MAJOR: dict[Kind, float] = {"omission": 2.0, "addition": 2.0, "mismatch": 1.5}
"""Log-odds: the same, from which on a disagreement of each kind is major. Measured with bench/articles.py: below it, 17
of 19 major findings in good articles were wrong, and between 1.45 and 1.5 no planted error is found by it alone."""
FLOOR = -4.0
"""Log-odds: of a gap where no likely one was found."""
TOP = 4
"""Tokens: the most doubtful ones of a side, whose mean chance is evidence."""
MARK = 0.5
"""Chance: that the other side has nothing for a token, from which on it is marked. Measured with bench/critic.py."""
GAP = 2.0
"""Log-odds: of a gap from which on it is marked as well. Measured with bench/critic.py."""
ONE_SIDED = 3.0
"""Factor: of the weight of the other side's marks, above which only the marks of the heavier side count. Measured with
bench/critic.py."""
FEWEST = 4
"""Words: that both sides must have; a character of Chinese or Japanese counts as one."""
LETTERS = 4
"""Letters: that count as a word in scripts such as Thai, which have letters but no spaces between words."""
COPIED = 0.6
"""Share: of the translation's words that are in the source as well, above which it is a copy and not judged here."""
MESSAGES = {
    "omission": "the translation seems to leave this out",
    "addition": "the source seems not to say this",
    "mismatch": "the translation seems to differ from its source here",
}


class Disagreement(NamedTuple):
    """Where two sides disagree: log-odds of a critical error less the caution of the languages, its kind, the marks."""

    odds: float
    kind: Kind
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]


def hits(segments: Sequence[Segment], kind: Kind, context: Context, check_name: str) -> Iterator[tuple[Segment, Hit]]:
    """The disagreements of one kind, as hits of the check that reports it."""
    for segment, disagreement in disagreements(segments, context, check_name):
        if disagreement.kind != kind:
            continue
        ranges: tuple[tuple[Side, tuple[tuple[int, int], ...]], ...]
        ranges = (("target", disagreement.target), ("source", disagreement.source))
        confidence = round(1 / (1 + math.exp(LEAST - disagreement.odds)), 3)
        yield (
            segment,
            Hit(
                f"{MESSAGES[kind]} (confidence {confidence:.0%})",
                tuple(Span(side, *marked_range) for side, side_ranges in ranges for marked_range in side_ranges),
                Severity.MAJOR if disagreement.odds >= MAJOR[kind] else Severity.MINOR,
                confidence=confidence,
            ),
        )


def disagreements(
    segments: Sequence[Segment], context: Context, check_name: str
) -> Iterator[tuple[Segment, Disagreement]]:
    """The segments whose sides disagree; computed once for the three checks."""
    judged = context.run_memo.once(disagreements, dict[tuple[str, str], Disagreement | None])
    new = [segment for segment in segments if _texts(segment) not in judged]
    langs = (context.source_base, context.target_base)
    caution = encoder_pairs.caution(langs)

    def read(segments: Sequence[Segment], context: Context) -> list[Disagreement | None]:
        found: dict[tuple[str, str], Disagreement] = {}
        for segment, criticism, likely_gaps in with_criticism(segments, context, check_name):
            odds = weighed(evidence(criticism, likely_gaps)) - caution
            if odds >= LEAST:
                found[_texts(segment)] = classify(segment, criticism, likely_gaps, langs, odds)
        return [found.get(_texts(segment)) for segment in segments]

    judged.update(zip(map(_texts, new), of_pairs(read, Disagreement | None, new, context), strict=True))
    yield from ((segment, disagreement) for segment in segments if (disagreement := judged[_texts(segment)]))


def _texts(segment: Segment) -> tuple[str, str]:
    return segment.source, segment.target


def with_criticism(
    segments: Sequence[Segment], context: Context, check_name: str
) -> Iterator[tuple[Segment, Criticism, tuple[Gap | None, Gap | None]]]:
    """The segments that are long enough and not copies, with the critic's verdict and the likely gap of each side."""
    from mtqe.checks.meaning import gaps

    judged = [
        segment
        for segment in segments
        if not unjudged(segment, context) and words.copied(segment.source, segment.target) <= COPIED
    ]
    criticisms = judgement_cache.criticisms(
        [judgement_cache.pair(segment, context) for segment in judged], context, check_name
    )
    yield from zip(judged, criticisms, gaps.likely_gaps(judged, context, check_name), strict=True)


def unjudged(segment: Segment, context: Context) -> str | None:
    """Why a segment is not judged. Copies are not judged either; `untranslated-segment` looks for them."""
    known = context.run_memo.once(unjudged, dict[tuple[str, str], str | None])
    texts = _texts(segment)
    if texts not in known:
        known[texts] = _unjudged(segment, context)
    return known[texts]


def _unjudged(segment: Segment, context: Context) -> str | None:
    if min(_count(segment.source, context.source_base), _count(segment.target, context.target_base)) >= FEWEST:
        is_foreign = identify.elsewhere(segment.source, context.source_base)
        return f"the source is not in {name(context.source_base)}" if is_foreign else None
    return f"too short for the encoder's critic (fewer than {FEWEST} words)"


def _count(text: str, lang: str) -> int:
    """The number of words of a text; in scripts without spaces, about as many as its letters make."""
    text_words = words.words(text)
    if not is_unspaced(lang):
        return len(text_words)
    return sum(max(1, len(word.text) // LETTERS) for word in text_words)


def evidence(criticism: Criticism, likely_gaps: tuple[Gap | None, Gap | None]) -> list[float]:
    """The values of the formula, `(7,)`: the critic's verdict, both gaps, the most doubtful tokens of both sides."""
    sides = [sorted(side.tolist(), reverse=True) for side in (criticism.source, criticism.target)]
    return [
        criticism.odds,
        *(max(gap.odds, FLOOR) if gap else FLOOR for gap in likely_gaps),
        *(_odds(side[0] if side else 0.0) for side in sides),
        *(_odds(sum(side[:TOP]) / TOP) for side in sides),
    ]


def _odds(chance: float) -> float:
    return math.log((chance + 1e-4) / (1 - chance + 1e-4))


def weighed(values: Sequence[float]) -> float:
    """Log-odds of an error: the weighted sum of the values of `evidence`."""
    return sum(weight * value for weight, value in zip(WEIGHTS, (*values, 1.0), strict=True))


def classify(
    segment: Segment,
    criticism: Criticism,
    likely_gaps: tuple[Gap | None, Gap | None],
    langs: tuple[str, str],
    odds: float,
) -> Disagreement:
    """The kind of a disagreement, and the ranges to mark."""
    source = _Side(segment.source, criticism.source_offsets, criticism.source, langs[0], likely_gaps[0])
    target = _Side(segment.target, criticism.target_offsets, criticism.target, langs[1], likely_gaps[1])
    if source.ranges and source.weight > ONE_SIDED * target.weight:
        return Disagreement(odds, "omission", source.ranges, ())
    if target.ranges and target.weight > ONE_SIDED * source.weight:
        return Disagreement(odds, "addition", (), target.ranges)
    return Disagreement(odds, "mismatch", source.ranges, target.ranges or target.likeliest)


class _Side:
    """The marks of a side: ranges of whole words, and their weight, the sum of the chances of the marked tokens."""

    def __init__(self, text: str, offsets: Any, chances: Any, lang: str, gap: Gap | None) -> None:
        units = [] if is_unspaced(lang) else [(word.start, word.end) for word in words.words(text)]
        tokens = [
            (start, end, chance)
            for (start, end), chance in zip(offsets.tolist(), chances.tolist(), strict=True)
            if any(map(str.isalnum, text[start:end]))
        ]
        marked = [token[:2] for token in tokens if token[2] >= MARK]
        if gap and gap.odds >= GAP:
            marked = sorted([*marked, (gap.start, gap.end)])
        bridged = _bridged(joined(widened(joined(marked, text), units), text), units)
        self.ranges = tuple(trimmed(word_range, units) for word_range in bridged)
        self.weight = sum(tokens[k][2] for word_range in self.ranges for k in overlapping(tokens, *word_range))
        best = max(tokens, key=lambda token: token[2], default=None)
        self.likeliest = tuple(widened([best[:2]], units)) if best else ()


def _bridged(ranges: Sequence[tuple[int, int]], units: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, joined where at most one word lies between them."""
    bridged: list[tuple[int, int]] = []
    for start, end in ranges:
        if bridged and units and len(overlapping(units, bridged[-1][1], start)) <= 1:
            bridged[-1] = (bridged[-1][0], end)
        else:
            bridged.append((start, end))
    return bridged
