"""Combines evidence and form and searches the best chain of beads.

Quick evidence settles the certain one-to-one beads. Two passes with the full evidence align the other sentences.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.alignment import leftovers
from mtqe.alignment.corridor import Part, blocks, corridor, gaps, narrowed
from mtqe.alignment.nouns import Alignment, Staged
from mtqe.alignment.structure import SHAPES, Structure
from mtqe.alignment.viterbi import NEVER, Band, Scores, beads, best, posteriors
from mtqe.language.lang import language
from mtqe.model import Bead, BeadKind, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.alignment.nouns import Evidence, Link, Similarity
    from mtqe.alignment.viterbi import Shape
    from mtqe.language.sentences import Sentence
    from mtqe.registry.contracts import Progress

    PlacedBead = tuple[range, range, float, float]  # source and target sentences, certainty (0 to 1), log odds
    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

QUICK_SHAPES = [shape for shape in SHAPES if sum(shape) <= 5]
"""Shapes that the quick pass searches. Only its one-to-one beads are settled."""
_CHUNK = 64
"""Rows: scored at once."""
_HALF = 1.0
"""Nats: average log-odds that give a relatedness of one half. Measured with bench/alignment.py."""
_CERTAIN = 0.99
"""Chance: from which on a one-to-one bead counts as certain. Measured with bench/alignment.py."""
_DOUBT = 0.02
"""Chance: of error of a bead that the quick pass settles, at most, if all beads are certain. If fewer are, the limit is
multiplied by the third power of their share, because the quick evidence is too sure of itself in free translation.
Measured with bench/alignment.py."""
_DOUBT_BESIDE = 5.0
"""Ratio: of the same chance for the bead before and the bead after a settled one. Measured with bench/alignment.py."""
_LINK = 0.05
"""Chance: of a link below which the second pass learns nothing from it. Measured with bench/alignment.py."""


def align_sentences(
    texts: tuple[Text, Text],
    sides: tuple[Sequence[Sentence], Sequence[Sentence]],
    langs: tuple[str, str],
    similarity: Similarity,
    *,
    paragraphs: bool,
    progress: Progress,
) -> Alignment:
    """Align sentences; see `mtqe.alignment.documents.align`."""
    source, target = sides
    form = Structure(texts, sides, langs, paragraphs=paragraphs)
    settled: list[PlacedBead] = []
    if isinstance(similarity, Staged):
        settled = _settled(form, similarity.rough(source, target, *langs), len(source), len(target), progress)
        evidence = similarity(source, target, *langs, progress, _positions(settled))
    else:
        evidence = similarity(source, target, *langs, progress)
    parts = gaps(len(source), len(target), _positions(settled), evidence.anchors)
    chain = _chain(form, evidence, parts, settled, list(SHAPES), progress)
    if isinstance(evidence, leftovers.Fills):
        chain = leftovers.without_open_borders(leftovers.joined(chain, evidence))
    chain = leftovers.faced(chain, form.comparable_lengths(), form.boilerplate)
    aligned = [
        Bead(
            source=tuple(left),
            target=tuple(right),
            source_text=_text(texts[0], source, left, langs[0]),
            target_text=_text(texts[1], target, right, langs[1]),
            score=score,
            kind=_kind(left, right),
        )
        for left, right, score, _ in chain
    ]
    return Alignment(tuple(aligned), tuple(source), tuple(target), _relatedness(chain, source, target))


def _settled(form: Structure, evidence: Evidence, rows: int, columns: int, progress: Progress) -> list[PlacedBead]:
    """The beads that quick evidence settles."""

    def words(_: str, done: int, total: int) -> None:
        progress("compare words", done, total)

    return certain_beads(_chain(form, evidence, blocks(rows, columns, evidence.anchors), [], QUICK_SHAPES, words))


def _chain(
    form: Structure,
    evidence: Evidence,
    parts: Sequence[Part],
    settled: Sequence[PlacedBead],
    shapes: Sequence[Shape],
    progress: Progress,
) -> list[PlacedBead]:
    """The best beads of all parts, found in two passes, together with the settled beads, in order."""
    steps = 2 * len(parts) + 1
    progress("align", 1, steps)
    links: list[Link] = [(left.start, right.start, certain) for left, right, certain, _ in settled]
    expected: dict[Shape, float] = defaultdict(float, {(1, 1): float(len(settled))})
    bands = []
    for number, (rows, columns, anchors) in enumerate(parts):
        band = corridor(len(rows), len(columns), anchors)
        # In a wide corridor the first pass needs only a rough path; the second pass searches around it.
        rough = shapes if band.width > len(columns) else [shape for shape in shapes if sum(shape) <= 3]
        scores = _scores(form, evidence, band, rows, columns, rough)
        bands.append(narrowed(band, best(scores)))
        likely = posteriors(scores)[0]
        links += [(i + rows.start, j + columns.start, weight) for i, j, weight in _links(likely, band)]
        for shape, values in likely.items():
            expected[shape] += float(values.sum())
        progress("align", number + 2, steps)
    evidence = evidence.refined(sorted(links))
    form.learn(expected)
    chain = list(settled)
    for number, ((rows, columns, _), band) in enumerate(zip(parts, bands, strict=True)):
        scores = _scores(form, evidence, band, rows, columns, shapes)
        path = list(beads(best(scores)))
        odds = [_odds(form, scores, left, right) for left, right in path]
        certainties = posteriors(scores)
        for (left, right), common in zip(path, odds, strict=True):
            certain = _certainty(certainties, band, left, right)
            chain.append((_shifted(left, rows.start), _shifted(right, columns.start), certain, common))
        progress("align", len(parts) + number + 2, steps)
    return sorted(chain, key=lambda bead: (bead[0].start, bead[1].start))


def _positions(settled: Sequence[PlacedBead]) -> list[tuple[int, int]]:
    return [(left.start, right.start) for left, right, *_ in settled]


def certain_beads(chain: Sequence[PlacedBead]) -> list[PlacedBead]:
    """The one-to-one beads that are certain and whose neighbours on both sides are nearly as certain."""
    single = [len(left) == len(right) == 1 for left, right, *_ in chain]
    certainties = [certain for _, _, certain, _ in chain]
    certain_ones = sum(certain >= _CERTAIN for certain in itertools.compress(certainties, single))
    doubt = _DOUBT * (certain_ones / max(len(chain), 1)) ** 3
    beside = [certain >= 1 - _DOUBT_BESIDE * doubt for certain in certainties]
    return [
        bead
        for k, bead in enumerate(chain)
        if single[k] and certainties[k] >= 1 - doubt and all(beside[max(0, k - 1) : k + 2])
    ]


def _scores(
    form: Structure, evidence: Evidence, band: Band, source: range, target: range, shapes: Sequence[Shape]
) -> Scores:
    """The input of the dynamic programme for a block, computed for a few rows of its band at a time."""
    rows, columns = len(band.low), len(target)
    match = {shape: np.full((rows, band.width), NEVER, dtype=np.float32) for shape in shapes}
    reach_a, reach_b = (max(shape[k] for shape in shapes) for k in (0, 1))
    for top in range(0, rows, _CHUNK):
        bottom = min(top + _CHUNK, rows)
        over = range(max(0, top - reach_a), bottom)
        across = range(max(0, int(band.low[top]) - reach_b), min(columns, int(band.low[bottom - 1]) + band.width) + 1)
        at = _shifted(over, source.start), _shifted(across, target.start)
        parts = form.scores(*at, shapes), evidence.scores(*at, shapes)
        for a, b in shapes:
            block = parts[0][a, b] + parts[1][a, b] + form.prior(a, b)
            for i in range(max(top, a), bottom):
                first = max(int(band.low[i]), b)
                last = min(int(band.low[i]) + band.width, columns + 1)
                if first < last:
                    values = block[i - a - over.start, first - b - across.start : last - b - across.start]
                    match[a, b][i, first - band.low[i] : last - band.low[i]] = values
    ends = form.skips[0][source.start : source.stop], form.skips[1][target.start : target.stop]
    return Scores(band, columns, match, *ends, form.run)


def _shifted(numbers: range, by: int) -> range:
    return range(numbers.start + by, numbers.stop + by)


def _odds(form: Structure, scores: Scores, source: range, target: range) -> float:
    """Log odds of a matched bead without the prior of its shape; 0 for a skipped sentence."""
    if not source or not target:
        return 0.0
    shape = (len(source), len(target))
    return float(scores.match[shape][source.stop, target.stop - scores.band.low[source.stop]]) - form.prior(*shape)


def _links(match: dict[Shape, Singles], band: Band) -> list[Link]:
    """The probability that two sentences are in one bead, for pairs where it exceeds `_LINK`."""
    total: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b), values in match.items():
        for i, c in np.argwhere(values > _LINK).tolist():
            j = c + int(band.low[i])
            for pair in ((s, t) for s in range(i - a, i) for t in range(j - b, j)):
                total[pair] += float(values[i, c])
    return [(i, j, min(weight, 1.0)) for (i, j), weight in sorted(total.items())]


def _certainty(
    certainties: tuple[dict[Shape, Singles], Floats, Floats], band: Band, source: range, target: range
) -> float:
    match, left, right = certainties
    if not target:
        return float(left[source.start])
    if not source:
        return float(right[target.start])
    return float(match[len(source), len(target)][source.stop, target.stop - band.low[source.stop]])


def _kind(source: range, target: range) -> BeadKind:
    if not target:
        return "omission"
    return "match" if source else "addition"


def _text(text: Text, sentences: Sequence[Sentence], numbers: range, lang: str) -> str:
    """The text of a bead. Text between two sentences of one block is kept; blocks are joined by a space."""
    spans: dict[int, tuple[int, int]] = {}
    for sentence in (sentences[number] for number in numbers):
        start, _ = spans.get(sentence.block, (sentence.start, 0))
        spans[sentence.block] = start, sentence.end
    space = "" if language(lang).spaceless else " "
    return space.join(text.blocks[block].text[start:end] for block, (start, end) in spans.items())


def _relatedness(chain: Sequence[PlacedBead], source: Sequence[Sentence], target: Sequence[Sentence]) -> float:
    """The relatedness of the two documents, 0 to 1, from the beads' log odds without the prior of their shape.

    The odds are averaged over the characters of both texts. An average of `_HALF` nats gives one half; skipped
    sentences count as 0.
    """
    characters = sum(len(s.text) for s in source) + sum(len(t.text) for t in target)
    common = sum(
        odds * (sum(len(source[i].text) for i in left) + sum(len(target[j].text) for j in right))
        for left, right, _, odds in chain
    )
    return 1 - 0.5 ** (max(common, 0.0) / characters / _HALF) if characters else 1.0
