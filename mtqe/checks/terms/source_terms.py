"""Finds the source terms of a glossary in a text.

A glossary is indexed once a run by the rarest word, or two neighbouring words, of each term, so that a segment costs
much the same with ten terms and with a million. Terms are looked at closely only when these words turn up.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from mtqe.checks.shared.lemmas import is_acronym, lexicon, word_pattern
from mtqe.checks.terms import english_terms as english
from mtqe.checks.terms.occurrences import starts_sentence
from mtqe.checks.terms.renderings import Rendering, View, Word, inside_word, rendering, squeeze
from mtqe.lang import language
from mtqe.model import Term
from mtqe.text.words import masked

T = TypeVar("T")
REMEMBERED = 100_000
"""Texts: whose terms are remembered at a time. By hand."""
_GAP = re.compile(r"\s*|[-‐‑]|['’‘`´]\s?")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")  # what `word_pattern` finds there, in a tenth of the time
_JOINS = frozenset("-‐‑_@\\")


@dataclass(frozen=True, slots=True)
class Entry:
    """A source term, analysed when it first turns up.

    Args:
        source: The term.
        words: Its words.
        terms: The glossary's rows for it.
        anchor: Number of the first word that it is found by.
        offset: Where that word begins in the term.
        symbols: Whether the term holds characters such as `+` that must be there.
        name: Whether its capitals count.
        kind: Part of speech, for English; else `None`.
    """

    source: str
    words: tuple[str, ...]
    terms: tuple[Term, ...]
    anchor: int
    offset: int
    symbols: bool
    name: bool
    kind: english.Kind | None

    def renderings(self, forbidden: bool) -> list[Rendering]:
        """The renderings that must not, or may, be used; preferred before admitted."""
        chosen = [term for term in self.terms if (term.status == "forbidden") is forbidden]
        chosen.sort(key=lambda term: term.status != "preferred")
        return [rendering(term.target) for term in chosen]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of the source that is one or several terms of equal length."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Index:
    """The source terms of a glossary, ready to be found in a text.

    Args:
        terms: The rows of the glossary.
        source_lang: Primary language tag.
        target_lang: Primary language tag.
    """

    def __init__(self, terms: Sequence[Term], source_lang: str, target_lang: str) -> None:
        self.source = lexicon(source_lang)
        self.target = lexicon(target_lang)
        self.rows: dict[str, list[Term]] = {}
        for term in terms:
            _append(self.rows, _clean(term.source), term)
        statuses = {term.status for term in terms}
        self.has_forbidden = "forbidden" in statuses
        self.has_kept = "keep" in statuses
        self.capitals_count = language(self.source.lang).capital_nouns or _mostly_small(self.rows)
        self._entries: dict[str, Entry] = {}
        self._found: dict[str, tuple[Occurrence, ...]] = {}
        self._anchors: dict[str, list[str]] = {}
        self._firsts: set[str] = set()
        self._counts: Counter[str] = Counter()
        if language(self.source.lang).spaceless:
            self._lengths: dict[str, set[int]] = {}
            for text in self.rows:
                flat = squeeze(text)[0]
                _append(self._anchors, flat, text)
                self._lengths.setdefault(flat[:2], set()).add(len(flat))
        else:
            self._index_words()

    def _index_words(self) -> None:
        # Cut twice rather than kept, which would take more memory than the index itself.
        for text in self.rows:
            self._counts.update(_cut(text))
        for text in self.rows:
            words = _cut(text)
            if not words:
                continue
            anchor = self._anchor(words)
            firsts = self.source.keys(words[anchor])
            if len(words) > 1:
                self._firsts.update(firsts)
                seconds = self.source.keys(words[anchor + 1])
                firsts = tuple([f"{first} {second}" for first in firsts for second in seconds])
                if " " not in text:
                    firsts = (*firsts, self.source.keys("".join(words))[0])
            for key in firsts:
                _append(self._anchors, key, text)

    def _anchor(self, words: Sequence[str]) -> int:
        """Where the two neighbouring words begin that the fewest terms have."""
        if len(words) < 3:
            return 0
        counts = [self._counts[word] for word in words]
        both = [(min(pair), sum(pair)) for pair in pairwise(counts)]
        return both.index(min(both))

    def entry(self, text: str) -> Entry:
        """The entry of a source term."""
        found = self._entries.get(text)
        if found is None:
            words = View.split(text)
            anchor = self._anchor([word.text for word in words])
            rows = tuple(self.rows[text])
            approved = [row.target for row in rows if row.status != "forbidden"] or [row.target for row in rows]
            found = self._entries[text] = Entry(
                text,
                tuple(word.text for word in words),
                rows,
                anchor,
                words[anchor].start if words else 0,
                rendering(text).symbols,
                _is_name(words, self.source.lang) and self.capitals_count,
                english.kind(text, approved, self.target.lang)
                if language(self.source.lang).grammar == "english"
                else None,
            )
        return found

    def find(self, text: str) -> tuple[Occurrence, ...]:
        """The terms in a source text, the longest where several overlap, in order; remembered for the other checks."""
        known = self._found.get(text)
        if known is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            known = self._found[text] = tuple(self._find(text))
        return known

    def _find(self, text: str) -> list[Occurrence]:
        found = self._find_characters(text) if language(self.source.lang).spaceless else self._find_words(text)
        taken: list[Occurrence] = []
        covered = bytearray(len(text))
        by_place: dict[tuple[int, int], list[tuple[bool, Entry]]] = {}
        for start, end, exact, entry in found:
            by_place.setdefault((start, end), []).append((exact, entry))
        for (start, end), matches in sorted(by_place.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                # "data" is the term "data" rather than a form of "datum" when the glossary has both.
                best = max(exact for exact, _ in matches)
                taken.append(Occurrence(start, end, tuple(entry for exact, entry in matches if exact == best)))
        return sorted(taken, key=lambda occurrence: occurrence.start)

    def _find_characters(self, text: str) -> Iterator[tuple[int, int, bool, Entry]]:
        flat, places = squeeze(text)
        for at in range(len(flat)):
            for beginning in {flat[at : at + 1], flat[at : at + 2]}:
                for length in self._lengths.get(beginning, ()):
                    end = at + length
                    if end > len(flat):
                        continue  # else the shorter term at the end would be found with the length of the longer
                    for candidate in self._anchors.get(flat[at:end], ()):
                        if not inside_word(flat, at, end):
                            start, stop = places[at], places[end - 1] + 1
                            yield start, stop, text[start:stop] == candidate, self.entry(candidate)

    def _find_words(self, text: str) -> Iterator[tuple[int, int, bool, Entry]]:
        view = View(text, self.source)
        hidden: str | None = None
        for place, keys in enumerate(view.keys):
            for candidate in self._candidates(keys, view.keys[place + 1] if place + 1 < len(view.keys) else ()):
                entry = self.entry(candidate)
                match = self._match(entry, place, view)
                if match is None:
                    continue
                # Nobody translates a word in an address, a placeholder or a tag, unless it is the term itself.
                hidden = masked(text) if hidden is None else hidden
                if hidden[match[0]] == text[match[0]] or masked(entry.source) != entry.source:
                    yield *match, entry
            if "-" in text and view.between(place) == "-" and place + 1 < len(view.words):
                yield from self._hyphened(view.words[place], view.words[place + 1], text)
        yield from self._separated(view)

    def _separated(self, view: View) -> Iterator[tuple[int, int, bool, Entry]]:
        """German and Dutch verbs in two pieces; the one with the inflection is marked."""
        for place, word in enumerate(view.words if view.particles else ()):
            later = view.particle(place)
            if later is None:
                continue
            for key in (key for key in view.keys[place] if key.endswith("n")):
                for candidate in self._anchors.get(view.words[later].text + key, ()):
                    entry = self.entry(candidate)
                    if len(entry.words) == 1:
                        yield word.start, word.end, True, entry

    def _candidates(self, keys: Sequence[str], following: Sequence[str]) -> dict[str, None]:
        """The terms that may be found by a word, or by it and the next one; each once."""
        found: dict[str, None] = {}
        for key in keys:
            found |= dict.fromkeys(self._anchors.get(key, ()))
            if key in self._firsts:
                for second in following:
                    found |= dict.fromkeys(self._anchors.get(f"{key} {second}", ()))
        return found

    def _hyphened(self, first: Word, second: Word, text: str) -> Iterator[tuple[int, int, bool, Entry]]:
        """Terms of one word that the text writes with a hyphen: *co-operation* for *cooperation*."""
        for key in self.source.keys(first.text + second.text):
            for candidate in self._anchors.get(key, ()):
                entry = self.entry(candidate)
                if len(entry.words) == 1 and not entry.symbols and not _inside_word(text, first.start, second.end):
                    yield first.start, second.end, False, entry

    def _match(self, entry: Entry, anchor: int, view: View) -> tuple[int, int, bool] | None:
        """Start and end of the entry whose anchor is that word, and whether it stands there as the glossary has it."""
        if entry.symbols:
            start = view.words[anchor].start - entry.offset
            end = start + len(entry.source)
            same = start >= 0 and view.text[start:end].lower() == entry.source.lower()
            return (start, end, True) if same and not _inside_word(view.text, start, end) else None
        first = anchor - entry.anchor
        closed = len(entry.words) > 1 and self.source.keys("".join(entry.words))[0] in view.keys[anchor]
        if closed:
            first, length = anchor, 1
        else:
            length = len(entry.words)
        if first < 0 or first + length > len(view.words):
            return None
        words = view.words[first : first + length]
        start, end = words[0].start, words[-1].end
        if _inside_word(view.text, start, end):
            return None
        if not closed and not self._same_words(entry, first, view):
            return None
        return start, end, view.text[start:end] == entry.source

    def _same_words(self, entry: Entry, first: int, view: View) -> bool:
        for n, wanted in enumerate(entry.words):
            word = view.words[first + n].text
            if set(self.source.keys(wanted)).isdisjoint(view.keys[first + n]):
                return False
            if n and not self._gap_fits(view.between(first + n - 1), entry.source):
                return False
            if not view.shouting and not self._case_fits(entry, wanted, word, view, first + n):
                return False
            if entry.kind is not None and not self._form_fits(entry.kind, wanted, word):
                return False
        if entry.kind is None or len(entry.words) > 1:
            return True
        before = view.words[first - 1].text if first else ""
        after = view.words[first + 1].text if first + 1 < len(view.words) else ""
        starts = starts_sentence(view.text, view.words[first].start)
        return english.fits(entry.kind, view.words[first].text, before, after, starts, self.source.known)

    @staticmethod
    def _gap_fits(gap: str, source: str) -> bool:
        return bool(_GAP.fullmatch(gap)) or (gap.strip() in {",", ".", "/"} and gap.strip() in source)

    def _form_fits(self, kind: english.Kind, wanted: str, word: str) -> bool:
        same = self.source.keys(wanted)[0].lower() == self.source.keys(word)[0].lower()
        return same or english.is_form(kind, wanted, word)

    def _case_fits(self, entry: Entry, wanted: str, word: str, view: View, place: int) -> bool:
        if is_acronym(wanted):
            return not word.islower()
        if entry.name and wanted[:1].isupper():
            return word[:1].isupper()
        if is_acronym(word) and len(word) < 5:
            return False
        if len(entry.words) == 1 and wanted.islower() and word[:1].isupper() and self.source.is_name(word):
            return starts_sentence(view.text, view.words[place].start)
        return True


def _append(table: dict[str, list[T]], key: str, value: T) -> None:
    """Add to the list of a key; most lists of a large glossary have one element and are made to measure."""
    found = table.get(key)
    if found is None:
        table[key] = [value]
    else:
        found.append(value)


def _clean(text: str) -> str:
    """The text in NFC with single spaces; the same object where it is so already."""
    clean = " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())
    return text if clean == text else clean


def _cut(text: str) -> list[str]:
    """The words of a term."""
    return (_ASCII_WORD if text.isascii() else word_pattern()).findall(text)


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch is only a part of a longer word or of a compound with hyphens."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[-1:] in _JOINS and before[:1].isalnum() and len(before) == 2) or (
        (after[:1] in _JOINS and after[1:].isalnum()) or after[:1] in {"$", "€", "£"}
    )


def _is_name(words: Sequence[Word], lang: str) -> bool:
    """Whether every word begins with a capital, but for short ones such as *of*; in German one word only."""
    if language(lang).capital_nouns and len(words) > 1:
        return False
    return bool(words) and all(word.text[:1].isupper() or len(word.text) < 4 for word in words)


def _mostly_small(texts: Iterable[str]) -> bool:
    """Whether the glossary writes common words small, so that a capital says something."""
    words = [text for text in texts if text[:1].isalpha() and not text.isupper()]
    return len(words) < 5 or sum(text[0].isupper() for text in words) <= len(words) / 2
