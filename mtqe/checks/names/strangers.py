"""Finds names that became a name which nothing in the English text explains.

Translators copy a name into Latin letters and transcribe it into other scripts. So a name that is neither copied nor
heard is lost, whatever its length, and whether or not a table has it. By itself that is no error: the translator may
have written *he*. A stranger must stand in the translation: a name that is no copy and no transcription of any name of
the English sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from mtqe.checks.names import hearing, transcribed
from mtqe.checks.names.atlas import INSIDE, atlas, has_place, share_place, titles, with_countries
from mtqe.checks.names.finder import Name, Side, Token, is_common, is_date, is_name, resembles_date
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.renderings import (
    Book,
    is_explained,
    is_found,
    is_of_a_place,
    is_spelled_alike,
    is_word_absent,
    names_of_places,
    with_given_word,
    with_surname,
)
from mtqe.checks.names.spelling_similarity import SAME, likeness
from mtqe.checks.shared import confidence
from mtqe.language import consonants
from mtqe.language.lang import language
from mtqe.language.transliteration import END, START, WORD, evidence, script

AUDIBLE = 3
"""Consonants: of the shortest word that is looked for by its consonants. A shorter one is heard by chance."""
SHORTEST = 3
"""Letters: of the shortest word of a name that is looked for in Latin letters."""
SHORTEST_ALONE = 4
"""Letters: of the shortest name of one word, and of the name that stands in its place."""
APART = 0.3
"""Share: of the length of a text by which a name of one word may stand in another place than in its source."""
NEARBY = 50
"""Segments: before and after a segment, whose names are the document's: an article. So the time grows with the text."""
COPIES, COPIED = 3, 0.8
"""Names of a document: so many are rendered, and this share of all, if the translation keeps unknown names."""
CLEARLY = 3.0
"""Odds: by which another word of the text is a better transcription of a name."""

Pairs = Sequence[tuple[Side, Side]]


def another_full_name(at: int, pairs: Pairs, book: Book) -> Iterator[Mismatch]:
    """A full name of which no word is left, if a full name that nothing explains is in the translation."""
    anchor = pairs[at][0]
    lost = [
        name
        for name in (with_given_word(with_surname(one, anchor), anchor) for one in book.names[at])
        if len(name.tokens) > 1 and not has_place(name.places) and is_lost(name, at, pairs, book)
    ]
    if not lost:
        return
    for start, end in _strange_full_names(*pairs[at]):
        yield Mismatch("swap", (lost[0].start, lost[0].end), (start, end), confidence.LIKELY)
        return


def another_of_document(at: int, pairs: Pairs, book: Book) -> Iterator[Mismatch]:
    """A name of which no word is left, if a full name that the document has elsewhere is in the translation."""
    anchor, opposite = pairs[at]
    lost = [name for name in book.names[at] if not is_of_a_place(name, anchor.lang) and is_lost(name, at, pairs, book)]
    if not lost:
        return
    here = {token.text for token in anchor.tokens if token.capital}
    known = {
        tuple(token.text for token in name.tokens)
        for number in nearby(at, pairs)
        if number != at
        for name in book.names[number]
        if len(name.tokens) == 2 and name.is_full and here.isdisjoint(token.text for token in name.tokens)
    }
    for given, surname in sorted(known):
        for first, second in _neighbours(opposite):
            if _renders(given, first[0], opposite, END) and _renders(surname, second[0], opposite, START):
                yield Mismatch("swap", (lost[0].start, lost[0].end), (first[1], second[2]), confidence.LIKELY)
                return


