"""Searches texts for patterns in linear time, with RE2. Offsets are those of the stored text, in code points."""

from __future__ import annotations

import functools
import importlib
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from mtqe.checks.team import pattern_syntax, text_forms
from mtqe.checks.team.pattern_syntax import PatternError
from mtqe.settings.team_rules import MAX_MATCHES, MAX_MEMORY, MAX_PATTERN

_COMPILED = 60_000
"""Entries: compiled patterns that stay in memory; more than rules of a run have."""


class TooMuch(Exception):
    """A rule found more in a text, or took longer, than it may."""


class Match:
    """A match: its range in the stored text, and the groups with their ranges; `None` for a group that took no part.

    Args:
        text: The stored text.
        spans: The ranges of the match and of its groups.
        names: The numbers of the groups with names.
    """

    __slots__ = ("_names", "_text", "spans")

    def __init__(self, text: str, spans: list[tuple[int, int] | None], names: Mapping[str, int]) -> None:
        self._text = text
        self.spans = spans
        self._names = names

    def __getitem__(self, group: int | str) -> str:
        number = self._names[group] if isinstance(group, str) else group
        span = self.spans[number]
        return self._text[span[0] : span[1]] if span else ""

    @property
    def span(self) -> tuple[int, int]:
        """The range of the whole match."""
        span = self.spans[0]
        assert span is not None
        return span

    def texts(self) -> dict[str, str]:
        """The texts of the match and its groups, by the names that messages use."""
        texts = {"match": self[0]} | {str(number): self[number] for number in range(1, len(self.spans))}
        return texts | {name: self[name] for name in self._names}


class LinearPattern:
    """A compiled pattern.

    Args:
        pattern: The pattern as the rule has it.

    Raises:
        PatternError: It cannot be compiled, matches the empty text, or is too large.
    """

    def __init__(self, pattern: str) -> None:
        if len(pattern) > MAX_PATTERN:
            raise PatternError(f"the pattern has {len(pattern):,} characters, and at most {MAX_PATTERN:,} are allowed")
        pattern = unicodedata.normalize("NFC", pattern)
        written = pattern_syntax.read(pattern)
        self.sieve = written.sieve
        self._regexp = _compiled(written.re2, pattern)
        self._forms = text_forms.marked if written.marked else text_forms.composed
        self.groups: int = self._regexp.groups
        self.names: dict[str, int] = self._regexp.groupindex
        if self._regexp.search("") is not None:
            raise PatternError("the pattern matches even the empty text", None, "write + in place of *")

    def matches(self, text: str) -> Iterator[Match]:
        """All matches in a text, from left to right; they do not overlap.

        Raises:
            TooMuch: There are too many.
        """
        form = self._forms(text)
        if self._regexp.search(form.encoded) is None:  # most rules match few texts
            return
        for number, found in enumerate(self._regexp.finditer(form.text)):
            if number == MAX_MATCHES:
                raise TooMuch(f"it matches more than {MAX_MATCHES:,} times; make its pattern narrower")
            spans = [found.span(group) for group in range(self.groups + 1)]
            if spans[0][0] < spans[0][1]:
                yield Match(text, [form.span(*span) if span[0] >= 0 else None for span in spans], self.names)

    def search(self, text: str) -> bool:
        """Whether a text has a match."""
        return self._regexp.search(self._forms(text).encoded) is not None


def _compiled(written: str, pattern: str) -> Any:
    re2 = importlib.import_module("re2")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    try:
        # Past the cache of the package, which keeps few patterns and would compile the others again and again.
        return re2._Regexp(written, options)
    except re2.error as error:
        message = pattern_syntax.of_re2(error)
        if "too large" in message:
            raise PatternError(f"the pattern needs too much memory: {message}", None, "lower its {n,m}") from error
        _, _, fragment = message.rpartition(": ")
        place = pattern.find(fragment) if fragment and fragment != pattern else 0
        raise PatternError(message, place if place >= 0 else None) from error


@functools.lru_cache(maxsize=_COMPILED)
def compiled(pattern: str) -> LinearPattern:
    """A compiled pattern, kept.

    Raises:
        PatternError: It cannot be used.
    """
    return LinearPattern(pattern)
