"""The word lists of a language file: numbers, negation, dangling words, words of asking."""

from __future__ import annotations

import decimal
from typing import Literal

from mtqe.lang.forms import Section, Words

Table = dict[str, Words]
"""Words by the value that they mean. Several values in one key (`"0.5 50"`) are several readings of the same words."""


class Compound(Section, frozen=True, kw_only=True):
    """How a language that writes numbers as one word builds 21 to 99 and longer numbers.

    Args:
        order: Whether the unit or the ten comes first: *einundzwanzig*, *ventuno*.
        link: What stands between unit and ten, and may stand behind hundred and thousand.
        elide: Whether the ten loses its last letter before a vowel: *ventuno*.
        units: The words of 1 to 9.
        teens: The words of 10 to 19.
        tens: The words of 20, 30 ... 90.
        variants: Other words, by value.
        hundred: The word for 100.
        thousand: The word for 1,000.
        ordinal: Endings that make an ordinal of the number.
        plural: Endings that make a plural of it.
        half: Endings that add a half: *zweieinhalb*.
        stems: Stems of ordinals that differ from the cardinal, by value: *drittgrößte*.
    """

    order: Literal["unit-ten", "ten-unit"]
    units: Words
    teens: Words
    tens: Words
    hundred: str
    thousand: str
    link: Words = Words()
    elide: bool = False
    variants: dict[str, str] = {}
    ordinal: Words = Words()
    plural: Words = Words()
    half: Words = Words()
    stems: dict[str, str] = {}


class Inverted(Section, frozen=True, kw_only=True):
    """Units before tens in one word, beside the other order: *pětadvacet*.

    Args:
        tens: Words of the tens.
        units: Words of the units.
        link: What stands between them.
    """

    tens: Words
    units: Words
    link: str


class Digits(Section, frozen=True, kw_only=True):
    """What may follow or precede digits.

    Args:
        attached: Endings that leave a number a number: `20er`, `5-jährig`.
        clock: Words behind an hour.
        pm: Words behind an hour of the afternoon.
        before_pm: Words before an hour of the afternoon.
        before: Words before an hour, and what they add to it: *halb* -1.
        after: Words behind an hour, and what they add to it: *menos cuarto* -1.
        decade: Endings or words that make a decade of a number: `1990er`.
        century: Words that with a decade make a year: 20世纪60年代.
        counters: Characters behind which one Chinese numeral is a number.
        tenths: Characters that count in tens of per cent.
        eras: Names before a year, and the year before the first of the era: 令和2年 is 2020.
    """

    attached: Words = Words()
    clock: Words = Words()
    pm: Words = Words()
    before_pm: Words = Words()
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    decade: Words = Words()
    century: Words = Words()
    counters: str = ""
    tenths: Words = Words()
    eras: dict[str, int] = {}