def another_single_name(at: int, pairs: Pairs, book: Book) -> Iterator[Mismatch]:
    """A name of one word that is not left, if one stranger is about in its place, and the translation keeps names."""
    anchor, opposite = pairs[at]
    facts = language(opposite.lang)
    if not facts.has_capitals or facts.capital_nouns:
        return
    lost = [
        name
        for name in book.names[at]
        if len(name.tokens) == 1 and len(name.tokens[0].text) >= SHORTEST_ALONE and not name.tokens[0].text.isupper()
        if not is_of_a_place(name, anchor.lang) and is_lost(name, at, pairs, book)
        if not has_place(name.places) or (_is_city(name) and _is_lost_place(name, opposite))
    ]
    if len(lost) != 1 or not keeps_names(at, pairs, book):
        return
    others = frozenset[str]().union(*(pairs[number][0].capitalised for number in nearby(at, pairs)))
    is_place = has_place(lost[0].places) or transcribed.is_place(lost[0], anchor)
    strange = [
        token
        for token in opposite.tokens
        if is_place or not has_place(atlas(opposite.lang).certain(token.fold))
        if not token.first
        and not _is_of_document(token, others)
        and len(token.text) >= SHORTEST_ALONE
        and is_strange(token, anchor, opposite)
    ]
    place = lost[0].start / len(anchor.text)
    if has_place(lost[0].places) and any(_is_part_of_name(token, opposite) for token in strange):
        return  # *Luân Đôn*
    if len(strange) == 1 and abs(strange[0].start / len(opposite.text) - place) <= APART:
        yield Mismatch("swap", (lost[0].start, lost[0].end), (strange[0].start, strange[0].end), confidence.LIKELY)


def _is_part_of_name(token: Token, side: Side) -> bool:
    """Whether a word with a capital stands beside a word: a known place may have a name of several words."""
    at = side.tokens.index(token)
    beside = [(side.tokens[n], side.tokens[n + 1]) for n in (at - 1, at) if 0 <= n < len(side.tokens) - 1]
    return any(one.capital and two.capital and side.text[one.end : two.start] == " " for one, two in beside)


def _is_of_document(token: Token, folds: AbstractSet[str]) -> bool:
    """Whether the document has a name elsewhere, which is not unknown then."""
    return is_spelled_alike(token.text, folds)


def keeps_names(at: int, pairs: Pairs, book: Book) -> bool:
    """Return whether the translation copies or transcribes the names that no table has, in the segments nearby."""
    kept: dict[str, bool] = {}
    for number in nearby(at, pairs):
        if number not in book.kept:
            book.kept[number] = _kept_names(number, pairs, book)
        for word, found in book.kept[number].items() if number != at else ():
            kept[word] = kept.get(word, False) or found
    return sum(kept.values()) >= max(COPIES, COPIED * len(kept))


def nearby(at: int, pairs: Pairs) -> range:
    """Return the numbers of the segments of the same article, about."""
    return range(max(0, at - NEARBY), min(len(pairs), at + NEARBY + 1))


def _kept_names(at: int, pairs: Pairs, book: Book) -> dict[str, bool]:
    """The unknown names of a segment, and whether its translation copies or transcribes each of them."""
    anchor, opposite = pairs[at]
    return {
        token.text: not _is_word_lost(token.text, at, pairs, book)
        for name in book.names[at]
        for token in name.tokens
        if not opposite.in_capitals and not has_place(name.places)
        if len(token.text) >= SHORTEST_ALONE and is_name(token, anchor.lang)
    }


def is_lost(name: Name, at: int, pairs: Pairs, book: Book) -> bool:
    """Return whether a translation has no word of a name, and does not name its place either."""
    anchor, opposite = pairs[at]
    words = [token.text for token in name.tokens if len(token.text) >= SHORTEST]
    latin = language(opposite.lang).is_latin
    if not words or (not latin and max(map(len, words)) < SHORTEST_ALONE):
        return False
    codes = with_countries(name.places.union(*(atlas(anchor.lang).hinted(token.fold) for token in name.tokens)))
    return not share_place(codes, opposite.places) and all(_is_word_lost(word, at, pairs, book) for word in words)


def _is_city(name: Name) -> bool:
    """Whether a place is no country, whose name is inflected in many ways and has rules of its own (`matching`)."""
    return any(code.startswith("city") for code in name.places)


def _is_lost_place(name: Name, opposite: Side) -> bool:
    """Whether a text has no known name of a place, whose names are known in its language."""
    if not language(opposite.lang).is_latin:
        return transcribed.is_absent_place(name, opposite)
    known = names_of_places(opposite.lang)
    forms = [known.get(code, ()) for code in name.places if not code.endswith(INSIDE)]
    return all(forms) and not any(is_found(of_place, opposite) for of_place in forms)


