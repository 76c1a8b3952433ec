"""Checks of words that have no counterpart on the other side, by the encoder's critic.

`disagreements` asks the critic. `equal_figures` drops marked figures that the other side has in another form.
`harmless_changes`, `shared.moved_words` and `shared.said_nearby` make findings minor that mislead no reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import disagreements, equal_figures, harmless_changes, kept_as_code
from mtqe.checks.shared import encoder_pairs, guides, moved_words, program_texts, said_nearby
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_SHARED = {
    "fewest": (
        "A segment with fewer than four words on a side, or whose translation repeats its source, is not\n  judged."
        " Neither is one whose source is in a third language, such as a French saying in an English\n  article."
    ),
    "measured": encoder_pairs.MEASURED_ON,
    "messages": (
        "In a text of a program a finding is minor unless the side that lacks words ends fewer sentences or has less\n"
        "  than half of the expected length. In one of fewer than 25 words it has to mark five words in a row, too,\n"
        "  and in one of fewer than eight words it is always minor: people translate labels freely. In a guide, a\n"
        "  document that speaks to its reader or shows program code, that side must have less than 70 % of the length."
    ),
}
"""Sentences that the manuals of all three checks share."""
_ONE_SIDE = {
    "marks": (
        "A finding is `major` where the evidence is strong, otherwise `minor`. It is minor, too, where the\n"
        "source has the words that seem to be left out nearby, since a pronoun may stand for them, and where a\n"
        "neighbouring sentence has the words on its other side. The confidence orders the findings and is not a\n"
        "frequency. Words that a more specific check (of names, of negations) marked at the same severity are left\n"
        "to that check."
    ),
}
"""Sentences that the manuals of partial-omission and partial-addition share."""


def _hits(
    segments: Sequence[Segment], kind: disagreements.Kind, context: Context, check_name: str
) -> Iterator[tuple[Segment, Hit]]:
    hits = equal_figures.without_equal_figures(disagreements.hits(segments, kind, context, check_name), context)
    hits = program_texts.doubtful_as_minor(said_nearby.said_as_minor(hits, segments, context))
    advising = guides.guides(segments, context.source_base)
    hits = program_texts.unsupported_as_minor(hits, (context.source_base, context.target_base), advising)
    return kept_as_code.kept_as_minor(moved_words.moved_as_minor(hits, segments, context))


# --- ACC110 partial-omission ------------------------------------------------------------------------------------------


@check(
    "ACC110",
    "partial-omission",
    "accuracy/omission",
    Severity.MAJOR,
    area="omission",
    core=True,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    limits=encoder_pairs.limits,
    unjudged=disagreements.unjudged,
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

    The critic inside mtqe is an encoder that was trained on errors planted in good translations. It judges whether the
    two sides disagree, and for each word of the source whether the translation has a counterpart. Its verdict is
    combined with how well each stretch of the source is covered, word by word and in meaning. Where the sides disagree
    and only the source has words without a counterpart, these words are marked.

    {marks}

    ## Why it is bad

    Readers do not see what is missing: the condition, the exception, the second half of a sentence that the system
    broke off. Nothing else in the translation looks wrong.

    ## Known problems

    - Single words, adjectives and adverbs above all, are mostly missed, and minor where they are found. In Chinese less
      is found than in other languages.
    - Translators leave out what goes without saying, so some marks in professional translations are not errors.
    - Where a long part is missing, the marks may be a few words off at either end.
    - {messages}
    - {fewest}
    - {measured}.
    """
    hits = _hits(segments, "omission", context, "partial-omission")
    yield from harmless_changes.one_word_as_minor(hits, context)


# --- ACC111 partial-addition ------------------------------------------------------------------------------------------


@check(
    "ACC111",
    "partial-addition",
    "accuracy/addition",
    Severity.MAJOR,
    area="omission",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    limits=encoder_pairs.limits,
    unjudged=disagreements.unjudged,
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

    Works like partial-omission with the sides exchanged. Where the critic inside mtqe finds that source and translation
    disagree, and only the translation has words without a counterpart, these words are marked.

    {marks}

    ## Why it is bad

    The translation makes a claim that the author never made. Readers cannot tell it from the author's own words.

    ## Known problems

    - Translators explain and round off, and languages differ in how many words they need. Professional translations
      get few marks, and many of these are not errors.
    - An abbreviation that the translation spells out is sometimes marked. The acronym of a name that the source has in
      full is minor, and so is a name with another ending.
    - A single word is minor, unless it has a figure or negates: translators repeat a name where the source has *she*.
    - Nearly all of the additions that annotators marked in system output are missed: most are a word or two.
    - {messages}
    - {fewest}
    - {measured}.
    """
    hits = harmless_changes.harmless_as_minor(_hits(segments, "addition", context, "partial-addition"))
    yield from harmless_changes.added_word_as_minor(hits, context)


# --- ACC120 meaning-mismatch ------------------------------------------------------------------------------------------


@check(
    "ACC120",
    "meaning-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="hallucination",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    limits=encoder_pairs.limits,
    unjudged=disagreements.unjudged,
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
    """A part of the translation does not mean what the source means.

    ## What it does

    The critic inside mtqe is an encoder that was trained on errors planted in good translations: exchanged names,
    numbers and words, negations gained and lost, phrases left out and added. It judges whether source and translation
    disagree, and for each word of both sides whether the other side has a counterpart. Its verdict is combined with how
    well each stretch is covered, word by word and in meaning. Where both sides have words without a counterpart, these
    words are marked on both sides.

    A finding is `major` where the evidence is strong, otherwise `minor`. The confidence orders the findings and is not
    a frequency. Where only one side has such words, partial-omission or partial-addition reports them. Words that a
    more specific check (of numbers, names, terms) marked at the same severity are left to that check.

    ## Why it is bad

    A wrong name, a lost "not" or a twisted sentence reads as well as the right one. Only someone who reads the source
    sees it, and it is the kind of error for which a correction has to be published.

    ## Known problems

    - Free translation sometimes looks like an error: idioms, puns, titles of works that have their own name in the
      target language.
    - Where the source is garbled, a translator's good guess is marked.
    - A name with one different letter is minor. So is every finding in a subtitle: subtitles are condensed.
    - A word that was exchanged for one of its kind (an adjective, a digit of a number) is often missed. Other checks
      look for numbers and names.
    - {messages}
    - {fewest}
    - {measured}.
    """
    hits = program_texts.condensed_as_minor(_hits(segments, "mismatch", context, "meaning-mismatch"))
    yield from harmless_changes.harmless_as_minor(hits)
