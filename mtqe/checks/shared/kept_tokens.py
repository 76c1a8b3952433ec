"""Tokens that a translation must keep unchanged, such as tags, placeholders and addresses, and their comparison.

Each check reads its own kind of tokens, and `compare` finds the tokens that one side lacks. A lost token and a new
token of the same make form one fault, which is marked on both sides.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mtqe.language.codes import SIDES
from mtqe.model import Hit, Severity, Side, Span


class Token(NamedTuple):
    """A token and its span in code points, half-open.

    Args:
        text: The token as written.
        start: Where the token begins.
        end: Where the token ends.
        key: Equal for tokens with the same effect.
        make: Equal for tokens that can replace each other.
        code: For an inline code its position in `segment.codes`; `start` and `end` are then its place in the text.
    """

    text: str
    start: int
    end: int
    key: str
    make: str = ""
    code: int | None = None

    def span(self, side: Side) -> Span:
        """The span of the token on a side."""
        return Span(side, self.start, self.end)


class Fault(NamedTuple):
    """A lost token of the source, a new token of the target, or a token of the source that was replaced."""

    source: Token | None
    target: Token | None


def compare(source: Sequence[Token], target: Sequence[Token]) -> list[Fault]:
    """The tokens that the other side lacks: those of the source in order, then those of the target."""
    if not (source or target):
        return []
    lost = _without(source, target)
    new: dict[str, deque[tuple[int, Token]]] = defaultdict(deque)
    for place, token in enumerate(_without(target, source)):
        new[token.make].append((place, token))
    faults = [Fault(token, new[token.make].popleft()[1] if new[token.make] else None) for token in lost]
    remaining = sorted(item for items in new.values() for item in items)
    return faults + [Fault(None, token) for _, token in remaining]


def hits(
    faults: Sequence[Fault],
    kind: str,
    severity: Severity | None = None,
    is_sure: Callable[[Token, Token], bool] | None = None,
) -> Iterator[Hit]:
    """The faults as hits.

    Args:
        faults: The faults.
        kind: Names the tokens in the message: `tag`.
        severity: Of the hits, instead of that of the check.
        is_sure: Whether a lost token surely is what a new token must be, if both are the only ones of their make.
    """
    if not faults:
        return
    makes = Counter(token.make for fault in faults for token in fault if token)
    for fault in faults:
        source, target = fault
        if source and target:
            message = f"the {kind} {source.text} has become {target.text}"
        elif source:
            message = f"the {kind} {source.text} is missing"
        elif target:
            message = f"the {kind} {target.text} is not in the source"
        pairs = [(side, token) for side, token in zip(SIDES, fault, strict=True) if token]
        spans = tuple(token.span(side) for side, token in pairs if token.code is None)
        codes = tuple(token.code for _, token in pairs if token.code is not None)
        fixable = False
        if source and target and is_sure and target.code is None:
            fixable = makes[source.make] == makes[target.make] == 2 and is_sure(source, target)
        suggestion = source.text if source and target else None
        yield Hit(message, spans, severity, suggestion, fixable=fixable, codes=codes)


def _without(tokens: Sequence[Token], partners: Sequence[Token]) -> list[Token]:
    """The tokens without a partner of the same key on the other side; the first tokens of a key get the partners."""
    free = Counter(partner.key for partner in partners)
    unpaired = []
    for token in tokens:
        if free[token.key]:
            free[token.key] -= 1
        else:
            unpaired.append(token)
    return unpaired
