"""Learns from a document how its translation writes the names, by their sound.

One side of the pair, the *anchor*, is a text whose names are found by capitals and known words: the English side.
The words of the opposite side in which its names are heard are their renderings. A rendering in a segment whose anchor
lacks the name shows that the translation names somebody else.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mtqe.checks.names import hearing
from mtqe.checks.names.atlas import (
    NONE,
    atlas,
    has_place,
    offices,
    person,
    persons,
    places,
    share_place,
    titles,
    with_countries,
)
from mtqe.checks.names.finder import Name, Side, Token, is_common, is_date, is_name, names, titled
from mtqe.checks.names.spelling_similarity import LEAST_SIMILARITY, SAME, likeness, shared_start, similarity, softened
from mtqe.language import consonants, scripts
from mtqe.language.lang import language
from mtqe.language.sound import fold

FEWEST = 3
"""Consonants: of the shortest word of a name that the rules compare."""
ABSENT = 0.35
"""Cost: for each consonant, above which a name is not heard."""
SURE = 0.05
"""Cost: the same, up to which a name is surely heard."""
UNSURE = 0.3
"""Cost: the same, for a name that the document has nowhere else, in a script without capitals."""
CLEAR = 0.15
"""Cost: the same, for a name whose renderings elsewhere in the document are known."""
BEGINNING = 3
"""Segments: at the beginning of a document, in which it names the person whom it is about."""
OFTEN = 3
"""Segments: that name this person, at least."""
SHARED = 0.75
"""Share: of a rendering that another form of it has at its beginning."""
SHORTEST_PLACE = 5
"""Letters: of the shortest name of a place that is looked for in a text."""
CUT = 2
"""Letters: at the end of a longer name of a place that an ending may change."""
SHORTEST_SURNAME = 3
"""Letters: of the shortest common word that may be a surname after a given name."""


@dataclass(slots=True)
class Book:
    """The names of a document.

    Args:
        where: For each word of a name, the segments whose anchor has it.
        heard: For each word of a name, the segments of `where` whose opposite side has it.
        renderings: For each word of a name, its renderings, each with the segments that have it.
        partners: For each word of a name, the words that stand with it in full names, and itself.
        names: The names of the anchor of each segment.
        starts: The names and renderings by the first two letters of the rendering.
        surnames: Common words that the document uses as surnames, spelt by sound: *Mr Green*, *Peter Green*.
        parts: The segments whose opposite side has two letters one after the other.
        subject: The words of the name of the person whom the document is about; none if there is no such person.
        kept: For each segment that was looked at, its unknown names, and whether the translation has each.
    """

    where: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    renderings: dict[str, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    partners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: list[list[Name]] = field(default_factory=list)
    starts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    surnames: frozenset[str] = NONE
    parts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    subject: frozenset[str] = NONE
    kept: dict[int, dict[str, bool]] = field(default_factory=dict)

    def forms(self, word: str, at: int) -> list[str]:
        """The renderings of a word in other segments than this one."""
        return [rendering for rendering, segments in self.renderings[word].items() if segments - {at}]

    def certainty(self, word: str, at: int) -> int:
        """How often the other segments have the most frequent rendering; 0 if most of them have none."""
        others = [segment for segment in self.where[word] if segment != at]
        heard = [segment for segment in self.heard[word] if segment != at]
        if 3 * len(heard) < 2 * len(others):
            return 0
        return max((len(segments - {at}) for segments in self.renderings[word].values()), default=0)


def words_of(name: Name, lang: str, surnames: frozenset[str] = NONE) -> list[Token]:
    """Return the words of a name that are names by themselves or surnames, and have enough consonants."""
    return [
        token
        for token in name.tokens
        if (is_name(token, lang) or token.fold in surnames) and len(consonants.consonants(token.text)) >= FEWEST
    ]


def _surnames(side: Side) -> frozenset[str]:
    """The words of a text after a title or a given name, spelt by sound."""
    return titled(side).union(
        token.fold
        for given, token in pairwise(side.tokens)
        if given.capital and token.capital and person(given.text) and side.text[given.end : token.start] == " "
    )


def with_surname(name: Name, side: Side, only_speakers: bool = False) -> Name:
    """Return a given name together with the word after it, if that is a common word, too: *Oskar Rand*, *Aino Stone*.

    A given name that the tables have makes a full name with the word after it.

    A word with a capital after a name is a surname, unless it is one of several such words, as in the name of a body.

    Args:
        name: A name.
        side: Its text.
        only_speakers: Whether the name must follow a title or a verb of speaking. Bodies with two words seldom do.
    """
    if len(name.tokens) == 2 and not name.is_full and not has_place(name.places):
        is_place = any(has_place(atlas(side.lang).named(token.fold)) for token in name.tokens)
        return name if is_place else replace(name, is_full=True)  # the tables have the given name
    token = name.tokens[0] if len(name.tokens) == 1 and not has_place(name.places) else None
    if token is None or is_of_a_place(name, side.lang):
        return name
    at = side.tokens.index(token)
    before, after, beyond = (side.tokens[n] if 0 <= n < len(side.tokens) else None for n in (at - 1, at + 1, at + 2))
    if after is None or not _is_surname(after, side) or side.text[token.end : after.start] != " ":
        return name
    if beyond and beyond.capital and _is_joined(after, beyond, side):
        return name
    if only_speakers and not (before and _introduces(before, side.lang)):
        return name
    is_third = before and before.capital and not before.first and _is_joined(before, token, side)
    if before and is_third and not (_introduces(before, side.lang) or is_common(before.text, side.lang)):
        return name
    return replace(name, end=after.end, tokens=(token, after), is_full=True)


def with_given_word(name: Name, side: Side) -> Name:
    """Return a surname together with a word before it that is a common word, too: *Grace Abiola*, *Will Okonkwo*."""
    token = name.tokens[0] if len(name.tokens) == 1 and not name.places else None
    number = side.tokens.index(token) if token in side.tokens else 0
    before = side.tokens[number - 1] if number else None
    if (
        token is None
        or before is None
        or not before.capital
        or before.text.isupper()
        or before.fold in titles()
        or side.text[before.end : token.start] != " "
        or (number > 1 and side.tokens[number - 2].capital)
    ):
        return name
    return replace(name, start=before.start, tokens=(before, token), is_full=True)


def _introduces(token: Token, lang: str) -> bool:
    """Whether the name of a person follows a word: a title, an office, or a verb of speaking."""
    word = token.text.lower()
    is_title = word in titles() or word in persons() or word.startswith(offices())
    return is_title or re.fullmatch(language(lang).sentences.speech, word) is not None


def _is_surname(token: Token, side: Side) -> bool:
    word = token.text
    return (
        token.capital
        and not token.first
        and not word.isupper()
        and word.isalpha()
        and len(word) >= SHORTEST_SURNAME
        and word.lower() not in titles()
        and not is_date(word.lower(), side.lang)
    )


def _is_joined(first: Token, second: Token, side: Side) -> bool:
    return side.text[first.end : second.start] in (" ", "\u00a0", "-")


def learn(pairs: Sequence[tuple[Side, Side]]) -> Book:
    """Learn the names of a document. Each pair is an anchor and its opposite side."""
    book = Book(surnames=NONE.union(*(_surnames(anchor) for anchor, _ in pairs)))
    for at, (anchor, opposite) in enumerate(pairs):
        found = [] if anchor.in_capitals else names(anchor, book.surnames)
        is_cased = language(opposite.lang).has_capitals
        book.names.append(found)
        for name in found:
            words = words_of(name, anchor.lang, book.surnames)
            for token in words:
                book.partners[token.text].update(other.text for other in name.tokens)
                if at in book.where[token.text]:
                    continue
                book.where[token.text].append(at)
                if rendering := hearing.loudest(token.text, opposite.text, is_cased):
                    book.heard[token.text].append(at)
                    forms = book.renderings[token.text]
                    text = rendering.text.casefold()
                    form = next((form for form in forms if _is_form(form, text)), text)
                    forms.setdefault(form, set()).add(at)
    for word, forms in book.renderings.items():
        for form in forms:
            book.starts[form[:2]].append((word, form))
    for at, (_, opposite) in enumerate(pairs):
        for part in _parts(opposite.text) & book.starts.keys():
            book.parts[part].add(at)
    book.subject = _subject(book)
    return book


def _subject(book: Book) -> frozenset[str]:
    """The person whom a document is about: named at its beginning, and more often than any other."""
    often = Counter({word: len(where) for word, where in book.where.items() if len(book.partners[word]) > 1})
    for word, times in often.most_common(1):
        others = [count for other, count in often.items() if other not in book.partners[word]]
        is_early = any(book.where[part][:1] and book.where[part][0] < BEGINNING for part in book.partners[word])
        if times >= OFTEN and is_early and times > max(others, default=0):
            return frozenset(book.partners[word])
    return NONE


def _parts(text: str) -> set[str]:
    lower = text.casefold()
    return {lower[at : at + 2] for at in range(len(lower) - 1)}


def is_absent(
    name: Name, at: int, pairs: Mapping[int, tuple[Side, Side]] | Sequence[tuple[Side, Side]], book: Book
) -> bool:
    """Return whether no word of a name is heard on the opposite side, which does not name its place either."""
    anchor, opposite = pairs[at]
    words = words_of(name, anchor.lang, book.surnames)
    if not words or share_place(_places(name, anchor.lang), opposite.places):
        return False
    texts = tuple(token.text for token in name.tokens if len(token.text) > 2)
    is_cased = language(opposite.lang).has_capitals
    if len(texts) > 1 and hearing.cost(texts, opposite.text, is_cased) <= ABSENT * _share(opposite):
        return False
    return all(is_word_absent(text, at, opposite, book) for text in texts)


def is_word_absent(word: str, at: int, opposite: Side, book: Book) -> bool:
    """Return whether the opposite side of a segment has no rendering of a word of a name, as far as one can tell."""
    if word.casefold() in opposite.text.casefold():
        return False
    if is_spelled_alike(word, opposite.capitalised) or any(_find(form, opposite.text) for form in book.forms(word, at)):
        return False
    certainty = book.certainty(word, at)
    least = SURE if certainty > 1 else CLEAR if certainty or len(book.partners[word]) > 1 else UNSURE
    return hearing.cost((word,), opposite.text, language(opposite.lang).has_capitals) > least * _share(opposite)


def _share(side: Side) -> float:
    return hearing.IN_CHARACTERS if language(side.lang).is_chinese else 1.0


def is_spelled_alike(word: str, capitalised: AbstractSet[str]) -> bool:
    """Return whether one of the words with a capital of texts in Latin letters is spelled much like a name."""
    folded = fold(word.casefold())
    return not capitalised.isdisjoint(softened(folded)) or any(
        likeness(folded, other) == SAME or similarity(folded, other) >= LEAST_SIMILARITY for other in capitalised
    )


def _places(name: Name, lang: str) -> frozenset[str]:
    return with_countries(name.places.union(NONE, *(atlas(lang).hinted(token.fold) for token in name.tokens)))


def is_of_a_place(name: Name, lang: str) -> bool:
    """Return whether a word names the people of a place, as *Spaniard* does, for whom a translator may write a name."""
    if len(name.tokens) != 1 or name.places:
        return False
    [token] = name.tokens
    return not is_given(token, lang) and has_place(atlas(lang).certain(token.fold))


def is_given(token: Token, lang: str) -> bool:
    """Return whether the tables have a word as a given name or as a well-known person."""
    return bool(person(token.text)) or atlas(lang).is_given(token.fold)


@functools.cache
def names_of_places(lang: str) -> Mapping[str, Sequence[str]]:
    """Return the names of each place in a language and its script, by its code."""
    names: dict[str, list[str]] = defaultdict(list)
    for place in places(lang):
        if place.full and not scripts.foreign_share(place.name, lang):
            for code in place.codes:
                if code.isalpha() or "/" in code or code.startswith("city"):
                    names[code].append(place.name)
    return names


def is_found(names: Sequence[str], side: Side) -> bool:
    """Return whether a text has one of the names, perhaps with another ending."""
    return any(
        (name[:-CUT] if len(name) > SHORTEST_PLACE + CUT else name) in side.text
        or not side.capitalised.isdisjoint(softened(fold(name.casefold())))
        for name in names
    )


def others(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[tuple[str, hearing.Word]]:
    """Yield names of the document that the opposite side of a segment has and the anchor lacks, with their words."""
    anchor, opposite = pairs[at]
    present = {token.text for token in anchor.tokens if token.capital}
    candidates = sorted({row for part in _parts(opposite.text) for row in book.starts.get(part, ())})
    for name, rendering in candidates:
        if at in book.where[name] or book.partners[name] & present or not book.renderings[name][rendering] - {at}:
            continue
        word = _find(rendering, opposite.text)
        if word is None or not _is_specific(rendering, name, at, pairs, book) or is_explained(word, anchor):
            continue
        folded = fold(name.casefold())
        if not is_spelled_alike(name, anchor.capitalised) and not share_place(
            atlas(anchor.lang).hinted(folded), anchor.places
        ):
            yield name, word


def _find(rendering: str, text: str) -> hearing.Word | None:
    """The word of a text that is a rendering, perhaps with another ending."""
    words = hearing.by_beginning(text)
    runs, alike = words.get(None, ()), words.get(rendering[: hearing.BEGINNING], ())
    for _, word in sorted((*runs, *alike)) if runs else alike:
        if word.after == 0 and word.before == 0:
            start = word.text.find(rendering)
            if start >= 0:
                start += word.start
                return hearing.Word(rendering, start, start + len(rendering), consonants.consonants(rendering))
        elif _is_form(rendering, word.text.casefold()):
            return word
    return None


def _is_form(rendering: str, word: str) -> bool:
    """Whether a word is a rendering or another form of it."""
    if rendering == word:
        return True
    shared = shared_start(rendering, word)
    return shared >= max(hearing.BEGINNING, SHARED * len(rendering), SHARED * len(word))


def _is_specific(rendering: str, name: str, at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> bool:
    """Whether the translation has a rendering hardly anywhere else without the name."""
    strays = sum(
        other != at and other not in book.where[name] and _find(rendering, pairs[other][1].text) is not None
        for other in book.parts[rendering[:2]]
    )
    return 4 * strays <= len(book.heard[name])


def is_explained(word: hearing.Word, anchor: Side, starts: Collection[int] | None = None) -> bool:
    """Return whether a word of the opposite side is heard in the anchor, in the words at some offsets or in any."""
    if len(word.consonants) < 2:
        return True
    return any(
        hearing.Word("", 0, 0, word.consonants, 1.0, 0.15).distance(other.consonants) <= CLEAR * len(other.consonants)
        for other in hearing.heard_words(anchor.text)
        if len(other.consonants) > 1 and other.text[:1].isupper() and (starts is None or other.start in starts)
    )
