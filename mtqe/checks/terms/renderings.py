"""Finds renderings in a translation: strictly to mark a forbidden one, leniently to be sure that none is there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.shared import german_lemmas as german
from mtqe.checks.shared import separable_verbs as verbs
from mtqe.checks.shared.lemmas import Lexicon, fold, plain, word_pattern
from mtqe.checks.terms.occurrences import narrow
from mtqe.lang import language

Places = frozenset[int]
"""Numbers of words in a text; of characters in languages without spaces."""
NOWHERE: Places = frozenset()

_SYMBOLS = re.compile(r"[^\w\s'’`´.,:;!?/()\[\]\"„“”«»‐‑–-]")
_LONG = frozenset("ーャュョァィゥェォッ")
"""Signs that lengthen or bend the sound before them, and so belong to its word."""
_GAPS = frozenset({"", "-", "‐", "‑", "'", "’", ".", "‘"})
_SLASHES = frozenset({"/", "-/"})
_CONJUNCTIONS = frozenset({"und", "oder", "sowie", "en", "of"})
_REFLEXIVE = frozenset({"sich", "zich"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands."""

    text: str
    start: int
    end: int


class View:
    """A text cut into words, with the places of each word form.

    Args:
        text: One side of a segment.
        lex: The word forms of its language.
    """

    def __init__(self, text: str, lex: Lexicon) -> None:
        self.text = text
        self.lex = lex
        self.words = self.split(text)
        # In a line of capitals the case of a word says nothing.
        self.shouting = len(self.words) > 1 and text.isupper()
        self.keys = [self._keys(word.text) for word in self.words]

    @staticmethod
    def split(text: str) -> list[Word]:
        """The words of a text; hyphens and apostrophes end a word."""
        return [Word(match[0], *match.span()) for match in word_pattern().finditer(text)]

    def _keys(self, word: str) -> tuple[str, ...]:
        return (*self.lex.keys(word), *self.lex.keys(word.lower())) if self.shouting else self.lex.keys(word)

    @functools.cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word form stands."""
        places: dict[str, list[int]] = {}
        for place, keys in enumerate(self.keys):
            for key in keys:
                places.setdefault(key, []).append(place)
        return places

    @functools.cached_property
    def letters(self) -> tuple[str, list[int]]:
        """The plain words without anything between them, and the place of the word that each letter belongs to."""
        words = [plain(word.text) for word in self.words]
        return "".join(words), [place for place, word in enumerate(words) for _ in word]

    @functools.cached_property
    def stubs(self) -> list[tuple[int, bool]]:
        """Halves of compounds, and whether it is the first half: of *Rechen- und Speicherkosten* the first word."""
        found = []
        for place, word in enumerate(self.words):
            if re.match(r"[-‐‑](?:[\s,/]|$)", self.text[word.end : word.end + 2]):
                found.append((place, True))
            elif re.search(r"(?:[\s(/]|^)[-‐‑]$", self.text[max(0, word.start - 2) : word.start]):
                found.append((place, False))
        return found

    def at(self, keys: Iterable[str]) -> list[int]:
        """The places of the words that share a key, in order."""
        return sorted({place for key in keys for place in self.places.get(key, ())})

    @functools.cached_property
    def particles(self) -> list[int]:
        """The places of words that may be the prefix of a separable verb and end a clause."""
        prefixes = language(self.lex.lang).verbs.prefixes
        return [place for place, word in enumerate(self.words) if word.text in prefixes and self._ends_clause(place)]

    def _ends_clause(self, place: int) -> bool:
        after = self.words[place + 1].text if place + 1 < len(self.words) else None
        gap = self.between(place)
        return after is None or after in _CONJUNCTIONS or bool(re.match(r"[\"“”’»)]*[.,;:!?…)]", gap))

    def particle(self, place: int) -> int | None:
        """The place of the prefix that belongs to a verb, if that is in two pieces."""
        later = next((n for n in self.particles if n > place), None)
        if later is None or self.between(place)[:1] == ",":
            return None
        within = self.text[self.words[place].end : self.words[later].start]
        return None if re.search(r"[.!?;:…]\s+[^\W\d_a-zäöüß]", within) else later

    def between(self, place: int) -> str:
        """What stands between a word and the next one."""
        end = self.words[place + 1].start if place + 1 < len(self.words) else len(self.text)
        return self.text[self.words[place].end : end]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A rendering, analysed once.

    Args:
        text: As it stands in the glossary.
        words: Its words.
        content: Numbers of the words that carry its meaning.
        symbols: Whether it holds characters such as `+` that count.
    """

    text: str
    words: tuple[str, ...]
    content: tuple[int, ...]
    symbols: bool


