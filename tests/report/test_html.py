"""The HTML page: self-contained, inert whatever the texts hold, complete and exact in its marks."""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
import re
from collections import defaultdict

import coded_sample
import html_sample
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_tree import Node, parse, parsed, write

from mtqe.model import (
    SCHEMA,
    CheckItem,
    Code,
    Document,
    Finding,
    Interval,
    MetricFacts,
    MetricItem,
    Problem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
    Span,
    Verdict,
)
from mtqe.registry import check_table
from mtqe.report import html
from mtqe.report.layout import direction, lay_out

HOSTILE = (
    "</script><script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title = 'owned'\">",
    '" onmouseover="document.title = \'owned\'" x="',
    "' autofocus onfocus='document.title = 1' '",
    "javascript:document.title='owned'",
    "<!-- <script> --></style><style>*{display:none}</style>",
    "{{ 7 * 7 }} {% raw %} ${7*7} &lt;b&gt; &amp;amp;",
    "</p></div></main></body></html><svg onload=alert(1)><base href=//x.example>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
)


def hostile_report(texts: tuple[str, ...] = HOSTILE) -> Report:
    """Hostile text wherever a report can hold text."""
    segments, findings = [], []
    for number, text in enumerate(texts, 1):
        id = f"{number}{text}"
        segments.append(
            Segment(id, text, f"Ziel {text}", (f"Referenz {text}",), f"doc {text}", {"source_line": text}, text)
        )
        spans = (Span("source", 0, len(text)), Span("target", 5, 5 + len(text)))
        findings.append(
            Finding(f"X{text}", text, text, Severity.MAJOR, id, text, spans, (text, text), text, text, 0.5, True, text)
        )
    first = texts[0]
    run = Run(
        *(first, first, 1.0, first, first, texts),
        checks=(CheckItem(f"X{first}", first, "not run", first),),
        metrics=(MetricItem(first, first, "failed", first),),
        notes=texts,
        aligner=first,
        source_words=9,
        glossaries=texts,
    )
    documents = tuple(Document(f"doc {text}", first, first, (), text, text, text, text, texts) for text in texts)
    scores = tuple(
        Score(text, level, 0.5, segment.id, segment.doc, signature={"name": text, text: text}, system=text)
        for level in ("corpus", "document", "segment")
        for text, segment in zip(texts, segments, strict=True)
    )
    problems = tuple(Problem(text, text) for text in texts)
    return Report(SCHEMA, run, documents, tuple(segments), scores, tuple(findings), problems, Verdict(False, texts))


REPORTS = {
    "sample": html_sample.sample(),
    "clean": html_sample.clean(),
    "systems": html_sample.systems(),
    "hostile": hostile_report(),
    "arabic": html_sample.scripts("ar"),
    "many hostile": hostile_report(tuple(f"{n} {HOSTILE[n % len(HOSTILE)]}" for n in range(html.LAZY + 5))),
    "coded": coded_sample.sample(),
    "lazy": html_sample.large(450),
    "empty": Report(SCHEMA, Run("0.1.0", "not a date")),
}


