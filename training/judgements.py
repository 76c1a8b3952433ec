"""All human judgements as groups of translations of one source, each with what is believed of its quality.

A single rating is noisy: on WMT21 zh-en the crowd's direct assessments of the translations of one source do not
correlate with the experts' penalties at all (r = .00 over 4,378 translations). So the target of a translation is a
mixture: its own rating, with a weight that depends on the kind and number of raters; what its system usually gets;
and its likeness to what people wrote, by the tokens of the encoder (`token_likeness.py`). The weights come from
regressions of ratings on the other two (see README).
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import data
from data import BIO, Group, Item, held_bio, held_out, rows
from joint import log1p_of
from model import CHRF

CROWD = (
    *(f"wmt21_da.{lang}-en" for lang in ("cs", "de", "ha", "is", "ja", "ru", "zh")),
    *(f"wmt22_da.{lang}-en" for lang in ("cs", "de", "ja", "ru", "uk")),
)
UNSEEN = "wmt21_da.is-en"
"""Left out of training as a whole: a language that was never rated."""


@dataclasses.dataclass(frozen=True)
class Weights:
    """How a target is mixed, in log(1 + penalty): rating, the system's usual rating, likeness to references."""

    rating: float
    system: float
    likeness: float


@dataclasses.dataclass(frozen=True)
class Mixture:
    """The weights for one expert, for the mean of three, and for the crowd, whose ratings are standard deviations."""

    expert: Weights
    experts: Weights
    crowd: Weights


MIXTURES = {
    "tokens": Mixture(Weights(0.35, 0.5, 5.0), Weights(0.5, 0.4, 6.0), Weights(0.1, 1.2, 6.0)),
    "chrf": Mixture(Weights(0.35, 0.5, 1.3), Weights(0.55, 0.35, 1.0), Weights(0.1, 1.2, 1.5)),
}
"""By what likeness is measured with."""
Likeness = Callable[[Sequence[tuple[str, str]]], list[float]]
"""From pairs of a translation and a reference to their likeness, 0 to 1."""


def development_sources(folder: Path) -> set[str]:
    """All sources of documents that are for development; no row of any set with one of them is trained on."""
    news = (name for name in data.MQM if "_news_mqm." in name)
    made = {row["src"] for name in news for row in rows(folder / f"{name}.jsonl.gz") if held_out(name, row["doc"])}
    made |= {row["src"] for name in BIO for row in rows(folder / f"{name}.jsonl.gz") if held_bio(row["doc"])}
    return made | {row["src"] for row in rows(folder / f"{UNSEEN}.jsonl.gz")}


def expert_groups(folder: Path, names: Iterable[str], apart: set[str]) -> list[Group]:
    """Groups of MQM sets. `Item.usual` is the mean of log(1 + penalty) of the system in its set."""
    made = []
    for name in names:
        for group in data.groups(folder, name):
            items = tuple(item for item in group.items if not item.human and item.mt not in group.refs)
            if group.source not in apart and len(items) > 1:
                kind = "expert3" if name.startswith("wmt20") else "expert1"
                made.append(dataclasses.replace(group, items=items, kind=kind))
    return made


def crowd_groups(folder: Path, names: Iterable[str], apart: set[str]) -> list[Group]:
    """Groups of direct assessments; the penalty of an item is minus its standardised score."""
    made = []
    for name in names:
        collected: dict[str, list[dict[str, Any]]] = defaultdict(list)
        scores: dict[str, list[float]] = defaultdict(list)
        for row in rows(folder / f"{name}.jsonl.gz"):
            if row["src"] not in apart:
                collected[row["src"]].append(row)
                scores[row["system"]].append(-float(row["score"]))
        usual = {system: sum(values) / len(values) for system, values in scores.items()}
        for source, members in collected.items():
            refs = tuple(dict.fromkeys(text for row in members for text in (row.get("refs") or {}).values()))
            distinct = {row["mt"]: row for row in members if not row["is_human"] and row["mt"] not in refs}
            items = tuple(
                Item(row["mt"], -float(row["score"]), (), row["system"], tagged=False, usual=usual[row["system"]])
                for row in distinct.values()
            )
            if len(items) > 1:
                made.append(Group(source, members[0]["lp"], "", items, refs, "crowd"))
    return made


def edited_groups(folder: Path, names: Iterable[str], apart: set[str]) -> list[Group]:
    """A translation with its words tagged, and its post-edited form; the penalty is 6 times the share of edits."""
    made = []
    for name in names:
        for row in rows(folder / f"{name}.jsonl.gz"):
            if row["split"] != "train" or not row.get("pe") or row["src"] in apart:
                continue
            spans = data.changed(row)
            items = [Item(row["mt"], 6 * min(float(row["hter"]), 1.0), spans or (), "mt", tagged=spans is not None)]
            after = untokenised(row["pe"], row["lp"].partition("-")[2])
            if after not in (row["mt"], row["pe"]) or float(row["hter"]) > 0.1:
                items.append(Item(after, 0.0, (), "edited", tagged=False))
            made.append(Group(row["src"], row["lp"], f"{float(row['score']):.4f}", tuple(items), (), "edited"))
    return made


def untokenised(text: str, lang: str) -> str:
    """A post-edited text without the spaces that its tokenisation left."""
    if lang == "zh":
        return text.replace(" ", "") if text.count(" ") > len(text) / 4 else text
    for mark in (".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "“" if lang == "de" else "”"):
        text = text.replace(f" {mark}", mark)
    for mark in ("(", "[", "„" if lang == "de" else "“"):
        text = text.replace(f"{mark} ", mark)
    parts = text.split('"')
    if len(parts) % 2:
        parts[1::2] = [part.strip() for part in parts[1::2]]
        text = '"'.join(parts)
    return text.replace(" @-@ ", "-")


def chrf(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """ChrF of each pair, 0 to 1."""
    return [float(CHRF.sentence_score(mt, [ref]).score) / 100 for mt, ref in pairs]


def targets(items: Sequence[tuple[Group, Item]], likeness: Likeness, mixture: Mixture) -> list[float]:
    """What is believed of the penalty of each item, as log(1 + penalty); only differences within a group count."""
    others = [[] if plain(*pair) else references(*pair) for pair in items]
    found = iter(likeness([(item.mt, ref) for (_, item), refs in zip(items, others, strict=True) for ref in refs]))
    alike = [sum(next(found) for _ in refs) / len(refs) if refs else 0.0 for refs in others]
    return [target(group, item, value, mixture) for (group, item), value in zip(items, alike, strict=True)]


def plain(group: Group, item: Item) -> bool:
    """Whether the penalty of an item is its target: likeness and systems say nothing of it."""
    return item.system == "planted" or group.kind == "edited"


def references(group: Group, item: Item) -> list[str]:
    """What people wrote for the source, other than the item."""
    return [ref for ref in group.refs if ref != item.mt]


def target(group: Group, item: Item, likeness: float, mixture: Mixture) -> float:
    """The target of an item with this likeness to its references."""
    if plain(group, item):
        return log1p_of(item.penalty)
    if group.kind == "crowd":
        weights, rating = mixture.crowd, item.penalty
    else:
        weights = mixture.experts if group.kind == "expert3" else mixture.expert
        rating = log1p_of(item.penalty)
    return weights.rating * rating + weights.system * item.usual - weights.likeness * likeness


def level(group: Group, item: Item) -> float | None:
    """log(1 + penalty) where people gave a penalty."""
    return log1p_of(item.penalty) if group.kind.startswith("expert") else None
