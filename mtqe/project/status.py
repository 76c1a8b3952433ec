"""Which translations are older than their source: compares the texts of today with those that `mtqe.lock` recorded.

Nothing is aligned, and no dates are asked. Running text is compared block by block, so that a moved paragraph is no
change; files whose texts have keys are compared text by text. `mtqe status` shows the result.
"""

from __future__ import annotations

import dataclasses
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import dispatch
from mtqe.formats.programs import keyed
from mtqe.language.codes import SIDES
from mtqe.machine import bounded_read
from mtqe.model import Segment, Side, Text
from mtqe.model.status import Change, ChangeKind, PairState, PairStatus
from mtqe.project import lock
from mtqe.project.lock import Entry

Entries = Mapping[str, Entry]
"""What was recorded of a translation, by unit; running text has the unit `""`."""
Locked = dict[str, dict[str, Entry]]


@dataclasses.dataclass(frozen=True)
class Pair:
    """A translation and its source; a file with both sides is both."""

    source: Path
    translation: Path


@dataclasses.dataclass(frozen=True)
class Piece:
    """A block of running text, or one side of a text with a key."""

    digest: str
    text: str
    line: int


@dataclasses.dataclass(frozen=True)
class Running:
    """The blocks of two documents of running text."""

    sources: tuple[Piece, ...]
    targets: tuple[Piece, ...]


@dataclasses.dataclass(frozen=True)
class Keyed:
    """The texts of a pair by unit, source and translation; a side without text is `None`."""

    units: Mapping[str, tuple[Piece | None, Piece | None]]


@dataclasses.dataclass(frozen=True)
class Reading:
    """A pair that was compared: its state, and the entries that record it as it is today."""

    pair: Pair
    status: PairStatus
    entries: tuple[Entry, ...] = ()
    safe: tuple[Entry, ...] = ()


def compare(
    pairs: Iterable[Pair], locked: Locked, folder: Path, languages: tuple[str, str] = ("", "")
) -> Iterator[Reading]:
    """Compare pairs with what was recorded of them.

    Args:
        pairs: The pairs.
        locked: The entries of the lock file by translation and unit.
        folder: The folder of the lock file.
        languages: Languages, for a file with several; empty if they are not known.

    Yields:
        For each pair its state; `entries` to record it, `safe` those to record without a person who reviewed it.
    """
    gone = _gone(locked, folder)
    for pair in pairs:
        name = recorded_name(pair.translation, folder)
        if missing := next((path for path in (pair.translation, pair.source) if not path.exists()), None):
            yield Reading(pair, _status(pair, "missing", f"{missing} does not exist"))
            continue
        old: Entries = locked.get(name, {})
        if (entry := old.get("")) and entry.content and entry.content == _content(pair):
            same = msgspec.structs.replace(entry, source=recorded_name(pair.source, folder))
            status = PairStatus(str(pair.translation), str(pair.source), "fresh", len(entry.sources.split()))
            yield Reading(pair, status, (same,), (same,))
            continue
        try:
            texts = _read(pair, languages)
        except InputError as error:
            yield Reading(pair, _status(pair, "unreadable", str(error)))
            continue
        renamed = ""
        if not old and (renamed := gone.get(_identity(_recorded(texts, pair, folder)), "")):
            old = locked[renamed]
        yield _compared(pair, texts, old, renamed, folder)


def recorded_name(path: Path, folder: Path) -> str:
    """The path of a file as the lock file has it: relative to its folder, with `/`."""
    return os.path.relpath(Path.cwd() / path, Path.cwd() / folder).replace(os.sep, "/")


