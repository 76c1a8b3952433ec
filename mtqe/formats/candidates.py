"""Candidate translations: several per source, such as samples or n-best lists of a system.

There are three input formats: JSON Lines with `{"source": "...", "candidates": ["...", "..."]}` on every line and an
optional `id`; as in comet-mbr, a file of sources and a file with the same number of candidates for each source; or a
file of sources and a file of each system, with one candidate for each source.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.tables import tsv
from mtqe.language.late_patterns import late
from mtqe.prose import json_line

FORMATS = ("jsonl", "tsv", "txt")
_LOST_IN_LINES = late(r"[\n\0]|\r\Z|\A\ufeff")
"""What a file of lines would not give back."""


class Candidates(msgspec.Struct, frozen=True):
    """A source and its candidate translations.

    Args:
        id: The id on the line, or else the number of the line, from "1".
        source: Source text.
        texts: The candidates, at least one.
        systems: The system of each candidate; empty if it is not known.
    """

    id: str
    source: str
    texts: tuple[str, ...]
    systems: tuple[str, ...] = ()


class Ranked(msgspec.Struct, frozen=True):
    """Candidates in the order of their scores.

    Args:
        candidates: The candidates.
        order: Positions of the candidates, best first; unscored candidates come last.
        scores: Scores in that order; `None` for an unscored candidate.
        method: How they were ranked.
        clearly_best: Whether the best candidate is clearly better than the next one with another text; see
            `mtqe.comparing.ranking`. `None` if that is not known.
        clearly_best_unknown: Why it is not known, in a few words; empty if it is known.
    """

    candidates: Candidates
    order: tuple[int, ...]
    scores: tuple[float | None, ...]
    method: str
    clearly_best: bool | None = None
    clearly_best_unknown: str = ""


class _Line(msgspec.Struct):
    source: str
    candidates: list[str]
    id: str | int | None = None


def read(path: Path) -> list[Candidates]:
    """Read JSON Lines.

    Raises:
        InputError: The file cannot be read, or a line does not have this form.
    """
    content, _ = files.decode(path)
    candidates: list[Candidates] = []
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
            raise InputError(f"{place}: there are no candidates", "give at least one, or remove the line")
        name = str(len(candidates) + 1) if item.id is None else str(item.id)
        candidates.append(Candidates(name, item.source, tuple(item.candidates)))
    return candidates


def read_lines(source: Path, translations: Path, number: int) -> list[Candidates]:
    """Read a file of sources and a file with `number` candidates for each source, in the same order.

    Raises:
        InputError: A file cannot be read, or the numbers of lines do not match.
    """
    if str(source) == str(translations) == files.STDIN:
        raise InputError("only one file can be standard input", "save the other file and give its path")
    sources, texts = (files.lines(files.decode(path)[0]) for path in (source, translations))
    if len(texts) != number * len(sources):
        raise InputError(
            f"{files.shown(source)} has {len(sources):,} lines and {files.shown(translations)} has {len(texts):,}: "
            f"{number:,} candidates per source need {number * len(sources):,} lines",
            "check --num",
        )
    return [
        Candidates(str(place + 1), text, tuple(texts[place * number : (place + 1) * number]))
        for place, text in enumerate(sources)
    ]


def read_systems(source: Path, translations: Sequence[Path]) -> list[Candidates]:
    """Read a file of sources and a file of each system. A system has the name of its file without the ending.

    Raises:
        InputError: A file cannot be read, the numbers of lines differ, or two systems have one name.
    """
    if [source, *translations].count(Path(files.STDIN)) > 1:
        raise InputError("only one file can be standard input", "save the other files and give their paths")
    names = tuple(files.system_names(translations))
    sources = files.lines(files.decode(source)[0])
    texts = [files.lines(files.decode(path)[0]) for path in translations]
    for path, lines_of in zip(translations, texts, strict=True):
        if len(lines_of) != len(sources):
            raise InputError(
                f"{files.shown(source)} has {len(sources):,} lines and {files.shown(path)} has {len(lines_of):,}",
                "line N must translate line N",
            )
    return [
        Candidates(str(number), text, tuple(lines_of), names)
        for number, (text, *lines_of) in enumerate(zip(sources, *texts, strict=True), 1)
    ]


def write(ranked: Sequence[Ranked], out: TextIO, form: str, best: bool, facts: dict[str, str]) -> None:
    """Write ranked candidates.

    Args:
        ranked: The ranked candidates.
        out: The stream to write to.
        form: `jsonl` has one line per source, `tsv` one line per candidate, `txt` only the best of each source.
        best: Whether to write only the best candidate of each source.
        facts: Additional keys of every JSON line, such as the metric.

    Raises:
        InputError: The format cannot hold a text. Nothing is written.
    """
    if form == "txt":
        texts = [item.candidates.texts[item.order[0]] for item in ranked]
        for item, text in zip(ranked, texts, strict=True):
            if match := _LOST_IN_LINES.search(text):
                what = "a line break" if match[0] in "\r\n" else f"the character U+{ord(match[0]):04X}"
                why = f"the best candidate of {item.candidates.id} has {what}, which a line cannot hold"
                raise InputError(why, "write JSON Lines (jsonl) instead")
        out.writelines(text + "\n" for text in texts)
        return
    named = ["system"] if any(item.candidates.systems for item in ranked) else []
    rows: list[list[str]] = [["id", "rank", "score", "candidate", *named, "source", "text"]]
    for item in ranked:
        places = list(zip(item.order, item.scores, strict=True))[: 1 if best else None]
        if form == "jsonl":
            listed: list[dict[str, Any]] = [
                {"rank": rank, "score": score, "candidate": place}
                | dict(zip(named, _system(item, place), strict=True))
                | {"text": item.candidates.texts[place]}
                for rank, (place, score) in enumerate(places, 1)
            ]
            line = {
                "id": item.candidates.id,
                "source": item.candidates.source,
                "best": item.candidates.texts[item.order[0]],
                "clearly_best": item.clearly_best,
                "clearly_best_unknown": item.clearly_best_unknown or None,
                **facts,
                "method": item.method,
            }
            out.write(json_line(line | {"candidates": listed}) + "\n")
        for rank, (place, score) in enumerate(places, 1):
            shown = "" if score is None else repr(score)
            texts_of = (item.candidates.source, item.candidates.texts[place])
            rows.append([item.candidates.id, str(rank), shown, str(place), *_system(item, place), *texts_of])
    if form == "tsv":
        tsv.write_rows(rows, out)


def _system(item: Ranked, place: int) -> tuple[str, ...]:
    """The system of a candidate, if it is known."""
    return item.candidates.systems[place : place + 1]
