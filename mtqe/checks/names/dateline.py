"""The place that a report begins with: *LONDON – The bank ...*, *Paris (dpa) – Die Bank ...*."""

from __future__ import annotations

import re

from mtqe.checks.names.atlas import NONE, apart, atlas
from mtqe.checks.names.finder import Side
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.spelling_similarity import likeness
from mtqe.checks.shared import confidence
from mtqe.lang import language
from mtqe.text.sound import fold

_CAPITALS = re.compile(r"([^\W\d_a-zß-ÿ]{3,}(?:[ .'’-]+[^\W\d_a-zß-ÿ]+)*)(?:, [^–—:]{2,25})? ?(?:[–—]|--?|:)\s")
_ANY = re.compile(r"[\s.…]*([^\W\d_]{3,}(?:[ '’-][^\W\d_]{2,}){0,3})(?:[,.(] ?[^–—:]{2,25})? ?(?:[–—]|--?|:)\s")


def dateline(source: Side, target: Side) -> list[Mismatch]:
    """The places at the beginning, if the source has one in capitals and the translation another one."""
    if language(source.lang).spaceless or language(target.lang).spaceless:
        return []
    was, now = _CAPITALS.match(source.text), _ANY.match(target.text)
    if not was or not now:
        return []
    if not now[1].isupper() and not _places(now[1], target.lang):
        return []
    if not apart(_places(was[1], source.lang), _places(now[1], target.lang)):
        return []
    words, others = was[1].casefold().split(), now[1].casefold().split()
    alike = (likeness(fold(one), fold(other)) for one in words for other in others)
    return [] if any(alike) else [Mismatch("swap", was.span(1), now.span(1), confidence.LIKELY)]


def _places(text: str, lang: str) -> frozenset[str]:
    """The places that words in capitals may name."""
    folded = [fold(word) for word in re.findall(r"[^\W\d_]+", text.casefold())]
    book = atlas(lang)
    return NONE.union(*(book.hinted(word) for word in folded)) | book.named(" ".join(folded))
