from __future__ import annotations

from collections.abc import Callable

import coded_sample
import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mtqe.model import SCHEMA, CheckItem, Finding, Problem, Report, Run, Score, Segment, Severity, Span, Verdict
from mtqe.report import causes, document_markdown, markdown, view

Render = Callable[..., str]
GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text: str) -> list[Token]:
    return [inner for token in GITHUB.parse(text) for inner in (token, *(token.children or ()))]


def shown(text: str) -> str:
    parts = (token.content for token in tokens(text) if token.type in ("text", "text_special"))
    return "".join(parts).replace("\u200b", "")


def test_golden(sample: Report, render: Render, golden: Callable[[str, str], None]) -> None:
    golden("sample.md", render(markdown, sample))


def test_golden_codes(render: Render, golden: Callable[[str, str], None]) -> None:
    golden("coded.md", render(markdown, coded_sample.sample()))


def test_golden_systems(two_systems: Report, render: Render, golden: Callable[[str, str], None]) -> None:
    golden("systems.md", render(markdown, two_systems))


def test_the_tables_are_tables(sample: Report, render: Render) -> None:
    found = tokens(render(markdown, sample))
    assert sum(token.type == "table_open" for token in found) == 4
    cells = [len(group) for group in causes.by_severity(sample).values()]
    rows = sum(token.type == "tr_open" for token in found)
    assert rows == 4 + 5 + sum(cells)


HOSTILE = st.text(st.sampled_from("\\`*_{}[]()#+-.!|<>&~:@$= \n1aé/w"), max_size=24)


@given(HOSTILE)
@example("1. one")
@example("1234) one")
@example("a|b")
@example("- one")
@example("# one")
@example("    code")
@example("![x](https://example.org/x.png)")
@example("[x]: https://example.org")
@example("<script>alert(1)</script>")
@example("a|b\\|c\\")
@example("**a** __b__ ~~c~~ `d` &amp; &lt;")
def test_text_never_becomes_markup(text: str) -> None:
    kinds = {"inline", "text", "text_special"}
    item = tokens("- " + document_markdown.escape(text.strip()))
    assert {token.type for token in item} <= kinds | {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }
    table = tokens(f"| a | b |\n|:--|:--|\n| {document_markdown.escape(text)} | end |")
    assert [token.content for token in table if token.type == "inline"][-1] == "end"
    assert sum(token.type == "td_open" for token in table) == 2
    assert {token.type.partition("_")[0] for token in table} <= {"table", "thead", "tbody", "tr", "th", "td"} | {
        "inline",
        "text",
    }
    assert shown("x" + document_markdown.escape(text) + "x") == "x" + view.visible(text) + "x"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("ask @octocat", "ask @&#8203;octocat"),
        ("see #12 and GH-7", "see \\#&#8203;12 and GH&#8203;-7"),
        ("https://example.org", "https:&#8203;//example.org"),
        ("www.example.org", "www&#8203;.example.org"),
        (":smile:", ":&#8203;smile:"),
        ("$x$", "&#36;x&#36;"),
    ],
)
def test_nothing_links_by_itself(text: str, escaped: str) -> None:
    assert document_markdown.escape(text) == escaped


def test_marks_are_exact_and_bold(sample: Report, render: Render) -> None:
    text = render(markdown, sample)
    assert "carried <b>1.2 million</b> tonnes" in text
    assert "beförderte im vergangenen Jahr <b>12 Millionen</b> Tonnen" in text
    assert "„<b>Sie \\[the ministry\\] wissen</b> es“" in text
    assert "eingebaut<b> .</b>" in text


def many(number: int, text: str) -> Report:
    segment = Segment("1", text, text)
    spans = (Span("target", 1, len(text) - 1),)
    found = [
        Finding(
            "T1",
            text[:90],
            "accuracy",
            severity,
            "1",
            text,
            spans,
            (),
            "f",
            text,
            system=f"{text[:50]}{system}",
            kind=str(n),
        )
        for system in range(number // 100 or 1)
        for severity in Severity
        for n in range(min(number, 100))
    ]
    systems = tuple(dict.fromkeys(finding.system or "" for finding in found))
    scores = [Score(f"{text[:60]}{i}", "corpus", 0.5, system=name) for i in range(number) for name in systems[:2]]
    items = tuple(CheckItem("T1", text, "not run", f"{text}{i}") for i in range(number))
    return Report(
        SCHEMA,
        Run(text, "", 0.0, text, text, systems, items, (), (text,) * number, None, 10),
        (),
        tuple(msgspec.structs.replace(segment, system=name) for name in systems),
        tuple(scores),
        tuple(found),
        (Problem(text, text),) * number,
        Verdict(False, (text,) * number),
    )


@pytest.mark.parametrize("text", ["word " * 400, "\x1b" * 2000, "|$" * 1000, "日本語" * 600, "@a#1"])
@pytest.mark.parametrize("number", [1, 100, 2500])
def test_the_length_is_bounded(render: Render, text: str, number: int) -> None:
    written = render(markdown, many(number, text))
    assert len(written) <= document_markdown.LIMIT
    assert written.count("<details") == written.count("</details>")
    assert written.count("<b>") == written.count("</b>")
    if number > 100 or (number > 1 and len(text) > 1000):
        assert "the HTML and JSON reports list all of them" in written


def test_what_does_not_fit_is_counted(render: Render) -> None:
    text = "An ordinary sentence, long enough to fill a cell of the table with something to read. " * 3
    segment = Segment("1", text, text)
    finding = Finding("T1", "bad-thing", "accuracy", Severity.MAJOR, "1", "it is bad", (), (), "f")
    found = tuple(msgspec.structs.replace(finding, kind=str(n)) for n in range(500))
    report = Report(SCHEMA, Run("0", ""), (), (segment,), (), found)
    written = render(markdown, report)
    rows = written.count("**bad-thing**")
    assert 50 < rows < 500
    assert f"and {500 - rows} more; the HTML and JSON reports list all of them" in written


def test_verdict_comes_first(sample: Report, render: Render) -> None:
    assert render(markdown, sample).startswith(
        "## ❌ FAIL: texts/lift.de.txt · en → de\n\n- 1 critical error; the limit is 0"
    )
    passed = msgspec.structs.replace(sample, findings=(), problems=(), verdict=Verdict(True))
    text = render(markdown, passed)
    assert text.startswith("## ✅ PASS: ")
    assert "no findings" in text
    assert "incomplete" not in text


def test_a_system_name_stays_text_in_a_summary(two_systems: Report, render: Render) -> None:
    name = "<img src=x>&*a*"
    data = msgspec.json.decode(msgspec.json.encode(two_systems))
    data["run"]["systems"][0] = name
    for row in (*data["segments"], *data["scores"], *data["findings"]):
        row["system"] = name if row["system"] == "weak-engine" else row["system"]
    text = render(markdown, msgspec.convert(data, Report))
    assert "1 critical in &lt;img src=x&gt;&amp;*a*</b></summary>" in text
    assert "<img" not in text
