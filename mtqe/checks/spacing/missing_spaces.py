"""Checks of missing spaces at marks and at the edges of a text, and of spaces that must not break a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses, locales
from mtqe.checks.shared.not_run import not_for
from mtqe.checks.spacing import function_calls
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.language.words import masked
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# --- MRK111 missing-space ---------------------------------------------------------------------------------------------

_LETTER, _SMALL = "A-Za-z\u00c0-\u024f\u0370-\u052f", "a-z\u00df-\u00f6\u00f8-\u024f\u0430-\u045f"
_GLUED = late(
    rf"[{_LETTER}]{{2,}}[,;!?][{_LETTER}]{{2,}}"
    rf"|(?<![\w.])[{_LETTER}]*[{_SMALL}]{{2}}\.[A-Z\u00c0-\u00de\u0410-\u042f][{_SMALL}]+(?!\w|\.\w)"
)
_MARK_BEFORE_LETTER = late(r"[.,;!?](?=[^\W\d_])")
_MARK = late(r"[.,;!?]")
_SENTENCE_END = late(r"[.!?…][\"'”’»)\]]*\s|[。！？]")


def _limits_between_words(context: Context) -> str | None:
    if language(context.target_base).spaceless:
        return f"{name(context.target_lang)} has no spaces between words"
    return None


@check(
    "MRK111",
    "missing-space",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
    mends=True,
    limits=_limits_between_words,
    examples=[
        Example("Gladly, but late. At 3,5 or 10.30.", "Gern, aber spät. Um 3,5 oder 10.30."),
        Example("See harbour.example and Tide.App.", "Siehe harbour.example und Tide.App."),
        Example("Set TABLE,yes", "Setzen Sie TABELLE,ja"),
        Example("{n, plural, other {# ships}}", "{nr,plural, other {# Schiffe}}"),
        Example("Gladly, but late.", "Gern,aber spät.", ("Gern,aber",)),
        Example("They went home. Then it rained.", "Ils sont rentrés.Puis il a plu.", ("rentrés.Puis",), ("en", "fr")),
    ],
)
def missing_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """A space is missing after a punctuation mark, as in *gern,aber* or *nach Hause.Dann*.

    ## What it does

    Marks a comma, semicolon, question or exclamation mark between two letters, and a full stop between a lower-case
    letter and a capital, with the words on both sides. Addresses, file names, code, arguments of ICU messages and
    function calls (`SUM(one;two)`) are ignored. A mark is also ignored if the source has the same mark between two
    letters. The check does not run for languages without spaces between words.

    ## Why it is bad

    It looks careless, and search engines and screen readers take the two words for one.

    ## Known problems

    Names such as *Wordpress.Com* are reported if the source spells them differently.
    """
    if not _MARK_BEFORE_LETTER.search(segment.target):
        return
    text = addresses.without(segment.target)
    glued = list(_GLUED.finditer(text))
    calls = function_calls.spans(text) if glued else []
    for pair in glued:
        mark = _MARK.search(pair[0])
        if function_calls.contain(calls, pair.start()) or text[: pair.start()].endswith("{"):
            continue
        if mark and not re.search(rf"[^\W\d]{re.escape(mark[0])}[^\W\d]", segment.source):
            before, after = pair[0][: mark.start()], pair[0][mark.end() :]
            if mark[0] in ";!?" and locales.spaces_marks(context.target_lang):
                before += "\u00a0"
            # A full stop between two words may be part of a name, unless the source has several sentences.
            is_sure = mark[0] != "." or _SENTENCE_END.search(segment.source.rstrip()[:-1]) is not None
            yield Hit(
                f"a space is missing after {mark[0]}",
                (Span("target", *pair.span()),),
                suggestion=f"{before}{mark[0]} {after}",
                fixable=is_sure,
            )


# --- MRK112 edge-space ------------------------------------------------------------------------------------------------


def _limits_at_edges(context: Context) -> str | None:
    return (
        f"{name(context.target_lang)} has no spaces between words" if language(context.target_base).spaceless else None
    )


@check(
    "MRK112",
    "edge-space",
    "design-and-markup/markup",
    Severity.MINOR,
    area="form",
    status="preview",
    limits=_limits_at_edges,
    mends=True,
    examples=[
        Example(" Berth: ", " Liegeplatz: "),
        Example("Berth:", "Liegeplatz: "),
        Example("Berth: ", "Liegeplatz:", (":", ":")),
        Example(" et la marée ", "and the tide", ("e", "a", "e", "e"), ("fr", "en")),
    ],
)
def edge_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation lacks a space that the source has at its beginning or end.

    ## What it does

    Compares the white space at both ends of source and translation. If the translation lacks it, the character next to
    the space is marked on both sides. The check does not run for languages without spaces between words.

    ## Why it is bad

    A program that joins the text with others runs two words together.

    ## Known problems

    Many files have meaningless spaces at the ends of lines, and translation systems drop them. The check is a preview
    for those who translate the messages of programs.
    """
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip():
        return
    if source[0].isspace() and not target[0].isspace():
        at = len(source) - len(source.lstrip())
        spans = (Span("source", at, at + 1), Span("target", 0, 1))
        message = "the space at the beginning is missing in the translation"
        yield Hit(message, spans, suggestion=source[:at] + target[0], fixable=True)
    if source[-1].isspace() and not target[-1].isspace():
        at = len(source.rstrip())
        spans = (Span("source", at - 1, at), Span("target", len(target) - 1, len(target)))
        message = "the space at the end is missing in the translation"
        yield Hit(message, spans, suggestion=target[-1] + source[at:], fixable=True)


