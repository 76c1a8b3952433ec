"""Reads Chinese numerals, and digits in Chinese and Japanese text: 417.6万, 二十三, 3亿5千万, 令和2年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtqe.checks.numbers.digits import Piece, digits, readings
from mtqe.checks.numbers.vocabulary import SPACES, Lexicon, Value, value
from mtqe.checks.shared.rules import rule
from mtqe.language.late_patterns import late

VALUES = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
"""Values: of the numerals."""
_UNITS = {"十": 10, "百": 100, "千": 1000}
"""Values: of the units below 10,000."""
BELOW_HUNDRED = f"[{''.join(VALUES)}十]{{1,3}}"
"""Pattern of a number below 100 in numerals."""
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
"""Values: of the units from 10,000 on."""
# 千 and 兆 before a unit of measure mean kilo and mega. After digits only a unit belongs to the number, not a numeral
# (第1四半期). "1 , 500" and "6 万" occur in texts that were split into words.
_DIGITS, _NUMERAL = r"(?:\d{1,3}(?: +, +\d{3})+(?!\d)|\d+(?:[.,:．]\d+)*)", "[〇一二三四五六七八九零两兩]"
_UNIT = "(?:[十百万萬亿億]|[千兆](?![瓦克米卡赫字帕伏]))"
_VAGUE = late(r"[几幾数]|\A[十百千万萬亿億兆]{2,}\Z")
_SEVERAL_SIGNS = ("几", "幾", "数", "數")
_NUMBER = late(
    rf"(?<=分之)(?:{_NUMERAL}|[十百])+[点點]{_NUMERAL}+"  # 百分之十二点五
    rf"|(?:{_DIGITS}(?: (?=百?[千万萬亿億]))?|{_NUMERAL}|{_UNIT})"
    rf"(?:[余餘多几幾数]?(?:{_UNIT}(?:{_DIGITS})?|(?<!\d){_NUMERAL}))*"
)
_TERM = late(r"(\d{1,2})(?: ?月)?[～〜~‐-―－-](\d{1,2}) ?月期")
BUSINESS_YEAR = 4
"""Month: with which the Japanese business year begins."""
_AND_HALF = late(
    f"[{SPACES}]?(?:年|[个個ヶケカか]月|個月|時間?|小时|个小时|週間|周|天|日|倍|点|[个個])半(?:小时|小時|钟头|鐘頭)?"
)
_PARTS = {"年": 12, "日": 24, "天": 24, "時": 60, "时": 60, "周": 7, "週": 7, "小": 60, "钟": 60, "鐘": 60}
"""Parts: of a unit of time, in which others count it. A month has no fixed number of days."""
_TENTHS = late(rf"[{SPACES}]?(.)(?:(?P<half>半)|(?P<unit>\d|[{''.join(VALUES)}])分?(?!\d))?")
_OPEN = ("余", "餘", "多", "几", "幾", "数", "數", "来", "來")
"""Characters after a round number that leave open how much more it is."""
_NOT_AN_AMOUNT = ("進", "进", "桁区", "桁ごと")


@dataclass(slots=True)
class Numeral:
    """A number that the rules below interpret.

    Args:
        raw: The number as it is written.
        start: Offset of its first character.
        end: Offset after its last character.
        text: The text.
        lexicon: The language of the text.
        piece: The result so far. Rules add values and change the role.
        century: The century in digits directly before it, if there is one.
    """

    raw: str
    start: int
    end: int
    text: str
    lexicon: Lexicon
    piece: Piece
    century: Piece | None

    @property
    def before(self) -> str:
        """The three characters before it."""
        return self.text[max(0, self.start - 3) : self.start]

    @property
    def after(self) -> str:
        """The characters after it, without leading spaces."""
        return self.text[self.piece.end : self.piece.end + 4].lstrip(SPACES)

    @property
    def next(self) -> str:
        """The character directly after it."""
        return self.text[self.end : self.end + 1]

    def weaken(self) -> None:
        """Make it weak evidence of a number, unless it begins with a digit."""
        if self.piece.role != "digits":
            self.piece.role = "weak"


def with_terms(text_pieces: list[Piece], text: str) -> Iterator[Piece]:
    """Join the months of a business term into one number with parts: 7～9月期 is the third quarter."""
    terms = list(_TERM.finditer(text)) if "月期" in text else []
    for term in terms:
        inside = [piece for piece in text_pieces if term.start() <= piece.start < term.end()]
        if [piece.values[:1] for piece in inside] != [[int(term[1])], [int(term[2])]]:
            continue
        values = _term(int(term[1]), int(term[2]))
        joined = Piece(term.start(), term.end(2), values, "digits", parts=inside, as_one=False)
        text_pieces = [piece for piece in text_pieces if piece not in inside]
        text_pieces = sorted([*text_pieces, joined], key=lambda piece: piece.start)
    yield from text_pieces


def _term(first: int, last: int) -> list[Value]:
    """What the months of a term mean: the number of the quarter or half, by calendar and by business year."""
    months = (last - first) % 12 + 1
    if months in (3, 6):
        return [(first - 1) // months + 1, (first - BUSINESS_YEAR) % 12 // months + 1, months]
    return [months]


def han_numerals(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """Return the numbers of digits, Chinese numerals or both."""
    century: Piece | None = None
    for match in _NUMBER.finditer(text):
        raw = match[0].replace("．", ".")
        if re.fullmatch(r"[\d.,: ]+", raw):
            piece = digits(raw, match.start(), text, lexicon)
            numeral = Numeral(raw, *match.span(), text, lexicon, piece, century)
            for read in FIGURES:
                read(numeral)
            century = piece if numeral.after.startswith(lexicon.century) and raw.isdecimal() else None
        else:
            values, magnitude = _values(raw, lexicon)
            role = "digits" if raw[0].isdecimal() else "cardinal"
            piece = Piece(*match.span(), values, role, magnitude=magnitude)
            numeral = Numeral(raw, *match.span(), text, lexicon, piece, century)
            for read in NUMERALS:
                read(numeral)
        yield piece


@rule("令和2年に始まった。", "It began in 2020.", langs=("ja", "en"))
def year_of_era(numeral: Numeral) -> None:
    """A number after the name of an era is a year."""
    numeral.piece.values += _era_years(numeral.piece.values, numeral.before, numeral.lexicon)


@rule("3成的人走了。", "30 percent of them left.", langs=("zh", "en"))
def tenths_in_digits(numeral: Numeral) -> None:
    """A number before 成 or 割 counts tenths, and 分, 半 or a numeral after it hundredths: 3割5分 is 35 percent."""
    _add_tenths(numeral)


@rule("他住了1年半。", "He lived there for 1.5 years.", langs=("zh", "en"))
def and_half(numeral: Numeral) -> None:
    """半 after the counted unit adds a half: 1年半 is a year and a half, or 18 months."""
    half = _AND_HALF.match(numeral.text, numeral.piece.end)
    if half:
        factor = next((factor for unit, factor in _PARTS.items() if unit in half[0]), 1)
        for number in numeral.piece.values[:1]:
            numeral.piece.values += dict.fromkeys((number + value("0.5"), number * factor + value("0.5") * factor))


def _add_tenths(numeral: Numeral) -> None:
    """Add the percentage of a number before 成 or 割, with its hundredths: 3割5分, 一成半, 两成五."""
    after = _TENTHS.match(numeral.text, numeral.piece.end)
    if after is None or after[1] not in numeral.lexicon.tenths or not numeral.piece.values:
        return
    tenths = numeral.piece.values[0] * 10
    numeral.piece.values.append(tenths)
    if after["half"]:
        numeral.piece.values.append(tenths + 5)
    elif after["unit"]:
        unit = after["unit"]
        numeral.piece.values.append(tenths + (int(unit) if unit.isdecimal() else VALUES[unit]))


@rule("10進数を使う。", "Use decimals.", langs=("ja", "en"))
def not_an_amount(numeral: Numeral) -> None:
    """10進数 (decimal) and 3桁区切り (thousands separator) have no number in other languages."""
    if numeral.after.startswith(_NOT_AN_AMOUNT):
        numeral.piece.role = "weak"


@rule("20世纪60年代他走了。", "He left in the 1960s.", langs=("zh", "en"))
def decade_of_century(numeral: Numeral) -> None:
    """20世纪60年代 are the 1960s, and the century is no number of its own. A century before 1910年代 is another one."""
    is_short = numeral.century is not None and numeral.piece.values[0] < 100
    if numeral.century is not None and is_short and numeral.after.startswith(numeral.lexicon.decade):
        numeral.piece.values = [int(numeral.century.values[0]) * 100 - 100 + int(numeral.piece.values[0])]
        numeral.century.role = "weak"


@rule("残る1人は逃走中だ。", "The third is on the run.", langs=("ja", "en"))
def remaining_one(numeral: Numeral) -> None:
    """The one that remains may be the third or the other one in other languages."""
    if numeral.piece.values == [1] and numeral.before.endswith(numeral.lexicon.remaining):
        numeral.piece.role = "weak"


@rule("売り上げは3割5分減った。", "Sales fell 35 percent.", langs=("ja", "en"))
def hundredths(numeral: Numeral) -> None:
    """A numeral after tenths is no number of its own: the 5 of 3割5分 belongs to 35 percent."""
    counted = numeral.before[-2:-1]
    if numeral.before[-1:] in numeral.lexicon.tenths and (counted.isdecimal() or counted in VALUES):
        numeral.piece.role = "weak"


@rule("三十多人来了。", "Some 35 people came.", langs=("zh", "en"))
def and_some(numeral: Numeral) -> None:
    """A ten or hundred before 多, 余 or 几 is anything up to the next one: 三十多 is from 31 to 39."""
    is_open = numeral.raw[-1:] in _OPEN or (numeral.after[:1] in _OPEN and numeral.raw[-1:] in "0十百")
    unit = next((unit for unit in (100, 10) if numeral.piece.values and numeral.piece.values[0] % unit == 0), 0)
    if is_open and unit and 0 < numeral.piece.values[0] < 1000:
        first = int(numeral.piece.values[0])
        numeral.piece.values += range(first + 1, first + unit)


FIGURES = (
    year_of_era,
    tenths_in_digits,
    and_half,
    not_an_amount,
    decade_of_century,
    remaining_one,
    hundredths,
    and_some,
)
"""The rules for digits, in the order in which they apply."""


@rule("他十分高兴。", "He was happy for 3 days.", "3", langs=("zh", "en"))
def part_of_word(numeral: Numeral) -> None:
    """A single numeral is part of many words (十分, 一起). Only a counter after it makes it a number."""
    if len(numeral.raw) == 1 and (numeral.next not in numeral.lexicon.counters or numeral.raw == "一"):
        numeral.weaken()


@rule("四五十人来了。", "Some 90 came.", "90", langs=("zh", "en"))
def several_readings(numeral: Numeral) -> None:
    """A numeral with several values is no evidence of one: 四五十 is 40 or 50."""
    if len(numeral.piece.values) > 1:
        numeral.weaken()


@rule("千百人来了。", "Some 90 came.", "90", langs=("zh", "en"))
def vague(numeral: Numeral) -> None:
    """A numeral with 几, or only of units (千百), is vague. After 数 it is clear: 数十万 are hundreds of thousands."""
    after_several = numeral.before[-1:] in _SEVERAL_SIGNS and numeral.piece.values[0] >= 1000
    if _VAGUE.search(numeral.raw) and not after_several:
        numeral.weaken()


@rule("三成人走了。", "30 percent left.", langs=("zh", "en"))
def tenths(numeral: Numeral) -> None:
    """A numeral before 成 or 割 counts tenths, or is part of a word."""
    if numeral.next in numeral.lexicon.tenths:
        _add_tenths(numeral)
        numeral.weaken()


@rule("他年过六旬。", "He is over 60.", langs=("zh", "en"))
def tens_of_years(numeral: Numeral) -> None:
    """A numeral before 旬 counts tens of years of life: 六旬 is 60 to 69, and 年近七旬 is a little less than 70."""
    if numeral.next == "旬" and numeral.piece.values[0] in range(2, 10):
        ten = int(numeral.piece.values[0]) * 10
        nearly = "近" in numeral.before or "将" in numeral.before or "將" in numeral.before
        numeral.piece.values += range(ten - 5, ten + 1) if nearly else range(ten, ten + 10)


@rule("第七街关了。", "Street 8 is closed.", "七", "8", langs=("zh", "en"))
def ordinal(numeral: Numeral) -> None:
    """A numeral after 第 is an ordinal."""
    if numeral.before.endswith("第") and len(numeral.piece.values) == 1:
        numeral.piece.role = "ordinal"


NUMERALS = (
    *(year_of_era, part_of_word, several_readings, vague, and_some, tenths, tens_of_years, ordinal),
    *(and_half, hundredths),
)
"""The rules for Chinese numerals, in the order in which they apply."""


def first_year(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    """Return the years of 元年, the first year of an era."""
    for match in re.finditer("元年", text) if lexicon.eras else ():
        if years := _era_years([1], text[max(0, match.start() - 3) : match.start()], lexicon):
            yield Piece(match.start(), match.start() + 1, [*years, 1], "cardinal")


def _era_years(numbers: list[Value], before: str, lexicon: Lexicon) -> list[Value]:
    """The year that a number after the name of an era means: 令和2年 is 2020."""
    return [year + numbers[0] for era, year in lexicon.eras.items() if numbers and before.rstrip(SPACES).endswith(era)]


def _values(raw: str, lexicon: Lexicon) -> tuple[list[Value], int]:
    """The values of a number with Chinese numerals, and that of 万 or 亿 at its end, or 0."""
    if point := re.search("[点點]", raw):
        integer, decimals = _total(list(raw[: point.start()]), lexicon), raw[point.end() :]
        return [value(f"{integer}." + "".join(str(VALUES[digit]) for digit in decimals))], 0
    tokens = re.findall(r"\d+(?:[.,:]\d+)*|\D", re.sub("[余餘多几幾数 ]", "", raw))
    magnitude = _MYRIADS.get(tokens[-1], 0) if tokens else 0
    if len(tokens) > 2 and tokens[0] in VALUES and tokens[1] in VALUES and tokens[2] not in VALUES:
        # 四五十 is 40 or 50.
        return [VALUES[token] * _total(["1", *tokens[2:]], lexicon) for token in tokens[:2]], magnitude
    if all(token in VALUES for token in tokens):
        digit_values = [VALUES[token] for token in tokens]
        return [int("".join(map(str, digit_values)) or 0), *(digit_values if len(digit_values) == 2 else [])], 0
    return [_total(tokens, lexicon)], magnitude


def _total(tokens: list[str], lexicon: Lexicon) -> Value:
    total: Value = 0
    section: Value = 0
    current: Value | None = None
    for token in tokens:
        if token in VALUES:
            current = VALUES[token] if current is None else current * 10 + VALUES[token]
        elif token in _UNITS:
            section += (1 if current is None else current) * _UNITS[token]
            current = None
        elif token in _MYRIADS:
            section += current or 0
            if total and not section:
                total *= _MYRIADS[token]  # 万亿 is a million million
            else:
                total += (section or 1) * _MYRIADS[token]
            section, current = 0, None
        else:
            current = (readings(token, lexicon) or [0])[0]
    return total + section + (current or 0)
