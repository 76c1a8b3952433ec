from __future__ import annotations

import io
from collections.abc import Callable

import coded_sample
import msgspec
import pytest
from rich.cells import cell_len

from mtqe.model import (
    SCHEMA,
    CheckItem,
    Code,
    Coverage,
    Finding,
    Report,
    Ruling,
    Run,
    Score,
    Segment,
    Severity,
    Span,
    Verdict,
)
from mtqe.report import console, junit, markdown, outcome, sarif, xliff
from mtqe.report.document import Step

Render = Callable[..., str]


def whole(report: Report) -> str:
    out = io.StringIO()
    console.render(report, out, verbose=True)
    return out.getvalue()


def one(segment: Segment, *spans: Span, number: int = 1, langs: tuple[str, str] = ("en", "de")) -> Report:
    marked = tuple(segment.text(span.side)[span.start : span.end] for span in spans)
    finding = Finding("T101", "bad-thing", "accuracy", Severity.MAJOR, segment.id, "it is bad", spans, marked, "f")
    found = tuple(msgspec.structs.replace(finding, kind=str(n)) for n in range(number))
    return Report(SCHEMA, Run("0", "", 0.0, *langs), (), (segment,), (), found)


@pytest.mark.parametrize("columns", [80, 120])
def test_golden(sample: Report, render: Render, golden: Callable[[str, str], None], columns: int) -> None:
    text = render(console, sample, columns)
    assert max(map(cell_len, text.splitlines())) <= columns
    golden(f"sample-{columns}.txt", text)


def test_golden_systems(two_systems: Report, render: Render, golden: Callable[[str, str], None]) -> None:
    golden("systems-80.txt", render(console, two_systems))


def test_golden_codes(render: Render, golden: Callable[[str, str], None]) -> None:
    golden("coded-100.txt", render(console, coded_sample.sample(), 100))


def test_many_metrics_stay_within_the_columns(two_systems: Report, render: Render) -> None:
    extra = tuple(
        msgspec.structs.replace(score, metric=f"metric-{number}") for number in range(4) for score in two_systems.scores
    )
    text = render(console, msgspec.structs.replace(two_systems, scores=two_systems.scores + extra))
    assert max(map(cell_len, text.splitlines())) <= 80
    assert all(f"metric-{number}" in text for number in range(4))
    assert text.count("  strong-engine ") == 3


def test_verdict_comes_first(sample: Report, render: Render) -> None:
    assert render(console, sample).startswith("FAIL  texts/lift.de.txt · en → de")
    passed = msgspec.structs.replace(sample, findings=(), problems=(), verdict=Verdict(True))
    assert render(console, passed).startswith("PASS  ")
    assert "No findings" in render(console, passed)
    assert render(console, msgspec.structs.replace(sample, verdict=None)).startswith("texts/lift.de.txt")


def test_what_a_pass_could_not_decide_is_named(sample: Report, render: Render) -> None:
    verdict = Verdict(True, outcome="pass", undecided=("no baseline",))
    text = render(console, msgspec.structs.replace(sample, verdict=verdict))
    assert " Uncertain:\n - no baseline\n" in text
    failed = msgspec.structs.replace(verdict, passed=False, reasons=("too bad",))
    assert "Uncertain" not in render(console, msgspec.structs.replace(sample, verdict=failed))


def test_every_view_has_the_outcome_of_a_short_text_in_the_same_words(sample: Report, render: Render) -> None:
    label = "PASS (short text: limits per 1,000 words not applied)"
    ruling = Ruling("max_per_1000.major", "undecided", "0 major errors in 80 words", 0.0, 2.0)
    verdict = Verdict(True, outcome="pass", undecided=(ruling.text,), rulings=(ruling,), label=label)
    passed = msgspec.structs.replace(sample, problems=(), verdict=verdict)
    assert render(console, passed).startswith(f"{label}  ")
    for view in (markdown, junit, sarif, xliff):
        assert label in render(view, passed), view.__name__
    assert ruling.text not in render(console, passed)
    assert ruling.text in whole(passed)


def test_areas_are_not_listed_as_tolerated(sample: Report, render: Render) -> None:
    run = msgspec.structs.replace(sample.run, coverage=(Coverage("names", "none", ()),))
    verdict = Verdict(True, (), tolerated=("4 minor errors without a limit in the policy",), uncovered=("names: no",))
    text = render(console, msgspec.structs.replace(sample, run=run, verdict=verdict))
    listed = [line.strip() for line in text.splitlines() if line.startswith(" ")]
    assert listed[:4] == [
        "Tolerated:",
        "- 4 minor errors without a limit in the policy",
        "Areas of errors:",
        "- not looked for: names (-v shows why)",
    ]


