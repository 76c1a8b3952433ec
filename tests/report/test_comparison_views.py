"""The views of a comparison. The comparison is made by hand, so that no metric has to run."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import msgspec
import pytest
from rich.cells import cell_len

from mtqe.model import Finding, Interval, MetricFacts, Problem, Severity
from mtqe.model.comparison import (
    SCHEMA,
    Breakdown,
    Comparison,
    FindingChanges,
    MetricComparison,
    PairedTest,
    SegmentPair,
    Standing,
    Sureness,
    System,
)
from mtqe.registry import metric_table
from mtqe.report import comparison_console, comparison_markdown
from mtqe.report import comparison_view as words
from mtqe.report import json as reports
from mtqe.stats.mqm import mqm

Render = Callable[..., str]


def paired(system: str, difference: float, p: float, baseline: str = "old", better: bool | None = None) -> PairedTest:
    return PairedTest(
        baseline=baseline,
        system=system,
        difference=difference,
        better=difference > 0 if better is None else better,
        interval=Interval(difference - 1, difference + 1),
        p_value=p,
        p_holm=p,
        significant=p < 0.05,
        p_bootstrap=p,
        wins=0.9,
        detectable=1.43,
        agreement=0.8267 if difference > 1 else None,
    )


def metric(name: str, higher: bool, standings: list[Standing], *tests: PairedTest) -> MetricComparison:
    return MetricComparison(
        name, higher, 120, 0, "texts", {"name": name}, tuple(standings), tests, metric_table.installed(name)
    )


def finding(message: str, severity: Severity = Severity.MAJOR) -> Finding:
    return Finding("ACC103", "number-mismatch", "accuracy", severity, "7", message, (), (), "f")


def sample() -> Comparison:
    findings = (finding("5 became 50", Severity.CRITICAL), *(finding(f"case {n}") for n in range(7)))
    return Comparison(
        schema=SCHEMA,
        version="0.1.0",
        source_lang="en",
        target_lang="de",
        level=0.05,
        trials=10_000,
        resamples=1000,
        seed=12345,
        systems=(
            System("old", "old", 123, 3, 2, 2000, mqm(findings[:2], 2000), added=1),
            System("new", "new", 120, 0, 0, 2000, mqm(findings, 2000)),
        ),
        shared=120,
        metrics=(
            metric(
                "bleu",
                True,
                [Standing("new", 33.1, 1, 1, 1), Standing("old", 31.0, 2, 2, 2)],
                paired("new", 2.1, 0.0004),
            ),
            metric(
                "chrf", True, [Standing("new", 60.2, 1, 1, 2), Standing("old", 60.0, 1, 1, 2)], paired("new", 0.2, 0.43)
            ),
            metric(
                "ter",
                False,
                [Standing("old", 50.0, 1, 1, 1), Standing("new", 53.0, 2, 2, 2)],
                paired("new", 3.0, 0.012, better=False),
            ),
        ),
        breakdown=tuple(Breakdown("document", f"doc-{n}", "chrf", 10, (60.0, 60.0 + n)) for n in range(12)),
        differing=tuple(
            SegmentPair(
                "chrf",
                "old",
                "new",
                f"Source {n}.",
                "Das alte Haus.",
                "Das neue Haus.",
                40.0,
                90.0 - n,
                50.0 - n,
                True,
                "3",
                "4",
                doc="d",
            )
            for n in range(7)
        ),
        changes=(FindingChanges("old", "new", fixed=(finding("gone"),), new=findings, kept=()),),
        problems=(Problem("metric comet", "its scores are of different kinds: model is a and b"),),
        notes=("the reports were checked against different glossaries",),
    )


def three() -> Comparison:
    base = sample()
    one = metric(
        "chrf",
        True,
        [Standing("third", 63.0, 1, 1, 1), Standing("new", 60.2, 2, 2, 3), Standing("old", 60.0, 2, 2, 3)],
        paired("new", 0.2, 0.43),
        paired("third", 3.0, 0.001),
        paired("third", 2.8, 0.001, "new"),
    )
    systems = (*base.systems, System("third", "x", 120, 0, 0, 2000))
    return msgspec.structs.replace(base, systems=systems, metrics=(one,), breakdown=())


def by_learned(share: float, reference: bool = False) -> Comparison:
    """Two systems that differ by `learned`, which agrees with COMET-22 on a share of such differences."""
    base = sample()
    test = msgspec.structs.replace(
        paired("new", 0.02, 0.0004), sureness=Sureness(share, 41, "into en", reference), agreement=None
    )
    one = metric("learned", True, [Standing("new", 0.72, 1, 1, 1), Standing("old", 0.7, 2, 2, 2)], test)
    return msgspec.structs.replace(base, metrics=(one,), breakdown=(), changes=(), differing=())


def test_a_difference_that_is_mostly_right_is_told_with_its_share() -> None:
    assert list(words.outcome(by_learned(0.83)))[:2] == [
        "new is better than old by learned",
        "learned, without a reference: COMET-22 agrees with 83 % of such differences (41 pairs of systems, into en)",
    ]
    assert "learned, with a reference: " in list(words.outcome(by_learned(0.83, reference=True)))[1]


def test_a_difference_that_is_often_wrong_does_not_say_which_system_is_better() -> None:
    assert next(iter(words.outcome(by_learned(0.74)))) == (
        "learned, without a reference, cannot tell whether new or old is better: COMET-22 agrees with 74 % of such "
        "differences (41 pairs of systems, into en)"
    )
    assert not any("new is better" in sentence for sentence in words.outcome(by_learned(0.74)))


def test_a_figure_is_better_only_where_the_sentence_says_so() -> None:
    shown = {}
    for share in (0.74, 0.83):
        (result,) = by_learned(share).metrics
        shown[share] = words.better(result.facts, result.tests[0])
    assert shown == {0.74: None, 0.83: True}


def lines(text: str, word: str) -> list[str]:
    return [line for line in text.splitlines() if word in line]


def test_console_says_what_the_tests_say(render: Render) -> None:
    text = render(comparison_console, sample())
    assert text.startswith("2 systems · en → de · 120 shared segments\n  A  old\n  B  new\n")
    assert "new is better than old by BLEU and worse by TER; no" in text
    (bleu,) = [row for row in lines(text, "  BLEU ") if "+2.10" in row]
    assert bleu.split() == ["BLEU", "31.0", "33.1", "+2.10", "▲", "+1.10", "to", "+3.10", "<.001", "83", "%", "1.43"]
    (ter,) = lines(text, "  TER ↓ ")
    assert "+3.00 ▼" in ter
    (chrf,) = lines(text, "  chrF ")
    assert "+0.20 =" in chrf
    assert ".430" in chrf
    assert "lower is better" in text
    assert "Holm" not in text  # one pair: nothing was corrected


@pytest.mark.parametrize("make", [sample, three])
@pytest.mark.parametrize("columns", [80, 120])
def test_console_stays_within_its_columns(make: Callable[[], Comparison], columns: int, render: Render) -> None:
    assert max(map(cell_len, render(comparison_console, make(), columns).splitlines())) <= columns


@pytest.mark.parametrize("name", ["hallucination", "a-metric-of-somebody-whose-name-is-long"])
def test_a_long_name_hides_no_figure(name: str, render: Render) -> None:
    base = sample()
    one = metric(
        name,
        False,
        [Standing("new", 0.1234, 1, 1, 2), Standing("old", 0.1244, 1, 1, 2)],
        msgspec.structs.replace(paired("new", -0.001, 0.4321), interval=Interval(-0.1234, 0.1234), detectable=0.2345),
    )
    text = render(comparison_console, msgspec.structs.replace(base, metrics=(*base.metrics, one)))
    (row,) = lines(text, "0.1244")
    for figure in ("0.1234", "−0.0010 =", "−0.1234 to +0.1234", ".432", "0.2345"):
        assert figure in row
    assert max(map(cell_len, text.splitlines())) <= 80


def test_console_lists_findings_segments_documents_and_remarks(render: Render) -> None:
    text = render(comparison_console, sample())
    assert "new in B: 1 critical, 7 major" in text
    assert "5 became 50" in text
    assert "and 3 more; --json lists all of them" in text
    assert "fixed in B: 1 major" in text
    assert "Segments that differ most  by chrF" in text
    assert len(lines(text, "B compared with A")) == 5
    assert "the 10 of 12 that differ most, by chrF" in text
    assert lines(text, "doc-11")[0].split()[-1] == "+11.00"
    assert lines(text, "doc-0") == []
    assert "Could not be compared" in text
    assert "model is a and b" in text
    top = " ".join(text.partition("Scores")[0].split())
    assert "old: every score leaves out 3 segments, because another system lacks the source text" in top
    assert "old: the text that it added (1 segment without a source) counts in BLEU, chrF and TER only" in top
    assert "old: every score leaves out 1 segment, because there is no source text" in top
    assert "different glossaries" in text


def test_console_ranks_three_systems(render: Render) -> None:
    text = render(comparison_console, three())
    rows = [line.split() for line in text[text.index("\nchrF") :].splitlines()[3:7]]
    assert rows[0][:3] == ["1", "C", "63.0"]
    assert rows[1] == ["╌╌╌╌"]
    assert rows[2][:3] == ["2–3", "B", "60.2"]
    assert rows[3] == ["2–3", "A", "60.0"]
    assert "adjusted for the number of pairs (Holm)" in text


def test_console_needs_no_metric_and_no_finding(render: Render) -> None:
    bare = msgspec.structs.replace(sample(), metrics=(), breakdown=(), differing=(), changes=(), problems=(), notes=())
    text = render(comparison_console, bare)
    assert "Scores" not in text
    assert "Findings" not in text


def hostile(text: str) -> Comparison:
    base = sample()
    pair = msgspec.structs.replace(base.differing[0], source=text, target=text, doc=text)
    return msgspec.structs.replace(
        base,
        differing=(pair,),
        notes=(text,),
        systems=(base.systems[0], msgspec.structs.replace(base.systems[1], name="new", report=text)),
        changes=(FindingChanges("old", "new", new=(finding(text),)),),
        breakdown=(
            Breakdown("document", text, "chrf", 1, (1.0, 2.0)),
            Breakdown("document", "x", "chrf", 1, (1.0, 2.0)),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31mred\x1b[0m",
        "a\nb",
        "‮abc",
        "<script>alert(1)</script>",
        "[x](javascript:y)",
        "| a | b |",
        "@someone #12",
    ],
)
def test_hostile_texts_are_inert(text: str, render: Render) -> None:
    shown = render(comparison_console, hostile(text))
    assert not set(shown) & {"\x1b", "‮"}
    page = render(comparison_markdown, hostile(text))
    for bad in ("\x1b", "‮", "<script", "x](javascript", "@someone", " #12"):
        assert bad not in page
    for line in page.splitlines():
        if line.startswith("| +50"):
            assert line.count("|") == 4


def test_markdown_has_a_table_a_metric(render: Render) -> None:
    text = render(comparison_markdown, sample())
    assert text.startswith("## new compared with old\n\n- new is better than old by BLEU")
    assert "| 1 | new | 33.1 | +2.10 ✅ ▲ | +1.10 to +3.10 | &lt;.001 | 83 % | 1.43 |" in text
    assert "| 2 | new | 53.0 | +3.00 ❌ ▼ |" in text
    assert "TER (lower is better)" in text
    assert "**Findings of new compared with old:** 1 fixed, 8 new, 0 kept" in text
    assert "Could not be compared: the comparison is incomplete" in text
    assert text.count("<details>") == text.count("</details>") == 4


def test_markdown_stays_below_the_limit(render: Render) -> None:
    base = sample()
    many = tuple(msgspec.structs.replace(base.metrics[0], metric=f"metric-{n}") for n in range(1000))
    text = render(comparison_markdown, msgspec.structs.replace(base, metrics=many))
    assert len(text) < 65_000
    assert text.endswith("The rest is too long for a comment; `--json` has everything.\n")


def test_json_is_the_struct(render: Render) -> None:
    out = io.StringIO()
    reports.render(sample(), out)
    assert json.loads(out.getvalue())["schema"] == "mtqe.comparison/1"
    assert msgspec.json.decode(out.getvalue(), type=Comparison) == sample()


def test_changed_words_join_to_the_texts() -> None:
    before, after = words.changed_words("Das alte Haus  steht.", "Das neue Haus steht hier.")
    assert "".join(text for text, _ in before) == "Das alte Haus  steht."
    assert "".join(text for text, _ in after) == "Das neue Haus steht hier."
    assert [text for text, differs in before if differs] == [" alte", "  steht."]
    assert [text for text, differs in after if differs] == [" neue", " steht hier."]
    assert words.changed_words("", "a") == ([], [("a", True)])


def test_a_segment_that_two_reports_number_differently_has_both_numbers(render: Render) -> None:
    pair = sample().differing[0]
    assert words.place(msgspec.structs.replace(pair, baseline_segment="7", segment="7"), "A", "B") == "segment 7"
    other = msgspec.structs.replace(pair, baseline_segment="9", segment="7")
    assert words.place(other, "A", "B") == "segment 9 of A, 7 of B"
    assert "segment 9 of A, 7 of B" in render(comparison_console, msgspec.structs.replace(sample(), differing=(other,)))


def with_scale(difference: float, name: str) -> Comparison:
    """The sample with one metric and a significant difference."""
    standings = [Standing("new", 0.5, 1, 1, 1), Standing("old", 0.5, 2, 2, 2)]
    return msgspec.structs.replace(
        sample(), metrics=(metric(name, True, standings, paired("new", difference, 0.001)),), differing=(), breakdown=()
    )


def test_a_difference_that_the_metric_does_not_resolve_is_not_named(render: Render) -> None:
    tiny, large = with_scale(0.0001, "comet"), with_scale(0.0301, "comet")
    assert next(words.outcome(tiny)) == "new is as good as old; the difference by COMET is too small to matter"
    assert next(words.outcome(large)) == "new is better than old by COMET"
    assert next(words.outcome(with_scale(0.02, "chrf"))).endswith("too small to matter")
    assert "+0.0001 =" in render(comparison_console, tiny) and "+0.0301 ▲" in render(comparison_console, large)
    assert words.better(tiny.metrics[0].facts, tiny.metrics[0].tests[0]) is None


def test_only_a_significant_difference_is_better() -> None:
    facts = metric_table.installed("bleu")
    assert words.better(facts, paired("new", 2.0, 0.001)) is True
    assert words.better(facts, paired("new", -2.0, 0.001)) is False
    assert words.better(facts, paired("new", 2.0, 0.2)) is None


def test_figures_as_words() -> None:
    assert words.chance(0.00001) == "<.001"
    assert words.chance(0.0341) == ".034"
    assert words.chance(1.0) == "1"
    bleu, comet = metric_table.installed("bleu"), metric_table.installed("comet")
    assert words.signed(bleu, -1.234) == "−1.23"
    assert words.signed(comet, 0.01234) == "+0.0123"
    assert words.signed(comet, -0.00001) == words.signed(comet, -0.0) == "+0.0000"
    assert words.signed(MetricFacts("share", digits=1), 0.25) == "+0.2"
    assert words.detectable(bleu, paired("new", 1.0, 0.5)) == "1.43"
    assert words.detectable(bleu, msgspec.structs.replace(paired("new", 1.0, 0.5), detectable=0.0)) == ""
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "b", "c"]) == "a, b and c"
