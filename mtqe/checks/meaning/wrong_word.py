"""A word of the translation means something else than the word of the source in its place.

## What it does

The encoder's critic names words of the translation for which the source may have no counterpart. Such a word gets a
gloss, the English word that is most like it. The check then writes this English word into the source, in place of the
word that faces it, and asks the critic again. If the critic doubts much less now, the translation says the gloss and
not the word of the source. Both words are marked. The confidence orders the findings and is not a frequency.

The check looks at words of four letters or more (in Chinese and Japanese, at tokens of two or more). It skips names,
numbers, frequent words, and words that are spelled nearly as in the source.

## Why it is bad

One wrong noun turns pensioners into patients. The sentence reads well, so only someone who reads the source sees it.

## Known problems

- It runs from English only, because the glosses are English.
- A word of a related meaning (patients for pensioners, infections for fractures) is nearly always missed, because the
  critic does not doubt it. Of such errors in whole articles it finds one in twenty-five.
- Of nouns that were exchanged for any noun of another sentence, it finds a third in German, Spanish, French, Italian
  and Russian, and fewer in Chinese and Japanese.
- Translators say things freely, explain, and use idioms. In professional translations of news, it marks about one
  sentence in a hundred. So the check is a preview, and its findings are minor.
- The gloss is the guess of the encoder. It may be a word of a similar meaning.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import disagreements
from mtqe.checks.shared import encoder_pairs
from mtqe.language import words
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

GLOSSES = "en"
"""The language of the glosses, and so of the source."""
WEIGHTS = (-7.15, 1.26, 2.2, 0.36, 0.91, -2.45)
"""Weights: of each number of `word_meanings.Meaning.evidence`, then the constant. Fitted by bench/wrong_words.py."""
LEAST = 1.25
"""Log-odds: of a wrong word, from which on it is reported. Measured with bench/wrong_words.py."""


def _limits(context: Context) -> str | None:
    if context.source_base != GLOSSES:
        return f"glosses are {name(GLOSSES)}, so it needs {name(GLOSSES)} sources"
    return encoder_pairs.limits(context)


@check(
    "ACC125",
    "wrong-word",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    status="preview",
    limits=_limits,
    unjudged=disagreements.unjudged,
    yields_to_specific=True,
    examples=[
        Example("After the storm, volunteers cleaned the beach.", "Nach dem Sturm reinigten Freiwillige den Strand."),
        Example(
            "After the storm, volunteers cleaned the beach.",
            "Nach dem Sturm reinigten Freiwillige die Wahlen.",
            ("beach", "Wahlen"),
        ),
        Example(
            "The hospital bought four new beds last week.",
            "El hospital compró cuatro camas nuevas la semana pasada.",
            langs=("en", "es"),
        ),
        Example(
            "The hospital bought four new beds last week.",
            "El hospital compró cuatro elefantes nuevos la semana pasada.",
            ("beds", "elefantes"),
            ("en", "es"),
        ),
    ],
)
def wrong_word(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark words whose gloss is not what the source says."""
    from mtqe.checks.meaning import word_meanings

    judged = [segment for segment in segments if is_judged(segment, context)]
    for segment, meaning in word_meanings.meanings(judged, context, "wrong-word"):
        odds = weighed(meaning.evidence)
        if odds >= LEAST:
            said = segment.source[slice(*meaning.source)]
            message = f"seems to mean ‘{meaning.gloss}’, where the source says ‘{said}’"
            spans = Span("source", *meaning.source), Span("target", *meaning.target)
            yield segment, Hit(message, spans, confidence=round(1 / (1 + math.exp(-odds)), 2))


def is_judged(segment: Segment, context: Context) -> bool:
    """Whether both sides are long enough and the translation is no copy."""
    copied = words.copied(segment.source, segment.target) > disagreements.COPIED
    return not copied and not disagreements.unjudged(segment, context)


def weighed(evidence: Sequence[float]) -> float:
    """The log-odds that a word is wrong."""
    return math.fsum(weight * value for weight, value in zip(WEIGHTS, (*evidence, 1.0), strict=True))
