"""A word is left hanging: the one that an article, preposition or conjunction needs has fallen out.

## What it does

Marks two words, or a word and a mark, that cannot follow each other (`the is`, `the of`, `as a.`, `According to,`,
`because was`), the finite verb that a sentence begins with (`Has been sold.`, `However, is late.`), empty quotation
marks or brackets (`the “” park`), and *'s* behind a word it cannot hang on (`one of 's sons`), unless the source has
the like. A preposition may stand last in a relative clause (*the house we live in, and*): it is marked only where no
word before it can have opened one. The words are in the language files, section `dangling`.

## Why it is bad

A name, a term or a phrase is missing, such as a placeholder or link that was not filled, and the reader sees the hole.
Which word of the source it was the check does not know; `name-mismatch` does where it was a name, and is surer for it.

## Known problems

- What fell out together with its article or preposition leaves no trace, and neither does a noun behind an adjective
  (`the last Italian in Imola`) or a subject in mid-sentence (`After the match, told the press`). In translations into
  English about one lost noun or subject in four is seen, in German and Dutch far fewer, as their articles may stand
  alone or before a preposition.
- A word too many (`the the of`) or a missing hyphen (French *prenez la et*) looks the same.
- Labels of a program that read like words of the text (*the from box*, *under Replace with, type*) may be reported
  where the source has others.
- Words are known for English, German, French, Spanish, Italian, Portuguese and Dutch; in Polish, Czech, Russian,
  Chinese and Japanese only quotation marks and brackets are looked for. It runs on no other language, as it was not
  measured there. French, Spanish, Italian, Portuguese and Dutch were measured on manuals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import dangling, measured
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import words

_EMPTY = re.compile(
    r"(?:(?<=[^\W_] )|^(?!\"))(?:\"\"|“”|„[“”]|«[ \u00a0\u202f]?»|»«|\(\))(?=[\s.,;:!?)]|$)"
    r"|(?<=\()(?:\"\"|“”|„[“”])(?=\))|「」|『』"
)
_ANY_EMPTY = re.compile(r"[\"“”„«»'‘’]\s?[\"“”„«»'‘’]|「」|『』|\(\s?\)")
_CLOSED = re.compile('["”“«»」』)](?:(?<=["“„«»「『(].)|(?<=«[ \u00a0\u202f].))')
LETTERS = frozenset("ao")
"""Articles that may be the names of variables."""
DOUBLED = '""'
"""Where there are more of them, it may be one mark, as a table of comma-separated values writes it."""


@check(
    "ART115",
    "dangling-word",
    "accuracy/omission",
    Severity.MINOR,
    limits=measured.into("de", "en", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "zh", "ja"),
    examples=[
        Example("The ferry that he was on is late.", "Die Fähre, mit der er fuhr, verspätet sich."),
        Example("Das Haus, in dem wir wohnen, und der Hof.", "The house we live in, and the yard.", langs=("de", "en")),
        Example("Die Fähre nach Lund ist weg.", "The is gone.", ("The is",), ("de", "en")),
        Example("Der Kapitän der Fähre ging.", "The captain of the, who was old, left.", ("the,",), ("de", "en")),
        Example("Laut Berg ist es kalt.", "According to, it is cold.", ("to,",), ("de", "en")),
        Example("Einer von Bergs Söhnen ging.", "One of 's sons left.", ("of 's",), ("de", "en")),
        Example("Die Fähre wurde verkauft.", "Was sold in May.", ("Was",), ("de", "en")),
        Example("Wurde die Fähre verkauft?", "Was it sold in May?", langs=("de", "en")),
        Example("The “Gannet” is late.", "Die „“ verspätet sich.", ("„“",)),
        Example('Use the empty string "" here.', 'Hier die leere Zeichenkette "" verwenden.'),
    ],
)
def dangling_word(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark what is left where a word is missing."""
    source, target = segment.source, segment.target
    if _CLOSED.search(target) and not _ANY_EMPTY.search(source):
        for found in _EMPTY.finditer(target):
            if found[0] != DOUBLED or target.count('"') == 2:
                yield Hit(f"nothing stands inside {found[0]}", (Span("target", *found.span()),))
    if not language(context.target_base).dangling:
        return
    for start, end in dangling.lexicon(context.target_base).find(target):
        left = target[start:end]
        if not (_begins_so(context, source) if left.isalpha() else _in_source(left, source)):
            yield Hit(f"a word is missing at “{left}”", (Span("target", start, end),))


def _in_source(left: str, source: str) -> bool:
    """Whether the source has the same, or its last word: a formula, a label, a word of a programming language."""
    if re.search(rf"(?<!\w){re.escape(left)}(?!\w)", source, re.IGNORECASE):
        return True
    found, known = words.keys(left), words.keys(source)
    return len(found) == 2 and (found[1] in known or (found[0] in LETTERS and found[0] in known))


def _begins_so(context: Context, source: str) -> bool:
    """Whether the source begins with a finite verb."""
    if not language(context.source_base).dangling:
        return False
    first = words.keys(source)[:1]
    return bool(first) and first[0] in dangling.lexicon(context.source_base).begins
