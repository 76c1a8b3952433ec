"""Finds the mismatches of names in a document. All pairs are evidence for each pair.

They are names that became other ones, datelines with different places (*LONDON – The bank ...*, *Paris (dpa) – ...*),
and names that the translation spells in two ways: mostly *Selenskyj*, once *Zelenskij*.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mtqe.checks.names.atlas import NONE, atlas, share_place
from mtqe.checks.names.counterparts import evidence
from mtqe.checks.names.exchanged import exchanges
from mtqe.checks.names.finder import Side, Token, is_name, read
from mtqe.checks.names.matching import Mismatch, compare
from mtqe.checks.names.software_manuals import is_manual, is_name_error
from mtqe.checks.names.spelling_similarity import edits, likeness, similarity
from mtqe.checks.shared import confidence
from mtqe.checks.shared.lemmas import lexicon
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sound import fold

SHORTEST = 5
"""Letters: of the shortest name that is compared. Shorter names resemble too many words."""
LEAST_SIMILARITY = 0.6
"""Similarity: of the least similar word that counts as rendering of a name."""
_IN_CAPITALS = late(r"([^\W\d_a-zß-ÿ]{3,}(?:[ .'’-]+[^\W\d_a-zß-ÿ]+)*)(?:, [^–—:]{2,25})? ?(?:[–—]|--?|:)\s")
_IN_ANY_CASE = late(r"[\s.…]*([^\W\d_]{3,}(?:[ '’-][^\W\d_]{2,}){0,3})(?:[,.(] ?[^–—:]{2,25})? ?(?:[–—]|--?|:)\s")


def examine(
    pairs: Sequence[tuple[str, str]], source_lang: str, target_lang: str, only_exchanged: bool = False
) -> list[list[Mismatch]]:
    """Return the mismatches of each pair of a document.

    Args:
        pairs: The sources and translations of the document.
        source_lang: Primary tag of the language of the sources.
        target_lang: Primary tag of the language of the translations.
        only_exchanged: Whether only names that became another name of the document count.
    """
    sides: list[tuple[Side, Side]] = [
        (read(source, source_lang), read(target, target_lang)) for source, target in pairs
    ]
    document = evidence(sides)
    mismatches = exchanges(sides)
    if not only_exchanged:
        mismatches = [
            _with_exchanged(dateline(*pair) + compare(*pair, document, at) + misspelt, exchanged)
            for at, (pair, misspelt, exchanged) in enumerate(zip(sides, spellings(sides), mismatches, strict=True))
        ]
    if not any(mismatches) or not is_manual(sides):
        return mismatches
    return [
        [mismatch for mismatch in of_pair if is_name_error(mismatch, *pair, document)]
        for of_pair, pair in zip(mismatches, sides, strict=True)
    ]


def _with_exchanged(mismatches: list[Mismatch], exchanged: Sequence[Mismatch]) -> list[Mismatch]:
    """Add exchanged names to other mismatches. They replace what is said of the same names with less evidence."""
    for new in exchanged:
        if not any(
            old.kind == "swap" and (_overlap(old.source, new.source) or _overlap(old.target, new.target))
            for old in mismatches
        ):
            mismatches = [
                old for old in mismatches if not (_overlap(old.source, new.source) or _overlap(old.target, new.target))
            ]
            mismatches.append(new)
    return mismatches


def _overlap(first: tuple[int, int] | None, second: tuple[int, int] | None) -> bool:
    return bool(first and second and first[0] < second[1] and second[0] < first[1])


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


@dataclass(frozen=True, slots=True)
class _Rendering:
    """A name of a source and the word for it in the translation."""

    segment: int
    name: Token
    target: Token


def spellings(pairs: Sequence[tuple[Side, Side]]) -> list[list[Mismatch]]:
    """Return, for each pair, the names that the other pairs spell differently. Inflected forms do not count.

    Names that a translation copies from the source are left to the comparison with the source.
    """
    mismatches: list[list[Mismatch]] = [[] for _ in pairs]
    renderings: dict[str, list[_Rendering]] = defaultdict(list)
    for number, (source, target) in enumerate(pairs):
        if not (
            language(source.lang).spaceless
            or language(target.lang).spaceless
            or source.in_capitals
            or target.in_capitals
        ):
            for rendering in _renderings(number, source, target):
                renderings[rendering.name.fold].append(rendering)
    source_words = {token.text for source, _ in pairs for token in source.tokens if token.capital}
    for of_name in renderings.values():
        forms = Counter(rendering.target.text for rendering in of_name)
        usual, n_usual = forms.most_common(1)[0]
        if n_usual < 2 or usual in source_words:
            continue
        for rendering in of_name:
            text, target = rendering.target.text, pairs[rendering.segment][1]
            is_rare = 3 * forms[text] <= n_usual or forms[text] == 1
            if (
                is_rare
                and text not in source_words
                and usual not in target.text
                and _is_different_spelling(text, usual, target.lang)
            ):
                places = (rendering.name.start, rendering.name.end), (rendering.target.start, rendering.target.end)
                mismatches[rendering.segment].append(
                    Mismatch("spelling", *places, confidence.LIKELY, usual_spelling=usual)
                )
    return mismatches


def _renderings(number: int, source: Side, target: Side) -> list[_Rendering]:
    source_folds = {token.fold for token in source.tokens}
    candidates = [token for token in target.tokens if token.capital and len(token.text) >= SHORTEST]
    renderings: list[_Rendering] = []
    for name in source.tokens:
        if len(name.text) < SHORTEST or not name.capital or not candidates or not is_name(name, source.lang):
            continue
        best = max(candidates, key=lambda token: similarity(name.fold, token.fold))
        if similarity(name.fold, best.fold) >= LEAST_SIMILARITY and (
            best.fold == name.fold or best.fold not in source_folds
        ):
            renderings.append(_Rendering(number, name, best))
    return renderings


def _is_different_spelling(text: str, usual: str, lang: str) -> bool:
    """Whether a word is another spelling of the usual one, not an inflected form or a word of the language."""
    form, usual_form = text.casefold(), usual.casefold()
    shortest = min(len(form), len(usual_form))
    shared = next((at for at in range(shortest) if form[at] != usual_form[at]), shortest)
    ending = 3 if language(lang).names.endings == "cases" else 2
    if shared >= shortest - ending or form in usual_form or usual_form in form:
        return False
    return edits(form, usual_form) <= 1 + (shortest > 6) and not lexicon(lang).known(text)
