"""What the text of a single plural form may leave out, and what it must show.

The forms `zero`, `one` and `two` and those of a single number can say their number in words: `Ein Schiff` for
`{{count}} ship`. Two spaces in its place are not a word. In other languages these forms stand for several numbers, so
that they need the placeholder that the source does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.shared import counted
from mtqe.checks.shared.kept_tokens import Fault
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Span

_FEW_NUMBERS = late(r"zero|one|two|=\d+")
_SELECTION = "->"
"""How the keys of the codes of a selection of Fluent end, whose variants have numbers as they are: `[1]`."""
_HIDDEN = late(r"%(?:\d+\$)?\.0[sd]")
_MANY_NUMBERS = frozenset({"few", "many", "other"})


def faulty(faults: Sequence[Fault], segment: Segment) -> Sequence[Fault]:
    """The faults without `{n}` for `#`, and without a single lost or new placeholder in the text for one number."""
    names = counted.arguments(segment)
    if names and "#" in segment.source + segment.target:
        faults = [fault for fault in faults if not _is_number(fault, names, segment)]
    faults = [fault for fault in faults if not _is_hidden(fault)]
    if len(faults) == 1 and is_for_few_numbers(segment) and not _leaves_hole(segment):
        return [fault for fault in faults if fault.source and fault.target]
    return faults


def _leaves_hole(segment: Segment) -> bool:
    """Whether two spaces stand where a placeholder was, and no word."""
    return "  " in segment.target.strip() and "  " not in segment.source


def is_for_few_numbers(segment: Segment) -> bool:
    """Whether a text is a plural form that may say its number in words."""
    forms = (segment.unit.form or "").split(".")
    if any(map(_FEW_NUMBERS.fullmatch, forms)):
        return True
    return any(map(str.isdecimal, forms)) and any(code.key.endswith(_SELECTION) for code in segment.codes)


def lost_number(segment: Segment) -> Iterator[Hit]:
    """The sign `#` of a text for many numbers whose translation shows no number."""
    names = counted.arguments(segment)
    form = (segment.unit.form or "").split(".")[-1]
    at = segment.source.find("#")
    if not names or form not in _MANY_NUMBERS or at < 0 or "#" in segment.target:
        return
    if not any(f"{{{name}" in segment.target for name in names):
        yield Hit("the number (#) is missing", (Span("source", at, at + 1),))


def _is_hidden(fault: Fault) -> bool:
    """Whether a translation hides a number of printf (`%.0s`), because its words say it."""
    return bool(fault.source and fault.target and _HIDDEN.fullmatch(fault.target.text))


def _is_number(fault: Fault, names: frozenset[str], segment: Segment) -> bool:
    """Whether a lost or new placeholder is the number, for which the other side has `#`."""
    token, other = (fault.source, segment.target) if fault.source else (fault.target, segment.source)
    return not (fault.source and fault.target) and token is not None and token.text[1:-1] in names and "#" in other
