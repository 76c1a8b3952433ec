"""A noun became another noun: patients are pensioners in the translation, a bridge is a tunnel.

## What it does

A list has some thirteen hundred nouns that are frequent in news, by field: persons, places, vehicles, diseases, crimes
and so on. The check reports a noun if all of this is so:

- The source has a noun of the list that is alone, not beside another one as in *tent city*. The translation has no word
  for it, not even one that is only near it, as *pupil* is to *student*.
- The translation has a word for another noun of the list, and the source has no word that it may render. Neither
  of the two may stand for the other one, because it says little, as *man* for *driver*, or is near, as *sea* for
  *beach*.
- The sentences before and after it do not make up for that, as where a clause has moved.
- Elsewhere in the document the word does not translate the same noun; if it did, the translator would have chosen it.
- By the encoder, no other word is much nearer to one of the two than they are to each other. If the two nouns are of
  different fields, no other word is nearer at all.

Both words are marked.

## Why it is bad

The sentence is fluent, and it is about somebody or something else. Only a reader of both texts sees the error.

## Known problems

- Only the nouns of the list are judged. `docs/languages.md` says how to add more.
- Findings are minor. In articles that nobody had seen before, as many were wrong as right: mostly the list lacks the
  word that renders the noun, as *Regalen* beside *bags*, which *Beutel* renders.
- A noun that is in the source several times is not judged where the translation renders one of them.
- A word with a capital letter is not judged in the source, as it may be a name; neither is a text of a program.
- Parts of the body and animals occur in many idioms: *with his right boot* is *with his right foot*, and sleeping
  *dogs* are bears in Swedish.
- What somebody wears may stand for the person (*four green shirts* are four players), so the two are never reported.
- A translation that adapts the text to its readers, with baseball in place of cricket, is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mtqe.checks.meaning import disagreements, facing_words, nouns
from mtqe.checks.meaning.nouns import Mention
from mtqe.checks.shared import confidence, measured
from mtqe.checks.shared.kept_values import of_pairs
from mtqe.checks.shared.listed_words import Place
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context, Example, check

BEHIND = 0.1
"""Cosine: by which each of the two words may be nearer to another word. Measured with bench/wrong_nouns.py."""
BEHIND_AFAR = 0.0
"""Cosine: the same for nouns of two fields. Measured with bench/articles.py."""
COMPOUNDED = frozenset(" -")
"""Stand between the nouns of a compound."""


class Sides(NamedTuple):
    """The nouns that both sides of a segment name or may name."""

    source: Mapping[str, list[Mention]]
    target: Mapping[str, list[Mention]]


class Exchange(NamedTuple):
    """A noun of a source, and another noun in its translation.

    Args:
        segment: The segment.
        source: The places of the noun.
        target: The places of the other noun.
        noun: The noun of the source, as in the language file.
        other: The noun of the translation.
    """

    segment: Segment
    source: tuple[Place, ...]
    target: tuple[Place, ...]
    noun: str
    other: str


def _limits(context: Context) -> str | None:
    for lang in (context.source_base, context.target_base):
        if not language(lang).nouns:
            return f"has no list of nouns of {name(lang)}"
    return measured.only("ACC130")(context)


@check(
    "ACC130",
    "wrong-noun",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("encoder",),
    limits=_limits,
    unjudged=disagreements.unjudged,
    yields_to_specific=True,
    examples=[
        Example("The pensioners pay nothing for the bus.", "Die Rentner zahlen für den Bus nichts."),
        Example(
            "The pensioners pay nothing for the bus.",
            "Die Patienten zahlen für den Bus nichts.",
            ("pensioners", "Patienten"),
        ),
        Example("The students like the old bridge.", "Die Schüler mögen die alte Brücke."),
        Example(
            "They will close the bridge in May.", "Ils fermeront le tunnel en mai.", ("bridge", "tunnel"), ("en", "fr")
        ),
        Example("They will close the bridge in May.", "Ils fermeront le pont en mai.", langs=("en", "fr")),
    ],
)
def wrong_noun(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark nouns and the nouns that stand in their place."""
    for one, faced in facing_words.faced(list(exchanges(segments, context)), context, _behind, mutual=True):
        said, wrong = (one.segment.text(span.side)[span.start : span.end] for span in faced)
        message = f"{wrong!r} is somebody or something else than {said!r}, which nothing renders"
        yield one.segment, Hit(message, faced, confidence=confidence.LIKELY)


