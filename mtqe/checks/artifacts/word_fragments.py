"""Words that fell apart: letters that stand alone, and pieces of words that no dictionary knows.

A language is judged only where it was measured. What the source has in the same letters is left alone, and so are
quotations, abbreviations, units behind a number and what stands beside a hyphen, an apostrophe or a slash.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.shared import lemmas, measured
from mtqe.lang import language
from mtqe.text import words

_SHORT = 3
"""Letters: of a word beside an unknown one that says nothing where the lemma data have gaps. By hand, measured with
tests/bench/documentation.py."""
_PIECES = measured.on("de")
"""Languages of which an unknown short word is taken for a piece; in English most are loan words or slang."""
LONGEST_PIECE = 6
"""Letters: of an unknown word that is taken for a piece of another; longer ones are misspelt, new or foreign. By hand,
measured with tests/bench/broken.py."""
LONGEST_HALF = 14
"""Letters: of an unknown word that may be half of another. By hand, measured with tests/bench/broken.py."""
_REMEMBERED = 100_000
"""Words: that are remembered as whole. By hand."""
_LONE = re.compile(r"(?<![\w'’ʼ`´])(?<!\A)(?<![.!?…:] )[^\W\d_](?![\w'’ʼ`´.])")
"""A letter that stands alone and does not begin a sentence."""
_LAST = re.compile(r"(?<=[a-z])[A-Z](?![^\W_])")
"""A capital that ends a word, as in `valueN`, which may be two words in the translation."""
_LETTER_WORDS = frozenset("aàáâãäáaeéèêiìíoòóôuùúyýkszvwаиоувксябжэыі")
"""Letters that are words in some language from which is translated."""
_AND = frozenset({"und", "oder", "and", "or"})
_TOKEN = re.compile(r"(?<![^\s(])[^\W\d_]+(?=[\s,;:!?)]|\.?$|\.\s)")
_LETTERS = re.compile(r"[^\W\d_\u3000-\u9fff]+")
"""Words, without the Chinese or Japanese beside them: `x軸` names an x."""
_OPENS = ("", " ", "\u00a0", "\n", "(")
_ENDING = re.compile(r"[^\W\d_]\($")
"""Before the ending of another form, as in `diese(n)`."""
_APOSTROPHE = re.compile(r"['’ʼ`´] ?$"), re.compile(r" ?['’ʼ`´]")
_DIGIT = re.compile(r"\d[ \u00a0\u202f]$"), re.compile(r"[ \u00a0\u202f]?[\d=+<>%]")


class Piece(NamedTuple):
    """A stretch of a text that a broken word left, code points, half-open; and what it belongs to, if that is known."""

    start: int
    end: int
    mended: str | None


def pieces(text: str, source: str, lang: str) -> Iterator[Piece]:
    """The broken words of a text from left to right; its language has `pieces`."""
    visible = words.running(text)
    unknown = _unknown(visible, lang)
    if unknown:
        known = frozenset(_LETTERS.findall(source.lower()))
        unknown = {word for word in unknown if len(word) <= LONGEST_HALF and word.lower() not in known}
    letters = {word.lower() for word in unknown if len(word) == 1}
    if letters and len(letters) <= len(_variables(source)):
        unknown = {word for word in unknown if len(word) > 1}  # they bear other names there
    here: list[re.Match[str]] = list(_TOKEN.finditer(visible)) if unknown else []
    done = 0
    for place, token in enumerate(here):
        word = token[0]
        if word not in unknown or not word.isalpha() or token.start() < done:
            continue
        if text[: token.start()][-1:] not in _OPENS or _beside(_APOSTROPHE, text, token):
            continue
        if _ENDING.search(text, max(0, token.start() - 2), token.start()):
            continue
        before = here[place - 1] if place and visible[here[place - 1].end() : token.start()] == " " else None
        after = here[place + 1] if place + 1 < len(here) else None
        after = after if after and visible[token.end() : after.start()] == " " else None
        found = _letter(token, before, after, lang) if len(word) == 1 else _part(token, before, after, lang)
        if found is not None:
            done = found.end
            yield found


def _variables(source: str) -> set[str]:
    """The letters that stand alone in a source and are no words: names of variables, axes, keys, items of a list."""
    found = set(_LONE.findall(source)) | set(_LAST.findall(source))
    return {letter.lower() for letter in found if letter.lower() not in _LETTER_WORDS or letter.isupper()}


def _unknown(text: str, lang: str) -> set[str]:
    """The words of a text that the dictionary lacks. No word of `_TOKEN` reaches beyond white space."""
    plain, unknown = _plain(lang), set()
    for chunk in set(text.split()).difference(plain):
        found = [word for word in _TOKEN.findall(chunk) if not _is_word(word, lang)]
        unknown.update(found)
        if not found and len(plain) < _REMEMBERED:
            plain.add(chunk)
    return unknown


@functools.cache
def _plain(lang: str) -> set[str]:
    """What stood between white space and has no word that the dictionary lacks, as far as that was seen."""
    return set()


def _letter(token: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None, lang: str) -> Piece | None:
    """A letter that is no word: not a unit or a variable, and no letter that is part of a name (`Plan B`)."""
    text, (start, end) = token.string, token.span()
    if text[end : end + 1] == "." or not text[:start].strip() or _beside(_DIGIT, text, token):
        return None
    if after is not None and after[0].startswith(language(lang).pieces.letter_labels):
        return None
    if token[0].isupper():
        alone = before is None or before[0][:1].isupper() or before[0] in _AND
        if alone or (after is not None and after[0] in _AND):
            return None
    if before is not None and before[0].islower() and _known(before[0] + token[0], lang):
        return Piece(before.start(), end, before[0] + token[0])
    return Piece(start, end, None)


def _part(token: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None, lang: str) -> Piece | None:
    """A word that no dictionary has: with a neighbour it makes one, or it is too short to be anything."""
    word = token[0]
    if not word.islower():
        return None
    for first, second in ((before, token), (token, after)):
        if first is None or second is None or not second[0].islower():
            continue
        whole = first[0] + second[0]
        if len(first[0]) > 1 and len(second[0]) > 1 and _known(whole, lang) and not _is_apart(first, second, lang):
            return Piece(first.start(), second.end(), whole)
    dot = token.string[token.end() : token.end() + 1] == "."
    if lang not in _PIECES or len(word) > LONGEST_PIECE or dot or _known(word, lang) or _inflected(word, lang):
        return None
    if any(word.startswith(prefix) and _known(word[len(prefix) :], lang) for prefix in language(lang).verbs.prefixes):
        return None  # a separable verb at the end of a clause, `vorkam`
    if before is not None and after is not None and not (_known(before[0], lang) and _known(after[0], lang)):
        return None  # a name or a foreign phrase
    return Piece(token.start(), token.end(), None) if _begins(word, lang) else None


def _beside(patterns: tuple[re.Pattern[str], re.Pattern[str]], text: str, token: re.Match[str]) -> bool:
    """Whether one pattern stands before the token or the other behind it."""
    left, right = patterns
    start = token.start()
    return left.search(text, max(0, start - 2), start) is not None or right.match(text, token.end()) is not None


def _is_apart(first: re.Match[str], second: re.Match[str], lang: str) -> bool:
    """Whether two words that would make one may stand apart.

    German writes adverb and participle together or apart: `so genannt`, `weit reichend`, `frühest möglich`. Where the
    data have gaps, a name of a key or a short word beside an unknown one says nothing: `Esc antes`, `opmaak te`.
    """
    if language(lang).lemmas.patchy:
        whole = first[0] + second[0]
        short = any(len(half[0]) <= _SHORT and _is_word(half[0], lang) for half in (first, second))
        return short or not lemmas.lexicon(lang).known(whole.lower())
    apart = language(lang).pieces.apart
    return bool(apart) and (first[0] in apart or (first[0].islower() and _PARTICIPLE.search(second[0]) is not None))


_PARTICIPLE = re.compile(r"(?:nd|t|en|möglich)(?:e[mnrs]?|er\w{0,2})?$")


@functools.lru_cache(maxsize=100_000)
def _is_word(word: str, lang: str) -> bool:
    """Whether a dictionary has the word as it is written: in German a noun in small letters is none."""
    if len(word) == 1:
        return word.lower() in language(lang).pieces.letters
    lexicon = lemmas.lexicon(lang)
    if word.lower() in language(lang).lemmas.lacking:
        return True
    return lexicon.known(word) and (
        not language(lang).capital_nouns or not word.islower() or not lexicon.lemma(word)[:1].isupper()
    )


@functools.lru_cache(maxsize=100_000)
def _known(word: str, lang: str) -> bool:
    """Whether a dictionary has the word, however it is written."""
    return any(map(lemmas.lexicon(lang).known, (word, word.lower(), word.capitalize())))


@functools.lru_cache(maxsize=10_000)
def _begins(word: str, lang: str) -> bool:
    """Whether a longer word of the dictionary begins with it."""
    forms = _forms(lang)
    for start in (word, word.capitalize()):
        place = bisect.bisect_left(forms, start)
        if place < len(forms) and forms[place].startswith(start):
            return True
    return False


@functools.cache
def _forms(lang: str) -> list[str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return sorted(DefaultDictionaryFactory().get_dictionary(lang))


def _inflected(word: str, lang: str) -> bool:
    """Whether it is a form of a word that the dictionary has."""
    return any(
        word.endswith(ending) and len(word) - len(ending) > 2 and _known(word.removesuffix(ending), lang)
        for ending in language(lang).pieces.endings
    )
