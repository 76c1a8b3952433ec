"""Finds renderings in a translation: strictly to mark a forbidden one, leniently to be sure that one is missing."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.shared import german_lemmas as german
from mtqe.checks.shared import separable_verbs as verbs
from mtqe.checks.shared.lemmas import Lexicon, fold, plain, word_pattern
from mtqe.checks.terms.occurrences import narrow
from mtqe.language.lang import anywhere, language
from mtqe.language.late_patterns import late

Places = frozenset[int]
"""Indices of words in a text; indices of characters in languages without spaces."""
NOWHERE: Places = frozenset()

_SYMBOLS = late(r"[^\w\s'’`´.,:;!?/()\[\]\"„“”«»‐‑–-]")
_SOUND_SIGNS = frozenset("ーャュョァィゥェォッ")
"""Japanese signs that change the sound before them, and so belong to its word."""
_GAPS = frozenset({"", "-", "‐", "‑", "'", "’", ".", "‘"})
_SLASHES = frozenset({"/", "-/"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with its offsets."""

    text: str
    start: int
    end: int


class View:
    """A text cut into words, with an index of their forms.

    Args:
        text: Source or translation of a segment.
        lex: The word forms of its language.
    """

    def __init__(self, text: str, lex: Lexicon) -> None:
        self.text = text
        self.lex = lex
        self.words = self.split(text)
        # In a text in capitals, the capitals of a word mean nothing.
        self.all_capitals = len(self.words) > 1 and text.isupper()
        self.keys = [self._keys(word.text) for word in self.words]

    @staticmethod
    def split(text: str) -> list[Word]:
        """The words of a text, split at hyphens and apostrophes, too."""
        return [Word(match[0], *match.span()) for match in word_pattern().finditer(text)]

    def _keys(self, word: str) -> tuple[str, ...]:
        return (*self.lex.keys(word), *self.lex.keys(word.lower())) if self.all_capitals else self.lex.keys(word)

    @functools.cached_property
    def places(self) -> dict[str, list[int]]:
        """The places of each word form."""
        places: dict[str, list[int]] = {}
        for place, keys in enumerate(self.keys):
            for key in keys:
                places.setdefault(key, []).append(place)
        return places

    @functools.cached_property
    def letters(self) -> tuple[str, list[int]]:
        """All words joined, without accents and case, and for each letter the place of its word."""
        words = [plain(word.text) for word in self.words]
        return "".join(words), [place for place, word in enumerate(words) for _ in word]

    @functools.cached_property
    def compound_halves(self) -> list[tuple[int, bool]]:
        """The place of each half compound, and whether it is the first half: *Rechen-* of *Rechen- und Stromkosten*."""
        halves = []
        for place, word in enumerate(self.words):
            if re.match(r"[-‐‑](?:[\s,/]|$)", self.text[word.end : word.end + 2]):
                halves.append((place, True))
            elif re.search(r"(?:[\s(/]|^)[-‐‑]$", self.text[max(0, word.start - 2) : word.start]):
                halves.append((place, False))
        return halves

    def at(self, keys: Iterable[str]) -> list[int]:
        """The places of the words that have one of the keys, in order."""
        return sorted({place for key in keys for place in self.places.get(key, ())})

    @functools.cached_property
    def particles(self) -> list[int]:
        """The places of words at the end of a clause that may be the prefix of a separated verb."""
        prefixes = language(self.lex.lang).verbs.prefixes
        return [place for place, word in enumerate(self.words) if word.text in prefixes and self._ends_clause(place)]

    def _ends_clause(self, place: int) -> bool:
        next_word = self.words[place + 1].text if place + 1 < len(self.words) else None
        gap = self.between(place)
        if next_word is None or next_word in anywhere("joins_clauses"):
            return True
        return bool(re.match(r"[\"“”’»)]*[.,;:!?…)]", gap))

    def particle(self, place: int) -> int | None:
        """The place of the prefix that belongs to the verb at `place`, if the verb is separated."""
        prefix = next((n for n in self.particles if n > place), None)
        if prefix is None or self.between(place)[:1] == ",":
            return None
        between = self.text[self.words[place].end : self.words[prefix].start]
        return None if re.search(r"[.!?;:…]\s+[^\W\d_a-zäöüß]", between) else prefix

    def between(self, place: int) -> str:
        """The text between a word and the next one."""
        end = self.words[place + 1].start if place + 1 < len(self.words) else len(self.text)
        return self.text[self.words[place].end : end]


