"""A number of the source is missing or different in the translation, or the translation has an extra number.

## What it does

Compares the numbers of both sides by value. These are equal:

- `1,234.5`, `1.234,5` and `1 234,5`; `3.5 million`, `3,5 Mio.` and `3.500.000`; `28万` and `280,000`; `billion` and
  `Milliarde`;
- `17` and `siebzehn`, `3rd` and `dritte`, `World War II` and `Zweiter Weltkrieg`, `two-thirds` and `2/3`;
- `3/14/2021` and `14. März 2021`, `5:30 p.m.` and `17.30 Uhr`, `the 1990s` and `die 90er`, `three decades` and
  `30 Jahre`;
- `3-1` and `3:1`;
- `1250` and `١٢٥٠`, `२ लाख` and `200,000`, `2024` and `๒๕๖๗`;
- a measure and its conversion (`6 ft 2 in`, `1,88 m`; rounding up to 12 %);
- a sum and the same sum in another currency, at a market rate of the years from 2005 to 2025 (`£3,000`, `3.400 Euro`);
- people counted by age and their sum (`a 17-year-old and two 18-year-olds`, `three`);
- times that name the hour that runs or comes (`2:25`, `fünf vor halb drei`), an age and the year of life that runs
  (`81`, `im 82. Lebensjahr`), a share and one or several of so many (`20 percent`, `jedes fünfte`; `40%`, `quattro su
  dieci`);
- words with a number inside (`over 60`, `ultrasessantenni`; `64`, `sexagénaire`; `25 years`, `Vierteljahrhundert`);
- everything that is in both sides in the same letters.

A wrong number is marked on both sides, first in the source, then in the translation. A lost number is marked in the
source, an invented one in the translation. So is a number that one side has less often: of its equal numbers, the one
without a counterpart.

Ordinals, Roman numerals, months, number words of the translation and codes such as `G20` are reported only together
with a number in their place, because alone they may be expressed in another way. A number word of the source that
counts something is also reported alone: `three files` and `two files`, but not `the two`.

A minus sign that only one side has (`−5 °C`, `5 °C`) is marked with its number, unless the side without it may say it
in words (`minus 5`, `5 Grad unter null`, `fell by 5 %`).

A raised figure (`16²`) of a translation whose source has no power and no footnote is marked.

The rank of a name (`World War I`, `Zweiter Weltkrieg`, `Elizabeth II`) is compared if each side has one. Two numbers of
a list or range that changed places (`15 to 10`, `=SUM(1;3;2)`) are marked on both sides and are minor.

Confidence is 0.9 for digits against digits, 0.7 with words, and 0.6 for a number that was only lost or invented. More
than five mismatches in one segment are one finding.

## Why it is bad

Readers trust figures: a wrong date, dose or sum does harm, and fluent text hides it. Billion and German Billion differ
by a factor of 1,000.

## Known problems

- In languages whose number words mtqe does not know, only figures are compared, in the digits of any script, with the
  months and the words for million and the like from CLDR. Numbers that the other side may have in words are not
  reported: up to 12 and round ones, and up to 100 if no other figure is in their place. Neither are figures whose
  quotient is a power of ten from 100 on, because a word for lakh may be beside one.
- A year that Thai, Persian, Arabic, Hebrew or Nepali gives in its own calendar is correct, and so is the rest of its
  date.
- A lost 1 is not found if the translation has an article that may translate it, except days and numbers such as
  `Figure 1`. Neither are 0 to 3 that only a Japanese text has in digits, lost Chinese numerals, and numbers of Chinese
  and Japanese dates that one side has more often.
- Separators in the style of the source language (`1.5 Millionen` in German) count as equal here: the number is right,
  only its format is wrong. If both languages have the same decimal separator, `1,234` and `1.234` are two numbers.
- Sino-Korean numbers above 99 that are written in Hangul (`삼백오`) are not read, nor are Finnish numbers above 20 in
  cases other than nominative and genitive. Words that mostly have another meaning do not count as evidence alone:
  Vietnamese *năm* (five, year), Turkish *altı* (six, below), Persian *نه* (nine, no).
- In Arabic and Hebrew any noun in the dual may explain a two.
- A lost minus is not found in a text with any word that may say it, such as `lower` or `loss`, nor in sentences of
  languages without a list of such words. A hyphen that may be a dash or that marks an item of a list does not count.
- Years that became "this year", amounts that the translator rounded, and facts that were added or left out on purpose
  are reported.
- Numbers inside placeholders and numbered tags (`%1$s`, `${days == 1}`, `<2>`) are not read, nor is a source that is
  only the key of a text. A number that one side has alone is not reported if the opposite side has a placeholder more:
  plural forms such as `1 file` and `%d files` belong together.
- Some missing numbers are minor, because the remaining text mostly says what is meant: a year, a decade, a `2nd`, a 0
  or 1 (with Chinese and Japanese also 2 and 3), a number word, and a number that the opposite side has less often. A
  whole number up to 20 that only the translation has is also minor: the source may have a word for it that the check
  does not know. So is a size in another unit of the screen (`12em`, `24px`), a number in brackets behind a figure
  that it says in another unit (`6 months (180 days)`), a year that the translation adds to a day and month, a part of
  an address of a local network (`192.168.1.4`), the lost number of a name (`covid-19`, `501c3`), and the lost day of a
  Chinese or Japanese date without a month. So are the lost minutes of a time up to nine after an hour that is kept
  (`2:04`, `shortly after two`).
- Days that are whole months on the other side (`60 days`, `two months`) are equal, also where the exact number matters.
- A number that one sentence lost and a sentence nearby gained is minor in both, unless it left the word that it counts:
  the translator tells it at another place. Not so in texts of programs, which are independent of each other.
- The lost number of a text of a program is minor if other texts of the file differ from it only in the number, and no
  two of their translations are the same: *2 masts* is *Brigantino*, and *3 masts* is *Veliero*.
- The lost number of a section is minor in a link that leads to the same place in the translation.
- A defeat from the loser's point of view (`a 2-0 loss`, `verlor 0:2`) is reported as a score that was turned round. It
  is minor.
- Numbers of a list that the translator reordered on purpose are reported.
- Other checks compare units (quantity-mismatch), weekdays and swapped day and month (date-mismatch), two numbers with
  words beside them that changed places (numbers-swapped), and a.m. and p.m. (time-mismatch).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from mtqe.checks.numbers import moved_numbers, number_series, numbered_names, signs, vocabulary
from mtqe.checks.numbers.dates import of_weekday
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.matching import Mismatch, compare
from mtqe.checks.numbers.number_lists import exchanged
from mtqe.checks.numbers.suggested_numbers import suggestion
from mtqe.checks.numbers.vocabulary import lexicon
from mtqe.checks.shared import confidence, program_texts
from mtqe.language import program_code
from mtqe.language.codes import SIDES
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import has_digit, western
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

_Score = tuple[tuple[str | None, ...], tuple[int, int]]
"""The two numbers of a score, and start and end of the score."""
_SCORE = late(r"(?<![A-Za-zÀ-ӿ0-9_.,:/–-])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![A-Za-zÀ-ӿ0-9_:/–-]|[.,]\d)")
_MAY_BE_SCORE = late(r"\d\s?[-–:]\s?\d")
_YEAR = late(r"(?:19|20)\d\d\b")
_BEFORE_YEAR = late(
    r"(?:[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,?"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)?(?: de)? [^\W\d_]{3,}\.?(?: de)?,?)\s\Z"
)
"""The day and month before the year of a date, in either order: `July 26, 2020`, `26 de julio de 2020`."""
_DAY_ALONE = late(r"(?<![月\d\uff10-\uff19])(?<!月 )[\d\uff10-\uff19]{1,2}(?=[ \u00a0]?日(?![間间]))")
"""A day of a Chinese or Japanese date without its month, which others call *Wednesday* or *the next day*."""
_NAME_BEFORE = late(r"[^\W\d_]{4,}[-‑]\Z")
"""A word before a number with a hyphen, which is part of a name that has other forms: `covid-19`."""
_FEW_MINUTES = late(r"0[1-9](?!\d|[.,:]\d)")
_HOUR_BEFORE = late(r"(?<![\d.,:])\d{1,2}[:.]\Z")
"""The hour before a few minutes, which a translator may round: *2:04*, *shortly after two*."""
LONGEST_DATE = 24
"""Characters: of the longest day and month before a year."""
MOST_FINDINGS = 5
"""Findings: more in one segment are joined into one, because it is misaligned or about something else."""

LARGEST_MINOR = 20
"""Values: the largest number whose addition is minor, because the source may say it in words."""
_FORMAT = late(r"%(?:\d+\$)?(?:l{0,2}|h|z)[diu]|%(?:\d+\$)?@|%\([^()\s]+\)d|\{\w*\}")
"""The place of a number in a message. A plural form may have it where another one has a figure or a word."""
_ENCODING = r"(?:ISO|iso|UTF|utf|windows|Windows|CP|cp|EUC|KOI8|GB|Big)-?\d+(?:-\d+)*"
_SETTING = late(rf"\d+|{_ENCODING}")
_SETTING_SOURCE = late(rf"\d|{_ENCODING}|[A-Z][a-z]+(?:[A-Z][a-z]+)+")
"""The value of a setting: a number or an encoding. The source has one digit, an encoding, or the name of the setting
(`WindowSize`)."""
_KEY = late(r"(?=[\d_-]*+[^\W\d_])[\w-]++(?:\.[A-Za-z_][\w-]*+)+")
"""A text that is only the key of a text."""
_SIZE = late(r"\s?(?:r?em|px|pt|ch|ex|vh|vw)(?!\w)")
"""The unit of a size on a screen. Two units make two numbers of one size."""
_DIGITS = late(r"\d+")
_LOCAL_ADDRESS = late(
    r"(?<![\d.])(?:(?:10|127)\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01])|192\.0\.2|198\.51\.100|203\.0\.113)"
    r"(?:\.\d{1,3}){1,2}(?![\d.]*\d)"
)
"""An address of a local network, or one that is reserved for examples."""
_IN_NAME = late(r"\d+[A-Za-z]+\d+(?![\w-])")
"""Figures and letters that are a name together: `501c3`."""
_EXPLAINED = late(r"(?<![\d.,])(\d+)[ \u00a0\u202f-]?[^\W\d]+\.?[ \u00a0]?[(（][^()（）\d]{0,12}\Z")
"""A figure and its unit, before a bracket that says the same in another unit: *6 months (180 days)*."""
_MINOR_IF_LOST = late(r"(?<![$€£¥#])(?<![$€£¥#] )(?:(?:19|20)(?!00)\d\d|(?:19|20)\d0['’]?s|[2-9](?:nd|rd|th)|00\d)\b")


def _gaps(context: Context) -> str | None:
    return vocabulary.unknown(context.source_base, context.target_base)


FEWEST_DOTS = 2
"""Dots: of the shortest number of a version or a section that is compared as a chain."""
_CHAIN = late(r"(?<![\w.,-])v?(\d{1,3}(?:\.\d{1,3}){2,})(?!\w|[.,-]\w)")
"""The number of a version or a section. One with a year or a zero in front (`05.06.2021`) is a date."""
_SECTION = late(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3})+)(?=[,.:]?\s)")
"""The number of a section before its title."""
_RAISED = late(r"(?<=\d)[⁰¹²³⁴-⁹]+")
"""A raised figure, which readers take for a part of the number before it, or for its power."""
_RAISES = late(r"[⁰¹²³⁴-⁹^]|<sup|\*\*|\]\s*$|\[\d")
"""How a source writes powers and footnotes."""


def _revised(
    hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> list[tuple[Segment, Hit]]:
    """The hits; those that the other segments explain are minor."""
    return number_series.named_as_minor(moved_numbers.moved_as_minor(hits, segments, context), segments)


@check(
    "ACC101",
    "number-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="numbers",
    core=True,
    gaps=_gaps,
    revision=_revised,
    examples=[
        Example("The bridge cost 1,250.5 million euros.", "Die Brücke kostete 1.250,5 Millionen Euro."),
        Example("Parcels over 30 kg cost $4.", "Pakete über 13 kg kosten 4 Dollar.", ("30", "13")),
        Example("The fund holds $5 billion.", "Der Fonds verwaltet 5 Billionen Dollar.", ("5 billion", "5 Billionen")),
        Example("The fund holds $5bn.", "Der Fonds verwaltet fünf Milliarden Dollar."),
        Example("Sales rose from £125m to $3.5bn.", "Der Umsatz stieg von £125m auf $3,5bn."),
        Example("Sales rose to £125m.", "Der Umsatz stieg auf £152m.", ("125m", "152")),
        Example("El fondo vale $125m.", "Der Fonds ist $125m wert.", langs=("es", "de")),
        Example("The shop closed in 2009 after a fire.", "Der Laden schloss nach einem Brand.", ("2009",)),
        Example("The shop closed after a fire.", "Der Laden schloss 2009 nach einem Brand.", ("2009",)),
        Example("Take three pills.", "Nehmen Sie Tabletten.", ("three",)),
        Example("Set X=300 and Y=300.", "X=300 und Y= setzen.", ("300",)),
        Example("She left at 5:30 p.m. on March 14.", "Sie ging am 14.3. um 17.30 Uhr."),
        Example("The tower is 161 feet (49 meters) high.", "Der Turm ist 49 Meter hoch."),
        Example("Kiel won 3-1 at home.", "Kiel gewann zu Hause 1:3.", ("3-1", "1:3")),
        Example("Bake it for 10 to 15 minutes.", "15 bis 10 Minuten backen.", ("10", "15", "15", "10")),
        Example("请输入1、2或4。", "Enter 1, 4 or 2.", ("2", "4", "4", "2"), ("zh", "en")),
        Example("World War II began.", "Der Erste Weltkrieg begann.", ("II", "Erste")),
        Example("Seventeen cows escaped.", "Siebzig Kühe entkamen.", ("Seventeen", "Siebzig")),
        Example("It cost 4.67 lakh rupees.", "Es kostete 4,67 Lakh Rupien."),
        Example("令和2年に始まった。", "It began in 2020.", langs=("ja", "en")),
        Example("In the 15th century", "Nel Quattrocento", langs=("en", "it")),
        Example("La balena pesa 30 tonnellate.", "The whale weighs 40 tonnes.", ("30", "40"), ("it", "en")),
        Example("Il a planté deux arbres.", "He planted trees.", ("deux",), ("fr", "en")),
        Example("Le musée a reçu 12 500 visiteurs.", "The museum had 12,500 visitors.", langs=("fr", "en")),
        Example(
            "该厂去年生产了28万辆自行车。",
            "It made 28,000 bicycles last year.",
            ("28万", "28,000"),
            ("zh", "en"),
        ),
        Example("该厂去年生产了28万辆自行车。", "It made 280,000 bicycles last year.", langs=("zh", "en")),
        Example("The tower is 80 feet high.", "Der Turm ist 30 m hoch.", ("80", "30")),
        Example("The yard sold 14 boats and 2,350 oars.", "باعت الورشة ١٤ قاربًا و٢٬٣٥٠ مجدافًا.", langs=("en", "ar")),
        Example("1 hour left", "Noch eine Stunde", meta=({"unit": "left"},)),
        Example("1 hour left", "Noch 6 Stunde", ("6",), meta=({"unit": "left"},)),
        Example("The yard sold 14 boats.", "باعت الورشة ٤٠ قاربًا.", ("14", "٤٠"), ("en", "ar")),
        Example("The yard owes 2 billion.", "เป็นหนี้ 2 ล้าน", ("2 billion", "2 ล้าน"), ("en", "th")),
        Example("The yard sold 5 boats.", "Telakka myi viisi venettä.", langs=("en", "fi")),
        Example("Version 2.10.4 of 5.6.21", "Version 2.10.4 vom 5.6.21"),
        Example("Such as 192.168.7.40:80", "Etwa 192.168.7.4:80", ("40", "4")),
        Example("See section 2.10.4.", "Siehe Abschnitt 2.4.10.", ("2.10.4", "2.4.10")),
        Example("A force of 10⁶ N, lift 5²", "Eine Kraft von 10⁶ N, Hub 5²"),
        Example("A lift of 16 bar", "Ein Hub von 16⁰ bar", ("⁰",)),
        Example("Store it at −5 °C.", "Bei 5 °C lagern.", ("−5", "5")),
        Example("Store it at −5 °C.", "Bei 5 °C unter null lagern."),
        Example("The index fell by 5 %.", "Index: -5 %"),
        Example("El termómetro marca 5 °C.", "The thermometer shows -5 °C.", ("5", "-5"), ("es", "en")),
        Example("Bangunan itu dibuka pada 1987.", "The building opened in 1978.", ("1987", "1978"), ("id", "en")),
    ],
)
def number_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the numbers of source and translation."""
    if not segment.source.strip() or not segment.target.strip() or _KEY.fullmatch(segment.source.strip()):
        return
    if program_texts.css_sizes(segment.source):
        return
    langs = _langs(context)
    source, target = western(segment.source), western(segment.target)
    formats = len(_FORMAT.findall(segment.target)) - len(_FORMAT.findall(segment.source))
    mismatches = [item for item in compare(source, target, *langs) if not _is_in_format(item, formats)]
    if len(mismatches) > MOST_FINDINGS:
        spans = [_span("source", mismatch.source) for mismatch in mismatches if mismatch.source]
        spans += [_span("target", mismatch.target) for mismatch in mismatches if mismatch.target]
        message = f"{len(mismatches)} numbers have no equal on the other side"
        yield Hit(message, tuple(spans), confidence=confidence.PROBABLE)
        return
    ends = {mismatch.source.end for mismatch in mismatches if mismatch.source}
    for mismatch in mismatches:
        hit = _hit(mismatch, segment, context)
        first = mismatch.source.start if mismatch.source else 0
        if first - 1 in ends and _FEW_MINUTES.match(source, first):  # the hour of these minutes is lost, too
            hit = replace(hit, severity=None)
        yield replace(hit, severity=Severity.MINOR) if _is_setting(segment) else hit
    ranks = numbered_names.different_ranks(source, target, langs)
    if ranks and not any(ranks[0] == mismatch.source or ranks[1] == mismatch.target for mismatch in mismatches):
        yield _hit(Mismatch(*ranks), segment, context)
    yield from _exchanged(segment, langs)
    yield from _reordered(segment)
    yield from _changed_signs(segment, langs)
    if not segment.target.isascii() and not _RAISES.search(segment.source):
        for match in _RAISED.finditer(segment.target):
            yield Hit(f"the raised figure {match[0]} is not in the source", (Span("target", *match.span()),))


