"""Separable verbs of German and Dutch: *abschalten*, *abgeschaltet*, *schaltet ... ab*; *uitschakelen*."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mtqe.language.lang import language

_DUTCH_ENDINGS = ("", "t", "de", "te", "den", "ten", "d")


def infinitives(word: str, lemma: Callable[[str], str], lang: str) -> Iterator[str]:
    """Infinitives of the separable verbs that a word may be a form of: *umplanen* for *umgeplant*, *umzuplanen*."""
    verbs = language(lang).verbs
    for prefix in verbs.prefixes:
        verb = word[len(prefix) :]
        if word.startswith(prefix) and len(verb) > 3:
            bare = verb[2:] if verb.startswith(verbs.infinitive_marker) and len(verb) > 5 else verb
            base = lemma(bare)
            if base.endswith("n") and base[:1].islower():
                yield prefix + base
            elif base == bare and bare.startswith("ge") and bare.endswith(("t", "d")) and len(bare) > 6:
                # A participle that the lemma data lack, such as that of a loanword: "upgeloadet".
                yield f"{prefix}{bare[2:-1].removesuffix('e')}en"


def split(verb: str, lang: str) -> Iterator[tuple[str, str]]:
    """The prefix and the base of a separable infinitive: `("zu", "ordnen")` for *zuordnen*."""
    for prefix in language(lang).verbs.prefixes:
        base = verb.removeprefix(prefix)
        if base != verb and len(base) > 3 and base.endswith("n"):
            yield prefix, base


def forms(infinitive: str, lang: str) -> frozenset[str]:
    """The regular forms of a Dutch verb, which the lemma data often take for nouns (*log* of *loggen*).

    Other languages have none here.
    """
    if language(lang).verbs.regular_forms != "dutch" or not infinitive.endswith("en"):
        return frozenset()
    stem = infinitive[:-2]
    if stem[-2:-1] == stem[-1:]:
        stem = stem[:-1]
    elif len(stem) > 2 and stem[-2] in "aeou" and stem[-3] not in "aeiou":
        stem = stem[:-1] + stem[-2] + stem[-1]  # maken, maak
    stem = stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])
    return frozenset(stem + ending for ending in _DUTCH_ENDINGS)