# --- LOC104 breaking-space --------------------------------------------------------------------------------------------

_PERCENT = late(r"(?<=\d) (?=%)")
_FRENCH_MARKS = late(r"(?<=[\w)»”]) (?=[;:!?](?:\s|$))|(?<=[\w)”.…!?]) (?=»)|(?<=«) (?=\S)")


def _limits_no_break(context: Context) -> str | None:
    style = locales.style(context.target_lang)
    has_rule = language(context.target_base).space_before_marks == "needed" or (
        style is not None and style.spaced_percent
    )
    return None if has_rule else f"{name(context.target_lang)} has no rule for a no-break space before a sign"


@check(
    "LOC104",
    "breaking-space",
    "locale-conventions",
    Severity.MINOR,
    area="locale",
    limits=_limits_no_break,
    status="preview",
    mends=True,
    examples=[
        Example("50% of them", "50\u00a0% von ihnen"),
        Example("50% of them", "50% von ihnen"),
        Example("50% of them", "50 % von ihnen", (" ",)),
        Example("“Really?” he said: yes!", "« Vraiment ? » dit-il\u00a0: oui !", (" ", " ", " ", " "), ("en", "fr")),
    ],
)
def breaking_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """A plain space is used where the target language needs a no-break space: before `%` or a French `!`.

    ## What it does

    Marks plain spaces before a per cent sign if CLDR's pattern has a no-break space there. In French it also marks
    plain spaces before `; : ! ? »` and after `«`. All spaces of a segment are one finding.

    ## Why it is bad

    A line may begin with the sign, separated from its word or number.

    ## Known problems

    Most texts are typed with plain spaces, and some systems replace them automatically. The check is for texts that are
    published as they are.
    """
    style = locales.style(context.target_lang)
    patterns = [_PERCENT] if style and style.spaced_percent else []
    patterns += [_FRENCH_MARKS] if language(context.target_base).space_before_marks == "needed" else []
    spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(segment.target))
    if spans:
        message = f"{len(spans)} spaces must be no-break spaces"
        if len(spans) == 1:
            message = "this space must be a no-break space"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion="\u00a0", fixable=True)


# --- LOC110 missing-french-space --------------------------------------------------------------------------------------

_WITHOUT_SPACE = late(r"(?<=([^\W\d_]{2}))(?:[;!?](?=[\s»”\"]|$)|:(?=\s|$))|«(?=\w)|(?<=[\w.!?…])»")
_LAST_WORD = late(r"[\w\\.-]+$")
_CODE = late(r"[\w\[]|[\"”][&;)]")
"""Text after a mark that shows that the mark belongs to a program."""


def _limits_french(context: Context) -> str | None:
    return None if locales.spaces_marks(context.target_lang) else not_for(context)


@check(
    "LOC110",
    "missing-french-space",
    "locale-conventions",
    Severity.MINOR,
    area="locale",
    limits=_limits_french,
    mends=True,
    examples=[
        Example("Really? Yes: “go”!", "Vraiment ? Oui\u00a0: « allez »\u202f!", langs=("en", "fr")),
        Example("Open at 10:30: Yahoo! and C:\\tides", "À 10:30 : Yahoo! et C:\\tides", langs=("en", "fr")),
        Example("ERROR: no tide", "ERROR: pas de marée", langs=("en", "fr")),
        Example("Really? Yes!", "Vraiment? Oui!", ("?", "!"), ("en", "fr")),
        Example("Er sagte „ja“.", "Il dit «oui».", ("«", "»"), ("de", "fr")),
    ],
)
def missing_french_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """A French text lacks the space at a two-part punctuation mark: *Vraiment?* instead of *Vraiment ?*.

    ## What it does

    Marks `;`, `!`, `?` and `:` after a word without a space, and `«` and `»` without a space inside. All marks of a
    segment are one finding. A mark is ignored if the source has it after the same word, as in names and code. So are
    function calls (`SOMME(un;deux)`). `breaking-space` checks whether the space is a no-break space.

    ## Why it is bad

    It is a spelling mistake in France, and a sign of text translated character by character.

    ## Known problems

    The check does not run for `fr-CH` and `fr-CA`, which have no such spaces.
    """
    text = masked(segment.target)
    spans: list[tuple[int, int]] = []
    marks_without_space = list(_WITHOUT_SPACE.finditer(text))
    calls = function_calls.spans(segment.target) if marks_without_space else []
    for mark in marks_without_space:
        if mark[0] not in "«»" and _CODE.match(segment.target, mark.end()):
            continue
        if function_calls.contain(calls, mark.start()):
            continue
        word = _LAST_WORD.search(text[max(0, mark.start() - 40) : mark.start()])
        if mark[0] in "«»" or not word or word[0] + mark[0] not in segment.source:
            spans.append(mark.span())
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        texts = (segment.target[start:end] for start, end in spans)
        corrections = tuple(f"{text}\u00a0" if text == "«" else f"\u00a0{text}" for text in texts)
        message = f"French needs a space beside {' '.join(marks)}"
        yield Hit(message, tuple(Span("target", *span) for span in spans), fixable=True, corrections=corrections)
