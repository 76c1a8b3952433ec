"""Finds names that became another name, in any script, by their sound and by the rest of the document.

The names are those of the English side. A name counts as absent if it is not heard on the opposite side. By itself that
is no error: the translator may have written *he*. A rule finds the other name in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import OSA

from mtqe.checks.names import copied, hearing, strangers, transcribed
from mtqe.checks.names.atlas import INSIDE, atlas, has_place, share_place, with_countries
from mtqe.checks.names.finder import Name, Side, is_common, is_date, read
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.renderings import (
    ABSENT,
    CUT,
    SHARED,
    SHORTEST_PLACE,
    Book,
    is_absent,
    is_explained,
    is_found,
    is_of_a_place,
    is_spelled_alike,
    is_word_absent,
    learn,
    names_of_places,
    others,
    with_given_word,
    with_surname,
)
from mtqe.checks.names.spelling_similarity import SAME, likeness, shared_start
from mtqe.checks.shared import confidence
from mtqe.language import consonants
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sections import Persons
from mtqe.language.sound import fold

Rule = Callable[[int, Sequence[tuple[Side, Side]], Book], Iterator[Mismatch]]
"""Finds the mismatches of a segment: its index, the anchors and opposite sides of the document, its names."""
STRANGERS: tuple[Rule, ...] = (
    strangers.another_full_name,
    strangers.another_of_document,
    strangers.another_single_name,
)
"""Rules for names that nothing in the English text explains, from English."""
_BETWEEN = late(r"[ \u00a0·・‧•=＝-]")
MISSPELT = 2
"""Letters: that differ in a name that was misspelt, at most."""
FAR = 0.4
"""Cost: for each consonant of another name, above which the name of the source is not heard in it."""
RECENT = 3
"""Segments: before a pronoun, in which the person that it means is looked for. Measured with bench/articles.py."""
SHORTEST_COPIED = 4
"""Letters: of the shortest name of a place that is looked for as it is, without an ending."""


def exchanges(sides: Sequence[tuple[Side, Side]]) -> list[list[Mismatch]]:
    """Return, for each pair, the names that became another name. One side must be English."""
    if not sides:
        return []
    source_lang, target_lang = sides[0][0].lang, sides[0][1].lang
    if language(source_lang).grammar == "english":
        return list(_exchanges(sides, (*ALWAYS, *STRANGERS, _other_person, copied.another_copied_name)))
    if language(target_lang).grammar == "english":
        turned = _exchanges([(target, source) for source, target in sides], ALWAYS)
        return [[_turned(mismatch) for mismatch in of_pair] for of_pair in turned]
    return [[] for _ in sides]


def _turned(mismatch: Mismatch) -> Mismatch:
    return replace(mismatch, kind="swap", source=mismatch.target, target=mismatch.source)


def _exchanges(pairs: Sequence[tuple[Side, Side]], rules: Sequence[Rule]) -> Iterator[list[Mismatch]]:
    """The mismatches of each pair by the first rule that finds any."""
    book = learn(pairs)
    for at, (anchor, opposite) in enumerate(pairs):
        found: list[Mismatch] = []
        if not anchor.in_capitals and not opposite.in_capitals:
            for rule in rules:
                found = found or [
                    one
                    for one in rule(at, pairs, book)
                    if rule is copied.another_copied_name or not _has_nearer(one, anchor, opposite)
                ]
        yield found


def _has_nearer(mismatch: Mismatch, anchor: Side, opposite: Side) -> bool:
    """Whether a name that nothing explains stands nearer to the place of the lost name than the name found there.

    The translator may have written another name for it: *The Hague* for *Netherlands*.
    """
    if not (mismatch.kind == "swap" and mismatch.source and mismatch.target and language(opposite.lang).has_capitals):
        return False
    start, end = _full_name(mismatch.target, opposite)
    place = mismatch.source[0] / len(anchor.text)
    names = {token.start for token in opposite.tokens if token.capital and not token.first}
    return any(
        abs(word.start / len(opposite.text) - place) < abs(start / len(opposite.text) - place)
        for word in hearing.heard_words(opposite.text)
        if word.start in names
        and not start <= word.start < end
        and not is_common(word.text, opposite.lang)
        and not is_explained(word, anchor)
    )


def _full_name(place: tuple[int, int], side: Side) -> tuple[int, int]:
    """A word of a name with the words beside it that have a capital, too."""
    start, end = place
    for token in side.tokens:
        if token.capital and not token.first and token.start > end and _BETWEEN.fullmatch(side.text, end, token.start):
            end = token.end
    for token in reversed(side.tokens):
        if token.capital and token.end < start and _BETWEEN.fullmatch(side.text, token.end, start):
            start = token.start
    return start, end


def _of_document(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[Mismatch]:
    """An absent name of a segment, if another name of the document is in its place."""
    absent = [
        name
        for name in book.names[at]
        if not is_of_a_place(name, pairs[at][0].lang)
        if is_absent(name, at, pairs, book) or strangers.is_lost(name, at, pairs, book)
    ]
    if not absent:
        return
    for other, word in others(at, pairs, book):
        for name in absent:
            if not any(other in book.partners[token.text] for token in name.tokens):
                is_cased = language(pairs[at][1].lang).has_capitals
                place = word.start, word.end
                yield _swap(name, *(_full_name(place, pairs[at][1]) if is_cased else place))
                return


def _other_person(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[Mismatch]:
    """A pronoun that became the name of a person of the document, while the text speaks of another person.

    It does where the segments before name other persons only, or where the pronoun is of a woman and the name of a man.
    The person whom the document is about is meant by a pronoun at any place.
    """
    anchor = pairs[at][0]
    persons = language(anchor.lang).persons
    pronoun = re.search(persons.pronoun, anchor.text) if persons and persons.pronoun else None
    if persons is None or pronoun is None:
        return
    recent = set().union(*(_persons(n, book) for n in range(max(0, at - RECENT), at + 1)))
    spoken = {token.text.lower() for token in anchor.tokens}
    is_cased = language(pairs[at][1].lang).has_capitals
    for other, word in others(at, pairs, book):
        if is_cased and pairs[at][1].text[word.start].islower():
            continue  # *liever* for *Oliver*
        partners = book.partners[other]
        is_unheard_of = recent and len(partners) > 1 and partners.isdisjoint(recent | book.subject)
        if is_unheard_of or _is_of_other_sex(other, spoken, persons, pairs):
            yield Mismatch("person", pronoun.span(), (word.start, word.end), confidence.LIKELY)
            return


def _is_of_other_sex(name: str, spoken: Collection[str], persons: Persons, pairs: Sequence[tuple[Side, Side]]) -> bool:
    """Whether a title shows that a person is a man, while a text speaks of women only, or the reverse."""
    sexes = frozenset(persons.men), frozenset(persons.women)
    titles = {
        before.text.lower()
        for anchor, _ in pairs
        for before, token in pairwise(anchor.tokens)
        if token.text == name and before.capital
    }
    known = [not sex.isdisjoint(titles) for sex in sexes]
    there = [not sex.isdisjoint(spoken) for sex in sexes]
    return known.count(True) == 1 and there == known[::-1]


def _persons(at: int, book: Book) -> set[str]:
    """The words of names of a segment that the document has as full names, with the words beside them."""
    words = {token.text for name in book.names[at] for token in name.tokens}
    return {partner for word in words if len(book.partners[word]) > 1 for partner in book.partners[word]}


def _half_kept(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[Mismatch]:
    """A full name of which one word is heard, while the word beside it is another name."""
    anchor, opposite = pairs[at]
    # In Chinese characters, short names are heard by chance and short transcriptions are missed.
    for name in book.names[at] if not language(opposite.lang).is_chinese else ():
        directions, nouns = [(0, 1, 1), (1, 0, -1)], language(opposite.lang).capital_nouns
        if not name.is_full and (longer := with_surname(name, anchor)) is not name:
            name, directions = longer, directions[:1]
        elif not name.is_full and language(opposite.lang).is_latin:
            name, directions = with_given_word(name, anchor), directions[:1]
        is_copied = name.tokens[0].text in {token.text for token in opposite.tokens}
        if len(directions) == 1 and language(opposite.lang).is_latin and not is_copied:
            continue
        if not name.is_full or len(name.tokens) != 2:
            continue
        for kept, changed, step in directions:
            names = name.tokens[kept].text, name.tokens[changed].text
            # *Tallagan River* has a common word in the translation, too.
            may_be_common = step > 0 and not nouns and not is_common(names[1], anchor.lang)
            found = next(
                (
                    (word, beside)
                    for word in _kept(names[0], opposite)
                    if (beside := _beside(word, step, opposite, may_be_common and word.text == names[0]))
                    and _is_other(names, word.text, beside, at, pairs, book)
                ),
                None,
            )
            if found:
                word, beside = found
                yield _swap(name, min(word.start, beside.start), max(word.end, beside.end))
                break


def _kept(name: str, side: Side) -> Sequence[hearing.Word]:
    """The words of a text in which a word of a full name is heard; one that is spelt the same counts at any length.

    In other alphabets, so does one with the same single consonant, since another name stands beside it.
    """
    heard, sounds = hearing.heard_words(side.text), consonants.consonants(name)
    if same := [word for word in heard if word.text == name]:
        return same[:1]
    if len(sounds) == 1 and not language(side.lang).is_latin:
        return [word for word in heard if word.consonants == sounds]
    loudest = hearing.loudest(name, side.text, language(side.lang).has_capitals)
    return [loudest] if loudest else []


def _differs(name: str, other: str) -> bool:
    """Whether two names have more than two letters that differ, or half of a short one, and not only at the end."""
    differing = OSA.distance(name, other)
    return 2 * differing >= min(len(name), len(other), 2 * MISSPELT + 2) and shared_start(name, other) < SHARED * min(
        len(name), len(other)
    )


def _is_other(
    names: tuple[str, str],
    kept_as: str,
    beside: hearing.Word,
    at: int,
    pairs: Sequence[tuple[Side, Side]],
    book: Book,
) -> bool:
    """Whether the word beside the word that was kept is another name than that of the source.

    Args:
        names: The word of the source that was kept, and the word beside it.
        kept_as: The kept word of the translation.
        beside: The word beside it.
        at: The number of the segment.
        pairs: The segments.
        book: The names of the document.
    """
    kept, name = names
    anchor, opposite = pairs[at]
    if name.casefold() in opposite.text.casefold():
        return False
    if language(opposite.lang).is_latin:
        # Names are copied there, apart from endings. If the word beside it was, a similar name is another one.
        folded = fold(beside.text.casefold())
        is_other = kept == kept_as or not is_explained(beside, anchor)
        return (
            is_other
            and _differs(fold(name.casefold()), folded)
            and not any(likeness(folded, word) == SAME for word in anchor.capitalised)
        )
    if is_explained(beside, anchor):
        return False
    sounds = consonants.consonants(name)
    is_far = beside.distance(sounds) > ABSENT * len(sounds) or not _is_heard(sounds, beside.consonants)
    return is_far and is_word_absent(name, at, opposite, book)


def _is_heard(sounds: str, other: str) -> bool:
    """Whether a name may be heard in another one; its first J or W may sound like a vowel: ヨナス, ウィットカム."""
    forms = sounds, sounds.removeprefix("J"), sounds.lstrip("WH")
    least = min(hearing.Word("", 0, 0, heard).distance(other) for heard in forms)
    return least <= FAR * len(other)


def _beside(word: hearing.Word, step: int, side: Side, is_copied: bool) -> hearing.Word | None:
    """The name before or after a word of a text. After a copied given name, it may be a common word, too."""
    for other in hearing.heard_words(side.text):
        first, second = (word, other) if step > 0 else (other, word)
        between = side.text[first.end : second.start] if first.end < second.start else ""
        if not _BETWEEN.fullmatch(between) or not other.text.isalpha():
            continue
        if language(side.lang).has_capitals:
            is_other = is_date(other.text.casefold(), side.lang) if is_copied else is_common(other.text, side.lang)
            return other if other.text[:1].isupper() and len(other.text) > 1 and not is_other else None
        return other if between not in " \u00a0" else None
    return None


def _other_place(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[Mismatch]:
    """An absent place whose name in the other language is known, if another known place is in the text.

    In other scripts than Latin, `transcribed.other_place` does the same by sound.
    """
    anchor, opposite = pairs[at]
    if not language(opposite.lang).is_latin:
        return
    known = names_of_places(opposite.lang)
    lost = [
        name
        for name in book.names[at]
        if all(code in known for code in name.places if not code.endswith(INSIDE))
        and not any(is_found(known.get(code, ()), opposite) for code in name.places)
    ]
    found = _places_in(opposite, anchor.lang) if lost else []
    named = with_countries(anchor.places)
    for name in lost:
        is_place = has_place(name.places)
        for start, end, codes in found:
            folded = fold(opposite.text[start:end].casefold())
            if share_place(codes, named) or any(likeness(folded, word) == SAME for word in anchor.capitalised):
                continue
            if share_place(transcribed.cities(name.tokens[0].text), codes):  # a country for its city
                continue
            if not is_place and (name.is_full or any(share_place(codes, side.places) for side, _ in pairs)):
                continue
            # The wrong place may sound like the right one: Guernsey, Jersey.
            text = opposite.text[:start] + " " * (end - start) + opposite.text[end:]
            rest = {at: (anchor, read(text, opposite.lang))}
            if is_absent(name, at, rest, book) or (is_place and _is_lost_place(name, rest[at][1], known)):
                yield _swap(name, start, end)
                return


def _is_lost_place(name: Name, opposite: Side, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether a text has no name that is spelt like a place with a known name in its language."""
    forms = {token.text for token in name.tokens}.union(*(known.get(code, ()) for code in name.places))
    if share_place(name.places, opposite.places):
        return False
    return not any(is_spelled_alike(form, opposite.capitalised) for form in forms)


