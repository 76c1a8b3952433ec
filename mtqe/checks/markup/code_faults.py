"""Compares the inline codes of both sides: finds lost, new and changed ones.

Codes are named by their positions in `segment.codes`. The segment has no text of codes (`mtqe.language.codes.bare`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from mtqe.checks.markup import plural_texts
from mtqe.checks.shared import addresses, kept_tokens
from mtqe.checks.shared.kept_tokens import Token
from mtqe.language.codes import SIDES
from mtqe.language.late_patterns import late
from mtqe.model import Code, CodeKind, Hit, Segment, Severity, Side, Span

FEW = 3
"""Findings: about tags one by one if the other side has no tags at all; more become one finding."""
MANY = 40
"""Findings: about tags one by one in a segment; more become one finding."""
_EMPHASIS = late(r"[*_]{1,3}")
"""Emphasis in Markdown. Around several sentences, each end stands in a segment of its own."""
_CHOICES = (", plural", ", selectordinal", ", select", "->")
"""How the keys of the codes of choices end (`mtqe.formats.programs.choices`)."""
_OF_TERM = late(r"-[A-Za-z][\w-]*\.[A-Za-z][\w-]*")
"""What a language says of a name in Fluent: `-brand.gender`."""
LOOKS = frozenset({"format", "break"})
"""Kinds of codes without which the text says the same."""
_NAMES = {"variable": "variable", "link": "link", "image": "image", "break": "line break"}
_SIGNS = late(r"(?=.*[<>{}\[\]%$@#&\\])(?=.*\w)", re.DOTALL)
"""A text that is visibly a code, even if it stands in plain text."""

T = TypeVar("T")
Places = tuple[int, ...]


class Fault(NamedTuple):
    """A code or the two ends of a pair that one side lacks, or that another code replaces.

    Args:
        source: Positions of the codes of the source; none if the translation has a new code.
        target: Positions of the codes of the translation; none if it lacks the code.
        plain: Where the text or address of the code stands as plain text on the other side.
    """

    source: Places
    target: Places
    plain: tuple[Span, ...] = ()


def hits(segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """The faults as hits."""
    found = _without_number(segment, faults(segment, langs))
    found = [fault for fault in found if fault.source or not _is_heading_id(segment.codes[fault.target[0]])]
    found = [fault for fault in found if not _is_free_choice(segment, fault)]
    yield from _together(segment, found) or (_hit(segment, fault) for fault in found)


def _without_number(segment: Segment, found: list[Fault]) -> list[Fault]:
    """The faults without a single lost or new variable in the plural form for one number: `Ein Schiff`."""
    if not plural_texts.is_for_few_numbers(segment):
        return found
    numbers = [fault for fault in found if segment.codes[(*fault.source, *fault.target)[0]].kind == "variable"]
    if len(numbers) == 1 and not (numbers[0].source and numbers[0].target) and not numbers[0].plain:
        return [fault for fault in found if fault is not numbers[0]]
    return found


def _is_free_choice(segment: Segment, fault: Fault) -> bool:
    """Whether a translation has a choice of its own by an argument of the source, or the argument without a choice.

    The text for all other numbers needs no choice if the language has one form: `{count} 票`. Nor does it need the
    argument, if the source does not show it: `{count, plural, one {Ticket} other {Tickets}}` is `票`. A translation may
    choose by what its own language says of a name: `-brand.gender`.
    """
    code = segment.codes[(*fault.source, *fault.target)[0]]
    if (fault.source and fault.target) or not (code.value and code.key.removeprefix("/").endswith(_CHOICES)):
        return False
    if fault.target and _OF_TERM.fullmatch(code.value):
        return True
    is_other = (segment.unit.form or "other").split(".")[-1] == "other"
    if fault.source and is_other and "#" not in segment.source and not _shows(segment.source, code.value):
        return True
    is_named = _names(segment, "target" if fault.source else "source", code.value)
    return is_named and (not fault.source or is_other)


def is_chosen_by(segment: Segment, token: Token | None) -> bool:
    """Whether a placeholder of the translation is the argument by which the source chooses its text.

    The program knows its value, so that a translation may show it: *{ $count -> *[other] Ships }* is *{ $count } 隻*.
    """
    return token is not None and any(
        code.side == "source" and code.key.endswith(_CHOICES) and code.value == token.text.strip("{} ")
        for code in segment.codes
    )


def _names(segment: Segment, side: Side, argument: str) -> bool:
    """Whether a side has an argument of a message, in its text or as a code."""
    if any(code.side == side and code.value == argument for code in segment.codes):
        return True
    return _shows(segment.text(side), argument)


def _shows(text: str, argument: str) -> bool:
    """Whether a text has the argument of a message in braces."""
    return re.search(rf"\{{[^{{}}]*(?<![\w$-]){re.escape(argument)}(?![\w-])", text) is not None


def _is_heading_id(code: Code) -> bool:
    """Whether a code is the id of a heading. A translation may add one, to keep that of the source."""
    return code.key.startswith("{#")


def faults(segment: Segment, langs: tuple[str, str]) -> list[Fault]:
    """The codes that one side lacks: those of the source in order, then those of the translation."""
    lost, new = _alone(segment, langs)
    free: dict[tuple[str, ...], list[Places]] = defaultdict(list)
    for unit in reversed(new):
        free[_shape(segment, unit)].append(unit)
    found = [Fault(unit, same.pop() if (same := free[_shape(segment, unit)]) else ()) for unit in lost]
    replacing = {fault.target for fault in found}
    found = _joined(segment, [*found, *(Fault((), unit) for unit in new if unit not in replacing)])
    taken: list[Span] = []
    for number, fault in enumerate(found if len(found) <= MANY else ()):
        if not fault.source or not fault.target:
            plain = _plain(segment, fault, langs, taken)
            taken += plain
            found[number] = fault._replace(plain=plain)
    return found


def without_plain(
    segment: Segment, langs: tuple[str, str], source: Sequence[Token], target: Sequence[Token]
) -> tuple[list[Token], list[Token]]:
    """The tokens in the text of both sides without those that are codes on the other side.

    `tag-mismatch` has the one finding about them.
    """
    taken = [span for fault in faults(segment, langs) for span in fault.plain] if segment.codes else []

    def left(tokens: Sequence[Token], side: Side) -> list[Token]:
        mine = [span for span in taken if span.side == side]
        return [token for token in tokens if not any(token.start < s.end and s.start < token.end for s in mine)]

    return left(source, "source"), left(target, "target")


def tokens(segment: Segment, side: Side, kinds: Sequence[CodeKind]) -> list[Token]:
    """The codes of one side of some kinds that have a value, with the value as text and key."""
    places = [place for place, code in enumerate(segment.codes) if code.side == side and code.kind in kinds]
    valued = (_valued(segment, unit) for unit in _units(segment, places))
    return [
        Token(code.value, code.start, code.end, code.value, code.kind, place)
        for place in valued
        if (code := segment.codes[place]).value
    ]


def literals(segment: Segment, side: Side) -> Iterator[Token]:
    """The literals of one side as tokens: program code, and texts that a translation tool protects."""
    for token in tokens(segment, side, ("literal",)):
        is_protected = token.code is not None and segment.codes[token.code].key.startswith("literal ")
        yield token._replace(make="protected text" if is_protected else "code")


def reports(segment: Segment, fault: kept_tokens.Fault) -> bool:
    """Whether a token without a counterpart is a code that one side has less often, so that `hits` reports it."""
    token = fault.source or fault.target
    if token is None or token.code is None or (fault.source and fault.target):
        return False
    key = segment.codes[token.code].key
    sides = Counter(code.side for code in segment.codes if code.key == key)
    return sides["source"] != sides["target"]


def is_empty(segment: Segment, side: Side) -> bool:
    """Whether a side has neither text nor codes."""
    return not segment.text(side).strip() and not any(code.side == side for code in segment.codes)


def is_judged(segment: Segment) -> bool:
    """Whether the codes of both sides are compared.

    A side without text and codes is reported by other checks, unless the source has codes alone: these are lost. Where
    mtqe paired the texts itself, an empty side is an omission or addition. In place of a missing text a program shows
    the source.
    """
    if is_empty(segment, "source") or segment.is_missing:
        return False
    return not is_empty(segment, "target") or not (segment.source.strip() or segment.is_aligned)


def has_two_formats(segment: Segment) -> bool:
    """Whether the links of one side are written as tags of HTML and those of the other side are not."""
    links = [code for code in segment.codes if code.kind == "link" and code.value]
    tags, others = ({code.side for code in links if code.text.startswith("<") == is_tag} for is_tag in (True, False))
    return bool(tags and others) and tags.isdisjoint(others)


def compared(segment: Segment, side: Side) -> list[int]:
    """The codes that are compared by key. Literal codes are compared by value (`code-mismatch`)."""
    return [
        place
        for place, code in enumerate(segment.codes)
        if code.side == side and not (code.kind == "literal" and code.role == "alone")
    ]


def _alone(segment: Segment, langs: tuple[str, str]) -> tuple[list[Places], list[Places]]:
    """The units of each side without a partner on the other side.

    Units with one key and one address are partners before those with one key alone. Of a pair with one end on the other
    side, the end without a partner is left.
    """
    lost, new = (_units(segment, compared(segment, side)) for side in SIDES)
    for by_address in (True, False):
        names = [[_name(segment, unit, langs if by_address else None) for unit in units] for units in (lost, new)]
        lost, new = _unmatched(lost, names[0], names[1]), _unmatched(new, names[1], names[0])
    places = [[place for unit in units for place in unit] for units in (lost, new)]
    keys = [[segment.codes[place].key for place in side] for side in places]
    left = {
        place for side, opposite in ((0, 1), (1, 0)) for place in _unmatched(places[side], keys[side], keys[opposite])
    }
    ends = [[tuple(place for place in unit if place in left) for unit in units] for units in (lost, new)]
    return [unit for unit in ends[0] if unit], [unit for unit in ends[1] if unit]


def _unmatched(items: Sequence[T], names: Sequence[Any], partners: Sequence[Any]) -> list[T]:
    """The items without a partner of the same name; the first items of a name get the partners."""
    free = Counter(partners)
    alone = []
    for item, name in zip(items, names, strict=True):
        if free[name]:
            free[name] -= 1
        else:
            alone.append(item)
    return alone


def _name(segment: Segment, unit: Places, langs: tuple[str, str] | None) -> tuple[str, ...]:
    """The key of a unit and the roles of its codes, with the address it leads to if `langs` are given."""
    first, value = segment.codes[unit[0]], segment.codes[_valued(segment, unit)].value
    address = addresses.target_page(value, langs) if langs and first.kind in ("link", "image") else ""
    return base(first), address, *(segment.codes[place].role for place in unit)


def _valued(segment: Segment, unit: Places) -> int:
    """The code of a unit that has its value: the end of a Markdown link, `](address)`, or the start of an HTML link."""
    return next((place for place in unit if segment.codes[place].value), unit[0])


def base(code: Code) -> str:
    """The key of a pair."""
    return code.key.removeprefix("/") if code.role == "close" else code.key


def _units(segment: Segment, places: Sequence[int]) -> list[Places]:
    """The codes in order; the two ends of a pair are one unit."""
    units: list[list[int]] = []
    opened: dict[str, list[list[int]]] = defaultdict(list)
    for place in places:
        code = segment.codes[place]
        if code.role == "close" and opened[base(code)]:
            opened[base(code)].pop().append(place)
            continue
        units.append([place])
        if code.role == "open":
            opened[code.key].append(units[-1])
    return [tuple(unit) for unit in units]


def _shape(segment: Segment, unit: Places) -> tuple[str, ...]:
    """Kind and roles of a unit: units of one shape can replace each other."""
    return segment.codes[unit[0]].kind, *(segment.codes[place].role for place in unit)


def _joined(segment: Segment, found: list[Fault]) -> list[Fault]:
    """The faults, with a single lost code and a single new one of its kind as one fault: `</b>` became `<b>`."""
    lost, new = [fault for fault in found if not fault.target], [fault for fault in found if not fault.source]
    if len(lost) == len(new) == 1 and len(lost[0].source) == len(new[0].target) == 1:
        places = (*lost[0].source, *new[0].target)
        if len({segment.codes[place].kind for place in places}) == 1:
            rest = [fault for fault in found if fault not in (*lost, *new)]
            return [*rest, Fault(lost[0].source, new[0].target)]
    return found


def _plain(segment: Segment, fault: Fault, langs: tuple[str, str], taken: Sequence[Span]) -> tuple[Span, ...]:
    """Where the text of a lost or new code stands in the plain text of the other side; none unless all of it does."""
    side: Side = "target" if fault.source else "source"
    text = segment.text(side)
    spans: list[Span] = []
    for place in (*fault.source, *fault.target):
        code = segment.codes[place]
        written = code.text.strip()
        at = text.find(written, spans[-1].end if spans else 0) if _SIGNS.match(written) else -1
        while at >= 0 and Span(side, at, at + len(written)) in taken:
            at = text.find(written, at + 1)
        if at < 0:
            break
        spans.append(Span(side, at, at + len(written)))
    else:
        return tuple(spans)
    valued = segment.codes[_valued(segment, (*fault.source, *fault.target))]
    if valued.kind in ("link", "image") and valued.value:
        key = addresses.target_page(valued.value, langs)
        tokens = addresses.addresses(text, langs)
        return tuple(token.span(side) for token in tokens if addresses.target_page(token.text, langs) == key)[:1]
    return ()


def _together(segment: Segment, found: Sequence[Fault]) -> list[Hit]:
    """One hit for all faults if there are many, or if one side has no codes and no text of codes; else none."""
    sides = {code.side for code in segment.codes}
    whole = len(found) > FEW and len(sides) == 1 and not any(fault.plain for fault in found)
    if not whole and len(found) <= MANY:
        return []
    places = tuple(place for fault in found for place in (*fault.source, *fault.target))
    severity = Severity.MINOR if all(_is_minor(segment, fault) for fault in found) else None
    if not whole:
        return [Hit(f"{len(found):,} tags are not the same in source and translation", (), severity, codes=places)]
    lacking, having = ("translation", "source") if sides == {"source"} else ("source", "translation")
    return [Hit(f"the {lacking} has none of the {len(found):,} tags of the {having}", (), severity, codes=places)]


def _hit(segment: Segment, fault: Fault) -> Hit:
    codes = segment.codes
    name = noun(codes[(*fault.source, *fault.target)[0]])
    lost, new = shown(segment, fault.source), shown(segment, fault.target)
    suggestion = None
    if fault.source and fault.target:
        message = f"the {name} {lost} has become {new}"
        suggestion = codes[fault.source[0]].text if len(fault.source) == 1 else None
    elif fault.plain:
        places = ("source", "translation") if fault.source else ("translation", "source")
        message = f"the {name} {lost or new} is a tag in the {places[0]}, but plain text in the {places[1]}"
    elif fault.source:
        message = f"the {name} {lost} is missing"
    else:
        message = f"the {name} {new} is not in the source"
    severity = Severity.MINOR if _is_minor(segment, fault) else None
    return Hit(message, fault.plain, severity, suggestion, codes=(*fault.source, *fault.target))


def _is_minor(segment: Segment, fault: Fault) -> bool:
    """Whether the text says the same: only its look is another, or readers can read the plain text in its place.

    A link that the translator added is minor, too, and so is a choice by gender that the language does not need.
    """
    codes = [segment.codes[place] for place in (*fault.source, *fault.target)]
    if fault.plain:
        return codes[0].kind not in ("format", "other")
    if all(_EMPHASIS.fullmatch(code.text) for code in codes):
        return True
    if codes[0].key.removeprefix("/").endswith(_CHOICES) and not fault.target:
        return codes[0].key.removeprefix("/").endswith(", select") or _names(segment, "target", codes[0].value)
    if codes[0].kind == "link" and not fault.source:
        return all(code.role != "alone" for code in codes) and _open(segment, fault.target) == 0
    return all(code.kind in LOOKS for code in codes) and _open(segment, fault.source) == _open(segment, fault.target)


def _open(segment: Segment, unit: Places) -> int:
    """The number of pairs that a unit leaves open."""
    roles = Counter(segment.codes[place].role for place in unit)
    return roles["open"] - roles["close"]


def noun(code: Code) -> str:
    """What a message calls a code."""
    return _NAMES.get(code.kind, "tag")


def shown(segment: Segment, unit: Places) -> str:
    """The text of a code, or of both ends of a pair."""
    return "…".join(segment.codes[place].text for place in unit)
