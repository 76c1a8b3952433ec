"""Tokens that can be recognised across languages without a dictionary: numbers, names, cognates, marks, CLDR names.

A sentence becomes a set of tokens. Two tokens of different languages match if they share a key. Keys are folded:
accents are removed, alphabets are transliterated, and the different spellings of one sound in European languages
(`c`/`k`, `ph`/`f`, `y`/`i` ...) become the same. Names of countries, languages, months and weekdays come from CLDR.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator

import msgspec

from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.number_sections import values_of
from mtqe.language.sound import fold

_TOKEN = late(r"\d+(?:[.,:'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,:]\d+)*|[^\W\d_]+")
# A mail address and a host start where their run of characters starts, and nothing is given back: without that, a long
# word would take quadratic time.
_ADDRESS = late(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+|[@#]\w+"
    r"|(?<![\w-])-*+\w[\w-]*+\.(?:com|org|net|edu|gov|de|uk|eu|info)\b"
)
_QUOTES = late(r"[\"“”„«»「」『』‹›]|(?<!\w)['‘‚]|['’](?!\w)")

_BRACKETS, _QUESTIONS, _SYMBOLS = frozenset("([（［【"), frozenset("?？؟"), frozenset("%&€$£¥§°")

GROUP = 3
"""Digits: behind a separator of thousands."""
_HAN = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
"""Signs of magnitudes behind digits in Chinese and Japanese, with their values."""
_ENDINGS = "~+*"
"""Signs in the files of languages: behind a word that has endings."""
LONGEST = 20_000
"""Characters: of a text that are read. No sentence is longer, but what has no end of a sentence may be."""


class Token(msgspec.Struct, frozen=True, cache_hash=True):
    """A word, number or mark with the keys by which it matches tokens of another language.

    Args:
        kind: `number`, `name`, `word`, `mark` or `concept` (a CLDR name).
        form: The normalised text that identifies it.
        keys: Strictest first; a token without keys never matches.
    """

    kind: str
    form: str
    keys: tuple[str, ...]


def tokens(text: str, lang: str) -> frozenset[Token]:
    """The tokens of a sentence, or of the beginning of a very long text, with the marks of the whole."""
    recognised = set(_marks(text))
    text = text[:LONGEST]
    for match in _ADDRESS.finditer(text):
        address = match.group().lower().lstrip("-")
        recognised.add(Token("name", address, ("a" + address.rstrip("/."),)))
    first, base = True, lang.split("-")[0]
    for start, end, number in _scaled(text, base):
        recognised.add(number)
        text = text[:start] + " " * (end - start) + text[end:]
    for word in _TOKEN.findall(text):
        if word[0].isdigit():
            digits = _digits(word)
            recognised.add(Token("number", digits, ("n" + digits.lstrip("0"),)))
        elif (token := _word(word, first, base)).keys:
            recognised.add(token)
        first = False
    return frozenset(recognised)


def _scaled(text: str, lang: str) -> Iterator[tuple[int, int, Token]]:
    """Numbers with a magnitude: start, end and token. *4 million* is `400万`, and `15万1000` is 151,000."""
    magnitudes = _magnitudes(lang)
    if magnitudes is None:
        return
    pattern, part, values = magnitudes
    for match in pattern.finditer(text):
        total = 0.0
        for figure, magnitude in part.findall(match[0]):
            total += _figure(figure) * values(magnitude)
        value = str(round(total))
        keys = [value, _digits(match["first"]).lstrip("0")]
        yield *match.span(), Token("number", value, tuple(f"n{key}" for key in dict.fromkeys(keys)))


def _figure(text: str) -> float:
    """The value of digits, whose last separator is a decimal one unless three digits follow."""
    whole, separator, rest = text.rpartition("," if text.rfind(",") > text.rfind(".") else ".")
    if not separator or len(rest) == GROUP:
        return float(_digits(text))
    return float(f"{_digits(whole) or 0}.{_digits(rest) or 0}")


def _digits(text: str) -> str:
    """The digits of a number, in Western form."""
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


@functools.cache
def _magnitudes(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], Callable[[str], int]] | None:
    """The pattern of a number with a magnitude, that of its parts, and the value of a magnitude (1 for none).

    `None` if the file of the language has no magnitudes. Where a magnitude stands right behind digits, more digits may
    follow: `15万1000`.
    """
    facts = language(lang)
    if facts.spaceless and "han" in facts.scripts:
        forms = {sign: (value, False) for sign, value in _HAN.items()}
    elif facts.numbers is not None:
        forms = {
            form.rstrip(_ENDINGS).casefold(): (int(values_of(key)[0]), form[-1] in _ENDINGS)
            for key, names in facts.numbers.magnitude.items()
            for form in names
        }
    else:
        forms = {}
    if not forms:
        return None
    names = "|".join(
        re.escape(form) + (r"\w*" if has_endings else "")
        for form, (_, has_endings) in sorted(forms.items(), key=lambda item: -len(item[0]))
    )
    figure = r"\d+(?:[.,]\d+)*"
    if facts.spaceless or "hangul" in facts.scripts:
        chain = rf"(?P<first>{figure}) ?(?:{names})(?: ?{figure} ?(?:{names}))*(?: ?{figure}(?![.,]?\d))?"
        parts = rf"({figure}) ?({names})?"
    else:
        chain = rf"(?P<first>{figure})[ \u00a0\u202f](?:{names})\b"
        parts = rf"({figure})[ \u00a0\u202f]({names})\b"

    def value(name: str) -> int:
        form = name.casefold()
        while form and form not in forms:
            form = form[:-1]
        return forms[form][0] if form else 1

    return re.compile(chain, re.IGNORECASE), re.compile(parts, re.IGNORECASE), value


def words(text: str) -> frozenset[str]:
    """The folded words of a sentence, or of the beginning of a very long text."""
    return frozenset(fold(w.lower()) for w in _TOKEN.findall(text[:LONGEST]) if len(w) > 2 and not w[0].isdigit())


@functools.lru_cache(maxsize=16384)
def _word(word: str, first: bool, lang: str) -> Token:
    concepts = _concepts(lang)
    lower = word.lower()
    for stem in (word, word[:-1], word[:-2], lower, lower[:-1], lower[:-2]):
        if stem in concepts:
            return Token("concept", concepts[stem], ("c" + concepts[stem],))
    folded = fold(lower)
    capital = word[0].isupper()
    acronym = len(word) > 1 and word.isupper()
    keys = []
    if len(folded) > 3 or (capital and not first and len(folded) > 1) or acronym:
        keys.append("e" + folded)
    if len(folded) > 4:
        keys.append("p" + folded[:5])
    consonants = re.sub("[aeiou]", "", folded)
    if len(consonants) > 3:
        keys.append("s" + consonants[:5])
    kind = "name" if acronym or (capital and not first and not language(lang).capital_nouns) else "word"
    return Token(kind, folded, tuple(keys))


def _marks(text: str) -> list[Token]:
    trimmed = text.rstrip(" )]}\"'”“’»«›‹」』")
    last = unicodedata.normalize("NFKC", trimmed[-1:])
    marks = []
    if last and last in ".。।…":
        marks.append("stop")
    elif last and last in "?!:;":
        marks.append(last)
    elif last:
        marks.append("open")
    if _QUOTES.search(text):
        marks.append("quote")
    if _QUOTES.match(text):
        marks.append("quote-first")
    characters = set(text)
    if not _BRACKETS.isdisjoint(characters):
        marks.append("bracket")
    if not _QUESTIONS.isdisjoint(characters) and last != "?":
        marks.append("question")
    marks += sorted(_SYMBOLS & characters)
    return [Token("mark", mark, ("m" + mark,)) for mark in marks]


@functools.cache
def _concepts(language: str) -> dict[str, str]:
    """One-word names of countries, languages, months and weekdays, from CLDR; empty for unknown languages.

    A name that is capitalised is recognised only with its capital: "may" is no month.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, str] = {}
    for code, name in locale.languages.items():
        if len(code) == 2:
            names[name] = f"L{code}"
    for code, name in locale.territories.items():
        names[name] = f"T{code}"
    for calendar, mark in ((locale.months, "M"), (locale.days, "D")):
        for number, name in calendar["format"]["wide"].items():
            names[name] = f"{mark}{number}"
    return {name: key for name, key in names.items() if " " not in name and len(name) > 2}
