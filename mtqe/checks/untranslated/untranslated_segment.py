"""The translation, or a long stretch of it, is a copy of the source.

## What it does

Marks the whole translation when at least four fifths of its words come from the source and it is in the source
language. This is critical from six words on. Otherwise marks each stretch of five or more words in a row that were
copied, are in the source language and include common words.

The output and the code of programs may stay, and so may a line that names an author and the title of a page.

A copy is minor where text of similar length without a counterpart is next to it: pages often keep the original
words of a quotation beside their translation. So is a copied term of up to four words that a translated sentence of
the document keeps, too.

Case, spaces and punctuation do not count. Names, titles, numbers, addresses, placeholders, code and single words may be
the same in both languages. Short quotations may be kept, and so may the title of a work that the page marks as one
(`<cite>`).

## Why it is bad

The reader gets a sentence in a foreign language. Metrics that compare words or embeddings with the source give such a
copy a high score, so no average shows it.

## Known problems

- A text of one word is never marked, and neither is a headline with a capital on every word. A text of two words is
  marked only as a label of a program, where one word is written small and only the source language has it. The same is
  enough for labels of three to seven words.
- Where the language identifier does not know one of the languages, only exact copies with four common words are marked.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from mtqe.checks.shared import kept_originals, lemmas, program_texts, spelled_out
from mtqe.checks.untranslated import identifiable, literals
from mtqe.language import identify, program_code, words
from mtqe.language.late_patterns import late
from mtqe.language.words import Word
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

SHORTEST_WORD = 4
"""Letters: of a word that shows that a label was not translated."""
SHORTEST_STRETCH = 5
"""Words: of the shortest copied stretch."""
_SHARED_STRETCH = b"\1" * SHORTEST_STRETCH
"""As many words in a row that the source has, a byte for each."""
LONGEST_QUOTATION = 12
"""Words: of the longest quotation that may be copied."""
LONGEST_TERM = 4
"""Words: of the longest term that translations may keep."""
_BETWEEN_TERMS = late(r"[/|(),;:]")
FEWEST_VALUES = 4
"""Words: of the shortest list of values that are kept."""
LONGEST_GAP = 2
"""Words: between two copied stretches that are one."""
_LISTED = late(r"[、，]|(?<=[A-Za-z])\s*[和と及或]\s*(?=[A-Za-z])")
"""Separators between the items of a list in Chinese and Japanese."""
MOST_PLACES = 8
"""Places: in the source that are tried for a phrase; a text that repeats one word has thousands."""
_CODE = late(r"[={}<>|\\_`]|\w\(")
NEAR = 100
"""Characters: before a stretch in which the bracket that opens may stand."""
_OPENED = late(r"[\[(［（【]\s*\Z")
_CLOSED = late(r"\s*[\])］）】]")


KEEPING = 5
"""Translations: that keep a word of their sources which is therefore a word of the target language, too: *torrent*."""
OTHER_LANGUAGE = 0.7
"""Lead: of another language than the source's, from which on a label was written in that language, as the name of a
language in itself is (*Norsk bokmål*)."""


def _limits(context: Context) -> str | None:
    return "source and translation are in the same language" if identifiable.is_same_language(context) else None


@check(
    "ACC102",
    "untranslated-segment",
    "accuracy/untranslated",
    Severity.MAJOR,
    area="language",
    core=True,
    scope="document",
    per_segment=True,
    nearby=True,
    limits=_limits,
    examples=[
        Example("The bridge was closed on Monday.", "Die Brücke wurde am Montag gesperrt."),
        Example("Maria van der Berg, Rotterdam", "Maria van der Berg, Rotterdam"),
        Example("https://example.org/the/road/to/the/sea", "https://example.org/the/road/to/the/sea"),
        Example("The Tale of the Golden Fox", "The Tale of the Golden Fox"),
        Example("She sang “where the river meets the sea” twice.", "Sie sang zweimal „where the river meets the sea“."),
        Example(
            "The ferry will not leave before the storm is over.",
            "The ferry will not leave before the storm is over",
            ("The ferry will not leave before the storm is over",),
        ),
        Example("Nobody was hurt.", "Nobody was hurt.", ("Nobody was hurt.",)),
        Example("Save changes", "Save changes", ("Save changes",), meta=({"unit": "menu.save"},)),
        Example("Usage: tide [--now] [--port=NAME] FILE", "Usage: tide [--now] [--port=NAME] FILE"),
        Example(
            "The kinds are ebb, tidex, flood, moon-ebb, spring", "Die Arten sind ebb, tidex, flood, moon-ebb, spring"
        ),
        Example("Golden Lounge", "Golden Lounge", meta=({"unit": "menu.title"},)),
        Example("Open PDF harbour", "Open PDF harbour", ("Open PDF harbour",), meta=({"unit": "menu.save"},)),
        Example("{n, plural, other{sails}}", "{n, plural, other{sails}}", meta=({"unit": "menu.save"},)),
        Example("Ton in Stereo", "Ton in Stereo", langs=("en", "de"), meta=({"unit": "menu.save"},)),
        Example(
            "Nobody was hurt, but the owners of the shop lost all their savings, the mayor said.",
            "Niemand wurde verletzt, but the owners of the shop lost all their savings, sagte der Bürgermeister.",
            ("but the owners of the shop lost all their savings",),
        ),
        Example(
            "Der Zug nach Bern fährt heute nicht.",
            "Der Zug nach Bern fährt heute nicht.",
            ("Der Zug nach Bern fährt heute nicht.",),
            ("de", "fr"),
        ),
        Example("Type red, blue, green, white or black.", "可输入red、blue、green、white或black。", langs=("en", "zh")),
        Example("桥梁于周一关闭。", "桥梁于周一关闭。", ("桥梁于周一关闭。",), ("zh", "en")),
    ],
)
def untranslated_segment(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark copies of the source, whole or in stretches."""
    found = [(segment, hit) for segment in segments for hit in _copied(segment, context)]
    if not found:
        return
    beside_translation = kept_originals.with_translation(segments)
    terms = _Terms(segments, context)
    for segment, hit in found:
        if segment.id in beside_translation:
            message = "the translation is a copy of the source; the text next to it may be its translation"
            yield segment, replace(hit, message=message, severity=Severity.MINOR)
        elif terms.are_kept(segment):
            message = "the translation is a copy of the source; other translations keep its words, too"
            yield segment, replace(hit, message=message, severity=Severity.MINOR)
        else:
            yield segment, hit


