"""Whether the languages of a run can be told apart: the `limits` of the checks that identify languages."""

from __future__ import annotations

from mtqe.language import identify, language_tags
from mtqe.language.lang import language
from mtqe.registry.contracts import Context


def limits(context: Context) -> str | None:
    """Why the languages of a run cannot be told apart, or `None` if they can."""
    if is_same_language(context):
        return "source and translation are in the same language"
    for lang in (context.source_base, context.target_base):
        if not identify.known(lang):
            return f"the language identifier does not know {lang}"
    return None


def target_limits(context: Context) -> str | None:
    """Why text in the target language cannot be recognised, or `None` if it can."""
    if identify.known(context.target_base) or language(context.target_base).scripts:
        return None
    return f"the language identifier does not know {context.target_base}"


def target_gaps(context: Context) -> str | None:
    """What cannot be recognised in the target language, or `None` if it all can."""
    if identify.known(context.target_base):
        return None
    target = language_tags.name(context.target_base)
    return f"languages with the script of {target} are not told apart from it"


def is_same_language(context: Context) -> bool:
    """Whether both sides are varieties of one language, such as en-GB and en-US, or cannot be told apart."""
    return identify.same(context.source_base, context.target_base)
