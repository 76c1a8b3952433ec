"""A number of the source has no equal in the translation, or the other way round.

## What it does

Reads the numbers of both sides by value and compares them. Equal are `1,234.5` and `1.234,5` and `1 234,5`,
`3.5 million` and `3,5 Mio.` and `3.500.000`, `28万` and `280,000`, `billion` and `Milliarde`, `17` and `siebzehn`,
`3rd` and `dritte`, `3/14/2021` and `14. März 2021`, `5:30 p.m.` and `17.30 Uhr`, `the 1990s` and `die 90er`,
`three decades` and `30 Jahre`, `two-thirds` and `2/3`, `World War II` and `Zweiter Weltkrieg`, `3-1` and `3:1`. A
measure that was converted (`6 ft 2 in`, `1,88 m`; rounding up to 12 %) is equal too, and so is anything that stands on
both sides in the same letters.

A wrong number is marked on both sides, the source first, then the target. A number that was lost is marked in the
source, one that was invented in the target, and so is one that stands on both sides, but less often on one: of equal
numbers, the one that has none in its place. Ordinals, Roman numerals, months, number words of the translation and codes
such as `G20` are reported only together with a number that stands in their place, for alone they may have been put
another way; a number word of the source that counts something (`three files`, and `two files`, but not `the two`) also
alone. The number that tells two of a name apart (`World War I`, `Zweiter Weltkrieg`, `Elizabeth II`) is compared where
each side has one. Two numbers of a list or range that changed places (`15 to 10`, `=SUM(1;3;2)`) are marked on both
sides, minor.

Confidence is 0.9 for digits against digits, less with words (0.7) and for a number that was only lost or invented
(0.6). More than five in one segment are one finding.

## Why it is bad

Readers take figures at their word: a date, a dose or a sum that is wrong does harm, and fluent text hides it. Billion
and German Billion are a factor of 1,000 apart.

## Known problems

- Knows Chinese, Czech, Dutch, English, French, German, Italian, Japanese, Polish, Portuguese, Russian and Spanish; does
  not run when either language is another.
- A 1 that was lost is not seen where the translation has an article that may stand for it, but for days and numbers
  such as `Figure 1`; nor are 0 to 3 that only a Japanese text has in digits, Chinese numerals that were lost, and
  numbers of Chinese and Japanese dates that stand more often on one side.
- Separators written the foreign way (`1.5 Millionen` in German) count as equal here: the number is right, the format is
  not. Where both languages write decimals alike, `1,234` and `1.234` are two numbers.
- Years that became "this year", amounts that the translator rounded and facts that were added or left out on purpose
  are reported. Minor are a year, a `2nd`, a 1 (with Chinese and Japanese 2 and 3 too) or a number word that is only
  missing, and a number that is missing once but stands there elsewhere, for the rest mostly says what is meant; and a
  whole number up to 20 that only the translation has, for which the source may have a word that the check does not
  know.
- A defeat told from the loser's side (`a 2-0 loss`, `verlor 0:2`) is reported as a score that was turned round, minor.
- A translator who puts the numbers of a list in another order on purpose is reported.
- What a number counts is another check's matter (quantity-mismatch), and so are day and month that changed places and
  weekdays (date-mismatch), two numbers with words beside them that changed places (numbers-swapped), a.m. and p.m.
  (time-mismatch).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.numbers import numbered_names
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.matching import Mismatch, compare
from mtqe.checks.numbers.number_lists import exchanged
from mtqe.checks.numbers.sport_scores import turned
from mtqe.checks.numbers.vocabulary import known, lexicon
from mtqe.checks.shared import confidence
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.text.language_tags import name

MANY = 5
"""Findings: more in one segment are one, as it is misaligned or about something else. By hand."""

SMALL = 20
"""Values: up to which a number that the translation adds is minor, since words may have said it. By hand."""
_MILD = re.compile(r"(?<![$€£¥#])(?<![$€£¥#] )(?:(?:19|20)(?!00)\d\d|[2-9](?:nd|rd|th))\b")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*")


def _limits(context: Context) -> str | None:
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known()]
    return f"has no number words of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC101",
    "number-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    limits=_limits,
    examples=[
        Example("The bridge cost 1,250.5 million euros.", "Die Brücke kostete 1.250,5 Millionen Euro."),
        Example("Parcels over 30 kg cost $4.", "Pakete über 13 kg kosten 4 Dollar.", ("30", "13")),
        Example("The fund holds $5 billion.", "Der Fonds verwaltet 5 Billionen Dollar.", ("5 billion", "5 Billionen")),
        Example("The fund holds $5bn.", "Der Fonds verwaltet fünf Milliarden Dollar."),
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
    ],
)
def number_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the numbers of both sides."""
    if not segment.source.strip() or not segment.target.strip():
        return
    found = compare(segment.source, segment.target, context.source_base, context.target_base)
    if len(found) > MANY:
        spans = [_span("source", item.source) for item in found if item.source]
        spans += [_span("target", item.target) for item in found if item.target]
        yield Hit(f"{len(found)} numbers have no equal on the other side", tuple(spans), confidence=confidence.PROBABLE)
        return
    for mismatch in found:
        yield _hit(mismatch, segment, context)
    rank = numbered_names.differ(segment.source, segment.target, (context.source_base, context.target_base))
    if rank and not any(rank[0] == item.source or rank[1] == item.target for item in found):
        yield _hit(Mismatch(*rank), segment, context)
    places = turned(segment.source, segment.target)
    if places:
        was, now = segment.source[slice(*places[0])], segment.target[slice(*places[1])]
        both: tuple[Span, ...] = (Span("source", *places[0]), Span("target", *places[1]))
        yield Hit(f"the numbers of {was!r} changed places in {now!r}", both, Severity.MINOR, confidence=confidence.SURE)
    for left, right in exchanged(segment.source, segment.target, (context.source_base, context.target_base)):
        if places is None or right[0].end <= places[1][0] or places[1][1] <= right[0].start:
            both = (*(_span("source", one) for one in left), *(_span("target", one) for one in right))
            was, now = (segment.source[one.start : one.end] for one in left)
            yield Hit(
                f"the numbers {was!r} and {now!r} changed places", both, Severity.MINOR, confidence=confidence.SURE
            )


