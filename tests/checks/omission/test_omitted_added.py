"""Omitted and added text in aligned documents, and the wordings of page furniture."""

from __future__ import annotations

import re

import msgspec
import pytest

from mtqe.checks import runner
from mtqe.language import codes
from mtqe.language.boilerplate import boilerplate_kind, rules
from mtqe.model import Code, Finding, Segment, Side
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

RULES = rules()
EN = (
    "The dam held all night.",
    "Volunteers filled sandbags until dawn.",
    "Two schools stayed closed on Friday.",
    "Nobody was hurt in the valley.",
)
DE = (
    "Der Damm hielt die ganze Nacht.",
    "Freiwillige füllten bis zum Morgen Sandsäcke.",
    "Zwei Schulen blieben am Freitag zu.",
    "Im Tal wurde niemand verletzt.",
)


def cases(kind: str) -> list[object]:
    return [
        pytest.param(rule["what"], lang, line, id=f"{rule['name']}-{lang}-{n}")
        for rule in RULES
        for lang, lines in rule[kind].items()
        for n, line in enumerate(lines)
    ]


def check(*pairs: tuple[str, str], scores: tuple[float, ...] = (), docs: str = "") -> list[Finding]:
    segments = [
        Segment(
            str(n),
            source,
            target,
            doc=docs[n] if docs else "a",
            meta={"kind": "match"} | ({"score": scores[n]} if scores else {}),
        )
        for n, (source, target) in enumerate(pairs)
    ]
    context = Context("en", "de")
    outcome = runner.run(check_table.select(["ACC105", "ACC106"]), segments, context)
    assert outcome.problems == ()
    return list(outcome.findings)


def severities(*pairs: tuple[str, str], docs: str = "") -> list[str]:
    return [f"{finding.segment} {finding.check} {finding.severity}" for finding in check(*pairs, docs=docs)]


@pytest.mark.parametrize(("kind", "lang", "line"), cases("bad"))
def test_furniture_is_recognised(kind: str, lang: str, line: str) -> None:
    assert boilerplate_kind(line, lang) == kind
    assert boilerplate_kind(f"  {line}\n", lang) == kind


@pytest.mark.parametrize(("kind", "lang", "line"), cases("good"))
def test_lines_of_articles_are_not_furniture(kind: str, lang: str, line: str) -> None:
    assert boilerplate_kind(line, lang) is None


def test_every_pattern_compiles_and_matches_no_empty_line() -> None:
    for rule in RULES:
        for lang in {**rule.get("line", {}), **rule.get("within", {})}:
            for pattern in (*rule.get("line", {}).get(lang, ()), *rule.get("within", {}).get(lang, ())):
                assert re.compile(pattern).fullmatch("") is None, pattern


def test_furniture_is_read_in_its_own_language_only() -> None:
    assert boilerplate_kind("Anzeige", "de") == "an advertisement label"
    assert boilerplate_kind("Anzeige", "en") is None
    assert boilerplate_kind("", "en") is None
    assert boilerplate_kind("Sign up for our newsletter. " + "word " * 60, "en") is None


def test_a_lost_sentence_is_major_and_marked_without_its_margins() -> None:
    [finding] = check((EN[0], DE[0]), (f" {EN[1]} ", ""), (EN[2], DE[2]))
    assert (finding.segment, finding.severity, finding.marked) == ("1", "major", (EN[1],))
    assert finding.message == "this sentence is missing from the translation"
    assert finding.confidence is None


def test_a_lost_passage_is_critical_once() -> None:
    findings = check((EN[0], ""), (EN[1], ""), (EN[2], ""), (EN[3], DE[3]))
    assert [finding.severity for finding in findings] == ["critical", "major", "major"]
    assert findings[1].message == "sentence 2 of 3 in a row is missing from the translation"


def test_a_heading_does_not_make_a_passage() -> None:
    assert severities(("Flood watch", ""), (EN[1], ""), (EN[2], ""), (EN[3], DE[3])) == [
        "0 ACC105 minor",
        "1 ACC105 major",
        "2 ACC105 major",
    ]


def test_a_heading_before_a_lost_passage() -> None:
    assert severities(("Flood watch", ""), *((text, "") for text in EN[1:])) == [
        "0 ACC105 minor",
        "1 ACC105 critical",
        "2 ACC105 major",
        "3 ACC105 major",
    ]


def test_runs_end_at_a_match_and_at_the_end_of_a_document() -> None:
    findings = check((EN[0], ""), (EN[1], DE[1]), (EN[2], ""), (EN[3], ""), docs="aaab")
    assert {finding.message for finding in findings} == {"this sentence is missing from the translation"}


def test_sentences_of_one_bead_count_each() -> None:
    segment = Segment("1", " ".join(EN[:3]), "", meta={"kind": "omission", "source_sentences": [4, 5, 6], "score": 0.9})
    [finding] = runner.run(check_table.select(["ACC105"]), [segment], Context("en", "de")).findings
    assert finding.message == "sentences 1 to 3 of 3 in a row are missing from the translation"
    assert (finding.severity, finding.confidence) == ("critical", 0.9)


def test_an_added_sentence_is_major_and_furniture_is_minor() -> None:
    findings = check(("", "Jetzt unseren Newsletter abonnieren"), ("", DE[1]), (EN[0], DE[0]))
    assert [(f.check, f.severity, f.kind) for f in findings] == [
        ("ACC106", "minor", "boilerplate"),
        ("ACC106", "major", None),
    ]
    assert (
        findings[0].message == "sentence 1 of 2 in a row is not in the source; it looks like a newsletter sign-up box"
    )


