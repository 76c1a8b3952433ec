"""Makes one English sentence of a finding: what the source says, what the translation says, and what its words mean.

The sentences are in `mtqe/data/triage.toml`. A gloss is added in brackets, or *no certain gloss* if there is none.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtqe.language import language_tags
from mtqe.model import Finding, Segment, Side, Span, other_side
from mtqe.model.areas import AREAS
from mtqe.people.triage.glossing import Glossing
from mtqe.prose import visible

LONGEST = 90
"""Characters: of a quoted text at most; a longer one loses its middle."""
LARGE = 60
"""Characters: of a marked text from which on its key words are glossed and not each word."""
QUOTED = 3
"""Marks: of one side that are quoted at most."""
Rules = Mapping[str, Mapping[str, str]]
_UNGLOSSED = frozenset({"names"})
"""Areas whose marks often have no meaning in words; that a gloss is missing is not said."""
UNSURE = "no certain gloss"
COPIED = "accuracy/untranslated"
"""Category of words that were copied from the source, whose reader reads them there."""
WHOLE = 0.9
"""Share: of a text that is marked, from which on it counts as marked as a whole."""
AROUND = 25
"""Characters: before and after a mark that are shown with it."""


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
        area: The area of its check; see `mtqe.model.areas`.
        languages: The languages of the segment.
        glossing: Gives the glosses; `None` if the encoder cannot run.
    """
    parts = _Parts(finding, segment, area, languages, glossing)
    sentence = _rule(area, finding, _way(finding, segment)).format_map(parts)
    return " ".join(visible(sentence[:1].upper() + sentence[1:]).split())


def _way(finding: Finding, segment: Segment) -> str:
    """Which sentence of a rule fits the marks."""
    sides = {span.side for span in finding.spans if span.start < span.end}
    if len(sides) != 1:
        return "both" if sides else "none"
    (side,) = sides
    marked = sum(span.end - span.start for span in finding.spans)
    return f"whole {side}" if marked >= WHOLE * len(segment.text(side).strip()) else side


def decide(area: str, finding: Finding) -> str:
    """The question that the reader of a finding answers."""
    return _rule(area, finding, "decide")


def _rule(area: str, finding: Finding, key: str) -> str:
    rules = _rules()
    names = (f"{area} {finding.name}", f"{area} {finding.category}", area, "default")
    found = (
        rules[name][way] for name in names for way in (key, key.removeprefix("whole ")) if way in rules.get(name, {})
    )
    return next(found)


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
        self, finding: Finding, segment: Segment, area: str, languages: Languages, glossing: Glossing | None
    ) -> None:
        self._finding, self._segment, self._languages, self._glossing = finding, segment, languages, glossing
        self._area = area

    def __len__(self) -> int:
        return len(_MAKERS)

    def __iter__(self) -> Iterator[str]:
        return iter(_MAKERS)

    def __getitem__(self, name: str) -> str:
        part: str = _MAKERS[name](self)
        return part

    def _marks(self, side: Side) -> list[Span]:
        return [span for span in self._finding.spans if span.side == side and span.start < span.end]

    def source(self) -> str:
        """The marked text of the source."""
        return self._label() + self._said("source")

    def target(self) -> str:
        """The marked text of the translation."""
        return self._said("target")

    def whole(self) -> str:
        """The complete source text."""
        if not self._segment.source.strip():
            return "nothing"
        return self._label() + self._quoted(Span("source", 0, len(self._segment.source)))

    def translation(self) -> str:
        """The complete translation."""
        if not self._segment.target.strip():
            return "nothing"
        return self._quoted(Span("target", 0, len(self._segment.target)))

    def message(self) -> str:
        """The message of the finding."""
        return re.sub(r"(?<=\w)\.$", "", self._finding.message)

    def spot(self) -> str:
        """The first mark with the text around it."""
        span = next(span for span in self._finding.spans if span.start < span.end)
        text = self._segment.text(span.side)
        before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
        if span.start > AROUND:
            before = f"… {before.partition(' ')[2] or before}"
        if span.end + AROUND < len(text):
            after = f"{after.rpartition(' ')[0] or after} …"
        marked = text[span.start : span.end]
        return f"‘{before}⟦{marked if len(marked) <= LONGEST else marked[:LONGEST] + '…'}⟧{after}’"

    def facing(self) -> str:
        """The source words in whose place the marked words of the translation stand."""
        if self._glossing is None:
            return ""
        facing = self._glossing.facing(self._segment)
        texts = [facing.of_target(span.start, span.end) for span in self._marks("target")]
        found = [_quote(text) for text in dict.fromkeys(texts) if text]
        return f"; in its place the source has {_listed(found)}" if found else ""

    def near(self) -> str:
        """The words of the translation in the place of the marked words of the source."""
        if self._glossing is None:
            return ""
        facing = self._glossing.facing(self._segment)
        places = [facing.place_of_source(span.start, span.end) for span in self._marks("source")]
        found = [self._quoted(Span("target", *place)) for place in dict.fromkeys(places) if place]
        return f"; in its place the translation has {_listed(found)}" if found else ""

    def around(self) -> str:
        """The words beside the place where the marked text of the source should be."""
        marks = self._marks("source")
        if self._glossing is None or not self._segment.target.strip():
            return ""
        before, after = self._glossing.facing(self._segment).beside(marks[0].start, marks[-1].end)
        pairs = [f"{_quote(target)} (for {_quote(source)})" for source, target in filter(None, (before, after))]
        if len(pairs) == 2:
            return f"; it belongs between {pairs[0]} and {pairs[1]}"
        if before:
            return f"; it belongs after {pairs[0]}"
        return f"; it belongs before {pairs[0]}" if after else ""

    def _label(self) -> str:
        """The language of the source, if it is not that of the sentence."""
        lang = self._languages.source
        return "" if Glossing.is_reader(lang) else f"({language_tags.name(lang)}) "

    def _said(self, side: Side) -> str:
        quoted = list(dict.fromkeys(self._quoted(span) for span in self._marks(side)))
        return _listed(quoted[:QUOTED] + (["more"] if len(quoted) > QUOTED else []))

    def _quoted(self, span: Span) -> str:
        """The text of a span in quotation marks, with its gloss."""
        text = self._segment.text(span.side)[span.start : span.end]
        other = self._segment.text(other_side(span.side))
        lang = self._languages.of(span.side)
        is_copied = text.casefold() in other.casefold() or self._finding.category == COPIED
        readable = Glossing.is_reader(lang) or not any(map(str.isalnum, text)) or is_copied
        if self._glossing is None or readable:
            return _quote(text)
        gloss = self._glossing.gloss(self._segment, span, lang, len(text) > LARGE)
        if not gloss and self._area not in _UNGLOSSED and any(map(str.isalpha, text)):
            gloss = UNSURE
        is_same = gloss == f"roughly {_quote(text)}"
        return f"{_quote(text)} ({gloss})" if gloss and not is_same else _quote(text)


_MAKERS = {
    name: getattr(_Parts, name)
    for name in ("source", "target", "whole", "translation", "facing", "near", "around", "message", "spot")
}


def _quote(text: str) -> str:
    """The text in quotation marks, on one line, without its middle if it is long."""
    line = " ".join(text.split()) or text
    half = LONGEST // 2
    return f"‘{line}’" if len(line) <= LONGEST else f"‘{line[:half].rstrip()} … {line[-half:].lstrip()}’"


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
