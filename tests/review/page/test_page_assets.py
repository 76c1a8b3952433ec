"""The review page is one file: its data survives in it, its policy allows its own style and scripts only."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_sheet import sheet

from mtqe.review.page_assets import PARTS, page

DATA = re.compile('<script type="application/json" id="sheet">(.*?)</script>', re.DOTALL)
NASTY = st.text(st.sampled_from("</script><!--&\u2028\u2029\x00\x7f\x85\ud83d\ude00\ufffe\uffff\r\n\t\"'\\e\u0301😀"))


@given(NASTY)
def test_the_data_survives_in_the_page(text: str) -> None:
    html = page(sheet(rights_why=text), served=True)
    html.encode("utf-8")
    (data,) = DATA.findall(html)
    assert not re.search("[<>&\u2028\u2029\x00-\x08\x7f-\x9f\ud800-\udfff]", data)
    # Two halves of a pair that stand side by side are one character for every reader of JSON.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(data)["rights_why"] == whole


@pytest.mark.parametrize("served", [True, False])
def test_only_a_served_page_may_ask_its_server(served: bool) -> None:
    html = page(sheet(), served=served)
    policy = re.search('Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert ("connect-src &#39;self&#39;" in policy[1]) is served
    assert "unsafe" not in policy[1]
    assert ('data-do="export"' in html) is not served
    assert ('data-do="finish"' in html) is served


def test_the_page_needs_no_other_file() -> None:
    html = DATA.sub("", page(sheet(), served=False))
    assert re.findall(r"""\b(?:src|href)="(?!#|data:)[^"]*""", html) == []
    assert "@import" not in html


def test_every_part_is_used_and_small() -> None:
    folder = resources.files("mtqe.review") / "page"
    files: dict[str, Any] = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert {name.removesuffix(".js") for name in files if name.endswith(".js")} == set(PARTS)
    assert [name for name, text in files.items() if text.count("\n") > 400] == []
    assert [
        name for name, text in files.items() if re.search(r"innerHTML|insertAdjacent|document\.write|eval\(", text)
    ] == []
