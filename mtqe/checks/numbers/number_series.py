"""Texts of a program that differ only in a number, and whose translations have a word of their own each.

*2 masts*, *3 masts* and *4 masts* are *Brigantino*, *Veliero* and *Nave a palo*: the translator names in words what
the source counts. If the number was lost by mistake, the translations of all these texts are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from mtqe.checks.shared import program_texts
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import has_digit, western
from mtqe.model import Hit, Segment, Severity

_DIGITS = late(r"\d+")
_Series = tuple[str | None, str]
"""The document of some texts, and the source that they share, without its numbers."""


def named_as_minor(hits: Sequence[tuple[Segment, Hit]], segments: Iterable[Segment]) -> list[tuple[Segment, Hit]]:
    """The hits; those of lost numbers in such texts are minor."""
    lost = {_series(segment) for segment, hit in hits if _is_lost(hit) and program_texts.is_program_text(segment)}
    if not lost:
        return list(hits)
    members: dict[_Series, dict[str, str]] = defaultdict(dict)
    for segment in segments:
        if program_texts.is_program_text(segment) and segment.target.strip() and (key := _series(segment)) in lost:
            members[key][segment.source] = segment.target.strip()
    named = {key for key, texts in members.items() if _are_named(list(texts.values()))}
    return [
        (segment, replace(hit, severity=Severity.MINOR) if _is_lost(hit) and _series(segment) in named else hit)
        for segment, hit in hits
    ]


def _is_lost(hit: Hit) -> bool:
    """Whether a hit is about numbers of the source alone."""
    return all(span.side == "source" for span in hit.spans)


def _series(segment: Segment) -> _Series:
    return segment.doc, _DIGITS.sub("0", western(segment.source)).strip()


def _are_named(targets: Sequence[str]) -> bool:
    """Whether there are two translations or more, no two are the same, and none has a figure."""
    return (
        len(targets) > 1 and len(set(targets)) == len(targets) and not any(has_digit(western(one)) for one in targets)
    )
