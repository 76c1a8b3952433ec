"""Finds names that became another name in a script other than Latin, by the sounds of letters and vowels.

`mtqe.language.transliteration` says how likely a word is the transcription of a name. A name is lost only if no word of
the text may be its transcription. The word that stands in its place must not be the transcription of any name of the
English text. That word is known to be a name: it stands beside the other half of a full name, or it is a known place.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise

from mtqe.checks.names import hearing
from mtqe.checks.names.atlas import INSIDE, NONE, atlas, has_place, parent, places, share_place, with_countries
from mtqe.checks.names.finder import Name, Side, Token, is_common, is_date
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.names.renderings import ABSENT, Book, is_given, is_of_a_place, with_given_word, with_surname
from mtqe.checks.shared import confidence
from mtqe.language import consonants, scripts
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sound import fold
from mtqe.language.transliteration import END, LETTERS, SCRIPTS, START, WITHIN, WORD, evidence, script

KEPT = 5.0
"""Odds: above which a word is the transcription of a name."""
OTHER, OTHER_IN_CHARACTERS = -4.5, 0.0
"""Odds: below which a word beside a given name is no transcription of the surname. In Chinese there is a point between
them, and odds are nearer to 0."""
OTHER_GIVEN = -9.0
"""Odds: the same for a given name beside a surname, as more of them are spoken otherwise than they are written."""
FOREIGN = -6.0
"""Odds: down to which a word that has about the consonants of a name may transcribe it with unusual vowels."""
UNHEARD, UNHEARD_IN_CHARACTERS = -1.0, 3.0
"""Odds: of every word of a text, below which the text does not have a name. In Chinese characters, whose words have no
spaces between them, any name is heard a little."""
FAINT = 6.0
"""Odds: the same for a surname in Chinese characters, beside whose given name another name stands."""
EXPLAINED = 2.0
"""Odds: from which a name of the English text may be the reason of a word."""
SHORTEST = 4
"""Letters: of the shortest word of a name that is compared."""
_BETWEEN = late(r"[ \u00a0]|[·・‧•=＝]")
_POINT = late(r"[·・‧•=＝]")
_LAST_VOWEL = late("[аяоеиыьйαηοις]$")
_LEADS = {"arabic": 2, "hebrew": 2}
"""Letters that a script may write before a place, together with it."""
_CUTS = {"hangul": 3, "cyrillic": 2, "greek": 2, "kana": 0, "arabic": 0}
"""Letters that a language may add to a place."""
_SHORTEST_COUNTRY = {"devanagari": 4, "hangul": 2, "han": 2, "kana": 3, "cyrillic": 4, "greek": 4}
_SHORTEST_CITY = {"hangul": 3, "han": 3, "kana": 4, "cyrillic": 4, "greek": 4}
"""Letters: of the shortest name that is looked for in a text; in other scripts, 5."""
LONGEST_HAN = 8
"""Characters: of the longest place that is looked for in a Chinese text."""

Word = tuple[str, int, int]
"""A word with its offsets."""


def other_half(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[Mismatch]:
    """A full name of which one word is transcribed, while the word beside it is no transcription of the other."""
    anchor, opposite = pairs[at]
    if language(opposite.lang).is_latin:
        return
    found = words_in(opposite.text)
    facts = language(opposite.lang)
    only_speakers = not (facts.has_capitals or facts.spaceless)  # any word may stand beside a name there
    for name in (_full(with_surname(one, anchor, only_speakers), anchor) for one in book.names[at]):
        if len(name.tokens) != 2 or any(len(token.text) < SHORTEST for token in name.tokens) or has_place(name.places):
            continue
        for n, words in enumerate(pairwise(found)):
            between = opposite.text[words[0][2] : words[1][1]]
            if _BETWEEN.fullmatch(between) and (
                other := _other_of_two(name, found[n : n + 3], between, anchor, opposite, found)
            ):
                places = (name.start, name.end), (words[0][1], words[1][2])
                is_sure = language(opposite.lang).has_capitals or language(opposite.lang).spaceless
                yield Mismatch("swap", *places, confidence.LIKELY, beside=None if is_sure else other[1:])
                return


def _full(name: Name, anchor: Side) -> Name:
    """A surname with a common word before it that is a given name: *Grace Abiola*, not *West Virginia*."""
    longer = with_given_word(name, anchor)
    given = longer.tokens[0]
    codes = (atlas(anchor.lang).certain(token.fold) for token in name.tokens)
    is_place = any(map(has_place, codes)) or is_behind_place_word(longer, anchor)
    is_other = is_place or (given.first and not is_given(given, anchor.lang))
    return name if longer is not name and is_other else longer


def _other_of_two(
    name: Name, words: Sequence[Word], between: str, anchor: Side, opposite: Side, found: Sequence[Word]
) -> Word | None:
    """The word that is another name, beside half of a name. A third word may be the second half of a surname.

    In a script without capitals, a title may stand before a surname, so that only a surname may be another one.
    """
    facts = language(opposite.lang)
    if facts.spaceless and not _POINT.fullmatch(between):
        return None
    is_han = script(words[1][0]) == "han"
    where = (END, START) if is_han else (WORD, WORD)
    given, surname = (
        evidence(token.text, word[0], place) for token, word, place in zip(name.tokens, words, where, strict=False)
    )
    kept, lost = (1, 0) if facts.has_capitals and surname > given else (0, 1)
    odds = given, surname
    least = OTHER_IN_CHARACTERS if is_han else OTHER_GIVEN if lost == 0 else OTHER
    if odds[kept] < KEPT or odds[lost] > least:
        return None
    may_be_common = lost == 1 and not is_common(name.tokens[1].text, anchor.lang)
    if not _may_be_name(words[lost][0], opposite.lang, may_be_common):
        return None
    text = name.tokens[lost].text
    if not is_han and evidence("".join(token.text for token in name.tokens), words[kept][0]) >= KEPT:
        return None  # both are in a word
    if not is_han and odds[lost] > FOREIGN and _is_heard(text, words[lost]):
        return None
    joined = "".join(word[0] for word in words[1:])
    if len(words) > 2 and script(joined) and evidence(text, joined, where[1]) >= UNHEARD:  # Mc Dowall
        return None
    if not _is_unheard(text, opposite, found, FAINT):
        return None
    but = name.tokens[lost : lost + 1] if is_han else ()
    return None if is_explained(words[lost], anchor, where[lost], but) else words[lost]


def _is_heard(name: str, word: Word) -> bool:
    """Whether a word has the consonants of a name, so that only its vowels and silent letters are unusual."""
    sounds = consonants.consonants(name)
    heard = hearing.Word(*word, consonants.consonants(word[0]))
    return len(sounds) > hearing.FEWEST and heard.distance(sounds) <= ABSENT * len(sounds)


def _may_be_name(text: str, lang: str, is_second: bool) -> bool:
    """Whether a word begins like a name, if the script shows it. Behind a given name it may be a common word, too."""
    if language(lang).has_capitals:
        is_other = is_date(text.casefold(), lang) if is_second else is_common(text, lang)
        return len(text) > 1 and text[:1].isupper() and not is_other
    return len(text) > 1


def words_in(text: str) -> list[Word]:
    """Return the words of a text in scripts that can be compared; a run of a script is one word."""
    found = [match for match in _any_script().finditer(text) if script(match[0])]
    return [(match[0], *match.span()) for match in found]


@functools.cache
def _any_script() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in SCRIPTS.values()))


def _is_unheard(name: str, side: Side, found: Sequence[Word], in_characters: float = UNHEARD_IN_CHARACTERS) -> bool:
    """Whether no word of a text may be the transcription of a name, which is not copied either."""
    if name.casefold() in side.text.casefold():
        return False
    is_cased, is_chinese = language(side.lang).has_capitals, language(side.lang).is_chinese
    place, least = (WITHIN, in_characters) if is_chinese else (WORD, UNHEARD)
    words = [word for word, _, _ in found if not (is_cased and word[:1].islower())]
    if not is_chinese:
        words = [word for word in words if script(word) != "han"]
    return all(evidence(name, word, place) < least for word in words)


def is_unheard(name: str, side: Side, in_characters: float = UNHEARD_IN_CHARACTERS) -> bool:
    """Return whether no word of a text may be the transcription of a name, which is not copied either."""
    return _is_unheard(name, side, words_in(side.text), in_characters)


def neighbours(side: Side) -> Iterator[tuple[Word, Word]]:
    """Yield the words of a text that stand side by side, with a point between them in a script without spaces."""
    between = _POINT if language(side.lang).spaceless else _BETWEEN
    for first, second in pairwise(words_in(side.text)):
        if between.fullmatch(side.text, first[2], second[1]):
            yield first, second


def is_explained(word: Word, anchor: Side, place: str = WORD, but: Sequence[Token] = ()) -> bool:
    """Return whether a word may be the transcription of a word with a capital of the English text, other than some."""
    return any(token not in but for token, _ in reasons(word, anchor, place))


def reasons(word: Word, anchor: Side, place: str = WORD) -> Iterator[tuple[Token, float]]:
    """Yield the words with a capital of the English text that a word may transcribe, with the odds."""
    for token in anchor.tokens:
        if token.capital and len(token.text) > 2 and not (token.first and is_common(token.text, anchor.lang)):
            odds = evidence(token.text, word[0], place)
            if odds >= EXPLAINED:
                yield token, odds


def other_place(at: int, pairs: Sequence[tuple[Side, Side]], book: Book) -> Iterator[Mismatch]:
    """An absent place, or an unknown name after a word for a place, if a known place is in the text instead."""
    anchor, opposite = pairs[at]
    if language(opposite.lang).is_latin:
        return
    lost = [
        name
        for name in book.names[at]
        if len(name.tokens) == 1 and len(name.tokens[0].text) >= SHORTEST and is_place(name, anchor)
        if not _is_part(name.tokens[0], anchor)
    ]
    if not lost:
        return
    words = words_in(opposite.text)
    named = _named(anchor)
    new = [
        (place, codes)
        for place, codes in _places(opposite)
        if not share_place(codes, named) and not share_place(named, codes)
    ]
    for name in lost if new else ():
        word = name.tokens[0].text
        people = atlas(anchor.lang).certain(name.tokens[0].fold) if is_of_a_place(name, anchor.lang) else NONE
        codes, forms = _forms_of(name, people, opposite)
        is_known = bool(forms) and not people  # what looks like a people may be a place that the tables lack
        if _is_named(codes, forms, opposite):
            continue
        for place, of_place in new:
            # The wrong place may sound like the right one, whose names are known: Guernsey, Jersey.
            but = [one for one in words if not (one[1] <= place[1] and place[2] <= one[2])] if is_known else words
            # A short name is heard in any long text there, and the known name of a place has no other form.
            if forms and (language(opposite.lang).is_chinese or script(place[0]) == "hangul"):
                but = []
            if (
                not share_place(of_place, codes)
                and not share_place(codes, of_place)
                and _is_unheard(word, opposite, but)
                and not is_explained(place, anchor, WORD, name.tokens if is_known else ())
            ):
                yield Mismatch("swap", (name.start, name.end), place[1:], confidence.LIKELY)
                return


def is_absent_place(name: Name, opposite: Side) -> bool:
    """Return whether a text has no form of a place, whose names are known in its language and script."""
    codes, forms = _forms_of(name, NONE, opposite)
    return bool(forms) and not _is_named(codes, forms, opposite)


def _forms_of(name: Name, people: frozenset[str], opposite: Side) -> tuple[frozenset[str], list[str]]:
    """The codes of a place or of its people, and its names in the language and script of a text."""
    codes = name.places | with_countries(name.places | people) | cities(name.tokens[0].text)
    known = _known(opposite.lang)
    return codes, [form for code in codes for form in known.get(code, ())]


def _is_named(codes: frozenset[str], forms: Sequence[str], opposite: Side) -> bool:
    """Whether a text has a name of a place, or of its country or people."""
    return any(form in opposite.text for form in forms) or share_place(codes, opposite.places)


def is_place(name: Name, anchor: Side) -> bool:
    """Return whether a name is a known place or its people, or stands after a word for a place."""
    if is_of_a_place(name, anchor.lang):
        return True
    if has_place(name.places) or cities(name.tokens[0].text):
        countries = {code.removesuffix(INSIDE) for code in name.places if code.endswith(INSIDE)} - name.places
        return countries.isdisjoint(anchor.places)
    return is_behind_place_word(name, anchor)


def is_behind_place_word(name: Name, anchor: Side) -> bool:
    """Return whether a name stands behind a word such as *in* or *near*."""
    before = _before(name.tokens[0], anchor)
    return before is not None and before.text.lower() in language(anchor.lang).names.before_places


def _is_part(token: Token, side: Side) -> bool:
    """Whether a word with a capital stands before a name, so that both are one place: *Nova Scotia*, *New Haven*."""
    before = _before(token, side)
    return before is not None and before.capital and not before.first and side.text[before.end : token.start] == " "


def _before(token: Token, side: Side) -> Token | None:
    at = side.tokens.index(token)
    return side.tokens[at - 1] if at else None


def _named(anchor: Side) -> frozenset[str]:
    """The places that the English text may name."""
    words = [token.text for token in anchor.tokens]
    names = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    return with_countries(anchor.places).union(*(cities(name) for name in names if name[:1].isupper()))


def cities(name: str) -> frozenset[str]:
    """Return the codes of the cities of a name in Latin letters, with or without its accents: *Córdoba*."""
    return _tables()[0].get(_plain(name), frozenset())


def cities_by_sound(folded: str) -> frozenset[str]:
    """Return the codes of the cities of a name in English letters that is spelled by sound."""
    return _by_sound().get(folded, frozenset())


def _plain(name: str) -> str:
    """A name in small letters without accents."""
    if name.isascii():
        return name.casefold()
    letters = unicodedata.normalize("NFD", name.casefold().translate(LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@functools.cache
def _by_sound() -> Mapping[str, frozenset[str]]:
    by_sound: dict[str, set[str]] = defaultdict(set)
    for name, codes in _tables()[0].items():
        by_sound[fold(name)] |= codes
    return _frozen(by_sound)


def _places(side: Side) -> Iterator[tuple[Word, frozenset[str]]]:
    """The known places of a text, each with its codes."""
    facts, forms = language(side.lang), _by_form(side.lang)
    for text, start, _ in words_in(side.text):
        if (facts.has_capitals and not text[:1].isupper()) or is_date(text.casefold(), side.lang):
            continue
        for first, last in _stretches(text):
            if codes := forms.get(text[first:last]):
                yield (text[first:last], start + first, start + last), codes
                break


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a word that may be a place: in a Chinese text any, else all but a few letters."""
    of_word = script(text) or ""
    if of_word == "han":
        for size in range(min(len(text), LONGEST_HAN), 1, -1):
            yield from ((at, at + size) for at in range(len(text) - size + 1))
        return
    for lead in range(_LEADS.get(of_word, 0) + 1):
        for cut in range(_CUTS.get(of_word, 0) + 1):
            yield lead, len(text) - cut