class _Terms:
    """The words that the translations of some segments keep as they are in their sources.

    Args:
        segments: The segments.
        context: The languages.
    """

    def __init__(self, segments: Sequence[Segment], context: Context) -> None:
        self._segments = segments
        self._context = context

    @functools.cached_property
    def _translated(self) -> list[tuple[str, str]]:
        """The words of both sides of the segments that were translated, each between spaces."""
        return [
            (_spaced(segment.source), _spaced(segment.target))
            for segment in self._segments
            if segment.target.strip() and words.copied(segment.source, segment.target) < identify.COPIED
        ]

    def are_kept(self, segment: Segment) -> bool:
        """Whether a copy is a term that a translation keeps, perhaps with an abbreviation: *Low tide mark / LTM*."""
        if segment.source.strip() != segment.target.strip():
            return False
        if self._has_only_kept_words(segment):
            return True
        parts = [part.strip() for part in _BETWEEN_TERMS.split(segment.target) if words.words(part)]
        terms = [part for part in parts if len(words.words(part)) > 1]
        return bool(terms) and all(self._is_kept(part) if part in terms else not words.is_plain(part) for part in parts)

    def _has_only_kept_words(self, segment: Segment) -> bool:
        """Whether each word of a label is in the lemma data of the target language or is kept by other translations."""
        if not program_texts.is_label(segment):
            return False
        target = lemmas.lexicon(self._context.target_base)
        new = [
            key
            for word in words.words(words.masked(segment.target))
            if not (target.known(key := word.key) or target.known(word.text))
        ]
        return all(self._kept[key] >= KEEPING for key in new)

    @functools.cached_property
    def _kept(self) -> Counter[str]:
        """How many translations keep each word of their sources."""
        return Counter(
            key for source, target in self._translated for key in set(source.split()).intersection(target.split())
        )

    def _is_kept(self, text: str) -> bool:
        term = _spaced(text)
        is_short = len(words.words(text)) <= LONGEST_TERM
        return is_short and any(term in source and term in target for source, target in self._translated)


def _spaced(text: str) -> str:
    return f" {' '.join(words.keys(text))} "


def _copied(segment: Segment, context: Context) -> Iterator[Hit]:
    """The copies of the source in a translation."""
    if literals.is_attribution(segment.target) or program_code.is_code(segment.source):
        return
    if program_code.is_usage(segment.source):
        return
    source_text, target_text = words.masked(segment.source), words.masked(segment.target)
    length = len(words.keys(target_text))
    if _is_copied_label(segment, context):
        yield Hit("the translation is a copy of the source", words.whole_span("target", segment.target))
        return
    if length < 3:
        return
    share = words.copied(source_text, target_text)
    copied = round(share * length)
    if copied < min(SHORTEST_STRETCH, 3):
        return
    if share < identify.COPIED and not (copied >= SHORTEST_STRETCH and _may_share(source_text, target_text)):
        return
    target = words.words(target_text)
    source = words.words(source_text)
    if share >= identify.COPIED and identify.is_copy(
        source, target, segment.target, context.source_base, context.target_base
    ):
        severity = Severity.CRITICAL if len(target) >= 6 else None
        yield Hit("the translation is a copy of the source", words.whole_span("target", segment.target), severity)
        return
    if copied < SHORTEST_STRETCH:
        return
    for run in _copied_runs([word.key for word in source], target):
        start, end = run[0].start, run[-1].end
        text = segment.target[start:end]
        if (
            _is_prose(run, text)
            and not _are_values(text, context.source_base)
            and _is_running_text(segment.target, start, end)
            and not literals.is_cited(segment, start, end)
            and not spelled_out.is_within(segment.target, start, end)
            and not _is_name_with_loans(run, context.target_base)
            and identify.in_source_language(text, run, source, context.source_base, context.target_base)
        ):
            yield Hit(f"{len(run)} words in a row were copied from the source", (Span("target", start, end),))


