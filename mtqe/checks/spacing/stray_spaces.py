"""Checks of stray spaces: beside punctuation marks, inside brackets, between the dots of an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.spacing import function_calls
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# --- ART103 stray-spacing ---------------------------------------------------------------------------------------------

_SPACE = r"[ \u00a0\u2009\u202f]+"
_AFTER = r"(?=[\s”“»«\"')\]]|$)"
_LOW = late(
    rf"(?<=[^\W_]){_SPACE}[.,]{_AFTER}(?!\s?[.…])|(?<=[”“»\"')\]%]){_SPACE}[.,]{_AFTER}(?!\s?[.…])"
    rf"|(?:(?<=\w}})|(?<=%@)){_SPACE}[.,]{_AFTER}(?!\s?[.…])"
    rf"|(?<=[^\W_]){_SPACE},(?=[^\W\d_])(?![^,]*['‘’])|(?<=[\w”」』）]){_SPACE}[。，、；：！？]"
)
_HIGH = late(rf"(?:(?<=[^\W\d_])|(?<=\w}})|(?<=%@)){_SPACE}[;:?!]{_AFTER}(?!{_SPACE}[\d(])(?<![:;](?=[()]))")
_INSIDE = late(
    rf"(?<!:)(?<!;)\({_SPACE}(?=\w)|(?<=[^\W_]){_SPACE}\)(?=[\s.,;]|$)"
    rf"|(?<![^\s(])„{_SPACE}(?=\w)|(?<=\w){_SPACE}”(?=[\s.,]|$)"
)
_SIGN = late("[.,;:?!)”。，、；：！？](?<=[ \u00a0\u2009\u202f].)|[(„][ \u00a0\u2009\u202f]")
MOST_FINDINGS = 3
"""Findings: the most in one segment. More become a single finding, because the text looks tokenised."""


@check(
    "ART103",
    "stray-spacing",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
    mends=True,
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
        Example("Hello %@, {n}: it is late", "Hallo %@ , {n} : es ist spät", (" ,", " :")),
        Example("Hello %@ , {n} : it is late", "Hallo %@ , {n} : es ist spät"),
        Example("The mill (closed since May) burned.", "Die Mühle ( seit Mai zu ) brannte.", ("( ", " )")),
        Example("Well, yes, no, fine.", "Nun , ja , nein , gut .", (" ,", " ,", " ,", " .")),
        Example("He came, she left.", "Er kam ,sie ging.", (" ,",)),
        Example("He stayed at home.", "他待在家里 。", (" 。",), ("en", "zh")),
        Example("Il vint, elle partit.", "He came , she left .", (" ,", " ."), ("fr", "en")),
    ],
)
def stray_spacing(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation has a stray space before a punctuation mark or inside brackets.

    ## What it does

    Marks a space together with the full stop, comma, semicolon, colon, question or exclamation mark that follows it. It
    also marks a space just inside a bracket or a low quotation mark. Spaces of a kind that the source has, too, are
    ignored. More than three in a segment make one finding.

    In French the spaces before `: ; ! ?` and inside « » are right. Spaced ellipses, decimals such as `.5`, names such
    as `.NET`, scores such as `3 : 1`, emoticons and function calls are ignored.

    ## Why it is bad

    It looks careless, and a line break can separate the mark from its word. It is a sign of tokenised text that was not
    joined again.

    ## Known problems

    Double spaces are left to `double-space`, since most layouts drop them.
    """
    if not _SIGN.search(segment.target):
        return
    space_is_wrong = language(context.target_base).space_before_marks == "wrong"
    patterns = [_LOW, _HIGH, _INSIDE] if space_is_wrong else [_LOW, _INSIDE]
    stray = []
    for pattern in patterns:
        matches = list(pattern.finditer(segment.target))
        if matches and not pattern.search(segment.source):
            stray += matches
    if stray and (calls := function_calls.spans(segment.target)):
        stray = [match for match in stray if not function_calls.contain(calls, match.start())]
    stray.sort(key=lambda match: match.start())
    if len(stray) > MOST_FINDINGS:
        spans = tuple(Span("target", *match.span()) for match in stray)
        message = f"{len(stray)} stray spaces beside punctuation marks: the text looks tokenised"
        sure = all(map(_is_sure, stray))
        yield Hit(message, spans, fixable=sure, corrections=tuple(map(_mended, stray)) if sure else ())
        return
    for match in stray:
        mark = match[0].strip()
        side = "after" if match[0].startswith(mark) else "before"
        message = f"there is a stray space {side} “{mark}”"
        yield Hit(message, (Span("target", *match.span()),), suggestion=_mended(match), fixable=_is_sure(match))


def _is_sure(match: re.Match[str]) -> bool:
    """Whether the space is on the wrong side of its mark. A quotation mark itself may be the wrong one."""
    before = match.string[: match.start()]
    n_open = sum(map(before.count, "„“")) - before.count("”")
    if match[0][0] == "„":
        return before.count("„") == sum(map(before.count, "“”"))
    return not match[0].endswith("”") or n_open > 0


def _mended(match: re.Match[str]) -> str:
    """The mark without its stray space. A space that stands on the wrong side of a comma moves: `kam ,sie`."""
    mark = match[0].strip()
    return f"{mark} " if mark == "," and match.string[match.end() : match.end() + 1].isalpha() else mark


# --- ART109 spaced-ellipsis -------------------------------------------------------------------------------------------

_SPACED = late(r"\.(?:[ \u00a0\u2009\u202f]\.\.?|\.[ \u00a0\u2009\u202f]\.)(?:[ \u00a0\u2009\u202f]?\.)*(?!\w)")


@check(
    "ART109",
    "spaced-ellipsis",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
    mends=True,
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
    """An ellipsis has spaces between its dots, unlike in the source.

    ## What it does

    Marks `. . .` and variants such as `.. .` and `. .`, unless the source also has an ellipsis with spaces.

    ## Why it is bad

    The dots can break over two lines, and screen readers and sentence splitters take them for three sentences. It is a
    sign of tokenised text.

    ## Known problems

    American publishers put spaces between the dots (*Chicago Manual of Style*). A translation in that style is reported
    if the source has another style.
    """
    if ". " not in segment.target and ".\u00a0" not in segment.target and ".\u202f" not in segment.target:
        return
    if _SPACED.search(segment.source):
        return
    for match in _SPACED.finditer(segment.target):
        n_dots = match[0].count(".")
        suggestion = "…" if n_dots > 2 else "."
        # Two dots may be a full stop that was typed twice or the rest of an ellipsis, four may be both.
        is_sure = n_dots == 3 and language(context.target_base).full_width is None
        message = f"{n_dots} dots with spaces between them"
        yield Hit(message, (Span("target", *match.span()),), suggestion=suggestion, fixable=is_sure)
