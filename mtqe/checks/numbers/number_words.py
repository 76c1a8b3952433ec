"""Reads number words and joins words and digits: two hundred and five, 3,5 Millionen, tens of thousands."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from mtqe.checks.numbers.digits import FRACTIONS, Piece, digits
from mtqe.checks.numbers.han_numerals import first_year, han_numerals, with_terms
from mtqe.checks.numbers.vocabulary import LETTERS, MARKS, NO_GAPS, REMEMBERED, SPACES, Lexicon, Value, value
from mtqe.language import words
from mtqe.language.lang import any_of
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import has_digit

DIGITS = (
    r"(?P<digits>\d+(?:(?:[.,:]|: (?=\d\d(?!\d))"  # 1,234.5 and 14.3.2021 and 17:30
    r"|[\u00a0\u202f ]?h[\u00a0\u202f ]?(?=\d\d\b)"  # 12 h 30
    r"|[\u00a0\u2009\u202f '’](?=\d{3}(?!\d)))\d+)*)"  # 1 234 and 1'234
)
_NUMERAL = late(DIGITS)
_NO_WORD = DIGITS + r"|(?P<fraction>[" + "".join(FRACTIONS) + "])"
_TOKEN = late(rf"{_NO_WORD}|(?P<word>{LETTERS})")
_SIGNS = frozenset(FRACTIONS)
_LETTERS = late(LETTERS)
_UNUSUAL = late(f"[{MARKS}\u3000-\U0010ffff]")
"""Marks inside words, and letters that may be words by themselves, so that runs of letters may span several words."""
_SPACED_GROUPS = late(r"\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?:[.,]\d+)?")
_NOTHING_BETWEEN = frozenset({"", "-", "‑", "–", "־", "\u200b", "\u200c"})
_HYPHENS = frozenset({"", "-", "‑", "–"})
_HYPHEN_SIGNS = "-‑"
_COUNTED_ORDINALS = frozenset({100, 1000})
"""Values: of ordinals that a number before them multiplies: *two hundredth*."""
_TENS_AND_HUNDREDS = frozenset({10, 100})
"""Values: below which a number is added to a ten or a hundred."""
_LAST_VOWELS = "oieau"
"""The vowels that an ordinal may lose before its ending."""
_ADJECTIVAL = frozenset({"ordinal", "part"})
_ADJECTIVES = frozenset({10**3, 10**6, 10**9})
"""Values: of adjectives that multiply the digits before them."""
_TENS = range(20, 100, 10)
"""Values: that a unit before them is added to."""
MYRIAD = 10_000
"""Value: of the unit by which East Asian languages group numbers."""
_LONGEST_GAP = 8
"""Characters: between two parts of a number at most."""
_LARGE = 1000
"""Unit: value, of the least magnitude that digits may follow as a part of the same number: 41 thousand 260."""
_ALONE = frozenset({"month", "count", "weak", "part", "multiple", "roman"})
"""Roles of what is a number by itself, whatever follows."""

_Token = tuple[int, str, str]
"""Start, text and kind: `word`, `digits` or `fraction`."""


def pieces(text: str, lexicon: Lexicon) -> list[Piece]:
    """Return all words and groups of digits that are, or may be part of, a number, in order."""
    if lexicon.glued is not None:
        text = lexicon.glued.sub(lambda match: match[0].translate(NO_GAPS), text)
    if lexicon.han:
        numerals = list(han_numerals(text, lexicon))
        inside = {at for piece in numerals if piece.end - piece.start > 1 for at in range(piece.start, piece.end)}
        found = [piece for piece in _substrings(text, lexicon) if inside.isdisjoint((piece.start, piece.end - 1))]
        signs = [] if _SIGNS.isdisjoint(words.characters(text)) else list(_fraction_signs(text))
        every = sorted([*numerals, *found, *signs, *first_year(text, lexicon)], key=lambda piece: piece.start)
        return list(with_terms(every, text))
    text_pieces = []
    forms, plain = lexicon.words, lexicon.plain
    for start, token, group in _tokens(text, lexicon):
        if group != "digits" and token in plain:
            continue
        if group == "word":
            lower = token.lower().translate(lexicon.fold) if lexicon.fold else token.lower()
            entry = forms.get(lower)
            if entry is None and lexicon.inside_word and (number := lexicon.inside_word.number(lower)) is not None:
                text_pieces.append(Piece(start, start + len(token), [number], "part"))
                continue
            if entry is not None and not (entry.role == "month" and lexicon.capital_months and token.islower()):
                text_pieces.append(Piece(start, start + len(token), list(entry.values), entry.role, entry.room))
                continue
            piece = roman(token, start) if token[0] in "IVX" else None
            if piece is None and lexicon.starts is not None:
                piece = _compound(lower, start, lexicon)
            if piece is None and lexicon.dual is not None and lexicon.dual.fullmatch(lower):
                piece = Piece(start, start + len(token), [2], "weak")
            if piece is not None:
                text_pieces.append(piece)
            elif entry is None and len(plain) < REMEMBERED:
                plain.add(token)
        elif group == "digits":
            text_pieces += digit_runs(token, start, text, lexicon)
        else:
            text_pieces.append(Piece(start, start + len(token), [value(FRACTIONS[token])], "fraction"))
    return text_pieces


def _fraction_signs(text: str) -> Iterator[Piece]:
    return (Piece(at, at + 1, [value(FRACTIONS[char])], "fraction") for at, char in enumerate(text) if char in _SIGNS)


def _tokens(text: str, lexicon: Lexicon) -> Sequence[_Token]:
    """The tokens of a text in order. For speed, words that are known to be no numbers may be left out."""
    pattern = _TOKEN
    if lexicon.inside or lexicon.magnitudes:
        pattern = _token_pattern(lexicon.inside, lexicon.magnitudes)
    elif _SIGNS.isdisjoint(words.characters(text)):
        numerals = [(match.start(), match[0], "digits") for match in _NUMERAL.finditer(text)] if has_digit(text) else []
        return _with_words(numerals, text, lexicon.plain)
    return [(match.start(), match[0], match.lastgroup or "word") for match in pattern.finditer(text)]


def _with_words(numerals: list[_Token], text: str, plain: set[str]) -> Sequence[_Token]:
    """The groups of digits of a text and its words, without words that are known to be no numbers, in order."""
    if not text.isascii() and _UNUSUAL.search(text):
        found = [(match.start(), match[0], "word") for match in _LETTERS.finditer(text)]
        unknown = [token for token in found if token[1] not in plain]
    else:  # every run of letters is in one of the words that other checks read, too
        unknown = [] if plain.issuperset(words.texts(text)) else list(_unknown(text, plain))
    if not (numerals and unknown):
        return numerals or unknown
    if "h" in text:  # 12 h 30
        inside = {at for start, numeral, _ in numerals for at in range(start, start + len(numeral))}
        unknown = [token for token in unknown if token[0] not in inside]
    return sorted(numerals + unknown)


def _unknown(text: str, plain: set[str]) -> Iterator[_Token]:
    """The runs of letters of a text that are not known to be no numbers, in order."""
    for start, word in zip(words.starts(text), words.texts(text), strict=False):
        if word in plain:
            continue
        if word.isalpha():
            yield start, word, "word"
            continue
        runs = [(start + match.start(), match[0], "word") for match in _LETTERS.finditer(word)]
        unknown = [run for run in runs if run[1] not in plain]
        if not unknown and len(plain) < REMEMBERED and not any(map(str.isdecimal, word)):
            plain.add(word)  # such as part-time
        yield from unknown


@functools.cache
def _token_pattern(inside: str, magnitudes: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern of the tokens of a language with number words inside other words, or with magnitudes after digits."""
    if inside:
        return re.compile(rf"{_NO_WORD}|(?P<word>{inside})")
    return re.compile(rf"{_NO_WORD}|(?P<word>(?<=\d)(?:{'|'.join(magnitudes)})|{LETTERS})")


