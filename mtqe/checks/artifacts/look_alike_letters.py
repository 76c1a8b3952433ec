"""A word of the translation has a letter of another script that looks like its own: a Cyrillic *а* in a Latin word.

## What it does

Marks words of three letters or more that mix Latin letters with Cyrillic or Greek ones, if all letters of one of the
scripts look like letters of the other, and words that mix Latin letters of two widths (*ｎicht*). In a language with
Cyrillic letters, an ending behind a Latin word (*SMSу*) is right and not marked. Words that the source has as well are
left alone. In another language, a figure with a Cyrillic or Greek letter that looks like a digit (*1О*) is marked, too.

## Why it is bad

The reader sees nothing, but no search finds the word, a screen reader spells it, and a spelling checker, a glossary and
the other checks do not know it. Senders of fraud use such words to pass filters.

## Known problems

A word that consists only of letters of the other script is left to `foreign-script`. A formula of three letters such as
*hνc* may be marked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.scripts import LATIN, LETTERS
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_ALIKE = {
    "cyrillic": dict(zip("аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅԌԚԜ", "aeopcyxijshdqwABEKMHOPCTYXIJSGQW", strict=True)),
    "greek": dict(zip("ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovABEZHIKMNOPTYX", strict=True)),
}
"""Letters of other scripts and the Latin letters that look like them (confusables of Unicode, UTS 39)."""
_INSIDE = late("[a-z][αγιρυ][a-z]", re.IGNORECASE)
"""A Greek letter that looks like a Latin one only inside a word; at its end it names a kind: *TNFα*."""
_WIDE = late("[\uff21-\uff3a\uff41-\uff5a]")
"""Latin letters as wide as Chinese ones."""
_NARROW = late("[A-Za-z]")
_LATIN_ALIKE = {script: frozenset(pairs.values()) for script, pairs in _ALIKE.items()}
_SHORTEST = 3
_LATIN = late(f"[{LATIN}]")
_OTHERS = {script: late(f"[{LETTERS[script]}]") for script in _ALIKE}
_WORD = late(r"[^\W\d_]+")
_PRINTF = late(r"%(?:\(\w+\)|\d+\$)?[sdif]")
"""A placeholder, to which a word may be joined: `%(link)sвійти`."""
_FIGURES = {
    "cyrillic": late(r"(?<!\w)(?=\w*\d)(?=\w*[ОоЗзб])[\dОоЗзб]{2,20}(?!\w)"),
    "greek": late(r"(?<!\w)(?=\w*\d)(?=\w*[Οο])[\dΟο]{2,20}(?!\w)"),
}
"""Figures with letters that look like digits."""


@check(
    "ART122",
    "look-alike-letters",
    "linguistic-conventions/character-encoding",
    Severity.MAJOR,
    area="form",
    examples=[
        Example("The ferry is not late.", "Die Fähre ist nicht verspätet."),
        Example("An SMS with a PDF", "SMSка с PDFом", langs=("en", "ru")),
        Example("Two SMS", "Две SMSу", langs=("en", "ru")),
        Example("The Δt and αβ-decay of 5 µm", "Das Δt und der αβ-Zerfall von 5 µm"),
        Example("The fеrry", "Die Fähre „fеrry“"),
        Example("The ferry is not late.", "Die Fähre ist niсht verspätet.", ("niсht",)),
        Example("The ferry is late.", "Le bаc est en retard.", ("bаc",), ("en", "fr")),
        Example("At most 10 bar", "Höchstens 1О bar", ("1О",)),
        Example("The ferry is late.", "Die Fähre ist verspαtet.", ("verspαtet",)),
        Example("The TNF-alpha of the ferry", "Das TNFα der Fähre"),
        Example("The ferry is not late.", "Die Fähre ist ｎicht verspätet.", ("ｎicht",)),
        Example("The ferry ABC is late.", "ＡＢＣフェリーは遅れています。", langs=("en", "ja")),
        Example("Class 3б", "Klasse 3б"),
        Example("Please %(link)sboard%(end)s.", "Будь ласка, %(link)sувійдіть%(end)s.", langs=("en", "uk")),
        Example("The ferry is late.", "Паром oпаздывает.", ("oпаздывает",), ("en", "ru")),
    ],
)
def look_alike_letters(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark words with letters of two scripts that look alike."""
    text = _PRINTF.sub(lambda code: " " * len(code[0]) if code[0] in segment.source else code[0], segment.target)
    for word in _WORD.finditer(text) if _WIDE.search(text) else ():
        if _WIDE.search(word[0]) and _NARROW.search(word[0]) and word[0] not in segment.source:
            yield Hit(f"“{word[0]}” has letters of two widths", (Span("target", *word.span()),))
    for script, pattern in _OTHERS.items():
        if text.isascii() or not pattern.search(text):
            continue
        own = script in (language(context.target_base).scripts or (script,))
        for figure in _FIGURES[script].finditer(text) if not own else ():
            if figure[0] not in segment.source:
                message = f"“{figure[0]}” has a {script.capitalize()} letter that looks like a digit"
                yield Hit(message, (Span("target", *figure.span()),))
        known = words.characters(segment.source)
        for word in _WORD.finditer(text):
            is_copy = set(word[0]) <= known and word[0] in segment.source
            if _is_mixed(word[0], script, own) and not (is_copy or _is_same_letters(word[0], segment.source)):
                message = f"“{word[0]}” has {script.capitalize()} and Latin letters that look alike"
                yield Hit(message, (Span("target", *word.span()),))


def _is_same_letters(word: str, source: str) -> bool:
    """Whether a source has a word with other characters for the same letters, as the micro sign for a Greek letter."""
    return unicodedata.normalize("NFKC", word) in unicodedata.normalize("NFKC", source)


def _is_mixed(word: str, script: str, own: bool) -> bool:
    """Whether a word mixes a script with the Latin one, and the letters of one of them look like the other.

    Args:
        word: The word.
        script: The other script.
        own: Whether the language uses this script, so that Latin words may have its endings.
    """
    others = [char for char in word if _OTHERS[script].match(char)]
    latin = [char for char in word if _LATIN.match(char)]
    if not others or not latin or len(others) + len(latin) < _SHORTEST:
        return False
    if own and re.fullmatch(f"[{LATIN}]{{2,}}[{LETTERS[script]}]+", word):
        return False
    if script == "greek" and not own and _INSIDE.search(word) and len(others) == 1:
        return True
    return _ALIKE[script].keys() >= set(others) or _LATIN_ALIKE[script] >= set(latin)
