"""Texts in files of translation tools and programs: each with its place in the file, character by character.

A reader of such a format yields units. A unit has a source, a translation or both; each is a `Value`. A value is made
of pieces, so that a change of a few characters can be written into the file without touching any other byte.
"""

from __future__ import annotations

import bisect
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import msgspec

from mtqe.model import Code, Segment, Side, TextPlace
from mtqe.model.segment_facts import of_unit, of_value, sided

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of CLDR."""
_CHOICES = (", plural", ", select", ", selectordinal", "->")
"""How the keys of the codes of choices end (`mtqe.formats.programs.choices`)."""


class Piece(NamedTuple):
    """A part of a value and the range of the file's content that it was read from.

    If the range has as many characters as the text, each character stands for itself. Otherwise the range is one escape
    sequence, such as `&amp;` or `\\u00e9`, that can only be replaced as a whole.

    Args:
        text: The text, decoded.
        start: Offset of its first character in the content of the file, in code points.
        end: Offset after its last character.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A text in a file.

    Args:
        pieces: Its parts, in order.
        at: Offset in the content where the value begins; an empty value has no pieces.
        codes: Its inline codes, by offsets in `text`; their side is set later.
        facts: Facts of this text alone, as `TextPlace.meta` gives them; the meta of the segment has them with the side
            before their name, such as `source_time`.
        gap: The range of the content that a new text replaces if the value is empty and its text cannot just be
            inserted at `at`, such as the `/>` of `<value/>`.
    """

    pieces: tuple[Piece, ...]
    at: int
    codes: tuple[Code, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    gap: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The whole text, with the text of its codes."""
        if len(self.pieces) == 1:  # as most values have; files have many
            return self.pieces[0].text
        return "".join(piece.text for piece in self.pieces)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the content that holds the characters from `start` to `end` of the text.

        A range inside an escape sequence grows to the whole sequence. An empty range is a place between characters.
        """
        if not self.pieces:
            return self.gap or (self.at, self.at)
        if start == end:
            place = self._of(start - 1)[1] if start else self.pieces[0].start
            return place, place
        return self._of(start)[0], self._of(end - 1)[1]

    def _of(self, position: int) -> tuple[int, int]:
        """The range of one character."""
        done = 0
        for piece in self.pieces:
            if position < done + len(piece.text):
                if len(piece.text) == piece.end - piece.start:
                    return piece.start + position - done, piece.start + position - done + 1
                return piece.start, piece.end
            done += len(piece.text)
        raise IndexError(f"the text has {done} characters, and {position} is not one of them")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a file: a message, an entry of a translation memory, a subtitle.

    A file with one language has its texts in `source`, whichever side of a pair the file is.

    Args:
        id: Id or key, with the keys above it joined by dots.
        source: The source text; `None` if the file has none.
        target: The translation; `None` if the file has none.
        form: Plural category or other branch, if the unit has several texts.
        doc: Name of the document in a file with several.
        meta: Facts for the meta of the segment, as `UnitFacts.meta` gives them.
        fixed: Whether the file says that the text is not to be translated.
    """

    id: str
    source: Value | None = None
    target: Value | None = None
    form: str = ""
    doc: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    fixed: bool = False


class Lines:
    """Finds line and column of offsets in the content of a file; even a long line takes no time.

    Args:
        content: The content, or a part of it.
        line: 1-based line in the file where the part begins.
        column: 1-based column where it begins, in UTF-16 code units.
    """

    def __init__(self, content: str, line: int = 1, column: int = 1) -> None:
        self._line, self._column = line, column
        self._starts = array("Q", [0, *(match.end() for match in re.finditer("\n", content))])
        self._wide = array("Q", (match.start() for match in re.finditer("[\U00010000-\U0010ffff]", content)))

    def at(self, offset: int) -> tuple[int, int]:
        """1-based line and 1-based column in UTF-16 code units."""
        line = bisect.bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        wide = bisect.bisect_left(self._wide, offset) - bisect.bisect_left(self._wide, start)
        return self._line + line - 1, offset - start + wide + (self._column if line == 1 else 1)