@dataclass(frozen=True, slots=True)
class Rendering:
    """An analysed rendering.

    Args:
        text: The rendering as the glossary writes it.
        words: Its words.
        content: Indices of the words that carry its meaning.
        symbols: Whether it has characters such as `+` that must match.
    """

    text: str
    words: tuple[str, ...]
    content: tuple[int, ...]
    symbols: bool


@functools.lru_cache(maxsize=8192)
def rendering(text: str) -> Rendering:
    """Analyse a rendering; the result is cached."""
    words = tuple(word_pattern().findall(text))
    reflexive = anywhere("reflexive")
    content = tuple(
        n for n, word in enumerate(words) if (len(word) > 3 or not word.islower()) and word not in reflexive
    )
    return Rendering(text, words, content or tuple(range(len(words))), bool(_SYMBOLS.search(text)) or not words)


def strict(item: Rendering, view: View, *, compounds: bool = False) -> list[Places]:
    """The places of a rendering, word for word, in any inflection, with spaces or hyphens between its words."""
    if language(view.lex.lang).spaceless:
        return list(_substrings(item.text, view.text))
    if item.symbols:
        return list(_literal(item.text, view))
    matches = [frozenset(range(place, place + len(item.words))) for place in _sequences(item, view)]
    if compounds and len(item.words) == 1 and not matches:
        text = item.words[0]
        matches = [
            frozenset({place})
            for place, word in enumerate(view.words)
            if view.lex.in_compound(text, word.text, strict=True)
        ] or list(separated(text, view))
    return matches


def lenient(item: Rendering, view: View, banned: Places = NOWHERE) -> Places:
    """The places of words that are probably the rendering, or `NOWHERE`.

    The words may be derived, compounded, split, reordered or coordinated forms of the rendering.
    """
    if language(view.lex.lang).spaceless:
        return _conjugated(item.text, view) if language(view.lex.lang).grammar == "japanese" else NOWHERE
    if item.symbols:
        return NOWHERE
    return _scattered(item, view, banned) or _joined(item, view, banned) or _coordinated(item, view, banned)


def _conjugated(text: str, view: View) -> Places:
    """A Japanese verb or adjective in another form: *削除した* for *削除する*, *開きます* for *開く*."""
    stem = text.removesuffix("する")
    if stem == text and re.search("[一-鿿々][ぁ-ん]*[うくぐすつぬぶむるい]$", text):
        stem = text[:-1]
    match = (
        None if stem == text else re.search(re.escape(stem) + ("" if text.endswith("する") else "[ぁ-ん]"), view.text)
    )
    return frozenset(range(*match.span())) if match else NOWHERE


def _sequences(item: Rendering, view: View) -> Iterator[int]:
    """The places of the first word of a rendering whose words stand side by side."""
    keys = view.lex.keys
    later_keys = [set(keys(word)) for word in item.words[1:]]
    gaps = _GAPS | _SLASHES if "/" in item.text else _GAPS
    for place in view.at(keys(item.words[0])):
        if place + len(later_keys) < len(view.words) and all(
            not word_keys.isdisjoint(view.keys[place + n]) and view.between(place + n - 1).strip() in gaps
            for n, word_keys in enumerate(later_keys, start=1)
        ):
            yield place


