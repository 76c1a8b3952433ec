"""Words of one side, or of both, that have no counterpart on the other, by the encoder's critic.

`disagreements` asks the critic, `harmless_changes` makes milder what a translator may well do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import disagreements, harmless_changes
from mtqe.checks.shared import coverage_pairs
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity

_SHARED = {
    "fewest": (
        "With fewer than four words on a side, or where the translation repeats its source, nothing\nis judged."
    ),
    "measured": coverage_pairs.MEASURED_ON,
}
"""What the manuals of these checks share."""
_ONE_SIDE = {
    "marks": (
        "it marks these: `major` where little speaks against it, else `minor`. The confidence orders the findings,\n"
        "but it is no frequency. What a check of something in particular (a name, a negation) has marked at the\n"
        "same severity is left to that."
    ),
}
"""What the manuals of the two checks share that mark one side."""


# --- ACC110 partial-omission ------------------------------------------------------------------------------------------


@check(
    "ACC110",
    "partial-omission",
    "accuracy/omission",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=coverage_pairs.limits,
    yields_to_specific=True,
    facts=_SHARED | _ONE_SIDE,
    examples=[
        Example(
            "The council closed the swimming pool, although many families had protested, and sold the land.",
            "Der Rat schloss das Schwimmbad, obwohl viele Familien protestiert hatten, und verkaufte das Land.",
        ),
        Example(
            "The council closed the swimming pool, although many families had protested, and sold the land.",
            "Der Rat schloss das Schwimmbad und verkaufte das Land.",
            ("although many families had protested",),
        ),
        Example(
            "Wer die Karte online kauft, zahlt nur acht Euro, muss sie aber bis zum Vorabend ausdrucken.",
            "If you buy the ticket online, you pay only eight euros, but you have to print it by the evening before.",
            langs=("de", "en"),
        ),
        Example(
            "Wer die Karte online kauft, zahlt nur acht Euro, muss sie aber bis zum Vorabend ausdrucken.",
            "If you buy the ticket online, you pay only eight euros.",
            ("muss sie aber bis zum Vorabend ausdrucken",),
            ("de", "en"),
        ),
    ],
)
def partial_omission(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A part of a sentence has no counterpart in the translation.

    ## What it does

    Asks the critic inside mtqe, an encoder that was trained on errors planted in good translations, for each word of
    the source whether anything in the translation stands for it, and for the whole whether the two sides disagree. What
    it says is weighed together with how well each stretch of the source is covered, word by word and in meaning. Where
    the two sides disagree and nothing but the source has words without a counterpart,
    {marks}

    ## Why it is bad

    Readers do not see what is missing: the condition, the exception, the second half of a sentence that the system
    broke off. Nothing else in the translation looks wrong.

    ## Known problems

    - Single words, adjectives and adverbs above all, are mostly missed. In Chinese less is found than in other
      languages.
    - Translators leave out what goes without saying; some of what is marked in professional translations is no error.
    - Where a long part is missing the marks may be some words off at either end.
    - {fewest}
    - {measured}.
    """
    yield from disagreements.hits(segments, "omission", context, "partial-omission")


# --- ACC111 partial-addition ------------------------------------------------------------------------------------------


@check(
    "ACC111",
    "partial-addition",
    "accuracy/addition",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=coverage_pairs.limits,
    yields_to_specific=True,
    facts=_SHARED | _ONE_SIDE,
    examples=[
        Example("The council closed the swimming pool in March.", "Der Rat schloss im März das Schwimmbad."),
        Example(
            "The council closed the swimming pool in March.",
            "Der Rat schloss im März das Schwimmbad, das die Regierung in Berlin bezahlt hatte.",
            ("das die Regierung in Berlin bezahlt hatte",),
        ),
        Example(
            "Le musée de Lyon reste fermé jusqu'en mars.",
            "The museum in Lyon remains closed until March.",
            langs=("fr", "en"),
        ),
        Example(
            "Le musée de Lyon reste fermé jusqu'en mars.",
            "The museum in Lyon remains closed until March, as the Russian government announced yesterday.",
            ("as the Russian government announced yesterday",),
            ("fr", "en"),
        ),
    ],
)
def partial_addition(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A part of the translation has no counterpart in its source.

    ## What it does

    Does what partial-omission does with the sides changed: where the critic inside mtqe finds that source and
    translation disagree, and nothing but the translation has words that the other side does not explain,
    {marks}

    ## Why it is bad

    The translation claims what its author never said. Readers cannot tell it from what the author did say.

    ## Known problems

    - Translators explain and round off, and languages need different numbers of words for a thing: much of the little
      that is marked in professional translations is no error.
    - An abbreviation that the translation spells out is marked at times. The acronym of a name that stands there in
      full, and a name with another ending, are minor.
    - Of the additions that annotators marked in system output, nearly all are missed: most are a word or two.
    - {fewest}
    - {measured}.
    """
    yield from harmless_changes.milder(disagreements.hits(segments, "addition", context, "partial-addition"))


# --- ACC120 meaning-mismatch ------------------------------------------------------------------------------------------


@check(
    "ACC120",
    "meaning-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=coverage_pairs.limits,
    yields_to_specific=True,
    facts=_SHARED,
    examples=[
        Example(
            "The museum in Lisbon will lend the painting to our gallery for two years.",
            "Das Museum in Lissabon wird unserer Galerie das Gemälde für zwei Jahre leihen.",
        ),
        Example(
            "The museum in Lisbon will lend the painting to our gallery for two years.",
            "Das Museum in Warschau wird unserer Galerie das Gemälde für zwei Jahre leihen.",
            ("Warschau", "Lisbon"),
        ),
        Example(
            "Die Regierung in Madrid plant eine Steuer auf leer stehende Wohnungen.",
            "The government in Madrid is planning a tax on empty flats.",
            langs=("de", "en"),
        ),
        Example(
            "Die Regierung in Madrid plant eine Steuer auf leer stehende Wohnungen.",
            "The government in Rome is planning a tax on empty flats.",
            ("Rome", "Madrid"),
            ("de", "en"),
        ),
    ],
)
def meaning_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """The translation says something else than its source.

    ## What it does

    Asks the critic inside mtqe, an encoder that was trained on errors planted in good translations (other names,
    numbers and words, negations gained and lost, phrases left out and put in), whether source and translation disagree,
    and for each word of both sides whether the other has anything for it. What it says is weighed together with how
    well each stretch is covered, word by word and in meaning. Where both sides have words without a counterpart it
    marks these on both: `major` where little speaks against it, else `minor`. Where only one side has, it is the
    finding of partial-omission or partial-addition; what a check of something in particular (a number, a name, a term)
    has marked at the same severity is left to that. The confidence orders the findings, but it is no frequency.

    ## Why it is bad

    A wrong name, a lost "not", a sentence bent to another meaning reads as well as the right one. Nobody sees it who
    does not read the source, and it is what a correction has to be published for.

    ## Known problems

    - Free translation looks like error at times: idioms, puns, titles that have another name in the other language.
    - Where the source is garbled, a good guess of the translator is marked.
    - A name of which one letter differs is minor.
    - A word that was exchanged for one of its kind (an adjective, a digit of a number) is often missed; other checks
      look for numbers and names.
    - {fewest}
    - {measured}.
    """
    yield from harmless_changes.milder(disagreements.hits(segments, "mismatch", context, "meaning-mismatch"))
