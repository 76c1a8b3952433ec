"""Finds the names of a text by capitals and by the known words of the language.

There is no model. A word is a name if it has a capital and the language has no such word in lower case. German writes
all nouns with a capital. There, a word is a name if the lemma data have neither the word nor the parts of a compound,
or if the English lemma data have it as a name.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from itertools import pairwise

from mtqe.checks.names.atlas import NONE, acronym, atlas, has_place, offices, ordinary, person, persons, titles
from mtqe.checks.names.equivalents import table
from mtqe.checks.shared.lemmas import LONGEST, lexicon, plain
from mtqe.language import words
from mtqe.language.lang import any_of, language
from mtqe.language.late_patterns import late
from mtqe.language.sound import fold

ROMAN = late(r"[IVXLCDM]+")
_ENDING = late(r"['’ʼ][^\W\d_]*$")
_POSSESSIVE = late(r"['’ʼ](?:s|S)?$")
_BEFORE_FIRST_WORD = late(r"(?:^|[.!?:;…•*|/\n–—。！？]|(?:^|\s)-)[\s\"'“”„«»‚‘’()\[\]‹›]*$|[\"“”„«»‚‘(\[‹›]\s*$")
_TITLE = late(r"(?:^|\W)(\w{1,4})\.\s*$")
_ENDINGS_AFTER_NAMES = ("ization", "isation", "ism", "isms", "isme", "ismo", "ismus")
_ACRONYMS = frozenset({"US", "USA", "UK", "EU"})
CAMEL = late(r"[A-Z]+[a-z]+[A-Z][a-zA-Z]*|[A-Z]{2,}[a-z]{3,}")
_BOTH_SEXES = late(r"In(?:nen)?$")
_DOTTED_ACRONYM = late(r"\b(?:[A-Z]\.){1,4}[A-Z]\b")
_OF_DATE = 5
"""Letters: that the forms of the name of a month or weekday share at their beginning."""
_BETWEEN_NAMES = late(r"[ \u00a0]|(?:\.?[ \u00a0])|-")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Args:
        text: The word as written, without an ending after an apostrophe or an elided article.
        start: Offset of its first character, in code points.
        end: Offset after its last character.
        fold: The word, spelled by sound.
        capital: Whether it begins with a capital.
        first: Whether a sentence or quotation begins with it.
    """

    text: str
    start: int
    end: int
    fold: str
    capital: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Name:
    """One or more words that name somebody or something.

    Args:
        start: Offset of its first character, in code points.
        end: Offset after its last character.
        tokens: Its words; none in a text without spaces between words.
        places: Codes of the places that it names.
        is_full: Whether it has two or more words that all look like names and are no places.
        text: The name itself, in a text without spaces between words.
    """

    start: int
    end: int
    tokens: tuple[Token, ...] = ()
    places: frozenset[str] = NONE
    is_full: bool = False
    text: str = ""

    @property
    def folds(self) -> tuple[str, ...]:
        """Its words, spelled by sound."""
        return tuple(token.fold for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a segment with its words and the places that it may name.

    Args:
        text: The text.
        lang: Primary tag of its language.
        tokens: Its words.
        folds: Its words, spelled by sound.
        capitalised: Its words of three or more letters that begin with a capital, spelled by sound.
        places: Codes of the places that it may name.
        in_capitals: Whether it is written in capitals, or nearly every word begins with one.
        phrases: Names of bodies and other phrases of the table: index of the first word, index after the last, code.
    """

    text: str
    lang: str
    tokens: tuple[Token, ...]
    folds: frozenset[str] = field(repr=False)
    capitalised: frozenset[str] = field(repr=False)
    places: frozenset[str] = field(repr=False)
    in_capitals: bool
    phrases: tuple[tuple[int, int, str], ...] = ()


@functools.cache
def _elision() -> re.Pattern[str]:
    return re.compile(rf"^{any_of('elided_before_names')}['’ʼ](?=\w)", re.IGNORECASE)


@functools.lru_cache(maxsize=64)
def read(text: str, lang: str) -> Side:
    """Read the words of a text and the places that it may name."""
    tokens = tuple(_token(word, text, lang) for word in words.words(words.masked(text), hyphens=False))
    folds = frozenset(token.fold for token in tokens)
    book = atlas(lang)
    capitalised = frozenset(token.fold for token in tokens if token.capital and len(token.fold) > 2)
    places = NONE.union(*(book.hints(token.fold, token.text) for token in tokens))
    phrases = tuple(table().phrases_in(tokens))
    places |= {code for _, _, code in phrases}
    for dotted in _DOTTED_ACRONYM.findall(text):
        acronym_text = dotted.replace(".", "")
        places |= book.hints(acronym_text.lower(), acronym_text)
    for size in range(2, book.longest + 1):
        for at in range(len(tokens) - size + 1):
            if tokens[at].capital:
                places |= book.named(" ".join(token.fold for token in tokens[at : at + size]))
    if not text.isascii():
        places |= book.places_in(text)
    return Side(text, lang, tokens, folds, capitalised, places, _in_capitals(tokens, lang), phrases)


def _token(word: words.Word, text: str, lang: str) -> Token:
    form, start = word.text, word.start
    if not form.isalnum():
        elided = _elision().match(form) if language(lang).names.elision else None
        if elided:
            start += elided.end()
            form = form[elided.end() :]
        form = (_ENDING if language(lang).names.apostrophe else _POSSESSIVE).sub("", form)
    capital = form[:1].isupper()
    first = capital and _is_first(text, start)
    return Token(form, start, start + len(form), _fold(form), capital, first)


@functools.lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    return fold(word.casefold())


def _is_first(text: str, start: int) -> bool:
    """Whether a sentence or quotation begins at an offset."""
    before = text[max(0, start - 12) : start]
    if start <= 12 and not before.strip(" \"'“”„«»‚‘’()[]"):
        return True
    if not _BEFORE_FIRST_WORD.search(before):
        return False
    title = _TITLE.search(before)
    return not (title and (title[1].lower() in titles() or (len(title[1]) == 1 and title[1].isupper())))


def _in_capitals(tokens: tuple[Token, ...], lang: str) -> bool:
    """Whether a text is written in capitals, or is a headline in title case."""
    long = [token for token in tokens if len(token.text) > 3 and not token.first]
    if sum(token.text.isupper() for token in long) > len(long) / 2:
        return True
    if language(lang).capital_nouns or len(long) < 4 or sum(token.capital for token in long) <= 0.75 * len(long):
        return False
    # A sentence full of names has many capitals too, but its other words are in lower case.
    common = [token for token in long if is_common(token.text, lang) and not is_date(token.text.lower(), lang)]
    return sum(not token.capital for token in common) <= len(common) / 4


@functools.lru_cache(maxsize=8192)
def is_common(word: str, lang: str) -> bool:
    """Return whether the language has the word in lower case or, if it writes nouns with a capital, in any form."""
    data = lexicon(lang)
    lower = word.lower()
    if lower in ordinary() or is_date(lower, lang):
        return True
    if not language(lang).capital_nouns:
        return _is_lower_case(word, lang) or lower.endswith(_ENDINGS_AFTER_NAMES)
    if data.known(word) or data.known(lower):
        inflected = any(data.known(word + ending) for ending in ("n", "en", "e", "er"))
        return inflected or _is_lower_case(word, lang) or not is_listed(word)
    return re.search(language(lang).names.common_nouns, word) is not None or _is_compound(word, lang)


def _is_lower_case(word: str, lang: str) -> bool:
    lower = word.lower()
    return lexicon(lang).known(lower) and lexicon(lang).lemma(lower)[:1].islower()


@functools.lru_cache(maxsize=8192)
def is_listed(word: str) -> bool:
    """Return whether the English lemma data have the word only with a capital: *Johnson*, not *Smith*."""
    data = lexicon("en")
    return word[:1].isupper() and data.known(word) and data.lemma(word.lower())[:1].isupper()


@functools.lru_cache(maxsize=8192)
def is_date(word: str, lang: str) -> bool:
    """Return whether a word in lower case names a month, weekday or part of the day."""
    return word.rstrip(".") in _dates(lang) or word.removesuffix("s") in _dates(lang)


def resembles_date(word: str, lang: str) -> bool:
    """Return whether a word may be another form of the name of a month or weekday: *Σαββάτου*."""
    beginning = plain(word)[:_OF_DATE]
    return len(beginning) == _OF_DATE and beginning in _date_beginnings(lang)


@functools.cache
def _date_beginnings(lang: str) -> frozenset[str]:
    return frozenset(plain(name)[:_OF_DATE] for name in _dates(lang))


@functools.cache
def _dates(lang: str) -> frozenset[str]:
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale(lang)
    except UnknownLocaleError:
        return frozenset()
    return frozenset(
        name.casefold().rstrip(".")
        for calendar in (locale.months, locale.days)
        for forms in calendar.values()
        for width in ("wide", "abbreviated")
        for name in forms.get(width, {}).values()
    )


def _is_compound(word: str, lang: str) -> bool:
    """Whether the word is a German compound by its last part, or is the first part of a compound."""
    data = lexicon(lang)
    if not 6 <= len(word) <= LONGEST:
        return False
    lower = word.lower()
    if data.known(lower.removesuffix("s")) or data.known(lower + "n"):
        return True
    for at in range(2, len(lower) - 3):
        head, tail = lower[:at], lower[at:]
        if data.known(tail) and (len(tail) > 5 or data.known(head) or data.known(head.removesuffix("s"))):
            return True
    return False


def is_name(token: Token, lang: str) -> bool:
    """Return whether a word is a name by itself: three letters or more, a capital, no common word, date or number."""
    word = token.text
    if not token.capital or len(word) < 3 or word.isupper() or not word.isalpha() or ROMAN.fullmatch(word):
        return False
    if len(token.fold) < 3 or (len(word) < 5 and not word[1:].islower()):
        return False
    if CAMEL.fullmatch(word) and not _BOTH_SEXES.search(word):
        return not acronym(word)
    if (atlas(lang).named(token.fold) or person(word)) and word.lower() not in ordinary():
        return not token.first or not _is_lower_case(word, lang)
    if token.first and not language(lang).names.lemmas_show_names and not is_listed(word):
        return False
    return not is_common(word, lang)


def names(side: Side, document_names: frozenset[str] = NONE) -> list[Name]:
    """The names of a text: runs of capitalised words from the first to the last word that is a name by itself."""
    text_names: list[Name] = []
    run: list[Token] = []
    if language(side.lang).spaceless:
        spelled = atlas(side.lang).full_names_in(side.text)
        text_names += [Name(start, end, (), places, text=side.text[start:end]) for start, end, places in spelled]
    for token in side.tokens:
        continues_run = run and _BETWEEN_NAMES.fullmatch(side.text[run[-1].end : token.start])
        if not (token.capital and (continues_run or not run)):
            text_names += _names_in_run(run, side, document_names)
            run = []
        if token.capital and not token.text.isupper() and token.text.lower() not in titles():
            run.append(token)
    return text_names + _names_in_run(run, side, document_names)


def titled(side: Side) -> frozenset[str]:
    """Return words after titles such as *Mr* and *Frau*, folded. Offices do not count: *Herr Präsident*."""
    return frozenset(
        token.fold
        for title, token in pairwise(side.tokens)
        if title.text.lower() in persons()
        and token.capital
        and len(token.fold) > 2
        and not token.text.lower().startswith(offices())
    )


def place_words(side: Side) -> list[Name]:
    """Return adjectives of places, names of their people, and bodies: *European*, *spanische*, *EU*, *World Bank*."""
    book, place_names = atlas(side.lang), []
    for token in side.tokens:
        if (
            token.text in _ACRONYMS
            or acronym(token.text)
            or _is_place_word(token.text, token.fold, token.capital, side.lang)
            or _is_body(token, side.lang)
        ):
            places = book.hints(token.fold, token.text) or _home_of_people(token.fold, token.capital, side.lang)
            place_names.append(Name(token.start, token.end, (token,), places))
    for at, end, code in side.phrases:
        body_words = side.tokens[at:end]
        if body_words[0].capital:
            place_names.append(Name(body_words[0].start, body_words[-1].end, body_words, frozenset({code})))
    return place_names


def _is_body(token: Token, lang: str) -> bool:
    """Whether a single word names a body: *Weltbank*."""
    hinted = atlas(lang).hinted(token.fold) if token.capital and len(token.fold) > 6 else NONE
    return any(code.startswith("body") for code in hinted)


def _people_ending(folded: str, lang: str) -> re.Match[str] | None:
    """The ending of a word for the people of a place, in a language with such endings: *Berliner*, *Dänen*."""
    people = language(lang).names.people
    return re.search(people, folded) if people else None


def _home_of_people(folded: str, capital: bool, lang: str) -> frozenset[str]:
    """The place of the people that a German word names: *Syrer*."""
    if not capital or not (people := _people_ending(folded, lang)):
        return NONE
    homes = (atlas(lang).named(folded[: people.start()] + ending) for ending in ("", "e", "n", "en", "ien"))
    return next(filter(has_place, homes), NONE)


@functools.lru_cache(maxsize=8192)
def _is_place_word(word: str, folded: str, capital: bool, lang: str) -> bool:
    """Whether a word is an adjective of a place, or names its people."""
    book = atlas(lang)
    people = _people_ending(folded, lang) if capital and len(folded) > 4 else None
    if people and (_home_of_people(folded, capital, lang) or book.is_language(folded[: people.start()] + "is")):
        return not book.named(folded)
    if len(folded) < 3 or not (
        book.is_place_or_derived(folded) or (len(folded) < 6 and capital and book.is_place(folded))
    ):
        return False
    if len(folded) < 5 and not capital:
        return False
    if of_a_place := language(lang).names.of_a_place:
        return re.search(of_a_place, word) is not None
    if not capital:
        return language(lang).names.small_peoples and len(folded) > 6
    return not is_date(word.lower(), lang)


def _names_in_run(run: list[Token], side: Side, document_names: frozenset[str]) -> list[Name]:
    """The names in a run of capitalised words."""
    sure = [is_name(token, side.lang) or (token.fold in document_names and not token.first) for token in run]
    if len(run) > 1 and sure[1] and run[0].first and not is_common(run[0].text, side.lang):
        sure[0] = True
    # "Singapore Deputy Prime Minister Lee" is two names.
    parts = re.finditer(r"y(?:n?y)*", "".join("ny"[is_sure] for is_sure in sure))
    return [_name_in_run(run, *part.span(), side.lang) for part in parts]


def _name_in_run(run: list[Token], first: int, last: int, lang: str) -> Name:
    """The name of some words of a run, with common words before them that belong to it."""
    book = atlas(lang)
    if first and book.is_given(run[first - 1].fold):
        first -= 1
    # "New York", "South Africa": a common word may belong to the name of a place.
    longer_starts = (at for at in range(first) if book.named(" ".join(token.fold for token in run[at:last])))
    tokens = run[next(longer_starts, first) : last]
    places = book.named(" ".join(token.fold for token in tokens)) or (
        person(tokens[0].text) if len(tokens) == 1 else NONE
    )
    is_full = len(tokens) > 1 and not any(book.is_place(token.fold) for token in tokens)
    return Name(tokens[0].start, tokens[-1].end, tuple(tokens), places, is_full)
