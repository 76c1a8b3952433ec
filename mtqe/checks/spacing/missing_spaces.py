"""Spaces that are missing, or break where a line must not: at marks, in French, at the edges of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses, locales
from mtqe.checks.shared.not_run import not_for
from mtqe.checks.spacing import function_calls
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name
from mtqe.text.words import masked

# --- MRK111 missing-space ---------------------------------------------------------------------------------------------

_LETTER, _SMALL = "A-Za-z\u00c0-\u024f\u0370-\u052f", "a-z\u00df-\u00f6\u00f8-\u024f\u0430-\u045f"
_GLUED = re.compile(
    rf"[{_LETTER}]{{2,}}[,;!?][{_LETTER}]{{2,}}"
    rf"|(?<![\w.])[{_LETTER}]*[{_SMALL}]{{2}}\.[A-Z\u00c0-\u00de\u0410-\u042f][{_SMALL}]+(?!\w|\.\w)"
)
_MAYBE = re.compile(r"[.,;!?](?=[^\W\d_])")
_MARK = re.compile(r"[.,;!?]")


def _limits_between_words(context: Context) -> str | None:
    if language(context.target_base).spaceless:
        return f"{name(context.target_lang)} sets no spaces between words"
    return None


@check(
    "MRK111",
    "missing-space",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    limits=_limits_between_words,
    examples=[
        Example("Gladly, but late. At 3,5 or 10.30.", "Gern, aber spät. Um 3,5 oder 10.30."),
        Example("See harbour.example and Tide.App.", "Siehe harbour.example und Tide.App."),
        Example("Set TABLE,yes", "Setzen Sie TABELLE,ja"),
        Example("Gladly, but late.", "Gern,aber spät.", ("Gern,aber",)),
        Example("They went home. Then it rained.", "Ils sont rentrés.Puis il a plu.", ("rentrés.Puis",), ("en", "fr")),
    ],
)
def missing_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """Two words or sentences run together at a punctuation mark, as in *gern,aber* or *nach Hause.Dann*.

    ## What it does

    Marks a comma, semicolon, question or exclamation mark between two letters, and a full stop between a small letter
    and a capital, with the words on both sides. Addresses, file names, code and calls of functions (`SUM(one;two)`) are
    left alone, and so is what the source has like that. Not in languages that set no spaces.

    ## Why it is bad

    It looks careless, and search engines and screen readers take the two words for one.

    ## Known problems

    Names such as *Wordpress.Com* are reported when the source spells them otherwise.
    """
    if not _MAYBE.search(segment.target):
        return
    text = addresses.without(segment.target)
    glued = list(_GLUED.finditer(text))
    code = function_calls.spans(text) if glued else []
    for found in glued:
        mark = _MARK.search(found[0])
        if function_calls.holds(code, found.start()):
            continue
        if mark and not re.search(rf"[^\W\d]{re.escape(mark[0])}[^\W\d]", segment.source):
            yield Hit(f"a space is missing behind {mark[0]}", (Span("target", *found.span()),))


# --- MRK112 edge-space ------------------------------------------------------------------------------------------------


def _limits_at_edges(context: Context) -> str | None:
    return f"{name(context.target_lang)} sets no spaces" if language(context.target_base).spaceless else None


@check(
    "MRK112",
    "edge-space",
    "design-and-markup/markup",
    Severity.MINOR,
    status="preview",
    limits=_limits_at_edges,
    examples=[
        Example(" Berth: ", " Liegeplatz: "),
        Example("Berth:", "Liegeplatz: "),
        Example("Berth: ", "Liegeplatz:", (":",)),
        Example(" et la marée ", "and the tide", ("e", "e"), ("fr", "en")),
    ],
)
def edge_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """A space at the beginning or end of the source is not in the translation.

    ## What it does

    Compares the white space at both ends, and marks the character beside it in the source when the translation has none
    there. Not into languages that set no spaces.

    ## Why it is bad

    A program that puts the text between others joins two words.

    ## Known problems

    Many files have spaces at the ends of lines that mean nothing, and translation systems drop them: a preview, for
    those who translate the texts of programs.
    """
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip():
        return
    if source[0].isspace() and not target[0].isspace():
        at = len(source) - len(source.lstrip())
        yield Hit("the space before the text is missing", (Span("source", at, at + 1),))
    if source[-1].isspace() and not target[-1].isspace():
        at = len(source.rstrip())
        yield Hit("the space behind the text is missing", (Span("source", at - 1, at),))


# --- LOC104 breaking-space --------------------------------------------------------------------------------------------

_PERCENT = re.compile(r"(?<=\d) (?=%)")
_FRENCH = re.compile(r"(?<=[\w)»”]) (?=[;:!?](?:\s|$))|(?<=[\w)”.…!?]) (?=»)|(?<=«) (?=\S)")


def _limits_no_break(context: Context) -> str | None:
    found = locales.style(context.target_lang)
    wanted = language(context.target_base).space_before_marks == "needed" or (
        found is not None and found.spaced_percent
    )
    return None if wanted else f"{name(context.target_lang)} has no such space before a sign"


@check(
    "LOC104",
    "breaking-space",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits_no_break,
    status="preview",
    examples=[
        Example("50% of them", "50\u00a0% von ihnen"),
        Example("50% of them", "50% von ihnen"),
        Example("50% of them", "50 % von ihnen", (" ",)),
        Example("“Really?” he said: yes!", "« Vraiment ? » dit-il\u00a0: oui !", (" ", " ", " ", " "), ("en", "fr")),
    ],
)
def breaking_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """A plain space stands where the target language wants one that does not break: before `%` or a French `!`.

    ## What it does

    Marks plain spaces before a per cent sign where CLDR's pattern has a no-break space there, and in French those
    before `; : ! ? »` and after `«`. All of a segment are one finding.

    ## Why it is bad

    A line may begin with the sign, away from its word or number.

    ## Known problems

    Most texts are typed with plain spaces, and some systems put in the others by themselves; this check is for those
    who publish what is written.
    """
    found = locales.style(context.target_lang)
    patterns = [_PERCENT] if found and found.spaced_percent else []
    patterns += [_FRENCH] if language(context.target_base).space_before_marks == "needed" else []
    spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(segment.target))
    if spans:
        signs = "a plain space stands" if len(spans) == 1 else f"{len(spans)} plain spaces stand"
        marked = tuple(Span("target", *span) for span in spans)
        yield Hit(f"{signs} where a line must not break", marked, suggestion="\u00a0")


# --- LOC110 missing-french-space --------------------------------------------------------------------------------------

_CLOSE = re.compile(r"(?<=([^\W\d_]{2}))(?:[;!?](?=[\s»”\"]|$)|:(?=\s|$))|«(?=\w)|(?<=[\w.!?…])»")
_WORD = re.compile(r"[\w\\.-]+$")
_CODE = re.compile(r"[\w\[]|[\"”][&;)]")
"""What behind a mark shows that it is one of a program."""


def _limits_french(context: Context) -> str | None:
    known = language(context.target_base)
    if known.space_before_marks == "needed" and context.target_lang not in known.no_space_before_marks_in:
        return None
    return not_for(context)


@check(
    "LOC110",
    "missing-french-space",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits_french,
    examples=[
        Example("Really? Yes: “go”!", "Vraiment ? Oui\u00a0: « allez »\u202f!", langs=("en", "fr")),
        Example("Open at 10:30: Yahoo! and C:\\tides", "À 10:30 : Yahoo! et C:\\tides", langs=("en", "fr")),
        Example("ERROR: no tide", "ERROR: pas de marée", langs=("en", "fr")),
        Example("Really? Yes!", "Vraiment? Oui!", ("?", "!"), ("en", "fr")),
        Example("Er sagte „ja“.", "Il dit «oui».", ("«", "»"), ("de", "fr")),
    ],
)
def missing_french_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """In French a mark of two parts stands close to its word: *Vraiment?* where it is *Vraiment ?* there.

    ## What it does

    Marks `;`, `!`, `?` and `:` that follow a word without a space, and `«` and `»` without one inside; all of a segment
    are one finding. Where the source has the same word with the same mark, as in names and code, it is let alone, and
    so are calls of functions (`SOMME(un;deux)`). Which space it is, one that breaks or not, is the matter of
    `breaking-space`.

    ## Why it is bad

    It is a spelling mistake in France, and a trace of text translated sign by sign.

    ## Known problems

    Does not run for `fr-CH` and `fr-CA`, which set the marks closer.
    """
    text = masked(segment.target)
    spans: list[tuple[int, int]] = []
    close = list(_CLOSE.finditer(text))
    code = function_calls.spans(segment.target) if close else []
    for found in close:
        if (found[0] not in "«»" and _CODE.match(segment.target, found.end())) or function_calls.holds(
            code, found.start()
        ):
            continue
        word = _WORD.search(text[max(0, found.start() - 40) : found.start()])
        if found[0] in "«»" or not word or word[0] + found[0] not in segment.source:
            spans.append(found.span())
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        yield Hit(f"French has a space beside {' '.join(marks)}", tuple(Span("target", *span) for span in spans))
