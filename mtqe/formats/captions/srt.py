"""SubRip subtitles (`.srt`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats.captions import cues
from mtqe.formats.unread import Covered, Unread
from mtqe.formats.values import Unit


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file.

    Raises:
        InputError: A cue has no times, or wrong ones; the message has the line.
    """
    blocks = cues.blocks(content, lambda line: not line.strip())
    yield from cues.units([cues.cue(block, path) for block in blocks], entities=False)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    return cues.settings(content)


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The settings that the translation has otherwise; see `Comparing`."""
    return cues.changed(content, translated)


def paired(sources: Sequence[Unit], translations: Sequence[Unit]) -> Iterator[Unit]:
    """The cues of two files in pairs."""
    yield from cues.paired(sources, translations)


refuse_lost = cues.refuse_lost


def escape(text: str, content: str, start: int) -> str:
    """A text as a cue has it.

    Raises:
        InputError: The text has a blank line or an arrow `-->`, which would end the cue.
    """
    before = cues.line_before(content, start)
    lines = text.split("\n")
    lines[0] = (before or "") + lines[0]
    if "-->" in text or "\r" in text or not all(line.strip() for line in lines):
        raise InputError("a subtitle cannot hold the new text: it has a blank line or an arrow", "change it by hand")
    end = cues.line_end(content)
    return ("" if before is not None else end) + text.replace("\n", end)
