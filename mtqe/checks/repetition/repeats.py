"""Repetitions in a translation that its source does not have; for the check repeated-phrase."""

from __future__ import annotations

import functools
import operator
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import eq

from mtqe.contracts import Context
from mtqe.lang import language
from mtqe.model import Hit, Severity, Span
from mtqe.text import words
from mtqe.text.words import Word

GRAM = 4
"""Words: of the shortest phrase that counts when it comes back. By hand."""
STOP = re.compile(r"[.!?…][\s\"'”“’»)]*$")
_NOT = re.compile(r"\s(?:not|never|nicht|nie|niemals|pas|no|non|niet)\b|n['’]t\b", re.IGNORECASE)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IN_WORD = re.compile(r"(?=(\w)(?!\1)\w)([^\W\d_]{3,12}?)\2{2,}")
_SHORTEST = 9
"""Letters: of a word that can hold three copies of three. By definition."""
JOINERS = _set("and or und oder et ou y e o i и или либо lub albo oraz nebo či en és och eller og")
# Longer words that grammar or emphasis may set twice.
_MAY_STAND_TWICE = _set(
    "that very really many much more long never ever well okay blah yeah "
    "dass sehr viel viele ganz immer nein lange weit alles haben sind werden wird wurde waren diese denen einen eine "
    "nous vous bien très muy mucho molto sempre heel zeer quasi piano appena proprio subito mano casi luego poco"
)
_NEAR = 6
"""Words: within which a source that comes back to a word lets its translation do so: `heading and repeated heading`.
By hand."""
_COMPLEMENT = re.compile(r"\s(?:d[aeiou]|de[il]|de[sl]|d[ao]s|dell[ao])(?!\w)|\sd['’]")
"""What begins the complement of a noun in a Romance language."""
_MORE = re.compile(r",?\s(?:((?:[вксоуwzvo]|на|по|для|из|от|до|за|na|do|po|od|za|ze|ve|ke|pro|dla)\s)|[^\W\d_])")
"""What follows a noun of which more is said: a name, a clause, a genitive; or words that may belong to the verb."""
_AND_ITSELF = _set(
    "more again over through round years half less mehr wieder immer durch nach weiter fort über plus encore cada "
    "thousands millions hundreds days hours miles"
)


def comes_back(keys: Sequence[str]) -> bool:
    """Whether a word follows itself or stands but one word away from itself, or two words in a row come again.

    Where nothing does, there is no phrase in a row, joined or coming back.
    """
    pairs = set(pairwise(keys))
    return len(pairs) < len(keys) - 1 or any(map(eq, keys, keys[1:])) or any(map(eq, keys, keys[2:]))


def wrongly_doubled(text: str, first: Word, second: Word, context: Context) -> bool:
    """Whether a word stands twice where no grammar, number or name explains it."""
    if not text[first.end : second.start].isspace():
        return False
    if first.text != second.text and not (opens(text, first) and first.text[1:] == second.text[1:]):
        return False
    if text[first.start - 1 : first.start] == "-":
        return False  # a pronoun behind a French imperative: `prends-le le matin`
    if not first.key.replace("'", "").isalpha():
        return first.text.isdigit() and len(first.text) == 4  # a year
    if first.key in language(context.target_base).sentences.never_twice:
        return True
    if language(context.source_base).spaceless and not words.is_plain(first.text):
        return False  # a name made of one syllable twice
    return len(first.text) > 3 and first.key not in _MAY_STAND_TWICE


def opens(text: str, word: Word) -> bool:
    """Whether a word begins the text or a sentence, which explains its capital."""
    return not text[: word.start].strip() or text[: word.start].rstrip()[-1] in ".!?"


def joined(text: str, target: Sequence[Word], source: Sequence[Word], lang: str) -> Iterator[Hit]:
    """`X and X` for a word or short phrase X, where the source does not repeat itself like that."""
    keys, known = [word.key for word in target], language(lang)
    for at in range(1, len(keys) - 1):
        if keys[at] not in JOINERS:
            continue
        for length in range(min(GRAM, at, len(keys) - at - 1), 0, -1):
            phrase = keys[at - length : at]
            if phrase != keys[at + 1 : at + 1 + length]:
                continue
            said = text[target[at - length].start : target[at - 1].end]
            after = text[target[at + length].end :]
            if not _is_joined_in_error(phrase, said, source, lang):
                continue
            if _NOT.match(after) or _NOT.search(said):
                continue  # `what he could and could not do`
            more = _MORE.match(after) if known.complement == "genitive" else None
            if more and not more[1]:
                continue  # `nowych plików i plików systemu`
            if re.search(r"[^\w\s'’“”„\"«»-]", text[target[at - length].start : target[at + length].end]):
                continue  # two clauses
            if not known.capital_nouns and length == 1 and not words.is_plain(target[at - 1].text):
                continue  # `Prime Minister and Minister of Trade`
            if _is_other(text, target[at - length], target[at + 1]):
                continue
            if known.grammar == "english" and re.match(r"-|\s\w{5}", after):
                continue  # `health and health insurance`
            if known.complement == "preposition" and _COMPLEMENT.match(after):
                continue  # `finestre e finestre di dialogo`
            # Adjectives stand behind there, so the second may be another thing: `índice ou índice remissivo`.
            mild = Severity.MINOR if more or (known.complement == "preposition" and re.match(r"\s\w", after)) else None
            span = Span("target", target[at].start, target[at + length].end)
            yield Hit(f"“{said}” is joined to itself", (span,), mild)
            break


