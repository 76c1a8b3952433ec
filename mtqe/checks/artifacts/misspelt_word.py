"""The translation has a word that is misspelt.

## What it does

Marks a word in small letters that the English word list does not have, but that one slip turns into a frequent word:
two letters exchanged (`hrabour`), a letter left out (`harbur`), a letter too many (`harbbour`), or another letter
(`harbouz`). A word with a capital is looked at where it begins a sentence and the source writes with the same letters.

Words that the source has as well are left alone, and so are quotations, variables, addresses, parts of words with a
hyphen, and words of three letters. Unknown words beside each other are names or a foreign phrase, and an unknown word
that stands twice in a text is a term: they are left alone, too. So are labels of programs.

## Why it is bad

Readers notice a misspelt word at once and trust the text less. A search for the word does not find it.

## Known problems

- The check was measured on translations into English and runs on these only.
- A slip that makes another word (`form`, `from`) is not found.
- A rare foreign word, or a name in small letters, may be one letter from an English word and be marked.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mtqe.checks.shared import lemmas, measured, program_texts
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

SHORTEST = 4
"""Letters: of the shortest word that is looked at; shorter unknown words are abbreviations."""
SHORTEST_CAPITAL = 5
"""Letters: the same for a word with a capital, which may be a name."""
SHORTEST_IN_PROGRAM = 6
"""Letters: the same in a text of a program, which shortens words: *func*, *diag*."""
LONGEST = 24
"""Letters: of the longest word that is looked at."""
_WORD = late(r"(?<![\w'’ʼ`*\-‐‑./@#&_\\])[A-Za-z][a-z]{3,}(?![\w'’ʼ`*\-‐‑@_/\\]|[.:]\w|\.,|\. [a-z]|\(| ['’]\w)")
"""A word of letters that is no part of another, no abbreviation and no name of a function."""
_LETTERS = late(r"[a-z]+")
_BEGINNING = late(r"(?:^|[.!?…:]\s+)[\"“‘'(]?$")
"""What stands before the first word of a sentence."""
_BEFORE = 4
"""Characters: before a word, in which the end of the sentence before it stands."""
_AFTER, _BEFORE_IT = late(r" ([a-z]{3,})\b"), late(r"\b([a-z]{3,}) $")
"""The words beside a word, in small letters."""


@check(
    "ART125",
    "misspelt-word",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    area="form",
    limits=measured.into("ART125"),
    examples=[
        Example("Le phare du vieux port est éteint.", "The light of the old harbour is out.", langs=("fr", "en")),
        Example("Das Boot liegt im Hafen.", "The boat is in the hrabour.", ("hrabour",), ("de", "en")),
        Example("Le bateau arrivait chaque matin.", "The boat arived each morning.", ("arived",), ("fr", "en")),
        Example("Nach dem Sturm kam die Fähre.", "Aftter the storm the ferry came.", ("Aftter",), ("de", "en")),
        Example("El faro está cerrado.", "The lighthouse is clsoed.", ("clsoed",), ("es", "en")),
        Example("L'option « clsoe » ferme le port.", "The option clsoe closes the port.", (), ("fr", "en")),
        Example("这是先验的。", "This is known a priori.", (), ("zh", "en")),
        Example("Ein Erdofen ist groß.", "One hangi is deep; the other hangi is not.", (), ("de", "en")),
    ],
)
def misspelt_word(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the words that one slip separates from a frequent word."""
    lang = context.target_base
    if program_texts.is_label(segment):
        return
    written = list(_WORD.finditer(words.running(segment.target)))
    counts = Counter(match[0].lower() for match in written)
    in_source = frozenset(_LETTERS.findall(segment.source.lower()))
    least = SHORTEST_IN_PROGRAM if program_texts.is_program_text(segment) else SHORTEST
    for match in written:
        word, is_capital = match[0].lower(), match[0][0].isupper()
        if counts[word] > 1 or word in in_source or not least <= len(word) <= LONGEST:
            continue
        if is_capital and not _begins_sentence(match, context):
            continue
        meant = _frequent(word, lang)
        if meant and not _has_unknown_neighbour(match, lang):
            right = meant[0].capitalize() if is_capital else meant[0]
            message = f"“{match[0]}” is misspelt"
            span = Span("target", *match.span())
            if len(meant) > 1:
                yield Hit(message, (span,))
            else:
                yield Hit(f"{message}; “{right}” is one slip away", (span,), suggestion=right)


def _begins_sentence(match: re.Match[str], context: Context) -> bool:
    """Whether a word with a capital begins a sentence and is no name; the source would have a name as it is."""
    if "latin" not in language(context.source_base).scripts or len(match[0]) < SHORTEST_CAPITAL:
        return False
    return bool(_BEGINNING.search(match.string[max(0, match.start() - _BEFORE) : match.start()]))


@functools.lru_cache(maxsize=lemmas.REMEMBERED)
def _frequent(word: str, lang: str) -> tuple[str, ...]:
    """The frequent words that one slip turns into a word that no list has; those of the same letters, if there are."""
    if _is_known(word, lang):
        return ()
    near = process.extract(word, _common(), scorer=OSA.distance, score_cutoff=1, limit=None)
    others = tuple(sorted(other for other, _, _ in near))
    return tuple(other for other in others if sorted(other) == sorted(word)) or others


def _is_known(word: str, lang: str) -> bool:
    lexicon = lemmas.lexicon(lang)
    return word in language(lang).pieces.foreign or word in _common() or lexicon.known(word)


@functools.cache
def _common() -> frozenset[str]:
    """The frequent words."""
    from mtqe.encoder.lexicon import common

    return frozenset(common())


def _has_unknown_neighbour(match: re.Match[str], lang: str) -> bool:
    """Whether the word before or after it is unknown, too."""
    text, (start, end) = match.string, match.span()
    beside = _AFTER.match(text[end : end + LONGEST]), _BEFORE_IT.search(text[max(0, start - LONGEST) : start])
    return any(found and not _is_known(found[1], lang) for found in beside)