def _is_setting(segment: Segment) -> bool:
    """Whether a text of a program is a setting that each language may have otherwise: the first day of a week.

    Its translation is a number alone, or the name of an encoding, and its source such a value, too, or a name of code.
    """
    is_value = program_texts.is_program_text(segment) and _SETTING.fullmatch(segment.target.strip()) is not None
    return is_value and _SETTING_SOURCE.fullmatch(segment.source.strip()) is not None


def _changed_signs(segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """Report minus signs that only one side has."""
    for change in signs.changed(segment.source, segment.target, *langs):
        places = segment.source[slice(*change.source)], segment.target[slice(*change.target)]
        fault = "lost its minus sign" if change.is_lost else "became negative"
        message = f"the number {places[0]!r} {fault}: {places[1]!r}"
        severity = Severity.MINOR if program_code.is_code(segment.source) else None
        spans = Span("source", *change.source), Span("target", *change.target)
        yield Hit(message, spans, severity, confidence=confidence.LIKELY)


def _reordered(segment: Segment) -> Iterator[Hit]:
    """Numbers with dots, such as those of versions and sections, whose parts have another order."""
    if min(text.count(".") for text in map(segment.text, SIDES)) < FEWEST_DOTS:
        return
    source, target = ({match[1]: match.span(1) for match in _CHAIN.finditer(text)} for text in map(segment.text, SIDES))
    known = {tuple(sorted(chain.split("."))): chain for chain in source if chain not in target}
    for chain, span in target.items():
        other = known.get(tuple(sorted(chain.split(".")))) if chain not in source else None
        if other and not any(len(part) > 1 and part[0] == "0" for part in chain.split(".")):
            message = f"{other} has become {chain}"
            yield Hit(message, (Span("source", *source[other]), Span("target", *span)), confidence=confidence.PROBABLE)


def _is_in_format(mismatch: Mismatch, formats: int) -> bool:
    """Whether the opposite side may have a number without a partner as a placeholder: `2 files` and `%d files`.

    Args:
        mismatch: The number, or two of them.
        formats: How many placeholders of numbers the translation has more than the source.
    """
    if mismatch.source and mismatch.target:
        return False
    return formats > 0 if mismatch.source else formats < 0


def _exchanged(segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """Report a score that was turned round, and numbers of a list or range that changed places."""
    source, target = western(segment.source), western(segment.target)
    if not (has_digit(source) and has_digit(target)):
        return
    score = turned(source, target)
    if score:
        source_text, target_text = segment.source[slice(*score[0])], segment.target[slice(*score[1])]
        spans: tuple[Span, ...] = (Span("source", *score[0]), Span("target", *score[1]))
        message = f"the numbers of {source_text!r} changed places in {target_text!r}"
        yield Hit(message, spans, Severity.MINOR, confidence=confidence.SURE)
    for source_pair, target_pair in exchanged(source, target, langs):
        if score is None or target_pair[0].end <= score[1][0] or score[1][1] <= target_pair[0].start:
            spans = (
                *(_span("source", number) for number in source_pair),
                *(_span("target", number) for number in target_pair),
            )
            first, second = (segment.source[number.start : number.end] for number in source_pair)
            message = f"the numbers {first!r} and {second!r} changed places"
            yield Hit(message, spans, Severity.MINOR, confidence=confidence.SURE)


def _hit(mismatch: Mismatch, segment: Segment, context: Context) -> Hit:
    source, target = mismatch.source, mismatch.target
    if source is None or target is None:
        number = source or target
        assert number is not None
        side: Side = "source" if source else "target"
        text = segment.text(side)[number.start : number.end]
        fault = "is missing from the translation" if source else "is not in the source"
        if mismatch.is_extra:
            fault = "occurs less often in the translation" if source else "occurs less often in the source"
        is_minor = (
            mismatch.is_extra
            or (_says_little(number, segment, context) if source else _may_be_added(number, segment))
            or _is_implied(number, side, segment)
            or (side == "target" and _is_of_weekday(number, segment, _langs(context)))
            or _is_of_example(number, side, segment)
            or (source is not None and _is_of_section(number, segment))
        )
        return Hit(
            f"the number {text!r} {fault}",
            (_span(side, number),),
            Severity.MINOR if is_minor else None,
            None,
            confidence.PROBABLE,
        )
    source_text = segment.source[source.start : source.end]
    target_text = segment.target[target.start : target.end]
    is_free = (
        _are_sizes(segment, source, target)
        or program_code.is_code(segment.source)
        or (_is_of_example(source, "source", segment) and _is_of_example(target, "target", segment))
    )
    return Hit(
        f"the number {source_text!r} became {target_text!r}",
        (_span("source", source), _span("target", target)),
        Severity.MINOR if is_free else None,
        suggestion=suggestion(segment.source, segment.target, (source, target), _langs(context)),
        confidence=confidence.PLAIN if source.kind == target.kind == "digits" else confidence.LIKELY,
    )


def _is_of_weekday(number: Number, segment: Segment, langs: tuple[str, str]) -> bool:
    """Whether a number is in a date that stands for a weekday of the source."""
    day = of_weekday(segment.source, segment.target, langs)
    return day is not None and day.start <= number.start < day.end


def _are_sizes(segment: Segment, source: Number, target: Number) -> bool:
    """Whether two numbers are sizes on a screen in different units: 12em and 24px."""
    units = _SIZE.match(segment.source, source.end), _SIZE.match(segment.target, target.end)
    return units[0] is not None and units[1] is not None and units[0][0].strip() != units[1][0].strip()


def _is_of_example(number: Number, side: Side, segment: Segment) -> bool:
    """Whether a number belongs to an address of a local network, which a translator may replace by one of their own."""
    found = _LOCAL_ADDRESS.finditer(segment.text(side))
    return any(match.start() <= number.start and number.end <= match.end() for match in found)


def _is_of_section(number: Number, segment: Segment) -> bool:
    """Whether a lost number is that of a section, in a link that leads to the same place in the translation.

    Styles differ in whether a reference has the number beside the title: *Section 3.2, “Tides”*, 「潮汐」.
    """
    parts = (match.span(1) for match in _SECTION.finditer(segment.source))
    if not any(start <= number.start and number.end <= end for start, end in parts):
        return False
    kept = {code.value for code in segment.codes if code.side == "target" and code.kind == "link" and code.value}
    links = [code for code in segment.codes if code.side == "source" and code.kind == "link"]
    opened = [code for code in links if code.role == "open" and code.start <= number.start]
    closed = [code for code in links if code.role == "close" and code.start >= number.end]
    return bool(opened and closed) and bool({opened[-1].value, closed[0].value} & kept)


def _says_little(number: Number, segment: Segment, context: Context) -> bool:
    """Whether the translation may express a number in another way, or leave it to the context."""
    if number.kind == "word" or number.value in (0, 1) or _MINOR_IF_LOST.match(segment.source, number.start):
        return True
    spaceless = any(lexicon(lang).spaceless for lang in (context.source_base, context.target_base))
    return spaceless and number.value in (2, 3)


def _may_be_added(number: Number, segment: Segment) -> bool:
    """Whether a translation may add a number: a small one that stands for no figure of a text of a program."""
    if number.value not in range(LARGEST_MINOR + 1):
        return False
    source, target = (_DIGITS.findall(western(text)) for text in (segment.source, segment.target))
    is_replaced = number.kind == "digits" and len(source) == len(target) and Counter(source) != Counter(target)
    return not (is_replaced and program_texts.is_program_text(segment))


def _span(side: Side, number: Number) -> Span:
    return Span(side, number.start, number.end)


def _langs(context: Context) -> tuple[str, str]:
    return context.source_base, context.target_base


def _is_implied(number: Number, side: Side, segment: Segment) -> bool:
    """Whether only one side has a number, and the context of the other side implies it."""
    text = segment.text(side)
    before = text[max(0, number.start - LONGEST_DATE) : number.start]
    if side == "target":
        explained = _EXPLAINED.search(western(before))
        if explained and explained[1] in _DIGITS.findall(western(segment.source)):
            return True
        return _YEAR.match(text, number.start) is not None and _BEFORE_YEAR.search(before) is not None
    return (
        _IN_NAME.match(text, number.start) is not None
        or _DAY_ALONE.match(text, number.start) is not None
        or (_FEW_MINUTES.match(text, number.start) is not None and _HOUR_BEFORE.search(before) is not None)
        or (text[number.start : number.end].isdecimal() and _NAME_BEFORE.search(before) is not None)
    )


def turned(source: str, target: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the places of a score or range of the source that the translation has only turned round: 3-1 and 1:3."""
    if not (_MAY_BE_SCORE.search(source) and _MAY_BE_SCORE.search(target)):
        return None
    source_scores, target_scores = (
        [(match.groups(), match.span()) for match in _SCORE.finditer(text)] for text in (source, target)
    )
    lost, new = _without(source_scores, target_scores), _without(target_scores, source_scores)
    if len(lost) != 1 or len(new) != 1:
        return None
    [(source_digits, source_place)], [(target_digits, target_place)] = lost, new
    if source_digits != target_digits[::-1] or source_digits == target_digits:
        return None
    return source_place, target_place


def _without(scores: list[_Score], opposite_scores: list[_Score]) -> list[_Score]:
    """The scores without an equal on the opposite side. Each score there is the equal of only one."""
    unused = [digits for digits, _ in opposite_scores]
    unmatched = []
    for score in scores:
        if score[0] in unused:
            unused.remove(score[0])
        else:
            unmatched.append(score)
    return unmatched
