"""The length of a translation, against what its source lets expect."""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import lengths
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

_SHARED = {
    "measured": (
        "on news from English to German and from Estonian and Romanian to English, on manuals between English and\n"
        "each of Chinese, Czech, Dutch, French, German, Italian, Japanese, Polish, Portuguese, Russian and Spanish"
    ),
    "others": "For scripts and languages whose needs are not well known, both limits are half as wide again.",
}
"""What both manuals say."""


# --- ACC107 text-too-short --------------------------------------------------------------------------------------------

SHORT_FACTOR = 1.5
"""Factor: of the usual limit by which a translation may be shorter. By hand."""
SHORT_SLACK = 25.0
"""Characters: by which it may be shorter still. By hand."""

_LATE = "The harbour master was late again, and since nobody else had a key, the crews waited in the rain until noon."


@check(
    "ACC107",
    "text-too-short",
    "accuracy/omission",
    Severity.MAJOR,
    facts=_SHARED,
    examples=[
        Example(_LATE, "Der Hafenmeister kam wieder zu spät, also warteten alle im Regen.", (_LATE,)),
        Example(
            _LATE,
            "Der Hafenmeister kam wieder zu spät, und weil sonst niemand Schlüssel hatte, warteten alle im Regen.",
        ),
        Example("United Nations Security Council", "UN-Sicherheitsrat"),
        Example("Is that so? I never thought it", "Echt?"),
        Example(_LATE, ""),
        Example(_LATE, "...", aligned=True),
        Example(_LATE, "港务局长又迟到了，别人都没有钥匙，船员们只好在雨中一直等到中午。", langs=("en", "zh")),
        Example(_LATE, "Der Hafenmeister kam wieder zu spät.", (_LATE,)),
        Example(_LATE, "港务局长又迟到了。", (_LATE,), ("en", "zh")),
    ],
)
def text_too_short(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation is far shorter than any translation of its source would be.

    ## What it does

    Compares the lengths of both sides, having regard to how many characters the two languages need for the same
    content, and marks the whole source when it is more than 1.5 times as long as the translation would need and 25
    characters longer still, which lets short texts vary. For sentences of more than 60 characters a translation of less
    than 60 to 70 % is marked where it was measured:
    {measured}
    (46 % into Japanese, and not from Russian; about 1 alarm in 1,000 paragraphs there).
    {others}

    ## Why it is bad

    Clauses or sentences of the source are missing from the translation.

    ## Known problems

    Which part is missing is not known. Free, condensing translations such as subtitles and slogans may be reported. An
    empty side is left to `empty-target` and, in documents that mtqe aligned, to `omitted-text`.
    """
    langs = (context.source_base, context.target_base)
    source, target = segment.source, segment.target
    if lengths.is_far_longer(source, target, langs, SHORT_FACTOR, SHORT_SLACK) or (
        lengths.is_unseen(source, target, source, langs)
    ):
        share = lengths.ratio(segment.target, segment.source, langs[::-1])
        yield Hit(
            f"the translation has only {share:.0%} of the expected length", words.whole_span("source", segment.source)
        )


# --- ACC108 text-too-long ---------------------------------------------------------------------------------------------

LONG_FACTOR = 1.6
"""Factor: of the usual limit by which a translation may be longer. By hand."""
LONG_SLACK = 35.0
"""Characters: by which it may be longer still. By hand."""

_SAID = "The harbour master, who has run the port for twenty years, said:"
_GERMAN = "Der Hafenmeister, der den Hafen seit zwanzig Jahren leitet, sagte:"
_MORE = (
    " „Wir haben so viele Schiffe wie noch nie gesehen. Wenn die Stadt die neue Mole früher gebaut hätte, wären es "
    "noch mehr gewesen.“"
)


@check(
    "ACC108",
    "text-too-long",
    "accuracy/addition",
    Severity.MAJOR,
    yields_to_specific=True,
    facts=_SHARED,
    examples=[
        Example(_SAID, _GERMAN),
        Example("UN: yes", "Vereinte Nationen stimmen zu"),
        Example("", "Ein Absatz, den es in der Vorlage gar nicht gibt und den jemand hinzugefügt hat, samt Gründen."),
        Example("* * *", _GERMAN + _MORE),
        Example(_SAID, _GERMAN + 200 * "."),
        Example(
            _SAID + " the new pier is late.",
            _GERMAN + " Die neue Mole kommt später, und zwar für die Stadt, die Leute und ihre Schiffe, viel zu spät.",
            (
                _GERMAN
                + " Die neue Mole kommt später, und zwar für die Stadt, die Leute und ihre Schiffe, viel zu spät.",
            ),
        ),
        Example(
            "港务局长管理这个港口已有二十年。",
            "The harbour master has run the port for some twenty years.",
            langs=("zh", "en"),
        ),
        Example(_SAID, _GERMAN + _MORE, (_GERMAN + _MORE,)),
        Example(_GERMAN, f" {3 * _SAID}\n", (3 * _SAID,), ("de", "en")),
    ],
)
def text_too_long(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation is far longer than any translation of its source would be.

    ## What it does

    Compares the lengths of both sides, having regard to how many characters the two languages need for the same
    content, and marks the whole translation when it is more than 1.6 times as long as expected and 35 characters longer
    still, which lets short texts vary. For sentences of more than 60 characters half as long again is enough where it
    was measured:
    {measured}
    (from Japanese nearly twice as long, and not from Chinese or to Russian; about 1 alarm in 1,000 paragraphs there).
    {others}
    A run of one mark, as `runaway-text` reports it, does not count.

    ## Why it is bad

    The translation says things that the source does not: the system made them up, explained itself, or put a
    neighbour's text here.

    ## Known problems

    Which part is too much is not known. A translator who explains a joke or spells out a row of abbreviations may be
    reported.
    """
    langs = (context.target_base, context.source_base)
    source, target = segment.source, segment.target
    if lengths.is_far_longer(target, source, langs, LONG_FACTOR, LONG_SLACK) or (
        lengths.is_unseen(target, source, source, (langs[1], langs[0]))
    ):
        ratio = lengths.ratio(segment.target, segment.source, langs)
        yield Hit(
            f"the translation is {ratio:.1f} times as long as expected", words.whole_span("target", segment.target)
        )
