"""Words that a team allows: which findings they accept, which never, and what the report and the verdict say."""

from __future__ import annotations

import tomllib

import pytest

from mtqe.errors import ConfigError
from mtqe.gate import verdicts
from mtqe.model import SCHEMA, CheckItem, Code, Document, Finding, Report, Run, Segment, Severity, Span
from mtqe.project import allowed_words, suppressions
from mtqe.settings import sources
from mtqe.settings.config import ChecksConfig, Config
from mtqe.settings.policy import GateConfig

UNTRANSLATED = "accuracy/untranslated"
SOURCE = "Log in as root and read the help of the Golden Lounge, at 9 pm."
TARGET = "Als root anmelden und die help der Golden Lounge lesen, um 8 Uhr."


def finding(
    check: str, category: str, *marked: str, side: str = "target", severity: Severity = Severity.MAJOR
) -> Finding:
    text = {"target": TARGET, "source": SOURCE}
    places = [("source", mark[1:]) if mark.startswith("<") else (side, mark) for mark in marked]
    spans = tuple(
        Span("source" if at == "source" else "target", text[at].index(mark), text[at].index(mark) + len(mark))
        for at, mark in places
    )
    return Finding(check, "a-name", category, severity, "1", "a message", spans, tuple(mark for _, mark in places), "f")


def report(*findings: Finding, source: str = SOURCE, codes: tuple[Code, ...] = ()) -> Report:
    run = Run("0", "", source_lang="en", target_lang="de", checks=(CheckItem("ART106", "a-name", "ran"),))
    segment = Segment("1", source, TARGET, doc="d", codes=codes)
    return Report(SCHEMA, run, (Document("d"),), (segment,), findings=findings)


@pytest.mark.parametrize(
    ("check", "category", "marked"),
    [
        ("ART106", UNTRANSLATED, ("root",)),
        ("ACC102", UNTRANSLATED, ("help der Golden Lounge",)),
        ("TRM101", "terminology/wrong-term", ("<help",)),
        ("TRM102", "terminology/wrong-term", ("<read", "help")),
        ("MRK113", "linguistic-conventions/spelling", ("root",)),
        ("ACC114", "accuracy/mistranslation", ("<Golden Lounge",)),
        ("MRK109", "design-and-markup/markup", ("<root",)),
    ],
)
def test_an_allowed_word_that_is_the_whole_reason_accepts(check: str, category: str, marked: tuple[str, ...]) -> None:
    words = ("root", "help", "Golden Lounge", "der")
    got = allowed_words.allowing(report(finding(check, category, *marked)), words)
    assert not got.findings[0].counts
    assert (got.findings[0].suppressed or "").startswith("allow_words: ")
    assert allowed_words.allowing(report(finding(check, category, *marked)), ("anmelden",)).findings[0].counts


@pytest.mark.parametrize(
    ("check", "category", "marked"),
    [
        ("ACC101", "accuracy/mistranslation", ("root",)),
        ("ACC112", "accuracy/mistranslation", ("<root", "root")),
        ("ACC105", "accuracy/omission", ("<root",)),
        ("ACC106", "accuracy/addition", ("root",)),
        ("ART106", UNTRANSLATED, ("root anmelden",)),
        ("ART106", UNTRANSLATED, ("root", "anmelden")),
        ("ACC102", UNTRANSLATED, ("root anmelden und die help der Golden Lounge lesen, um 8",)),
        ("ART106", UNTRANSLATED, ("golden",)),
        ("ACC114", "accuracy/mistranslation", ("<Golden Lounge", "Als")),
        ("ART106", UNTRANSLATED, ()),
    ],
)
def test_everything_else_counts(check: str, category: str, marked: tuple[str, ...]) -> None:
    marked = tuple(mark for mark in marked if mark != "golden")
    one = finding(check, category, *marked)
    got = allowed_words.allowing(report(one), ("root", "Root", "help", "golden", "Golden Lounge"))
    assert got.findings == (one,) and got.run.relaxed == ()


def test_capitals_count_except_at_the_beginning_of_a_word_in_small_letters() -> None:
    lounge, log = finding("ART106", UNTRANSLATED, "Golden"), finding("ART106", UNTRANSLATED, "<Log")
    assert allowed_words.allowing(report(lounge, log), ("golden", "log")).findings[0].suppressed
    assert allowed_words.allowing(report(lounge), ("GOLDEN",)).findings[0].suppressed is None


