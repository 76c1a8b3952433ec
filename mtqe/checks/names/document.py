"""Finds the mismatches of names in a document. All pairs are evidence for each pair."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks.names.counterparts import evidence
from mtqe.checks.names.dateline import dateline
from mtqe.checks.names.finder import Side, read
from mtqe.checks.names.matching import Mismatch, compare
from mtqe.checks.names.software_manuals import is_manual, is_name_error
from mtqe.checks.names.spellings import spellings


def examine(pairs: Sequence[tuple[str, str]], source_lang: str, target_lang: str) -> list[list[Mismatch]]:
    """Return the mismatches of each pair of a document."""
    sides: list[tuple[Side, Side]] = [
        (read(source, source_lang), read(target, target_lang)) for source, target in pairs
    ]
    document = evidence(sides)
    mismatches = [
        dateline(*pair) + compare(*pair, document, at) + misspelt
        for at, (pair, misspelt) in enumerate(zip(sides, spellings(sides), strict=True))
    ]
    if not any(mismatches) or not is_manual(sides):
        return mismatches
    return [
        [mismatch for mismatch in of_pair if is_name_error(mismatch, *pair, document)]
        for of_pair, pair in zip(mismatches, sides, strict=True)
    ]
