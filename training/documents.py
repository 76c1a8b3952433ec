"""Pairs of translated documentation, of the file that `prose.py` writes."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from data import Group, Item, rows
from plant import KINDS, Clean, Pools, plant

DIRECTED = {"from English": 6, "into English": 3, "other": 1}
"""Which way the pairs of translated documentation are read."""
PENALTY = 0.5
"""Of a clean translation, as the scorer is told: what raters find in a good one."""
MAJOR, UNRELATED = 5.0, 25.0
"""The penalties of planted errors."""


def documentation(path: Path, held: bool) -> list[Clean]:
    """Pairs of translated documentation (`prose.py`): one language pair for each paragraph, at random."""
    rng = random.Random(1)
    counts: Counter[str] = Counter()
    made = []
    for row in rows(path):
        if row["held"] is held:
            texts = row["texts"]
            others = sorted((lang for lang in texts if lang != "en"), key=lambda lang: (counts[lang], lang))
            first = others[0] if rng.random() < 0.7 else rng.choice(others)
            counts[first] += 1
            way = rng.choices(list(DIRECTED), list(DIRECTED.values()))[0]
            if way == "from English":
                pair = ("en", first)
            elif way == "into English" or len(others) < 2:
                pair = (first, "en")
            else:
                pair = (first, rng.choice([lang for lang in others if lang != first]))
            made.append(Clean(texts[pair[0]], texts[pair[1]], "-".join(pair)))
    return made


def clean_groups(pairs: list[Clean]) -> list[Group]:
    """The pairs as groups of one translation."""
    return [Group(one.source, one.pair, "", (Item(one.mt, PENALTY),), kind="clean") for one in pairs]


def spoilt(group: Group, pools: Pools, rng: random.Random) -> Item | None:
    """An error planted in the translation of a group; None where the drawn kind does not fit."""
    draw = rng.random()
    if draw < 0.06:
        return Item(group.source, UNRELATED, ((0, len(group.source), 2),), "planted")
    if draw < 0.12:
        other = rng.choice(pools.sentences[group.pair.partition("-")[2]])
        return Item(other, UNRELATED, ((0, len(other), 2),), "planted")
    clean = Clean(group.source, group.items[0].mt, group.pair)
    for _ in range(4):
        bad = plant(clean, pools, rng, KINDS)
        if bad is not None and bad.source == group.source:
            spans = tuple((start, end, 2) for start, end in bad.wrong or ())
            return Item(bad.mt, PENALTY + MAJOR, spans, "planted", tagged=bad.wrong is not None and bool(spans))
    return None
