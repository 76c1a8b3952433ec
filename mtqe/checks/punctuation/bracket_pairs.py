"""Brackets and quotation marks that have no partner in a text; for the check unbalanced-pairs."""

from __future__ import annotations

import re
from typing import NamedTuple

_OPEN = "([{（［｛【「『《〈"
_CLOSE = ")]}）］｝】」』》〉"
_WIDTHS = ("(（", "[［", "{｛")
_PARTNERS = {
    close: next((both for both in _WIDTHS if open_ in both), open_) for open_, close in zip(_OPEN, _CLOSE, strict=True)
}
"""What may open for a mark that closes: of round, square and curly brackets the narrow and the wide one."""
QUOTES = '"„“”«»＂〝〞〟'
_BRACKET = re.compile("[" + re.escape(_OPEN + _CLOSE) + "]")
_QUOTE = re.compile(f"[{QUOTES}]")
_LIST_MARKER = re.compile(r"(?:^|[\s(„“\"、，。：；「])(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,4})$")
_FACE = re.compile(r"[:;=][-o^']?[()\[\]]+|(?<!\w)[8xX][-^][()]|(?<!\S)\([-o^']?[:;=]+(?!\S)")
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu)[’']$", re.IGNORECASE)
_UNSURE = re.compile(r'""|\d"')  # quotation marks doubled as in CSV files; inches


class Lone(NamedTuple):
    """A mark without a partner.

    Args:
        start: Its offset.
        opens: Whether it begins something that never ends, or ends what never began.
        turned: Whether it has a partner but is the mark for the other end, or crosses another pair with it.
    """

    start: int
    opens: bool
    turned: bool = False


def lone_brackets(text: str) -> list[Lone]:
    """Brackets without a partner, in order; emoticons and list markers such as `a)` are none."""
    if not _BRACKET.search(text):
        return []
    faces = {at for face in _FACE.finditer(text) for at in range(*face.span())}
    stack: list[tuple[str, int]] = []
    lone: list[Lone] = []
    for found in _BRACKET.finditer(text):
        char, at = found[0], found.start()
        if char in _OPEN:
            stack.append((char, at))
        elif len(stack) > 1 and stack[-1][0] not in _PARTNERS[char] and _crosses(stack, char, text, at):
            lone.append(Lone(stack.pop(-2)[1], opens=True, turned=True))
        elif any(opening in _PARTNERS[char] for opening, _ in stack):
            while stack[-1][0] not in _PARTNERS[char]:  # what was opened in between has no end
                lone.append(Lone(stack.pop()[1], opens=True))
            stack.pop()
        else:
            lone.append(Lone(at, opens=False))
    lone += [Lone(at, opens=True) for _, at in stack]
    return sorted(
        mark
        for mark in lone
        if mark.start not in faces
        and (mark.opens or not _LIST_MARKER.search(text[max(0, mark.start - 6) : mark.start]))
    )


def lone_quotes(text: str) -> list[Lone]:
    """Double quotation marks without a partner, in order; any style may close any other."""
    stack: list[Lone] = []
    lone: list[Lone] = []
    marks = list(_QUOTE.finditer(text))
    if len(marks) % 2 == 0 and all(found[0] == '"' for found in marks):
        return []  # where these stand says too little
    for found in marks:
        char, at = found[0], found.start()
        if char == '"' and text[at - 1 : at].isdigit() and not stack:
            continue
        opens = _opens(text, at, bool(stack))
        if char == "„" and not opens:
            lone.append(Lone(at, opens=False, turned=True))
            del stack[-1:]
        elif opens:
            stack.append(Lone(at, opens=True))
        elif stack:
            stack.pop()
        else:
            lone.append(Lone(at, opens=False))
    return sorted(lone + stack)


def _crosses(stack: list[tuple[str, int]], char: str, text: str, at: int) -> bool:
    """Whether a mark closes the last pair but one, and the next one the last: `「a (b」)`."""
    after = _BRACKET.search(text, at + 1)
    return stack[-2][0] in _PARTNERS[char] and after is not None and stack[-1][0] in _PARTNERS.get(after[0], "")


def brackets_excused(source: str) -> bool:
    """Whether the source has lone brackets itself, or emoticons."""
    return bool(lone_brackets(source) or _FACE.search(source))


def quotes_excused(source: str) -> bool:
    """Whether the source has lone quotation marks itself, or ones whose role is unclear."""
    return bool(_UNSURE.search(source) or lone_quotes(source) or _single_unclear(source))


def _single_unclear(text: str) -> bool:
    """Whether a quotation between single marks may begin or end here without its other end; apostrophes blur it."""
    opening = len(re.findall(r"(?<![^\s([„“\"—–])['‘‚](?=\w)", text))
    closing = len(re.findall(r"(?<=[.,!?…])['’‘](?!\w)", text))
    vague = len(re.findall(r"(?<=\w)['’‘](?!\w)", text))
    return not closing <= opening <= closing + vague


def _opens(text: str, at: int, inside: bool) -> bool:
    """Whether the quotation mark there opens; most can do both, so where it stands decides."""
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char in "“”" and max(before, after) > "\u2e80":  # Chinese and Japanese set no spaces, and turn no mark round
        return char == "“"
    if char == "«" and _ELISION.search(text[max(0, at - 3) : at]):
        return True  # `l’« offre »`
    left = not before or before.isspace() or before in "([{„“«»‚‘'—–-/"
    right = not after or after.isspace() or after in ".,;:!?)]}…—–-"
    if left != right:
        return left
    return char == "„" or not inside
