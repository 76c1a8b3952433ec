"""Reads `mtqe/data/names.toml`: words, acronyms and phrases that mean the same name in different languages."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Protocol

from mtqe.language.late_patterns import late
from mtqe.language.sound import fold
from mtqe.machine import cache, prepared_value

GIVEN = "given"
"""Beginning of the codes of people, peoples and given names. The tables treat them as places."""
FORENAME = f"{GIVEN}F"
"""Beginning of the codes of given names that languages keep. The table has no Chinese words for them."""
CJK = late(r"[\u3040-\u30ff\u3400-\u9fff]")


class Word(Protocol):
    """A word of a text with its folded form."""

    @property
    def fold(self) -> str:
        """The word, spelled by sound."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the file, by kind of word.

    Args:
        beginnings: Folded beginnings of words by their first two letters, whether they are the full word, code.
        acronyms: Codes by acronym.
        phrases: Beginnings of consecutive words by the first two letters of the first, with their code.
        characters: Words in Chinese or Japanese characters, whether they mean the name everywhere, code.
        people: Codes of people by their name in lower case.
    """

    beginnings: dict[str, list[tuple[str, bool, str]]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=lambda: defaultdict(list))
    characters: list[tuple[str, bool, str]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)

    def phrases_in(self, tokens: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
        """Yield the phrases in a text: index of the first word, index after the last, code."""
        for at, token in enumerate(tokens):
            for stems, code in self.phrases.get(token.fold[:2], ()):
                end = at + len(stems)
                if end <= len(tokens) and all(tokens[at + n].fold.startswith(stem) for n, stem in enumerate(stems)):
                    yield at, end, code


@functools.cache
def data() -> dict[str, Any]:
    """Return the content of the file."""
    return tomllib.loads(files("mtqe").joinpath("data/names.toml").read_text(encoding="utf-8"))


@functools.cache
def table() -> Table:
    """Return the rows of places, bodies, people and given names."""
    code = cache.code("data/names.toml", "language/sound.py", "checks/names/equivalents.py")
    return prepared_value.kept(f"names-{code[:16]}", Table, _table)


def _table() -> Table:
    rows = Table()
    for kind, prefix in (("places", "row"), ("bodies", "body"), ("given", f"{GIVEN}_"), ("people", f"{GIVEN}P")):
        for number, row in enumerate(data()[kind]):
            for word in row.split():
                _add(rows, word, f"{prefix}{number}", kind)
    for name in data()["forenames"]:
        _add(rows, name + "=", FORENAME + name, "people")
    return rows


def _add(rows: Table, word: str, code: str, kind: str) -> None:
    """Add a word of the file. A `=` after it means that the full word must match, not only its beginning."""
    plain = word.rstrip("=")
    if CJK.search(word):
        least_length = 2 if kind != "people" or word.endswith("=") else 3
        rows.characters.append((plain, len(plain) >= least_length, code))
    elif kind == "bodies" and plain[:1].isupper():
        rows.acronyms[plain] = code
    elif "+" in word:
        stems = tuple(fold(part.casefold()) for part in word.split("+"))
        rows.phrases[stems[0][:2]].append((stems, code))
    else:
        plain = plain.replace("-", "").casefold()
        if kind == "people" and word.endswith("="):
            rows.people[plain] = code
        # A vowel or an s after the last consonant may change its sound.
        for stem in {fold(plain), fold(plain + "e").removesuffix("e"), fold(plain + "s").removesuffix("s")}:
            rows.beginnings[stem[:2]].append((stem, word.endswith("=") or len(stem) < 3, code))
