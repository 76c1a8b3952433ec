"""The translation lost a word of doubt or limit, so that a rumour became a fact.

## What it does

Looks for words of the source that clearly hedge what is said: reports and accusations (`allegedly`, `reportedly`,
`according to`), suspicion, and limits (`nearly`, `at least`, `up to`, `only`, `not yet`, `partly`). It reports one that
the translation does not express.

Two kinds of evidence decide. The lists of both languages say whether the translation has a word that may express the
hedge, or one that clearly does. The encoder says whether any word of the translation is the counterpart of the hedge:
its state is similar, and no other word of the source is as close to it. The more the lists find, the less similar
every word must be. The words beside the hedge must have counterparts, as otherwise more was lost than the hedge.

A word that became its contrary is reported too: `has yet to` that became `already`. `Has yet to` is lost, too, where
the translation has neither a negation nor a word for it.

A finding is major where a report, an accusation, a suspicion or `not yet` is lost, and minor elsewhere or where the
evidence is weaker. The limit of a number (`nearly`, `up to`) is minor: good translators drop it, too. The hedge is
marked in the source. The confidence says how unlike the hedge all words of the translation are. It orders the findings
and is not a frequency.

## Why it is bad

“He allegedly took the money” and “he took the money” differ by a lawsuit. The sentence without its hedge is fluent,
and neither metrics nor readers miss it.

## Known problems

- In texts of programs and in subtitles every finding is minor: both are rendered freely. So is one where the
  translation asks what the source states.
- Neither is the loss of a report major where the speaker is quoted word for word (`he has reportedly said`), or where
  the translation still has another word for a report and the source says whose it is (`according to`).
- The check runs from English into the languages that it was measured on. In those where it was measured less, every
  finding is minor.
- A hedge in a long sentence is often missed where the sentence has another hedge that is still there.
- A hedge that the translation gained is not found.
- Where one word has many readings, most of all `about` and `just`, nothing is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.negation import lost_hedges
from mtqe.checks.shared import measured
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

LOST = {
    "alleged": "a report or an accusation became a fact",
    "attributed": "what somebody says became a fact",
    "suspected": "a suspicion became a fact",
    "seems": "an impression became a fact",
    "not_yet": "it may still happen",
    "nearly": "the value was not reached",
    "at_least": "a lower limit became a value",
    "at_most": "an upper limit became a value",
    "only": "a restriction was lost",
    "partly": "a part became the whole",
}
"""By what a hedge expresses, what its loss means; the hedges that are looked for."""


@check(
    "ACC124",
    "hedge-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="negation",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    limits=lost_hedges.limits(measured.only("ACC124")),
    examples=[
        Example("The baker has allegedly sold old bread.", "Der Bäcker hat altes Brot verkauft.", ("allegedly",)),
        Example("The baker has allegedly sold old bread.", "Der Bäcker soll altes Brot verkauft haben."),
        Example(
            "The baker has reportedly sold old bread.",
            "Le boulanger a vendu du vieux pain.",
            ("reportedly",),
            ("en", "fr"),
        ),
        Example(
            "The baker has reportedly sold old bread.", "Le boulanger aurait vendu du vieux pain.", langs=("en", "fr")
        ),
    ],
)
def hedge_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark reports, suspicions and limits without a counterpart."""
    yield from lost_hedges.lost(segments, _judged, LOST, "ACC124/major", context)


def _judged(segments: Sequence[Segment], context: Context) -> list[lost_hedges.Judged]:
    return lost_hedges.judged(segments, tuple(LOST), context)
