"""Spaces where none belong: beside punctuation marks, inside brackets, between the dots of an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.spacing import function_calls
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

# --- ART103 stray-spacing ---------------------------------------------------------------------------------------------

_SPACE = r"[ \u00a0\u2009\u202f]+"
_AFTER = r"(?=[\s”“»«\"')\]]|$)"
_LOW = re.compile(
    rf"(?<=[^\W_]){_SPACE}[.,]{_AFTER}(?!\s?[.…])|(?<=[”“»\"')\]%]){_SPACE}[.,]{_AFTER}(?!\s?[.…])"
    rf"|(?<=[^\W_]){_SPACE},(?=[^\W\d_])(?![^,]*['‘’])|(?<=[\w”」』）]){_SPACE}[。，、；：！？]"
)
_HIGH = re.compile(rf"(?<=[^\W\d_]){_SPACE}[;:?!]{_AFTER}(?!{_SPACE}[\d(])(?<![:;](?=[()]))")
_INSIDE = re.compile(
    rf"(?<!:)(?<!;)\({_SPACE}(?=\w)|(?<=[^\W_]){_SPACE}\)(?=[\s.,;]|$)"
    rf"|(?<![^\s(])„{_SPACE}(?=\w)|(?<=\w){_SPACE}”(?=[\s.,]|$)"
)
_SIGN = re.compile("[.,;:?!)”。，、；：！？](?<=[ \u00a0\u2009\u202f].)|[(„][ \u00a0\u2009\u202f]")
MANY = 3
"""Findings: more in one segment are one, as the text looks tokenised. By hand."""


@check(
    "ART103",
    "stray-spacing",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("We met at noon, as agreed.", "Wir trafen uns wie vereinbart um zwölf."),
        Example("“Well . . . perhaps,” he said.", "„Nun . . . vielleicht“, sagte er."),
        Example("It is called .NET, is it?", "Es heißt .NET, oder?"),
        Example("They won 3–1. :)", "Sie gewannen 3 : 1. :)"),
        Example("Really? Yes!", "Vraiment ? Oui !", langs=("en", "fr")),
        Example("We met at noon.", "Wir trafen uns um zwölf .", (" .",)),
        Example("He came, she left.", "Er kam , sie ging.", (" ,",)),
        Example("He came, she left.", "Он пришёл ,она ушла.", (" ,",), ("en", "ru")),
        Example("Really? Yes!", "Wirklich ? Ja !", (" ?", " !")),
        Example("The mill (closed since May) burned.", "Die Mühle ( seit Mai zu ) brannte.", ("( ", " )")),
        Example("Well, yes, no, fine.", "Nun , ja , nein , gut .", (" ,", " ,", " ,", " .")),
        Example("He came, she left.", "Er kam ,sie ging.", (" ,",)),
        Example("He stayed at home.", "他待在家里 。", (" 。",), ("en", "zh")),
        Example("Il vint, elle partit.", "He came , she left .", (" ,", " ."), ("fr", "en")),
    ],
)
def stray_spacing(segment: Segment, context: Context) -> Iterator[Hit]:
    """A space stands before a punctuation mark or inside brackets where none belongs.

    ## What it does

    Marks a space together with the full stop, comma, semicolon, colon, question or exclamation mark that follows it,
    and a space just inside a bracket or a low quotation mark, unless the source is spaced in the same way; more than
    three in a segment make one finding. In French the spaces before `: ; ! ?` and inside « » are right. Spaced
    ellipses, decimals such as `.5`, names such as `.NET`, scores such as `3 : 1`, emoticons and calls of functions are
    left alone.

    ## Why it is bad

    It looks careless, and line breaks tear the mark from its word. It is a trace of tokenised text that was not put
    back together.

    ## Known problems

    Doubled spaces are not reported: they vanish in most layouts.
    """
    if not _SIGN.search(segment.target):
        return
    is_wrong = language(context.target_base).space_before_marks == "wrong"
    patterns = [_LOW, _HIGH, _INSIDE] if is_wrong else [_LOW, _INSIDE]
    hits = []
    for pattern in patterns:
        found = list(pattern.finditer(segment.target))
        if found and not pattern.search(segment.source):
            hits += found
    if hits and (code := function_calls.spans(segment.target)):
        hits = [match for match in hits if not function_calls.holds(code, match.start())]
    hits.sort(key=lambda match: match.start())
    if len(hits) > MANY:
        spans = tuple(Span("target", *match.span()) for match in hits)
        yield Hit(f"{len(hits)} spaces stand beside punctuation marks: the text looks tokenised", spans)
        return
    for match in hits:
        mark = match[0].strip()
        side = "after" if match[0].startswith(mark) else "before"
        yield Hit(f"there is a space {side} {mark}", (Span("target", *match.span()),), suggestion=mark)


# --- ART109 spaced-ellipsis -------------------------------------------------------------------------------------------

_SPACED = re.compile(r"\.(?:[ \u00a0\u2009\u202f]\.\.?|\.[ \u00a0\u2009\u202f]\.)(?:[ \u00a0\u2009\u202f]?\.)*(?!\w)")


@check(
    "ART109",
    "spaced-ellipsis",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("“Well … perhaps,” he said.", "„Nun … vielleicht“, sagte er."),
        Example("“Well . . . perhaps,” he said.", "„Nun . . . vielleicht“, sagte er."),
        Example("Wait... what?", "Warte... was?"),
        Example("He left. .NET stayed.", "Er ging. .NET blieb."),
        Example("“Well … perhaps,” he said.", "„Nun . . . vielleicht“, sagte er.", (". . .",)),
        Example("« Eh bien… peut-être. »", "“Well .. . perhaps.”", (".. .",), ("fr", "en")),
    ],
)
def spaced_ellipsis(segment: Segment, context: Context) -> Iterator[Hit]:
    """An ellipsis is written with spaces between its dots, and the source's is not.

    ## What it does

    Marks `. . .`, also in variants such as `.. .` and `. .`, unless the source spaces the dots of an ellipsis as well.

    ## Why it is bad

    The dots break over two lines, and screen readers and sentence splitters take them for three sentences. It is a
    trace of tokenised text.

    ## Known problems

    American publishers space the dots (*Chicago Manual of Style*); a translation in that style is reported where the
    source has another one.
    """
    if ". " not in segment.target and ".\u00a0" not in segment.target and ".\u202f" not in segment.target:
        return
    if _SPACED.search(segment.source):
        return
    for found in _SPACED.finditer(segment.target):
        dots = found[0].count(".")
        mended = "…" if dots > 2 else "."
        yield Hit(f"{dots} dots in a row stand apart", (Span("target", *found.span()),), suggestion=mended)
