"""What is wrong with the names of a document, each pair with the others as evidence."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.names.counterparts import evidence
from mtqe.checks.names.dateline import dateline
from mtqe.checks.names.finder import Side, read
from mtqe.checks.names.matching import Mismatch, compare
from mtqe.checks.names.software_manuals import is_manual, is_wrong
from mtqe.checks.names.spellings import spellings


def examine(pairs: Sequence[tuple[str, str]], source_lang: str, target_lang: str) -> list[list[Mismatch]]:
    """The mismatches of each pair of a document.

    Args:
        pairs: Source and translation, in the order of the document.
        source_lang: Primary tag of the source language.
        target_lang: Primary tag of the target language.
    """
    sides: list[tuple[Side, Side]] = [(read(one, source_lang), read(other, target_lang)) for one, other in pairs]
    known = evidence(sides)
    others = spellings(sides)
    found = [
        dateline(*both) + compare(*both, known, at) + more
        for at, (both, more) in enumerate(zip(sides, others, strict=True))
    ]
    if not any(found) or not is_manual(sides):
        return found
    return [[item for item in items if is_wrong(item, *both, known)] for items, both in zip(found, sides, strict=True)]
