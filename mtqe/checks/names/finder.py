"""The names in a text: by capitals, and by the words that the language is known to have.

No model tells names from other words. A word counts as a name when it is written with a capital where the language
writes other words small, and is not one of those; in German, which writes all nouns so, when the lemma data have
neither the word nor the parts of which it could be a compound, or when English knows it as a name.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from itertools import pairwise

from mtqe.checks.names.atlas import NONE, acronym, atlas, is_where, offices, ordinary, person, persons, titles
from mtqe.checks.names.equivalents import table
from mtqe.checks.shared.lemmas import LONGEST, lexicon
from mtqe.lang import language
from mtqe.text import words
from mtqe.text.sound import fold

ROMAN = re.compile(r"[IVXLCDM]+")
_POSSESSIVE = re.compile(r"['’ʼ](?:s|S)?$")
_ELISION = re.compile(r"^(?:[dlmnst]|qu|dell|nell|dall|sull|all|un|jusqu|lorsqu|puisqu)['’ʼ](?=\w)", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.!?:;…•*|/\n–—。！？]|(?:^|\s)-)[\s\"'“”„«»‚‘’()\[\]‹›]*$|[\"“”„«»‚‘(\[‹›]\s*$")
_TITLE = re.compile(r"(?:^|\W)(\w{1,4})\.\s*$")
_DERIVED = re.compile(r"(?:ung|heit|keit|schaft|ismus|ität|tion|erin|ist)(?:en|s|nen)?$")
_MADE_OF_NAMES = ("ization", "isation", "ism", "isms", "isme", "ismo", "ismus")
_ACRONYMS = frozenset({"US", "USA", "UK", "EU"})
CAMEL = re.compile(r"[A-Z]+[a-z]+[A-Z][a-zA-Z]*|[A-Z]{2,}[a-z]{3,}")
_BOTH_SEXES = re.compile(r"In(?:nen)?$")
_POINTS = re.compile(r"\b(?:[A-Z]\.){1,4}[A-Z]\b")
_JOINS = re.compile(r"[ \u00a0]|(?:\.?[ \u00a0])|-")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Args:
        text: As written, without a possessive ending or an elided article.
        start: Where that begins, in code points.
        end: Where it ends.
        fold: Spelled by sound.
        capital: Whether it begins with a capital.
        first: Whether a sentence, quotation or the like begins with it.
    """

    text: str
    start: int
    end: int
    fold: str
    capital: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A word or several that name somebody or something.

    Args:
        start: Where it begins, in code points.
        end: Where it ends.
        tokens: Its words; none in a text without spaces between words.
        places: The places it is the name of, as codes; none for people and bodies.
        shape: Whether it has two words or more, all of them names by their looks.
    """

    start: int
    end: int
    tokens: tuple[Token, ...] = ()
    places: frozenset[str] = NONE
    shape: bool = False
    text: str = ""
    """What stands there, in a text without spaces between words."""

    @property
    def folds(self) -> tuple[str, ...]:
        """Its words as they sound."""
        return tuple(token.fold for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Side:
    """What was read from one side of a segment."""

    text: str
    lang: str
    tokens: tuple[Token, ...]
    folds: frozenset[str] = field(repr=False)
    marked: frozenset[str] = field(repr=False)
    """Those of its words of three letters or more that begin with a capital, as they sound."""
    places: frozenset[str] = field(repr=False)
    capitals: bool
    """Whether the text is written in capitals, or each of its words begins with one."""
    phrases: tuple[tuple[int, int, str], ...] = ()
    """Names of bodies and the like: number of the first word and of the one behind the last, code."""


@functools.lru_cache(maxsize=64)
def read(text: str, lang: str) -> Side:
    """The words of a text and the places it may name."""
    tokens = tuple(_token(word, text, lang) for word in words.words(words.masked(text), hyphens=False))
    folds = frozenset(token.fold for token in tokens)
    book = atlas(lang)
    marked = frozenset(token.fold for token in tokens if token.capital and len(token.fold) > 2)
    places = NONE.union(*(book.hints(token.fold, token.text) for token in tokens))
    phrases = tuple(table().phrases_in(tokens))
    places |= {code for _, _, code in phrases}
    for points in _POINTS.findall(text):
        plain = points.replace(".", "")
        places |= book.hints(plain.lower(), plain)
    for size in range(2, book.longest + 1):
        for at in range(len(tokens) - size + 1):
            if tokens[at].capital:
                places |= book.named(" ".join(token.fold for token in tokens[at : at + size]))
    if not text.isascii():
        places |= book.written(text)
    return Side(text, lang, tokens, folds, marked, places, _in_capitals(tokens, lang), phrases)


def _token(word: words.Word, text: str, lang: str) -> Token:
    written, start = word.text, word.start
    if not written.isalnum():
        elided = _ELISION.match(written) if language(lang).names.elision else None
        if elided:
            start += elided.end()
            written = written[elided.end() :]
        written = _POSSESSIVE.sub("", written)
    capital = written[:1].isupper()
    first = capital and _is_first(text, start)
    return Token(written, start, start + len(written), _fold(written), capital, first)


@functools.lru_cache(maxsize=200_000)
def _fold(word: str) -> str:
    return fold(word.casefold())


def _is_first(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    if start <= 12 and not before.strip(" \"'“”„«»‚‘’()[]"):
        return True
    if not _OPENS.search(before):
        return False
    title = _TITLE.search(before)
    return not (title and (title[1].lower() in titles() or (len(title[1]) == 1 and title[1].isupper())))


def _in_capitals(tokens: tuple[Token, ...], lang: str) -> bool:
    long = [token for token in tokens if len(token.text) > 3 and not token.first]
    if sum(token.text.isupper() for token in long) > len(long) / 2:
        return True
    if language(lang).capital_nouns or len(long) < 4 or sum(token.capital for token in long) <= 0.75 * len(long):
        return False
    # A sentence full of names has capitals, too, but its other words are small.
    common = [token for token in long if is_common(token.text, lang) and not is_date(token.text.lower(), lang)]
    return sum(not token.capital for token in common) <= len(common) / 4


@functools.lru_cache(maxsize=200_000)
def is_common(word: str, lang: str) -> bool:
    """Whether the language has the word as one that is written small, or, if it writes nouns with a capital, at all."""
    data = lexicon(lang)
    lower = word.lower()
    if lower in ordinary() or is_date(lower, lang):
        return True
    if not language(lang).capital_nouns:
        return _is_small(word, lang) or lower.endswith(_MADE_OF_NAMES)
    if data.known(word) or data.known(lower):
        inflected = any(data.known(word + ending) for ending in ("n", "en", "e", "er"))
        return inflected or _is_small(word, lang) or not is_listed(word)
    return _DERIVED.search(word) is not None or _is_compound(word, lang)


def _is_small(word: str, lang: str) -> bool:
    lower = word.lower()
    return lexicon(lang).known(lower) and lexicon(lang).lemma(lower)[:1].islower()


@functools.lru_cache(maxsize=200_000)
def is_listed(word: str) -> bool:
    """Whether English knows the word with a capital only: *Johnson*, not *Smith*."""
    data = lexicon("en")
    return word[:1].isupper() and data.known(word) and data.lemma(word.lower())[:1].isupper()


@functools.lru_cache(maxsize=100_000)
def is_date(word: str, lang: str) -> bool:
    """Whether the word, lower case, names a month, weekday or part of the day."""
    return word.rstrip(".") in _dates(lang) or word.removesuffix("s") in _dates(lang)


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
    """Whether the word ends with a word that German has, or is the first part of a compound by itself."""
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
    """Whether a word is a name by itself: a capital, three letters or more, no common word, date or number."""
    word = token.text
    if not token.capital or len(word) < 3 or word.isupper() or not word.isalpha() or ROMAN.fullmatch(word):
        return False
    if len(token.fold) < 3 or (len(word) < 5 and not word[1:].islower()):
        return False
    if CAMEL.fullmatch(word) and not _BOTH_SEXES.search(word):
        return not acronym(word)
    if (atlas(lang).named(token.fold) or person(word)) and word.lower() not in ordinary():
        return not token.first or not _is_small(word, lang)
    if token.first and not language(lang).names.lemmas_show_names and not is_listed(word):
        return False
    return not is_common(word, lang)


def names(side: Side, known: frozenset[str] = NONE) -> list[Name]:
    """The names of a text: runs of words with a capital between the first and the last that are names by themselves.

    Args:
        side: The text.
        known: Folded words that the document shows to be names, though the language has them as common words too.
    """
    found: list[Name] = []
    run: list[Token] = []
    if language(side.lang).spaceless:
        spelled = atlas(side.lang).spelled(side.text)
        found += [Name(start, end, (), places, text=side.text[start:end]) for start, end, places in spelled]
    for token in side.tokens:
        joined = run and _JOINS.fullmatch(side.text[run[-1].end : token.start])
        if not (token.capital and (joined or not run)):
            found += _name(run, side, known)
            run = []
        if token.capital and not token.text.isupper() and token.text.lower() not in titles():
            run.append(token)
    return found + _name(run, side, known)


def titled(side: Side) -> frozenset[str]:
    """Words behind *Mr*, *Frau* and the like, folded, but for offices: *Herr Präsident*."""
    return frozenset(
        token.fold
        for title, token in pairwise(side.tokens)
        if title.text.lower() in persons()
        and token.capital
        and len(token.fold) > 2
        and not token.text.lower().startswith(offices())
    )


def kin(side: Side) -> list[Name]:
    """Adjectives of places, the people there, and bodies: *European*, *spanische*, *EU*, *World Bank*."""
    book, found = atlas(side.lang), []
    for token in side.tokens:
        if token.text in _ACRONYMS or acronym(token.text) or _is_kin(token, side.lang) or _is_body(token, side.lang):
            places = book.hints(token.fold, token.text) or _home(token, side.lang)
            found.append(Name(token.start, token.end, (token,), places))
    for at, end, code in side.phrases:
        words_of = side.tokens[at:end]
        if words_of[0].capital:
            found.append(Name(words_of[0].start, words_of[-1].end, words_of, frozenset({code})))
    return found


def _is_body(token: Token, lang: str) -> bool:
    """Whether a body is named by one word: *Weltbank*."""
    hinted = atlas(lang).hinted(token.fold) if token.capital and len(token.fold) > 6 else NONE
    return any(code.startswith("body") for code in hinted)


def _people(folded: str, lang: str) -> re.Match[str] | None:
    """The ending of a word for the people of a place, in a language where these have one: *Berliner*, *Dänen*."""
    people = language(lang).names.people
    return re.search(people, folded) if people else None


def _home(token: Token, lang: str) -> frozenset[str]:
    """The place whose people a word of German is for: *Syrer*."""
    if not token.capital or not (people := _people(token.fold, lang)):
        return NONE
    found = (atlas(lang).named(token.fold[: people.start()] + ending) for ending in ("", "e", "n", "en", "ien"))
    return next(filter(is_where, found), NONE)


def _is_kin(token: Token, lang: str) -> bool:
    book = atlas(lang)
    people = _people(token.fold, lang) if token.capital and len(token.fold) > 4 else None
    if people and (_home(token, lang) or book.speaks(token.fold[: people.start()] + "is")):
        return not book.named(token.fold)
    if len(token.fold) < 3 or not (
        book.derived(token.fold) or (len(token.fold) < 6 and token.capital and book.is_place(token.fold))
    ):
        return False
    if len(token.fold) < 5 and not token.capital:
        return False
    if of_a_place := language(lang).names.of_a_place:
        return re.search(of_a_place, token.text) is not None
    if not token.capital:
        return language(lang).names.small_peoples and len(token.fold) > 6
    return not is_date(token.text.lower(), lang)


def _name(run: list[Token], side: Side, known: frozenset[str]) -> list[Name]:
    sure = [is_name(token, side.lang) or (token.fold in known and not token.first) for token in run]
    if len(run) > 1 and sure[1] and run[0].first and not is_common(run[0].text, side.lang):
        sure[0] = True
    # "Singapore Deputy Prime Minister Lee" are two names.
    parts = re.finditer(r"y(?:n?y)*", "".join("ny"[one] for one in sure))
    return [_part(run, *part.span(), side.lang) for part in parts]


def _part(run: list[Token], first: int, last: int, lang: str) -> Name:
    book = atlas(lang)
    if first and book.is_given(run[first - 1].fold):
        first -= 1
    # "New York", "South Africa": a common word may belong to the name of a place.
    longer = (at for at in range(first) if book.named(" ".join(token.fold for token in run[at:last])))
    kept = run[next(longer, first) : last]
    places = book.named(" ".join(token.fold for token in kept)) or (person(kept[0].text) if len(kept) == 1 else NONE)
    shape = len(kept) > 1 and not any(book.is_place(token.fold) for token in kept)
    return Name(kept[0].start, kept[-1].end, tuple(kept), places, shape)
