"""The translation repeats words or phrases that the source has once.

## What it does

Looks for four kinds of repetition and marks each copy except the first:

- A phrase occurs twice or more often in a row.
- A word occurs twice (minor) or more often in a row.
- A conjunction joins a word or phrase to itself (`design and design`).
- A phrase occurs again later: three times if it has four words or more, twice if it has eight or more.

Nothing is reported where the source has a similar repetition, nor where a subtitle repeats whole lines: a caption stays
over two cues.

## Why it is bad

Machine translation repeats itself when it loses track of the source. The text that belongs in place of the copies is
missing. The reader sees at once that nobody checked the translation.

## Known problems

- A deliberate repetition that only the translation has is reported. In a label of a program that says one word up to
  three times (*dot dot dot*) the finding is minor.
- Doubled words that grammar allows (`die die`, `that that`) are ignored, and so are doubled short words in languages
  other than English and German.
- In Chinese and Japanese, two copies count only from six characters on; shorter phrases need three copies. In Thai and
  other scripts without spaces between words, two copies count from twelve characters on.
- In languages such as Hindi and Vietnamese, which double words to change their meaning, a doubled word is ignored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from mtqe.checks.repetition import repeats
from mtqe.checks.repetition.in_a_row import in_a_row
from mtqe.checks.repetition.joined import joined
from mtqe.checks.shared import program_texts
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

SPOKEN = 3
"""Words: of a label that says one word again and again, at most, for the name of a sign."""
_LINE_BEGINS = late(r"(?:\A|\n)[^\w\n]*\Z")
_LINE_ENDS = late(r"[^\w\n]*(?:\n|\Z)")


@check(
    "HAL101",
    "repeated-phrase",
    "accuracy/addition",
    Severity.MAJOR,
    area="hallucination",
    examples=[
        Example("The old mill burned down.", "Die alte Mühle brannte ab."),
        Example("The dogs that the farmer keeps bark.", "Die Hunde, die die Bäuerin hält, bellen."),
        Example("It got colder and colder.", "Es wurde kälter und kälter."),
        Example("“No, no, no,” she said.", "„Nein, nein, nein“, sagte sie."),
        Example("Er sagte, dass das Haus das ist, das er sah.", "He said that that house is it.", (), ("de", "en")),
        Example("Was geht, was nicht?", "What we could and could not do from time to time to help.", (), ("de", "en")),
        Example("Call 26 35-28, 26 35-20 or 26 35-63.", "Rufen Sie 26 35-28, 26 35-20 oder 26 35-63 an."),
        Example("He likes bread and butter.", "Er mag Butter und Butter.", ("und Butter",)),
        Example(
            "The right to work and the right to strike are guaranteed.",
            "Das Recht auf Arbeit und das Recht auf Streik sind garantiert.",
        ),
        Example("The old mill burned down.", "Die alte Mühle die alte Mühle brannte ab.", ("die alte Mühle",)),
        Example("The old mill burned down.", "Die alte Mühle Mühle brannte ab.", ("Mühle",)),
        Example(
            "He took on a sub-contract.",
            "Er nahm einen Unter-Unter-Unter-Unter-Auftrag an.",
            ("Unter-Unter-Unter",),
        ),
        Example(
            "The old mill burned down.", "Die Mühle\nbrannte\nDie Mühle\nbrannte", meta=({"source_time": "00:01"},)
        ),
        Example(
            "The old mill burned down.",
            "Die alte Mühle die alte Mühle\nbrannte ab.",
            ("die alte Mühle",),
            meta=({"source_time": "00:01"},),
        ),
        Example("ellipsis", "Punkt Punkt Punkt", ("Punkt Punkt",), meta=({"unit": "sign"},)),
        Example("They shout.", "Sie rufenrufenrufenrufen laut.", ("rufenrufenrufen",)),
        Example(
            "Die Stadt überzeugt durch Vielfalt und Abwechslung.",
            "The town wins you over with change and change.",
            ("and change",),
            ("de", "en"),
        ),
        Example(
            "The council met on Monday and spoke about the bridge.",
            "Der Rat sprach am Montag über die Brücke, und am Dienstag sprach der Rat am Montag über die Brücke, "
            "ehe er am Montag über die Brücke sprach.",
            ("am Montag über die Brücke", "am Montag über die Brücke"),
        ),
        Example("一步一步来。", "Go step by step.", langs=("zh", "en")),
        Example("一步一步来。", "Go one step at a time one step at a time.", ("one step at a time",), ("zh", "en")),
        Example("The ferry left late.", "渡轮很晚才离开渡轮很晚才离开。", ("渡轮很晚才离开",), ("en", "zh")),
        Example("The ferry left late.", "เรือออกช้ามากเรือออกช้ามาก", ("เรือออกช้ามาก",), ("en", "th")),
        Example("It gets slowly better.", "हालत धीरे धीरे सुधरती है।", langs=("en", "hi")),
        Example("The ferry left late.", "船はいよいよ遅れて出ました。", langs=("en", "ja")),
        Example("Late trains - all late trains.", "遅れた列車全部 - 遅れた列車全部です。", langs=("en", "ja")),
        Example(
            "船を出すと、そのことが船に知らされます。",
            "If you leave, the ship is told. If you leave, the ship is told.",
            ("If you leave, the ship is told",),
            ("ja", "en"),
        ),
        Example(
            "Elle ne répond jamais au téléphone.",
            "She never answers answers answers answers the phone.",
            ("answers answers answers",),
            ("fr", "en"),
        ),
    ],
)
def repeated_phrase(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the copies of words and phrases that the source does not repeat."""
    text = words.masked(segment.target)
    keys = words.keys(text, hyphens=False)
    facts = language(context.target_base)
    unspaced = facts.spaceless and "han" not in facts.scripts
    if len(keys) < 2 and not unspaced:
        return
    spaceless = facts.spaceless
    may_repeat = repeats.may_repeat(keys)
    if not (may_repeat or unspaced or repeats.may_repeat_inside(words.texts(text, hyphens=False))):
        return
    target, source = words.words(text, hyphens=False), repeats.Source(segment.source)
    hits = list[Hit]()
    if may_repeat:
        hits += in_a_row(segment.target, target, source, context)
    if may_repeat and not spaceless:
        hits += joined(segment.target, target, source, context.target_base)
    if not spaceless:
        hits += repeats.inside_words(target, source)
    if unspaced:
        hits += repeats.in_unspaced(segment.target, source)
    if may_repeat and not hits:
        hits += repeats.later(target, source, 12 if spaceless else repeats.SHORTEST_PHRASE)
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.spans[0].start, -hit.spans[-1].end)):
        if hit.spans[0].start >= end and not (program_texts.is_subtitle(segment) and _is_lines(segment, hit)):
            yield replace(hit, severity=Severity.MINOR) if _is_spoken_sign(segment, target) else hit
            end = hit.spans[-1].end


def _is_spoken_sign(segment: Segment, target: Sequence[Word]) -> bool:
    """Whether a label is one word, said a few times, for the name of a sign: *dot dot dot*."""
    is_one = len(target) <= SPOKEN and len({word.key for word in target}) == 1
    return is_one and program_texts.is_label(segment)


def _is_lines(segment: Segment, hit: Hit) -> bool:
    """Whether whole lines are repeated, as in a caption that stays over two cues."""
    before, after = segment.target[: hit.spans[0].start], segment.target[hit.spans[-1].end :]
    return _LINE_BEGINS.search(before) is not None and _LINE_ENDS.match(after) is not None
