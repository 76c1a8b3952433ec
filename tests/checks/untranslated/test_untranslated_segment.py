"""Copied stretches of a translation: prose is marked, lists and formulas are not."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Code, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("source", "target", "lang", "marked"),
    [
        ("You can write a low 2 high 3, too.", "a low 2 high 3 とも書けます。", "ja", []),
        (
            "Choose among tide, ebb, flood, calm and storm here.",
            "tide、ebb、flood、calm、stormから選びます。",
            "ja",
            [],
        ),
        ("Choose among tide, ebb, flood, calm and storm here.", "从tide、ebb、flood、calm和storm中选择。", "zh", []),
        (
            "The shop is open, and the old ferry left the harbour at noon.",
            "商店开着，渡轮 left the harbour at noon，没有等人，大家都很不高兴，可是谁也没有办法。",
            "zh",
            ["left the harbour at noon"],
        ),
        (
            "The shop is open, and the old ferry left the harbour at noon, which nobody saw.",
            "店は開いていますが、the old ferry left the harbour at noon、誰も見ていませんでした。",
            "ja",
            ["the old ferry left the harbour at noon"],
        ),
    ],
)
def test_copied_stretches(source: str, target: str, lang: str, marked: list[str]) -> None:
    outcome = runner.run([check_table.checks()["ACC102"]], [Segment("1", source, target)], Context("en", lang))
    assert outcome.problems == ()
    assert [text for finding in outcome.findings for text in finding.marked] == marked


@pytest.mark.parametrize(
    ("target", "end", "marked"),
    [
        ("Unser unemployment Helfer ist gratis", 18, []),
        ("Unser unemployment Helfer ist gratis", 29, ["unemployment"]),
    ],
)
def test_a_few_copied_words_in_bold_are_a_name(target: str, end: int, marked: list[str]) -> None:
    codes = (Code("target", 6, 6, "**", "open", "format"), Code("target", end, end, "/**", "close", "format"))
    segment = Segment("1", "Our unemployment helper is free", target, codes=codes)
    found = list(check_table.checks()["ART106"].run(segment, Context("en", "de")))
    assert [target[span.start : span.end] for hit in found for span in hit.spans] == marked


@pytest.mark.parametrize(
    ("address", "marked"),
    [("https://a.example/x/unemployment/", []), ("https://a.example/labour-market", ["unemployment"])],
)
def test_the_text_of_a_link_that_its_address_has_is_a_name(address: str, marked: list[str]) -> None:
    source, target = "Our unemployment helper is free", "Unser unemployment Helfer ist gratis"
    codes = (
        Code("target", 6, 6, "link", "open", "link"),
        Code("target", 18, 18, "/link", "close", "link", value=address),
    )
    segment = Segment("1", source, target, codes=codes)
    found = check_table.checks()["ART106"].run(segment, Context("en", "de"))
    assert [target[span.start : span.end] for hit in found for span in hit.spans] == marked
