"""Groups of translations of one source, with MQM penalties and error spans, and planted errors as extra contrasts."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MQM = (
    "wmt20_news_mqm.en-de",
    "wmt20_news_mqm.zh-en",
    "wmt21_news_mqm.en-de",
    "wmt21_news_mqm.zh-en",
    "wmt21_ted_mqm.en-de",
    "wmt21_ted_mqm.zh-en",
    "wmtqe23_mqm_spans.en-ru.2021news",
    "wmtqe23_mqm_spans.en-ru.2021ted",
)
DIRECT = tuple(f"mlqe_pe_da.{pair}" for pair in ("en-de", "en-zh", "et-en", "ne-en", "ro-en", "ru-en", "si-en"))
HELD_OUT = 8
"""One in so many documents of WMT21 news is for development."""


@dataclasses.dataclass(frozen=True)
class Item:
    """A translation: MQM penalty (0 is best), error spans `(start, end, severity)` with severity 1 minor, 2 major."""

    mt: str
    penalty: float
    spans: tuple[tuple[int, int, int], ...] = ()
    system: str = ""
    tagged: bool = True


@dataclasses.dataclass(frozen=True)
class Group:
    """The translations of one source."""

    source: str
    pair: str
    doc: str
    items: tuple[Item, ...]
    refs: tuple[str, ...] = ()
    direct: bool = False


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_out(name: str, doc: str) -> bool:
    """Whether a document of a training set is for development; whole documents, by hash of their names."""
    if not name.startswith("wmt21_news"):
        return False
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % HELD_OUT == 0


def development_docs(folder: Path) -> set[str]:
    """The names of all held-out documents; the en-ru sets share them with en-de and must leave them out too."""
    names = ("wmt21_news_mqm.en-de", "wmt21_news_mqm.zh-en")
    return {row["doc"] for name in names for row in rows(folder / f"{name}.jsonl.gz") if held_out(name, row["doc"])}


def groups(folder: Path, name: str) -> list[Group]:
    """All groups of an MQM set."""
    collected: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows(folder / f"{name}.jsonl.gz"):
        collected[row["doc"], row["src"]].append(row)
    made = []
    for (doc, source), members in collected.items():
        refs = tuple(dict.fromkeys(text for row in members for text in (row.get("refs") or {}).values()))
        distinct = {row["mt"]: row for row in members}
        items = tuple(item_of(row) for row in distinct.values())
        made.append(Group(source, members[0]["lp"], doc, items, refs))
    return made


def item_of(row: dict[str, Any]) -> Item:
    """A row as an item; spans of several raters are all kept, the severest wins when they are painted."""
    spans = [
        (start, end, 1 if error["severity"].lower() == "minor" else 2)
        for error in row["errors"]
        if error["severity"].lower() in ("minor", "major", "critical")
        for start, end in error.get("spans", ())
    ]
    return Item(row["mt"], -float(row["score"]), tuple(sorted(spans, key=lambda span: span[2])), row["system"])


def direct(folder: Path, name: str) -> list[Group]:
    """Direct assessments: one translation a source, `penalty` holds minus the standardised score."""
    return [
        Group(row["src"], row["lp"], "", (Item(row["mt"], -float(row["score"]), tagged=False),), direct=True)
        for row in rows(folder / f"{name}.jsonl.gz")
        if row["split"] == "train"
    ]


def corrupt(group: Group, other: Group, rng: random.Random) -> Item | None:
    """A planted error in the best translation (or a reference) of a group, with the penalty that MQM would give."""
    good = min(group.items, key=lambda item: item.penalty)
    text = rng.choice(group.refs) if group.refs and rng.random() < 0.5 else good.mt
    base = 0.0 if text != good.mt else good.penalty
    kind = rng.choice(("copy", "swap", "number", "drop", "repeat", "insert", "cut"))
    words = text.split()
    if kind == "copy":
        return Item(group.source, 25.0, ((0, len(group.source), 2),), "planted")
    if kind == "swap" and other.pair == group.pair:
        wrong = other.items[0].mt
        return Item(wrong, 25.0, ((0, len(wrong), 2),), "planted")
    if kind == "number":
        found = list(re.finditer(r"\d+", text))
        if found:
            match = rng.choice(found)
            digits = list(match[0])
            place = rng.randrange(len(digits))
            digits[place] = rng.choice([digit for digit in "123456789" if digit != digits[place]])
            span = (match.start(), match.end(), 2)
            return Item(text[: match.start()] + "".join(digits) + text[match.end() :], base + 5.0, (span,), "planted")
    if len(words) < 8:
        return None
    length = rng.randint(3, max(3, len(words) // 3))
    start = rng.randrange(len(words) - length)
    before, part, after = words[:start], words[start : start + length], words[start + length :]
    if kind == "drop":
        return Item(" ".join(before + after), base + 5.0 * (1 + (length > 5)), (), "planted", tagged=False)
    if kind == "cut":
        return Item(
            " ".join(words[: len(words) - length]), base + 5.0 * (1 + (length > 5)), (), "planted", tagged=False
        )
    if kind == "repeat":
        head = " ".join(before + part) + " "
        tail = " ".join(part)
        span = (len(head), len(head) + len(tail), 2)
        return Item(" ".join([head + tail, *after]), base + 5.0, (span,), "planted")
    if kind == "insert":
        foreign = other.items[0].mt.split()[:length]
        if other.pair == group.pair and len(foreign) >= 3:
            head = " ".join(before) + (" " if before else "")
            tail = " ".join(foreign)
            span = (len(head), len(head) + len(tail), 2)
            return Item(" ".join([head + tail, *part, *after]), base + 5.0, (span,), "planted")
    return None
