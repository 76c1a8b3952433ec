"""Places where a text has a word that cannot stand without the next one, and another or a mark comes instead.

The words of a language are in the section `dangling` of its file.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtqe.lang import language
from mtqe.lang.sections import Dangling, DanglingRow
from mtqe.text import words

Rows = dict[tuple[str, str], list["Row"]]
"""What makes up for it, by the two that would dangle; several rows may have the same two."""
_START = re.compile(r"[\s\"“„«»(¿¡]*")
_END = re.compile(r"[.!?…]")
_RUN = re.compile(r"[\s\"“”„«»(]*([^\W_]+)")
_BEGUN = re.compile(r"(?:^|[.!?…:;–—\"“”„«»])[\s\"“”„«»]*$")
_JOINED = re.compile(r"[^\s.,;:!?…\"“”„«»)]|[.:,](?=\w)")
"""What makes a word part of something longer, such as the name of a function."""


@dataclass(frozen=True)
class Row:
    """What makes up for words that would dangle.

    Args:
        stranded: Whether a word that opens a clause, anywhere before, makes up for it.
        unless: Words that do when they come next.
        after: Words of which one has to stand right before; empty if any may.
        besides: Words none of which may stand right before.
        opens: Whether a sentence has to begin with it, or must not.
    """

    opens: bool | None
    stranded: bool
    unless: frozenset[str]
    after: frozenset[str]
    besides: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """What dangles in a language.

    Args:
        pairs: Two words of which the second cannot follow the first.
        marked: A word and a mark that cannot follow it.
        seen: Finds any of `marked`.
        clause: Finds a word that opens a clause.
        begins: Finite verbs that no statement begins with.
        opening: Finds such a verb at the beginning of a text, with what tells that it is one.
        clitics: Finds one behind a word that it cannot hang on.
    """

    pairs: Rows
    marked: Rows
    seen: re.Pattern[str] | None
    clause: re.Pattern[str]
    begins: frozenset[str]
    opening: re.Pattern[str] | None
    clitics: re.Pattern[str] | None

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where a text has what dangles, from its first to its last character, in order."""
        found = [*self._words(text), *self._marks(text), *self._beginning(text), *self._clitics(text)]
        return sorted(set(found)) if found else found

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        keys = words.keys(text)
        if self.pairs.keys().isdisjoint(itertools.pairwise(keys)):
            return
        every = words.words(text)
        for one, two in itertools.pairwise(every):
            rows = self.pairs.get((one.key, two.key))
            if rows is None or two.start != one.end + 1 or text[one.end] not in " \u00a0" or not two.text.islower():
                continue
            if (
                _is_plain(text, one.start, one.end)
                and not _JOINED.match(text, two.end)
                and self._holds(rows, text, one.start, two.end)
            ):
                yield one.start, two.end

    def _marks(self, text: str) -> Iterator[tuple[int, int]]:
        if self.seen is None:
            return
        for found in self.seen.finditer(text):
            start = found.start()
            while start > 0 and text[start - 1].isalpha():
                start -= 1
            rows = self.marked.get((words.key(text[start : found.start()]), found[0]))
            if rows and _is_plain(text, start, found.start()) and self._holds(rows, text, start, found.end()):
                yield start, found.end()

    def _beginning(self, text: str) -> Iterator[tuple[int, int]]:
        if self.opening and (found := self.opening.match(text)):
            end = _END.search(text, found.end())
            if end is None or end[0] != "?":
                yield found.span(found.lastindex or 0)

    def _clitics(self, text: str) -> Iterator[tuple[int, int]]:
        if self.clitics and (" '" in text or " ’" in text):
            yield from (found.span() for found in self.clitics.finditer(text))

    def _holds(self, rows: list[Row], text: str, start: int, end: int) -> bool:
        """Whether there is a row of which nothing makes up for it."""
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
    """Whether a word is no name, letter or label: small but where a sentence or quotation begins."""
    word = text[start:end]
    if start and not text[start - 1].isspace() and text[start - 1] not in '"“„«»¿¡':
        return False
    if text[max(0, start - 2) : start].strip() in {"'", "’"}:  # torn from a foreign name: *Qur ' an*
        return False
    return word.islower() or bool(not word[1:].isupper() and _BEGUN.search(text, 0, start))


def _row(raw: DanglingRow) -> Row:
    return Row(raw.opens, raw.stranded, frozenset(raw.unless), frozenset(raw.after), frozenset(raw.besides))


def is_found(text: str, lang: str) -> bool:
    """Whether a text in any language has what dangles."""
    return language(lang).dangling is not None and bool(lexicon(lang).find(text))


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language whose file has the section `dangling`."""
    raw = language(lang).dangling
    assert raw is not None
    pairs = _rows((row, row.then) for row in raw.words)
    marked = _rows((row, row.signs) for row in raw.marks)
    opens = "|".join(map(re.escape, raw.clause))
    clause = re.compile(rf"(?<!\w)(?:{opens})(?!\w)|['’]", re.IGNORECASE)
    begins = frozenset(raw.begins)
    return Lexicon(pairs, marked, _seen(marked), clause, begins, _opening(raw), _clitics(raw))


def _rows(raw: Iterable[tuple[DanglingRow, Iterable[str]]]) -> Rows:
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row, behind in raw:
        for first in row.first:
            for then in behind:
                found[first, then].append(_row(row))
    return dict(found)


def _seen(marked: Rows) -> re.Pattern[str] | None:
    """Finds a mark right behind one of the words; marks are rarer than words, so that they are what is looked for."""
    if not marked:
        return None
    signs = re.escape("".join(sorted({sign for _, sign in marked})))
    lengths: defaultdict[int, list[str]] = defaultdict(list)
    for word in sorted({word for word, _ in marked}):
        lengths[len(word)].append(word)
    behind = "|".join(rf"(?<=\b(?:{'|'.join(some)})[{signs}])" for some in lengths.values())
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
