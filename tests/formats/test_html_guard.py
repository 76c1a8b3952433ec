"""Hostile HTML pages are refused with one line, and large real ones are read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import dispatch
from mtqe.formats.documents import html, markdown

SECONDS = 15.0
"""Seconds: of processor time for a page at most, with room for slow machines."""
TEXT = "<p>The ferry stays in the harbour.</p>"
LARGE = {
    "lists": "<ul>x</ul>" * 9_000,
    "tables": "<table>x</table>" * 9_000,
    "items": "<li>x" * 20_000,
    "rows": "<tr>x" * 20_000,
    "breaks": "words of a text<br>" * 20_000,
    "headings": "".join(f"<h2>Title {number}</h2>" for number in range(20_000)),
}
HOSTILE = {
    "many elements": ("<li>" * 200_000, "200,005 elements"),
    "many comments": ("<!---->" * 200_000, "200,005 elements"),
    "deep": ("<div>" * 300 + "The boat sails." + "</div>" * 300, "nested more than 250 levels"),
    "often deep": (("<div>" * 200 + "x" + "</div>" * 200) * 100, "nested too deeply"),
    "links": ("<a href=x>word</a> " * 12_000, "12,000 elements in its text"),
    "code blocks": ("<pre>word</pre> " * 12_000, "12,000 elements in its text"),
}


def page(content: str) -> str:
    return f"<!doctype html><html><head></head><body>{TEXT}{content}</body></html>"


@pytest.mark.parametrize("name", LARGE)
def test_large_pages_are_read_in_time(name: str) -> None:
    begin = time.process_time()
    assert html.parse(page(LARGE[name]))
    assert time.process_time() - begin < SECONDS


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    content, told = HOSTILE[name]
    path = tmp_path / "page.html"
    path.write_text(page(content), encoding="utf-8")
    with pytest.raises(InputError, match=told) as refused:
        dispatch.read_text(path)
    assert "page.html: " in str(refused.value) and "\n" not in str(refused.value)


def test_a_tag_in_markdown_with_too_many_attributes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Before.\n\n<div\n{'a=b ' * 2_000}>The boat sails.</div>\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.md, line 3: a tag in line 1 of the HTML has more than 1,000 attributes"):
        dispatch.read_text(path)


def test_a_part_of_markdown_that_the_parser_would_leave_out_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Before.\n\n{'<div>' * 300}The boat sails.{'</div>' * 300}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.md, line 3: .*nested more than 250 levels"):
        dispatch.read_text(path)
    assert markdown.parse(f"{'<div>' * 100}The boat sails.{'</div>' * 100}\n")[0].text == "The boat sails."
