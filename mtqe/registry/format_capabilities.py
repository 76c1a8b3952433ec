"""What a format may have besides its protocol in `mtqe.registry.contracts`: a protocol for each capability.

A format has a capability if its object or module has the members of the protocol; it need not name the protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TextIO, runtime_checkable

from mtqe.model import Document, Segment


@runtime_checkable
class Multilingual(Protocol):
    """A format for pairs whose files may have more than two languages."""

    def read_languages(self, path: Path, source_lang: str, target_lang: str) -> Document:
        """Read the pairs of these languages. An empty tag leaves the choice to the file. Raises as `read`."""


@runtime_checkable
class Accounting(Protocol):
    """A format of kind `keyed` whose files have something beside the texts, which it counts."""

    def unread(self, content: str, path: Path, covered: Any) -> Iterable[Any]:
        """What no text has, as `mtqe.formats.unread.Unread`.

        Args:
            content: The content of the file, with its line ends.
            path: The file, for messages.
            covered: The ranges of the texts (`mtqe.formats.unread.Covered`).
        """


@runtime_checkable
class Comparing(Protocol):
    """A format of kind `keyed` whose files have values that are no texts, such as numbers."""

    def changed(self, content: str, path: Path, translated: str, translation: Path) -> Iterable[Any]:
        """Those that the translation has with another value than the source, as `mtqe.formats.unread.Unread`.

        Args:
            content: The content of the source.
            path: Its file, for messages.
            translated: The content of the translation; the places are in it.
            translation: Its file, for messages.
        """


@runtime_checkable
class Writing(Protocol):
    """A format for pairs that can be written."""

    def write(self, segments: Sequence[Segment], out: TextIO) -> None:
        """Write segments so that `read` returns them."""


@runtime_checkable
class Encoded(Protocol):
    """A format whose files may be in other encodings than UTF-8.

    Attributes:
        ENCODING: The name of the encoding of a file that is not UTF-8, or a function that finds the name in the bytes
            of a file (`mtqe.formats.files.content`).
    """

    ENCODING: str | Callable[[bytes], str | None]


@runtime_checkable
class Writable(Protocol):
    """A format whose files can be changed text by text; its row is `writable`."""

    def units(self, content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterable[Any]:
        """The texts of a file; see `mtqe.registry.contracts.Units`."""

    def escape(self, text: str, content: str, start: int) -> str:
        """A text as the file must write it in place of a text that begins at the offset `start` of the content.

        Raises:
            InputError: The file cannot hold the text there.
        """


@runtime_checkable
class Quoting(Protocol):
    """A format whose texts may stand with or without quotes."""

    def quoted(self, text: str, content: str, start: int) -> str:
        """A whole text as the file writes it with quotes, in place of one without, where `escape` cannot write it.

        Raises:
            InputError: The file cannot hold the text there.
        """


@runtime_checkable
class Losing(Protocol):
    """A format that does not keep every text, such as one whose reader strips white space."""

    def refuse_lost(self, before: str, text: str, after: str) -> None:
        """Refuse a text that would not be read back between the characters beside it.

        Args:
            before: The character before it; empty at the beginning of the whole text.
            text: The text; empty if something is deleted.
            after: The character after it; empty at the end of the whole text.

        Raises:
            InputError: It would be lost.
        """


@runtime_checkable
class Pairing(Protocol):
    """A format of kind `keyed` whose keys alone do not pair the texts."""

    def paired(self, sources: Sequence[Any], translations: Sequence[Any]) -> Iterator[Any]:
        """The units in pairs, as `mtqe.formats.values.paired` returns them."""


@runtime_checkable
class NamesLanguage(Protocol):
    """A format of kind `keyed` whose files may have all texts below the tag of their language."""

    def language(self, content: str, path: Path) -> str:
        """This tag; empty if the file has none."""


@runtime_checkable
class Twin(Protocol):
    """A format with the same endings as another one, whose row names it (`FormatRow.twin`)."""

    def fits(self, path: Path) -> bool:
        """Whether a file is of this format."""


def encoding(reader: object) -> str | Callable[[bytes], str | None] | None:
    """The encoding of the files of a format that are not UTF-8, for `mtqe.formats.files.content`."""
    return reader.ENCODING if isinstance(reader, Encoded) else None
