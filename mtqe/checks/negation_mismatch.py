"""A negation of the source is lost in the translation, or one is gained.

## What it does

Looks for clear negations (`not`, `never`, `nobody`; `nicht`, `kein`; `ne … pas`; `не`; `不`) and reports a segment
where one side has some and the other has nothing that could stand for one. What could is taken broadly: `without`,
`fail`, `refuse`, `hardly`, `unable`, `rather than`, `ohne`, `kaum`, `unklar`, `-los`, `verhindern` and several
hundred more. Idioms that another language says without a negation do not count as clear: `not only`, `not until`,
`cannot help but`, `no sooner`, `not uncommon`, question tags, `ne … que`, `nicht nur`, `не только`, `不仅`, `非常`.

Translators also turn a negation round freely (`the guest did not stay` became `der Gast ging`). So the encoder looks
at the words beside the negation: only if they have their counterpart on the other side is it reported. The confidence
says how close the counterpart is; it orders the findings, but it is no frequency.

Where both sides of a segment have as many sentences, two or more, and each has a negation somewhere, each sentence is
compared with the one in its place.

The negations are marked on the side where they stand.

## Why it is bad

The sentence says the opposite, and does so fluently. Metrics hardly see it, and readers cannot.

## Known problems

- Knows Chinese, Czech, Dutch, English, French, German, Italian, Polish, Portuguese, Russian and Spanish, and does not
  run when either language is another. Only English-German and Chinese-English were measured at length; the other
  lists are shorter.
- Sees nothing where the other side of the sentence (of the segment, where the numbers of sentences differ) has any
  negation left, or a word that could be one, so most long sentences escape.
- A negation inside a word that was lost (`unsafe` became `sicher`) is not seen.
- Negated opposites (`not expensive`, `billig`) are reported when no list explains them. It is a preview for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe import encoder
from mtqe.checks.support.negation import known
from mtqe.checks.support.negation_echo import echo
from mtqe.checks.support.negation_sides import one_sided
from mtqe.languages import name
from mtqe.model import Hit, Segment, Severity
from mtqe.registry import Context, Example, check

LEAST = 0.6
LEAST_SENTENCE = 0.65
LEAST_CHINESE = 0.3
"""Echo of the words beside a negation from which on it is reported: in a whole segment; in a sentence of several, whose
place in the translation is not sure; in Chinese, whose words are farther from those of others."""


def _limits(context: Context) -> str | None:
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known()]
    return f"has no negation words of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC112",
    "negation-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    status="preview",
    limits=_limits,
    examples=[
        Example("The bridge is not safe.", "Die Brücke ist sicher.", ("not",)),
        Example("The bridge is not safe.", "Die Brücke ist nicht sicher."),
        Example("The bridge is not safe.", "Die Brücke ist unsicher."),
        Example("The children have never seen the sea.", "Die Kinder haben das Meer gesehen.", ("never",)),
        Example("The shop sells bread and milk.", "Der Laden verkauft kein Brot und keine Milch.", ("kein", "keine")),
        Example("The ferry doesn’t run on Sundays.", "Die Fähre fährt sonntags.", ("doesn’t",)),
        Example(
            "The bus did not stop. The driver had not slept.",
            "Der Bus hielt nicht. Der Fahrer hatte geschlafen.",
            ("not",),
        ),
        Example("It never rains. We don’t mind.", "Es regnet nie. Uns macht das nichts aus."),
        Example("The mayor failed to answer the letter.", "Der Bürgermeister hat den Brief nicht beantwortet."),
        Example("The bakery is not only cheap but also good.", "Die Bäckerei ist billig und gut."),
        Example("The bus did not come until noon.", "Der Bus kam erst am Mittag."),
        Example("You like the soup, don’t you?", "Die Suppe schmeckt dir, oder?"),
        Example("Il n’a que deux chèvres.", "He has two goats.", langs=("fr", "en")),
        Example("Le boulanger ne vend pas de sel.", "The baker sells salt.", ("pas",), ("fr", "en")),
        Example(
            "El puente no es seguro. El guardia no duerme.",
            "The bridge is not safe. The guard is asleep. Nobody is here.",
            langs=("es", "en"),
        ),
        Example("El puente no es seguro.", "The bridge is safe.", ("no",), ("es", "en")),
        Example("Мост не безопасен.", "The bridge is safe.", ("не",), ("ru", "en")),
        Example("这座桥非常安全，不过很窄。", "The bridge is very safe but narrow.", langs=("zh", "en")),
        Example("这座桥非常安全。", "The bridge is not very safe.", ("not",), ("zh", "en")),
    ],
)
def negation_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the negations of both sides."""
    found = [one for segment in segments for one in one_sided(segment, context)]
    if not found:
        return
    chinese = "zh" in (context.source_base, context.target_base)
    read = encoder.load().tokens([text for one in found for text in (one.text, one.other)])
    for one, own, other in zip(found, read[::2], read[1::2], strict=True):
        likeness = echo(own, other, one.places)
        if likeness < (LEAST_CHINESE if chinese else LEAST if one.whole else LEAST_SENTENCE):
            continue
        marked = ", ".join(repr(one.text[start:end]) for start, end in one.places)
        what = "translation" if one.side == "source" else "source"
        message = f"the negation {marked} has no counterpart in the {what}"
        yield one.segment, Hit(message, one.spans, confidence=round(likeness, 2))
