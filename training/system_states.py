"""What the encoder that ships says of the translations of whole systems, for the head that compares systems.

    python training/system_states.py --data DATA/train --out training/runs/systems [--rounds 20] [--group 5]

It runs in the environment of mtqe. The input is `systems_comet22.jsonl.gz`: test sets, each with the translations of
several systems. Each round reads `--group` further sources of every set with the translations of all of its systems, so
the result of any number of rounds is a stratified sample. A file is written for each set and round; files that are
there are not computed again, so an interrupted run goes on where it was.

A file has a row for each translation, source by source:

- `states` `(n, k, 384)`: the states of the scorer, as `VIEWS` names them, means over the tokens of a side.
- `signals` `(n, m)`: numbers, as `SIGNALS` names them.
- `system` and `source`: the number of the system and of the source in the set.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe import encoder
from mtqe.encoder import graph_files, reference_similarity
from mtqe.encoder.exact_sums import unit
from mtqe.encoder.heads import _BEST
from mtqe.encoder.kept_matrices import initializers
from mtqe.encoder.network import Model
from mtqe.encoder.nouns import Pair
from mtqe.encoder.reader import Reader, ReadText, rebatched
from mtqe.encoder.rows import MT, SRC, Row, read_pairs
from mtqe.encoder.scoring import TokenBatch, penalty_of, probabilities, token_batches
from mtqe.encoder.sessions import Session
from mtqe.encoder.weight_files import FOLDER
from mtqe.language import words

LAYERS = (2, 5, 7, 9, 11)
"""Layers of the scorer, counted from 0, whose states are kept."""
VIEWS = (
    *(f"{side} {layer}" for layer in LAYERS for side in ("mt", "source")),
    *("mt mixed", "source mixed", "first mixed", "mt spread", "source spread"),
)
"""The states of a translation: `mixed` is what the scorer's heads read, `spread` its standard deviation."""
SIGNALS = (
    *("estimate", "direct", "critical", "additive", "correction"),
    *("best mt", "best source", "worst mt", "worst source", "ratio"),
    *("odd mt", "odd source", "minor", "major", "edited", "worst tag"),
    *("tokens mt", "tokens source", "reference match", "reference chrf", "has reference"),
    *("penalty", "penalty with reference"),
)
SUMMED = [SIGNALS.index(name) for name in ("penalty", "penalty with reference")]
"""The signals that are summed over the rows of a segment; the others are means by tokens."""
JUDGED = ("wmt20_news_mqm", "wmt21_news_mqm", "wmt21_ted_mqm", "bio_mqm", "wmt24_esa")
"""Sets with human scores of several systems."""
AHEAD = 4
"""Rounds: that FLORES, which has all directions, is ahead of the other sets."""
LONGEST = 150
"""Characters: of a source that is read, at most; Chinese and Japanese characters count three times."""


@dataclass(frozen=True, eq=False)
class Read:
    """A row of tokens: its states, its signals and its number of tokens, which is its weight in a segment."""

    states: NDArray[np.float32]
    signals: NDArray[np.float64]
    weight: int


