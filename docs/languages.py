"""Makes the page of languages: what each language file has, and which check runs in which language pair."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from pathlib import Path

from mtqe.language import identify, lang, language_tags
from mtqe.language.facts import SECTIONS, Language
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context

GUIDE = Path(__file__).parent / "parts" / "languages.md"
"""The handwritten part: how to read the page, and how to add a language."""
WORD_LISTS = ("clock", "asking", "persons", "dangling", "negation", "directions", "numbers")
"""For languages with any of these sections the page lists what their file lacks."""
LISTED = 14
"""The largest number of tags in a row of the table; a longer list gets a label, such as **L1**."""
Pairs = frozenset[tuple[str, str]]


def page() -> str:
    """The page without its head."""
    full = [tag for tag in lang.tags() if any(tag in lang.tags_with(section) for section in WORD_LISTS)]
    lines = [GUIDE.read_text(encoding="utf-8")]
    lines += ["## Languages with word lists\n", "| language | tag | lacks |", "|---|---|---|"]
    lines += [f"| {language_tags.name(tag)} | {tag} | {', '.join(lacks(tag)) or 'nothing'} |" for tag in full]
    lines += ["\n## Languages with some facts\n", "They lack all other sections.\n"]
    lines += ["| language | tag | has |", "|---|---|---|"]
    partial = [tag for tag in lang.tags() if tag not in full]
    lines += [f"| {language_tags.name(tag)} | {tag} | {', '.join(has(tag))} |" for tag in partial]
    lines += reading()
    lines += ["\n## Which check runs where\n", "| check | language pairs |", "|---|---|"]
    table = Table()
    lines += [table.row(item) for item in check_table.checks().values()]
    lines += ["", *table.legend()]
    return "\n".join(lines) + "\n"


def reading() -> list[str]:
    """The languages that the encoder was measured on, and how much stronger than usual the evidence must be."""
    read = [tag for tag in lang.tags() if lang.language(tag).encoder.reads]
    lines = ["\n## Languages that the encoder reads\n"]
    lines += ["The checks that compare meaning run between any two of these languages, which were measured: "]
    lines[-1] += ", ".join(f"{language_tags.name(tag)} ({tag})" for tag in read) + "."
    lines += ["\nIn some of them the evidence of an error must be stronger, by these log-odds:\n"]
    lines += [
        "| language | omission, addition or mismatch, as source | as target | detached-translation |",
        "|---|---|---|---|",
    ]
    for tag in read:
        facts = lang.language(tag).encoder
        cautions = (facts.caution_from, facts.caution_into, facts.caution_detached)
        if any(cautions):
            cells = " | ".join(f"{caution:g}" if caution else "" for caution in cautions)
            lines.append(f"| {language_tags.name(tag)} ({tag}) | {cells} |")
    return lines


def lacks(tag: str) -> list[str]:
    """The sections that the file of a language lacks."""
    return [section for section in SECTIONS if tag not in lang.tags_with(section)]


def has(tag: str) -> list[str]:
    """The keys and sections that a file has."""
    facts, default = lang.language(tag), Language()
    return [name for name in facts.__struct_fields__ if getattr(facts, name) != getattr(default, name)]


def runs(item: Check) -> Pairs:
    """The pairs in which a check runs by its own limits, of two languages with a file each."""
    if item.limits is None:
        return _universe()
    return frozenset(pair for pair, context in _contexts().items() if item.limits(context) is None)


@functools.cache
def _universe() -> Pairs:
    """All pairs of languages, except those that the language identifier cannot distinguish, such as bs and hr."""
    return frozenset(pair for pair in itertools.permutations(lang.tags(), 2) if not identify.same(*pair))


@functools.cache
def _contexts() -> dict[tuple[str, str], Context]:
    """The context of each pair."""
    return {pair: Context(*pair) for pair in _universe()}


@functools.cache
def _sources() -> dict[str, frozenset[str]]:
    """The languages that form a pair with a target."""
    return {tag: frozenset(source for source, into in _universe() if into == tag) for tag in lang.tags()}


class Table:
    """Says briefly in which pairs a check runs. Long lists of tags get a label, which `legend` explains."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, ...], str] = {}

    def row(self, item: Check) -> str:
        """A row of the table."""
        return f"| {item.id} {item.name} | {self.where(runs(item))} |"

    def where(self, pairs: Pairs) -> str:
        """The pairs in short form: `from en into de, fr`."""
        groups: list[tuple[set[str], set[str], set[str]]] = []
        for target in lang.tags():
            asked = set(_sources()[target])
            judged = {source for source in asked if (source, target) in pairs}
            # Sources that form no pair with the target, such as the target itself, fit into every group.
            for targets, yes, no in groups:
                if no.isdisjoint(judged) and yes.isdisjoint(asked - judged) and bool(yes) == bool(judged):
                    targets.add(target)
                    yes |= judged
                    no |= asked - judged
                    break
            else:
                groups.append(({target}, judged, asked - judged))
        parts = [self._part(set(lang.tags()) if not no else yes, targets) for targets, yes, no in groups if yes]
        return "; ".join(parts) or "no pair by language alone: it needs a region or a model"

    def _part(self, sources: set[str], targets: set[str]) -> str:
        everything = set(lang.tags())
        if sources == targets:
            return "every pair" if sources == everything else f"between {self._tags(sources)}"
        if sources == everything:
            return f"into {self._tags(targets)}"
        return f"from {self._tags(sources)} into {self._tags(targets)}"

    def _tags(self, tags: Iterable[str]) -> str:
        """The tags in alphabetical order, or the tags of all other languages if these are fewer."""
        named, missing = tuple(sorted(tags)), tuple(sorted(set(lang.tags()) - set(tags)))
        if not missing:
            return "any language"
        return f"any but {self._list(missing)}" if len(missing) < len(named) else self._list(named)

    def _list(self, tags: tuple[str, ...]) -> str:
        if len(tags) <= LISTED:
            return ", ".join(tags)
        label = self._labels.setdefault(tags, f"L{len(self._labels) + 1}")
        return f"**{label}**"

    def legend(self) -> list[str]:
        """The lists of tags that have a label."""
        return [f"- **{label}**: {', '.join(tags)}" for tags, label in self._labels.items()]
