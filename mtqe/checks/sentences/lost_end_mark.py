"""A question mark, colon, ellipsis or full stop at the end of the source is missing in the translation.

## What it does

Where a short source ends with `?`, `:` or an ellipsis, looks at the end of the translation: a label that has lost its
colon or ellipsis and ends with a letter or digit is marked, and so is a question that became a statement: the
translation has no question mark at all. Where a long source ends with a full stop or exclamation mark, a translation
that ends with a letter or digit and no mark is marked. The sign is marked in the source.

## Why it is bad

A question reads as a statement; a label runs into the field behind it; *Save as* without dots promises that nothing
more will be asked; and a sentence that stops without a mark leaves open whether something is missing.

## Known problems

- Sources of more than 40 characters are not judged for `?`, `:` and an ellipsis: a long question is often told
  indirectly.
- A full stop is not missed in headlines, captions and items of a list, which have their own customs: where the source
  has less than 60 characters, or 30 of Chinese or Japanese (40 and 20 if the translation has another sentence before);
  where it ends with an abbreviation; where the translation has less than six words, begins as an item does
  (`Esc: closes the menu`), or has capitals as a headline has, or a menu path, code or name of a program at its end. A
  longer caption or item is reported.
- What `truncated-end` tells of the same end is not told again.
- Questions and full stops are not judged in Japanese, Thai and other languages that need no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.sentences.broken_off import broken_off
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

LONGEST = 40
"""Characters of the longest source that is judged for other marks than a full stop."""
LONG, SENTENCES = 60, 40
"""Characters from which a source is judged for its full stop, and where the translation has more than a sentence."""
WORDS = 6
"""Words of the shortest translation that has to have a full stop."""
TITLE = 0.7
"""Share of long words with a capital above which a text is a headline."""
_END = re.compile(r"(?<=\w)\s?(\?|？|:|：|…|\.\.\.)[\s\"'”“’»)\]」]*$")
_QUESTION = re.compile("[?？؟՞;፧]")
_STOP = re.compile(r"(?:(?<![\w.])[^\W\d_]{4,}([.!])|(?<=[\u3041-\u30ff\u4e00-\u9fff])([。！]))[\"'”“’‘»)\]」』\s]*$")
_LAST = re.compile(r"(?<![^\W_])[^\W_]{2,}$")
_TAIL = 40
"""Characters at the end of a text that are looked at."""
_PATH = re.compile(r"[-–—>▸→:|=/\[\]{}<_]")
_NEAR = 25
"""Signs in a menu path (`Edit – Find`) or before what is to be typed, and how near the end they count."""
_SEAM = re.compile(r"[^\W\d_]{3}[.!?][\"”’»)]*\s+[\"“„«(]*[^\W\d_]")
_ITEM = re.compile(r"[^:：.]{1,60}(?:[ \u00a0\u202f]?[:：]| [–—-])\s")
"""A name at the beginning that the text explains."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_WIDE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


@check(
    "MRK110",
    "lost-end-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("Are you ready?", "Sind Sie bereit?"),
        Example("Are you ready?", "準備ができましたか。", langs=("en", "ja")),
        Example("Berth:", "Liegeplatz :"),
        Example("Loading...", "Wird geladen …"),
        Example("What will they write on my tombstone when I am gone?", "Ich fragte mich, was sie schreiben werden."),
        Example("The old ferry is late.", "Die alte Fähre hat Verspätung"),
        Example(
            "Click the green lantern of the harbour, then choose the menu Edit.",
            "Klicken Sie auf die grüne Laterne und wählen Sie dann Bearbeiten – Suchen",
        ),
        Example("Are you ready?", "Sind Sie bereit.", ("?",)),
        Example("Berth: ", "Liegeplatz", (":",)),
        Example("Chargement…", "Loading", ("…",), ("fr", "en")),
        Example(
            "The old ferry to the island left the harbour an hour late today.",
            "Die alte Fähre zur Insel verließ den Hafen heute mit einer Stunde Verspätung",
            (".",),
        ),
        Example(
            "开往那座小岛的老渡轮今天晚了一个小时才离开港口，大家都在码头上等。",
            "The old ferry to the little island left the harbour an hour late today, and all waited on the pier",
            ("。",),
            ("zh", "en"),
        ),
    ],
)
def lost_end_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the marks at the end."""
    target, source = segment.target.rstrip(), segment.source
    if not target:
        return
    if len(source) <= LONGEST and (found := _END.search(source)):
        if found[1] in "?？":
            lost = language(context.target_base).end_marks == "always" and not _QUESTION.search(target)
        else:
            lost = target[-1].isalnum()
        if lost:
            yield Hit(f"“{found[1]}” is missing at the end of the translation", (Span("source", *found.span(1)),))
        return
    if (
        not target[-1].isalnum()
        or language(context.target_base).end_marks != "always"
        or (stop := _stop(source)) is None
    ):
        return
    if not _may_lack(target, source, context) and broken_off(segment, context) is None:
        yield Hit(f"“{source[stop]}” is missing at the end of the translation", (Span("source", stop, stop + 1),))


def _stop(source: str) -> int | None:
    """Where a long source has its full stop or exclamation mark, behind a word that is no abbreviation."""
    if _length(source) < SENTENCES:
        return None
    found = _STOP.search(source, max(0, len(source) - _TAIL))
    return found.start(found.lastindex or 0) if found else None


def _length(source: str) -> int:
    """Characters of a source; one of Chinese or Japanese counts twice."""
    return len(source) + (0 if source.isascii() else len(_WIDE.findall(source)))


def _may_lack(target: str, source: str, context: Context) -> bool:
    """Whether a translation without a mark at its end is no sentence, or ends with a name or command."""
    last = _LAST.search(target, max(0, len(target) - _TAIL))
    if not last or len(target.split()) < WORDS or _PATH.search(target, max(0, len(target) - _NEAR)):
        return True
    if not _SEAM.search(target) and (_length(source) < LONG or _ITEM.match(target)):
        return True
    word = last[0]
    if word.isupper() or (word.islower() and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", source)):
        return True
    long: list[str] = _WORD.findall(target)
    return sum(one[0].isupper() for one in long) > TITLE * len(long)
