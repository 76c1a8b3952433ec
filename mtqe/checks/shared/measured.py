"""Limits a check, or a rule of a check, to the languages that it was measured on; loads nothing heavy."""

from __future__ import annotations

from collections.abc import Callable

from mtqe.language.language_tags import name
from mtqe.registry.contracts import Context

LISTED = 6
"""Pairs: of languages, the greatest number that a reason lists; of more it gives the number. By hand."""


def on(*languages: str) -> frozenset[str]:
    """The languages, or language pairs such as `de-en`, that a rule of a check was measured on."""
    return frozenset(languages)


def with_english(*tags: str) -> tuple[str, ...]:
    """The pairs of English and each language, in both directions."""
    return tuple(pair for tag in tags for pair in (f"en-{tag}", f"{tag}-en"))


def into(*tags: str) -> Callable[[Context], str | None]:
    """The `limits` of a check that was measured on translations into these languages.

    They give the reason why the check does not run, or `None` if it runs.
    """

    def limits(context: Context) -> str | None:
        if context.target_base in tags:
            return None
        return f"was not measured on translations into {name(context.target_base)}"

    return limits


def only(*pairs: str) -> Callable[[Context], str | None]:
    """The `limits` of a check that was measured on these pairs, such as `en-de`.

    They give the reason why the check does not run, or `None` if it runs.
    """

    def limits(context: Context) -> str | None:
        pair = f"{context.source_base}-{context.target_base}"
        if pair in pairs:
            return None
        others = f"{', '.join(pairs)} only" if len(pairs) <= LISTED else f"{len(pairs)} other pairs"
        return f"it was measured on {others}, not on {pair}"

    return limits
