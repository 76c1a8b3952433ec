"""Reasons why a check does not run, in common words: a report lists checks with the same reason together."""

from __future__ import annotations

from mtqe.language.language_tags import name
from mtqe.registry.contracts import Context


def not_for(context: Context) -> str:
    """The reason of a check that looks for something that the target language does not have."""
    return f"not for translations into {name(context.target_lang)}"
