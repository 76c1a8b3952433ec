"""Planted errors with their clean twins, as `planted_sets.py` writes them.

A row is `{"pair", "kind", "origin", "source", "mt", "side", "bad", "lost", "wrong"}`: a clean pair, the side that was
changed (`source` or `mt`) and its text after the change. `lost` are the spans of what is wrong on the side of the
source, `wrong` on that of the translation, over the texts with the error; null where they are not known.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plant import Clean, Marked

Twin = tuple[Clean, Marked]
"""A clean pair, and the same with an error."""


def row_of(clean: Clean, bad: Marked, origin: str) -> dict[str, Any]:
    """Twins as a row."""
    side = "mt" if bad.source == clean.source else "source"
    return {
        "pair": clean.pair, "kind": bad.kind, "origin": origin, "source": clean.source, "mt": clean.mt,
        "side": side, "bad": bad.mt if side == "mt" else bad.source, "lost": bad.lost, "wrong": bad.wrong,
    }  # fmt: skip


def twin_of(row: dict[str, Any]) -> Twin:
    """The twins of a row."""
    clean = Clean(row["source"], row["mt"], row["pair"])
    source, mt = (row["source"], row["bad"]) if row["side"] == "mt" else (row["bad"], row["mt"])
    return clean, Marked(source, mt, _spans(row["lost"]), _spans(row["wrong"]), True, row["kind"])


def _spans(found: list[list[int]] | None) -> tuple[tuple[int, int], ...] | None:
    return None if found is None else tuple((start, end) for start, end in found)


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows; the same rows give the same bytes. The file is there when all of them are written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with (
        part.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8") as file,
    ):
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    part.replace(path)


def read(path: Path) -> Iterator[Twin]:
    """The twins of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (twin_of(json.loads(line)) for line in lines)
