"""A table from words to words in a file that is mapped into memory: opened at once, shared by all processes.

A dictionary of a million words costs a second and 200 MB to build in each process. The file is made once:

    header   `_HEADER`: mark, checksum of all that follows, number of buckets
    starts   where each bucket begins, and the end of the last one, from the beginning of the entries: 4 bytes each
    entries  the entries of each bucket, one after the other: a line feed, the word, a tab, its value

The number of the bucket of a word is the checksum of its bytes, modulo the number of buckets. A look reads one bucket.
"""

from __future__ import annotations

import contextlib
import mmap
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, overload
from zlib import crc32

from mtqe.machine import cache

T = TypeVar("T")

FORMAT = 1
_MARK = f"mtqe words {FORMAT} {sys.byteorder}".encode()
_HEADER = struct.Struct("=32sII")
_TOGETHER = 4
"""Entries: in a bucket on average, or half as many. More make the file smaller and a look slower."""


class WordTable(Mapping[str, str]):
    """The words of a file of `write`, with their values.

    Args:
        path: The file.
        checked: Whether the file is known to be whole, so that its checksum is not computed.

    Raises:
        OSError: The file cannot be read.
        ValueError: The file is damaged, or has another format.
    """

    def __init__(self, path: Path, *, checked: bool = False) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)  # ValueError for an empty file
        content = memoryview(self._map)
        if len(content) < _HEADER.size:
            raise ValueError(f"{path}: too short")
        mark, checksum, buckets = _HEADER.unpack_from(content)
        if mark.rstrip(b"\0") != _MARK or not (checked or checksum == crc32(content[_HEADER.size :])):
            raise ValueError(f"{path}: damaged, or of another format")
        self._last = buckets - 1
        self._begin = _HEADER.size + 4 * (buckets + 1)
        self._starts = content[_HEADER.size : self._begin].cast("I")

    @overload
    def get(self, word: str, /) -> str | None: ...

    @overload
    def get(self, word: str, /, default: str | T) -> str | T: ...

    def get(self, word: str, /, default: str | T | None = None) -> str | T | None:
        """The value of a word."""
        raw = word.encode()
        number = crc32(raw) & self._last
        begin, starts = self._begin, self._starts
        bucket = self._map[begin + starts[number] : begin + starts[number + 1]]
        _, found, after = bucket.partition(b"\n%b\t" % raw)
        return after.partition(b"\n")[0].decode() if found else default

    def __getitem__(self, word: str) -> str:
        value = self.get(word)
        if value is None:
            raise KeyError(word)
        return value

    def __iter__(self) -> Iterator[str]:
        for entry in self._map[self._begin :].decode().split("\n")[1:]:
            yield entry.partition("\t")[0]

    def __len__(self) -> int:
        return self._map[self._begin :].count(b"\n")


def kept(name: str, build: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    """The table of a prepared file, which is written if it is missing or damaged; if it cannot be, what is built.

    Args:
        name: The name of the file, without its ending; it has a hash over all that the table depends on.
        build: Makes the words and their values.
    """
    try:
        path = cache.prepared() / f"{name}.bin"
        with contextlib.suppress(FileNotFoundError, ValueError):
            return _opened(path)
    except (OSError, RuntimeError):  # RuntimeError: the user has no home folder
        return build()
    words = build()
    try:
        # simplemma keeps its words encoded; to decode and encode them again takes twice as long as to write them.
        write(path, getattr(words, "_dict", None) or {word.encode(): value.encode() for word, value in words.items()})
        return WordTable(path)
    except OSError:
        return words


def _opened(path: Path) -> WordTable:
    """The table of a file, whose checksum is computed once, as it takes a tenth of a second for a large language."""
    mark = cache.checked(path)
    if mark.exists():
        return WordTable(path, checked=True)
    table = WordTable(path)
    with contextlib.suppress(OSError):
        mark.touch()
    return table


def write(path: Path, words: Mapping[bytes, bytes]) -> None:
    """Write a table; readers see all of it or the file that was there before.

    Args:
        path: The file; missing folders are created.
        words: Words and their values in UTF-8.

    Raises:
        OSError: The file cannot be written.
        ValueError: A word or value has a line feed or a tab.
    """
    buckets = 1 << max(0, (len(words) // _TOGETHER).bit_length())
    content = _content(words, buckets)
    cache.keep(path, _HEADER.pack(_MARK, crc32(content), buckets), content)


def _content(words: Mapping[bytes, bytes], buckets: int) -> bytes:
    """The starts and the entries."""
    import numpy as np

    numbers = np.fromiter(map(crc32, words), np.uint32, len(words)) & np.uint32(buckets - 1)
    entries = list(map(b"\t".join, words.items()))
    lengths = np.fromiter(map(len, entries), np.int64, len(entries)) + 1
    ends = np.concatenate([[0], np.cumsum(np.bincount(numbers, lengths, buckets))])
    ordered = np.array(entries, object)[np.argsort(numbers, kind="stable")].tolist()
    text = b"\n".join([b"", *ordered])
    if text.count(b"\n") != len(words) or text.count(b"\t") != len(words):
        raise ValueError("a word with a line feed or a tab")
    return ends.astype(np.uint32).tobytes() + text
