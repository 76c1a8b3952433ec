"""What a check was measured on, where it runs or a rule holds there only; loads nothing heavy."""

from __future__ import annotations

from collections.abc import Callable

from mtqe.contracts import Context
from mtqe.text.language_tags import name


def on(*languages: str) -> frozenset[str]:
    """The languages, or pairs such as `de-en`, that a rule of a check was measured on."""
    return frozenset(languages)


def with_english(*tags: str) -> tuple[str, ...]:
    """The pairs of English with each language, both ways."""
    return tuple(pair for tag in tags for pair in (f"en-{tag}", f"{tag}-en"))


def into(*tags: str) -> Callable[[Context], str | None]:
    """The `limits` of a check that was measured on translations into some languages: why it does not run, or `None`."""

    def limits(context: Context) -> str | None:
        if context.target_base in tags:
            return None
        return f"was not measured on translations into {name(context.target_base)}"

    return limits


def only(*pairs: str) -> Callable[[Context], str | None]:
    """The `limits` of such a check: why it does not run on the pair of a context, or `None` if it does."""

    def limits(context: Context) -> str | None:
        pair = f"{context.source_base}-{context.target_base}"
        return None if pair in pairs else f"it was measured on {', '.join(pairs)} only, not on {pair}"

    return limits