@functools.lru_cache(maxsize=65536)
def rendering(text: str) -> Rendering:
    """Analyse a rendering."""
    words = tuple(word_pattern().findall(text))
    content = tuple(
        n for n, word in enumerate(words) if (len(word) > 3 or not word.islower()) and word not in _REFLEXIVE
    )
    return Rendering(text, words, content or tuple(range(len(words))), bool(_SYMBOLS.search(text)) or not words)


def strict(item: Rendering, view: View, *, compounds: bool = False) -> list[Places]:
    """Where the rendering stands word for word, in any inflection, with spaces or hyphens between its words.

    Args:
        item: The rendering.
        view: The translation.
        compounds: Take compounds with a one-word rendering and separated verbs too.
    """
    if language(view.lex.lang).spaceless:
        return list(_substrings(item.text, view.text))
    if item.symbols:
        return list(_literal(item.text, view))
    found = [frozenset(range(place, place + len(item.words))) for place in _sequences(item, view)]
    if compounds and len(item.words) == 1 and not found:
        word = item.words[0]
        found = [
            frozenset({place})
            for place, other in enumerate(view.words)
            if view.lex.in_compound(word, other.text, strict=True)
        ] or list(separated(word, view))
    return found


def lenient(item: Rendering, view: View, banned: Places = NOWHERE) -> Places:
    """Words that may well be the rendering: derived, compounded, split, reordered or coordinated forms; or `NOWHERE`.

    Args:
        item: The rendering.
        view: The translation.
        banned: Words that cannot count, because they are a forbidden rendering.
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
    keys = view.lex.keys
    rest = [set(keys(word)) for word in item.words[1:]]
    gaps = _GAPS | _SLASHES if "/" in item.text else _GAPS
    for place in view.at(keys(item.words[0])):
        if place + len(rest) < len(view.words) and all(
            not wanted.isdisjoint(view.keys[place + n]) and view.between(place + n - 1).strip() in gaps
            for n, wanted in enumerate(rest, start=1)
        ):
            yield place


def _literal(text: str, view: View) -> Iterator[Places]:
    edges = (r"(?<!\w)" if text[:1].isalnum() else "", r"(?!\w)" if text[-1:].isalnum() else "")
    pattern = re.compile(edges[0] + re.escape(text) + edges[1], re.IGNORECASE)
    for match in pattern.finditer(view.text):
        touched = {n for n, word in enumerate(view.words) if word.start < match.end() and word.end > match.start()}
        # A rendering of symbols alone has no word to point at; it is there, that is what counts.
        yield frozenset(touched or {-1})


def _substrings(text: str, inside: str) -> Iterator[Places]:
    wanted, _ = squeeze(text)
    flat, places = squeeze(inside)
    at = flat.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if not inside_word(flat, at, end):
            yield frozenset(range(places[at], places[end - 1] + 1))
        at = flat.find(wanted, at + 1)


def inside_word(flat: str, start: int, end: int) -> bool:
    """Whether a stretch of a text without spaces is cut out of a longer word: `AI` of `MAIL`."""
    return (
        _latin(flat[max(0, start - 1) : start + 1]) or _latin(flat[end - 1 : end + 1]) or flat[end : end + 1] in _LONG
    )


@functools.lru_cache(maxsize=4096)
def squeeze(text: str) -> tuple[str, Sequence[int]]:
    """The flattened text without the spaces beside characters of no alphabet, and the place of each character."""
    flat = flatten(text)
    if not re.search(r"\s", flat):
        return flat, range(len(flat))
    gaps = [match.span() for match in re.finditer(r"\s+", flat)]
    dropped = {n for a, b in gaps if not (a and _latin(flat[a - 1] + flat[b : b + 1])) for n in range(a, b)}
    places = [n for n in range(len(flat)) if n not in dropped]
    return "".join(" " if flat[n].isspace() else flat[n] for n in places), places


def flatten(text: str) -> str:
    """The text in lower case and with half-width letters and digits, each character in its place."""
    flat = narrow(text)
    return flat.lower() if len(flat.lower()) == len(flat) else flat


def _latin(pair: str) -> bool:
    """Whether two neighbouring characters belong to one word in an alphabet, as in `AI` in `MAIL`."""
    return len(pair) == 2 and all(char.isalnum() and ord(char) < 0x0E00 for char in pair)


def _scattered(item: Rendering, view: View, banned: Places) -> Places:
    """All content words, each in any form, in any order, not too far apart, and each in a word of its own."""
    if len(item.words) == 1:
        return _any_form(item.words[0], view, banned)
    each = [_any_form(item.words[n], view, banned) for n in item.content]
    if not all(each):
        return NOWHERE
    reach = 2 * len(item.words) + 4
    for start in sorted(each[0]):
        near = [frozenset(place for place in places if abs(place - start) <= reach) for places in each]
        found = NOWHERE.union(*near)
        if all(near) and len(found) >= len(each):
            return found
    return NOWHERE


def _any_form(word: str, view: View, banned: Places) -> Places:
    return _alike(word, view, banned) or next(
        (places for places in separated(word, view, anywhere=True) if not places & banned), NOWHERE
    )


def _alike(word: str, view: View, banned: Places) -> Places:
    found = {place for place, other in enumerate(view.words) if view.lex.alike(word, other.text)}
    return frozenset(found.union(view.at(view.lex.keys(word))) - banned)


def separated(verb: str, view: View, *, anywhere: bool = False) -> Iterator[Places]:
    """Where a separable verb stands in two pieces: *legt ... an*, *in te vullen*; the verb's place and the prefix's.

    Args:
        verb: The verb, in any form that is one word.
        view: A German or Dutch text.
        anywhere: Take a prefix that does not end the clause of the verb, too.
    """
    lang = view.lex.lang
    known = language(lang).verbs
    if not known.prefixes:
        return
    infinitives = dict.fromkeys([fold(verb), *view.lex.keys(verb), *verbs.whole(fold(verb), view.lex.lemma, lang)])
    for prefix, base in (pair for infinitive in infinitives for pair in verbs.split(infinitive, lang)):
        particles = view.at([prefix])
        if not particles:
            continue
        forms = verbs.forms(base, lang)
        finite = {*view.at(view.lex.keys(base)), *(n for n, word in enumerate(view.words) if fold(word.text) in forms)}
        for place in sorted(finite):
            later = next((n for n in particles if n > place), None) if anywhere else view.particle(place)
            if later in particles:
                yield frozenset({place, later})
            elif (
                known.infinitive_apart
                and place - 2 in particles
                and fold(view.words[place - 1].text) == known.infinitive_marker
            ):
                yield frozenset({place, place - 2})


def _joined(item: Rendering, view: View, banned: Places) -> Places:
    """Spaces and hyphens put elsewhere: *Onlineshop*, *Online-Shop*, *Online Shop*; from eight letters on."""
    wanted = "".join(map(plain, item.words))
    if view.lex.german:
        wanted = min((stem for stem in german.stems(wanted) if len(wanted) - len(stem) < 3), key=len, default=wanted)
    if len(wanted) < 7:
        return NOWHERE
    if view.lex.german and len(item.words) == 2:
        # "bekanntgab" for "bekannt geben"
        head, base = plain(item.words[0]), set(view.lex.keys(item.words[1]))
        for place, word in enumerate(view.words):
            rest = word.text[len(head) :]
            if rest and plain(word.text).startswith(head) and not base.isdisjoint(view.lex.keys(rest)):
                return frozenset({place})
    text, owner = view.letters
    at = text.find(wanted)
    while at >= 0:
        places = frozenset(owner[at : at + len(wanted)])
        first = at == 0 or owner[at - 1] != owner[at]
        feminine = text[at + len(wanted) :].startswith("in") and text[: at + len(wanted)].endswith("er")
        if first and not feminine and not places & banned:
            return places
        at = text.find(wanted, at + 1)
    return NOWHERE


def _coordinated(item: Rendering, view: View, banned: Places) -> Places:
    """Half a compound: *Rechen- und Speicherkosten* has *Rechenkosten*, *Netzgebühren und -kosten* has *Netzkosten*."""
    if not view.lex.compounds or len(item.words) > 2:
        return NOWHERE
    wanted = "".join(map(plain, item.words))
    for place, is_first in view.stubs:
        part = plain(view.words[place].text)
        if len(part) < 3 or place in banned:
            continue
        if is_first and wanted.startswith(part) and len(wanted) - len(part) > 2:
            for other in range(place + 1, min(place + 6, len(view.words))):
                if _ends_alike(plain(view.words[other].text), wanted[len(part) :], view.lex):
                    return frozenset({place, other})
        elif not is_first and _has_tail(wanted, part, view.lex):
            for other in range(max(place - 5, 0), place):
                if plain(view.words[other].text)[:4] == wanted[:4]:
                    return frozenset({place, other})
    return NOWHERE


def _has_tail(wanted: str, part: str, lex: Lexicon) -> bool:
    return any(wanted.endswith(stem) and len(wanted) - len(stem) > 2 for stem in (part, *_shortened(part, lex)))


def _ends_alike(candidate: str, tail: str, lex: Lexicon) -> bool:
    ends = {tail, *_shortened(tail, lex)}
    return any(form.endswith(end) for form in (candidate, *_shortened(candidate, lex)) for end in ends)


def _shortened(word: str, lex: Lexicon) -> Iterable[str]:
    return german.stems(word) if lex.german else (word[:-1], word[:-2])
