"""Words of the source stand untranslated inside a translated sentence.

## What it does

Marks up to four words in a row that were copied from the source, written small on both sides, when the lemma data of
the target's language do not know them and they look like the source's: *Die Fähre hielt suddenly an*. Frequent words of
seven languages are looked up in a list. Into a language
of Latin script from another, letters of the source's script are enough; the other way round it takes a frequent word
such as *the*, or three words. Short and copied quotations, brackets, addresses, placeholders and words between
capitalised ones, which belong to a name or title, are left alone.

## Why it is bad

The reader stumbles over a foreign word, and where it carries the sense, the sense is gone.

## Known problems

- A loan word that the lemma data do not know yet is reported; a word that both languages write alike is not.
- In translations into other languages than English and German one word alone counts only if it is among the most
  frequent, such as *the*: it was not measured how often loan words raise false alarms there.
- Nouns that the source's language writes with capitals, as German does, are looked at in German to English only. Where
  a name could stand, at the start and beside another word with a capital, only plurals and nouns such as *Koalition*,
  with an ending that names do not have, are reported.
- A word that both languages have is not reported, nor one that the lemma data of the target's language have from
  elsewhere, such as *pueblo* in English.
- Longer stretches are reported by `untranslated-segment`, brackets by `bracketed-residue`.
- Of one or two Latin words in a text of another script only frequent ones are reported: names, terms and abbreviations
  are written so on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import lemmas
from mtqe.checks.untranslated import copied_words, identifiable
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span


def _limits(context: Context) -> str | None:
    if context.source_base in copied_words.NOT_LATIN:
        return "judges texts of which one is in Latin script" if context.target_base in copied_words.NOT_LATIN else None
    if context.target_base in copied_words.NOT_LATIN:
        return (
            None
            if language(context.source_base).frequent.function
            else f"has no list of words of {context.source_base}"
        )
    has_data = lemmas.lexicon(context.target_base).has_data
    return identifiable.limits(context) or (None if has_data else f"there are no lemma data for {context.target_base}")


@check(
    "ART106",
    "untranslated-words",
    "accuracy/untranslated",
    Severity.MAJOR,
    limits=_limits,
    examples=[
        Example("The ferry suddenly stopped.", "Die Fähre hielt plötzlich an."),
        Example("He says “suddenly” a lot.", "Er sagt oft „suddenly“."),
        Example("The play “It Suddenly Rains” opens.", "Das Stück It Suddenly Rains hat Premiere."),
        Example("Vincent van Gogh was there.", "Vincent van Gogh war da."),
        Example("Use the online chat.", "Nutzen Sie den Chat online."),
        Example("The ferry suddenly stopped.", "Die Fähre hielt suddenly an.", ("suddenly",)),
        Example("The boat, which nobody liked, sank.", "Das Boot, which nobody mochte, sank.", ("which nobody",)),
        Example("La marée monte également ici.", "The tide également rises here.", ("également",), ("fr", "en")),
        Example("Das Boot fuhr zur Brücke.", "The boat went to the Brücke.", ("Brücke",), ("de", "en")),
        Example("Behörden warnten davor.", "Behörden warned about it.", ("Behörden",), ("de", "en")),
        Example("Fischer warnte davor.", "Fischer warned about it.", langs=("de", "en")),
        Example("Dennoch kam Finnland.", "Dennoch, Finland came.", ("Dennoch",), ("de", "en")),
        Example("No creo que venga.", "I doubt que he will come.", ("que",), ("es", "en")),
        Example("Das Boot fuhr mit Jutta Fischer.", "The boat went with Fischer.", langs=("de", "en")),
        Example("渡轮突然停了。", "The ferry 突然 stopped.", ("突然",), ("zh", "en")),
        Example("Паром внезапно стал.", "The ferry внезапно стал.", ("внезапно стал",), ("ru", "en")),
        Example("Unemployment rose.", "Die unemployment stieg.", ("unemployment",)),
        Example("It is a fait accompli.", "Es ist ein Fait accompli."),
        Example("The court upheld the ban.", "法院 upheld the ban。", ("upheld the ban",), ("en", "zh")),
        Example("We use machine learning.", "我们使用 machine learning。", langs=("en", "zh")),
        Example("渡轮“海星”停了。", "The ferry (海星) stopped.", langs=("zh", "en")),
    ],
)
def untranslated_words(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark copied words that the target language does not have."""
    if not segment.source.strip() or not segment.target.strip():
        return
    for start, end in copied_words.stretches(segment.source, segment.target, context.source_base, context.target_base):
        marked = segment.target[start:end]
        yield Hit(f"“{marked}” was copied from the source untranslated", (Span("target", start, end),))
