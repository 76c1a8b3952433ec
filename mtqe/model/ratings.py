"""What people said of translations: ratings, the errors that they marked, and their decisions on findings.

A file of ratings is JSON Lines (`*.ratings.jsonl`): one `Rating` a line, each with `"schema": "mtqe.ratings/1"`. Fields
may be added, but never removed or given another meaning. Ratings of other tools are read into the same structs.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from mtqe.errors import InputError
from mtqe.model.report import Severity, Span
from mtqe.prose import json_line

SCHEMA = "mtqe.ratings/1"
SCORES = (0.0, 100.0)
"""Points: the ends of a rater's score. By definition, as in direct assessment and error span annotation (ESA)."""

OTHER = "other"
"""The category of an error for which the rater named none."""

Opinion = Literal["error", "false-alarm", "tolerated"]
"""Of a finding: it is an error; it is no error; it is an error that may be published. The last two are accepted."""


class RatedError(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error that a rater marked.

    Args:
        category: MQM path, such as `accuracy/mistranslation`; `other` if the rater named none.
        severity: MQM severity.
        spans: The marked text of both sides; empty if the error concerns the complete segment.
        note: What the rater wrote of it.
    """

    category: str
    severity: Severity
    spans: tuple[Span, ...] = ()
    note: str = ""


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a rater said of a finding.

    Args:
        fingerprint: Fingerprint of the finding.
        check: Id of its check.
        opinion: See `Opinion`.
        reason: Why.
    """

    fingerprint: str
    check: str
    opinion: Opinion
    reason: str = ""


class Rating(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="schema", tag=SCHEMA):
    """What one rater said of one segment of one system.

    Args:
        rater: Name of the rater.
        segment: Id of the segment in the report, or its number in the file of another tool.
        source: Source text, as the rater saw it.
        target: Translation, as the rater saw it. Spans are offsets in these two texts.
        doc: Id of the document.
        system: Name of the translation system.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        score: 0 to 100, higher is better; `None` if the rater gave none.
        points: A score on another scale, higher is better: stars, minus an MQM penalty, a standardized score.
        errors: The errors that the rater marked. `None` if the rater was not asked to mark errors; empty if the rater
            looked for errors and found none.
        decisions: What the rater said of findings.
        edited: The translation as the rater wants it; `None` if the rater left it as it is.
        note: What the rater wrote of the segment.
        seconds: Time that the rater took.
        created: When, in ISO 8601; empty if that is not known.

    Raises:
        ValueError: The score is outside 0 to 100, the points are no number, or a span is outside its text.
    """

    rater: str
    segment: str
    source: str
    target: str
    doc: str | None = None
    system: str | None = None
    source_lang: str | None = None
    target_lang: str | None = None
    score: float | None = None
    errors: tuple[RatedError, ...] | None = None
    decisions: tuple[Decision, ...] = ()
    edited: str | None = None
    note: str = ""
    seconds: float | None = None
    created: str = ""
    points: float | None = None

    def __post_init__(self) -> None:
        if self.score is not None and not (math.isfinite(self.score) and SCORES[0] <= self.score <= SCORES[1]):
            raise ValueError(f"the score {self.score:g} is not between 0 and 100")
        if self.points is not None and not math.isfinite(self.points):
            raise ValueError(f"the points {self.points:g} are not a number")
        for error in self.errors or ():
            for span in error.spans:
                length = len(self.text(span.side))
                if not 0 <= span.start <= span.end <= length:
                    raise ValueError(
                        f"the span {span.start}:{span.end} is outside the {span.side} text of {length} characters"
                    )

    def text(self, side: Literal["source", "target"]) -> str:
        """The text of one side."""
        return self.source if side == "source" else self.target


def replaces(rating: Rating, earlier: Rating | None) -> bool:
    """Whether a rating counts in place of another one of the same rater and segment, which was read before it.

    The later one counts, or the one whose time is known; if both times are the same or unknown, the one that is read
    last.
    """
    if earlier is None or not earlier.created:
        return True
    try:
        return _time(rating.created) >= _time(earlier.created)
    except (ValueError, TypeError):  # a time that is no time, or without a zone beside one with a zone
        return rating.created >= earlier.created


def _time(created: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(created)


def line(rating: Rating) -> str:
    """The rating as a line of JSON, without the line end."""
    return json_line(rating)


def parse(lines: Iterable[str], name: str) -> Iterator[Rating]:
    """Read lines of ratings; empty lines are skipped.

    Args:
        lines: The lines of the file.
        name: The file, for messages.

    Raises:
        InputError: A line is not a rating of this schema; the message has its number.
    """
    decoder = msgspec.json.Decoder(Rating)
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            yield decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise InputError(
                f"{name}, line {number}: {error}", f"a line of ratings is a JSON object of schema {SCHEMA}"
            ) from error
