"""Words that stay as they are: the output of programs, what a developer's note locks, and the names of linked pages."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from mtqe.checks.shared import program_texts
from mtqe.checks.untranslated.copied_words import QUOTATION
from mtqe.language import words
from mtqe.language.late_patterns import late
from mtqe.model import Code, Segment

_LOCKED = late(r"\{(?:Locked|StrBegin|StrEnd|StrContains)\s*=\s*(?P<texts>\"[^\"}]*\"(?:\s*,\s*\"[^\"}]*\")*)\s*\}?")
"""A remark in the notes of Microsoft's tools, which name the texts that nobody may translate."""
_QUOTED = late(r"\"([^\"]*)\"")
LONG, TITLE = 8, 4
"""Letters: of the text of a link that is a name if a longer part of its address has it, and of a word that has to have
a capital in a title."""
_LOG = late(r"\s*[A-Z][A-Z0-9_]{3,}\s*:")
KIND = 15
"""Characters: between the kind of a line of a log and the colon behind it, at most."""
_CITATION = "cite"
"""The key of a code around the title of a work, in HTML."""
_DASHES = frozenset("—–―")
_LINK = late(r"\[[^\[\]]*\]\([^()\s]*\)")
_OF_ADDRESS = late(r"[/?#]+")
_ENDING = late(r"(?<=\w)\.[a-z]{2,5}\Z|\Awww\.")
_IDENTIFIER = late(r"(?=\w*\d)(?=\w*[A-Z])\w{4,}|[A-Z][A-Z0-9_]{3,}|\w*[a-z][A-Z]\w*|\w+_\w+")
"""A word that only programs write: `MSB1012`, `MSBUILD`, `maxSize`, `max_size`."""
VALUES = frozenset({"true", "false", "null"})
"""Values that the formats of data have in every language."""
_GLUED = late(r"\w\([^\s()]+\)\w")
"""Brackets without a space on either side, as only values have them: `depth(5m)tide(low)`."""
_COLON = late(r"[^\W\d_]:[^\W\d_]")
"""A colon that joins words, as only addresses and identifiers have it: `about:tides`."""
_VALUES = late(r"[:：]\s*((?:[a-z][\w-]*[\"'”]?\s*[,、|/]\s*[\"'“]?){2,}[a-z][\w-]*)(?=[\"'”]?\s*(?:[.;。)\]]|\Z))")
"""A list of at least three single words between a colon and an end: `Mode: all, low, none`."""
_FENCE = "```"
"""The mark around a block of program code."""
_OPTION = late(r"(?<![\w-])--?([a-z][\w-]+)|(?<![\w-])([a-z][\w-]+)=(?=[\w\"'<{])")
"""The name of an option, as a command has it: `--depth`, `-depth`, `depth=full`."""


def is_literal(segment: Segment, start: int, end: int) -> bool:
    """Whether copied words of the translation stay as they are.

    Args:
        segment: The segment.
        start: Where the words begin in the translation.
        end: Where they end.
    """
    text = segment.target[start:end]
    note = segment.unit.note
    return (
        (note is not None and _is_locked(text, note))
        or _is_output(segment, start, end)
        or _is_log(segment, start, end)
        or segment.target.count(_FENCE, 0, start) % 2 == 1
        or (program_texts.is_program_text(segment) and set(words.texts(text)) <= VALUES)
        or _GLUED.search(text) is not None
        or _COLON.search(text) is not None
        or not _options(segment.target).isdisjoint(words.texts(text))
        or any(_is_name(segment, *pair) for pair in _codes_around(segment, start, end))
    )


