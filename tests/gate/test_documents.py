"""The outcome of each document."""

from __future__ import annotations

import msgspec

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Problem, Report, Run, Score, Segment, Severity, Shard
from mtqe.settings.config import GateConfig

MAJOR, CRITICAL = Severity.MAJOR, Severity.CRITICAL


def report(*findings: tuple[str, Severity], problems: tuple[Problem, ...] = ()) -> Report:
    """Two documents of two segments; a finding is given by its segment and severity."""
    segments = tuple(Segment(f"{doc}{n}", "one two three", "eins zwei drei", doc=doc) for doc in "ab" for n in (1, 2))
    found = tuple(
        Finding("ACC101", "wrong", "accuracy/x", severity, segment, "m", (), (), f"{segment}{n}")
        for n, (segment, severity) in enumerate(findings)
    )
    run = Run("0", "", source_lang="en", checks=(CheckItem("ACC101", "wrong", "ran", area="numbers"),), source_words=12)
    documents = tuple(Document(doc, "en", "de", (), f"de/{doc}.txt", None, f"en/{doc}.txt") for doc in "ab")
    return Report(SCHEMA, run, documents, segments, (), found, problems)


def outcomes(made: Report, policy: GateConfig) -> dict[str | None, tuple[str, tuple[str, ...]]]:
    policy = msgspec.structs.replace(policy, uncovered="pass")
    return {one.document: (one.outcome, one.reasons) for one in judge(made, policy).documents}


def test_a_document_fails_by_itself() -> None:
    got = outcomes(report(("b2", MAJOR)), GateConfig(max={MAJOR: 0}))
    assert got == {"a": ("pass", ()), "b": ("fail", ("1 major error; the limit is 0 (wrong in segment b2)",))}


def test_a_limit_on_all_documents_asks_to_check_each() -> None:
    made = report(("a1", MAJOR), ("b2", MAJOR))
    got = outcomes(made, GateConfig(each="corpus", max={MAJOR: 1}, max_per_1000={}))
    why = "all files together: 2 major errors; the limit is 1 (wrong in segment a1, wrong in segment b2)"
    assert got == {"a": ("check", (why,)), "b": ("check", (why,))}


def test_a_document_that_breaks_the_limit_of_all_alone_is_to_blame() -> None:
    made = report(("a1", MAJOR), ("a2", MAJOR))
    got = outcomes(made, GateConfig(each="corpus", max={MAJOR: 1}, max_per_1000={}))
    assert got["a"] == ("fail", ("2 major errors; the limit is 1 (wrong in segment a1, wrong in segment a2)",))
    assert got["b"] == ("pass", ()), "it has no error"


def test_a_rate_of_all_documents_asks_to_check_those_that_are_too_short_for_their_own() -> None:
    made = report(*((f"a{n}", MAJOR) for n in (1, 2, 1, 2)))
    got = outcomes(made, GateConfig(min_words=7))
    assert got["a"][0] == "fail"
    assert got["b"][0] == "check"
    assert got["b"][1][0].startswith("all documents: 4 major errors in 12 words")
    assert outcomes(made, GateConfig(min_words=6))["b"] == ("pass", ())


def test_missing_texts_ask_to_check_the_documents_that_have_them() -> None:
    made = report()
    meta = {"missing": True}
    lost = tuple(msgspec.structs.replace(s, target="", meta=meta) if s.id == "b1" else s for s in made.segments)
    got = outcomes(msgspec.structs.replace(made, segments=lost), GateConfig())
    assert (got["a"][0], got["b"][0]) == ("pass", "check")


def test_a_document_that_others_outweigh_is_named() -> None:
    policy = GateConfig(each="corpus", max={}, max_per_1000={MAJOR: 200.0}, never_spared=(), min_words=0)
    got = outcomes(report(("a1", MAJOR), ("a2", MAJOR)), policy)
    assert got["a"][0] == "check"
    assert got["a"][1][0].startswith("would fail alone: 2 major errors")
    assert got["b"] == ("pass", ())


def test_a_score_of_all_documents_asks_to_check_each() -> None:
    made = msgspec.structs.replace(report(("a1", CRITICAL)), scores=(Score("chrf", "corpus", 40.0),))
    got = outcomes(made, GateConfig(max={CRITICAL: 0}, min={"chrf": 50.0}))
    assert got["a"][0] == "fail"
    assert got["b"][0] == "check"
    assert got["b"][1][0].startswith("all documents: ")


def test_what_could_not_run_leaves_every_document_incomplete_that_does_not_fail() -> None:
    made = report(("b1", CRITICAL), problems=(Problem("check X", "boom"),))
    got = outcomes(made, GateConfig(max={CRITICAL: 0}))
    assert got["a"] == ("incomplete", ("incomplete: check X: boom",))
    assert got["b"][0] == "fail"
    assert outcomes(made, GateConfig(max={}, max_per_1000={}, incomplete="pass"))["a"] == ("pass", ())


def test_a_file_that_could_not_be_read_says_nothing_of_the_others() -> None:
    missing = Problem("file en/c.txt", "no counterpart in de")
    own = Problem("file de/b.txt", "its texts stand below the key 'en'")
    got = outcomes(report(problems=(missing, own)), GateConfig())
    assert got == {"a": ("pass", ()), "b": ("incomplete", ("its texts stand below the key 'en'",))}
    assert outcomes(report(problems=(own,)), GateConfig(incomplete="pass"))["b"] == ("pass", ())


def test_a_document_without_text_does_not_pass() -> None:
    made = report()
    made = msgspec.structs.replace(made, documents=(*made.documents, Document("c", "en", "de", (), "de/c.txt")))
    assert outcomes(made, GateConfig())["c"] == ("check", ("the file has no text, so nothing was judged",))


def test_each_system_has_its_documents() -> None:
    made = report(("a1", CRITICAL))
    segments = tuple(msgspec.structs.replace(s, system=name) for name in ("x", "y") for s in made.segments)
    found = tuple(msgspec.structs.replace(finding, system="y") for finding in made.findings)
    run = msgspec.structs.replace(made.run, systems=("x", "y"))
    verdict = judge(
        msgspec.structs.replace(made, segments=segments, findings=found, run=run), GateConfig(uncovered="pass")
    )
    assert [(one.system, one.document, one.outcome) for one in verdict.documents] == [
        ("x", "a", "pass"), ("x", "b", "pass"), ("y", "a", "fail"), ("y", "b", "pass")
    ]  # fmt: skip


def test_a_shard_judges_no_document() -> None:
    made = report()
    part = msgspec.structs.replace(made, run=msgspec.structs.replace(made.run, shard=Shard(1, 2)))
    assert judge(part, GateConfig()).documents == ()
