"""Real files of each format: are they read, and can a letter be written in place and every other byte be kept?

    python -m bench.real_files FOLDER ... [--format NAME ...] [--most N]

Reads every file below the folders whose ending is that of a writable format (PO, XLIFF, JSON ...). For each file the
places of all values are checked, a letter of some units is replaced in its place, and the file is read again: the unit
has the new text, and all other units are as before. Refused files are listed with the reason. With `--polib`, messages
of PO files are compared with those that polib reads.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtqe.errors import MtqeError
from mtqe.formats import endings, files, values
from mtqe.registry import format_capabilities, format_table
from mtqe.registry.format_capabilities import Writable

CHANGES = 5
"""Changes that are tried in each file."""


@dataclass
class Row:
    """The result of a format."""

    files: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    units: int = 0
    changes: int = 0
    faults: list[str] = field(default_factory=list)
    characters: int = 0
    seconds: float = 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 if a file was not written back as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--format", action="append", dest="formats", help="only this format; repeatable")
    parser.add_argument("--most", type=int, default=1_000_000, help="files of each format at most")
    parser.add_argument("--polib", action="store_true", help="compare PO files with polib")
    given = parser.parse_args(arguments)
    table: dict[str, Row] = {}
    for path in _paths(given.folders):
        format_row = endings.row_of(path)
        if format_row is None or (given.formats and format_row.name not in given.formats):
            continue
        reader = format_table.load(format_row.name)
        row = table.setdefault(format_row.name, Row())
        if isinstance(reader, Writable) and row.files < given.most:
            judge(reader, path, row)
            if given.polib and path.suffix == ".po":
                row.faults += [f"{path}: {fault}" for fault in _differences(path, reader)]
    for name, row in table.items():
        if row.files:
            print(_line(name, row))
            for reason, number in row.refused.most_common(5):
                print(f"    {number} x {reason}")
            for fault in row.faults[:20]:
                print(f"    FAULT {fault}")
    return 1 if any(row.faults for row in table.values()) else 0


def judge(reader: Writable, path: Path, row: Row) -> None:
    """Read a file, and write letters in place."""
    row.files += 1
    try:
        content = files.content(path, encoding=format_capabilities.encoding(reader))
        start = time.process_time()
        units = dict(values.named(reader.units(content.text, path)))
        row.seconds += time.process_time() - start
    except MtqeError as error:
        row.refused[error.message.replace(str(path), "FILE")] += 1
        return
    row.units += len(units)
    row.characters += len(content.text)
    texts = _texts(units)
    chance = random.Random(path.name)
    # A file of pairs may name its units by their sources, and only translations are ever changed.
    keyed = not any(unit.target for unit in units.values())
    changed = [
        (name, side)
        for (name, side), text in texts.items()
        if (keyed or side == "target") and any(map(str.isalpha, text))
    ]
    for name, side in chance.sample(changed, min(CHANGES, len(changed))):
        value = getattr(units[name], side)
        places = [
            at
            for at, letter in enumerate(value.text)
            if letter.isalpha() and not any(code.start <= at < code.end for code in value.codes)
        ]
        if not places:
            continue
        place = chance.choice(places)
        first, last = value.range(place, place + 1)
        written = content.text[:first] + reader.escape("Q", content.text, first) + content.text[last:]
        wanted = texts | {(name, side): value.text[:place] + "Q" + value.text[place + 1 :]}
        row.changes += 1
        found = _texts(dict(values.named(reader.units(written, path))))
        if found != wanted:
            wrong = [key for key in {*found, *wanted} if found.get(key) != wanted.get(key)]
            row.faults.append(f"{path}: {len(wrong)} texts differ after a change of {name} {side}: {wrong[:3]}")


def _texts(units: dict[str, values.Unit]) -> dict[tuple[str, str], str]:
    return {
        (name, side): value.text
        for name, unit in units.items()
        for side, value in (("source", unit.source), ("target", unit.target))
        if value is not None
    }


def _differences(path: Path, reader: Any) -> Iterator[str]:
    """Messages that polib reads and this reader does not, and the other way round."""
    import polib

    expected: Counter[tuple[str, str]] = Counter()
    for entry in polib.pofile(str(path)):
        if not entry.obsolete:
            expected.update((entry.msgid, text) for text in (entry.msgstr_plural or {0: entry.msgstr}).values())
    content = files.content(path)
    found: Counter[str] = Counter()
    for unit in reader.units(content.text, path):
        found[unit.target.text if unit.target else ""] += 1
    translations: Counter[str] = Counter()
    for (_, text), number in expected.items():
        translations[text] += number
    for text in (translations - found) | (found - translations):
        yield f"polib has {translations[text]} times, mtqe {found[text]} times: {text[:60]!r}"


def _line(name: str, row: Row) -> str:
    speed = row.characters / row.seconds / 1e6 if row.seconds else 0.0
    return (
        f"{name:<12} {row.files:>6,} files, {row.refused.total():>4,} refused, {row.units:>9,} units, "
        f"{row.changes:>6,} changes, {len(row.faults):>3,} faults, {speed:.1f} million characters a second"
    )


def _paths(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
