"""Groups of translations of one source, with MQM penalties and error spans, and planted errors as extra contrasts."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import math
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
BIO_LANGUAGES = ("es", "fr", "it", "pt", "ru", "zh")
BIO = (*(f"bio_mqm.en-{lang}" for lang in BIO_LANGUAGES), *(f"bio_mqm.{lang}-en" for lang in BIO_LANGUAGES))
PLANTED = "ced_wmt22_planted.en-de"
HELD_OUT = 8
"""One in so many documents of WMT20 and WMT21 news and of the biomedical task is for development."""


@dataclasses.dataclass(frozen=True)
class Item:
    """A translation: MQM penalty (0 is best), error spans `(start, end, severity)` with severity 1 minor, 2 major.

    With `tagged` false nothing is known of its spans. Under direct assessment the penalty is minus the standardised
    score, and spans are words that a post-editor changed. `critical` is a label of its own.
    """

    mt: str
    penalty: float
    spans: tuple[tuple[int, int, int], ...] = ()
    system: str = ""
    tagged: bool = True
    critical: bool = False
    human: bool = False
    usual: float = 0.0
    """The mean of log(1 + penalty) of the system that wrote it, over the set."""


@dataclasses.dataclass(frozen=True)
class Group:
    """The translations of one source."""

    source: str
    pair: str
    doc: str
    items: tuple[Item, ...]
    refs: tuple[str, ...] = ()
    kind: str = "mqm"
    """`mqm`, or of one translation: `direct` (assessment), `critical` (or not), `clean` (documentation)."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_out(name: str, doc: str) -> bool:
    """Whether a document of a training set is for development; whole documents, by hash of their names."""
    if "_news_mqm." not in name:
        return False
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % HELD_OUT == 0


def held_bio(doc: str) -> bool:
    """Whether a biomedical document is for development."""
    return int(hashlib.sha256(f"bio {doc}".encode()).hexdigest(), 16) % HELD_OUT == 0


def development_docs(folder: Path) -> set[str]:
    """The names of all held-out documents; the en-ru sets share them with en-de and must leave them out too."""
    names = [name for name in MQM if "_news_mqm." in name]
    return {row["doc"] for name in names for row in rows(folder / f"{name}.jsonl.gz") if held_out(name, row["doc"])}


def groups(folder: Path, name: str) -> list[Group]:
    """All groups of an MQM set."""
    collected: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    penalties: dict[str, list[float]] = defaultdict(list)
    for row in rows(folder / f"{name}.jsonl.gz"):
        collected[row["doc"], row["src"]].append(row)
        if not held_out(name, row["doc"]):
            penalties[row["system"]].append(math.log1p(max(0.0, -float(row["score"]))))
    usual = {system: sum(values) / len(values) for system, values in penalties.items()}
    made = []
    for (doc, source), members in collected.items():
        refs = tuple(dict.fromkeys(text for row in members for text in (row.get("refs") or {}).values()))
        distinct = {row["mt"]: row for row in members}
        items = tuple(dataclasses.replace(item_of(row), usual=usual[row["system"]]) for row in distinct.values())
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
    spans = tuple(sorted(spans, key=lambda span: span[2]))
    return Item(row["mt"], -float(row["score"]), spans, row["system"], human=bool(row.get("is_human")))


def direct(folder: Path, name: str) -> list[Group]:
    """Direct assessments: one translation a source, with the words that a post-editor changed."""
    made = []
    for row in rows(folder / f"{name}.jsonl.gz"):
        if row["split"] == "train":
            spans = changed(row)
            item = Item(row["mt"], -float(row["score"]), spans or (), tagged=spans is not None)
            made.append(Group(row["src"], row["lp"], "", (item,), kind="direct"))
    return made


def changed(row: dict[str, Any]) -> tuple[tuple[int, int, int], ...] | None:
    """Spans of the words tagged BAD, found in the text as stored; None where the row has no tags that fit."""
    words, tags = (row.get("mt_tok") or "").split(), (row.get("mt_tags") or "").split()
    if len(tags) == 2 * len(words) + 1:
        tags = tags[1::2]
    if not words or len(tags) != len(words):
        return None
    spans, at = [], 0
    for word, tag in zip(words, tags, strict=True):
        start = row["mt"].find(word, at)
        if start < 0 or start > at + 3:
            return None
        at = start + len(word)
        if tag == "BAD":
            spans.append((start, at, 1))
    return tuple(spans)


