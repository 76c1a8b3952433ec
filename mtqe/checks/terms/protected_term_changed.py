"""The translation lacks or changes a term that the glossary protects.

## What it does

Looks in each source for the terms with the status `keep` and those of a do-not-translate list. The translation must
have them letter for letter, at least once. Endings, compounds, hyphens in place of spaces (*GitHubs*, *GitHub-Konto*)
and any kind of apostrophe or hyphen are allowed. The first occurrence in the source is marked. If only the capitals
differ, `wrong-casing` reports it.

## Why it is bad

Product names, trade marks and commands have an owner. A translated one is not found, does not work, or loses its legal
protection.

## Known problems

A translation with a pronoun in place of the name is reported. So is a name in another script.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.terms import glossary_terms, occurrences
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_PROTECTED = (("Harbour Pilot", "Harbour Pilot", "keep"), ("GitHub", "GitHub", "keep"))


@check(
    "TRM104",
    "protected-term-changed",
    "terminology/inconsistent-with-resource",
    Severity.MAJOR,
    area="terminology",
    needs=("glossary",),
    examples=[
        Example("Open Harbour Pilot on GitHub.", "Öffnen Sie Harbour Pilot auf GitHub.", glossary=_PROTECTED),
        Example("A Harbour Pilot user", "Ein Harbour-Pilot-Nutzer", glossary=_PROTECTED),
        Example("Ask a harbour pilot.", "Fragen Sie einen Hafenlotsen.", glossary=_PROTECTED),
        Example("GitHub is down.", "Github ist ausgefallen.", glossary=_PROTECTED),
        Example("Open Harbour Pilot.", "Öffnen Sie den Hafenlotsen.", ("Harbour Pilot",), glossary=_PROTECTED),
        Example("Ouvrez Harbour Pilot.", "Open the pilot.", ("Harbour Pilot",), ("fr", "en"), glossary=_PROTECTED),
        Example("在GitHub上", "On the hub", ("GitHub",), ("zh", "en"), glossary=_PROTECTED),
    ],
)
def protected_term_changed(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for each protected term that is missing."""
    for name, span in glossary_terms.protected_terms(segment, context):
        if not occurrences.find(name, segment.target, context.target_base):
            yield Hit(
                f"the glossary protects “{name}”, but the translation does not have it",
                (span,),
                suggestion=name,
            )