def _is_word_lost(word: str, at: int, pairs: Pairs, book: Book) -> bool:
    """Whether a word of a name is neither copied nor heard in the translation of a segment."""
    opposite = pairs[at][1]
    if word.casefold() in opposite.text.casefold() or is_spelled_alike(word, opposite.capitalised):
        return False
    if len(consonants.consonants(word)) >= AUDIBLE and not is_word_absent(word, at, opposite, book):
        return False
    return language(opposite.lang).is_latin or transcribed.is_unheard(word, opposite)


def is_strange(token: Token, anchor: Side, opposite: Side, may_be_common: bool = False) -> bool:
    """Return whether a word with a capital is a name that nothing in the English sentence explains.

    Args:
        token: The word.
        anchor: The English sentence.
        opposite: The other sentence.
        may_be_common: Whether the word may be a common word, too, because it stands after a given name.
    """
    word = token.text
    if not token.capital or word.isupper() or not word.isalpha() or len(word) < SHORTEST:
        return False
    if word.lower() in titles() or is_date(word.lower(), opposite.lang) or resembles_date(word, opposite.lang):
        return False
    if not may_be_common and is_common(word, opposite.lang):
        return False
    if share_place(atlas(opposite.lang).hinted(token.fold), with_countries(anchor.places)):
        return False
    if script(word):
        return not _is_transcribed((word, token.start, token.end), anchor, opposite)
    heard = hearing.Word(word, token.start, token.end, consonants.consonants(word))
    # A name that is copied elsewhere in the sentence is not the reason of this word, too.
    reasons = [
        other
        for other in anchor.tokens
        if other.capital and (other.fold not in opposite.folds or likeness(other.fold, token.fold) == SAME)
    ]
    if is_spelled_alike(word, {other.fold for other in reasons if len(other.fold) >= SHORTEST}):
        return False
    return len(heard.consonants) < 2 or not is_explained(heard, anchor, {other.start for other in reasons})


def _is_transcribed(word: transcribed.Word, anchor: Side, opposite: Side, in_characters: str = WORD) -> bool:
    """Whether a word may be the transcription of a name that no other word of the text transcribes better."""
    place = in_characters if script(word[0]) == "han" else WORD
    return any(
        not any(
            other != word and evidence(token.text, other[0], place) >= max(transcribed.KEPT, odds + CLEARLY)
            for other in transcribed.words_in(opposite.text)
        )
        for token, odds in transcribed.reasons(word, anchor, place)
    )


def _strange_full_names(anchor: Side, opposite: Side) -> Iterator[tuple[int, int]]:
    """The places of two strangers side by side."""
    facts = language(opposite.lang)
    if facts.has_capitals:
        for first, second in pairwise(opposite.tokens):
            if (
                opposite.text[first.end : second.start] == " "
                and is_strange(first, anchor, opposite)
                and is_strange(second, anchor, opposite, may_be_common=not facts.capital_nouns)
            ):
                yield first.start, second.end
    elif facts.spaceless:
        for one, two in _neighbours(opposite):
            if not (_is_transcribed(one, anchor, opposite, END) or _is_transcribed(two, anchor, opposite, START)):
                yield one[1], two[2]


def _neighbours(side: Side) -> Iterator[tuple[transcribed.Word, transcribed.Word]]:
    """Two words of a text that may be a full name: side by side, or with a point between them where words are not."""
    if language(side.lang).is_latin:
        for first, second in pairwise(side.tokens):
            if first.capital and second.capital and side.text[first.end : second.start] == " ":
                yield (first.text, first.start, first.end), (second.text, second.start, second.end)
        return
    yield from transcribed.neighbours(side)


def _renders(name: str, word: str, side: Side, place: str) -> bool:
    """Whether a word of a translation is a name of the document."""
    if language(side.lang).is_latin:
        return word == name or (
            len(name) >= SHORTEST_ALONE and word.startswith(name[:-1]) and len(word) - len(name) < 4
        )
    return evidence(name, word, place if script(word) == "han" else WORD) >= transcribed.KEPT
