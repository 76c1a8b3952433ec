"""The places of values in messages of Qt: `%1`, `%2`, `%L3`.

A letter may follow one at once (`%1MiB`, `%1を`), and so may a per cent sign (`%1%`). They are read only in a text that
has the first: a width of one has no effect in printf, so `%1` is no other placeholder, and without `%1` a `%5` may be
Turkish for 5 %.
"""

from __future__ import annotations

from mtqe.language.late_patterns import late

VALUE = r"(?<![\d%])%L?(?![2-7][A-F])[1-9]\d?(?![\d_$]|[.,]\d)"
"""Place of a value. `%2F` is a byte of an address."""
PLACES = late(VALUE)
_FIRST = late(r"(?<![\d%])%L?1(?![\d_$*]|[.,]\d)")


def are_in(text: str) -> bool:
    """Whether a text has places of values."""
    return "%" in text and _FIRST.search(text) is not None
