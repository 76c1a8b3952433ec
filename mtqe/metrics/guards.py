"""Guards: segments on which the score of any neural metric says little, and the score without them.

A neural encoder reads a hundred languages alike and is not told which one was ordered; what it was not trained on, it
scores all the same. So whatever a metric makes of them, these segments are counted, listed and shown beside its number,
and the corpus score is also given without them:

- `empty`: there is no translation.
- `copied`: the translation is a copy of the source (`mtqe.text.identify.is_copy`, as in untranslated-segment).
- `foreign`: it is clearly in another language than the target language (`mtqe.text.identify.foreign`, as in
  wrong-language), where the identifier knows the target language. Names, numbers, addresses and quotations do not
  count.
- `unrelated`: it has nothing to do with its source, in the opinion of mtqe's own encoder (`mtqe.encoder.unrelated`);
  the metric `learned` asks it, COMET does not.
- `truncated`: the model did not read the text to its end. The metric says which these are.

A language that the encoder was not trained on is a caution in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

import msgspec

from mtqe.contracts import Context
from mtqe.metrics import levels
from mtqe.model import Guarded, Score, Segment
from mtqe.text import identify, words

Guard = Literal["empty", "copied", "foreign", "unrelated", "truncated"]

LETTERS = 20
"""Letters: that a translation needs at least before `foreign` applies. A finding needs more, because its reader takes
it as an accusation. By hand."""
COMMON = 2
"""Words: distinct ones in lower case that it needs for that. A finding needs more. By hand."""
LISTED = 10
"""Segments: that a remark lists at most; the score has all of them. By hand."""
READ = """
af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha he hi hr hu hy id is it
ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my nb ne nl nn no om or pa pl ps pt ro ru sa sd si sk sl so sq
sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh
"""
"""The languages that XLM-R, the encoder behind `learned` and behind nearly every COMET model, was trained on."""


def guard(segment: Segment, context: Context) -> Guard | None:
    """The guard that speaks for a translation whatever a model says of it, if one does.

    Args:
        segment: A segment with a source.
        context: Has the languages; what was found is remembered in it for the next metric.
    """
    known = context.once(_known)
    key = (segment.source, segment.target)
    if key not in known:
        known[key] = _judge(segment, context)
    return known[key]


def beside(
    score: Score,
    segments: Sequence[Segment],
    scored: Collection[int],
    fired: Mapping[int, Guard],
    value: Callable[[Sequence[int]], float],
) -> Score:
    """A corpus score with the guarded segments and what it is without them.

    Args:
        score: The score with all segments.
        segments: The segments it is of.
        scored: Positions of the segments that could be scored, in order.
        fired: The guard of each guarded segment that was scored, by position.
        value: The score of the segments at some positions, one at least.
    """
    if not fired or score.value is None:
        return score
    ids: dict[str, tuple[str, ...]] = {}
    for place, name in sorted(fired.items()):
        ids[name] = (*ids.get(name, ()), segments[place].id)
    rest = [place for place in scored if place not in fired]
    return msgspec.structs.replace(score, guarded=Guarded(ids, value(rest) if rest else None, len(rest)))


def note(score: Score) -> str | None:
    """A note for the reader of a corpus score: the guarded segments, why, and the score without them.

    Such as `Segment 18 has no translation, so its learned score means little; without it: 0.8034`.
    """
    if score.guarded is None:
        return None
    clauses = []
    for reason, ids in score.guarded.segments.items():
        singular, plural = SAYS[reason]
        several = f"segments {listing(ids)}" + (f" ({len(ids):,} in all)" if len(ids) > LISTED else "")
        clauses.append(f"segment {ids[0]} {singular}" if len(ids) == 1 else f"{several} {plural}")
    one_segment = sum(map(len, score.guarded.segments.values())) == 1
    scores = f"its {score.metric} score means" if one_segment else f"their {score.metric} scores mean"
    value = score.guarded.value
    without = f"without {'it' if one_segment else 'them'}: {value:.4f}" if value is not None else "no others are scored"
    sentence = f"{' and '.join(clauses)}, so {scores} little; {without}"
    return f"{score.system}: {sentence}" if score.system else sentence[0].upper() + sentence[1:]


def listing(ids: Sequence[str]) -> str:
    """The first of some segments."""
    return ", ".join(ids[:LISTED]) + (", ..." if len(ids) > LISTED else "")


def unread(context: Context) -> str | None:
    """Why scores in this language pair are to be taken with caution: the encoder was not trained on one of both."""
    strange = [lang for lang in (context.source_base, context.target_base) if lang not in READ.split()]
    if not strange:
        return None
    return f"its encoder was not trained on {' and '.join(repr(lang) for lang in strange)}: the scores may mean nothing"


def _known(context: Context) -> dict[tuple[str, str], Guard | None]:
    return {}


def _judge(segment: Segment, context: Context) -> Guard | None:
    source_lang, target_lang = context.source_base, context.target_base
    if levels.is_blank(segment.target):
        return "empty"
    if not identify.same(source_lang, target_lang):
        source, target = (words.words(words.masked(text)) for text in (segment.source, segment.target))
        if identify.is_copy(source, target, segment.target, source_lang, target_lang):
            return "copied"
    if identify.known(target_lang) and identify.foreign(segment.source, segment.target, target_lang, LETTERS, COMMON):
        return "foreign"
    return None
