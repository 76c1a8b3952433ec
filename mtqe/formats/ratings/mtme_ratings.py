"""Ratings of mt-metrics-eval: standalone ratings in JSON Lines, and the human scores of an evaluation set's folder.

Standalone ratings have `source`, `hypothesis`, `errors` (`start`, `end`, `category`, `severity`, `score`,
`is_source_error`), `document_id`, `segment_id` (from 0), `system_id`, `rater_id`, `src_lang` and `tgt_lang`. Offsets
are code points. An error with a score of 0 that is not neutral is a further span of the error before it, as mtqe
writes them.

Of a folder the files `human-scores/LP.NAME.seg.score` are read, a score of a system on each line in the order of its
segments; NAME is the rater. Scores named `esa` or `da` that are all between 0 and 100 are scores of that scale, others
(`mqm`, `wmt-z`) are points on their own scale. Points of different scales cannot be averaged: of several, those of
`mqm` are read. Files of `ratings/LP.*.jsonl` are read, too.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.ratings import json_fields, rating_names
from mtqe.formats.test_sets import mtme_folder
from mtqe.language.late_patterns import late
from mtqe.model import Segment, Severity, Span
from mtqe.model.ratings import SCORES, RatedError, Rating

HUMAN = "human-scores"
STANDALONE = "ratings"
MQM = "mqm"
_DIRECT = late(r"(?i)(^|[^a-z])(esa|da)([^a-z]|$)")


def fits(record: Mapping[str, Any]) -> bool:
    """Whether an object is a standalone rating."""
    return {"source", "hypothesis", "errors"} <= set(record)


def fits_folder(path: Path) -> bool:
    """Whether a folder is an evaluation set with ratings."""
    return mtme_folder.fits(path) and ((path / HUMAN).is_dir() or (path / STANDALONE).is_dir())


def read(text: str, name: str, notes: Counter[str]) -> Iterator[Rating]:
    """The standalone ratings of a file.

    Args:
        text: The text of the file.
        name: The file, for messages.
        notes: Remarks with their numbers; the reader adds to them.

    Raises:
        InputError: A line is not such an object, or a span is not in its text.
    """
    for place, record in json_fields.lines(text, name):
        number = record.get("segment_id")
        errors: list[RatedError] = []
        for item in json_fields.objects(record, "errors", place):
            _add(errors, item, place, notes)
        try:
            yield Rating(
                rater=json_fields.optional(record, "rater_id") or "",
                segment=str(number + 1) if isinstance(number, int) else "",
                source=json_fields.text(record, "source", place),
                target=json_fields.text(record, "hypothesis", place),
                doc=json_fields.optional(record, "document_id"),
                system=json_fields.optional(record, "system_id"),
                source_lang=json_fields.optional(record, "src_lang"),
                target_lang=json_fields.optional(record, "tgt_lang"),
                errors=tuple(errors),
            )
        except ValueError as error:
            raise InputError(f"{place}: {error}", "correct the line, or remove it") from error


def _add(errors: list[RatedError], item: Mapping[str, Any], place: str, notes: Counter[str]) -> None:
    """Add an error, or a further span of the last one."""
    named = json_fields.optional(item, "severity")
    if rating_names.without_mark(named or "-") or rating_names.without_mark(
        json_fields.optional(item, "category") or "-"
    ):
        return
    category = rating_names.category(json_fields.optional(item, "category"))
    severity = rating_names.decided(named, place, notes)
    if category == rating_names.NON_TRANSLATION:
        severity = Severity.CRITICAL
    start, end = json_fields.integer(item, "start", place), json_fields.integer(item, "end", place)
    span = Span("source" if item.get("is_source_error") else "target", start, end)
    last = errors[-1] if errors else None
    continues = item.get("score") == 0 and severity is not Severity.NEUTRAL
    if continues and last and (last.category, last.severity) == (category, severity):
        errors[-1] = RatedError(category, severity, (*last.spans, span))
    else:
        errors.append(RatedError(category, severity, (span,)))


def read_folder(path: Path, notes: Counter[str]) -> Iterator[Rating]:
    """The human scores and standalone ratings of an evaluation set with one language pair.

    Raises:
        InputError: The folder has no pair or several, or a file does not fit its texts.
    """
    document = mtme_folder.read(path)
    pair = next(iter((path / "sources").glob("*.txt"))).stem
    references = {file.name for file in (path / "references").glob(f"{pair}.*.txt")}
    outputs = sorted((path / "system-outputs" / pair).glob("*.txt"))
    only = next(file.stem for file in outputs if f"{pair}.{file.name}" not in references)
    by_system: dict[str, list[Segment]] = defaultdict(list)
    for segment in document.segments:
        by_system[segment.system or only].append(segment)
    langs = (document.source_lang, document.target_lang)
    scores = [
        (file, list(_scores(file, pair, by_system, langs, notes)))
        for file in sorted((path / HUMAN).glob(f"{pair}.*.seg.score"))
    ]
    scales = {_scale(rated[0].rater) for _, rated in scores if rated and rated[0].points is not None}
    if len(scales) > 1 and MQM not in scales:
        raise InputError(
            f"{path / HUMAN} has points on several scales: {', '.join(sorted(scales))}",
            "leave the files of one of them",
        )
    for file, rated in scores:
        if len(scales) > 1 and rated and rated[0].points is not None and _scale(rated[0].rater) != MQM:
            notes[f"{file.name}: another scale than {MQM}, left out: scores"] += len(rated)
        else:
            yield from rated
    for file in sorted((path / STANDALONE).glob(f"{pair}.*.jsonl")):
        yield from read(files.decode(file)[0], str(file), notes)


def _scale(rater: str) -> str:
    """The scale of human scores by their name, such as that of `mqm-rater1` and `round2.mqm`."""
    return re.sub(r"(?i)(rater|round)?\d+", "", rater).strip(".-_")


def _scores(
    file: Path,
    pair: str,
    by_system: Mapping[str, Sequence[Segment]],
    langs: tuple[str | None, str | None],
    notes: Counter[str],
) -> Iterator[Rating]:
    rater = file.name.removeprefix(f"{pair}.").removesuffix(".seg.score")
    values: dict[str, list[float | None]] = defaultdict(list)
    for number, line in enumerate(files.lines(files.decode(file)[0]), 1):
        cells = line.split()
        if len(cells) != 2:
            raise InputError(f"{file}, line {number}: not a system and its score", "write SYSTEM<tab>SCORE or None")
        values[cells[0]].append(_value(cells[1], f"{file}, line {number}"))
    known = [value for of_system in values.values() for value in of_system if value is not None]
    direct = bool(_DIRECT.search(rater)) and all(SCORES[0] <= value <= SCORES[1] for value in known)
    for system, of_system in values.items():
        segments = by_system.get(system)
        if segments is None:  # a reference that people rated, too
            notes[f"{file.name}: no output of {system}, left out: scores"] += len(of_system)
            continue
        if len(of_system) != len(segments):
            raise InputError(
                f"{file}: {len(of_system):,} scores of {system}, but it has {len(segments):,} segments",
                "correct one of the two",
            )
        for segment, value in zip(segments, of_system, strict=True):
            if value is not None:
                yield Rating(
                    rater=rater,
                    segment=segment.id,
                    source=segment.source,
                    target=segment.target,
                    doc=segment.doc,
                    system=system,
                    source_lang=langs[0],
                    target_lang=langs[1],
                    score=value if direct else None,
                    points=None if direct else value,
                )


def _value(cell: str, place: str) -> float | None:
    if cell == "None":
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{place}: {cell!r} is not a score", "write a number or None")
    return value
