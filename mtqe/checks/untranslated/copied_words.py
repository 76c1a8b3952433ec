"""Words that were copied from the source and are foreign to the target language; for the check untranslated-words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from mtqe.checks.shared import foreign_words
from mtqe.language import identify, words
from mtqe.language.lang import anywhere, language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word

LONGEST = 4
"""Words: of the longest run that is reported here; a longer one is left to untranslated-segment."""
SHORTEST_RUN = 3
"""Words: of the shortest run that is reported even if no word is very frequent; a shorter one may be a loan (`happy
hour`). Measured with bench/artifacts.py."""
SHORTEST_STEM = 4
"""Letters: of a name before its last letter, at least, which another form of it keeps. Measured with
bench/articles.py."""
QUOTATION = 4
"""Words: of the shortest quotation that may have been translated."""
TRANSLATED = 0.5
"""Share: of a quotation's words below which it counts as translated and not as copied."""
_LETTERS = r"[\u0370-\u1cff\u3040-\ua63f\ua8e0-\ud7ff\uf900-\ufaff]"
_OTHER_SCRIPT = late(rf"{_LETTERS}+(?: {_LETTERS}+)*")
# Characters before a word that is not part of an address or a compound. The empty text is the start of the text.
_BEFORE = frozenset(["", *' \u00a0\n\t"“„»«‘‚([–—'])
_JOINS = frozenset("/\\_@#='’:-‐")
_CODE = late(r"[=^<>{}*\\|、]|\s\.\w")
"""Signs of formulas, commands and lists, whose words are kept: `y = a + bx`, `http、ftp、file`."""
_BESIDE = " \u00a0'’‘\"“”„"
"""Spaces and marks between the words of a name: `Masters' and Mistresses' Conference`."""
_APOSTROPHE = late("['’]")
_ELIDED = late(r"^\w{1,5}['’](?=[A-ZÀ-Þ])")
"""An article or preposition that lost its vowel before a name: *l'Agency* in Italian, *d'Agency* in French."""
_BRACKETS = late(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】")

Stretch = tuple[int, int]
"""Start and end of a stretch of text: code points, half-open."""
Pair = tuple[str, str]
"""Primary tags of the source and the target language."""


def stretches(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Stretch]:
    """Copied words of a translation that are foreign to the target language, from left to right."""
    text = _running(target, source, TRANSLATED)
    if any(bracket in text for bracket in "([（【"):
        text = words.blanked(text, _BRACKETS)
    if not language(source_lang).is_latin:
        for match in _OTHER_SCRIPT.finditer(text):
            if match[0] in source and len(words.words(match[0])) <= LONGEST and re.search(r"\w", match[0]):
                yield match.span()
        return
    source_text = _running(source, target)
    if not _may_have(text, source_text, source, (source_lang, target_lang)):
        return
    if words.copied(words.masked(source), text) >= identify.COPIED:
        return  # untranslated-segment reports it
    target_words, source_words = words.words(text), words.words(source_text)
    vocabulary = {word.text for word in source_words} | {word.key for word in _sentence_openers(source_words, source)}
    if _APOSTROPHE.search(source):
        vocabulary |= {_bare(word) for word in vocabulary if "'" in word or "’" in word}
    if not language(target_lang).is_latin:
        yield from _latin(target_words, vocabulary, target, source_lang)
        return
    vocabulary |= {word for word in words.texts(source) if word[0].isupper()}  # names, also in quotation marks
    if foreign_words.tells_nouns(source_lang, target_lang):
        yield from _nouns(target_words, vocabulary, target, (source_lang, target_lang))
    run: list[int] = []
    for place, word in enumerate(target_words):
        if (place == 0 or word.text in vocabulary) and _is_copied(place, target_words, vocabulary):
            run.append(place)
        elif run:
            yield from _reported_stretch(run, target_words, vocabulary, target, (source_lang, target_lang))
            run = []
    if run:
        yield from _reported_stretch(run, target_words, vocabulary, target, (source_lang, target_lang))


def _may_have(text: str, source_text: str, source: str, langs: Pair) -> bool:
    """Whether a translation may have such words: it shares a word with its source that may be reported."""
    target_texts = words.texts(text)
    vocabulary = {*words.texts(source_text), *words.keys(source_text)}
    if _APOSTROPHE.search(source):
        vocabulary |= {_bare(word) for word in vocabulary if "'" in word or "’" in word}
    shared = vocabulary.intersection(target_texts)
    if target_texts and target_texts[0].lower() in vocabulary:
        shared.add(target_texts[0])
    if not language(langs[1]).is_latin:
        return bool(shared)
    if foreign_words.tells_nouns(*langs) and not all(map(words.is_plain, shared)):
        return True
    first = target_texts[:1]
    return any(
        foreign_words.is_foreign(word, *langs) or foreign_words.is_common_word(words.key(word), *langs)
        for word in shared
        if word in first or words.is_plain(word)
    )


def _running(text: str, other_side: str, copied_limit: float = 2.0) -> str:
    """The running text of one side, without quotations that were kept.

    A quotation is blanked if it is short, since it may be a name, or if at least the share `copied_limit` of its words
    is on the other side.
    """
    text = words.masked(text)
    kept = []
    for start, end in words.quoted(text):
        inside = words.keys(text[start:end])
        if len(inside) < QUOTATION or words.copied_share(words.keys(other_side), inside) >= copied_limit:
            kept.append((start, end))
    return words.without(text, kept) if kept else text


def _sentence_openers(source_words: Sequence[Word], text: str) -> Iterator[Word]:
    """Words that have a capital only because a sentence begins with them."""
    for word in source_words:
        if word.text == word.key:
            continue  # it has no capital
        before = text[: word.start].rstrip(" \u00a0\"“”„«‘'")
        if (not before or before[-1] in ".!?:\n") and word.text[1:].islower():
            yield word


def _latin(target: Sequence[Word], source: set[str], text: str, lang: str) -> Iterator[Stretch]:
    """Copied Latin words in a text of another script.

    Names, terms and abbreviations are in Latin letters on purpose.
    """
    for is_copied, group in groupby(range(len(target)), lambda place: _is_copied(place, target, source)):
        run = list(group)
        if not is_copied or len(run) > LONGEST:
            continue
        neighbours = [target[place].text for place in (run[0] - 1, run[-1] + 1) if 0 <= place < len(target)]
        start, end = target[run[0]].start, target[run[-1]].end
        joined = text[max(0, start - 1) : start] in _JOINS or text[end : end + 1] in _JOINS
        if joined or any(word[0].isascii() and not word.isdigit() for word in neighbours):
            continue
        if _CODE.search(text, start, end) or all(target[place].text.isupper() for place in run):
            continue
        if len(run) >= SHORTEST_RUN or any(foreign_words.is_function_word(target[place].key, lang) for place in run):
            yield start, end


def _nouns(target: Sequence[Word], source: set[str], text: str, langs: Pair) -> Iterator[Stretch]:
    """Copied nouns of a source language that writes all nouns with a capital."""
    for before, word, after in zip([None, *target], target, [*target[1:], None], strict=False):
        joined = text[word.end : word.end + 1] in _JOINS or text[word.start - 1 : word.start] not in _BEFORE
        followed = after is not None and after.text[0].isupper() and not text[word.end : after.start].strip()
        if word.text not in source or followed or (joined and word.start):
            continue
        if before and text[before.end : word.start].strip():
            before = None  # a clause begins here
        if before is None or (before.start and before.text[0].isupper() and before.text not in source):
            is_foreign = foreign_words.is_derived_noun(word.text, before.key if before else "", *langs)
        else:
            is_foreign = foreign_words.is_foreign_noun(word.text, before.text if before.start else before.key, *langs)
        if is_foreign:
            yield word.start, word.end


def _is_copied(place: int, target: Sequence[Word], source: set[str]) -> bool:
    """Whether a word is in the source and does not look like a name; the first word of a text may have a capital."""
    word = target[place].text
    if place == 0 and len(target) > 1 and (words.is_plain(target[1].text) or target[1].start > target[0].end + 1):
        return not {word, word.lower()}.isdisjoint(source)
    return word in source and words.is_plain(word)


def _reported_stretch(
    run: list[int], target: Sequence[Word], source: set[str], text: str, langs: Pair
) -> Iterator[Stretch]:
    """The stretch from the first to the last foreign word in a run of copied words, if the run is to be reported."""
    common = {place for place in run if _is_common(place, target, source, text, langs)}
    if run[0] == 0 and 0 not in common and not foreign_words.is_foreign(target[0].text, *langs):
        run = run[1:]  # a name more often than not
    marked = [place for place in run if place in common or foreign_words.is_foreign(target[place].text, *langs)]
    if marked[:1] == [1] and foreign_words.is_foreign(target[0].key, *langs) and not target[0].text.islower():
        marked, run = [0, *marked], [0, *run]
    if len(marked) < SHORTEST_RUN and not foreign_words.reports_single(langs[1]):
        frequent = [
            place for place in marked if place in common or foreign_words.is_function_word(target[place].key, langs[0])
        ]
        marked = marked if len(marked) > 1 and frequent else frequent
    if " ".join(target[place].key for place in run) in anywhere("adopted"):
        return
    if not marked or len(run) > LONGEST or _is_in_name(run, target, source, text) or _is_adopted(run, target, source):
        return
    start, end = target[marked[0]].start, target[marked[-1]].end
    if text[max(0, start - 1) : start] in _BEFORE and text[end : end + 1] not in _JOINS:
        yield start, end


def _is_common(place: int, target: Sequence[Word], source: set[str], text: str, langs: Pair) -> bool:
    """Whether a word is frequent in the source language and no neighbour may belong to a name."""
    return foreign_words.is_common_word(target[place].key, *langs) and not any(
        _name_neighbours(place, place, target, source, text)
    )


def _is_in_name(run: list[int], target: Sequence[Word], source: set[str], text: str) -> bool:
    """Whether a run is between two capitalised words of the source, as in a title, or before two of them.

    A name is inflected at one end (`Newportu on the Levee`). Two inflected neighbours are two names.
    """
    before, after = _name_neighbours(run[0], run[-1], target, source, text)
    if after and run[0] and run == [run[-1]] and target[run[0]].key in anywhere("name_particles"):
        return True  # the Fragrance Shop
    if after and not run[0] and target[0].text in source and target[0].key not in source:
        return True  # "While Save the Children ..." -> "Save the Children ..."
    if before == after:
        return before
    place = run[-1] + 1 if before else run[0] - 1
    if not 0 <= place < len(target):
        return False
    word, run_end = target[place], target[run[-1]].end
    between = text[run_end : word.start] if before else text[word.end : target[run[0]].start]
    return not between.strip() and _is_inflected_name(word.text, source)


def _name_neighbours(first: int, last: int, target: Sequence[Word], source: set[str], text: str) -> tuple[bool, bool]:
    """Whether the word before and the word after a run are capitalised source words, with only space between."""
    before = first > 0 and not text[target[first - 1].end : target[first].start].strip(_BESIDE)
    after = last + 1 < len(target) and not text[target[last].end : target[last + 1].start].strip(_BESIDE)
    return (
        before and _is_name(target[first - 1].text, source),
        after and _is_name(target[last + 1].text, source),
    )


def _is_name(word: str, source: set[str]) -> bool:
    word = _ELIDED.sub("", word)
    return word[0].isupper() and not {_bare(word), _bare(word).lower()}.isdisjoint(source)


def _is_inflected_name(word: str, source: set[str]) -> bool:
    """Whether a word has a capital and begins as a name of the source does."""
    stems = (name[:-1] for name in source if len(name) > SHORTEST_STEM and name[0].isupper())
    return word[0].isupper() and any(map(word.startswith, stems))


def _is_adopted(run: list[int], target: Sequence[Word], source: set[str]) -> bool:
    """Whether the word before a run was given a capital in the translation, as in `Fait accompli`, a noun in German."""
    before = target[run[0] - 1].text if run[0] > 1 else ""
    return before[:1].isupper() and before not in source and before.lower() in source


def _bare(word: str) -> str:
    """The word up to an English or French apostrophe."""
    return _APOSTROPHE.split(word, 1)[0]
