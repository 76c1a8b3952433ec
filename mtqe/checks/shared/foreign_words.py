"""Decides for single words whether they belong to the source language and not to the target language."""

from __future__ import annotations

import functools

from mtqe.checks.shared import lemmas, measured
from mtqe.language import identify
from mtqe.language.lang import language

SHORTEST = 4
"""Letters: of the shortest word that is judged."""
LEAD, LEAD_LENT, LEAD_UNKNOWN, LEAD_LISTED = 0.0, 0.2, 0.4, 0.3
"""Score: the lead by which a word must look more like the source language than like the target language. The values are
for four kinds of words: a word of the lemma data; the same in a language that lends words to all others; a word that
the lemma data lack; a frequent word that the other language's lemma data have too, since these list much that is rare.
Measured with bench/artifacts.py."""

LEAD_NOUN, LEAD_BEHIND_ARTICLE, LEAD_DERIVED = 0.8, 0.4, 0.0
"""Score: the lead of a noun, of a noun after an article, and of a noun with an ending that derives nouns. Measured with
bench/artifacts.py."""


def reports_single(target: str) -> bool:
    """Whether a single foreign word is reported in a target language: in the others it is too often a loan word."""
    return measured.on_target("ART106/single-words", target)


def tells_nouns(source: str, target: str) -> bool:
    """Whether nouns of the source can be distinguished from names, although its language writes both with a capital."""
    return measured.on_pair("ART106/nouns", source, target)


@functools.lru_cache(maxsize=8192)
def is_foreign(word: str, lang: str, other_lang: str) -> bool:
    """Whether a word belongs to a language and not to another."""
    lower = word.lower()
    if is_function_word(lower, lang):
        return True
    if len(word) < SHORTEST or word != lower or _belongs(word, other_lang):
        return False
    lead = identify.lead(word, lang, other_lang)
    if not lemmas.lexicon(lang).known(word):
        return lead >= LEAD_UNKNOWN
    return lead >= (LEAD_LENT if language(lang).lends_words else LEAD)


def is_foreign_noun(word: str, before: str, lang: str, other_lang: str) -> bool:
    """Whether a word with a capital is no name, but a noun that belongs to a language and not to another."""
    if not before.islower() or not lemmas.lexicon(other_lang).known(before) or not _is_noun(word, lang, other_lang):
        return False
    least = LEAD_BEHIND_ARTICLE if before in language(other_lang).frequent.before_nouns else LEAD_NOUN
    return identify.lead(word, lang, other_lang) >= (LEAD_DERIVED if _is_derived(word, lang) else least)


def is_derived_noun(word: str, before: str, lang: str, other_lang: str) -> bool:
    """The same for a place where a name is likely: the start of a text, or after a word with a capital.

    Args:
        word: The word as written.
        before: The word before it; empty at the start.
        lang: Primary tag of the language that the noun would belong to.
        other_lang: Primary tag of the language of the text.
    """
    is_in_text = not before or lemmas.lexicon(other_lang).known(before)
    return is_in_text and _is_noun(word, lang, other_lang) and _is_derived(word, lang)


def _is_noun(word: str, lang: str, other_lang: str) -> bool:
    if (
        len(word) < SHORTEST
        or not (word[0].isupper() and word[1:].islower())
        or word.lower().startswith(language(lang).names.kept)
    ):
        return False
    lexicon, other_lexicon = lemmas.lexicon(lang), lemmas.lexicon(other_lang)
    if other_lexicon.known(word) or other_lexicon.known(word.lower()):
        return False
    return lexicon.known(word) and lexicon.lemma(word)[:1].isupper() and identify.lead(word, lang, other_lang) >= LEAD


def _is_derived(word: str, lang: str) -> bool:
    """Whether a noun is derived from another word or is an inflected form, as names hardly ever are."""
    return word.endswith(language(lang).lemmas.derived) or lemmas.lexicon(lang).lemma(word) not in (
        word,
        word.removesuffix("s"),
    )


def is_function_word(word: str, lang: str) -> bool:
    """Whether a word is one of the most frequent words of this language and of no other Latin-script language."""
    return word in _frequent(lang)[0]


@functools.cache
def _frequent(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The frequent words that only this language has, and the words that are merely frequent in it."""
    frequent = language(lang).frequent
    return frozenset(frequent.function), frozenset(frequent.common)


def is_common_word(word: str, lang: str, other_lang: str) -> bool:
    """Whether a word is frequent in a language and is no word of another, or at most a rare one."""
    if word not in _frequent(lang)[1] or any(word in frequent for frequent in _frequent(other_lang)):
        return False
    return not lemmas.lexicon(other_lang).known(word) or identify.lead(word, lang, other_lang) >= LEAD_LISTED


def _belongs(word: str, lang: str) -> bool:
    """Whether a word in lower case belongs to a language. In German nouns do not, but inflected adjectives do."""
    lexicon = lemmas.lexicon(lang)
    if not language(lang).capital_nouns:
        return lexicon.known(word)
    if word in language(lang).lemmas.adjectives:
        return True
    forms = [
        word,
        *(word.removesuffix(ending) for ending in language(lang).lemmas.adjective_endings if word.endswith(ending)),
    ]
    forms += [form[:-1] + "el" for form in forms if form.endswith(("abl", "ibl"))]  # profitabel, profitable
    return any(lexicon.known(form) and not lexicon.lemma(form)[:1].isupper() for form in forms if len(form) >= SHORTEST)
