"""A bracketed remark of the source stands untranslated in the translation.

## What it does

Compares what stands in brackets on both sides. Marks a bracket of the translation that the source has word for word
when its text is in the source language: `[the ministry]` in a German sentence. In square brackets one common word is
enough, and so is the name of a country or international organisation that the target language calls by another name;
in round brackets it takes a phrase with several common words, since an original term is often kept there on purpose.
Curly and straight apostrophes count as equal.

## Why it is bad

Square brackets in a quotation are the journalist's help to the reader. Machine translation tends to copy them, often
right beside a translation of the same words, and the reader stumbles over a foreign phrase inside a quotation.

## Known problems

A title of a work in square brackets (`[Like a Bird on the Wire]`), kept on purpose, looks the same. Names of
institutions that are written with capitals throughout (`[Central Bank]`) are not seen unless CLDR lists them as a
territory.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.support import language, words
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check

_BRACKET = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|［[^［］]*］|【[^【】]*】")
_CODE = re.compile(r"[=<>{}_|\\/*#@$%^~`]|https?:|\w\(")
# Editors' and stage directions that stay in their language, mostly Latin.
_KEPT = {"sic", "sic!", "recte", "ibid", "et al", "ad hoc", "inter alia", "n.b", "nb", "via"}

# English names of countries that are also names of people or places and then stay as they are.
_AMBIGUOUS = {"georgia", "jordan", "chad"}


@check(
    "ART101",
    "bracketed-residue",
    "accuracy/untranslated",
    Severity.MAJOR,
    limits=language.limits,
    examples=[
        Example(
            "“They [the harbour authority] knew about the leak,” the captain said.",
            "„Sie [die Hafenbehörde] wussten von dem Leck“, sagte der Kapitän.",
        ),
        Example("“He [Peter Lindqvist] was late,” she said.", "„Er [Peter Lindqvist] kam zu spät“, sagte sie."),
        Example("“We was [sic] there,” he wrote [12].", "„Wir war [sic] dort“, schrieb er [12]."),
        Example("Set [max_size = default] first.", "Setzen Sie zuerst [max_size = default]."),
        Example("The tax (Solidaritätszuschlag) was cut.", "Die Steuer (Solidaritätszuschlag) wurde gesenkt."),
        Example("“We like it [Pakistan],” he said.", "„Wir mögen es [Pakistan]“, sagte er."),
        Example("“He [Jordan] missed,” she said.", "„Er [Jordan] warf daneben“, sagte sie."),
        Example(
            "“The KFA [Kingdom’s Fisheries Agency of the North] has to act,” he said.",
            "„Die KFA [Kingdom's Fisheries Agency of the North] muss handeln“, sagte er.",
            ("[Kingdom's Fisheries Agency of the North]",),
        ),
        Example(
            "“They [the rebels] left at dawn,” said Ms. Oyelaran.",
            "„Sie [the rebels] gingen im Morgengrauen“, sagte Frau Oyelaran.",
            ("[the rebels]",),
        ),
        Example(
            "“It [Switzerland] never asked,” said the envoy.",
            "„Sie [Switzerland] hat nie gefragt“, sagte der Gesandte.",
            ("[Switzerland]",),
        ),
        Example(
            "Der Bau (der größte seiner Art) begann im Mai.",
            "Construction (der größte seiner Art) began in May.",
            ("(der größte seiner Art)",),
            ("de", "en"),
        ),
        Example(
            "« Ils [les syndicats] refusent de signer », a dit le maire.",
            "“They [les syndicats] refuse to sign,” said the mayor.",
            ("[les syndicats]",),
            ("fr", "en"),
        ),
    ],
)
def bracketed_residue(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark brackets that stand in source and target alike and are in the source language."""
    if not any(char in segment.target for char in "[(（［【"):
        return
    source = {words.straight(found[0]) for found in _BRACKET.finditer(segment.source)}
    for found in _BRACKET.finditer(segment.target):
        text = found[0]
        if words.straight(text) in source and _untranslated(text, context):
            yield Hit(f"{text} was copied from the source untranslated", (Span("target", *found.span()),))


def _untranslated(bracket: str, context: Context) -> bool:
    inner = bracket[1:-1].strip()
    if _CODE.search(inner) or words.key(inner).rstrip(".") in _KEPT or words.quoted(inner):
        return False
    found = words.words(inner)
    common = [word for word in found if words.is_plain(word.text)]
    square = bracket[0] in "[［【"
    if square and context.once(_foreign_territories).get(words.key(inner)):
        return True
    ahead = language.lead(inner, context.source_base, context.target_base)
    if not square:
        return len(found) > 2 and len(common) > 1 and not words.is_title(found) and ahead >= 0.4
    if len(found) == 1:
        return len(inner) > 4 and inner.isalpha() and bool(common) and ahead >= 0.3
    return bool(common) and ahead >= 0.2


def _foreign_territories(context: Context) -> dict[str, bool]:
    """Names of territories in the source language, and whether the target language calls them otherwise."""
    here, there = _territories(context.source_base), _territories(context.target_base)
    names = {words.key(name) for name in there.values()}
    return {key: key not in names | _AMBIGUOUS for key in map(words.key, here.values())}


@functools.cache
def _territories(lang: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return {code: str(name) for code, name in Locale(lang).territories.items() if not code.isdigit()}
    except UnknownLocaleError:
        return {}