def test_thousands_of_reasons_are_counted(sample: Report, render: Render) -> None:
    verdict = Verdict(False, tuple(f"reason {n}" for n in range(3000)))
    text = render(console, msgspec.structs.replace(sample, verdict=verdict))
    assert "reason 19\n - and 2,980 more; the JSON report lists all of them\n" in text
    assert "reason 20" not in text


def test_marks_are_exact(sample: Report, render: Render) -> None:
    text = render(console, sample, 120)
    assert "carried >>1.2 million<< tonnes" in text
    assert ">>12 Millionen<<" in text
    assert "„>>Sie [the ministry] wissen<< es“" in text
    assert text.count(">>[the ministry]<<") == 2
    assert "eingebaut>>␣.<<" in text
    assert text.count(">>") == text.count("<<") == 10


def test_a_space_is_shown_only_at_the_edge_of_a_mark(render: Render) -> None:
    target = "Die Datei **plan** wird heute gelesen."
    codes = (Code("target", 10, 12, "markup"), Code("target", 16, 18, "markup"))
    segment = Segment("1", "The file is read today.", target, codes=codes)
    assert ">>Datei **plan** wird␣<<heute" in render(console, one(segment, Span("target", 4, 24)), 120)


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    ("lang", "target", "marked"),
    [
        ("he", "המעלית נשאה 12 מיליון טון חצץ, יותר מאשר בכל אחת מעשר השנים הקודמות, והיא פעלה ברציפות.", "12"),
        ("ar", "حمل المصعد 12 مليون طن من الحصى، أكثر من أي عام من الأعوام العشرة السابقة.", "12"),
        ("ja", "リフトは昨年、1200万トンの砂利を運び、過去十年間のどの年よりも多かった。" * 3, "1200万"),
        ("zh", "升船机去年运送了1200万吨砾石，比此前十年中的任何一年都多。" * 3, "1200万"),
    ],
)
def test_other_scripts_keep_the_columns(render: Render, lang: str, target: str, marked: str, columns: int) -> None:
    segment = Segment("1", "The lift carried 1.2 million tonnes of gravel last year.", target)
    start = target.index(marked)
    text = render(console, one(segment, Span("target", start, start + len(marked)), langs=("en", lang)), columns)
    assert f">>{marked}<<" in text
    assert max(map(cell_len, text.splitlines())) <= columns


