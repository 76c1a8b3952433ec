"""The translation is far longer than any translation of its source would be.

## What it does

Compares the lengths of both sides, having regard to how many characters the two languages need for the same content,
and marks the whole translation when it is more than 1.6 times as long as expected and 35 characters longer still, which
lets short texts vary. For sentences of more than 60 characters half as long again is enough where it was measured: on
news from English to German and from Estonian and Romanian to English, on manuals between English and each of Chinese,
Czech, Dutch, French, German, Italian, Japanese, Polish, Portuguese, Russian and Spanish (from Japanese nearly twice as
long, and not from Chinese or to Russian; about 1 alarm in 1,000 paragraphs there). For scripts and languages whose
needs are not well known, both limits are half as wide again. A run of one mark, as `runaway-text` reports it, does
not count.

## Why it is bad

The translation says things that the source does not: the system made them up, explained itself, or put a neighbour's
text here.

## Known problems

Which part is too much is not known. A translator who explains a joke or spells out a row of abbreviations may be
reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import lengths
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

FACTOR = 1.6
SLACK = 35.0

_SOURCE = "The harbour master, who has run the port for twenty years, said:"
_TARGET = "Der Hafenmeister, der den Hafen seit zwanzig Jahren leitet, sagte:"
_MORE = (
    " „Wir haben so viele Schiffe wie noch nie gesehen. Wenn die Stadt die neue Mole früher gebaut hätte, wären es "
    "noch mehr gewesen.“"
)


@check(
    "ACC108",
    "text-too-long",
    "accuracy/addition",
    Severity.MAJOR,
    yields_to_specific=True,
    examples=[
        Example(_SOURCE, _TARGET),
        Example("UN: yes", "Vereinte Nationen stimmen zu"),
        Example("", "Ein Absatz, den es in der Vorlage gar nicht gibt und den jemand hinzugefügt hat, samt Gründen."),
        Example("* * *", _TARGET + _MORE),
        Example(_SOURCE, _TARGET + 200 * "."),
        Example(
            _SOURCE + " the new pier is late.",
            _TARGET + " Die neue Mole kommt später, und zwar für die Stadt, die Leute und ihre Schiffe, viel zu spät.",
            (
                _TARGET
                + " Die neue Mole kommt später, und zwar für die Stadt, die Leute und ihre Schiffe, viel zu spät.",
            ),
        ),
        Example(
            "港务局长管理这个港口已有二十年。",
            "The harbour master has run the port for some twenty years.",
            langs=("zh", "en"),
        ),
        Example(_SOURCE, _TARGET + _MORE, (_TARGET + _MORE,)),
        Example(_TARGET, f" {3 * _SOURCE}\n", (3 * _SOURCE,), ("de", "en")),
    ],
)
def text_too_long(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark a translation of impossible length."""
    langs = (context.target_base, context.source_base)
    source, target = segment.source, segment.target
    if lengths.is_far_longer(target, source, langs, FACTOR, SLACK) or (
        lengths.is_unseen(target, source, source, (langs[1], langs[0]))
    ):
        ratio = lengths.ratio(segment.target, segment.source, langs)
        yield Hit(f"the translation is {ratio:.1f} times as long as expected", words.whole("target", segment.target))
