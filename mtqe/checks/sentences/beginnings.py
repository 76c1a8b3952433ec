"""The checks of texts and sentences that begin with a small letter."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtqe.checks.shared import capitals, lemmas, lengths, measured
from mtqe.checks.shared.not_run import not_for
from mtqe.checks.shared.rules import rule
from mtqe.language import codes
from mtqe.language.lang import any_of, anywhere, language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# --- ART113 torn-sentence --------------------------------------------------------------------------------------------

SHORT = 0.75
"""Share: of the expected length from which on hardly anything can be missing."""
BEGIN = 2
"""Characters: that may precede the first word of a source, such as quotation marks."""
_FIRST_WORD = "ART113/first-word"
"""The rule for the first word; `small-beginning` judges it where this rule was not measured."""
_START = late(
    r"^[\s\"'“”„»«‘‚(]*(?:([,;.!?)](?=[\s\w])|:(?=\s))\s*|([^\W\d_]+)(?=[\s,;:]|\.(?!\w)|['’](?:s|re|ll|m|ve|d)\b))"
)
_CAPITAL = late(r"^[\s\"'“”„»«‘‚(¡¿「『《]*[^\W\d_]")
_SEAM = late(r"(?<![\w.-])([^\W\d_]{4,})[.] ([^\W\d_]+)(?=[\s,.])")
_END = late(r"[.!?…][\"'”“’»)\]]*$")
_SMALL = late(r"[.] (?=[^\W\d_])(?![A-ZÄÖÜ])")
_SOURCE_SEAM = late(r"\w[.!?…] [^\W\d_]")
_LABEL = late(r"[^\s.!?…。！？]+(?:\s[^\s.!?…。！？]+){0,5}\s?")
"""A source that is a heading or a label of a program, so that its translation may begin with a small letter."""
_NAMED = late(r"[^\W\d_]+(?:[ \u00a0\u202f]?:|[ \u00a0\u202f][–—-])[ \u00a0\u202f]")
"""A word that the text explains, such as the name of a parameter."""
_STOPPED = late(r"[.!?。！？।؟][\"'”“’»)\]」』]*$")


@functools.cache
def _explains() -> re.Pattern[str]:
    """Matches what follows a name that the sentence explains."""
    return re.compile(rf",|:|\s(?:{any_of('explains')}|[=(–-])(?!\w)")


@check(
    "ART113",
    "torn-sentence",
    "accuracy/omission",
    Severity.MAJOR,
    area="form",
    limits=measured.into("ART113"),
    examples=[
        Example("The ferry is late.", "Die Fähre verspätet sich."),
        Example("iPhone users may stay.", "iPhone-Nutzer dürfen bleiben."),
        Example("the ferry is late", "die Fähre verspätet sich"),
        Example("The ferry etc. is late.", "Die Fähre inkl. aller Autos usw. kommt zu spät."),
        Example("“Really?” she asked.", "„Wirklich?“, fragte sie. „Ja.“"),
        Example("Width of the line", "breite der Linie", ("breite",)),
        Example("Van Gogh was here.", "van Gogh war hier."),
        Example("The old ferry is late.", "ist die alte Fähre zu spät.", ("ist",)),
        Example("The tool ⟦`tide`⟧ is late.", "⟦`tide`⟧ mit dem Hafen ist spät.", codes=True),
        Example("It has to serve. ⟦{x}⟧ too.", "Das Tor soll dem Hafen dienen. ⟦{x}⟧ den neuen auch.", codes=True),
        Example("Die Fähre hält. Ich warte.", "the ferry stops. i wait.", langs=("de", "en")),
        Example("The crew of the ferry is late.", ", wie die der Fähre, ist spät dran.", (",",)),
        Example(
            "The gate serves the old port and the new one.",
            "Das Tor soll dem Hafen dienen. den neuen auch.",
            ("dienen. den",),
        ),
        Example("Le bac d'Arles est en retard.", "is late again, the Arles ferry.", ("is",), ("fr", "en")),
        Example("Le bac est en retard.", "The ferry is late.", langs=("fr", "en")),
        Example("In Oslo the ferry is late.", "oslo wartet auf die Fähre.", ("oslo",)),
        Example("老渡轮晚了，Anna 在等。", "the old ferry is late, and Anna waits.", ("the",), ("zh", "en")),
        Example("老渡轮晚了，Anna 说。", "said Anna, as the old ferry was late.", langs=("zh", "en")),
    ],
)
def torn_sentence(segment: Segment, context: Context) -> Iterator[Hit]:
    """The translation, or a sentence in it, begins in mid-sentence.

    ## What it does

    Marks two things:

    - The translation begins with a small letter, a comma or a full stop, although the source begins with a capital
      letter. If the script of the source has no capitals, both sides must be sentences. The first word is judged only
      in English and German; `small-beginning` judges it in the other languages.
    - A word in lower case follows a full stop (`Die Ziele dienen. die Fähre fährt`), and the source has nothing like
      it.

    Words that the source writes in lower case too (`iPhone`), particles of names, abbreviations, lists and words that
    the text explains (`rate: the price`) are ignored.

    ## Why it is bad

    The beginning or the end of a sentence was cut off. The remaining text may read well, so nobody notices the loss.

    A small letter is minor if probably only the capital letter is missing. That is so if the translation has at least
    75 % of the expected length, or if it starts with the small letter and the source is a heading or label of a few
    words without a full stop.

    ## Known problems

    - It was measured on news into German and English, and on documentation into these, Czech, Dutch, French, Italian,
      Polish, Portuguese, Russian and Spanish. It does not run on translations into other languages.
    - An item of a list may begin with a small letter too: a parameter that is explained (`tide: The ...`), or text that
      does not end like a sentence. The finding is minor there.
    - A text without any capital letter whose source has several is left to `lost-capitals`. If its source is not a
      sentence, it is not judged at all.
    - An abbreviation counts as the end of a sentence if it is a dictionary word of more than three letters and not in
      the check's list.
    """
    if segment.target == segment.target.lower() and any(excuse(segment, context) for excuse in TEXT_EXCUSES):
        return
    start = _start(segment, context)
    if start and not any(excuse(start) for excuse in START_EXCUSES):
        severity = Severity.MINOR if _lacks_capital_only(start) else None
        yield Hit("the translation begins in mid-sentence", (Span("target", *start.span),), severity)
    for seam in _seams(segment, context):
        if not any(excuse(seam) for excuse in SEAM_EXCUSES):
            severity = Severity.MINOR if _is_complete(segment, context) else None
            message = "the text after this full stop begins in mid-sentence"
            yield Hit(message, (Span("target", *seam.span),), severity)


def _is_complete(segment: Segment, context: Context) -> bool:
    """Whether a translation is long enough that hardly anything can be missing."""
    langs = (context.target_base, context.source_base)
    return lengths.ratio(segment.target, segment.source, langs) >= SHORT


# --- the text as a whole ---------------------------------------------------------------------------------------------


@rule("The ferry is late. Anna waits in Oslo.", "die fähre ist zu spät und anna wartet in oslo.")
def lost_capitals(segment: Segment, context: Context) -> bool:
    """The translation has no capitals at all, which lost-capitals reports."""
    return segment.target == segment.target.lower() and capitals.lost(segment, context)


@rule("Old line", "alte linie")
def small_phrase(segment: Segment, context: Context) -> bool:
    """The translation has no capitals at all, and the source is no sentence."""
    return segment.target == segment.target.lower() and not _END.search(segment.source.rstrip()[-4:])


TEXT_EXCUSES = (lost_capitals, small_phrase)
"""What excuses a translation without capitals."""


# --- the first word --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """The first word of a translation, or the mark before it.

    Args:
        segment: The segment.
        context: The context of the check.
        first: The first letter of the source.
        word: The first word of the translation; empty if a mark comes first.
        span: The span of the word or mark.
        end: Where the following text begins.
    """

    segment: Segment
    context: Context
    first: str
    word: str
    span: tuple[int, int]
    end: int

    @property
    def source(self) -> str:
        """The text of the source."""
        return self.segment.source

    @property
    def target(self) -> str:
        """The text of the translation."""
        return self.segment.target

    @property
    def has_capital(self) -> bool:
        """Whether the source begins with a capital letter."""
        return self.first.isupper()

    @property
    def is_stopped(self) -> bool:
        """Whether the translation ends like a sentence."""
        return _END.search(self.target.rstrip()[-4:]) is not None

    @functools.cached_property
    def is_known(self) -> bool:
        """Whether the lemma data of the target language have the word."""
        return lemmas.lexicon(self.context.target_base).known(self.word)

    @functools.cached_property
    def in_source(self) -> list[re.Match[str]]:
        """Where the source has the same word; empty if the word cannot be a name."""
        if not self.word or self.word in language(self.context.target_base).sentences.small_first:
            return []
        return list(re.finditer(rf"(?<!\w){re.escape(self.word)}(?!\w)", self.source, re.IGNORECASE))

    @property
    def is_inside(self) -> bool:
        """Whether the source has the word after its own first word."""
        return bool(self.in_source) and self.in_source[-1].start() > BEGIN


def _start(segment: Segment, context: Context) -> Start | None:
    first, beginning = _CAPITAL.match(segment.source), _START.match(segment.target)
    if not (first and beginning) or codes.stands_before(segment, "target", 0, beginning.start(2)):
        return None
    span = beginning.span(1 if beginning[1] else 2)
    return Start(segment, context, first[0][-1], beginning[2] or "", span, beginning.end())


@rule("the ferry is late.", "die Fähre ist zu spät.")
def small_in_source(start: Start) -> bool:
    """The source begins with a small letter too."""
    return start.first.lower() != start.first.upper() and not start.has_capital


@rule("老渡轮晚了。", ", the old ferry is late, says Anna.", langs=("zh", "en"))
def mark_without_capital(start: Start) -> bool:
    """A mark is judged only if the source begins with a capital letter."""
    return not (start.word or start.has_capital)


@rule("老渡轮晚了，Anna 说。", "said Anna, as the old ferry was late.", langs=("zh", "en"))
def second_half(start: Start) -> bool:
    """A source in a script without capitals may continue the sentence of a quotation before it."""
    return not start.has_capital and start.word in anywhere("said")


@rule("老渡轮晚了", "the old ferry is late, says Anna.", langs=("zh", "en"))
def no_sentences(start: Start) -> bool:
    """A source in a script without capitals is judged only if both sides end like sentences."""
    return not (start.has_capital or (_STOPPED.search(start.source.rstrip()[-4:]) and start.is_stopped))


@rule("The ferry is late.", "le bac est en retard.", langs=("en", "fr"))
def other_language(start: Start) -> bool:
    """In most languages small-beginning judges the first word."""
    return bool(start.word) and not measured.on_target(_FIRST_WORD, start.context.target_base)


@rule("The ferry is late.", "Die Fähre ist zu spät.")
def not_small(start: Start) -> bool:
    """The word has a capital letter."""
    return bool(start.word) and not (start.word[0].islower() and start.word == start.word.lower())


@rule("Width: the size of the line.", "breite: die Größe der Linie.")
def explained_word(start: Start) -> bool:
    """Both sides explain their first word, such as a parameter."""
    return bool(start.word and _NAMED.match(start.target) and _NAMED.match(start.source))


@rule("The ferry is late.", "gwendrik ist zu spät.")
def unknown_word(start: Start) -> bool:
    """Neither the lemma data nor the source has the word."""
    small = language(start.context.target_base).sentences.small_first
    return bool(start.word) and not (start.word in small or start.in_source or start.is_known)


@rule("Ibn Batuta was here.", "ibn Batuta war hier.")
def particle(start: Start) -> bool:
    """The word is a particle of a name that the source has too."""
    return bool(start.in_source) and start.word in anywhere("name_particles")


@rule("Use grep here.", "grep hier verwenden.")
def also_small(start: Start) -> bool:
    """At least once the source writes the word in lower case or in capitals only."""
    return not all(word[0].istitle() for word in start.in_source)


@rule("In Oslo the ferry is late", "oslo wartet auf die Fähre")
def name_in_label(start: Start) -> bool:
    """The source has the word and is no sentence."""
    return bool(start.in_source) and _STOPPED.search(start.source[-6:]) is None


@rule("Warm days came.", "warm wurden die Tage.")
def known_word(start: Start) -> bool:
    """The source has the word, but it is a word of the target language and no name in the source."""
    # A capital shows a name, but not at the beginning of the source and not in German, where all nouns have one.
    is_name = start.is_inside and not language(start.context.source_base).capital_nouns
    return bool(start.in_source) and start.is_known and not is_name


@rule("Grep is a program.", "grep ist ein Programm.")
def explained_name(start: Start) -> bool:
    """The source begins with the word too, and the translation explains it."""
    return bool(start.in_source and not start.is_inside and _explains().match(start.target, start.span[1]))


START_EXCUSES = (
    small_in_source,
    mark_without_capital,
    second_half,
    no_sentences,
    other_language,
    not_small,
    explained_word,
    unknown_word,
    particle,
    also_small,
    name_in_label,
    known_word,
    explained_name,
)


def _lacks_capital_only(start: Start) -> bool:
    """Whether only the capital letter is missing: in a label, an item of a list, or a text of full length."""
    if not start.word:
        return False
    is_item = start.target[start.end : start.end + 1] == ":" or not start.is_stopped
    return is_item or bool(_LABEL.fullmatch(start.source)) or _is_complete(start.segment, start.context)


# --- a full stop and the small word after it -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seam:
    """A full stop inside a translation with a word in lower case after it.

    Args:
        segment: The segment.
        context: The context of the check.
        last: The word before the full stop.
        first: The word after it.
        span: The span from the first of the two words to the second.
    """

    segment: Segment
    context: Context
    last: str
    first: str
    span: tuple[int, int]


def _seams(segment: Segment, context: Context) -> Iterator[Seam]:
    if _SMALL.search(segment.target):
        for match in _SEAM.finditer(segment.target):
            if match[2].islower() and not codes.stands_before(segment, "target", match.end(1) + 1, match.start(2)):
                yield Seam(segment, context, match[1], match[2], match.span())


@rule("He has iPods. iPhones too.", "Er hat Autos. die auch.")
def small_after_stop(seam: Seam) -> bool:
    """The source has a word in lower case after a mark too."""
    return any(match[0][-1].islower() for match in _SOURCE_SEAM.finditer(seam.segment.source))


@rule("Der Professor kommt.", "Our prof. is coming.", langs=("de", "en"))
def abbreviation(seam: Seam) -> bool:
    """The full stop belongs to an abbreviation."""
    return seam.last.isupper() or seam.last.lower() in anywhere("abbreviated")


@rule("The ferry is late.", "Die Gwendrik. ist zu spät.")
def unknown_before(seam: Seam) -> bool:
    """The lemma data lack the word before the full stop, so it may be an abbreviation."""
    forms = (seam.last, seam.last.lower(), seam.last.capitalize())
    return not any(map(lemmas.lexicon(seam.context.target_base).known, forms))


@rule("The gate is old, and so is Gwendrik.", "Das Tor ist schön. gwendrik auch.")
def unknown_after(seam: Seam) -> bool:
    """The lemma data lack the word after the full stop, so it may be a name."""
    return not lemmas.lexicon(seam.context.target_base).known(seam.first)


SEAM_EXCUSES = (small_after_stop, abbreviation, unknown_before, unknown_after)


# --- MRK113 small-beginning -------------------------------------------------------------------------------------------

SHORT_WORD = 3
"""Letters: of the longest first word that counts as the source's only where the source has it as a whole word, since
`la` also begins *late*."""
_SOURCE_CAPITAL = late(r"[\s\"“„«‘(]*([^\W\d_])")
_SOURCE_END = late(r"[.!?。！？][\"”“’‘»)]*$")
_FIRST = late(r"[\s\"“”„»«‘‚(]*([^\W\d_]+)(?=[\s,])")


def _limits_beginning(context: Context) -> str | None:
    by_torn_sentence = measured.on_target(_FIRST_WORD, context.target_base)
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
    capital = _SOURCE_CAPITAL.match(source)
    if not capital or capital[1].islower() or not _SOURCE_END.search(source[-6:]):
        return
    if len(source.split(maxsplit=2)) < 3 and not language(context.source_base).spaceless:
        return
    if capitals.explained(first[1], first.end(1), segment, context) or capitals.lost(segment, context):
        return  # lost-capitals reports the latter
    word_end = "" if len(first[1]) > SHORT_WORD else r"(?!\w)"
    if not re.search(rf"(?<!\w){re.escape(first[1])}{word_end}", source, re.IGNORECASE):
        yield Hit("a sentence begins with a small letter", (Span("target", *first.span(1)),))
