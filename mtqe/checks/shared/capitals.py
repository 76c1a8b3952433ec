"""What begins small in a translation and may, and whether a translation has lost its capitals altogether."""

from __future__ import annotations

import re

from mtqe.contracts import Context
from mtqe.lang import language
from mtqe.model import Segment

FEW, MANY = 4, 6
"""Words: that a translation has at least to be judged, and one from a language that has no capitals itself. By hand."""
_START = re.compile(r"[\s\"'“”„»«‘’‚¿¡]*([^\W\d_]+)(?![^\W\d_])(?!\s?[_\[(=:])(?!\s?\()")
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_][^\W_]*")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!?…。！？।؟][\"'”“’‘»)\]」』]*$")
_LABEL = re.compile(r"[ \u00a0\u202f]?:|[ \u00a0\u202f][–—-][ \u00a0\u202f]")
_NAMED = re.compile(
    r"[\"“]?(?!(?:The|An?|It|This|That|These|Those|There|He|She|They|We|You|What|Who|Which|Here)\b)[A-Z]\w*"
    r"(?:,? (?:and |or )?[A-Z]\w*)*(?: [(=–—-]|:| (?:is|are|means|represents|contains|defines|specifies|states|sets|"
    r"indicates|determines|refers|shows|must|can|may|The)\b)"
)
"""A source that begins with a name and explains it."""


def explained(word: str, end: int, segment: Segment, context: Context) -> bool:
    """Whether the first word of a translation names what the sentence explains, on both sides.

    A source in a script without capitals does not show a name, so that the translation has to.

    Args:
        word: The word.
        end: Where it ends.
        segment: The pair.
        context: The languages.
    """
    if not language(context.source_base).spaceless and not _NAMED.match(segment.source.lstrip()):
        return False
    never_names = language(context.target_base).sentences.never_names
    return _LABEL.match(segment.target, end) is not None or (bool(never_names) and word not in never_names)


def lost(segment: Segment, context: Context) -> bool:
    """Whether a translation has none, though its source begins with one and has more, and both are sentences.

    Where the source's script has no capitals it is enough that both are sentences: these begin with one.
    """
    target = segment.target.rstrip()
    if target != target.lower():
        return False
    source = segment.source.rstrip()
    ours, theirs = _START.match(target), _START.match(source)
    if not ours or not theirs or not ours[1].islower() or not (_ends(source) and _ends(target)):
        return False
    words = _WORD.findall(target)
    cased = sum(map(str.islower, words))
    if 2 * cased <= len(words):
        return False  # another script, with some words of this one
    if re.search(rf"(?<!\w){re.escape(ours[1])}(?!\w)", source) or explained(ours[1], ours.end(1), segment, context):
        return False
    first = theirs[1][0]
    if first.lower() == first.upper():
        return cased >= MANY
    others = {word for word in _CAPITALISED.findall(source) if word[0].isupper()} - {theirs[1]}
    return first.isupper() and cased >= FEW and len(others) > 0


def _ends(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _SENTENCE.search(text[-6:]) is not None
