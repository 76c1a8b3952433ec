"""The translation says something else than its source.

## What it does

Asks the critic inside mtqe, an encoder that was trained on errors planted in good translations (other names, numbers
and words, negations gained and lost, phrases left out and put in), whether source and translation disagree, and for
each word of both sides whether the other has anything for it. What it says is weighed together with how well each
stretch is covered, word by word and in meaning. Where both sides have words without a counterpart it marks these on
both: `major` where little speaks against it, else `minor`. Where only one side has, it is the finding of
partial-omission or partial-addition; what a check of something in particular (a number, a name, a term) has marked
at the same severity is left to that. The confidence orders the findings, but it is no frequency.

## Why it is bad

A wrong name, a lost "not", a sentence bent to another meaning reads as well as the right one. Nobody sees it who does
not read the source, and it is what a correction has to be published for.

## Known problems

- Free translation looks like error at times: idioms, puns, titles that have another name in the other language.
- Where the source is garbled, a good guess of the translator is marked.
- A name of which one letter differs is minor.
- A word that was exchanged for one of its kind (an adjective, a digit of a number) is often missed; other checks look
  for numbers and names.
- With fewer than four words on a side, or where the translation repeats its source, nothing is judged.
- It was measured on news and encyclopaedias between English and German and Chinese, and from Estonian, French,
  Romanian, Russian and Spanish into English, and on manuals between English and eleven languages: German, Chinese,
  French, Russian, Spanish, Czech, Dutch, Italian, Japanese, Polish and Portuguese. It runs on no
  other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import disagreements, harmless_changes
from mtqe.checks.shared.coverage_pairs import limits
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "ACC120",
    "meaning-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    limits=limits,
    yields_to_specific=True,
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
    """Mark where the two sides disagree."""
    yield from harmless_changes.milder(disagreements.hits(segments, "mismatch", context, "meaning-mismatch"))
