"""What a segment knows besides its texts: the place of each side, its unit, its bead, its translation memory.

In reports, shards and JSON Lines they are keys of one object, `meta`. The order of its keys belongs to the format that
a segment comes from, users and plugins may have keys of their own beside them, and a value of a user can have any type.
Therefore `Segment.meta` stays as it was read. The structs of this module are its types: `read` takes them out of
`meta`, and `meta` makes its keys. A writer that needs another order of keys than that of the fields joins several.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping
from typing import Any, Literal, Self, TypeVar

import msgspec

from mtqe.model.inline_codes import Side

MemoryState = Literal["identical", "different"]
F = TypeVar("F", bound="Facts")


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Facts that are keys of `meta`. A fact that is not given has the default."""

    def meta(self) -> dict[str, Any]:
        """The keys of the facts that are given, in the order of the fields."""
        return {name: _wire(value) for name, value in msgspec.to_builtins(self).items()}

    @classmethod
    def read(cls, meta: Mapping[str, Any]) -> Self:
        """The facts that `meta` gives.

        A value of a wrong type is not given. As a text, it is written out; as a flag, it is true unless it is empty.
        """
        if not meta:
            nothing: Self = _nothing(cls)
            return nothing
        try:
            return msgspec.convert(meta, cls)
        except msgspec.ValidationError:
            return cls(**_valid(cls, meta))


@functools.cache
def _nothing(kind: type[F]) -> F:
    """The facts of a segment without any, which most checks ask for."""
    return kind()


class TextPlace(Facts, frozen=True, rename={"cell": "place"}):
    """The place of one side of a segment. Its keys in `meta` begin with `source_` or `target_`: `source_line`.

    Args:
        line: 1-based line in the file where the text begins.
        column: 1-based column where it begins, in UTF-16 code units.
        cell: The place in a file without lines, such as `Sheet1!B7`.
        paragraph: 1-based number of its paragraph in the document.
        sentences: 0-based numbers of its sentences in the document.
        blocks: The roles of its blocks in a page, such as `heading 2`.
        time: Start and end of a subtitle, in seconds.
        cues: Number of subtitles, if there are several.
        cue_times: Their places in the text, if there are several: for each the offset where it begins, and its start
            and end in seconds.
        bare_apostrophes: Which apostrophes of the text lack a backslash in the file, counted from 0.
        overridden: Lines of other texts with the same key in the file, which the program does not use.
    """

    line: int | None = None
    column: int | None = None
    cell: str | None = None
    paragraph: int | None = None
    sentences: tuple[int, ...] | None = None
    blocks: tuple[str, ...] | None = None
    time: tuple[float, float] | None = None
    cues: int | None = None
    cue_times: tuple[tuple[int, float, float], ...] | None = None
    bare_apostrophes: tuple[int, ...] | None = None
    overridden: tuple[int, ...] | None = None

    def of(self, side: Side) -> dict[str, Any]:
        """The keys of `meta` for one side."""
        return sided(side, self.meta())

    @classmethod
    def on(cls, side: Side, meta: Mapping[str, Any]) -> Self:
        """The place of one side; see `read`."""
        start = f"{side}_"
        return cls.read(meta and {key[len(start) :]: value for key, value in meta.items() if key.startswith(start)})


class UnitFacts(Facts, frozen=True, rename={"id": "unit"}):
    """What a file of a translation tool or program says of the unit of a segment, as keys of `meta`.

    Args:
        id: The id or key of the unit.
        form: Plural category or other branch.
        state: State of the translation, in the words of the file.
        unfinished: Whether the file says that the translation is not ready.
        note: Remarks for the translator.
        context: What tells the unit from others with its source.
        origin: Origin of the translation: `mt`, `tm`.
        locked: Whether the file says that the translation must not be changed.
        max_length: The most characters that the translation may have.
        flags: Flags of a PO file, such as `c-format`.
        same_edges: Whether both texts must begin and end with a line break if one does.
        message_format: Whether an apostrophe may start a quotation.
        missing: Whether the file has no translation of the unit, so that the program shows the source in its place.
    """

    id: str | None = None
    form: str | None = None
    state: str | None = None
    unfinished: bool = False
    note: str | None = None
    context: str | None = None
    origin: str | None = None
    locked: bool = False
    max_length: int | float | None = None
    flags: tuple[str, ...] | None = None
    same_edges: bool = False
    message_format: bool = False
    missing: bool = False


class BeadFacts(Facts, frozen=True):
    """What the aligner says of the bead of a segment, as keys of `meta`.

    Args:
        kind: `match`, `omission` (source without target) or `addition` (target without source).
        score: The aligner's confidence in the bead, 0 to 1, higher is better.
    """

    kind: str | None = None
    score: float | None = None


class MemoryFacts(msgspec.Struct, frozen=True):
    """What a translation memory says of a segment, as an object `memory` in `meta`.

    Args:
        file: File of the memory, as the user named it.
        state: Whether the memory has this translation of the source, or others only.
        approved: Other translations that it has, without codes: the first of them, for the reader.
        number: How many others it has.
    """

    file: str
    state: MemoryState
    approved: tuple[str, ...] = ()
    number: int = 0

    def meta(self) -> dict[str, Any]:
        """The key of `meta`."""
        return {"memory": msgspec.to_builtins(self)}

    @classmethod
    def read(cls, meta: Mapping[str, Any]) -> Self | None:
        """What `meta` gives; `None` if it gives nothing that is valid."""
        if "memory" not in meta:
            return None
        try:
            return msgspec.convert(meta["memory"], cls)
        except msgspec.ValidationError:
            return None

    @staticmethod
    def without(meta: Mapping[str, Any]) -> Mapping[str, Any]:
        """`meta` without what it says of a memory."""
        return {name: value for name, value in meta.items() if name != "memory"} if "memory" in meta else meta


def sided(side: Side, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of `meta` for facts of one side: `source_time` for `time`."""
    return {f"{side}_{name}": value for name, value in facts.items()}


def on_line(line: int) -> dict[str, Any]:
    """The keys of `meta` for a pair on one line of a file, made without a struct: a table has millions of them."""
    return {"source_line": line, "target_line": line}


def of_value(side: Side, line: int, column: int) -> dict[str, Any]:
    """The keys of `meta` for a text of a unit, made without a struct: a memory has millions of them."""
    if side == "source":
        return {"source_line": line, "source_column": column}
    return {"target_line": line, "target_column": column}


def of_unit(unit: str, form: str) -> dict[str, Any]:
    """The keys of `meta` for the name of a unit, made without a struct; none for an empty text."""
    meta = {"unit": unit} if unit else {}
    if form:
        meta["form"] = form
    return meta


def _wire(value: Any) -> Any:
    """A value as it is after reading."""
    return [_wire(item) for item in value] if isinstance(value, (tuple, list)) else value


def _valid(kind: type[Facts], meta: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that have the types of a struct, by the names of its fields."""
    valid: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        value = meta.get(field.encode_name)
        if value is None:
            continue
        if field.type == str | None:
            valid[field.name] = str(value)
        elif field.type is bool:
            valid[field.name] = bool(value)
        else:
            with contextlib.suppress(msgspec.ValidationError):
                valid[field.name] = msgspec.convert(value, field.type)
    return valid
