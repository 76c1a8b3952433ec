"""The nouns of a release: the reports of several languages, and one verdict on all of them.

Each language keeps an ordinary report, because what a report says is of one pair of languages: which checks ran and how
far they can be trusted, scores and their intervals, rates per 1,000 words. None of these has a sum over languages.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from mtqe.model.report import Report

RELEASE = "mtqe.release/1"
"""Name and number of the schema."""
ReleaseOutcome = Literal["pass", "fail", "incomplete"]


class ReleaseVerdict(msgspec.Struct, frozen=True):
    """Whether a release may ship.

    Args:
        passed: Whether every language that must pass does.
        reasons: One sentence for each language that must pass and does not.
        outcome: `fail` if such a language fails, else `incomplete` if such a language is incomplete, else `pass`.
        tolerated: One sentence for each language that does not pass and need not.
        label: The outcome in the words of all views: `PASS`, `FAIL` or `INCOMPLETE`.
    """

    passed: bool
    reasons: tuple[str, ...] = ()
    outcome: ReleaseOutcome = "pass"
    tolerated: tuple[str, ...] = ()
    label: str = ""


class LanguageReport(msgspec.Struct, frozen=True):
    """A language of a release.

    Args:
        name: Its name in the release: the BCP 47 tag of the translation, or the tag and the file of the report if there
            are several reports of one language.
        report: Its report, with its verdict.
        required: Whether the release passes only if this language does.
    """

    name: str
    report: Report
    required: bool = True


class Release(msgspec.Struct, frozen=True):
    """The reports of several languages.

    Args:
        schema: Name and number of this schema.
        languages: The languages, in the order in which they were asked for.
        verdict: The verdict on all of them; `None` if a report has none.
    """

    schema: str
    languages: tuple[LanguageReport, ...]
    verdict: ReleaseVerdict | None = None
