"""What must come out of a translation as it went in: the tokens of a text, and how those of two sides compare.

Each kind (tags, placeholders, addresses ...) reads its own tokens; `compare` finds those that one side lacks. A token
that was lost and one of the same make that came in its place are one fault, marked on both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.model import Hit, Severity, Side, Span


class Token(NamedTuple):
    """A token and where it stands: code points, half-open.

    Args:
        text: As written.
        start: Where it begins.
        end: Where it ends.
        key: Equal for tokens that do the same.
        make: Tokens of one make may have taken each other's place.
    """

    text: str
    start: int
    end: int
    key: str
    make: str = ""

    def span(self, side: Side) -> Span:
        """Where it stands, on that side."""
        return Span(side, self.start, self.end)


class Fault(NamedTuple):
    """A token of the source that is lost, one of the target that is new, or one in the place of the other."""

    source: Token | None
    target: Token | None


def compare(source: Sequence[Token], target: Sequence[Token]) -> list[Fault]:
    """The tokens that the other side lacks, in the order of the source, then of the target."""
    lost = _without(source, target)
    new = _without(target, source)
    faults: list[Fault] = []
    for token in lost:
        place = next((n for n, other in enumerate(new) if other.make == token.make), None)
        faults.append(Fault(token, None if place is None else new.pop(place)))
    return faults + [Fault(None, token) for token in new]


def hits(faults: Sequence[Fault], what: str, severity: Severity | None = None) -> Iterator[Hit]:
    """The faults as hits; `what` names the kind of token: `tag`."""
    for source, target in faults:
        if source and target:
            message = f"the {what} {source.text} has become {target.text}"
            spans: tuple[Span, ...] = (source.span("source"), target.span("target"))
        elif source:
            message, spans = f"the {what} {source.text} is missing", (source.span("source"),)
        elif target:
            message, spans = f"the {what} {target.text} is not in the source", (target.span("target"),)
        yield Hit(message, spans, severity, suggestion=source.text if source and target else None)


def _without(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """The tokens that are left when each of the others has taken one with its key away, the first ones first."""
    there = Counter(token.key for token in others)
    left = []
    for token in tokens:
        if there[token.key]:
            there[token.key] -= 1
        else:
            left.append(token)
    return left
