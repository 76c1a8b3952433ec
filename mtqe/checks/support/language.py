"""Which language a stretch of text is in, by eldc, whose n-gram model ships in its package and needs no loading.

`tests/bench/langid.py` measured it against others; it scores each language from 0 to about 1 for a text. What counts
here is never the best language as such but its lead over the language that the text should be in.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from mtqe.registry import Context

# Tags of ours that eldc writes otherwise or does not tell apart.
_ALIASES = {"nb": "no", "nn": "no", "id": "ms", "fil": "tl", "bs": "hr", "sh": "hr", "iw": "he", "cmn": "zh"}
# Languages whose text eldc rightly calls by another's name: Serbian and Bosnian are written in two scripts.
_ALSO = {"sr": {"hr"}, "hr": {"sr"}}
# eldc knows Yoruba, but denied it to a sixth of a Yoruba test set.
_WEAK = {"yo"}
_KANA = re.compile("[\u3041-\u30ff]")


def known(lang: str) -> bool:
    """Whether the identifier knows a language, by its primary tag such as `de`."""
    import eldc

    return _code(lang) in eldc.LANGUAGES and lang not in _WEAK


def limits(context: Context) -> str | None:
    """Why the languages of a run cannot be told apart, or `None` if they can; for the `limits` of a check."""
    if same(context):
        return "source and translation are in the same language"
    for lang in (context.source_base, context.target_base):
        if not known(lang):
            return f"the language identifier does not know {lang}"
    return None


def target_limits(context: Context) -> str | None:
    """Why text cannot be denied to be in the target language, or `None` if it can."""
    return None if known(context.target_base) else f"the language identifier does not know {context.target_base}"


def same(context: Context) -> bool:
    """Whether both sides are varieties of one language, such as en-GB and en-US, or cannot be told apart."""
    return _code(context.source_base) == _code(context.target_base)


def lead(text: str, lang: str, over: str) -> float:
    """By how much a text looks more like one language than like another.

    Args:
        text: A few words at least.
        lang: Primary tag of the one.
        over: Primary tag of the other.

    Returns:
        The difference of the two scores, about -1 to 1; 0 says nothing.
    """
    scores = _between(_code(lang), _code(over)).detect_details(text).scores
    return float(scores.get(_code(lang), 0.0) - scores.get(_code(over), 0.0))


def best(text: str, over: str) -> tuple[str, float]:
    """The language that a text looks most like, and its lead over the one that it should be in.

    Returns:
        The language's tag and the lead, 0 to about 1; `("", 0.0)` when the text looks like `over` or like nothing.
    """
    code = _code(over)
    if code == "zh" and len(_KANA.findall(text)) > 0.2 * sum(map(str.isalpha, text)):
        return "ja", 1.0  # the Chinese characters that both share would hide it
    result = _between().detect_details(text)
    scores: dict[str, float] = result.scores
    if not scores or result.language in {code} | _ALSO.get(code, set()):
        return "", 0.0
    # Only the twenty best languages have a score here; asked for these two alone, the identifier gives both.
    return result.language, lead(text, result.language, code)


def _code(lang: str) -> str:
    return _ALIASES.get(lang, lang)


@functools.cache
def _between(*langs: str) -> Any:
    import eldc

    eldc.init()
    instance = eldc.instance()
    instance.set_languages(list(langs))
    instance.set_scores(20)
    return instance
