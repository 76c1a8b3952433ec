"""Words of the translation fell apart, or a piece of a word was left behind.

## What it does

Marks letters that stand alone and are no words (`e in s offene`), words with a space inside them (`mehr ere`, `bei m`)
and, in German, short pieces that no dictionary has but that longer words begin with (`dieser ursprü Kulturen`). One
space inside a word, or one letter of two that it lacks (`gefält`), is minor, since the reader sees what is meant; the
rest is major. What the source has too is left alone, and so are names, quotations, units, abbreviations and variables.

## Why it is bad

The text was cut and put together again: where letters were lost or left over, words were as well, and the reader has to
guess. A search for the word does not find it.

## Known problems

- Measured on news into English and German, and on manuals into these, Czech, Dutch, French, Italian, Polish,
  Portuguese, Russian and Spanish (at most 1 alarm in 2,000 paragraphs; of words torn in two 55 to 72 % were found,
  44 % in German). It runs on translations into no other language.
- Two halves that are words themselves are left alone (`Welt wirtschaft` is found, `Welt Wirtschaft` is not), and so is
  what German writes either way (`so genannt`).
- Slang, loan words and foreign phrases that the lemma data do not have may be marked (`per procura`).
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.artifacts import word_fragments
from mtqe.checks.shared import lemmas, measured
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span


@check(
    "ART112",
    "broken-words",
    "linguistic-conventions/spelling",
    Severity.MAJOR,
    limits=measured.into("de", "en", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru"),
    examples=[
        Example("The ferry stopped beside the open gate.", "Die Fähre hielt neben dem offenen Tor."),
        Example("The so-called plan B failed.", "Der so genannte Plan B scheiterte."),
        Example("The rope is 5 m long.", "Das Seil ist 5 m lang."),
        Example("Bring your plan(s), as often happened.", "Bringen Sie die Karte(n) mit, was oft vorkam."),
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
    found = list(word_fragments.pieces(segment.target, segment.source, context.target_base))
    for piece in found:
        text = segment.target[piece.start : piece.end]
        what = f"“{text}” is a word that fell apart" if piece.mended else f"“{text}” is no word but a piece of one"
        mild = len(found) == 1 and (piece.mended is not None or _is_misspelt(text, context.target_base))
        span = Span("target", piece.start, piece.end)
        yield Hit(what, (span,), Severity.MINOR if mild else None, suggestion=piece.mended)


def _is_misspelt(word: str, lang: str) -> bool:
    """Whether doubling a letter makes a word: `gefält`, where nothing but that letter is missing."""
    doubled = (word[: at + 1] + word[at:] for at in range(len(word)))
    return len(word) > 3 and any(map(lemmas.lexicon(lang).known, doubled))
