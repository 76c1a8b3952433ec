"""Measures how well the hallucination risk detects real hallucinations, and the false alarms of the risk and of HAL103.

    python -m bench.hallucination HALLUCINATIONS.jsonl.gz [--clean TRANSLATIONS.jsonl.gz ...] [--most N]

HALLUCINATIONS has `lp`, `src`, `mt` and `labels` with `repetitions`, `strong-unsupport` and `full-unsupport` (Guerreiro
et al. 2023, "Looking for a Needle in a Haystack"); a row with any of them is a hallucination. It prints

- the AUROC of the risk, with the file as one document and with each row as a document, and of its single pieces of
  evidence: for all hallucinations and for fully detached ones against all other rows, and for the latter also against
  rows without a hallucination; the metric estimates the vectors of clear rows, all other figures have those of all;
- the share of rows above some risks, and the rows that HAL104 marks;
- the same share, and the rows that HAL103 flags, for TRANSLATIONS by professionals (`lp`, `src`, `tgt` or `mt`,
  `mqm_clean`; with a `label`, only rows with label OK), evenly sampled to N rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from bench.flagged import findings
from mtqe.checks.meaning.detached_translation import FEWEST, LEAST
from mtqe.encoder import Pair, load
from mtqe.encoder.risk import Risk, risks
from mtqe.metrics.hallucination import hallucination
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

KINDS = ("repetitions", "strong-unsupport", "full-unsupport")
LEVELS = (0.2, 0.5, 0.8)


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def auroc(values: Sequence[float], positive: NDArray[np.bool_]) -> float:
    """The probability that a positive row has the greater value (Mann-Whitney); ties count half."""
    n = int(positive.sum())
    return float((rankdata(values)[positive].sum() - n * (n + 1) / 2) / (n * (len(positive) - n)))


def judged(path: Path, most: int | None = None) -> tuple[list[dict[str, Any]], list[Risk]]:
    usable = [
        row for row in rows(path) if row["src"].strip() and target(row).strip() and row.get("label", "OK") == "OK"
    ]
    if most:
        usable = usable[:: max(1, len(usable) // most)][:most]
    model = load()
    pairs = [Pair(row["src"], target(row), None, *row["lp"].split("-")) for row in usable]
    return usable, list(risks(model, pairs, model.criticise, in_doubt=True))


def target(row: dict[str, Any]) -> str:
    return str(row["mt"] if "mt" in row else row["tgt"])


def scored(segments: Sequence[Segment], context: Context) -> list[float]:
    """The scores of the metric for segments with text on both sides."""
    values = [score.value for score in hallucination.score(segments, context) if score.level == "segment"]
    return [value for value in values if value is not None]


def shares(title: str, values: Sequence[float]) -> None:
    over = "  ".join(f"> {level}: {np.mean([value > level for value in values]):6.2%}" for level in LEVELS)
    print(f"{title:40} {len(values):5} rows  {over}")


def hallucinations(path: Path) -> None:
    labelled, segment_risks = judged(path)
    of = {kind: np.array([bool(row["labels"].get(kind)) for row in labelled]) for kind in KINDS}
    any_unsupported, full = np.logical_or.reduce(list(of.values())), of["full-unsupport"]
    apart = full | ~any_unsupported
    context = Context(*labelled[0]["lp"].split("-"))
    segments = [Segment(str(number), row["src"], row["mt"]) for number, row in enumerate(labelled)]
    together = scored(segments, context)
    single = scored([msgspec.structs.replace(item, doc=item.id) for item in segments], context)
    for title, values in (
        ("metric, the file as one document", together),
        ("metric", single),
        ("  risk without the guards", [item.value for item in segment_risks]),
        ("  cosine alone", [-item.cosine for item in segment_risks if item.cosine is not None]),
        ("  worst covered stretch alone", [-item.covered for item in segment_risks]),
        ("  critic's share alone", [item.unmatched for item in segment_risks]),
        ("  repeated pairs alone", [float(item.repeated) for item in segment_risks]),
    ):
        kinds = "  ".join(f"{kind} {auroc(values, mask):.3f}" for kind, mask in of.items())
        alone = auroc(np.array(values)[apart].tolist(), full[apart])
        print(f"{title:32} any {auroc(values, any_unsupported):.3f}  {kinds}  detached against none {alone:.3f}")
    copied = findings(
        check_table.select(["HAL104"]),
        [(row["src"], row["mt"]) for row in labelled],
        (context.source_lang, context.target_lang),
    )
    marked = np.array([bool(item) for item in copied])
    for title, mask in (("no hallucination", ~any_unsupported), *of.items()):
        print(f"HAL104, the file as one document, {title}: {int(marked[mask].sum())} of {int(mask.sum())}")
        shares(title, np.array(single)[mask].tolist())
        shares("  the file as one document", np.array(together)[mask].tolist())


def false_alarms(path: Path, most: int) -> None:
    good_rows, segment_risks = judged(path, most)
    shares(path.name, [risk.value for risk in segment_risks])
    for title, chosen in (("all", good_rows), ("rated clean", [row for row in good_rows if row.get("mqm_clean")])):
        flagged = [
            (risk, row)
            for risk, row in zip(segment_risks, good_rows, strict=True)
            if row in chosen and risk.detached >= LEAST and min(len(row["src"]), len(target(row))) >= FEWEST
        ]
        print(f"    HAL103 on {title}: {len(flagged)} of {len(chosen)}")
        for risk, row in flagged if title == "all" else []:
            print(f"        {risk.detached:.2f} {risk.cosine:.2f} {row['src'][:90]!r} {target(row)[:90]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hallucinations", type=Path)
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=1000)
    args = parser.parse_args()
    hallucinations(args.hallucinations)
    for path in args.clean:
        false_alarms(path, args.most)


if __name__ == "__main__":
    main()
