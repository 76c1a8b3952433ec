"""A code has the same id on both sides, but shows another figure.

## What it does

Looks at the inline codes of translation files that have an id (XLIFF, TMX), at the names of speakers in WebVTT, and at
the values of fields and meters in HTML. The text that a code shows (its content, `equiv-text`, `disp`, `value`) must
have the same figures in source and translation. Other figures inside tags, such as in addresses and styles, count only
in blocks of program code, which show their tags.

## Why it is bad

A translation tool shows the text of the code in place of the code, and many put it into the file. Translators and
reviewers do not look into codes, so that a changed figure reaches the reader.

## Known problems

Letters in codes are not compared, because tools translate the names of codes. Codes that one side has more often are
left to `tag-mismatch`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from mtqe.language.late_patterns import late
from mtqe.model import Code, Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context, Example, check

_NUMBERED = late(r"(?:x|bx|ex|g|ph|bpt|ept|it|ut|code) \S+|v")
"""Keys of codes that have an id or name a speaker, so that their text is no part of the key."""
_NATIVE = late(r"<(?:bpt|ept|it|ph|ut)\b")
"""A code whose content is the code of a document. The end of a pair has the key of its beginning."""
_BLOCK = "code block"
"""The key of a block of program code, of which readers see the tags, too."""
_TAG = late(r"<[^<>]*>")
_SHOWN = late(r"\s(?:equiv-text|equiv|disp|value|min|max)=[\"']([^\"']*)[\"']|<v(?:\.[^\s>]*)?\s([^<>]*)>")
_FIGURE = late(r"\d+")


@check(
    "ART124",
    "changed-code-content",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example('Wait ⟦<ph id="1" disp="16"/>⟧ days', 'Warten Sie ⟦<ph id="1" disp="16"/>⟧ Tage', codes=True),
        Example(
            'Up to ⟦<input value="16">⟧ bar',
            'Bis ⟦<input value="61">⟧ bar',
            ('<input value="16">', '<input value="61">'),
            codes=True,
        ),
        Example('Wait ⟦<x id="1"/>⟧ days', 'Warten Sie ⟦<x id="1"/>⟧ Tage', codes=True),
        Example('Open ⟦<ph id="1" disp="tag 1"/>⟧ now', '⟦<ph id="1" disp="Marke 1"/>⟧ öffnen', codes=True),
        Example(
            'Wait ⟦<ph id="1" disp="16"/>⟧ days',
            'Warten Sie ⟦<ph id="1" disp="61"/>⟧ Tage',
            ('<ph id="1" disp="16"/>', '<ph id="1" disp="61"/>'),
            codes=True,
        ),
        Example(
            'Wait ⟦<bpt i="1">b</bpt>⟧here⟦<ept i="1">b</ept>⟧',
            'Hier ⟦<bpt i="1">b</bpt>⟧warten⟦<ept i="1">b 61</ept>⟧',
            ('<bpt i="1">b</bpt>', '<ept i="1">b</ept>', '<bpt i="1">b</bpt>', '<ept i="1">b 61</ept>'),
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
    sides = _by_key(segment, "source"), _by_key(segment, "target")
    for key, places in sides[0].items():
        others = sides[1].get(key, [])
        texts = [[segment.codes[place] for place in side] for side in (places, others)]
        if len(places) == len(others) and _figures(texts[0]) != _figures(texts[1]):
            shown = [" ".join(code.text for code in side) for side in texts]
            yield Hit(f"the code {shown[0]} has become {shown[1]}", (), codes=(*places, *others))


def _by_key(segment: Segment, side: Side) -> dict[str, list[int]]:
    """The places of the codes of a side whose key has an id, or that show a value, by key."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, code in enumerate(segment.codes):
        is_compared = _NUMBERED.fullmatch(code.key) or _SHOWN.search(code.text) or _NATIVE.match(code.text.strip())
        if code.side == side and (is_compared or _is_end(code)):
            found[code.key].append(place)
    return found


def _is_end(code: Code) -> bool:
    """Whether a code is the end of a pair, which has the key of its beginning. The end of a link has an address."""
    return code.role == "close" and code.kind not in ("link", "image")


def _figures(codes: Sequence[Code]) -> Counter[str]:
    """The figures that the texts of codes show."""
    shown = (code.text if code.key == _BLOCK else _shown(code.text.strip()) for code in codes)
    return Counter(figure for text in shown for figure in _FIGURE.findall(text))


def _shown(text: str) -> str:
    """What readers see of a code."""
    if not _TAG.fullmatch(text):
        return _TAG.sub(" ", text)
    return " ".join(part for match in _SHOWN.findall(text) for part in match)
