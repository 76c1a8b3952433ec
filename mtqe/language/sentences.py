"""Splits text into sentences: sentencex finds the boundaries, and rules for languages correct them.

sentencex (MIT, some 300 languages, Rust) was chosen by measurement among the permissive libraries that need no model
download; `bench/splitter.py` has the figures. It never splits inside quotation marks, so a whole paragraph of
speech would be one sentence. It therefore gets the text with the marks blanked out, and quotations are handled here.
The corrections are general: `. . .`, lower case, list numbers, German ordinals, titles before names, web addresses,
sentences in brackets, one-word pieces of quotations.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Container, Iterable, Iterator

import msgspec

from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Block, Text

QUOTES = '"“”„‟«»‹›'
SINGLE = "'‘’‚"
_OPENING = "„«‹“‟"
_CLOSERS = ")]}’'」』）】》" + QUOTES
_TERMINATORS = ".!?…。！？"
_QUOTE = late(f"[{QUOTES}{SINGLE}]")
_SPACE = late("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATE = late("[\ud800-\udfff]")
_WORD = late(r"[^\W_]+(?:[-'’.,:][^\W_]+)*")
_ELLIPSIS = late(r"\.(?:\s?\.)+|…")
_GAP = late(r"(?<=[.!?…])[)\]]*+\s++(?=\S)")
_BEFORE_WORD = late("[({\\[¿¡‚‘'’–—\\- " + QUOTES + "]*+")
# A list marker, the number of a section ("3.2.") or a "Q." is not a sentence but the start of the next one.
_STOPS = late(r"[\s.,;:!?…。，！？؟،؛।۔»”’\"')\]）】」』]+")
"""What ends a sentence and is none."""
_MARKER = late(r"[(\[]?(?:(?:[^\W\d_]\.)?\d{1,3}(?:\.\d{1,3})*|[^\W\d_])[.)\]]|[•·*–—-]+")
_INNER_MARK = late("['’-]")
_ADDRESS = late(r"\S*(?:://|@|www\.|[^\W\d_][\w-]+\.[^\W\d_][\w-]+)\S*")

WINDOW = 5_000
"""Characters: of a block that sentencex reads at a time. A longer block is rare."""
CONTEXT = 200
"""Characters: at the end of such a window whose boundaries the next window finds, because it sees what follows."""


@functools.cache
def _speaker(verbs: str) -> re.Pattern[str]:
    """“Why now?” Mr. Cole asked: a capitalised speaker may follow the quotation."""
    return re.compile(rf"[?!…][\"”’'] ?(?:[A-Z][\w.’'-]* ){{1,4}}(?:{verbs})\b")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence and its position: `text == blocks[block].text[start:end]`.

    Args:
        text: The sentence without the spaces around it.
        block: 0-based number of its block.
        line: 1-based line in the file where its block starts.
        start: Offset of its first character inside the block, in code points.
        end: Offset after its last character.
    """

    text: str
    block: int
    line: int
    start: int
    end: int


def split(text: Text, lang: str) -> list[Sentence]:
    """Split every block into sentences, except those outside of the running text.

    No sentence crosses a block or ends inside program code, and every character that is not a space is in exactly one
    sentence.

    Args:
        text: One side of a document.
        lang: BCP 47 tag; a language unknown to sentencex is split by general rules.
    """
    base = lang.split("-")[0].lower()
    sentences = []
    for number, block in enumerate(text.blocks):
        if block.key:
            continue
        cuts = [0, *_outside_codes(block, _cuts(block.text, base)), len(block.text)]
        sentences += [
            Sentence(block.text[start:end], number, block.line, start, end)
            for start, end in _stripped(block.text, itertools.pairwise(cuts))
        ]
    return sentences


def whole_blocks(text: Text) -> list[Sentence]:
    """Every block as one sentence, including empty blocks: for text that already has one sentence per line."""
    return [Sentence(block.text, i, block.line, 0, len(block.text)) for i, block in enumerate(text.blocks)]


def count(text: str, lang: str) -> int:
    """The number of sentences in a line of text; at least 1."""
    return 1 + len(_cuts(text, lang.split("-")[0].lower()))


def places(text: str, lang: str) -> list[tuple[int, int]]:
    """The ranges `(start, end)` of the sentences of a text without blocks, in code points."""
    cuts = [0, *_cuts(text, lang.split("-")[0].lower()), len(text)]
    return list(_stripped(text, itertools.pairwise(cuts)))


