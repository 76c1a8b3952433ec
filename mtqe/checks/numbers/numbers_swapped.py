"""Two numbers changed places in the translation: 12 buses and 340 seats became 340 buses and 12 seats.

## What it does

Takes the numbers, in digits or words, that occur once on each side of a segment, and compares the words beside them:
by the states that the encoder gives these words, by units (`20 km`) and by names (`Ann, 9`). Two numbers changed places
if each of them is beside the words of the other in the translation. Both are marked on both sides.

The confidence shows how clear the exchange is. It orders the findings; it is not a frequency.

A translation in another word order moves the words together with the numbers. It is not reported. Neither is a change
or a comparison that one side tells from its end (`to 51 from 42`, `von 42 auf 51`; `51 instead of 42`), nor a number
that is still beside its neighbour (`58 votes to 51`). Numbers in the order of the source need clearer evidence.

An age may change its place: *Ann, 33,* and *die 33-jährige Ann*.

## Why it is bad

Every number is correct and none is missing. A proofreader who ticks off the numbers finds nothing, and both facts are
wrong.

## Known problems

- Numbers beside the same words (`May 5, 1998`) cannot be distinguished. Some swaps are missed, with Chinese or Japanese
  more. number-mismatch compares two numbers of a list, range or score.
- A number that occurs twice on a side is not judged, nor is a segment with more than 12 pairs of numbers, nor program
  code.
- Two numbers whose words the translator moved far away from them can look swapped.
- It was measured on translated manuals between English and each of Chinese, Czech, Dutch, French, German, Italian,
  Japanese, Polish, Portuguese, Russian and Spanish. In other pairs it reports only clearer swaps and misses about half
  of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.shared import measured
from mtqe.language import program_code
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check


def _gaps(context: Context) -> str | None:
    if measured.on_pair("ACC117", context.source_base, context.target_base):
        return None
    return f"numbers that changed places are found less often in {context.source_base}-{context.target_base}"


@check(
    "ACC117",
    "numbers-swapped",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="numbers",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    gaps=_gaps,
    examples=[
        Example(
            "The museum owns 120 paintings and was visited by 4,500 pupils.",
            "Das Museum besitzt 120 Gemälde und wurde von 4.500 Schülern besucht.",
        ),
        Example(
            "The museum owns 120 paintings and was visited by 4,500 pupils.",
            "Von 4.500 Schülern wurde das Museum besucht, das 120 Gemälde besitzt.",
        ),
        Example(
            "The museum owns 120 paintings and was visited by 4,500 pupils.",
            "Das Museum besitzt 4.500 Gemälde und wurde von 120 Schülern besucht.",
            ("120", "4,500", "4.500", "120"),
        ),
        Example(
            "Founded in 1912, the orchestra gave 250 concerts.",
            "Das 250 gegründete Orchester gab 1912 Konzerte.",
            ("1912", "250", "250", "1912"),
        ),
        Example(
            "The tide table ends on 2012-06-13.", "La tavola delle maree finisce il 13/06/2012.", langs=("en", "it")
        ),
        Example("The match ended 3-1.", "Das Spiel endete 1:3."),
        Example(
            "The museum owns 120 paintings and was visited by 4,500 pupils.",
            "Το μουσείο έχει 4.500 πίνακες και το επισκέφθηκαν 120 μαθητές.",
            ("120", "4,500", "4.500", "120"),
            ("en", "el"),
        ),
        Example(
            "这家工厂有850名工人，去年生产了32000辆自行车。",
            "The factory has 850 workers and produced 32,000 bicycles last year.",
            langs=("zh", "en"),
        ),
        Example(
            "这家工厂有850名工人，去年生产了32000辆自行车。",
            "The factory has 32,000 workers and produced 850 bicycles last year.",
            ("850", "32000", "32,000", "850"),
            ("zh", "en"),
        ),
    ],
)
def numbers_swapped(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Report each two numbers that changed places."""
    from mtqe.checks.numbers import swaps

    prose = [segment for segment in segments if not program_code.is_code(segment.source)]
    yield from swaps.hits(prose, context, "numbers-swapped", _gaps(context) is None)
