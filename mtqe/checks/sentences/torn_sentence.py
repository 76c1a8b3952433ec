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

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals, lemmas, lengths, measured
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

SHORT = 0.75
"""Share of the expected length from which on little can be missing."""
BEGIN = 2
"""Characters before the first word of a source, quotation marks and the like."""
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
    source, target = segment.source, segment.target
    if target == target.lower() and (capitals.lost(segment, context) or not _END.search(source.rstrip()[-4:])):
        return  # everything is small, which lost-capitals tells of a sentence
    opened = _CAPITAL.match(source)
    if opened and (found := _START.match(target)) and (opened[0][-1].isupper() or _begins(source, target, found[2])):
        which = 1 if found[1] else 2
        word = found[which]
        if which == 1 or (
            context.target_base in _WHOLE
            and word[0].islower()
            and word == word.lower()
            and not (_NAMED.match(target) and _NAMED.match(source))
            and _is_word(word, found.end(which), segment, context)
        ):
            listed = target[found.end() : found.end() + 1] == ":" or not _END.search(target.rstrip()[-4:])
            whole = which == 2 and (listed or _LABEL.fullmatch(source) or _is_whole(segment, context))
            mild = Severity.MINOR if whole else None
            yield Hit("the translation begins in mid-sentence", (Span("target", *found.span(which)),), mild)
    if not _SMALL.search(target):
        return
    if not any(word.islower() for _, word in _SEAM.findall(target)) or _small(source):
        return
    for found in _SEAM.finditer(target):
        last, first = found[1], found[2]
        if first.islower() and _ends(last, context) and lemmas.lexicon(context.target_base).known(first):
            mild = Severity.MINOR if _is_whole(segment, context) else None
            yield Hit("a sentence begins in mid-sentence after this full stop", (Span("target", *found.span()),), mild)


def _is_whole(segment: Segment, context: Context) -> bool:
    """Whether a translation is so long that little can be missing."""
    langs = (context.target_base, context.source_base)
    return lengths.ratio(segment.target, segment.source, langs) >= SHORT


def _begins(source: str, target: str, word: str | None) -> bool:
    """Whether a source without capitals is a sentence whose translation, one too, begins with a word written small."""
    begins = _CAPITAL.match(source)
    return (
        begins is not None
        and begins[0][-1].lower() == begins[0][-1].upper()
        and word is not None
        and word.islower()
        and word not in _SAID
        and _STOPPED.search(source.rstrip()[-4:]) is not None
        and _END.search(target.rstrip()[-4:]) is not None
    )


def _is_word(word: str, end: int, segment: Segment, context: Context) -> bool:
    """Whether a first word written small is one of the language or a name, and not the source's own."""
    if word in language(context.target_base).sentences.small_first:
        return True
    source, known = segment.source, lemmas.lexicon(context.target_base).known(word)
    own = list(re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", source, re.IGNORECASE))
    if not own:
        return known
    if word in _PARTICLES or not all(found[0].istitle() for found in own) or not _STOPPED.search(source[-6:]):
        return False
    # What the source always writes with a capital, and not only as its first word or as German writes nouns, is a name.
    inside = own[-1].start() > BEGIN
    if inside and not language(context.source_base).capital_nouns:
        return True
    return not known and (inside or not _EXPLAINS.match(segment.target, end))


def _ends(word: str, context: Context) -> bool:
    """Whether a word before a full stop is no abbreviation."""
    if word.isupper() or word.lower() in _ABBREVIATED:
        return False
    return any(map(lemmas.lexicon(context.target_base).known, (word, word.lower(), word.capitalize())))


def _small(source: str) -> bool:
    return any(found[0][-1].islower() for found in _LIKE.finditer(source))
