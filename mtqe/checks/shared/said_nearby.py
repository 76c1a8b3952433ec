"""Words of the source that the sentences before or after say as well, so that a pronoun can stand for them.

Translators write *it* for *the governor's rally*, where the sentence before has the rally. The reader loses nothing. So
a finding of an omission that marks nothing but such words, or few others, is minor. An addition stays: a name in the
place of *she* may be the wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context

NEARBY = 4
"""Segments: before and after the one with the finding, which may have the words. Measured with bench/articles.py."""
LONGEST = 8
"""Words: that a pronoun or a noun may stand for, at most. Measured with bench/articles.py."""
SAID = 0.75
"""Share: of the words that the sentences nearby have to have. The rest says how or where: *online*, *below*."""
STEM = 4
"""Letters: that two forms of a word share at least, beside three quarters of the longer one."""


def said_as_minor(
    hits: Iterable[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those that mark only words of the sentences nearby become minor; see the module."""
    places: dict[str, int] = {}
    for segment, hit in hits:
        if hit.severity is Severity.MAJOR and {span.side for span in hit.spans} == {"source"}:
            if not places:
                places = {item.id: place for place, item in enumerate(segments)}
            if _is_said(segment, hit, segments, places[segment.id], context):
                hit = replace(hit, severity=Severity.MINOR)
        yield segment, hit


def _is_said(segment: Segment, hit: Hit, segments: Sequence[Segment], place: int, context: Context) -> bool:
    marked = [key for span in hit.spans for key in words.keys(segment.source[span.start : span.end])]
    small = frozenset(language(context.source_base).frequent.function)
    content = {key for key in marked if key not in small and len(key) > 1}
    if not content or len(marked) > LONGEST or any(map(str.isdecimal, content)):
        return False
    nearby = [*segments[max(0, place - NEARBY) : place], *segments[place + 1 : place + 1 + NEARBY]]
    known = {key for item in nearby if item.doc == segment.doc for key in words.keys(item.source)}
    known.update(words.keys(segment.target))
    new = {key for key in content if not _is_known(key, known)}
    names = {word.key for word in words.words(segment.source) if not word.text.islower()}
    return new.isdisjoint(names) and len(new) <= (1 - SAID) * len(content)


def _is_known(key: str, known: set[str]) -> bool:
    """Whether a word, or another form of it, is known."""
    if key in known:
        return True
    stem = key[: max(STEM, len(key) * 3 // 4)]
    return len(key) > STEM and any(word.startswith(stem) for word in known)
