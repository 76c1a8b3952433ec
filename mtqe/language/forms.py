"""How a language file writes lists of words, pairs of opposites and cues."""

from __future__ import annotations

from typing import Any

import msgspec


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a language file. Unknown keys are an error."""


class Words(tuple[str, ...]):
    """Words in the order of the file. The file writes them as one string, with spaces between them."""

    __slots__ = ()


class Opposites(tuple[Words, Words, Words, Words]):
    """Words of two opposite directions. The file writes them as one line: `rise grow | fall sink | more | less`.

    The line has up to four cells. The first two contain the words that clearly mean one direction or the opposite one,
    in their dictionary form. The last two are optional. They contain words that may mean the direction, or that have a
    second meaning (*old* in *nine years old*). These words mostly prevent findings, so be generous; of pairs that name
    an action, they are reported where the encoder is sure, so leave out words of any action (*take*, *get*). Write a
    German separable verb as the infinitive (`zunehmen`); it is also found in two parts.

    Where the lemma data lack forms, a word may have `*` for any letters, also none: `stem*`, `*end`, `*part*`. Words
    joined by `_` are a phrase with up to three words between: `turn_down`. In a language without spaces, each word is
    found as a part of the text; a single Chinese character only counts where none stands beside it.
    """

    __slots__ = ()


class Cues(tuple[Words, Words]):
    """Words that express one thing: `allegedly purported* | say* report*`.

    The words of the first cell clearly express it. Those of the second cell, which may be missing, may express it, so
    that nothing is lost where a translation has one of them.

    A word may have `*` for any letters, also none, at its beginning or end: `purport*`, `*ebil*`. Words joined by `_`
    are a phrase: `is_said_to`. In a language without spaces, each word is found as a part of the text.
    """

    __slots__ = ()


def read(kind: type, value: Any) -> Any:
    """Turn a string of a file into words, opposites or cues; the `dec_hook` of msgspec.

    Raises:
        ValueError: The value is no string of the right form.
        TypeError: A section has a key of another type.
    """
    if not isinstance(value, str):
        raise ValueError(f"expected a string, got {value!r}")
    if kind is Words:
        return Words(value.split())
    if kind is Opposites:
        cells = [Words(cell.split()) for cell in value.split("|")]
        if not 2 <= len(cells) <= 4 or not any(cells):
            raise ValueError(f"expected two to four cells such as “words | opposite words”, got {value!r}")
        return Opposites((*cells, Words(), Words())[:4])
    if kind is Cues:
        cells = [Words(cell.split()) for cell in value.split("|")]
        if not 1 <= len(cells) <= 2 or not any(cells):
            raise ValueError(f"expected one or two cells such as “clear words | words that may mean it”, got {value!r}")
        return Cues((*cells, Words())[:2])
    raise TypeError(f"a language file has no values of the type {kind.__name__}")