def _hit(mismatch: Mismatch, segment: Segment, context: Context) -> Hit:
    source, target = mismatch.source, mismatch.target
    if source is None or target is None:
        number = source or target
        assert number is not None
        side: Side = "source" if source else "target"
        text = segment.text(side)[number.start : number.end]
        what = "is missing from the translation" if source else "is not in the source"
        if mismatch.again:
            what = "stands less often in the translation" if source else "stands less often in the source"
        mild = mismatch.again or (
            _says_little(number, segment, context) if source else number.value in range(SMALL + 1)
        )
        return Hit(
            f"the number {text!r} {what}",
            (_span(side, number),),
            Severity.MINOR if mild else None,
            None,
            confidence.PROBABLE,
        )
    left = segment.source[source.start : source.end]
    right = segment.target[target.start : target.end]
    return Hit(
        f"the number {left!r} became {right!r}",
        (_span("source", source), _span("target", target)),
        suggestion=_localise(left, right, context),
        confidence=confidence.PLAIN if source.kind == target.kind == "digits" else confidence.LIKELY,
    )


def _says_little(number: Number, segment: Segment, context: Context) -> bool:
    """Whether the translation may have put a number of the source another way, or left it to the context."""
    if number.kind == "word" or number.value == 1 or _MILD.match(segment.source, number.start):
        return True
    spaceless = any(lexicon(lang).spaceless for lang in (context.source_base, context.target_base))
    return spaceless and number.value in (2, 3)


def _span(side: Side, number: Number) -> Span:
    return Span(side, number.start, number.end)


def _localise(left: str, right: str, context: Context) -> str | None:
    """The source number with the target's separators, where both are plain digits."""
    if not (_PLAIN.fullmatch(left) and _PLAIN.fullmatch(right)):
        return None
    source, target = lexicon(context.source_base), lexicon(context.target_base)
    swap = str.maketrans({source.decimal: target.decimal, source.group: target.group})
    return left.translate(swap)
