"""Placeholders in which a translation may differ from its source.

Programs offer some variables in every text of a kind: an error message of Ruby on Rails may always name the attribute
that is wrong, and the pattern of an amount of money has its number and unit in the order of the country. A term of
Fluent (`{ -brand }`) is a word, so that a translation may repeat it or have a pronoun in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtqe.checks.shared.kept_tokens import Fault, Token
from mtqe.language.late_patterns import late
from mtqe.model import Segment

_RAILS_ERROR = late(r"(?:^|\.)errors\.(?:.+\.)?(?:messages\.|format$)|(?:^|\.)errors\.attributes\.")
"""Keys of the error messages of Ruby on Rails, and of the pattern around them."""
_ALWAYS = frozenset({"%{attribute}", "%{model}", "%{value}", "%{count}"})
"""Variables that Rails offers in each error message."""
_NUMBER = "%{count}"
"""The only one of them that a translation must not lose."""
_NUMBER_PATTERN = late(r"[\W_]*%(?P<one>[nu])[\W_]*%(?!(?P=one))[nu][\W_]*")
"""The pattern of an amount of money or of a size (`%u%n`): `%n` is the number, `%u` its unit."""
_VARIABLE = late(r"\$([A-Z][A-Z0-9_]*)")
_OF_SYSTEM = late(
    r"(?:CLASS|GO|JAVA_|LD_LIBRARY_|MAN|PYTHON)?PATH|(?:JAVA_)?HOME|DISPLAY|EDITOR|GOROOT|HOSTNAME|LANG(?:UAGE)?|LC_[A-Z]+|"
    r"LOGNAME|OLDPWD|PAGER|PS1|PWD|SHELL|TERM|TE?MP|TMPDIR|TZ|USER|VISUAL|XDG_[A-Z_]+"
)
"""Variables of the environment that a text names; the program that shows it does not replace them."""


def is_number_pattern(source: str, target: str) -> bool:
    """Whether both texts are patterns of an amount, which have no other text than `%n` and `%u`."""
    return all(_NUMBER_PATTERN.fullmatch(text) is not None for text in (source, target))


def single(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each term of Fluent once."""
    first = {token.key: place for place, token in reversed(list(enumerate(tokens)))}
    return [token for place, token in enumerate(tokens) if not _is_term(token) or first[token.key] == place]


def without_always(
    source: Sequence[Token], target: Sequence[Token], segment: Segment
) -> tuple[Sequence[Token], Sequence[Token]]:
    """The tokens without the variables that the program offers in each text of this kind.

    A number that the translation lacks stays. So does a word that only looks like one of these variables.
    """
    if not _RAILS_ERROR.search(segment.unit.id or ""):
        return source, target
    shown = {token.key for token in target}
    lost = [token for token in source if token.key not in _ALWAYS or (token.key == _NUMBER and _NUMBER not in shown)]
    return lost, [token for token in target if token.key not in _ALWAYS]


def is_plain_word(fault: Fault, segment: Segment) -> bool:
    """Whether a lost variable of the environment (`$PATH`) stands in the translation as a word."""
    name = _variable(fault)
    return bool(name) and re.search(rf"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9_])", segment.target) is not None


def is_of_system(fault: Fault) -> bool:
    """Whether a lost placeholder is a well-known variable of the environment."""
    return _OF_SYSTEM.fullmatch(_variable(fault)) is not None


def _variable(fault: Fault) -> str:
    """The name of the variable of the environment that a translation lacks; empty if there is none."""
    match = _VARIABLE.fullmatch(fault.source.text) if fault.source and not fault.target else None
    return match[1] if match else ""


def _is_term(token: Token) -> bool:
    return token.key.startswith("{-")