def named(units: Iterable[Unit]) -> Iterator[tuple[str, Unit]]:
    """The units with the ids of their segments: the id, the form in brackets, and a number if the id is not unique.

    `one` of `shop.items` becomes `shop.items[one]`.
    """
    occurrences: dict[tuple[str, str], int] = {}
    for number, unit in enumerate(units, 1):
        name = f"{unit.id or number}[{unit.form}]" if unit.form else unit.id or str(number)
        key = (unit.doc, name)
        occurrences[key] = occurrences.get(key, 0) + 1
        yield (name if occurrences[key] == 1 else f"{name}#{occurrences[key]}"), unit


def segments(units: Iterable[Unit], source_content: str, target_content: str) -> Iterator[Segment]:
    """The segment of each unit that has a text on a side.

    Args:
        units: The units, with both sides.
        source_content: The content of the file of the sources.
        target_content: The content of the file of the translations; the same text for a file with both sides.
    """
    source_lines = Lines(source_content)
    lines = source_lines, source_lines if target_content is source_content else Lines(target_content)
    for name, unit in named(units):
        if (found := segment(name, unit, *lines)) is not None:
            yield found


def segment(name: str, unit: Unit, source_lines: Lines, target_lines: Lines) -> Segment | None:
    """The segment of a unit; `None` if it has no text on either side.

    In a file with both sides, a unit without translation is `missing`: the program shows its source. It shows a
    translation of spaces as it is.

    Args:
        name: The id of the segment.
        unit: The unit, with both sides.
        source_lines: Lines and columns of the file of the sources.
        target_lines: Those of the file of the translations.
    """
    source = unit.source.text if unit.source else ""
    target = unit.target.text if unit.target else ""
    if not source.strip() and not target.strip():
        return None
    meta: dict[str, Any] = {}
    codes: list[Code] = []
    sides: tuple[tuple[Side, Value | None, Lines], ...] = (
        ("source", unit.source, source_lines),
        ("target", unit.target, target_lines),
    )
    for side, value, lines in sides:
        if value is not None:
            start = value.pieces[0].start if value.pieces else value.at
            meta |= of_value(side, *lines.at(start))
            if value.facts:
                meta |= sided(side, value.facts)
            codes.extend(msgspec.structs.replace(code, side=side) for code in value.codes)
    meta |= of_unit(unit.id, unit.form)
    meta |= unit.meta
    if source_lines is target_lines and not target.strip() and (not target or "\n" in target):
        meta["missing"] = True
    return Segment(name, source, target, doc=unit.doc or None, meta=meta, codes=tuple(codes))


def paired(sources: Sequence[Unit], translations: Sequence[Unit]) -> Iterator[Unit]:
    """The units of two files of one language each, joined by id and form, in the order of the sources.

    A form that only the translation has is joined with the form `other` of the source, or with the one whose choices
    agree best. A plural form that only the source has is left out if the translation has another plural form in its
    place, because its language needs fewer, or if it has more or fewer choices, one inside the other. Units that
    only the translation has come last, without a source. Units of one file with the same id and form, such as `b` in
    `a` and `a.b`, are joined with those of the other file in order.
    """
    of_translations = _by_key(translations)
    of_sources = _by_key(sources)
    for key, by_form in of_sources.items():
        forms = of_translations.get(key, {})
        if not any(by_form):
            rest = [unit for form, unit in forms.items() if form]
            if "" in forms or not rest:
                yield _joined(by_form[""], forms.get(""))
            yield from (_joined(by_form[""], unit) for unit in rest)
        elif forms:
            kinds = {without_plural(form) for form in forms}
            depths = {form.count(".") for form in forms}
            has_other_choices = depths.isdisjoint(form.count(".") for form in by_form)
            left = {
                form: unit
                for form, unit in by_form.items()
                if without_plural(form) not in kinds and not has_other_choices
            }
            yield from (_joined(_form(by_form, unit), unit) for unit in forms.values())
            if "" not in kinds:
                yield from (_joined(unit, None) for unit in left.values())
        else:
            yield from (_joined(unit, None) for unit in by_form.values())
    for key, forms in of_translations.items():
        if key not in of_sources:
            yield from (_joined(None, unit) for unit in forms.values())


