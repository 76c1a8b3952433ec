"""Fits the head that compares whole systems (`mtqe.encoder.system_head`).

    python training/system_head.py --data DATA/train --states training/runs/systems --out training/runs/system_head

It runs in the environment of mtqe, in seconds. `training/system_states.py` made the states. The head is a linear map
of the mean states and the estimated penalty of a segment, and the score of a system is its mean over segments. It is
fitted by ridge regression to all pairs of systems of a set: the difference of their means explains
`tanh(difference by COMET-22 / SCALE)`. A pair counts by the number of sources, up to `MOST`. With a reference its
dissimilarity is taken off; over the pairs its difference counts `UNLIKE` times as much as that of the head. Prints

- the share of pairs with the sign of COMET-22, beside that of the mean of `learned` on the same segments: by heads
  fitted without the direction, without the set and without both systems, in turn, for several strengths of the ridge;
- the same on sets that people judged, on which the head is not fitted;
- the same with a reference, where sets have one;
- at last, the directions of `HELD`, which no choice has seen.

With `--out` it writes `systems.npy`, fitted to all directions, and `heads.npz`: for each direction the head that was
fitted without it, which `bench/systems.py` reads. With `--ship` it also writes the head to `mtqe/data/encoder`.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from system_states import JUDGED, SIGNALS, VIEWS, judged, sets

from mtqe.encoder import reference_similarity, system_head, weight_files
from mtqe.encoder.weight_files import FOLDER, MANIFEST, weights_hash
from mtqe.metrics.learned import WORST, quality, sentence_count

HEAD_VIEWS = ("mt mixed", "source mixed", "first mixed")
"""The states that the head reads, in the order in which `mtqe.encoder.heads` joins them."""
SCALE = 0.03
"""Score: a difference by COMET-22 from which on more counts little."""
LEAST = 0.005
"""Score: difference by COMET-22 of the pairs that are counted, and of those that the head is fitted to."""
MOST = 20
"""Sources: of a set, from which on a pair has full weight."""
RIDGES = (0.3, 1.0, 3.0)
"""Strengths of the ridge that are compared, in shares of the mean square of the inputs."""
RIDGE = 1.0
"""Strength: of the ridge that ships."""
UNLIKE = 2.5
"""Factor: root mean square of what the dissimilarity to a reference adds, in shares of that of the head."""
FOLDS = 12
_HELD = "ar-en en-pl en-hi en-uk pt-en en-ko tr-en en-sv is-en bn-en en-th lv-en en-ro ca-en en-vi en-ta"
HELD = frozenset(_HELD.split())
"""Directions that no choice has seen."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two systems of a set; the first has the higher score by COMET-22 or by people.

    `inputs` is the difference of their mean states, `middle` the mean of both, `learned` the difference of their
    corpus scores on the same segments, `unlike` that of their dissimilarities to the reference, `None` without one.
    """

    direction: str
    test_set: str
    better: str
    worse: str
    truth: float
    sources: int
    inputs: NDArray[np.float32]
    middle: NDArray[np.float32]
    learned: float
    unlike: float | None


class Means(NamedTuple):
    """What was read of a set.

    The number of sources, the mean states of its systems, their scores by `learned`, and their mean dissimilarities to
    the reference, `None` if a source has none.
    """

    sources: int
    states: NDArray[np.float32]
    learned: list[float]
    unlike: list[float] | None


def means(folder: Path, name: str, item: Mapping[str, Any]) -> Means | None:
    """What was read of a set; `None` if nothing was."""
    rows: dict[tuple[int, int], tuple[NDArray[np.float32], float, float, float]] = {}
    blend = reference_similarity.Blend(**weight_files.declared(FOLDER)["blend"])
    chosen = [VIEWS.index(view) for view in HEAD_VIEWS]
    for path in sorted(folder.glob(f"{name}.*.npz")):
        with np.load(path) as file:
            penalties = file["signals"][:, SIGNALS.index("penalty")].tolist()
            states = file["states"][:, chosen].reshape(len(penalties), -1).astype(np.float32)
            estimates = file["signals"][:, SIGNALS.index("estimate"), None]
            states = np.concatenate([states, estimates], 1)
            match, chrf, known = (
                file["signals"][:, SIGNALS.index(signal)].astype(float)
                for signal in ("reference match", "reference chrf", "has reference")
            )
            unlike = blend.match * (blend.usual_match - match) + blend.chrf * (blend.usual_chrf - chrf)
            for place, key in enumerate(zip(file["source"].tolist(), file["system"].tolist(), strict=True)):
                rows[key] = states[place], penalties[place], float(unlike[place]), float(known[place])
    if not rows:
        return None
    systems = range(len(item["out"]))
    sources = list(dict.fromkeys(source for source, _ in rows))
    table = [np.mean([rows[source, system][0] for source in sources], 0, np.float64) for system in systems]
    counts = [sentence_count(item["src"][source], item["pair"].split("-")[0]) for source in sources]
    scores = [
        quality(sum(min(rows[key, system][1], WORST * n) for key, n in zip(sources, counts, strict=True)) / sum(counts))
        for system in systems
    ]
    unlike_of = [float(np.mean([rows[source, system][2] for source in sources])) for system in systems]
    known_of_all = all(row[3] > 0 for row in rows.values())
    return Means(len(sources), np.array(table, np.float32), scores, unlike_of if known_of_all else None)


def pairs(items: Iterable[Mapping[str, Any]], folder: Path) -> list[Pair]:
    """The pairs of systems of all sets that were read; translations by people are left out."""
    found = []
    for item in items:
        read = means(folder, f"{item['pair']}.{item['set']}", item)
        if read is None:
            continue
        sources, states, scores, unlike = read
        systems = sorted(item["out"])
        machines = [place for place, name in enumerate(systems) if name not in item.get("human", ())]
        for first, second in itertools.combinations(machines, 2):
            better, worse = sorted((first, second), key=lambda place: -item["comet"][systems[place]])
            found.append(
                Pair(
                    item["pair"],
                    item["set"],
                    systems[better],
                    systems[worse],
                    item["comet"][systems[better]] - item["comet"][systems[worse]],
                    sources,
                    states[better] - states[worse],
                    (states[better] + states[worse]) / 2,
                    scores[better] - scores[worse],
                    unlike[better] - unlike[worse] if unlike else None,
                )
            )
    return found


class Fitter:
    """Fits heads to some of the pairs. Products of all inputs with each other are made once.

    The estimate of the penalty is scaled to weigh as much as all states together.

    Args:
        chosen: The pairs.
    """

    def __init__(self, chosen: Sequence[Pair]) -> None:
        self.inputs = np.array([pair.inputs for pair in chosen], np.float64)
        squares = (self.inputs**2).mean(0)
        self.scales = np.ones(len(squares))
        self.scales[-1] = np.sqrt(squares[:-1].sum() / squares[-1])
        self.inputs *= self.scales
        self.products = self.inputs @ self.inputs.T
        self.targets = np.array([np.tanh(pair.truth / SCALE) for pair in chosen])
        self.weights = np.array([min(pair.sources, MOST) / MOST for pair in chosen])
        self.usual = float(np.trace(self.products)) / len(chosen)

    def fit(self, used: NDArray[np.bool_], ridge: float) -> Numbers:
        """The head of the pairs that are used, for scaled inputs."""
        square = np.diag(ridge * self.usual / self.weights[used])
        dual = np.linalg.solve(self.products[np.ix_(used, used)] + square, self.targets[used])
        head: Numbers = self.inputs[used].T @ dual
        return head


def left_out(chosen: Sequence[Pair], fitter: Fitter, ridge: float, groups: Callable[[Pair], set[str]]) -> Numbers:
    """What heads say of each pair that were fitted without the groups of it."""
    of = [groups(pair) for pair in chosen]
    said, count = np.zeros(len(chosen)), np.zeros(len(chosen))
    for group in sorted(set().union(*of)):
        out = np.array([group in own for own in of])
        said[out] += fitter.inputs[out] @ fitter.fit(~out, ridge)
        count[out] += 1
    return said / count


def weight(said: Numbers, chosen: Sequence[Pair]) -> float:
    """The weight of the dissimilarity to a reference beside what a head says of the pairs."""
    own, unlike = np.array([(one, pair.unlike) for one, pair in zip(said, chosen, strict=True) if pair.unlike]).T
    return float(UNLIKE * np.sqrt((own**2).mean() / (unlike**2).mean()))


def referred(said: Numbers, chosen: Sequence[Pair]) -> list[float]:
    """What a head and the reference say of the pairs that have one."""
    factor = weight(said, chosen)
    return [one - factor * pair.unlike for one, pair in zip(said, chosen, strict=True) if pair.unlike is not None]


def fold(direction: str) -> str:
    """The directions that are left out together."""
    return str(zlib.crc32(direction.encode()) % FOLDS)


def share(said: Iterable[float]) -> str:
    """The share of positive numbers, such as `.812`."""
    return f"{np.mean([one > 0 for one in said]):.3f}".removeprefix("0")


def report(chosen: Sequence[Pair], ridge: float, people: Sequence[Pair]) -> None:
    """Print the agreement with one strength of the ridge."""
    fitter = Fitter(chosen)
    ways: dict[str, Callable[[Pair], set[str]]] = {
        "directions": lambda pair: {fold(pair.direction)},
        "sets": lambda pair: {pair.test_set},
        "systems": lambda pair: {pair.better, pair.worse},
    }
    columns = [f"ridge {ridge:g}"]
    for way, groups in ways.items():
        said = left_out(chosen, fitter, ridge, groups)
        of_flores = [one for one, pair in zip(said, chosen, strict=True) if pair.test_set.startswith("flores")]
        columns.append(
            f"without {way} {share(said)} (FLORES {share(of_flores)}, with a reference {share(referred(said, chosen))})"
        )
    head = fitter.fit(np.ones(len(chosen), bool), ridge)
    by_set: dict[str, list[float]] = defaultdict(list)
    for pair in people:
        by_set[pair.test_set].append(float(pair.inputs * fitter.scales @ head))
    columns.append("people: " + ", ".join(f"{name} {share(said)}" for name, said in by_set.items()))
    print("; ".join(columns), flush=True)


def main() -> None:
    """Fit and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--states", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--held", action="store_true", help="print the directions that no choice has seen")
    parser.add_argument("--ship", action="store_true")
    args = parser.parse_args()
    every = [one for one in pairs(sets(args.data / "systems_comet22.jsonl.gz"), args.states) if one.truth >= LEAST]
    files = [path for name in JUDGED for path in sorted(args.data.parent.glob(f"*/{name}.*.jsonl.gz"))]
    people = pairs(map(judged, files), args.states)
    seen = [pair for pair in every if pair.direction not in HELD]
    flores = [pair.learned for pair in seen if pair.test_set.startswith("flores")]
    by_set: dict[str, list[float]] = defaultdict(list)
    for pair in people:
        by_set[pair.test_set].append(pair.learned)
    print(
        f"{len(seen)} pairs, {np.mean([pair.sources for pair in seen]):.1f} sources; learned: "
        f"{share(pair.learned for pair in seen)} (FLORES {share(flores)}); people: "
        + ", ".join(f"{name} {share(said)}" for name, said in by_set.items())
    )
    for ridge in RIDGES:
        report(seen, ridge, people)
    if args.held:
        held = [pair for pair in every if pair.direction in HELD]
        fitter = Fitter(seen)
        head = fitter.fit(np.ones(len(seen), bool), RIDGE) * fitter.scales
        factor = weight(np.array([pair.inputs @ head for pair in seen]), seen)
        said = [float(pair.inputs @ head) for pair in held]
        with_one = [one - factor * pair.unlike for one, pair in zip(said, held, strict=True) if pair.unlike is not None]
        print(
            f"held directions, {len(held)} pairs: learned {share(pair.learned for pair in held)}, head {share(said)}; "
            f"{len(with_one)} pairs with a reference: head {share(with_one)}; FLORES "
            + share(one for one, pair in zip(said, held, strict=True) if pair.test_set.startswith("flores"))
        )
    if args.out or args.ship:
        write(every, args.out, args.ship)


