"""Reads the roles of Sphinx and reStructuredText: `:ref:`tides <low-tide>`` has the target `low-tide`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared.kept_tokens import Token
from mtqe.language import words
from mtqe.language.late_patterns import late
from mtqe.model import Severity

_ROLE = late(r"(?<![\w:`]):(?P<role>[A-Za-z][\w+.-]*(?::[A-Za-z][\w+.-]*)*):`(?P<body>[^`]+)`")
_TITLED = late(r".*\S\s*<(?P<target>[^<>]+)>", re.DOTALL)
_REPLACED = late(r"\{[^{}]*\}")
_TRANSLATED = frozenset(
    {"abbr", "dfn", "emphasis", "guilabel", "kbd", "menuselection", "math", "strong", "sub", "subscript", "sup"}
    | {"superscript", "title", "title-reference"}
)
"""Roles whose text is shown to people, or has checks of its own."""
_TERM = ":term:"


def tokens(text: str) -> list[Token]:
    """The roles of a text that name something, as tokens. The key is role and target."""
    return [
        Token(match[0], *match.span(), f"{make} {_target(match['body'])}", make)
        for match in _found(text)
        if (make := f":{match['role']}:").strip(":") not in _TRANSLATED
    ]


def without(text: str) -> str:
    """The text with spaces in place of its roles; its length does not change."""
    return words.without(text, [match.span() for match in _found(text)])


def is_role(token: Token) -> bool:
    """Whether a token is a role."""
    return token.make.startswith(":")


def severity(source: Token, target: Token) -> Severity:
    """How grave it is that a role of the source has another target."""
    is_term = source.make == _TERM and not _TITLED.fullmatch(target.text[len(_TERM) + 1 : -1])
    return Severity.MINOR if is_term else Severity.MAJOR


def _found(text: str) -> Iterator[re.Match[str]]:
    return _ROLE.finditer(text) if ":`" in text else iter(())


def _target(body: str) -> str:
    """What a role leads to: the text in angle brackets, or all of it. The reader replaces words in braces."""
    titled = _TITLED.fullmatch(body)
    return " ".join(_REPLACED.sub("{}", titled["target"] if titled else body).split()).lstrip("~!")
