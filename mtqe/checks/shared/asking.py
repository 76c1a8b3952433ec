"""Whether a text asks, by the words of asking of its language (`mtqe.language`, section `asking`)."""

from __future__ import annotations

import functools
import re

from mtqe.language.lang import language

_LEAD = (
    r"(?:^|[.!:\"'“”„«»‘’(\[–—-])\s*(?:(?:and|but|so|now|well|or|then|und|aber|also|oder|denn|et|mais|alors|ou|y|pero|o|"
    r"ma|allora|mas|então|en|maar|dus|ale|więc|tak|a|e|и|а|но)[\s,]+)?"
)


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
    return re.compile(rf"{_LEAD}(?:{'|'.join(first_words)})(?!\w)|(?<!\w)(?:{anywhere})", re.IGNORECASE)