def used_of_each(units: Iterable[Unit], content: str, *, first: bool = False) -> list[Unit]:
    """The units of a file of one language without those that the program does not use, because a key is there again.

    The text that is used knows the lines of the others, if they differ from it.

    Args:
        units: The units.
        content: The content of the file.
        first: Whether the program uses the first text of a key, and not the last.
    """
    found = list(units)
    last: dict[tuple[str, str, str], int] = {}
    for number, unit in enumerate(found):
        key = unit.doc, unit.id, unit.form
        last[key] = last.get(key, number) if first else number
    if len(last) == len(found):
        return found
    lines = Lines(content)
    earlier: dict[int, list[int]] = {}
    for number, unit in enumerate(found):
        used = last[unit.doc, unit.id, unit.form]
        value, other = unit.source, found[used].source
        if number != used and value is not None and other is not None and value.text != other.text:
            earlier.setdefault(used, []).append(lines.at(value.at)[0])
    return [
        replace(unit, source=overriding(unit.source, earlier[number])) if number in earlier and unit.source else unit
        for number, unit in enumerate(found)
        if number == last[unit.doc, unit.id, unit.form]
    ]


def overriding(value: Value, lines: Sequence[int]) -> Value:
    """A text that knows in which lines its key has other texts, which the program does not use."""
    return replace(value, facts={**value.facts, **TextPlace(overridden=tuple(lines)).meta()})


def _by_key(units: Iterable[Unit]) -> dict[tuple[str, str, int], dict[str, Unit]]:
    """The units by form, by document, id, and how many units before have the same document, id and form."""
    found: dict[tuple[str, str, int], dict[str, Unit]] = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for unit in units:
        occurrence = times[unit.doc, unit.id, unit.form]
        times[unit.doc, unit.id, unit.form] += 1
        found.setdefault((unit.doc, unit.id, occurrence), {})[unit.form] = unit
    return found


def without_plural(form: str) -> str:
    """A form with `other` in place of each plural category in it: `female.other` for `female.one`."""
    return ".".join("other" if part in PLURALS or part.isdigit() else part for part in form.split("."))


def _form(by_form: Mapping[str, Unit], unit: Unit) -> Unit:
    """The unit of the source that a form of the translation translates.

    If the translation has other choices than the source, or the same ones in another order, it is the unit in whose
    choices the most branches agree.
    """
    branches = _branches(unit)
    for name in (unit.form, without_plural(unit.form)):
        if name in by_form and _same_choices(list(_branches(by_form[name])), list(branches)):
            return by_form[name]
    if branches and any(map(_branches, by_form.values())):
        return max(by_form.values(), key=lambda source: _agreement(_branches(source), branches))
    for name in (unit.form, without_plural(unit.form), "other"):
        if name in by_form:
            return by_form[name]
    return next(iter(by_form.values()))


def _same_choices(source: Sequence[str], translation: Sequence[str]) -> bool:
    """Whether two texts go through the same choices, or through as many whose arguments have other names."""
    return source == translation or (len(source) == len(translation) and not set(source) & set(translation))


def _branches(unit: Unit) -> dict[str, str]:
    """The branch of each choice that a text goes through, by the key of its code; none if the file has no such codes.

    Two choices of one key, one in the other, count as one.
    """
    codes = unit.source.codes if unit.source else ()
    parts = unit.form.split(".")
    keys = [code.key for code in codes if code.role == "open" and code.key.endswith(_CHOICES)]
    return dict(zip(keys, parts, strict=True)) if len(keys) == len(parts) else {}


def _agreement(source: Mapping[str, str], translation: Mapping[str, str]) -> int:
    """How well the branches of a text of the source fit those of a translation."""
    points = 0
    for key, part in source.items():
        own = translation.get(key, part if part == "other" else "")
        if own == part:
            points += 2
        elif part == "other" and own and without_plural(own) == "other":
            points += 1
        elif own:
            points -= 2
    return points


def _joined(source: Unit | None, translation: Unit | None) -> Unit:
    first = translation or source
    if first is None:
        raise ValueError("a unit needs a side")
    meta = {**(source.meta if source else {}), **(translation.meta if translation else {})}
    return Unit(
        first.id,
        source.source if source else None,
        translation.source if translation else None,
        translation.form if translation else first.form,
        first.doc,
        meta,
    )
