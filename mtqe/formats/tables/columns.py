"""Recognises the columns of paired input by name, for TSV, CSV, JSON Lines and data sets.

Each role has the names that users of COMET, sacreBLEU and the WMT shared tasks know. Case, spaces and hyphens are
ignored, and so are columns without a role. If no column has a name of the source or the translation, a column with the
tag or the name of its language is taken: `en`, `en-US`, `German`, `English (US)`, `Deutsch`, `translation.de`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mtqe.errors import ConfigError, InputError
from mtqe.language import language_tags
from mtqe.language.late_patterns import late

ALIASES: dict[str, tuple[str, ...]] = {
    "source": ("source", "src", "source_text", "source_segment", "original"),
    "target": (
        "target",
        "translation",
        "hypothesis",
        "mt",
        "tgt",
        "hyp",
        "target_text",
        "target_segment",
        "system_output",
    ),
    "id": ("id", "segment_id", "seg_id", "segid", "line_id"),
    "doc": ("doc", "document", "doc_id", "document_id", "docid"),
    "system": ("system", "system_id", "sysid"),
}
"""Names by role; names of references follow a pattern."""

BEADS = ("source", "target", "score", "kind")
"""Columns of the sentence numbers, the score and the kind of a bead."""
Languages = tuple[str, str]
"""Tags of source and target; empty if they are not known."""
UNKNOWN: Languages = ("", "")
SEVERAL = ("target", "reference")
"""The roles that may have several columns."""
ROLES = ("source", "target", "reference", "id", "doc", "system")
_REGIONAL = late(r"[A-Za-z]{2,3}(?:[-_][A-Z][a-z]{3})?(?:-[A-Za-z]{2}|_[A-Z]{2}|[-_]\d{3})")
"""A tag with a region. After an underscore its letters are large, so that `de_id` is none."""
_REFERENCE = late(r"ref(?:erence)?s?(?:_?(?:\d{1,3}|[a-z]))?")


class Columns(msgspec.Struct, frozen=True):
    """The columns of each role.

    Args:
        source: Column of the source text.
        target: Column of the translation, the first of several systems.
        references: Columns of the references, in their order.
        id: Column of the segment's id.
        doc: Column of the document's id.
        system: Column of the system's name.
        systems: Columns of the translations of each system, if each has a column of its own; they name the systems.
        beads: Whether `mtqe align` wrote the input: texts are in `source_text` and `target_text`, sentence
            numbers in `source` and `target`.
    """

    source: str
    target: str
    references: tuple[str, ...] = ()
    id: str | None = None
    doc: str | None = None
    system: str | None = None
    systems: tuple[str, ...] = ()
    beads: bool = False

    def used(self, names: Sequence[str]) -> list[str]:
        """Those of the names of all columns whose values segments need."""
        roles = {self.source, self.target, *self.systems, *self.references, self.id, self.doc, self.system}
        return [name for name in names if name in roles or (self.beads and name in BEADS)]


def role(column: str) -> str | None:
    """The role that a column has by its name, or `None`."""
    key = _key(column)
    for candidate, names in ALIASES.items():
        if key in names:
            return candidate
    return "reference" if _REFERENCE.fullmatch(key) else None


def of_languages(names: Sequence[str], languages: Languages) -> dict[str, str]:
    """The columns that a language names, by role: one each for source and target, or none."""
    found: dict[str, str] = {}
    for side, lang, other in zip(("source", "target"), languages, reversed(languages), strict=True):
        spellings = _spellings(lang, other)
        fitting = [name for name in names if _language_key(name) in spellings]
        if not fitting and lang:
            fitting = [
                name for name in names if _is_regional(name, lang) or _tail(name).partition("(")[0].strip() in spellings
            ]
        exact = [name for name in fitting if _language_key(name) == lang.lower()]
        if len(exact or fitting) == 1:
            found[side] = (exact or fitting)[0]
    return found if len(set(found.values())) == 2 else {}


def _tail(name: str) -> str:
    """The part of a column's name after its last point, in lower case: `de` of `translation.de`."""
    return name.rpartition(".")[2].strip().lower()


def _language_key(name: str) -> str:
    return _key(_tail(name)).replace("_", "-")


