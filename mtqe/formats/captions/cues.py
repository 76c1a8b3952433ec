"""Subtitles: cues with times, whose text has tags, and the pairs of the cues of two files.

The lines of a text are joined by line feeds, tags and positions such as `{\\an8}` are inline codes. The fact `time` of
a text is start and end of its cue in seconds.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

from mtqe.errors import InputError
from mtqe.formats import files, values
from mtqe.formats.unread import CHANGED, Unread
from mtqe.formats.values import Piece, Unit, Value
from mtqe.language import hiding
from mtqe.language.late_patterns import late
from mtqe.model import Code, CodeKind, TextPlace

NEAR = 50
"""Entries: cues before a time among which one that overlaps it is looked for."""
IN_TIME = 0.9
"""Share: of the cues with the same number that must overlap, so that numbers pair two files of other numbers."""
FEWEST_ENDS = 0.1
"""Share: of the cues that must end with a mark, so that marks say where sentences end."""
LONGEST_PAUSE = 3.0
"""Seconds: between two cues of one sentence."""
MOST_CUES = 8
"""Cues: of one sentence; talks seldom have longer ones, and texts without marks must end, too."""
_END = late("(?:(?<![.])[.]|[?!。？！।؟۔])[\"'”’»«）)\\]」』]*$")
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = late(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?", re.ASCII)
_SETTINGS = late(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[ \t]+([^\s][^\r\n]*)", re.ASCII | re.MULTILINE)
SETTING = "setting of a subtitle"
_CODE = late(
    r"(?P<break><[Bb][Rr]\s*/?>)|<(?P<close>/)?(?P<name>[A-Za-z]+)(?P<rest>[^<>\n]*)>"
    r"|<(?P<time>\d[\d:.]*)>|(?P<override>\{\\[^{}\n]*\})"
)
_ENTITY = late(r"&(?:amp|lt|gt|nbsp|lrm|rlm);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "\u200e", "&rlm;": "\u200f"}
_SAYING = frozenset({"v", "s", "strike", "del"})
"""Tags that change what the text says, not only its look: of a speaker, of struck words."""
_STRUCK = late(r"\\s[01]")
"""The override that strikes words."""
_OPEN_ENDED = frozenset({"v", "c", "lang"})
"""Tags of WebVTT that need no end."""


class Line(NamedTuple):
    """A line of a file: its number from 1, its range, and its text without the line break."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Cue:
    """A cue of a file.

    Args:
        id: Its number or name in the file; empty if it has none.
        start: In seconds.
        end: In seconds.
        at: Offset behind its timing line.
        lines: The lines of its text.
    """

    id: str
    start: float
    end: float
    at: int
    lines: Sequence[Line] = field(default_factory=tuple)


def blocks(content: str, is_blank: Callable[[str], bool]) -> Iterator[list[Line]]:
    """The lines of a content in blocks, which blank lines separate."""
    block: list[Line] = []
    at = 0
    for number, text in enumerate(content.split("\n"), 1):
        line = Line(number, at, at + len(text.removesuffix("\r")), text.removesuffix("\r"))
        at += len(text) + 1
        if not is_blank(line.text):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def cue(block: Sequence[Line], path: Path) -> Cue:
    """Read a block: a line with a number or name, which may be missing, the times, and the text.

    Raises:
        InputError: The times are missing or wrong, or a second line of times follows; the message has the line.
    """
    place = 0 if "-->" in block[0].text or len(block) == 1 else 1
    times = _TIMING.fullmatch(block[place].text)
    if not times:
        _refuse(path, block[place], f"{block[place].text[:40]!r} is not a line of times, start --> end")
    parts = times.groups()
    if any(int(part) > 59 for part in (*parts[1:3], *parts[5:7])):
        _refuse(path, block[place], "minutes and seconds end at 59")
    for line in block[place + 1 :]:
        if _TIMING.match(line.text):
            _refuse(path, line, "the text of a subtitle has a second line of times; put a blank line before it")
    name = block[0].text.strip() if place else ""
    return Cue(name, _seconds(parts[:4]), _seconds(parts[4:]), block[place].end, tuple(block[place + 1 :]))