def _stripped(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _cuts(text: str, base: str) -> list[int]:
    """Offsets at which a new sentence starts, without 0 and the end."""
    roles = _quote_roles(text)
    masked = _masked(text, roles)
    cuts = set(_placed(text, _boundaries(masked, base), roles))
    cuts |= _missed(text, masked, roles, base)
    allowed = [cut for cut in sorted(cuts) if 0 < cut < len(text) and _allowed(text, cut, base)]
    return _without_fragments(text, _outside_ellipses(text, allowed, roles), roles)


def _outside_codes(block: Block, cuts: list[int]) -> list[int]:
    """The cuts of a block that are not inside one of its codes."""
    inside = [code for code in block.codes if code.start < code.end]
    starts = [code.start for code in inside]
    places = [bisect.bisect_left(starts, cut) - 1 for cut in cuts]
    return [cut for cut, place in zip(cuts, places, strict=True) if place < 0 or inside[place].end <= cut]


def _boundaries(masked: str, base: str) -> Iterator[int]:
    """Offsets at which sentencex starts a sentence, ascending, without 0.

    The time of sentencex grows with the square of the length for some texts, such as a run of backticks. So it reads a
    long text in windows. Each starts at a boundary in the window before, if that has one.
    """
    import sentencex

    start = 0
    while start < len(masked):
        lengths = [len(piece) for piece in sentencex.segment(base, masked[start : start + WINDOW])]
        is_last = start + WINDOW >= len(masked)
        settled = len(masked) if is_last else start + WINDOW - CONTEXT
        offsets = [end for end in itertools.accumulate(lengths, initial=start) if start < end <= settled]
        yield from offsets
        start = offsets[-1] if offsets else settled


def _masked(text: str, roles: dict[int, bool]) -> str:
    """The text with spaces for quotation marks and a letter for each apostrophe, which sentencex takes for a mark.

    A lone half of a surrogate pair, which sentencex cannot read, also becomes a letter, and every kind of space a plain
    one: sentencex 1.0 panics at a full stop behind a letter and a no-break space.
    """
    masked = _QUOTE.sub(lambda match: " " if match.start() in roles else "x", text)
    return _SPACE.sub(" ", _SURROGATE.sub("x", masked))


def _quote_roles(text: str) -> dict[int, bool]:
    """Whether each quotation mark opens, by offset. The spaces around it decide, then its shape, then the order."""
    roles: dict[int, bool] = {}
    inside = False
    for match in _QUOTE.finditer(text):
        at = match.start()
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        free_left = before.isspace() or before in "([{-–—/" or roles.get(at - 1) is True
        free_right = after.isspace() or after in ")]}.,;:!?-–—/…" or after in QUOTES + SINGLE
        if match.group() in SINGLE:  # an apostrophe unless it is at one edge of a word
            if free_left != free_right:
                roles[at] = free_left
            continue
        if free_left != free_right:
            inside = free_left
        elif match.group() in _OPENING and not free_left:
            inside = True
        else:
            inside = not inside
        roles[at] = inside
    return roles


def _marks(text: str, roles: dict[int, bool]) -> list[int]:
    """Offsets of the double marks. Single marks are too often apostrophes to show what is inside a quotation."""
    return [at for at in roles if text[at] in QUOTES]


def _placed(text: str, cuts: Iterable[int], roles: dict[int, bool]) -> Iterator[int]:
    """Ascending cuts, moved so that closing marks stay with the sentence before and opening ones with the one after.

    All cuts in one run of spaces and marks move to the same place.
    """
    start, place, end = 0, 0, -1
    for cut in cuts:
        if not start <= cut <= end:
            start = end = cut
            while start > 0 and (text[start - 1].isspace() or start - 1 in roles):
                start -= 1
            place = start
            while place < len(text) and (text[place].isspace() or (place in roles and not roles[place])):
                place += 1
            end = max(place, cut)
            while end < len(text) and (text[end].isspace() or end in roles):
                end += 1
        yield place


def _missed(text: str, masked: str, roles: dict[int, bool], base: str) -> set[int]:
    """Boundaries that sentencex misses."""
    boundaries = set()
    gaps = list(_GAP.finditer(masked))
    for match, start in zip(gaps, _placed(text, (match.end() for match in gaps), roles), strict=True):
        # Far enough back for the relevant words; a block may be long.
        before = text[max(0, match.start() - 500) : match.start()]
        if match.group().strip():
            missed = _ends(before[: max(before.rfind("("), before.rfind("["), 0)])
        else:
            missed = _ends_despite_abbreviation(before, text[start : start + 40], base)
        if missed and (_first_word(text, start)[:1].isupper() or text[start].isdigit()):
            boundaries.add(start)
    return boundaries


def _ends_despite_abbreviation(before: str, following: str, base: str) -> bool:
    """Whether a full stop that looks like part of an abbreviation, or precedes a number, ends a sentence."""
    known = language(base).sentences
    last = before.split()[-1].lstrip("([" + QUOTES) if before.strip() else ""
    if last[:-1] in known.full_words or (len(last) > 6 and _ADDRESS.fullmatch(last.rstrip("."))):
        return True
    if not known.final_abbreviations:
        return False
    if _first_word(following, 0) in known.starters and re.search(known.final_abbreviations, before):
        return True
    # sentencex does not distinguish "... 3 Prozent. 2020 waren es ..." from "Abs. 5".
    return bool(re.search(known.final_before_number, before) and re.match(r"\d[\d.]* \w", following))


def _ends(text: str) -> bool:
    """Whether a text is empty or ends like a sentence."""
    trimmed = text.rstrip().rstrip(_CLOSERS)
    return not trimmed or trimmed[-1] in _TERMINATORS


def _first_word(text: str, start: int) -> str:
    before = _BEFORE_WORD.match(text, start)
    match = _WORD.match(text, before.end() if before else start)
    return match.group() if match else ""


def _allowed(text: str, cut: int, base: str) -> bool:
    """Whether a sentence may start at a cut, by the words on both sides."""
    before, after = text[max(0, cut - 200) : cut].rstrip(), _first_word(text, cut)
    # A capital inside the word marks a name such as "iRobot".
    if after[:1].islower() and after == after.lower():
        return False
    known, tokens = language(base).sentences, before.split()
    last = tokens[-1].lstrip("([" + QUOTES) if tokens else ""
    if _is_abbreviation(last, known.titles):
        return False
    if after not in known.starters and _is_abbreviation(last, known.seldom_final):
        return False
    if last in known.time_ends and after in known.after_time:
        return False
    if known.speech and _speaker(known.speech).match(text, max(_end_before(text, cut) - 2, 0)):
        return False
    if known.before_ordinal and re.fullmatch(r"\d{1,3}\.", last):
        previous = tokens[-2].lower().lstrip("([" + QUOTES) if len(tokens) > 1 else ""
        return previous not in known.before_ordinal and after not in known.after_ordinal
    return True


def _is_abbreviation(word: str, abbreviations: Container[str]) -> bool:
    """Whether a word, or its part after an apostrophe or hyphen (*Dipl.-Ing.*), is an abbreviation of a list."""
    return word.endswith(".") and (word[:-1] in abbreviations or _INNER_MARK.split(word[:-1])[-1] in abbreviations)


def _end_before(text: str, cut: int) -> int:
    """The end of the text before a cut, without its last spaces."""
    while cut > 0 and text[cut - 1].isspace():
        cut -= 1
    return cut


def _outside_ellipses(text: str, cuts: list[int], roles: dict[int, bool]) -> list[int]:
    """Drop cuts in or after ". . .", and after an ellipsis inside a quotation, which marks a pause or an omission."""
    marks, dropped = _marks(text, roles), set[int]()
    for match in _ELLIPSIS.finditer(text):
        left = bisect.bisect_left(marks, match.start())
        if " " in match.group() or (left and roles[marks[left - 1]]):
            after = match.end()
            while after < len(text) and text[after].isspace():
                after += 1
            inside = slice(bisect.bisect_right(cuts, match.start()), bisect.bisect_right(cuts, after))
            dropped.update(cuts[inside])
    return [cut for cut in cuts if cut not in dropped]


def _without_fragments(text: str, cuts: list[int], roles: dict[int, bool]) -> list[int]:
    """Drop cuts that isolate a list marker or a stop, or leave too few words between a quotation mark and the cut.

    Too few are fewer than three.
    """
    remaining: list[int] = []
    marks = _marks(text, roles)
    for number, cut in enumerate(cuts):
        start = remaining[-1] if remaining else 0
        piece = text[start:cut].strip()
        end = cuts[number + 1] if number + 1 < len(cuts) else len(text)
        if _STOPS.fullmatch(text, cut, end):
            continue  # «أهذا كثير؟». The stop of the sentence around a quotation follows the mark.
        if _MARKER.fullmatch(piece):
            continue
        left = bisect.bisect_left(marks, cut)
        if left and roles[marks[left - 1]]:
            opened = max(marks[left - 1], start)
            close = marks[left] if left < len(marks) else end
            closed = left < len(marks) and not roles[close]
            if _words(text[opened:cut]) < 3 or (closed and _words(text[cut : min(close, end)]) < 3):
                continue
        remaining.append(cut)
    return remaining


def _words(text: str) -> int:
    return len(_WORD.findall(text))
