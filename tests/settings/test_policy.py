from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import coded
import msgspec
import pytest

from mtqe.errors import ConfigError
from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Score, Segment, Severity
from mtqe.settings import sources as config
from mtqe.settings.policy import CategoryLimits, GateConfig, Match, Rule, path_fits, with_domains

NEUTRAL, MINOR, MAJOR, CRITICAL = Severity
NO_LIMIT: dict[str, Any] = {"max": {}, "max_per_1000": {}}
TEXT = "one two three four five six seven eight nine ten"
DOCUMENTS = (
    Document("a", "en", "de-AT", path="docs/legal/terms.de.md"),
    Document("b", "en", "de-AT", path="docs/blog/news.de.md"),
    Document("c", "en", "ja", path="docs/blog/news.ja.md"),
)


def finding(severity: Severity, segment: str = "a1", **more: Any) -> Finding:
    fields = {"name": "bad-thing", "category": "accuracy/mistranslation", "fingerprint": segment + severity} | more
    return Finding("T1", severity=severity, segment=segment, message="", spans=(), marked=(), **fields)


def report(*findings: Finding, scores: tuple[Score, ...] = (), per_document: int = 40) -> Report:
    """Three documents of 400 words each."""
    segments = tuple(
        Segment(f"{document.id}{number}", f"{TEXT} {number}", "x", doc=document.id)
        for document in DOCUMENTS
        for number in range(1, per_document + 1)
    )
    run = Run("0", "", source_lang="en", checks=(CheckItem("T1", "bad-thing", "ran"),), source_words=33 * per_document)
    return Report(SCHEMA, run, DOCUMENTS, segments, scores, findings)


def reasons(got: Report, policy: GateConfig, baseline: Report | None = None) -> tuple[str, ...]:
    return judge(got, policy, baseline).reasons


def test_limits_by_category_count_what_is_below_it() -> None:
    policy = GateConfig(**NO_LIMIT, each="corpus", category={"accuracy": CategoryLimits(max={MINOR: 0})})
    assert reasons(report(finding(MINOR, category="terminology")), policy) == ()
    assert reasons(report(finding(MINOR, category="accuracy/omission")), policy) == (
        "1 minor error of accuracy; the limit is 0 (bad-thing in segment a1)",
    )
    assert judge(report(), policy).rulings[0].rule == "category.accuracy.max.minor"


def test_category_penalty_and_rate() -> None:
    limits = CategoryLimits(max_per_1000={MAJOR: 1.0}, max_mqm_per_1000=5.0)
    policy = GateConfig(**NO_LIMIT, each="corpus", category={"accuracy/mistranslation": limits})
    found = reasons(report(*[finding(MAJOR)] * 3), policy)
    assert [reason.split(";")[1] for reason in found] == [
        " the limit is 1 (bad-thing in segment a1, bad-thing in segment a1, bad-thing in segment a1)",
        " the limit is 5 (bad-thing in segment a1, bad-thing in segment a1, bad-thing in segment a1)",
    ]


def test_an_unknown_category_is_an_error() -> None:
    policy = GateConfig(category={"acuracy/omission": CategoryLimits()})
    with pytest.raises(ConfigError, match="did you mean 'accuracy/omission'"):
        judge(report(), policy)


def test_every_document_can_be_judged_by_itself() -> None:
    found = (finding(MAJOR, "a1"), finding(MAJOR, "b1"))
    policy = GateConfig(max={MAJOR: 1}, max_per_1000={}, each="corpus")
    assert len(reasons(report(*found), policy)) == 1
    single = GateConfig(max={MAJOR: 1}, max_per_1000={}, each="document")
    assert reasons(report(*found), single) == ()
    assert reasons(report(*found, finding(MAJOR, "b2")), single) == (
        "docs/blog/news.de.md: 2 major errors; the limit is 1 (bad-thing in segment b1, bad-thing in segment b2)",
    )


@pytest.mark.parametrize(
    ("match", "parts"),
    [
        (Match(target_lang="de"), {"a", "b"}),
        (Match(target_lang=("ja", "zh")), {"c"}),
        (Match(path="legal/*"), {"a"}),
        (Match(path=("legal/*", "*.ja.md")), {"a", "c"}),
        (Match(target_lang="de", path="blog/*"), {"b"}),
        (Match(domain="legal"), {"a"}),
        (Match(source_lang="fr"), set()),
        (Match(), {"a", "b", "c"}),
    ],
)
def test_a_rule_governs_what_it_matches(match: Match, parts: set[str]) -> None:
    policy = GateConfig(**NO_LIMIT, rules=(Rule(match, each="document", max={MINOR: 0}),))
    got = with_domains(report(*(finding(MINOR, f"{doc}1") for doc in "abc")), {"legal": ("docs/legal/*",)})
    named = {document.path: document.id for document in DOCUMENTS}
    found = {doc for ruling in judge(got, policy).rulings for path, doc in named.items() if str(path) in ruling.part}
    assert found == parts


def test_the_first_rule_that_fits_wins_and_inherits_the_rest() -> None:
    rules = (Rule(Match(path="legal/*"), name="legal", max={MINOR: 0}), Rule(Match(target_lang="de"), max={MINOR: 5}))
    policy = GateConfig(max={CRITICAL: 0}, max_per_1000={}, each="corpus", rules=rules)
    got = report(finding(MINOR, "a1"), finding(MINOR, "b1"), finding(CRITICAL, "c1"), finding(CRITICAL, "a2"))
    assert reasons(got, policy) == (
        "legal: 1 critical error; the limit is 0 (bad-thing in segment a2)",
        "legal: 2 minor or critical errors; the limit is 0 (bad-thing in segment a2, bad-thing in segment a1)",
        "other documents: 1 critical error; the limit is 0 (bad-thing in segment c1)",
    )


