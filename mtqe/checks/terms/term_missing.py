"""A term of the glossary stands in the source, and none of its renderings in the translation.

## What it does
Looks for the glossary's source terms in each segment and wants one of their preferred or admitted renderings in the
translation. It marks the first occurrence of the term. Inflected forms count on both sides (*cargo ships*,
*Frachtschiffen*), and so do compounds with the rendering, other hyphens and spaces, separable verbs of German and Dutch
(*schalten ... ab*, in the source too), and a noun made of the rendering's verb, if that is an infinitive. Where two
terms overlap, only the longer one is looked at. One rendering is enough however often the term occurs in the segment,
because a translation may go on with a pronoun. When a forbidden rendering of the term is there, `term-forbidden`
reports that and this check says nothing.

An acronym and a term with a capital in a glossary that writes other terms small are names: *US* is not *us*, *Apple* is
not *apple*. A term inside an address, a placeholder, a tag or a word with hyphens (*US* in *US-based*) does not count,
and neither does one in a longer name that the translation keeps (*Salvation Army*).
For English, the renderings tell whether the term is a noun or a verb: with the rendering *Auftrag*, *order* is not
looked for in *they ordered* or *to order*. Verbs are told by their endings in German, Dutch, French, Spanish,
Portuguese, Italian, Russian, Ukrainian, Polish and Czech; for other languages an English term counts as a noun.

## Why it is bad
The reader meets two names for one thing, or the wrong thing. In contracts, user interfaces and medicine that is an
error with consequences, and a glossary is a promise to the client.

## Known problems
- A glossary entry for a common word (*order*, *about*) fires wherever the word means something else.
- A pronoun, or the rendering in the neighbouring segment, can stand for the term; both are reported.
- A masculine rendering is not satisfied by the feminine one (*Berater*, *Beraterin*): admit both in the glossary.
- Word forms come from simplemma's data for some 50 languages. In a language without (such as Bengali or Vietnamese) a
  term counts in the source as written only, and a rendering is recognised by the beginning of the word.
- Languages without spaces (Chinese, Japanese, Thai ...) are searched letter by letter, with or without spaces beside
  letters of an alphabet; traditional and simplified characters are not the same, and a term of one character is often
  found inside another word.
- To be sure, a rendering is recognised generously. A word that begins like it can hide a missing one.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.terms import glossary_terms
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "TRM101",
    "term-missing",
    "terminology/wrong-term",
    Severity.MAJOR,
    needs=("glossary",),
    examples=[
        Example(
            "The harbour pilots met the port authority.",
            "Die Hafenlotsen trafen sich mit der Hafenbehörde.",
            glossary=(("harbour pilot", "Hafenlotse", "preferred"), ("port authority", "Hafenbehörde", "preferred")),
        ),
        Example(
            "Three heat pumps were sold.",
            "Drei Wärme-Pumpenanlagen wurden verkauft.",
            glossary=(("heat pump", "Wärmepumpe", "preferred"),),
        ),
        Example(
            "The council sets up a new board.",
            "Der Rat richtet ein neues Gremium ein.",
            glossary=(("set up", "einrichten", "preferred"),),
        ),
        Example(
            "The US wants to help us.",
            "Amerika will uns helfen.",
            marks=("US",),
            glossary=(("US", "USA", "preferred"), ("US", "Vereinigte Staaten", "admitted")),
        ),
        Example(
            "Harbour pilots refused to work.",
            "Die Kapitäne weigerten sich zu arbeiten.",
            marks=("Harbour pilots",),
            glossary=(("harbour pilot", "Hafenlotse", "preferred"),),
        ),
        Example(
            "The tidal power plant opened in May.",
            "Das Gezeitenkraftwerk wurde im Mai eröffnet.",
            glossary=(
                ("power plant", "Elektrizitätswerk", "preferred"),
                ("tidal power plant", "Gezeitenkraftwerk", "preferred"),
            ),
        ),
        Example(
            "Les pompes à chaleur se vendent bien.",
            "Heating devices sell well.",
            marks=("pompes à chaleur",),
            langs=("fr", "en"),
            glossary=(("pompe à chaleur", "heat pump", "preferred"),),
        ),
        Example(
            "The lighthouse keeper left.",
            "灯塔管理员离开了。",
            langs=("en", "zh"),
            glossary=(("lighthouse keeper", "灯塔管理员", "preferred"),),
        ),
    ],
)
def term_missing(segment: Segment, context: Context) -> Iterator[Hit]:
    """Yield a hit for each term without a rendering."""
    for item in glossary_terms.judge(segment, context):
        if item.state == "missing":
            best, *others = (f"“{text}”" for text in item.approved)
            also = f" (or {', '.join(others[:3])})" if others else ""
            yield Hit(
                f"the glossary wants {best}{also} for “{item.term}”, and the translation has no such word",
                (item.source,),
                suggestion=item.approved[0],
            )
