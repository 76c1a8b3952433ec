"""Checks of quotation marks: foreign ones, ones that do not match, and lost ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe.checks.shared import locales
from mtqe.checks.shared.not_run import not_for
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SHARED = {
    "unrevised": "It is the first thing an editor corrects, and it shows that nobody revised the text.",
}
"""Sentences that the manuals of both checks of opening marks share."""


# --- LOC101 foreign-quotation-marks -----------------------------------------------------------------------------------

_OPENING_IN_GERMAN = late(r"(?<![^\s(\[/–—-])“(?=(\w[^“”]*)(”?))")
_SINGLE = late(r"(?<![^\s(\[/–—„“»«-])‘(?=(\w[^‘’“”„]+)[‘’](?!\w))")


def _limits_german(context: Context) -> str | None:
    return None if language(context.target_base).quotation.only_close else "judges German translations only"


@check(
    "LOC101",
    "foreign-quotation-marks",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    area="locale",
    limits=_limits_german,
    mends=True,
    facts=_SHARED,
    examples=[
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab“, sagte sie."),
        Example("“We sail at noon,” she said.", '"Wir legen um zwölf ab", sagte sie.'),
        Example("“We sail at noon.”", "„Wir legen um zwölf ab“–“morgen“."),
        Example("“He said ‘no’ in the ’90s.”", "„Er sagte ‚nein‘ in den ’90ern.“"),
        Example("He sings “Far Away”.", "Er singt “Far Away”."),
        Example("“We sail at noon,” she said.", "“Wir legen um zwölf ab”, sagte sie.", ("“", "”")),
        Example("“We sail at noon,” she said.", "“Wir legen um zwölf ab“, sagte sie.", ("“",)),
        Example("“Yes,” she said. “No.”", "„Ja“, sagte sie. “Nein.”", ("“", "”")),
        Example("The song ‘Blue Sea’ won.", "Der Song ‘Blaues Meer’ gewann.", ("‘", "’")),
        Example("“Midi” et “soir”", "“Mittag” und (“Abend”)", ("“", "”", "“", "”"), ("fr", "de")),
        Example("“Noon” and “evening”", "“Mittag” und “Abend", ("“", "”", "“")),
    ],
)
def foreign_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """A quotation in German has English quotation marks.

    ## What it does

    Marks `“` before a word in German, where it can only close a quotation, and `‘` where it opens an inner quotation.
    The mark that closes such a quotation is marked, too, if it is not the German one. All marks of a segment are one
    finding. `“` is ignored while a `„`, `»` or `«` is open: it may then close that
    quotation, and `unbalanced-pairs` judges it. A quotation that was left in the words of the source may keep its
    marks.

    ## Why it is bad

    {unrevised}

    ## Known problems

    Straight marks are not reported, because they come from the keyboard. Other languages are not checked.
    """
    if "“" not in segment.target and "‘" not in segment.target:
        return
    text, quotation = segment.target, language(context.target_base).quotation
    regional = quotation.opens_instead_in
    subtags = context.target_lang.split("-")
    opening = next((regional[region] for region in subtags if region in regional), quotation.opens_instead)
    for pattern, right_mark in zip((_OPENING_IN_GERMAN, _SINGLE), opening, strict=True):
        matches = [match for match in pattern.finditer(text) if match[1] not in segment.source and _opens(match)]
        if matches:
            message = f"{matches[0][0]} closes a quotation in German; {right_mark} opens it"
            yield _both_ends(message, text, [(match.start(), match.end(1)) for match in matches], right_mark, "“")


def _opens(match: re.Match[str]) -> bool:
    """Whether the mark opens a quotation.

    It does if the text has no `„`, `»` or `«`. Else no quotation may be open before it, and it must pair with a `”`.
    """
    if match[0] == "‘" or not re.search("[„»«]", match.string):
        return True
    before = match.string[: match.start()]
    may_be_open = (
        "»" in match.string or "«" in match.string or before.count("„") > before.count("“") + before.count("”")
    )
    return bool(match[2]) and not may_be_open


# --- LOC105 foreign-opening-mark --------------------------------------------------------------------------------------

_TRADITIONAL = late(r"zh-(?:Hant|TW|HK|MO)")
_MARK = late(r"(?<![^\s(\[/–—-])(?:([“„»])(?=(\w[^“”„«»]*))|(«)(?=\s?(\w[^“”„«»]*)))")


def _limits_opening(context: Context) -> str | None:
    if context.source_base == context.target_base:
        return "source and translation are in the same language"
    return None if language(context.target_base).quotation.opening else not_for(context)


@check(
    "LOC105",
    "foreign-opening-mark",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    area="locale",
    limits=_limits_opening,
    mends=True,
    facts=_SHARED,
    examples=[
        Example("„Nein“, sagte sie.", "“No,” she said.", langs=("de", "en")),
        Example("“No,” she said.", "« Non », dit-elle.", langs=("en", "fr")),
        Example("the “deal” here", "l’« accord » d’ici", langs=("en", "fr")),
        Example("the “deal” here", "ici « l’accord » «deal»", langs=("en", "fr")),
        Example("“No,” she said.", "“不，”她說。", ("“", "”"), ("en", "zh-TW")),
        Example("Man nennt es „Gezeitenkraft“.", "It is called «Gezeitenkraft» there.", langs=("de", "en")),
        Example("„Nein“, sagte sie.", "„No“, she said.", ("„", "“"), ("de", "en")),
        Example("“No,” she said.", "“Nie” – powiedziała.", ("“",), ("en", "pl")),
        Example("“No,” she said.", "„Non”, dit-elle, et „adieu”.", ("„", "”", "„", "”"), ("en", "fr")),
        Example("“No,” she said.", "„Non, dit-elle.", ("„",), ("en", "fr")),
    ],
)
def foreign_opening_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """A quotation opens with a mark that does not open one in the target language: *„* in English, *“* in Polish.

    ## What it does

    Marks a double quotation mark that opens a quotation before a word, if CLDR does not list it as an opening mark of
    the target language, neither as first nor as second choice. The mark that closes the quotation is marked, too, if it
    has to change as well. Traditional Chinese (`zh-TW`) has the marks of Japanese.
    Straight marks are always allowed, and a quotation that was left in the words of the source may keep its marks.
    German has its own check, `foreign-quotation-marks`.

    ## Why it is bad

    {unrevised}

    ## Known problems

    Publishers have their own styles. French and Italian ones use *“* as well as *«*, so both are allowed.
    """
    quotation = language(context.target_base).quotation
    allowed = quotation.opening_traditional if _TRADITIONAL.match(context.target_lang) else quotation.opening
    quotations = [
        (match.start(), match.end(2 if match[2] else 4))
        for match in _MARK.finditer(segment.target)
        if match[0] not in allowed and (match[2] or match[4]).strip() not in segment.source
    ]
    if quotations:
        marks = dict.fromkeys(segment.target[start] for start, _ in quotations)
        message = f"{' and '.join(marks)} does not open a quotation in {name(context.target_lang)}; {allowed[0]} does"
        space = "\u00a0" if allowed[0] == "«" and locales.spaces_marks(context.target_lang) else ""
        yield _both_ends(message, segment.target, quotations, allowed[0], quotation.closes_low, space)


_CLOSES = {
    "“": "”",
    "‘": "’",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
    "»": "«",
    "‚": "‘",
    "”": "”",
    "’": "’",
}
"""The marks that close what others open; „ depends on the language, and ” opens in Swedish and Finnish."""


def _both_ends(
    message: str, text: str, quotations: Sequence[tuple[int, int]], opening: str, closes_low: str, space: str = ""
) -> Hit:
    """The hit for quotations with a foreign opening mark. It marks their closing marks, too, if these have to change.

    Args:
        message: The message.
        text: The translation.
        quotations: Of each quotation the offset of its opening mark and the offset after its words.
        opening: The right opening mark.
        closes_low: The mark that closes what „ opens.
        space: The space inside the marks.
    """
    closing = closes_low if opening == "„" else _CLOSES[opening]
    spans: list[Span] = []
    corrections: list[str] = []
    sure = True
    for start, end in quotations:
        spans.append(Span("target", start, start + 1))
        corrections.append(opening + space)
        partners = closing + ("“”" if text[start] in "„“" else _CLOSES[text[start]])
        is_closed = bool(text[end : end + 1]) and text[end] in partners
        # Words with a space beside the marks, or with straight marks, may not be the whole quotation.
        sure = sure and is_closed and not re.search(r"^\s|[\"\s]$", text[start + 1 : end])
        if is_closed and text[end] != closing:
            spans.append(Span("target", end, end + 1))
            corrections.append(space + closing)
    if not sure:
        return Hit(message, tuple(spans), suggestion=opening)
    return Hit(message, tuple(spans), suggestion=opening, fixable=True, corrections=tuple(corrections))


# --- LOC106 mixed-quotation-marks -------------------------------------------------------------------------------------

_QUOTED = late(r"„[^„“”\"»«]+([“”])")


def _limits_closing(context: Context) -> str | None:
    return (
        None
        if language(context.target_base).quotation.closes_low
        else f"does not know the {name(context.target_lang)} mark that closes what „ opens"
    )


@check(
    "LOC106",
    "mixed-quotation-marks",
    "locale-conventions/quotation-marks",
    Severity.MINOR,
    area="locale",
    status="preview",
    limits=_limits_closing,
    mends=True,
    examples=[
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab“, sagte sie."),
        Example("“Yes.”", "„Tak”.", langs=("en", "pl")),
        Example("“Yes.”", '„Ja".'),
        Example("“We sail at noon,” she said.", "„Wir legen um zwölf ab”, sagte sie.", ("”",)),
        Example("“Yes.” “No.”", "„Tak“. „Nie“.", ("“", "“"), ("en", "pl")),
    ],
)
def mixed_quotation_marks(segment: Segment, context: Context) -> Iterator[Hit]:
    """A quotation closes with the mark of another language: *„Ja”* in German, *„Tak“* in Polish.

    ## What it does

    Marks the closing mark of a quotation that begins with `„`, if it is not the one that CLDR lists for the language:
    `“` in German and Czech, `”` in Polish. All marks of a segment are one finding. Straight marks are ignored.

    ## Why it is bad

    Only one of the two marks was adapted. The reader sees that nobody checked the text.

    ## Known problems

    Many German authors write `”` by habit. It is rare in the professional translations of `bench/flags.py`, but
    in some collections one in 200 has it, so the check is a preview. Quotations that run over several segments are not
    checked.
    """
    if "„" not in segment.target:
        return
    closing = language(context.target_base).quotation.closes_low
    spans = [match.span(1) for match in _QUOTED.finditer(segment.target) if match[1] != closing]
    if spans:
        wrong = segment.target[spans[0][0]]
        message = f"{wrong} does not close a quotation that „ opens in {name(context.target_lang)}; {closing} does"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=closing, fixable=True)


# --- MRK102 lost-quotation --------------------------------------------------------------------------------------------

_WHOLE = late(r"\s*(?:[\"“„«»「『])([^\"“”„«»「」『』]*\w+\W+\w[^\"“”„«»「」『』]*)(?:[\"”“«»」』])\s*")
_MARKS = '"“”„«»「」『』'
STYLE_FROM = 3
"""Segments: quotations without marks that make a style if quotations with marks are rarer."""
_ANY = late(r"[\"“”„«»「」『』《》‘‚‹›]|''|(?<!\w)'|'(?!\w)|(?<!\w)’|^\s*[-–—―]")


@check(
    "MRK102",
    "lost-quotation",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
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

    Looks at sources that are a quotation as a whole. Marks both quotation marks of the source if the translation has
    none of any style. A dash at the beginning of the translation counts as a mark, because some languages introduce
    direct speech with it. If a document loses the marks at least three times, and more often than it keeps them, that
    is its style for dialogue: only the first segment is reported, for all.

    ## Why it is bad

    The words of a speaker become a statement of the author.

    ## Known problems

    A document whose translator omits the marks of dialogue on purpose is reported once. Sources with several quotations
    or with words outside the quotation are not checked, because the translation may use indirect speech.
    """
    lost, n_kept = [], 0
    for segment in segments:
        if _is_quotation(segment.source) and segment.target.strip():
            if _ANY.search(segment.target):
                n_kept += 1
            else:
                lost.append(segment)
    is_style = len(lost) >= STYLE_FROM and len(lost) > n_kept
    for segment in lost[:1] if is_style else lost:
        text = segment.source.rstrip()
        start = len(text) - len(text.lstrip())
        spans = (Span("source", start, start + 1), Span("source", len(text) - 1, len(text)))
        message = "the source is a quotation, but the translation has no quotation marks"
        more = f", here and {len(lost) - 1} times more in the document" if is_style else ""
        yield segment, Hit(message + more, spans)


def _is_quotation(source: str) -> bool:
    """Whether a whole text is one quotation."""
    text = source.strip()
    return text[:1] in _MARKS and text[-1:] in _MARKS and _WHOLE.fullmatch(source) is not None
