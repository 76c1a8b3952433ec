"""Names of countries and of international organisations in two languages, by CLDR."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from mtqe.text import words

if TYPE_CHECKING:
    from mtqe.contracts import Context

# English names of countries that are also names of people or places and then stay as they are.
_AMBIGUOUS = {"georgia", "jordan", "chad"}

# Common nouns that make a capitalised English phrase a description and not a name that stays as it is.
# fmt: off
BODIES = frozenset({
    "administration", "agency", "army", "assembly", "association", "authority", "board", "bureau", "commission",
    "committee", "council", "court", "department", "embassy", "federation", "government", "inspectorate",
    "institute", "kingdom", "minister", "ministers", "ministry", "navy", "office", "parliament", "police",
    "prosecutor", "regulator", "republic", "secretary", "senate", "service", "tribunal", "union",
})
# fmt: on


def foreign(context: Context) -> dict[str, bool]:
    """Names of territories in the source language, and whether the target language calls them otherwise."""
    here, there = _names(context.source_base), _names(context.target_base)
    names = {words.key(name) for name in there.values()}
    return {key: key not in names | _AMBIGUOUS for key in map(words.key, here.values())}


@functools.cache
def _names(lang: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return {code: str(name) for code, name in Locale(lang).territories.items() if not code.isdigit()}
    except UnknownLocaleError:
        return {}
