"""A term of the glossary is rendered in several approved ways within one document.

## What it does

Follows each term for which the glossary approves several renderings through the document. Where a segment has a
rendering that is not the one used most (the first one, where they are equally frequent), the term and that rendering
are marked. Segments with none or with several of the renderings say nothing. Renderings of one stem (*Berater*,
*Beraterin*; *Zuordnung*, *zuordnen*) count as one.

## Why it is bad

The reader takes two names for two things.

## Known problems

A glossary that approves two renderings may mean that either will do, and translators of running text vary on purpose.
A term that means something else elsewhere in the document counts as the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mtqe.checks.shared.lemmas import lexicon, plain
from mtqe.checks.terms import glossary_terms
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity

_DIKES = (("dike", "Deich", "preferred"), ("dike", "Damm", "admitted"))


@check(
    "TRM103",
    "inconsistent-term",
    "terminology/inconsistent",
    Severity.MINOR,
    scope="document",
    needs=("glossary",),
    status="preview",
    examples=[
        Example("A dike broke.", "Ein Damm brach.", glossary=_DIKES),
        Example("The dike, an old dike, broke.", "Der Deich, ein alter Damm, brach.", glossary=_DIKES),
        Example(
            "The dike broke.\nA dike is old.\nThe dikes held.",
            "Der Deich brach.\nEin Damm ist alt.\nDie Deiche hielten.",
            ("dike", "Damm"),
            glossary=_DIKES,
        ),
        Example(
            "La digue tient.\nLes digues cèdent.",
            "The dike holds.\nThe levees give way.",
            ("digues", "levees"),
            ("fr", "en"),
            glossary=(("digue", "dike", "preferred"), ("digue", "levee", "admitted")),
        ),
    ],
)
def inconsistent_term(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Yield a hit for each rendering that is not the document's own."""
    found: dict[str, list[tuple[Segment, glossary_terms.Use]]] = {}
    for segment in segments:
        for use in glossary_terms.uses(segment, context):
            found.setdefault(use.term, []).append((segment, use))
    for term, places in found.items():
        counts = Counter(use.rendering for _, use in places)
        usual, number = counts.most_common(1)[0]  # of equally frequent ones the first
        for segment, use in places:
            if use.rendering != usual and not _one_stem(usual, use.rendering, context.target_base):
                times = "once" if number == 1 else f"{number} times"
                message = f"“{term}” is “{use.rendering}” here and “{usual}” {times} elsewhere in the document"
                yield segment, Hit(message, (use.source, use.target), suggestion=usual)


def _one_stem(one: str, other: str, lang: str) -> bool:
    lex = lexicon(lang)
    if len(one.split()) == len(other.split()) == 1 and (lex.alike(one, other) or lex.alike(other, one)):
        return True
    short, long = sorted((plain("".join(one.split())), plain("".join(other.split()))), key=len)
    return long.replace("-", "").startswith(short.replace("-", ""))
