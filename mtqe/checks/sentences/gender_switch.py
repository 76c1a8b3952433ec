"""The noun of a person has one gender, and the pronoun that refers to the person has the other.

## What it does

Looks for a sentence about a person who speaks (*An official said ...*), followed by a sentence that begins with *She*
or *He*. The check marks the noun, and the pronoun if it is in the same segment, where the translation has a masculine
noun and a feminine pronoun (*Ein Beamter ... Sie sagte*), or the reverse.

## Why it is bad

The source says who the person is only with the pronoun. A system that translates sentence by sentence does not see it,
and chooses the wrong noun. The reader looks for a second person.

## Known problems

- The pronoun may refer to another person, who was named before.
- Only a noun at the beginning of its sentence is recognised, and only from English into German.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mtqe.language import sentences
from mtqe.language.lang import language
from mtqe.language.sections import Persons
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

LEADING_MARKS = "„“”\"'«»‚‘’ "
"""Marks: that may stand before the first word of a sentence."""


class Sentence(NamedTuple):
    """A sentence with its translation: the segment, the source sentence, and where its translation begins and ends."""

    segment: Segment
    source: str
    start: int
    end: int

    @property
    def target(self) -> str:
        """The translation."""
        return self.segment.target[self.start : self.end]


def _limits(context: Context) -> str | None:
    source, target = (language(base).persons for base in (context.source_base, context.target_base))
    if source and source.speaking and target and target.masculine and target.feminine:
        return None
    return "it has no list of nouns for people in this language pair"


@check(
    "ART119",
    "gender-switch",
    "linguistic-conventions/grammar",
    Severity.MINOR,
    area="form",
    scope="document",
    limits=_limits,
    examples=[
        Example("A guard said no. She waved.", "Eine Wärterin verneinte. Sie winkte."),
        Example("A guard said no. He waved.", "Ein Wärter verneinte. Er winkte."),
        Example("A guard said no. They waved.", "Ein Wärter verneinte. Sie winkten."),
        Example("The victim said no. She waved.", "Das Opfer verneinte. Sie winkte."),
        Example("The guard ran. She waved.", "Der Wärter lief. Sie winkte."),
        Example(
            "A harbour guard said no. She waved.", "Ein Hafenwärter verneinte. Sie winkte.", ("Ein Hafenwärter", "Sie")
        ),
        Example("The guard said no. He waved.", "Die Wärterin verneinte. Er winkte.", ("Die Wärterin", "Er")),
        Example(
            "The First Minister has confirmed it.\nShe pointed out that nothing is lost.",
            "Der Erste Minister hat es bestätigt.\nSie wies darauf hin, dass nichts verloren ist.",
            ("Der Erste Minister",),
            ("en-GB", "de-AT"),
        ),
    ],
)
def gender_switch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the noun of a person with the pronoun at the beginning of the next sentence."""
    source, target = language(context.source_base).persons, language(context.target_base).persons
    assert source is not None
    assert target is not None
    for first, second in pairwise(_sentences(segments, context, source.speaking)):
        if first is None or second is None or not re.match(source.speaking, first.source):
            continue
        switch = _switch(first.target, second, source, target)
        if switch is not None:
            subject, pronoun = switch
            spans = [Span("target", first.start, first.start + len(subject))]
            if second.segment is first.segment:
                spans.append(Span("target", second.start, second.start + len(pronoun)))
            message = f"“{subject}” and the pronoun “{pronoun}” of the next sentence have different genders"
            yield first.segment, Hit(message, tuple(spans))


def _switch(first: str, second: Sentence, source: Persons, target: Persons) -> tuple[str, str] | None:
    """The subject and the pronoun of different gender, if the source has the gender of the pronoun."""
    for noun, said, pronoun in (
        (target.masculine, source.she, target.she),
        (target.feminine, source.he, target.he),
    ):
        subject, found = re.match(noun, first), re.match(pronoun, second.target)
        if subject and found and re.match(said, second.source):
            return subject[0], found[0]
    return None


def _sentences(segments: Sequence[Segment], context: Context, speaking: str) -> Iterator[Sentence | None]:
    """The sentences with their translations; `None` where the numbers of sentences in a segment differ.

    Also `None` for a segment in which nobody can speak, unless somebody did in the sentence before.
    """
    spoken = False
    for segment in segments:
        if not spoken and not re.search(speaking, segment.source):
            yield None
            continue
        found = list(_of_segment(segment, context))
        yield from found
        if found:
            spoken = found[-1] is not None and re.match(speaking, found[-1].source) is not None


def _of_segment(segment: Segment, context: Context) -> Iterator[Sentence | None]:
    """The sentences of a segment with their translations; one `None` if their numbers differ."""
    sources = sentences.places(segment.source, context.source_lang)
    targets = sentences.places(segment.target, context.target_lang)
    if len(sources) != len(targets):
        yield None
        return
    for (source_start, source_end), (start, end) in zip(sources, targets, strict=True):
        text = segment.source[source_start:source_end].lstrip(LEADING_MARKS)
        skipped = end - start - len(segment.target[start:end].lstrip(LEADING_MARKS))
        yield Sentence(segment, text, start + skipped, end)
