"""Which of two systems is better: how often `learned` agrees with COMET-22, by direction.

    python -m bench.systems DATA/train/systems_comet22.jsonl.gz --states training/runs/systems \
        --heads training/runs/system_head/heads.npz [--write]

`training/system_states.py` reads a sample of each test set with the encoder that ships and writes what the scorer says
to the folder of `--states`. This script makes corpus scores of it, as `mtqe score -m learned` does without consensus,
and scores of `learned-systems`, by heads that `training/system_head.py` fitted without the direction. It compares the
systems of a set two by two with COMET-22, which read the reference and the whole set. Pairs that differ by less than
.005 of COMET-22 are left out of the shares. Prints

- the agreement by direction: of `learned` and `learned-systems`, without a reference and, where the set has
  references, with one;
- by the number of segments that were read, by the difference of COMET-22 and by the difference of `learned`;
- by the kinds of the two systems;
- with `--consensus`, by the weight of consensus and the number of systems of a set.

Rules that guard `learned` (copies, other languages, unrelated texts) are left out: they concern single segments.

`--write` writes the differences to `mtqe/data/system_agreement.toml`, from which `mtqe compare` and
`mtqe list metrics --pair` read.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import reference_similarity, weight_files
from mtqe.encoder.scoring import moved
from mtqe.metrics import consensus
from mtqe.metrics.learned import WORST, quality, sentence_count
from mtqe.registry.contracts import Context
from mtqe.registry.system_agreement import LEAST, UNIT

WEIGHTS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Weights: of consensus that are compared; 0 is the score by itself."""
COLUMNS = "learned | learned-systems | learned, with a reference | learned-systems, with one"
INPUTS = [10, 11, 12]
"""Places: among the states of `training/system_states.py` of those that the head reads; the estimate is its first
signal."""
TABLE = Path(__file__).parents[1] / "mtqe" / "data" / "system_agreement.toml"
HEAD = """\
# How often `learned` and COMET-22 prefer the same of two systems, by direction: mtqe/registry/system_agreement.py.
# Written by bench/systems.py. A pair: the difference by `learned`, negative where they disagree, and by COMET-22.
"""


@dataclass(frozen=True)
class Pair:
    """Two systems of a set.

    Args:
        direction: Language pair.
        test_set: Name of the set.
        better: The system that COMET-22 prefers.
        worse: The other one.
        truth: Their difference by COMET-22, 0 or more.
        without: Their difference by `learned` without a reference.
        with_reference: The same with a reference; `None` where the set has none.
        systems: Their difference by the head for systems, fitted without the direction.
        systems_with: The same with a reference; `None` where the set has none.
    """

    direction: str
    test_set: str
    better: str
    worse: str
    truth: float
    without: float
    with_reference: float | None
    systems: float
    systems_with: float | None


@dataclass(frozen=True, eq=False)
class Sample:
    """What was read of a set: the number of each source, and penalties and scores of the head `(sources, systems)`."""

    sources: NDArray[np.int32]
    without: NDArray[np.float64]
    with_reference: NDArray[np.float64] | None
    systems: NDArray[np.float64]
    systems_with: NDArray[np.float64] | None


def samples(folder: Path, heads: Mapping[str, NDArray[np.float32]]) -> dict[tuple[str, str], Sample]:
    """The samples by language pair and set."""
    parts: dict[tuple[str, str], dict[tuple[int, int], tuple[float, ...]]] = defaultdict(dict)
    blend = reference_similarity.Blend(**weight_files.declared(weight_files.FOLDER)["blend"])
    for path in sorted(folder.glob("*.npz")):
        direction, test_set, _ = path.stem.split(".")
        with np.load(path) as file:
            numbers = zip(
                file["source"].tolist(), file["system"].tolist(), file["signals"][:, -5:].tolist(), strict=True
            )
            states = file["states"][:, INPUTS].reshape(len(file["source"]), -1).astype(np.float64)
            head, weight = heads[direction][:-1], float(heads[direction][-1])
            said = np.concatenate([states, file["signals"][:, :1]], 1) @ head
            for (source, system, signals), score in zip(numbers, said.tolist(), strict=True):
                match, chrf, has_reference, alone, referred = signals
                unlike = blend.match * (blend.usual_match - match) + blend.chrf * (blend.usual_chrf - chrf)
                row = alone, referred, has_reference, score, score - weight * unlike
                parts[direction, test_set][source, system] = row
    return {key: _sample(rows) for key, rows in parts.items()}