def _is_other(text: str, first: Word, second: Word) -> bool:
    """Whether one of two equal words is part of more: of a compound (`sub-totals and totals`), or of a name."""
    hyphens = {text[word.start - 1 : word.start] for word in (first, second)} & {"-", "‐", "‑"}
    return bool(hyphens) or (first.text != second.text and not opens(text, first))


def _is_joined_in_error(phrase: list[str], said: str, source: Sequence[Word], lang: str) -> bool:
    keys = [word.key for word in source]
    if len(phrase) == 1:
        if len(phrase[0]) < 5 or phrase[0] in _AND_ITSELF:
            return False
        if words.is_plain(said) and said.endswith(language(lang).comparative):
            return False  # `colder and colder`
        near = (pair for gap in range(3, _NEAR) for pair in zip(keys, keys[gap:], strict=False))
        return all(map(operator.ne, keys, keys[2:])) and not any(a == b and len(a) > 3 for a, b in near)
    long = [key for key in keys if len(key) > 3]
    return max(map(len, phrase)) > 3 and len(set(long)) == len(long)


def inside_words(target: Sequence[Word], source: Sequence[Word]) -> Iterator[Hit]:
    """A piece of a word that stands three times or more in it."""
    for word in target:
        found = _piece(word.text) if len(word.text) >= _SHORTEST else None
        if found and not any(len(other.text) >= _SHORTEST and _piece(other.text) for other in source):
            piece, start, end = found
            yield Hit(f"“{piece}” is repeated inside a word", (Span("target", word.start + start, word.start + end),))


@functools.lru_cache(maxsize=65_536)
def _piece(word: str) -> tuple[str, int, int] | None:
    """A piece that stands three times or more in a word, and where its copies are."""
    if len(word) - len(set(word)) < 6:
        return None  # two copies of three letters are six letters that are not new
    found = _IN_WORD.search(word)
    return (found[2], found.start() + len(found[2]), found.end()) if found else None


def coming_back(target: Sequence[Word], source: Sequence[Word], gram: int) -> Iterator[Hit]:
    """A phrase of at least `gram` words that comes three times, or at least twice that long and twice."""
    keys = [word.key for word in target]
    if len(keys) - len(set(keys)) < gram:
        return  # every word of a phrase that comes again has been there
    grams = [tuple(keys[at : at + gram]) for at in range(len(keys) - gram + 1)]
    counts = Counter(grams)
    if len(counts) == len(grams):
        return
    top, times = counts.most_common(1)[0]
    first = grams.index(top)
    places = [at for at, found in enumerate(grams) if found == top]
    length = gram
    while len({keys[at + length] if at + length < len(keys) else at for at in places}) == 1:
        length += 1
    if (times < 3 and length < 2 * gram) or repeats(source, times):
        return
    if len(_starts([word.key for word in source], keys[first : first + length])) >= times:
        return  # telephone numbers that begin alike
    starts = _starts(keys, keys[first : first + length])
    spans = tuple(Span("target", target[at].start, target[at + length - 1].end) for at in starts[1:])
    if spans:
        yield Hit(f"a phrase of {length} words comes {len(starts)} times", spans)


def repeats(source: Sequence[Word], times: int) -> bool:
    """Whether the source comes back to something too: to two words, or as many times to one long word."""
    keys = [word.key for word in source]
    pairs = Counter(pair for pair in pairwise(keys) if max(map(len, pair)) > 3 or not (pair[0] + pair[1]).isascii())
    single = Counter(key for key in keys if len(key) > 3)
    return max(pairs.values(), default=0) > 1 or (times > 2 and max(single.values(), default=0) >= times)


def _starts(keys: list[str], phrase: list[str]) -> list[int]:
    """Where a phrase begins, without overlaps."""
    found: list[int] = []
    for at in range(len(keys) - len(phrase) + 1):
        if keys[at : at + len(phrase)] == phrase and (not found or at >= found[-1] + len(phrase)):
            found.append(at)
    return found