def _is_regional(name: str, lang: str) -> bool:
    """Whether a column names a language with a region, and the language is wanted without one: `en-US` for `en`."""
    tag = name.rpartition(".")[2].strip()
    return bool(_REGIONAL.fullmatch(tag)) and language_tags.same_language(tag, lang)


def _spellings(lang: str, other: str) -> frozenset[str]:
    """A language as a column may name it: its tag, with and without the region, and its name in both languages."""
    if not lang:
        return frozenset()
    names = language_tags.names(lang, [tag for tag in (lang, other) if tag])
    return names | {lang.lower(), lang.lower().split("-")[0]}


def choose(
    names: Sequence[str], where: str, requested: Mapping[str, str] | None = None, languages: Languages = UNKNOWN
) -> Columns:
    """Find the columns of each role.

    Args:
        names: The names of all columns.
        where: The file or data set, for messages.
        requested: Columns by role, as the user gave them. Several references, and the translations of several systems,
            are separated by commas.
        languages: Tags of source and target, for columns that are named after them.

    Raises:
        InputError: Source or target has no column or several, or a requested column is missing.
        ConfigError: `requested` has an unknown role.
    """
    chosen = _requested(names, where, requested or {})
    beads = not chosen and {"source_text", "target_text"} <= set(names)
    if beads:
        chosen = {"source": ("source_text",), "target": ("target_text",)}
    if not any(role(name) in ("source", "target") for name in names):
        chosen = {side: (name,) for side, name in of_languages(names, languages).items()} | chosen
    for needed_role in ROLES:
        if needed_role in chosen:
            continue
        candidates = tuple(name for name in names if role(name) == needed_role)
        if len(candidates) > 1 and needed_role in ("source", "target"):
            raise InputError(
                f"{where}: each of the columns {quoted(candidates)} could be the {needed_role}",
                f"rename all but one, or with --dataset give --column {needed_role}={candidates[0]}",
            )
        # A file may have both doc and doc_id: the simpler name wins.
        chosen[needed_role] = candidates if needed_role == "reference" else tuple(sorted(candidates, key=_simplicity))
    for needed_role in ("source", "target"):
        if not chosen[needed_role]:
            raise InputError(
                f"{where}: no column for the {needed_role}; there are {quoted(names)}",
                f"name one of them {needed_role}, or with --dataset give --column {needed_role}=NAME",
            )
    systems = chosen["target"] if len(chosen["target"]) > 1 else ()
    if systems and chosen["system"] and "system" in (requested or {}):
        raise ConfigError("a column for the system is given, and several columns for the target", "give only one")
    first_of = {key: (chosen[key] or (None,))[0] for key in ("id", "doc", "system")}
    return Columns(
        source=chosen["source"][0],
        target=chosen["target"][0],
        references=chosen["reference"],
        id=first_of["id"],
        doc=first_of["doc"],
        system=None if systems else first_of["system"],
        systems=systems,
        beads=beads,
    )


def _requested(names: Sequence[str], where: str, requested: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for key, value in requested.items():
        column_role = role(key)
        if column_role is None:
            close = difflib.get_close_matches(key, ROLES, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"roles: {', '.join(ROLES)}"
            raise ConfigError(f"unknown column role {key!r}", hint)
        parts = (value,) if value in names or column_role not in SEVERAL else tuple(value.split(","))
        if len(set(parts)) < len(parts):
            raise InputError(f"{where}: the columns {quoted(parts)} are not all different", "name each column once")
        for part in parts:
            if part not in names:
                close = difflib.get_close_matches(part, names, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"give one of them as --column {column_role}=NAME"
                raise InputError(f"{where}: no column {part!r}; there are {quoted(names)}", hint)
        chosen[column_role] = parts
    return chosen


def requested_names(requested: Mapping[str, str] | None) -> set[str]:
    """The names of columns that a user may mean."""
    given = (requested or {}).values()
    return {*given, *(part for value in given for part in value.split(","))}


def _simplicity(column: str) -> int:
    return ALIASES[role(column) or ""].index(_key(column))


def _key(column: str) -> str:
    return re.sub(r"[\s-]+", "_", column.strip().lower())


def quoted(names: Iterable[str]) -> str:
    """Names in quotation marks for a message; long names and long lists are cut."""
    shown = [repr(name if len(name) <= 40 else name[:39] + "…") for name in names]
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")
