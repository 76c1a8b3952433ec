"""Terms and glossaries. `mtqe.model` exports the types."""

from __future__ import annotations

from typing import Literal

import msgspec

TermStatus = Literal["preferred", "admitted", "forbidden", "keep"]


class Term(msgspec.Struct, frozen=True):
    """An entry of a glossary.

    Args:
        source: The term in the source language.
        target: Its rendering in the target language.
        status: `preferred` and `admitted` renderings may be used, `forbidden` ones not; `keep` means unchanged.
        note: Explanation for the reader.
        line: 1-based line in the glossary file.
    """

    source: str
    target: str
    status: TermStatus = "preferred"
    note: str = ""
    line: int = 0


class Glossary(msgspec.Struct, frozen=True):
    """The terms of one or several glossary files, in file order."""

    terms: tuple[Term, ...]
    paths: tuple[str, ...] = ()
