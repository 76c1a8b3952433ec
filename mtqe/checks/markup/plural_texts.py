"""What the text of a single plural form may leave out, and what it must show.

The forms `zero`, `one` and `two` and those of a single number can say their number in words: `Ein Schiff` for
`{{count}} ship`. Two spaces in its place are not a word. In other languages these forms stand for several numbers, so
that they need the placeholder that the source does not have.

In Fluent a translation may select by more than its source does. In each selection the variant for one number can say
it in words, and the variant for names that are not inflected can have another word in the place of the name.
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
_FALLBACK = "*["
"""The signs before the key of the variant that fits all that no other variant names."""
_HIDDEN = late(r"%(?:\d+\$)?\.0[sd]")
_HOLE = late(r"  +(\S)")
_MANY_NUMBERS = frozenset({"few", "many", "other"})


def faulty(faults: Sequence[Fault], segment: Segment) -> Sequence[Fault]:
    """The faults without `{n}` for `#`, and without a single lost or new placeholder in the text for one number."""
    names = counted.arguments(segment)
    if names and "#" in segment.source + segment.target:
        faults = [fault for fault in faults if not _is_number(fault, names, segment)]
    faults = [fault for fault in faults if not _is_hidden(fault)]
    if len(faults) == 1 and is_for_few_numbers(segment) and not _leaves_hole(segment, faults[0]):
        return [fault for fault in faults if fault.source and fault.target]
    said = _said_by_variants(segment)
    return [
        fault
        for fault in faults
        if fault.target or not fault.source or fault.source.key not in said or _leaves_hole(segment, fault)
    ]


def _said_by_variants(segment: Segment) -> frozenset[str]:
    """The keys of placeholders that the variants of the translation stand for.

    They are the numbers by which it selects, in a variant for one number, and the names of whose attributes it selects
    (`{ -ship.gender ->`), in the variant that fits all other names.
    """
    opened = [code for code in segment.codes if code.side == "target" and code.key.endswith(_SELECTION)]
    opened = [code for code in opened if not code.key.startswith("/")]
    if not opened:
        return frozenset()
    said = set[str]()
    for code, form in zip(opened, (segment.unit.form or "").split("."), strict=False):
        name, _, attribute = code.key.removesuffix(_SELECTION).strip().partition(".")
        is_for_one = form.isdecimal() or _FEW_NUMBERS.fullmatch(form) is not None
        if _FALLBACK in code.text if attribute else is_for_one:
            said.add(f"{{{name}}}")
    return frozenset(said)


def _leaves_hole(segment: Segment, fault: Fault) -> bool:
    """Whether two spaces stand where a placeholder was: before a word if the placeholder was before one."""
    if "  " in segment.source:
        return False
    lost = fault.source
    before_word = lost is None or segment.source[lost.end :].lstrip()[:1].isalnum()
    return any(match[1].isalnum() == before_word for match in _HOLE.finditer(segment.target.strip()))


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
