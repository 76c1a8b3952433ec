"""Limits a check, or a rule of a check, to the languages that it was measured on; loads nothing heavy.

The section `measured` of a language file names the checks and rules; a check asks with its own id.
"""

from __future__ import annotations

from collections.abc import Callable

from mtqe.language import lang
from mtqe.language.language_tags import name
from mtqe.registry.contracts import Check, Context

SURE = ("ACC110/sure",)
"""Rules that say on which pairs a check of meaning is right nine times in ten: bench/articles.py counts one false major
finding of partial-omission in 96 good articles."""
ESTIMATES = ("ACC107", "ACC108")
"""Checks that compare lengths: bench/articles.py counts four false major findings in five, where people translated
freely."""
LISTS = ("ACC113", "ACC127", "ACC128", "ACC130")
"""Checks that compare words by lists of opposites, senses and nouns: in professional news that nobody had read, two of
eighteen major findings were right (30 documents, seven languages)."""
MODALITY = ("ACC131",)
"""Checks of what modal verbs express: in 192 good articles of many kinds (47,000 words) fourteen of their major
findings were wrong, as *could* and *may* are rendered in many ways."""
LISTED = 6
"""Pairs: of languages, the greatest number that a reason lists; of more it gives the number."""


def on_target(rule: str, target: str) -> bool:
    """Whether a check or rule, such as `ART113/first-word`, was measured on translations into a language."""
    return rule in lang.language(target).measured.into


def on_pair(rule: str, source: str, target: str) -> bool:
    """Whether a check or rule was measured on a language pair."""
    return lang.was_measured(rule, source, target)


def is_unsure(item: Check, context: Context) -> bool:
    """Whether nine of ten major findings of a check are not known to be right in the language pair.

    That is so for checks of meaning that leave words to more specific checks, since they report what the encoder
    thinks. In pairs where their findings were read and found right, a language file has the rule of `SURE`. It is so
    for lengths, for lists of words and for modal verbs, too. All other checks compare words, figures and codes, and
    are major only where they were measured.
    """
    if item.id in (*ESTIMATES, *LISTS, *MODALITY):
        return True
    is_opinion = "encoder" in item.needs and item.yields_to_specific
    langs = context.source_base, context.target_base
    return is_opinion and not any(rule.startswith(item.id) and on_pair(rule, *langs) for rule in SURE)


def into(check: str) -> Callable[[Context], str | None]:
    """The `limits` of a check that was measured on translations into some languages.

    They give the reason why the check does not run, or `None` if it runs.
    """

    def limits(context: Context) -> str | None:
        if on_target(check, context.target_base):
            return None
        return f"was not measured on translations into {name(context.target_base)}"

    return limits


def only(rule: str) -> Callable[[Context], str | None]:
    """The `limits` of a check or rule that was measured on some pairs.

    They give the reason why the check does not run, or `None` if it runs.
    """

    def limits(context: Context) -> str | None:
        if on_pair(rule, context.source_base, context.target_base):
            return None
        pairs = lang.measured_pairs(rule)
        others = f"{', '.join(pairs)} only" if len(pairs) <= LISTED else f"{len(pairs)} other pairs"
        return f"it was measured on {others}, not on {context.source_base}-{context.target_base}"

    return limits
