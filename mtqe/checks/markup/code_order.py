"""Compares the order of the inline codes of both sides: wrong nesting, changed order, codes moved out of a pair.

Codes that one side lacks are left out; `code_faults` reports them.
"""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mtqe.checks.markup import code_faults
from mtqe.language.codes import SIDES
from mtqe.model import Hit, Segment, Severity, Side

CROSSING = 400
"""Findings: about tags of a side that cross one by one; more become one finding."""
AROUND = 20
"""Tokens: the innermost pairs around a tag that are looked for on the other side."""
_MOVABLE = frozenset({"variable", "link", "image", "other"})
"""Kinds of codes that belong to the pair around them."""


def hits(segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """The faults as hits."""
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
    pairs, early, unclosed = _pairs(segment, places)
    ends = {start: end for end, start in pairs.items()}
    found: list[tuple[frozenset[str], Hit]] = []
    opened: dict[int, None] = {}
    for place in places:
        if place in ends:
            opened[place] = None
        own = pairs.get(place)
        if own is None:
            continue
        for inner in reversed(opened):
            if inner == own:
                break
            if len(found) == CROSSING:
                keys = frozenset(code_faults.base(codes[at]) for at in places)
                return [(keys, Hit(f"over {CROSSING:,} pairs of tags do not nest", codes=tuple(places)))]
            message = f"the tags {codes[own].text} and {codes[inner].text} do not nest"
            is_minor = codes[own].kind in code_faults.LOOKS and codes[inner].kind in code_faults.LOOKS
            hit = Hit(message, severity=Severity.MINOR if is_minor else None, codes=(place, ends[inner]))
            found.append((frozenset({codes[own].key, codes[inner].key}), hit))
        del opened[own]
    for place in early:
        late = unclosed[code_faults.base(codes[place])]
        if late:
            at = late.popleft()
            message = f"the tag {codes[place].text} closes before {codes[at].text} opens"
            found.append((frozenset({codes[at].key}), Hit(message, codes=(place, at))))
    return found


def _pairs(segment: Segment, places: Sequence[int]) -> tuple[dict[int, int], list[int], dict[str, deque[int]]]:
    """The openings by their ends, the ends without an opening, and the openings without an end, by key."""
    pairs: dict[int, int] = {}
    early: list[int] = []
    opened: dict[str, deque[int]] = defaultdict(deque)
    for place in places:
        code = segment.codes[place]
        if code.role == "open":
            opened[code.key].append(place)
        elif code.role == "close":
            if own := opened[code_faults.base(code)]:
                pairs[place] = own.pop()
            else:
                early.append(place)
    return pairs, early, opened


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

    def is_inside(side: int, key: str, pair: str) -> bool:
        unit, (start, end) = sides[side][key], sides[side][pair]
        return start < unit[0] and unit[-1] < end

    def only_in(side: int, key: str) -> list[str]:
        """The pairs around a code on one side only; not those that are inside of it on the other."""
        other = 1 - side
        pairs = (pair for pair in around[side][key] if not is_inside(other, key, pair))
        return sorted(pair for pair in pairs if len(sides[other][key]) == 1 or not is_inside(other, pair, key))

    for key in same:
        for outer in sorted(around[0][key]):
            if key in around[1][outer] and _have_text_between(segment, sides, outer, key):
                yield _swapped(segment, sides[1][outer], sides[1][key])
        kind = segment.codes[sides[0][key][0]].kind
        left, entered = only_in(0, key), only_in(1, key)
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


def _enclosing(units: Mapping[str, code_faults.Places]) -> dict[str, Sequence[str]]:
    """The innermost pairs around each unit, by key. Pairs do not cross."""
    found: dict[str, Sequence[str]] = {}
    opened: list[str] = []
    for key, unit in sorted(units.items(), key=lambda item: item[1]):
        while opened and units[opened[-1]][-1] < unit[0]:
            opened.pop()
        found[key] = opened[-AROUND:]
        if len(unit) > 1:
            opened.append(key)
    return found
