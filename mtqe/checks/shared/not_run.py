"""Why a check does not run, in words that several checks share: a report tells those with one reason together."""

from __future__ import annotations

from mtqe.contracts import Context
from mtqe.text.language_tags import name


def not_for(context: Context) -> str:
    """What a check says that looks for something which the target language does not have."""
    return f"not for translations into {name(context.target_lang)}"
