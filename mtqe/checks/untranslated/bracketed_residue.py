"""A bracketed remark of the source was left untranslated.

## What it does

Compares the brackets of both sides. A bracket of the translation is marked when the source has it word for word and its
text is in the source language: `[the ministry]` in a German sentence.

In square brackets one common word is enough. The name of a country or international organisation is enough as well
if the target language has another name for it. In round brackets it takes a phrase with several common words, since an
original term is often kept there on purpose. Where the source has no square brackets, a phrase of its running text also
counts if the translation has it in square brackets. Curly and straight apostrophes count as equal.

## Why it is bad

In a quotation, journalists use square brackets to help the reader. Machine translation tends to copy them, often right
beside a translation of the same words. The reader then stumbles over a foreign phrase inside the quotation.

## Known problems

- Words in round brackets that an abbreviation stands for, in front of them (`LTM (low tide mark)`), are often kept, and
  not reported.
- Brackets in the help of a command (`-name[:on,off]`) are not looked at, and neither is a text of a program that is
  one word in brackets.
- The title of a work that is kept on purpose looks the same: `[Like a Bird on the Wire]`.
- The name of an institution with a capital on every word (`[Central Bank]`) is found in three cases only: it spells out
  the abbreviation before it, it is English and contains an office or kind of body (`Minister`, `Authority`), or CLDR
  lists it as a territory.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.shared import program_texts, spelled_out
from mtqe.checks.untranslated import identifiable, literals
from mtqe.language import identify, program_code, words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# English names of countries that are also names of people or places. Those are not translated.
_AMBIGUOUS = {"georgia", "jordan", "chad"}

# A capitalised English phrase with one of these nouns is a description to translate, not a name to keep.
# fmt: off
_BODIES = frozenset({
    "administration", "agency", "army", "assembly", "association", "authority", "board", "bureau", "commission",
    "committee", "council", "court", "department", "embassy", "federation", "government", "inspectorate",
    "institute", "kingdom", "minister", "ministers", "ministry", "navy", "office", "parliament", "police",
    "prosecutor", "regulator", "republic", "secretary", "senate", "service", "tribunal", "union",
})
# fmt: on
_BRACKET = late(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|［[^［］]*］|【[^【】]*】")
_OPTION_MARKS = frozenset("-/")
_BETWEEN_VALUES = late("[,|]")
_VALUE = late(r"[a-z][a-z0-9_-]*")
_CODE = late(r"[=<>{}_|\\/*#@$%^~`]|https?:|\w\(")
# Kept on purpose: a bracket that is one of these remarks, and any bracket that contains a citation.
_KEPT = {"sic", "sic!", "recte", "ad hoc", "inter alia", "n.b", "nb", "via"}
_CITATION = late(r"\b(?:et al|ibid|op\. cit|isbn|doi)\b", re.IGNORECASE)


@check(
    "ART101",
    "bracketed-residue",
    "accuracy/untranslated",
    Severity.MAJOR,
    area="language",
    limits=identifiable.limits,
    examples=[
        Example("“They [the harbour authority] knew.”", "„Sie [die Hafenbehörde] wussten es.“"),
        Example("“He [Peter Lindqvist] was late,” she said.", "„Er [Peter Lindqvist] kam zu spät“, sagte sie."),
        Example("tide [on, off]", "Flut [on, off]", meta=({"unit": "tide"},)),
        Example("They left [the old ferry] here.", "They left [the old ferry] here."),
        Example("— @mia, [the last tide of all](https://a.org)", "— @mia, [the last tide of all](https://a.org)"),
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
        Example("[draft]", "[draft]", meta=({"unit": "tag.draft"},)),
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
    """Mark brackets that source and target share and that are in the source language."""
    if not any(char in segment.target for char in "[(（［【"):
        return
    if words.copied(segment.source, segment.target) >= identify.COPIED:
        return  # untranslated-segment reports it
    straight_source = words.straight(segment.source)
    source_brackets = {match[0][1:-1]: match.start() for match in reversed(list(_BRACKET.finditer(straight_source)))}
    is_command: bool | None = None
    for match in _BRACKET.finditer(segment.target):
        text = match[0]
        inner = words.straight(text)[1:-1]
        place = source_brackets.get(
            inner, None if "[" in straight_source or text[0] in "(（" else _phrase(inner, straight_source)
        )
        if place is None or _touches_word(segment.source, place, text):
            continue
        if is_command is None:
            is_command = _is_command(segment.source)
        if is_command:
            return
        if _is_tag(segment, text) or _are_values(segment, inner):
            continue
        if spelled_out.is_within(segment.target, *match.span()):
            continue
        before = segment.source[max(0, place - 60) : place]
        if _is_in_source_language(text, context) or _is_spelled_out(text, before, context):
            yield Hit(f"{text} was copied from the source untranslated", (Span("target", *match.span()),))


def _touches_word(source: str, place: int, bracket: str) -> bool:
    """Whether a bracket belongs to the word before it, as in a call: `extract(year)`, `tides[low]`."""
    return bracket[0] in "[(" and source[place - 1 : place].isalnum()


def _is_command(source: str) -> bool:
    """Whether a text is the help of an option, code or names the author of a quotation: its brackets are no prose."""
    return source.lstrip()[:1] in _OPTION_MARKS or program_code.is_code(source) or literals.is_attribution(source)


def _is_tag(segment: Segment, bracket: str) -> bool:
    """Whether a text of a program is one word in brackets, which the program writes before other texts: `[draft]`."""
    is_whole = program_texts.is_program_text(segment) and segment.source.strip() == bracket
    return is_whole and len(words.words(bracket)) == 1


def _are_values(segment: Segment, inner: str) -> bool:
    """Whether a bracket in a text of a program lists values that a command takes: `[on, off, auto]`."""
    items = [item.strip() for item in _BETWEEN_VALUES.split(inner)]
    return len(items) > 1 and program_texts.is_program_text(segment) and all(map(_VALUE.fullmatch, items))


def _phrase(inner: str, source: str) -> int | None:
    """The place of a phrase of two words or more in the source.

    A phrase with a capital counts only at the beginning of the source; elsewhere it may be a name.
    """
    match = re.search(rf"(?<!\w){re.escape(inner)}(?!\w)", source) if " " in inner else None
    return match.start() if match and (inner[:1].islower() or not match.start()) else None


def _is_in_source_language(bracket: str, context: Context) -> bool:
    inner = bracket[1:-1].strip()
    if _CODE.search(inner) or _CITATION.search(inner) or words.key(inner).rstrip(".") in _KEPT or words.quoted(inner):
        return False
    inner_words = words.words(inner)
    if all(len(set(word.key)) == 1 for word in inner_words):
        return False  # the pattern of a date or a time: `HH:MM:ss`
    common = [word for word in inner_words if words.is_plain(word.text)]
    square = bracket[0] in "[［【"
    if square and _territories(context).get(words.key(inner)):
        return True
    lead = identify.lead(inner, context.source_base, context.target_base)
    if not square:
        return len(inner_words) > 2 and len(common) > 1 and not words.is_title(inner_words) and lead >= 0.25
    if len(inner_words) == 1:
        return len(inner) > 4 and inner.isalpha() and bool(common) and lead >= 0.3
    return bool(common) and lead >= 0.2


def _is_spelled_out(bracket: str, before: str, context: Context) -> bool:
    """Whether a capitalised phrase of the source in square brackets spells out an abbreviation or names an office."""
    bracket_words = words.words(bracket[1:-1])
    keys = [word.key for word in bracket_words]
    if (
        bracket[0] not in "[［【"
        or len(bracket_words) < 2
        or identify.lead(" ".join(keys), context.source_base, context.target_base) <= 0
    ):
        return False
    capitals = "".join(word.text[0] for word in bracket_words if word.text[0].isupper())
    last = words.words(before)[-1:]
    return bool(last and len(capitals) > 1 and last[0].text == capitals) or (
        language(context.source_base).grammar == "english" and not _BODIES.isdisjoint(keys)
    )


def _territories(context: Context) -> dict[str, bool]:
    return context.run_memo.once(_names_to_translate, lambda: _names_to_translate(context))


def _names_to_translate(context: Context) -> dict[str, bool]:
    """Names of territories in the source language, and whether the target language has another name for them."""
    source_names, target_names = _names(context.source_base), _names(context.target_base)
    target_keys = {words.key(name) for name in target_names.values()}
    return {key: key not in target_keys | _AMBIGUOUS for key in map(words.key, source_names.values())}


@functools.cache
def _names(lang: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return {code: str(name) for code, name in Locale(lang).territories.items() if not code.isdigit()}
    except UnknownLocaleError:
        return {}
