"""Single words: whether one belongs to the source's language and not to the target's."""

from __future__ import annotations

import functools

from mtqe.checks.shared import lemmas, measured
from mtqe.lang import language
from mtqe.text import identify

SHORTEST = 4
"""Letters: of the shortest word that is judged. By hand."""
LEAD, LEAD_LENT, LEAD_UNKNOWN, LEAD_LISTED = 0.0, 0.2, 0.4, 0.3
"""Score: lead by which a word must look more like the source's language: one that its lemma data have, such a one of a
language that lends words to all, one that they do not have, and a frequent one that the data of the other language have
too, as they list much that is rare there. By hand, measured with tests/bench/artifacts.py."""

SINGLE = measured.on("de", "en")
"""Languages in which one foreign word alone is trusted to be no loan word: `tests/bench/artifacts.py` measured them."""

NOUNS = measured.on("de-en")
"""Language pairs in which a noun of the source can be told from a name; German writes both with a capital."""
LEAD_NOUN, LEAD_BEHIND_ARTICLE, LEAD_DERIVED = 0.8, 0.4, 0.0
"""Score: the same of a noun, of one behind an article, and of one with an ending that derives nouns. By hand, measured
with tests/bench/artifacts.py."""
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "no",
        "every",
    ]
)
_DERIVED = (
    *("ung", "heit", "keit", "schaft", "tion", "sion", "tät", "ismus", "nis"),
    *("ungen", "heiten", "keiten", "schaften", "tionen", "sionen", "täten", "nisse", "nissen"),
)
# Names of institutions that English leaves as they are.
_KEPT = ("bundes", "reichs", "landtag", "autobahn")

ADOPTED = frozenset({"out of the box", "state of the art", "behind the scenes", "on the rocks", "in the loop"})
"""English phrases with a frequent word that are used in other languages."""


@functools.lru_cache(maxsize=65_536)
def is_foreign(word: str, here: str, there: str) -> bool:
    """Whether a word belongs to one language and not to another.

    Args:
        word: As written; a capital makes it foreign only if it is a frequent function word.
        here: Primary tag of the language that it should belong to.
        there: Primary tag of the other.
    """
    lower = word.lower()
    if is_function_word(lower, here):
        return True
    if len(word) < SHORTEST or word != lower or _belongs(word, there):
        return False
    ahead = identify.lead(word, here, there)
    if not lemmas.lexicon(here).known(word):
        return ahead >= LEAD_UNKNOWN
    return ahead >= (LEAD_LENT if language(here).lends_words else LEAD)


def is_foreign_noun(word: str, before: str, here: str, there: str) -> bool:
    """Whether a word with a capital is a noun of one language that another does not have, and no name.

    Args:
        word: As written.
        before: The word before it.
        here: Primary tag of the language that the noun should belong to.
        there: Primary tag of the other.
    """
    if not before.islower() or not lemmas.lexicon(there).known(before) or not _is_noun(word, here, there):
        return False
    least = LEAD_BEHIND_ARTICLE if before in _ARTICLES else LEAD_NOUN
    return identify.lead(word, here, there) >= (LEAD_DERIVED if _is_derived(word, here) else least)


def is_derived_noun(word: str, before: str, here: str, there: str) -> bool:
    """The same where a name could stand, at the start (`before` is empty) or behind a word with a capital."""
    known = not before or lemmas.lexicon(there).known(before)
    return known and _is_noun(word, here, there) and _is_derived(word, here)


def _is_noun(word: str, here: str, there: str) -> bool:
    if len(word) < SHORTEST or not (word[0].isupper() and word[1:].islower()) or word.lower().startswith(_KEPT):
        return False
    lexicon, other = lemmas.lexicon(here), lemmas.lexicon(there)
    if other.known(word) or other.known(word.lower()):
        return False
    return lexicon.known(word) and lexicon.lemma(word)[:1].isupper() and identify.lead(word, here, there) >= LEAD


def _is_derived(word: str, lang: str) -> bool:
    """Whether a noun is formed from another word, or is another form of itself: names hardly are."""
    return word.endswith(_DERIVED) or lemmas.lexicon(lang).lemma(word) not in (word, word.removesuffix("s"))


def is_function_word(word: str, lang: str) -> bool:
    """Whether a word is one of the most frequent of its language, and of no other here."""
    return word in _frequent(lang)[0]


@functools.cache
def _frequent(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that only this language has, and those that are merely frequent in it."""
    frequent = language(lang).frequent
    return frozenset(frequent.function), frozenset(frequent.common)


def is_common_word(word: str, here: str, there: str) -> bool:
    """Whether a word is frequent in one language and neither a frequent nor any other word of the second.

    Args:
        word: In small letters.
        here: Primary tag of the one language.
        there: Primary tag of the second.
    """
    if word not in _frequent(here)[1] or any(word in some for some in _frequent(there)):
        return False
    return not lemmas.lexicon(there).known(word) or identify.lead(word, here, there) >= LEAD_LISTED


_COLOURS = frozenset({"orange", "magenta", "indigo", "bronze"})
"""Adjectives of German that the lemma data have as nouns only."""


def _belongs(word: str, lang: str) -> bool:
    """Whether a word written small belongs to a language: in German no noun does, but an inflected adjective."""
    lexicon = lemmas.lexicon(lang)
    if not language(lang).capital_nouns:
        return lexicon.known(word)
    if word in _COLOURS:
        return True
    forms = [
        word,
        *(word.removesuffix(ending) for ending in language(lang).lemmas.adjective_endings if word.endswith(ending)),
    ]
    forms += [form[:-1] + "el" for form in forms if form.endswith(("abl", "ibl"))]  # profitabel, profitable
    return any(lexicon.known(form) and not lexicon.lemma(form)[:1].isupper() for form in forms if len(form) >= SHORTEST)
