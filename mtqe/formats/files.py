"""Reads files for all formats: completely, as strict UTF-8, with a clear one-line message on failure.

A line ends at a line feed or CRLF. A lone carriage return, U+0085, U+2028 and the like do not end a line, so that line
numbers agree with those of editors and `wc -l`.
"""

from __future__ import annotations

import codecs
import contextlib
import difflib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.machine import bounded_read

STDIN = "-"

_UTF16_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16."""
_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python that no file is written in; some take very long."""
ZIP = b"PK\x03\x04"
"""The first bytes of a zip file; Word documents are zip files."""
_KINDS = (
    (b"%PDF-", "a PDF file", "export its text first"),
    (
        ZIP,
        "a zip or Office file",
        "Word documents must end in .docx; save others as plain text or CSV in UTF-8",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)", "save it as plain text or CSV in UTF-8"),
    (b"\x1f\x8b", "a gzip file", "unpack it first: gunzip"),
    (b"PAR1", "a Parquet file", "read it with --dataset"),
)


class Before(NamedTuple):
    """What is before a part of a file.

    Args:
        size: Number of bytes.
        lines: Number of line feeds.
        column: Number of bytes after the last line feed.
    """

    size: int
    lines: int
    column: int

    def with_part(self, data: bytes) -> Before:
        """What is before the part that follows a part."""
        last = data.rfind(b"\n")
        column = self.column + len(data) if last < 0 else len(data) - last - 1
        return Before(self.size + len(data), self.lines + data.count(b"\n"), column)


START = Before(0, 0, 0)
"""Nothing: the start of a file."""


def decode(path: Path, *, keep_newlines: bool = False) -> tuple[str, str]:
    """Read a text file; `-` is standard input.

    Returns:
        The text without a byte order mark, and the SHA-256 of the file's bytes in hexadecimal.

    Raises:
        InputError: The file is missing, unreadable, a folder, empty, binary or not UTF-8.
    """
    data = read_bytes(path)
    refuse_binary(data, path)
    text = utf8(data, path).removeprefix("\ufeff")
    if not text.strip():
        raise blank(path, text)
    return text if keep_newlines else text.replace("\r\n", "\n"), hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Content:
    """The content of a file, and what is needed to write it back with every other byte as it was.

    Args:
        text: The text with its line ends, without a byte order mark.
        sha256: SHA-256 of the bytes, in hexadecimal.
        encoding: Name of the encoding, for `str.encode`.
        mark: The byte order mark; empty if the file has none.
    """

    text: str
    sha256: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encoded(self, text: str) -> bytes:
        """Another text as bytes of this file.

        Raises:
            UnicodeEncodeError: The encoding does not have a character.
        """
        return self.mark + text.encode(self.encoding)


def content(path: Path, *, encoding: str | Callable[[bytes], str | None] | None = None) -> Content:
    """Read a text file of a translation tool or program: UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    Args:
        path: The file; `-` is standard input.
        encoding: The encoding of a file without a byte order mark that is not UTF-8; `None` refuses it. A function
            finds the encoding that a file without a byte order mark names; `None` stands for UTF-8.

    Raises:
        InputError: The file is missing, unreadable, a folder, empty, binary or in another encoding.
    """
    return content_of(read_bytes(path), path, encoding=encoding)


