"""Tells whether an English term is a noun or a verb, and whether a word of a text can be that noun or verb.

The term *order* with the rendering `Auftrag` does not occur in "she ordered" or "to order". The term *display* with the
rendering `anzeigen` does not occur in "the display". The form of the rendering shows which of the two a term is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

from mtqe.checks.shared.lemmas import lexicon
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

Kind = Literal["noun", "verb", "fixed"]
"""Part of speech of a term; `fixed` if only its exact word form counts."""

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
_RELATIVE = frozenset({"that", "which", "who"})
_AUXILIARY = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "having"})
_UNCHANGED_PARTICIPLES = frozenset({"cast", "cut", "hit", "let", "put", "read", "set", "shut", "split", "spread"})
"""Verbs that many texts use as nouns too, and whose participle is the infinitive."""
_PLURAL = late(r"s$|men$|children$|people$|feet$|teeth$|geese$|[lm]ice$|ae$|[ai]$|oxen$", re.IGNORECASE)


def kind_of(source: str, renderings: Iterable[str], target_lang: str) -> Kind:
    """The part of speech of a term, judged by the form of its renderings."""
    words = source.split()
    target = language(target_lang)
    place = -1 if target.verbs.infinitive_last else 0
    heads = [text.split()[place] for text in renderings if text.split()]
    if target.capital_nouns and any(head[:1].isupper() for head in heads):
        return "noun"
    if len(words) == 1 and source.endswith("ed") and len(source) > 4:
        return "fixed"
    pattern = target.verbs.infinitive
    if pattern and heads and not source.endswith("ing") and all(re.fullmatch(pattern, head) for head in heads):
        return "fixed" if any(_is_adjective(head, target_lang) for head in heads) else "verb"
    return "fixed" if target.capital_nouns and len(words) == 1 else "noun"


def _is_adjective(word: str, lang: str) -> bool:
    """Whether a German word is an adjective: the lemma data have *offenes*, but not *öffnenes*."""
    lex = lexicon(lang)
    declined = (word + ending for ending in lex.facts.lemmas.adjective_endings if ending[1:] in {"m", "s"})
    return any(lex.known(form) and lex.lemma(form) == word for form in declined)


def is_plural(term: str, text: str) -> bool | None:
    """Whether a text has the plural of a term; `None` if the term may be a plural itself."""
    if _PLURAL.search(term):
        return None
    return _PLURAL.search(text) is not None


def is_form(kind: Kind, term_word: str, word: str) -> bool:
    """Whether another word form with the lemma of a term's word still belongs to the term."""
    if kind != "noun":
        return kind == "verb"
    word, term_word = word.lower(), term_word.lower()
    if word.endswith("ed") and not term_word.startswith(word):
        return False  # "processed" is no plural of "process"
    plural = bool(_PLURAL.search(word) or _PLURAL.search(term_word))
    return plural and ("ing" in word) == ("ing" in term_word)


def fits(kind: Kind, word: str, before: str, after: str, starts: bool, is_word: Callable[[str], bool]) -> bool:
    """Whether the neighbours of a word allow the part of speech of a one-word term."""
    word, before, after = word.lower(), before.lower(), after.lower()
    if kind == "verb" and not word.endswith(("ed", "ing")):
        return before not in _BEFORE_NOUN
    if kind == "verb" or not _in_place_of_verb(kind, word, before, after, starts):
        return True
    bases = (word, word.removesuffix("s"), word.removesuffix("es"))
    return not any(
        is_word(form) for base in bases for form in (f"{base}ing", f"{base[:-1]}ing", f"{base}{base[-1:]}ing")
    )


def _in_place_of_verb(kind: Kind, word: str, before: str, after: str, starts: bool) -> bool:
    """Whether the neighbours of a word are those of a verb: *to open*, *Open the file*, *that references*."""
    # "not open" is an adjective, and one that stands for a fixed form is the term.
    if before in _BEFORE_VERB and not (kind == "fixed" and before == "not"):
        return True
    if word in _UNCHANGED_PARTICIPLES and before in _AUXILIARY:
        return True
    return (before in _RELATIVE and word.endswith("s")) or (starts and after in _AFTER_IMPERATIVE)
