"""Noun or verb: which forms of an English term, and in which surroundings, are the term.

*order* as `Auftrag` is not meant in "she ordered" or "to order", and *display* as `anzeigen` is not meant in "the
display". The rendering tells which of the two a term is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

from mtqe.lang import language

Kind = Literal["noun", "verb", "fixed"]

_BEFORE_VERB = frozenset(
    {
        *("to", "can", "could", "may", "might", "must", "shall", "should", "will", "would", "cannot", "not", "please"),
        *("let", "i", "you", "we", "they", "who", "he", "she", "it"),
    }
)
_BEFORE_NOUN = frozenset(
    {
        *("a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their"),
        *("no", "each", "every", "any"),
    }
)
_AFTER_IMPERATIVE = _BEFORE_NOUN | {"all", "more"}
_PLURAL = re.compile(r"s$|men$|children$|people$|feet$|teeth$|geese$|[lm]ice$|ae$|[ai]$|oxen$", re.IGNORECASE)


def kind(source: str, renderings: Iterable[str], target_lang: str) -> Kind:
    """What part of speech a term is, by the look of its renderings.

    Args:
        source: The English term.
        renderings: Its renderings.
        target_lang: Primary tag of their language.
    """
    words = source.split()
    known = language(target_lang)
    place = -1 if known.verbs.infinitive_last else 0
    heads = [text.split()[place] for text in renderings if text.split()]
    if known.capital_nouns and any(head[:1].isupper() for head in heads):
        return "noun"
    if len(words) == 1 and source.endswith("ed") and len(source) > 4:
        return "fixed"
    pattern = known.verbs.infinitive
    if pattern and heads and not source.endswith("ing") and all(re.fullmatch(pattern, head) for head in heads):
        return "verb"
    return "fixed" if known.capital_nouns and len(words) == 1 else "noun"


def is_form(what: Kind, term_word: str, word: str) -> bool:
    """Whether a word that shares a lemma with a word of the term, but is another word form, belongs to the term."""
    if what != "noun":
        return what == "verb"
    plural = bool(_PLURAL.search(word) or _PLURAL.search(term_word))
    return plural and ("ing" in word.lower()) == ("ing" in term_word.lower())


def fits(what: Kind, word: str, before: str, after: str, starts: bool, known: Callable[[str], bool]) -> bool:
    """Whether a one-word term stands where its part of speech can stand.

    Args:
        what: Part of speech of the term.
        word: The word of the text.
        before: The word before it, or `""`.
        after: The word after it, or `""`.
        starts: Whether the word begins a sentence.
        known: Whether the dictionary has a word.
    """
    if what == "verb" and not word.lower().endswith(("ed", "ing")):
        return before.lower() not in _BEFORE_NOUN
    if what != "noun" or not (before.lower() in _BEFORE_VERB or (starts and after.lower() in _AFTER_IMPERATIVE)):
        return True
    base = word.lower()
    return not any(known(form) for form in (f"{base}ing", f"{base[:-1]}ing", f"{base}{base[-1:]}ing"))
