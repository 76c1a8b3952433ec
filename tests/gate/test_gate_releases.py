"""The verdict on a release of several languages."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from mtqe.errors import ConfigError
from mtqe.gate.releases import joined
from mtqe.model import SCHEMA, Report, Run, Verdict
from mtqe.settings.policy import Duty

PASS, FAIL = Verdict(True, label="PASS"), Verdict(False, ("1 critical error; the limit is 0", "more"), label="FAIL")
INCOMPLETE = Verdict(False, ("incomplete: language ja: no file",), incomplete=True, label="INCOMPLETE")


def of(lang: str, verdict: Verdict | None) -> tuple[str, Report]:
    return lang, Report(SCHEMA, Run("0", "", 0.0, "en", lang), verdict=verdict)


@pytest.mark.parametrize(
    ("verdicts", "duties", "label"),
    [
        ({"de": PASS, "fr": PASS}, {}, "PASS"),
        ({"de": PASS, "fr": FAIL, "ja": INCOMPLETE}, {}, "FAIL"),
        ({"de": PASS, "ja": INCOMPLETE}, {}, "INCOMPLETE"),
        ({"de": PASS, "fr": FAIL}, {"fr": "may-fail"}, "PASS"),
        ({"de": PASS, "pt-BR": FAIL}, {"pt": "may-fail"}, "PASS"),
        ({"de": FAIL, "fr": FAIL}, {"*": "may-fail", "de": "must-pass"}, "FAIL"),
        ({"de": PASS, "fr": FAIL}, {"*": "may-fail", "de": "must-pass"}, "PASS"),
        ({"de": PASS}, {"it": "must-pass"}, "INCOMPLETE"),
    ],
)
def test_the_languages_that_must_pass_decide(
    verdicts: Mapping[str, Verdict], duties: Mapping[str, Duty], label: str
) -> None:
    verdict = joined([of(*one) for one in verdicts.items()], duties).verdict
    assert verdict is not None
    assert (verdict.label, verdict.outcome, verdict.passed) == (label, label.lower(), label == "PASS")
    assert verdict.passed == (not verdict.reasons)


def test_every_language_says_why_in_one_sentence() -> None:
    release = joined([of("de", FAIL), of("ja", INCOMPLETE)], {"ja": "may-fail", "it": "must-pass"})
    assert release.verdict is not None
    assert release.verdict.reasons == (
        "de: FAIL: 1 critical error; the limit is 0 (and 1 more reason)",
        "it: INCOMPLETE: it must pass (gate.languages), and no report is of this language",
    )
    assert release.verdict.tolerated == ("ja: INCOMPLETE: language ja: no file (gate.languages)",)
    assert [one.required for one in release.languages] == [True, False]


def test_a_report_without_a_verdict_leaves_the_release_without_one() -> None:
    assert joined([of("de", PASS), of("fr", None)], {}).verdict is None


def test_an_unknown_language_of_the_policy_is_refused() -> None:
    with pytest.raises(ConfigError, match="unknown language 'xq'"):
        joined([of("de", PASS)], {"xq": "may-fail"})


def test_a_release_is_read_as_it_was_written() -> None:
    release = joined([of("de", PASS), of("fr", FAIL)], {"fr": "may-fail"})
    assert msgspec.json.decode(msgspec.json.encode(release), type=type(release)) == release
