"""Reads JSON of outside: a record a line or one value, and fields of a known type; faults name their place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from mtqe.errors import InputError


def lines(text: str, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of JSON Lines, each with its place for messages; empty lines are skipped.

    Raises:
        InputError: A line is not a JSON object.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{name}, line {number}"
        value = whole(line, place)
        if not isinstance(value, dict):
            raise InputError(f"{place}: not a JSON object", "each line must be a JSON object")
        yield place, value


def whole(text: str, place: str) -> Any:
    """One JSON value.

    Raises:
        InputError: It is not JSON.
    """
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InputError(f"{place}: not JSON: {error}", "export it again") from error


def text(record: Mapping[str, Any], key: str, place: str) -> str:
    """A text that must be there.

    Raises:
        InputError: It is missing or no text.
    """
    value = record.get(key)
    if not isinstance(value, str):
        raise InputError(f"{place}: {key!r} is missing or not a text", "export it again with its texts")
    return value


def optional(record: Mapping[str, Any], *keys: str) -> str | None:
    """The first of several fields that has a value, as a text."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value):
            return str(value)
    return None


def number(record: Mapping[str, Any], key: str, place: str) -> float | None:
    """A number; `None` if it is missing or null.

    Raises:
        InputError: It is something else.
    """
    value = record.get(key)
    if value is None:
        return None
    found = finite(value)
    if found is None:
        raise InputError(f"{place}: {key!r} is not a number: {value!r:.60}", "correct it, or remove the record")
    return found


def finite(value: Any) -> float | None:
    """A number as a float; `None` if it is something else or too large for one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def objects(record: Mapping[str, Any], key: str, place: str) -> Sequence[Mapping[str, Any]]:
    """A list of objects; empty if it is missing or null.

    Raises:
        InputError: It is something else.
    """
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise InputError(f"{place}: {key!r} is not a list of objects", "export it again")
    return value


def integer(record: Mapping[str, Any], key: str, place: str) -> int:
    """A whole number that must be there.

    Raises:
        InputError: It is missing or something else.
    """
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{place}: {key!r} is not a whole number: {value!r:.60}", "correct it, or remove the record")
    return value
