"""A word of direction became its opposite: rise and fall, before and after, north and south.

## What it does

Knows some 150 pairs of opposites (rise/fall, more/less, before/after, left/right, north/south, buy/sell, import/export,
accept/reject, open/close, safe/dangerous, war/peace, father/mother, likely/unlikely and the like) with their words in
each language, in any inflected form, German verbs also in two parts (`nahm ... zu`). Reports a segment whose source has
only the one word of a pair and whose translation has only the other one, and marks both.

What may stand for the right word keeps the check silent: a word that only can mean it (`over` for `more`, `vor` for
`before`), a part of a longer word, a negation near either word or on one side only (`not easy`, `schwer`). The
encoder is asked twice: it has to find the words beside both in the other text, and the two have to choose each other,
so that no other word stands for either. Then nothing but the direction was turned round: major, but minor where one
of the two has a second meaning (`left`). The confidence says how well the words beside are found; it orders the
findings, but it is no frequency.

## Why it is bad

One word turns a profit into a loss and a warning into advice. The rest of the sentence is right, so neither readers
nor metrics notice.

## Known problems

- Knows Chinese, Czech, Dutch, English, French, German, Italian, Polish, Portuguese, Russian and Spanish, and does not
  run when either language is another. Only English-German and Chinese-English were measured at length; other lists
  are shorter.
- Opposites that are not listed are not seen. Two words of one pair in one sentence, or another word that may stand for
  the right one, keep it silent.
- A translator who takes the other side's view on purpose (`they lost`, `der Gegner gewann`) is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.negation import directions, negation_words
from mtqe.checks.negation.echo import echo
from mtqe.checks.negation.negation_words import negations
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

LEAST, LEAST_MAYBE = 0.5, 0.7
"""Similarity: echo of the words beside both from which on the pair is reported, and where one of the two has a second
meaning. By hand, measured with tests/bench/polarity.py."""
NEAREST, NEAREST_MAYBE = -0.1, -0.05
"""Cosine: by which another word may be nearer to one of the two, likewise. By hand, measured with
tests/bench/polarity.py."""


def _limits(context: Context) -> str | None:
    known = directions.known() & negation_words.known()
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known]
    return f"has no opposites of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC113",
    "direction-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    status="preview",
    limits=_limits,
    examples=[
        Example("The price of milk rose in May.", "Der Milchpreis sank im Mai.", ("rose", "sank")),
        Example("The price of milk rose in May.", "Der Milchpreis stieg im Mai."),
        Example("The path is not easy.", "Der Weg ist schwer."),
        Example("The village lies north of the lake.", "Das Dorf liegt südlich des Sees.", ("north", "südlich")),
        Example("Exports grew.", "Die Exporte nahmen ab.", ("grew", "nahmen", "ab")),
        Example("The bridge is safe in winter.", "Die Brücke ist im Winter gefährlich.", ("safe", "gefährlich")),
        Example("The island imports apples.", "Die Insel exportiert Äpfel.", ("imports", "exportiert")),
        Example("The town has more than 9,000 people.", "Die Stadt hat über 9.000 Einwohner."),
        Example(
            "Le parc ferme après la visite.", "The park closes before the visit.", ("après", "before"), ("fr", "en")
        ),
        Example("Le parc ferme après la visite.", "The park closes after the visit.", langs=("fr", "en")),
        Example("该岛进口苹果。", "The island exports apples.", ("进口", "exports"), ("zh", "en")),
    ],
)
def direction_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the words of direction of both sides."""
    from mtqe import encoder
    from mtqe.checks.negation import mutual_choice
    from mtqe.checks.shared import coverage

    found = [(segment, one) for segment in segments for one in _turned(segment, context)]
    if not found:
        return
    read = encoder.load().tokens([text for segment, _ in found for text in (segment.source, segment.target)])
    for (segment, one), source, target in zip(found, read[::2], read[1::2], strict=True):
        likeness = min(echo(source, target, one.source[:1]), echo(target, source, one.target[:1]))
        if likeness < (LEAST if one.sure else LEAST_MAYBE):
            continue
        sides = coverage.words(segment.source, source), coverage.words(segment.target, target)
        if mutual_choice.margin(*sides, one.source, one.target) < (NEAREST if one.sure else NEAREST_MAYBE):
            continue
        spans = tuple(Span("source", *place) for place in one.source)
        spans += tuple(Span("target", *place) for place in one.target)
        was, now = _text(segment.source, one.source), _text(segment.target, one.target)
        severity = Severity.MAJOR if one.sure else Severity.MINOR
        yield segment, Hit(f"{was!r} became its opposite, {now!r}", spans, severity, confidence=round(likeness, 2))


def _text(text: str, places: directions.Places) -> str:
    return " ... ".join(text[start:end] for start, end in places)


def _turned(segment: Segment, context: Context) -> Iterator[directions.Turned]:
    langs = (context.source_base, context.target_base)
    pairs = list(directions.turned(segment.source, segment.target, *langs))
    if not pairs:
        return
    source, target = negations(segment.source, langs[0]), negations(segment.target, langs[1])
    if bool(source.clear or source.idioms) != bool(target.clear or target.idioms):
        return
    best: dict[tuple[directions.Places, directions.Places], directions.Turned] = {}
    for one in sorted(pairs, key=lambda one: one.sure):
        if not source.near(one.source[0]) and not target.near(one.target[0]):
            best[one.source, one.target] = one
    yield from best.values()
