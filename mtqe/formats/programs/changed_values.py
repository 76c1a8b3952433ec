"""Finds values of JSON and YAML files that are no texts, and that a translation changes: numbers, switches, dates.

A program may show them, or act on them. No check reads them, so that they are told. An empty value (null) shows
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.formats.json_places import Json, Member
from mtqe.formats.programs import text_tree
from mtqe.formats.unread import CHANGED, Unread
from mtqe.formats.values import Value

_Pair = tuple[Json, Json, int]
"""A value of the source, the value of the translation, and the offset of its key, or of the key of its list."""


def changed(source: Json, translation: Json) -> Iterator[Unread]:
    """The values of a translation that are no texts and that the source has not, or with another value."""
    waiting: list[_Pair] = [(text_tree.of_texts(source), text_tree.of_texts(translation), 0)]
    while waiting:
        before, after, at = waiting.pop()
        if isinstance(after, dict):
            waiting += _members(before if isinstance(before, dict) else {}, after)
        elif isinstance(after, list):
            known = before if isinstance(before, list) else []
            waiting += [(known[n] if n < len(known) else None, value, at) for n, value in enumerate(after)]
        elif after is not None and not isinstance(after, Value) and (type(before), before) != (type(after), after):
            yield Unread(CHANGED, at)


def _members(before: dict[str, Member], after: dict[str, Member]) -> Iterator[_Pair]:
    """The members of an object with those of the source, without facts about a text."""
    beside = text_tree.facts_of(after)
    for key, member in after.items():
        if key not in beside:
            yield before[key].value if key in before else None, member.value, member.key.at
