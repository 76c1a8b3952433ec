"""The views inside a notebook: their style stays inside, all texts are escaped, and nothing needs a script."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from browser import Page, needed

from mtqe.comparing import Plan, compare, systems_of
from mtqe.model import SCHEMA, Bead, Code, Finding, Interval, Report, Run, Score, Segment, Severity, Span
from mtqe.report import cards
from mtqe.report.assets import embedded

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"&\x00\x1b[31m\ud800\u202e'
SOURCE, TARGET = f"It costs 40 euros. {HOSTILE}", f"Es kostet 14 Euro. {HOSTILE}"
RUN = Run("0", "2026-01-01T00:00:00+00:00", source_lang="en", target_lang="ar", source_words=400)


def finding(number: int, severity: Severity = Severity.MAJOR, system: str | None = None) -> Finding:
    spans = (Span("source", 9, 11), Span("target", 10, 12))
    message = f"{number} {HOSTILE}"
    named = ("ACC101", "number-mismatch", "accuracy/mistranslation", severity)
    marked = ("40", "14")
    return Finding(*named, "1", message, spans, marked, str(number), suggestion=HOSTILE, system=system)


def report(count: int = 1, systems: tuple[str | None, ...] = (None,)) -> Report:
    return Report(
        SCHEMA,
        msgspec.structs.replace(RUN, systems=tuple(filter(None, systems)), notes=(HOSTILE,)),
        segments=tuple(Segment("1", SOURCE, TARGET, (TARGET,), HOSTILE, system=system) for system in systems),
        scores=tuple(Score("chrf", "corpus", 50.0, interval=Interval(40, 60), system=system) for system in systems),
        findings=tuple(finding(number, system=system) for system in systems for number in range(count)),
    )


def words(view: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", "", view, flags=re.DOTALL)


def test_the_size_of_a_view_has_a_limit() -> None:
    few, many = (len(cards.of_report(report(count))) for count in (cards.SHOWN, 5000))
    assert many < few + 500
    bead = Bead((0,), (0,), "word " * 20_000, "Wort " * 20_000, 0.9, "match")
    view = words(cards.of_beads([bead] * 100, "en", "de"))
    assert len(view) < cards.BEADS * 1000 and "word word" in view and "…" in view
    systems = [(f"s{number}", report()) for number in range(12)]
    line = cards.summary_of_comparison(compare(systems_of(systems), plan=Plan(trials=10)))
    assert line.endswith(f"; and {11 - cards.SENTENCES} more") and len(line) < 400


def test_all_texts_are_escaped() -> None:
    both = systems_of([("a", report()), ("<b>", report())])
    comparison = compare(both, plan=Plan(trials=10))
    beads = [Bead((0,), (), SOURCE, "", 0.5, "omission"), Bead((1,), (0,), SOURCE, TARGET, 0.9, "match")]
    for view in (
        cards.of_report(report()),
        cards.of_report(report(systems=(HOSTILE, "b"))),
        cards.of_comparison(comparison),
        cards.of_beads(beads, "en", "ar", [HOSTILE]),
    ):
        elements = re.findall("<[^>]+>", view)
        assert not [one for one in elements if re.match(r"<(script|img|a)\b", one) or re.search(r"\s(id|on\w+)=", one)]
        assert not re.search("[\x00\x1b\ud800\u202e]", view)
        whole = r'<div class="mtqe"><style>[^<]+</style><div class="inner">.*</div></div>'
        assert re.fullmatch(whole, view.strip(), re.DOTALL)
        assert view.count("<div") == view.count("</div>") and len(re.findall("<p[ >]", view)) == view.count("</p>")


def test_the_worst_findings_come_with_their_marks_and_the_others_are_counted() -> None:
    view = cards.of_report(report(cards.SHOWN + 3))
    assert view.count('class="finding') == cards.SHOWN and "and 3 more" in words(view)
    assert view.count('<mark class="r2">40</mark>') == view.count('<mark class="r2">14</mark>') == cards.SHOWN
    assert '<span lang="ar" dir="rtl">' in view and '<span lang="en" dir="ltr">' in view
    several = cards.of_report(report(cards.SHOWN_OF_EACH + 1, ("a", "b")))
    assert several.count('class="finding') == 2 * cards.SHOWN_OF_EACH and "and 2 more" in words(several)


def test_marks_without_ink_and_codes() -> None:
    segment = Segment("1", "a  {name}", "b", codes=(Code("source", 3, 9, "variable"),), meta={})
    spaces = msgspec.structs.replace(finding(1), spans=(Span("source", 1, 3),), marked=("  ",))
    view = cards.of_report(msgspec.structs.replace(report(), segments=(segment,), findings=(spaces,)))
    assert '<mark class="r2 bare">  </mark><span class="code">{name}</span>' in view
    empty = Segment("1", "a  ", "")
    view = cards.of_report(msgspec.structs.replace(report(), segments=(empty,), findings=(spaces,)))
    assert '<span class="void">not translated</span>' in view


def test_long_alignments_are_cut() -> None:
    beads = [Bead((n,), (n,), f"s{n}", f"t{n}", 0.9, "match") for n in range(cards.BEADS + 2)]
    view = cards.of_beads(beads, "en", "de")
    assert "22 beads" in words(view) and "and 2 more" in words(view) and "s19" in view and "s20" not in view


def test_every_rule_of_the_style_is_inside() -> None:
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"@media[^{]+\{", "", str(embedded())))
    assert len(selectors) > 40
    assert [
        name for group in selectors for name in group.split(", ") if ".mtqe" not in name and "theme" not in name
    ] == []
    assert "</" not in embedded() and "@import" not in embedded() and "url(" not in embedded()


def test_one_line_for_the_prompt() -> None:
    assert cards.summary(report()) == "en → ar, 1 segment, 1 major"
    assert "\n" not in cards.summary(report(systems=("a\nb", "c"))) and "\x1b" not in cards.summary(report())


NOTEBOOK = """<!DOCTYPE html><meta charset="utf-8"><style>
.out p { margin: 0 0 1em; } .out ul { padding-left: 2em; list-style: disc; } .out mark { background: rgb(255, 255, 0); }
</style><body data-jp-theme-light="%s"><div class="out">%s</div>
<div class="out"><p class="plot value" id="beside">beside <mark class="r2">marked</mark></p></div>"""


@needed
def test_the_style_does_not_leak_and_follows_the_theme(chrome: Page, tmp_path: Path) -> None:
    paper = "getComputedStyle(document.querySelector('.mtqe')).backgroundColor"
    with chrome.tab() as page:
        for is_light, scheme_is_dark, expected in (
            ("true", True, "rgb(251, 250, 246)"),
            ("false", False, "rgb(23, 22, 20)"),
        ):
            path = tmp_path / "notebook.html"
            path.write_text(NOTEBOOK % (is_light, cards.of_report(report(20))), encoding="utf-8")
            page.open(path, 800, 600, scheme_is_dark)
            assert page.run(paper) == expected
            beside = "getComputedStyle(document.querySelector('#beside mark')).backgroundColor"
            assert page.run(beside) == "rgb(255, 255, 0)"
            assert page.run("getComputedStyle(document.querySelector('.mtqe ul')).paddingLeft") == "0px"
            assert page.run("document.querySelector('.mtqe').scrollWidth <= document.documentElement.clientWidth")
            assert not [event for event in page.events if event["method"] == "Runtime.exceptionThrown"]
        path.write_text(
            (NOTEBOOK % ("x", cards.of_report(report()))).replace('data-jp-theme-light="x"', ""), encoding="utf-8"
        )
        for is_dark, expected in ((False, "rgb(251, 250, 246)"), (True, "rgb(23, 22, 20)")):
            page.open(path, 390, 800, is_dark)
            assert page.run(paper) == expected


@pytest.mark.parametrize("verdict", ["pass", "none"])
def test_a_report_without_findings(verdict: str) -> None:
    from mtqe.gate.verdicts import judge
    from mtqe.model import CheckItem
    from mtqe.settings.policy import GateConfig

    run = msgspec.structs.replace(RUN, checks=(CheckItem("ACC101", "number-mismatch", "ran"),))
    clean = msgspec.structs.replace(report(0), run=run)
    if verdict == "pass":
        clean = msgspec.structs.replace(clean, verdict=judge(clean, GateConfig()))
        assert cards.summary(clean).startswith("PASS · ")
    assert "No findings" in words(cards.of_report(clean))