def _literal(text: str, view: View) -> Iterator[Places]:
    """The places of a rendering whose symbols must match."""
    edges = (r"(?<!\w)" if text[:1].isalnum() else "", r"(?!\w)" if text[-1:].isalnum() else "")
    pattern = re.compile(edges[0] + re.escape(text) + edges[1], re.IGNORECASE)
    for match in pattern.finditer(view.text):
        touched = {n for n, word in enumerate(view.words) if word.start < match.end() and word.end > match.start()}
        # A rendering of symbols only has no word: -1 says that it is present.
        yield frozenset(touched or {-1})


def _substrings(rendering_text: str, text: str) -> Iterator[Places]:
    """The places of a rendering in a text of a language without spaces."""
    substring, _ = squeeze(rendering_text)
    flat, places = squeeze(text)
    at = flat.find(substring) if substring else -1
    while at >= 0:
        end = at + len(substring)
        if not inside_word(flat, at, end):
            yield frozenset(range(places[at], places[end - 1] + 1))
        at = flat.find(substring, at + 1)


def inside_word(flat: str, start: int, end: int) -> bool:
    """Whether a stretch of a text without spaces is part of a longer word: `AI` in `MAIL`."""
    return (
        _latin(flat[max(0, start - 1) : start + 1])
        or _latin(flat[end - 1 : end + 1])
        or flat[end : end + 1] in _SOUND_SIGNS
    )


@functools.lru_cache(maxsize=4096)
def squeeze(text: str) -> tuple[str, Sequence[int]]:
    """The flattened text, with spaces only between letters of an alphabet, and the offset of each character."""
    flat = flatten(text)
    if not re.search(r"\s", flat):
        return flat, range(len(flat))
    gaps = [match.span() for match in re.finditer(r"\s+", flat)]
    dropped = {n for a, b in gaps if not (a and _latin(flat[a - 1] + flat[b : b + 1])) for n in range(a, b)}
    places = [n for n in range(len(flat)) if n not in dropped]
    return "".join(" " if flat[n].isspace() else flat[n] for n in places), places


def flatten(text: str) -> str:
    """The text in lower case and with half-width letters and digits, of the same length."""
    flat = narrow(text)
    return flat.lower() if len(flat.lower()) == len(flat) else flat


def _latin(pair: str) -> bool:
    """Whether two neighbouring characters belong to one word in an alphabet, as in `AI` in `MAIL`."""
    return len(pair) == 2 and all(char.isalnum() and ord(char) < 0x0E00 for char in pair)


def _scattered(item: Rendering, view: View, banned: Places) -> Places:
    """The places of all content words, in any form and order, near each other, each in a word of its own."""
    if len(item.words) == 1:
        return _any_form(item.words[0], view, banned)
    each = [_any_form(item.words[n], view, banned) for n in item.content]
    if not all(each):
        return NOWHERE
    reach = 2 * len(item.words) + 4
    for start in sorted(each[0]):
        near = [frozenset(place for place in places if abs(place - start) <= reach) for places in each]
        union = NOWHERE.union(*near)
        if all(near) and len(union) >= len(each):
            return union
    return NOWHERE


def _any_form(word: str, view: View, banned: Places) -> Places:
    """The places of a word in any form, or of the first separated verb."""
    return _alike(word, view, banned) or next(
        (places for places in separated(word, view, anywhere=True) if not places & banned), NOWHERE
    )


def _alike(word: str, view: View, banned: Places) -> Places:
    """The places of the words that are forms or relatives of a word."""
    alike = {place for place, candidate in enumerate(view.words) if view.lex.alike(word, candidate.text)}
    return frozenset(alike.union(view.at(view.lex.keys(word))) - banned)


