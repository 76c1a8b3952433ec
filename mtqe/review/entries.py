"""What a rater says of a segment, as the page sends it: an entry. One that does not fit its segment is refused."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec

from mtqe.errors import InputError
from mtqe.language.late_patterns import late
from mtqe.model import Finding, Segment, Severity, Span
from mtqe.model.ratings import OTHER, SCORES, Opinion
from mtqe.project import allowed_words
from mtqe.stats import mqm

LONGEST_REASON = 1_000
"""Characters: of the reason of a decision."""
LONGEST_NOTE = 10_000
"""Characters: of a note."""
LONGEST_TEXT = 200_000
"""Characters: of an edited translation."""
MOST = 1_000
"""Entries: errors that a rater marks in a segment, and spans of an error."""
SEVERITIES = (Severity.MINOR, Severity.MAJOR, Severity.CRITICAL)
LONGEST_NAME = 64
"""Characters: of the name of a rater."""
TAKEN = (".ratings", ".esa")
"""Endings of a name that would make its journal one of the files of results."""
_IN_NAMES = frozenset(" ._-@+")
_AT = late(r"(?P<what>.*) - at `(?:key` in `)?\$(?P<place>.*)`", re.DOTALL)

Reason = Annotated[str, msgspec.Meta(max_length=LONGEST_REASON)]
Note = Annotated[str, msgspec.Meta(max_length=LONGEST_NOTE)]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rater says of a finding; see `mtqe.model.ratings.Opinion`.

    Args:
        opinion: Whether it is right.
        reason: Why it may stay.
        word: The word of the finding, if the rater allows it in all texts; see `mtqe.project.allowed_words`.
    """

    opinion: Opinion
    reason: Reason = ""
    word: Annotated[str, msgspec.Meta(max_length=allowed_words.LONGEST)] = ""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A range of the text of one side, in code points."""

    side: Literal["source", "target"]
    start: int
    end: int


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An error that a rater marks."""

    category: str
    severity: Literal["minor", "major", "critical"]
    spans: Annotated[tuple[Place, ...], msgspec.Meta(max_length=MOST)] = ()
    note: Note = ""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rater says of a segment.

    Args:
        decisions: What the rater says of its findings, by fingerprint.
        errors: The errors that the rater marks.
        looked: Whether the rater looked for errors in the complete segment.
        score: 0 to 100, higher is better.
        edited: The translation as the rater wants it; `None` if it may stay.
        note: What the rater writes of the segment.
        seconds: Time that the rater took.
    """

    decisions: dict[str, Said] = msgspec.field(default_factory=dict)
    errors: Annotated[tuple[Marked, ...], msgspec.Meta(max_length=MOST)] = ()
    looked: bool = False
    score: float | None = None
    edited: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)] | None = None
    note: Note = ""
    seconds: Annotated[float, msgspec.Meta(ge=0)] = 0.0

    @property
    def says_something(self) -> bool:
        """Whether the rater says anything of the segment."""
        said = (self.decisions, self.errors, self.looked, self.note.strip())
        return any(said) or self.score is not None or self.edited is not None


def read(value: Any, segment: Segment, findings: Sequence[Finding]) -> Entry:
    """The entry in a decoded JSON value.

    Raises:
        InputError: It is not an entry, or does not fit the segment.
    """
    try:
        entry = msgspec.convert(value, Entry)
    except msgspec.ValidationError as error:
        raise InputError(explained(str(error)), "reload the page") from error
    return fitting(entry, segment, findings)


def fitting(entry: Entry, segment: Segment, findings: Sequence[Finding]) -> Entry:
    """An entry that fits its segment; the edited text is left out if it is the translation as it was.

    Raises:
        InputError: The entry does not fit.
    """
    known = {finding.fingerprint: finding for finding in findings}
    for fingerprint, said in entry.decisions.items():
        if fingerprint not in known:
            raise InputError(f"segment {segment.id} has no finding {fingerprint!r}", "reload the page")
        if said.opinion != "error" and not said.reason.strip():
            raise InputError(f"the finding {fingerprint} is accepted without a reason", "say why it may stay")
        if said.word and (said.opinion == "error" or said.word != allowed_words.offered(known[fingerprint])):
            raise InputError(f"the finding {fingerprint} cannot allow the word {said.word!r}", "reload the page")
    for error in entry.errors:
        _refuse_error(error, segment)
    if entry.score is not None and not (math.isfinite(entry.score) and SCORES[0] <= entry.score <= SCORES[1]):
        raise InputError(f"the score {entry.score:g} is not between 0 and 100", "give a score from 0 to 100")
    if not math.isfinite(entry.seconds):
        raise InputError("the time that the rater took is not a number", "reload the page")
    return msgspec.structs.replace(entry, edited=None) if entry.edited == segment.target else entry


def _refuse_error(error: Marked, segment: Segment) -> None:
    if error.category not in mqm.categories() and error.category != OTHER:
        raise InputError(f"there is no category {error.category!r}", "choose one of the list")
    for place in error.spans:
        length = len(segment.text(place.side))
        if not 0 <= place.start <= place.end <= length:
            raise InputError(
                f"the mark {place.start}:{place.end} is outside the {place.side} text of {length} characters",
                "mark the text again",
            )


def spans(error: Marked) -> tuple[Span, ...]:
    """The marked text of an error."""
    return tuple(Span(place.side, place.start, place.end) for place in error.spans)


def explained(message: str) -> str:
    """The message of a value that is of the wrong type, with its place in words."""
    match = _AT.fullmatch(message)
    return f"{match['place'].lstrip('.') or 'the value'}: {match['what']}" if match else message


def rater_named(name: str) -> str:
    """The name of a rater, which becomes that of a file.

    Raises:
        InputError: It cannot be one.
    """
    name = unicodedata.normalize("NFC", name.strip())
    is_plain = all(char in _IN_NAMES or unicodedata.category(char)[0] in "LMN" for char in name)
    is_file = name[:1].isalnum() and not name.lower().endswith((".", *TAKEN))
    if not (is_plain and is_file and len(name) <= LONGEST_NAME):
        hint = "give 1 to 64 letters and digits, with spaces or . _ - @ + between them"
        raise InputError(f"{name!r} cannot be the name of a rater" if name else "the rater has no name", hint)
    return name


def known(values: Mapping[str, Any], segments: Mapping[str, tuple[Segment, Sequence[Finding]]]) -> dict[str, Entry]:
    """The entries in a decoded JSON object, by key.

    Raises:
        InputError: One does not fit its segment, or there is no such segment.
    """
    found = {}
    for key, value in values.items():
        if key not in segments:
            raise InputError(f"the report has no segment with the key {key!r}", "give the report of these entries")
        try:
            found[key] = read(value, *segments[key])
        except InputError as error:
            raise InputError(f"segment {segments[key][0].id}: {error.message}", error.hint) from error
    return found
