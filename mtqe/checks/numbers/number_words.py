"""Reads number words, and puts words and digits together: two hundred and five, 3,5 Millionen, tens of thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mtqe.checks.numbers.digits import FRACTIONS, Piece, digits, readings
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
_HAN = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
# 千 and 兆 before a unit are kilo and mega; behind digits stand units only (第1四半期).
# "1 , 500" and "6 万" come from texts whose words were split.
_HAN_DIGITS, _HAN_NUMERAL = r"(?:\d{1,3}(?: +, +\d{3})+(?!\d)|\d+(?:[.,:．]\d+)*)", "[〇一二三四五六七八九零两兩]"
_HAN_UNIT = "(?:[十百万萬亿億]|[千兆](?![瓦克米卡赫字帕伏]))"
# One numeral is a part of many words (十分, 一起); 几 and units alone (千百, 亿万) are rough.
_ROUGH = re.compile(r"[几幾数]|\A[十百千万萬亿億兆]{2,}\Z")
_SEVERAL = ("几", "幾", "数", "數")
_HAN_RUN = re.compile(
    rf"(?<=分之)(?:{_HAN_NUMERAL}|[十百])+[点點]{_HAN_NUMERAL}+"  # 百分之十二点五
    rf"|(?:{_HAN_DIGITS}(?: (?=百?[千万萬亿億]))?|{_HAN_NUMERAL}|{_HAN_UNIT})"
    rf"(?:[余餘多几幾数]?(?:{_HAN_UNIT}(?:{_HAN_DIGITS})?|(?<!\d){_HAN_NUMERAL}))*"
)
# 1年半 is a year and a half; 10進数 is decimal and 3桁区切り the separator of thousands, which say no number elsewhere.
_AND_HALF = re.compile(f"[{SPACES}]?(?:年|[个個ヶケカか]月|個月|時間?|小时|个小时|週間|周|天|日|倍|点|[个個])半")
_NO_AMOUNT = ("進", "进", "桁区", "桁ごと")


def pieces(text: str, lexicon: Lexicon) -> list[Piece]:
    """All words and groups of digits that say something about a number, in order."""
    for word, glued in lexicon.glued:
        text = re.sub(re.escape(word), glued, text, flags=re.IGNORECASE)
    if lexicon.spaceless:
        numerals = list(_han(text, lexicon))
        inside = {at for piece in numerals if piece.end - piece.start > 1 for at in range(piece.start, piece.end)}
        words = [piece for piece in _substrings(text, lexicon) if piece.start not in inside]
        return sorted([*numerals, *words, *_first_year(text, lexicon)], key=lambda piece: piece.start)
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


def _han(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """Digits and Chinese numerals, alone or together: 417.6万, 二十三, 3亿5千万."""
    century: Piece | None = None
    for match in _HAN_RUN.finditer(text):
        raw = match[0].replace("．", ".")
        if re.fullmatch(r"[\d.,: ]+", raw):
            piece = digits(raw, match.start(), text, lexicon)
            after = text[piece.end : piece.end + 4].lstrip(SPACES)
            piece.values += _era_years(piece.values, text[max(0, match.start() - 3) : match.start()], lexicon)
            if after[:1] in lexicon.tenths:
                piece.values += [number * 10 for number in piece.values[:1]]
            if _AND_HALF.match(text, piece.end):
                piece.values += [number + value("0.5") for number in piece.values[:1]]
            if after.startswith(_NO_AMOUNT):
                piece.role = "weak"
            if century is not None and after.startswith(lexicon.decade):
                # 20世纪60年代 are the 1960s, and not those of another century.
                piece.values = [int(century.values[0]) * 100 - 100 + int(piece.values[0])]
                century.role = "weak"
            century = piece if after.startswith(lexicon.century) and raw.isdecimal() else None
            yield piece
            continue
        numbers, magnitude = _han_values(raw, lexicon)
        numbers = [*numbers, *_era_years(numbers, text[max(0, match.start() - 3) : match.start()], lexicon)]
        after = text[match.end() : match.end() + 1]
        alone = len(raw) == 1 and (after not in lexicon.counters or raw == "一")
        # 数十万 are hundreds of thousands, while 十万 alone may be a way to say many.
        several = text[max(0, match.start() - 1) : match.start()] in _SEVERAL and numbers[0] >= 1000
        weak = alone or len(numbers) > 1 or (bool(_ROUGH.search(raw)) and not several)
        if after in lexicon.tenths:
            weak, numbers = True, [*numbers, numbers[0] * 10]
        if text.startswith("第", match.start() - 1) and match.start() and len(numbers) == 1:
            role = "ordinal"
        else:
            role = "digits" if raw[0].isdecimal() else "weak" if weak else "cardinal"
        yield Piece(match.start(), match.end(), numbers, role, magnitude=magnitude)


def _first_year(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """元年, the first year of an era."""
    for match in re.finditer("元年", text) if lexicon.eras else ():
        if years := _era_years([1], text[max(0, match.start() - 3) : match.start()], lexicon):
            yield Piece(match.start(), match.start() + 1, [*years, 1], "cardinal")


def _era_years(numbers: list[Value], before: str, lexicon: Lexicon) -> list[Value]:
    """令和2年 is 2020: the year that a number behind the name of an era stands for."""
    return [year + numbers[0] for era, year in lexicon.eras.items() if numbers and before.rstrip(SPACES).endswith(era)]


def _han_values(raw: str, lexicon: Lexicon) -> tuple[list[Value], int]:
    """The readings of a number with Chinese numerals, and the 万 or 亿 that it ends with, or 0."""
    if point := re.search("[点點]", raw):
        whole, tenths = _han_total(list(raw[: point.start()]), lexicon), raw[point.end() :]
        return [value(f"{whole}." + "".join(str(_HAN[digit]) for digit in tenths))], 0
    tokens = re.findall(r"\d+(?:[.,:]\d+)*|\D", re.sub("[余餘多几幾数 ]", "", raw))
    magnitude = _HAN_MYRIADS.get(tokens[-1], 0) if tokens else 0
    if len(tokens) > 2 and tokens[0] in _HAN and tokens[1] in _HAN and tokens[2] not in _HAN:
        # 四五十 is 40 or 50.
        return [_HAN[token] * _han_total(["1", *tokens[2:]], lexicon) for token in tokens[:2]], magnitude
    if all(token in _HAN for token in tokens):
        each = [_HAN[token] for token in tokens]
        return [int("".join(map(str, each)) or 0), *(each if len(each) == 2 else [])], 0
    return [_han_total(tokens, lexicon)], magnitude


def _han_total(tokens: list[str], lexicon: Lexicon) -> Value:
    total: Value = 0
    section: Value = 0
    current: Value | None = None
    for token in tokens:
        if token in _HAN:
            current = _HAN[token] if current is None else current * 10 + _HAN[token]
        elif token in _HAN_UNITS:
            section += (1 if current is None else current) * _HAN_UNITS[token]
            current = None
        elif token in _HAN_MYRIADS:
            section += current or 0
            if total and not section:
                total *= _HAN_MYRIADS[token]  # 万亿 is a million million
            else:
                total += (section or 1) * _HAN_MYRIADS[token]
            section, current = 0, None
        else:
            current = (readings(token, lexicon) or [0])[0]
    return total + section + (current or 0)


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
