"""A document renders a phrase in another way than the other documents do.

## What it does

Needs no glossary. Looks for pairs of content words that an English document repeats in at least three segments (*stamp
duty*), and for the word that usually translates them there (*Stempelsteuer*). If other documents have another usual
word for the same phrase in more segments, and this document never has it, the phrase is marked once in the document.
Both words must belong to the phrase: at least half of the segments that have them anywhere have the phrase. The message
has the numbers of segments.

## Why it is bad

The reader who goes from one page to the next takes two names for two things. Each page alone looks right.

## Known problems

Seven of ten findings in manuals that people translated were right. A phrase may mean another thing
in another document. A word that its segments share by chance can pass for the rendering. The source must be English,
and the target language must have spaces between words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtqe.checks.shared.lemmas import Lexicon, lexicon
from mtqe.checks.terms import phrases
from mtqe.checks.terms.renderings import View
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_DUTY = "Stamp duty rose.\nMany hate stamp duty.\nNo stamp duty is due."
_TAX = "Die Stempelsteuer stieg.\nViele hassen die Stempelsteuer.\nEs fällt keine Stempelsteuer an."
_FEE = "Die Kaufgebühr stieg.\nViele hassen die Kaufgebühr.\nEs fällt keine Kaufgebühr an."
_SHIPS = "The cargo ship left.\nA cargo ship sank.\nCargo ships wait."


OWN_FROM = 0.5
"""Share: of the segments with a word, the fewest with the phrase before the word is its rendering. Measured with
bench/consistency.py."""


@dataclass(frozen=True)
class _Use:
    """How a document renders a phrase: key and text of the word, how many segments have it, and the first place."""

    key: str
    word: str
    times: int
    segment: Segment
    spans: tuple[Span, ...]
    views: tuple[View, ...]


def _documents(names: str) -> tuple[dict[str, str], ...]:
    return tuple({"doc": name} for name in names)


@check(
    "TRM110",
    "term-drift",
    "terminology/inconsistent",
    Severity.MINOR,
    area="terminology",
    scope="corpus",
    status="preview",
    limits=phrases.limits,
    examples=[
        Example(f"{_DUTY}\n{_DUTY}", f"{_TAX}\n{_TAX}", meta=_documents("aaabbb")),
        Example(f"{_DUTY}\n{_DUTY}", f"{_TAX}\n{_FEE}", meta=_documents("aaabbb")),
        Example(
            f"{_DUTY}\n{_DUTY}\n{_DUTY}",
            f"{_TAX}\n{_FEE}\n{_TAX}",
            ("Stamp duty", "Kaufgebühr"),
            meta=_documents("aaabbbccc"),
        ),
        Example(f"{_DUTY}\n{_DUTY}\n{_DUTY}", f"{_TAX}\n{_FEE}\n{_TAX}"),
        Example(
            f"{_SHIPS}\nThe cargo ship waits.\n{_SHIPS}",
            "El carguero zarpó.\nSe hundió un carguero.\nLos cargueros esperan.\nEl carguero espera.\n"
            "El mercante zarpó.\nSe hundió un mercante.\nLos mercantes esperan.",
            ("cargo ship", "mercante"),
            ("en", "es"),
            meta=_documents("aaaabbb"),
        ),
    ],
)
def term_drift(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Yield a hit for each document that renders a phrase in another way than most segments."""
    documents: dict[str | None, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.source.strip() and segment.target.strip():
            documents[segment.doc].append(segment)
    if len(documents) < 2:
        return
    source, target = lexicon(context.source_base), lexicon(context.target_base)
    by_phrase: dict[str, list[_Use]] = defaultdict(list)
    with_phrase: Counter[tuple[str, str]] = Counter()
    in_text: Counter[str] = Counter()
    for document in documents.values():
        read = _Document(document, source, target)
        for words in read.words:
            in_text.update(words.keys())
        for phrase, spans in read.places.items():
            with_phrase.update((phrase, word) for number in spans for word in read.words[number])
            if use := read.use(spans):
                by_phrase[phrase].append(use)
    for phrase, uses in by_phrase.items():
        own = [use for use in uses if with_phrase[phrase, use.key] >= OWN_FROM * in_text[use.key]]
        yield from _drifting(own)


class _Document:
    """The phrases of a document and the words of its translations.

    Attributes:
        places: Each phrase with the segments that have it.
        words: The words of each translation, by key.
    """

    def __init__(self, segments: Sequence[Segment], source: Lexicon, target: Lexicon) -> None:
        self._segments = segments
        self.places: dict[str, dict[int, Span]] = defaultdict(dict)
        for number, segment in enumerate(segments):
            for key, span in phrases.phrases_of(segment, source):
                self.places[key].setdefault(number, span)
        self._views = [View(segment.target, target) for segment in segments]
        self.words = [phrases.words_by_key(view) for view in self._views]
        self._counts = Counter(key for words in self.words for key in words)

    def use(self, spans: Mapping[int, Span]) -> _Use | None:
        """How the document renders a phrase, if it repeats it and has a usual word for it."""
        if len(spans) < phrases.FEWEST_SEGMENTS:
            return None
        counts = Counter(word for number in spans for word in self.words[number])
        usual = phrases.usual_word(counts, self._counts, len(spans))
        if usual is None:
            return None
        number = next(number for number in spans if usual in self.words[number])
        written = self.words[number][usual]
        start = next(word.start for word in self._views[number].words if word.text == written)
        marks = (spans[number], Span("target", start, start + len(written)))
        views = tuple(self._views[place] for place in spans)
        return _Use(usual, written, counts[usual], self._segments[number], marks, views)


def _drifting(uses: Sequence[_Use]) -> Iterator[tuple[Segment, Hit]]:
    """The documents that never have the word that most segments have."""
    if len(uses) < 2:
        return
    groups: list[list[_Use]] = []
    for use in uses:
        group = next((group for group in groups if phrases.has_word(use.views[0], group[0].word)), None)
        group = group or next((group for group in groups if _is_in(group[0].word, use)), None)
        if group is None:
            groups.append([use])
        else:
            group.append(use)
    most = max(groups, key=lambda group: sum(use.times for use in group))
    usual, times = most[0].word, sum(use.times for use in most)
    for use in uses:
        if use not in most and not _is_in(usual, use) and times > use.times:
            source = use.segment.source[use.spans[0].start : use.spans[0].end]
            here = f"“{use.word}” in {use.times} segments of this document"
            message = f"“{source}” is {here}, but “{usual}” in {times} segments of others"
            yield use.segment, Hit(message, use.spans, suggestion=usual)


def _is_in(word: str, use: _Use) -> bool:
    """Whether any segment of the document with the phrase has a word in any form."""
    return any(phrases.has_word(view, word) for view in use.views)
