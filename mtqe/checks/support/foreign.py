"""Single words: whether one belongs to the source's language and not to the target's."""

from __future__ import annotations

from mtqe import identify
from mtqe.checks.support import lemmas

SHORTEST = 4
LEAD, LEAD_UNKNOWN = 0.2, 0.4
"""By how much a word must look more like the source's language: one that its lemma data have, and one that not."""

SINGLE = frozenset({"de", "en"})
"""Languages in which one foreign word alone is trusted to be no loan word: `tests/bench/artifacts.py` measured them."""

NOUNS = {("de", "en")}
"""Language pairs in which a noun of the source can be told from a name; German writes both with a capital."""
LEAD_NOUN, LEAD_BEHIND_ARTICLE = 0.8, 0.4
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
# Names of institutions that English leaves as they are.
_KEPT = ("bundes", "reichs", "landtag", "autobahn")

ADOPTED = frozenset({"out of the box", "state of the art", "behind the scenes", "on the rocks", "in the loop"})
"""English phrases with a frequent word that are used in other languages."""

# Frequent words, for which lemma data are least reliable; left out: what another language of the table has, too.
FUNCTION = {
    lang: frozenset(text.split())
    for lang, text in {
        "en": "the and that which with from this these those they their would should could because there where when "
        "what said says were your our every without between against however nevertheless although therefore meanwhile "
        "towards despite during until whose whom into itself himself herself themselves",
        "de": "und nicht auch wird wurde wurden aber oder sich auf für einen einem einer dass ist sind nach vor nur "
        "schon sehr über durch zwischen ohne gegen keine dennoch bisher mehrere",
        "fr": "avec sont cette leurs également toujours être était chez très aussi puis selon depuis donc où aux ont "
        "mieux déjà",
        "es": "pero muy también cuando donde aunque siempre fue según",
        "it": "che gli degli della delle nella sono anche più questo questa ogni perché dopo essere però",
        "pt": "não uma são também ainda isso você muito após",
        "nl": "het een niet zijn voor ook maar naar wordt werd omdat tussen zonder hebben heeft",
    }.items()
}


_GERMAN_ENDINGS = ("e", "en", "er", "es", "em")


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
    return ahead >= (LEAD if lemmas.lexicon(here).known(word) else LEAD_UNKNOWN)


def is_foreign_noun(word: str, before: str, here: str, there: str) -> bool:
    """Whether a word with a capital is a noun of one language that another does not have, and no name.

    Args:
        word: As written.
        before: The word before it.
        here: Primary tag of the language that the noun should belong to.
        there: Primary tag of the other.
    """
    if len(word) < SHORTEST or not (word[0].isupper() and word[1:].islower()) or word.lower().startswith(_KEPT):
        return False
    lexicon, other = lemmas.lexicon(here), lemmas.lexicon(there)
    if not before.islower() or not other.known(before) or other.known(word) or other.known(word.lower()):
        return False
    if not lexicon.known(word) or not lexicon.lemma(word)[:1].isupper():
        return False
    return identify.lead(word, here, there) >= (LEAD_BEHIND_ARTICLE if before in _ARTICLES else LEAD_NOUN)


def is_function_word(word: str, lang: str) -> bool:
    """Whether a word is one of the most frequent of its language, and of no other here."""
    return word in FUNCTION.get(lang, ())


def _belongs(word: str, lang: str) -> bool:
    """Whether a word written small belongs to a language: in German no noun does, but an inflected adjective."""
    lexicon = lemmas.lexicon(lang)
    if lang not in ("de", "lb"):
        return lexicon.known(word)
    forms = [word, *(word.removesuffix(ending) for ending in _GERMAN_ENDINGS if word.endswith(ending))]
    forms += [form[:-1] + "el" for form in forms if form.endswith(("abl", "ibl"))]  # profitabel, profitable
    return any(lexicon.known(form) and not lexicon.lemma(form)[:1].isupper() for form in forms if len(form) >= SHORTEST)
