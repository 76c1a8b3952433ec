"""Which characters words are made of, for the rules of a team: letters, marks and digits of any script, and `_`.

Chinese, Japanese, Thai and the like are written without spaces, so the edge of a word cannot be seen there: a word may
end anywhere between two of their characters, and a Latin word beside them ends where they begin.
"""

from __future__ import annotations

import functools
import unicodedata

JOINERS = "\u200c\u200d"
"""Characters inside words of Persian and of Indian languages."""
SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3041-\u3096\u3099-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff"
    "\uff66-\uff9f\U00016fe0-\U00018cff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
"""Characters of scripts without spaces between words, as the inside of the square brackets of a pattern."""
_RANGES = tuple((ord(SPACELESS[at]), ord(SPACELESS[at + 2])) for at in range(0, len(SPACELESS), 3))


@functools.lru_cache(maxsize=8192)
def is_word(char: str) -> bool:
    """Whether a character is part of words: what `\\w` matches."""
    return char == "_" or unicodedata.category(char)[0] in "LMN" or char in JOINERS


@functools.lru_cache(maxsize=8192)
def shows_edges(char: str) -> bool:
    """Whether a character is part of words, and a word cannot end between it and another such character."""
    return is_word(char) and not any(first <= ord(char) <= last for first, last in _RANGES)


def is_edge(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place of a text: not between two characters of one word."""
    return place in (0, len(text)) or not (shows_edges(text[place - 1]) and shows_edges(text[place]))
