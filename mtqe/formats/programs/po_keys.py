"""Reads PO files whose messages have keys in place of source texts (`menu.open`). The source is such a file, too.

A file is one if nine in ten of its messages have the form of a key: words without spaces, joined by dots, underscores,
hyphens, colons or slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.programs import po
from mtqe.formats.values import Unit
from mtqe.language.late_patterns import late

SHARE = 0.9
"""Share: of the messages that must have the form of a key."""
FEWEST = 2
"""Messages: from which on a file can have keys."""
_KEY = late(r"[\w$]+(?:[.:/_-]+[\w$]+)+", re.ASCII)

ENCODING = po.encoding
escape = po.escape


def fits(path: Path) -> bool:
    """Whether the messages of a PO file have keys."""
    try:
        content = files.content(path, encoding=po.encoding)
        names = {unit.source.text for unit in po.units(content.text, path) if unit.source is not None}
    except InputError:
        return False  # the reader of PO files says why it cannot be read
    return len(names) >= FEWEST and sum(map(bool, map(_KEY.fullmatch, names))) >= SHARE * len(names)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The translations of a file by key; see `mtqe.registry.contracts.Units`."""
    for unit in po.units(content, path, languages):
        yield replace(unit, source=unit.target, target=None)
