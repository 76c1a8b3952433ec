"""Finds dangling words: words that need a certain kind of word after them and are followed by something else.

The section `dangling` of a language file lists the words.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sections import Dangling, DanglingRow

Rows = dict[tuple[str, str], list["Row"]]
"""Rows by the word and what follows it; several rows may have the same two."""
_START = late(r"[\s\"“„«»(¿¡]*")
_END = late(r"[.!?…]")
_RUN = late(r"[\s\"“”„«»(]*([^\W_]+)")
_BEGUN = late(r"(?:^|[.!?…:;–—\"“”„«»])[\s\"“”„«»]*$")
_JOINED = late(r"[^\s.,;:!?…\"“”„«»)]|[.:,](?=\w)")
"""Characters after a word that make it part of something longer, such as the name of a function."""


@dataclass(frozen=True)
class Row:
    """The conditions under which a word dangles.

    Args:
        opens: Whether the word must begin a sentence (true) or must not; `None` if it may.
        stranded: Whether the word does not dangle after a word that opens a clause, anywhere before it.
        unless: The word does not dangle if one of these words comes next.
        after: The word dangles only right after one of these words; empty if the word before does not matter.
        besides: The word does not dangle right after one of these words.
    """

    opens: bool | None
    stranded: bool
    unless: frozenset[str]
    after: frozenset[str]
    besides: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """The dangling words of a language.

    Args:
        pairs: Rows by two words; the second cannot follow the first.
        marked: Rows by a word and a mark that cannot follow it.
        marks: Pattern of a mark after a word of `marked`.
        clause: Pattern of a word that opens a clause.
        begins: Finite verbs that no statement begins with.
        opening: Pattern of such a verb at the beginning of a text, with the words that show it to be a verb.
        clitics: Pattern of a clitic after a word that it cannot be attached to.
    """

    pairs: Rows
    marked: Rows
    marks: re.Pattern[str] | None
    clause: re.Pattern[str]
    begins: frozenset[str]
    opening: re.Pattern[str] | None
    clitics: re.Pattern[str] | None

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where words dangle in a text: `(start, end)` of each with what follows it, in order."""
        places = [*self._words(text), *self._marks(text), *self._beginning(text), *self._clitics(text)]
        return sorted(set(places)) if places else places

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        keys = words.keys(text)
        if self.pairs.keys().isdisjoint(itertools.pairwise(keys)):
            return
        for left, right in itertools.pairwise(words.words(text)):
            rows = self.pairs.get((left.key, right.key))
            if rows is None or right.start != left.end + 1 or text[left.end] not in " \u00a0":
                continue
            if (
                right.text.islower()
                and _is_plain(text, left.start, left.end)
                and not _JOINED.match(text, right.end)
                and self._holds(rows, text, left.start, right.end)
            ):
                yield left.start, right.end

    def _marks(self, text: str) -> Iterator[tuple[int, int]]:
        if self.marks is None:
            return
        for mark in self.marks.finditer(text):
            start = mark.start()
            while start > 0 and text[start - 1].isalpha():
                start -= 1
            rows = self.marked.get((words.key(text[start : mark.start()]), mark[0]))
            if rows and _is_plain(text, start, mark.start()) and self._holds(rows, text, start, mark.end()):
                yield start, mark.end()

    def _beginning(self, text: str) -> Iterator[tuple[int, int]]:
        if self.opening and (verb := self.opening.match(text)):
            end = _END.search(text, verb.end())
            if end is None or end[0] != "?":
                yield verb.span(verb.lastindex or 0)

    def _clitics(self, text: str) -> Iterator[tuple[int, int]]:
        if self.clitics and (" '" in text or " ’" in text):
            yield from (clitic.span() for clitic in self.clitics.finditer(text))

    def _holds(self, rows: list[Row], text: str, start: int, end: int) -> bool:
        """Whether the conditions of a row hold at a place."""
        before = text[:start].rstrip().rpartition(" ")[2].lower()
        after = _RUN.match(text, end)
        following = after[1].lower() if after else ""
        return any(
            row.opens in (None, _BEGUN.search(text, 0, start) is not None)
            and before not in row.besides
            and (not row.after or before in row.after)
            and following not in row.unless
            and not (row.stranded and self.clause.search(text, 0, start))
            for row in rows
        )


