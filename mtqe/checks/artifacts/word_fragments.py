"""Broken words: single letters, and pieces of words that no dictionary has.

Words that the source has as well are left alone, and so are quotations, abbreviations, units after a number and words
beside a hyphen, an apostrophe or a slash.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.shared import lemmas, measured
from mtqe.language import words
from mtqe.language.lang import anywhere, language
from mtqe.language.late_patterns import late

_SHORT = 3
"""Letters: of the longest word beside an unknown one that proves nothing where the lemma data have gaps. Measured with
bench/documentation.py."""
_SHORT_PIECES = "ART112/pieces"
"""The rule that an unknown short word counts as a piece; in English most such words are loan words or slang."""
LONGEST_PIECE = 6
"""Letters: of the longest unknown word that counts as a piece; longer ones are misspelt, new or foreign. Measured with
bench/broken.py."""
LONGEST_HALF = 14
"""Letters: of the longest unknown word that may be half of another. Measured with bench/broken.py."""
_MOST_CHUNKS = 100_000
"""Words: that are remembered as having nothing unknown."""
LONGEST_SYMBOL = 3
"""Letters: of a symbol behind a number that may be a unit."""
_LONE_LETTER = late(r"(?<![\w'’ʼ`´])(?<!\A)(?<![.!?…:] )[^\W\d_](?![\w'’ʼ`´.])")
"""A single letter that does not begin a sentence."""
_LAST_CAPITAL = late(r"(?<=[a-z])[A-Z](?![^\W_])")
"""A capital at the end of a word, as in `valueN`; the translation may write it apart."""
_TOKEN = late(r"(?<![^\s(])[^\W\d_]+(?=[\s,;:!?)]|\.?$|\.\s)")
_LETTERS = late(r"[^\W\d_\u3000-\u9fff]+")
"""Words, without Chinese or Japanese characters beside them: `x軸` has the word `x`."""
_BEFORE_WORD = ("", " ", "\u00a0", "\n", "(")
_BEFORE_ENDING = late(r"[^\W\d_]\($")
"""Text before an ending in brackets, as in `diese(n)`."""
_APOSTROPHE = late(r"['’ʼ`´] ?$"), late(r" ?['’ʼ`´]|[\"“”„«](?=[^\W\d_])")
"""An apostrophe beside a letter, or a quotation mark that took its place: *l”arma segreta”*."""
_DIGIT = late(r"\d[ \u00a0\u202f]$"), late(r"[ \u00a0\u202f]?[\d=+<>%]")


class Piece(NamedTuple):
    """A broken word or a piece of one: code points, half-open, and the whole word in `mended` if it is known."""

    start: int
    end: int
    mended: str | None


def pieces(text: str, source: str, lang: str) -> Iterator[Piece]:
    """The broken words of a text from left to right; its language file must have `pieces`."""
    visible = words.running(text)
    unknown = _unknown(visible, lang)
    if unknown:
        lower = source.lower()
        unknown = {word for word in unknown if len(word) <= LONGEST_HALF and not _has_word(lower, word.lower())}
    lone_letters = {word.lower() for word in unknown if len(word) == 1}
    if lone_letters and len(lone_letters) <= len(_variables(source)):
        unknown = {word for word in unknown if len(word) > 1}  # translated names of variables
    tokens: list[re.Match[str]] = list(_TOKEN.finditer(visible)) if unknown else []
    piece_end = 0
    for place, token in enumerate(tokens):
        word = token[0]
        if word not in unknown or not word.isalpha() or token.start() < piece_end:
            continue
        if text[: token.start()][-1:] not in _BEFORE_WORD or _beside(_APOSTROPHE, text, token):
            continue
        if len(word) >= _SHORT and _in_brackets(visible, token) and word.lower() in source.lower():
            continue  # the original term behind its translation, `verschoben (push)` for *pushing*
        if _BEFORE_ENDING.search(text, max(0, token.start() - 2), token.start()):
            continue
        if len(word) <= LONGEST_SYMBOL and _DIGIT[0].search(text, max(0, token.start() - 2), token.start()):
            continue  # 20 ms
        before = tokens[place - 1] if place and visible[tokens[place - 1].end() : token.start()] == " " else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        after = after if after and visible[token.end() : after.start()] == " " else None
        piece = _lone_letter(token, before, after, lang) if len(word) == 1 else _word_part(token, before, after, lang)
        if piece is not None:
            piece_end = piece.end
            yield piece


def _in_brackets(text: str, token: re.Match[str]) -> bool:
    """Whether a word is all that a pair of brackets has."""
    return text[max(0, token.start() - 1) : token.start()] == "(" and text[token.end() : token.end() + 1] == ")"


def _has_word(text: str, word: str) -> bool:
    """Whether a word is one of the words of a text."""
    at = text.find(word) if _LETTERS.fullmatch(word) else -1
    while at >= 0:
        end = at + len(word)  # one letter is read on each side: the rest of a long word would take quadratic time
        if not (_LETTERS.match(text, end, end + 1) or (at and _LETTERS.match(text, at - 1, at))):
            return True
        at = text.find(word, at + 1)
    return False


def _variables(source: str) -> set[str]:
    """The single letters of a source that are not words: names of variables, axes, keys, items of a list."""
    letters = set(_LONE_LETTER.findall(source)) | set(_LAST_CAPITAL.findall(source))
    known = anywhere("one_letter_words")
    return {letter.lower() for letter in letters if letter.lower() not in known or letter.isupper()}


def _unknown(text: str, lang: str) -> set[str]:
    """The words of a text that are not in the dictionary. A match of `_TOKEN` never spans white space."""
    known_chunks, unknown = _known_chunks(lang), set()
    for chunk in set(text.split()).difference(known_chunks):
        unknown_words = [word for word in _TOKEN.findall(chunk) if not _is_word(word, lang)]
        unknown.update(unknown_words)
        if not unknown_words and len(known_chunks) < _MOST_CHUNKS:
            known_chunks.add(chunk)
    return unknown


@functools.cache
def _known_chunks(lang: str) -> set[str]:
    """Chunks between white space that were read before and have only words of the dictionary."""
    return set()


def _lone_letter(
    token: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None, lang: str
) -> Piece | None:
    """A single letter that is not a word, a unit, a variable or part of a name (`Plan B`)."""
    text, (start, end) = token.string, token.span()
    if text[end : end + 1] == "." or not text[:start].strip() or _beside(_DIGIT, text, token):
        return None
    if after is not None and after[0].startswith(language(lang).pieces.letter_labels):
        return None
    if token[0].isupper():
        alone = before is None or before[0][:1].isupper() or before[0] in anywhere("joins_labels")
        if alone or (after is not None and after[0] in anywhere("joins_labels")):
            return None
    if before is not None and before[0].islower() and _known(before[0] + token[0], lang):
        return Piece(before.start(), end, before[0] + token[0])
    return Piece(start, end, None)


def _word_part(
    token: re.Match[str], before: re.Match[str] | None, after: re.Match[str] | None, lang: str
) -> Piece | None:
    """An unknown word that makes a known one with a neighbour, or that is so short that it must be a piece."""
    word = token[0]
    if not word.islower():
        return None
    for first, second in ((before, token), (token, after)):
        if first is None or second is None or not second[0].islower():
            continue
        whole = first[0] + second[0]
        if len(first[0]) > 1 and len(second[0]) > 1 and _known(whole, lang) and not _may_be_apart(first, second, lang):
            return Piece(first.start(), second.end(), whole)
    dot = token.string[token.end() : token.end() + 1] == "."
    if not measured.on_target(_SHORT_PIECES, lang) or len(word) > LONGEST_PIECE or dot:
        return None
    if _known(word, lang) or _inflected(word, lang):
        return None
    if any(word.startswith(prefix) and _known(word[len(prefix) :], lang) for prefix in language(lang).verbs.prefixes):
        return None  # a separable verb at the end of a clause, `vorkam`
    if before is not None and after is not None and not (_known(before[0], lang) and _known(after[0], lang)):
        return None  # a name or a foreign phrase
    return Piece(token.start(), token.end(), None) if _begins_a_word(word, lang) else None


def _beside(patterns: tuple[re.Pattern[str], re.Pattern[str]], text: str, token: re.Match[str]) -> bool:
    """Whether the first pattern matches before the token or the second one after it."""
    left, right = patterns
    start = token.start()
    return left.search(text, max(0, start - 2), start) is not None or right.match(text, token.end()) is not None


def _may_be_apart(first: re.Match[str], second: re.Match[str], lang: str) -> bool:
    """Whether two words that would make one word may also be written as two.

    German writes adverb and participle as one word or as two: `so genannt`, `weit reichend`, `frühest möglich`. Where
    the lemma data have gaps, a key's name or a short word beside an unknown word proves nothing: `Esc antes`,
    `opmaak te`.
    """
    if language(lang).lemmas.patchy:
        whole = first[0] + second[0]
        short = any(len(half[0]) <= _SHORT and _is_word(half[0], lang) for half in (first, second))
        return short or not lemmas.lexicon(lang).known(whole.lower())
    known = language(lang).pieces
    return bool(known.apart) and (
        first[0] in known.apart or (first[0].islower() and re.search(known.participle, second[0]) is not None)
    )


@functools.lru_cache(maxsize=8192)
def _is_word(word: str, lang: str) -> bool:
    """Whether a dictionary has the word as written; a German noun in lower case does not count."""
    if len(word) == 1:
        return word.lower() in language(lang).pieces.letters
    lexicon = lemmas.lexicon(lang)
    if word.lower() in language(lang).lemmas.lacking:
        return True
    return lexicon.known(word) and (
        not language(lang).capital_nouns or not word.islower() or not lexicon.lemma(word)[:1].isupper()
    )


@functools.lru_cache(maxsize=8192)
def _known(word: str, lang: str) -> bool:
    """Whether a dictionary has the word with any capitalisation."""
    return any(map(lemmas.lexicon(lang).known, (word, word.lower(), word.capitalize())))


@functools.lru_cache(maxsize=10_000)
def _begins_a_word(word: str, lang: str) -> bool:
    """Whether a longer word of the dictionary begins with it; it must be no longer than `LONGEST_PIECE`."""
    from mtqe.checks.shared import lemma_data

    beginnings = lemma_data.beginnings(lang)
    return word in beginnings or word.capitalize() in beginnings


def _inflected(word: str, lang: str) -> bool:
    """Whether the word is a known word with an ending."""
    return any(
        word.endswith(ending) and len(word) - len(ending) > 2 and _known(word.removesuffix(ending), lang)
        for ending in language(lang).pieces.endings
    )
