"""Hand-made lists of words whose exchange changes what a text says, one file a language in `words/`.

A section of a file has lines. Sides of a line part with ` / `; a form becomes the one in the same place of any other
side. ` > ` parts sides of which only the first is exchanged. `stem:name` stands for the stem with each of the endings
of that name (`_` is none), and `_` in a form for a space. Sections `dropped` and `blocked` are plain words: those that
may be left out, and those in which nothing is exchanged.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from tongues import UNSPACED

FOLDER = Path(__file__).parent / "words"
WORD = re.compile(r"[^\W\d_]+")
PLAIN = ("dropped", "blocked")
KATAKANA = re.compile("[\u30a1-\u30ff]")


@dataclasses.dataclass(frozen=True)
class Place:
    """A stretch of a text that a list has, and what can stand there instead."""

    start: int
    end: int
    others: tuple[str, ...]


class Table:
    """The forms of a section with their counterparts, by their first word, or character where words are not parted."""

    def __init__(self, others: Mapping[str, Sequence[str]], lang: str) -> None:
        self.unspaced = lang in UNSPACED
        self.forms: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for form in sorted(others, key=len, reverse=True):
            self.forms[self._key(form)].append((form, tuple(others[form])))

    def _key(self, form: str) -> str:
        first = WORD.match(form)
        return first[0] if first and not self.unspaced else form[0]

    def places(self, text: str) -> list[Place]:
        """Where forms stand, the longest ones first, from left to right."""
        found, at = [], 0
        starts = range(len(text)) if self.unspaced else [match.start() for match in WORD.finditer(text)]
        for start in starts:
            place = self._at(text, start) if start >= at else None
            if place:
                at = place.end
                if place.others:
                    found.append(place)
        return found

    def _at(self, text: str, start: int) -> Place | None:
        """The longest form that begins here, as it is or in small letters."""
        if self.unspaced:
            return self._form(text, start, text[start], text[start:])
        word = WORD.match(text, start)
        assert word is not None
        here = self._form(text, start, word[0], text[start:])
        if here is None and word[0][0].isupper() and (word[0][1:].islower() or len(word[0]) == 1):
            lower = self._form(text, start, word[0].lower(), text[start].lower() + text[start + 1 :])
            return lower and Place(start, lower.end, tuple(new[:1].upper() + new[1:] for new in lower.others))
        return here

    def _form(self, text: str, start: int, key: str, rest: str) -> Place | None:
        for form, others in self.forms.get(key, ()):
            end = start + len(form)
            if rest.startswith(form) and self._whole(text, start, end):
                return Place(start, end, others)
        return None

    def _whole(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch is not a part of a longer word."""
        before, after = text[start - 1 : start], text[end : end + 1]
        if self.unspaced:  # katakana words are the only ones that end visibly
            joined = KATAKANA.match(text[start]) and KATAKANA.match(before)
            return not joined and not (KATAKANA.match(text[end - 1]) and KATAKANA.match(after))
        return not (before.isalnum() or after.isalnum() or before in ("-", "_") or after in ("-", "_"))


def load(lang: str, folder: Path = FOLDER) -> dict[str, Table]:
    """The tables of a language by section; none where it has no file."""
    path = folder / f"{lang}.toml"
    if not path.is_file():
        return {}
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    endings = {name: [_form(one) for one in value.split()] for name, value in data.pop("endings", {}).items()}
    blocked = _plain(data.pop("blocked", {"lines": ""})["lines"])
    return {name: Table(read(name, part["lines"], endings) | blocked, lang) for name, part in data.items()}


def read(section: str, lines: str, endings: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The forms of a section with their counterparts.

    Raises:
        ValueError: The sides of a line have different numbers of forms.
    """
    if section in PLAIN:
        return {word: [""] for word in _plain(lines)}
    made: dict[str, list[str]] = defaultdict(list)
    for line in lines.strip().splitlines():
        sides = [_side(side, endings) for side in re.split(" [/>] ", line)]
        if len(sides) < 2 or len({len(side) for side in sides}) > 1:
            raise ValueError(f"{line}: sides of {[len(side) for side in sides]} forms")
        for one in sides[:1] if " > " in line else sides:
            for form in dict.fromkeys(one):
                places = [k for k, other in enumerate(one) if other == form]
                for side in sides:
                    new = {side[k] for k in places}
                    if len(new) == 1 and side is not one:  # more than one: it is not known which would agree
                        made[form] += sorted(new - {form} - set(made[form]))
    return {form: others for form, others in made.items() if others}


def _plain(lines: str) -> dict[str, list[str]]:
    return {_form(word): [] for word in lines.split()}


def _side(side: str, endings: Mapping[str, Sequence[str]]) -> list[str]:
    """All forms of a side."""
    forms = []
    for token in side.split():
        stem, _, name = token.partition(":")
        forms += [_form(stem) + ending for ending in endings[name]] if name else [_form(stem)]
    return forms


def _form(token: str) -> str:
    return token.replace("_", " ") if token != "_" else ""
