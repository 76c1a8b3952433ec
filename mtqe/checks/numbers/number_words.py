"""Reads number words, and puts words and digits together: two hundred and five, 3,5 Millionen, tens of thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mtqe.checks.numbers.digits import FRACTIONS, Piece, digits
from mtqe.checks.numbers.han_numerals import first_year, han_numerals
from mtqe.checks.numbers.vocabulary import REMEMBERED, SPACES, Lexicon, Value, value

_DIGITS = (
    r"(?P<digits>\d+(?:(?:[.,:]|: (?=\d\d(?!\d))"  # 1,234.5 and 14.3.2021 and 17:30
    r"|[\u00a0\u202f ]?h[\u00a0\u202f ]?(?=\d\d\b)"  # 12 h 30
    r"|[\u00a0\u2009\u202f '’](?=\d{3}(?!\d)))\d+)*)"  # 1 234 and 1'234
)
_NUMERAL = re.compile(_DIGITS)
_TOKEN = re.compile(_DIGITS + r"|(?P<fraction>[" + "".join(FRACTIONS) + r"])|(?P<word>[^\W\d_]+)")
_FRACTION = re.compile("[" + "".join(FRACTIONS) + "]")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?:[.,]\d+)?")
_ROMAN = re.compile(r"(X{0,3})(IX|IV|V?I{0,3})(?:er|ère|e|ème)?")
_PLAIN = frozenset({"", "-", "‑", "–"})


def pieces(text: str, lexicon: Lexicon) -> list[Piece]:
    """All words and groups of digits that say something about a number, in order."""
    for word, glued in lexicon.glued:
        text = re.sub(re.escape(word), glued, text, flags=re.IGNORECASE)
    if lexicon.spaceless:
        numerals = list(han_numerals(text, lexicon))
        inside = {at for piece in numerals if piece.end - piece.start > 1 for at in range(piece.start, piece.end)}
        words = [piece for piece in _substrings(text, lexicon) if piece.start not in inside]
        return sorted([*numerals, *words, *first_year(text, lexicon)], key=lambda piece: piece.start)
    found = []
    forms, plain = lexicon.words, lexicon.plain
    for match in _tokens(text, plain):
        token = match[0]
        if token in plain:
            continue
        group = match.lastgroup
        if group == "word" or group is None:
            lower = token.lower().translate(lexicon.fold) if lexicon.fold else token.lower()
            known = forms.get(lower)
            if known is not None and not (known.role == "month" and lexicon.capital_months and token.islower()):
                found.append(Piece(match.start(), match.end(), list(known.values), known.role, known.room))
                continue
            piece = _roman(token, match.start()) if token[0] in "IVX" else None
            if piece is None and lexicon.starts is not None:
                piece = _compound(lower, match.start(), lexicon)
            if piece is not None:
                found.append(piece)
            elif known is None and len(plain) < REMEMBERED:
                plain.add(token)
        elif group == "digits":
            found += _digit_runs(token, match.start(), text, lexicon)
        else:
            found.append(Piece(match.start(), match.end(), [value(FRACTIONS[token])], "fraction"))
    return found


def _tokens(text: str, plain: set[str]) -> Sequence[re.Match[str]]:
    """The tokens of a text in order, perhaps without plain words: most texts have nothing else, or only digits."""
    if _FRACTION.search(text):
        return list(_TOKEN.finditer(text))
    numerals = list(_NUMERAL.finditer(text))
    if plain.issuperset(_LETTERS.findall(text)):
        return numerals
    inside = {at for found in numerals for at in range(*found.span())} if "h" in text else ()  # 12 h 30
    others = [found for found in _LETTERS.finditer(text) if found[0] not in plain and found.start() not in inside]
    return sorted(numerals + others, key=re.Match.start) if numerals else others


def _digit_runs(raw: str, start: int, text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """The run as one number, or as several where its plain spaces do not group digits."""
    if "h" in raw or ":" in raw or not any(space in raw for space in SPACES):
        yield digits(raw, start, text, lexicon)
        return
    parts = [digits(m[0], start + m.start(), text, lexicon) for m in re.finditer(f"[^{SPACES}]+", raw)]
    if not _SPACED.fullmatch(raw):
        yield from parts
        return
    piece = digits(raw, start, text, lexicon)
    if " " in raw and not lexicon.space_groups:
        # "10 000" in English or German is one number or two: whatever the other side has.
        piece.parts, piece.whole = parts, False
    yield piece


def _roman(token: str, start: int) -> Piece | None:
    match = _ROMAN.fullmatch(token)
    if not match or not match[1] + match[2]:
        return None
    ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
    number = 10 * len(match[1]) + ones[match[2]]
    weak = len(match[1] + match[2]) == 1 or number == 1
    return Piece(start, start + len(token), [number], "weak" if weak else "roman")


def _compound(word: str, start: int, lexicon: Lexicon) -> Piece | None:
    """A number written as one word, or a compound that begins with one."""
    assert lexicon.starts is not None
    if not lexicon.starts.match(word):
        return None
    end = start + len(word)
    match = lexicon.compound.match(word) if lexicon.compound else None
    if match and match.start("rest") > 0:
        number = _compound_value(match, lexicon.small)
        rest = match["rest"]
        if not rest and number != 1:
            return Piece(start, end, [number], "cardinal", 1)
        if rest in lexicon.half_ends:
            return Piece(start, end, [number + value("0.5")], "cardinal", 1)
        if rest in lexicon.ordinal_ends and number > 3:
            return Piece(start, end, [number], "ordinal")
        if rest in lexicon.plural_ends and match["thousands"]:
            return Piece(start, end, [number], "cardinal", 1)
        stem = lexicon.stems.match(word) if lexicon.stems else None
        if stem and stem.end() > match.start("rest"):
            return Piece(start, end, list(lexicon.prefixes[stem[0]]), "part")  # trent-enne, which is no tre
        if lexicon.half_ends and rest.startswith(tuple(lexicon.half_ends)):
            return Piece(start, end, [number + value("0.5")], "part")  # fünfeinhalb-jährig
        years = [1900 + number, 2000 + number] if number in range(10, 100, 10) else []
        return Piece(start, end, [number, *years], "weak" if years else "part")
    stem = lexicon.stems.match(word) if lexicon.stems else None
    if stem and len(word) > stem.end():
        # "Ten" also begins tennis and tenants.
        role = "part" if stem.end() > 4 else "weak"
        return Piece(start, end, [_with_units(word[stem.end() :], lexicon.prefixes[stem[0]], lexicon)], role)
    return None


def _with_units(rest: str, values: tuple[Value, ...], lexicon: Lexicon) -> Value:
    """The value of a stem with that of the stem behind it, as in dwudziesto-pięcio-letni."""
    if values[0] in range(20, 100, 10) or values[0] in range(100, 1000, 100):
        for stem, more in lexicon.prefixes.items():
            if rest.startswith(stem) and 0 < more[0] < (10 if values[0] < 100 else 100):
                return values[0] + _with_units(rest[len(stem) :], more, lexicon)
    return values[0]


def _compound_value(match: re.Match[str], small: Mapping[str, int]) -> int:
    total = 0
    if match["thousands"]:
        front = small.get(match["th"] or "", 1) * 100 if match["hundred_thousands"] else 0
        front += small.get(match["ts"] or "", 0)
        total += (front or 1) * 1000
    if match["hundreds"]:
        total += small.get(match["h"] or "", 1) * 100
    return total + small.get(match["small"] or "", 0)


def _substrings(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    for form, word in lexicon.words.items():
        at = text.find(form)
        if at >= 0:
            yield Piece(at, at + len(form), list(word.values), "weak")


def join(found: list[Piece], text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """Put neighbouring pieces together to numbers."""
    group: _Group | None = None
    for piece in found:
        if group is not None and group.take(piece, text[group.end : piece.start], lexicon):
            continue
        if group is not None:
            yield group.number()
        group = _Group(piece)
    if group is not None:
        yield group.number()


class _Group:
    """A number while its pieces arrive from left to right."""

    def __init__(self, piece: Piece) -> None:
        self.first = piece
        self.end = piece.end
        self.count = 1
        self.magnitude = 0
        self.room = piece.room
        self.ordinal = piece.role == "ordinal"
        self.rough: list[Value] = []
        self.total: Value = 0
        self.current: Value = piece.values[0] if piece.values else 0
        if piece.role == "magnitude" and self.current != 100:
            self.total, self.current, self.magnitude = self.current, 0, int(self.current)

    def number(self) -> Piece:
        """The number as it stands now."""
        first = self.first
        if self.count == 1:
            first.magnitude = first.magnitude or self.magnitude
            return first
        role = "digits" if first.role == "digits" else "shared" if first.role == "fraction" else "cardinal"
        values = [self.total + self.current, *self.rough]
        role = "ordinal" if self.ordinal else role
        return Piece(first.start, self.end, values, role, clock=first.clock, magnitude=self.magnitude)

    def take(self, piece: Piece, gap: str, lexicon: Lexicon) -> bool:
        """Add a piece if it belongs to the number."""
        if self.first.role in ("month", "count", "weak", "part", "multiple", "roman") or len(gap) > 8:
            return False
        # Polish and Czech count "twentieth first".
        if self.ordinal and piece.role != "ordinal":
            return False
        between = gap.strip(SPACES).lower()
        near = between in _PLAIN
        if piece.role == "magnitude":
            return self._multiply(piece, near, between, lexicon)
        if piece.role not in ("cardinal", "ordinal") or self.first.role in ("digits", "fraction"):
            return False
        number = piece.values[0]
        if (near or between in lexicon.joiners) and number < self.room:
            self._extend(piece)
            self.current += number
            return True
        if lexicon.years and near and self.count == 1 and self.total == 0 and 10 <= self.current <= 20 and number >= 10:
            self._extend(piece)
            self.current = self.current * 100 + number
            return True
        return False

    def _multiply(self, piece: Piece, near: bool, between: str, lexicon: Lexicon) -> bool:
        by = int(piece.values[0])
        first = self.first
        if first.role == "fraction":
            parts = [number for number in first.values if number < 1]
            if self.count > 1 or not parts:
                return False
            self._extend(piece)
            self.total, self.current, self.magnitude = value(str(parts[0] * by)), 0, by
            return True
        rough = first.role in ("collective", "magnitude") and self.count == 1
        if not near and not (rough and all(word in lexicon.of for word in between.split())):
            return False
        if first.role == "digits" and not first.values:
            return False
        if by == 100 and not 0 < self.current < 100:
            return False
        if by == self.magnitude or (by < self.magnitude and not self.current):
            return False
        self._extend(piece)
        if by == 100:
            self.current *= 100
        elif by > self.magnitude > 0:
            self.total, self.current, self.magnitude = (self.total + self.current) * by, 0, by
        else:
            self.total, self.current, self.magnitude = self.total + (self.current or 1) * by, 0, by
        if first.role == "collective":
            # "Tens of millions" says little more than "millions".
            self.rough = [by]
        return True

    def _extend(self, piece: Piece) -> None:
        self.end = piece.end
        self.count += 1
        self.room = piece.room
        self.ordinal = piece.role == "ordinal"
