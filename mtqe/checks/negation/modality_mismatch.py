"""The translation lost a possibility or a duty, so that a may became a will, or a must became a may.

## What it does

Looks for words of the source that say that something is possible or probable (`may`, `might`, `could`, `possibly`,
`likely`) or that somebody has to do it (`must`). It reports one that the translation does not express. The evidence is
that of hedge-mismatch: the lists of both languages, and the encoder.

A word that became its contrary is reported too: `must` that became `may`, even if another duty of the sentence is
still there, `may` that became `must`, and `may` that became `will` where the translation has no word that may express
a possibility.

A finding is major where a possibility or a duty is lost, and minor where a probability is, or where the evidence is
weaker. The word is marked in the source. The confidence says how unlike it all words of the translation are. It orders
the findings and is not a frequency.

## Why it is bad

“The dam may break” and “the dam will break” empty a town. A rule that lost its `must` is only advice.

## Known problems

- Good translators render `could`, `may` and `might` in many ways: by a subjunctive, a verb of permission, an idiom
  (`coffee that could strip paint`). So the gate may spare a single finding of this check, unlike one of
  hedge-mismatch.
- In texts of programs and in subtitles every finding is minor: both are rendered freely. So is one where the
  translation asks what the source states, and a lost possibility in a guide, a document that speaks to its reader in a
  fifth of its sentences or shows program code in a tenth.
- The check runs from English into the languages that it was measured on. In those where it was measured less, every
  finding is minor.
- A possibility that only concedes (`it may be small, but`) is minor where it is lost.
- A possibility or a duty that the translation gained is not found, unless it took the place of its contrary.
- Where one word has many readings, most of all `can` and `should`, nothing is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.negation import lost_hedges
from mtqe.checks.shared import measured
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

LOST = {
    "possible": "a possibility became a certainty",
    "likely": "a probability became a certainty",
    "must": "a duty was lost",
}
"""By what a hedge expresses, what its loss means; the hedges that are looked for."""


@check(
    "ACC131",
    "modality-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="negation",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    limits=lost_hedges.limits(measured.only("ACC131")),
    examples=[
        Example("The new bridge may help the village.", "Die neue Brücke wird dem Dorf helfen.", ("may", "wird")),
        Example("The new bridge may help the village.", "Die neue Brücke könnte dem Dorf helfen."),
        Example("The cat sleeps in May and in June.", "Die Katze schläft im Mai und im Juni."),
        Example("Drivers must stop at the barn.", "Fahrer können an der Scheune halten.", ("must", "können")),
        Example("Drivers must stop at the barn.", "Fahrer müssen an der Scheune halten."),
        Example("The new bridge may help the village.", "Le nouveau pont aidera le village.", ("may",), ("en", "fr")),
        Example(
            "The new bridge may help the village.", "Le nouveau pont pourrait aider le village.", langs=("en", "fr")
        ),
    ],
)
def modality_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark possibilities and duties without a counterpart."""
    yield from lost_hedges.lost(segments, _judged, LOST, "ACC131/major", context)


def _judged(segments: Sequence[Segment], context: Context) -> list[lost_hedges.Judged]:
    return lost_hedges.judged(segments, tuple(LOST), context)