def test_no_finding_escapes_the_parts() -> None:
    policy = GateConfig(max={MINOR: 0}, max_per_1000={}, rules=(Rule(Match(path="legal/*")),))
    assert len(reasons(report(finding(MINOR, "nowhere")), policy)) == 1


def test_a_part_has_its_own_words_and_scores() -> None:
    scores = (
        Score("chrf", "corpus", 60.0),
        Score("chrf", "document", 80.0, doc="a", n=10),
        Score("chrf", "document", 50.0, doc="b", n=30),
        Score("chrf", "document", 40.0, doc="c", n=10),
    )
    policy = GateConfig(**NO_LIMIT, rules=(Rule(Match(target_lang="de"), min={"chrf": 58.0}),))
    assert reasons(report(scores=scores), policy) == (
        "target_lang de: chrf (mean of 2 documents) is 57.5; the floor is 58",
    )
    single = GateConfig(**NO_LIMIT, min={"chrf": 45.0}, each="document")
    assert reasons(report(scores=scores), single) == ("docs/blog/news.ja.md: chrf is 40.0; the floor is 45",)
    rates = GateConfig(max={}, max_per_1000={MAJOR: 3.0}, each="document")
    assert "in 440 words" in reasons(report(*[finding(MAJOR)] * 2), rates)[0]


def test_low_confidence_never_gates() -> None:
    policy = GateConfig(min_confidence=0.6)
    assert reasons(report(finding(CRITICAL, confidence=0.59)), policy) == ()
    assert len(reasons(report(finding(CRITICAL, confidence=0.6)), policy)) == 1
    assert len(reasons(report(finding(CRITICAL)), policy)) == 1


def test_suppressed_findings_never_gate() -> None:
    verdict = judge(report(finding(CRITICAL, suppressed="agreed")), GateConfig())
    assert verdict.passed
    assert verdict.mqm is not None and verdict.mqm.penalty == 0


@pytest.mark.parametrize(
    ("where", "hint"), [("gate.min", "chrf"), ("gate.max_score", "chrf"), ("gate.max_drop", "chrf")]
)
def test_metric_names_are_checked_in_rules_too(where: str, hint: str) -> None:
    table = {where.removeprefix("gate."): {"chrff": 1.0}}
    with pytest.raises(ConfigError, match=rf"gate.rules\[0\].{where[5:]} 'chrff'; did you mean '{hint}'"):
        judge(report(), GateConfig(rules=(Rule(**table),)))


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("docs/legal/terms.de.md", True),
        ("legal/*", True),
        ("*.md", True),
        ("docs/**", True),
        ("/docs/legal/*", False),
        ("egal/*", False),
        ("en/*", True),
        ("*.txt", False),
    ],
)
def test_path_patterns(pattern: str, fits: bool) -> None:
    document = Document("a", path="docs/legal/terms.de.md", source_path="en\\terms.md")
    assert path_fits(document, pattern) is fits


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[gate.rules]]\nmach = {}\n", "unknown key 'gate.rules.mach'"),
        ("[[gate.rules]]\nmatch = {path = 3}\n", "gate.rules"),
        ("[[gate.rules]]\nmatch = {lang = 'de'}\n", "unknown key 'gate.rules.match.lang'"),
        ("[gate.category.accuracy]\nmaximum = 1\n", "unknown key 'gate.category.accuracy.maximum'"),
        ("[gate]\nundecided = 'maybe'\n", "gate.undecided: Invalid value 'maybe'"),
        ("[[gate.rules]]\nmin = {bleu = nan}\n", "gate.rules[0].min.bleu: nan is not a limit"),
        ("[gate]\nmin_confidence = 2\n", "gate.min_confidence: Expected `float` <= 1"),
    ],
)
def test_faults_in_a_policy_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mtqe.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        config.load(tmp_path)
    assert message in error.value.message


def test_paths_in_a_policy_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "mtqe.toml").write_text("suppressions = 's.toml'\nbaseline = 'b'\n[history]\npath = 'h.jsonl'\n")
    found = config.load(tmp_path).config
    assert (found.suppressions, found.baseline) == (str(tmp_path / "s.toml"), str(tmp_path / "b"))
    assert found.history.path == str(tmp_path / "h.jsonl")


def test_the_example_of_the_guide_is_a_policy(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "gate.md").read_text(encoding="utf-8")
    blocks = [block.split("```")[0] for block in guide.split("```toml\n")[1:]]
    (example,) = [block for block in blocks if "[gate.max]" in block]
    (tmp_path / "mtqe.toml").write_text(example, encoding="utf-8")
    found = config.load(tmp_path).config
    assert found.gate.rules and found.gate.category and found.gate.max_drop and found.domains
    judge(report(), found.gate)
    every = {*GateConfig.__struct_fields__}
    assert set(tomllib.loads(example)["gate"]) == every, "the example shows every key"


def test_the_text_of_codes_is_no_words_of_a_part() -> None:
    policy = GateConfig(max={}, max_per_1000={MAJOR: 3.0}, each="document")
    plain = report(*[finding(MAJOR)] * 2)
    longer = msgspec.structs.replace(plain, segments=tuple(map(coded.lengthened, plain.segments)))
    assert "in 440 words" in reasons(longer, policy)[0]
    assert reasons(longer, policy) == reasons(plain, policy)
