"""The HTML page in a real browser: filters, keyboard, hostile text under the page's own policy, phone width."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import browser
import coded
import html_sample
import msgspec
import pytest
from files_sample import three_files
from test_html import REPORTS

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, Finding, Interval, Report, Run, Score, Segment, Severity, Span
from mtqe.report import html
from mtqe.settings.config import GateConfig

pytestmark = [*browser.NEEDED, pytest.mark.slow]

VISIBLE = "[...document.querySelectorAll('#list > .finding')].filter((card) => !card.hidden).map((card) => card.id)"
ROWS = "[...document.querySelectorAll('.row')].filter((row) => !row.hidden).map((row) => row.id)"
CURRENT = "document.querySelector('#list > [aria-current]')?.id"


@pytest.fixture(scope="module")
def page(chrome: browser.Page) -> Iterator[browser.Page]:
    with chrome.tab() as page:
        yield page


@pytest.fixture
def show(page: browser.Page, tmp_path: Path) -> Iterator[object]:
    def show(report: Report, width: int = 1280, dark: bool = False) -> browser.Page:
        path = tmp_path / "report.html"
        with path.open("w", encoding="utf-8") as out:
            html.render(report, out)
        page.open(path, width, dark=dark)
        return page

    yield show
    wrong = [event for event in page.events if event["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}]
    requests = [
        event["params"]["request"]["url"] for event in page.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert wrong == []
    assert [url.rpartition("/")[2] for url in requests] == ["report.html"]


def choose(page: browser.Page, id: str, value: str) -> None:
    control = f"document.getElementById('{id}')"
    page.run(f"{control}.value = '{value}'; {control}.dispatchEvent(new Event('change'))")


def point_at(page: browser.Page, element: str) -> None:
    """Puts the pointer on an element and waits for its tip."""
    page.run(f"{element}.dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true, pointerType: 'mouse' }}))")
    wait_for(page, "document.getElementById('tip').matches(':popover-open')")


def wait_for(page: browser.Page, condition: str) -> None:
    """Waits until a condition holds; RuntimeError after ten seconds."""
    page.run(f"""new Promise((done, fail) => {{
      const end = performance.now() + 10000;
      const look = () => {{
        if ({condition}) done();
        else if (performance.now() > end) fail(new Error("never"));
        else setTimeout(look, 20);
      }};
      look();
    }})""")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_interval_of_a_segment_can_be_read_without_a_pointer(show, width: int) -> None:
    report = REPORTS["sample"]
    sure = Interval(0.41, 0.8, 0.8)
    scores = [Score("learned", "segment", 0.62, segment.id, interval=sure) for segment in report.segments]
    page = show(msgspec.structs.replace(report, scores=(*report.scores, *scores)), width)
    clean = next(f"s{n}" for n in range(1, len(report.segments) + 1) if f"s{n}" not in page_rows(report))
    if width == 390:
        page.run(f"document.querySelector('#{clean}').closest('.run').previousElementSibling.click()")
    shown = f"document.querySelector('#{clean} .out').innerText"
    assert "learned" not in page.run(shown), "scores are shown on request"
    page.run("document.getElementById('figures').click()")
    assert "learned 0.6200 (0.41–0.80)" in " ".join(page.run(shown).split())
    assert "80 % of scores by annotators" in page.run("document.querySelector('#text .about').innerText")
    assert page.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", list(REPORTS))
def test_page_fits_the_window(show, name: str, width: int) -> None:
    page = show(REPORTS[name], width)
    assert page.run("document.documentElement.scrollWidth") == page.run("innerWidth") == width
    assert page.run("document.documentElement.className") == "js"


def test_hostile_text_runs_nowhere(show) -> None:
    page = show(REPORTS["hostile"])
    title = page.run("document.title")
    for mark in range(0, page.run("document.querySelectorAll('mark').length"), 5):
        point_at(page, f"document.querySelectorAll('mark')[{mark}]")
    cards = page.run(VISIBLE)
    for card in cards:
        page.run(f"document.querySelector('#{card} .message').click()")
    page.run("document.querySelectorAll('.rule, .tag, .tick, mark').forEach((node) => node.click())")
    choose(page, "base", "ref")
    wait_for(page, "document.querySelectorAll('del.diff').length > 0")
    assert page.run("document.title") == title != "owned"
    assert page.run("document.scripts.length") == 3
    assert page.run("document.images.length") == 0


def test_hostile_text_stays_text_when_it_is_unpacked(show) -> None:
    page = show(REPORTS["many hostile"])
    title = page.run("document.title")
    wait_for(page, "!document.querySelector('.chunk.packed')")
    assert page.run("document.title") == title != "owned"
    assert page.run("document.scripts.length") == 3
    assert page.run("document.querySelectorAll('img, iframe, svg:not(.plot, .stack), .row script').length") == 0
    shown = page.run("[...document.querySelectorAll('.row > .t')].map((text) => text.textContent)")
    assert shown == [segment.source for segment in REPORTS["many hostile"].segments]


def test_an_injected_script_is_refused_by_the_policy(page: browser.Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as out:
        html.render(REPORTS["sample"], out)
    text = path.read_text(encoding="utf-8")
    injected = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
    path.write_text(text.replace("<main>", f"<main>{injected}"), encoding="utf-8")
    page.open(path)
    assert page.run("document.title") != "owned"
    assert sum(event["method"] == "Log.entryAdded" for event in page.events) >= 2


def test_filters(show) -> None:
    page = show(REPORTS["sample"])
    every = page.run(VISIBLE)
    assert every == [f"f{n}" for n in range(1, 13)]
    page.run("document.querySelector('.chip[data-sev=critical]').click()")
    assert page.run(VISIBLE) == ["f1", "f2", "f3"]
    assert page.run("document.getElementById('tally').textContent") == "3 of 12"
    assert page.run("document.querySelectorAll('#s1 mark:not(.off)').length") == 0
    assert page.run("document.querySelectorAll('#s3 mark:not(.off)').length") == 2
    page.press("Escape")
    assert page.run(VISIBLE) == every
    choose(page, "check", "c:terminology")
    assert page.run("[...document.querySelectorAll('#list > :not([hidden])')].map((c) => c.dataset.check).sort()") == [
        *("TRM101", "TRM102", "TRM201")
    ]
    page.run("document.getElementById('clear').click()")
    page.run("document.getElementById('only').click()")
    assert page.run(ROWS) == [f"s{n}" for n in (1, 3, 4, 6, 9, 10, 12, 15, 16, 19)]
    page.run("document.getElementById('only').click()")
    assert len(page.run(ROWS)) == 25


def test_search_and_keyboard(show) -> None:
    page = show(REPORTS["sample"])
    page.press("/")
    assert page.run("document.activeElement.id") == "q"
    for key in "gulls":
        page.press(key)
    page.run("new Promise((done) => setTimeout(done, 300))")
    assert page.run(ROWS) == ["s4"] and page.run(VISIBLE) == ["f5", "f9"]
    found = "[...CSS.highlights.get('found')].map((range) => range.startContainer.data.slice(range.startOffset))"
    assert page.run(found) == ["gulls again,” said "]
    page.press("Escape")
    assert len(page.run(VISIBLE)) == 12
    for key, expected in (("j", "f1"), ("j", "f2"), ("j", "f3"), ("k", "f2"), ("n", "f3"), ("p", "f2")):
        page.press(key)
        assert page.run(CURRENT) == expected
    assert page.run("document.activeElement.closest('.finding').id") == "f2"
    box = "document.querySelector('#s12').getBoundingClientRect()"
    wait_for(page, f"0 <= {box}.top && {box}.bottom <= innerHeight")
    page.run("document.getElementById('keys').click()")
    page.press("j")
    assert page.run(CURRENT) == "f2"


def test_a_mark_leads_to_its_finding(show) -> None:
    page = show(REPORTS["sample"])
    page.run("document.querySelector('#s9 .out mark').click()")
    assert page.run(f"document.getElementById({CURRENT}).dataset.check") == "ART101"
    assert page.run("document.getElementById('sheet').hidden") is True
    page = show(REPORTS["sample"], 390)
    page.run("document.querySelector('#s9 .out mark').click()")
    assert page.run("document.getElementById('sheet').hidden") is False
    assert "Source text in brackets" in page.run("document.getElementById('sheet').textContent")
    page.press("Escape")
    assert page.run("document.getElementById('sheet').hidden") is True


def test_systems_can_be_chosen(show) -> None:
    page = show(REPORTS["systems"])
    choose(page, "lane", "2")
    shown = page.run("[...new Set([...document.querySelectorAll('.cell:not([hidden])')].map((c) => c.dataset.lane))]")
    assert shown == ["2"]
    report = REPORTS["systems"]
    assert len(page.run(VISIBLE)) == sum(finding.system == "baseline" for finding in report.findings)


def test_without_scripts_everything_is_there(show, page: browser.Page) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        show(REPORTS["sample"])
        tree = page.call("DOM.getDocument", depth=-1)
        root = tree["root"]["nodeId"]

        def boxes(selector: str) -> list[int]:
            nodes = page.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
            height = []
            for node in nodes:
                try:
                    height.append(page.call("DOM.getBoxModel", nodeId=node)["model"]["height"])
                except RuntimeError:
                    height.append(0)  # it has no box
            return height

        assert min(boxes(".row")) > 0 and len(boxes(".row")) == 25
        assert min(boxes("#list > .finding")) > 0
        assert max(boxes(".tools")) == max(boxes("#sheet")) == 0
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_long_report_lays_out_what_is_near(show) -> None:
    page = show(html_sample.large(2000))
    page.run("document.querySelector('#list > .finding:last-child').click()")
    page.run("new Promise((done) => setTimeout(done, 300))")
    card = page.run(CURRENT)
    box = f"document.getElementById(document.getElementById('{card}').dataset.row).getBoundingClientRect()"
    assert 0 <= page.run(f"{box}.top") < page.run("innerHeight")


def test_a_packed_report_is_searched_and_filtered_whole(show) -> None:
    report = html_sample.large(600)
    page = show(report)
    assert page.run("document.querySelectorAll('.chunk.packed').length") > 0
    page.run("document.getElementById('q').value = '(587'")
    choose(page, "check", "")
    assert page.run(ROWS) == ["s588"]
    page.press("Escape")
    page.run("document.getElementById('only').click()")
    wait_for(page, "!document.querySelector('.chunk.packed')")
    assert len(page.run(ROWS)) == len(report.findings)
    page.run("document.querySelector('.chip').click()")
    assert len(page.run(ROWS)) == len(page.run(VISIBLE)) == sum(f.severity == "critical" for f in report.findings)


def test_an_address_leads_into_a_packed_report(show, tmp_path: Path) -> None:
    page = show(html_sample.large(2000))
    page.run("location.hash = '#s1900'; dispatchEvent(new Event('pageshow'))")
    wait_for(page, "document.querySelector('#s1900.here')")
    box = "document.getElementById('s1900').getBoundingClientRect()"
    wait_for(page, f"{box}.top > 0 && {box}.top < innerHeight")


def test_a_mark_explains_itself(show) -> None:
    page = show(REPORTS["sample"])
    point_at(page, "document.querySelector('#s4 .out mark.r2')")
    tip = page.run("document.getElementById('tip').textContent")
    for words in ("major", "missing-term", "TRM101", "Hafenmeister", "none of the glossary's renderings"):
        assert words in tip
    assert page.run("[...document.querySelectorAll('#s4 mark.twin')].map((mark) => mark.textContent)") == [
        *("harbour master", "Hafenkapitän")
    ]
    page.press("Escape")
    assert page.run("document.getElementById('tip').matches(':popover-open')") is False
    assert page.run("document.querySelectorAll('.twin').length") == 0
    # From the keyboard the tags are what is explained.
    page.run("document.querySelector('#s4 .no').focus()")
    page.press("Tab", 9)
    wait_for(page, "document.getElementById('tip').matches(':popover-open')")
    assert page.run("document.activeElement.getAttribute('aria-describedby')") == "tip"


def test_help_names_every_key(show) -> None:
    page = show(REPORTS["sample"])
    page.press("?")
    assert page.run("document.getElementById('help').matches(':popover-open')")
    keys = page.run("[...document.querySelectorAll('#help kbd')].map((key) => key.textContent)")
    assert set("jknpfrdo/?") < set(keys)
    page.press("?")
    assert not page.run("document.getElementById('help').matches(':popover-open')")


def diffs(page: browser.Page, row: str) -> list[list[str]]:
    script = f"[...document.querySelectorAll('#{row} .diff')].map((part) => [part.localName, part.textContent])"
    wait_for(page, f"document.querySelectorAll('#{row} .diff').length")
    return page.run(script)


def test_systems_are_compared_word_by_word(show) -> None:
    page = show(REPORTS["systems"])
    before = page.run("document.getElementById('text').innerHTML")
    nodes = "document.querySelector('#s1 .cell .t').childNodes.length"
    whole = page.run(nodes)
    choose(page, "base", "1")
    page.run("document.getElementById('s1').scrollIntoView()")
    assert diffs(page, "s1") == [
        *(["del", "stellt"], ["ins", "versorgt"], ["del", "auf Küstenkraft um"], ["ins", "mit Landstrom"]),
        *(["del", " um"], ["ins", "."]),
    ]
    assert page.run("document.querySelectorAll('#s1 .cell.base').length") == 1
    # The marks stand as they stood, whatever is set between them.
    assert page.run("document.querySelector('#s1 .cell[data-lane=\"2\"] mark').textContent") == "Küstenkraft"
    assert page.run("document.getElementById('differ-switch').hidden") is False
    choose(page, "base", "")
    page.run("document.querySelectorAll('#text [class=\"\"]').forEach((node) => node.removeAttribute('class'))")
    after = page.run("document.getElementById('text').innerHTML")
    assert after.replace(' class=""', "") == before
    assert page.run(nodes) == whole  # the text is in one piece again


def test_inline_codes_are_named_copied_and_compared(show) -> None:
    segment = coded.segment("1", "x", "⟦<b>⟧Alter⟦</b>⟧ Hafen ⟦{n}⟧ hier")
    segment = msgspec.structs.replace(segment, references=("Ganz <b>Alter</b> Hafen vom {n} hier",))
    spans = tuple(Span("target", code.start, code.end) for code in segment.codes[:1])
    mark = Finding("MRK103", "tag-mismatch", "c", Severity.MINOR, "1", "m", spans, ("<b>",), "f")
    page = show(Report(SCHEMA, Run("1", ""), segments=(segment,), findings=(mark,)))
    text = "document.querySelector('#s1 .out .t')"
    before = page.run(f"{text}.innerHTML")
    page.call("Accessibility.enable")
    names = [node["name"]["value"] for node in page.call("Accessibility.getFullAXTree")["nodes"] if "name" in node]
    assert {"tag ", "end ", "variable "} <= set(names)
    assert page.run(f"getSelection().selectAllChildren({text}), getSelection().toString()") == segment.target
    choose(page, "base", "ref")
    page.run("document.getElementById('s1').scrollIntoView()")
    assert diffs(page, "s1") == [["del", "Ganz "], ["del", "vom "]]
    assert page.run("document.querySelectorAll('#s1 code del, #s1 mark del').length") == 0
    choose(page, "base", "")
    assert page.run(f"{text}.innerHTML") == before


def test_only_where_they_differ(show) -> None:
    report = REPORTS["systems"]
    page = show(report)
    choose(page, "base", "1")
    page.run("document.getElementById('differ').click()")
    texts: dict[str, set[str]] = {}
    for segment in report.segments:
        texts.setdefault(segment.id, set()).add(segment.target)
    assert page.run(ROWS) == [f"s{id}" for id, own in texts.items() if len(own) > 1]


def test_chinese_is_compared_in_words(show) -> None:
    segments = (Segment("1", "The bridge cost 14 million.", "大桥耗资1400万欧元。", ("大桥耗资2000万欧元。",)),)
    page = show(Report(SCHEMA, Run("0", "", source_lang="en", target_lang="zh"), (), segments))
    choose(page, "base", "ref")
    found = diffs(page, "s1")
    assert [kind for kind, _ in found] == ["del", "ins"]
    assert found[0][1] in ("2000", "2000万") and found[1][1] in ("1400", "1400万")


def test_paper_holds_the_whole_text_and_no_controls(show) -> None:
    page = show(html_sample.large(600))
    page.run("document.getElementById('whole').click(), dispatchEvent(new Event('beforeprint'))")
    assert len(page.run(ROWS)) == 600
    page.call("Emulation.setEmulatedMedia", media="print")
    try:
        seen = "[...document.querySelectorAll('SELECTOR')].filter((node) => node.checkVisibility()).length"
        assert page.run(seen.replace("SELECTOR", ".tools, .sheet, .skip, .brief, details:not([open])")) == 0
        assert page.run(seen.replace("SELECTOR", ".row")) == 600
        assert page.run("getComputedStyle(document.querySelector('.chunk')).contentVisibility") == "visible"
    finally:
        page.call("Emulation.setEmulatedMedia", media="")


def pages_of(page: browser.Page) -> int:
    """The number of pages that the browser prints."""
    printed = base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def test_paper_is_one_page_for_each_language(show) -> None:
    assert pages_of(show(REPORTS["sample"])) == 1
    three = three_files()
    french = msgspec.structs.replace(three.documents[0], target_lang="fr")
    assert pages_of(show(msgspec.structs.replace(three, documents=(french, *three.documents[1:])))) == 2
    whole = show(html_sample.large(300))
    assert pages_of(whole) == 1
    whole.run("document.getElementById('whole').click()")
    assert pages_of(whole) > 5


def test_a_reason_leads_to_its_findings(show) -> None:
    report = judged(REPORTS["sample"])
    page = show(report)
    link = "document.querySelector('.places a')"
    assert page.run(f"{link}.textContent") in {finding.name for finding in report.findings}
    page.run(f"{link}.click()")
    assert page.run(f"'#' + {CURRENT} === {link}.hash && location.hash === {link}.hash")


def test_the_interval_of_a_reason_has_a_line_of_its_own(show) -> None:
    page = show(judged(REPORTS["sample"]))
    note = "document.querySelector('.reasons > li > .note')"
    assert "95 % interval" in page.run(f"{note}.textContent")
    assert page.run(f"getComputedStyle({note}).display") == "block"  # the limit is 2 95 % interval


def test_a_phone_folds_segments_without_findings(show) -> None:
    report = REPORTS["sample"]
    seen = "[...document.querySelectorAll('.row')].filter((row) => row.checkVisibility()).map((row) => row.id)"
    faulty = page_rows(report)
    page = show(report, 390)
    assert page.run(seen) == faulty
    page.run("document.querySelector('.fold').click()")
    assert len(page.run(seen)) > len(faulty)
    page.run("document.querySelector('.fold').click()")
    assert page.run(seen) == faulty
    clean = next(segment for number, segment in enumerate(report.segments, 1) if f"s{number}" not in faulty)
    anchor = f"s{report.segments.index(clean) + 1}"
    page.run(f"document.querySelector('.tick[href=\"#{anchor}\"]').click()")
    assert anchor in page.run(seen), "a link to a folded segment unfolds it"
    wide = show(report)
    assert len(wide.run(seen)) == len(report.segments)
    assert not wide.run("document.querySelector('.fold').checkVisibility()")


def test_a_search_looks_into_the_fold(show) -> None:
    report = REPORTS["sample"]
    faulty = page_rows(report)
    place, segment = next(
        (n, one) for n, one in enumerate(report.segments, 1) if f"s{n}" not in faulty and len(one.target) > 40
    )
    page = show(report, 390)
    page.run(f"q.value = {segment.target[5:35]!r}; q.dispatchEvent(new Event('input'))")
    row = f"document.getElementById('s{place}').checkVisibility()"
    wait_for(page, row)
    assert page.run(row)


def page_rows(report: Report) -> list[str]:
    """The anchors of the segments that have findings which are not accepted."""
    found = {finding.segment for finding in report.findings if finding.suppressed is None}
    return [f"s{number}" for number, segment in enumerate(report.segments, 1) if segment.id in found]


def judged(report: Report) -> Report:
    """The report with the verdict of the gate."""
    return msgspec.structs.replace(report, verdict=judge(report, GateConfig()))