def digit_runs(raw: str, start: int, text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """Yield the run as one number, or as several if its spaces do not group digits."""
    if "h" in raw or ":" in raw or not any(space in raw for space in SPACES):
        yield digits(raw, start, text, lexicon)
        return
    parts = [digits(m[0], start + m.start(), text, lexicon) for m in re.finditer(f"[^{SPACES}]+", raw)]
    if not _SPACED_GROUPS.fullmatch(raw):
        yield from parts
        return
    piece = digits(raw, start, text, lexicon)
    if " " in raw and not lexicon.space_groups:
        # "10 000" in English or German is one number or two. The opposite side decides.
        piece.parts, piece.as_one = parts, False
    yield piece


def roman(token: str, start: int) -> Piece | None:
    """Return the number of a Roman numeral; `None` if a word is none."""
    match = re.fullmatch(rf"(X{{0,3}})(IX|IV|V?I{{0,3}}){any_of('roman_endings')}?", token)
    if not match or not match[1] + match[2]:
        return None
    ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
    number = 10 * len(match[1]) + ones[match[2]]
    weak = len(match[1] + match[2]) == 1 or number == 1
    return Piece(start, start + len(token), [number], "weak" if weak else "roman")


def _compound(word: str, start: int, lexicon: Lexicon) -> Piece | None:
    """The number of a word that is a number or a compound that begins with one."""
    assert lexicon.starts is not None
    if not lexicon.starts.match(word):
        return None
    end = start + len(word)
    elided = _elided_ordinal(word, lexicon)
    if elided is not None:
        return Piece(start, end, [elided], "ordinal")
    match = lexicon.compound.match(word) if lexicon.compound else None
    if match and match.start("ending") > 0:
        number = _compound_value(match, lexicon.small)
        ending = match["ending"]
        if not ending and number != 1:
            return Piece(start, end, [number], "cardinal", 1000 if number % 1000 == 0 else 1)  # kétezer-ötszáz
        if ending in lexicon.half_ends:
            return Piece(start, end, [number + value("0.5")], "cardinal", 1)
        if ending in lexicon.ordinal_ends and number > 3:
            unit = lexicon.words.get(ending)  # tjugoförsta is 21, tjugonde is 20
            return Piece(start, end, [number + (unit.values[0] if unit else 0)], "ordinal")
        if ending in lexicon.plural_ends and match["thousands"]:
            return Piece(start, end, [number], "cardinal", 1)
        stem = lexicon.stems.match(word) if lexicon.stems else None
        if stem and stem.end() > match.start("ending"):
            return Piece(start, end, list(lexicon.prefixes[stem[0]]), "part")  # trent-enne is 30, not three
        if lexicon.whole:
            return None
        if lexicon.half_ends and ending.startswith(tuple(lexicon.half_ends)):
            return Piece(start, end, [number + value("0.5")], "part")  # fünfeinhalb-jährig
        years = [1900 + number, 2000 + number] if number in range(10, 100, 10) else []
        return Piece(start, end, [number, *years], "weak" if years else "part")
    stem = lexicon.stems.match(word) if lexicon.stems else None
    if stem and len(word) > stem.end():
        # "Ten" also begins tennis and tenants.
        role = "part" if stem.end() > 4 else "weak"
        return Piece(start, end, [_with_units(word[stem.end() :], lexicon.prefixes[stem[0]], lexicon)], role)
    return None


def _elided_ordinal(word: str, lexicon: Lexicon) -> int | None:
    """The value of an ordinal whose number lost its last vowel: *ventiquattr-esimo*; `None` of another word."""
    ending = next((ending for ending in lexicon.elided_ends if word.endswith(ending)), None)
    if ending is None or lexicon.compound is None:
        return None
    for vowel in _LAST_VOWELS:
        match = lexicon.compound.match(word.removesuffix(ending) + vowel)
        if match and not match["ending"]:
            return _compound_value(match, lexicon.small)
    return None


def _with_units(ending: str, values: tuple[Value, ...], lexicon: Lexicon) -> Value:
    """The value of a stem together with the stems after it, as in dwudziesto-pięcio-letni."""
    if values[0] in range(20, 100, 10) or values[0] in range(100, 1000, 100):
        for stem, unit_values in lexicon.prefixes.items():
            if ending.startswith(stem) and 0 < unit_values[0] < (10 if values[0] < 100 else 100):
                return values[0] + _with_units(ending[len(stem) :], unit_values, lexicon)
    return values[0]


def _compound_value(match: re.Match[str], small: Mapping[str, int]) -> int:
    """The value of a match of `Lexicon.compound`."""
    total = 0
    if match["thousands"]:
        front = small.get(match["th"] or "", 1) * 100 if match["hundred_thousands"] else 0
        front += small.get(match["ts"] or "", 0)
        total += (front or 1) * 1000
    if match["hundreds"]:
        total += small.get(match["h"] or "", 1) * 100
    return total + small.get(match["small"] or "", 0)


def _substrings(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """The number words in a text without spaces between words, as weak evidence."""
    for form, word in lexicon.words.items():
        at = text.find(form)
        if at >= 0:
            yield Piece(at, at + len(form), list(word.values), "weak")


def join(text_pieces: list[Piece], text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """Join neighbouring pieces into numbers."""
    group: _Group | None = None
    for piece, after in zip_longest(text_pieces, text_pieces[1:]):
        if group is not None:
            if group.take(piece, text, lexicon):
                continue
            yield group.number()
            group = None
        is_single = after is None or piece.role in _ALONE or after.start - piece.end > _LONGEST_GAP
        if is_single and piece.role != "magnitude":
            yield piece
        else:
            group = _Group(piece)
    if group is not None:
        yield group.number()


def _below_myriad(factor: int) -> int:
    """What remains of a magnitude without its powers of 10,000: 100 of a million."""
    while factor >= MYRIAD:
        factor //= MYRIAD
    return factor


class _Group:
    """A number that takes its pieces from left to right."""

    def __init__(self, piece: Piece) -> None:
        self.first = piece
        self.end = piece.end
        self.count = 1
        self.magnitude = 0
        self.room = piece.room
        self.ordinal = piece.role == "ordinal"
        self.vague_values: list[Value] = []
        self.total: Value = 0
        self.current: Value = piece.values[0] if piece.values else 0
        if piece.role == "magnitude" and self.current not in (10, 100):
            self.total, self.current, self.magnitude = self.current, 0, int(self.current)
        elif piece.role == "cardinal" and piece.room >= 1000:  # one word for two thousand: ألفان
            self.total, self.current, self.magnitude = self.current, 0, piece.room

    def number(self) -> Piece:
        """Return the number of the pieces so far."""
        first = self.first
        if self.count == 1:
            if first.role != "cardinal":
                first.magnitude = first.magnitude or self.magnitude
            return first
        role = "digits" if first.role == "digits" else "shared" if first.role == "fraction" else "cardinal"
        values = [self.total + self.current, *self.vague_values]
        role = "ordinal" if self.ordinal else role
        return Piece(first.start, self.end, values, role, clock=first.clock, magnitude=self.magnitude)

    def take(self, piece: Piece, text: str, lexicon: Lexicon) -> bool:
        """Add a piece if it belongs to the number, and return whether it does."""
        gap = text[self.end : piece.start]
        if self.first.role in _ALONE or len(gap) > _LONGEST_GAP:
            return False
        between = gap.strip(SPACES).lower().translate(lexicon.fold)
        near = between in _NOTHING_BETWEEN
        if self.ordinal and piece.role != "ordinal" and not self._is_ten_of_unit(piece, near, text, lexicon):
            return False
        if piece.role == "magnitude":
            return self._multiply(piece, near, between, lexicon, text)
        is_glued = between in lexicon.joiners and not gap[-1].isspace()
        if self._is_next_digits(piece, near or is_glued, lexicon):
            self._extend(piece)
            self.current = piece.values[0]
            return True
        if self._is_adjective_of_magnitude(piece, between):
            self._multiply(piece, near, between, lexicon, text)
            self.ordinal = False
            return True
        if near and self._is_one_after_ten(piece, text, lexicon):
            self._extend(piece)
            self.current += 1
            return True
        if piece.role not in ("cardinal", "ordinal") or self.first.role in ("digits", "fraction"):
            return False
        number = piece.values[0]
        if near and self._is_counted_ordinal(piece):
            self._extend(piece)
            self.total, self.current = self.total + self.current * number, 0
            return True
        if self._is_ten_of_unit(piece, near, text, lexicon):
            is_ordinal = self.ordinal
            self._extend(piece)
            self.current += number
            self.ordinal = is_ordinal
            return True
        if number < self.room and (near or between.strip(_HYPHEN_SIGNS) in lexicon.joiners):  # vingt-et-un
            self._extend(piece)
            self.current += number
            return True
        if lexicon.years and near and self.count == 1 and self.total == 0 and 10 <= self.current <= 20 and number >= 10:
            self._extend(piece)
            self.current = self.current * 100 + number
            return True
        return False

    def _is_counted_ordinal(self, piece: Piece) -> bool:
        """Whether a piece is an ordinal that the number before it multiplies: the two hundredth, iki yüzüncü.

        It is no fraction, too: Polish *setny* is the hundredth and a hundredth.
        """
        number = piece.values[0]
        is_ordinal = piece.role == "ordinal" and not any(0 < one < 1 for one in piece.values)
        return is_ordinal and number in _COUNTED_ORDINALS and 1 < self.current < number

    def _is_one_after_ten(self, piece: Piece, text: str, lexicon: Lexicon) -> bool:
        """Whether a piece is a form of *one* that belongs to the ten before it: двадцать одного."""
        if piece.role != "weak" or self.room not in _TENS_AND_HUNDREDS or self.first.role != "cardinal":
            return False
        return text[piece.start : piece.end].lower().translate(lexicon.fold) in lexicon.after_ten

    def _is_next_digits(self, piece: Piece, near: bool, lexicon: Lexicon) -> bool:
        """Whether a piece is the second part of a number such as 3만 5천, 41 tysięcy 260 or 41 ألفاً و260."""
        is_lower = near and bool(piece.values) and 0 < piece.values[0] < self.magnitude
        is_large = bool(lexicon.magnitudes) or self.magnitude >= _LARGE
        return is_large and piece.role == "digits" and is_lower and not self.current

    def _is_adjective_of_magnitude(self, piece: Piece, between: str) -> bool:
        """Whether a piece is an adjective such as *thousandth* that counts with the digits before it: 25-тысячный."""
        is_alone = self.first.role == "digits" and self.count == 1 and bool(self.first.values)
        return is_alone and piece.role in _ADJECTIVAL and between in _HYPHENS and piece.values[0] in _ADJECTIVES

    def _is_ten_of_unit(self, piece: Piece, near: bool, text: str, lexicon: Lexicon) -> bool:
        """Whether a word adds a ten to the unit before it: dua belas, خمسة وعشرون."""
        if not near or piece.role != "cardinal" or not 0 < self.current % 100 < 10:
            return False
        word = text[piece.start : piece.end].lower().translate(lexicon.fold)
        if piece.values[0] == 10:
            return word in lexicon.teen
        return lexicon.units_first and piece.values[0] in _TENS and word.startswith(tuple(lexicon.joiners))

    def _multiply(self, piece: Piece, near: bool, between: str, lexicon: Lexicon, text: str) -> bool:
        factor = int(piece.values[0])
        first = self.first
        counted = self.total + self.current
        if first.role == "fraction":
            parts = [number for number in first.values if number < 1]
            if self.count > 1 or not parts:
                return False
            self._extend(piece)
            self.total, self.current, self.magnitude = value(str(parts[0] * factor)), 0, factor
            return True
        is_vague = first.role in ("collective", "magnitude") and self.count == 1
        if not (near or between in lexicon.link or (is_vague and all(word in lexicon.of for word in between.split()))):
            return False
        if first.role == "digits" and not first.values:
            return False
        if factor == 100 and self.magnitude > 100 and not self.current:
            self._extend(piece)  # a thousand and a hundred: بألف ومئة
            self.current = 100
            return True
        if (factor == 100 and not 0 < self.current < 100) or (factor == 10 and not 0 < self.current % 100 < 10):
            return False
        if factor == self.magnitude or (factor < self.magnitude and not self.current):
            return False
        self._extend(piece)
        if factor == 10:
            self.current += self.current % 10 * 9
        elif factor == 100:
            self.current *= 100
        elif lexicon.magnitudes and self.magnitude in (100, 1000) and _below_myriad(factor) in (10, 100):
            below = _below_myriad(factor)  # 3천5백만: the hundred belongs to the thousand, and the myriad to both
            self.magnitude = factor // below
            low = self.total % self.magnitude
            self.total, self.current = self.total - low + (low + self.current * below) * self.magnitude, 0
        elif factor > self.magnitude > 0:
            self.total, self.current, self.magnitude = (self.total + self.current) * factor, 0, factor
        else:
            self.total, self.current, self.magnitude = self.total + (self.current or 1) * factor, 0, factor
        if first.role == "collective":
            # "Tens of millions" may also be translated as "millions".
            self.vague_values = [factor]
        elif text[piece.start : piece.end].lower() in lexicon.units:
            self.vague_values = [counted]  # Czech "130 mil" has millions or miles
        return True

    def _extend(self, piece: Piece) -> None:
        self.end = piece.end
        self.count += 1
        self.room = piece.room
        self.ordinal = piece.role == "ordinal"
