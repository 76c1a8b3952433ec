"""Writes a rendering as its place in the translation wants it: *böswillige Akteure* in place of *schlechte Akteure*.

The words that stand there show the ending. A word that cannot be formed with certainty leaves the rendering as the
glossary has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtqe.checks.shared.lemmas import Lexicon, fold, word_pattern
from mtqe.checks.terms.occurrences import starts_sentence
from mtqe.checks.terms.renderings import NOWHERE, Places, Rendering, View

_UMLAUTS = str.maketrans("aou", "äöü")
_PLURALS = ("e", "en", "n", "er", "ern", "nen")


def instead_of(item: Rendering, places: Places, view: View, plural: bool | None) -> str | None:
    """A rendering in the form of the words that stand in its place, or `None` if that is not certain.

    Args:
        item: The rendering.
        places: Neighbouring words of the translation, as many as the rendering has.
        view: The translation.
        plural: Whether the source has the plural where the glossary has the singular; `None` if that is not known.
    """
    if view.lex.facts.spaceless or min(places) < 0:
        return None  # the places are characters or symbols, not words
    standing = [view.words[place].text for place in sorted(places)]
    if len(standing) != len(item.words) or max(places) - min(places) >= len(places):
        return None
    starts = starts_sentence(view.text, view.words[min(places)].start)
    if starts and item.words[0].islower():
        standing[0] = standing[0][:1].lower() + standing[0][1:]
    form = _declined if view.lex.facts.lemmas.determiners else _with_s
    words = form(item.words, standing, view.lex, plural)
    if words is None:
        return None
    remaining = iter(words)
    text = word_pattern().sub(lambda match: next(remaining), item.text)
    return text[:1].upper() + text[1:] if starts else text


def leaves_others(form: str, item: Rendering, places: Places, view: View, plural: bool | None) -> bool:
    """Whether the other words of the translation can stay as they are if a form replaces the words at some places.

    Another noun may have another gender, and its article, adjective or participle then changes with it. It does not if
    the noun is the same, or in the plural where the plural has no gender.
    """
    standing = [view.words[place].text for place in sorted(places)]
    if _letters("".join(standing)) == _letters(form):
        return True
    if view.lex.facts.lemmas.determiners:
        nouns = [(word, stood) for word, stood in zip(item.words, standing, strict=True) if word[:1].isupper()]
        return bool(plural) or (bool(nouns) and all(_are_forms(word, stood, view.lex) for word, stood in nouns))
    return bool(plural) and view.lex.facts.grammar == "english"  # which has no gender


def is_respelt(written: str, text: str) -> bool:
    """Whether a text is the same word with other hyphens, spaces or capitals after its first letter."""
    return _letters(written) == _letters(text) and written[:1] == text[:1]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def beside_its_noun(item: Rendering, view: View) -> Places:
    """The places of an adjective and its noun where only the noun is that of the rendering, if there is one."""
    lemmas = view.lex.facts.lemmas
    if len(item.words) != 2 or not lemmas.determiners or not _is_adjective_with_noun(item.words):
        return NOWHERE
    nouns = view.at(view.lex.keys(item.words[1]))
    if len(nouns) != 1 or not nouns[0] or view.between(nouns[0] - 1) != " ":
        return NOWHERE
    before, noun = view.words[nouns[0] - 1], view.words[nouns[0]]
    word = before.text[:1].lower() + before.text[1:] if starts_sentence(view.text, before.start) else before.text
    is_replaced = _is_adjective_with_noun((word, noun.text)) and _ending(word, view.lex)
    return frozenset({nouns[0] - 1, nouns[0]}) if is_replaced else NOWHERE


def _is_adjective_with_noun(words: Sequence[str]) -> bool:
    return words[0].islower() and words[1][:1].isupper()


def _declined(words: Sequence[str], standing: Sequence[str], lex: Lexicon, plural: bool | None) -> list[str] | None:
    """The words of a German rendering in the forms of the words that stand in its place."""
    nouns = [(word, stood) for word, stood in zip(words, standing, strict=True) if word[:1].isupper()]
    # The ending of an adjective depends on the gender of its noun, but not in the plural.
    same_nouns = all(_are_forms(word, stood, lex) for word, stood in nouns)
    formed = []
    for word, stood in zip(words, standing, strict=True):
        form: str | None = None
        if _are_forms(word, stood, lex):
            form = stood
        elif word[:1].isupper() and stood[:1].isupper():
            form = _noun(word, stood, lex, plural)
        elif word.islower() and stood.islower() and nouns and (same_nouns or plural):
            form = _adjective(word, stood, lex)
        if form is None:
            return None
        formed.append(form)
    return formed


def _with_s(words: Sequence[str], standing: Sequence[str], lex: Lexicon, plural: bool | None) -> list[str] | None:
    """A one-word rendering with the plural *s* of the word that stands in its place."""
    word, stood = words[0], standing[0]
    if len(words) > 1 or "s" not in lex.facts.lemmas.noun_endings or not stood.endswith("s"):
        return None
    is_plural = fold(lex.lemma(stood)) == fold(stood[:-1]) and fold(lex.lemma(f"{word}s")) == fold(word)
    return [f"{word}s"] if is_plural else None


def _are_forms(word: str, stood: str, lex: Lexicon) -> bool:
    return not set(lex.keys(word)).isdisjoint(lex.keys(stood))


def _base(word: str, lex: Lexicon) -> str:
    """The dictionary form of an adjective."""
    return lex.keys(word)[-1]


def _ending(word: str, lex: Lexicon) -> str:
    """The ending of an adjective before a noun, or `""` for any other word."""
    lemmas = lex.facts.lemmas
    ending = fold(word).removeprefix(_base(word, lex))
    stems = {fold(word).removesuffix(ending) for ending in ("", *lemmas.adjective_endings)}
    return ending if ending in lemmas.adjective_endings and stems.isdisjoint(lemmas.determiners) else ""


def _adjective(word: str, stood: str, lex: Lexicon) -> str | None:
    """An adjective with the ending of another one; `None` for one that changes its stem, such as *dunkel*."""
    ending, base = _ending(stood, lex), _base(word, lex)
    stem = word[: len(base)]
    return stem + ending if ending and fold(stem) == base and _base(stem + ending, lex) == base else None


def _noun(word: str, stood: str, lex: Lexicon, plural: bool | None) -> str | None:
    """A noun in the number and case of another one."""
    if fold(lex.lemma(word)) != fold(word) or plural is None:
        return None
    if not plural:
        return word if fold(lex.lemma(stood)) == fold(stood) else None
    forms = sorted(_plurals(word, lex), key=len)
    if len(forms) == 1:
        return forms[0]
    if len(forms) == 2 and forms[1] == f"{forms[0]}n":
        # Only the dative has the *n*, unless the plural of the other noun has it in each case.
        has_longer, has_shorter = (_is_form(text, stood, lex) for text in (f"{stood}n", stood.removesuffix("n")))
        if has_longer != (has_shorter and stood.endswith("n")):
            return forms[0] if has_longer else forms[1]
    return None


def _is_form(text: str, word: str, lex: Lexicon) -> bool:
    return lex.known(text) and lex.lemma(text) == lex.lemma(word)


def _plurals(noun: str, lex: Lexicon) -> set[str]:
    """The forms of a noun that the lemma data have, without its singular and genitive."""
    stem = noun.removesuffix("e")
    bent = re.sub("(?:a(?=u)|[aou])(?=u?[^aeiouäöü]*$)", lambda vowel: vowel[0].translate(_UMLAUTS), stem)
    for text in dict.fromkeys((bent, stem)):
        trials = (text, *(text + ending for ending in _PLURALS))
        forms = {trial for trial in trials if trial != noun and lex.known(trial) and lex.lemma(trial) == noun}
        if forms:  # "Vertrage" is an old dative beside the plural "Verträge"
            return forms
    return set()