def _is_plain(text: str, start: int, end: int) -> bool:
    """Whether a word is no name, letter or label: in lower case unless it begins a sentence or quotation."""
    word = text[start:end]
    if start and not text[start - 1].isspace() and text[start - 1] not in '"“„«»¿¡':
        return False
    if text[max(0, start - 2) : start].strip() in {"'", "’"}:  # part of a foreign name with stray spaces: *Qur ' an*
        return False
    return word.islower() or bool(not word[1:].isupper() and _BEGUN.search(text, 0, start))


def _row(raw: DanglingRow) -> Row:
    return Row(raw.opens, raw.stranded, frozenset(raw.unless), frozenset(raw.after), frozenset(raw.besides))


def is_found(text: str, lang: str) -> bool:
    """Whether a text has dangling words; false for languages without the section `dangling`."""
    return language(lang).dangling is not None and bool(lexicon(lang).find(text))


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """The dangling words of a language whose file has the section `dangling`."""
    raw = language(lang).dangling
    assert raw is not None
    pairs = _rows((row, row.then) for row in raw.words)
    marked = _rows((row, row.signs) for row in raw.marks)
    opens = "|".join(map(re.escape, raw.clause))
    clause = re.compile(rf"(?<!\w)(?:{opens})(?!\w)|['’]", re.IGNORECASE)
    begins = frozenset(raw.begins)
    return Lexicon(pairs, marked, _mark_pattern(marked), clause, begins, _opening(raw), _clitics(raw))


def _rows(raw: Iterable[tuple[DanglingRow, Iterable[str]]]) -> Rows:
    rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row, following in raw:
        for first in row.first:
            for then in following:
                rows[first, then].append(_row(row))
    return dict(rows)


def _mark_pattern(marked: Rows) -> re.Pattern[str] | None:
    """Pattern of a mark right after one of the words. It begins with the mark, since marks are rarer than words."""
    if not marked:
        return None
    signs = re.escape("".join(sorted({sign for _, sign in marked})))
    lengths: defaultdict[int, list[str]] = defaultdict(list)
    for word in sorted({word for word, _ in marked}):
        lengths[len(word)].append(word)
    behind = "|".join(rf"(?<=\b(?:{'|'.join(same_length)})[{signs}])" for same_length in lengths.values())
    return re.compile(rf"[{signs}](?=[\s\"“”«»)]|$)(?:{behind})", re.IGNORECASE)


def _opening(raw: Dangling) -> re.Pattern[str] | None:
    if not raw.goes_on:
        return None
    verbs = "|".join(sorted(verb.capitalize() for verb in frozenset(raw.begins)))
    following = "|".join([*raw.goes_on, rf"[^\W\d_A-Z]+(?:{'|'.join(raw.endings)})"])
    introduces = "|".join(phrase.capitalize() for phrase in raw.introduces)
    introduced, subjects = "|".join(raw.introduced), "|".join(raw.subjects)
    return re.compile(
        rf"{_START.pattern}(?:({verbs}) (?:{following})(?!\w)"
        rf"|(?:{introduces}), ({introduced}) (?!(?:{subjects})(?!\w))(?=[a-z]))"
    )


def _clitics(raw: Dangling) -> re.Pattern[str] | None:
    if not raw.clitics:
        return None
    words_before = "|".join(raw.clitics_after)
    return re.compile(rf"(?<!\w)(?:{words_before}) ['’](?:{'|'.join(raw.clitics)})(?= [^\W\d_])", re.IGNORECASE)
