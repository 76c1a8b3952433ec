"""Where a translation may begin with a small letter, and whether it has lost all its capitals."""

from __future__ import annotations

import re

from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Segment
from mtqe.registry.contracts import Context

FEW, MANY = 4, 6
"""Words: of the shortest translation that is judged, and of the shortest from a script without capitals."""
_START = late(r"[\s\"'“”„»«‘’‚¿¡]*([^\W\d_]+)(?![^\W\d_])(?!\s?[_\[(=:])(?!\s?\()")
_CAPITALISED = late(r"(?<![^\W_])[^\W\d_][^\W_]*")
_WORD = late(r"[^\W\d_]+")
_SENTENCE = late(r"[.!?…。！？।؟][\"'”“’‘»)\]」』]*$")
_LABEL = late(r"[ \u00a0\u202f]?:|[ \u00a0\u202f][–—-][ \u00a0\u202f]")
_NAMED = late(
    r"[\"“]?(?!(?:The|An?|It|This|That|These|Those|There|He|She|They|We|You|What|Who|Which|Here)\b)[A-Z]\w*"
    r"(?:,? (?:and |or )?[A-Z]\w*)*(?: [(=–—-]|:| (?:is|are|means|represents|contains|defines|specifies|states|sets|"
    r"indicates|determines|refers|shows|must|can|may|The)\b)"
)
"""The beginning of a source that names something and explains it."""


def explained(word: str, end: int, segment: Segment, context: Context) -> bool:
    """Whether source and translation begin with a name and explain it, such as a parameter (`tide: The ...`).

    A script without capitals does not show names. With such a source only the translation has to do so.
    """
    if not language(context.source_base).spaceless and not _NAMED.match(segment.source.lstrip()):
        return False
    never_names = language(context.target_base).sentences.never_names
    return _LABEL.match(segment.target, end) is not None or (bool(never_names) and word not in never_names)


def lost(segment: Segment, context: Context) -> bool:
    """Whether a translation has no capitals, although source and translation are sentences.

    The source must begin with a capital and have another one. This does not apply to a script without capitals.
    """
    target = segment.target.rstrip()
    if target != target.lower():
        return False
    source = segment.source.rstrip()
    target_start, source_start = _START.match(target), _START.match(source)
    if not (target_start and source_start and _is_stopped(source) and _is_stopped(target)):
        return False
    if not target_start[1].islower():
        return False
    words = _WORD.findall(target)
    cased = sum(map(str.islower, words))
    if 2 * cased <= len(words):
        return False  # mostly another script, which has no case
    first_word = target_start[1]
    if re.search(rf"(?<!\w){re.escape(first_word)}(?!\w)", source):
        return False
    if explained(first_word, target_start.end(1), segment, context):
        return False
    first = source_start[1][0]
    if first.lower() == first.upper():
        return cased >= MANY
    later_capitals = {word for word in _CAPITALISED.findall(source) if word[0].isupper()} - {source_start[1]}
    return first.isupper() and cased >= FEW and len(later_capitals) > 0


def _is_stopped(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _SENTENCE.search(text[-6:]) is not None
