"""The rows of `mtqe/data/names.toml`: words, acronyms and phrases that stand for one name whatever the language."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Protocol

from mtqe.text.sound import fold

GIVEN = "given"
"""What the codes of people, peoples and given names begin with, which count as places here."""
FORENAME = f"{GIVEN}F"
"""What the codes of given names begin with that languages keep; Chinese has no word for them here."""
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Word(Protocol):
    """A word of a text, spelled by sound."""

    @property
    def fold(self) -> str:
        """The word as it sounds."""


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows say.

    Args:
        beginnings: Beginnings of words by their first two letters: folded, whether they are the whole word, code.
        acronyms: Codes by the acronym as it is written.
        phrases: Beginnings of consecutive words, by the first two letters of the first, with their code.
        characters: Words in Chinese or Japanese characters, whether they name it wherever they stand, code.
        people: Codes of people by their name in small letters.
    """

    beginnings: dict[str, list[tuple[str, bool, str]]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=lambda: defaultdict(list))
    characters: list[tuple[str, bool, str]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)

    def phrases_in(self, tokens: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
        """The phrases in a text: number of the first word and of the one behind the last, code."""
        for at, token in enumerate(tokens):
            for stems, code in self.phrases.get(token.fold[:2], ()):
                end = at + len(stems)
                if end <= len(tokens) and all(tokens[at + n].fold.startswith(stem) for n, stem in enumerate(stems)):
                    yield at, end, code


@functools.cache
def data() -> dict[str, Any]:
    """The file."""
    return tomllib.loads(files("mtqe").joinpath("data/names.toml").read_text(encoding="utf-8"))


@functools.cache
def table() -> Table:
    """The rows of places, bodies, people and given names."""
    made = Table()
    for kind, prefix in (("places", "row"), ("bodies", "body"), ("given", f"{GIVEN}_"), ("people", f"{GIVEN}P")):
        for number, row in enumerate(data()[kind]):
            for word in row.split():
                _add(made, word, f"{prefix}{number}", kind)
    for name in data()["forenames"]:
        _add(made, name + "=", FORENAME + name, "people")
    return made


def _add(made: Table, word: str, code: str, kind: str) -> None:
    plain = word.rstrip("=")
    if CJK.search(word):
        long = 2 if kind != "people" or word.endswith("=") else 3
        made.characters.append((plain, len(plain) >= long, code))
    elif kind == "bodies" and plain[:1].isupper():
        made.acronyms[plain] = code
    elif "+" in word:
        stems = tuple(fold(part.casefold()) for part in word.split("+"))
        made.phrases[stems[0][:2]].append((stems, code))
    else:
        plain = plain.replace("-", "").casefold()
        if kind == "people" and word.endswith("="):
            made.people[plain] = code
        # A vowel or an s that follows may change the sound of the last consonant.
        for stem in {fold(plain), fold(plain + "e").removesuffix("e"), fold(plain + "s").removesuffix("s")}:
            made.beginnings[stem[:2]].append((stem, word.endswith("=") or len(stem) < 3, code))
