"""Compares the order of the inline codes of both sides: wrong nesting, changed order, codes moved out of a pair.

Codes that one side lacks are left out; `code_faults` reports them.
"""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mtqe.checks.markup import code_faults
from mtqe.model import Hit, Segment, Severity, Side
from mtqe.text.codes import SIDES

LONGEST = 400
"""Tokens: tags of a segment whose nesting and order are compared at most. By hand."""
_MOVABLE = frozenset({"variable", "link", "image", "other"})
"""Kinds of codes that belong to the pair around them."""


def hits(segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """The faults as hits.

    Args:
        segment: A segment with codes.
        langs: Primary language tags of source and translation.
    """
    if len(segment.codes) > LONGEST:
        return
    found = code_faults.faults(segment, langs)
    broken = {code_faults.base(segment.codes[place]) for fault in found for place in (*fault.source, *fault.target)}
    source, target = _left(segment, "source", broken), _left(segment, "target", broken)
    nesting = {side: _nesting(segment, places) for side, places in (("source", source), ("target", target))}
    known = {keys for keys, _ in nesting["source"]}
    yield from (hit for keys, hit in nesting["target"] if keys not in known)
    yield from _disorder(segment, source, target)
    crossing = {key for side in nesting.values() for keys, _ in side for key in keys}
    yield from _moved(segment, source, target, crossing)


def _left(segment: Segment, side: Side, broken: Iterable[str]) -> list[int]:
    """The codes of a side that are no part of a fault."""
    without = frozenset(broken)
    places = code_faults.compared(segment, side)
    return [place for place in places if code_faults.base(segment.codes[place]) not in without]


def _nesting(segment: Segment, places: Sequence[int]) -> list[tuple[frozenset[str], Hit]]:
    """Pairs that cross and pairs that close before they open, each with the keys of the pairs."""
    codes = segment.codes
    found: list[tuple[frozenset[str], Hit]] = []
    opened: list[int] = []
    early: list[int] = []
    for number, place in enumerate(places):
        if codes[place].role == "open":
            opened.append(place)
        elif codes[place].role == "close":
            own = next((at for at in reversed(opened) if codes[at].key == code_faults.base(codes[place])), None)
            if own is None:
                early.append(place)
                continue
            for inner in opened[opened.index(own) + 1 :]:
                end = next((at for at in places[number:] if codes[at].key == f"/{codes[inner].key}"), None)
                if end is not None:
                    message = f"the tags {codes[own].text} and {codes[inner].text} do not nest"
                    is_minor = codes[own].kind in code_faults.LOOKS and codes[inner].kind in code_faults.LOOKS
                    hit = Hit(message, severity=Severity.MINOR if is_minor else None, codes=(place, end))
                    found.append((frozenset({codes[own].key, codes[inner].key}), hit))
            opened.remove(own)
    for place in early:
        late = next((at for at in opened if codes[at].key == code_faults.base(codes[place])), None)
        if late is not None:
            opened.remove(late)
            message = f"the tag {codes[place].text} closes before {codes[late].text} opens"
            found.append((frozenset({codes[late].key}), Hit(message, codes=(place, late))))
    return found


def _disorder(segment: Segment, source: Sequence[int], target: Sequence[int]) -> Iterator[Hit]:
    """The fixed codes that have another place among the fixed codes than in the source."""
    originals, others = (
        _numbered(segment, [at for at in places if segment.codes[at].fixed]) for places in (source, target)
    )
    ranks = {name: rank for rank, name in enumerate(originals)}
    names = [name for name in others if name in ranks]
    kept = _rising([ranks[name] for name in names])
    for name in names:
        if ranks[name] not in kept:
            code = segment.codes[others[name]]
            message = f"the {code_faults.noun(code)} {code.text} has another place among the tags whose order is fixed"
            yield Hit(message, codes=(originals[name], others[name]))


def _numbered(segment: Segment, places: Sequence[int]) -> dict[tuple[str, int], int]:
    """The codes by key and number of occurrence."""
    seen: Counter[str] = Counter()
    table = {}
    for place in places:
        key = segment.codes[place].key
        table[key, seen[key]] = place
        seen[key] += 1
    return table


def _rising(ranks: Sequence[int]) -> set[int]:
    """The longest rising subsequence of different numbers (patience sorting)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for rank in ranks:
        place = bisect.bisect_left(tops, rank)
        before[rank] = tops[place - 1] if place else None
        tops[place : place + 1] = [rank]
    chain: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        chain.add(last)
        last = before[last]
    return chain


def _moved(segment: Segment, source: Sequence[int], target: Sequence[int], broken: set[str]) -> Iterator[Hit]:
    """Codes that are inside a pair on one side only."""
    sides = [_once(segment, places) for places in (source, target)]
    same = [key for key in sides[0] if key not in broken and len(sides[0][key]) == len(sides[1].get(key, ()))]
    around = [_enclosing({key: unit[key] for key in same}) for unit in sides]
    for key in same:
        for outer in sorted(around[0][key]):
            if key in around[1][outer] and _have_text_between(segment, sides, outer, key):
                yield _swapped(segment, sides[1][outer], sides[1][key])
        kind = segment.codes[sides[0][key][0]].kind
        left = sorted(pair for pair in around[0][key] - around[1][key] if key not in around[1][pair])
        entered = sorted(pair for pair in around[1][key] - around[0][key] if key not in around[0][pair])
        if kind not in _MOVABLE or not (left or entered):
            continue
        name = f"{code_faults.noun(segment.codes[sides[0][key][0]])} {code_faults.shown(segment, sides[1][key])}"
        pair = code_faults.shown(segment, sides[1][(left or entered)[0]])
        where = f"outside {pair}, but inside it" if left else f"inside {pair}, but outside it"
        codes = (*sides[0][key], *sides[1][key])
        yield Hit(f"the {name} is {where} in the source", severity=Severity.MINOR, codes=codes)


def _swapped(segment: Segment, inner: code_faults.Places, outer: code_faults.Places) -> Hit:
    """The hit for two pairs of the translation that are around each other the other way round than in the source."""
    shown = [code_faults.shown(segment, unit) for unit in (outer, inner)]
    is_minor = any(segment.codes[place].kind in code_faults.LOOKS for place in (*outer, *inner))
    message = f"the tag {shown[0]} is around {shown[1]}, but inside it in the source"
    return Hit(message, severity=Severity.MINOR if is_minor else None, codes=(*outer, *inner))


def _have_text_between(
    segment: Segment, sides: Sequence[Mapping[str, code_faults.Places]], outer: str, inner: str
) -> bool:
    """Whether there is text between two pairs that change places: without it, both mean the same text."""
    for side, unit, pair in ((0, sides[0][outer], sides[0][inner]), (1, sides[1][inner], sides[1][outer])):
        text = segment.text(SIDES[side])
        starts, ends = (sorted(segment.codes[places[end]].start for places in (unit, pair)) for end in (0, 1))
        if not any(map(str.isalnum, text[slice(*starts)] + text[slice(*ends)])):
            return False
    return True


def _once(segment: Segment, places: Sequence[int]) -> dict[str, code_faults.Places]:
    """The codes without a partner and the complete pairs that a side has once, by key."""
    found: dict[str, list[int]] = defaultdict(list)
    for place in places:
        found[code_faults.base(segment.codes[place])].append(place)
    return {
        key: tuple(unit)
        for key, unit in found.items()
        if [segment.codes[place].role for place in unit] in (["alone"], ["open", "close"])
    }


def _enclosing(units: Mapping[str, code_faults.Places]) -> dict[str, frozenset[str]]:
    """The pairs around each unit, by key. Pairs do not cross."""
    pairs = [(key, unit) for key, unit in units.items() if len(unit) == 2]
    return {
        key: frozenset(pair for pair, (start, end) in pairs if start < unit[0] and unit[-1] < end)
        for key, unit in units.items()
    }
