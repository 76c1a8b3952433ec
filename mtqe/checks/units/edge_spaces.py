"""A text has lost or got a line break or a tab at an edge, or a text of a program a space.

## What it does

Compares the white space at the beginning and at the end of pairs that mtqe did not align. A line break, a carriage
return, a tab or a space that one side lacks is marked: in the source if the translation lacks it, in the translation if
the source does. The word at the edge is marked with it. The number of line breaks or spaces does not count. A line
break between two sentences of the source is marked, too, if the translation has none at all, and so is a tab.

In pairs without a key, as those of JSON Lines and CSV often are, only line breaks and tabs at the edges count.

`format-syntax` reports line breaks at the edges in PO files, which the tools of gettext refuse.

## Why it is bad

Programs put texts together: without the space at the end, the next word sticks to the last one. Without the line break,
the prompt is in the line of the message. With a space too many, a label is not in line with the others.

## Known problems

- In a target language without spaces between words, such as Chinese, spaces are not compared.
- A translator who moves a space from the end of a text to the beginning of the next one is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import program_texts
from mtqe.language.codes import SIDES
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

_NAMES = {"\r": "a carriage return", "\n": "a line break", "\t": "a tab", " ": "a space"}
_SPACE = late(r"\s")
_INNER = {
    "\n": late(r"(?<![^\W\d_])[^\W\d_]+[.!?:。！？]\n\s*(?=[^\W_a-z])"),
    "\t": late(r"(?<!\S)\S+[ ]*\t(?=\s*\S)"),
}
"""A word with a sign after it."""
_WRAPPED = late(r"[^\s.!?:。！？][ ]*\n[ ]*\S")
"""A line break inside a sentence: the file cuts its lines."""
_LETTERS = {"\n": "n", "\t": "t"}
"""The letter of the escape sequence of a sign, which a translation may have in its place."""
_ESCAPED = frozenset(f"\\{letter}" for letter in _LETTERS.values())
_KEY = {"unit": "save"}


@check(
    "MRK124",
    "edge-whitespace",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    examples=[
        Example("Saved: ", "Gespeichert: ", meta=(_KEY,)),
        Example("Saved: ", "保存しました：", langs=("en", "ja"), meta=(_KEY,)),
        Example("Saved: ", "Gespeichert:"),
        Example("Saved: ", "Gespeichert:", ("Saved: ",), meta=(_KEY,)),
        Example("Saved", " Enregistré", (" Enregistré",), ("en", "fr"), meta=(_KEY,)),
        Example("Tide\t", "Flut", ("Tide\t",), meta=(_KEY,)),
    ],
)
def edge_whitespace(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the white space of both sides."""
    if segment.is_aligned or not (segment.source.strip() and segment.target.strip()):
        return
    has_key = program_texts.is_program_text(segment)
    if any(text != text.strip() or text[-2:] in _ESCAPED or text[:2] in _ESCAPED for text in map(segment.text, SIDES)):
        yield from _edges(segment, context, has_key)
    if has_key:
        yield from _inner(segment)


def _edges(segment: Segment, context: Context, has_key: bool) -> Iterator[Hit]:
    """The white space at the edges that one side lacks."""
    spaceless = language(context.target_base).spaceless or language(context.source_base).spaceless
    for name in ("begins", "ends"):
        source, target = (_signs(segment.text(side), name) for side in SIDES)
        for sign, what in _NAMES.items():
            if (sign in source) == (sign in target) or (sign == " " and not has_key):
                continue
            if _is_free(sign, segment, spaceless, source | target):
                continue
            side: Side = "source" if sign in source else "target"
            span = _span(side, segment.text(side), name)
            first, other = ("source", "translation") if side == "source" else ("translation", "source")
            yield Hit(f"the {first} {name} with {what}, and the {other} does not", (span,))
            break


def _signs(text: str, name: str) -> frozenset[str]:
    """The kinds of white space at an edge of a text; other spaces count as a space, escape sequences as their sign."""
    for sign, letter in _LETTERS.items():
        text = text.replace(f"\\{letter}", sign)
    white = text[: len(text) - len(text.lstrip())] if name == "begins" else text[len(text.rstrip()) :]
    return frozenset(sign if sign in _NAMES else " " for sign in white)


def _is_free(sign: str, segment: Segment, spaceless: bool, signs: frozenset[str]) -> bool:
    """Whether a sign needs no counterpart: a space beside other white space, a line break that is reported."""
    if sign == " ":
        return spaceless or len(signs) > 1
    return sign == "\n" and segment.unit.same_edges


def _span(side: Side, text: str, name: str) -> Span:
    """The white space at an edge, with the word beside it."""
    if name == "begins":
        start = len(text) - len(text.lstrip())
        word = _SPACE.search(text, start)
        return Span(side, 0, word.start() if word else len(text))
    end = len(text.rstrip())
    start = max(text.rfind(sign, 0, end) for sign in _NAMES) + 1
    return Span(side, start, len(text))


def _inner(segment: Segment) -> Iterator[Hit]:
    """A tab inside the source, or a line break between two sentences of it, if the translation has none."""
    for sign, place in _INNER.items():
        match = None if sign == "\n" and _WRAPPED.search(segment.source) else place.search(segment.source)
        if match and sign not in segment.target.strip() and f"\\{_LETTERS[sign]}" not in segment.target:
            span = Span("source", *match.span())
            yield Hit(f"the source has {_NAMES[sign]} here, and the translation has none", (span,))
