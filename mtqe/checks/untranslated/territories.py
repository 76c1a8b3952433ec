"""Names of countries and of international organisations in two languages, from CLDR."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from mtqe.language import words

if TYPE_CHECKING:
    from mtqe.registry.contracts import Context

# English names of countries that are also names of people or places. Those are not translated.
_AMBIGUOUS = {"georgia", "jordan", "chad"}

# A capitalised English phrase with one of these nouns is a description to translate, not a name to keep.
# fmt: off
BODIES = frozenset({
    "administration", "agency", "army", "assembly", "association", "authority", "board", "bureau", "commission",
    "committee", "council", "court", "department", "embassy", "federation", "government", "inspectorate",
    "institute", "kingdom", "minister", "ministers", "ministry", "navy", "office", "parliament", "police",
    "prosecutor", "regulator", "republic", "secretary", "senate", "service", "tribunal", "union",
})
# fmt: on


def names_to_translate(context: Context) -> dict[str, bool]:
    """Names of territories in the source language, and whether the target language has another name for them."""
    return context.run_memo.once(names_to_translate, lambda: _names_to_translate(context))


def _names_to_translate(context: Context) -> dict[str, bool]:
    source_names, target_names = _names(context.source_base), _names(context.target_base)
    target_keys = {words.key(name) for name in target_names.values()}
    return {key: key not in target_keys | _AMBIGUOUS for key in map(words.key, source_names.values())}


@functools.cache
def _names(lang: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return {code: str(name) for code, name in Locale(lang).territories.items() if not code.isdigit()}
    except UnknownLocaleError:
        return {}