def write(every: Sequence[Pair], out: Path | None, ship: bool) -> None:
    """Fit to all directions, in units of COMET-22, and write."""
    fitter = Fitter(every)
    whole = np.ones(len(every), bool)
    head = fitter.fit(whole, RIDGE)
    said = fitter.inputs @ head
    factor = float(said @ np.array([pair.truth for pair in every]) / (said @ said))
    head *= fitter.scales * factor
    usual = float(np.mean([pair.middle @ head for pair in every]))
    unlike = weight(said * factor, every)
    content = np.append(head, [-usual, unlike]).astype(np.float32)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        np.save(out / system_head.FILE, content)
        directions = sorted({pair.direction for pair in every})
        without: dict[str, NDArray[np.float32]] = {}
        for group in sorted({fold(direction) for direction in directions}):
            used = np.array([fold(pair.direction) != group for pair in every])
            made = np.append(fitter.fit(used, RIDGE) * fitter.scales * factor, unlike).astype(np.float32)
            without |= {direction: made for direction in directions if fold(direction) == group}
        np.savez(out / "heads.npz", **without)
    if ship:
        path = FOLDER / system_head.FILE
        np.save(path, content)
        settings = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        settings[system_head.KEY] = {"sha256": digest, "weights": weights_hash(settings)}
        (FOLDER / MANIFEST).write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
