"""Two sources that say different things have the same translation.

## What it does

Needs no glossary. Compares the segments of a run whose translations have the same words, and whose English sources of
three words or more differ in content words (*Width of the left margin*, *Width of the right margin*). A word that only
one of the sources has is marked if the rest of the text shows how it is translated: at least three other segments with
the word have one rendering, hardly any segment without it has, and this translation has not. In turn it must have the
usual rendering of a word that only the other source has. Synonyms that the translator renders alike (*delete*,
*remove*) are therefore not marked.

## Why it is bad

The translation of one text was copied to another one and not changed. The reader is told the wrong thing.

## Known problems

Two words may be one for the translator (*argument*, *parameter*). Without three other segments with the word, nothing
is found. The source must be English, and the target language must have spaces between words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from mtqe.checks.shared.lemmas import lexicon
from mtqe.checks.terms import phrases, word_differences
from mtqe.checks.terms.renderings import View
from mtqe.language.words import masked
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

FEWEST_WORDS = 3
"""Words: of a source, below which two sources often rightly have one translation. Measured with
bench/consistency.py."""
MOST_SOURCES = 20
"""Texts: sources with one translation, above which it is a general phrase."""

_MARGINS = (
    "The left margin\nThe right margin\nMove right\nTurn right\nGo right now\nMove left\nTurn left\nLook left",
    "Der linke Rand\nDer linke Rand\nNach rechts bewegen\nNach rechts drehen\nNach rechts gehen\n"
    "Nach links bewegen\nNach links drehen\nNach links sehen",
)


@check(
    "TRM109",
    "same-translation",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="terminology",
    scope="corpus",
    status="preview",
    limits=phrases.limits,
    examples=[
        Example(_MARGINS[0], _MARGINS[1], ("right",)),
        Example(_MARGINS[0], _MARGINS[1].replace("linke Rand\nDer linke", "linke Rand\nDer rechte")),
        Example(
            "Could not delete the file\nCould not remove the file\nRemove all\nRemove it\nRemove the page\nDelete all",
            "Datei nicht gelöscht\nDatei nicht gelöscht\nAlles löschen\nLöschen\nSeite löschen\nAlles löschen",
        ),
        Example(
            "The upper valve\nThe lower valve\nA lower part\nThe lower end\nA lower floor\n"
            "The upper part\nAn upper end\nThe upper floor",
            "La vanne supérieure\nLa vanne supérieure\nUne partie inférieure\nLe bout inférieur\nUn étage inférieur\n"
            "La partie supérieure\nUn bout supérieur\nL'étage supérieur",
            ("lower",),
            ("en", "fr"),
        ),
    ],
)
def same_translation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Yield a hit for each source with a word whose usual rendering is missing, in the translation of another one."""
    paired = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    for number, segment in enumerate(paired):
        if len(segment.source.split()) >= FEWEST_WORDS and (key := word_differences.letters(segment.target)):
            groups[key].setdefault(word_differences.letters(segment.source), number)
    shared = [list(group.values()) for group in groups.values() if 1 < len(group) <= MOST_SOURCES]
    if not shared:
        return
    text = _Text(paired, context)
    for numbers in shared:
        words = {number: text.content(number) for number in numbers}
        for number in numbers:
            hits = (text.lost(number, other, words) for other in numbers if other != number)
            if hit := next(filter(None, hits), None):
                yield paired[number], hit


class _Text:
    """The words of all segments, to learn how each is usually translated."""

    def __init__(self, paired: Sequence[Segment], context: Context) -> None:
        self._paired = paired
        self._lexicon = lexicon(context.source_base)
        target = lexicon(context.target_base)
        self._views = [View(segment.target, target) for segment in paired]
        self._renderings = [phrases.words_by_key(view) for view in self._views]
        self._in_text = Counter(key for words in self._renderings for key in words)
        self._with: dict[str, list[int]] = defaultdict(list)
        for number in range(len(paired)):
            for key in self.content(number):
                self._with[key].append(number)

    def content(self, number: int) -> dict[str, Span]:
        """The content words of a source by key."""
        view = View(masked(self._paired[number].source), self._lexicon)
        return {
            keys[-1].lower(): Span("source", word.start, word.end)
            for word, keys in zip(view.words, view.keys, strict=True)
            if phrases.is_content(word.text)
        }

    def lost(self, number: int, other: int, words: Mapping[int, Mapping[str, Span]]) -> Hit | None:
        """A hit for a word that only the first source has, if the translation has the rendering of one of the other."""
        view = self._views[number]
        own = [key for key in words[number] if key not in words[other]]
        if not own or not any(
            usual and phrases.has_word(view, usual)
            for usual, _ in (self._usual(key, words) for key in words[other] if key not in words[number])
        ):
            return None
        for key in own:
            usual, times = self._usual(key, words)
            if usual and not phrases.has_word(view, usual):
                span = words[number][key]
                word = self._paired[number].source[span.start : span.end]
                twin = self._paired[other].id
                message = f"“{word}” is “{usual}” in {times} other segments; segment {twin} has the same translation"
                return Hit(message, (span,))
        return None

    def _usual(self, key: str, words: Collection[int]) -> tuple[str, int]:
        """The usual rendering of a word in the segments besides those that are compared, and how many have it."""
        numbers = [number for number in self._with[key] if number not in words]
        counts = Counter(rendering for number in numbers for rendering in self._renderings[number])
        in_text = Counter({word: self._in_text[word] for word in counts})
        for number in words:
            in_text.subtract(word for word in self._renderings[number] if word in counts)
        found = phrases.usual_word(counts, in_text, len(numbers))
        if found is None:
            return "", 0
        first = next(number for number in numbers if found in self._renderings[number])
        return self._renderings[first][found], counts[found]
