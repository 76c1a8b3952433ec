"""The lock file `mtqe.lock`: hashes of the source segments and translations as they were when they fitted together.

    {"mtqe_lock":1}
    {"file":"docs/de/a.md","unit":"","source":"docs/en/a.md","from":"5f0c… 91ab…","to":"77e1… 02d3…","bytes":"3f9a…"}
    {"file":"locales/de.json","unit":"menu.open","source":"locales/en.json","from":"0c4f…","to":"e9d1…"}

JSON Lines, an entry a line, sorted, so that git merges it line by line. A document of running text is one entry, with
a hash for each block, and one of the bytes of both files: while these are the same, nobody has to read them. In files
whose texts have keys each text is one. Paths are relative to the folder of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from mtqe.errors import InputError
from mtqe.language.words import normalized

VERSION = 1
"""Values: the format of the lock file."""
DIGITS = 12
"""Characters: hexadecimal digits of a hash, 48 bits; two texts of a file are never equal by chance."""
HINT = "docs/status.md says what to do"
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True, omit_defaults=True):
    """What was recorded of a text, or of a document of running text.

    Args:
        file: Path of the translation.
        unit: Key or id of the text; empty for running text.
        source: Path of the source.
        sources: Hashes of the source text, one for each block.
        targets: Hashes of the translation.
        content: Hash of the bytes of both files; empty for a text with a key.
    """

    file: str
    unit: str
    source: str
    sources: str = msgspec.field(name="from")
    targets: str = msgspec.field(name="to")
    content: str = msgspec.field(name="bytes", default="")


class _Head(msgspec.Struct, forbid_unknown_fields=False):
    mtqe_lock: int


def digest(text: str) -> str:
    """The hash of a text. White space, line ends and the form of composed characters do not change it."""
    return hashlib.sha256(normalized(text).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def digest_of_bytes(*contents: bytes) -> str:
    """The hash of the bytes of files, whatever line ends git gave them."""
    state = hashlib.sha256()
    for content in contents:
        state.update(hashlib.sha256(content.replace(b"\r\n", b"\n")).digest())
    return state.hexdigest()[:DIGITS]


def render(entries: Iterable[Entry]) -> str:
    """The text of the file."""
    encoder = msgspec.json.Encoder()
    lines = [encoder.encode({"mtqe_lock": VERSION}), *(encoder.encode(entry) for entry in sorted(entries))]
    return "".join(f"{line.decode()}\n" for line in lines)


def parse(data: bytes, where: str) -> dict[str, dict[str, Entry]]:
    """The entries by file and unit.

    Raises:
        InputError: The file is damaged, has conflicts, or a newer version wrote it; `where` is its name in the message.
    """
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    _refuse_conflicts(lines, where)
    _refuse_version(lines[0], where)
    decoder = msgspec.json.Decoder(Entry)
    entries: dict[str, dict[str, Entry]] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        try:
            entry = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{where}, line {number}: not an entry of a lock file: {error}", HINT) from error
        units = entries.setdefault(entry.file, {})
        if entry.unit in units:
            name = f"{entry.file}, {entry.unit}" if entry.unit else entry.file
            raise InputError(f"{where}, line {number}: a second entry of {name}", f"keep one of the two; {HINT}")
        units[entry.unit] = entry
    return entries


def _refuse_conflicts(lines: Iterable[bytes], where: str) -> None:
    marks = tuple(mark.encode() for mark in _CONFLICT)
    for number, line in enumerate(lines, 1):
        if line.startswith(marks):
            raise InputError(
                f"{where}, line {number}: git left a merge conflict",
                "keep one line of each entry, remove the marks, then run mtqe status",
            )


def _refuse_version(line: bytes, where: str) -> None:
    try:
        version = msgspec.json.decode(line, type=_Head).mtqe_lock
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"{where}, line 1: this is not a lock file of mtqe, or its first line is damaged", HINT
        ) from error
    if version > VERSION:
        raise InputError(
            f"{where}: a newer mtqe wrote this lock file (format {version}; this mtqe reads {VERSION})",
            "update mtqe",
        )
    if version < VERSION:
        raise InputError(f"{where}, line 1: there is no format {version} of the lock file", HINT)