def _is_copied_label(segment: Segment, context: Context) -> bool:
    """Whether a label was not translated: one word is written small, and only the source language has it.

    A label of two words must not have an abbreviation. In a longer one, figures and codes are no words.
    """
    if segment.source.strip() != segment.target.strip() or not program_texts.is_label(segment):
        return False
    text = words.masked(segment.target)
    if _CODE.search(text) or _is_of_other_language(text, context.source_base):
        return False
    every = words.words(text)
    label = [word for word in every if word.text.isalpha()]
    source, target = lemmas.lexicon(context.source_base), lemmas.lexicon(context.target_base)
    is_pair = len(every) == len(label) == 2 and not any(word.text.isupper() for word in label)
    return (is_pair or len(label) > 2) and any(
        words.is_plain(word.text)
        and len(word.text) >= SHORTEST_WORD
        and source.known(word.text)
        and not target.known(word.text)
        and not target.known(word.text.capitalize())
        for word in label
    )


def _is_of_other_language(text: str, source_lang: str) -> bool:
    """Whether the source of a copied label is clearly not in the source language, so that it may stay."""
    return identify.known(source_lang) and identify.best(text, source_lang)[1] >= OTHER_LANGUAGE


def _may_share(source: str, target: str) -> bool:
    """Whether so many words in a row are in the source, in whatever order, that a stretch may be copied."""
    return _SHARED_STRETCH in bytes(map(frozenset(words.keys(source)).__contains__, words.keys(target)))


def _copied_runs(source: list[str], target: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Stretches of at least five target words that the source has in the same order, across gaps of up to two words."""
    keys = [word.key for word in target]
    places: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(source) - SHORTEST_STRETCH + 1):
        places.setdefault(tuple(source[place : place + SHORTEST_STRETCH]), []).append(place)
    first = last = at = 0
    while at + SHORTEST_STRETCH <= len(keys):
        length = 0
        for start in places.get(tuple(keys[at : at + SHORTEST_STRETCH]), ())[:MOST_PLACES]:
            end = SHORTEST_STRETCH
            while start + end < len(source) and at + end < len(keys) and source[start + end] == keys[at + end]:
                end += 1
            length = max(length, end)
        if length:
            if last and at - last > LONGEST_GAP:
                yield target[first:last]
                first = at
            elif not last:
                first = at
            last = at + length
        at += length or 1
    if last:
        yield target[first:last]


def _is_prose(run: Sequence[Word], text: str) -> bool:
    """Whether a stretch is prose: neither a formula of single letters and digits nor a list of words that are kept."""
    if 2 * sum(len(word.text) > 1 and word.text.isalpha() for word in run) <= len(run):
        return False
    return not _LISTED.search(text) or max(len(words.words(item)) for item in _LISTED.split(text)) >= SHORTEST_STRETCH


def _is_name_with_loans(run: Sequence[Word], lang: str) -> bool:
    """Whether a stretch has a name, and words that the target language has, too: *Easy Harbour 6 database*."""
    plain = [word for word in run if words.is_plain(word.text)]
    known = lemmas.lexicon(lang)
    return 2 * len(plain) <= len(run) and known.has_data and all(known.known(word.text) for word in plain)


def _are_values(text: str, lang: str) -> bool:
    """Whether a stretch is a list of single words of which some are in no dictionary: names of formats or commands."""
    items = [item.strip() for item in text.split(",")]
    known = lemmas.lexicon(lang)
    return (
        len(items) >= FEWEST_VALUES
        and not any(any(map(str.isspace, item)) for item in items)
        and any(not all(known.known(word) for word in words.texts(item)) for item in items)
    )


def _is_running_text(target: str, start: int, end: int) -> bool:
    """Whether a stretch is running text: not code, not all of a bracket, not in a short quotation."""
    if _CODE.search(target, start, end):
        return False
    if _OPENED.search(target, max(0, start - NEAR), start) and _CLOSED.match(target, end):
        return False  # bracketed-residue reports it
    quotations = words.quoted(target)
    touched = quotations[bisect.bisect_right(quotations, start, key=lambda quotation: quotation[1]) :]
    return not any(
        len(target[first:last].split()) <= LONGEST_QUOTATION
        for first, last in itertools.takewhile(lambda quotation: quotation[0] < end, touched)
    )
