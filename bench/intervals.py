"""Prints how many human scores the intervals of `learned` cover, and how wide they are, as a Markdown table.

    python -m bench.intervals SETS [...] [--documents EVERY] [--sources N]

SETS are as for `bench.correlation`, with MQM scores (`score` is minus the penalty). Human translations,
translations that serve as a reference, and translations whose score follows from a rule are left out. A human score is
put on the scale of the metric: the `quality` of the penalty per sentence. `--documents 8` uses the documents that
training holds out; the shipped residuals were measured on them, so the coverage of these is that of the fit.
`training/residuals.py` prints the coverage on documents that were not used.

For each set, without and with a reference, and for each level:

- `covered`, `width`: the share of human scores inside the interval, and its mean width on the scale from 0 to 1;
- `differences`: the share of pairs of translations of one source whose difference is at most the residual of
  differences from that of their human scores;
- `apart`: the share of pairs that `mtqe rank` calls distinguishable; `agree`: the share of these that people order
  alike, ties not counted as alike.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import correlation, judged
from mtqe import encoder
from mtqe.language import identify
from mtqe.metrics.learned import GUARDS, learned, quality, sentence_count
from mtqe.model import Segment
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

Floats = NDArray[np.float64]
READINGS = (False, True)
"""Without a reference, and with one."""


@dataclass(frozen=True)
class Rated:
    """Translations with their scores and their human scores, both from 0 to 1; `sources` and `docs` tell them apart."""

    score: Floats
    human: Floats
    sources: NDArray[np.str_]
    docs: NDArray[np.str_]

    def where(self, chosen: NDArray[np.bool_]) -> Rated:
        """Some of the translations."""
        return Rated(self.score[chosen], self.human[chosen], self.sources[chosen], self.docs[chosen])

    @property
    def residuals(self) -> Floats:
        """The distance of each score from the human score."""
        residuals: Floats = np.abs(self.human - self.score)
        return residuals

    @property
    def gaps(self) -> tuple[Floats, Floats]:
        """For each two translations of one source: the difference of their scores, 0 or more, and of the human ones."""
        places = defaultdict(list)
        for place, source in enumerate(self.sources):
            places[source].append(place)
        pairs = [pair for group in places.values() for pair in itertools.combinations(group, 2)]
        first, second = np.array(pairs, int).reshape(-1, 2).T
        score, human = self.score[first] - self.score[second], self.human[first] - self.human[second]
        sign = np.where(score < 0, -1.0, 1.0)
        return score * sign, human * sign


@dataclass(frozen=True)
class Found:
    """What an interval of some width is worth; the fields are as in the docstring of the module, NaN if unknown."""

    covered: float
    width: float
    differences: float
    apart: float
    agree: float


def joined(parts: Sequence[Rated]) -> Rated:
    """Several sets as one."""
    names = ("score", "human", "sources", "docs")
    return Rated(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def usable(row: judged.Row, has_reference: bool) -> bool:
    """Whether a row is a machine translation whose score the encoder decides, with a reference if it must have one."""
    references = judged.references_of(row)
    is_human = bool(row.get("is_human")) or row["mt"] in references.values()
    is_ruled = not row["src"].strip() or not row["mt"].strip() or identify.is_kept(row["src"], row["mt"])
    return not is_human and not is_ruled and (bool(references) or not has_reference)


def few(rows: Sequence[judged.Row], sources: int | None) -> list[judged.Row]:
    """The rows of some sources, chosen by hash; all rows without a number."""
    names = sorted({row["src"] for row in rows}, key=lambda text: hashlib.sha256(text.encode()).hexdigest())
    chosen = set(names[:sources])
    return [row for row in rows if row["src"] in chosen]


def rate(rows: Sequence[judged.Row], langs: tuple[str, str], has_reference: bool) -> Rated:
    """Score usable rows; translations with a guard are left out."""
    chosen = [row for row in rows if usable(row, has_reference)]
    segments = []
    for number, row in enumerate(chosen):
        references = judged.references_of(row)
        segments.append(
            Segment(str(number), row["src"], row["mt"], (references[min(references)],) if has_reference else ())
        )
    context = Context(*langs, Config(metrics=MetricsConfig(intervals=False)))
    scores = [score for score in learned.score(segments, context) if score.level == "segment"] if segments else []
    kept = [
        (score.value, quality(-float(row["score"]) / sentence_count(row["src"], langs[0])), row)
        for score, row in zip(scores, chosen, strict=True)
        if score.value is not None and not any(score.signature[name] for name in GUARDS)
    ]
    docs = [str(row.get("doc") or row["src"]) for *_, row in kept]
    sources = [f"{doc}\n{row['src']}" for doc, (*_, row) in zip(docs, kept, strict=True)]
    score, human = (np.array([one[k] for one in kept], np.float64) for k in (0, 1))
    return Rated(score, human, np.array(sources, np.str_), np.array(docs, np.str_))


def read(path: Path, chosen: Callable[[str], bool], sources: int | None) -> tuple[str, dict[bool, Rated]]:
    """The language pair of a set, and its translations without and with a reference, of the chosen documents."""
    rows = few([row for row in judged.rows_of(path) if chosen(str(row.get("doc") or ""))], sources)
    if not rows:
        raise judged.NotJudged("no document is left")
    if min(float(row["score"]) for row in rows) < -MOST or max(float(row["score"]) for row in rows) > 0:
        raise judged.NotJudged("its scores are not MQM penalties")
    langs = judged.languages(path, rows[0])
    return "-".join(langs), {has_reference: rate(rows, langs, has_reference) for has_reference in READINGS}


MOST = 1000
"""A penalty of a text is never so high; other scores may be."""


def measure(rated: Rated, rating: float, difference: float) -> Found:
    """What intervals are worth whose residuals are these."""
    score, human = rated.gaps
    low, high = np.maximum(rated.score - rating, 0), np.minimum(rated.score + rating, 1)
    apart = score > difference
    return Found(
        covered=mean(rated.residuals <= rating),
        width=mean(high - low),
        differences=mean(np.abs(human - score) <= difference),
        apart=mean(apart),
        agree=mean(human[apart] > 0),
    )


def quantile(residuals: Floats, level: float) -> float:
    """The residual that at least `level` of further ones do not exceed, by split conformal prediction."""
    rank = math.ceil((len(residuals) + 1) * level)
    return float(np.sort(residuals)[min(rank, len(residuals)) - 1])


def mean(values: NDArray[np.generic]) -> float:
    """The mean; NaN if there are no values."""
    return float(np.mean(values.astype(np.float64))) if len(values) else math.nan


HEAD = (
    "| set | reading | level | translations | covered | width | pairs | differences | apart | agree |\n"
    + "|---" * 10
    + "|"
)


def line(name: str, has_reference: bool, level: float, rated: Rated, found: Found) -> str:
    """A row of the table."""
    shares = (found.covered, found.width, found.differences, found.apart, found.agree)
    covered, width, *rest = ("-" if math.isnan(share) else f"{share:.3f}" for share in shares)
    reading = "with reference" if has_reference else "without"
    cells = [name, reading, f"{level:.0%}", str(len(rated.score)), covered, width, str(len(rated.gaps[0])), *rest]
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Print the table; return 1 if no set could be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=1, help="use one document in N, by hash of its name")
    parser.add_argument("--sources", type=int, help="use so many sources of a set (default: all)")
    args = parser.parse_args()
    residuals = encoder.human_residuals()
    if residuals is None:
        parser.error("encoder.json has no residuals for these weights: run training/residuals.py")
    lines = []
    for path in correlation.files(args.sets):
        try:
            pair, by_reading = read(path, lambda doc: judged.chosen(doc, args.documents), args.sources)
        except judged.NotJudged as error:
            print(f"{path.name}: skipped: {error}", file=sys.stderr)
            continue
        for has_reference, rated in by_reading.items():
            for level in residuals.levels if len(rated.score) else ():
                found = measure(rated, *residuals.of(pair, level, has_reference))
                lines.append(line(path.name.removesuffix(".jsonl.gz"), has_reference, level, rated, found))
    print("\n".join([HEAD, *lines]))
    return 0 if lines else 1


if __name__ == "__main__":
    sys.exit(main())