def test_an_omission_next_to_an_addition_of_similar_length_is_doubtful() -> None:
    findings = check((EN[0], DE[0]), (EN[1], ""), ("", DE[2]), (EN[3], DE[3]), scores=(1, 0.8, 0.6, 1))
    assert [(f.severity, f.confidence) for f in findings] == [("minor", 0.4), ("minor", 0.3)]
    assert "aligned wrongly" in findings[0].message and "aligned wrongly" in findings[1].message


def test_an_omission_next_to_a_much_longer_addition_is_sure() -> None:
    findings = check((EN[1], ""), ("", DE[2] + " " + DE[3] + " " + DE[0]), scores=(0.8, 0.6))
    assert [(f.severity, f.confidence) for f in findings] == [("major", 0.8), ("major", 0.6)]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_translation_beside_the_copied_original_is_minor(is_first: bool) -> None:
    added, copies = [("", DE[1]), ("", DE[2])], [(EN[1], EN[1]), (EN[2], f"_{EN[2]}_")]
    pairs = [*added, *copies] if is_first else [*copies, *added]
    findings = [f for f in check((EN[0], DE[0]), *pairs, (EN[3], DE[3])) if f.check == "ACC106"]
    assert [f.severity for f in findings] == ["minor", "minor"]
    assert "copy of the source" in findings[0].message


def test_a_line_without_words_may_stand_between_the_copies() -> None:
    copies = [(EN[1], EN[1]), ("(...)", "(...)"), (EN[2], EN[2])]
    findings = [f for f in check(("", DE[1] + " " + DE[2]), *copies, (EN[3], DE[3])) if f.check == "ACC106"]
    assert [f.severity for f in findings] == ["minor"]


def test_a_short_copy_beside_an_added_passage_does_not_excuse_it() -> None:
    findings = check(("", DE[1] + " " + DE[2]), ("Low tide", "Low tide"), (EN[3], DE[3]))
    assert [f.severity for f in findings if f.check == "ACC106"] == ["major"]


def test_furniture_does_not_make_an_omission_doubtful() -> None:
    findings = check((EN[1], ""), ("", "Melden Sie sich für unseren Newsletter an."), scores=(0.8, 0.6))
    assert [(f.severity, f.confidence) for f in findings] == [("major", 0.8), ("minor", 0.6)]


def test_paired_input_is_not_judged() -> None:
    outcome = runner.run(check_table.select(["ACC105", "ACC106"]), [Segment("1", EN[0], "")], Context("en", "de"))
    assert [item.state for item in outcome.items] == ["not run", "not run"]


@pytest.mark.parametrize(("side", "check"), [("source", "ACC105"), ("target", "ACC106")])
def test_a_line_that_is_all_code_without_a_counterpart_is_minor(side: Side, check: str) -> None:
    code = Code(side, 0, 10, key="code", role="alone", kind="literal", value="tide --low")
    line = Segment("2", *(("tide --low", "") if side == "source" else ("", "tide --low")), codes=(code,))
    given = [Segment("1", EN[0], DE[0]), codes.bare(line), Segment("3", EN[2], DE[2])]
    segments = [msgspec.structs.replace(one, doc="a", meta={"kind": "match"}) for one in given]
    outcome = runner.run(check_table.select(["ACC105", "ACC106"]), segments, Context("en", "de"))
    assert [(one.check, one.segment, str(one.severity)) for one in outcome.findings] == [(check, "2", "minor")]


def test_code_on_both_sides_has_its_counterpart() -> None:
    both = tuple(Code(side, 0, 10, key="code", kind="literal", value="tide --low") for side in codes.SIDES)
    line = codes.bare(Segment("1", "tide --low", "tide --low", doc="a", meta={"kind": "match"}, codes=both))
    outcome = runner.run(check_table.select(["ACC105", "ACC106"]), [line], Context("en", "de"))
    assert outcome.findings == ()


def test_a_moved_item_of_a_list_is_minor() -> None:
    moved = ("Kinds of boats: trawlers, kayaks, or commits to the pilots.", "")
    there = ("", "Arten von Booten: Trawler, Kayaks, oder Commits an die Pilots.")
    match = (EN[0], DE[0])
    severities = [str(finding.severity) for finding in check(there, *[match] * 6, moved)]
    assert severities == ["minor", "minor"]
    severities = [str(finding.severity) for finding in check(there, *[match] * 13, moved)]
    assert severities == ["major", "major"], "too far away"
    severities = [str(finding.severity) for finding in check(("", DE[1]), *[match] * 6, moved)]
    assert severities == ["major", "major"], "no words in common"


def test_a_sentence_that_was_split_off_or_merged_is_minor() -> None:
    long = "The council closed the old swimming pool because its roof had begun to leak badly last winter."
    short = "Der Rat schloss das alte Schwimmbad."
    split, invented = "Das Dach war im letzten Winter undicht geworden.", "Die Kinder bekamen kostenlos ein großes Eis."
    assert severities((EN[0], DE[0]), (long, short), ("", split)) == ["2 ACC106 minor"]
    assert severities((EN[0], DE[0]), (long, short), ("", invented)) == ["2 ACC106 major"]
    roof, ice = "The roof had begun to leak last winter.", "The children were all given a big ice cream for free."
    merged = "Der Rat schloss das alte Schwimmbad, weil sein Dach im letzten Winter undicht geworden war."
    pool = "The council closed the old swimming pool."
    assert severities((EN[0], DE[0]), (pool, merged), (roof, "")) == ["2 ACC105 minor"]
    assert severities((EN[0], DE[0]), (pool, merged), (ice, "")) == ["2 ACC105 major"]
