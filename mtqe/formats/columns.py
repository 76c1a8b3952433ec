"""What the columns of paired input are called, for every format that has names: TSV, CSV, JSON Lines, data sets.

A role goes by the names that users of COMET, sacreBLEU and the WMT shared tasks know. Case, spaces and hyphens do not
matter. Columns without a role are left alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mtqe.errors import ConfigError, InputError

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
"""Names by role, besides those of references."""

ROLES = ("source", "target", "reference", "id", "doc", "system")
_REFERENCE = re.compile(r"ref(?:erence)?s?(?:_?(?:\d{1,3}|[a-z]))?")


class Columns(msgspec.Struct, frozen=True):
    """Which column holds what.

    Args:
        source: Column of the source text.
        target: Column of the translation.
        references: Columns of the references, in their order.
        id: Column of the segment's id.
        doc: Column of the document's id.
        system: Column of the system's name.
        beads: Whether the input is what `mtqe align` writes: texts in `source_text` and `target_text`, sentence
            numbers in `source` and `target`.
    """

    source: str
    target: str
    references: tuple[str, ...] = ()
    id: str | None = None
    doc: str | None = None
    system: str | None = None
    beads: bool = False


def role(column: str) -> str | None:
    """The role that a column has by its name, or `None`."""
    key = _key(column)
    for candidate, names in ALIASES.items():
        if key in names:
            return candidate
    return "reference" if _REFERENCE.fullmatch(key) else None


def choose(names: Sequence[str], where: str, given: Mapping[str, str] | None = None) -> Columns:
    """Find the columns of each role.

    Args:
        names: The columns that there are.
        where: The file or data set, for messages.
        given: Columns by role as the user named them; several references are separated by commas.

    Raises:
        InputError: Source or target has no column or several, or a named column is missing.
        ConfigError: `given` holds an unknown role.
    """
    chosen = _given(names, where, given or {})
    beads = not chosen and {"source_text", "target_text"} <= set(names)
    if beads:
        chosen = {"source": ("source_text",), "target": ("target_text",)}
    for wanted in ROLES:
        if wanted in chosen:
            continue
        found = tuple(name for name in names if role(name) == wanted)
        if len(found) > 1 and wanted in ("source", "target"):
            raise InputError(
                f"{where}: columns {_quoted(found)} could all be the {wanted}",
                f"rename all but one, or with --dataset say --column {wanted}={found[0]}",
            )
        # A file may well have both doc and doc_id: the plainer name wins.
        chosen[wanted] = found if wanted == "reference" else tuple(sorted(found, key=_plainness))
    for wanted in ("source", "target"):
        if not chosen[wanted]:
            raise InputError(
                f"{where}: no column for the {wanted}; there are {_quoted(names)}",
                f"name one of them {wanted}, or with --dataset say --column {wanted}=NAME",
            )
    one = {key: (chosen[key] or (None,))[0] for key in ("id", "doc", "system")}
    return Columns(
        source=chosen["source"][0],
        target=chosen["target"][0],
        references=chosen["reference"],
        id=one["id"],
        doc=one["doc"],
        system=one["system"],
        beads=beads,
    )


def _given(names: Sequence[str], where: str, given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for key, value in given.items():
        wanted = role(key)
        if wanted is None:
            close = difflib.get_close_matches(key, ROLES, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"roles: {', '.join(ROLES)}"
            raise ConfigError(f"unknown column role {key!r}", hint)
        parts = (value,) if value in names or wanted != "reference" else tuple(value.split(","))
        for part in parts:
            if part not in names:
                close = difflib.get_close_matches(part, names, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"give one of them as --column {wanted}=NAME"
                raise InputError(f"{where}: no column {part!r}; there are {_quoted(names)}", hint)
        chosen[wanted] = parts
    return chosen


def _plainness(column: str) -> int:
    return ALIASES[role(column) or ""].index(_key(column))


def _key(column: str) -> str:
    return re.sub(r"[\s-]+", "_", column.strip().lower())


def _quoted(names: Iterable[str]) -> str:
    shown = [repr(name if len(name) <= 40 else name[:39] + "…") for name in names]
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")