def _sample(rows: Mapping[tuple[int, int], tuple[float, ...]]) -> Sample:
    sources = list(dict.fromkeys(source for source, _ in rows))
    systems = sorted({system for _, system in rows})
    table = np.array([[rows[source, system] for system in systems] for source in sources])
    referred, systems_with = (table[..., 1], table[..., 4]) if table[..., 2].all() else (None, None)
    return Sample(np.array(sources, np.int32), table[..., 0], referred, table[..., 3], systems_with)


def corpus(penalties: NDArray[np.float64], counts: NDArray[np.float64]) -> list[float]:
    """The corpus score of each system from the penalties of its segments and the sentences of the sources."""
    limited = np.minimum(penalties, WORST * counts[:, None])
    return [quality(penalty) for penalty in (limited.sum(0) / counts.sum()).tolist()]


def pairs(items: Iterable[Mapping[str, Any]], read: Mapping[tuple[str, str], Sample], most: int) -> list[Pair]:
    """The pairs of systems of each set, from `most` segments at most; sets with fewer are left out."""
    found = []
    for item in items:
        sample = read.get((item["pair"], item["set"]))
        if sample is None or len(sample.sources) < most:
            continue
        texts = [item["src"][source] for source in sample.sources.tolist()[:most]]
        counts = np.array([sentence_count(text, item["pair"].split("-")[0]) for text in texts])
        without = corpus(sample.without[:most], counts)
        with_reference = corpus(sample.with_reference[:most], counts) if sample.with_reference is not None else None
        by_head = sample.systems[:most].mean(0).tolist()
        referred = sample.systems_with[:most].mean(0).tolist() if sample.systems_with is not None else None
        systems = sorted(item["out"])
        for first, second in itertools.combinations(range(len(systems)), 2):
            better, worse = sorted((first, second), key=lambda place: -item["comet"][systems[place]])
            found.append(
                Pair(
                    item["pair"],
                    item["set"],
                    systems[better],
                    systems[worse],
                    item["comet"][systems[better]] - item["comet"][systems[worse]],
                    without[better] - without[worse],
                    with_reference[better] - with_reference[worse] if with_reference else None,
                    by_head[better] - by_head[worse],
                    referred[better] - referred[worse] if referred else None,
                )
            )
    return found


def likenesses(item: Mapping[str, Any], sources: Sequence[int]) -> NDArray[np.float64]:
    """How odd each translation is among those of its source (`mtqe.metrics.consensus`), `(sources, systems)`.

    Equal translations count once. With fewer than three different ones nothing is odd.
    """
    context = Context(*item["pair"].split("-"))
    systems = sorted(item["out"])
    texts = [[item["out"][system][source] for system in systems] for source in sources]
    odd = [consensus.oddities([text for text in group if text.strip()], context) for group in texts]
    return np.array([[amounts.get(text, 0.0) for text in group] for group, amounts in zip(texts, odd, strict=True)])


def by_weight(items: Sequence[Mapping[str, Any]], read: Mapping[tuple[str, str], Sample], most: int) -> None:
    """Print the agreement without a reference by the weight of consensus and the number of systems of a set."""
    hits: dict[tuple[int, float], list[bool]] = defaultdict(list)
    for item in items:
        sample = read.get((item["pair"], item["set"]))
        if sample is None or len(sample.sources) < most or len(item["out"]) < consensus.LEAST:
            continue
        sources = sample.sources.tolist()[:most]
        odd = likenesses(item, sources)
        counts = np.array([sentence_count(item["src"][source], item["pair"].split("-")[0]) for source in sources])
        each = sample.without[:most] / counts[:, None]
        systems = sorted(item["out"])
        for weight in WEIGHTS:
            changed = [[moved(p, weight * o) for p, o in zip(*row, strict=True)] for row in zip(each, odd, strict=True)]
            scores = corpus(np.array(changed) * counts[:, None], counts)
            for first, second in itertools.combinations(range(len(systems)), 2):
                truth = item["comet"][systems[first]] - item["comet"][systems[second]]
                if abs(truth) >= LEAST:
                    hits[len(systems), weight].append((scores[first] - scores[second]) * truth > 0)
    print("\n| systems | pairs | " + " | ".join(f"weight {weight:g}" for weight in WEIGHTS) + " |")
    print("|--:|--:|" + "--:|" * len(WEIGHTS))
    sizes = sorted({size for size, _ in hits})
    for name, chosen in (*((str(size), [size]) for size in sizes), ("all", sizes)):
        columns = [[hit for size in chosen for hit in hits[size, weight]] for weight in WEIGHTS]
        print(f"| {name} | {len(columns[0])} | " + " | ".join(f"{np.mean(column):.3f}" for column in columns) + " |")


