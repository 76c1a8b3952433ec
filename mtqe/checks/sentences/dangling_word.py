"""A word that an article, preposition or conjunction needs is missing.

## What it does

Marks traces of a missing word:

- two words, or a word and a mark, that cannot follow each other (`the is`, `the of`, `as a.`, `According to,`,
  `because was`);
- a finite verb at the beginning of a sentence (`Has been sold.`, `However, is late.`);
- empty quotation marks or brackets (`the “” park`);
- *'s* after a word that cannot have it (`one of 's sons`).

The check is silent where the source has the same. A preposition may be the last word of a relative clause (*the house
we live in, and*). It is marked only where no word before it can have begun such a clause. The words are in the section
`dangling` of the language files.

## Why it is bad

A name, a term or a phrase is missing, such as a placeholder or link that was not filled, and the reader sees the gap.
The check cannot say which word of the source it was. Where it was a name, `name-mismatch` can, and takes the gap as
evidence.

## Known problems

- A word that was lost together with its article or preposition leaves no trace. Neither does a noun after an adjective
  (`the last Italian in Imola`) or a subject in mid-sentence (`After the match, told the press`). In translations into
  English about one lost noun or subject in four is found. In German and Dutch far fewer are found, since their articles
  may be used alone or before a preposition.
- A superfluous word (`the the of`) or a missing hyphen (French *prenez la et*) looks the same.
- Labels of a program that read like words of the text (*the from box*, *under Replace with, type*) may be reported
  where the source has others.
- There are lists of words for English, German, French, Spanish, Italian, Portuguese and Dutch. In Polish, Czech,
  Russian, Chinese and Japanese only empty quotation marks and brackets are found. The check runs on translations into
  these languages only, since others were not measured. French, Spanish, Italian, Portuguese and Dutch were measured on
  manuals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import dangling, measured
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_EMPTY = late(
    r"(?:(?<=[^\W_] )|^(?!\"))(?:\"\"|“”|„[“”]|«[ \u00a0\u202f]?»|»«|\(\))(?=[\s.,;:!?)]|$)"
    r"|(?<=\()(?:\"\"|“”|„[“”])(?=\))|「」|『』"
)
_ANY_EMPTY = late(r"[\"“”„«»'‘’]\s?[\"“”„«»'‘’]|「」|『』|\(\s?\)")
_EMPTY_END = late('["”“«»」』)](?:(?<=["“„«»「『(].)|(?<=«[ \u00a0\u202f].))')
LETTER_ARTICLES = frozenset("ao")
"""Articles of one letter, which may also be names of variables."""
DOUBLED = '""'
"""Empty quotation marks; where a text has more straight marks, it may be a quotation mark escaped as in CSV files."""


@check(
    "ART115",
    "dangling-word",
    "accuracy/omission",
    Severity.MINOR,
    area="form",
    limits=measured.into("ART115"),
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
    """Mark the words or marks around a missing word."""
    source, target = segment.source, segment.target
    if _EMPTY_END.search(target) and not _ANY_EMPTY.search(source):
        for match in _EMPTY.finditer(target):
            if match[0] != DOUBLED or target.count('"') == 2:
                yield Hit(f"there is nothing inside {match[0]}", (Span("target", *match.span()),))
    if not language(context.target_base).dangling:
        return
    for start, end in dangling.lexicon(context.target_base).find(target):
        fragment = target[start:end]
        if not (_source_begins_with_verb(context, source) if fragment.isalpha() else _in_source(fragment, source)):
            yield Hit(f"a word is missing at “{fragment}”", (Span("target", start, end),))


def _in_source(fragment: str, source: str) -> bool:
    """Whether the source has the fragment, or its last word: in a formula, a label or a programming language."""
    if re.search(rf"(?<!\w){re.escape(fragment)}(?!\w)", source, re.IGNORECASE):
        return True
    fragment_words, source_words = words.keys(fragment), words.keys(source)
    return len(fragment_words) == 2 and (
        fragment_words[1] in source_words
        or (fragment_words[0] in LETTER_ARTICLES and fragment_words[0] in source_words)
    )


def _source_begins_with_verb(context: Context, source: str) -> bool:
    """Whether the source begins with a finite verb."""
    if not language(context.source_base).dangling:
        return False
    first = words.keys(source)[:1]
    return bool(first) and first[0] in dangling.lexicon(context.source_base).begins
