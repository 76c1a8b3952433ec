"""WebVTT subtitles (`.vtt`). Notes, styles and regions are no texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.captions import cues
from mtqe.formats.unread import COMMENT, Covered, Unread
from mtqe.formats.values import Unit
from mtqe.language.late_patterns import late

_HEAD = late(r"WEBVTT(?:[ \t].*)?")
_NO_CUE = late(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file.

    Raises:
        InputError: The first line is not `WEBVTT`, or a cue has no times or wrong ones; the message has the line.
    """
    blocks = list(cues.blocks(content, lambda line: not line))
    if not _HEAD.fullmatch(content.split("\n", 1)[0].removesuffix("\r")):
        raise InputError(f"{files.shown(path)}, line 1: WEBVTT is missing", "give a WebVTT file")
    found = [block for block in blocks[1:] if not _NO_CUE.fullmatch(block[0].text)]
    yield from cues.units([cues.cue(block, path) for block in found], entities=True)


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    yield from cues.settings(content)
    head, *found = cues.blocks(content, lambda line: not line)
    yield from (Unread(COMMENT, line.start) for line in head if line.text.removeprefix("WEBVTT").strip())
    for block in found:
        if _NO_CUE.fullmatch(block[0].text) and (len(block) > 1 or " " in block[0].text.strip()):
            yield Unread(COMMENT if block[0].text.startswith("NOTE") else "style sheet", block[0].start)


def changed(content: str, path: Path, translated: str, translation: Path) -> Iterator[Unread]:
    """The settings that the translation has otherwise; see `Comparing`."""
    return cues.changed(content, translated)


def paired(sources: Sequence[Unit], translations: Sequence[Unit]) -> Iterator[Unit]:
    """The cues of two files in pairs."""
    yield from cues.paired(sources, translations)


refuse_lost = cues.refuse_lost


def escape(text: str, content: str, start: int) -> str:
    """A text as a cue has it, with entities for signs of markup.

    Raises:
        InputError: The text has a blank line, which would end the cue.
    """
    before = cues.line_before(content, start)
    lines = text.split("\n")
    if "\r" in text or not all([(before or "") + lines[0], *lines[1:]]):
        raise InputError("a subtitle cannot hold the new text: it has a blank line", "change it by hand")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    end = cues.line_end(content)
    return ("" if before is not None else end) + text.replace("\n", end)
