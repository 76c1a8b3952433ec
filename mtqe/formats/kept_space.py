"""Refuses texts of which a format would not keep the white space, for `refuse_lost` of `Losing`."""

from __future__ import annotations

from mtqe.errors import InputError
from mtqe.language.late_patterns import late

_HINT = "write it without, or correct it by hand"
_NOT_SINGLE = late(r"\s\s|[^\S ]")


def refuse_edges(before: str, text: str, after: str) -> None:
    """Refuse a text with white space at an edge.

    Args:
        before: The character before it; empty at the start of the whole text.
        text: The text.
        after: The character after it; empty at the end.

    Raises:
        InputError: So it is.
    """
    whole = before + text + after
    if (not before and whole[:1].isspace()) or (not after and whole[-1:].isspace()):
        raise InputError("a text of this file cannot begin or end with white space", _HINT)


def refuse_all_but_single(before: str, text: str, after: str) -> None:
    """Refuse a text with white space at an edge, or with other white space than single spaces; see `refuse_edges`.

    Raises:
        InputError: So it is.
    """
    refuse_edges(before, text, after)
    if _NOT_SINGLE.search(before + text + after):
        raise InputError("a text of this file cannot hold other white space than single spaces", _HINT)


def refuse_nothing(before: str, text: str, after: str) -> None:
    """Refuse an empty text; see `refuse_edges`.

    Raises:
        InputError: Nothing is left of the whole text.
    """
    if not (before or text or after):
        raise InputError("a text of this file cannot be empty", "remove its place in the file by hand")
