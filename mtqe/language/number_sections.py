"""The keys of the lists of number words in a language file: numerals, compounds, digits."""

from __future__ import annotations

import decimal
from typing import Literal

from mtqe.language.forms import Section, Words

Table = dict[str, Words]
"""Words by their value. Several values in one key (`"0.5 50"`) are several readings of the same words."""


def values_of(key: str) -> tuple[int | decimal.Decimal, ...]:
    """Return the values of a key of a table: `"0.5 50"` has two of them, `"60..69"` has ten.

    Integers become `int`, so that equal values have equal hashes.

    Raises:
        decimal.InvalidOperation: A part of the key is not a number.
        ValueError: An end of a range is no integer.
    """
    values: list[int | decimal.Decimal] = []
    for part in key.split():
        first, dots, last = part.partition("..")
        if dots:
            values += range(int(first), int(last) + 1)
        else:
            number = decimal.Decimal(part)
            values.append(int(number) if number == number.to_integral_value() else number)
    return tuple(values)


class Compound(Section, frozen=True, kw_only=True):
    """How a language builds 21 to 99 and longer numbers, if it writes numbers as one word.

    Args:
        order: Whether the unit or the ten comes first: *einundzwanzig*, *ventuno*.
        link: Words between unit and ten, which may also follow hundred and thousand.
        elide: Whether the ten drops its last letter before a vowel: *ventuno*.
        units: The words of 1 to 9.
        teens: The words of 10 to 19.
        tens: The words of 20, 30 ... 90.
        variants: Further words, by value.
        hundred: Pattern of the word for 100.
        thousand: Pattern of the word for 1,000.
        whole: Whether only complete words are numbers, as everyday words begin like numbers: *határ*.
        ordinal: Endings that make an ordinal of the number. One that is a number itself is added: *tjugoförsta* is 21.
        plural: Endings that make a plural of the number.
        half: Endings that add a half: *zweieinhalb*.
        stems: Stems of ordinals that differ from the cardinal, by value: *drittgrößte*.
    """

    order: Literal["unit-ten", "ten-unit"]
    units: Words
    teens: Words
    tens: Words
    hundred: str
    thousand: str
    whole: bool = False
    link: Words = Words()
    elide: bool = False
    variants: dict[str, str] = {}
    ordinal: Words = Words()
    plural: Words = Words()
    half: Words = Words()
    stems: dict[str, str] = {}


class Inverted(Section, frozen=True, kw_only=True):
    """Units before tens in one word, in a language that also has the opposite order: *pětadvacet*.

    Args:
        tens: Words of the tens.
        units: Words of the units.
        link: The letters between unit and ten.
    """

    tens: Words
    units: Words
    link: str


class Inside(Section, frozen=True, kw_only=True):
    """Words that have a number inside, mostly ages: *ultrasessantenne*, *šezdesetpetogodišnjak*, *εξηντάχρονος*.

    Each list but `stems` and `units` has regular expressions of lower-case letters.

    Args:
        stems: Stems of numbers, by value. Without them, the numbers of `Compound` are the stems.
        units: Stems of 1 to 9 beside a ten of `stems`.
        link: What may stand between a ten and its unit.
        units_first: Whether the unit stands before the ten: *fireogtresårig*.
        before: What may stand in the word before the number: *ultra*, *Über*.
        after: What must follow the number, up to the end of the word: *enne*, *jährige*.
    """

    after: Words
    before: Words = Words()
    stems: Table = {}
    units: Table = {}
    link: Words = Words()
    units_first: bool = False