@functools.cache
def _by_form(lang: str) -> Mapping[str, frozenset[str]]:
    """The codes of places by their names in the script of a language, also without a last vowel that may change."""
    forms: dict[str, frozenset[str]] = {}
    for name, codes in _forms(lang):
        for form in {name, _stem(name)}:
            forms[form] = forms.get(form, frozenset()) | codes
    return forms


@functools.cache
def _known(lang: str) -> Mapping[str, Sequence[str]]:
    """The names of places in the script of a language, without a last vowel that may change, by the codes."""
    known: dict[str, list[str]] = defaultdict(list)
    for name, codes in _forms(lang):
        for code in codes:
            if not code.endswith(INSIDE):
                known[code].append(_stem(name))
    return known


def _stem(name: str) -> str:
    return name[:-1] if len(name) > SHORTEST + 1 and _LAST_VOWEL.search(name) else name


def _forms(lang: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The names of countries and cities in the script of a language, each with its codes."""
    for place in places(lang):
        of_name = script(place.name)
        if not place.full or of_name is None or scripts.foreign_share(place.name, lang):
            continue
        of_cities = [code for code in place.codes if "/" in code or code.startswith("city")]
        least = _SHORTEST_CITY if of_cities else _SHORTEST_COUNTRY
        if len(place.name) >= least.get(of_name, SHORTEST + 1):
            names = (code.rpartition("/")[2].replace("_", " ") for code in of_cities)
            yield place.name, place.codes.union(*map(cities, names))
    for name, codes in _tables()[1].items():
        if not scripts.foreign_share(name, lang):
            yield name, codes


@functools.cache
def _tables() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """The codes of cities by their name in English letters, and by their names in other scripts."""
    latin: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)
    text = files("mtqe").joinpath("data/cities_in_scripts.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()):
        if line.startswith("#"):
            continue
        country, name, forms = line.split("|")
        codes = {f"large{number}", parent(country) + INSIDE}
        latin[_plain(name)] |= codes
        for form in forms.split():
            others[form] |= codes
    return _frozen(latin), _frozen(others)


def _frozen(rows: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(codes) for name, codes in rows.items()}
