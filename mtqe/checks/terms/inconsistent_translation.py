"""The same source is translated in different words, in one document or in several.

## What it does

Compares all segments of a run that have the same source: the same words in the same case, marks and codes. The
translation that most of them have is the usual one, and the suggestion. In each other one, the words that the usual one
does not have are marked. If no translation is more frequent, the first is compared with the others, and nothing is
suggested. Spaces, hyphens, marks and case in the translations do not count as differences.

Sources of fewer than three words are not compared, because *Open* or *Page Setup* may have several meanings; of fewer
than six words in running text, where *Thank you very much* may vary. The same goes for texts with different contexts or
plural forms, with a maximal length, and for unfinished translations.

## Why it is bad

The reader takes one thing for two, a search finds only half of the places, and a translation memory grows two entries.

## Known problems

- Writers vary sentences on purpose, and a sentence may mean something else elsewhere.
- Whichever translation is more frequent counts as the usual one; it may be the wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from mtqe.checks.terms import word_differences
from mtqe.language.language_tags import count_words
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

WORDS_OF_UNITS = 3
"""Words: of the source of a text with a key, below which it may have several meanings. Measured with
bench/consistency.py."""
WORDS_OF_PROSE = 6
"""Words: of a source in running text, below which writers vary it. Measured with bench/consistency.py."""
SHOWN = 80
"""Characters: the most of another translation that a message quotes."""

_UNITS = tuple({"unit": f"key{number}"} for number in range(3))


@check(
    "TRM108",
    "inconsistent-translation",
    "terminology/inconsistent",
    Severity.MINOR,
    area="terminology",
    scope="corpus",
    yields_to_specific=True,
    examples=[
        Example(
            "Close the valve before you open the lid.\nClose the valve before you open the lid.",
            "Schließen Sie das Ventil, bevor Sie den Deckel öffnen.\nSchließen Sie das Ventil – bevor Sie den Deckel "
            "öffnen!",
        ),
        Example("Open\nOpen\nOpen", "Öffnen\nÖffnen\nOffen", meta=_UNITS),
        Example(
            "Close the valve\nClose the valve\nClose the valve",
            "Ventil schließen\nHahn schließen\nVentil schließen",
            ("Hahn",),
            meta=_UNITS,
        ),
        Example(
            "Close the valve\nClose the valve",
            "Ventil schließen\nHahn schließen",
            meta=({"unit": "a", "context": "menu"}, {"unit": "b", "context": "tap"}),
        ),
        Example(
            "Fermez la vanne avant d'ouvrir le couvercle.\nFermez la vanne avant d'ouvrir le couvercle.",
            "Close the valve before opening the lid.\nClose the tap before opening the lid.",
            ("tap",),
            ("fr", "en"),
        ),
    ],
)
def inconsistent_translation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Yield a hit for each segment that is not translated as the others with its source."""
    groups: dict[Hashable, list[Segment]] = defaultdict(list)
    for segment in segments:
        if _is_comparable(segment, context.source_lang):
            codes = tuple(code.text for code in segment.codes if code.side == "source")
            facts = (segment.unit.context, segment.unit.form)
            groups[" ".join(segment.source.split()), codes, facts].append(segment)
    for group in groups.values():
        if len(group) > 1:
            yield from _deviating(group, context.target_base)


def _is_comparable(segment: Segment, lang: str) -> bool:
    unit = segment.unit
    if not segment.target.strip() or unit.unfinished or unit.max_length is not None:
        return False
    fewest = WORDS_OF_PROSE if unit.id is None else WORDS_OF_UNITS
    return len(segment.source) >= fewest and count_words(segment.source, lang) >= fewest


def _deviating(group: Sequence[Segment], lang: str) -> Iterator[tuple[Segment, Hit]]:
    """The segments of one source that have another translation than most."""
    by_text: dict[str, list[Segment]] = defaultdict(list)
    for segment in group:
        by_text[word_differences.letters(segment.target)].append(segment)
    if len(by_text) == 1:
        return
    first, second = sorted(by_text.values(), key=len, reverse=True)[:2]  # of equal ones, the first in the text
    is_usual = len(first) > len(second)
    usual = first[0]
    text = " ".join(usual.target.split())
    text = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    where = f"in segment {usual.id}" if len(first) == 1 else f"in {len(first):,} segments, such as {usual.id}"
    for others in by_text.values():
        for segment in others if others is not first else ():
            spans = tuple(word_differences.differences(segment.target, usual.target, lang))
            suggestion = usual.target if is_usual and not segment.codes and not usual.codes else None
            yield segment, Hit(f"the same source is “{text}” {where}", spans, suggestion=suggestion)