def settings(content: str) -> Iterator[Unread]:
    """What stands behind the times of the cues: where a player shows them."""
    for match in _SETTINGS.finditer(content):
        yield Unread(SETTING, match.start(match.lastindex or 0))


def changed(content: str, translated: str) -> Iterator[Unread]:
    """The settings of a translation that the source does not have as often: they may move a text out of the picture."""
    known = Counter(match[match.lastindex or 0].strip() for match in _SETTINGS.finditer(content))
    for match in _SETTINGS.finditer(translated):
        setting = match[match.lastindex or 0].strip()
        known[setting] -= 1
        if known[setting] < 0:
            yield Unread(CHANGED, match.start(match.lastindex or 0))


def units(cues: Iterable[Cue], *, entities: bool) -> Iterator[Unit]:
    """The units of the cues of a file; a cue without a number or name has its place as id, from 1.

    Args:
        cues: The cues, in the order of the file.
        entities: Whether `&amp;` and its like stand for signs.
    """
    for number, item in enumerate(cues, 1):
        pieces = tuple(_pieces(item.lines, entities))
        text = "".join(piece.text for piece in pieces)
        codes = tuple(_codes(text, pieces))
        value = Value(pieces, item.at, codes, TextPlace(time=(item.start, item.end)).meta())
        yield Unit(item.id or str(number), value)


def line_before(content: str, start: int) -> str | None:
    """What stands before an offset in its line; `None` if that are the times of a cue, whose text begins below."""
    line = content[content.rfind("\n", 0, start) + 1 : start]
    return None if _TIMING.fullmatch(line) else line


