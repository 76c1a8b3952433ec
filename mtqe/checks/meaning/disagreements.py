"""Where a translation and its source disagree, in the opinion of the encoder's critic.

Three checks report it, each one of three kinds: only the source has words that nothing stands for (partial-omission),
only the translation has (partial-addition), or both have (meaning-mismatch). So a disagreement is told once.
`tests/bench/critic.py` has what they find and what they flag by mistake.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mtqe.checks.meaning.error_spans import bare, is_unspaced, joined, overlapping, widened
from mtqe.contracts import Context
from mtqe.encoder import judgement_cache
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.text import words

if TYPE_CHECKING:
    from mtqe.checks.shared.coverage import Gap
    from mtqe.encoder import Criticism

Kind = Literal["omission", "addition", "mismatch"]

WEIGHTS = (0.766, 0.437, 0.304, 0.279, 0.324, -0.564, -0.519, -1.425)
"""Weights: of each number of `evidence`, then the constant. Fitted by tests/bench/critic.py."""
LEAST, MAJOR = 0.6, 1.1
"""Log-odds: of an error, from which on a disagreement is reported, and from which on it is major. By hand, measured
with tests/bench/critic.py."""
FLOOR = -4.0
"""Log-odds: of a gap where no likely one was found. By hand."""
TOP = 4
"""Tokens: of a side, the most doubtful ones, that are looked at together. By hand."""
MARK = 0.5
"""Chance: that the other side has nothing for a token, from which on it is marked. By hand, measured with
tests/bench/critic.py."""
GAP = 2.0
"""Log-odds: of a gap from which on it is marked, too. By hand, measured with tests/bench/critic.py."""
ONE_SIDED = 3.0
"""Factor: by which the weight of one side's marks exceeds that of the other's, so that they count alone. By hand,
measured with tests/bench/critic.py."""
FEWEST = 4
"""Words: that both sides must have; a character of Chinese or Japanese counts as one. By hand."""
COPIED = 0.6
"""Share: of the translation's words that stand in the source too, from which on it is a copy, another check's matter.
By hand."""
SAID = {
    "omission": "the translation seems to leave this out",
    "addition": "the source seems not to say this",
    "mismatch": "the translation seems to say something else than its source",
}


class Disagreement(NamedTuple):
    """Where two sides disagree: log-odds of a critical error, its kind, and the marked ranges of both sides."""

    odds: float
    kind: Kind
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]


def hits(segments: Sequence[Segment], kind: Kind, context: Context, name: str) -> Iterator[tuple[Segment, Hit]]:
    """What a check reports of its kind of disagreement.

    Args:
        segments: Segments of a document.
        kind: Which disagreements.
        context: That of the run.
        name: Of the check.
    """
    for segment, found in disagreements(segments, context, name):
        if found.kind != kind:
            continue
        ranges: tuple[tuple[Side, tuple[tuple[int, int], ...]], ...]
        ranges = (("target", found.target), ("source", found.source))
        confidence = round(1 / (1 + math.exp(LEAST - found.odds)), 3)
        yield (
            segment,
            Hit(
                f"{SAID[kind]} (confidence {confidence:.0%})",
                tuple(Span(side, *one) for side, own in ranges for one in own),
                Severity.MAJOR if found.odds >= MAJOR else Severity.MINOR,
                confidence=confidence,
            ),
        )


def disagreements(segments: Sequence[Segment], context: Context, what: str) -> Iterator[tuple[Segment, Disagreement]]:
    """The segments whose two sides disagree; found once for the three checks.

    Args:
        segments: Segments of a document.
        context: That of the run.
        what: Who asks, for the progress bar.
    """
    known = context.once(_memory)
    new = {_texts(segment): segment for segment in segments if _texts(segment) not in known}
    known.update(dict.fromkeys(new))
    for segment, criticism, both in criticised(list(new.values()), context, what):
        odds = weighed(evidence(criticism, both))
        if odds >= LEAST:
            langs = (context.source_base, context.target_base)
            known[_texts(segment)] = read(segment, criticism, both, langs, odds)
    yield from ((segment, found) for segment in segments if (found := known[_texts(segment)]))


def _memory(context: Context) -> dict[tuple[str, str], Disagreement | None]:
    return {}


def _texts(segment: Segment) -> tuple[str, str]:
    return segment.source, segment.target


def criticised(
    segments: Sequence[Segment], context: Context, what: str
) -> Iterator[tuple[Segment, Criticism, tuple[Gap | None, Gap | None]]]:
    """The segments that are long enough and no copies, with what the critic says, and the likely gap of both sides."""
    from mtqe.checks.meaning import gaps

    asked = [segment for segment in segments if _judged(segment)]
    said = judgement_cache.criticisms([judgement_cache.pair(segment, context) for segment in asked], context, what)
    yield from zip(asked, said, gaps.found(asked, context, what), strict=True)


def _judged(segment: Segment) -> bool:
    source, target = words.words(segment.source), words.words(segment.target)
    return min(len(source), len(target)) >= FEWEST and words.copied(segment.source, segment.target) <= COPIED


def evidence(criticism: Criticism, both: tuple[Gap | None, Gap | None]) -> list[float]:
    """What the formula looks at, `(7,)`: the critic's verdict, gaps, most doubtful tokens."""
    sides = [sorted(side.tolist(), reverse=True) for side in (criticism.source, criticism.target)]
    return [
        criticism.odds,
        *(max(gap.odds, FLOOR) if gap else FLOOR for gap in both),
        *(_odds(side[0] if side else 0.0) for side in sides),
        *(_odds(sum(side[:TOP]) / TOP) for side in sides),
    ]


def _odds(chance: float) -> float:
    return math.log((chance + 1e-4) / (1 - chance + 1e-4))


def weighed(seen: Sequence[float]) -> float:
    """Log-odds of a disagreement that a reader should know of."""
    return sum(weight * value for weight, value in zip(WEIGHTS, (*seen, 1.0), strict=True))


def read(
    segment: Segment,
    criticism: Criticism,
    both: tuple[Gap | None, Gap | None],
    langs: tuple[str, str],
    odds: float,
) -> Disagreement:
    """What to mark, and of which kind it is.

    Args:
        segment: The segment.
        criticism: From the critic.
        both: The likely gaps.
        langs: Primary tags of source and target.
        odds: From `weighed`.
    """
    source = _Side(segment.source, criticism.source_offsets, criticism.source, langs[0], both[0])
    target = _Side(segment.target, criticism.target_offsets, criticism.target, langs[1], both[1])
    if source.ranges and source.weight > ONE_SIDED * target.weight:
        return Disagreement(odds, "omission", source.ranges, ())
    if target.ranges and target.weight > ONE_SIDED * source.weight:
        return Disagreement(odds, "addition", (), target.ranges)
    return Disagreement(odds, "mismatch", source.ranges, target.ranges or target.likeliest)


class _Side:
    """The marks of a side: ranges of whole words, and how much of it is marked, in tokens weighted by their chances."""

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
        whole = _bridged(joined(widened(joined(marked, text), units), text), units)
        self.ranges = tuple(bare(one, units) for one in whole)
        self.weight = sum(tokens[k][2] for one in self.ranges for k in overlapping(tokens, *one))
        best = max(tokens, key=lambda token: token[2], default=None)
        self.likeliest = tuple(widened([best[:2]], units)) if best else ()


def _bridged(ranges: Sequence[tuple[int, int]], units: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, those as one that no more than one word parts."""
    made: list[tuple[int, int]] = []
    for start, end in ranges:
        if made and units and len(overlapping(units, made[-1][1], start)) <= 1:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made
