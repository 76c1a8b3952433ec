"""Entries in which a translation keeps the term of its source and explains it: *Mole (“breakwater”): ein Damm, der …*.

Readers of a guide meet the term in its own language. A translator who leaves it beside its rendering says more of it
than the source does.
"""

from __future__ import annotations

from mtqe.language import words
from mtqe.language.late_patterns import late
from mtqe.model import Segment

LONGEST = 4
"""Words: of the longest term, by judgement."""
_COLONS = late("[:：]")
_IN_BRACKETS = late(r"[(\[（][^()\[\]（）]*[)\]）]")


def explains_term(segment: Segment) -> bool:
    """Whether a source begins with a term and a colon, and the translation has it in quotation marks or brackets."""
    head, *rest = _COLONS.split(segment.source, maxsplit=1)
    term = words.keys(head)
    if not rest or not 0 < len(term) <= LONGEST:
        return False
    opening = _COLONS.split(segment.target, maxsplit=1)[0]
    cited = [opening[start:end] for start, end in words.quoted(opening)]
    cited += [match[0] for match in _IN_BRACKETS.finditer(opening)]
    return any(words.keys(text) == term for text in cited)
