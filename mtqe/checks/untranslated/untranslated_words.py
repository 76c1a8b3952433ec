"""Words of the source were left untranslated inside a translated sentence.

## What it does

Marks up to four words in a row that were copied from the source in lower case: *Die Fähre hielt suddenly an*. The lemma
data of the target language must not know the words, and the words must look like the source language. Frequent words
of seven languages are looked up in a list.

Where only the target language uses the Latin script, letters of the source's script are enough. Where only the source
language uses it, it takes a frequent word such as *the*, or three words in a row.

Short and copied quotations, brackets, addresses, placeholders and program code are left alone. So are words between
capitalised ones, which belong to a name or title, and literals: words that a developer's note locks, words beside an
identifier that both sides have, as in *MSBUILD : error MSB1012*, names of options that the text has elsewhere
(`-depth`, `depth=full`), the values `true`, `false` and `null` in texts of programs, words that a colon joins, as in
*about:tides*, and the text of a link that is a part of its address. A text that shows how a command is called
(`tide list -d <port>`) has nothing to translate but the names of its values.

## Why it is bad

The reader stumbles over a foreign word. Where the word carries the sense, the sense is lost.

## Known problems

- A loan word that the lemma data do not know yet is reported.
- In translations into other languages than English and German, a single word is reported only if it is among the most
  frequent, such as *the*. How often loan words raise false alarms there was not measured.
- Nouns of a source language that capitalises all nouns, as German does, are checked from German to English only. Where
  a name is possible, at the start or beside another capitalised word, only two kinds are reported: plurals, and nouns
  such as *Koalition* whose ending names do not have.
- A word that both languages have is not reported. Neither is a foreign word that the lemma data of the target language
  include, such as *pueblo* in English.
- A word that another translation of the same file or document has as code is minor: it is the name of a command.
- In texts of programs a word is minor if it is in a list of single words after a colon, all of which both sides have in
  the same order: *Mode: all, low, none*. These are mostly values that a user types.
- Longer stretches are reported by `untranslated-segment`, brackets by `bracketed-residue`.
- In a text of another script, one or two Latin words are reported only if they are frequent: names, terms and
  abbreviations are in Latin letters on purpose.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from msgspec.structs import replace

from mtqe.checks.shared import lemmas, program_texts
from mtqe.checks.untranslated import copied_words, identifiable, literals
from mtqe.language import program_code
from mtqe.language.lang import frequent, language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_ACCESS_KEY = late(r"(?<=\w)&\w")
"""The sign of a key inside a word, whose first letters are no word: `The&ma`."""


def _limits(context: Context) -> str | None:
    source, target = language(context.source_base), language(context.target_base)
    if not source.is_latin:
        return None if target.is_latin else "one of the two languages has to be in Latin script"
    if not target.is_latin:
        return None if source.frequent.function else f"there is no list of words of {context.source_base}"
    has_data = lemmas.lexicon(context.target_base).has_data
    return identifiable.limits(context) or (None if has_data else f"there are no lemma data for {context.target_base}")


_CODE_SPAN = late(r"(?<!`)`([^`\n]{1,40})`(?!`)")
"""Words between backticks, which a program shows as code."""


def _code_as_minor(
    hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> list[tuple[Segment, Hit]]:
    """The hits; words are minor if another translation of the file or document has them as code."""
    coded: dict[str | None, set[str]] = {segment.doc: set() for segment, _ in hits}
    for segment in segments:
        if segment.doc in coded:
            coded[segment.doc].update(_code_of(segment, frequent(context.source_base)))
    return [
        (segment, replace(hit, severity=Severity.MINOR) if _marked(segment, hit) in coded[segment.doc] else hit)
        for segment, hit in hits
    ]


def _code_of(segment: Segment, prose: Container[str]) -> Iterator[str]:
    """The words that a translation has as code: between backticks in a text of a program, as inline codes elsewhere.

    Documents on programming have code such as `while`, which says nothing of the word in a sentence.
    """
    if "`" in segment.target and program_texts.is_program_text(segment):
        yield from map(str.casefold, _CODE_SPAN.findall(segment.target))
    for code in segment.codes:
        if code.side == "target" and code.kind == "literal" and code.value.casefold() not in prose:
            yield code.value.casefold()


def _marked(segment: Segment, hit: Hit) -> str:
    """The marked words."""
    span = hit.spans[0]
    return segment.target[span.start : span.end].casefold()


@check(
    "ART106",
    "untranslated-words",
    "accuracy/untranslated",
    Severity.MAJOR,
    area="language",
    limits=_limits,
    revision=_code_as_minor,
    examples=[
        Example("The ferry suddenly stopped.", "Die Fähre hielt plötzlich an."),
        Example("He says “suddenly” a lot.", "Er sagt oft „suddenly“."),
        Example("The play “It Suddenly Rains” opens.", "Das Stück It Suddenly Rains hat Premiere."),
        Example("Vincent van Gogh was there.", "Vincent van Gogh war da."),
        Example("While Save the Goats plans, we wait.", "Save the Goats plant, während wir warten."),
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
        Example("PIER : warning PR1012: No ship.", "PIER : warning PR1012: Kein Schiff."),
        Example("The tide is true.", "Die Flut ist true.", meta=({"unit": "tide"},)),
        Example("depth: set the -depth of the harbour", "depth: die -depth des Hafens setzen"),
        Example("It is a fait accompli.", "Es ist ein Fait accompli."),
        Example("See this on about:suddenly", "Mehr auf about:suddenly", meta=({"unit": "tide"},)),
        Example("The court upheld the ban.", "法院 upheld the ban。", ("upheld the ban",), ("en", "zh")),
        Example("We use machine learning.", "我们使用 machine learning。", langs=("en", "zh")),
        Example("渡轮“海星”停了。", "The ferry (海星) stopped.", langs=("zh", "en")),
    ],
)
def untranslated_words(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark copied words that are foreign to the target language."""
    if not segment.source.strip() or not segment.target.strip():
        return
    if program_code.is_code(segment.source) or program_code.is_usage(segment.source):
        return
    for start, end in copied_words.stretches(segment.source, segment.target, context.source_base, context.target_base):
        marked = segment.target[start:end]
        if literals.is_literal(segment, start, end) or _ACCESS_KEY.match(segment.target, end):
            continue
        severity = Severity.MINOR if literals.is_value(segment, start, end) else None
        yield Hit(f"“{marked}” was copied from the source untranslated", (Span("target", start, end),), severity)
