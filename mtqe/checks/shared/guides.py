"""Documents that speak to their reader or show program code: guides, manuals, advice.

Their sentences advise, so translators are free with what is no claim: *a roadmap that could help* is a helpful
roadmap. The article of a newspaper hardly ever says *you* outside quotations, and has no code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.model import Segment

SPOKEN = 0.2
"""Share: of the sentences of a document that speak to the reader, from which on it is a guide. Measured with
bench/projects.py."""
CODED = 0.1
"""Share: of the sentences of a document that have program code, from which on it is a manual."""
FEWEST = 5
"""Sentences: of the shortest document that shows whether it is a guide."""
SENTENCE = 4
"""Words: of the shortest text that counts as a sentence."""


def guides(segments: Iterable[Segment], lang: str) -> frozenset[str | None]:
    """The documents among some segments that speak to their reader or show code.

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
        if _is_guide([(segment, words.keys(_unquoted(segment.source))) for segment in group], reader)
    )


def _is_guide(texts: Iterable[tuple[Segment, Sequence[str]]], reader: frozenset[str]) -> bool:
    """Whether segments, each with the words outside its quotations, are those of a guide."""
    said = [(segment, keys) for segment, keys in texts if len(keys) >= SENTENCE]
    spoken = sum(not reader.isdisjoint(keys) for _, keys in said)
    coded = sum(any(code.kind == "literal" for code in segment.codes) for segment, _ in said)
    return len(said) >= FEWEST and (spoken >= SPOKEN * len(said) or coded >= CODED * len(said))


def _unquoted(text: str) -> str:
    """A text without its quotations, in which persons speak to each other."""
    return words.without(text, words.quoted(text))
