"""Says how likely a word in another script is the transcription of a name in Latin letters.

A table for each script says how much more often a piece of a Latin name stands beside a piece of its transcription than
the two would by chance (`training/transliteration.py` learns it from the names of cities). `evidence` adds this up over
the best way to cut both into pieces. The sum is a logarithm of odds: above 0 the word is rather a transcription of the
name, below 0 it is rather another word. Vowels count, and silent letters cost little where they are usual.

The pieces of a Chinese word are the initials and finals of its syllables in pinyin, those of a Korean word its letters.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib.resources import files

from mtqe.language.late_patterns import late

SCRIPTS = {
    "arabic": late(r"[\u0620-\u0652\u066e-\u06d3\u200c]+"),
    "hebrew": late(r"[\u05d0-\u05ea'׳]+"),
    "devanagari": late(r"[\u0900-\u0963\u0970-\u097f\u200c\u200d]+"),
    "hangul": late(r"[\uac00-\ud7a3]+"),
    "han": late(r"[\u3400-\u9fff]+"),
    "kana": late(r"[\u30a1-\u30fa\u30fc]+"),
    "cyrillic": late(r"[\u0400-\u045f\u0490\u0491]+"),
    "greek": late(r"[\u0386-\u03ce]+"),
}
"""The scripts with a table, and their words."""
LONGEST_NAME, LONGEST_PIECE = 3, 2
"""Letters of a piece of a name, and symbols of a piece of its transcription, at most."""
WORD, START, END, WITHIN = "word", "start", "end", "within"
"""Where a transcription stands in a word."""
LONGEST = 200
"""Letters: of the longest word that is compared."""
_UNKNOWN = -5.0
"""Weight: of a letter or symbol that the table does not know beside nothing."""
_LEADS = {"arabic": 3, "hebrew": 3}
"""Letters that a script writes together with the word after them, at most: *and*, *in*, *to the*."""
_LEAD, _TAIL = -0.5, -0.5
"""Weight: of a letter before the name, and of one after it: an ending."""
_CLOSED = -50.0
"""Weight: of a symbol after a name that ends its word."""
_FREE_TAIL = frozenset({"hangul", "cyrillic"})
"""Scripts whose languages often add an ending to a name."""
LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
"""Replaces small Latin letters that are no combination of a letter and an accent."""
_ARABIC = str.maketrans("أإآٱكيىئؤةې", "ااااکیییوهی", "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u200c")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")

Table = dict[str, dict[tuple[str, ...], float]]
"""The weight of each piece of a transcription, by the piece of the name beside it."""


def script(word: str) -> str | None:
    """Return the script of a word, if it has a table."""
    return next((name for name, pattern in SCRIPTS.items() if pattern.fullmatch(word)), None)


@functools.lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """Return the English letters of a name in Latin letters, with a mark for its beginning and its end."""
    spelled = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    return f"^{re.sub('[^a-z]', '', spelled)}$"


@functools.lru_cache(maxsize=8192)
def symbols(word: str, script: str) -> tuple[str, ...]:
    """Return the symbols of a word, which the tables compare with the letters of names."""
    lower = word.casefold()
    if script == "han":
        return tuple(symbol for char in lower for symbol in _of_character(char))
    if script == "arabic":
        return tuple(lower.translate(_ARABIC))
    spelled = unicodedata.normalize("NFC" if script in ("kana", "hebrew") else "NFD", lower)
    if script == "devanagari":
        return tuple(char for char in spelled if char not in "\u093c\u200c\u200d")
    if script in ("cyrillic", "greek"):
        return tuple(char for char in spelled if not unicodedata.combining(char) or char == "\u0306")
    return tuple(spelled)


@functools.lru_cache(maxsize=8192)
def _of_character(character: str) -> tuple[str, ...]:
    """The initial and final of a Chinese character; the initial has a capital."""
    from pypinyin import Style, lazy_pinyin

    [syllable] = lazy_pinyin(character, Style.NORMAL)
    initial = next((start for start in _INITIALS if syllable.startswith(start) and syllable != start), "")
    return (initial.upper(), syllable[len(initial) :]) if initial else (syllable,)


@functools.cache
def table(script: str) -> Table:
    """Return the weights of a script."""
    weights: Table = {}
    current = ""
    for line in files("mtqe").joinpath("data/transliteration.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = line[1:-1]
        elif current == script:
            letters, spelled, weight = line.split("\t")
            weights.setdefault(letters, {})[tuple(spelled.split())] = int(weight) / 10
    return weights


@functools.lru_cache(maxsize=65536)
def evidence(name: str, word: str, place: str = WORD) -> float:
    """Return the logarithm of the odds that a word is the transcription of a name.

    Args:
        name: A word of a name in Latin letters.
        word: A word in a script with a table.
        place: Where the transcription stands in the word: it is the word, apart from letters that the script joins to
            it (`WORD`), begins it (`START`), ends it (`END`), or is anywhere in it (`WITHIN`).
    """
    of_word = script(word)
    if of_word is None or max(len(name), len(word)) > LONGEST:
        return 0.0
    spelled = symbols(word, of_word)
    if place == WORD:
        leads, lead, tail = _LEADS.get(of_word, 0), _LEAD, 0.0 if of_word in _FREE_TAIL else _TAIL
    else:
        leads, lead = (0 if place == START else len(spelled)), 0.0
        tail = _CLOSED if place == END else 0.0
    return odds(plain(name), spelled, table(of_word), leads, lead, tail)


def odds(letters: str, word: tuple[str, ...], weights: Table, leads: int, lead: float, tail: float) -> float:
    """Return the weight of the best way to cut a name and a word into pieces.

    Args:
        letters: The letters of the name, as `plain` spells them.
        word: The symbols of the word.
        weights: The table of its script.
        leads: Symbols that may stand before the name.
        lead: The weight of each of them.
        tail: The weight of each symbol after the name.
    """
    never = -1e9
    rows = [[never] * (len(word) + 1) for _ in range(len(letters) + 1)]
    rows[0][: min(leads, len(word)) + 1] = [lead * at for at in range(min(leads, len(word)) + 1)]
    nothing: dict[tuple[str, ...], float] = {}
    for at, row in enumerate(rows):
        pieces = [
            (weights.get(letters[at : at + size], nothing), rows[at + size], size)
            for size in range(min(LONGEST_NAME, len(letters) - at) + 1)
        ]
        for to, weight in enumerate(row):
            if weight == never:
                continue
            for of_piece, after, size in pieces:
                for end in range(to + (not size), min(to + LONGEST_PIECE, len(word)) + 1):
                    added = of_piece.get(word[to:end])
                    if added is None:
                        if size + end - to > 1:
                            continue
                        added = _UNKNOWN
                    if weight + added > after[end]:
                        after[end] = weight + added
    return max(weight + tail * (len(word) - to) for to, weight in enumerate(rows[-1]))
