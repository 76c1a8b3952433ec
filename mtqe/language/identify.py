"""Identifies the language of a text with eldc, whose n-gram model is part of its package and needs no loading.

`bench/langid.py` compares it with other identifiers. It gives each language a score from 0 to about 1. mtqe never
uses the best language alone, but its lead over the language that the text should be in.
"""

from __future__ import annotations

import functools
import importlib.metadata
from collections.abc import Iterable, Sequence
from typing import Any

from mtqe.language import scripts, words
from mtqe.language.lang import frequent, language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word

_KANA = late("[\u3041-\u30ff]")
_OPTION = late(r"(?<!\S)--?[A-Za-z][\w-]*(?=[\s=]|$)")
_UNSPACED = late("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_SENTENCE_END = late(r"[^\W\d_][.!?…](?:\s|$)|[。！？]")

LETTERS = 30
"""Least number of letters that the language is identified from."""
COMMON = 3
"""Least number of different words without a capital."""
LEAD = 0.15
"""Least lead of a foreign language."""
QUOTATION = 12
"""Greatest number of words of a short quotation, which may be in another language."""
FOREIGN_LETTERS = 0.9
"""Least share of letters of foreign scripts in a text whose script alone shows that it is foreign."""
SHORT_LETTERS = 15
"""Least number of letters of such a text, if the target language uses none of them."""
LABEL_LETTERS, LABEL_WORDS = 12, 2
"""Least number of letters and of words of a label of a program that the language is identified from."""
LABEL_LEAD = 0.35
"""Least lead of a foreign language in such a label."""
COPIED = 0.8
"""Least share of copied words of a translation that copies its source."""
COPY_LEAD = 0.2
"""Least lead of the source language in copied text."""
ELSEWHERE = 0.5
"""Least lead of the language of a sentence that is not in the language of its text."""
CLEAR = 0.05
"""Least lead of the best language over the second, for a text whose language nobody named; `bench/guesses.py`."""


def known(lang: str) -> bool:
    """Whether the identifier knows a language, by its primary tag such as `de`."""
    import eldc

    return _code(lang) in eldc.LANGUAGES and language(lang).identification.trusted


def version() -> str:
    """The identifier and its version, such as `eldc 0.4.0`."""
    return f"eldc {importlib.metadata.version('eldc')}"


def same(first: str, second: str) -> bool:
    """Whether the identifier treats two primary tags as one language: they are equal, or like `id` and `ms`."""
    return _code(first) == _code(second)


def lead(text: str, lang: str, over: str) -> float:
    """The score of a text in one language minus its score in another.

    Returns:
        The difference, about -1 to 1; 0 if neither language is more likely.
    """
    scores = _between(_code(lang), _code(over)).detect_details(text).scores
    return float(scores.get(_code(lang), 0.0) - scores.get(_code(over), 0.0))


def best(text: str, over: str) -> tuple[str, float]:
    """The most likely language of a text, and its lead over the expected language.

    Returns:
        The tag of the language and its lead, 0 to about 1; `("", 0.0)` if the text is most likely in `over`, or if no
        language is likely.
    """
    code = _code(over)
    if language(code).is_chinese and len(_KANA.findall(text)) > 0.2 * sum(map(str.isalpha, text)):
        return "ja", 1.0  # the characters that Chinese and Japanese share would hide it
    result = _between().detect_details(text)
    scores: dict[str, float] = result.scores
    if not scores or result.language in {code, *language(code).identification.also}:
        return "", 0.0
    # Only the twenty best languages have a score here; restricted to two languages, the identifier scores both.
    return result.language, lead(text, result.language, code)


def elsewhere(text: str, lang: str) -> bool:
    """Whether a text is clearly not in a language: it has none of its frequent words, and another language leads.

    So is a quotation that was left in its own language, such as *C'est la vie* in an English article.
    """
    found = words.words(words.masked(text))
    common = frequent(lang)
    plain = {word.key for word in found if word.text.islower()}
    if not common or len(plain) < COMMON or not common.isdisjoint(word.key for word in found) or not known(lang):
        return False
    return best(text, lang)[1] >= ELSEWHERE


def guess(text: str) -> str:
    """The language of a text that may be in any, by its primary tag; `""` if it is not clear."""
    result = _between().detect_details(text)
    first, second = [*sorted(result.scores.values(), reverse=True), 0.0, 0.0][:2]
    tag = str(result.language or "")
    is_clear = first - second >= CLEAR and known(tag) and scripts.foreign_share(text, tag) < FOREIGN_LETTERS
    return tag if is_clear else ""


def foreign(source: str, target: str, lang: str, letters: int = LETTERS, common: int = COMMON) -> str:
    """The language of a translation if it is clearly not the target language; else `""`.

    Parts that may be foreign in any text are ignored: short quotations, addresses, placeholders, and capitalised words
    that the source has, too. Enough text must remain, and the other language must have a clear lead both in the
    remaining text and in the full text. A copy of the source is foreign, too.

    Args:
        source: Source text.
        target: Translation.
        lang: Primary tag of the target language; it must be `known`, or have known scripts.
        letters: Letters that must remain. A Chinese or Japanese character counts as two, as it carries about as much.
        common: Different words without a capital that must remain.
    """
    full = words.masked(target)
    if not _may_be_foreign(full, lang):
        return ""
    text, remaining = _translatable(target, words.texts(source))
    if found := _foreign_script(text, remaining, target, lang, common):
        return found
    if not known(lang):
        return ""
    if not (_has_common_words(remaining, common) and has_letters(text, letters)) or _is_command(target):
        return ""  # too short, or only names or a command, which have no language
    language, margin = best(text, lang)
    # A text may have foreign titles and a long quotation in the target language; the full text is then not foreign.
    return language if margin >= LEAD and best(full, lang)[1] >= LEAD else ""


def foreign_label(source: str, target: str, lang: str) -> str:
    """The language of the translation of a label, if it is clearly not the target language; else `""`.

    Only for texts of programs, in which hardly anything is in another language. Arguments as for `foreign`.
    """
    if not known(lang):
        return ""
    full = words.masked(target)
    text, remaining = _translatable(target, words.texts(source))
    if len(remaining) < LABEL_WORDS or sum(map(str.isalpha, text)) < LABEL_LETTERS or _is_command(target):
        return ""
    found, margin = best(text, lang)
    return found if margin >= LABEL_LEAD and best(full, lang)[1] >= LABEL_LEAD else ""


def _may_be_foreign(full: str, lang: str) -> bool:
    """Whether the full text of a translation, `masked`, is foreign, without which none of its parts counts."""
    return scripts.foreign_share(full, lang) >= FOREIGN_LETTERS or (known(lang) and best(full, lang)[1] >= LEAD)


def _foreign_script(text: str, remaining: Sequence[Word], target: str, lang: str, common: int) -> str:
    """The language of a translation whose letters are foreign to the target language; else `""`.

    The script decides even if the text is short, or if the identifier does not know the target language. Arguments as
    for `foreign`, and as `_translatable` returns them.
    """
    share = scripts.foreign_share(text, lang)
    if share < FOREIGN_LETTERS or sum(map(str.isalpha, text)) < (SHORT_LETTERS if share == 1 else LETTERS):
        return ""
    if _is_command(target) or not (is_unspaced(text) or _has_common_words(remaining, common)):
        return ""  # in a script without spaces, words cannot be counted
    if scripts.foreign_share(words.masked(target), lang) < FOREIGN_LETTERS:
        return ""
    return str(_between().detect_details(text).language or "")


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces between words whose words are not told apart, as Thai."""
    return _UNSPACED.search(text) is not None


def is_copy(source: Sequence[Word], target: Sequence[Word], text: str, source_lang: str, target_lang: str) -> bool:
    """Whether a translation copies its source: four fifths of its words are the source's and it is in that language.

    The same share of the words outside short quotations, which may be kept, must be the source's.

    Args:
        source: Words of the source's running text (see `words.masked`).
        target: Words of the translation's running text.
        text: The translation.
        source_lang: Primary tag of the source's language.
        target_lang: Primary tag of the target language; it must not be the `same` language.
    """
    keys = [word.key for word in source]
    share = words.copied_share(keys, [word.key for word in target])
    if share < COPIED or _is_command(text):
        return False
    unquoted = words.without(text, _short_quotations(text))
    outside = [word.key for word in target if not unquoted[word.start].isspace()]
    return (
        share * len(target) >= 3
        and (not outside or words.copied_share(keys, outside) >= COPIED)
        and in_source_language(text, target, source, source_lang, target_lang)
    )


def is_kept(source: str, target: str) -> bool:
    """Whether a translation rightly equals its source: it has only numbers, addresses, placeholders or signs."""
    if source.split() != target.split():
        return False
    return not any(char.isalpha() for char in words.masked(target))


def in_source_language(
    text: str, target: Sequence[Word], source: Sequence[Word], source_lang: str, target_lang: str
) -> bool:
    """Whether copied words are running text in the source language, not a name, title, number or code."""
    common = sum(words.is_plain(word.text) and _counts(word.text) for word in target)
    if common < max(2, 0.4 * len(target)) or words.is_title(target):
        return False
    if not (known(source_lang) and known(target_lang)):
        share = words.copied_share([word.key for word in source], [word.key for word in target])
        return common > 3 and share == 1.0
    return lead(text, source_lang, target_lang) >= COPY_LEAD


def _is_command(text: str) -> bool:
    """Whether a text looks like a command: it has an option such as `--all` and no end of a sentence."""
    return "-" in text and _OPTION.search(text) is not None and not _SENTENCE_END.search(text)


def _counts(word: str) -> bool:
    return len(word) > 1 or not word.isascii()


def has_letters(text: str, least: int) -> bool:
    """Whether a text has at least `least` letters. A Chinese or Japanese character counts as two."""
    if sum(map(str.isalpha, text[: 2 * least])) >= least:  # nearly every text begins with as many
        return True
    count = 0
    for char in text:
        if char.isalpha():
            count += 2 if char > "\u2e80" else 1
            if count >= least:
                return True
    return False


def _has_common_words(candidates: Iterable[Word], least: int) -> bool:
    """Whether there are at least `least` different words without a capital."""
    plain: set[str] = set()
    for word in candidates:
        if words.is_plain(word.text) and _counts(word.text):
            plain.add(word.key)
            if len(plain) >= least:
                return True
    return False


def too_short(source: str, target: str) -> str:
    """The words of a translation that should be in the target language, if they are too few for `foreign`, or `""`."""
    if _is_long(target):
        return ""
    text, remaining = _translatable(target, words.texts(source))
    if _has_common_words(remaining, COMMON) and has_letters(text, LETTERS):
        return ""
    return " ".join(word.text for word in remaining if any(map(str.isalpha, word.text)))


def _is_long(target: str) -> bool:
    """Whether the words without a capital, which are always in the target language, are enough for `foreign`."""
    text = words.masked(target)
    if words.quoted(text):
        return False
    plain = {word for word in words.texts(text) if words.is_plain(word) and _counts(word)}
    enough = len(plain) >= COMMON and sum(len(word) for word in plain if word.isalpha()) >= LETTERS
    return enough and len(set(map(words.key, plain))) >= COMMON


def _translatable(target: str, source: Iterable[str]) -> tuple[str, Sequence[Word]]:
    """The part of the target that should be in the target language, and its words."""
    text = words.masked(target)
    text = words.without(text, _short_quotations(text))
    names = {word for word in set(words.texts(text)).intersection(source) if not words.is_plain(word)}
    all_words = words.words(text)
    if not names:
        return text, all_words
    remaining = [word for word in all_words if word.text not in names]
    return words.without(text, [(word.start, word.end) for word in all_words if word.text in names]), remaining


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
