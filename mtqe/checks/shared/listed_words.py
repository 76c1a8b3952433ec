"""Finds the words of a list in a text, such as the opposites and the hedges of a language file.

An entry is a word in its dictionary form, which is found in all inflected forms, or:

- `stem*`, `*end`, `*part*`: any word that begins or ends with the letters, or contains them
- `gave_up`: a phrase, whose words stand in this order with up to three other words between; each may have `*`

In a language without spaces between words, each entry is found as a part of the text. A single Chinese character
between others is only `loose`, since it may be part of a longer word. In a language whose articles and prepositions
precede a word without a space, they are removed.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from mtqe.checks.shared import lemmas
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word, straight, words

Place = tuple[int, int]
Places = tuple[Place, ...]
V = TypeVar("V", bound=Hashable)
BETWEEN = 3
"""Words: between two words of a phrase, at most."""
BETWEEN_CHARACTERS = 8
"""Characters: the same in a language without spaces."""
CLAUSE = late(r"[.,:](?!\d)|[;!?–—…()\"“”„«»。，；：！？、\n]")
"""Matches a mark that ends a clause; that of *12,900* does not."""
_APOSTROPHE = late("['’ʼ]")
_HAN = "\u3400-\u9fff"
_LONGEST_PREFIX = 5
_SHORTEST_REST = 2
_LONGEST_BEGINNING = 4
"""Letters: of a negating prefix that a lemma may lack."""
_STEM = 3
"""Letters: at the beginning of a lemma by which it is found inside the word."""


class Found(NamedTuple, Generic[V]):
    """A word or a phrase of a list in a text.

    Args:
        places: Where its words stand.
        values: What the list says of it.
        phrase: Whether it is a phrase.
        loose: Whether it may be a part of a longer word, in a language without spaces.
    """

    places: Places
    values: frozenset[V]
    phrase: bool = False
    loose: bool = False


REMEMBERED = 4_096
"""Words: whose forms and entries each list keeps. A list says nothing of most words, and these share one empty set."""
_NOTHING: frozenset[Any] = frozenset()


class Token(NamedTuple):
    """A word of a text: the places of its parts, and the forms by which a list may have it."""

    places: Places
    keys: tuple[str, ...]


class _Stems(Generic[V]):
    """Entries of single words: exact ones by form, and those with `*` by their letters.

    A word is looked up as often as it has beginnings, ends and parts of the lengths that entries have, however many
    entries there are.
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self.exact = defaultdict[str, set[V]](set)
        heads, tails, parts = (defaultdict[str, set[V]](set) for _ in range(3))
        for entry, value in entries:
            core = entry.strip("*")
            if entry == core:
                found = self.exact
            elif not entry.startswith("*"):
                found = heads
            else:
                found = parts if entry.endswith("*") else tails
            found[core].add(value)
        self._heads, self._tails, self._parts = _by_length(heads), _by_length(tails), _by_length(parts)
        self._known: dict[tuple[str, ...], frozenset[V]] = {}

    def of(self, keys: tuple[str, ...]) -> frozenset[V]:
        """What the list says of a word."""
        found = self._known.get(keys)
        if found is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            found = self._known[keys] = frozenset(value for key in keys for value in self._of(key)) or _NOTHING
        return found

    def _of(self, key: str) -> Iterator[V]:
        yield from self.exact.get(key, ())
        size = len(key)
        for length, found in self._heads:
            if length <= size:
                yield from found.get(key[:length], ())
        for length, found in self._tails:
            if length <= size:
                yield from found.get(key[size - length :], ())
        for length, found in self._parts:
            for at in range(size - length + 1):
                yield from found.get(key[at : at + length], ())


def _by_length(entries: Mapping[str, set[V]]) -> list[tuple[int, dict[str, set[V]]]]:
    """The entries of each length."""
    grouped: dict[int, dict[str, set[V]]] = defaultdict(dict)
    for entry, values in entries.items():
        grouped[len(entry)][entry] = values
    return list(grouped.items())


