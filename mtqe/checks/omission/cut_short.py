"""What speaks for a text of a program that lacks its end: its length and end, compared with the rest of its file.

Translators shorten labels, so that no single fact shows a loss. A text of half the usual length that ends with a
preposition shows one, or that has no full stop, or no translation of a word that the other texts of the file translate.
The facts are weighed.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from mtqe.checks.shared import lengths, program_texts
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Segment

FEWEST = 30
"""Texts: of a file whose lengths and ends say something. Measured with bench/projects_planted.py."""
FEWEST_WORDS = 4
"""Words: of a source whose translation can be cut off; shorter labels are free."""
SIZES = (6, 8, 12)
"""Words: of a source at which a new group of lengths begins. Sources of four and of five words have groups of their
own."""
PRIOR = 10
"""Texts: for which the usual length of the whole file counts beside a group of lengths."""
SHORTER = 0.2
"""Log: of a length under the usual one, below which a text is not looked at unless its end shows something. Measured
with bench/projects_planted.py."""
CLEAR = 0.7
"""Log: of a length under the usual one, beyond which the rest counts less: so much is left out on purpose, too."""
LEAST = 0.05
"""Share: of the expected length that the shortest texts count with."""
MOST = 4
"""Words, log: beyond which lacking words and an unusual end do not count more."""
ENDLESS = 5
"""Texts: that have a word, but never at the end, so that it is no end."""
TYPICAL = 8
"""Words: of a source of usual length; the weight of a length depends on it."""
CONSTANT = -6.4
"""Log-odds: the constant of the regression. Fitted on the texts of bench/projects.py, and their halves as
bench/projects_planted.py makes them."""
WEIGHTS = {
    "short": 13.2,
    "far": -11.0,
    "short_of_long": 2.2,
    "long": -1.3,
    "open": 2.9,
    "comma": 8.8,
    "bracket": 3.4,
    "end": 0.8,
    "endless": 1.0,
    "lost": 0.9,
    "share": 0.8,
}
"""Weights: of the facts in a logistic regression. Fitted in the same way."""
SURE, PERHAPS = 5.4, 3.9
"""Log-odds: from which on a text is surely or perhaps cut off. Measured with bench/projects.py: one sound text in 4,000
is beyond the first."""
_MARKS = frozenset(".!?…。！？؟")
_COMMAS = frozenset(",;、،؛")
_COLONS = frozenset(":：")
_CLAUSE_BEHIND = late(r"[:：]\s+[^\W\d_]")
_VALUE_AT_END = late(r"[%{$][\w$@.]*\}*\Z")
_BRACKETS = (("(", ")"), ("[", "]"), ("„", "“"), ("«", "»"))


class Facts(NamedTuple):
    """What the file says of a text.

    Args:
        length: Its length as a share of the usual one.
        end: Its last word, if that ends few or no other texts of the file; empty otherwise.
        weight: How much speaks for a lost end: log-odds.
    """

    length: float
    end: str
    weight: float


class Lengths:
    """The usual lengths of the texts of a file, and the words at their ends.

    Args:
        segments: The texts of the file.
        langs: Primary tags of translation and source.
    """

    def __init__(self, segments: Sequence[Segment], langs: tuple[str, str]) -> None:
        self._langs = langs
        self._spaceless = language(langs[0]).spaceless
        self._needs_mark = language(langs[0]).end_marks == "always"
        self._inside: Counter[str] = Counter()
        self._at_end: Counter[str] = Counter()
        groups: dict[int, list[float]] = defaultdict(list)
        seen = set[tuple[str, str]]()
        for segment in segments:
            key = segment.source, segment.target
            if key in seen or not is_compared(segment):
                continue
            seen.add(key)
            self._inside.update(self._before_end(segment.target))
            self._at_end.update(filter(None, [self._end(segment.target)]))
            groups[_group(len(words.words(segment.source)))].append(self._share(segment))
        self._usual = _usual(groups)
        self._is_enough = len(seen) >= FEWEST and not language(langs[1]).spaceless

    def may_be_cut(self, segment: Segment) -> bool:
        """Whether a text is a message of a few words, and shorter than usual or without the end that its source has."""
        is_long_enough = FEWEST_WORDS <= len(words.words(segment.source)) < program_texts.MESSAGE
        return self._is_enough and is_long_enough and is_compared(segment) and self.facts(segment, 0, 0) is not None

    def facts(self, segment: Segment, lost: int, found: int) -> Facts | None:
        """What speaks for a lost end; `None` if the length of a text and its end are as usual.

        Args:
            segment: The text; it must be compared.
            lost: How many words of its source the other texts of the file translate, and this one does not.
            found: How many words of its source this one translates as the other texts do.
        """
        source, target = segment.source.rstrip(), segment.target.rstrip()
        number = len(words.words(source))
        share = self._share(segment) - self._usual.get(_group(number), 0.0)
        signs = {
            "open": self._needs_mark and source[-1:] in _MARKS and not source.endswith("..") and target[-1:].isalpha(),
            "comma": _has_clause_mark(source, target),
            "bracket": _leaves_open(source, target),
        }
        if -share < SHORTER and not any(signs.values()):
            return None
        end, inside, at_end = self._end(target), 0, 0
        if end:
            inside = self._inside[end] - (end in self._before_end(target))
            at_end = max(0, self._at_end[end] - 1)
        short, long = max(0.0, -share), math.log(number / TYPICAL)
        rarity = max(0.0, math.log((inside + 1) / (at_end + 1)))
        values = {
            "short": short,
            "far": max(0.0, short - CLEAR),
            "short_of_long": short * long,
            "long": long,
            **signs,
            "end": min(MOST, rarity),
            "endless": inside >= ENDLESS and not at_end,
            "lost": min(MOST, lost),
            "share": lost / (lost + found) if lost else 0.0,
        }
        weight = CONSTANT + sum(factor * values[name] for name, factor in WEIGHTS.items())
        return Facts(math.exp(share), end if rarity >= 1 else "", weight)

    def _share(self, segment: Segment) -> float:
        return math.log(max(LEAST, lengths.ratio(segment.target, segment.source, self._langs)))

    def _end(self, text: str) -> str:
        """The last word of a text, in scripts without spaces its last character; empty if a mark or value is last."""
        text = text.rstrip()
        if not text[-1:].isalpha() or _VALUE_AT_END.search(text):
            return ""
        if self._spaceless:
            return text[-1]
        last = words.words(text)[-1:]
        return last[0].key if last and last[0].end == len(text) else ""

    def _before_end(self, text: str) -> frozenset[str]:
        """The words or characters of a text that do not end it."""
        text = text.rstrip()
        if self._spaceless:
            return frozenset(text[:-1])
        keys = words.keys(text)
        return frozenset(keys[:-1] if self._end(text) else keys)


def is_compared(segment: Segment) -> bool:
    """Whether both sides of a text of a program have letters, and the translation is no copy."""
    source, target = segment.source.strip(), segment.target.strip()
    return (
        program_texts.is_program_text(segment)
        and source != target
        and any(map(str.isalpha, source))
        and any(map(str.isalpha, target))
    )


def _group(number: int) -> int:
    """The group of lengths of a source with some words."""
    return max((size for size in SIZES if size <= number), default=number)


def _usual(groups: dict[int, list[float]]) -> dict[int, float]:
    """The usual share of the expected length in each group, as a logarithm."""
    every = [share for shares in groups.values() for share in shares]
    if not every:
        return {}
    middle = statistics.median(every)
    return {
        group: (len(shares) * statistics.median(shares) + PRIOR * middle) / (len(shares) + PRIOR)
        for group, shares in groups.items()
    }


def _has_clause_mark(source: str, target: str) -> bool:
    """Whether a translation ends with a comma, or with a colon behind which the source goes on."""
    if target[-1:] in _COMMAS:
        return source[-1:] not in _COMMAS
    return target[-1:] in _COLONS and source[-1:] not in _COLONS and _CLAUSE_BEHIND.search(source) is not None


def _leaves_open(source: str, target: str) -> bool:
    """Whether a translation has a bracket or quotation mark that it does not close, and its source has none."""
    if any(target.count(left) > target.count(right) for left, right in _BRACKETS):
        return all(source.count(left) == source.count(right) for left, right in _BRACKETS[:2])
    return bool(target.count('"') % 2) and not source.count('"') % 2
