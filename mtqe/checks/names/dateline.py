"""Compares the datelines of reports: *LONDON – The bank ...*, *Paris (dpa) – Die Bank ...*."""

from __future__ import annotations

import re

from mtqe.checks.names.atlas import NONE, atlas, share_place
from mtqe.checks.names.finder import Side
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.spelling_similarity import likeness
from mtqe.checks.shared import confidence
from mtqe.language.lang import language
from mtqe.language.sound import fold

_IN_CAPITALS = re.compile(r"([^\W\d_a-zß-ÿ]{3,}(?:[ .'’-]+[^\W\d_a-zß-ÿ]+)*)(?:, [^–—:]{2,25})? ?(?:[–—]|--?|:)\s")
_IN_ANY_CASE = re.compile(r"[\s.…]*([^\W\d_]{3,}(?:[ '’-][^\W\d_]{2,}){0,3})(?:[,.(] ?[^–—:]{2,25})? ?(?:[–—]|--?|:)\s")


def dateline(source: Side, target: Side) -> list[Mismatch]:
    """Return the mismatch of the datelines if that of the source is in capitals and the places differ."""
    if language(source.lang).spaceless or language(target.lang).spaceless:
        return []
    source_line, target_line = _IN_CAPITALS.match(source.text), _IN_ANY_CASE.match(target.text)
    if not source_line or not target_line:
        return []
    if not target_line[1].isupper() and not _places(target_line[1], target.lang):
        return []
    if share_place(_places(source_line[1], source.lang), _places(target_line[1], target.lang)):
        return []
    source_words, target_words = source_line[1].casefold().split(), target_line[1].casefold().split()
    alike = (
        likeness(fold(source_word), fold(target_word)) for source_word in source_words for target_word in target_words
    )
    return [] if any(alike) else [Mismatch("swap", source_line.span(1), target_line.span(1), confidence.LIKELY)]


def _places(text: str, lang: str) -> frozenset[str]:
    """The places that the words of a dateline may name."""
    folded = [fold(word) for word in re.findall(r"[^\W\d_]+", text.casefold())]
    book = atlas(lang)
    return NONE.union(*(book.hinted(word) for word in folded)) | book.named(" ".join(folded))
