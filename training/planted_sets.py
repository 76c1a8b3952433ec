"""Errors planted in clean pairs, written once, so that a training run reads them without WordNet and embeddings.

    python training/planted_sets.py --data DATA/train --root / \\
        --prose training/runs/prose/prose.jsonl.gz --out training/runs/planted.jsonl.gz --count 60000 --seed 1

Half of the pairs are references of news and talks and post-edits, half is translated documentation (`prose.py`). Pairs
whose source is in a development document are left out. `twins.py` reads the file. Prints counts by kind and language.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import exchange
import meaning
import plant
from data import DIRECT, MQM, development_docs, rows
from documents import documentation
from judgements import development_sources, untokenised
from nearby import nearby
from plant import Clean, Kind, Pools
from twins import row_of, write

LANGUAGES = ("en-de", "zh-en", "en-zh", "ro-en", "ru-en", "et-en")
"""Pairs of news and post-edits."""
ENCODER = Path(__file__).parents[1] / "mtqe" / "data" / "encoder"
CUT = 3000
"""So many Chinese texts are cut into words to know which are frequent; cutting is slow."""
TRIES = 40
"""So many pairs are tried for a kind, then another kind is drawn."""
FAILURES = 2_000
"""So many draws of a kind fail in a row before it is given up."""
KINDS: dict[Kind, int] = {
    **plant.KINDS,
    **{kind: share for kind, share in exchange.KINDS.items() if kind is not exchange.opposite},
    **meaning.KINDS,
    plant.drop: 14,
    plant.insert: 12,
    plant.replace: 7,
    plant.name: 14,
    plant.untranslated: 4,
    exchange.sibling: 12,
}
"""How often each kind is drawn. `meaning.antonym` has what `exchange.opposite` had; the last ones have new shares."""


def news(folder: Path, apart: set[str]) -> list[Clean]:
    """References of news and talks, and post-edits, without development documents."""
    docs, found = development_docs(folder), []
    for name in MQM:
        for row in rows(folder / f"{name}.jsonl.gz"):
            if row["doc"] not in docs and row["lp"] in LANGUAGES:
                found += [Clean(row["src"], ref, row["lp"]) for ref in (row.get("refs") or {}).values()]
    for name in DIRECT:
        pair = name.rpartition(".")[2]
        if pair in LANGUAGES:
            source, target = pair.split("-")
            for row in rows(folder / f"{name}.jsonl.gz"):
                if row["split"] == "train" and row.get("pe") and row["src"] not in apart:
                    found.append(Clean(untokenised(row["src"], source), untokenised(row["pe"], target), pair))
    return [
        pair for pair in dict.fromkeys(found) if pair.source not in apart and min(len(pair.source), len(pair.mt)) > 4
    ]


def planted(
    groups: Mapping[str, Sequence[Clean]],
    pools: Pools,
    count: int,
    rng: random.Random,
    origin: str,
    kinds: Mapping[Kind, int],
) -> Iterator[dict[str, Any]]:
    """Rows of errors; every group of pairs has as many, and every kind its share where it fits."""
    names, seen = sorted(groups), set()
    choice, shares = list(kinds), list(kinds.values())
    made = failed = 0
    while made < count:
        failed += 1
        if failed > FAILURES:
            raise SystemExit(f"{origin}: no new error fits the {len(groups[names[made % len(names)]]):,} pairs left")
        pairs = groups[names[made % len(names)]]
        kind = rng.choices(choice, shares)[0]
        for _ in range(TRIES):
            clean = rng.choice(pairs)
            bad = plant.planted(clean, kind, pools, rng)
            if bad is not None and (bad.source, bad.mt) not in seen:
                seen.add((bad.source, bad.mt))
                made, failed = made + 1, 0
                yield row_of(clean, bad, origin)
                break


def stock(pairs: Sequence[Clean], root: Path, encoder: Path) -> exchange.Stock:
    """Words to plant from, with their neighbours."""
    pools = exchange.Stock(pairs, root, CUT)
    for lang in exchange.LANGS:
        pools.neighbours[lang] = nearby(pools.counts[lang], encoder)
    return pools


def grouped(pairs: Sequence[Clean], other: bool) -> dict[str, list[Clean]]:
    """Pairs by language pair, or by the language that is not English."""
    made: dict[str, list[Clean]] = defaultdict(list)
    for pair in pairs:
        langs = [lang for lang in pair.pair.split("-") if lang != "en"]
        made[langs[0] if other else pair.pair].append(pair)
    return made


def main() -> None:
    """Plant and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=ENCODER, help="the encoder's files, for neighbours of words")
    parser.add_argument("--root", type=Path, default=Path("/"), help="where Debian's wordnet-base is")
    parser.add_argument("--prose", type=Path, required=True, help="translated documentation, `prose.jsonl.gz`")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    apart = development_sources(args.data)
    written = news(args.data, apart)
    manuals = [pair for pair in documentation(args.prose, held=False) if pair.source not in apart]
    pools = stock([*written, *manuals], args.root, args.encoder)
    counts: Counter[str] = Counter()

    def counted() -> Iterator[dict[str, Any]]:
        rng = random.Random(args.seed)
        half = args.count // 2
        sets = (("news", grouped(written, False), args.count - half), ("prose", grouped(manuals, True), half))
        for origin, groups, wanted in sets:
            for row in planted(groups, pools, wanted, rng, origin, KINDS):
                counts.update((f"kind {row['kind']}", f"pair {row['pair']}", f"side {row['side']}"))
                yield row

    write(args.out, counted())
    print(json.dumps(dict(sorted(counts.items())), indent=1))


if __name__ == "__main__":
    main()
