"""A word of direction became its opposite: rise and fall, before and after, north and south.

## What it does

The check has a list of some 150 pairs of opposites: rise/fall, more/less, before/after, left/right, north/south,
buy/sell, import/export, accept/reject, open/close, safe/dangerous, war/peace, father/mother, likely/unlikely and
others. It knows their words in each language in any inflected form, and German verbs also in two parts (`nahm ... zu`).
It reports a segment whose source has only one word of a pair and whose translation has only the opposite. Both words
are marked.

The check is silent where anything else may express the right word: a word that can mean it (`over` for `more`, `vor`
for `before`), a part of a longer word, or a negation near either word or on one side only (`not easy`, `schwer`).

The encoder has to confirm a finding twice. It has to find the words beside both opposites in the other text. And each
of the two opposites has to be the nearest word of the other, so that no other word corresponds to either. A finding is
major, but minor where one of the two words has a second meaning (`left`). The confidence says how well the words
beside them are found. It orders the findings and is not a frequency.

## Why it is bad

One word turns a profit into a loss and a warning into advice. Everything else in the sentence is right, so neither
readers nor metrics notice.

## Known problems

- The check runs between the languages that have words of direction; `docs/languages.md` names them. Only English-German
  and Chinese-English were measured at length. Other lists are shorter, those of Bulgarian, Danish, Finnish, Greek,
  Hungarian, Indonesian, Norwegian, Romanian, Turkish and Ukrainian with some 40 pairs the shortest.
- Opposites that are not listed are not found. The check is silent where a sentence has both words of a pair, or another
  word that may express the right one.
- A translator who takes the opposite view on purpose (`they lost`, `der Gegner gewann`) is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtqe.checks.negation import directions, negation_words
from mtqe.checks.negation.echo import echo
from mtqe.checks.negation.negation_words import negations
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

if TYPE_CHECKING:
    from mtqe.checks.shared.coverage import Words

LEAST, LEAST_MAYBE = 0.5, 0.7
"""Similarity: echo of the words beside both opposites, from which on they are reported, and the same where one of the
two has a second meaning. Measured with bench/polarity.py."""
NEAREST, NEAREST_MAYBE = -0.1, -0.05
"""Cosine: by which another word may at most be nearer to one of the opposites, and the same where one of the two has a
second meaning. Measured with bench/polarity.py."""


def _limits(context: Context) -> str | None:
    known_languages = directions.known() & negation_words.known()
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known_languages]
    return f"has no opposites of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC113",
    "direction-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="negation",
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
    """Mark words of direction whose counterpart is their opposite."""
    from mtqe import encoder
    from mtqe.checks.shared import coverage

    candidates = [(segment, reversal) for segment in segments for reversal in _reversals(segment, context)]
    if not candidates:
        return
    texts = [text for segment, _ in candidates for text in (segment.source, segment.target)]
    tokens = encoder.load(context.config.device).tokens(texts)
    for (segment, reversal), source, target in zip(candidates, tokens[::2], tokens[1::2], strict=True):
        similarity = min(echo(source, target, reversal.source[:1]), echo(target, source, reversal.target[:1]))
        if similarity < (LEAST if reversal.sure else LEAST_MAYBE):
            continue
        text_words = coverage.words(segment.source, source), coverage.words(segment.target, target)
        if _margin(*text_words, reversal.source, reversal.target) < (NEAREST if reversal.sure else NEAREST_MAYBE):
            continue
        spans = tuple(Span("source", *span) for span in reversal.source)
        spans += tuple(Span("target", *span) for span in reversal.target)
        source_word, target_word = _text(segment.source, reversal.source), _text(segment.target, reversal.target)
        severity = Severity.MAJOR if reversal.sure else Severity.MINOR
        yield (
            segment,
            Hit(
                f"{source_word!r} became its opposite, {target_word!r}",
                spans,
                severity,
                confidence=round(similarity, 2),
            ),
        )


def _text(text: str, places: directions.Places) -> str:
    return " ... ".join(text[start:end] for start, end in places)


def _reversals(segment: Segment, context: Context) -> Iterator[directions.Reversal]:
    langs = (context.source_base, context.target_base)
    pairs = list(directions.reversals(segment.source, segment.target, *langs))
    if not pairs:
        return
    source_negations, target_negations = negations(segment.source, langs[0]), negations(segment.target, langs[1])
    if bool(source_negations.clear or source_negations.idioms) != bool(
        target_negations.clear or target_negations.idioms
    ):
        return
    distinct: dict[tuple[directions.Places, directions.Places], directions.Reversal] = {}
    for reversal in sorted(pairs, key=lambda reversal: reversal.sure):
        if not source_negations.near(reversal.source[0]) and not target_negations.near(reversal.target[0]):
            distinct[reversal.source, reversal.target] = reversal
    yield from distinct.values()


def _margin(source: Words, target: Words, source_places: directions.Places, target_places: directions.Places) -> float:
    """By how much two words are nearer to each other than to any other word: 0 where each is the nearest, else less.

    The encoder's states of opposites are close, since they have the same role in the sentence. Where a translator only
    chose a different wording, another word is closer.
    """
    from mtqe.encoder.exact_sums import cosines

    rows, columns = _places_of_words(source, source_places), _places_of_words(target, target_places)
    if not rows or not columns:
        return -1.0
    similarities = cosines(source.vectors, target.vectors)
    chosen = similarities[rows][:, columns].max()
    return float(chosen - max(similarities[rows].max(), similarities[:, columns].max()))


def _places_of_words(side: Words, places: directions.Places) -> list[int]:
    spans = enumerate(side.spans)
    return [n for n, (start, end) in spans if any(start < stop and begin < end for begin, stop in places)]