class Digits(Section, frozen=True, kw_only=True):
    """Words and endings that may follow or precede digits.

    Args:
        attached: Endings after which a number is still a number: `20er`, `5-jährig`.
        magnitudes: Patterns of magnitudes that may directly follow digits, whatever comes next: 25만명.
        uncounted: Words right after digits that other languages have no number for: 16진수 (hexadecimal).
        clock: Words after an hour.
        pm: Words after an hour of the afternoon.
        before_pm: Words before an hour of the afternoon.
        before: Words before an hour, with the number that they add to it: *halb* -1.
        after: Words after an hour, with the number that they add to it: *menos cuarto* -1.
        spoken: Patterns of times and ages that name another number than the one that they mean. `{h}` is the hour,
            `{o}` an hour as an ordinal, `{m}` the minutes and `{n}` the number of an age. The meaning is what must be
            added to the hour or age, and then the minute, if it is certain: `"-1 60-m"` for *без {m} {h}*. `"0 share"`
            makes `{n}` the denominator of a share: *один из {n}*. With `{m}`, that is its numerator: *{m} in {n}*.
        decade: Endings or words that turn a number into a decade: `1990er`.
        century: Words that form a year together with a decade: 20世纪60年代.
        counters: Characters after which a single Chinese numeral is a number.
        tenths: Characters that count tens of per cent.
        remaining: Words before a 1 that others call *the third* or *the other*: 残る1人.
        eras: Names of eras, with the year before the first year of the era: 令和2年 is 2020.
    """

    attached: Words = Words()
    magnitudes: Words = Words()
    uncounted: Words = Words()
    clock: Words = Words()
    pm: Words = Words()
    before_pm: Words = Words()
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    spoken: dict[str, str] = {}
    decade: Words = Words()
    century: Words = Words()
    counters: str = ""
    tenths: Words = Words()
    remaining: Words = Words()
    eras: dict[str, int] = {}


