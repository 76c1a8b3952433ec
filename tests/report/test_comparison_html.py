"""The page of a comparison: self-contained, inert whatever the texts hold, complete."""

from __future__ import annotations

import io
import re
from pathlib import Path

import browser
import msgspec
import pytest
from page_tree import Node, parsed
from test_comparison_views import sample, three
from test_html import HOSTILE
from test_html_axe import violations
from test_html_browser import page

from mtqe.model import Segment, Span
from mtqe.model.comparison import Comparison
from mtqe.report import comparison_html

__all__ = ["page"]


def write(comparison: Comparison) -> str:
    out = io.StringIO()
    comparison_html.render(comparison, out)
    return out.getvalue()


def parse(comparison: Comparison) -> Node:
    return parsed(write(comparison))


def replaced(comparison: Comparison, text: str) -> Comparison:
    """The comparison with another text in the place of every name, source, translation and remark."""
    raw = msgspec.to_builtins(comparison)

    def walk(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: walk(part, name) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [walk(part, key) for part in value]
        fixed = {"severity", "side", "origin", "part", "schema", "metric", "created", "scale", "estimates"}
        return text if isinstance(value, str) and key not in fixed else value

    return msgspec.convert(walk(raw), Comparison)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_inert(text: str) -> None:
    calm, found = (parse(replaced(sample(), word)) for word in ("calm", text))
    assert {node.tag for node in found.all()} <= {node.tag for node in calm.all()} | {"ins", "del"}
    assert {name for node in found.all() for name in node.attrs} <= {name for node in calm.all() for name in node.attrs}
    assert text in [node.text() for node in found.all("p", "t")]


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    tree = parse(three())
    policy = next(node.attrs["content"] for node in tree.all("meta") if "http-equiv" in node.attrs)
    assert "script-src 'none'" in policy and "default-src 'none'" in policy
    assert not list(tree.all("script"))
    for node in tree.all():
        assert not {"src", "href", "style"} & set(node.attrs), node
        assert not any(name.startswith("on") for name in node.attrs)


def test_every_system_has_its_place_under_every_metric() -> None:
    tree = parse(sample())
    cards = {card.one("h3").text().split()[0]: card for card in tree.all("div", "card")}
    bleu = [" ".join(item.text().split()) for item in cards["BLEU"].one("ul").all("li")]
    assert bleu[0].startswith("1. new 33.1 +2.10 better 95 % interval +1.10 to +3.10; significant, p <.001")
    assert bleu[1] == "2. old 31.0 the baseline"
    assert "+3.00 worse" in cards["TER"].text() and "lower is better" in cards["TER"].text()
    assert "not significant, p .430" in cards["chrF"].text()
    svg = next(cards["chrF"].all("svg"))
    assert svg.attrs["aria-label"].startswith("0.20, 95% interval -0.80 to 1.20")


def test_segments_show_the_words_that_differ() -> None:
    tree = parse(sample())
    rows = list(tree.all("div", "pair"))
    assert len(rows) == len(sample().differing)
    assert [node.text().strip() for node in rows[0].all("del")] == ["alte"]
    assert [node.text().strip() for node in rows[0].all("ins")] == ["neue"]
    assert [node.text() for node in rows[0].all("p", "t")] == ["Source 0.", "Das alte Haus.", "Das neue Haus."]


def test_marks_of_words_do_not_cover_the_spaces_around_them() -> None:
    pair = msgspec.structs.replace(sample().differing[0], baseline_target="Er sah den Kai.", target="Er mied den Kai.")
    row = parse(msgspec.structs.replace(sample(), differing=(pair,))).one("div", "pair")
    assert [mark.text() for tag in ("del", "ins") for mark in row.all(tag)] == ["sah", "mied"]


def test_texts_without_a_common_word_are_not_marked() -> None:
    pair = msgspec.structs.replace(sample().differing[0], target="Ganz anders!")
    row = parse(msgspec.structs.replace(sample(), differing=(pair,))).one("div", "pair")
    assert not list(row.all("del")) and not list(row.all("ins"))
    assert [node.text() for node in row.all("p", "t")] == ["Source 0.", "Das alte Haus.", "Ganz anders!"]


def test_equal_translations_of_several_systems_stand_once() -> None:
    pair = sample().differing[0]
    third = msgspec.structs.replace(pair, system="third", difference=30.0)
    fourth = msgspec.structs.replace(pair, system="fourth", target="Das rote Haus.")
    (row,) = list(parse(msgspec.structs.replace(three(), differing=(pair, third, fourth))).all("div", "pair"))
    texts = [node.text() for node in row.all("p", "t")]
    assert texts == ["Source 0.", "Das alte Haus.", "Das neue Haus.", "Das rote Haus."]
    names = [" ".join(node.text().split()).split(" · ")[0] for node in row.all("p", "system")]
    assert names == ["old", "new, third", "fourth"]


def test_findings_that_say_the_same_stand_once_with_their_sentence() -> None:
    base = sample()
    same = [msgspec.structs.replace(base.changes[0].new[1], segment=str(n)) for n in (7, 8, 9)]
    spans = (Span("target", 4, 9),)
    first = msgspec.structs.replace(same[0], spans=spans, marked=("Pegel",))
    change = msgspec.structs.replace(base.changes[0], new=(first, *same[1:]), fixed=())
    text = Segment("7", "The gauge is low.", "Der Pegel ist tief.", system="new")
    tree = parse(msgspec.structs.replace(base, changes=(change,), texts=(text,)))
    (entry,) = list(tree.one("ul", "changed").all("li"))
    assert [node.text() for node in entry.all("p", "t")] == ["The gauge is low.", "Der Pegel ist tief."]
    assert [node.text() for node in entry.all("mark")] == ["Pegel"]
    assert "the same in 2 more segments: 8, 9" in entry.text()


def test_an_omission_says_so() -> None:
    pair = msgspec.structs.replace(sample().differing[0], baseline_target="")
    row = parse(msgspec.structs.replace(sample(), differing=(pair,))).one("div", "pair")
    assert [node.text() for node in row.all("p", "t")] == ["Source 0.", "not translated", "Das neue Haus."]


def test_findings_failures_documents_and_remarks_are_told() -> None:
    text = re.sub(r"\s+", " ", parse(sample()).one("main").text())
    assert "1 fixed8 new0 kept" in text and "5 became 50" in text and "gone" in text
    assert "its scores are of different kinds" in text
    assert "The 10 that differ most, out of 12." in text and "doc-11" in text and "doc-0" not in text
    assert "the reports were checked against different glossaries" in text


def test_a_comparison_of_nothing_is_a_page() -> None:
    empty = msgspec.structs.replace(sample(), metrics=(), differing=(), changes=(), breakdown=(), source_lang=None)
    assert "No metric could be compared." in parse(empty).text()


@browser.needed
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False)])
def test_page_fits_the_window_and_is_accessible(page: browser.Page, tmp_path: Path, width: int, dark: bool) -> None:
    path = tmp_path / "comparison.html"
    path.write_text(write(three()), encoding="utf-8")
    page.open(path, width, dark=dark)
    assert page.run("document.documentElement.scrollWidth") == page.run("innerWidth") == width
    assert violations(page) == []
