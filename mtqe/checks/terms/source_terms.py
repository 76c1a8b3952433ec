"""Finds the source terms of a glossary in a text.

The index is built once a run. Its keys are one or two neighbouring words of each term: those that the fewest terms
have. A term is compared closely only if a text has these words, so that a segment takes about the same time with ten
terms as with a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from mtqe.checks.shared.lemmas import is_acronym, lexicon, word_pattern
from mtqe.checks.terms import english_terms as english
from mtqe.checks.terms.occurrences import starts_sentence
from mtqe.checks.terms.renderings import Rendering, View, Word, inside_word, rendering, squeeze
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.words import masked, normalized
from mtqe.model import Term

T = TypeVar("T")
CACHED_TEXTS = 100_000
"""Texts: the most whose terms are cached at a time."""
LONG_TERM = 4
"""Characters: from which a term of a language without spaces is no everyday word."""
_GAP = late(r"\s*|[-‐‑]|['’‘`´]\s?")
_ASCII_WORD = late(r"[A-Za-z0-9]+")  # finds what `word_pattern` finds in ASCII text, ten times faster
_JOINS = frozenset("-‐‑_@\\")


@dataclass(frozen=True, slots=True)
class Entry:
    """A source term, analysed when a text first has its anchor.

    Args:
        source: The term.
        words: Its words.
        terms: Its rows in the glossary.
        anchor: Index of the first word of its key in the index.
        offset: Offset of that word in the term.
        symbols: Whether it has characters such as `+` that must match.
        name: Whether its capitals must match.
        kind: Part of speech of an English term; else `None`.
        firm: Whether the term can hardly be an everyday word: it has several words (or, in a language without spaces,
            `LONG_TERM` characters), symbols or only capitals, the lemma data lack it, or the glossary also says what it
            must not be called.
    """

    source: str
    words: tuple[str, ...]
    terms: tuple[Term, ...]
    anchor: int
    offset: int
    symbols: bool
    name: bool
    kind: english.Kind | None
    firm: bool

    def renderings(self, forbidden: bool) -> list[Rendering]:
        """The forbidden or the approved renderings; preferred before admitted."""
        chosen = [term for term in self.terms if (term.status == "forbidden") is forbidden]
        chosen.sort(key=lambda term: term.status != "preferred")
        return [rendering(term.target) for term in chosen]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of the source that matches one or several terms."""

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
            _append(self.rows, normalized(term.source), term)
        statuses = {term.status for term in terms}
        self.has_forbidden = "forbidden" in statuses
        self.has_protected = "keep" in statuses
        self.capitals_matter = language(self.source.lang).capital_nouns or _mostly_lower_case(self.rows)
        self._entries: dict[str, Entry] = {}
        self._cache: dict[str, tuple[Occurrence, ...]] = {}
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
        # The words are cut twice, because storing them would need more memory than the index itself.
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
        """The index of the first of the two neighbouring words that the fewest terms have."""
        if len(words) < 3:
            return 0
        counts = [self._counts[word] for word in words]
        rarity = [(min(pair), sum(pair)) for pair in pairwise(counts)]
        return rarity.index(min(rarity))

    def entry(self, text: str) -> Entry:
        """The entry of a source term."""
        entry = self._entries.get(text)
        if entry is None:
            words = View.split(text)
            anchor = self._anchor([word.text for word in words])
            rows = tuple(self.rows[text])
            approved = [row.target for row in rows if row.status != "forbidden"] or [row.target for row in rows]
            entry = self._entries[text] = Entry(
                text,
                tuple(word.text for word in words),
                rows,
                anchor,
                words[anchor].start if words else 0,
                rendering(text).symbols,
                _is_name(words, self.source.lang) and self.capitals_matter,
                english.kind_of(text, approved, self.target.lang)
                if language(self.source.lang).grammar == "english"
                else None,
                self._is_firm(text, [word.text for word in words], rows),
            )
        return entry

    def _is_firm(self, text: str, words: Sequence[str], rows: Sequence[Term]) -> bool:
        if rendering(text).symbols or any(row.status == "forbidden" for row in rows):
            return True
        if language(self.source.lang).spaceless:
            return len(squeeze(text)[0]) >= LONG_TERM
        is_unknown = self.source.has_data and not any(map(self.source.known, (text, text.lower())))
        return len(words) > 1 or is_acronym(text) or is_unknown

    def find(self, text: str) -> tuple[Occurrence, ...]:
        """The terms in a source text, in order. Of overlapping terms only the longest counts.

        The result is cached for the other checks.
        """
        occurrences = self._cache.get(text)
        if occurrences is None:
            if len(self._cache) >= CACHED_TEXTS:
                self._cache.clear()
            occurrences = self._cache[text] = tuple(self._find(text))
        return occurrences

    def _find(self, text: str) -> list[Occurrence]:
        spaceless = language(self.source.lang).spaceless
        candidates = self._find_characters(text) if spaceless else self._find_words(text)
        occurrences: list[Occurrence] = []
        covered = bytearray(len(text))
        by_place: dict[tuple[int, int], list[tuple[bool, Entry]]] = {}
        for start, end, exact, entry in candidates:
            by_place.setdefault((start, end), []).append((exact, entry))
        for (start, end), matches in sorted(by_place.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
            if not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                # If the glossary has "data" and "datum", the word "data" is the term "data", not a form of "datum".
                best = max(exact for exact, _ in matches)
                occurrences.append(Occurrence(start, end, tuple(entry for exact, entry in matches if exact == best)))
        return sorted(occurrences, key=lambda occurrence: occurrence.start)

    def _find_characters(self, text: str) -> Iterator[tuple[int, int, bool, Entry]]:
        flat, places = squeeze(text)
        for at in range(len(flat)):
            for beginning in {flat[at : at + 1], flat[at : at + 2]}:
                for length in self._lengths.get(beginning, ()):
                    end = at + length
                    if end > len(flat):
                        continue  # else a shorter term at the end of the text would get the length of a longer one
                    for candidate in self._anchors.get(flat[at:end], ()):
                        if not inside_word(flat, at, end):
                            start, stop = places[at], places[end - 1] + 1
                            yield start, stop, text[start:stop] == candidate, self.entry(candidate)

    def _find_words(self, text: str) -> Iterator[tuple[int, int, bool, Entry]]:
        view = View(text, self.source)
        masked_text: str | None = None
        for place, keys in enumerate(view.keys):
            for candidate in self._candidates(keys, view.keys[place + 1] if place + 1 < len(view.keys) else ()):
                entry = self.entry(candidate)
                match = self._match(entry, place, view)
                if match is None:
                    continue
                # Words in an address, a placeholder or a tag are not translated, unless the term itself is one.
                masked_text = masked(text) if masked_text is None else masked_text
                if masked_text[match[0]] == text[match[0]] or masked(entry.source) != entry.source:
                    yield *match, entry
            if "-" in text and view.between(place) == "-" and place + 1 < len(view.words):
                yield from self._hyphenated(view.words[place], view.words[place + 1], text)
        yield from self._separated(view)

    def _separated(self, view: View) -> Iterator[tuple[int, int, bool, Entry]]:
        """Separated German and Dutch verbs, by the place of the inflected part."""
        for place, word in enumerate(view.words if view.particles else ()):
            prefix = view.particle(place)
            if prefix is None:
                continue
            for key in (key for key in view.keys[place] if key.endswith("n")):
                for candidate in self._anchors.get(view.words[prefix].text + key, ()):
                    entry = self.entry(candidate)
                    if len(entry.words) == 1:
                        yield word.start, word.end, True, entry

    def _candidates(self, keys: Sequence[str], following: Sequence[str]) -> dict[str, None]:
        """The terms that have the word, or the word and the following one, as their key; each once."""
        terms: dict[str, None] = {}
        for key in keys:
            terms |= dict.fromkeys(self._anchors.get(key, ()))
            if key in self._firsts:
                for second in following:
                    terms |= dict.fromkeys(self._anchors.get(f"{key} {second}", ()))
        return terms

    def _hyphenated(self, first: Word, second: Word, text: str) -> Iterator[tuple[int, int, bool, Entry]]:
        """One-word terms that the text writes with a hyphen: *co-operation* for *cooperation*."""
        for key in self.source.keys(first.text + second.text):
            for candidate in self._anchors.get(key, ()):
                entry = self.entry(candidate)
                if (
                    len(entry.words) == 1
                    and not entry.symbols
                    and not _inside_longer_word(text, first.start, second.end)
                ):
                    yield first.start, second.end, False, entry

    def _match(self, entry: Entry, anchor: int, view: View) -> tuple[int, int, bool] | None:
        """Match an entry with its anchor at a word.

        Returns:
            Start and end of the match, and whether the text there is exactly the term; `None` without a match.
        """
        if entry.symbols:
            start = view.words[anchor].start - entry.offset
            end = start + len(entry.source)
            same = start >= 0 and view.text[start:end].lower() == entry.source.lower()
            return (start, end, True) if same and not _inside_longer_word(view.text, start, end) else None
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
        if _inside_longer_word(view.text, start, end):
            return None
        if not closed and not self._same_words(entry, first, view):
            return None
        return start, end, view.text[start:end] == entry.source

    def _same_words(self, entry: Entry, first: int, view: View) -> bool:
        for n, term_word in enumerate(entry.words):
            word = view.words[first + n].text
            if set(self.source.keys(term_word)).isdisjoint(view.keys[first + n]):
                return False
            if n and not self._gap_fits(view.between(first + n - 1), entry.source):
                return False
            if not view.all_capitals and not self._case_fits(entry, term_word, word, view, first + n):
                return False
            if entry.kind is not None and not self._form_fits(entry.kind, term_word, word):
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

    def _form_fits(self, kind: english.Kind, term_word: str, word: str) -> bool:
        if self.source.keys(term_word)[0].lower() == self.source.keys(word)[0].lower():
            return True
        # "second" is no form of the term "seconds".
        return word.lower() not in self.source.facts.frequent.common and english.is_form(kind, term_word, word)

    def _case_fits(self, entry: Entry, term_word: str, word: str, view: View, place: int) -> bool:
        if is_acronym(term_word):
            return not word.islower()
        if entry.name and term_word[:1].isupper():
            return word[:1].isupper()
        if is_acronym(word) and len(word) < 5:
            return False
        if len(entry.words) == 1 and term_word.islower() and word[:1].isupper() and self.source.is_name(word):
            return starts_sentence(view.text, view.words[place].start)
        return True


def _append(table: dict[str, list[T]], key: str, value: T) -> None:
    """Add a value to the list of a key. Most lists have one element, so a new list gets no room for more."""
    values = table.get(key)
    if values is None:
        table[key] = [value]
    else:
        values.append(value)


def _cut(text: str) -> list[str]:
    """The words of a term."""
    return (_ASCII_WORD if text.isascii() else word_pattern()).findall(text)


def _inside_longer_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text is part of a longer word or of a hyphenated compound."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (before[-1:] in _JOINS and before[:1].isalnum() and len(before) == 2) or (
        (after[:1] in _JOINS and after[1:].isalnum()) or after[:1] in {"$", "€", "£"}
    )


def _is_name(words: Sequence[Word], lang: str) -> bool:
    """Whether every word except short ones such as *of* begins with a capital. In German a name has only one word."""
    if language(lang).capital_nouns and len(words) > 1:
        return False
    return bool(words) and all(word.text[:1].isupper() or len(word.text) < 4 for word in words)


def _mostly_lower_case(texts: Iterable[str]) -> bool:
    """Whether the glossary writes common words in lower case, so that a capital shows a name."""
    words = [text for text in texts if text[:1].isalpha() and not text.isupper()]
    return len(words) < 5 or sum(text[0].isupper() for text in words) <= len(words) / 2