def kept(locked: Locked, readings: Iterable[Reading], folder: Path, named: bool) -> list[Entry]:
    """The entries of the lock file after an update.

    Args:
        locked: Its entries before.
        readings: The pairs that are recorded.
        folder: Its folder.
        named: Whether the user named these pairs, and so says that they were reviewed. Otherwise what is stale, or may
            be, stays as it was recorded, and the entries of files that no longer exist are left out.
    """
    entries = {name: dict(units) for name, units in locked.items()}
    for reading in readings:
        if reading.status.state in ("missing", "unreadable"):
            continue
        name = recorded_name(reading.pair.translation, folder)
        recorded = reading.entries if named else reading.safe
        entries[name] = {entry.unit: entry for entry in recorded}
        entries.pop(reading.status.renamed_from, None)
    if not named:
        entries = {name: units for name, units in entries.items() if (folder / name).exists()}
    return [entry for units in entries.values() for entry in units.values()]


def _read(pair: Pair, languages: tuple[str, str]) -> Running | Keyed:
    """The texts of a pair.

    Raises:
        InputError: A file cannot be read, or the files do not belong together.
    """
    if pair.source == pair.translation:
        return _keyed(dispatch.read_pairs(pair.source, None, languages).segments)
    paths = [pair.source, pair.translation]
    if reader := dispatch.keyed_reader(paths):
        return _keyed(keyed.pair(pair.source, pair.translation, (), reader).segments)
    source, translation = map(dispatch.read_text, paths)
    return Running(_blocks(source), _blocks(translation))


def _blocks(text: Text) -> tuple[Piece, ...]:
    return tuple(Piece(lock.digest(block.text), block.text, block.line) for block in text.blocks if block.text.strip())


def _keyed(segments: Sequence[Segment]) -> Keyed:
    """The texts of segments by unit. Where ids are only numbers, which move, the source text is the unit."""
    units: dict[str, tuple[Piece | None, Piece | None]] = {}
    times: Counter[str] = Counter()
    for segment in segments:
        source, target = (_piece(segment, side) for side in SIDES)
        lasting = segment.unit.id and segment.place("source").time is None
        name = segment.id if lasting else f"#{source.digest if source else ''}"
        times[name] += 1
        units[name if times[name] == 1 else f"{name}#{times[name]}"] = (source, target)
    return Keyed(units)


def _piece(segment: Segment, side: Side) -> Piece | None:
    text = segment.text(side)
    return Piece(lock.digest(text), text, segment.place(side).line or 0) if text.strip() else None


def _recorded(texts: Running | Keyed, pair: Pair, folder: Path) -> tuple[Entry, ...]:
    """The entries that record texts as they are."""
    name, source = recorded_name(pair.translation, folder), recorded_name(pair.source, folder)
    if isinstance(texts, Running):
        return (Entry(name, "", source, _joined(texts.sources), _joined(texts.targets), _content(pair)),)
    return tuple(
        Entry(name, unit, source, left.digest, right.digest)
        for unit, (left, right) in texts.units.items()
        if left and right
    )


def _content(pair: Pair) -> str:
    """The hash of the bytes of both files; empty if one is no regular file, such as a pipe."""
    paths = (pair.source, pair.translation)
    return lock.digest_of_bytes(*map(bounded_read.read, paths)) if all(path.is_file() for path in paths) else ""


def _joined(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.digest for piece in pieces)


