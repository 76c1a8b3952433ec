"""Checks whether viewers can read a subtitle in its time: the reading speed, and the length of lines.

The limits are those that the style guides of broadcasters and platforms agree on: Netflix allows 17 characters a second
in most languages and 20 in English, TED 21, the BBC about 17; lines end at 42 characters, and there are two of them.
Signs of Chinese, Japanese and Korean count as whole characters, all other characters as half ones there.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.subtitles.cue_seconds import Part, pairs, seconds
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

FASTEST = {"kana": 8.0, "hangul": 14.0, "han": 11.0, "": 21.0}
"""Characters: in a second that viewers can read, by the script of the language; the last is for alphabets."""
LONGEST = {"kana": 18.0, "hangul": 20.0, "han": 20.0, "": 42.0}
"""Characters: in a line, by script."""
MOST_LINES = 2
"""Lines: of one subtitle."""
LONGER = 1.1
"""Factor: by which a translation must pass the source that is itself above a limit."""
_WIDE = late("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uff60]")


@check(
    "MRK121",
    "reading-speed",
    "design-and-markup/timing",
    Severity.MINOR,
    area="form",
    examples=[
        Example("Where is the ship?", "Wo ist das Schiff?", meta=seconds((1, 3, 1, 3))),
        Example("Where is the ship?", "Wo ist denn nun das Schiff geblieben?"),
        Example("船はどこですか", "Where is the ship now?", langs=("ja", "en"), meta=seconds((1, 3, 1, 3))),
        Example(
            "Where is the old ship now, my dear friends?",
            "Wo ist das alte Schiff nun, meine Freunde?",
            meta=seconds((1, 2, 1, 2)),
        ),
        Example(
            "Where is the ship?",
            "Wo ist denn nun das alte Schiff des Kapitäns geblieben?",
            ("Wo ist denn nun das alte Schiff des Kapitäns geblieben?",),
            meta=seconds((1, 3, 1, 3)),
        ),
        Example(
            "The ship is gone.",
            "あの古い船はもうどこかへ行ってしまいました",
            ("あの古い船はもうどこかへ行ってしまいました",),
            ("en", "ja"),
            meta=seconds((1, 3, 1, 3)),
        ),
    ],
)
def reading_speed(segment: Segment, context: Context) -> Iterator[Hit]:
    """A subtitle is on the screen for too short a time to be read.

    ## What it does

    Divides the characters of the translation by the seconds of its subtitle. More than 21 characters a second are
    reported, in Chinese 11, in Japanese 8 and in Korean 14. If the subtitle of the source is too fast, too, the
    translation is reported only if it is faster by a tenth, measured against the limits of both languages.

    ## Why it is bad

    Viewers read and no longer see the film, or they miss the end of the line.

    ## Known problems

    Guides for children and for some platforms ask for fewer characters.
    """
    for source, target in pairs(segment):
        theirs, speed = (
            _speed(segment.source, source, context.source_base),
            _speed(segment.target, target, context.target_base),
        )
        if speed > max(1.0, theirs * LONGER if theirs > 1 else 1.0):
            limit = FASTEST[_script(context.target_base)]
            text = f"{speed * limit:.0f} characters a second; viewers can read {limit:.0f}"
            yield Hit(text, (Span("target", target.start, target.end),))


@check(
    "MRK122",
    "subtitle-length",
    "design-and-markup/length",
    Severity.MINOR,
    area="form",
    examples=[
        Example("Where is\nthe ship?", "Wo ist\ndas Schiff?", meta=seconds((1, 5, 1, 5))),
        Example("It is a very long way", "Es ist wirklich ein sehr, sehr weiter Weg bis dahin"),
        Example("The ship is at sea.", "船在海上航行。", langs=("en", "zh"), meta=seconds((1, 5, 1, 5))),
        Example(
            "It is a very long way to the old harbour.",
            "Es ist wirklich ein sehr, sehr weiter Weg\nbis dahin, wo der alte Hafen liegt.",
            meta=seconds((1, 9, 1, 9)),
        ),
        Example(
            "It is a long way.",
            "Es ist wirklich ein sehr, sehr weiter Weg bis dahin.",
            ("Es ist wirklich ein sehr, sehr weiter Weg bis dahin.",),
            meta=seconds((1, 9, 1, 9)),
        ),
        Example("Where is\nthe ship?", "Wo ist\ndas alte\nSchiff?", ("Schiff?",), meta=seconds((1, 5, 1, 5))),
        Example(
            "The ship left the harbour.",
            "那艘旧船今天早上很早就已经离开了这个小小的港口。",
            ("那艘旧船今天早上很早就已经离开了这个小小的港口。",),
            ("en", "zh"),
            meta=seconds((1, 5, 1, 5)),
        ),
    ],
)
def subtitle_length(segment: Segment, context: Context) -> Iterator[Hit]:
    """A line of a subtitle is too long, or a subtitle has too many lines.

    ## What it does

    Marks lines of more than 42 characters, in Chinese and Korean 20, in Japanese 18, and the lines after the second
    one. What the source has, too, is ignored: longer lines, measured against the limits of both languages, and as many
    lines.

    ## Why it is bad

    Players break a long line at a bad place or cut it off. More lines cover the picture.

    ## Known problems

    Captions for the hard of hearing often have three lines.
    """
    for source, target in pairs(segment):
        if target.time is not None:
            yield from _too_long(segment, source, target, context)


def _too_long(segment: Segment, source: Part, target: Part, context: Context) -> Iterator[Hit]:
    """The lines of a subtitle that are too long, and those that are too many."""
    limit = LONGEST[_script(context.target_base)]
    theirs = LONGEST[_script(context.source_base)]
    source_lines = segment.source[source.start : source.end].split("\n")
    most = max([1.0, *(_length(line, context.source_base) / theirs for line in source_lines)])
    places = [(at + target.start, end + target.start) for at, end in _lines(segment.target[target.start : target.end])]
    for start, end in places:
        length = _length(segment.target[start:end], context.target_base)
        if length / limit > most:
            yield Hit(
                f"a line of {length:.0f} characters; {limit:.0f} fit on the screen", (Span("target", start, end),)
            )
    allowed = max(MOST_LINES * target.cues, len(source_lines))
    if len(places) > allowed:
        span = Span("target", places[allowed][0], places[-1][1])
        yield Hit(f"{len(places)} lines; a subtitle has {MOST_LINES}", (span,))


def _script(lang: str) -> str:
    """The script of a language that counts its characters as whole ones; empty for an alphabet."""
    scripts = language(lang).scripts
    return next((script for script in FASTEST if script in scripts), "")


def _length(text: str, lang: str) -> float:
    """The characters of a text; in a language with wide signs, all others count half."""
    text = text.strip()
    if not _script(lang):
        return float(len(text))
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide) / 2


def _speed(text: str, part: Part, lang: str) -> float:
    """The characters a second, as a share of what viewers of the language can read; 0 without a time."""
    start, end = part.time or (0.0, 0.0)
    text = text[part.start : part.end].replace("\n", " ")
    return _length(text, lang) / (end - start) / FASTEST[_script(lang)] if end > start else 0.0


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of the lines that are not blank."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1