def exchanges(segments: Sequence[Segment], context: Context) -> Iterator[Exchange]:
    """The nouns of a document that its words say were exchanged."""
    read = of_pairs(_sides, Sides, segments, context)
    found: dict[tuple[str, str], list[Exchange]] = defaultdict(list)
    for at, segment in enumerate(segments):
        if read[at].source and read[at].target and facing_words.is_judged(segment, context):
            beside = [read[near] for near in (at - 1, at + 1) if 0 <= near < len(read)]
            for one in _exchanged(segment, read[at], beside, context.source_base):
                found[one.noun, one.other].append(one)
    for same in found.values():
        if len(same) == 1:
            yield from same


def _sides(segments: Sequence[Segment], context: Context) -> list[Sides]:
    """The nouns of each segment."""
    langs = context.source_base, context.target_base
    return [
        Sides(nouns.mentions(words.masked(one.source), langs[0]), nouns.mentions(words.masked(one.target), langs[1]))
        for one in segments
    ]


def _exchanged(segment: Segment, here: Sides, beside: Sequence[Sides], lang: str) -> Iterator[Exchange]:
    """The nouns of a segment that its translation lacks, each with the nouns that only the latter has."""
    compounds = _compounds(segment.source, here.source)
    for noun, named in here.source.items():
        places = tuple(place for place in _clear(segment, "source", named) if place not in compounds)
        if not places or noun in here.target or any(noun in near.target and noun not in near.source for near in beside):
            continue
        for other, others in here.target.items():
            instead = _clear(segment, "target", others)
            if (
                instead
                and other not in here.source
                and not any(other in near.source and other not in near.target for near in beside)
                and not nouns.may_be(noun, other, lang)
            ):
                yield Exchange(segment, places, instead, noun, other)


def _compounds(text: str, found: Mapping[str, Sequence[Mention]]) -> frozenset[Place]:
    """The nouns beside another noun, which other languages say in their own way: a *tent city* is a camp.

    A verb is no noun, even if it has the form of one in the dictionary: *fishermen protested*.
    """
    places = {one.place for named in found.values() for one in named if one.clear and one.written}
    starts, ends = {start for start, _ in places}, {end for _, end in places}
    return frozenset(
        (start, end)
        for start, end in places
        if (end + 1 in starts and text[end] in COMPOUNDED) or (start - 1 in ends and text[start - 1] in COMPOUNDED)
    )


def _behind(one: Exchange) -> float:
    """The cosine by which each of two nouns may be nearer to another word."""
    return BEHIND if nouns.field_of(one.noun) == nouns.field_of(one.other) else BEHIND_AFAR


def _clear(segment: Segment, side: Side, found: Sequence[Mention]) -> tuple[Place, ...]:
    """The places of words that clearly name a noun; in the source, those in small letters and as the list has them."""
    text = segment.text(side)
    return tuple(
        one.place for one in found if one.clear and (side == "target" or (one.written and _is_small(text, one.place)))
    )


def _is_small(text: str, place: Place) -> bool:
    """Whether a word has no capital letter, or only as the first word before a word without one."""
    word = text[slice(*place)]
    if word.islower():
        return True
    after = text[place[1] :].split(maxsplit=1)
    return not text[: place[0]].strip(" “\"'") and word[1:].islower() and bool(after) and not after[0][:1].isupper()
