"""A negation of the source is lost in the translation, or one is gained.

## What it does

Looks for clear negations (`not`, `never`, `nobody`; `nicht`, `kein`; `ne … pas`; `не`; `不`) and reports a segment
where one side has some and the other has nothing that could stand for one. What could is taken broadly: `without`,
`fail`, `refuse`, `hardly`, `unable`, `rather than`, `ohne`, `kaum`, `unklar`, `-los`, `verhindern` and several
hundred more. Idioms that another language says without a negation do not count as clear: `not only`, `not until`,
`cannot help but`, `no sooner`, `not uncommon`, question tags, `ne … que`, `nicht nur`, `не только`, `不仅`, `非常`.

Translators also turn a negation round freely (`the guest did not stay` became `der Gast ging`). So two witnesses are
asked. The encoder looks at the words beside the negation, whether they have their counterpart on the other side. The
critic, which was trained on planted errors, says whether the two sides disagree, and whether anything stands for the
negation. Only if both say so is it reported: `major` where the critic is sure, else `minor`. The confidence says how
close the counterpart is; it orders the findings, but it is no frequency.

Where both sides of a segment have as many sentences, two or more, and each has a negation somewhere, each sentence is
compared with the one in its place. As this place is not sure, what is found there is `minor`.

The negations are marked on the side where they stand. What partial-omission, partial-addition and meaning-mismatch
would say of the same words is left out, so that one error counts once.

## Why it is bad

The sentence says the opposite, and does so fluently. Metrics hardly see it, and readers cannot.

## Known problems

- Runs between English and Chinese, Czech, Dutch, French, German, Italian, Polish, Portuguese, Russian and Spanish: on
  these the critic was measured, too, on half of them with manuals only. The lists of the languages other than English,
  German and Chinese are shorter.
- Sees nothing where the other side of the sentence (of the segment, where the numbers of sentences differ) has any
  negation left, or a word that could be one, so most long sentences escape.
- A negation inside a word that was lost (`unsafe` became `sicher`) is not seen.
- Negated opposites (`not expensive`, `billig`) are reported at times when no list explains them.
- Where the source is garbled, a good guess of the translator is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.negation.lost_negations import limits, lost
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "ACC112",
    "negation-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=limits,
    examples=[
        Example("The bridge is not safe.", "Die Brücke ist sicher.", ("not",)),
        Example("The bridge is not safe.", "Die Brücke ist nicht sicher."),
        Example("The bridge is not safe.", "Die Brücke ist unsicher."),
        Example("The bridge is not open in winter.", "Die Brücke ist im Winter geschlossen."),
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
    for one in lost(segments, context, "negation-mismatch"):
        marked = ", ".join(repr(one.place.text[start:end]) for start, end in one.place.places)
        what = "translation" if one.place.side == "source" else "source"
        severity = Severity.MAJOR if one.sure else Severity.MINOR
        message = f"the negation {marked} has no counterpart in the {what}"
        yield one.place.segment, Hit(message, one.place.spans, severity, confidence=round(one.echo, 2))