def test_the_verdict_names_the_words() -> None:
    found = [finding("ART106", UNTRANSLATED, word) for word in ("root", "root", "help", "anmelden")]
    config = Config(checks=ChecksConfig(allow_words=("root", "help")))
    got = suppressions.settled(report(*found), config, ())
    assert got.run.relaxed == ("checks.allow_words accepts 3 findings: “root” (2), “help”",)
    verdict = verdicts.judge(got, GateConfig())
    assert verdict.relaxed[:1] == got.run.relaxed
    assert any("3 major errors of words that are allowed" in text for text in verdict.tolerated), verdict.tolerated
    fewer = suppressions.settled(got, Config(checks=ChecksConfig(allow_words=("help",))), ())
    assert [one.suppressed is None for one in fewer.findings] == [True, True, False, True]
    assert fewer.run.relaxed == ("checks.allow_words accepts 1 finding: “help”",)
    assert suppressions.settled(fewer, Config(), ()) == fewer, "the marks of a stored report stay"


def test_words_of_code_spans_count_by_themselves() -> None:
    source = f"{SOURCE} Type `help` or `rm -rf`, not `the`."
    found = [finding("ART106", UNTRANSLATED, word) for word in ("help", "root")]
    got = allowed_words.allowing(report(*found, source=source), ())
    assert [one.suppressed for one in got.findings] == ["code of the source: help", None]
    assert got.run.relaxed == ("words of the source's own code accept 1 finding: “help”",)
    code = Code("source", 10, 14, "code", kind="literal", value="root")
    assert (
        allowed_words.allowing(report(*found, codes=(code,)), ()).findings[1].suppressed == "code of the source: root"
    )
    term = finding("TRM101", "terminology/wrong-term", "<help")
    critical = finding("ACC104", UNTRANSLATED, "help", severity=Severity.CRITICAL)
    assert allowed_words.allowing(report(term, critical, source=source), ()).findings == (term, critical)


def test_what_something_else_accepted_keeps_its_reason() -> None:
    import msgspec

    one = msgspec.structs.replace(finding("ART106", UNTRANSLATED, "root"), suppressed="house style (Ana)")
    assert allowed_words.allowing(report(one), ("root",)).findings == (one,)


def test_the_review_offers_a_word_only_if_it_would_accept_the_finding() -> None:
    assert allowed_words.offered(finding("ART106", UNTRANSLATED, "root")) == "root"
    assert allowed_words.offered(finding("ACC114", "accuracy/mistranslation", "<Golden Lounge")) == "Golden Lounge"
    assert allowed_words.offered(finding("ACC114", "accuracy/mistranslation", "<Golden Lounge", "Als")) == ""
    assert allowed_words.offered(finding("ART106", UNTRANSLATED, "root", "help")) == ""
    assert allowed_words.offered(finding("ART106", UNTRANSLATED, "8")) == ""
    assert allowed_words.offered(finding("ACC101", "accuracy/mistranslation", "root")) == ""
    assert allowed_words.offered(finding("ACC102", UNTRANSLATED, TARGET)) == ""


def test_words_are_added_to_the_configuration() -> None:
    before = '# ours\n[checks]\nallow_words = ["root"] # kept\nignore = ["LOC"]\n'
    text, new = allowed_words.added(before, ["help", "root", "help"])
    assert (tomllib.loads(text)["checks"]["allow_words"], new) == (["root", "help"], 1)
    assert text.startswith("# ours\n") and 'ignore = ["LOC"]' in text
    assert allowed_words.added(before, ["root"]) == (before, 0)
    assert tomllib.loads(allowed_words.added("", ["a"])[0]) == {"checks": {"allow_words": ["a"]}}
    project = tomllib.loads(allowed_words.added('[project]\nname = "x"\n', ["a"], pyproject=True)[0])
    assert project["tool"]["mtqe"]["checks"]["allow_words"] == ["a"]
    with pytest.raises(ConfigError, match="not a list"):
        allowed_words.added('[checks]\nallow_words = "a"\n', ["b"])


def test_a_number_is_not_a_word() -> None:
    with pytest.raises(ConfigError, match="allow_words"):
        sources.checked(Config(checks=ChecksConfig(allow_words=("1888",))))