def line_end(content: str) -> str:
    """The line end of a file."""
    return "\r\n" if "\r\n" in content else "\n"


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse a deletion that leaves a blank line, which would end the cue; see `Losing`.

    Raises:
        InputError: So it is.
    """
    if not text and (before or after) and {before, after} <= {"", "\n"}:
        raise InputError("a subtitle cannot hold the new text: it has a blank line", "change it by hand")


def paired(sources: Sequence[Unit], translations: Sequence[Unit]) -> Iterator[Unit]:
    """The cues of two files in pairs, those of a sentence together; see `in_sentences`."""
    yield from in_sentences(list(_paired(sources, translations)))


def in_sentences(pairs: Sequence[Unit]) -> Iterator[Unit]:
    """Joins pairs of cues until both sides end a sentence.

    A sentence often runs over several cues, and each language divides it in its own way: the verb that stands in the
    first cue of the source stands in the second one of the translation. A side that hardly ever ends a sentence with a
    mark has no say. A pair without a side, a pause, and `MOST_CUES` end a group, too.
    """
    marked = [_has_marks(pairs, place) for place in (0, 1)]
    group: list[Unit] = []
    for pair in pairs:
        if group and (not pair.source or not pair.target or _pause(group[-1], pair) > LONGEST_PAUSE):
            yield _group(group)
            group = []
        group.append(pair)
        ends = [_ends(value) for value, known in zip((pair.source, pair.target), marked, strict=True) if known]
        if all(ends) or len(group) == MOST_CUES or not pair.source or not pair.target:
            yield _group(group)
            group = []
    if group:
        yield _group(group)


def _has_marks(pairs: Sequence[Unit], place: int) -> bool:
    """Whether the texts of a side have marks at the ends of sentences at all."""
    texts = [value for pair in pairs if (value := (pair.source, pair.target)[place])]
    return sum(map(_ends, texts)) >= FEWEST_ENDS * len(texts) > 0


def _ends(value: Value | None) -> bool:
    return value is None or _END.search(value.text.rstrip()) is not None


def _pause(first: Unit, second: Unit) -> float:
    """The seconds between two pairs, on the side where they are fewer."""
    pauses = [
        second_value.facts["time"][0] - first_value.facts["time"][1]
        for first_value, second_value in ((first.source, second.source), (first.target, second.target))
        if first_value and second_value
    ]
    return min(pauses, default=0.0)


def _group(pairs: Sequence[Unit]) -> Unit:
    """Several pairs as one."""
    first = pairs[0]
    if len(pairs) == 1:
        return first
    source = _joined([pair.source for pair in pairs if pair.source])
    target = _joined([pair.target for pair in pairs if pair.target])
    return Unit(first.id, source, target, doc=first.doc, meta=first.meta)


def _paired(sources: Sequence[Unit], translations: Sequence[Unit]) -> Iterator[Unit]:
    """The cues of two files in pairs.

    Numbers pair them if both files have the same numbers, or if nearly all cues with the same number overlap in time.
    Otherwise each cue goes to the one that it overlaps most, and cues that share a partner are one unit.
    """
    of_source, of_translation = ({unit.id: _time(unit) for unit in side} for side in (sources, translations))
    same = of_source.keys() & of_translation.keys()
    in_time = sum(_overlap(of_source[id], of_translation[id]) > 0 for id in same)
    unique = len(of_source) == len(sources) and len(of_translation) == len(translations)
    if unique and (of_source.keys() == of_translation.keys() or in_time >= IN_TIME * len(same) > 0):
        yield from values.paired(sources, translations)
        return
    group = _Groups(len(sources) + len(translations))
    for number, best in _partners(translations, sources):
        group.join(len(sources) + number, best)
    alone = {number for number in range(len(sources)) if group.size(number) == 1}
    for number, best in _partners(sources, translations):
        if number in alone:
            group.join(number, len(sources) + best)
    both = [*sources, *translations]
    members: dict[int, list[int]] = {}
    for number in sorted(range(len(both)), key=lambda number: _time(both[number])):
        members.setdefault(group.of(number), []).append(number)
    for numbers in members.values():
        left = [sources[number] for number in numbers if number < len(sources)]
        right = [translations[number - len(sources)] for number in numbers if number >= len(sources)]
        yield Unit((left or right)[0].id, _merged(left), _merged(right))


class _Groups:
    """Sets of numbers that grow together."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))
        self._sizes = [1] * count

    def of(self, number: int) -> int:
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def size(self, number: int) -> int:
        return self._sizes[self.of(number)]

    def join(self, first: int, second: int) -> None:
        first, second = self.of(first), self.of(second)
        if first != second:
            self._above[first] = second
            self._sizes[second] += self._sizes[first]


def _partners(units: Sequence[Unit], others: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """The position of each unit that overlaps another one, with the position of that which it overlaps most."""
    order = sorted(range(len(others)), key=lambda number: _time(others[number]))
    starts = [_time(others[number])[0] for number in order]
    for number, unit in enumerate(units):
        time = _time(unit)
        last = bisect.bisect_left(starts, time[1])
        near = order[max(0, last - NEAR) : last]
        best = max(near, key=lambda other: _overlap(time, _time(others[other])), default=None)
        if best is not None and _overlap(time, _time(others[best])) > 0:
            yield number, best


def _time(unit: Unit) -> tuple[float, float]:
    value = unit.source
    start, end = value.facts["time"] if value else (0.0, 0.0)
    return start, end


def _overlap(first: tuple[float, float], second: tuple[float, float]) -> float:
    return min(first[1], second[1]) - max(first[0], second[0])


def _merged(units: Sequence[Unit]) -> Value | None:
    """The text of some cues together."""
    return _joined([unit.source for unit in units if unit.source is not None])


def _joined(found: Sequence[Value]) -> Value | None:
    if len(found) < 2:
        return found[0] if found else None
    pieces: list[Piece] = []
    codes: list[Code] = []
    cue_times: list[tuple[int, float, float]] = []
    for value in found:
        if pieces and value.pieces:
            pieces.append(Piece("\n", pieces[-1].end, value.pieces[0].start))
        length = sum(len(piece.text) for piece in pieces)
        cue_times += [(length + at, start, end) for at, start, end in _times(value)]
        codes += [_moved(code, length) for code in value.codes]
        pieces += value.pieces
    times = [value.facts["time"] for value in found]
    time = min(start for start, _ in times), max(end for _, end in times)
    facts = TextPlace(time=time, cues=len(cue_times), cue_times=tuple(cue_times)).meta()
    return Value(tuple(pieces), found[0].at, tuple(codes), facts)


def _times(value: Value) -> Sequence[tuple[int, float, float]]:
    """Offset, start and end of each cue of a text."""
    return value.facts.get("cue_times") or [(0, *value.facts["time"])]


def _moved(code: Code, by: int) -> Code:
    return Code(code.side, code.start + by, code.end + by, code.key, code.role, code.kind, code.value)


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction}")


