"""The page of languages: what the files in `mtqe/lang` say, and which check runs in which language pair."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from pathlib import Path

from mtqe import lang
from mtqe.contracts import Check, Context
from mtqe.lang.facts import SECTIONS, Language
from mtqe.registry import check_table
from mtqe.text import identify, language_tags

GUIDE = Path(__file__).parent / "parts" / "languages.md"
"""What a person wrote of it: how to read the page, and how to add a language."""
WORD_LISTS = ("clock", "asking", "dangling", "negation", "directions", "numbers")
"""A language with any of these sections has a row of its own that says what it lacks."""
LISTED = 14
"""Tags that a row of the table lists; longer lists have a letter."""
Pairs = frozenset[tuple[str, str]]


def page() -> str:
    """The page without its head."""
    full = [tag for tag in lang.tags() if any(tag in lang.known(section) for section in WORD_LISTS)]
    lines = [GUIDE.read_text(encoding="utf-8")]
    lines += ["## Languages with word lists\n", "| language | tag | lacks |", "|---|---|---|"]
    lines += [f"| {language_tags.name(tag)} | {tag} | {', '.join(lacks(tag)) or 'nothing'} |" for tag in full]
    lines += ["\n## Languages with some facts\n", "They lack every other section.\n"]
    lines += ["| language | tag | has |", "|---|---|---|"]
    rest = [tag for tag in lang.tags() if tag not in full]
    lines += [f"| {language_tags.name(tag)} | {tag} | {', '.join(has(tag))} |" for tag in rest]
    lines += ["\n## Which check runs where\n", "| check | language pairs |", "|---|---|"]
    table = Table()
    lines += [table.row(item) for item in check_table.checks().values()]
    lines += ["", *table.legend()]
    return "\n".join(lines) + "\n"


def lacks(tag: str) -> list[str]:
    """The sections that the file of a language does not have."""
    return [section for section in SECTIONS if tag not in lang.known(section)]


def has(tag: str) -> list[str]:
    """The keys and sections that a file has."""
    found, default = lang.language(tag), Language()
    return [name for name in found.__struct_fields__ if getattr(found, name) != getattr(default, name)]


def runs(item: Check) -> Pairs:
    """The pairs of two languages with a file in which a check runs, by its own limits."""
    return frozenset(pair for pair in _universe() if item.limits is None or item.limits(Context(*pair)) is None)


@functools.cache
def _universe() -> Pairs:
    """All pairs of languages that are not one to the language identifier, as Bosnian and Croatian are."""
    return frozenset(pair for pair in itertools.permutations(lang.tags(), 2) if not identify.same(*pair))


class Table:
    """Says in few words in which pairs a check runs; long lists of tags have a letter, which `legend` explains."""

    def __init__(self) -> None:
        self._letters: dict[tuple[str, ...], str] = {}

    def row(self, item: Check) -> str:
        """A row of the table."""
        return f"| {item.id} {item.name} | {self.where(runs(item))} |"

    def where(self, pairs: Pairs) -> str:
        """The pairs in few words: `from en into de, fr`."""
        groups: list[tuple[set[str], set[str], set[str]]] = []
        for target in lang.tags():
            asked = {source for source, into in _universe() if into == target}
            judged = {source for source in asked if (source, target) in pairs}
            # What is no pair, such as a language with itself, may be on either side.
            for targets, yes, no in groups:
                if no.isdisjoint(judged) and yes.isdisjoint(asked - judged) and bool(yes) == bool(judged):
                    targets.add(target)
                    yes |= judged
                    no |= asked - judged
                    break
            else:
                groups.append(({target}, judged, asked - judged))
        parts = [self._part(set(lang.tags()) if not no else yes, targets) for targets, yes, no in groups if yes]
        return "; ".join(parts) or "no pair of languages alone: it asks for a region or a model"

    def _part(self, sources: set[str], targets: set[str]) -> str:
        everything = set(lang.tags())
        if sources == targets:
            return "every pair" if sources == everything else f"between {self._some(sources)}"
        if sources == everything:
            return f"into {self._some(targets)}"
        return f"from {self._some(sources)} into {self._some(targets)}"

    def _some(self, tags: Iterable[str]) -> str:
        """Tags in alphabetical order, or those that are missing if these are fewer."""
        named, left = tuple(sorted(tags)), tuple(sorted(set(lang.tags()) - set(tags)))
        if not left:
            return "any language"
        return f"any but {self._list(left)}" if len(left) < len(named) else self._list(named)

    def _list(self, tags: tuple[str, ...]) -> str:
        if len(tags) <= LISTED:
            return ", ".join(tags)
        letter = self._letters.setdefault(tags, f"L{len(self._letters) + 1}")
        return f"**{letter}**"

    def legend(self) -> list[str]:
        """The lists of tags that have a letter."""
        return [f"- **{letter}**: {', '.join(tags)}" for tags, letter in self._letters.items()]
