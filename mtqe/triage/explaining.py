"""Makes one English sentence of a finding: what the source says, what the translation says, and what its words mean.

The sentences are in `mtqe/data/triage.toml`. A gloss is added in brackets, or *no sure gloss* if there is none.
"""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtqe.areas import AREAS
from mtqe.model import Finding, Segment, Side, Span
from mtqe.prose import visible
from mtqe.text import language_tags
from mtqe.triage.glossing import Glossing

LONGEST = 90
"""Characters: of a quoted text at most; a longer one loses its middle. By hand."""
LARGE = 60
"""Characters: of a marked text from which on its key words are glossed and not each word. By hand."""
QUOTED = 3
"""Marks: of one side that are quoted at most. By hand."""
Rules = Mapping[str, Mapping[str, str]]
_VERBATIM = frozenset({"markup", "locale", "form"})
"""Areas whose marks are signs and not words; they get no gloss."""


class Languages(NamedTuple):
    """The primary tags of both sides."""

    source: str
    target: str

    def of(self, side: Side) -> str:
        """That of one side."""
        return self.source if side == "source" else self.target


def explain(finding: Finding, segment: Segment, area: str, languages: Languages, glossing: Glossing | None) -> str:
    """One sentence in English that lets someone decide who reads only one of the languages.

    Args:
        finding: The finding.
        segment: Its segment.
        area: The area of its check; see `mtqe.areas`.
        languages: The languages of the segment.
        glossing: Gives the glosses; `None` if the encoder cannot run.
    """
    sides = {span.side for span in finding.spans if span.start < span.end}
    way = "both" if len(sides) == 2 else next(iter(sides), "none")
    parts = _Parts(finding, segment, languages, None if area in _VERBATIM else glossing, area)
    sentence = _rule(area, finding.category, way).format_map(parts)
    return " ".join(visible(sentence[:1].upper() + sentence[1:]).split())


def decide(area: str, category: str) -> str:
    """The question that the reader of a finding answers."""
    return _rule(area, category, "decide")


def _rule(area: str, category: str, key: str) -> str:
    rules = _rules()
    for name in (f"{area} {category}", area, "default"):
        if key in rules.get(name, {}):
            return rules[name][key]
    raise KeyError(key)


@functools.cache
def _rules() -> Rules:
    text = importlib.resources.files("mtqe").joinpath("data", "triage.toml").read_text(encoding="utf-8")
    rules: Rules = tomllib.loads(text)
    unknown = {name.split()[0] for name in rules} - {*AREAS, "default"}
    assert not unknown, unknown
    return rules


class _Parts(Mapping[str, str]):
    """The parts of a sentence, each made only if the sentence has it."""

    def __init__(
        self, finding: Finding, segment: Segment, languages: Languages, glossing: Glossing | None, area: str
    ) -> None:
        self._finding, self._segment, self._languages, self._glossing = finding, segment, languages, glossing
        self._verbatim = area in _VERBATIM

    def __len__(self) -> int:
        return len(_MAKERS)

    def __iter__(self) -> Iterator[str]:
        return iter(_MAKERS)

    def __getitem__(self, name: str) -> str:
        return _MAKERS[name](self)

    def marks(self, side: Side) -> list[Span]:
        return [span for span in self._finding.spans if span.side == side and span.start < span.end]

    def source(self) -> str:
        return self._said("source")

    def target(self) -> str:
        return self._said("target")

    def whole(self) -> str:
        return self._quoted(Span("source", 0, len(self._segment.source)))

    def message(self) -> str:
        return self._finding.message.rstrip(".")

    def facing(self) -> str:
        """The source words in whose place the marked words of the translation stand."""
        if self._glossing is None:
            return ""
        facing = self._glossing.facing(self._segment)
        texts = [facing.of_target(span.start, span.end) for span in self.marks("target")]
        found = [text for text in dict.fromkeys(texts) if text]
        return f", in the place of {_listed([_quote(text) for text in found])} in the source" if found else ""

    def near(self) -> str:
        """The words of the translation in the place of the marked words of the source."""
        if self._glossing is None:
            return ""
        facing = self._glossing.facing(self._segment)
        places = [facing.place_of_source(span.start, span.end) for span in self.marks("source")]
        found = [self._quoted(Span("target", *place)) for place in dict.fromkeys(places) if place]
        return f", where {_listed(found)} {'stands' if len(found) == 1 else 'stand'} in its place" if found else ""

    def around(self) -> str:
        """The words beside the place where the marked text of the source should be."""
        marks = self.marks("source")
        if self._glossing is None or not marks or not self._segment.target.strip():
            return ""
        before, after = self._glossing.facing(self._segment).beside(marks[0].start, marks[-1].end)
        pairs = [f"{_quote(target)} (for {_quote(source)})" for source, target in filter(None, (before, after))]
        if len(pairs) == 2:
            return f"; it should stand between {pairs[0]} and {pairs[1]}"
        if before:
            return f"; it should stand after {pairs[0]}"
        return f"; it should stand before {pairs[0]}" if after else ""

    def _said(self, side: Side) -> str:
        marks = self.marks(side)
        quoted = [self._quoted(span) for span in marks[:QUOTED]]
        label = ""
        if side == "source" and not self._verbatim and not Glossing.is_reader(self._languages.source):
            label = f"({language_tags.name(self._languages.source)}) "
        return label + _listed(quoted + (["more"] if len(marks) > QUOTED else []))

    def _quoted(self, span: Span) -> str:
        """The text of a span in quotation marks, with its gloss."""
        text = self._segment.text(span.side)[span.start : span.end]
        quoted = _quote(text)
        if self._glossing is None or not any(map(str.isalnum, text)):
            return quoted
        if Glossing.is_reader(self._languages.of(span.side)):
            return quoted
        large = len(text) > LARGE
        gloss = self._glossing.gloss(self._segment, span, self._languages.of(span.side), large)
        if not gloss:
            return quoted if self._reads_alike(text, span.side) else f"{quoted} (no sure gloss)"
        return f"{quoted} ({gloss})"

    def _reads_alike(self, text: str, side: Side) -> bool:
        """Whether the other side has the text, too, or the text has no letters."""
        other = self._segment.text("target" if side == "source" else "source")
        return text.casefold() in other.casefold() or not any(map(str.isalpha, text))


_MAKERS = {
    name: getattr(_Parts, name) for name in ("source", "target", "facing", "near", "around", "message", "whole")
}


def _quote(text: str) -> str:
    """The text in quotation marks, on one line, without its middle if it is long."""
    line = " ".join(text.split()) or text
    half = LONGEST // 2
    return f"‘{line}’" if len(line) <= LONGEST else f"‘{line[:half].rstrip()} … {line[-half:].lstrip()}’"


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
