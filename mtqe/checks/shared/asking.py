"""Whether a text asks, by the words of asking of its language (`mtqe.language`, section `asking`)."""

from __future__ import annotations

import functools
import re

from mtqe.language.lang import any_of, language

_BEGINNING = r"(?:^|[.!:\"'“”„«»‘’(\[–—-])\s*"
"""The beginning of a sentence or clause."""


def asks(text: str, lang: str) -> bool:
    """Whether a sentence of a text begins as a question does, or the text speaks of asking: *whether it rains*.

    Args:
        text: Any text.
        lang: Primary tag of its language; `False` without words of asking.
    """
    pattern = _pattern(lang)
    return pattern is not None and pattern.search(text) is not None


@functools.cache
def _pattern(lang: str) -> re.Pattern[str] | None:
    """Matches text that asks: a first word of a sentence, or a word anywhere that begins like one of asking."""
    data = language(lang).asking
    if data is None:
        return None
    if data.patterns:
        return re.compile("|".join(data.patterns))
    first_words, words_anywhere = (
        [re.escape(word).replace("'", "['’]") for word in words] for words in (data.begins, data.speaks)
    )
    anywhere = "|".join(re.sub("_$", r"(?!\\w)", word).replace(r"\~", r"\s") for word in words_anywhere)
    lead = rf"{_BEGINNING}(?:{any_of('leads')}[\s,]+)?"
    return re.compile(rf"{lead}(?:{'|'.join(first_words)})(?!\w)|(?<!\w)(?:{anywhere})", re.IGNORECASE)
