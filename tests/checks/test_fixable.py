"""What a check says it surely mends is mended: with the correction the check is silent, and no other check speaks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtqe.checks import runner
from mtqe.model import Finding, Glossary, Segment, Term
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context, Example

CHECKS = check_table.checks()
BAD = [
    pytest.param(check, example, id=f"{check.id}-{number}")
    for check in CHECKS.values()
    for number, example in enumerate(check.examples)
    if example.marks and not example.page and set(check.needs) <= {"glossary"}
]
JUDGES = [check for check in CHECKS.values() if check.status == "stable" and "error spans" not in check.needs]
"""The checks that must not speak newly. Preview checks do not run by default."""


def segments_of(check: Check, example: Example) -> list[Segment]:
    sides = [[text] if check.scope == "segment" else text.split("\n") for text in (example.source, example.target)]
    meta = {"kind": "match"} if example.aligned else {}
    facts = [*example.meta, *[{}] * len(sides[0])]
    return [
        Segment(str(number), *pair, meta=meta | dict(facts[number - 1]))
        for number, pair in enumerate(zip(*sides, strict=True), 1)
    ]


def findings(checks: Sequence[Check], segments: Sequence[Segment], example: Example) -> tuple[Finding, ...]:
    terms = tuple(Term(source, target, status) for source, target, status in example.glossary)
    context = Context(*example.langs, glossary=Glossary(terms) if terms else None)
    return runner.run(checks, segments, context).findings


def mended(segments: Sequence[Segment], found: Sequence[Finding]) -> list[Segment]:
    texts = {segment.id: segment.target for segment in segments}
    changes = [(finding.segment, span, text) for finding in found for span, text in finding.changes]
    for segment, span, text in sorted(changes, key=lambda change: -change[1].start):
        texts[segment] = texts[segment][: span.start] + text + texts[segment][span.end :]
    return [Segment(segment.id, segment.source, texts[segment.id]) for segment in segments]


@pytest.mark.parametrize(("check", "example"), BAD)
def test_a_correction_mends(check: Check, example: Example) -> None:
    before = segments_of(check, example)
    found = findings([check], before, example)
    fixable = [finding for finding in found if finding.fixable]
    if not fixable:
        return
    assert check.mends, f"{check.id} has a fixable hit, but does not say mends=True"
    after = mended(before, fixable)
    left = len(found) - len(fixable)
    assert len(findings([check], after, example)) == left, after
    spoke = {finding.check for finding in findings(JUDGES, before, example)}
    assert {finding.check for finding in findings(JUDGES, after, example)} <= spoke, after


@pytest.mark.parametrize("check", [check for check in CHECKS.values() if check.mends], ids=lambda check: check.id)
def test_a_check_that_mends_shows_it(check: Check) -> None:
    examples = [example for example in check.examples if example.marks]
    assert any(f.fixable for example in examples for f in findings([check], segments_of(check, example), example))


UNSURE = [
    ("ART103", "Der Preis ist „hoch „ und gut.", "en-de"),
    ("ART103", "Ein Rohr von 5 ” ist gut.", "en-de"),
    ("MRK111", "Er nutzt Meine.Marke gern.", "en-de"),
    ("LOC103", "By 2.1.2022", "de-en"),
    ("LOC103", "Am Mai 5, 2021", "en-de"),
    ("LOC111", "Quién es？", "zh-es"),
    ("LOC111", "siehe hafen。example", "zh-de"),
    ("ART109", "Nun . . vielleicht", "en-de"),
    ("LOC108", "文.件未找到", "en-zh"),
    ("TRM105", "Es läuft mit VoWiFi.", "en-de"),
]


@pytest.mark.parametrize(("name", "target", "langs"), UNSURE)
def test_what_is_not_sure_is_not_fixable(name: str, target: str, langs: str) -> None:
    source = {"LOC103": "Bis 2.1.2022" if langs == "de-en" else "On May 5, 2021", "TRM105": "VoWifi"}.get(
        name, "The source"
    )
    example = Example(source, target, langs=(langs.split("-")[0], langs.split("-")[1]))
    (found,) = findings([CHECKS[name]], segments_of(CHECKS[name], example), example)
    assert not found.fixable
    assert found.changes == ()


TERMS = [
    ("The site is new.", "Die Webseite ist neu.", ("site", "Webseite", "Internetauftritt"), False),  # another gender
    ("The sites are new.", "Die Webseiten sind neu.", ("site", "Webseite", "Internetauftritt"), True),
    ("He runs a web shop.", "Er betreibt einen Web-Shop.", ("web shop", "Web-Shop", "Webshop"), True),
    ("The pilot strike ended.", "Der Lotsenstreik endete.", ("pilot", "Lotse", "Hafenlotse"), False),  # a compound
]


@pytest.mark.parametrize(("source", "target", "term", "fixable"), TERMS)
def test_a_forbidden_term_is_replaced_if_no_other_word_changes(
    source: str, target: str, term: tuple[str, str, str], fixable: bool
) -> None:
    rows = ((term[0], term[1], "forbidden"), (term[0], term[2], "preferred"))
    example = Example(source, target, glossary=rows)
    (found,) = findings([CHECKS["TRM102"]], segments_of(CHECKS["TRM102"], example), example)
    assert found.fixable == fixable
