"""The translation begins in mid-sentence, or a sentence inside it does.

## What it does

Marks the first word of a translation that starts small or with a comma or full stop where its source starts with a
capital letter or, in a script without any, where both are sentences; and a full stop followed by a word written small
(`Die Ziele dienen. die Fähre fährt`) unless the source has the like. Words that the source writes small, too
(`iPhone`), particles of names, abbreviations, lists and what the text explains (`rate: the price`) are left alone. A
first word is judged in English and German only, as `small-beginning` does it for the other languages.

## Why it is bad

The beginning of the sentence, or its end, was cut off. What is left may read well, so that nobody asks what it said.
Where the translation has 75 % of the expected length or more and starts with a small letter, or a heading or label of a
few words and without a full stop does, only the capital letter is missing: that is minor.

## Known problems

- Measured on news into German and English, and on documentation into these, Czech, Dutch, French, Italian, Polish,
  Portuguese, Russian and Spanish (1 or 2 alarms in 1,000 paragraphs, nearly all of them faults). It runs on
  translations into no other language.
- An item of a list may begin small, too: a parameter that is explained (`tide: The ...`), or what does not end as a
  sentence does. It is minor there.
- A text without any capital letter whose source has several is left to `lost-capitals`, and one that is no sentence is
  not judged.
- Abbreviations that are not in the list of the language, longer than three letters and dictionary words are taken for
  the end of a sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mtqe.checks.shared import capitals, lemmas, lengths, measured
from mtqe.checks.shared.rules import rule
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

SHORT = 0.75
"""Share: of the expected length from which on little can be missing. By hand."""
BEGIN = 2
"""Characters: before the first word of a source, quotation marks and the like. By hand."""
_WHOLE = measured.on("de", "en")
"""Languages of which a first word is judged, too; in the others that is the matter of `small-beginning`."""
_START = re.compile(
    r"^[\s\"'“”„»«‘‚(]*(?:([,;.!?)](?=[\s\w])|:(?=\s))\s*|([^\W\d_]+)(?=[\s,;:]|\.(?!\w)|['’](?:s|re|ll|m|ve|d)\b))"
)
_CAPITAL = re.compile(r"^[\s\"'“”„»«‘‚(¡¿「『《]*[^\W\d_]")
_SEAM = re.compile(r"(?<![\w.-])([^\W\d_]{4,})[.] ([^\W\d_]+)(?=[\s,.])")
_END = re.compile(r"[.!?…][\"'”“’»)\]]*$")
_SMALL = re.compile(r"[.] (?=[^\W\d_])(?![A-ZÄÖÜ])")
_LIKE = re.compile(r"\w[.!?…] [^\W\d_]")
_LABEL = re.compile(r"[^\s.!?…。！？]+(?:\s[^\s.!?…。！？]+){0,5}\s?")
"""A source that is no sentence: a heading, or a label of a program, whose translation may begin small."""
_NAMED = re.compile(r"[^\W\d_]+(?:[ \u00a0\u202f]?:|[ \u00a0\u202f][–—-])[ \u00a0\u202f]")
"""A word that the text explains: the name of a parameter."""
_STOPPED = re.compile(r"[.!?。！？।؟][\"'”“’»)\]」』]*$")
_SAID = frozenset({"said", "says", "added", "adds", "asked", "explained", "continued", "sagte", "fügte", "erklärte"})
"""Words that begin small in the second half of a sentence which was told in one with its quotation."""
_PARTICLES = frozenset(
    [
        *("van", "von", "vom", "zu", "zum", "zur", "de", "del", "della", "di", "da", "dal", "du", "des", "la", "le"),
        *("les", "el", "al", "bin", "ibn", "ter", "ten", "den"),
    ]
)
"""Words that begin names small."""
_EXPLAINS = re.compile(r",|:|\s(?:is|are|ist|sind|and|und|[=(–-])(?!\w)")
"""What follows the name of something that is explained."""
_ABBREVIATED = frozenset(
    [
        *("usw", "bspw", "inkl", "exkl", "evtl", "sogen", "verh", "bzgl", "zzgl", "einschl", "entspr", "mind", "allg"),
        *("urspr", "sept", "incl", "approx", "dept", "govt", "univ", "assn", "mins", "secs", "prof", "messrs", "aprox"),
        *("např", "popř", "případ", "event", "přibl", "resp", "bijv", "excl", "przyp"),
        *("напр", "соотв", "гражд", "прим", "англ", "франц"),
    ]
)


@check(
    "ART113",
    "torn-sentence",
    "accuracy/omission",
    Severity.MAJOR,
    limits=measured.into("de", "en", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru"),
    examples=[
        Example("The ferry is late.", "Die Fähre verspätet sich."),
        Example("iPhone users may stay.", "iPhone-Nutzer dürfen bleiben."),
        Example("the ferry is late", "die Fähre verspätet sich"),
        Example("The ferry etc. is late.", "Die Fähre inkl. aller Autos usw. kommt zu spät."),
        Example("“Really?” she asked.", "„Wirklich?“, fragte sie. „Ja.“"),
        Example("Width of the line", "breite der Linie", ("breite",)),
        Example("Van Gogh was here.", "van Gogh war hier."),
        Example("The old ferry is late.", "ist die alte Fähre zu spät.", ("ist",)),
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
    """Mark beginnings in mid-sentence."""
    if any(excuse(segment, context) for excuse in TEXT_EXCUSES):
        return
    start = _start(segment, context)
    if start and not any(excuse(start) for excuse in START_EXCUSES):
        mild = Severity.MINOR if _lacks_capital_only(start) else None
        yield Hit("the translation begins in mid-sentence", (Span("target", *start.span),), mild)
    for seam in _seams(segment, context):
        if not any(excuse(seam) for excuse in SEAM_EXCUSES):
            mild = Severity.MINOR if _is_whole(segment, context) else None
            yield Hit("a sentence begins in mid-sentence after this full stop", (Span("target", *seam.span),), mild)


def _is_whole(segment: Segment, context: Context) -> bool:
    """Whether a translation is so long that little can be missing."""
    langs = (context.target_base, context.source_base)
    return lengths.ratio(segment.target, segment.source, langs) >= SHORT


# --- the text as a whole ---------------------------------------------------------------------------------------------


@rule("The ferry is late. Anna waits in Oslo.", "die fähre ist zu spät und anna wartet in oslo.")
def lost_capitals(segment: Segment, context: Context) -> bool:
    """Everything is small, which the check lost-capitals reports."""
    return segment.target == segment.target.lower() and capitals.lost(segment, context)


@rule("Old line", "alte linie")
def small_phrase(segment: Segment, context: Context) -> bool:
    """Everything is small, and the source is no sentence."""
    return segment.target == segment.target.lower() and not _END.search(segment.source.rstrip()[-4:])


TEXT_EXCUSES = (lost_capitals, small_phrase)


# --- the first word --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """The first word of a translation, or the mark before it.

    Args:
        segment: The segment.
        context: That of the check.
        first: The first letter of the source.
        word: The first word of the translation; empty if a mark stands there.
        span: Where the word or the mark stands.
        end: Where what follows begins.
    """

    segment: Segment
    context: Context
    first: str
    word: str
    span: tuple[int, int]
    end: int

    @property
    def source(self) -> str:
        """The source."""
        return self.segment.source

    @property
    def target(self) -> str:
        """The translation."""
        return self.segment.target

    @property
    def has_capital(self) -> bool:
        """Whether the source begins with a capital letter."""
        return self.first.isupper()

    @property
    def is_stopped(self) -> bool:
        """Whether the translation ends as a sentence does."""
        return _END.search(self.target.rstrip()[-4:]) is not None

    @functools.cached_property
    def is_known(self) -> bool:
        """Whether the language has the word."""
        return lemmas.lexicon(self.context.target_base).known(self.word)

    @functools.cached_property
    def in_source(self) -> list[re.Match[str]]:
        """Where the source has the same word, unless it is one that no name is."""
        if not self.word or self.word in language(self.context.target_base).sentences.small_first:
            return []
        return list(re.finditer(rf"(?<!\w){re.escape(self.word)}(?!\w)", self.source, re.IGNORECASE))

    @property
    def is_inside(self) -> bool:
        """Whether the source has the word behind its first one."""
        return bool(self.in_source) and self.in_source[-1].start() > BEGIN


def _start(segment: Segment, context: Context) -> Start | None:
    first, found = _CAPITAL.match(segment.source), _START.match(segment.target)
    if not (first and found):
        return None
    return Start(segment, context, first[0][-1], found[2] or "", found.span(1 if found[1] else 2), found.end())


@rule("the ferry is late.", "die Fähre ist zu spät.")
def small_in_source(start: Start) -> bool:
    """The source begins with a small letter, too."""
    return start.first.lower() != start.first.upper() and not start.has_capital


@rule("老渡轮晚了。", ", the old ferry is late, says Anna.", langs=("zh", "en"))
def mark_without_capital(start: Start) -> bool:
    """A mark is judged only where the source has a capital letter."""
    return not (start.word or start.has_capital)


@rule("老渡轮晚了，Anna 说。", "said Anna, as the old ferry was late.", langs=("zh", "en"))
def second_half(start: Start) -> bool:
    """A source without capital letters may be in one sentence with the quotation before it."""
    return not start.has_capital and start.word in _SAID


@rule("老渡轮晚了", "the old ferry is late, says Anna.", langs=("zh", "en"))
def no_sentences(start: Start) -> bool:
    """A source without capital letters is judged only where both sides end as sentences do."""
    return not (start.has_capital or (_STOPPED.search(start.source.rstrip()[-4:]) and start.is_stopped))


@rule("The ferry is late.", "le bac est en retard.", langs=("en", "fr"))
def other_language(start: Start) -> bool:
    """Most languages are left to the check small-beginning."""
    return bool(start.word) and start.context.target_base not in _WHOLE


@rule("The ferry is late.", "Die Fähre ist zu spät.")
def not_small(start: Start) -> bool:
    """The word begins with a capital letter or has one."""
    return bool(start.word) and not (start.word[0].islower() and start.word == start.word.lower())


@rule("Width: the size of the line.", "breite: die Größe der Linie.")
def explained_word(start: Start) -> bool:
    """Both sides explain their first word, such as a parameter."""
    return bool(start.word and _NAMED.match(start.target) and _NAMED.match(start.source))


@rule("The ferry is late.", "gwendrik ist zu spät.")
def unknown_word(start: Start) -> bool:
    """Neither the language nor the source has the word."""
    small = language(start.context.target_base).sentences.small_first
    return bool(start.word) and not (start.word in small or start.in_source or start.is_known)


@rule("Ibn Batuta was here.", "ibn Batuta war hier.")
def particle(start: Start) -> bool:
    """A particle begins the name, and the source has it."""
    return bool(start.in_source) and start.word in _PARTICLES


@rule("Use grep here.", "grep hier verwenden.")
def also_small(start: Start) -> bool:
    """The source writes the word small, or all in capitals, in one place at least."""
    return not all(found[0].istitle() for found in start.in_source)


@rule("In Oslo the ferry is late", "oslo wartet auf die Fähre")
def name_in_label(start: Start) -> bool:
    """The source has the word, and is no sentence."""
    return bool(start.in_source) and _STOPPED.search(start.source[-6:]) is None


@rule("Warm days came.", "warm wurden die Tage.")
def known_word(start: Start) -> bool:
    """The source has the word, but the language has it too, and nothing in the source shows it to be a name."""
    # What the source writes with a capital, and not only as its first word or as German writes nouns, is a name.
    is_name = start.is_inside and not language(start.context.source_base).capital_nouns
    return bool(start.in_source) and start.is_known and not is_name


@rule("Grep is a program.", "grep ist ein Programm.")
def explained_name(start: Start) -> bool:
    """The source begins with the word too, and the translation goes on to explain it."""
    return bool(start.in_source and not start.is_inside and _EXPLAINS.match(start.target, start.span[1]))


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
    """Whether nothing but the capital letter is missing: in a label, an item of a list, or a text of full length."""
    if not start.word:
        return False
    listed = start.target[start.end : start.end + 1] == ":" or not start.is_stopped
    return listed or bool(_LABEL.fullmatch(start.source)) or _is_whole(start.segment, start.context)


# --- a full stop and the small word behind it ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seam:
    """A full stop inside a translation that a word follows which is written small.

    Args:
        segment: The segment.
        context: That of the check.
        last: The word before the full stop.
        first: The word behind it.
        span: Both.
    """

    segment: Segment
    context: Context
    last: str
    first: str
    span: tuple[int, int]


def _seams(segment: Segment, context: Context) -> Iterator[Seam]:
    if _SMALL.search(segment.target):
        for found in _SEAM.finditer(segment.target):
            if found[2].islower():
                yield Seam(segment, context, found[1], found[2], found.span())


@rule("He has iPods. iPhones too.", "Er hat Autos. die auch.")
def small_behind_stop(seam: Seam) -> bool:
    """The source has the like."""
    return any(found[0][-1].islower() for found in _LIKE.finditer(seam.segment.source))


@rule("Der Professor kommt.", "Our prof. is coming.", langs=("de", "en"))
def abbreviation(seam: Seam) -> bool:
    """The full stop belongs to an abbreviation."""
    return seam.last.isupper() or seam.last.lower() in _ABBREVIATED


@rule("The ferry is late.", "Die Gwendrik. ist zu spät.")
def unknown_before(seam: Seam) -> bool:
    """The language does not have the word before the full stop, so it may be an abbreviation."""
    forms = (seam.last, seam.last.lower(), seam.last.capitalize())
    return not any(map(lemmas.lexicon(seam.context.target_base).known, forms))


@rule("The gate is old, and so is Gwendrik.", "Das Tor ist schön. gwendrik auch.")
def unknown_behind(seam: Seam) -> bool:
    """The language does not have the word behind the full stop, so it may be a name."""
    return not lemmas.lexicon(seam.context.target_base).known(seam.first)


SEAM_EXCUSES = (small_behind_stop, abbreviation, unknown_before, unknown_behind)
