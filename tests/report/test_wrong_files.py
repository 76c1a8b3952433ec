"""Files that are wrong as a whole are told first and once."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Segment, Severity, Span, Verdict
from mtqe.report import causes, console, files, html, markdown, outcome
from mtqe.report.wrong_files import wrong_files
from mtqe.settings.config import GateConfig

Render = Callable[..., str]
MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL


def finding(check: str, segment: str, severity: Severity = MAJOR, kind: str | None = None) -> Finding:
    name = {"ACC104": "wrong-language", "HAL103": "detached-translation"}.get(check, f"name-of-{check}")
    span = (Span("target", 0, 2),)
    return Finding(
        check, name, "accuracy", severity, segment, f"{check} here", span, ("Le",), check + segment, kind=kind
    )


def report(*findings: Finding, targets: dict[str, str] | None = None) -> Report:
    """Two files of four segments each: `a1` to `a4`, `b1` to `b4`."""
    segments = tuple(
        Segment(f"{doc}{n}", "The bridge.", (targets or {}).get(f"{doc}{n}", "Le pont."), doc=doc,
                meta={"source_line": n, "target_line": n})
        for doc in "ab" for n in range(1, 5)
    )  # fmt: skip
    documents = tuple(Document(doc, "en", "de", (), f"de/{doc}.txt", None, f"en/{doc}.txt") for doc in "ab")
    run = Run("0", "", 0.0, "en", "de", (), (CheckItem("ACC104", "wrong-language", "ran"),), source_words=16)
    return Report(SCHEMA, run, documents, segments, (), findings)


FOREIGN = tuple(finding("ACC104", f"a{n}", CRITICAL, "fr") for n in (1, 2, 3))
AFTER = (finding("ACC101", "a1"), finding("MRK101", "a4", MINOR))


def test_a_file_in_another_language_is_one_cause() -> None:
    (wrong,) = wrong_files(report(*AFTER, *FOREIGN)).values()
    assert (wrong.name, wrong.message) == ("wrong-language", "the file is in French, not in German: 3 of 4 segments")
    assert wrong.suggestion == "did you mean --target-lang fr, or another file?"
    assert (wrong.findings, wrong.following) == (FOREIGN, AFTER)
    assert wrong.others == "2 other findings in the file follow from it"


def test_the_errors_of_the_only_file_are_not_a_second_reason() -> None:
    one = report(*AFTER, *FOREIGN)
    segments = tuple(segment for segment in one.segments if segment.doc == "a")
    one = msgspec.structs.replace(one, segments=segments, documents=one.documents[:1])
    one = msgspec.structs.replace(one, verdict=judge(one, GateConfig(uncovered="pass")))
    assert one.verdict is not None and one.verdict.reasons[0].startswith("3 critical errors; the limit is 0")
    ((heading, lines), *_) = outcome.lists(one)
    assert (heading, lines) == ("", ("the file is in French, not in German: 3 of 4 segments",))


def test_the_language_of_the_source_means_that_files_were_swapped() -> None:
    swapped = tuple(msgspec.structs.replace(one, kind="en") for one in FOREIGN)
    (wrong,) = wrong_files(report(*swapped)).values()
    assert wrong.suggestion == "that is the language of the source; give the source first, then its translation"
    assert wrong.others == ""


@pytest.mark.parametrize(
    "found",
    [
        FOREIGN[:2],
        tuple(msgspec.structs.replace(one, suppressed="a quotation") for one in FOREIGN),
        tuple(msgspec.structs.replace(one, kind=None) for one in FOREIGN),
        (FOREIGN[0], FOREIGN[0], FOREIGN[0]),
        (FOREIGN[0], finding("ACC104", "b1", CRITICAL, "fr"), finding("ACC104", "b2", CRITICAL, "fr")),
    ],
)
def test_single_foreign_segments_are_not_the_whole_file(found: tuple[Finding, ...]) -> None:
    assert wrong_files(report(*found)) == {}


def test_the_translation_of_another_text() -> None:
    found = (finding("HAL103", "a1", CRITICAL), finding("HAL103", "a2"), finding("HAL103", "a3"), *AFTER)
    (wrong,) = wrong_files(report(*found)).values()
    assert wrong.message == "this does not look like a translation of en/a.txt: 1 of 4 segments match"
    assert wrong.following == AFTER


def test_a_translation_that_lacks_sentences_is_the_right_file() -> None:
    lost = tuple(finding("ACC105", f"a{n}") for n in (1, 2, 3))
    assert wrong_files(report(*lost, targets={"a1": "", "a2": "", "a3": ""})) == {}
    added = tuple(finding("ACC106", f"a{n}") for n in (1, 2, 3))
    assert wrong_files(report(*added)) == {}


def test_the_wrong_file_comes_before_everything_else() -> None:
    other = finding("ACC103", "b1", CRITICAL)
    first, second = causes.causes(report(other, *AFTER, *FOREIGN))
    assert first.wrong
    assert (first.name, first.also) == ("wrong-language", AFTER)
    assert second.findings == (other,)


def test_the_heading_counts_the_findings_of_its_severity_only() -> None:
    found = (finding("ACC104", "a1", CRITICAL, "fr"), *(finding("ACC104", f"a{n}", MAJOR, "fr") for n in (2, 3)))
    group = causes.by_severity(report(*found, finding("ACC104", "a4", CRITICAL, "fr")), None)[CRITICAL]
    assert len(group[0].findings) == 4
    assert causes.heading(CRITICAL, group) == "2 critical, 1 cause"


def test_views_tell_it_once_and_list_no_error_that_follows(render: Render) -> None:
    made = report(*AFTER, *FOREIGN, finding("ACC103", "b1"))
    made = msgspec.structs.replace(made, verdict=judge(made, GateConfig(uncovered="pass")))
    message = "the file is in French, not in German: 3 of 4 segments"
    text = render(console, made, 160)
    assert text.count("wrong-language  ACC104") == 1
    assert "name-of-ACC101" not in text
    assert "name-of-ACC103  ACC103  de/b.txt:1" in text
    assert "2 other findings in the file follow from it" in text
    assert files.files(made)[0].reasons[0] == message
    assert message in render(markdown, made)
    page = render(html, made)
    assert page.count('data-state="follows"') == 4
    assert page.count(f"{message}; 2 other findings in the file follow from it</p>") == 1
    assert page.index(">wrong-language</a>") < page.index(">name-of-ACC103</a>") < page.index(">name-of-ACC101</a>")


def test_of_one_file_it_is_the_first_reason(render: Render) -> None:
    made = report(*FOREIGN)
    made = msgspec.structs.replace(made, documents=made.documents[:1], segments=made.segments[:4])
    made = msgspec.structs.replace(made, verdict=judge(made, GateConfig(uncovered="pass")))
    assert render(console, made, 120).splitlines()[1] == " - the file is in French, not in German: 3 of 4 segments"
    passed = msgspec.structs.replace(made, verdict=Verdict(True, tolerated=("3 critical errors",)))
    assert "- the file is in" not in render(console, passed, 120)


def test_names_of_files_and_languages_cannot_become_markup(render: Render) -> None:
    evil = "<script>alert(1)</script>"
    foreign = tuple(msgspec.structs.replace(one, kind=evil) for one in FOREIGN)
    apart = tuple(finding("HAL103", f"b{n}") for n in (1, 2, 3, 4))
    made = report(*foreign, *apart)
    documents = tuple(msgspec.structs.replace(one, source_path=evil) for one in made.documents)
    made = msgspec.structs.replace(made, documents=documents)
    assert len(wrong_files(made)) == 2
    for view in (html, markdown):
        assert "<script>alert" not in render(view, made)
