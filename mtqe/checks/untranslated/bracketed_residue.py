"""A bracketed remark of the source stands untranslated in the translation.

## What it does

Compares what stands in brackets on both sides. Marks a bracket of the translation that the source has word for word
when its text is in the source language: `[the ministry]` in a German sentence. In square brackets one common word is
enough, and so is the name of a country or international organisation that the target language calls by another name;
in round brackets it takes a phrase with several common words, since an original term is often kept there on purpose.
Where the source has no square brackets, a phrase of its running text in them counts as well.
Curly and straight apostrophes count as equal.

## Why it is bad

Square brackets in a quotation are the journalist's help to the reader. Machine translation tends to copy them, often
right beside a translation of the same words, and the reader stumbles over a foreign phrase inside a quotation.

## Known problems

A title of a work in square brackets (`[Like a Bird on the Wire]`), kept on purpose, looks the same. Names of
institutions that are written with capitals throughout (`[Central Bank]`) are seen only when they spell out the
abbreviation before them, when an English one holds an office or kind of body (`Minister`, `Authority`), or when CLDR
lists them as a territory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.untranslated import identifiable, territories
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import identify, words

_BRACKET = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|［[^［］]*］|【[^【】]*】")
_CODE = re.compile(r"[=<>{}_|\\/*#@$%^~`]|https?:|\w\(")
# What stays in its language: an editor's remark as a whole, a citation wherever the words stand.
_KEPT = {"sic", "sic!", "recte", "ad hoc", "inter alia", "n.b", "nb", "via"}
_CITATION = re.compile(r"\b(?:et al|ibid|op\. cit|isbn|doi)\b", re.IGNORECASE)


@check(
    "ART101",
    "bracketed-residue",
    "accuracy/untranslated",
    Severity.MAJOR,
    limits=identifiable.limits,
    examples=[
        Example("“They [the harbour authority] knew.”", "„Sie [die Hafenbehörde] wussten es.“"),
        Example("“He [Peter Lindqvist] was late,” she said.", "„Er [Peter Lindqvist] kam zu spät“, sagte sie."),
        Example("“We was [sic] there” [Abbot et al. 2009].", "„Wir war [sic] dort“ [Abbot et al. 2009]."),
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
            "“The CWB [Coastal Waters Board] was never asked,” he said.",
            "„Das CWB [Coastal Waters Board] wurde nie gefragt“, sagte er.",
            ("[Coastal Waters Board]",),
        ),
        Example("“She [the Housing Minister] knew.”", "„Sie [die Bauministerin] wusste es.“"),
        Example("A pit (the deepest in Ohio).", "Ein Bau (the deepest in Ohio).", ("(the deepest in Ohio)",)),
        Example("“They [Mill Street Records] paid.”", "„Sie [Mill Street Records] zahlten.“"),
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
        Example("“It [the ferry] sank.”", "「それ［the ferry］は沈んだ」", ("［the ferry］",), ("en", "ja")),
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
    straight = words.straight(segment.source)
    source = {found[0][1:-1]: found.start() for found in reversed(list(_BRACKET.finditer(straight)))}
    for found in _BRACKET.finditer(segment.target):
        text = found[0]
        inner = words.straight(text)[1:-1]
        place = source.get(inner, None if "[" in straight or text[0] in "(（" else _phrase(inner, straight))
        if place is None:
            continue
        before = segment.source[max(0, place - 60) : place]
        if _untranslated(text, context) or _is_spelled_out(text, before, context):
            yield Hit(f"{text} was copied from the source untranslated", (Span("target", *found.span()),))


def _phrase(inner: str, source: str) -> int | None:
    """Where a phrase of two words or more stands in a source; a capital is one of its beginning."""
    found = re.search(rf"(?<!\w){re.escape(inner)}(?!\w)", source) if " " in inner else None
    return found.start() if found and (inner[:1].islower() or not found.start()) else None


def _untranslated(bracket: str, context: Context) -> bool:
    inner = bracket[1:-1].strip()
    if _CODE.search(inner) or _CITATION.search(inner) or words.key(inner).rstrip(".") in _KEPT or words.quoted(inner):
        return False
    found = words.words(inner)
    common = [word for word in found if words.is_plain(word.text)]
    square = bracket[0] in "[［【"
    if square and context.once(territories.foreign).get(words.key(inner)):
        return True
    ahead = identify.lead(inner, context.source_base, context.target_base)
    if not square:
        return len(found) > 2 and len(common) > 1 and not words.is_title(found) and ahead >= 0.25
    if len(found) == 1:
        return len(inner) > 4 and inner.isalpha() and bool(common) and ahead >= 0.3
    return bool(common) and ahead >= 0.2


def _is_spelled_out(bracket: str, before: str, context: Context) -> bool:
    """Whether a capitalised phrase in square brackets says in source words what an abbreviation or office is."""
    found = words.words(bracket[1:-1])
    keys = [word.key for word in found]
    if (
        bracket[0] not in "[［【"
        or len(found) < 2
        or identify.lead(" ".join(keys), context.source_base, context.target_base) <= 0
    ):
        return False
    capitals = "".join(word.text[0] for word in found if word.text[0].isupper())
    last = words.words(before)[-1:]
    return bool(last and len(capitals) > 1 and last[0].text == capitals) or (
        language(context.source_base).grammar == "english" and not territories.BODIES.isdisjoint(keys)
    )
