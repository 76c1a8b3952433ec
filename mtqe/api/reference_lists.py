"""The references of a call: one or several texts or files, or a list for each reference or for each source."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mtqe.api.given import Listed, Side, bounded, plain, side
from mtqe.errors import InputError

FORMS = "give {'a': [...], 'b': [...]} with a list for each reference, each as long as the source"


def sides(value: Any, first: Side | None) -> list[Side]:
    """The references.

    With lists of texts, `references` is a list of texts, or several lists: one for each reference as in sacreBLEU, or
    one for each source as in the library `evaluate`. Their lengths tell which.

    Args:
        value: The value of the caller.
        first: The source, or else the translation.

    Raises:
        InputError: They do not fit.
    """
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [side(one, f"reference {name!r}", may_lack=True) for name, one in value.items()]
    if isinstance(value, (str, os.PathLike)):
        return [side(value, "reference")]
    if not isinstance(first, Listed):
        texts = bounded(plain(value), "reference") if isinstance(value, Iterable) else value
        if isinstance(texts, list) and all(isinstance(one, (str, os.PathLike)) for one in texts):
            return [side(one, f"reference {number}") for number, one in enumerate(texts, 1)]
        return [side(texts, "reference")]
    if hasattr(value, "index") and not isinstance(value, (list, tuple)):  # a Series, whose labels count
        return [side(value, "reference", may_lack=True)]
    texts = bounded(plain(value), "reference") if isinstance(value, Iterable) else value
    lists = [one for one in texts if _is_list(one)] if isinstance(texts, list) else []
    if not lists:
        return [side(texts, "reference", may_lack=True)] if texts else []
    return _of_lists(texts, len(first.texts))


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, os.PathLike, Mapping))


def _of_lists(value: Sequence[Any], count: int) -> list[Side]:
    """The references of several lists."""
    if not all(_is_list(one) for one in value):
        raise InputError("the references have both texts and lists", FORMS)
    kept = [bounded(one, "reference") if isinstance(one, Iterator) else one for one in value]
    lists = [bounded(plain(one), "reference") for one in kept]
    for_each_reference = all(len(one) == count for one in lists)
    for_each_source = len(lists) == count
    if for_each_reference and for_each_source and count > 1:
        raise InputError(
            f"the references are {count} lists of {count} texts: one for each reference, or one for each source?", FORMS
        )
    if not for_each_reference and not for_each_source:
        sizes = ", ".join(f"{len(one):,}" for one in lists[:5]) + (", ..." if len(lists) > 5 else "")
        noun = "list" if len(lists) == 1 else "lists"
        raise InputError(f"the references are {len(lists):,} {noun} of {sizes} texts for {count:,} sources", FORMS)
    if for_each_source and not for_each_reference:
        most = max(map(len, lists), default=0)
        kept = [[one[n] if n < len(one) else "" for one in lists] for n in range(most)]
    return [side(one, f"reference {number}", may_lack=True) for number, one in enumerate(kept, 1)]