class WordList(Generic[V]):
    """The entries of a list in one language, each with a value.

    Args:
        lang: Primary language tag.
        entries: Each entry with its value; an entry may occur several times.
    """

    def __init__(self, lang: str, entries: Iterable[tuple[str, V]]) -> None:
        self.lang = lang
        self.facts = language(lang)
        listed = list(entries)
        forms = self._all_folded([entry for entry, _ in listed])
        folded = [(form, value) for form, (_, value) in zip(forms, listed, strict=True)]
        self._spaceless = _Spaceless(folded) if self.facts.spaceless else None
        self._words = _Stems((entry, value) for entry, value in folded if "_" not in entry)
        self._phrases: dict[tuple[str, ...], set[V]] = defaultdict(set)
        for entry, value in folded:
            if "_" in entry:
                self._phrases[tuple(entry.split("_"))].add(value)
        self._firsts = _Stems((parts[0], parts) for parts in self._phrases)
        self._prefix = re.compile(self.facts.lemmas.prefixes)
        self._keys: dict[str, tuple[str, ...]] = {}

    def __contains__(self, word: str) -> bool:
        """Whether the list has a word in its dictionary form."""
        return bool(self._words.of((word,)))

    def find(self, text: str, tokens: Sequence[Token] = ()) -> list[Found[V]]:
        """The words and phrases of the list in a text.

        Args:
            text: The text.
            tokens: Its words, as by `tokens`; not needed in a language without spaces.
        """
        if self._spaceless:
            return list(self._spaceless.find(text))
        found = [Found(token.places, values) for token in tokens if (values := self._words.of(token.keys))]
        return [*found, *self._find_phrases(text, tokens)] if self._phrases else found

    def as_written(self, text: str, found: Found[V]) -> frozenset[V]:
        """What the list says of a word that was found, in the form in which it stands in the text."""
        if self._spaceless:
            return frozenset()
        return frozenset(self._words.exact.get(self._folded(text[slice(*found.places[0])].lower()), ()))

    def found_in(self, text: str) -> list[Found[V]]:
        """The words and phrases of the list in a text, whose words are read here."""
        return self.find(text, () if self._spaceless else [self.token(word) for word in words(text, hyphens=False)])

    def token(self, word: Word) -> Token:
        """A word of a text; one with an apostrophe also has the forms of its parts: *l'accusé*, *d'après*."""
        keys = self._keys.get(word.text)
        if keys is None:
            if len(self._keys) >= REMEMBERED:
                self._keys.clear()
            keys = self._keys[word.text] = self._make_keys(word.text)
        return Token(((word.start, word.end),), keys)

    def _make_keys(self, word: str) -> tuple[str, ...]:
        """The forms by which the list may have a word."""
        lexicon = lemmas.lexicon(self.lang)
        keys = self._with_beginning(lexicon.keys(word))
        if self._prefix.pattern:
            keys = self._bare(word, keys)
        if _APOSTROPHE.search(word):
            parts = [key for part in _APOSTROPHE.split(word) if part for key in lexicon.keys(part)]
            keys = *keys, straight(lexicon.spelled(word)), *parts
        return keys

    def _with_beginning(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The forms of a word; a lemma that lacks the beginning of the word has it again if the list has it so.

        The lemma data of some languages drop a negating prefix: that of Czech *nezávislé* is *závislý*.
        """
        if len(keys) < 2:
            return keys
        whole = keys[0]
        kept = dict.fromkeys([whole])
        for key in keys[1:]:
            at = whole.find(key[:_STEM], 1, _LONGEST_BEGINNING + _STEM)
            longer = whole[:at] + key
            kept[longer if at > 0 and not whole.startswith(key[:_STEM]) and longer in self else key] = None
        return keys if keys == (forms := tuple(kept)) else forms  # one object for all lists takes less memory

    def _all_folded(self, entries: list[str]) -> list[str]:
        """The entries as `_folded` has them, but folded at once: a list has thousands."""
        together = lemmas.fold("\n".join(entries)).split("\n")
        if self.facts.lemmas.prefixes or len(together) != len(entries):
            return list(map(self._folded, entries))
        lexicon = lemmas.lexicon(self.lang)
        return [self._folded(entry) if lexicon.has_spellings(entry) else entry for entry in together]

    def _folded(self, entry: str) -> str:
        spelled = "_".join(lemmas.lexicon(self.lang).spelled(part) for part in entry.split("_"))
        return lemmas.plain(spelled) if self.facts.lemmas.prefixes else spelled

    def _bare(self, word: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The forms of a word without the articles and prepositions before it, and without marks of vowels."""
        forms = dict.fromkeys(map(lemmas.plain, (*keys, word)))
        whole = lemmas.plain(word)
        for length in range(1, min(_LONGEST_PREFIX, len(whole) - _SHORTEST_REST) + 1):
            if self._prefix.fullmatch(whole[:length]):
                forms[whole[length:]] = None
        return tuple(forms)

    def _find_phrases(self, text: str, tokens: Sequence[Token]) -> Iterator[Found[V]]:
        for number, token in enumerate(tokens):
            for parts in self._firsts.of(token.keys):
                if places := self._phrase(text, tokens, number, parts[1:]):
                    yield Found(places, frozenset(self._phrases[parts]), phrase=True)

    def _phrase(self, text: str, tokens: Sequence[Token], number: int, parts: Sequence[str]) -> Places:
        """The places of a phrase that begins with a word; empty if the other words do not follow."""
        places = [*tokens[number].places]
        for part in parts:
            for after in range(number + 1, min(number + BETWEEN + 2, len(tokens))):
                if CLAUSE.search(text, tokens[after - 1].places[0][1], tokens[after].places[0][0]):
                    return ()
                if _is_part(part, tokens[after].keys):
                    places += tokens[after].places
                    number = after
                    break
            else:
                return ()
        return tuple(sorted(places))


def _is_part(part: str, keys: Iterable[str]) -> bool:
    """Whether a word of a phrase, which may have `*`, is a word of a text with these forms."""
    core = part.strip("*")
    if part == core:
        return part in keys
    if not part.startswith("*"):
        return any(key.startswith(core) for key in keys)
    return any(core in key for key in keys) if part.endswith("*") else any(key.endswith(core) for key in keys)


class _Spaceless(Generic[V]):
    """Entries that are found as parts of a text without spaces, the longest first."""

    def __init__(self, entries: Collection[tuple[str, V]]) -> None:
        self.values: dict[str, set[V]] = defaultdict(set)
        self.phrases: dict[str, set[V]] = defaultdict(set)
        for entry, value in entries:
            (self.phrases if "_" in entry else self.values)[entry.replace("*", "")].add(value)
        words = sorted(self.values, key=lambda word: (-len(word), word))
        self.pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)
        self.lone = re.compile(rf"(?<![{_HAN}])[{_HAN}](?![{_HAN}])")

    def find(self, text: str) -> Iterator[Found[V]]:
        """The entries in a text."""
        for match in self.pattern.finditer(text):
            loose = len(match[0]) == 1 and not self.lone.match(text, match.start())
            yield Found((match.span(),), frozenset(self.values[match[0].casefold()]), loose=loose)
        for phrase, values in self.phrases.items():
            for match in _joined(phrase).finditer(text):
                places = tuple(match.span(n + 1) for n in range(match.re.groups))
                yield Found(places, frozenset(values), phrase=True)


@functools.cache
def _joined(phrase: str) -> re.Pattern[str]:
    gap = rf"[^.,;:!?。，；：！？、\n]{{0,{BETWEEN_CHARACTERS}}}?"
    return re.compile(gap.join(f"({re.escape(part)})" for part in phrase.split("_")), re.IGNORECASE)


def by_value(found: Iterable[Found[V]]) -> Mapping[V, list[Found[V]]]:
    """What was found, by value."""
    sorted_out: dict[V, list[Found[V]]] = defaultdict(list)
    for one in found:
        for value in one.values:
            sorted_out[value].append(one)
    return sorted_out