@pytest.fixture(params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def report(name: str) -> Report:
    return REPORTS[name]


@pytest.fixture
def page(name: str) -> Node:
    return page_of(name)


@functools.cache
def page_of(name: str) -> Node:
    """The page of a report as a tree, made once; do not change it."""
    return parsed(text_of(name))


@functools.cache
def text_of(name: str) -> str:
    """The page of a report, written once."""
    return write(REPORTS[name])


def test_nothing_comes_from_elsewhere(page: Node) -> None:
    for node in page.all():
        assert node.tag not in {"link", "img", "iframe", "object", "embed", "base", "audio", "video", "image", "use"}
        for name, value in node.attrs.items():
            assert not name.startswith("on") and name not in {"src", "srcdoc", "style", "action", "formaction"}, node
            if "href" in name:
                assert re.fullmatch(r"#[a-z]+\d*", value), node.attrs
    assert not re.search(r"url\(|@import|@font-face", page.one("style").text())


def test_policy_allows_exactly_the_pages_own_style_and_scripts(report: Report, page: Node) -> None:
    head = [part for part in page.one("head").parts if isinstance(part, Node)]
    assert [node.tag for node in head[:2]] == ["meta", "meta"]
    assert head[1].attrs["http-equiv"] == "Content-Security-Policy"
    policy = dict(part.split(" ", 1) for part in head[1].attrs["content"].split("; "))
    hashes = {
        tag: [
            f"'sha256-{base64.b64encode(hashlib.sha256(n.text().encode()).digest()).decode()}'" for n in page.all(tag)
        ]
        for tag in ("style", "script")
    }
    assert policy["style-src"].split() == hashes["style"] and len(hashes["style"]) == 1
    assert policy["script-src"].split() == hashes["script"]
    # A library comes only with what needs it: differences in words need something to compare with.
    compares = any(segment.references for segment in report.segments) or len(report.run.systems) > 1
    assert len(hashes["script"]) == (3 if compares else 2)
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["img-src"] == "data:"
    assert set(policy) <= {
        *("default-src", "style-src", "script-src", "img-src", "base-uri", "form-action", "require-trusted-types-for"),
        "trusted-types",
    }


def test_hostile_text_stays_text() -> None:
    calm = parse(hostile_report(tuple(f"calm{number}" for number in range(len(HOSTILE)))))
    page = page_of("hostile")
    assert {node.tag for node in page.all()} == {node.tag for node in calm.all()}
    assert {name for node in page.all() for name in node.attrs} == {name for node in calm.all() for name in node.attrs}
    assert [node.text() for node in page.all("script")] == [node.text() for node in calm.all("script")]
    texts = [node.text() for node in page.all("p", "t")]
    for text in HOSTILE:
        assert {text, f"Ziel {text}", f"Referenz {text}"} <= set(texts)
        assert any(node.text() == text for node in page.all("p", "message"))
        assert any(node.text() == text for node in page.one("section", "problems").all("dd"))


def test_texts_are_whole(report: Report, page: Node) -> None:
    shown = [node.text() for node in page.all("p", "t") if "void" not in node.attrs["class"]]
    expected: list[str] = []
    for segment in report.segments:
        expected += [text for text in (segment.target, *segment.references) if text]
    assert set(expected) <= set(shown)
    assert {segment.source for segment in report.segments if segment.source} <= set(shown)


def marked_texts(page: Node, report: Report) -> dict[int, list[str]]:
    """For each card of the page the texts of its marks, side by side in the order of source, then target."""
    layout = lay_out(report)
    found = {}
    for card in layout.cards:
        assert card.spot
        row = page.by_id(card.spot.anchor)
        own: dict[str, str] = defaultdict(str)
        for side, part in (("source", row), ("target", row.one("div", "out"))):
            for text in part.all("p", "t"):
                if (side == "source") != ("s" in text.attrs["class"].split()):
                    continue
                for mark in text.all("mark"):
                    if str(card.n) in mark.attrs["data-f"].split():
                        own[side] += mark.text()
        found[card.n] = [own[side] for side in ("source", "target") if own[side]]
    return found


@pytest.mark.parametrize("name", ["sample", "systems", "arabic", "lazy", "coded"])
def test_every_finding_is_marked_exactly(name: str) -> None:
    report = REPORTS[name]
    marks = marked_texts(parse(report), report)
    assert len(marks) == len(report.findings) > 0
    for card in lay_out(report).cards:
        pairs = list(zip((span.side for span in card.finding.spans), card.finding.marked, strict=True))
        by_side = ["".join(text for at, text in pairs if at == side) for side in ("source", "target")]
        assert marks[card.n] == [text for text in by_side if text]


@given(st.data())
@settings(max_examples=60)
def test_any_spans_are_marked_exactly(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [Span("target", *pair) for pair in data.draw(st.lists(bounds, max_size=5)) if pair[0] < pair[1]]
    segment = Segment("1", "Source", text)
    findings = tuple(
        Finding("A1", "a", "c", Severity.MINOR, "1", "m", (span,), (text[span.start : span.end],), str(number))
        for number, span in enumerate(spans)
    )
    report = Report(SCHEMA, Run("0", "2026-01-01T00:00:00+00:00"), (), (segment,), (), findings)
    page = parse(report)
    assert page.one("div", "out").one("p", "t").text() == text
    marks = marked_texts(page, report)
    assert [marks[card.n] for card in lay_out(report).cards] == [list(finding.marked) for finding in findings]


def test_same_report_same_page(report: Report, name: str) -> None:
    assert write(report) == text_of(name)


def test_head_tells_the_verdict_and_why() -> None:
    page = page_of("sample")
    verdict = REPORTS["sample"].verdict
    assert verdict and page.one("h1").text() == "Fail"
    assert [item.text() for item in page.one("ul", "reasons").all("li")] == list(verdict.reasons)
    facts = page.one("dl", "facts").text()
    for word in ("English → German", "wendham.de.txt", "wendham.en.txt", "24 November 2026, 14:05 UTC", "0.1.0"):
        assert word in facts
    assert page_of("clean").one("h1").text() == "Pass"
    assert page_of("systems").one("h1").text() == "No verdict"


def test_headings_are_in_order(page: Node) -> None:
    levels = [int(node.tag[1]) for node in page.all() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_links_lead_somewhere(page: Node) -> None:
    ids = [node.attrs["id"] for node in page.all() if "id" in node.attrs]
    assert len(ids) == len(set(ids))
    wanted = {value[1:] for node in page.all() for name, value in node.attrs.items() if name == "href"}
    wanted |= {node.attrs["popovertarget"] for node in page.all("button") if "popovertarget" in node.attrs}
    assert wanted <= set(ids)


def test_problems_and_what_did_not_run_are_told() -> None:
    page = page_of("sample")
    assert "the encoder's weights are not installed" in page.one("section", "problems").text()
    states = {
        row.one("th").text().split()[0]: row.one("td").text()
        for row in page.by_id("ran").all("tr")
        if list(row.all("td"))
    }
    assert states["tag-mismatch"] == "not runno segment has markup"
    assert states["off-topic"].startswith("failed")
    assert states["wrong-language"] == "ran"
    assert states["COMET"].startswith("not run")
    assert not list(page_of("clean").all("section", "problems"))


def test_a_clean_report_and_one_without_checks_differ() -> None:
    assert "The checks that ran found nothing." in page_of("clean").by_id("findings").text()
    assert "No checks were run." in page_of("empty").by_id("findings").text()


def test_empty_sides_say_so() -> None:
    page = page_of("sample")
    void = {row.attrs["id"]: node.text() for row in page.all("div", "row") for node in row.all("p", "void")}
    assert void == {"s10": "not in the source", "s12": "not translated"}


def test_scores_are_drawn_and_named() -> None:
    page = page_of("sample")
    cards = {card.one("h3").text().split()[0]: card for card in page.all("div", "card")}
    assert list(cards) == ["MQM", "chrF", "TER"]
    report = REPORTS["sample"]
    chrf = next(score for score in report.scores if score.metric == "chrf" and score.level == "corpus")
    assert chrf.value is not None and chrf.interval is not None
    assert cards["chrF"].one("p", "value").text() == f"{chrf.value:.1f}"
    bars = [bar.one("title").text() for bar in cards["chrF"].one("svg").all("rect")]
    assert sum(int(bar.split(": ")[1].split()[0]) for bar in bars) == chrf.n
    assert f"{chrf.interval.low:.1f}" in cards["chrF"].one("svg").attrs["aria-label"]
    assert "lower is better" in cards["TER"].text() and "name" not in cards["TER"].one("code").text()
    assert report.verdict and report.verdict.mqm
    assert report.verdict.mqm.formula in cards["MQM"].text()
    assert "103" in cards["MQM"].text() and "314.0" in cards["MQM"].text()


ABOUT = "A score does not see every error. So a segment with a major or critical error shows none."


def without_findings(report: Report) -> list[int]:
    """The numbers of the segments without findings, from 1."""
    found = {finding.segment for finding in report.findings}
    return [number for number, segment in enumerate(report.segments, 1) if segment.id not in found]


def test_no_score_stands_beside_a_serious_error() -> None:
    report = REPORTS["sample"]
    scores = tuple(Score("learned", "segment", 0.99, segment.id) for segment in report.segments)
    page = parse(msgspec.structs.replace(report, scores=scores))
    serious = {one.segment for one in report.findings if one.counts and one.severity.rank >= Severity.MAJOR.rank}
    shown = {row.attrs["id"] for row in page.all("div", "row") if "learned 0.9900" in row.text()}
    assert serious and shown == {f"s{n}" for n, one in enumerate(report.segments, 1) if one.id not in serious}


def test_the_interval_of_a_segment_is_behind_its_score() -> None:
    report = REPORTS["sample"]
    places = without_findings(report)[:2]
    first, second = (report.segments[place - 1] for place in places)
    scores = (
        Score("learned", "corpus", 0.8, interval=Interval(0.75, 0.85)),
        Score("learned", "segment", 0.71, first.id, interval=Interval(0.42, 1.0, 0.8)),
        Score("learned", "segment", 0.9, second.id),
    )
    page = parse(msgspec.structs.replace(report, scores=scores))
    assert "learned 0.7100 (0.42–1.00)" in " ".join(page.by_id(f"s{places[0]}").text().split())
    assert page.by_id(f"s{places[1]}").one("p", "foot").text().endswith("learned 0.9000")
    notes = [node.text() for node in page.by_id("text").one("div", "about").all("p", "note")]
    assert notes == [
        ABOUT,
        "In brackets behind learned: the range in which 80 % of scores by annotators lie.",
    ]
    corpus_only = parse(msgspec.structs.replace(report, scores=scores[:1]))
    assert "In brackets" not in corpus_only.by_id("text").text()


def legend(metric: str, source_lang: str, target_lang: str) -> list[str]:
    report = REPORTS["sample"]
    score = Score(metric, "segment", 0.71, report.segments[0].id, interval=Interval(0.42, 1.0, 0.8))
    run = msgspec.structs.replace(report.run, source_lang=source_lang, target_lang=target_lang)
    page = parse(msgspec.structs.replace(report, run=run, scores=(score,)))
    about, *notes = (node.text() for node in page.by_id("text").one("div", "about").all("p", "note"))
    assert about == ABOUT
    return notes


def test_the_legend_claims_no_more_than_the_facts_of_the_metric() -> None:
    assert legend("learned", source_lang="en", target_lang="fr") == [
        "In brackets behind learned: the range in which 80 % of scores by annotators lie "
        "(en-fr was not rated, so the interval is that of the widest rated pair)."
    ]
    assert legend("of a plugin", source_lang="en", target_lang="fr") == [
        "In brackets behind of a plugin: the 80 % interval."
    ]


def test_a_title_of_a_metric_cannot_be_markup() -> None:
    hostile = MetricFacts("<b>x</b>", "0-1")
    report = REPORTS["sample"]
    place = without_findings(report)[0]
    score = Score("mine", "segment", 0.5, report.segments[place - 1].id, interval=Interval(0.1, 0.9, 0.8))
    run = msgspec.structs.replace(report.run, metrics=(MetricItem("mine", "mine", "ran", facts=hostile),))
    page = parse(msgspec.structs.replace(report, run=run, scores=(score,)))
    assert "<b>x</b> 0.5000" in page.by_id(f"s{place}").text()


def test_systems_share_rows_when_they_share_segments() -> None:
    report = REPORTS["systems"]
    layout = lay_out(report)
    assert [len(block.chunks[0]) for block in layout.blocks] == [8]
    assert [cell.system for cell in layout.blocks[0].chunks[0][0].cells] == [
        "harbour-large",
        "harbour-small",
        "baseline",
    ]
    options = [option.text() for option in parse(report).by_id("lane").all("option")]
    assert options == ["All systems", "harbour-large", "harbour-small", "baseline"]
    fewer = msgspec.structs.replace(report, segments=report.segments[:-1])
    assert [block.system for block in lay_out(fewer).blocks] == ["harbour-large", "harbour-small", "baseline"]
    assert len(list(parse(fewer).all("div", "row"))) == 23


def test_a_finding_without_its_segment_is_still_shown() -> None:
    lost = Finding("A1", "lost-one", "c", Severity.MAJOR, "99", "Where is it?", (), (), "x")
    page = parse(msgspec.structs.replace(REPORTS["clean"], findings=(lost,)))
    card = page.by_id("f1")
    assert "Where is it?" in card.text() and "segment 99" in card.text() and not list(card.all("a"))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ur-PK", "rtl"), ("de", "ltr"), ("ja", "ltr"), (None, "auto"),
     ("uz-Arab", "rtl"), ("ku-Arab-IQ", "rtl"), ("ar-Latn", "ltr")],
)  # fmt: skip
def test_direction(lang: str | None, expected: str) -> None:
    assert direction(lang) == expected


@pytest.mark.parametrize(("lang", "expected"), [("ar", "rtl"), ("he", "rtl"), ("ja", "ltr"), ("zh", "ltr")])
def test_each_side_has_its_language_and_direction(lang: str, expected: str) -> None:
    page = parse(html_sample.scripts(lang))
    for row in page.all("div", "row"):
        source, target = row.all("p", "t")
        assert (source.attrs["lang"], source.attrs["dir"]) == ("en", "ltr")
        assert (target.attrs["lang"], target.attrs["dir"]) == (lang, expected)


def test_the_manual_of_a_check_is_at_hand() -> None:
    check = next(iter(check_table.checks().values()))
    finding = Finding(
        check.id, check.name, check.category, Severity.MAJOR, "1", "m", (Span("target", 0, 3),), ("Die",), "x"
    )
    page = parse(msgspec.structs.replace(REPORTS["clean"], findings=(finding,)))
    button = page.by_id("f1").one("button")
    assert button.attrs["title"] == check.summary
    manual = page.by_id(button.attrs["popovertarget"])
    assert "popover" in manual.attrs
    assert [node.text() for node in manual.all("h4")] == re.findall(r"^## (.+)$", check.manual, re.MULTILINE)
    shown, written = (re.sub(r"\W", "", text) for text in (manual.text(), check.manual))
    assert shown.endswith(f"{written}Close")


def test_characters_that_html_may_not_hold_are_replaced() -> None:
    segment = Segment("1", "a\x00b\x1bc\rd", "e\ud800f\u2028g")
    page = write(Report(SCHEMA, Run("0", ""), (), (segment,)))
    assert "a\ufffdb\ufffdc&#13;d" in page and "e\ufffdf\u2028g" in page
    page.encode("utf-8")


def test_inline_codes_are_elements_in_the_text() -> None:
    report = REPORTS["coded"]
    page = parse(report)
    for number, segment in enumerate(report.segments, 1):
        row = page.by_id(f"s{number}")
        for side, part in (("source", row.one("p", "s")), ("target", row.one("div", "out").one("p", "t"))):
            codes = [code for code in segment.codes if code.side == side]
            texts = [segment.text(side)[code.start : code.end] for code in codes]
            assert [node.text() for node in part.all("code")] == texts
            kinds = [node.attrs["class"].split()[1:3] for node in part.all("code")]
            assert kinds == [[code.kind, code.role] for code in codes]
    (finding,) = [card for card in page.all("li", "finding") if "none of the 4 tags" in card.text()]
    (quote,) = finding.all("p", "quote")
    assert [node.text() for node in quote.all("code")] == [
        '<g id="1">',
        "</g>",
        '<g id="2">',
        "</g>",
        "<br>",
        '<x id="3"/>',
    ]


def test_marks_that_begin_or_end_inside_a_code() -> None:
    codes = (Code("target", 2, 7, "n", "alone", "variable"),)
    segment = Segment("1", "Source", "a {n} <b", codes=codes)
    spans = [Span("target", 0, 4), Span("target", 6, 8)]
    found = [
        Finding("A1", "a", "c", Severity.MINOR, "1", "m", (s,), (segment.target[s.start : s.end],), "f") for s in spans
    ]
    page = parse(Report(SCHEMA, Run("0", "2026-01-01T00:00:00+00:00"), (), (segment,), (), tuple(found)))
    text = page.one("div", "out").one("p", "t")
    assert text.text() == segment.target
    assert [mark.text() for mark in text.all("mark")] == ["a {n", "<b"]
    assert [code.text() for code in text.all("code")] == ["{n", "} ", "<"]


def test_the_facts_say_in_words_how_the_texts_were_aligned() -> None:
    sample = html_sample.sample()
    made = msgspec.structs.replace(sample, run=msgspec.structs.replace(sample.run, aligner="encoder"))
    assert "Aligned bymeaning" in parse(made).one("dl", "facts").text()
