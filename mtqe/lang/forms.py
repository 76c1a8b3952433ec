"""How a language file writes what it holds: words as one text, pairs of opposites as one line."""

from __future__ import annotations

from typing import Any

import msgspec


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a language file; a key that it does not have is refused."""


class Words(tuple[str, ...]):
    """Words in the order of the file, which writes them as one text with spaces between them."""

    __slots__ = ()


class Opposites(tuple[Words, Words, Words, Words]):
    """Words of two opposite directions, which the file writes as one line: `rise grow | fall sink | more | less`.

    The first two cells hold the words that mean the one direction and the other, in their dictionary form. The last
    two, which may be left out, hold words that only may mean it, or that have a second meaning (*old* in *nine years
    old*): they keep a translation from being reported. A German verb with a prefix is written as the infinitive
    (`zunehmen`), and is found in two parts, too.
    """

    __slots__ = ()


def read(kind: type, value: Any) -> Any:
    """Turn a text of a file into words or opposites; the `dec_hook` of msgspec.

    Raises:
        ValueError: The value is no text of that form.
    """
    if not isinstance(value, str):
        raise ValueError(f"a text is wanted, not {value!r}")
    if kind is Words:
        return Words(value.split())
    if kind is Opposites:
        cells = [Words(cell.split()) for cell in value.split("|")]
        if not 2 <= len(cells) <= 4 or not any(cells):
            raise ValueError(f"two to four cells such as “words | opposite words” are wanted, not {value!r}")
        return Opposites((*cells, Words(), Words())[:4])
    raise NotImplementedError(kind)
