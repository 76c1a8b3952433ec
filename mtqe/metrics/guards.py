"""Guards find segments whose neural scores mean little. The corpus score is also given without these segments.

A neural encoder reads a hundred languages equally well and does not know the target language. It also scores text of a
kind that it was not trained on. Therefore the report counts and lists these segments next to the score of any neural
metric:

- `empty`: there is no translation.
- `copied`: the translation is a copy of the source (`mtqe.language.identify.is_copy`, as in untranslated-segment).
- `foreign`: the translation is clearly not in the target language (`mtqe.language.identify.foreign`, as in
  wrong-language). Names, numbers, addresses and quotations do not count. The identifier must know the target language.
- `unrelated`: according to mtqe's encoder, the translation has no relation to its source (`mtqe.encoder.unrelated`).
  Only the metric `learned` uses this guard.
- `truncated`: the model did not read the complete text. The metric finds these segments.

The report also warns about a language that the encoder was not trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mtqe.language import identify, words
from mtqe.metrics import levels
from mtqe.model import Score, Segment
from mtqe.registry.contracts import Context

Guard = Literal["empty", "copied", "foreign", "unrelated", "truncated"]

LETTERS = 20
"""Letters: that a translation needs at least before `foreign` applies. A finding needs more, because its reader takes
it as an accusation."""
COMMON = 2
"""Words: distinct ones in lower case that it needs for that. A finding needs more."""
LISTED = 10
"""Segments: that a remark lists at most; the score has all of them."""
SAYS: dict[str, tuple[str, str]] = {
    "empty": ("has no translation", "have no translation"),
    "copied": ("is a copy of its source", "are copies of their sources"),
    "foreign": ("is not in the target language", "are not in the target language"),
    "unrelated": ("has nothing to do with its source", "have nothing to do with their sources"),
    "truncated": ("was not read to its end", "were not read to their end"),
}
"""The words of a note for one segment with a guard, and for several."""
TRAINED_ON = """
af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha he hi hr hu hy id is it
ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my nb ne nl nn no om or pa pl ps pt ro ru sa sd si sk sl so sq
sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh
"""
"""The languages that XLM-R was trained on. It is the encoder of `learned` and of nearly every COMET model."""


def guard(segment: Segment, context: Context) -> Guard | None:
    """The guard that applies to a translation, independent of any model; `None` if no guard applies."""
    results = context.run_memo.once(guard, dict[tuple[str, str], Guard | None])
    key = (segment.source, segment.target)
    if key not in results:
        results[key] = _judge(segment, context)
    return results[key]


def misleads(segment: Segment, context: Context) -> bool:
    """Whether a text cannot serve as a reference: a copy, clearly in another language, blank, or only signs."""
    if not any(map(str.isalnum, segment.target)):
        return any(map(str.isalnum, segment.source))
    return guard(segment, context) is not None


def note(score: Score) -> str | None:
    """A note for the reader of a corpus score: the guarded segments, why, and the score without them.

    Such as `Segment 18 has no translation, so its learned score means little; without it: 0.8034`.
    """
    if score.guarded is None:
        return None
    clauses = []
    for reason, ids in score.guarded.segments.items():
        singular, plural = SAYS[reason]
        several = f"{listing(ids)} ({len(ids):,} in all)" if len(ids) > LISTED else joined(ids)
        clauses.append(f"segment {ids[0]} {singular}" if len(ids) == 1 else f"segments {several} {plural}")
    one_segment = sum(map(len, score.guarded.segments.values())) == 1
    scores = f"its {score.metric} score means" if one_segment else f"their {score.metric} scores mean"
    value = score.guarded.value
    without = f"without {'it' if one_segment else 'them'}: {value:.4f}" if value is not None else "no others are scored"
    sentence = f"{joined(clauses, ', and ' if len(clauses) > 2 else ' and ')}, so {scores} little; {without}"
    return f"{score.system}: {sentence}" if score.system else sentence[0].upper() + sentence[1:]


def listing(ids: Sequence[str]) -> str:
    """The ids of the first segments."""
    return ", ".join(ids[:LISTED]) + (", ..." if len(ids) > LISTED else "")


def joined(parts: Sequence[str], last: str = " and ") -> str:
    """The parts of a sentence: `a`, `a and b`, `a, b and c`."""
    return last.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def untrained(context: Context) -> str | None:
    """A warning if the encoder was not trained on the source or the target language, else `None`."""
    unknown = [lang for lang in (context.source_base, context.target_base) if lang not in TRAINED_ON.split()]
    if not unknown:
        return None
    return f"its encoder was not trained on {' and '.join(map(repr, unknown))}, so the scores may mean nothing"


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