def separated(verb: str, view: View, *, anywhere: bool = False) -> Iterator[Places]:
    """The places of a separated verb and its prefix: *legt ... an*, *in te vullen*."""
    lang = view.lex.lang
    facts = language(lang).verbs
    if not facts.prefixes:
        return
    infinitives = dict.fromkeys(
        [fold(verb), *view.lex.keys(verb), *verbs.infinitives(fold(verb), view.lex.lemma, lang)]
    )
    for prefix, base in (pair for infinitive in infinitives for pair in verbs.split(infinitive, lang)):
        particles = view.at([prefix])
        if not particles:
            continue
        forms = verbs.forms(base, lang)
        finite = {*view.at(view.lex.keys(base)), *(n for n, word in enumerate(view.words) if fold(word.text) in forms)}
        for place in sorted(finite):
            particle = next((n for n in particles if n > place), None) if anywhere else view.particle(place)
            if particle in particles:
                yield frozenset({place, particle})
            elif (
                facts.infinitive_apart
                and place - 2 in particles
                and fold(view.words[place - 1].text) == facts.infinitive_marker
            ):
                yield frozenset({place, place - 2})


def _joined(item: Rendering, view: View, banned: Places) -> Places:
    """The places of a longer rendering with other spaces and hyphens: *Onlineshop*, *Online-Shop*, *Online Shop*."""
    letters = "".join(map(plain, item.words))
    if view.lex.german:
        stems = (stem for stem in german.stems(letters) if len(letters) - len(stem) < 3)
        letters = min(stems, key=len, default=letters)
    if len(letters) < 7:
        return NOWHERE
    if view.lex.german and len(item.words) == 2:
        # "bekanntgab" is a form of "bekannt geben"
        head, base = plain(item.words[0]), set(view.lex.keys(item.words[1]))
        for place, word in enumerate(view.words):
            tail = word.text[len(head) :]
            if tail and plain(word.text).startswith(head) and not base.isdisjoint(view.lex.keys(tail)):
                return frozenset({place})
    text, owner = view.letters
    at = text.find(letters)
    while at >= 0:
        end = at + len(letters)
        places = frozenset(owner[at:end])
        begins_word = at == 0 or owner[at - 1] != owner[at]
        feminine = text[end:].startswith("in") and text[:end].endswith("er")
        if begins_word and not feminine and not places & banned:
            return places
        at = text.find(letters, at + 1)
    return NOWHERE


def _coordinated(item: Rendering, view: View, banned: Places) -> Places:
    """The places of both halves of a shared compound.

    *Rechen- und Speicherkosten* has *Rechenkosten*; *Netzgebühren und -kosten* has *Netzkosten*.
    """
    if not view.lex.compounds or len(item.words) > 2:
        return NOWHERE
    compound = "".join(map(plain, item.words))
    for place, is_first in view.compound_halves:
        half = plain(view.words[place].text)
        if len(half) < 3 or place in banned:
            continue
        if is_first and compound.startswith(half) and len(compound) - len(half) > 2:
            for partner in range(place + 1, min(place + 6, len(view.words))):
                if _ends_alike(plain(view.words[partner].text), compound[len(half) :], view.lex):
                    return frozenset({place, partner})
        elif not is_first and _ends_with(compound, half, view.lex):
            for partner in range(max(place - 5, 0), place):
                if plain(view.words[partner].text)[:4] == compound[:4]:
                    return frozenset({place, partner})
    return NOWHERE


def _ends_with(compound: str, half: str, lex: Lexicon) -> bool:
    """Whether a compound ends with the half, in any form."""
    return any(compound.endswith(stem) and len(compound) - len(stem) > 2 for stem in (half, *_shortened(half, lex)))


def _ends_alike(candidate: str, tail: str, lex: Lexicon) -> bool:
    """Whether a word ends with the tail, both in any form."""
    ends = {tail, *_shortened(tail, lex)}
    return any(form.endswith(end) for form in (candidate, *_shortened(candidate, lex)) for end in ends)


def _shortened(word: str, lex: Lexicon) -> Iterable[str]:
    """The word without its possible endings."""
    return german.stems(word) if lex.german else (word[:-1], word[:-2])