def content_of(data: bytes, path: Path, *, encoding: str | Callable[[bytes], str | None] | None = None) -> Content:
    """The content that the bytes of a file are; see `content`.

    Raises:
        InputError: They are empty, binary or in another encoding.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    mark, name = mark_of(data)
    if mark:
        try:
            text = data.removeprefix(mark).decode(name)
        except UnicodeDecodeError as error:
            raise wrong_mark(path, name, error) from error
        found = Content(text, sha256, name, mark)
    else:
        refuse_binary(data, path)
        named = encoding(data) if callable(encoding) else None
        if named is not None:
            found = Content(_decoded(data, named, path), sha256, named)
        elif encoding is None or callable(encoding):
            found = Content(utf8(data, path), sha256)
        else:
            try:
                found = Content(data.decode("utf-8"), sha256)
            except UnicodeDecodeError:
                found = Content(data.decode(encoding), sha256, encoding)
    if not found.text.strip():
        raise blank(path, found.text)
    return found


def mark_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark at the start of a file, and the encoding that it says; both empty if there is none."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))


def wrong_mark(path: Path, encoding: str, error: UnicodeDecodeError) -> InputError:
    """The error of a file that is not in the encoding that its byte order mark says."""
    return InputError(f"{shown(path)}: its byte order mark says {encoding}, but it is not", str(error))


def blank(path: Path, text: str) -> InputError:
    """The error of a file with white space only, or nothing."""
    return InputError(f"{shown(path)} {'has only white space' if text else 'is empty'}", "give a file with text")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file or, for `-`, of standard input. Both may be pipes, so nothing is read twice.

    Raises:
        InputError: The file is missing, unreadable, a folder or without end.
    """
    with explained(path):
        return bounded_read.read(path)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Explain in one line why a file cannot be read."""
    try:
        yield
    except IsADirectoryError as error:
        raise InputError(
            f"{shown(path)} is a folder, not a file", "give a file in it, or two folders to pair"
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(f"{path}: no such file", _similar(path)) from error
    except OSError as error:
        raise InputError(
            f"{shown(path)} cannot be read: {error.strerror}", "check the path and its permissions"
        ) from error


def lines(text: str) -> list[str]:
    """The lines of a decoded text. A final line feed does not start another line; a line without one counts."""
    parts = text.split("\n")
    return parts if parts[-1] else parts[:-1]


def shown(path: Path) -> str:
    """The path for messages."""
    return "standard input" if str(path) == STDIN else str(path)


def name(path: Path) -> str:
    """The name of the document in a file."""
    return "stdin" if str(path) == STDIN else path.name


def system_names(translations: Sequence[Path]) -> list[str]:
    """The names of the systems that made some files: the names of the files without the ending.

    Raises:
        InputError: Two files have the same name.
    """
    names = [path.stem for path in translations]
    if len(set(names)) < len(names):
        twice = next(stem for stem in names if names.count(stem) > 1)
        raise InputError(f"two translations are named {twice!r}", "rename one; file names distinguish the systems")
    return names


def refuse_binary(data: bytes, path: Path, wanted: str = "text", before: Before = START) -> None:
    """Refuse bytes that are not text, and say what they are.

    Args:
        data: The bytes of a file, or a part of them.
        path: The file, for the message.
        wanted: What the file should be.
        before: What is before the part.

    Raises:
        InputError: The bytes are those of a known binary format, UTF-16 or UTF-32, or contain NUL.
    """
    if before == START:
        _refuse_kinds(data, path, wanted)
    at = data.find(b"\0")
    if at >= 0:
        line = before.lines + data.count(b"\n", 0, at) + 1
        raise InputError(
            f"{shown(path)} is a binary file or UTF-16: NUL byte at byte {before.size + at} (line {line})",
            f"give text in UTF-8; if it is UTF-16: {_iconv('UTF-16', path)}",
        )


def refuse_other_kinds(path: Path) -> None:
    """Refuse a file that is no text by its first bytes, before a message about its ending; it need not be there.

    Raises:
        InputError: It is empty or of a known binary format.
    """
    if not path.is_file():
        return
    with explained(path), path.open("rb") as stream:
        head = stream.read(8)
    if not head:
        raise blank(path, "")
    _refuse_kinds(head, path, "text")


def _refuse_kinds(data: bytes, path: Path, wanted: str) -> None:
    if data.startswith(_UTF16_32):
        encoding = "UTF-32" if data.startswith(_UTF16_32[:2]) else "UTF-16"
        raise InputError(f"{shown(path)} is {encoding}, not UTF-8", _iconv(encoding, path))
    for magic, kind, hint in _KINDS:
        if data.startswith(magic):
            raise InputError(f"{shown(path)} is {kind}, not {wanted}", hint)


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    """The text of a file in the encoding that it names."""
    try:
        codec = codecs.lookup(encoding).name
        if codec == "utf-8":
            return utf8(data, path)
        if codec in _NOT_OF_FILES:
            raise LookupError(codec)
        return data.decode(encoding)
    except LookupError as error:
        raise InputError(
            f"{shown(path)} names the encoding {encoding!r}, which is unknown", "convert the file to UTF-8"
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{shown(path)}, line {line}: not {encoding}, the encoding that the file names",
            "correct the name of the encoding",
        ) from error


MOST_CONTROLS = 0.02
"""Share: of the bytes of a text that are control characters at most, in any encoding of one byte a letter."""
_CONTROLS = bytes([*range(1, 9), *range(14, 32), 127])


def utf8(data: bytes, path: Path, before: Before = START) -> str:
    """Bytes of a file as text.

    Args:
        data: The bytes of a file, or a part of them.
        path: The file, for the message.
        before: What is before the part.

    Raises:
        InputError: They are not UTF-8, or no text in any encoding.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - len(data.translate(None, _CONTROLS)) > MOST_CONTROLS * len(data):
            raise InputError(f"{shown(path)} is a binary file, not text", "give text in UTF-8") from error
        lines_in = data.count(b"\n", 0, error.start)
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + (0 if lines_in else before.column)
        raise InputError(
            f"{shown(path)}, line {before.lines + lines_in + 1}: not UTF-8: byte 0x{data[error.start]:02X} at byte "
            f"{before.size + error.start} of the file (byte {column} of the line)",
            _iconv("WINDOWS-1252", path, "if it is Windows text: "),
        ) from error


def _iconv(encoding: str, path: Path, lead: str = "") -> str:
    return f"{lead}convert it with: iconv -f {encoding} -t UTF-8 {path} > utf8.txt"


def _similar(path: Path) -> str:
    try:
        siblings = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"the folder {path.parent} does not exist"
    close = difflib.get_close_matches(path.name, siblings, n=1)
    return f"did you mean {path.with_name(close[0])}?" if close else "check the path"
