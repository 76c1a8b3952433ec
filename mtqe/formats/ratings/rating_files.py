"""Reads a file or folder of ratings, whatever tool wrote it: its content tells the format. It may be packed with gzip.

A rater without a name gets that of the file, so that files of two people are two raters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, text_stream
from mtqe.formats.ratings import esa_lines, json_fields, label_studio, mqm_tables, mtme_ratings, pearmut
from mtqe.machine import bounded_read
from mtqe.model import SCHEMA, ratings
from mtqe.model.ratings import Rating

KNOWN = (
    "known: mtqe ratings, Marot and MQM tables (TSV), ESA (JSON Lines), mt-metrics-eval (ratings or folder), Label "
    "Studio (JSON), pearmut"
)
_Reader = Callable[[str, str, Counter[str]], Iterator[Rating]]


@dataclass(frozen=True)
class RatingFile:
    """What a file holds.

    Args:
        name: The file.
        format: What its content is.
        ratings: The ratings, in the order of the file.
        notes: Remarks for the reader, one line each.
    """

    name: str
    format: str
    ratings: tuple[Rating, ...]
    notes: tuple[str, ...] = ()


def read(path: Path) -> RatingFile:
    """Read ratings; `-` is standard input.

    Raises:
        InputError: The path cannot be read, the format is unknown or ambiguous, a record is not valid, or there is no
            rating.
    """
    notes: Counter[str] = Counter()
    if str(path) != files.STDIN and path.is_dir():
        if not mtme_ratings.fits_folder(path):
            raise InputError(
                f"{path} is a folder without ratings",
                "give a file, or a folder of mt-metrics-eval with sources, system-outputs and human-scores or ratings",
            )
        kind, found = "mt-metrics-eval folder", mtme_ratings.read_folder(path, notes)
    else:
        kind, found = _recognised(_text(path), files.shown(path), notes)
    unnamed = path.name.partition(".")[0].strip("-") or "rater"
    rated = tuple(one if one.rater else msgspec.structs.replace(one, rater=unnamed) for one in found)
    name = files.shown(path)
    if not rated:
        raise InputError(f"{name}: {kind} without a rating", "give a file with at least one rating of a translation")
    return RatingFile(name, kind, rated, tuple(f"{name}: {note} {number:,}" for note, number in notes.items()))


def _text(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: The file cannot be read, has no text, or has too much when it is unpacked.
    """
    blocks: list[str] = []
    size = 0
    for block in text_stream.TextStream(path).blocks():
        blocks.append(block)
        size += len(block)
        if size > bounded_read.LARGEST:
            raise InputError(f"{files.shown(path)} is too large: more than {size:,} characters", "give it in parts")
    return "".join(blocks).replace("\r\n", "\n")


def is_report(path: Path) -> bool:
    """Whether a file is a report of mtqe, by its first bytes. A folder and standard input are none.

    Raises:
        InputError: The file cannot be read.
    """
    if str(path) == files.STDIN or not path.is_file():
        if str(path) != files.STDIN and not path.exists():
            files.read_bytes(path)  # raises: no such file, with the name of a similar one
        return False
    with files.explained(path), path.open("rb") as file:
        head = file.read(200).removeprefix(b"\xef\xbb\xbf").split()
    return b"".join(head).startswith(f'{{"schema":"{SCHEMA}"'.encode())


def _recognised(text: str, name: str, notes: Counter[str]) -> tuple[str, Iterator[Rating]]:
    """The name of the format, and the ratings."""
    first = next(line for line in text.split("\n") if line.strip())
    if text.lstrip()[0] not in "{[":
        if mqm_tables.fits(text.split("\n", 1)[0]):
            return "MQM table", mqm_tables.read(text, name, notes)
        raise InputError(f"{name}: the format of these ratings is unknown", KNOWN)
    try:
        record = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        record = None
    is_lines = isinstance(record, dict) and not pearmut.fits_download(record)
    value = record if is_lines else json_fields.whole(text, name)
    return _by_lines(value, text, name, notes) if is_lines else _by_value(value, name, notes)


def _by_lines(record: Mapping[str, Any], text: str, name: str, notes: Counter[str]) -> tuple[str, Iterator[Rating]]:
    """The ratings of JSON Lines, by the keys of the first object."""
    schema = str(record.get("schema", ""))
    kinds: list[tuple[str, bool, _Reader]] = [
        ("mtqe ratings", schema.startswith(ratings.SCHEMA.partition("/")[0] + "/"), _own),
        ("ESA annotations", esa_lines.fits(record), esa_lines.read),
        ("mt-metrics-eval ratings", mtme_ratings.fits(record), mtme_ratings.read),
        ("pearmut log", pearmut.fits(record), pearmut.read),
        ("Label Studio tasks", label_studio.fits(record), _tasks),
    ]
    fitting = [(kind, reader) for kind, fits, reader in kinds if fits]
    if len(fitting) > 1:
        raise InputError(
            f"{name}: the ratings could be {' or '.join(kind for kind, _ in fitting)}",
            "remove the fields that belong to only one of them",
        )
    if not fitting:
        raise _unknown(record, name)
    kind, reader = fitting[0]
    return kind, reader(text, name, notes)


def _by_value(value: Any, name: str, notes: Counter[str]) -> tuple[str, Iterator[Rating]]:
    """The ratings of one JSON value."""
    if label_studio.fits(value):
        tasks = value if isinstance(value, list) else [value]
        places = [f"{name}, task {task.get('id', number)}" for number, task in enumerate(tasks, 1)]
        return "Label Studio export", label_studio.read(list(zip(places, tasks, strict=True)), notes)
    if pearmut.fits_download(value):
        return "pearmut download", pearmut.read_download(value, name, notes)
    raise _unknown(value, name)


def _unknown(value: Any, name: str) -> InputError:
    if isinstance(value, dict) and str(value.get("schema", "")) == SCHEMA:
        return InputError(f"{name} is a report of mtqe, not ratings", "give the report as a file that is not packed")
    if isinstance(value, list) and value and isinstance(value[0], dict) and "annotator" in value[0]:
        return InputError(f"{name}: this looks like JSON-MIN of Label Studio", "export it as JSON in its place")
    return InputError(f"{name}: the format of these ratings is unknown", KNOWN)


def _own(text: str, name: str, notes: Counter[str]) -> Iterator[Rating]:
    return ratings.parse(text.split("\n"), name)


def _tasks(text: str, name: str, notes: Counter[str]) -> Iterator[Rating]:
    return label_studio.read(list(json_fields.lines(text, name)), notes)
