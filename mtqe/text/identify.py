"""Which language a stretch of text is in, by eldc, whose n-gram model ships in its package and needs no loading.

`tests/bench/langid.py` measured it against others; it scores each language from 0 to about 1 for a text. What counts
here is never the best language as such but its lead over the language that the text should be in.
"""

from __future__ import annotations

import functools
import importlib.metadata
import re
from collections.abc import Iterable, Sequence
from typing import Any

from mtqe.lang import language
from mtqe.text import words
from mtqe.text.words import Word

_KANA = re.compile("[\u3041-\u30ff]")
_OPTION = re.compile(r"(?<!\S)--?[A-Za-z][\w-]*(?=[\s=]|$)")
_SENTENCE_END = re.compile(r"[^\W\d_][.!?…](?:\s|$)|[。！？]")

LETTERS = 30
COMMON = 3
LEAD = 0.15
QUOTATION = 12
COPIED = 0.8
COPY_LEAD = 0.2


def known(lang: str) -> bool:
    """Whether the identifier knows a language, by its primary tag such as `de`."""
    import eldc

    return _code(lang) in eldc.LANGUAGES and language(lang).identification.trusted


def version() -> str:
    """The identifier and its version, such as `eldc 0.4.0`."""
    return f"eldc {importlib.metadata.version('eldc')}"


def same(one: str, other: str) -> bool:
    """Whether two primary tags are one language to the identifier: equal, or such as `id` and `ms`."""
    return _code(one) == _code(other)


def lead(text: str, lang: str, over: str) -> float:
    """By how much a text looks more like one language than like another.

    Args:
        text: A few words at least.
        lang: Primary tag of the one.
        over: Primary tag of the other.

    Returns:
        The difference of the two scores, about -1 to 1; 0 says nothing.
    """
    scores = _between(_code(lang), _code(over)).detect_details(text).scores
    return float(scores.get(_code(lang), 0.0) - scores.get(_code(over), 0.0))


def best(text: str, over: str) -> tuple[str, float]:
    """The language that a text looks most like, and its lead over the one that it should be in.

    Returns:
        The language's tag and the lead, 0 to about 1; `("", 0.0)` when the text looks like `over` or like nothing.
    """
    code = _code(over)
    if language(code).is_chinese and len(_KANA.findall(text)) > 0.2 * sum(map(str.isalpha, text)):
        return "ja", 1.0  # the Chinese characters that both share would hide it
    result = _between().detect_details(text)
    scores: dict[str, float] = result.scores
    if not scores or result.language in {code, *language(code).identification.also}:
        return "", 0.0
    # Only the twenty best languages have a score here; asked for these two alone, the identifier gives both.
    return result.language, lead(text, result.language, code)


def foreign(source: str, target: str, lang: str, letters: int = LETTERS, common: int = COMMON) -> str:
    """The language that a translation is in when that is clearly not the one that it should be in, else `""`.

    What may be foreign in any text is left out first: short quotations, addresses, placeholders, and the capitalised
    words that stand in the source too. Then enough must be left, and the other language must be clearly ahead both in
    the rest and in the whole. A copy of the source is foreign too.

    Args:
        source: Source text.
        target: Translation.
        lang: Primary tag of the language that the translation should be in; `known`.
        letters: Letters that must be left; a Chinese or Japanese character counts as two, as it says about as much.
        common: Different words without a capital that must be left.
    """
    text, left = _judged(target, words.texts(source))
    if not (_has_common(left, common) and _has_letters(text, letters)) or _is_command(target):
        return ""  # too short, or names and commands, which have no language
    found, ahead = best(text, lang)
    # A long quotation in the target language beside a speaker's foreign titles: then the whole is not foreign.
    return found if ahead >= LEAD and best(words.masked(target), lang)[1] >= LEAD else ""


def is_copy(source: Sequence[Word], target: Sequence[Word], text: str, source_lang: str, target_lang: str) -> bool:
    """Whether a translation, as a whole, is the source once more: four fifths of its words, and in its language.

    The words outside short quotations, which may be kept, must be the source's too.

    Args:
        source: Words of the source, without what is not running text (`words.masked`).
        target: Words of the translation, likewise.
        text: The translation.
        source_lang: Primary tag of the source's language.
        target_lang: Primary tag of the language that the translation should be in, not the `same`.
    """
    keys = [word.key for word in source]
    share = words.copied_share(keys, [word.key for word in target])
    if share < COPIED or _is_command(text):
        return False
    quotes = _short_quotations(text)
    outside = [word.key for word in target if not any(start <= word.start < end for start, end in quotes)]
    return (
        share * len(target) >= 3
        and (not outside or words.copied_share(keys, outside) >= COPIED)
        and in_source_language(text, target, source, source_lang, target_lang)
    )


def is_kept(source: str, target: str) -> bool:
    """Whether a translation is its source once more, as it should be: numbers, addresses, placeholders, signs."""
    if source.split() != target.split():
        return False
    return not any(char.isalpha() for char in words.masked(target))


def in_source_language(
    text: str, target: Sequence[Word], source: Sequence[Word], source_lang: str, target_lang: str
) -> bool:
    """Whether copied words are running text in the source's language: no name, title, number or code.

    Args:
        text: What was copied.
        target: Its words.
        source: Words of the source.
        source_lang: Primary tag.
        target_lang: Primary tag.
    """
    common = sum(words.is_plain(word.text) and _counts(word.text) for word in target)
    if common < max(2, 0.4 * len(target)) or words.is_title(target):
        return False
    if not (known(source_lang) and known(target_lang)):
        share = words.copied_share([word.key for word in source], [word.key for word in target])
        return common > 3 and share == 1.0
    return lead(text, source_lang, target_lang) >= COPY_LEAD


def _is_command(text: str) -> bool:
    """Whether a text is a line for a computer by its looks: it has an option such as `--all` and ends no sentence."""
    return "-" in text and _OPTION.search(text) is not None and not _SENTENCE_END.search(text)


def _counts(word: str) -> bool:
    return len(word) > 1 or not word.isascii()


def _has_letters(text: str, least: int) -> bool:
    """Whether a text has so many letters; a Chinese or Japanese character counts as two."""
    count = 0
    for char in text:
        if char.isalpha():
            count += 2 if char > "\u2e80" else 1
            if count >= least:
                return True
    return False


def _has_common(found: Iterable[Word], least: int) -> bool:
    """Whether there are so many different words without a capital."""
    plain: set[str] = set()
    for word in found:
        if words.is_plain(word.text) and _counts(word.text):
            plain.add(word.key)
            if len(plain) >= least:
                return True
    return False


def _judged(target: str, source: Iterable[str]) -> tuple[str, Sequence[Word]]:
    """What of the target must be in the target language, and its words."""
    text = words.masked(target)
    for start, end in _short_quotations(text):
        text = text[:start] + " " * (end - start) + text[end:]
    names = {word for word in set(words.texts(text)).intersection(source) if not words.is_plain(word)}
    found = words.words(text)
    if not names:
        return text, found
    left: list[Word] = []
    for word, written in zip(found, words.texts(text), strict=True):
        if written in names:
            text = text[: word.start] + " " * len(written) + text[word.end :]
        else:
            left.append(word)
    return text, left


def _short_quotations(text: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end in words.quoted(text) if len(text[start:end].split()) <= QUOTATION]


def _code(lang: str) -> str:
    return language(lang).identification.code or lang


@functools.cache
def _between(*langs: str) -> Any:
    import eldc

    eldc.init()
    instance = eldc.instance()
    instance.set_languages(list(langs))
    instance.set_scores(20)
    return instance