def test_plain_unless_a_terminal_with_colour(sample: Report, render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in render(console, sample)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    colour = Terminal()
    console.render(sample, colour)
    assert "\x1b[" in colour.getvalue()
    assert ">>" not in colour.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    console.render(sample, plain)
    assert "\x1b" not in plain.getvalue()
    assert ">>1.2" in plain.getvalue()


def test_a_text_cannot_steer_the_terminal(render: Render) -> None:
    segment = Segment("1", "a\x1b]0;x\x07b", "[b]c\u202ed:smile:\r")
    text = render(console, one(segment, Span("source", 1, 2)), 120)
    assert "a>><U+001B><<]0;x<U+0007>b" in text
    assert "[b]c<U+202E>d:smile:<U+000D>" in text


def test_long_segments_are_cropped_around_the_marks(render: Render) -> None:
    words = " ".join(f"word{number}" for number in range(400))
    start = words.index("word200")
    text = render(console, one(Segment("1", words, words), Span("target", start, start + 7)))
    assert ">>word200<<" in text
    assert "…" in text
    assert len(text) < 1500


def test_an_omission_has_the_whole_width(render: Render) -> None:
    source = "The gates of the lock have not been overhauled since the year it was built."
    text = render(console, one(Segment("1", source, ""), Span("source", 0, len(source))), 90)
    assert f"en  >>{source}<<" in text
    assert "\n    de" not in text


def test_a_finding_without_any_text_is_shown(render: Render) -> None:
    assert "it is bad" in render(console, one(Segment("1", "", "")))


def test_many_findings_are_counted_not_shown(render: Render) -> None:
    text = render(console, one(Segment("1", "a", "b"), Span("target", 0, 1), number=22))
    assert text.count("bad-thing") == 10
    assert "and 12 more major; the HTML and JSON reports list all of them" in text
    assert "MAJOR 22" in text


def test_the_verdict_is_said_again_at_the_end_of_a_long_report(sample: Report, render: Render) -> None:
    assert render(console, sample).rstrip().endswith("FAIL 1 critical, 3 major, 3 minor (1 in preview, not counted)")
    short = msgspec.structs.replace(sample, findings=())
    assert render(console, short).count("FAIL") == 1


def test_scores_alone(render: Render) -> None:
    scores = (Score("bleu", "corpus", 31.42, n=3, n_unscored=1), Score("comet", "corpus", None, n=0, n_unscored=3))
    text = render(console, Report(SCHEMA, Run("0", ""), (), (Segment("1", "a", "b"),), scores))
    assert "BLEU         31.4" in text
    assert "3 of 4 segments scored" in text
    assert "MQM" not in text
    assert "findings" not in text


def test_a_short_text_has_no_mqm_score(sample: Report, render: Render) -> None:
    short = " ".join(render(console, sample).split())
    assert "MQM – penalty 41.1; too short for a score; MQM needs 300 words" in short
    longer = msgspec.structs.replace(sample, run=msgspec.structs.replace(sample.run, source_words=300))
    assert "MQM 86.3 penalty 41.1, 137.0 per 1,000 words" in " ".join(render(console, longer).split())


@pytest.mark.parametrize(
    ("verdict", "badge"),
    [
        (Verdict(True), "PASS"),
        (Verdict(False, ("incomplete: names: not looked for (x)",), incomplete=True), "INCOMPLETE"),
        (Verdict(False, ("1 critical error",)), "FAIL"),
    ],
)
def test_the_verdict_says_what_it_tolerates_and_what_was_not_looked_for(
    verdict: Verdict, badge: str, sample: Report, render: Render
) -> None:
    coverage = (Coverage("names", "none", ("x",)), Coverage("markup", "full"), Coverage("form", "full"))
    run = msgspec.structs.replace(sample.run, coverage=coverage)
    uncovered = ("names: not looked for (x)",)
    told = msgspec.structs.replace(verdict, tolerated=("1 major error",), uncovered=uncovered)
    shown = msgspec.structs.replace(sample, run=run, verdict=told)
    for text in (whole(shown), render(markdown, shown)):
        assert f"{badge}" in text.splitlines()[0]
        assert "Tolerated:" in text
        assert "Looked for: markup, form" in text
        assert text.count("names: not looked for") == 1, "a reason is not repeated"
        assert ("Not looked for, or only in part:" in text) is (badge != "INCOMPLETE")
    brief = render(console, shown)
    assert "Looked for: markup, form" not in brief
    assert ("not looked for: names (-v shows why)" in brief) is (badge != "INCOMPLETE")
    assert ("names: not looked for (x)" in brief) is (badge == "INCOMPLETE"), "a reason is told in full"


def test_what_is_not_covered_is_told_in_brief(sample: Report, render: Render) -> None:
    coverage = (Coverage("names", "none", ("x",)), Coverage("numbers", "part", ("y",)), Coverage("form", "short"))
    run = msgspec.structs.replace(sample.run, coverage=coverage)
    uncovered = (
        "2 files: not judged (a, b)",
        "names: not looked for (x)",
        "garbled text, punctuation and sentence form: not looked for ()",
        "numbers, amounts, dates and times: in part (y)",
        "rules of the team: 1 of 3 switched off in the configuration",
    )
    told = msgspec.structs.replace(sample, run=run, verdict=Verdict(True, uncovered=uncovered))
    areas = "not looked for: names, form; looked for in part: numbers"
    others = ["2 files: not judged (a, b)", "rules of the team: 1 of 3 switched off in the configuration"]
    assert outcome.gaps(told) == (areas, others)
    assert f" - {others[1]}\n - {areas} (-v shows why)\n" in render(console, told)
    assert f" - {areas} (-v shows why)\n" in render(console, msgspec.structs.replace(told, verdict=None))


def test_details_are_for_those_who_ask(sample: Report, render: Render) -> None:
    longer = msgspec.structs.replace(sample, run=msgspec.structs.replace(sample.run, source_words=300))
    brief, full = render(console, longer), whole(longer)
    for detail in (
        "MQM raw quality score = ",
        "Signatures",
        "Not run  forbidden-term, missing-term (no glossary was given)",
    ):
        assert detail in full
        assert detail not in brief
    clean = msgspec.structs.replace(sample.run, checks=(CheckItem("ACC101", "omitted-text", "ran"),))
    assert "Not run" not in whole(msgspec.structs.replace(sample, run=clean))


def test_the_next_steps_are_the_last_thing_that_is_told(sample: Report) -> None:
    out = io.StringIO()
    steps = (Step("See it", ("mtqe a", f"mtqe {'x' * 90}\x1b[1m")), Step("Do more"))
    console.render(msgspec.structs.replace(sample, findings=()), out, steps=steps)
    end = f"\nNext  See it:\n        mtqe a\n        mtqe {'x' * 90}<U+001B>[1m\n      Do more\n"
    assert out.getvalue().endswith(end), "a command is a line, so that it can be pasted"


def test_a_stream_that_cannot_write_a_character(sample: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    console.render(sample, out)
    out.flush()
    assert "bef?rderte" in raw.getvalue().decode("ascii")


def test_inline_codes_are_dim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    console.render(coded_sample.sample(), out)
    assert "\x1b[2m<i>\x1b[0mtides\x1b[2m</i>\x1b[0m\x1b[2m</a>\x1b[0m and run" in out.getvalue()
