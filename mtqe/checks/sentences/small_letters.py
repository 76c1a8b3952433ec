"""Sentences that begin with a small letter, and texts that are in small letters or capitals as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals, measured
from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

# --- MRK113 small-beginning -------------------------------------------------------------------------------------------

LITTLE = 3
"""Letters: of a word that is no longer one of the source where this only begins alike: `la` and *late*. By hand."""
_TORN = measured.on("de", "en")
"""Languages of which torn-sentence judges a first word."""
_MEASURED = measured.on("fr", "es", "it", "pt", "nl", "pl", "cs", "ru")
_CAPITAL = re.compile(r"[\s\"“„«‘(]*([^\W\d_])")
_END = re.compile(r"[.!?。！？][\"”“’‘»)]*$")
_FIRST = re.compile(r"[\s\"“”„»«‘‚(]*([^\W\d_]+)(?=[\s,])")


def _limits_beginning(context: Context) -> str | None:
    if context.target_base in _TORN or language(context.target_base).spaceless:
        return not_for(context)  # torn-sentence judges the former, the latter have no capitals
    return None if context.target_base in _MEASURED else f"was not measured on {name(context.target_lang)}"


@check(
    "MRK113",
    "small-beginning",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    limits=_limits_beginning,
    examples=[
        Example("The old door is open.", "La vieille porte est ouverte.", langs=("en", "fr")),
        Example("iPhones are sold here.", "iPhone si vendono qui.", langs=("en", "it")),
        Example("The old door", "la vieille porte", langs=("en", "fr")),
        Example("He gave it away.", "'s Avonds gaf hij het weg.", langs=("en", "nl")),
        Example("The old door is open.", "la vieille porte est ouverte.", ("la",), ("en", "fr")),
        Example("The lamp is lit.", "la lampe est allumée.", ("la",), ("en", "fr")),
        Example("门开着，Anna 在等。", "la porte est ouverte, et Anna attend.", ("la",), ("zh", "fr")),
        Example("„Die Tür ist offen.“", "«дверь открыта.»", ("дверь",), ("de", "ru")),
    ],
)
def small_beginning(segment: Segment, context: Context) -> Iterator[Hit]:
    """The source is a sentence, and its translation begins with a small letter.

    ## What it does

    Where the source begins with a capital and ends as a sentence does, marks the first word of a translation that is
    written small, unless the word is the source's own, as *iPhone* is, or names what the sentence explains (`tarif : le
    prix`), in Romance languages also without an article (`tarif est le prix` for `Rate is the price`). For translations
    into German and English see `torn-sentence`, which asks a dictionary, too; a text without any capital is the matter
    of `lost-capitals`.

    ## Why it is bad

    It looks careless, and is a trace of a text that was put together from parts.

    ## Known problems

    The second half of a sentence that the translator divided over two segments is reported.
    """
    found = _FIRST.match(segment.target)
    if not found or not found[1].islower():
        return
    if "(" in segment.target[: found.start(1)] and ")" not in segment.target.rstrip()[-2:]:
        return  # a remark before the sentence
    source = segment.source.rstrip()
    begins = _CAPITAL.match(source)
    if not begins or begins[1].islower() or not _END.search(source[-6:]):
        return
    if len(source.split(maxsplit=2)) < 3 and not language(context.source_base).spaceless:
        return
    if capitals.explained(found[1], found.end(1), segment, context) or capitals.lost(segment, context):
        return  # lost-capitals tells
    longer = "" if len(found[1]) > LITTLE else r"(?!\w)"
    if not re.search(rf"(?<!\w){re.escape(found[1])}{longer}", source, re.IGNORECASE):
        yield Hit("a sentence begins with a small letter", (Span("target", *found.span(1)),))


# --- MRK114 lost-capitals ---------------------------------------------------------------------------------------------

_LOUD, _QUIET = 3, 2
"""Words: in capitals of the translation, and in small letters of the source, from which on it was made loud.
By hand."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def _limits_capitals(context: Context) -> str | None:
    known = language(context.target_base)
    return not_for(context) if known.spaceless or not known.has_capitals else None


@check(
    "MRK114",
    "lost-capitals",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    limits=_limits_capitals,
    examples=[
        Example("The old ferry to Oslo is late.", "Die alte Fähre nach Oslo ist spät."),
        Example("the old ferry to Oslo is late.", "die alte fähre nach oslo ist spät."),
        Example("The ferry", "die fähre"),
        Example("NO ENTRY FOR LORRIES", "KEINE ZUFAHRT FÜR LASTWAGEN"),
        Example("The NATO flag", "NATO UND UNO"),
        Example("La nave per Oslo è in ritardo.", "3 ferries to oslo are late.", langs=("it", "en")),
        Example(
            "The old ferry to Oslo is late.",
            "die alte fähre nach oslo ist spät.",
            ("die alte fähre nach oslo ist spät.",),
        ),
        Example(
            "The old ferry to Oslo is late.",
            "DIE ALTE FÄHRE NACH OSLO IST SPÄT.",
            ("DIE ALTE FÄHRE NACH OSLO IST SPÄT.",),
        ),
        Example(
            "开往奥斯陆的老渡轮晚点了。",
            "the old ferry to oslo is late.",
            ("the old ferry to oslo is late.",),
            ("zh", "en"),
        ),
    ],
)
def lost_capitals(segment: Segment, context: Context) -> Iterator[Hit]:
    """The whole translation is in small letters, or in capitals, and the source is not.

    ## What it does

    Marks a translation of four words or more without a single capital whose source is a sentence that begins with a
    capital and has another word with one, and a translation of three words or more in capitals throughout whose source
    has words in small letters. From Chinese, Japanese and other scripts without capitals, a translation of six words or
    more that ends as a sentence does is expected to begin with a capital. The names of parameters that a manual
    explains (`rate is the price`) may begin small. What this check marks `small-beginning`, `torn-sentence` and
    `wrong-casing` leave alone.

    ## Why it is bad

    Names, nouns and the beginnings of sentences look wrong from end to end: a trace of a system that works on small
    letters, or of a text that was typed with the wrong key.

    ## Known problems

    A heading or another source that is no sentence may be rendered in small letters without being reported, and so may
    a translation that begins with a number. A source in Chinese or Japanese is not asked whether a text is to be loud.
    """
    target = segment.target
    if target.isupper():
        if len(_WORD.findall(target)) >= _LOUD and len(_quiet(segment.source)) >= _QUIET:
            yield Hit("the whole translation is in capitals", (_whole(target),))
    elif target == target.lower() and capitals.lost(segment, context):
        yield Hit("the translation has not a single capital letter", (_whole(target),))


def _quiet(source: str) -> list[str]:
    """The words of a source in small letters."""
    return list(filter(str.islower, _WORD.findall(source)))


def _whole(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span("target", start, start + len(text.strip()))
