"""A tag of the source is not in the translation, one is there that the source has not, or the tags do not nest.

## What it does

Compares the HTML, XML and XLIFF tags of both sides by name and attributes, as many times as each stands there, in any
order. A tag that was changed is marked on both sides, one that was lost in the source, a new one in the translation.
Values of attributes that are translated (`title`, `alt`, `lang` ...) may differ, and a link may lead to the same page
in the other language (`/en/`, `/de/`); whole addresses are checked by `address-mismatch`. Where both sides have the
same tags and only the source's nest, the tags out of place are marked. Where all that was lost or gained is emphasis
(`b`, `em`, `font` ...) and what is left is opened and closed in turn, the text reads the same: that is minor.

## Why it is bad

Bold runs to the end of the page, a link is gone, the file cannot be put together again.

## Known problems

- Names in pointed brackets that stand for something (`copy <file>`) are left alone unless they are closed, too.
- That the right words stand between the tags is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.markup import markup_tags
from mtqe.checks.shared import kept_tokens
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "MRK103",
    "tag-mismatch",
    "design-and-markup/markup",
    Severity.MAJOR,
    examples=[
        Example("The <b>old</b> harbour<br>", "Der <b>alte</b> Hafen<br/>"),
        Example('<a href="/en" title="Tides">Tides</a>', '<a title="Gezeiten" href="/de">Gezeiten</a>'),
        Example("The <b>old</b> <i>harbour</i>", "Le <i>port</i> <b>ancien</b>", langs=("en", "fr")),
        Example("Type copy <file> if 3 < 4 and 5 > 4.", "Gib copy <Datei> ein, wenn 3 < 4 und 5 > 4."),
        Example("Now <laughs/> go!", "Los <lacht/> jetzt!"),
        Example("The <b>old</b> harbour", "Der <b>alte Hafen", ("</b>",)),
        Example("The old harbour", "Der <em>alte</em> Hafen", ("<em>", "</em>")),
        Example('<g id="1">Tide</g>', '<g id="2">Flut</g>', ('<g id="1">', '<g id="2">')),
        Example("The <b>old</b> harbour", "Der </b>alte<b> Hafen", ("</b>", "<b>")),
        Example("Le <b>vieux</b> port", "The <b>old<b> harbour", ("</b>", "<b>"), ("fr", "en")),
    ],
)
def tag_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the tags of both sides, then their nesting."""
    if not segment.source.strip() or not segment.target.strip():
        return
    langs = (context.source_base, context.target_base)
    source, target = markup_tags.tags(segment.source, langs), markup_tags.tags(segment.target, langs)
    if not source and not target:
        return
    faults = kept_tokens.compare(source, target)
    mild = not markup_tags.lone(target) and all(
        markup_tags.is_emphasis(token) for fault in faults for token in fault if token
    )
    yield from kept_tokens.hits(_regrouped(faults), "tag", Severity.MINOR if mild else None)
    if not faults and not markup_tags.lone(source):
        for token in markup_tags.lone(target):
            yield Hit(f"the tag {token.text} does not nest with the others", (token.span("target"),))


def _regrouped(faults: list[kept_tokens.Fault]) -> list[kept_tokens.Fault]:
    """One lost and one new tag are one fault, `</b>` that became `<b>`."""
    lost = [fault for fault in faults if fault.target is None]
    new = [fault for fault in faults if fault.source is None]
    if len(lost) == len(new) == 1:
        return [fault for fault in faults if fault not in (*lost, *new)] + [
            kept_tokens.Fault(lost[0].source, new[0].target)
        ]
    return faults
