"""Words of the source stand untranslated inside a translated sentence.

## What it does

Marks up to four words in a row that were copied from the source, written small on both sides, when the lemma data of
the target's language do not know them and they look like the source's: *Die Fähre hielt suddenly an*. Between languages
of different scripts, letters of the source's script are enough. Quotations, brackets, addresses, placeholders and words
between capitalised ones, which belong to a name or title, are left alone.

## Why it is bad

The reader stumbles over a foreign word, and where it carries the sense, the sense is gone.

## Known problems

- A loan word that the lemma data do not know yet is reported; a word that both languages write alike is not.
- In translations into other languages than English and German one word alone counts only if it is among the most
  frequent, such as *the*: it was not measured how often loan words raise false alarms there.
- Nouns that the source's language writes with capitals, as German does, are looked at in German to English only, and
  not where a name could stand: at the start, and beside another word with a capital.
- Longer stretches are reported by `untranslated-segment`, brackets by `bracketed-residue`.
- Latin words in a text of another script are not looked at: names and abbreviations are written so on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe import identify, words
from mtqe.checks.support import foreign, language, lemmas
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check
from mtqe.words import Word

LONGEST = 4
_LETTERS = r"[\u0370-\u1cff\u3040-\ua63f\ua8e0-\ud7ff\uf900-\ufaff]"
_OTHER_SCRIPT = re.compile(rf"{_LETTERS}+(?: {_LETTERS}+)*")
_NOT_LATIN = frozenset(["ar", "bg", "el", "fa", "he", "hi", "ja", "ka", "ko", "ru", "sr", "th", "uk", "yue", "zh"])
# What stands beside a word that is no part of an address or a compound; the empty text is the end.
_BEFORE = frozenset(["", *' \u00a0\n\t"“„»«‘‚([–—'])
_JOINS = frozenset("/\\_@#='’:-‐")
_APOSTROPHE = re.compile("['’]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】")


def _limits(context: Context) -> str | None:
    if context.target_base in _NOT_LATIN:
        return "judges translations in Latin script only"
    if context.source_base in _NOT_LATIN:
        return None
    has_data = lemmas.lexicon(context.target_base).has_data
    return language.limits(context) or (None if has_data else f"there are no lemma data for {context.target_base}")


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
        Example("Das Boot fuhr mit Jutta Fischer.", "The boat went with Fischer.", langs=("de", "en")),
        Example("渡轮突然停了。", "The ferry 突然 stopped.", ("突然",), ("zh", "en")),
        Example("Паром внезапно стал.", "The ferry внезапно стал.", ("внезапно стал",), ("ru", "en")),
        Example("渡轮“海星”停了。", "The ferry (海星) stopped.", langs=("zh", "en")),
    ],
)
def untranslated_words(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark copied words that the target language does not have."""
    if not segment.source.strip() or not segment.target.strip():
        return
    target = words.running(segment.target)
    if any(bracket in target for bracket in "([（【"):
        target = _BRACKETS.sub(lambda found: " " * len(found[0]), target)
    if context.source_base in _NOT_LATIN:
        for found in _OTHER_SCRIPT.finditer(target):
            if found[0] in segment.source and len(words.words(found[0])) <= LONGEST and re.search(r"\w", found[0]):
                yield _hit(found[0], *found.span())
        return
    found_words = words.words(target)
    originals = words.words(words.masked(segment.source))
    if words.copied_share(originals, found_words) >= identify.COPIED:
        return  # untranslated-segment reports it
    source = {word.text for word in originals}
    if _APOSTROPHE.search(segment.source):
        source |= {_bare(word) for word in source}
    if (context.source_base, context.target_base) in foreign.NOUNS:
        yield from _nouns(found_words, source, segment.target, context)
    run: list[int] = []
    for place in range(len(found_words) + 1):
        if place < len(found_words) and _is_copied(place, found_words, source):
            run.append(place)
        elif run:
            yield from _judged(run, found_words, source, segment.target, context)
            run = []


def _nouns(target: Sequence[Word], source: set[str], text: str, context: Context) -> Iterator[Hit]:
    """Nouns that the source's language writes with a capital as well."""
    for before, word, after in zip(target, target[1:], [*target[2:], None], strict=False):
        joined = text[word.end : word.end + 1] in _JOINS or text[word.start - 1 : word.start] not in _BEFORE
        if word.text not in source or (after is not None and after.text[0].isupper()) or joined:
            continue
        if foreign.is_foreign_noun(word.text, before.text, context.source_base, context.target_base):
            yield _hit(word.text, word.start, word.end)


def _is_copied(place: int, target: Sequence[Word], source: set[str]) -> bool:
    """Whether a word is the source's and no name by its looks; at the start of the text capitals say nothing."""
    word = target[place].text
    if place == 0 and len(target) > 1 and words.is_plain(target[1].text):
        return not {word, word.lower()}.isdisjoint(source)
    return word in source and words.is_plain(word)


def _judged(run: list[int], target: Sequence[Word], source: set[str], text: str, context: Context) -> Iterator[Hit]:
    """The stretch from the first to the last foreign word of a run of copied ones."""
    langs = (context.source_base, context.target_base)
    if run[0] == 0 and not foreign.is_foreign(target[0].text, *langs):
        run = run[1:]  # a name more often than not
    marked = [place for place in run if foreign.is_foreign(target[place].text, *langs)]
    if len(marked) == 1 and langs[1] not in foreign.SINGLE:
        marked = [place for place in marked if foreign.is_function_word(target[place].text.lower(), langs[0])]
    if not marked or len(run) > LONGEST or _is_in_name(run, target, source):
        return
    start, end = target[marked[0]].start, target[marked[-1]].end
    if text[max(0, start - 1) : start] in _BEFORE and text[end : end + 1] not in _JOINS:
        yield _hit(text[start:end], start, end)


def _is_in_name(run: list[int], target: Sequence[Word], source: set[str]) -> bool:
    """Whether a run stands between two capitalised words of the source, as in a title."""
    around = [target[place].text for place in (run[0] - 1, run[-1] + 1) if 0 <= place < len(target)]
    return len(around) == 2 and all(word[0].isupper() and _bare(word) in source for word in around)


def _bare(word: str) -> str:
    """The word without an English or French apostrophe and what follows it."""
    return _APOSTROPHE.split(word, 1)[0]


def _hit(text: str, start: int, end: int) -> Hit:
    return Hit(f"“{text}” was copied from the source untranslated", (Span("target", start, end),))
