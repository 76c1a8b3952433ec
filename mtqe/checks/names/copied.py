"""Finds names that became another name in a translation that copies names, as most in Latin letters do.

Such a translation has each name of persons and of most places letter by letter, perhaps with an ending. So letters say
more than sounds: *Plowman* is not *Bowman*, and a name may be short (*Okell*). Whether a translation copies names, its
other segments show.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from mtqe.checks.names.atlas import INSIDE, NONE, atlas, has_place, share_place, titles
from mtqe.checks.names.finder import Name, Side, Token, is_common, is_date, is_listed, resembles_date
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.renderings import (
    SHORTEST_PLACE,
    Book,
    is_given,
    is_of_a_place,
    is_spelled_alike,
    names_of_places,
    with_given_word,
    with_surname,
)
from mtqe.checks.names.spelling_similarity import LEAST_SIMILARITY, edits, shared_start, similarity
from mtqe.checks.names.strangers import Pairs, keeps_names, nearby
from mtqe.checks.names.transcribed import cities_by_sound, is_behind_place_word
from mtqe.checks.shared import confidence
from mtqe.checks.shared.lemmas import plain
from mtqe.language.lang import anywhere, language
from mtqe.language.sound import fold

SHORTEST = 3
"""Letters: of the shortest word of a name."""
SHORTEST_ALONE = 4
"""Letters: of the longest word of a lost name, at least, and of the shortest name that stands in its place."""
LONGEST_ENDING = 5
"""Letters: of the longest ending of a name."""
SHORTEST_STEM = 3
"""Letters: of the shortest name without its last vowel."""
LETTERS = 2
"""Letters: that differ in another name, at least. Where fewer do, it is a slip."""
ALIKE = 3
"""Letters: at the beginning of a name of a place, that another name of it has, too."""
_RESPELLED = str.maketrans("wzcyj", "vskii")
_VOWELS = frozenset("aeiouyh")


def another_copied_name(at: int, pairs: Pairs, book: Book) -> Iterator[Mismatch]:
    """A name that is not copied, if another name is in its place, in a translation that copies names."""
    opposite = pairs[at][1]
    facts = language(opposite.lang)
    if not (facts.is_latin and facts.has_capitals):
        return
    # Few segments have such a name, so the others are looked at last.
    found = _beside_kept(at, pairs, book)
    if found is None or not keeps_names(at, pairs, book):
        found = _instead(at, pairs, book)
        if found and not (_is_copied_elsewhere(found[0], at, pairs) or keeps_names(at, pairs, book)):
            found = None
    if found:
        name, start, end = found
        yield Mismatch("swap", (name.start, name.end), (start, end), confidence.LIKELY)


def _beside_kept(at: int, pairs: Pairs, book: Book) -> tuple[Name, int, int] | None:
    """A full name of which one word was copied, and another name stands where the other word should be."""
    anchor, opposite = pairs[at]
    for one in book.names[at]:
        name = with_given_word(with_surname(one, anchor), anchor)
        if len(name.tokens) != 2 or has_place(name.places) or not _is_person(name, anchor, opposite, book):
            continue
        for kept, changed, step in ((name.tokens[0], name.tokens[1], 1), (name.tokens[1], name.tokens[0], -1)):
            if _has_form(changed, opposite):
                continue
            for number, token in enumerate(opposite.tokens):
                beside = number + step
                if token.text != kept.text or not 0 <= beside < len(opposite.tokens):
                    continue
                other = opposite.tokens[beside]
                if _adjoins(opposite, token, other) and _is_another(changed, other, anchor, opposite, step):
                    return name, min(token.start, other.start), max(token.end, other.end)
    return None


def _is_person(name: Name, anchor: Side, opposite: Side, book: Book) -> bool:
    """Whether two words are a person and not *Tampa Bay*."""
    first, second = name.tokens
    codes = (atlas(anchor.lang).certain(token.fold) for token in name.tokens)
    if is_given(first, anchor.lang):
        return not any(map(_is_place, codes))
    if any(map(has_place, codes)) or is_behind_place_word(name, anchor):
        return False
    if not is_common(second.text, anchor.lang) or second.fold in book.surnames:
        return True
    is_inflected = language(opposite.lang).names.endings == "cases"  # its data know few forms of common words
    return not is_inflected or _is_introduced(name, anchor)


def _is_introduced(name: Name, anchor: Side) -> bool:
    """Whether a verb of speaking stands beside a name: *Roche said*."""
    places = anchor.tokens.index(name.tokens[0]) - 1, anchor.tokens.index(name.tokens[-1]) + 1
    beside = [anchor.tokens[n].text.lower() for n in places if 0 <= n < len(anchor.tokens)]
    return any(re.fullmatch(language(anchor.lang).sentences.speech, word) for word in beside)


def _respelled(word: str) -> str:
    """A name without the differences between the spellings of languages: *Tavadze*, *Tawadse*."""
    return plain(word).translate(_RESPELLED)


def _skeleton(respelled: str) -> str:
    """The consonants of a name that is spelt without the differences between languages."""
    return "".join(letter for letter in respelled if letter not in _VOWELS)


def _adjoins(side: Side, token: Token, other: Token) -> bool:
    first, second = sorted((token, other), key=lambda one: one.start)
    return side.text[first.end : second.start] in (" ", "\u00a0")


def _is_another(changed: Token, other: Token, anchor: Side, opposite: Side, step: int) -> bool:
    """Whether the word beside a copied word of a name is another name than the one in the source."""
    if not _may_be_name(other, opposite) or other.first:
        return False
    is_word = is_common(changed.text, anchor.lang)  # *Geiger Counter* has a common word in the translation, too
    if step < 0 and is_word and not is_given(changed, anchor.lang):
        return False
    is_given_name = step < 0 and is_given(other, opposite.lang)
    may_be_word = step > 0 and not is_word and not language(opposite.lang).capital_nouns
    if _is_word(other, opposite) and not is_given_name and not may_be_word:
        return False
    if any(_is_form(token, other) for token in anchor.tokens if token.capital):
        return False
    if step < 0 and similarity(changed.fold, other.fold) >= LEAST_SIMILARITY:
        return False  # the given names of kings and saints are translated
    name, word = _respelled(changed.text), _respelled(other.text)
    is_slip = edits(name, word) < LETTERS or sorted(name) == sorted(word)
    return not is_slip and _skeleton(name) != _skeleton(word)


def _instead(at: int, pairs: Pairs, book: Book) -> tuple[Name, int, int] | None:
    """A name of which no word was copied, if one name that the source lacks is in the translation."""
    anchor, opposite = pairs[at]
    lost = [
        name
        for name in (with_surname(one, anchor) for one in book.names[at])
        if _is_lost(name, opposite) and not _may_be_rendered(name, anchor)
        if not is_of_a_place(name, anchor.lang) or is_behind_place_word(name, anchor) or _is_introduced(name, anchor)
    ]
    if len(lost) != 1:
        return None
    [name] = lost
    is_place = _is_place(name.places) or is_behind_place_word(name, anchor)
    runs = _runs(opposite, [token for token in opposite.tokens if _is_new(token, name, is_place, at, pairs, book)])
    if len(runs) != 1:
        return None
    return name, runs[0][0].start, runs[0][-1].end


def _may_be_rendered(name: Name, anchor: Side) -> bool:
    """Whether another name may mean the same: a given name alone, and a name behind an article, as of a river."""
    first = name.tokens[0]
    number = anchor.tokens.index(first)
    is_behind_article = number > 0 and anchor.tokens[number - 1].text in anywhere("name_particles")
    return len(name.tokens) == 1 and (is_behind_article or is_given(first, anchor.lang))


def _is_copied_elsewhere(name: Name, at: int, pairs: Pairs) -> bool:
    """Whether another segment has a word of a name on both sides."""
    return any(
        word.text in {token.text for token in pairs[number][0].tokens} and _has_form(word, pairs[number][1])
        for word in name.tokens
        for number in nearby(at, pairs)
        if number != at
    )


def _is_place(codes: Collection[str]) -> bool:
    """Whether one of the codes is a country, part of a country, or city."""
    places = [code.removesuffix(INSIDE) for code in codes if has_place(frozenset({code}))]
    return any(code.isalpha() or "/" in code or code.startswith(("city", "large")) for code in places)


def _is_lost(name: Name, opposite: Side) -> bool:
    words = [token for token in name.tokens if len(token.text) >= SHORTEST]
    if max(len(token.text) for token in name.tokens) < SHORTEST_ALONE:
        return False
    if not words or any(word.text.isupper() for word in words) or share_place(name.places, opposite.places):
        return False
    if any(_has_form(word, opposite) or _is_spelled_alike(word, opposite) for word in words):
        return False
    return not has_place(name.places) or _is_lost_place(name, opposite)


def _is_spelled_alike(word: Token, side: Side) -> bool:
    """Whether a word with a capital is spelled much like a name."""
    return any(
        shared_start(word.fold, other.fold) >= ALIKE or similarity(word.fold, other.fold) >= LEAST_SIMILARITY
        for other in side.tokens
        if other.capital and not (other.first and is_common(other.text, side.lang))
    )


def _is_lost_place(name: Name, opposite: Side) -> bool:
    """Whether a text has none of the known names of a place."""
    known = names_of_places(opposite.lang)
    forms = [known.get(code, ()) for code in name.places if not code.endswith(INSIDE)]
    words = [token.fold for token in opposite.tokens if token.capital]
    return not any(
        shared_start(fold(form.casefold()), word) >= ALIKE for of_place in forms for form in of_place for word in words
    )


def _is_new(token: Token, name: Name, is_place: bool, at: int, pairs: Pairs, book: Book) -> bool:
    """Whether a word of the translation is a name that the source lacks there, and may stand for a lost name."""
    anchor, opposite = pairs[at]
    if not _may_be_name(token, opposite):
        return False
    capitalised = {word.fold for word in anchor.tokens if word.capital and len(word.fold) >= SHORTEST}
    if is_spelled_alike(token.text, capitalised) or any(_is_form(word, token) for word in anchor.tokens):
        return False
    codes = atlas(opposite.lang).hinted(token.fold)
    rendered = NONE.union(*(atlas(opposite.lang).certain(word.fold) for word in opposite.tokens if word is not token))
    if share_place(codes, anchor.places - rendered) or share_place(codes, name.places) or codes & anchor.places:
        return False
    if len(token.text) < SHORTEST_ALONE or any(_is_alike(word, token) for word in name.tokens):
        return False
    if not _is_word(token, opposite):
        codes |= cities_by_sound(token.fold)
    if _is_place(codes) and (not token.first or len(token.text) >= SHORTEST_PLACE):
        return is_place
    elsewhere = {
        word.text
        for number in nearby(at, pairs)
        if number != at
        for one in book.names[number]
        for word in one.tokens
        if len(word.text) >= SHORTEST_ALONE and plain(token.text).startswith(plain(word.text))
    }
    if elsewhere and not _is_word(token, opposite):
        partners = set[str]().union(*(book.partners[word] for word in elsewhere))
        return not (is_place and len(partners) > 1) and partners.isdisjoint(word.text for word in name.tokens)
    if token.first or _is_word(token, opposite) or language(opposite.lang).capital_nouns:
        return False
    if has_place(name.places):
        return False
    return _is_introduced(name, anchor) or not any(_is_translated(word, anchor, opposite) for word in name.tokens)


def _is_translated(word: Token, anchor: Side, opposite: Side) -> bool:
    """Whether the tables have a name that is not the same in the other language: *Scotland*, but not *Norwich*."""
    codes = atlas(anchor.lang).certain(word.fold)
    return has_place(codes) and not share_place(codes, atlas(opposite.lang).certain(word.fold))


def _is_alike(word: Token, other: Token) -> bool:
    """Whether a word may be the name of the same place in another language: *Izmir*, *Esmirna*."""
    first, second = _skeleton(_respelled(word.text)), _skeleton(_respelled(other.text))
    is_part = word.fold[:ALIKE] in other.fold or other.fold[:ALIKE] in word.fold
    return is_part or edits(first, second) < LETTERS or first[:LETTERS] == second[:LETTERS]


def _is_word(token: Token, side: Side) -> bool:
    """Whether a language has a word that is no name, and English has no such name: *Manchester*, *Peru*."""
    return is_common(token.text, side.lang) and not (is_listed(token.text) and not token.first)


def _may_be_name(token: Token, side: Side) -> bool:
    word = token.text
    return (
        token.capital
        and word.isalpha()
        and not word.isupper()
        and len(word) >= SHORTEST
        and word.lower() not in titles()
        and not is_date(word.lower(), side.lang)
        and not resembles_date(word, side.lang)
    )


def _runs(side: Side, tokens: Sequence[Token]) -> list[list[Token]]:
    """Words that stand side by side, together."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and _adjoins(side, runs[-1][-1], token):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _has_form(token: Token, side: Side) -> bool:
    is_within = len(token.text) >= SHORTEST_PLACE and token.text.casefold() in side.text.casefold()
    return is_within or any(_is_form(token, other) for other in side.tokens)


def _is_form(token: Token, other: Token) -> bool:
    """Whether a word is a name, perhaps with an ending: *Plowmans*, *Ferrera* of *Ferrero*, *Pavla* of *Pavel*."""
    name, word = plain(token.text), plain(other.text)
    stems = [name]
    if len(name) > SHORTEST_STEM and name[-1] in _VOWELS:
        stems.append(name[:-1])
    if len(name) > SHORTEST_STEM + 1 and name[-2] in _VOWELS:
        stems.append(name[:-2] + name[-1])
    return any(word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING for stem in stems)