def told(chosen: Sequence[Pair], reading: Callable[[Pair], float | None]) -> str:
    """Agreed of all pairs that differ and have a score, such as `12 of 20 (.60)`."""
    values = [value for pair in chosen if pair.truth >= LEAST and (value := reading(pair)) is not None]
    if not values:
        return "-"
    agreed = sum(value > 0 for value in values)
    return f"{agreed} of {len(values)} ({agreed / len(values):.2f})"


def without(pair: Pair) -> float:
    """The difference without a reference."""
    return pair.without


def with_reference(pair: Pair) -> float | None:
    """The difference with a reference."""
    return pair.with_reference


def systems(pair: Pair) -> float:
    """The difference by the head for systems."""
    return pair.systems


def systems_with(pair: Pair) -> float | None:
    """The difference by the head for systems with a reference."""
    return pair.systems_with


def show(title: str, chosen: Sequence[Pair], group: Callable[[Pair], str]) -> None:
    """Print the agreement of each group of pairs."""
    print(f"\n| {title} | {COLUMNS} |\n|---|--:|--:|--:|--:|")
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in chosen:
        groups[group(pair)].append(pair)
    for name, members in sorted(groups.items()):
        print(f"| {name} | {row(members)} |")
    print(f"| all | {row(chosen)} |")


def row(chosen: Sequence[Pair]) -> str:
    """The agreement of some pairs, in the order of `COLUMNS`."""
    return " | ".join(told(chosen, column) for column in (without, systems, with_reference, systems_with))


def within(bounds: Sequence[float], value: float) -> str:
    """The range that a value falls into."""
    above = [bound for bound in bounds if value >= bound]
    below = [bound for bound in bounds if value < bound]
    return f"{above[-1] if above else 0:.3f} to {below[0]:.3f}" if below else f"{above[-1]:.3f} and more"


def table(chosen: Sequence[Pair], segments: int) -> str:
    """The table that ships."""
    lines = [HEAD, f"segments = {segments}\n"]
    for direction in sorted({pair.direction for pair in chosen}):
        own = [pair for pair in chosen if pair.direction == direction]
        lines.append(f"\n[directions.{direction}]\nsets = {len({pair.test_set for pair in own})}\n")
        lines.append(f"without = {_listed((pair.without, pair.truth) for pair in own)}\n")
        lines.append(f"systems = {_listed((pair.systems, pair.truth) for pair in own)}\n")
        known = [(pair.with_reference, pair.truth) for pair in own if pair.with_reference is not None]
        lines.append(f"with = {_listed(known)}\n" if known else "")
        known = [(pair.systems_with, pair.truth) for pair in own if pair.systems_with is not None]
        lines.append(f"systems_with = {_listed(known)}\n" if known else "")
    return "".join(lines)


def _listed(numbers: Iterable[tuple[float, float]]) -> str:
    return "[" + ", ".join(f"[{round(one * UNIT)}, {round(truth * UNIT)}]" for one, truth in numbers) + "]"


def main() -> None:
    """Print the tables, and write the one that ships."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--states", type=Path, required=True)
    parser.add_argument("--heads", type=Path, required=True, help="heads.npz of training/system_head.py")
    parser.add_argument("--segments", type=int, default=15, help="segments of each set that are read")
    parser.add_argument("--consensus", action="store_true", help="compare weights of consensus")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with gzip.open(args.data, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    with np.load(args.heads) as file:
        read = samples(args.states, dict(file))
    chosen = pairs(items, read, args.segments)
    show("direction", chosen, lambda pair: pair.direction)
    show("set", chosen, lambda pair: pair.test_set)
    show("systems", chosen, lambda pair: " and ".join(sorted((pair.better, pair.worse))))
    show("difference of COMET-22", chosen, lambda pair: within((0.005, 0.01, 0.02, 0.05), pair.truth))
    show("difference of learned", chosen, lambda pair: within((0.01, 0.02, 0.04, 0.08), abs(pair.without)))
    print(f"\n| segments | {COLUMNS} |\n|---|--:|--:|--:|--:|")
    for most in range(5, args.segments + 1, 5):
        some = [
            pair
            for pair in pairs(items, read, most)
            if (pair.direction, pair.test_set) in {(one.direction, one.test_set) for one in chosen}
        ]
        print(f"| {most} | {row(some)} |")
    if args.consensus:
        by_weight(items, read, args.segments)
    if args.write:
        TABLE.write_text(table(chosen, args.segments), encoding="utf-8")


if __name__ == "__main__":
    main()
