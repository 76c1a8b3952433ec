"""The translation is not one that was approved for this source.

## What it does

Needs a translation memory (`memory` in `mtqe.toml`, or `--memory FILE`). If the memory has the source of a segment, but
none of its approved translations, the words that differ from the closest one are marked. The suggestion is the approved
translation, if there is only one. Sources are the same if their words and marks are; tags and spaces may differ. If the
memory has translations for the context of the segment, only these count. A translation that differs from an approved
one in tags or spaces only is not reported: other checks compare those.

## Why it is bad

Somebody approved another translation. Readers see two texts for one, and the review of the first was wasted.

## Known problems

- A short source (*Open*) may have another meaning here. Memories with contexts tell them apart.
- Variants on purpose, such as a shorter text for a button, are reported. Add them to the memory.
- Numbers are part of the source: *2 files* is not *5 files*, so the two are not compared.
- A source with more than 50 different translations in the memory is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.terms import word_differences
from mtqe.model import Hit, MemoryFacts, MemoryState, Segment, Severity
from mtqe.registry.contracts import Context, Example, check


def _memory(*approved: str) -> tuple[dict[str, object], ...]:
    state: MemoryState = "different" if approved else "identical"
    return (MemoryFacts("approved.tmx", state, approved, len(approved)).meta(),)


@check(
    "TRM107",
    "differs-from-memory",
    "terminology/inconsistent-with-resource",
    Severity.MINOR,
    area="terminology",
    needs=("memory",),
    yields_to_specific=True,
    examples=[
        Example("Close the valve.", "Schließen Sie das Ventil."),
        Example("Close the valve.", "Schließen Sie das Ventil.", meta=_memory()),
        Example(
            "Close the valve.", "Schließen Sie den Hahn.", ("den Hahn",), meta=_memory("Schließen Sie das Ventil.")
        ),
        Example("Fermez la vanne.", "Close the tap.", ("tap",), ("fr", "en"), meta=_memory("Close the valve.")),
        Example("Close the valve.", "关闭龙头。", ("龙头",), ("en", "zh"), meta=_memory("关闭阀门。")),
        Example("Close the valve.", "Ventil schließen", ("schließen",), meta=_memory("Ventil zu", "Hahn zu!")),
    ],
)
def differs_from_memory(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for a segment that is not as approved."""
    memory = segment.memory
    if memory is None or memory.state != "different":
        return
    closest = word_differences.closest(segment.target, memory.approved, context.target_base)
    spans = tuple(word_differences.differences(segment.target, closest, context.target_base))
    more = memory.number - 1
    others = f" (or one of {more:,} others)" if more > 1 else " (or another one)" if more else ""
    message = f"{memory.file} has “{closest}”{others} for this source"
    yield Hit(message, spans, suggestion=None if more or segment.codes else closest)
