"""Decides from a whole text whether a glossary entry is the term where its source word stands.

A glossary holds everyday words, too. "page" with the rendering *Page* names a tab of one program; everywhere else a
page is a *Seite*. One segment does not show the difference. The whole text does: how often it has the wanted rendering
where it has the source word, and whether one other word stands in its place each time.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.shared.lemmas import fold, lexicon
from mtqe.checks.terms import glossary_terms, inflected, phrases
from mtqe.checks.terms.glossary_terms import Judgement
from mtqe.checks.terms.renderings import View, rendering, squeeze
from mtqe.language.lang import language
from mtqe.model import Segment
from mtqe.registry.contracts import Context

FEW_SEGMENTS = 4
"""Segments: the most with the source word that show nothing if none of them has the rendering. Measured with
bench/pooled_terms.py."""
UNUSED_TO = 0.1
"""Share: the most segments with the source word that have the rendering if the translator does not use it. Measured
with bench/pooled_terms.py."""
FOLLOWED_FROM = 0.6
"""Share: the fewest terms of a text that have their rendering if its translator followed the glossary. Measured with
bench/pooled_terms.py."""
KEPT_FROM = 0.5
"""Share: of the segments with the source word, more than this have the rendering where one other word in all the rest
is the wrong term. Measured with bench/pooled_terms.py."""
FEWEST_FOLLOWED = 20
"""Terms: of a text, the fewest that show whether its translator followed the glossary."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A segment without the rendering of a term, or all of them for an entry that is reported once.

    Args:
        segment: The segment; the first of them if the entry is reported once.
        judgement: The term in it.
        kept: How many segments have the rendering.
        places: How many segments have the source word.
        rival: The word that usually stands in place of the rendering, if there is one; as the text first has it.
        rivals: How many segments without the rendering have the rival.
        suggestion: The preferred rendering, in the form of the rival in this segment if that is certain.
        once: Whether this stands for all segments without the rendering.
        later: These segments after the first.
        is_serious: Whether the entry is a term nevertheless: the translator never uses it and always has the rival, or
            ignores the glossary.
    """

    segment: Segment
    judgement: Judgement
    kept: int
    places: int
    rival: str = ""
    rivals: int = 0
    suggestion: str | None = None
    once: bool = False
    later: tuple[Segment, ...] = ()
    is_serious: bool = False


def missing(segments: Sequence[Segment], context: Context) -> Iterator[Missing]:
    """The missing terms of a text; those of an entry that may be too broad only once."""
    entries: dict[str, list[tuple[Segment, Judgement]]] = {}
    for segment in segments:
        for item in glossary_terms.judge(segment, context):
            if item.state != "forbidden":
                entries.setdefault(fold(item.term), []).append((segment, item))
    places = sum(map(len, entries.values()))
    followed: bool | None = None
    if places >= FEWEST_FOLLOWED:
        kept = sum(item.state == "rendered" for entry in entries.values() for _, item in entry)
        followed = kept >= FOLLOWED_FROM * places
    words = _Words(segments, context.target_base)
    for entry in entries.values():
        yield from _missing(entry, words, followed)


def _missing(entry: list[tuple[Segment, Judgement]], words: _Words, followed: bool | None) -> Iterator[Missing]:
    """The missing terms of an entry.

    Args:
        entry: Its segments.
        words: The words of the text.
        followed: Whether the translator followed the glossary; `None` if the text is too short to tell.
    """
    lacking = [(segment, item) for segment, item in entry if item.state == "missing"]
    if not lacking:
        return
    kept, places = len(entry) - len(lacking), len(entry)
    first, judgement = lacking[0]
    without = tuple(segment for segment, _ in lacking)
    is_label = any(fold(judgement.term) == fold(text) for text in judgement.approved)
    rival, rivals = "", 0
    once = is_serious = False
    if kept or places > FEW_SEGMENTS:
        if not judgement.firm:
            rival, rivals = words.rival(without, judgement.term)
            is_unused = kept <= UNUSED_TO * places
            is_replaced = rivals > kept and not (is_label and is_unused)
            # A word that mostly has its rendering is the term; one other word in all the rest is then wrong.
            is_replaced_in_all = rival != "" and rivals == len({segment.id for segment in without})
            is_slip = is_replaced_in_all and kept > KEPT_FROM * places
            once = not is_slip and (followed is True or not is_replaced)
            is_serious = is_replaced and is_unused if followed else followed is False and not is_label
    else:
        once = is_label and followed is True and not judgement.firm
    if once:
        others = without[1:]
        yield Missing(first, judgement, kept, places, rival, rivals, None, True, others, is_serious)
        return
    for segment, item in lacking:
        form = words.in_form_of(rival, segment, item) if rival else None
        yield Missing(segment, item, kept, places, rival, rivals, form or item.suggestion)


class _Words:
    """The words of the translations of a document; read only if they are needed.

    Args:
        segments: The document.
        lang: Primary language tag of the translations.
    """

    def __init__(self, segments: Sequence[Segment], lang: str) -> None:
        self._segments = segments
        self._lang = lang
        self._spaceless = language(lang).spaceless

    @functools.cached_property
    def _in_document(self) -> Counter[str]:
        """How many segments of the document have each word."""
        return Counter(key for segment in self._segments for key in self._words(segment))

    def _words(self, segment: Segment) -> dict[str, str]:
        """The words of a translation, as written, by key; without spaces, its pairs of characters."""
        if self._spaceless:
            flat = squeeze(segment.target)[0]
            pairs = (flat[at : at + 2] for at in range(len(flat) - 1))
            return {pair: pair for pair in pairs if pair.isalpha()}
        return phrases.words_by_key(View(segment.target, lexicon(self._lang)))

    def _without_copies(self, segment: Segment, term: str) -> dict[str, str]:
        """The words of a translation that cannot be copies of other words of the source than the term."""
        source, term = fold(segment.source), fold(term)
        words = self._words(segment).items()
        return {key: word for key, word in words if fold(word) == term or fold(word) not in source}

    def rival(self, lacking: Sequence[Segment], term: str) -> tuple[str, int]:
        """The word that usually stands in place of a rendering, and in how many segments.

        The word is as first written; `""` in a language without spaces, where it is only a pair of characters.
        """
        words = [self._without_copies(segment, term) for segment in lacking]
        if len(words) < phrases.FEWEST_SEGMENTS:
            return "", 0
        counts = Counter(key for segment_words in words for key in segment_words)
        usual = phrases.usual_word(counts, self._in_document, len(words))
        if usual is None:
            return "", 0
        written = next(segment_words[usual] for segment_words in words if usual in segment_words)
        return "" if self._spaceless else written, counts[usual]

    def in_form_of(self, rival: str, segment: Segment, item: Judgement) -> str | None:
        """The preferred rendering in the form that the rival has in a segment, if that is certain."""
        view = View(segment.target, lexicon(self._lang))
        key = view.lex.keys(rival)[-1].lower()
        places = [place for place, keys in enumerate(view.keys) if keys[-1].lower() == key]
        if len(places) != 1:
            return None
        return inflected.instead_of(rendering(item.approved[0]), frozenset(places), view, item.plural)
