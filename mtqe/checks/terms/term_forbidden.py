"""The translation uses a rendering that the glossary forbids for a term in the source.

## What it does

Looks for glossary terms in the source and for their forbidden renderings in the translation. It marks a forbidden
rendering in any inflection (*schurkische Händler* for *schurkischer Händler*), as part of a compound, and as a
separated German or Dutch verb (*loggen ... ein*).

Some forbidden words are not reported, because they translate something else: words of an approved rendering of any term
in the segment, and words beside as many approved renderings as the term has occurrences. If the forbidden word is more
frequent than the term, the place that corresponds to the term is marked. If a forbidden and an approved rendering
differ only in case, spaces, hyphens or spelling (*colour*, *color*), the more similar one counts.

The suggestion has the form of the forbidden words if that is certain (*betrügerische Händler* for *schurkische
Händler*); `term-missing` says in which languages.

## Why it is bad

Somebody decided against this word: it is a calque, belongs to a competitor, is outdated or gives offence.

## Known problems

- A forbidden word that correctly translates another word of the segment is reported if the translation has a pronoun
  for the term.
- `term-missing` explains how word forms are recognised, and where that fails. Forbidden words are recognised strictly:
  in a language without lemma data, only as the glossary writes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.terms import glossary_terms
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_PILOTS = (
    ("harbour pilot", "Hafenpilot", "forbidden"),
    ("harbour pilot", "Hafenlotse", "preferred"),
    ("rogue trader", "schurkischer Händler", "forbidden"),
    ("rogue trader", "betrügerischer Händler", "preferred"),
)


@check(
    "TRM102",
    "term-forbidden",
    "terminology/wrong-term",
    Severity.MAJOR,
    area="terminology",
    needs=("glossary",),
    mends=True,
    examples=[
        Example("The harbour pilots met.", "Die Hafenlotsen trafen sich.", glossary=_PILOTS),
        Example("A pilot landed in the harbour.", "Ein Hafenpilot ist gelandet.", glossary=_PILOTS),
        Example("The harbour pilots met.", "Die Hafenpiloten trafen sich.", marks=("Hafenpiloten",), glossary=_PILOTS),
        Example(
            "Banks fear rogue traders.",
            "Banken fürchten schurkische Händler.",
            marks=("schurkische Händler",),
            glossary=_PILOTS,
        ),
        Example(
            "He runs a web shop.",
            "Er betreibt einen Web-Shop.",
            marks=("Web-Shop",),
            glossary=(("web shop", "Webshop", "preferred"), ("web shop", "Web-Shop", "forbidden")),
        ),
        Example(
            "Die Lotsen streiken.",
            "The helmsmen are on strike.",
            marks=("helmsmen",),
            langs=("de", "en"),
            glossary=(("Lotse", "pilot", "preferred"), ("Lotse", "helmsman", "forbidden")),
        ),
        Example(
            "Die Lotsen streiken.",
            "The pilots, not the helmsmen, are on strike.",
            langs=("de", "en"),
            glossary=(("Lotse", "pilot", "preferred"), ("Lotse", "helmsman", "forbidden")),
        ),
    ],
)
def term_forbidden(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for each use of a forbidden rendering."""
    if not glossary_terms.has_forbidden(context):
        return
    for item in glossary_terms.judge(segment, context):
        if item.state == "forbidden" and item.used is not None:
            instead = f"; use “{item.approved[0]}”" if item.approved else ""
            note = f" ({item.used.note})" if item.used.note else ""
            yield Hit(
                f"the glossary forbids “{item.used.target}” for “{item.term}”{instead}{note}",
                item.target,
                suggestion=item.suggestion,
                fixable=item.sure and len(item.target) == 1,
            )
