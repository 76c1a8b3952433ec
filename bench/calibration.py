"""Shows what scores of the learned metric mean: the share of clean and of wrong segments above .5 and .8.

    python -m bench.calibration SET.jsonl.gz [SET ...] [--documents EVERY]

A set is gzipped JSON Lines with `lp`, `doc`, `src`, `mt`, `score` (minus the MQM penalty), `errors` with a `severity`,
and `refs`. Human translations and translations that serve as a reference are left out. A segment is clean if its
penalty is 0; it has a major error if an annotator marked a major or critical error. It also prints how strongly the
score and the human score depend on the length of the source. The correlation `r length` also depends on the other
variation of a score, and human scores vary much by chance. So `a doubling` gives the change of the score when a source
is twice as long, beside the change of the human penalty on the same scale.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import judged
from mtqe.language.words import size
from mtqe.metrics.learned import learned, quality, sentence_count
from mtqe.model import Segment
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

LEVELS = (0.5, 0.8)


def rows_of(path: Path, documents: int) -> list[judged.Row]:
    """The machine translations of a set, or of one in `documents` documents."""
    every = [row for row in judged.rows_of(path) if judged.chosen(str(row.get("doc", "")), documents)]
    return [row for row in every if not row.get("is_human") and row["mt"] not in (row.get("refs") or {}).values()]


def scores_of(rows: Sequence[judged.Row], langs: tuple[str, str], with_reference: bool) -> NDArray[np.float64]:
    """The segment scores; with `with_reference` all rows must have a reference."""
    segments = [
        Segment(str(number), row["src"], row["mt"], tuple(refs[min(refs)] for refs in [row["refs"]] if with_reference))
        for number, row in enumerate(rows)
    ]
    context = Context(*langs, Config(metrics=MetricsConfig(intervals=False)))
    score_of = {score.segment: score.value for score in learned.score(segments, context) if score.level == "segment"}
    return np.array([np.nan if (value := score_of[str(n)]) is None else value for n in range(len(rows))], float)


def is_major(row: judged.Row) -> bool:
    """Whether an annotator marked a major or critical error."""
    return any(error["severity"].lower() in ("major", "critical") for error in row.get("errors") or ())


def fall(scores: NDArray[np.float64], sizes: NDArray[np.float64]) -> float:
    """The change of a score when a text is twice as long, by least squares."""
    known = ~np.isnan(scores)
    return float(np.polyfit(np.log2(sizes[known]), scores[known], 1)[0])


def line(name: str, rows: Sequence[judged.Row], scores: NDArray[np.float64], lang: str) -> str:
    """A row of the table."""
    human = np.array([float(row["score"]) for row in rows])
    major = np.array([is_major(row) for row in rows])
    length = np.array([len(row["src"]) for row in rows])
    cells = [name, str(len(rows))]
    for chosen in (human >= 0, major):
        cells.append(str(int(chosen.sum())))
        cells += [f"{np.mean(scores[chosen] > level):.0%}" if chosen.any() else "-" for level in LEVELS]
    cells += [f"{np.corrcoef(length, side)[0, 1]:+.2f}" for side in (scores, human)]
    same = np.array([quality(-float(row["score"]) / sentence_count(row["src"], lang)) for row in rows])
    sizes = np.array([max(size(row["src"]), 1) for row in rows], float)
    cells += [f"{fall(side, sizes):+.3f}" for side in (scores, same)]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=1, help="use one document in N, by hash of its name")
    args = parser.parse_args()
    print(
        "| set | segments | clean | > .5 | > .8 | with a major error | > .5 | > .8 | r length | human "
        "| a doubling | human |\n" + "|---" * 12 + "|"
    )
    for path in args.sets:
        rows = rows_of(path, args.documents)
        langs = judged.languages(path, rows[0])
        for with_reference in (True, False):
            chosen = [row for row in rows if row.get("refs")] if with_reference else rows
            if chosen:
                kind = "with reference" if with_reference else "without"
                print(
                    line(
                        f"{path.name.split('.jsonl')[0]}, {kind}",
                        chosen,
                        scores_of(chosen, langs, with_reference),
                        langs[0],
                    )
                )


if __name__ == "__main__":
    main()
