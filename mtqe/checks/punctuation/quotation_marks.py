"""Quotation marks: those of another language, those that do not match, and quotations that lost theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

_SHARED = {
    "unrevised": "It is the first thing an editor corrects, and it shows that nobody revised the text.",
}
"""What the manuals of both checks of opening marks say."""


# --- LOC101 foreign-quotation-marks -----------------------------------------------------------------------------------

_OPENING_IN_GERMAN = re.compile(r"(?<![^\s(\[/–—-])“(?=(\w[^“”]*)(”?))")
_SINGLE = re.compile(r"(?<![^\s(\[/–—„“»«-])‘(?=(\w[^‘’“”„]+)[‘’](?!\w))")


def _limits_german(context: Context) -> str | None:
    return None if language(context.target_base).quotation.only_close else "judges German translations only"


@check(
    "LOC101",
    "foreign-quotation-marks",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    limits=_limits_german,
    facts=_SHARED,
    examples=[
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab“, sagte sie."),
        Example("“We sail at noon,” she said.", '"Wir legen um zwölf ab", sagte sie.'),
        Example("“We sail at noon.”", "„Wir legen um zwölf ab“–“morgen“."),
        Example("“He said ‘no’ in the ’90s.”", "„Er sagte ‚nein‘ in den ’90ern.“"),
        Example("He sings “Far Away”.", "Er singt “Far Away”."),
        Example("“We sail at noon,” she said.", "“Wir legen um zwölf ab”, sagte sie.", ("“",)),
        Example("“Yes,” she said. “No.”", "„Ja“, sagte sie. “Nein.”", ("“",)),
        Example("The song ‘Blue Sea’ won.", "Der Song ‘Blaues Meer’ gewann.", ("‘",)),
        Example("“Midi” et “soir”", "“Mittag” und (“Abend”)", ("“", "“"), ("fr", "de")),
    ],
)
def foreign_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """A quotation in German stands in English quotation marks.

    ## What it does

    Marks `“` before a word in German, where it can only close, and `‘` where it opens a quotation within one; each
    segment is reported once, with all marks. `“` is left alone where a `„`, `»` or `«` is still open: then it may
    close, and `unbalanced-pairs` judges it. A quotation that was left in the source's words keeps its marks.

    ## Why it is bad

    {unrevised}

    ## Known problems

    Straight marks are not reported: they are a matter of the keyboard. Other languages are not checked.
    """
    if "“" not in segment.target and "‘" not in segment.target:
        return
    text, quotation = segment.target, language(context.target_base).quotation
    regional = quotation.opens_instead_in
    subtags = context.target_lang.split("-")
    opening = next((regional[region] for region in subtags if region in regional), quotation.opens_instead)
    for pattern, wanted in zip((_OPENING_IN_GERMAN, _SINGLE), opening, strict=True):
        found = [match for match in pattern.finditer(text) if match[1] not in segment.source and _opens(match)]
        if found:
            spans = tuple(Span("target", *match.span()) for match in found)
            yield Hit(f"{found[0][0]} closes a quotation in German; {wanted} opens it", spans, suggestion=wanted)


def _opens(match: re.Match[str]) -> bool:
    """Whether `“` begins a quotation here: no other one is open, and where there are others, this one ends with `”`."""
    if match[0] == "‘" or not re.search("[„»«]", match.string):
        return True
    before = match.string[: match.start()]
    closed = "»" in match.string or "«" in match.string or before.count("„") > before.count("“") + before.count("”")
    return bool(match[2]) and not closed


# --- LOC105 foreign-opening-mark --------------------------------------------------------------------------------------

_TRADITIONAL = re.compile(r"zh-(?:Hant|TW|HK|MO)")
_MARK = re.compile(r"(?<![^\s(\[/–—-])(?:([“„»])(?=(\w[^“”„«»]*))|(«)(?=\s?(\w[^“”„«»]*)))")


def _limits_opening(context: Context) -> str | None:
    if context.source_base == context.target_base:
        return "source and translation are in the same language"
    return None if language(context.target_base).quotation.opening else not_for(context)


@check(
    "LOC105",
    "foreign-opening-mark",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    limits=_limits_opening,
    facts=_SHARED,
    examples=[
        Example("„Nein“, sagte sie.", "“No,” she said.", langs=("de", "en")),
        Example("“No,” she said.", "« Non », dit-elle.", langs=("en", "fr")),
        Example("the “deal” here", "l’« accord » d’ici", langs=("en", "fr")),
        Example("the “deal” here", "ici « l’accord » «deal»", langs=("en", "fr")),
        Example("“No,” she said.", "“不，”她說。", ("“",), ("en", "zh-TW")),
        Example("Man nennt es „Gezeitenkraft“.", "It is called «Gezeitenkraft» there.", langs=("de", "en")),
        Example("„Nein“, sagte sie.", "„No“, she said.", ("„",), ("de", "en")),
        Example("“No,” she said.", "“Nie” – powiedziała.", ("“",), ("en", "pl")),
        Example("“No,” she said.", "„Non”, dit-elle, et „adieu”.", ("„", "„"), ("en", "fr")),
    ],
)
def foreign_opening_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """A quotation opens with a mark that opens none in the target language: *„* in English, *“* in Polish or Czech.

    ## What it does

    Marks double quotation marks before a word that open a quotation and are not among the opening marks that CLDR gives
    for the target language, as first or second choice; traditional Chinese (`zh-TW`) has those of Japanese. Straight
    marks fit everywhere, and a quotation that was left in the source's words keeps its marks. German has a check of its
    own, `foreign-quotation-marks`.

    ## Why it is bad

    {unrevised}

    ## Known problems

    Publishers have styles of their own; French and Italian ones use *“* as well as *«*, so both are allowed.
    """
    quotation = language(context.target_base).quotation
    allowed = quotation.opening_traditional if _TRADITIONAL.match(context.target_lang) else quotation.opening
    spans = [
        found.span()
        for found in _MARK.finditer(segment.target)
        if found[0] not in allowed and (found[2] or found[4]).strip() not in segment.source
    ]
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        message = f"{' and '.join(marks)} opens no quotation in {name(context.target_lang)}; {allowed[0]} does"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=allowed[0])


# --- LOC106 mixed-quotation-marks -------------------------------------------------------------------------------------

_QUOTED = re.compile(r"„[^„“”\"»«]+([“”])")


def _limits_closing(context: Context) -> str | None:
    return (
        None
        if language(context.target_base).quotation.closes_low
        else f"does not know marks of {name(context.target_lang)} to mix up"
    )


@check(
    "LOC106",
    "mixed-quotation-marks",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    status="preview",
    limits=_limits_closing,
    examples=[
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab“, sagte sie."),
        Example("“Yes.”", "„Tak”.", langs=("en", "pl")),
        Example("“Yes.”", '„Ja".'),
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab”, sagte sie.", ("”",)),
        Example("“Yes.” “No.”", "„Tak“. „Nie“.", ("“", "“"), ("en", "pl")),
    ],
)
def mixed_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """A quotation opens in the target language's way and closes in another's: *„Ja”* in German, *„Tak“* in Polish.

    ## What it does

    Marks the closing mark of a quotation that begins with `„` where it is not the one that CLDR gives for the language:
    `“` in German and Czech, `”` in Polish. All of a segment are one finding. Straight marks are left alone.

    ## Why it is bad

    Half of the marks were adapted, which no keyboard does by itself: the reader sees that nobody looked again.

    ## Known problems

    Many German authors write `”` by habit: of the professional translations in `tests/bench/flags.py` few do, but in
    some collections one in 200 does, hence a preview. Quotations that run over several segments are not seen.
    """
    if "„" not in segment.target:
        return
    closing = language(context.target_base).quotation.closes_low
    spans = [found.span(1) for found in _QUOTED.finditer(segment.target) if found[1] != closing]
    if spans:
        wrong = segment.target[spans[0][0]]
        message = f"{wrong} does not close what „ opens in {name(context.target_lang)}; {closing} does"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=closing)


# --- MRK102 lost-quotation --------------------------------------------------------------------------------------------

_WHOLE = re.compile(r"\s*(?:[\"“„«»「『])([^\"“”„«»「」『』]*\w+\W+\w[^\"“”„«»「」『』]*)(?:[\"”“«»」』])\s*")
_MARKS = '"“”„«»「」『』'
STYLE = 3
"""Copies: of quotations without marks that make a style, if those with marks are fewer. By hand."""
_ANY = re.compile(r"[\"“”„«»「」『』《》‘‚‹›]|''|(?<!\w)'|'(?!\w)|(?<!\w)’|^\s*[-–—―]")


@check(
    "MRK102",
    "lost-quotation",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    scope="document",
    examples=[
        Example("“We sail at noon.”", "„Wir legen um zwölf ab.“"),
        Example("“We sail at noon.”", "'Wir legen um zwölf ab.'"),
        Example("“We sail at noon.”", "— Nous partons à midi.", langs=("en", "fr")),
        Example("“We sail at noon,” she said.", "Sie sagte, man lege um zwölf ab."),
        Example("“We sail,” she said. “At noon.”", "Man lege um zwölf ab, sagte sie."),
        Example("“We sail at noon", "Wir legen um zwölf ab."),
        Example("“We sail at noon.”", ""),
        Example("“We sail at noon.”", "Wir legen um zwölf ab.", ("“", "”")),
        Example("« Nous partons à midi. »", "We sail at noon.", ("«", "»"), ("fr", "en")),
    ],
)
def lost_quotation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """The source is a quotation, and its translation has no quotation marks.

    ## What it does

    Marks both quotation marks of a source that stands in them as a whole, when the translation has none of any style
    and does not begin with a dash, which some languages set before direct speech. Where a document loses them three
    times or more, and more often than it keeps them, that is its style for dialogue: the first segment is marked, for
    all.

    ## Why it is bad

    What somebody said becomes a statement of the text's author.

    ## Known problems

    A document whose dialogue a translator sets without marks on purpose is reported once. Sources with more than one
    quotation, or with words outside it, are not checked, since indirect speech may stand for them.
    """
    lost, kept = [], 0
    for segment in segments:
        if _is_quotation(segment.source) and segment.target.strip():
            if _ANY.search(segment.target):
                kept += 1
            else:
                lost.append(segment)
    style = len(lost) >= STYLE and len(lost) > kept
    for segment in lost[:1] if style else lost:
        text = segment.source.rstrip()
        start = len(text) - len(text.lstrip())
        spans = (Span("source", start, start + 1), Span("source", len(text) - 1, len(text)))
        message = "the source is a quotation, the translation has no quotation marks"
        yield segment, Hit(f"{message}, here and {len(lost) - 1} times more" if style else message, spans)


def _is_quotation(source: str) -> bool:
    """Whether a text stands in quotation marks as a whole."""
    bare = source.strip()
    return bare[:1] in _MARKS and bare[-1:] in _MARKS and _WHOLE.fullmatch(source) is not None