class Numbers(Section, frozen=True, kw_only=True):
    """The words for numbers, all in lower case. `stem~` means the stem with each of the `endings`.

    In the tables of words by value, `_` is a space inside a word, `'` is any apostrophe, and `60..69` in a key means
    each of these values.

    Args:
        decimal: The decimal sign of the standard number format (CLDR).
        group: The sign between groups of three digits; spaces and apostrophes can always group.
        space_groups: Whether a plain space groups digits too.
        either_format: Whether writers of different regions use the decimal sign and the sign between groups the other
            way round.
        list_words: Words between the numbers of a list: *and*.
        range_words: Words between the two ends of a range: *to*.
        minus: Parts of words that may say a minus in words: *minus*, *below zero*, *fell by*; `_` is a space. They only
            prevent findings, so be generous. Without them, signs are compared only where a number stands alone.
        whole_before: Pattern of the text before a whole, of which a part follows: *of the four exits, two*.
        from_before: Pattern of the words before the beginning of a change, or before what a number is compared with:
            *from* 42 to 51, 51 *instead of* 42, *previously* 42.
        from_after: Pattern of the words or endings after it: 42*から*51, 42*ではなく*51.
        joiners: Words that may occur inside a number: two hundred *and* five.
        after_ten: Forms of *one* that are part of a number after a ten and weak elsewhere: двадцать *одного*.
        ordinal_endings: Endings that make an ordinal of each cardinal: इक्कीस*वाँ*.
        of: Words between a collective and a magnitude: tens *of* thousands.
        and_half: Words that add a half to the number before them without a word of `joiners`: bir *buçuk*.
        link: Words between any number and a magnitude: 20 *de* milioane.
        ratio: Words between the parts of a ratio: four *out of* five.
        hyphenated: Words with a hyphen that count as one word.
        proclitics: Words and groups of words that may precede a number word without a space: ال, وال.
        plain_words: Words that look like a number word and are none: لست.
        teen: Words that add ten to the unit before them: dua *belas*.
        units_first: Whether a ten may follow its unit as a further word, joined by a word of `joiners`: خمسة وعشرون.
        dual: Endings of nouns that may mean two of a thing: سيارتان.
        homographs: Number words that are also other words: *семью* is *seven* and *family*.
        room: The largest number that may be added to a ten, if it is not 9: *soixante-dix*.
        fold: Letters, each followed by the letter that people often write for it.
        drop: Marks that people often leave out.
        years: Whether `nineteen eighty` is a year.
        small_as_words: Whether other languages may render digits from 0 to 3 by words of many kinds: 2 つの.
        unit_before_words: Pattern of abbreviations that are a unit only if no word follows: *in*.
        about: Pattern of the words between a number and its unit that make it approximate: 20多年.
        currency_last: Whether the word for the money always ends the name of a currency (*US dollar*).
        endings: The endings that a sign such as `~` abbreviates.
        cardinal: Cardinal numbers. 1 alone is weak evidence, as most languages use it as an article or pronoun.
        ordinal: Ordinal numbers: *third*, *fourth*.
        collective: Words for a rough count, which multiply with a magnitude: *tens*, *dozens*.
        magnitude: Magnitudes: *hundred*, *thousand*, *million*.
        letters: Magnitudes written as letters right after the digits, which may also be units: 5m, 10k.
        fraction: *half*, *quarter*, with all their values, such as 50 (per cent) or 30 (minutes).
        count: Units that a number may count: three *decades* are 30 years, two *weeks* 14 days. The first value is the
            factor of the number; the others are values of the word alone.
        month: The names of the months.
        weak: Words that explain a number on the other side but are no evidence of a number: *both*, *midnight*.
        prefix: Stems that begin a compound: *five*fold. They are weak too.
        multiple: *doubled*, *tripled*. They are weak, but are compared with each other.
        times: *twice*, *thrice*. They are weak, but are compared with numbers and with each other.
        power: Stems of the words for square and cubic.
        compound: See `Compound`.
        inverted: See `Inverted`.
        inside: See `Inside`.
        digits: See `Digits`.
        unit: Units of measure that translators convert, by their international sign; `kilo` is a kilometre or kilogram.
        measure: Names that CLDR lacks, by CLDR's name of a unit or by the code of a currency. Do not list names of a
            speed as lengths.
    """

    decimal: str
    group: str
    space_groups: bool = False
    either_format: bool = False
    list_words: Words = Words()
    range_words: Words = Words()
    minus: Words = Words()
    from_before: str = ""
    whole_before: str = ""
    from_after: str = ""
    joiners: Words = Words()
    after_ten: Words = Words()
    ordinal_endings: Words = Words()
    of: Words = Words()
    and_half: Words = Words()
    link: Words = Words()
    ratio: tuple[str, ...] = ()
    hyphenated: Words = Words()
    proclitics: Words = Words()
    plain_words: Words = Words()
    teen: Words = Words()
    units_first: bool = False
    dual: Words = Words()
    homographs: Words = Words()
    room: dict[str, int] = {}
    fold: str = ""
    drop: str = ""
    years: bool = False
    small_as_words: bool = False
    unit_before_words: str = ""
    about: str = ""
    currency_last: bool = False
    endings: Table = {}
    cardinal: Table = {}
    ordinal: Table = {}
    collective: Table = {}
    magnitude: Table = {}
    letters: Table = {}
    fraction: Table = {}
    count: Table = {}
    month: Table = {}
    weak: Table = {}
    prefix: Table = {}
    multiple: Table = {}
    times: Table = {}
    power: dict[str, int] = {}
    compound: Compound | None = None
    inverted: Inverted | None = None
    inside: Inside | None = None
    digits: Digits = Digits()
    unit: Table = {}
    measure: dict[str, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        """Refuse a key that is no number."""
        for name in VALUED:
            for key in getattr(self, name):
                try:
                    values_of(key)
                except (decimal.InvalidOperation, ValueError) as error:
                    raise ValueError(f"the key {key!r} of {name} is not a number") from error


VALUED: tuple[str, ...] = (
    *("cardinal", "ordinal", "collective", "magnitude", "letters", "fraction"),
    *("count", "month", "weak", "prefix", "multiple", "times"),
)
"""The tables whose keys are numbers."""
