"""The negations that are lost or gained: without a counterpart, and the encoder and its critic both say so.

The encoder says whether the words beside a negation are still there, the critic whether the two sides disagree, and
whether it misses the negation itself. `tests/bench/polarity.py` has what each threshold lets through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe import encoder
from mtqe.checks.negation.echo import echo
from mtqe.checks.negation.negation_words import known
from mtqe.checks.negation.unmatched import OneSided, one_sided
from mtqe.checks.shared import coverage_pairs
from mtqe.contracts import Context
from mtqe.encoder import Criticism, judgement_cache
from mtqe.lang import language
from mtqe.model import Segment
from mtqe.text.language_tags import name

LEAST = 0.6
"""Similarity: echo of the words beside a negation from which on it is reported. By hand, measured with
tests/bench/polarity.py."""
LEAST_SENTENCE = 0.65
"""Similarity: the same in a sentence of several, whose place in the translation is not sure. By hand, measured with
tests/bench/polarity.py."""
LEAST_CHINESE = 0.3
"""Similarity: the same in Chinese, whose words are farther from those of others. By hand, measured with
tests/bench/polarity.py."""
ODDS, SURE = 0.0, 1.0
"""Log-odds: of an error in the segment, by the critic, from which on one is reported, and from which on it is sure.
By hand, measured with tests/bench/polarity.py."""
MISSED = 0.3
"""Chance: by the critic, that nothing corresponds to the negation, from which on it is reported. By hand, measured with
tests/bench/polarity.py."""


class Lost(NamedTuple):
    """A negation that the other side lacks.

    Args:
        place: Where it stands.
        echo: How well the rest is reflected by the other side, 0 to 1.
        sure: Whether little speaks against it.
    """

    place: OneSided
    echo: float
    sure: bool


def limits(context: Context) -> str | None:
    """Why the language pair is not judged, or `None` if it is."""
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known()]
    if missing:
        return f"has no negation words of {' and '.join(map(name, dict.fromkeys(missing)))}"
    return coverage_pairs.limits(context)


def lost(segments: Sequence[Segment], context: Context, what: str) -> list[Lost]:
    """The lost negations of some segments, in order.

    Args:
        segments: Segments in languages that are judged.
        context: That of the run.
        what: Who asks, for the progress bar.
    """
    echoed = list(_echoed([one for segment in segments for one in one_sided(segment, context)], context))
    said = judgement_cache.criticisms([judgement_cache.pair(one.segment, context) for one, _ in echoed], context, what)
    return [
        Lost(one, likeness, one.whole and criticism.odds >= SURE)
        for (one, likeness), criticism in zip(echoed, said, strict=True)
        if criticism.odds >= ODDS and _missed(one, criticism) >= MISSED
    ]


def _echoed(found: Sequence[OneSided], context: Context) -> Iterator[tuple[OneSided, float]]:
    """Those of which the rest is on the other side, and how well it is."""
    if not found:
        return
    chinese = any(language(lang).is_chinese for lang in (context.source_base, context.target_base))
    read = encoder.load().tokens([text for one in found for text in (one.text, one.other)])
    for one, own, other in zip(found, read[::2], read[1::2], strict=True):
        likeness = echo(own, other, one.places)
        if likeness >= (LEAST_CHINESE if chinese else LEAST if one.whole else LEAST_SENTENCE):
            yield one, likeness


def _missed(one: OneSided, criticism: Criticism) -> float:
    """The critic's chance that nothing stands for the negation: that of its likeliest token."""
    if one.side == "source":
        offsets, chances = criticism.source_offsets, criticism.source
    else:
        offsets, chances = criticism.target_offsets, criticism.target
    within = (
        chance
        for (start, end), chance in zip(offsets.tolist(), chances.tolist(), strict=True)
        if any(start < span.end and end > span.start for span in one.spans)
    )
    return max(within, default=0.0)
