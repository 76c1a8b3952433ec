"""The translation has none of the glossary's renderings of a term in the source.

## What it does

Looks for glossary terms in the source. The translation must have one of their preferred or admitted renderings. If it
has none, the first occurrence of the term is marked.

All these forms of a rendering count:

- inflected forms (*Frachtschiffen*); the same goes for the term in the source (*cargo ships*)
- compounds with the rendering, and other hyphens or spaces
- separated verbs of German and Dutch (*schalten ... ab*), in the source, too
- a noun formed from the verb, if the rendering is an infinitive

If two terms overlap, only the longer one is checked. One rendering is enough, however often the term occurs in the
segment, because a translation may continue with a pronoun. If the translation has a forbidden rendering of the term,
only `term-forbidden` reports it.

Acronyms are names: *US* is not *us*. So are terms with a capital in a glossary that writes other terms in lower case:
*Apple* is not *apple*. A term inside an address, a placeholder, a tag, a word with hyphens (*US* in *US-based*) or a
longer name that the translation keeps (*Salvation Army*) does not count.

For English, the renderings show whether a term is a noun, a verb or an adjective. With the rendering *Auftrag*,
*order* does not occur in *they ordered* or *to order*; with *offen*, *open* does not occur in *open the lid*. The
endings of the rendering show verbs in German, Dutch, French, Spanish, Portuguese, Italian, Russian, Ukrainian, Polish
and Czech. For other languages an English term counts as a noun.

A glossary holds everyday words, too, which have other meanings elsewhere. For an entry of one such word, the whole text
decides, with all its documents: how often it has the rendering where it has the word, and which other word is
there. Such an entry is reported once, at the first place without the rendering, with the counts and further places:

- as minor, if the translator uses the rendering in some places and not in others, or if the other words vary: the entry
  is too broad, or the translation varies. The same goes for an entry that leaves an everyday word as it is (*page* with
  the rendering *Page*) and that the translation hardly ever follows: it names a label.
- as major, if the translator has another word throughout, but follows the glossary elsewhere; or if the translation has
  fewer than six in ten of all the glossary's terms.

Each place is marked as major if a term has several words, symbols or only capitals, if the lemma data lack it, or if
the glossary forbids a rendering of it; if the text has the word in at most four segments and never the rendering; and
if a translation that does not follow the glossary elsewhere mostly has one other word. So it is if more than half of
the segments have the rendering, and all others, at least three, have one other word: it is the wrong term. In
languages without spaces this is not decided.

The suggestion is inflected if the translation shows how: *böswillige Akteure* in place of *schlechte Akteure*. These
words are marked, too. The same applies where one other word replaces the rendering. This works for German, and for
the plural *s* of English, French, Spanish and Portuguese; elsewhere the suggestion is as in the glossary.

## Why it is bad

The reader sees two names for one thing, or reads about the wrong thing. In contracts, user interfaces and medicine such
an error has consequences, and a glossary is a promise to the client.

## Known problems

- In a short text, an everyday word (*order*, *about*) is reported wherever it means something else.
- In a long text, an everyday word that is wrong only here and there is reported once, and only as minor, unless each
  place has the same wrong word.
- The whole text of a run decides about such a word. The same segment may have another severity in another run, with
  more or fewer segments: compare runs of the same text.
- A translation with a pronoun for the term, or with the rendering in the next segment, is reported.
- A feminine form does not count as the masculine rendering (*Berater*, *Beraterin*): admit both in the glossary.
- Word forms come from simplemma's data for about 50 languages. In a language without data (such as Bengali or
  Vietnamese) a term must occur in the source as written, and a rendering is recognised by the beginning of the word.
- Languages without spaces (Chinese, Japanese, Thai ...) are searched character by character, with or without spaces
  beside letters of an alphabet. Traditional and simplified characters differ. A term of one character is often found
  inside another word.
- To avoid false alarms, a rendering is recognised generously. A word with the same beginning can hide a missing
  rendering.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.shared import confidence
from mtqe.checks.terms import evidence
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

LISTED = 5
"""Segments: the most that the message names beside the one that has the finding."""


@check(
    "TRM101",
    "term-missing",
    "terminology/wrong-term",
    Severity.MAJOR,
    area="terminology",
    core=True,
    scope="corpus",
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
            "Mind the tab.\nOpen the tab.\nThe tab is new.\nClose the tab.",
            "Beachten Sie den Reiter.\nÖffnen Sie ihn.\nDie Karte ist neu.\nBitte schließen.",
            marks=("tab",),
            glossary=(("tab", "Reiter", "preferred"),),
        ),
        Example(
            "They fear bad actors.",
            "Sie fürchten schlechte Akteure.",
            marks=("bad actors", "schlechte Akteure"),
            glossary=(("bad actor", "böswilliger Akteur", "preferred"),),
        ),
        Example(
            "The lighthouse keeper left.",
            "灯塔管理员离开了。",
            langs=("en", "zh"),
            glossary=(("lighthouse keeper", "灯塔管理员", "preferred"),),
        ),
    ],
)
def term_missing(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Yield a hit for each term without a rendering, and one for each entry that may be too broad."""
    for item in evidence.missing(segments, context):
        term, approved = item.judgement.term, item.judgement.approved
        preferred, *admitted = (f"“{text}”" for text in approved)
        wanted = preferred + (f" (or {', '.join(admitted[:3])})" if admitted else "")
        rival = f"; {item.rivals} without it have “{item.rival}”" if item.rival else ""
        if item.once:
            others = ", ".join(segment.id for segment in item.later[:LISTED])
            more = f"; others: {others}{' …' if len(item.later) > LISTED else ''}" if others else ""
            message = (
                f"{item.kept} of {item.places} segments with “{term}” have {wanted}{rival}; this one has not{more}"
            )
            doubt = "" if item.is_serious else " (the entry is too broad, or the translation varies)"
            severity = Severity.MAJOR if item.is_serious else Severity.MINOR
            yield item.segment, Hit(message + doubt, (item.judgement.source,), severity, confidence=confidence.EVEN)
        else:
            message = f"the glossary requires {wanted} for “{term}”, but the translation lacks it{rival}"
            spans = (item.judgement.source, *item.judgement.target)
            yield item.segment, Hit(message, spans, suggestion=item.suggestion)