def _swap(name: Name, start: int, end: int) -> Mismatch:
    return Mismatch("swap", (name.start, name.end), (start, end), confidence.LIKELY)


ALWAYS: tuple[Rule, ...] = (_half_kept, _other_place, _of_document, transcribed.other_half, transcribed.other_place)
"""Rules from and into English."""


def _places_in(side: Side, anchor_lang: str) -> list[tuple[int, int, frozenset[str]]]:
    """The known places of a text in Latin letters: start, end, codes.

    Names of the other language count too, since most are copied.
    """
    found = []
    for word in side.tokens:
        if not word.capital or word.first or is_date(word.text.casefold(), side.lang):
            continue
        if len(word.text) < SHORTEST_COPIED:
            continue
        forms = [word.text[: len(word.text) - cut] for cut in range(CUT + 1)]
        places_of_word = (
            atlas(lang).named(fold(form.casefold()))
            for form in forms
            for lang in (side.lang, anchor_lang)
            if len(form) >= SHORTEST_PLACE or (form == word.text and not is_common(form, side.lang))
        )
        codes = next(filter(has_place, places_of_word), None)
        if not codes and not is_common(word.text, side.lang):
            cities = (
                transcribed.cities_by_sound(fold(form.casefold())) for form in forms if len(form) >= SHORTEST_PLACE
            )
            codes = next(filter(None, cities), None)
        if codes:
            found.append((word.start, word.end, codes))
    return found
