"""A term that the glossary wants kept as it is stands in the source, and not in the translation.

## What it does

Looks for the terms with the status `keep`, or of a do-not-translate list, in each segment and wants them in the
translation letter by letter; one place is enough. Endings, compounds and hyphens for spaces are allowed (*GitHubs*,
*GitHub-Konto*), and any kind of apostrophe and hyphen. The first occurrence in the source is marked. Where only the
capitals differ, `wrong-casing` reports that.

## Why it is bad

Product names, trade marks and commands belong to somebody; a translated one is not found, does not work, or loses its
protection.

## Known problems

A pronoun that stands for the name is reported, and so is a name in another script.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.terms import glossary_terms, occurrences
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity

_KEPT = (("Harbour Pilot", "Harbour Pilot", "keep"), ("GitHub", "GitHub", "keep"))


@check(
    "TRM104",
    "protected-term-changed",
    "terminology/inconsistent-with-resource",
    Severity.MAJOR,
    needs=("glossary",),
    examples=[
        Example("Open Harbour Pilot on GitHub.", "Öffnen Sie Harbour Pilot auf GitHub.", glossary=_KEPT),
        Example("A Harbour Pilot user", "Ein Harbour-Pilot-Nutzer", glossary=_KEPT),
        Example("Ask a harbour pilot.", "Fragen Sie einen Hafenlotsen.", glossary=_KEPT),
        Example("GitHub is down.", "Github ist ausgefallen.", glossary=_KEPT),
        Example("Open Harbour Pilot.", "Öffnen Sie den Hafenlotsen.", ("Harbour Pilot",), glossary=_KEPT),
        Example("Ouvrez Harbour Pilot.", "Open the pilot.", ("Harbour Pilot",), ("fr", "en"), glossary=_KEPT),
        Example("在GitHub上", "On the hub", ("GitHub",), ("zh", "en"), glossary=_KEPT),
    ],
)
def protected_term_changed(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for each term to keep that is not there."""
    for name, span in glossary_terms.kept(segment, context):
        if not occurrences.find(name, segment.target, context.target_base):
            yield Hit(
                f"the glossary wants “{name}” kept as it is, and the translation has no such word",
                (span,),
                suggestion=name,
            )