def is_value(segment: Segment, start: int, end: int) -> bool:
    """Whether words of a text of a program are in a list of values, which both sides have after a colon.

    Args:
        segment: The segment.
        start: Where the words begin in the translation.
        end: Where they end.
    """
    if not program_texts.is_program_text(segment):
        return False
    lists = {_items(match[1]) for match in _VALUES.finditer(segment.source)}
    return any(
        match.start(1) <= start and end <= match.end(1) and _items(match[1]) in lists
        for match in _VALUES.finditer(segment.target)
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(words.texts(text))


def is_cited(segment: Segment, start: int, end: int) -> bool:
    """Whether words of the translation are the title of a work, by the tag around them."""
    return any(first.key == _CITATION for first, _ in _codes_around(segment, start, end))


def is_attribution(text: str) -> bool:
    """Whether a text is the name of an author and the title of a page: *— @who, [Title](https://…)*."""
    return text.lstrip()[:1] in _DASHES and not any(map(str.isalpha, words.masked(_LINK.sub("", text))))


def _codes_around(segment: Segment, start: int, end: int) -> Iterator[tuple[Code, Code]]:
    """The pairs of codes of the translation that have words between them."""
    codes = [code for code in segment.codes if code.side == "target"]
    for place, first in enumerate(codes):
        last = next((code for code in codes[place:] if code.key == f"/{first.key}"), None)
        if first.end <= start and last is not None and end <= last.start:
            yield first, last


def _is_name(segment: Segment, first: Code, last: Code) -> bool:
    """Whether the text between two codes is a name.

    The text of a link is one if its address has it as a part (`[tide-chart](…/tide-chart)`), if a part of the address
    has it with other words (`[harbour pilots](…/about-harbour-pilots)`), or if it is written as a title. A few words in
    bold or italics that are in the source are one, as a short quotation is.
    """
    text = segment.target[first.end : last.start]
    if first.kind == "link":
        name = _letters(text)
        parts = {_letters(_ENDING.sub("", part)) for part in _OF_ADDRESS.split(first.value or last.value)}
        return name in parts or _is_title(text) or (len(name) >= LONG and any(name in part for part in parts))
    keys = words.keys(text)
    return first.kind == "format" and len(keys) < QUOTATION and set(keys) <= set(words.keys(segment.source))


def _is_title(text: str) -> bool:
    """Whether two long words or more have a capital, and no long word is without: *Guild of the Harbour Pilots*."""
    long_words = [word for word in words.texts(text) if len(word) >= TITLE]
    return len(long_words) > 1 and all(word[0].isupper() for word in long_words)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_locked(text: str, note: str) -> bool:
    return any(text in locked for remark in _LOCKED.finditer(note) for locked in _QUOTED.findall(remark["texts"]))


def _is_output(segment: Segment, start: int, end: int) -> bool:
    """Whether an identifier stands beside the words, and the source has all of them in the same order."""
    before, after = segment.target[:start].rsplit(None, 2)[-2:], segment.target[end:].split(None, 2)[:2]
    parts = [*before, *segment.target[start:end].split(), *after]
    beside = [*before, *after]
    if not any(map(_is_identifier, beside)):
        return False
    source = segment.source.split()
    for first in range(len(before) + 1):
        for last in range(len(after) + 1):
            chosen = parts[first : len(parts) - last]
            beside = [*before[first:], *after[: len(after) - last]]
            if any(map(_is_identifier, beside)) and _has(source, chosen):
                return True
    return False


def _is_identifier(word: str) -> bool:
    return _IDENTIFIER.fullmatch(word.strip(".,:;()[]\"'")) is not None


def _is_log(segment: Segment, start: int, end: int) -> bool:
    """Whether a text is a line that a program logs, and the words are its kind: *PIER : error {0}: No ship*."""
    is_line = all(_LOG.match(text) for text in (segment.source, segment.target))
    return is_line and len(segment.target[start:end].split()) == 1 and ":" in segment.target[end : end + KIND]


@functools.lru_cache(maxsize=16)
def _options(text: str) -> frozenset[str]:
    """The names of options in the help of a command, which stay where the help explains them without their signs."""
    return frozenset(name for match in _OPTION.finditer(text) for name in match.groups() if name)


def _has(source: list[str], words: list[str]) -> bool:
    return any(source[at : at + len(words)] == words for at in range(len(source) - len(words) + 1))
