"""A bracket or quotation mark of the translation has no partner.

## What it does

Pairs brackets and double quotation marks of all styles (`„…“`, `“…”`, `»…«`, `«…»`, `"…"`, `「…」`, also mixed) in the
translation. Marks those without a partner if the source's marks of that kind are all paired. A quotation may open in
one segment and close in a later one. List markers such as `a)`, emoticons, inches and apostrophes are ignored.

A finding is major if the translation also has less than 75 % of the expected length: part of the quotation or aside is
then probably missing, too. All other findings are minor. So is a quotation mark at the very beginning or end of the
translation, whatever its length: writers often forget the partner of such a mark, and nothing else is missing.

## Why it is bad

The reader cannot tell where a quotation or an aside ends. In markup and code an unpaired bracket does more damage.

## Known problems

Single curly quotation marks look like apostrophes and are not checked. Two faults of one kind that leave an even number
of marks can hide each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.punctuation import bracket_pairs
from mtqe.checks.punctuation.bracket_pairs import Unpaired
from mtqe.checks.shared import lengths
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

REACH = 12
"""Segments: the furthest distance between the opening and the closing mark of a quotation."""
LONG_SOURCE = 40
"""Characters: the shortest source whose length is compared with that of the translation."""
TOO_SHORT = 0.75
"""Share: of the expected length, below which text is probably missing."""


@check(
    "MRK101",
    "unbalanced-pairs",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
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
    """Yield a hit for each bracket and quotation mark without a partner."""
    for segment in segments:
        unpaired = [
            mark
            for mark in bracket_pairs.unpaired_brackets(segment.target)
            if not bracket_pairs.is_quote(segment.target[mark.start])
        ]
        if unpaired and not bracket_pairs.brackets_excused(segment.source):
            for mark in unpaired:
                yield segment, _hit(segment, mark, context)
    for segment, mark in _unpaired_in_document(segments):
        yield segment, _hit(segment, mark, context)


def _hit(segment: Segment, mark: Unpaired, context: Context) -> Hit:
    char = segment.target[mark.start]
    if mark.misplaced:
        fault = "and its partner cross another pair" if mark.opens else "opens a quotation but is at its end"
        message = f"{char} {fault}"
    else:
        message = f"{char} is never {'closed' if mark.opens else 'opened'}"
    severity = None
    langs = (context.target_base, context.source_base)
    at_edge = bracket_pairs.is_quote(char) and not (
        segment.target[: mark.start].strip() and segment.target[mark.start + 1 :].strip()
    )
    if (
        not (mark.misplaced or at_edge)
        and len(segment.source) >= LONG_SOURCE
        and lengths.ratio(segment.target, segment.source, langs) < TOO_SHORT
    ):
        message += ", and the translation is so short that text is probably missing"
        severity = Severity.MAJOR
    return Hit(message, (Span("target", mark.start, mark.start + 1),), severity)


def _unpaired_in_document(segments: Sequence[Segment]) -> Iterator[tuple[Segment, Unpaired]]:
    """The unpaired quotation marks that have no partner in a neighbouring segment either."""
    still_open: list[tuple[int, Segment, Unpaired, bool]] = []
    for number, segment in enumerate(segments):
        marks = bracket_pairs.unpaired_quotes(segment.target)
        marks += [
            mark
            for mark in bracket_pairs.unpaired_brackets(segment.target)
            if bracket_pairs.is_quote(segment.target[mark.start])
        ]
        if not marks:
            continue
        excused = bracket_pairs.quotes_excused(segment.source)
        for mark in marks:
            if mark.misplaced:
                if not excused:
                    yield segment, mark
            elif not mark.opens and still_open and number - still_open[-1][0] <= REACH:
                still_open.pop()
            elif mark.opens:
                still_open.append((number, segment, mark, excused))
            elif not excused:
                yield segment, mark
    for _, segment, mark, excused in still_open:
        if not excused:
            yield segment, mark
