"""Documents that speak to their reader: guides, manuals, advice.

Their sentences advise, so translators are free with what is no claim: *a roadmap that could help* is a helpful
roadmap. The article of a newspaper hardly ever says *you* outside quotations.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.model import Segment

SPOKEN = 0.2
"""Share: of the sentences of a document that speak to the reader, from which on it is a guide. Measured with
bench/projects.py."""
FEWEST = 5
"""Sentences: of the shortest document that shows whether it is a guide."""
SENTENCE = 4
"""Words: of the shortest text that counts as a sentence."""


def guides(segments: Iterable[Segment], lang: str) -> frozenset[str | None]:
    """The documents among some segments that speak to their reader.

    Args:
        segments: Segments of one document or several; those of one must be adjacent.
        lang: Primary tag of the language of the source; without words for the reader, nothing is a guide.
    """
    persons = language(lang).persons
    reader = frozenset(persons.reader) if persons else frozenset()
    if not reader:
        return frozenset()
    return frozenset(
        doc
        for doc, group in groupby(segments, key=lambda segment: segment.doc)
        if _is_guide([segment.source for segment in group], reader)
    )


def _is_guide(sources: Iterable[str], reader: frozenset[str]) -> bool:
    said = [keys for source in sources if len(keys := words.keys(_unquoted(source))) >= SENTENCE]
    return len(said) >= FEWEST and sum(not reader.isdisjoint(keys) for keys in said) >= SPOKEN * len(said)


def _unquoted(text: str) -> str:
    """A text without its quotations, in which persons speak to each other."""
    return words.without(text, words.quoted(text))
