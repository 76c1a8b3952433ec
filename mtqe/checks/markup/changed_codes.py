"""A code has the same id on both sides, but shows another figure.

## What it does

Looks at the inline codes of translation files that have an id (XLIFF, TMX). The text that a code shows (its content,
`equiv-text`, `disp`) must have the same figures in source and translation. Figures inside tags, such as in addresses
and styles, do not count.

## Why it is bad

A translation tool shows the text of the code in place of the code, and many put it into the file. Translators and
reviewers do not look into codes, so that a changed figure reaches the reader.

## Known problems

Letters in codes are not compared, because tools translate the names of codes. Codes that one side has more often are
left to `tag-mismatch`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mtqe.model import Code, Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_NUMBERED = re.compile(r"(?:x|bx|ex|g|ph|bpt|ept|it|ut|code) \S+")
"""Keys of codes that have an id, so that their text is no part of the key."""
_TAG = re.compile(r"<[^<>]*>")
_SHOWN = re.compile(r"\s(?:equiv-text|equiv|disp)=\"([^\"]*)\"")
_FIGURE = re.compile(r"\d+")


@check(
    "ART124",
    "changed-code-content",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example('Wait ⟦<ph id="1" disp="16"/>⟧ days', 'Warten Sie ⟦<ph id="1" disp="16"/>⟧ Tage', codes=True),
        Example('Wait ⟦<x id="1"/>⟧ days', 'Warten Sie ⟦<x id="1"/>⟧ Tage', codes=True),
        Example('Open ⟦<ph id="1" disp="tag 1"/>⟧ now', '⟦<ph id="1" disp="Marke 1"/>⟧ öffnen', codes=True),
        Example(
            'Wait ⟦<ph id="1" disp="16"/>⟧ days',
            'Warten Sie ⟦<ph id="1" disp="61"/>⟧ Tage',
            ('<ph id="1" disp="16"/>', '<ph id="1" disp="61"/>'),
            codes=True,
        ),
        Example(
            'Wait ⟦<x id="2" equiv-text="5 h"/>⟧',
            'Attendez ⟦<x id="2" equiv-text="8 h"/>⟧',
            ('<x id="2" equiv-text="5 h"/>', '<x id="2" equiv-text="8 h"/>'),
            ("en", "fr"),
            codes=True,
        ),
    ],
)
def changed_code_content(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the figures of codes with the same id."""
    places = _single(segment, "source"), _single(segment, "target")
    for key, place in places[0].items():
        other = places[1].get(key)
        if other is None:
            continue
        source, target = segment.codes[place], segment.codes[other]
        if _figures(source) != _figures(target):
            message = f"the code {source.text} has become {target.text}"
            yield Hit(message, (), suggestion=source.text, codes=(place, other))


def _single(segment: Segment, side: str) -> dict[str, int]:
    """The places of the codes of a side whose key has an id and is there once, by key."""
    own = [place for place, code in enumerate(segment.codes) if code.side == side and _NUMBERED.fullmatch(code.key)]
    numbers = Counter(segment.codes[place].key for place in own)
    return {segment.codes[place].key: place for place in own if numbers[segment.codes[place].key] == 1}


def _figures(code: Code) -> Counter[str]:
    """The figures that the text of a code shows."""
    text = " ".join(_SHOWN.findall(code.text)) if _TAG.fullmatch(code.text.strip()) else _TAG.sub(" ", code.text)
    return Counter(_FIGURE.findall(text))
