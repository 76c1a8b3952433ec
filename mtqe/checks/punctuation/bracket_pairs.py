"""Finds brackets and quotation marks without a partner in a text, for the check `unbalanced-pairs`."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from mtqe.language.lang import any_of
from mtqe.language.late_patterns import late

_OPEN = "([{（［｛【「『《〈"
_CLOSE = ")]}）］｝】」』》〉"
_WIDTHS = ("(（", "[［", "{｛")
_PARTNERS = {
    close: next((pair for pair in _WIDTHS if open_ in pair), open_) for open_, close in zip(_OPEN, _CLOSE, strict=True)
}
"""The opening brackets that a closing one may pair with: for round, square and curly ones in half and in full width."""
QUOTES = '"„“”«»＂〝〞〟'
CORNERS = "「」『』"
"""Quotation marks that are paired as brackets are, since each is only for one end."""
_BRACKET = late("[" + re.escape(_OPEN + _CLOSE) + "]")
_QUOTE = late(f"[{QUOTES}]")
_LIST_MARKER = late(r"(?:^|[\s(„“\"、，。：；「])(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,4})$")
_EMOTICON = late(r"[:;=][-o^']?[()\[\]]+|(?<!\w)[8xX][-^][()]|(?<!\S)\([-o^']?[:;=]+(?!\S)")
_IN_ABBREVIATION = late('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
"""A straight mark between two Hebrew letters. In `ע"י` it marks an abbreviation; after `ה` a quotation may begin."""
_AMBIGUOUS = late(r'""|\d"')  # doubled quotation marks as in CSV files; inches


class Unpaired(NamedTuple):
    """A mark without a partner.

    Args:
        start: Its offset.
        opens: Whether it opens and is never closed. Else it closes and was never opened.
        misplaced: Whether it has a partner, but is the mark for the other end or crosses another pair.
    """

    start: int
    opens: bool
    misplaced: bool = False


def unpaired_brackets(text: str) -> list[Unpaired]:
    """The brackets without a partner, in order, except in emoticons and list markers such as `a)`."""
    if not _BRACKET.search(text):
        return []
    in_emoticons = {at for match in _EMOTICON.finditer(text) for at in range(*match.span())}
    stack: list[tuple[str, int]] = []
    on_stack: Counter[str] = Counter()
    unpaired: list[Unpaired] = []
    for match in _BRACKET.finditer(text):
        char, at = match[0], match.start()
        if char in _OPEN:
            stack.append((char, at))
            on_stack[char] += 1
            continue
        if len(stack) > 1 and stack[-1][0] not in _PARTNERS[char] and _crosses(stack, char, text, at):
            closed, crossed = stack.pop(-2)
            unpaired.append(Unpaired(crossed, opens=True, misplaced=True))
        elif any(on_stack[opening] for opening in _PARTNERS[char]):
            while stack[-1][0] not in _PARTNERS[char]:  # brackets that were opened in between are never closed
                inner, inner_at = stack.pop()
                on_stack[inner] -= 1
                unpaired.append(Unpaired(inner_at, opens=True))
            closed, _ = stack.pop()
        else:
            unpaired.append(Unpaired(at, opens=False))
            continue
        on_stack[closed] -= 1
    unpaired += [Unpaired(at, opens=True) for _, at in stack]
    return sorted(
        mark
        for mark in unpaired
        if mark.start not in in_emoticons
        and (mark.opens or not _LIST_MARKER.search(text[max(0, mark.start - 6) : mark.start]))
    )


def is_quote(char: str) -> bool:
    """Whether a mark encloses a quotation, which may go on in the next segment."""
    return char in QUOTES or char in CORNERS


def unpaired_quotes(text: str) -> list[Unpaired]:
    """The double quotation marks without a partner, in order. A mark of any style may close one of any other."""
    stack: list[Unpaired] = []
    unpaired: list[Unpaired] = []
    marks = list(_QUOTE.finditer(text))
    if len(marks) % 2 == 0 and all(mark[0] == '"' for mark in marks):
        return []  # the position of straight marks does not show reliably which of them open
    if len(marks) % 2:
        marks = [mark for mark in marks if not _IN_ABBREVIATION.match(text, mark.start())]
    for mark in marks:
        char, at = mark[0], mark.start()
        if char == '"' and text[at - 1 : at].isdigit() and not stack:
            continue
        opens = _opens(text, at, bool(stack))
        if char == "„" and not opens:
            unpaired.append(Unpaired(at, opens=False, misplaced=True))
            del stack[-1:]
        elif opens:
            stack.append(Unpaired(at, opens=True))
        elif stack:
            stack.pop()
        else:
            unpaired.append(Unpaired(at, opens=False))
    return sorted(unpaired + stack)


def _crosses(stack: list[tuple[str, int]], char: str, text: str, at: int) -> bool:
    """Whether this bracket closes the last pair but one, and the next bracket the last pair: `「a (b」)`."""
    next_bracket = _BRACKET.search(text, at + 1)
    return (
        stack[-2][0] in _PARTNERS[char]
        and next_bracket is not None
        and stack[-1][0] in _PARTNERS.get(next_bracket[0], "")
    )


def brackets_excused(source: str) -> bool:
    """Whether the source itself has unpaired brackets or emoticons."""
    return bool(unpaired_brackets(source) or _EMOTICON.search(source))


def quotes_excused(source: str) -> bool:
    """Whether the source itself has unpaired quotation marks, or ambiguous ones."""
    return bool(_AMBIGUOUS.search(source) or unpaired_quotes(source) or _single_quotes_unbalanced(source))


def _single_quotes_unbalanced(text: str) -> bool:
    """Whether single quotation marks may lack a partner. A mark after a word may also be an apostrophe."""
    opening = len(re.findall(r"(?<![^\s([„“\"—–])['‘‚](?=\w)", text))
    closing = len(re.findall(r"(?<=[.,!?…])['’‘](?!\w)", text))
    ambiguous = len(re.findall(r"(?<=\w)['’‘](?!\w)", text))
    return not closing <= opening <= closing + ambiguous


def _opens(text: str, at: int, inside: bool) -> bool:
    """Whether the quotation mark at this offset opens. Most marks can open and close, so their neighbours decide."""
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char in "“”" and max(before, after) > "\u2e80":  # Chinese and Japanese have no spaces, and “ always opens
        return char == "“"
    if char == "«" and re.search(rf"(?<!\w){any_of('elided')}[’']$", text[max(0, at - 3) : at], re.IGNORECASE):
        return True  # `l’« offre »`
    may_open = not before or before.isspace() or before in "([{„“«»‚‘'—–-/"
    may_close = not after or after.isspace() or after in ".,;:!?)]}…—–-"
    if may_open != may_close:
        return may_open
    return char == "„" or not inside
