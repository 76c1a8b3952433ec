"""Evidence that a negated clause has no negated counterpart: what words, encoder and critic say of it.

The negations of a clause stand together: *nobody ever* is one negation. Another text may have other negations, so those
count that stand among the counterparts of the same words, by the encoder. The critic judges three times: whether the
sides disagree, whether the negation has a counterpart, and whether the sides disagree as much without the negation.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtqe.checks.negation.demands import is_demanded
from mtqe.checks.negation.negation_words import Cue, Place, cues, is_relation, said_freely
from mtqe.checks.negation.unmatched import is_for_zero, is_kept, may_be_said_freely, negates_opposite, was_last_then
from mtqe.encoder import Criticism
from mtqe.language.late_patterns import late
from mtqe.model import Segment, Side, Span, other_side
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mtqe.encoder import Tokens

BREAK = late(r"[.,;:!?…()\"“”„«»\n。、，；：！？（）「」–—।؟،؛]")
"""Matches a mark that ends a clause."""
TOGETHER = 40
"""Characters: between two negations of a clause, at most."""
NEAR, WIDE = 5, 8
"""Tokens: on each side of a negation, whose counterparts are looked for, and among which they count as found."""

BARE = 0.12
"""Share: of words in common with every negation of the other text, below which a clause has no counterpart at all."""
WEIGHTS = {
    "missed": 0.30,
    "odds": 0.09,
    "echo": 5.55,
    "clear": -3.77,
    "idiom": -2.90,
    "weak": -1.63,
    "likeness": 0.67,
    "surplus": -0.82,
    "within_idiom": -0.76,
    "others": -2.18,
    "in_target": -1.65,
    "left_over": 3.03,
    "relief": 0.28,
    "bare": 0.75,
}
"""Weights: of the values in a logistic regression. Fitted by bench/negation_evidence.py."""
CONSTANT = -0.31
"""Log-odds: the constant of the regression. Fitted by bench/negation_evidence.py."""
ANSWERED = 0.5
"""Share: of words in common with a word that may express a negation, from which on that word may stand for it."""
RELIEF = -4.0, 6.0
"""Log-odds: by which the error of a segment may become less without a negation, at least and at most."""
LIMITS_OF_RELIEF = -1.0, 3.0
"""Log-odds: the least and the greatest relief that count where it is added to similarities."""


class Clause(NamedTuple):
    """The negations of a clause.

    Args:
        segment: The segment.
        side: The side that has them.
        places: Their places in the text of that side.
        idiom: Whether another language may say all of them without a negation.
    """

    segment: Segment
    side: Side
    places: tuple[Place, ...]
    idiom: bool

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places of the negations in the segment."""
        return tuple(Span(self.side, *place) for place in self.places)


class Evidence(NamedTuple):
    """What speaks for and against a lost negation, before the critic has read the text without it.

    Args:
        missed: Log-odds that nothing corresponds to it, by the critic.
        odds: Log-odds of an error in the segment, by the critic.
        echo: Similarity of the words beside it to their counterparts.
        clear: How much a clear negation of the other text stands among the counterparts of the same words, 0 to 1.
        idiom: The same for a negation within an idiom.
        weak: The same for a word that may express a negation.
        likeness: Similarity of the negation to the most similar negation of the other text.
        surplus: By how many negated clauses its text has more than the other, between -1 and 1.
        within_idiom: 1 if it stands in an idiom, otherwise 0.
        others: 1 if the other text has a clear negation or one within an idiom, otherwise 0.
        in_target: 1 if the translation has it, which is freer in its words, otherwise 0.
        left_over: 1 if the other text has negations, but none for this clause, otherwise 0.
        silent: 1 if no word of the other text may express this negation, otherwise 0. A word that may express one does
            not count if its counterpart is such a word, too, or stands away from the negation; nor does a negation that
            another clause renders.
    """

    missed: float
    odds: float
    echo: float
    clear: float
    idiom: float
    weak: float
    likeness: float
    surplus: float
    within_idiom: float
    others: float
    in_target: float
    left_over: float
    silent: float

    @property
    def by_words(self) -> bool:
        """Whether the words alone leave no other reading: no idiom, and no word beside it that may say the same."""
        return not self.within_idiom and self.weak < ANSWERED

    @property
    def is_added(self) -> bool:
        """Whether the translation has a negation, while no word of the source may express one."""
        return bool(self.in_target and self.silent and not self.within_idiom)


