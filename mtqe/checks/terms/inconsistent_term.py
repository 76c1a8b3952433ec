"""A document renders a glossary term in several approved ways.

## What it does

Looks at the terms for which the glossary approves several renderings. The most frequent rendering of a document is the
usual one; if two are equally frequent, the first. Where a segment has another approved rendering, the term and that
rendering are marked. Segments with none or several of the renderings are ignored. Renderings of one stem (*Berater*,
*Beraterin*; *Zuordnung*, *zuordnen*) count as one.

## Why it is bad

The reader takes two names for two things.

## Known problems

A glossary with two approved renderings may mean that either is fine, and translators of running text vary on purpose.
A term with another meaning elsewhere in the document counts as the same term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mtqe.checks.shared.lemmas import lexicon, plain
from mtqe.checks.terms import glossary_terms
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_DIKES = (("dike", "Deich", "preferred"), ("dike", "Damm", "admitted"))


@check(
    "TRM103",
    "inconsistent-term",
    "terminology/inconsistent",
    Severity.MINOR,
    area="terminology",
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
    """Yield a hit for each rendering that is not the usual one of the document."""
    uses: dict[str, list[tuple[Segment, glossary_terms.Use]]] = {}
    for segment in segments:
        for use in glossary_terms.uses(segment, context):
            uses.setdefault(use.term, []).append((segment, use))
    for term, places in uses.items():
        counts = Counter(use.rendering for _, use in places)
        usual, number = counts.most_common(1)[0]  # of equally frequent ones the first
        for segment, use in places:
            if use.rendering != usual and not _have_one_stem(usual, use.rendering, context.target_base):
                times = "once" if number == 1 else f"{number} times"
                message = f"“{term}” is “{use.rendering}” here and “{usual}” {times} elsewhere in the document"
                yield segment, Hit(message, (use.source, use.target), suggestion=usual)


def _have_one_stem(usual: str, rendering: str, lang: str) -> bool:
    lex = lexicon(lang)
    single_words = len(usual.split()) == len(rendering.split()) == 1
    if single_words and (lex.alike(usual, rendering) or lex.alike(rendering, usual)):
        return True
    short, long = sorted((plain("".join(usual.split())), plain("".join(rendering.split()))), key=len)
    return long.replace("-", "").startswith(short.replace("-", ""))
