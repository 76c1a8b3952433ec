"""What the explanations of a report need of the encoder: words of segments, pairs of words, and glosses.

Everything is computed when it is first needed, so a report without marked words loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from mtqe.checks.shared import coverage
from mtqe.checks.shared.coverage import Words
from mtqe.encoder.lexicon import READER, Lexicon
from mtqe.language import words as text_words
from mtqe.language.lang import language
from mtqe.model import Segment, Side, Span
from mtqe.people.triage import facing_words
from mtqe.people.triage.facing_words import Facing
from mtqe.people.triage.glosses import Glosser, nothing

if TYPE_CHECKING:
    from mtqe.encoder.network import Model

Progress = Callable[[int, int], None]
SHORTEST = 3
"""Letters: of a word of the report that may become a gloss, at least."""


class Glossing:
    """The encoder's part of the explanations of a report.

    Args:
        model: The encoder.
        segments: The segments of the report; their English words may become glosses.
        languages: Primary tags of source and target of each segment.
        progress: Called as `progress(done, total)` when the English words are read.
    """

    def __init__(
        self,
        model: Model,
        segments: Sequence[Segment],
        languages: Callable[[Segment], tuple[str, str]],
        progress: Progress | None = None,
    ) -> None:
        self._model, self._segments, self._languages = model, segments, languages
        self._progress = progress
        self._lexicon: Lexicon | None = None
        self._glossers: dict[str, Glosser] = {}
        self._facing: tuple[tuple[str, str], Facing] | None = None

    @staticmethod
    def is_reader(lang: str) -> bool:
        """Whether a language needs no gloss."""
        return lang == READER

    def facing(self, segment: Segment) -> Facing:
        """The words of both sides that face each other."""
        key = segment.source, segment.target
        if self._facing is None or self._facing[0] != key:
            self._facing = key, facing_words.facing(self._words(segment.source), self._words(segment.target))
        return self._facing[1]

    def gloss(self, segment: Segment, span: Span, lang: str, large: bool) -> str:
        """What the text of a span means, as words for a bracket; empty if that is not sure."""
        if not language(lang).encoder.reads:
            return ""
        glosser = self._glosser(lang)
        facing = self.facing(segment)
        on_source = span.side == "source"
        words, other = (facing.source, segment.target) if on_source else (facing.target, segment.source)
        faced = nothing
        if self.is_reader(self._languages(segment)[1 if on_source else 0]):
            faced = facing.of_source if on_source else facing.of_target
        gloss = "" if large else glosser.gloss(words, span.start, span.end, other, faced)
        if gloss:
            return f"roughly ‘{gloss}’"
        key_words = glosser.key_words(words, span.start, span.end, other, faced)
        return f"with words for: {', '.join(key_words)}" if key_words else ""

    def _words(self, text: str) -> Words:
        return coverage.words(text, self._model.tokens([text])[0])

    def _glosser(self, lang: str) -> Glosser:
        if self._lexicon is None:
            self._lexicon = Lexicon(self._model, self._progress)
            self._lexicon.add(self._own_words())
        if lang not in self._glossers:
            texts = (self._words(segment.text(side)) for segment, side in self._sides(lang))
            self._glossers[lang] = Glosser(self._model, self._lexicon, lang, texts)
        return self._glossers[lang]

    def _own_words(self) -> Iterator[str]:
        """The English words of the report in small letters; a capital may begin a name."""
        for segment, side in self._sides(READER):
            for word in text_words.texts(segment.text(side), hyphens=False):
                if len(word) >= SHORTEST and word.isalpha() and word.isascii() and word.islower():
                    yield word

    def _sides(self, lang: str) -> Iterator[tuple[Segment, Side]]:
        sides: tuple[Side, Side] = ("source", "target")
        for segment in self._segments:
            for side, own in zip(sides, self._languages(segment), strict=True):
                if own == lang:
                    yield segment, side
