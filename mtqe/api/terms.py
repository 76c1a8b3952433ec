"""The glossary of a call: files, or terms as a dict or as tuples."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, get_args

from mtqe.api import frames
from mtqe.api.given import kind_of
from mtqe.errors import InputError
from mtqe.formats.termbases import glossary
from mtqe.model import Glossary, Term, TermStatus
from mtqe.settings.config import Config

Terms: TypeAlias = (
    Glossary
    | str
    | os.PathLike[str]
    | Mapping[str, str | Iterable[str] | None]
    | Iterable[str | os.PathLike[str] | Term | tuple[str, ...]]
)
"""Files of terms, `{term: rendering}`, or tuples `(term, rendering)`, `(term, rendering, status)`."""

_FORM = "give {term: rendering}, tuples (term, rendering) or (term, rendering, status), or the paths of files"


def read(given: Terms | None, config: Config) -> Glossary | None:
    """The terms to check: as given, else those of the configuration.

    In a dict the rendering may be a list, the preferred one first; `None` keeps the term as it is.

    Args:
        given: The value of the caller.
        config: The configuration, with languages.

    Raises:
        InputError: A file cannot be read, a term is incomplete, or a rendering is both approved and forbidden.
    """
    if given is None:
        given = config.glossary
    if isinstance(given, Glossary):
        return given
    if isinstance(given, (str, os.PathLike)):
        given = [given]
    if not isinstance(given, Iterable) or frames.is_table(given):
        raise InputError(f"the glossary is {kind_of(given)}", _FORM)
    entries = list(_pairs(given) if isinstance(given, Mapping) else given)
    paths = [os.fspath(entry) for entry in entries if isinstance(entry, (str, os.PathLike))]
    if len(paths) not in (0, len(entries)):
        raise InputError("the glossary has both paths and terms", "give either files or terms")
    if paths:
        return glossary.read(paths, source_lang=config.source_lang, target_lang=config.target_lang)
    terms = tuple(_term(number, entry) for number, entry in enumerate(entries, 1))
    _refuse_contradiction(terms)
    return Glossary(terms) if terms else None


def _pairs(given: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for source, target in given.items():
        if target is None:
            yield source, source, "keep"
        elif isinstance(target, (list, tuple)):
            yield from ((source, one, "admitted" if place else "preferred") for place, one in enumerate(target))
        else:
            yield source, target


def _term(number: int, entry: Any) -> Term:
    if isinstance(entry, Term):
        return entry
    where = f"term {number} of the glossary"
    parts = entry if isinstance(entry, (tuple, list)) and 2 <= len(entry) <= 4 else None
    if parts is None or not all(isinstance(part, str) for part in parts):
        raise InputError(f"{where} is {str(entry)[:60]!r}", _FORM)
    source, target = (" ".join(part.split()) for part in parts[:2])
    status: Any = parts[2] if len(parts) > 2 else "preferred"
    if status not in get_args(TermStatus):
        raise InputError(f"{where} has the status {status!r}", f"use one of {', '.join(get_args(TermStatus))}")
    if what := glossary.flaw(source, target, status):
        raise InputError(f"{where}: {what}", "complete or remove it")
    return Term(source, source if status == "keep" else target, status, parts[3] if len(parts) > 3 else "")


def _refuse_contradiction(terms: Iterable[Term]) -> None:
    forbidden: dict[tuple[str, str], bool] = {}
    for term in terms:
        is_forbidden = term.status == "forbidden"
        if forbidden.setdefault((term.source, term.target), is_forbidden) != is_forbidden:
            message = f"{term.target!r} for {term.source!r} is both approved and forbidden in the glossary"
            raise InputError(message, "remove one of the two")