def planted(folder: Path) -> list[Group]:
    """Human translations, a few with a planted critical error; no spans."""
    return [
        Group(
            row["src"], row["lp"], "", (Item(row["mt"], 0.0, tagged=False, critical=row["critical"]),), kind="critical"
        )
        for row in rows(folder / f"{PLANTED}.jsonl.gz")
    ]


NEGATIONS = {"de": ("nicht", "nie", "niemals"), "en": ("not", "never"), "ru": ("не", "никогда")}


def corrupt(group: Group, other: Group, rng: random.Random) -> Item | None:
    """A planted error in the best translation (or a reference) of a group, with the penalty that MQM would give.

    None where the drawn kind of error does not fit the text.
    """
    good = min(group.items, key=lambda item: item.penalty)
    text = rng.choice(group.refs) if group.refs and rng.random() < 0.5 else good.mt
    base = 0.0 if text != good.mt else good.penalty
    kind = rng.choice(
        ("copy", "swap", "number", "number", "drop", "cut", "repeat", "insert", "replace", "untranslated", "negate")
    )
    foreign = rng.choice(other.items).mt if other.pair == group.pair and other is not group else ""
    if kind == "copy":
        return Item(group.source, 25.0, ((0, len(group.source), 2),), "planted")
    if kind == "swap":
        return Item(foreign, 25.0, ((0, len(foreign), 2),), "planted") if foreign else None
    if kind == "number":
        return another_number(text, base, rng)
    words = text.split()
    if kind == "negate":
        negations = NEGATIONS[group.pair.partition("-")[2]]
        places = [k for k, word in enumerate(words) if word in negations]
        if places:
            del words[rng.choice(places)]
            return Item(" ".join(words), base + 5.0, (), "planted", tagged=False)
        return None
    if len(words) < 8:
        return None
    length = rng.randint(2, max(3, len(words) // 3))
    start = rng.randrange(len(words) - length)
    before, part, after = words[:start], words[start : start + length], words[start + length :]
    lost = base + (5.0 if length < 6 else 10.0)
    if kind == "drop":
        return Item(" ".join(before + after), lost, (), "planted", tagged=False)
    if kind == "cut":
        return Item(" ".join(words[:-length]), lost, (), "planted", tagged=False)
    if kind == "repeat":
        return spliced([*before, *part], part, after, base + 5.0)
    if kind == "insert" and len(foreign.split()) >= length:
        return spliced(before, foreign.split()[:length], [*part, *after], base + 5.0)
    if kind == "replace" and len(foreign.split()) >= 8:
        few = min(length, 2)
        at = rng.randrange(len(foreign.split()) - few)
        return spliced(before, foreign.split()[at : at + few], words[start + few :], base + 5.0)
    if kind == "untranslated" and len(group.source.split()) >= 8:
        at = min(start * len(group.source.split()) // len(words), len(group.source.split()) - 2)
        return spliced(before, group.source.split()[at : at + length], after, base + 5.0)
    return None


def another_number(text: str, base: float, rng: random.Random) -> Item | None:
    """One digit of a number changed."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return None
    match = rng.choice(found)
    digits = list(match[0])
    place = rng.randrange(len(digits))
    digits[place] = rng.choice([digit for digit in "123456789" if digit != digits[place]])
    changed = text[: match.start()] + "".join(digits) + text[match.end() :]
    return Item(changed, base + 5.0, ((match.start(), match.end(), 2),), "planted")


def spliced(before: list[str], middle: list[str], after: list[str], penalty: float) -> Item:
    """A text whose middle is a major error."""
    head, inner = " ".join([*before, ""]), " ".join(middle)
    return Item(" ".join([head + inner, *after]), penalty, ((len(head), len(head) + len(inner), 2),), "planted")