class Tokens:
    """Reads texts to tokens without states, which the scorer does not need."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, texts: Iterable[str]) -> dict[str, ReadText]:
        """The texts with empty states."""
        distinct = list(dict.fromkeys(texts))
        encoded, _ = self._reader.rows(distinct)
        empty = np.zeros((0, self._reader.width), np.float16)
        return {text: ReadText(one.ids, one.offsets, empty) for text, one in zip(distinct, encoded, strict=True)}


class Observer:
    """The encoder, with everything that its scorer and critic say.

    Args:
        model: The encoder.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.reader = model._reader
        self.tokens = Tokens(self.reader)
        self.blend = reference_similarity.Blend(**model.settings["blend"])
        path = FOLDER / "scorer.onnx"
        self.file = graph_files.read(path)
        total, _ = self.file.inputs["/odd/MatMul_output_0"]
        pooled = "/pooled/pooled.3/Gemm_output_0"
        self.outputs = [f"/layers.{layer}/last/LayerNormalization_output_0" for layer in LAYERS]
        self.outputs += [total, _BEST["scorer"], pooled]
        matrices = initializers(FOLDER, "scorer", model.settings)
        names = ["penalty", "tags", "rates"]
        self.scorer = Session(path, 1, matrices, "cpu", self.file.with_outputs(self.outputs))
        self.outputs += names

    def score(self, rows_: Sequence[Row]) -> list[Read]:
        """What is said of each row; rows without text on a side weigh nothing."""
        shape = (len(VIEWS), self.reader.width)
        made = [Read(np.zeros(shape, np.float32), np.zeros(len(SIGNALS)), 0)] * len(rows_)
        upper = self._upper(rows_)
        for batch in token_batches(rows_):
            feeds = {"words": self.reader.words(batch.ids), "places": batch.places, "sides": batch.sides}
            results = dict(zip(self.outputs, self.scorer.run(self.outputs, feeds), strict=True))
            for place, number in enumerate(batch.numbers.tolist()):
                one = {name: self._row(values, place, batch) for name, values in results.items()}
                made[number] = self._read(one, batch.sides[place], rows_[number], upper)
        return made

    def _row(self, values: NDArray[Any], place: int, batch: TokenBatch) -> NDArray[Any]:
        if values.shape[0] == batch.sides.size and values.ndim == 2:
            values = values.reshape(*batch.sides.shape, -1)
        return values[place]

    def _read(
        self,
        one: Mapping[str, NDArray[Any]],
        sides: NDArray[np.int64],
        row: Row,
        upper: Mapping[int, NDArray[np.float32]],
    ) -> Read:
        on = {MT: sides == MT, SRC: sides == SRC}
        *layers, total, best, pooled, estimate, tags, rates = (one[name] for name in self.outputs)
        views = [layer[on[side]].mean(0) for layer in layers for side in (MT, SRC)]
        views += [total[on[MT]].mean(0), total[on[SRC]].mean(0), total[0], total[on[MT]].std(0), total[on[SRC]].std(0)]
        best = best.reshape(-1)
        odd = (total @ self.file.weights["onnx::MatMul_2652"] + self.file.weights["scorer.odd.bias"]).ravel()
        chances = probabilities(tags.reshape(len(sides), -1)[on[MT]])
        signals = [
            *(float(estimate), float(pooled[1]), float(pooled[2]), math.log1p(float(rates.sum())), float(pooled[0])),
            *(float(best[on[side]].mean()) for side in (MT, SRC)),
            *(float(np.sort(best[on[side]])[:4].mean()) for side in (MT, SRC)),
            math.log(on[MT].sum() / on[SRC].sum()),
            *(float(np.sort(odd[on[side]])[::-1][:4].mean()) for side in (MT, SRC)),
            *(float(value) for value in chances[:, 1:].mean(0)),
            float(chances[:, 1:3].sum(1).max()),
            float(on[MT].sum()),
            float(on[SRC].sum()),
        ]
        if row.ref is not None:
            match, blend = reference_similarity.match(upper[_key(row, 0)], upper[_key(row, 2)]), self.blend
            unlike = blend.match * (blend.usual_match - match) + blend.chrf * (blend.usual_chrf - row.chrf)
            signals += [match, row.chrf, 1.0]
        else:
            unlike = 0.0
            signals += [0.0, 0.0, 0.0]
        signals += penalty_of(np.array([estimate, estimate + unlike], np.float64)).tolist()
        return Read(np.array(views, np.float32), np.array(signals), int((sides != 0).sum()))

    def _upper(self, rows_: Sequence[Row]) -> dict[int, NDArray[np.float32]]:
        """Unit vectors of the tokens of all sides in the encoder's own last layer, by `_key`."""
        states: dict[int, NDArray[np.float16]] = {}
        for row in rows_:
            for side, text in enumerate((row.mt, row.source, row.ref)):
                if row.ref is not None and text is not None and side != 1:
                    states[_key(row, side)] = reference_similarity._cut(text.states, *row.ranges[side])
        keys, made = list(states), {}
        for batch in rebatched([states[key] for key in keys]):
            (tokens,) = self.model._upper.run(["tokens"], batch.feeds())
            for place, one in zip(batch.rows.tolist(), tokens, strict=True):
                made[keys[place]] = unit(one[1:-1]).astype(np.float32)
        return made


