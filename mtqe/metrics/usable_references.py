"""Which references the encoder's metrics read.

References are used only if every scored segment has one. Some would mislead: a copy of the source, a text clearly not
in the target language, or a text without letters and digits (`-`). A segment is scored without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mtqe import encoder
from mtqe.metrics import guards, levels
from mtqe.model import Segment
from mtqe.registry.contracts import Context


def is_read(segment: Segment) -> bool:
    """Whether the encoder reads a segment, with its references."""
    return encoder.is_read(segment.source, segment.target, *segment.references)


def filled(segment: Segment) -> list[str]:
    """The references that are not blank."""
    return [text for text in segment.references if not levels.is_blank(text)]


def misleads(reference: str, segment: Segment, context: Context) -> bool:
    """Whether a reference must not be used; see `guards.misleads`."""
    return guards.misleads(msgspec.structs.replace(segment, target=reference), context)


def of(
    segments: Sequence[Segment], places: Iterable[int], context: Context
) -> tuple[bool, Mapping[int, Sequence[str | None]]]:
    """Whether references are used, and the references of each segment, `[None]` for none.

    Args:
        segments: The segments of a system.
        places: The positions of those that are scored.
        context: Has the languages.
    """
    references = {place: filled(segments[place]) for place in places}
    if not all(references.values()):
        return False, {place: [None] for place in references}
    usable: dict[int, Sequence[str | None]] = {
        place: [text for text in texts if not misleads(text, segments[place], context)] or [None]
        for place, texts in references.items()
    }
    return True, usable