def clauses(segment: Segment, context: Context) -> Iterator[Clause]:
    """The negated clauses of both sides that the other side may lack."""
    langs = context.source_base, context.target_base
    if not segment.source.strip() or not segment.target.strip():
        return
    sides: tuple[tuple[Side, Side, tuple[str, str]], ...] = (
        ("source", "target", langs),
        ("target", "source", (langs[1], langs[0])),
    )
    for side, other, (lang, other_lang) in sides:
        text, other_text = segment.text(side), segment.text(other)
        if side == "target" and (is_for_zero(segment) or may_be_said_freely(segment, langs[0])):
            continue
        for group in grouped(text, cues(text, lang)):
            places = tuple(cue.place for cue in group)
            if not (
                is_kept(text, places, other_text)
                or negates_opposite(text, other_text, places, (lang, other_lang))
                or was_last_then(text, other_text, places, other_lang)
                or is_demanded(segment, side, places, (lang, other_lang))
            ):
                yield Clause(segment, side, places, all(cue.kind == "idiom" for cue in group))


def is_balanced(clause: Clause, context: Context) -> bool:
    """Whether as many clauses of the other text have a word that may express a negation.

    *Could not load* is *loading is impossible* elsewhere.
    """
    langs = context.source_base, context.target_base
    lang, other_lang = langs if clause.side == "source" else langs[::-1]
    text, other = clause.segment.source, clause.segment.target
    if clause.side == "target":
        text, other = other, text
    return len(_joined(other, cues(other, other_lang))) >= len(_joined(text, cues(text, lang)))


def grouped(text: str, found: Sequence[Cue]) -> list[list[Cue]]:
    """Clear negations and those of idioms, by clause."""
    return _joined(text, [cue for cue in found if cue.kind != "weak"])


def _joined(text: str, found: Sequence[Cue]) -> list[list[Cue]]:
    """Cues by clause."""
    groups: list[list[Cue]] = []
    for cue in found:
        end = groups[-1][-1].place[1] if groups else 0
        if groups and cue.place[0] - end <= TOGETHER and not BREAK.search(text[end : cue.place[0]]):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    return groups


def evidence(clause: Clause, tokens: tuple[Tokens, Tokens], criticism: Criticism, context: Context) -> Evidence | None:
    """The evidence for a clause, from the tokens of source and translation; `None` if a side has none."""
    from mtqe.checks.negation.echo import directions
    from mtqe.encoder.exact_sums import cosines

    negated, plain = tokens if clause.side == "source" else tokens[::-1]
    if not (len(negated.offsets) and len(plain.offsets)):
        return None
    similarities = cosines(directions(negated), directions(plain))
    langs = context.source_base, context.target_base
    lang, other_lang = langs if clause.side == "source" else langs[::-1]
    opposite = other_side(clause.side)
    text, other_text = clause.segment.text(clause.side), clause.segment.text(opposite)
    others = cues(other_text, other_lang)
    own_cues = cues(text, lang)
    own = _indices(negated.offsets, clause.places)
    own_clauses, other_clauses = grouped(text, own_cues), grouped(other_text, others)
    own_groups = [_indices(negated.offsets, [cue.place for cue in group]) for group in own_clauses]
    other_groups = [_indices(plain.offsets, [cue.place for cue in group]) for group in other_clauses]
    taken = _matched(similarities, own_groups, other_groups)
    is_left_over = bool(other_groups) and own_groups.index(own) not in taken
    own_weak = _indices(negated.offsets, [cue.place for cue in own_cues if cue.kind == "weak"])
    links = {"clear": 0.0, "idiom": 0.0, "weak": 0.0}
    likeness = 0.0
    silent = True
    for cue in others:
        there = _indices(plain.offsets, [cue.place])
        if cue.kind == "weak":
            silent = silent and (
                _is_taken(similarities, there, own_weak)
                or (is_relation(other_text, cue.place, other_lang) and _is_rendered(similarities, there, own))
                or not _answers(similarities, own, there, own_weak, WIDE)
            )
        else:
            silent = silent and is_left_over
        if cue.kind == "weak" and not _answers(similarities, own, there, own_weak):
            continue
        links[cue.kind] = max(links[cue.kind], _link(similarities, own, there))
        if own and there:
            likeness = max(likeness, float(similarities[own][:, there].max()))
    silent = silent and not any(
        _answers(similarities, own, _indices(plain.offsets, [place]), own_weak)
        for place in said_freely(other_text, other_lang)
    )
    beside = _beside(own, NEAR, len(negated.offsets))
    surplus = len(own_clauses) - len(other_clauses)
    return Evidence(
        missed=_log_odds(chance_missed(clause, criticism)),
        odds=max(-3.0, min(4.0, criticism.odds)),
        echo=float(similarities[beside].max(axis=1).mean()) if beside else 0.0,
        **links,
        likeness=likeness,
        surplus=float(max(-1, min(1, surplus))),
        within_idiom=float(clause.idiom),
        others=float(any(cue.kind != "weak" for cue in others)),
        in_target=float(clause.side == "target"),
        left_over=float(is_left_over),
        silent=float(silent and links["clear"] < ANSWERED and links["idiom"] < ANSWERED),
    )


def _indices(offsets: NDArray[np.int32], places: Sequence[Place]) -> list[int]:
    return [
        n
        for n, (start, end) in enumerate(offsets.tolist())
        if any(start < stop and end > begin for begin, stop in places)
    ]


