"""A name of the source became another one, was misspelt or lost, or the translation has a name that the source has not.

## What it does

Finds the names of people, places and bodies on both sides and looks for the counterpart of each. No model is behind it:
a word is a name when it has a capital where the language writes other words small and is not one of those, or when the
translations of the document keep it as it is. In German, which writes all nouns with a capital, it must be no word
that the lemma data have and no compound either.

Counterparts are the same letters, inflected forms, compounds and hyphens (`Biden-Regierung`), other scripts and
transliterations (`Горбачёв`, `Gorbatschow`), and other words for one place, body or saint: countries, languages and
cities by CLDR, a thousand cities by GeoNames, and a table of some 450 more (`Munich`, `Monachium`; `Dutch`,
`niederländisch`; `UN`, `Vereinte Nationen`). A city may stand for its country. Months, weekdays, titles, names made of
common words (`White House`) and lines whose words nearly all begin with a capital are left alone.

- Swapped: another name, or a word made of another place (`European`, `EU`), stands in its place, also one that the
  document has elsewhere, and in the dateline of a report (`PARIS – `). Both are marked; major, critical for full names;
  confidence 0.7 or 0.8.
- Misspelt: a letter or two differ from the source, and the name is kept as it is elsewhere in the document, or the
  other half of it is kept here; or the document spells it otherwise elsewhere (`Selenskyj`, `Zelenskij`). Minor.
- Lost: a full name or a place has no counterpart, or any name has left a hole (`born in .`), or a single name is
  answered by no pronoun and, as the encoder inside mtqe sees it, by no other word. Marked in the source; minor, but
  major for a hole and for a full name or place that nothing answers; confidence 0.4 to 0.8.
- Invented: nothing resembles it in the source of this segment, the twenty before and the twenty behind. Marked in the
  translation; minor, major if it is a full name or a place; confidence 0.5. In German only full names, places,
  well-known people, given names, and names that English lemma data have.

More than four in one segment are one finding.

## Why it is bad

The reader learns that somebody else said it, or that it happened somewhere else. The sentence stays fluent, neural
scores hardly move, and the person named may sue.

## Known problems

- Names that are also common words (*Green*, *Stern*) count only where the document shows that they are names.
- A place that was left out because it goes without saying is reported, and so is a name that was added for a pronoun
  and that the source names nowhere nearby.
- The title of a book, a nickname, or a place by a name that neither CLDR nor the table has is reported if the words are
  unlike. A wrong name that resembles the right one (*Martin*, *Martinez*) counts as a form of it.
- Chinese: countries, cities, provinces, well-known people and firms, words in Latin letters, and people who say or do
  something where a clause begins are compared, by tables and by pinyin, and nothing is reported as lost. Most other
  wrong names are not seen there, nor is another kind of name in the place of a country.
- Acronyms are not compared but for those of the table, nor are two names of a segment that changed places. Of single
  names that were lost about half are found.
- Holes are recognised in English, and in German where `dangling-word` sees them.
- In the manual of a program (one in seven segments names keys, menus, functions, windows) labels and variables look
  like names: only full names, places outside quotation marks, and words that are kept elsewhere in the document count.
- It was measured on English from and to German and on Chinese, French and Spanish to English. It runs on no other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.names import echo
from mtqe.checks.names.document import examine
from mtqe.checks.names.matching import Mismatch
from mtqe.checks.shared import confidence, measured
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span

MANY = 4
"""Findings: more in one segment are one, as it is misaligned or about something else. By hand."""


@check(
    "ACC114",
    "name-mismatch",
    "accuracy/mistranslation",
    Severity.MINOR,
    scope="document",
    needs=("encoder",),
    limits=measured.only("de-en", "en-de", "es-en", "fr-en", "zh-en"),
    examples=[
        Example("The mayor thanked Kenan Oruç.", "Der Bürgermeister dankte Kenan Oruç."),
        Example(
            "They met Jakub Hlinka in Brno.", "Sie trafen Pavel Dostál in Brünn.", ("Jakub Hlinka", "Pavel Dostál")
        ),
        Example("The book by Kenan Oruç is out.", "Das Buch von Kenan Ürgüp ist da.", ("Oruç", "Ürgüp")),
        Example("Sales in Hawaii fell.", "Der Umsatz in Alaska sank.", ("Hawaii", "Alaska")),
        Example("The actor Hugo Brandt left.", "Der Schauspieler Hugo Bradnt ging.", ("Brandt", "Bradnt")),
        Example("The flood reached Portugal at night.", "Nachts kam die Flut.", ("Portugal",)),
        Example("The flood came at night.", "Nachts kam in Portugal die Flut.", ("Portugal",)),
        Example("Beijing warned Munich and the Swiss.", "China warnte München und die Schweizer."),
        Example("The Supreme Court asked the White House.", "Der Oberste Gerichtshof fragte das Weiße Haus."),
        Example("Later Oruç retired.", "Später ging er in Rente."),
        Example("PARIS – It rains.", "ROM – Es regnet.", ("PARIS", "ROM")),
        Example(
            "Olga Kovalenko vit en Belgique.",
            "Olga Kovalenko lives in Bulgaria.",
            ("Belgique", "Bulgaria"),
            ("fr", "en"),
        ),
        Example("Pulse Mayús con el cursor en la línea.", "Press Shift with the cursor on it.", langs=("es", "en")),
        Example("Die Fähre fährt nach Tromsø.", "The ferry goes to .", ("Tromsø",), ("de", "en")),
        Example("越南总理昨天抵达莫斯科。", "Thailand's premier reached Moscow.", ("越南", "Thailand"), ("zh", "en")),
        Example("李娜说桥很安全。", "Zhang Wei said the bridge was safe.", ("李娜", "Zhang Wei"), ("zh", "en")),
        Example("湖北省的桥很多。", "Hunan Province has many bridges.", ("湖北", "Hunan"), ("zh", "en")),
        Example("越南总理昨天抵达莫斯科。", "Vietnam's premier reached Moscow.", langs=("zh", "en")),
    ],
)
def name_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the names of both sides, segment by segment, with the whole document as evidence."""
    both = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    found = examine([(segment.source, segment.target) for segment in both], context.source_base, context.target_base)
    for segment, mismatches in zip(both, echo.judged(list(zip(both, found, strict=True))), strict=True):
        if len(mismatches) > MANY:
            spans = {span for item in mismatches for span in _spans(item)}
            marked = tuple(sorted(spans, key=lambda span: (span.side, span.start)))
            yield (
                segment,
                Hit(f"{len(mismatches)} names have no equal on the other side", marked, confidence=confidence.EVEN),
            )
            continue
        for item in mismatches:
            yield segment, _hit(item, segment)


def _hit(item: Mismatch, segment: Segment) -> Hit:
    left = item.source and segment.source[slice(*item.source)]
    right = item.target and segment.target[slice(*item.target)]
    suggestion = (item.elsewhere or left) if item.kind == "spelling" else None
    if item.kind == "swap":
        severity = Severity.CRITICAL if item.person else Severity.MAJOR
        message = f"the name {left!r} became {right!r}"
    elif item.kind == "spelling":
        severity = Severity.MINOR
        message = f"the name {left!r} is spelled {right!r} here"
        message += f", {item.elsewhere!r} elsewhere" if item.elsewhere else ""
    elif item.kind == "lost":
        severity = Severity.MAJOR if item.confidence > confidence.LIKELY else Severity.MINOR
        message = f"the name {left!r} is missing from the translation"
    else:
        severity = Severity.MAJOR if item.person else Severity.MINOR
        message = f"the name {right!r} is not in the source"
    return Hit(message, _spans(item), severity, suggestion, item.confidence)


def _spans(item: Mismatch) -> tuple[Span, ...]:
    source = (Span("source", *item.source),) if item.source else ()
    return source + ((Span("target", *item.target),) if item.target else ())
