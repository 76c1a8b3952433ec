"""Puts evidence, form and programme together: two passes, then beads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.align import Alignment
from mtqe.align.corridor import corridor, narrowed
from mtqe.align.programme import NEVER, Band, Scores, beads, best, posteriors
from mtqe.align.structure import SHAPES, Structure
from mtqe.languages import NO_SPACES
from mtqe.model import Bead, BeadKind, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mtqe.align import Evidence, Link, Similarity
    from mtqe.align.programme import Shape
    from mtqe.align.split import Sentence
    from mtqe.registry import Progress

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]

_CHUNK = 64  # rows scored at once
_HALF = 1.0
_LINK = 0.05  # weaker links teach nothing


def align_sentences(
    texts: tuple[Text, Text],
    sides: tuple[Sequence[Sentence], Sequence[Sentence]],
    langs: tuple[str, str],
    similarity: Similarity,
    *,
    paragraphs: bool,
    progress: Progress,
) -> Alignment:
    """Align sentences; see `mtqe.align.align`."""
    source, target = sides
    form = Structure(texts, sides, langs, paragraphs=paragraphs)
    evidence = similarity(source, target, *langs)
    band = corridor(len(source), len(target), evidence.anchors)
    progress("align", 1, 3)
    # In a wide corridor a rough path is enough; the second pass looks closer.
    rough = list(SHAPES) if band.width > len(target) else [shape for shape in SHAPES if sum(shape) <= 3]
    first = _scores(form, evidence, band, len(target), rough)
    evidence = evidence.refined(_links(posteriors(first)[0], band))
    progress("align", 2, 3)
    band = narrowed(band, best(first))
    scores = _scores(form, evidence, band, len(target), list(SHAPES))
    chain = list(beads(best(scores)))
    sure = posteriors(scores)
    progress("align", 3, 3)
    made = [
        Bead(
            source=tuple(left),
            target=tuple(right),
            source_text=_text(texts[0], source, left, langs[0]),
            target_text=_text(texts[1], target, right, langs[1]),
            score=_certainty(sure, band, left, right),
            kind=_kind(left, right),
        )
        for left, right in chain
    ]
    return Alignment(tuple(made), tuple(source), tuple(target), _relatedness(scores, chain, source, target))


def _scores(form: Structure, evidence: Evidence, band: Band, columns: int, shapes: Sequence[Shape]) -> Scores:
    """Everything the programme needs, computed for a few rows of the band at a time."""
    rows = len(band.low)
    match = {shape: np.full((rows, band.width), NEVER, dtype=np.float32) for shape in shapes}
    reach_a, reach_b = (max(shape[k] for shape in shapes) for k in (0, 1))
    for top in range(0, rows, _CHUNK):
        bottom = min(top + _CHUNK, rows)
        over = range(max(0, top - reach_a), bottom)
        across = range(max(0, int(band.low[top]) - reach_b), min(columns, int(band.low[bottom - 1]) + band.width) + 1)
        parts = form.scores(over, across, shapes), evidence.scores(over, across, shapes)
        for a, b in shapes:
            block = parts[0][a, b] + parts[1][a, b] + np.log(SHAPES[a, b])
            for i in range(max(top, a), bottom):
                first = max(int(band.low[i]), b)
                last = min(int(band.low[i]) + band.width, columns + 1)
                if first < last:
                    found = block[i - a - over.start, first - b - across.start : last - b - across.start]
                    match[a, b][i, first - band.low[i] : last - band.low[i]] = found
    return Scores(band, columns, match, *form.skips(), form.run)


def _links(match: dict[Shape, Singles], band: Band) -> list[Link]:
    """Probability of two sentences to be in one bead, for those where it is not small."""
    total: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b), values in match.items():
        for i, c in np.argwhere(values > _LINK).tolist():
            j = c + int(band.low[i])
            for pair in ((s, t) for s in range(i - a, i) for t in range(j - b, j)):
                total[pair] += float(values[i, c])
    return [(i, j, min(weight, 1.0)) for (i, j), weight in sorted(total.items())]


def _certainty(sure: tuple[dict[Shape, Singles], Floats, Floats], band: Band, source: range, target: range) -> float:
    match, left, right = sure
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
    """The sentences as they stand: what lies between those of one block stays, blocks are joined by a space."""
    spans: dict[int, tuple[int, int]] = {}
    for sentence in (sentences[number] for number in numbers):
        start, _ = spans.get(sentence.block, (sentence.start, 0))
        spans[sentence.block] = start, sentence.end
    space = "" if lang.split("-")[0].lower() in NO_SPACES else " "
    return space.join(text.blocks[block].text[start:end] for block, (start, end) in spans.items())


def _relatedness(
    scores: Scores, chain: Sequence[tuple[range, range]], source: Sequence[Sentence], target: Sequence[Sentence]
) -> float:
    """How much the beads have in common: their log odds, without the prior of their shape, averaged over all text.

    An average of `_HALF` nats gives one half; skipped sentences count as 0.
    """
    whole = sum(len(s.text) for s in source) + sum(len(t.text) for t in target)
    common = 0.0
    for left, right in chain:
        if left and right:
            shape = (len(left), len(right))
            odds = scores.match[shape][left.stop, right.stop - scores.band.low[left.stop]] - np.log(SHAPES[shape])
            common += float(odds) * (sum(len(source[i].text) for i in left) + sum(len(target[j].text) for j in right))
    return 1 - 0.5 ** (max(common, 0.0) / whole / _HALF) if whole else 1.0