def _key(row: Row, side: int) -> int:
    text = (row.mt, row.source, row.ref)[side]
    return hash((id(text), row.ranges[side]))


def joined(parts: Sequence[Read]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The states and signals of a segment: the mean of its rows by their tokens; the log(1 + penalty) of their sum."""
    weights = np.array([max(part.weight, 1e-3) for part in parts])
    states = np.average([part.states for part in parts], 0, weights)
    signals = np.average([part.signals for part in parts], 0, weights)
    signals[SUMMED] = np.sum([part.signals[SUMMED] for part in parts], 0)
    return states, signals


def chosen(texts: Sequence[str], seed: str) -> list[int]:
    """The numbers of the sources that may be read, in an order by chance."""
    numbers = [number for number, text in enumerate(texts) if 12 <= words.size(text) <= LONGEST]
    random.Random(seed).shuffle(numbers)
    return numbers


def sets(path: Path) -> Iterator[dict[str, Any]]:
    """The test sets of the input."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def judged(path: Path) -> dict[str, Any]:
    """A set with human scores in the form of the others; `comet` has the mean score of each system."""
    by_source: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in sets(path):
        by_source.setdefault((row["src"], str(row.get("doc")), str(row.get("seg_id"))), {})[row["system"]] = row
    counts = Counter(system for group in by_source.values() for system in group)
    systems = {system for system, count in counts.items() if count >= max(counts.values()) / 2}
    whole = [group for group in by_source.values() if systems <= set(group)]
    name, _, pair = path.name.removesuffix(".jsonl.gz").rpartition(".")
    return {
        "pair": pair,
        "set": name,
        "src": [next(iter(group.values()))["src"] for group in whole],
        "ref": [],
        "out": {system: [group[system]["mt"] for group in whole] for system in systems},
        "comet": {system: float(np.mean([group[system]["score"] for group in whole])) for system in systems},
        "human": sorted({s for group in whole for s in systems if group[s].get("is_human")}),
    }


def extract(observer: Observer, item: Mapping[str, Any], numbers: Sequence[int], path: Path) -> None:
    """Write the file of some sources of a set."""
    source_lang, target_lang = item["pair"].split("-")
    systems = sorted(item["out"])
    places = [(source, system) for source in numbers for system in range(len(systems))]
    pairs = [
        Pair(
            item["src"][source],
            item["out"][systems[system]][source],
            item["ref"][source] if item["ref"] and item["ref"][source] else None,
            source_lang,
            target_lang,
        )
        for source, system in places
    ]
    read = observer.reader if any(pair.reference for pair in pairs) else observer.tokens
    segments = read_pairs(read, pairs, observer.score)
    made = [joined([row for piece in pieces for row in piece.rows]) for pieces in segments]
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            states=np.array([states for states, _ in made], np.float16),
            signals=np.array([signals for _, signals in made], np.float32),
            source=np.array([source for source, _ in places], np.int32),
            system=np.array([system for _, system in places], np.int32),
        )
    part.replace(path)


def schedule(
    rounds: int, data: Path, items: Sequence[dict[str, Any]]
) -> Iterator[tuple[int, Sequence[dict[str, Any]]]]:
    """The rounds of FLORES, of the judged sets and of the others in turn."""
    flores = [item for item in items if item["set"].startswith("flores")]
    others = [item for item in items if item not in flores]
    people = [judged(path) for name in JUDGED for path in sorted(data.parent.glob(f"*/{name}.*.jsonl.gz"))]
    for number in range(rounds + AHEAD):
        yield number, flores
        if number < rounds:
            yield number, people
        if number >= AHEAD:
            yield number - AHEAD, others


def main() -> None:
    """Extract, round by round."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--group", type=int, default=5)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    observer = Observer(encoder.load("cpu", 1))
    items = list(sets(args.data / "systems_comet22.jsonl.gz"))
    for number, group in schedule(args.rounds, args.data, items):
        for item in group:
            name = f"{item['pair']}.{item['set']}"
            numbers = chosen(item["src"], name)[number * args.group : (number + 1) * args.group]
            path = args.out / f"{name}.{number:02d}.npz"
            if numbers and not path.exists():
                extract(observer, item, numbers, path)
        print(f"round {number} of {len(group)} sets done", flush=True)


if __name__ == "__main__":
    main()