def _beside(tokens: Sequence[int], reach: int, length: int) -> list[int]:
    """The tokens beside others."""
    near = {place for n in tokens for place in range(max(0, n - reach), min(length, n + 1 + reach))}
    return sorted(near.difference(tokens))


def _matched(
    similarities: NDArray[np.float64], groups: Sequence[Sequence[int]], others: Sequence[Sequence[int]]
) -> set[int]:
    """The groups of negations that have one of the other text, each for itself, the nearest first."""
    nearness = {
        (n, m): _nearness(similarities, group, other)
        for n, group in enumerate(groups)
        for m, other in enumerate(others)
        if group and other
    }
    taken: dict[int, int] = {}
    for n, m in sorted(nearness, key=lambda pair: -nearness[pair]):
        if n not in taken and m not in taken.values():
            taken[n] = m
    return set(taken)


def _nearness(similarities: NDArray[np.float64], own: Sequence[int], there: Sequence[int]) -> float:
    """How near the counterparts of the words beside a negation stand to another negation, and the reverse."""
    rows, columns = similarities.shape
    near, near_there = _beside(own, NEAR, rows), _beside(there, NEAR, columns)
    distances = [min(abs(int(m) - n) for n in there) for m in similarities[near].argmax(axis=1)] if near else []
    back = [min(abs(int(m) - n) for n in own) for m in similarities[:, near_there].argmax(axis=0)] if near_there else []
    apart = [*distances, *back]
    return sum(1 / (1 + distance) for distance in apart) / len(apart) if apart else 0.0


def _answers(
    similarities: NDArray[np.float64],
    own: Sequence[int],
    there: Sequence[int],
    own_weak: Sequence[int],
    reach: int = NEAR,
) -> bool:
    """Whether a word that may express a negation stands for this one, not for a word farther away or for a weak one."""
    if not own or not there:
        return False
    best = int(similarities[:, there].max(axis=1).argmax())
    return best not in own_weak and best in {*own, *_beside(own, reach, len(similarities))}


def _is_taken(similarities: NDArray[np.float64], there: Sequence[int], own_weak: Sequence[int]) -> bool:
    """Whether a word that may express a negation has its counterpart in such a word: *denied*, *bestritt*."""
    return bool(there) and int(similarities[:, there].max(axis=1).argmax()) in own_weak


def _is_rendered(similarities: NDArray[np.float64], there: Sequence[int], own: Sequence[int]) -> bool:
    """Whether a word and its counterpart are nearest to each other, and the counterpart is no negation."""
    if not there:
        return False
    best = int(similarities[:, there].max(axis=1).argmax())
    return best not in own and int(similarities[best].argmax()) in there


def _link(similarities: NDArray[np.float64], own: Sequence[int], there: Sequence[int]) -> float:
    """How many of the words beside a negation have their counterpart near another negation, and the reverse."""
    rows, columns = similarities.shape
    near, near_there = _beside(own, NEAR, rows), _beside(there, NEAR, columns)
    if not near or not near_there:
        return 0.0
    wide, wide_there = {*own, *_beside(own, WIDE, rows)}, {*there, *_beside(there, WIDE, columns)}
    found = sum(int(column) in wide_there for column in similarities[near].argmax(axis=1)) / len(near)
    found_back = sum(int(row) in wide for row in similarities[:, near_there].argmax(axis=0)) / len(near_there)
    return (found + found_back) / 2


def chance_missed(clause: Clause, criticism: Criticism) -> float:
    """The critic's chance that the negation has no counterpart: the highest of its tokens."""
    if clause.side == "source":
        offsets, chances = criticism.source_offsets, criticism.source
    else:
        offsets, chances = criticism.target_offsets, criticism.target
    return max((float(chances[n]) for n in _indices(offsets, clause.places)), default=0.0)


def _log_odds(chance: float) -> float:
    chance = max(0.002, min(0.998, chance))
    return math.log(chance / (1 - chance))


def values(found: Evidence, relief: float) -> dict[str, float]:
    """What is weighed, by name.

    Args:
        found: The evidence.
        relief: By how much the log-odds of an error in the segment become less without the negation.
    """
    bare = max(found.clear, found.idiom, found.weak) < BARE and not found.within_idiom
    return {**found._asdict(), "relief": max(RELIEF[0], min(RELIEF[1], relief)), "bare": float(bare)}


def bounded_relief(relief: float) -> float:
    """The relief as it is added to similarities."""
    least, most = LIMITS_OF_RELIEF
    return max(least, min(most, relief))


def weight(found: Evidence, relief: float) -> float:
    """How much speaks for a loss: log-odds, by a logistic regression on planted losses and on good translations."""
    weighed = values(found, relief)
    return CONSTANT + sum(factor * weighed[name] for name, factor in WEIGHTS.items())
