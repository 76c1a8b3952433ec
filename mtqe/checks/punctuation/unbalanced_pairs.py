"""A bracket or quotation mark of the translation has no partner.

## What it does

Pairs brackets and double quotation marks of all styles (`„…“`, `“…”`, `»…«`, `«…»`, `"…"`, also mixed) in the
translation. Marks the one without a partner if the source's marks of that kind are all paired. A quotation
that opens in one segment and closes in a later one is no error. List markers such as `a)`, emoticons, inches and
apostrophes are left alone.

## Why it is bad

The reader cannot tell where a quotation or an aside ends, and in markup and code a lone bracket breaks more than that.
Where the translation has less than 75 % of the expected length as well, part of the quotation or aside has most likely
gone with the mark: that is major, the rest minor. It is minor too where a quotation mark stands at the very beginning
or end: people forget the partner of such a one, and nothing else is missing.

## Known problems

Single curly quotation marks look like apostrophes and are not checked. Two faults of a kind that make an even number of
marks can hide each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.punctuation import bracket_pairs
from mtqe.checks.punctuation.bracket_pairs import Lone
from mtqe.checks.shared import lengths
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span

REACH = 12
"""Segments: that a quotation may run on. By hand."""
LONG = 40
"""Characters: of a source from which on lengths say something. By hand."""
SHORT = 0.75
"""Share: of the expected length that is too short. By hand."""


@check(
    "MRK101",
    "unbalanced-pairs",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    scope="document",
    examples=[
        Example("She said: “We are (almost) ready.”", "Sie sagte: „Wir sind (fast) fertig.“"),
        Example("“It’s ours,” he said.", "»Das ist unser’s«, sagte er."),
        Example('He said "no".', '„Nein", sagte er.'),
        Example("Great :)", "Toll ;-)"),
        Example("Bring a coat.", "a) Mantel mitbringen, b) Schirm mitbringen."),
        Example('A 24" screen', 'Ein 24"-Bildschirm'),
        Example("The mill (built in 1908): a visit", "Die Mühle (erbaut 1908): ein Besuch"),
        Example("They left (at last.", "Sie gingen (endlich."),
        Example("They left (at last).", "Sie gingen (endlich.", ("(",)),
        Example("“We are ready,” she said.", "Wir sind bereit“, sagte sie.", ("“",)),
        Example("He called it “a gift” and left.", "Er nannte es „ein Geschenk und ging.", ("„",)),
        Example("Er nannte es „ein Geschenk“.", "He called it “a gift.", ("“",), ("de", "en")),
        Example("They called it a “gift” then.", "Man nannte es ein Geschenk„ damals.", ("„",)),
        Example(
            "The mayor spoke of a “gift of the old families to all who live here” and closed the small harbour.",
            "Der Bürgermeister sprach, die hier leben“ und schloss den Hafen.",
            ("“",),
        ),
        Example(
            "“The mayor spoke of a gift of the old families to all who live here and closed the small harbour.”",
            "Die Bürgermeisterin sprach von einem Geschenk und schloss den kleinen Hafen.“",
            ("“",),
        ),
        Example("Il parle d’un « cadeau ».", "He speaks of a « gift.", ("«",), ("fr", "en")),
    ],
)
def unbalanced_pairs(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark brackets and quotation marks without a partner."""
    for segment in segments:
        lone = bracket_pairs.lone_brackets(segment.target)
        if lone and not bracket_pairs.brackets_excused(segment.source):
            for mark in lone:
                yield segment, _hit(segment, mark, context)
    for segment, mark in _lone_in_document(segments):
        yield segment, _hit(segment, mark, context)


def _hit(segment: Segment, mark: Lone, context: Context) -> Hit:
    char = segment.target[mark.start]
    if mark.turned:
        message = f"{char} " + (
            "and its partner cross another pair" if mark.opens else "opens a quotation but stands at its end"
        )
    else:
        message = f"{char} is never {'closed' if mark.opens else 'opened'}"
    severity = None
    langs = (context.target_base, context.source_base)
    edge = char in bracket_pairs.QUOTES and not (
        segment.target[: mark.start].strip() and segment.target[mark.start + 1 :].strip()
    )
    if (
        not (mark.turned or edge)
        and len(segment.source) >= LONG
        and lengths.ratio(segment.target, segment.source, langs) < SHORT
    ):
        message += ", and the translation is too short for what should stand there"
        severity = Severity.MAJOR
    return Hit(message, (Span("target", mark.start, mark.start + 1),), severity)


def _lone_in_document(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Lone]]:
    """Lone quotation marks that no later or earlier segment gives a partner."""
    waiting: list[tuple[int, Segment, Lone, bool]] = []
    for number, segment in enumerate(segments):
        marks = bracket_pairs.lone_quotes(segment.target)
        if not marks:
            continue
        excused = bracket_pairs.quotes_excused(segment.source)
        for mark in marks:
            if mark.turned:
                if not excused:
                    yield segment, mark
            elif not mark.opens and waiting and number - waiting[-1][0] <= REACH:
                waiting.pop()
            elif mark.opens:
                waiting.append((number, segment, mark, excused))
            elif not excused:
                yield segment, mark
    for _, segment, mark, excused in waiting:
        if not excused:
            yield segment, mark
