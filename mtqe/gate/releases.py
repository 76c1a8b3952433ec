"""The verdict on a release: its languages were judged one by one, and `[gate.languages]` says which must pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mtqe.gate import needed
from mtqe.language import language_tags
from mtqe.model import Report
from mtqe.model.release import RELEASE, LanguageReport, Release, ReleaseOutcome, ReleaseVerdict
from mtqe.settings.policy import Duty

OTHERS = "*"
"""The key of `[gate.languages]` that stands for every language without a key of its own."""


def joined(reports: Sequence[tuple[str, Report]], duties: Mapping[str, Duty]) -> Release:
    """The release of reports, with its verdict if each of them has one.

    Args:
        reports: The reports by the name of each in the release.
        duties: `[gate.languages]` of the policy.

    Raises:
        ConfigError: A key of `[gate.languages]` is not a tag that CLDR knows.
    """
    duties = {key if key == OTHERS else language_tags.canonical(key): duty for key, duty in duties.items()}
    languages = tuple(
        LanguageReport(name, report, _duty(report.run.target_lang or "", duties) == "must-pass")
        for name, report in reports
    )
    judged = all(one.report.verdict for one in languages)
    return Release(RELEASE, languages, _verdict(languages, duties) if judged else None)


def _duty(lang: str, duties: Mapping[str, Duty]) -> Duty:
    """What the policy says of a language: by its tag, by the tag without a region, or of every other language."""
    keys = (lang, lang.split("-")[0], OTHERS)
    return next((duties[key] for key in keys if key in duties), "must-pass")


def _verdict(languages: Sequence[LanguageReport], duties: Mapping[str, Duty]) -> ReleaseVerdict:
    failing = [one for one in languages if one.report.verdict and not one.report.verdict.passed]
    required = [one for one in failing if one.required]
    absent = list(_absent(languages, duties))
    failed = any(one.report.verdict and not one.report.verdict.incomplete for one in required)
    outcome: ReleaseOutcome = "fail" if failed else "incomplete" if required or absent else "pass"
    return ReleaseVerdict(
        passed=outcome == "pass",
        reasons=(*map(_sentence, required), *absent),
        outcome=outcome,
        tolerated=tuple(f"{_sentence(one)} (gate.languages)" for one in failing if not one.required),
        label=outcome.upper(),
    )


def _sentence(one: LanguageReport) -> str:
    """`de: FAIL: 1 critical error; the limit is 0 (and 2 more reasons)`."""
    verdict = one.report.verdict
    assert verdict is not None
    more = len(verdict.reasons) - 1
    rest = f" (and {more:,} more reason{'s' if more > 1 else ''})" if more > 0 else ""
    return f"{one.name}: {verdict.word}: {verdict.reasons[0].removeprefix(needed.INCOMPLETE)}{rest}"


def _absent(languages: Sequence[LanguageReport], duties: Mapping[str, Duty]) -> Iterator[str]:
    """The languages that the policy names as needed, and of which there is no report."""
    known = [one.report.run.target_lang or "" for one in languages]
    for key, duty in duties.items():
        if duty == "must-pass" and key != OTHERS and not any(language_tags.same_language(key, tag) for tag in known):
            yield f"{key}: INCOMPLETE: it must pass (gate.languages), and no report is of this language"
