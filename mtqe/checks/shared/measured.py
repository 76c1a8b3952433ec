"""Checks that run only on the language pairs that they were measured on; loads nothing heavy."""

from __future__ import annotations

from collections.abc import Callable

from mtqe.contracts import Context


def only(*pairs: str) -> Callable[[Context], str | None]:
    """The `limits` of such a check: why it does not run on the pair of a context, or `None` if it does."""

    def limits(context: Context) -> str | None:
        pair = f"{context.source_base}-{context.target_base}"
        return None if pair in pairs else f"it was measured on {', '.join(pairs)} only, not on {pair}"

    return limits
