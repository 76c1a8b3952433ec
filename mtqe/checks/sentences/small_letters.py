"""Sentences that begin with a small letter, and texts that are all in small letters or all in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals, measured
from mtqe.checks.shared.not_run import not_for
from mtqe.language import codes
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# --- MRK113 small-beginning -------------------------------------------------------------------------------------------

SHORT_WORD = 3
"""Letters: of the longest first word that counts as the source's only where the source has it as a whole word, since
`la` also begins *late*. By hand."""
_CAPITAL = re.compile(r"[\s\"“„«‘(]*([^\W\d_])")
_END = re.compile(r"[.!?。！？][\"”“’‘»)]*$")
_FIRST = re.compile(r"[\s\"“”„»«‘‚(]*([^\W\d_]+)(?=[\s,])")


def _limits_beginning(context: Context) -> str | None:
    by_torn_sentence = measured.on_target("ART113/first-word", context.target_base)
    if by_torn_sentence or language(context.target_base).spaceless:
        return not_for(context)  # spaceless languages have no capitals
    if measured.on_target("MRK113", context.target_base):
        return None
    return f"was not measured on {name(context.target_lang)}"


@check(
    "MRK113",
    "small-beginning",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    area="form",
    limits=_limits_beginning,
    examples=[
        Example("The old door is open.", "La vieille porte est ouverte.", langs=("en", "fr")),
        Example("iPhones are sold here.", "iPhone si vendono qui.", langs=("en", "it")),
        Example("The old door", "la vieille porte", langs=("en", "fr")),
        Example("The tool ⟦{name}⟧ is lit.", "⟦{name}⟧ est allumée.", langs=("en", "fr"), codes=True),
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

    Where the source begins with a capital and ends like a sentence, marks the first word of the translation if it
    begins with a small letter. The word is not marked if the source has it as well, as *iPhone*, or if it is the name
    that the sentence explains (`tarif : le prix`). In Romance languages such a name may also be a noun without an
    article (`tarif est le prix` for `Rate is the price`).

    Translations into German and English are left to `torn-sentence`, which also uses a dictionary. A text without any
    capital is left to `lost-capitals`.

    ## Why it is bad

    It looks careless, and it is a trace of a text that was assembled from parts.

    ## Known problems

    The second half of a sentence that the translator divided over two segments is reported.
    """
    first = _FIRST.match(segment.target)
    if not first or not first[1].islower() or codes.stands_before(segment, "target", 0, first.start(1)):
        return
    if "(" in segment.target[: first.start(1)] and ")" not in segment.target.rstrip()[-2:]:
        return  # a remark before the sentence
    source = segment.source.rstrip()
    capital = _CAPITAL.match(source)
    if not capital or capital[1].islower() or not _END.search(source[-6:]):
        return
    if len(source.split(maxsplit=2)) < 3 and not language(context.source_base).spaceless:
        return
    if capitals.explained(first[1], first.end(1), segment, context) or capitals.lost(segment, context):
        return  # lost-capitals reports the latter
    word_end = "" if len(first[1]) > SHORT_WORD else r"(?!\w)"
    if not re.search(rf"(?<!\w){re.escape(first[1])}{word_end}", source, re.IGNORECASE):
        yield Hit("a sentence begins with a small letter", (Span("target", *first.span(1)),))


# --- MRK114 lost-capitals ---------------------------------------------------------------------------------------------

_CAPITAL_WORDS, _SMALL_WORDS = 3, 2
"""Words: of the translation in capitals, and of the source in small letters, from which on capitals are an error. By
hand."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def _limits_capitals(context: Context) -> str | None:
    facts = language(context.target_base)
    return not_for(context) if facts.spaceless or not facts.has_capitals else None


@check(
    "MRK114",
    "lost-capitals",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    area="form",
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

    Marks two kinds of translations:

    - four words or more without any capital, where the source is a sentence that begins with a capital and has another
      capitalised word;
    - three words or more all in capitals, where the source has words in small letters.

    A source in Chinese, Japanese or another script without capitals shows nothing. Then a translation of six words or
    more that ends like a sentence is expected to have a capital. The name of a parameter that a manual explains (`rate
    is the price`) may be in small letters. `small-beginning`, `torn-sentence` and `wrong-casing` leave the texts that
    this check marks alone.

    ## Why it is bad

    Names, nouns and the beginnings of sentences look wrong from end to end. It is a trace of a system that works on
    small letters, or of a text that was typed with the wrong key.

    ## Known problems

    A heading or another source that is not a sentence may be translated in small letters without a finding, and so may
    a translation that begins with a number. A source in Chinese or Japanese cannot show that capitals are an error.
    """
    target = segment.target
    if target.isupper():
        if (
            len(_WORD.findall(target)) >= _CAPITAL_WORDS
            and len(_words_in_small_letters(segment.source)) >= _SMALL_WORDS
        ):
            yield Hit("the whole translation is in capitals", (_whole(target),))
    elif target == target.lower() and capitals.lost(segment, context):
        yield Hit("the translation has no capital letters", (_whole(target),))


def _words_in_small_letters(source: str) -> list[str]:
    """The words of a source in small letters."""
    return list(filter(str.islower, _WORD.findall(source)))


def _whole(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span("target", start, start + len(text.strip()))
