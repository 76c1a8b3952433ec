"""An ambiguous English word is rendered in a sense that its context rules out: a *bill* of parliament as an invoice.

## What it does

A list has about 215 English words with two or three senses that other languages tell apart: `bill`, `court`,
`bat`, `drug`, `trial`, `strike`. The check reports a word if all of this is so:

- The translation has a word for one sense and none for the others.
- Words for another sense of it are near the source word, in its sentence or near it anywhere in the document
  (`parliament`, `voted`). Words for the rendered sense (`pay`, `invoice`) are not in its sentence, and fewer are near.
- By the encoder, the rendering fits the ambiguous word better than it fits any other word of the
  source.

Both words are marked.

## Why it is bad

The members of parliament then pass an invoice. The sentence is grammatical, so that only a reader of both texts, or one
who wonders, sees the error.

## Known problems

- Findings are minor. In articles that nobody had seen before, as many were wrong as right: a text that speaks of
  aircraft may report a strike of workers, and a translator may take a word that the list has for another sense.
- Only the words of the list are judged. `docs/languages.md` says how to add more.
- Without a word that tells the sense in the sentences around it, nothing is reported. Neither is a word with a capital
  letter, as it may be a name, nor a text of a program.
- A pun, or a text that speaks of the ambiguity itself, may be reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from mtqe.checks.meaning import disagreements, facing_words, senses
from mtqe.checks.shared import confidence, measured
from mtqe.checks.shared.kept_values import of_pairs
from mtqe.checks.shared.listed_words import Place
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

AROUND = 6
"""Segments: before and after a word, wherever the document has it, whose words tell its sense. Measured with
bench/articles.py."""
ENOUGH = 2
"""Words: that tell a sense, at least, where none of them is in the same sentence."""
OWN = 3
"""Words: for which one in the same sentence counts."""
STRONGER = 3
"""Factor: by which the words for a sense outnumber those for the rendered sense, at least. Measured with
bench/articles.py."""
STRONGER_HERE = 1.5
"""Factor: the same where a word of the same sentence tells the sense, and none tells the rendered one. Measured with
bench/articles.py."""
BEHIND = 0.1
"""Cosine: by which a rendering may be nearer to another word of the source. Measured with bench/articles.py."""


class Suspect(NamedTuple):
    """A rendering of an ambiguous word in a sense that its context rules out.

    Args:
        segment: The segment.
        source: The places of the ambiguous word.
        target: The places of the renderings.
        sense: The sense that the context has, as in the language file.
        rendered: The sense that the translation has.
    """

    segment: Segment
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    sense: str
    rendered: str


def _limits(context: Context) -> str | None:
    source, target = context.source_base, context.target_base
    if not senses.is_ambiguous_in(source):
        return f"has no ambiguous words of {name(source)}"
    if not language(target).senses:
        return f"has no words for the senses of ambiguous words in {name(target)}"
    return measured.only("ACC127")(context)


@check(
    "ACC127",
    "wrong-sense",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("encoder",),
    limits=_limits,
    unjudged=disagreements.unjudged,
    yields_to_specific=True,
    examples=[
        Example("The judge asked the court to rise.", "Der Richter bat das Gericht, sich zu erheben."),
        Example(
            "The senate voted on the bill at night.",
            "Der Senat stimmte nachts über die Rechnung ab.",
            ("bill", "Rechnung"),
        ),
        Example("The restaurant sent us the bill twice.", "Das Restaurant hat uns die Rechnung zweimal geschickt."),
        Example(
            "The nurse gave every child a flu shot.",
            "L’infirmière a donné à chaque enfant un coup de feu contre la grippe.",
            ("shot", "coup de feu"),
            ("en", "fr"),
        ),
        Example(
            "The nurse gave every child a flu shot.",
            "L’infirmière a vacciné chaque enfant contre la grippe.",
            langs=("en", "fr"),
        ),
    ],
)
def wrong_sense(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark ambiguous words and their renderings in another sense."""
    found = facing_words.faced(list(suspects(segments, context)), context, lambda _: BEHIND, mutual=False)
    for one, faced in found:
        said, wrong = (one.segment.text(span.side)[span.start : span.end] for span in faced)
        meant, rendered = (sense.split(senses.BOUNDARY)[1] for sense in (one.sense, one.rendered))
        message = f"{wrong!r} is {said!r} in the sense of {rendered}, but the text around it speaks of {meant}"
        yield one.segment, Hit(message, faced, confidence=confidence.LIKELY)


def suspects(segments: Sequence[Segment], context: Context) -> Iterator[Suspect]:
    """The renderings of ambiguous words of a document that its words speak against."""
    pairs = of_pairs(_read, _Pair, segments, context)
    read = [reading for reading, _ in pairs]
    near = _near(read)
    for at, segment in enumerate(segments):
        if not read[at].ambiguous or not facing_words.is_judged(segment, context):
            continue
        rendered = pairs[at][1]
        for word, places, hints in read[at].ambiguous:
            found = [sense for sense in rendered if senses.word_of(sense) == word]
            if len(found) != 1 or not rendered[found[0]] or hints.get(found[0]):
                continue
            others = senses.siblings(found[0], context.source_base)
            meant = max(others, key=lambda sense: _strength(sense, hints, near[word]))
            strength, against = (_strength(sense, hints, near[word]) for sense in (meant, found[0]))
            is_told_here = bool(hints.get(meant))
            if strength >= max(ENOUGH, (STRONGER_HERE if is_told_here else STRONGER) * against):
                yield Suspect(segment, places, rendered[found[0]], meant, found[0])


_Pair: TypeAlias = tuple[senses.Reading, dict[str, tuple[Place, ...]]]
"""What a source has of the list, and the renderings in its translation; none without an ambiguous word."""


def _read(segments: Sequence[Segment], context: Context) -> list[_Pair]:
    read = [senses.read(segment.source, context.source_base) for segment in segments]
    return [
        (reading, senses.renderings(segment.target, context.target_base) if reading.ambiguous else {})
        for segment, reading in zip(segments, read, strict=True)
    ]


def _near(read: Sequence[senses.Reading]) -> dict[str, list[senses.Reading]]:
    """For each ambiguous word of a document, the segments near it: a document mostly uses a word in one sense."""
    near: dict[str, set[int]] = defaultdict(set)
    for at, reading in enumerate(read):
        for word, _, _ in reading.ambiguous:
            near[word].update(range(max(0, at - AROUND), min(len(read), at + AROUND + 1)))
    return {word: [read[at] for at in sorted(numbers)] for word, numbers in near.items()}


def _strength(sense: str, here: Mapping[str, frozenset[str]], near: Sequence[senses.Reading]) -> int:
    """How many words near an ambiguous word tell a sense; those of its own sentence count several times."""
    own = here.get(sense, frozenset())
    around = frozenset().union(*(reading.hints.get(sense, ()) for reading in near)) - own
    return OWN * len(own) + len(around)