def _pieces(lines: Sequence[Line], entities: bool) -> Iterator[Piece]:
    for number, line in enumerate(lines):
        if number:
            yield Piece("\n", lines[number - 1].end, line.start)
        at = 0
        for match in _ENTITY.finditer(line.text) if entities else ():
            if match.start() > at:
                yield Piece(line.text[at : match.start()], line.start + at, line.start + match.start())
            yield Piece(_ENTITIES[match[0]], line.start + match.start(), line.start + match.end())
            at = match.end()
        if at < len(line.text):
            yield Piece(line.text[at:], line.start + at, line.end)


def _codes(text: str, pieces: Sequence[Piece]) -> Iterator[Code]:
    """The tags of a text. A sign that an entity stands for begins no tag."""
    written, at = set(), 0
    for piece in pieces:
        if len(piece.text) != piece.end - piece.start:
            written.add(at)
        at += len(piece.text)
    found = [match for match in _CODE.finditer(text) if match.start() not in written]
    partners = _closings(found)
    closed = set(partners.values())
    for number, match in enumerate(found):
        name = (match["name"] or "").lower()
        is_other = name in _SAYING or match["time"] or _changes_words(match)
        kind: CodeKind = "other" if is_other else "format"
        if match["override"] or match["time"]:
            yield Code("source", *match.span(), match["override"] or "time", "alone", kind)
        elif match["break"]:
            yield Code("source", *match.span(), "br", "alone", "break")
        elif match["close"]:
            opening = partners.get(number)
            yield Code(
                "source", *match.span(), f"/{_key(found[opening]) if opening is not None else name}", "close", kind
            )
        elif number in closed or name not in _OPEN_ENDED:
            yield Code("source", *match.span(), _key(match), "open", kind)
        else:
            yield Code("source", *match.span(), _key(match), "alone", kind)


def _changes_words(match: re.Match[str]) -> bool:
    """Whether a tag or an override strikes or hides words."""
    if override := match["override"]:
        return bool(_STRUCK.search(override) or hiding.OVERRIDE.search(override))
    return hiding.is_hiding(match["rest"] or "")


def _closings(tags: Sequence[re.Match[str]]) -> Mapping[int, int]:
    """The position of the opening tag by that of the closing one."""
    opened: dict[str, list[int]] = {}
    partners = {}
    for number, tag in enumerate(tags):
        name = (tag["name"] or "").lower()
        if name and not tag["close"]:
            opened.setdefault(name, []).append(number)
        elif name and opened.get(name):
            partners[number] = opened[name].pop()
    return partners


def _key(tag: re.Match[str]) -> str:
    """The identity of an opening tag. The name of a speaker may be translated."""
    name = tag["name"].lower()
    return name if name == "v" else " ".join(f"{name}{tag['rest']}".split())


def _refuse(path: Path, line: Line, what: str) -> NoReturn:
    raise InputError(
        f"{files.shown(path)}, line {line.number}: {what}",
        "give each subtitle its times, without a blank line in its text",
    )