class Numbers(Section, frozen=True, kw_only=True):
    """The words for numbers, all in lower case. `stem~` is the stem with each of the `endings`.

    Args:
        decimal: Decimal sign of the standard number format (CLDR).
        group: Sign between groups of three digits; spaces and apostrophes always group.
        space_groups: Whether a plain space groups digits, too.
        list_words: What may stand between the numbers of a list: *and*.
        range_words: What may stand between the two ends of a range: *to*.
        joiners: Words that may stand inside a number: two hundred *and* five.
        of: Words between a collective and a magnitude: tens *of* thousands.
        ratio: What stands between the parts of a ratio: four *out of* five.
        hyphenated: Words with a hyphen that count as one word.
        homographs: Number words that are other words, too: *семью* is *seven* and *family*.
        room: How much may still be added behind a ten, where it is not 9: *soixante-dix*.
        fold: A letter, and the letter that is written for it in practice.
        years: Whether `nineteen eighty` is a year.
        small_as_words: Whether digits from 0 to 3 may be words of many kinds in other languages: 2 つの.
        unit_before_words: Pattern of abbreviations that are a unit only where no word follows: *in*.
        about: Pattern of what may stand between a number and its unit: 20多年.
        currency_last: Whether the word for the money ends the name of a currency (*US dollar*) and never begins it.
        endings: By a sign such as `~`: the endings that it is short for.
        cardinal: Counting words. 1 alone is weak evidence, as most languages use it as an article or pronoun.
        ordinal: *third*, *fourth*.
        collective: Words for a rough count, which multiply with a magnitude: *tens*, *dozens*.
        magnitude: *hundred*, *thousand*, *million*.
        letters: Magnitudes written as letters right behind the digits, which may also be a unit: 5m, 10k.
        fraction: *half*, *quarter*, with all values that they may mean, such as 50 (per cent) or 30 (minutes).
        count: What a number may count in: three *decades* are 30 years, two *weeks* 14 days. The first value
            multiplies, the others are values of the word alone.
        month: Names of months.
        weak: Words that explain a number on the other side but are no evidence of one: *both*, *midnight*.
        prefix: Stems that begin a compound: *five*fold; weak as well.
        multiple: *doubled*, *tripled*: weak, but compared with one another.
        times: *twice*, *thrice*: weak, but compared with numbers and one another.
        power: Stems of the words for square and cubic.
        compound: See `Compound`.
        inverted: See `Inverted`.
        digits: See `Digits`.
        unit: Units of measure that translators convert, by their international sign.
        measure: By CLDR's name of a unit, or the code of a currency: names that CLDR does not have. Those of a speed
            are no lengths.
    """

    decimal: str
    group: str
    space_groups: bool = False
    list_words: Words = Words()
    range_words: Words = Words()
    joiners: Words = Words()
    of: Words = Words()
    ratio: tuple[str, ...] = ()
    hyphenated: Words = Words()
    homographs: Words = Words()
    room: dict[str, int] = {}
    fold: str = ""
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
    digits: Digits = Digits()
    unit: Table = {}
    measure: dict[str, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        """Refuse a key that is no value."""
        for name in VALUED:
            for key in getattr(self, name):
                for value in key.split():
                    try:
                        decimal.Decimal(value)
                    except decimal.InvalidOperation as error:
                        raise ValueError(f"the key {key!r} of {name} is no number") from error


VALUED: tuple[str, ...] = (
    *("cardinal", "ordinal", "collective", "magnitude", "letters", "fraction"),
    *("count", "month", "weak", "prefix", "multiple", "times"),
)
"""The tables whose keys are values."""


class Negation(Section, frozen=True, kw_only=True):
    """Words of negation. Patterns are Python regular expressions without regard to case; `’` is any apostrophe.

    `weak` and `idioms` are broad on purpose, as each of them keeps a translation from being reported. A word that is
    common for other reasons (*but*, *zu*) must not be there: it would hide more errors than it excuses.

    Args:
        clear: Patterns of clear negations; group 1, where a pattern has one, is the word to mark.
        idioms: Patterns of what looks like a clear negation, but other languages may say without one: *not only*.
        plain: Patterns of what is no negation at all: *no. 5*, 非常.
        implied: Patterns of groups of words that may express a negation: *far from*.
        weak: Words that may express a negation (*without*, *fail*); a star is any letters. In a spaceless language they
            are pieces of text.
        plain_words: Words that begin or end like a weak one and are none: *under* is no *un-*.
    """

    clear: tuple[str, ...]
    idioms: tuple[str, ...]
    weak: Words
    plain_words: Words = Words()
    plain: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()


class DanglingRow(Section, frozen=True, kw_only=True):
    """Words that cannot stand before what follows, and what makes up for it.

    Args:
        first: The words.
        stranded: Whether a word of `clause`, or an apostrophe, anywhere before makes up for it.
        unless: Words that make up for it when they come next (*of and for*).
        after: Words of which one has to stand right before.
        besides: Words of which none may stand right before.
        opens: Whether a sentence has to begin with it (true) or must not (false).
    """

    first: Words
    stranded: bool = False
    unless: Words = Words()
    after: Words = Words()
    besides: Words = Words()
    opens: bool | None = None


class DanglingWords(DanglingRow, frozen=True, kw_only=True):
    """Two words of which the second cannot follow the first.

    Args:
        then: Words right behind a word of `first`, with nothing but a space between them.
    """

    then: Words


class DanglingMarks(DanglingRow, frozen=True, kw_only=True):
    """A word and a mark that cannot follow it.

    Args:
        signs: Marks right behind a word of `first`.
    """

    signs: str


class Dangling(Section, frozen=True, kw_only=True):
    """Words that cannot stand without the next one, all written small.

    Only what good text next to never has is listed. What was met in native text, professional translations and manuals
    was dropped, unless it was a slip or the name of code.

    Args:
        clause: Words that open a clause whose preposition may come last (*what we live on*), with those that come
            before an infinitive.
        words: Rows of two words.
        marks: Rows of a word and a mark.
        begins: Finite verbs that a statement does not begin with.
        goes_on: Words that show such a verb to be one when they come next.
        endings: Endings of words that do the same.
        introduces: Words and phrases that a statement may begin with before a comma.
        introduced: Verbs that have no subject right behind that comma.
        subjects: Words that are their subject when they come next.
        clitics: What follows an apostrophe and hangs on the word before it.
        clitics_after: Words that it cannot hang on.
    """

    clause: Words = Words()
    words: tuple[DanglingWords, ...] = ()
    marks: tuple[DanglingMarks, ...] = ()
    begins: Words = Words()
    goes_on: Words = Words()
    endings: Words = Words()
    introduces: tuple[str, ...] = ()
    introduced: Words = Words()
    subjects: Words = Words()
    clitics: Words = Words()
    clitics_after: Words = Words()


class Asking(Section, frozen=True, kw_only=True):
    """Words of asking: where a source has them, its translation may be a question.

    Args:
        begins: Words that a question begins with.
        speaks: Beginnings of words that speak of asking, anywhere. With `_` at its end one is a whole word, and `~` is
            a space.
        patterns: Regular expressions in place of both, for languages without spaces between words.
    """

    begins: Words = Words()
    speaks: Words = Words()
    patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a section that finds nothing, or everything."""
        if bool(self.patterns) == bool(self.begins and self.speaks):
            raise ValueError("either `begins` and `speaks` are wanted, or `patterns`")


class Clock(Section, frozen=True, kw_only=True):
    """How a language writes the time of day.

    Args:
        reader: `english` (5 p.m.), `east-asian` (下午5点), or `24` for a language that counts the hours to 24.
        time: Pattern of a time. `{hour}` is the hour, the group `h`, and `{space}` any space. For `24` the minute is
            the group `m` or `n`, and the groups `am` and `pm` are words behind it that say the half of the day. For
            `east-asian`: groups for a word of the morning and of the afternoon, the hour, the minute behind it, `half`,
            and the minute behind a colon.
        daytime: Pattern of words with which the hours to 12 may be in the afternoon, wherever they stand.
        early: Whether the hours to 12 are before noon where no such word stands.
    """

    reader: Literal["24", "english", "east-asian"]
    time: str = ""
    daytime: str = ""
    early: bool = True

    def __post_init__(self) -> None:
        """Refuse a clock that cannot be read."""
        if (self.reader == "english") == bool(self.time):
            raise ValueError("every reader but `english` wants a pattern `time`")
        if self.reader == "24" and not self.daytime:
            raise ValueError("the reader `24` wants a pattern `daytime`")
