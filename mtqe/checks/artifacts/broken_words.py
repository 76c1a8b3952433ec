"""The translation has broken words or pieces of words.

## What it does

Marks three kinds of pieces:

- single letters that are not words (`e in s offene`);
- words with a space inside them (`mehr ere`, `bei m`);
- in German, short pieces that are in no dictionary but begin longer words (`dieser ursprü Kulturen`).

A finding is minor if it is the only one of the segment and the reader sees what is meant: a space inside a word, or a
double letter that was written once (`gefält`). All others are major. Pieces that the source has as well are left alone,
and so are names, quotations, units, abbreviations, variables, and a term of the source in brackets behind its
translation.

## Why it is bad

The text was cut and put together again. Where letters were lost or left over, words may be, too, and the reader has to
guess. A search for the word does not find it.

## Known problems

- The check was measured on news into English and German, and on manuals into these, Czech, Dutch, French, Italian,
  Polish, Portuguese, Russian and Spanish. It runs on translations into these languages only. Some words that were torn
  in two are not found, in German more than half.
- Two halves that are words themselves are left alone: `Welt wirtschaft` is found, `Welt Wirtschaft` is not. So are
  words that German writes as one or as two, such as `so genannt`.
- Single letters in labels of programs are not looked at: they are units and endings of placeholders (`%.1f s`).
- Slang, loan words and foreign phrases that the lemma data do not have may be marked (`per procura`).
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.artifacts import word_fragments
from mtqe.checks.shared import lemmas, measured, program_texts
from mtqe.language import words
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


@check(
    "ART112",
    "broken-words",
    "linguistic-conventions/spelling",
    Severity.MAJOR,
    area="form",
    limits=measured.into("ART112"),
    examples=[
        Example("The ferry stopped beside the open gate.", "Die Fähre hielt neben dem offenen Tor."),
        Example("The so-called plan B failed.", "Der so genannte Plan B scheiterte."),
        Example("The rope is 5 m long.", "Das Seil ist 5 m lang."),
        Example("Bring your plan(s), as often happened.", "Bringen Sie die Karte(n) mit, was oft vorkam."),
        Example("You are pushing the boats.", "Sie schieben die Boote an (push)."),
        Example("The number(s) of the boat", "Die Nummer (n) des Bootes", ("n",)),
        Example("Let x be the tide.", "Es sei x die Tide."),
        Example("The mayor spoke at the harbour.", "Der Bürgermeister sprach bei m Hafen.", ("bei m",)),
        Example("Several boats sank.", "Es sanken mehr ere Boote.", ("mehr ere",)),
        Example("The old boats sank.", "Es sanken die e alten Boote.", ("e",)),
        Example("The original mills are gone.", "Die ursprü Mühlen sind fort.", ("ursprü",)),
        Example("Le phare du vieux port est éteint.", "The light of the old t port is out.", ("t",), ("fr", "en")),
        Example("The economy of the world grew.", "Die Welt wirtschaft wuchs.", ("Welt wirtschaft",)),
        Example("Le phare est fermé depuis mai.", "I say the lighthouse is closed.", (), ("fr", "en")),
    ],
)
def broken_words(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the pieces of broken words."""
    target = words.masked(segment.target) if program_texts.is_program_text(segment) else segment.target
    broken_pieces = [
        piece
        for piece in word_fragments.pieces(target, segment.source, context.target_base)
        if not (program_texts.is_label(segment) and piece.end - piece.start == 1)
    ]
    for piece in broken_pieces:
        text = segment.target[piece.start : piece.end]
        message = f"“{text}” is one word with a space in it" if piece.mended else f"“{text}” is only a piece of a word"
        is_minor = len(broken_pieces) == 1 and (piece.mended is not None or _is_misspelt(text, context.target_base))
        span = Span("target", piece.start, piece.end)
        yield Hit(message, (span,), Severity.MINOR if is_minor else None, suggestion=piece.mended)


def _is_misspelt(word: str, lang: str) -> bool:
    """Whether doubling a letter makes a word of the dictionary, as for `gefält`."""
    doubled = (word[: place + 1] + word[place:] for place in range(len(word)))
    return len(word) > 3 and any(map(lemmas.lexicon(lang).known, doubled))
