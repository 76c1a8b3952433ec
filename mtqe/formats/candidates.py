"""Candidate translations: several for each source, as samples or n-best lists of a system.

Two ways to write them: JSON Lines, `{"source": "...", "candidates": ["...", "..."]}` on every line (and an `id` if need
be); or, as comet-mbr reads them, a file of sources and one with so many candidates for each, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, jsonl, tsv

FORMATS = ("jsonl", "tsv", "txt")


class Candidates(msgspec.Struct, frozen=True):
    """A source and what might be its translation.

    Args:
        id: The line's own, else its number, from "1".
        source: Source text.
        texts: The candidates, one at least.
    """

    id: str
    source: str
    texts: tuple[str, ...]


class Ranked(msgspec.Struct, frozen=True):
    """Candidates in the order of their scores.

    Args:
        of: The candidates.
        order: Their positions, the best first; those that could not be scored come last.
        scores: Their scores, in that order.
    """

    of: Candidates
    order: tuple[int, ...]
    scores: tuple[float | None, ...]


class _Line(msgspec.Struct):
    source: str
    candidates: list[str]
    id: str | int | None = None


def read(path: Path) -> list[Candidates]:
    """Read JSON Lines.

    Raises:
        InputError: The file cannot be used, or a line is not what it should be.
    """
    content, _ = files.decode(path)
    found: list[Candidates] = []
    for line, text in enumerate(files.lines(content), 1):
        if not text.strip():
            continue
        place = f"{files.shown(path)}, line {line}"
        try:
            item = msgspec.json.decode(text, type=_Line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise InputError(
                f"{place}: {error}", 'write {"source": "...", "candidates": ["...", "..."]} on every line'
            ) from error
        if not item.candidates:
            raise InputError(f"{place}: there are no candidates", "give one at least, or leave the line out")
        name = str(len(found) + 1) if item.id is None else str(item.id)
        found.append(Candidates(name, item.source, tuple(item.candidates)))
    return found


def read_lines(source: Path, translations: Path, number: int) -> list[Candidates]:
    """Read a file of sources and one of `number` candidates for each, in the order of the sources.

    Raises:
        InputError: A file cannot be used, or the numbers of lines do not fit.
    """
    if str(source) == str(translations) == files.STDIN:
        raise InputError("standard input can be only one of the files", "save the other and give its path")
    sources, texts = (files.lines(files.decode(path)[0]) for path in (source, translations))
    if len(texts) != number * len(sources):
        raise InputError(
            f"{files.shown(source)} has {len(sources):,} lines and {files.shown(translations)} has {len(texts):,}: "
            f"with {number:,} candidates for each it must have {number * len(sources):,}",
            "check --num",
        )
    return [
        Candidates(str(place + 1), text, tuple(texts[place * number : (place + 1) * number]))
        for place, text in enumerate(sources)
    ]


def write(ranked: Sequence[Ranked], out: TextIO, form: str, best: bool, facts: dict[str, str]) -> None:
    """Write ranked candidates.

    Args:
        ranked: They.
        out: Where to.
        form: `jsonl` has a line for each source, `tsv` one for each candidate, `txt` the best of each source alone.
        best: Leave out all but the best.
        facts: What stands on every line of JSON: the metric and how it was used.

    Raises:
        InputError: A text cannot be written in that format; nothing was written.
    """
    if form == "txt":
        texts = [item.of.texts[item.order[0]] for item in ranked]
        broken = next((item.of.id for item, text in zip(ranked, texts, strict=True) if "\n" in text), None)
        if broken is not None:
            raise InputError(f"the best candidate of {broken} has a line break", "write JSON Lines (jsonl) instead")
        out.writelines(text + "\n" for text in texts)
        return
    rows: list[list[str]] = [["id", "rank", "score", "candidate", "source", "text"]]
    for item in ranked:
        places = list(zip(item.order, item.scores, strict=True))[: 1 if best else None]
        if form == "jsonl":
            listed: list[dict[str, Any]] = [
                {"rank": rank, "score": score, "candidate": place, "text": item.of.texts[place]}
                for rank, (place, score) in enumerate(places, 1)
            ]
            line = {"id": item.of.id, "source": item.of.source, "best": item.of.texts[item.order[0]], **facts}
            out.write(jsonl.dumps(line | {"candidates": listed}) + "\n")
        for rank, (place, score) in enumerate(places, 1):
            shown = "" if score is None else repr(score)
            rows.append([item.of.id, str(rank), shown, str(place), item.of.source, item.of.texts[place]])
    if form == "tsv":
        tsv.write_rows(rows, out)