def _identity(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """What shows that a file is another one under a new name: its translations."""
    return tuple(sorted((entry.unit, entry.targets) for entry in entries))


def _gone(locked: Locked, folder: Path) -> dict[tuple[tuple[str, str], ...], str]:
    """The recorded translations that no longer exist, by what they had."""
    return {_identity(units.values()): name for name, units in locked.items() if not (folder / name).exists()}


def _status(pair: Pair, state: PairState, why: str) -> PairStatus:
    return PairStatus(str(pair.translation), str(pair.source), state, why=why)


def _compared(pair: Pair, texts: Running | Keyed, old: Entries, renamed: str, folder: Path) -> Reading:
    """The state of a pair that could be read."""
    name = recorded_name(pair.translation, folder)
    entries = _recorded(texts, pair, folder)
    if isinstance(texts, Running):
        number = len(texts.sources)
        state, changes, safe = _of_running(texts, old.get(""), entries)
    else:
        number = sum(source is not None for source, _ in texts.units.values())
        state, changes, safe = _of_units(texts, old, entries)
    safe = tuple(msgspec.structs.replace(entry, file=name) for entry in safe)
    status = PairStatus(str(pair.translation), str(pair.source), state, number, changes, renamed)
    return Reading(pair, status, entries, safe)


Judged = tuple[PairState, tuple[Change, ...], tuple[Entry, ...]]
"""A state, the changes behind it, and the entries to record without a person who reviewed the text."""


def _of_running(texts: Running, old: Entry | None, entries: tuple[Entry, ...]) -> Judged:
    """Compare running text. If both sides have changed, nobody knows whether all of the translation is new."""
    if old is None:
        return "unknown", (), entries
    changes = tuple(_changed_blocks(texts.sources, old.sources.split()))
    if Counter(old.targets.split()) != Counter(piece.digest for piece in texts.targets):
        return "changed", changes, (old,) if changes else entries
    return ("stale", changes, (old,)) if changes else ("fresh", (), entries)


def _changed_blocks(now: Sequence[Piece], before: Sequence[str]) -> Iterator[Change]:
    """The blocks that are new, changed or gone. One that stands where another has gone is a changed one."""
    new = Counter(piece.digest for piece in now) - Counter(before)
    gone = Counter(before) - Counter(piece.digest for piece in now)
    after: dict[str, int] = defaultdict(int)
    place = ""
    for mark in before:
        if gone[mark] > 0:
            gone[mark] -= 1
            after[place] += 1
        else:
            place = mark
    place, left = "", sum(after.values())
    for piece in now:
        if new[piece.digest] > 0:
            new[piece.digest] -= 1
            changed = after[place] > 0
            after[place] -= changed
            left -= changed
            yield Change("stale" if changed else "untranslated", "", piece.line, piece.text)
        else:
            place = piece.digest
    yield from (Change("removed") for _ in range(left))


def _of_units(texts: Keyed, old: Entries, entries: tuple[Entry, ...]) -> Judged:
    """Compare texts with keys."""
    known = _followed(texts, old)
    changes = []
    held: dict[str, Entry] = {}
    for unit, (source, target) in texts.units.items():
        entry = known.get(unit)
        kind = _kind(source, target, entry, bool(old))
        shown = source or target
        if kind and shown:
            changes.append(Change(kind, "" if unit.startswith("#") else unit, shown.line, shown.text))
        if kind == "stale" and entry:
            held[unit] = msgspec.structs.replace(entry, unit=unit)
    kinds = {change.kind for change in changes}
    state: PairState = (
        "stale"
        if kinds & {"stale", "untranslated", "removed"}
        else "unknown"
        if not old
        else "changed"
        if kinds
        else "fresh"
    )
    return state, tuple(changes), tuple(held.get(entry.unit, entry) for entry in entries)


def _kind(source: Piece | None, target: Piece | None, entry: Entry | None, is_recorded: bool) -> ChangeKind | None:
    """What has happened to a text; `None` if it is as recorded."""
    if source is None:
        return "removed" if entry else None
    if target is None:
        return "untranslated"
    if entry is None:
        return "unknown" if is_recorded else None
    if target.digest != entry.targets:
        return "changed"
    return "stale" if source.digest != entry.sources else None


def _followed(texts: Keyed, old: Entries) -> dict[str, Entry]:
    """The entry of each text. One under a new key is known by its translation, if only one such text has gone."""
    left = defaultdict(list)
    for unit, entry in old.items():
        if unit not in texts.units:
            left[entry.targets].append(entry)
    known = {}
    for unit, (_, target) in texts.units.items():
        if unit in old:
            known[unit] = old[unit]
        elif target and len(left[target.digest]) == 1:
            known[unit] = left[target.digest].pop()
    return known
